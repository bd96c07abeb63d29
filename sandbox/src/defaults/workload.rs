//! Defaults of Deployments, ReplicaSets and Jobs.

use serde_json::{Value, json};

use super::{pod, set};
use crate::object::{Meta, child};

fn template(spec: &mut Value) {
    let template = child(spec, "template");
    set(template, "metadata", json!({}));
    pod::spec(child(template, "spec"));
}

pub(super) fn deployment(object: &mut Value) {
    let spec = child(object, "spec");
    template(spec);
    set(spec, "replicas", 1);
    set(spec, "revisionHistoryLimit", 10);
    set(spec, "progressDeadlineSeconds", 600);
    let strategy = child(spec, "strategy");
    set(strategy, "type", "RollingUpdate");
    if strategy.text_at("type") == "RollingUpdate" {
        let rolling = child(strategy, "rollingUpdate");
        set(rolling, "maxUnavailable", "25%");
        set(rolling, "maxSurge", "25%");
    }
}

pub(super) fn replica_set(object: &mut Value) {
    let spec = child(object, "spec");
    template(spec);
    set(spec, "replicas", 1);
}

pub(super) fn job(object: &mut Value) {
    let uid = object.uid().to_owned();
    let name = object.name().to_owned();
    let spec = child(object, "spec");
    template(spec);
    let both_absent = spec.get("completions").is_none() && spec.get("parallelism").is_none();
    if both_absent {
        set(spec, "completions", 1);
    }
    set(spec, "parallelism", 1);
    set(spec, "backoffLimit", 6);
    set(spec, "completionMode", "NonIndexed");
    set(spec, "suspend", false);
    set(spec, "podReplacementPolicy", "TerminatingOrFailed");
    let manual = spec.get("manualSelector") == Some(&true.into());
    if !(manual || uid.is_empty() || spec.get("selector").is_some()) {
        let labels = child(child(child(spec, "template"), "metadata"), "labels");
        for prefix in ["batch.kubernetes.io/", ""] {
            *child(labels, &format!("{prefix}controller-uid")) = uid.as_str().into();
            *child(labels, &format!("{prefix}job-name")) = name.as_str().into();
        }
        *child(spec, "selector") =
            json!({"matchLabels": {"batch.kubernetes.io/controller-uid": uid}});
    }
    if let Some(labels) = object.at("spec.template.metadata.labels").cloned() {
        set(child(object, "metadata"), "labels", labels);
    }
}
