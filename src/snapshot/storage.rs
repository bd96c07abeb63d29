//! Claims, volumes and classes: what belongs together, and what stands between a claim and a volume.
//!
//! The comparison is the one of the controller that binds claims to volumes. Its Events say the same
//! of a claim that is too big, asks for another access mode or finds the volume taken, so nothing
//! is read from them.

use serde_json::Value;

use super::graph::{Graph, selects};
use super::object::{Object, text};
use super::quantity::Quantity;
use super::scheduling::fits_labels;

/// Marks the class that a claim without one gets.
const IS_DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
/// The "provisioner" of classes whose volumes are made by hand.
const BY_HAND: &str = "kubernetes.io/no-provisioner";
/// What keeps a claim from going while a Pod uses it.
const IN_USE: &str = "kubernetes.io/pvc-protection";

/// What keeps a volume from being bound to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// They name different classes.
    Class,
    /// The volume is smaller than what is asked for.
    Size,
    /// It does not offer an access mode that is asked for.
    AccessModes,
    /// One is a file system, the other a raw device.
    VolumeMode,
    /// It lacks labels that the claim asks for.
    Selector,
    /// It still belongs to a claim that was deleted.
    Released,
    /// It belongs to another claim.
    Taken,
}

/// The names of the claims that a Pod uses.
pub fn claim_names(pod: &Object) -> impl Iterator<Item = &str> {
    let volumes = pod.list("spec.volumes").iter();
    volumes
        .map(|volume| text(volume, "persistentVolumeClaim.claimName"))
        .filter(|name| !name.is_empty())
}

/// Whether the scheduler has said of a Pod that a claim is not there.
pub fn is_told_missing(pod: &Object, claim: &str) -> bool {
    let told = pod.condition("PodScheduled");
    let message = told.map_or("", |told| text(told, "message"));
    message.contains(&format!("persistentvolumeclaim \"{claim}\" not found"))
}

/// The Pods that use a claim and are on a Node.
pub fn users<'s>(claim: &Object, graph: &Graph<'s>) -> Vec<&'s Object> {
    let pods = graph.all("Pod").iter().copied();
    pods.filter(|pod| {
        pod.namespace() == claim.namespace()
            && !pod.text("spec.nodeName").is_empty()
            && claim_names(pod).any(|name| name == claim.name())
    })
    .collect()
}

/// Whether a claim is being deleted and has to wait for Pods.
pub fn is_held(claim: &Object) -> bool {
    let finalizers = claim.list("metadata.finalizers").iter();
    claim.is_terminating()
        && finalizers
            .filter_map(Value::as_str)
            .any(|name| name == IN_USE)
}

/// The class that a claim or a volume names; empty where it names none.
pub fn class_name(object: &Object) -> &str {
    object.text("spec.storageClassName")
}

/// The class of a claim that makes volumes by itself, if it has one.
pub fn provisioning_class<'s>(claim: &Object, graph: &Graph<'s>) -> Option<&'s Object> {
    let class = graph.named("StorageClass", class_name(claim))?;
    (class.text("provisioner") != BY_HAND).then_some(class)
}

/// Whether a class makes a volume only once a Pod uses the claim.
pub fn waits_for_pod(class: &Object) -> bool {
    class.text("volumeBindingMode") == "WaitForFirstConsumer"
}

/// The class that claims without one get.
pub fn default_class<'s>(graph: &Graph<'s>) -> Option<&'s Object> {
    let mut classes = graph.of_kind("StorageClass");
    classes.find(|class| class.annotation(IS_DEFAULT) == Some("true"))
}

/// What keeps a volume from being bound to a claim; nothing where they fit.
pub fn obstacles(claim: &Object, volume: &Object, graph: &Graph<'_>) -> Vec<Obstacle> {
    let mode = |object: &Object| match object.text("spec.volumeMode") {
        "Block" => "Block",
        _ => "Filesystem",
    };
    let offers = volume.list("spec.accessModes");
    let asks = claim.list("spec.accessModes");
    let found = [
        (Obstacle::Class, class_name(claim) != class_name(volume)),
        (Obstacle::Size, is_smaller(volume, claim)),
        (
            Obstacle::AccessModes,
            asks.iter().any(|mode| !offers.contains(mode)),
        ),
        (Obstacle::VolumeMode, mode(claim) != mode(volume)),
        (Obstacle::Selector, !accepts(claim, volume)),
    ];
    let found = found.into_iter().filter(|(_, holds)| *holds);
    found
        .map(|(obstacle, _)| obstacle)
        .chain(owner(claim, volume, graph))
        .collect()
}

/// Whether a volume has the labels that a claim asks for.
fn accepts(claim: &Object, volume: &Object) -> bool {
    let labels = claim.map("spec.selector.matchLabels");
    labels.is_none_or(|labels| selects(labels, volume))
        && fits_labels(claim.list("spec.selector.matchExpressions"), volume)
}

/// Whether a volume has less room than a claim asks for.
fn is_smaller(volume: &Object, claim: &Object) -> bool {
    let has = Quantity::parse(volume.text("spec.capacity.storage"));
    let asks = Quantity::parse(claim.text("spec.resources.requests.storage"));
    matches!((has, asks), (Some(has), Some(asks)) if has < asks)
}

/// Whose the volume is, where it is not this claim's. A claim is known by its UID: one of the same
/// name that was made later is another.
fn owner(claim: &Object, volume: &Object, graph: &Graph<'_>) -> Option<Obstacle> {
    let owner = volume.get("spec.claimRef")?;
    let uid = text(owner, "uid");
    let is_reserved = uid.is_empty()
        && text(owner, "name") == claim.name()
        && text(owner, "namespace") == claim.namespace();
    if is_reserved || uid == claim.uid() {
        return None;
    }
    let is_there = volume.text("status.phase") == "Bound" || graph.by_uid(uid).is_some();
    Some(if is_there {
        Obstacle::Taken
    } else {
        Obstacle::Released
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::snapshot::{ClusterFacts, Snapshot};

    fn claim(spec: &Value) -> Object {
        let metadata = json!({"name": "data", "namespace": "shop", "uid": "claim"});
        let value = json!({"metadata": metadata, "spec": spec});
        Object::redacted(value, "PersistentVolumeClaim", "v1")
    }

    fn volume(spec: &Value, phase: &str) -> Object {
        let value =
            json!({"metadata": {"name": "shelf"}, "spec": spec, "status": {"phase": phase}});
        Object::redacted(value, "PersistentVolume", "v1")
    }

    fn found(claim_spec: &Value, volume_spec: &Value, phase: &str) -> Vec<Obstacle> {
        let snapshot = Snapshot::new(Timestamp::UNIX_EPOCH, ClusterFacts::default());
        let (claim, volume) = (claim(claim_spec), volume(volume_spec, phase));
        obstacles(&claim, &volume, &Graph::new(&snapshot))
    }

    #[test]
    fn what_fits_has_no_obstacle() {
        let asks = json!({"accessModes": ["ReadWriteOnce"], "storageClassName": "manual",
            "resources": {"requests": {"storage": "1Gi"}}});
        let offers = json!({"accessModes": ["ReadWriteOnce", "ReadWriteMany"],
            "storageClassName": "manual", "capacity": {"storage": "1024Mi"}});
        assert_eq!(found(&asks, &offers, "Available"), []);
        let mut reserved = offers.clone();
        reserved["claimRef"] = json!({"name": "data", "namespace": "shop"});
        assert_eq!(found(&asks, &reserved, "Available"), []);
    }

    #[test]
    fn each_difference_is_an_obstacle() {
        let asks = json!({"accessModes": ["ReadWriteMany"], "volumeMode": "Block",
            "resources": {"requests": {"storage": "2Gi"}},
            "selector": {"matchLabels": {"tier": "fast"}}});
        let offers = json!({"accessModes": ["ReadWriteOnce"], "storageClassName": "manual",
            "capacity": {"storage": "1Gi"}, "claimRef": {"name": "data", "namespace": "shop", "uid": "old"}});
        let all = [
            Obstacle::Class,
            Obstacle::Size,
            Obstacle::AccessModes,
            Obstacle::VolumeMode,
            Obstacle::Selector,
        ];
        let with = |last| all.into_iter().chain([last]).collect::<Vec<_>>();
        assert_eq!(found(&asks, &offers, "Released"), with(Obstacle::Released));
        assert_eq!(found(&asks, &offers, "Bound"), with(Obstacle::Taken));
    }
}
