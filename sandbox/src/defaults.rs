//! What the API fills in where the client said nothing, as upstream's defaulting does.

mod meta;
mod pod;
mod service;
mod workload;

use serde_json::{Value, json};

pub use self::{
    meta::set,
    pod::{admit as admit_pod, quality_of_service, tolerate},
};
use crate::{
    kinds::Kind,
    object::{Meta, child},
};

/// Fills in the defaults of a kind.
pub fn apply(kind: &Kind, object: &mut Value) {
    match (kind.group, kind.kind) {
        ("", "Pod") => pod::pod(object),
        ("", "Service") => service::service(object),
        ("", "Secret") => secret(object),
        ("", "Namespace") => namespace(object),
        ("", "Endpoints") => {
            for subset in list(object, "subsets") {
                ports(subset);
            }
        }
        ("discovery.k8s.io", "EndpointSlice") => {
            ports(object);
            for port in list(object, "ports") {
                set(port, "name", "");
            }
        }
        ("", "PersistentVolumeClaim") => {
            set(child(object, "spec"), "volumeMode", "Filesystem");
            set(child(object, "status"), "phase", "Pending");
        }
        ("", "PersistentVolume") => {
            let spec = child(object, "spec");
            set(spec, "persistentVolumeReclaimPolicy", "Retain");
            set(spec, "volumeMode", "Filesystem");
            if spec.get("hostPath").is_some() {
                set(child(spec, "hostPath"), "type", "");
            }
            set(child(object, "status"), "phase", "Pending");
        }
        ("", "LimitRange") => limit_range(object),
        ("apps", "Deployment") => workload::deployment(object),
        ("apps", "ReplicaSet") => workload::replica_set(object),
        ("batch", "Job") => workload::job(object),
        ("storage.k8s.io", "StorageClass") => {
            set(object, "reclaimPolicy", "Delete");
            set(object, "volumeBindingMode", "Immediate");
        }
        ("scheduling.k8s.io", "PriorityClass") => {
            set(object, "preemptionPolicy", "PreemptLowerPriority");
        }
        ("networking.k8s.io", "NetworkPolicy") => network_policy(object),
        ("autoscaling", "HorizontalPodAutoscaler") => set(child(object, "spec"), "minReplicas", 1),
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => {
            set(
                child(object, "roleRef"),
                "apiGroup",
                "rbac.authorization.k8s.io",
            );
            for subject in list(object, "subjects") {
                if matches!(subject.text_at("kind"), "User" | "Group") {
                    set(subject, "apiGroup", "rbac.authorization.k8s.io");
                }
            }
        }
        _ => {}
    }
}

/// The items of a list for changing them; none if there is no list.
fn list<'a>(value: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Value> + use<'a> {
    value
        .get_mut(key)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter(|v| v.is_object())
}

fn ports(value: &mut Value) {
    for port in list(value, "ports") {
        set(port, "protocol", "TCP");
    }
}

/// `stringData` is only written: it ends up in `data`.
fn secret(object: &mut Value) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    set(object, "type", "Opaque");
    if let Some(Value::Object(plain)) = crate::object::take(object, "stringData") {
        for (key, value) in plain {
            *child(child(object, "data"), &key) =
                STANDARD.encode(value.as_str().unwrap_or("")).into();
        }
    }
}

fn namespace(object: &mut Value) {
    let name = object.name().to_owned();
    if !name.is_empty() {
        *child(
            child(child(object, "metadata"), "labels"),
            "kubernetes.io/metadata.name",
        ) = name.into();
    }
    set(child(object, "status"), "phase", "Active");
}

fn limit_range(object: &mut Value) {
    for item in list(child(object, "spec"), "limits") {
        if item.text_at("type") != "Container" {
            continue;
        }
        for (from, to) in [
            ("max", "default"),
            ("default", "defaultRequest"),
            ("min", "defaultRequest"),
        ] {
            for (resource, amount) in item
                .get(from)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default()
            {
                set(child(item, to), &resource, amount);
            }
        }
    }
}

fn network_policy(object: &mut Value) {
    let spec = child(object, "spec");
    for (direction, _) in [("ingress", "from"), ("egress", "to")] {
        for rule in list(spec, direction) {
            ports(rule);
        }
    }
    let types = if spec.list_at("egress").is_empty() {
        json!(["Ingress"])
    } else {
        json!(["Ingress", "Egress"])
    };
    set(spec, "policyTypes", types);
    set(spec, "podSelector", json!({}));
}
