//! The objects of a snapshot and how they hang together.
//!
//! ```text
//! Deployment ──owns──> ReplicaSet ──owns──> Pod ──runs on──> Node
//!                                            ^
//! Service ──────────── selects ──────────────┘
//! ```
//!
//! Built once per evaluation; all look-ups that rules need repeatedly are indexed.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::object::{Object, ObjectKey, text};
use super::{Snapshot, kinds};
use crate::lesson::model::Ref;

/// The label that ties a ReplicaSet and its Pods to one version of the template.
const TEMPLATE_HASH: &str = "pod-template-hash";

/// An index over a snapshot.
#[derive(Debug)]
pub struct Graph<'s> {
    snapshot: &'s Snapshot,
    by_kind: HashMap<&'s str, Vec<&'s Object>>,
    by_uid: HashMap<&'s str, &'s Object>,
    by_key: HashMap<(&'s str, &'s str, &'s str), &'s Object>,
    owned: HashMap<&'s str, Vec<&'s Object>>,
    events: HashMap<&'s str, Vec<&'s Object>>,
    /// Pods by each of their labels, so that a selector need not be held against all of them.
    labelled: HashMap<&'s str, HashMap<&'s str, Vec<&'s Object>>>,
}

impl<'s> Graph<'s> {
    /// Indexes a snapshot.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let mut graph = Self {
            snapshot,
            by_kind: HashMap::new(),
            by_uid: HashMap::with_capacity(snapshot.objects.len()),
            by_key: HashMap::with_capacity(snapshot.objects.len()),
            owned: HashMap::new(),
            events: HashMap::new(),
            labelled: HashMap::new(),
        };
        let mut objects: Vec<&'s Object> = snapshot.objects.iter().collect();
        // The order of a list answer means nothing; names make every result repeatable.
        objects.sort_by_key(|object| (object.namespace(), object.name()));
        for object in objects {
            let kind = object.kind();
            graph.by_kind.entry(kind).or_default().push(object);
            graph.by_uid.insert(object.uid(), object);
            let key = (kind, object.namespace(), object.name());
            graph.by_key.insert(key, object);
            if kind == "Pod" {
                let labels = object.map("metadata.labels").into_iter().flatten();
                for (key, value) in labels {
                    let of_key = graph.labelled.entry(key).or_default();
                    let value = value.as_str().unwrap_or_default();
                    of_key.entry(value).or_default().push(object);
                }
            }
            for owner in object.list("metadata.ownerReferences") {
                let uid = text(owner, "uid");
                graph.owned.entry(uid).or_default().push(object);
            }
        }
        for event in &snapshot.events {
            graph.events.entry(event.about()).or_default().push(event);
        }
        graph
    }

    /// The snapshot behind it.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The namespace the exercise works in.
    pub fn namespace(&self) -> &'s str {
        &self.snapshot.cluster.namespace
    }

    /// All objects of a kind, in every namespace that was observed, by namespace and name.
    pub fn all(&self, kind: &str) -> &[&'s Object] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The objects of a kind in the exercise's namespace, or cluster-wide for such a kind.
    pub fn of_kind<'g>(&'g self, kind: &str) -> impl Iterator<Item = &'s Object> + use<'g, 's> {
        let namespaced = kinds::find(kind).is_none_or(|kind| kind.namespaced);
        let namespace = if namespaced { self.namespace() } else { "" };
        self.all(kind)
            .iter()
            .copied()
            .filter(move |object| object.namespace() == namespace)
    }

    /// The object of that kind and name in the exercise's namespace (or cluster-wide).
    pub fn named(&self, kind: &str, name: &str) -> Option<&'s Object> {
        let namespaced = kinds::find(kind).is_none_or(|kind| kind.namespaced);
        let namespace = if namespaced { self.namespace() } else { "" };
        self.by_key.get(&(kind, namespace, name)).copied()
    }

    /// The object with that key.
    pub fn by_key(&self, key: &ObjectKey) -> Option<&'s Object> {
        self.by_key
            .get(&(key.kind.as_str(), key.namespace.as_str(), key.name.as_str()))
            .copied()
    }

    /// The object with that UID.
    pub fn by_uid(&self, uid: &str) -> Option<&'s Object> {
        self.by_uid.get(uid).copied()
    }

    /// The objects that an owner reference of theirs ties to this one.
    pub fn owned_by(&self, owner: &Object) -> &[&'s Object] {
        self.owned.get(owner.uid()).map_or(&[], Vec::as_slice)
    }

    /// The controlling owner, when it was observed.
    pub fn controller_of(&self, object: &Object) -> Option<&'s Object> {
        self.by_uid(text(object.controller()?, "uid"))
    }

    /// The owner at the top: the Deployment of a Pod, or the object itself.
    pub fn root_owner(&self, object: &'s Object) -> &'s Object {
        let mut top = object;
        // Owner references form a tree; the bound only guards against a forged circle.
        for _ in 0..8 {
            match self.controller_of(top) {
                Some(owner) => top = owner,
                None => break,
            }
        }
        top
    }

    /// The Events about exactly this object (by UID), oldest first.
    pub fn events_of(&self, object: &Object) -> Vec<&'s Object> {
        let mut events = self.events.get(object.uid()).cloned().unwrap_or_default();
        // Sorted here and not for all: there may be very many, and few are ever asked for.
        events.sort_by_cached_key(|event| (event_time(event), event.name()));
        events
    }

    /// The ReplicaSets of a Deployment, oldest revision first.
    pub fn replica_sets_of(&self, deployment: &Object) -> Vec<&'s Object> {
        let mut sets: Vec<_> = self
            .owned_by(deployment)
            .iter()
            .copied()
            .filter(|object| object.kind() == "ReplicaSet")
            .collect();
        sets.sort_by_key(|set| (revision(set), set.created(), set.name()));
        sets
    }

    /// The ReplicaSet of a Deployment's present template: the newest revision.
    pub fn current_replica_set(&self, deployment: &Object) -> Option<&'s Object> {
        self.replica_sets_of(deployment).pop()
    }

    /// The Pods of a workload: directly owned, or through ReplicaSets.
    pub fn pods_of(&self, owner: &Object) -> Vec<&'s Object> {
        let mut pods = Vec::new();
        for object in self.owned_by(owner) {
            match object.kind() {
                "Pod" => pods.push(*object),
                _ => pods.extend(self.pods_of(object)),
            }
        }
        pods
    }

    /// The Pods of a Deployment's present template.
    pub fn current_pods_of(&self, deployment: &Object) -> Vec<&'s Object> {
        self.current_replica_set(deployment)
            .map(|set| self.pods_of(set))
            .unwrap_or_default()
    }

    /// The Pods that a Service's selector fits; none for a Service without a selector.
    pub fn pods_selected_by(&self, service: &Object) -> Vec<&'s Object> {
        let Some(selector) = service.map("spec.selector") else {
            return Vec::new();
        };
        let labels = selector
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()));
        let rarest = self.rarest(labels).unwrap_or_default().iter().copied();
        rarest
            .filter(|pod| pod.namespace() == service.namespace() && selects(selector, pod))
            .collect()
    }

    /// The Pods with that of some labels which the fewest have.
    fn rarest<'l>(
        &self,
        labels: impl Iterator<Item = (&'l str, &'l str)>,
    ) -> Option<&[&'s Object]> {
        let with = labels.map(|(key, value)| {
            let of_key = self.labelled.get(key);
            of_key
                .and_then(|of_key| of_key.get(value))
                .map_or(&[][..], Vec::as_slice)
        });
        with.min_by_key(|pods| pods.len())
    }

    /// The Node that a Pod is bound to.
    pub fn node_of(&self, pod: &Object) -> Option<&'s Object> {
        self.named("Node", pod.text("spec.nodeName"))
    }

    /// The objects that fit a reference, in the exercise's namespace (or cluster-wide).
    pub fn resolve(&self, target: &Ref) -> Vec<&'s Object> {
        if let Some(name) = &target.name {
            let named = self.named(&target.kind, name);
            return named
                .filter(|object| self.fits(object, target))
                .into_iter()
                .collect();
        }
        let labels = target.labels.iter();
        let labels = labels.map(|(key, value)| (key.as_str(), value.as_str()));
        match self.rarest(labels) {
            Some(pods) if target.kind == "Pod" => {
                let here = |pod: &&Object| pod.namespace() == self.namespace();
                let pods = pods.iter().copied().filter(here);
                pods.filter(|pod| self.fits(pod, target)).collect()
            }
            _ => self
                .of_kind(&target.kind)
                .filter(|object| self.fits(object, target))
                .collect(),
        }
    }

    /// Whether an object fits a reference, its namespace aside.
    pub fn fits(&self, object: &'s Object, target: &Ref) -> bool {
        object.kind() == target.kind
            && target
                .name
                .as_deref()
                .is_none_or(|name| object.name() == name)
            && target
                .labels
                .iter()
                .all(|(key, value)| object.label(key) == Some(value.as_str()))
            && target
                .owner_parts()
                .is_none_or(|(kind, name)| self.has_owner(object, kind, name))
    }

    /// Whether a workload's template carries the labels that a reference to Pods asks for.
    pub fn makes(&self, workload: &Object, target: &Ref) -> bool {
        let labels = workload.map("spec.template.metadata.labels");
        let has = |key: &str| {
            labels
                .and_then(|labels| labels.get(key))
                .and_then(Value::as_str)
        };
        target.kind == "Pod"
            && !target.labels.is_empty()
            && target
                .labels
                .iter()
                .all(|(key, value)| has(key) == Some(value))
    }

    /// Whether a Service's selector fits the Pods that a workload makes, whether it has any or not.
    pub fn serves(service: &Object, workload: &Object) -> bool {
        let labels = workload.map("spec.template.metadata.labels");
        service.map("spec.selector").is_some_and(|selector| {
            let has = |(key, value)| labels.is_some_and(|labels| labels.get(key) == Some(value));
            !selector.is_empty() && selector.iter().all(has)
        })
    }

    /// Whether an object is owned by one of that kind and name, directly or through others.
    fn has_owner(&self, object: &'s Object, kind: &str, name: &str) -> bool {
        let mut current = object;
        for _ in 0..8 {
            let named = |owner: &Value| text(owner, "kind") == kind && text(owner, "name") == name;
            if current.list("metadata.ownerReferences").iter().any(named) {
                return true;
            }
            match self.controller_of(current) {
                Some(owner) => current = owner,
                None => return false,
            }
        }
        false
    }
}

/// Whether a selector's labels are all on an object.
pub fn selects(selector: &Map<String, Value>, object: &Object) -> bool {
    selector
        .iter()
        .all(|(key, value)| object.label(key) == value.as_str())
}

/// The revision of a ReplicaSet.
pub fn revision(replica_set: &Object) -> i64 {
    replica_set
        .annotation("deployment.kubernetes.io/revision")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default()
}

/// The template hash of a ReplicaSet or Pod.
pub fn template_hash(object: &Object) -> Option<&str> {
    object.label(TEMPLATE_HASH)
}

/// When an Event was last seen. `lastTimestamp` is null for Events of the newer API, which carry
/// `series.lastObservedTime` or `eventTime`.
pub fn event_time(event: &Object) -> Option<jiff::Timestamp> {
    [
        "lastTimestamp",
        "series.lastObservedTime",
        "eventTime",
        "firstTimestamp",
    ]
    .iter()
    .find_map(|field| event.time(field))
    .or_else(|| event.created())
}
