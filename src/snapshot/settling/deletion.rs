//! A deletion that does not come to an end by itself.

use jiff::Timestamp;
use serde_json::Value;

use crate::snapshot::object::Object;

/// Finalizers that Kubernetes itself sets on Pods, and takes away again.
const OWN_FINALIZERS: [&str; 3] = [
    "batch.kubernetes.io/job-tracking",
    "foregroundDeletion",
    "orphan",
];

/// Whether a Pod was deleted, its time has passed and its programs have ended, and a finalizer keeps
/// it all the same.
pub fn is_held_by_finalizer(object: &Object, now: Timestamp) -> bool {
    let mut finalizers = object
        .list("metadata.finalizers")
        .iter()
        .filter_map(Value::as_str);
    let is_over = object
        .time("metadata.deletionTimestamp")
        .is_some_and(|until| until <= now);
    let statuses = object.list("status.containerStatuses").iter();
    let mut running = statuses.filter(|status| status.pointer("/state/running").is_some());
    object.kind() == "Pod"
        && is_over
        && finalizers.any(|finalizer| !OWN_FINALIZERS.contains(&finalizer))
        && running.next().is_none()
}
