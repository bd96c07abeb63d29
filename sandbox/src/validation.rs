//! Whether an object is valid, with upstream's fields, reasons and texts.

mod causes;
mod config;
mod format;
mod limits;
mod meta;
mod pod;
mod pod_update;
mod quota;
mod service;
mod storage;
mod volumes;
mod workload;

use serde_json::Value;

pub(crate) use self::causes::Causes;
use crate::{kinds::Kind, object::Meta, refusal::Cause};

/// What is wrong with a new object.
pub fn create(kind: &Kind, object: &Value) -> Vec<Cause> {
    let mut causes = Causes::default();
    meta::metadata(kind, object, &mut causes);
    whole(kind, object, &mut causes);
    causes.into_inner()
}

/// What is wrong with a change of an object.
pub fn update(kind: &Kind, old: &Value, new: &Value) -> Vec<Cause> {
    let mut causes = Causes::default();
    meta::labels_and_annotations(new, "metadata", &mut causes);
    meta::finalizers(old, new, &mut causes);
    match (kind.group, kind.kind) {
        ("", "Pod") => pod_update::update(old, new, &mut causes),
        ("", "ConfigMap") => config::update(old, new, &["data", "binaryData"], &mut causes),
        ("", "Secret") => {
            if old.get("type") != new.get("type") {
                causes.invalid("type", &new["type"], "field is immutable");
            }
            config::update(old, new, &["data"], &mut causes);
        }
        ("", "Service") => service::update(old, new, &mut causes),
        ("batch", "Job") => workload::job_update(old, new, &mut causes),
        ("", "PersistentVolume") => storage::volume_update(old, new, &mut causes),
        ("", "PersistentVolumeClaim") => storage::claim_update(old, new, &mut causes),
        ("storage.k8s.io", "StorageClass") => storage::class_update(old, new, &mut causes),
        ("", "ResourceQuota") => quota::update(old, new, &mut causes),
        _ => {}
    }
    if kind.kind != "Pod" {
        whole(kind, new, &mut causes);
    }
    if kind.group == "apps" && old.at("spec.selector") != new.at("spec.selector") {
        let selector = new.at("spec.selector").unwrap_or(&Value::Null);
        causes.invalid("spec.selector", selector, "field is immutable");
    }
    causes.into_inner()
}

/// What is wrong with the metadata of a change that is about the status.
pub fn metadata_update(old: &Value, new: &Value) -> Vec<Cause> {
    let mut causes = Causes::default();
    meta::labels_and_annotations(new, "metadata", &mut causes);
    meta::finalizers(old, new, &mut causes);
    causes.into_inner()
}

/// What must hold for an object at any time.
fn whole(kind: &Kind, object: &Value, causes: &mut Causes) {
    match (kind.group, kind.kind) {
        ("", "Pod") => pod::pod(object, causes),
        ("", "Service") => service::service(object, causes),
        ("", "ConfigMap") => config::config_map(object, causes),
        ("", "Secret") => config::secret(object, causes),
        ("", "PersistentVolumeClaim") => {
            let spec = object.get("spec").unwrap_or(&Value::Null);
            storage::claim(spec, "spec", causes);
        }
        ("", "PersistentVolume") => storage::volume(object, causes),
        ("storage.k8s.io", "StorageClass") => storage::class(object, causes),
        ("", "ResourceQuota") => quota::quota(object, causes),
        ("", "LimitRange") => limits::limit_range(object, causes),
        ("apps", "Deployment") => workload::deployment(object, causes),
        ("apps", "ReplicaSet") => workload::replica_set(object, causes),
        ("batch", "Job") => workload::job(object, causes),
        _ => {}
    }
}
