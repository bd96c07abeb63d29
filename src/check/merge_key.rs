//! The keys by which Kubernetes tells the items of a list apart.
//!
//! From the `patchMergeKey` tags and `x-kubernetes-list-map-keys` of the API's types. Where one
//! list has several (ports), the first that the pattern's item carries is used.

/// The merge keys of a list field, most telling first; empty for lists that are compared whole.
pub fn of(field: &str) -> &'static [&'static str] {
    match field {
        "containers"
        | "initContainers"
        | "ephemeralContainers"
        | "env"
        | "volumes"
        | "imagePullSecrets"
        | "containerStatuses"
        | "initContainerStatuses"
        | "secrets" => &["name"],
        "ports" => &["name", "containerPort", "port"],
        "volumeMounts" => &["mountPath", "name"],
        "volumeDevices" => &["devicePath"],
        "conditions" => &["type"],
        "addresses" => &["type", "ip"],
        "hostAliases" => &["ip"],
        "ownerReferences" => &["uid", "kind"],
        "taints" | "tolerations" => &["key", "effect"],
        "topologySpreadConstraints" => &["topologyKey"],
        // Lists of maps without a merge key: an item matches any item that has its fields.
        "envFrom" | "subsets" | "endpoints" | "rules" | "items" | "matchExpressions" => &[""],
        _ => &[],
    }
}
