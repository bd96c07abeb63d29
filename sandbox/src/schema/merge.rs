//! Which lists are merged by which key: the facts that the generated schemas lack.

/// How a list or map is merged, for strategic patches and for server-side apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// A strategic patch merges the list; else it replaces it.
    pub patch: bool,
    /// A strategic patch names the keys that stay.
    pub retain_keys: bool,
    /// The key by which a strategic patch finds items; empty for lists of scalars.
    pub patch_key: &'static str,
    /// How server-side apply sees it.
    pub list: List,
}

/// How server-side apply sees a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// One value.
    Atomic,
    /// A set of scalars.
    Set,
    /// Items by these keys.
    Map(&'static [&'static str]),
}

const fn keyed(key: &'static str, keys: &'static [&'static str]) -> Merge {
    Merge {
        patch: true,
        retain_keys: false,
        patch_key: key,
        list: List::Map(keys),
    }
}

const fn retained(key: &'static str, keys: &'static [&'static str]) -> Merge {
    Merge {
        patch: true,
        retain_keys: true,
        patch_key: key,
        list: List::Map(keys),
    }
}

/// Merged by patches, one value for server-side apply.
const fn patched(key: &'static str) -> Merge {
    Merge {
        patch: true,
        retain_keys: false,
        patch_key: key,
        list: List::Atomic,
    }
}

/// Keyed for server-side apply only.
const fn applied(keys: &'static [&'static str]) -> Merge {
    Merge {
        patch: false,
        retain_keys: false,
        patch_key: "",
        list: List::Map(keys),
    }
}

const NAME: Merge = keyed("name", &["name"]);
const CONDITIONS: Merge = keyed("type", &["type"]);
const SET: Merge = Merge {
    patch: false,
    retain_keys: false,
    patch_key: "",
    list: List::Set,
};
const MERGED_SET: Merge = Merge {
    patch: true,
    retain_keys: false,
    patch_key: "",
    list: List::Set,
};

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.";
const CORE: &str = "io.k8s.api.core.v1.";

/// The rule for a field of a type, both as the schemas name them.
#[allow(clippy::match_same_arms, reason = "a table, in the order of the types")]
pub fn rule(schema: &str, field: &str) -> Option<Merge> {
    if let Some(name) = schema.strip_prefix(META) {
        return match (name, field) {
            ("ObjectMeta", "finalizers") => Some(MERGED_SET),
            ("ObjectMeta", "ownerReferences") => Some(keyed("uid", &["uid"])),
            _ => None,
        };
    }
    let Some(name) = schema.strip_prefix(CORE) else {
        return match (schema.rsplit('.').next()?, field) {
            ("DeploymentSpec", "strategy") => Some(Merge {
                patch: false,
                retain_keys: true,
                patch_key: "",
                list: List::Atomic,
            }),
            (
                "DeploymentStatus"
                | "HorizontalPodAutoscalerStatus"
                | "PodDisruptionBudgetStatus"
                | "ReplicaSetStatus",
                "conditions",
            ) => Some(CONDITIONS),
            ("JobStatus", "conditions") => Some(patched("type")),
            ("Endpoint", "addresses") => Some(SET),
            _ => None,
        };
    };
    Some(match (name, field) {
        ("Container" | "EphemeralContainer", "env") => NAME,
        ("Container" | "EphemeralContainer", "ports") => {
            keyed("containerPort", &["containerPort", "protocol"])
        }
        ("Container" | "EphemeralContainer", "volumeMounts") => keyed("mountPath", &["mountPath"]),
        ("Container" | "EphemeralContainer", "volumeDevices") => {
            keyed("devicePath", &["devicePath"])
        }
        ("Container" | "EphemeralContainer", "resizePolicy") => Merge {
            patch: false,
            retain_keys: false,
            patch_key: "",
            list: List::Atomic,
        },
        ("ResourceRequirements", "claims") => applied(&["name"]),
        (
            "PodSpec",
            "containers"
            | "initContainers"
            | "ephemeralContainers"
            | "imagePullSecrets"
            | "schedulingGates",
        ) => NAME,
        ("PodSpec", "volumes" | "resourceClaims") => retained("name", &["name"]),
        ("PodSpec", "hostAliases") => keyed("ip", &["ip"]),
        ("PodSpec", "topologySpreadConstraints") => {
            keyed("topologyKey", &["topologyKey", "whenUnsatisfiable"])
        }
        ("PodStatus", "podIPs") => keyed("ip", &["ip"]),
        ("PodStatus", "hostIPs") => patched("ip"),
        ("PodStatus", "resourceClaimStatuses") => retained("name", &["name"]),
        (
            "PodStatus"
            | "NamespaceStatus"
            | "NodeStatus"
            | "PersistentVolumeClaimStatus"
            | "ServiceStatus",
            "conditions",
        ) => CONDITIONS,
        ("NodeStatus", "addresses") => keyed("type", &["type"]),
        ("NodeSpec", "podCIDRs") => MERGED_SET,
        ("ServiceSpec", "ports") => keyed("port", &["port", "protocol"]),
        ("ServiceAccount", "secrets") => NAME,
        _ => return None,
    })
}

/// Objects and maps that server-side apply takes as one value.
pub fn atomic(schema: &str, field: &str) -> bool {
    if matches!(
        (schema.rsplit('.').next().unwrap_or(""), field),
        ("PodSpec", "nodeSelector") | ("ServiceSpec" | "ReplicationControllerSpec", "selector")
    ) {
        return true;
    }
    false
}

/// Types of which server-side apply takes every value as one.
pub fn atomic_type(schema: &str) -> bool {
    schema == "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"
        || schema.strip_prefix(CORE).is_some_and(|name| {
            matches!(
                name,
                "ConfigMapKeySelector"
                    | "SecretKeySelector"
                    | "LocalObjectReference"
                    | "NodeSelector"
                    | "NodeSelectorTerm"
                    | "ObjectFieldSelector"
                    | "ObjectReference"
                    | "ResourceFieldSelector"
                    | "SecretReference"
                    | "TopologySelectorTerm"
                    | "TypedLocalObjectReference"
            )
        })
}
