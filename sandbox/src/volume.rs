//! What holds for volumes and their claims everywhere: names of annotations and finalizers, and
//! which volume does for which claim.

use serde_json::{Value, json};

use crate::{
    kinds,
    object::{Meta, Object, annotate, child},
    quantity::Quantity,
    refusal::Refusal,
    registry::Registry,
    resources,
    store::{LabelSelector, Selection},
};

/// Keeps a claim while a Pod uses it.
pub(crate) const CLAIM_PROTECTION: &str = "kubernetes.io/pvc-protection";
/// Keeps a volume while it is bound.
pub(crate) const VOLUME_PROTECTION: &str = "kubernetes.io/pv-protection";
/// The claim has been bound completely.
pub(crate) const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
/// The controller chose the other side, not the user.
pub(crate) const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";
/// Who made the volume.
pub(crate) const PROVISIONED_BY: &str = "pv.kubernetes.io/provisioned-by";
/// Who shall make a volume for the claim; older readers know it by the second name.
pub(crate) const PROVISIONER: &str = "volume.kubernetes.io/storage-provisioner";
/// The older name of [`PROVISIONER`].
pub(crate) const OLD_PROVISIONER: &str = "volume.beta.kubernetes.io/storage-provisioner";
/// The node on which the first Pod that uses the claim will run.
pub(crate) const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
/// The provisioner that the cluster has, which is minikube's.
pub(crate) const HOST_PATH: &str = "k8s.io/minikube-hostpath";
/// The class for claims that name none.
const IS_DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";

/// What a volume's spec has beside the kind of its storage.
const PLAIN: &[&str] = &[
    "accessModes",
    "capacity",
    "claimRef",
    "mountOptions",
    "nodeAffinity",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "volumeAttributesClassName",
    "volumeMode",
];

/// The kinds of storage that a volume's spec names; a valid one names one.
pub(crate) fn sources(volume: &Value) -> impl Iterator<Item = (&String, &Value)> {
    volume
        .get("spec")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(key, _)| !PLAIN.contains(&key.as_str()))
}

/// The class that a cluster has from the beginning, as minikube's.
pub(crate) fn standard_class() -> Value {
    json!({
        "metadata": {
            "name": "standard",
            "labels": {"addonmanager.kubernetes.io/mode": "EnsureExists"},
            "annotations": {IS_DEFAULT: "true"},
        },
        "provisioner": HOST_PATH,
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    })
}

/// The class for claims that name none; the newest, if there are several.
pub(crate) fn default_class(registry: &Registry) -> Option<Object> {
    let classes = registry.list(kinds::STORAGE_CLASS, &Selection::default());
    let mut all: Vec<Object> = classes.items;
    all.retain(|class| class.annotation(IS_DEFAULT) == Some("true"));
    // Of the same age, the first by name.
    all.sort_by(|a, b| {
        let made = |class: &Object| class.text_at("metadata.creationTimestamp").to_owned();
        made(b).cmp(&made(a)).then_with(|| a.name().cmp(b.name()))
    });
    all.into_iter().next()
}

/// The claim that a volume of a Pod stands for, if it stands for one.
pub(crate) fn claim_name(pod: &Value, volume: &Value) -> Option<String> {
    if volume.get("ephemeral").is_some() {
        return Some(format!("{}-{}", pod.name(), volume.text_at("name")));
    }
    let name = volume.text_at("persistentVolumeClaim.claimName");
    (!name.is_empty()).then(|| name.to_owned())
}

/// The claims that a Pod mounts.
pub(crate) fn claims(pod: &Value) -> impl Iterator<Item = String> {
    let volumes = pod.list_at("spec.volumes").iter();
    volumes.filter_map(|volume| claim_name(pod, volume))
}

/// Whether a claim was made for a volume of a Pod that carries its template; others are not to be
/// mounted as such.
pub(crate) fn is_own(pod: &Value, claim: &Value) -> bool {
    claim
        .controller()
        .is_some_and(|owner| owner.text_at("uid") == pod.uid())
}

/// Whether a class binds its claims only when a Pod needs them.
pub(crate) fn waits_for_consumer(registry: &Registry, claim: &Value) -> bool {
    let class = claim.text_at("spec.storageClassName");
    registry
        .store()
        .get(kinds::STORAGE_CLASS, "", class)
        .is_some_and(|class| class.text_at("volumeBindingMode") == "WaitForFirstConsumer")
}

/// Whether a volume belongs to a claim, or is reserved for it.
pub(crate) fn belongs(volume: &Value, claim: &Value) -> bool {
    let uid = volume.text_at("spec.claimRef.uid");
    volume.at("spec.claimRef").is_some()
        && volume.text_at("spec.claimRef.name") == claim.name()
        && volume.text_at("spec.claimRef.namespace") == claim.namespace()
        && (uid.is_empty() || uid == claim.uid())
}

/// How a volume names the claim that it belongs to.
pub(crate) fn reference(claim: &Value) -> Value {
    json!({
        "kind": "PersistentVolumeClaim",
        "namespace": claim.namespace(),
        "name": claim.name(),
        "uid": claim.uid(),
        "apiVersion": "v1",
        "resourceVersion": claim.text_at("metadata.resourceVersion"),
    })
}

/// The Pods of a namespace that mount a claim.
pub(crate) fn users(registry: &Registry, namespace: &str, claim: &str) -> Vec<Object> {
    let pods = registry.list(kinds::POD, &Selection::namespace(namespace));
    let mut pods = pods.items;
    pods.retain(|pod| claims(pod).any(|name| name == claim));
    pods
}

/// Gives a volume to a claim, if nobody else has it.
pub(crate) fn reserve(registry: &Registry, volume: &str, claim: &Value) -> Result<Object, Refusal> {
    registry.patch_inside(kinds::PERSISTENT_VOLUME, "", volume, |volume| {
        assign(volume, claim)
    })
}

fn assign(volume: &mut Value, claim: &Value) -> Result<(), Refusal> {
    if !belongs(volume, claim) {
        if volume.at("spec.claimRef").is_some() {
            let why = "the volume is bound to another claim";
            return Err(Refusal::conflict(
                kinds::PERSISTENT_VOLUME,
                volume.name(),
                why,
            ));
        }
        annotate(volume, BOUND_BY_CONTROLLER, "yes");
    }
    if volume.text_at("spec.claimRef.uid") != claim.uid() {
        *child(child(volume, "spec"), "claimRef") = reference(claim);
    }
    Ok(())
}

/// How much a claim asks for.
pub(crate) fn requested(claim: &Value) -> Quantity {
    storage(claim.at("spec.resources.requests"))
}

/// How much a volume holds.
pub(crate) fn capacity(volume: &Value) -> Quantity {
    storage(volume.at("spec.capacity"))
}

/// The storage among amounts of resources.
pub(crate) fn storage(amounts: Option<&Value>) -> Quantity {
    let amounts = resources::amounts(amounts);
    amounts.get("storage").copied().unwrap_or(Quantity::ZERO)
}

/// Why a volume does not do for a claim that asks for it by name, in upstream's words.
pub(crate) fn mismatch(volume: &Value, claim: &Value) -> Option<&'static str> {
    let same = |path: &str| volume.text_at(path) == claim.text_at(path);
    let modes = volume.list_at("spec.accessModes");
    let accessible = claim
        .list_at("spec.accessModes")
        .iter()
        .all(|mode| modes.contains(mode));
    if capacity(volume) < requested(claim) {
        Some("requested PV is too small")
    } else if !same("spec.storageClassName") {
        Some("storageClassName does not match")
    } else if !same("spec.volumeAttributesClassName") {
        Some("volumeAttributesClassName does not match")
    } else if !same("spec.volumeMode") {
        Some("incompatible volumeMode")
    } else if accessible {
        None
    } else {
        Some("incompatible accessMode")
    }
}

/// The volume for a claim: one that is reserved for it, or else the smallest that does and has the
/// fewest other ways of access. A claim that waits for its consumer only gets the former, unless
/// `usable` chooses among volumes for a node.
pub(crate) fn best(
    volumes: &[Object],
    claim: &Value,
    reserved_only: bool,
    usable: &dyn Fn(&Value) -> bool,
) -> Option<Object> {
    let there = || volumes.iter().filter(|v| !v.deleting());
    let reserved =
        there().find(|v| belongs(v, claim) && capacity(v) >= requested(claim) && usable(v));
    if reserved.is_some() || reserved_only {
        return reserved.cloned();
    }
    let selector = claim.at("spec.selector");
    let chosen = LabelSelector::from_spec(selector);
    let free = there().filter(|volume| {
        volume.text_at("status.phase") == "Available"
            && volume.at("spec.claimRef").is_none()
            && (selector.is_none() || chosen.matches(volume))
            && mismatch(volume, claim).is_none()
            && usable(volume)
    });
    free.min_by_key(|v| {
        (
            v.list_at("spec.accessModes").len(),
            capacity(v),
            v.name().to_owned(),
        )
    })
    .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pv(name: &str, size: &str, modes: &[&str]) -> Object {
        json!({
            "metadata": {"name": name, "labels": {"name": name}},
            "spec": {"capacity": {"storage": size}, "accessModes": modes, "volumeMode": "Filesystem"},
            "status": {"phase": "Available"},
        })
        .into()
    }

    fn pvc(size: &str, more: &Value) -> Value {
        let mut claim = json!({
            "metadata": {"name": "c", "namespace": "a", "uid": "1"},
            "spec": {"accessModes": ["ReadWriteOnce"], "volumeMode": "Filesystem", "resources": {"requests": {"storage": size}}},
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            claim["spec"][key] = value.clone();
        }
        claim
    }

    #[test]
    fn the_smallest_volume_that_does_is_taken() {
        let mut volumes = vec![
            pv("big", "10Gi", &["ReadWriteOnce"]),
            pv("fit", "2Gi", &["ReadWriteOnce"]),
            pv("many", "1Gi", &["ReadWriteOnce", "ReadOnlyMany"]),
            pv("read", "1Gi", &["ReadOnlyMany"]),
        ];
        let name = |volumes: &[Object], claim: &Value| {
            best(volumes, claim, false, &|_| true).map(|v| v.name().to_owned())
        };
        assert_eq!(
            name(&volumes, &pvc("1Gi", &json!({}))).as_deref(),
            Some("fit")
        );
        assert_eq!(
            name(&volumes, &pvc("3Gi", &json!({}))).as_deref(),
            Some("big")
        );
        assert_eq!(name(&volumes, &pvc("11Gi", &json!({}))), None);
        let selected = json!({"selector": {"matchLabels": {"name": "many"}}});
        assert_eq!(
            name(&volumes, &pvc("1Gi", &selected)).as_deref(),
            Some("many")
        );
        assert_eq!(
            name(&volumes, &pvc("1Gi", &json!({"storageClassName": "x"}))),
            None
        );
        let mut reserved = pv("mine", "20Gi", &["ReadWriteOnce"]).value().clone();
        reserved["spec"]["claimRef"] = json!({"name": "c", "namespace": "a"});
        volumes.push(reserved.into());
        assert_eq!(
            name(&volumes, &pvc("1Gi", &json!({}))).as_deref(),
            Some("mine")
        );
    }

    #[test]
    fn a_volume_asked_for_by_name_says_why_it_does_not_do() {
        let volume = pv("v", "1Gi", &["ReadWriteOnce"]);
        let why = |more: Value| mismatch(&volume, &pvc("1Gi", &more));
        assert_eq!(why(json!({})), None);
        assert_eq!(
            mismatch(&volume, &pvc("2Gi", &json!({}))),
            Some("requested PV is too small")
        );
        assert_eq!(
            why(json!({"storageClassName": "x"})),
            Some("storageClassName does not match")
        );
        assert_eq!(
            why(json!({"volumeMode": "Block"})),
            Some("incompatible volumeMode")
        );
        assert_eq!(
            why(json!({"accessModes": ["ReadWriteMany"]})),
            Some("incompatible accessMode")
        );
    }
}
