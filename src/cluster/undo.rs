//! Cluster-wide objects that an exercise declares: remembering how they were, and putting them back.
//!
//! Only what the exercise names is touched. Nodes get their labels, taints and schedulability back
//! exactly; other objects that were not there before are deleted, and those that were stay.

use std::collections::BTreeMap;

use std::fmt;

use http::Method;
use serde_json::{Map, Value, json};

use super::client::{Cluster, Failure, READING, Served};
use crate::lesson::model::Ref;
use crate::snapshot::before::{Before, NodeBefore, OthersBefore};
use crate::snapshot::kinds;
use crate::snapshot::object::{ObjectKey, get, list, text};

/// Taints that controllers set and remove by what they see.
const SYSTEM_TAINTS: &str = "node.kubernetes.io/";
/// How often a change is tried again when somebody else was faster.
const TRIES: usize = 5;

/// One thing that would be put back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// A Node's labels, taints or schedulability are changed back.
    Node {
        /// The Node's name.
        name: String,
        /// The change, as a JSON merge patch.
        patch: Value,
    },
    /// An object that was not there before is deleted.
    Delete {
        /// Which.
        key: ObjectKey,
        /// Where it is.
        path: String,
        /// Exactly this one.
        uid: String,
    },
}

/// As kubectl names it: `node/minikube`.
impl fmt::Display for Undo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node { name, .. } => write!(f, "node/{name}"),
            Self::Delete { key, .. } => write!(f, "{key}"),
        }
    }
}

/// Remembers how the declared objects are now. References to kinds that live in a namespace are
/// passed over: those go with the namespace.
pub async fn capture(cluster: &Cluster, declared: &[Ref]) -> Result<Before, Failure> {
    let mut before = Before {
        cluster: cluster.uid().to_owned(),
        ..Before::default()
    };
    for target in declared {
        let Some((_, objects)) = objects(cluster, target).await? else {
            continue;
        };
        if target.kind == "Node" {
            before.nodes.extend(objects.iter().map(node_before));
        } else {
            before.others.push(OthersBefore {
                target: target.clone(),
                uids: objects.iter().map(uid).collect(),
            });
        }
    }
    before.nodes.dedup_by(|a, b| a.uid == b.uid);
    Ok(before)
}

/// What putting back would do now: nothing, when all is as it was.
pub async fn plan(cluster: &Cluster, before: &Before) -> Result<Vec<Undo>, Failure> {
    let mut plan = Vec::new();
    if before.cluster != cluster.uid() {
        return Ok(plan);
    }
    for node in &before.nodes {
        plan.extend(node_undo(cluster, node).await?);
    }
    for others in &before.others {
        let Some((served, objects)) = objects(cluster, &others.target).await? else {
            continue;
        };
        let new = objects
            .iter()
            .filter(|object| !others.uids.contains(&uid(object)));
        plan.extend(new.map(|object| {
            let name = text(object, "metadata.name");
            Undo::Delete {
                key: ObjectKey::new(&served.kind, "", name),
                path: served.object(None, name),
                uid: uid(object),
            }
        }));
    }
    Ok(plan)
}

/// Puts everything back; what was done.
pub async fn restore(cluster: &Cluster, before: &Before) -> Result<Vec<Undo>, Failure> {
    let mut done = Vec::new();
    let mut tries = 0;
    loop {
        let plan = plan(cluster, before).await?;
        if plan.is_empty() {
            return Ok(done);
        }
        tries += 1;
        for undo in plan {
            match apply(cluster, &undo).await {
                Ok(()) => {
                    if !done.contains(&undo) {
                        done.push(undo);
                    }
                }
                // Somebody else was faster: the next plan starts from what is there then.
                Err(failure) if failure.is_conflict() && tries < TRIES => {}
                Err(failure) if failure.is_not_found() => {}
                Err(failure) => return Err(failure),
            }
        }
        // Deletions take effect when finalizers are through; asking once is all that can be done.
        if tries >= TRIES {
            return Ok(done);
        }
    }
}

async fn apply(cluster: &Cluster, undo: &Undo) -> Result<(), Failure> {
    match undo {
        Undo::Node { name, patch } => {
            let path = format!("/api/v1/nodes/{name}");
            let merge = "application/merge-patch+json";
            cluster
                .send(Method::PATCH, &path, merge, patch, READING)
                .await?;
        }
        Undo::Delete { path, uid, .. } => {
            let options = json!({
                "propagationPolicy": "Background",
                "preconditions": {"uid": uid},
            });
            cluster
                .send(Method::DELETE, path, "application/json", &options, READING)
                .await?;
        }
    }
    Ok(())
}

/// The objects that fit a reference; `None` for kinds that live in a namespace.
async fn objects(cluster: &Cluster, target: &Ref) -> Result<Option<(Served, Vec<Value>)>, Failure> {
    if kinds::find(&target.kind).is_some_and(|kind| kind.namespaced) {
        return Ok(None);
    }
    let served = cluster
        .served(&target.kind, target.api_version.as_deref())
        .await?;
    if served.namespaced {
        return Ok(None);
    }
    let answer = cluster.get(&served.path(None), READING).await?;
    let fits = |object: &&Value| {
        let labels = get(object, "metadata.labels");
        let name = text(object, "metadata.name");
        target.name.as_deref().is_none_or(|wanted| wanted == name)
            && target.labels.iter().all(|(key, value)| {
                labels.and_then(|labels| labels.get(key)?.as_str()) == Some(value)
            })
            // What is going already needs no second request.
            && get(object, "metadata.deletionTimestamp").is_none()
    };
    let objects = list(&answer.value, "items").iter().filter(fits).cloned();
    Ok(Some((served, objects.collect())))
}

fn uid(object: &Value) -> String {
    text(object, "metadata.uid").to_owned()
}

fn node_before(node: &Value) -> NodeBefore {
    NodeBefore {
        name: text(node, "metadata.name").to_owned(),
        uid: uid(node),
        labels: labels(node),
        taints: taints(node),
        unschedulable: is_unschedulable(node),
    }
}

fn labels(node: &Value) -> BTreeMap<String, String> {
    let labels = get(node, "metadata.labels").and_then(Value::as_object);
    let pairs = labels.into_iter().flatten();
    pairs
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect()
}

/// The taints that people set.
fn taints(node: &Value) -> Vec<Value> {
    let taints = list(node, "spec.taints").iter();
    taints.filter(|taint| !is_system(taint)).cloned().collect()
}

fn is_system(taint: &Value) -> bool {
    text(taint, "key").starts_with(SYSTEM_TAINTS)
}

fn is_unschedulable(node: &Value) -> bool {
    get(node, "spec.unschedulable").and_then(Value::as_bool) == Some(true)
}

async fn node_undo(cluster: &Cluster, before: &NodeBefore) -> Result<Option<Undo>, Failure> {
    let path = format!("/api/v1/nodes/{}", before.name);
    match cluster.get(&path, READING).await {
        Ok(answer) if uid(&answer.value) == before.uid => Ok(node_patch(before, &answer.value)
            .map(|patch| Undo::Node {
                name: before.name.clone(),
                patch,
            })),
        // Another Node of that name: nothing is known of how it was.
        Ok(_) => Ok(None),
        Err(failure) if failure.is_not_found() => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The merge patch that makes a Node what it was; `None` when it is.
fn node_patch(before: &NodeBefore, node: &Value) -> Option<Value> {
    let now = labels(node);
    let mut labels = Map::new();
    for key in now.keys().filter(|key| !before.labels.contains_key(*key)) {
        labels.insert(key.clone(), Value::Null);
    }
    for (key, value) in &before.labels {
        if now.get(key) != Some(value) {
            labels.insert(key.clone(), Value::from(value.clone()));
        }
    }
    let mut spec = Map::new();
    let same = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().all(|t| b.contains(t));
    if !same(&taints(node), &before.taints) {
        let system = list(node, "spec.taints").iter().filter(|t| is_system(t));
        let taints: Vec<Value> = before.taints.iter().chain(system).cloned().collect();
        spec.insert("taints".to_owned(), Value::from(taints));
    }
    if is_unschedulable(node) != before.unschedulable {
        let value = before.unschedulable.then_some(true);
        spec.insert("unschedulable".to_owned(), Value::from(value));
    }
    if labels.is_empty() && spec.is_empty() {
        return None;
    }
    Some(json!({
        // Refused with 409 if the Node has changed since.
        "metadata": {"labels": labels, "resourceVersion": text(node, "metadata.resourceVersion")},
        "spec": spec,
    }))
}

#[cfg(test)]
mod tests;
