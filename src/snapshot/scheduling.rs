//! Why no Node takes a Pod, computed anew: labels, taints, room.
//!
//! The scheduler's messages differ from version to version and since 1.35 no longer name the taint,
//! so they are quoted as evidence and never read.

use serde_json::{Value, json};

use super::graph::Graph;
use super::object::{Object, get, list, text};
use super::path::FieldPath;
use super::quantity::Quantity;

/// Taints that Kubernetes itself sets for the state of a Node; they are no matter of the Pod.
const STATE_TAINTS: &str = "node.kubernetes.io/";

/// A Node, and what it has against a Pod.
#[derive(Debug)]
pub struct Candidate<'s> {
    /// The Node.
    pub node: &'s Object,
    /// Whether it takes no Pods at all now: cordoned, or not ready.
    pub is_closed: bool,
    /// Labels that the Pod asks for and the Node does not have.
    pub labels: Vec<LabelMiss>,
    /// Taints that the Pod does not tolerate.
    pub taints: Vec<&'s Value>,
    /// Resources of which there is not enough.
    pub room: Vec<Shortage>,
}

/// A reason for a Node not to take a Pod, of those that are the Pod's own matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Labels that are not there.
    Labels,
    /// Taints that are not tolerated.
    Taints,
    /// Not enough of something.
    Room,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Labels, Self::Taints, Self::Room];
}

/// A label that a Pod asks for and a Node does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelMiss {
    /// The label's key.
    pub key: String,
    /// The values that would do; empty for any (`Exists`), and where the label must not be there.
    pub values: Vec<String>,
    /// The value that the Node has.
    pub actual: Option<String>,
    /// The field of the Pod that asks for it.
    pub path: FieldPath,
}

/// A resource of which a Node has not enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// `cpu`, `memory` …; `pods` for the number of Pods.
    pub resource: String,
    /// What the Pod asks for.
    pub requested: Quantity,
    /// What the Node offers in all.
    pub allocatable: Quantity,
    /// What the Pods that were observed there leave; others may use more of it.
    pub free: Quantity,
}

impl Shortage {
    /// Whether it would not fit on the empty Node either.
    pub fn is_for_ever(&self) -> bool {
        self.requested > self.allocatable
    }
}

impl Candidate<'_> {
    /// Whether a reason holds for it.
    pub fn has(&self, reason: Reason) -> bool {
        match reason {
            Reason::Labels => !self.labels.is_empty(),
            Reason::Taints => !self.taints.is_empty(),
            Reason::Room => !self.room.is_empty(),
        }
    }

    /// Whether it cannot take the Pod as both are now.
    pub fn refuses(&self) -> bool {
        self.is_closed || Reason::ALL.into_iter().any(|reason| self.has(reason))
    }
}

/// All Nodes, and what each has against a Pod.
pub fn candidates<'s>(pod: &Object, graph: &Graph<'s>) -> Vec<Candidate<'s>> {
    graph
        .all("Node")
        .iter()
        .map(|node| Candidate {
            node,
            is_closed: is_closed(node),
            labels: label_misses(pod, node),
            taints: untolerated(pod, node),
            room: shortages(pod, node, graph),
        })
        .collect()
}

fn is_closed(node: &Object) -> bool {
    node.get("spec.unschedulable").and_then(Value::as_bool) == Some(true)
        || !node.is_condition_true("Ready")
}

/// What a Node lacks of a Pod's `nodeSelector` and required node affinity.
fn label_misses(pod: &Object, node: &Object) -> Vec<LabelMiss> {
    let mut misses = Vec::new();
    let base = FieldPath::parse("spec.nodeSelector");
    for (key, value) in pod.map("spec.nodeSelector").into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        if node.label(key) != Some(value) {
            misses.push(LabelMiss {
                key: key.clone(),
                values: vec![value.to_owned()],
                actual: node.label(key).map(str::to_owned),
                path: base.key(key),
            });
        }
    }
    let terms = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
    // The terms are alternatives; of one that does not fit the first reason is enough.
    let of_terms: Option<Vec<LabelMiss>> = pod
        .list(terms)
        .iter()
        .enumerate()
        .map(|(index, term)| term_miss(term, node, &FieldPath::parse(terms).index(index)))
        .collect();
    misses.extend(of_terms.into_iter().flatten());
    misses
}

/// Whether a Node fits the terms of a node affinity; without terms every Node does.
pub fn fits_terms(terms: &[Value], node: &Object) -> bool {
    let fits = |term: &Value| term_miss(term, node, &FieldPath::root()).is_none();
    terms.is_empty() || terms.iter().any(fits)
}

/// Whether an object's labels fit the expressions of a selector.
pub fn fits_labels(expressions: &[Value], object: &Object) -> bool {
    let term = json!({"matchExpressions": expressions});
    term_miss(&term, object, &FieldPath::root()).is_none()
}

/// Whether a Pod tolerates taints, one and all.
pub fn tolerates_all(pod: &Object, taints: &[&Value]) -> bool {
    let tolerations = pod.list("spec.tolerations");
    let is_tolerated = |taint: &Value| tolerations.iter().any(|t| tolerates(t, taint));
    taints.iter().all(|taint| is_tolerated(taint))
}

/// The first expression of a term that a Node does not fit; `None` when it fits all.
fn term_miss(term: &Value, node: &Object, path: &FieldPath) -> Option<LabelMiss> {
    let expressions = list(term, "matchExpressions").iter().enumerate();
    expressions.into_iter().find_map(|(index, expression)| {
        let key = text(expression, "key");
        let values: Vec<String> = list(expression, "values")
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let actual = node.label(key);
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<i64>().ok());
        let limit = number(values.first().map(String::as_str));
        let has = |value: &str| values.iter().any(|known| known == value);
        let fits = match text(expression, "operator") {
            "In" => actual.is_some_and(has),
            "NotIn" => !actual.is_some_and(has),
            "Exists" => actual.is_some(),
            "DoesNotExist" => actual.is_none(),
            "Gt" => number(actual)
                .zip(limit)
                .is_some_and(|(actual, limit)| actual > limit),
            "Lt" => number(actual)
                .zip(limit)
                .is_some_and(|(actual, limit)| actual < limit),
            _ => true,
        };
        let wanted = match text(expression, "operator") {
            "In" => values.clone(),
            _ => Vec::new(),
        };
        (!fits).then(|| LabelMiss {
            key: key.to_owned(),
            values: wanted,
            actual: actual.map(str::to_owned),
            path: path.key("matchExpressions").index(index),
        })
    })
}

/// The taints that keep a Pod away and that are no matter of the Node's state.
fn untolerated<'s>(pod: &Object, node: &'s Object) -> Vec<&'s Value> {
    node.list("spec.taints")
        .iter()
        .filter(|taint| matches!(text(taint, "effect"), "NoSchedule" | "NoExecute"))
        .filter(|taint| !text(taint, "key").starts_with(STATE_TAINTS))
        .filter(|taint| {
            !pod.list("spec.tolerations")
                .iter()
                .any(|t| tolerates(t, taint))
        })
        .collect()
}

/// Whether a toleration is for a taint: `k8s.io/api/core/v1`'s `ToleratesTaint`.
fn tolerates(toleration: &Value, taint: &Value) -> bool {
    let (effect, key) = (text(toleration, "effect"), text(toleration, "key"));
    (effect.is_empty() || effect == text(taint, "effect"))
        && (key.is_empty() || key == text(taint, "key"))
        && match text(toleration, "operator") {
            "Exists" => true,
            _ => !key.is_empty() && text(toleration, "value") == text(taint, "value"),
        }
}

/// The resources of which a Node has not enough for a Pod.
fn shortages(pod: &Object, node: &Object, graph: &Graph<'_>) -> Vec<Shortage> {
    let others: Vec<&Object> = graph
        .all("Pod")
        .iter()
        .copied()
        .filter(|other| other.text("spec.nodeName") == node.name() && !other.has_ended())
        .collect();
    let shortage = |resource: &str, requested: Quantity, used: Quantity| {
        let allocatable = quantity(node.map("status.allocatable")?.get(resource)?)?;
        let free = allocatable - used;
        (requested > free).then(|| Shortage {
            resource: resource.to_owned(),
            requested,
            allocatable,
            free,
        })
    };
    let of_requests = requested(pod).into_iter().filter_map(|resource| {
        let used = others.iter().map(|other| request(other, &resource)).sum();
        shortage(&resource, request(pod, &resource), used)
    });
    let count = i64::try_from(others.len()).unwrap_or(i64::MAX);
    of_requests
        .chain(shortage(
            "pods",
            Quantity::from_units(1),
            Quantity::from_units(count),
        ))
        .collect()
}

/// The names of the resources that a Pod asks for, in order.
fn requested(pod: &Object) -> Vec<String> {
    let all = pod
        .list("spec.containers")
        .iter()
        .chain(pod.list("spec.initContainers"));
    let mut names: Vec<String> = all
        .filter_map(|container| get(container, "resources.requests")?.as_object())
        .flat_map(|requests| requests.keys().cloned())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What a Pod asks for of a resource, as the scheduler counts: its containers together or the
/// largest init container, whichever is more, and the overhead.
pub fn request(pod: &Object, resource: &str) -> Quantity {
    let of = |container: &Value| {
        get(container, "resources.requests")
            .and_then(|requests| requests.get(resource))
            .and_then(quantity)
            .unwrap_or_default()
    };
    let together: Quantity = pod.list("spec.containers").iter().map(of).sum();
    let largest = pod
        .list("spec.initContainers")
        .iter()
        .map(of)
        .max()
        .unwrap_or_default();
    let overhead = pod
        .map("spec.overhead")
        .and_then(|overhead| quantity(overhead.get(resource)?))
        .unwrap_or_default();
    together.max(largest) + overhead
}

/// A quantity as JSON has it: text, or a bare number.
fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text),
        Value::Number(number) => Quantity::parse(&number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
