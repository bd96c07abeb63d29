//! The ReplicaSets of a Deployment: which one is the new one, what they are called, what they note.

use std::ops::Deref;

use serde_json::{Value, json};

use super::{nothing, numbers::Numbers};
use crate::{
    controllers::owners,
    object::{Meta, Object, child, take},
};

pub(super) const REVISION: &str = "deployment.kubernetes.io/revision";
pub(super) const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
pub(super) const MOST: &str = "deployment.kubernetes.io/max-replicas";
const HISTORY: &str = "deployment.kubernetes.io/revision-history";
const HASH: &str = "pod-template-hash";
/// What a Deployment notes about itself only.
const OWN: &[&str] = &[
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    HISTORY,
    DESIRED,
    MOST,
    "deprecated.deployment.rollback.to",
];

/// A ReplicaSet of a Deployment.
#[derive(Clone, Debug)]
pub(super) struct Set(pub(super) Object);

impl Deref for Set {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0
    }
}

impl Set {
    pub(super) fn replicas(&self) -> i64 {
        self.int_at("spec.replicas").unwrap_or(1)
    }

    pub(super) fn available(&self) -> i64 {
        self.int_at("status.availableReplicas").unwrap_or(0)
    }

    pub(super) fn wait(&self) -> i64 {
        self.int_at("spec.minReadySeconds").unwrap_or(0)
    }

    pub(super) fn revision(&self) -> i64 {
        self.number(REVISION).unwrap_or(0)
    }

    pub(super) fn desired(&self) -> Option<i64> {
        self.number(DESIRED)
    }

    pub(super) fn most(&self) -> Option<i64> {
        self.number(MOST)
    }

    fn number(&self, annotation: &str) -> Option<i64> {
        self.annotation(annotation)?.parse().ok()
    }

    pub(super) fn annotations(&self) -> Value {
        self.at("metadata.annotations")
            .cloned()
            .unwrap_or_else(nothing)
    }
}

/// The ReplicaSet of the present template, and the others, the oldest first.
pub(super) fn split(deployment: &Object, all: Vec<Object>) -> (Option<Set>, Vec<Set>) {
    let mut sets: Vec<Set> = all.into_iter().map(Set).collect();
    sets.sort_by(|a, b| {
        let age = |s: &Set| {
            (
                s.text_at("metadata.creationTimestamp").to_owned(),
                s.revision(),
                s.name().to_owned(),
            )
        };
        age(a).cmp(&age(b))
    });
    let wanted = plain(deployment.at("spec.template"));
    let at = sets
        .iter()
        .position(|set| plain(set.at("spec.template")) == wanted);
    let new = at.map(|at| sets.remove(at));
    (new, sets)
}

/// A template without what was added to it.
fn plain(template: Option<&Value>) -> Value {
    let mut template = template.cloned().unwrap_or_default();
    if let Some(labels) = template
        .get_mut("metadata")
        .and_then(|m| m.get_mut("labels"))
    {
        take(labels, HASH);
    }
    if let Some(metadata) = template.get_mut("metadata") {
        take(metadata, "creationTimestamp");
    }
    template
}

/// The annotations of a Deployment that its ReplicaSets get too.
fn handed_on(deployment: &Object) -> impl Iterator<Item = (&String, &Value)> {
    let annotations = deployment.at("metadata.annotations");
    let annotations = annotations.and_then(Value::as_object).into_iter().flatten();
    annotations.filter(|(key, _)| !OWN.contains(&key.as_str()))
}

/// The annotations that the new ReplicaSet should have.
pub(super) fn annotations(deployment: &Object, set: &Set, revision: i64) -> Value {
    let mut wanted = set.annotations();
    for (key, value) in handed_on(deployment) {
        wanted[key] = value.clone();
    }
    let before = set.revision();
    if before < revision {
        wanted[REVISION] = revision.to_string().into();
        if before > 0 {
            let history = set.annotation(HISTORY).filter(|h| !h.is_empty());
            wanted[HISTORY] = history
                .map_or_else(|| before.to_string(), |h| format!("{h},{before}"))
                .into();
        }
    }
    wanted
}

/// The ReplicaSet for a Deployment's present template.
pub(super) fn make(deployment: &Object, revision: i64, size: i64, numbers: &Numbers) -> Value {
    let hash = hash(
        &plain(deployment.at("spec.template")),
        deployment.int_at("status.collisionCount").unwrap_or(0),
    );
    let mut template = plain(deployment.at("spec.template"));
    *child(child(child(&mut template, "metadata"), "labels"), HASH) = hash.clone().into();
    let mut selector = deployment.at("spec.selector").cloned().unwrap_or_default();
    *child(child(&mut selector, "matchLabels"), HASH) = hash.clone().into();
    let mut annotations = nothing();
    for (key, value) in handed_on(deployment) {
        annotations[key] = value.clone();
    }
    annotations[DESIRED] = numbers.replicas.to_string().into();
    annotations[MOST] = (numbers.replicas + numbers.surge).to_string().into();
    annotations[REVISION] = revision.to_string().into();
    let mut spec = json!({"replicas": size, "selector": selector, "template": template});
    if let Some(wait) = deployment.int_at("spec.minReadySeconds").filter(|w| *w > 0) {
        spec["minReadySeconds"] = wait.into();
    }
    json!({
        "metadata": {
            "name": format!("{}-{hash}", deployment.name()),
            "labels": template.at("metadata.labels"),
            "annotations": annotations,
            "ownerReferences": [owners::reference(deployment)],
        },
        "spec": spec,
    })
}

/// Letters and digits that spell no words.
const SAFE: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// A short text that is the same for equal templates.
fn hash(template: &Value, collisions: i64) -> String {
    let mut hash = 0x811c_9dc5_u32;
    let mut feed = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    };
    walk(template, &mut feed);
    if collisions > 0 {
        feed(collisions.to_string().as_bytes());
    }
    hash.to_string()
        .bytes()
        .map(|b| char::from(SAFE[usize::from(b) % SAFE.len()]))
        .collect()
}

/// A value's bytes, the same however its keys are ordered.
fn walk(value: &Value, feed: &mut impl FnMut(&[u8])) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            feed(b"{");
            for key in keys {
                feed(key.as_bytes());
                feed(b":");
                walk(&map[key], feed);
            }
            feed(b"}");
        }
        Value::Array(items) => {
            feed(b"[");
            for item in items {
                walk(item, feed);
                feed(b",");
            }
            feed(b"]");
        }
        other => feed(other.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_templates_have_equal_names_whatever_the_order() {
        let (a, b) = (
            json!({"x": 1, "y": [1, {"z": 2}]}),
            json!({"y": [1, {"z": 2}], "x": 1}),
        );
        assert_eq!(hash(&a, 0), hash(&b, 0));
        assert_ne!(hash(&a, 0), hash(&a, 1));
        assert!(
            hash(&a, 0)
                .bytes()
                .all(|b| b"bcdfghjklmnpqrstvwxz2456789".contains(&b))
        );
    }

    #[test]
    fn a_version_that_comes_back_notes_where_it_was() {
        let deployment = Object::from(
            json!({"metadata": {"annotations": {"kubernetes.io/change-cause": "x", REVISION: "2"}}}),
        );
        let set = Set(json!({"metadata": {"annotations": {REVISION: "1"}}}).into());
        let wanted = annotations(&deployment, &set, 3);
        assert_eq!(
            wanted,
            json!({REVISION: "3", "kubernetes.io/change-cause": "x", HISTORY: "1"})
        );
        let again = Set(json!({"metadata": {"annotations": wanted}}).into());
        assert_eq!(annotations(&deployment, &again, 5)[HISTORY], "1,3");
        assert_eq!(annotations(&deployment, &again, 3), again.annotations());
    }
}
