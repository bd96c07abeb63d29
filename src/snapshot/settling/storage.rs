//! How far a claim is with its volume, and a deletion that has to wait for Pods.

use jiff::{SignedDuration, Timestamp};

use super::{BINDING, Phase, Settling};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::storage::{
    claim_names, is_held, is_told_missing, obstacles, provisioning_class, users, waits_for_pod,
};

/// How long binding may take to notice a volume that fits: the controller looks again every 15 s.
const NOTICING: SignedDuration = SignedDuration::from_secs(20);

/// Whether a claim that is being deleted waits for a Pod that stays.
pub(super) fn is_held_by_a_pod(object: &Object, graph: &Graph<'_>) -> bool {
    object.kind() == "PersistentVolumeClaim"
        && is_held(object)
        && users(object, graph).iter().any(|pod| !pod.is_terminating())
}

/// A claim without a volume: one is being made, one that fits has not been noticed yet, or there is
/// none.
pub(super) fn of_claim(claim: &Object, graph: &Graph<'_>) -> Settling {
    let now = graph.snapshot().at;
    match claim.text("status.phase") {
        "Bound" => return Settling::Settled,
        "Lost" => return Settling::decisive(Phase::Binding, claim),
        _ => {}
    }
    if let Some(class) = provisioning_class(claim, graph) {
        if waits_for_pod(class) && users(claim, graph).is_empty() {
            return Settling::decisive(Phase::Binding, claim);
        }
        return Settling::by(Phase::Binding, claim, now, claim.created(), BINDING);
    }
    let mut volumes = graph.of_kind("PersistentVolume");
    match volumes.find(|volume| obstacles(claim, volume, graph).is_empty()) {
        Some(volume) => {
            let changed = volume.last_kubectl_write().or_else(|| volume.created());
            let since = changed.max(claim.created());
            Settling::by(Phase::Binding, claim, now, since, NOTICING)
        }
        None => Settling::decisive(Phase::Binding, claim),
    }
}

/// A volume whose claim is gone is deleted, where its policy says so. Only claims of the exercise's
/// own namespace are known to be gone.
pub(super) fn of_volume(volume: &Object, graph: &Graph<'_>) -> Settling {
    let is_own = volume.text("spec.claimRef.namespace") == graph.namespace();
    let is_claimed = graph.by_uid(volume.text("spec.claimRef.uid")).is_some();
    let goes = volume.text("spec.persistentVolumeReclaimPolicy") == "Delete";
    if is_own && !is_claimed && goes && volume.text("status.phase") != "Failed" {
        return Settling::by(Phase::Deleting, volume, graph.snapshot().at, None, BINDING);
    }
    Settling::Settled
}

/// When a claim that a Pod uses was made, the newest: the scheduler tries again then.
pub(super) fn last_change(pod: &Object, graph: &Graph<'_>) -> Option<Timestamp> {
    claim_names(pod)
        .filter_map(|name| graph.named("PersistentVolumeClaim", name))
        .filter_map(Object::created)
        .max()
}

/// Whether a Pod names a claim that is not there, and the scheduler has told so: nothing that is under
/// way can help it.
pub(super) fn lacks_a_claim(pod: &Object, graph: &Graph<'_>) -> bool {
    const CLAIM: &str = "PersistentVolumeClaim";
    let is_missed = |name: &str| is_told_missing(pod, name) && graph.named(CLAIM, name).is_none();
    !graph.snapshot().has_gap(CLAIM) && claim_names(pod).any(is_missed)
}
