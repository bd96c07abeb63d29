//! What differs from a pattern, with the crashes that hide behind a moment of `Running`.
//!
//! Between two crashes a Pod looks well, and its Deployment counts it as available: a verdict must
//! not depend on the second it was taken in.

use serde_json::Value;

use super::{Mismatch, matcher};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, get, list, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling::{self, Phase};

/// What differs between a pattern and an object; a Pod that is crashing does not run well.
pub(super) fn differences(graph: &Graph<'_>, pattern: &Value, object: &Object) -> Vec<Mismatch> {
    if !wants_running(pattern, object) {
        return matcher::mismatches(pattern, object);
    }
    if object.kind() != "Pod" {
        let steady = without_crashing(object, graph);
        return matcher::mismatches(pattern, steady.as_ref().unwrap_or(object));
    }
    let mut found = matcher::mismatches(pattern, object);
    if found.is_empty()
        && let Some(index) = crash_behind(object, graph)
    {
        let path = format!("status.containerStatuses[{index}].lastState");
        let path = FieldPath::parse(&path);
        found.push(Mismatch {
            object: object.key(),
            expected: Value::Null,
            actual: object.field(&path).cloned(),
            path,
        });
    }
    found
}

/// Whether a pattern asks that something runs well: a running or ready Pod, available replicas.
fn wants_running(pattern: &Value, object: &Object) -> bool {
    let condition = |wanted: &[&str]| {
        list(pattern, "status.conditions").iter().any(|condition| {
            wanted.contains(&text(condition, "type")) && text(condition, "status") == "True"
        })
    };
    let count = |key: &str| {
        get(pattern, key)
            .and_then(Value::as_u64)
            .is_some_and(|count| count > 0)
    };
    match object.kind() {
        "Pod" => {
            text(pattern, "status.phase") == "Running" || condition(&["Ready", "ContainersReady"])
        }
        "Deployment" | "ReplicaSet" => {
            condition(&["Available"])
                || count("status.availableReplicas")
                || count("status.readyReplicas")
        }
        _ => false,
    }
}

/// The container of a Pod that runs between two crashes.
fn crash_behind(pod: &Object, graph: &Graph<'_>) -> Option<usize> {
    pod.list("status.containerStatuses")
        .iter()
        .position(|status| settling::is_between_crashes(status, pod, graph))
}

/// A workload whose status counts only Pods that run well, where one of its Pods is crashing: the
/// counts follow the Pods a moment later, and a Pod that runs between two crashes counts. `None`
/// when none is.
fn without_crashing(workload: &Object, graph: &Graph<'_>) -> Option<Object> {
    let pods = graph.pods_of(workload).into_iter();
    let (crashing, others): (Vec<_>, Vec<_>) =
        pods.filter(|pod| !pod.is_terminating()).partition(|pod| {
            let settling = settling::of(pod, graph);
            settling
                .work()
                .is_some_and(|work| work.phase == Phase::Crashing)
        });
    if crashing.is_empty() {
        return None;
    }
    let ready = others
        .iter()
        .filter(|pod| pod.is_condition_true("Ready"))
        .count() as u64;
    let mut value = workload.value().clone();
    for count in ["availableReplicas", "readyReplicas"] {
        if let Some(count) = value.pointer_mut(&format!("/status/{count}")) {
            *count = Value::from(count.as_u64().unwrap_or(0).min(ready));
        }
    }
    let conditions = value
        .pointer_mut("/status/conditions")
        .and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten() {
        if ready == 0 && text(condition, "type") == "Available" {
            condition["status"] = Value::from("False");
        }
    }
    Some(Object::redacted(
        value,
        workload.kind(),
        workload.text("apiVersion"),
    ))
}
