//! H01 and H02: the Node does not answer, or takes no new Pods.
//!
//! Computed from the Node: its condition `Ready`, and `spec.unschedulable`. Both matter only where
//! something hangs on it: a Pod that finds no Node, a Pod on that Node that is not ready (H01), or
//! an expectation about the Node itself. A cordoned Node is no fault for the Pods that run there.
//!
//! Where Nodes may not be read, the scheduler's words have to do for H01: then it is only likely.

use serde_json::Value;

use crate::check::Cause;
use crate::explain::pods::shown;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;

/// The taints of a Node that is not ready (`k8s.io/api/core/v1`, `well_known_taints.go`).
const NOT_READY_TAINTS: [&str; 2] = [
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/unreachable",
];

/// The taint that a cordon puts on a Node.
const CORDON_TAINT: &str = "node.kubernetes.io/unschedulable";

/// The Node is not ready.
pub(super) const H01: Rule = Rule {
    code: "H01",
    layer: Layer::Scheduling,
    refines: &[],
    teachable: false,
    waiting: false,
    find: |rule, context| {
        let nodes = context.graph.all("Node").iter().copied();
        let met = nodes.filter(|node| !is_ready(node) && matters(context, node));
        let met = met.map(|node| not_ready(rule, context, node));
        met.chain(unseen(rule, context)).collect()
    },
};

/// The Node is cordoned.
pub(super) const H02: Rule = Rule {
    code: "H02",
    find: |rule, context| {
        let nodes = context.graph.all("Node").iter().copied();
        let met = nodes.filter(|node| is_cordoned(node) && keeps_out(context, node));
        met.map(|node| cordoned(rule, context, node)).collect()
    },
    ..H01
};

/// Not said to be not ready: a Node without that condition has not reported yet.
fn is_ready(node: &Object) -> bool {
    node.condition("Ready")
        .is_none_or(|ready| text(ready, "status") == "True")
}

pub(super) fn is_cordoned(node: &Object) -> bool {
    node.get("spec.unschedulable").and_then(Value::as_bool) == Some(true)
}

/// The suspect Pods that have no Node yet.
pub(super) fn homeless<'s>(context: &Context<'_, 's>) -> Vec<&'s Object> {
    let pods = context.pods().into_iter();
    pods.filter(|pod| pod.text("spec.nodeName").is_empty())
        .collect()
}

/// Whether no Node at all is up and open, so that this one is what is missing.
fn none_is_open(context: &Context<'_, '_>) -> bool {
    context
        .graph
        .all("Node")
        .iter()
        .all(|node| !is_ready(node) || is_cordoned(node))
}

/// Whether something fails because this Node is not ready.
fn matters(context: &Context<'_, '_>, node: &Object) -> bool {
    let suffers =
        |pod: &&Object| pod.text("spec.nodeName") == node.name() && !pod.is_condition_true("Ready");
    context.pods().iter().any(suffers)
        || !homeless(context).is_empty() && none_is_open(context)
        || is_asked_about(context, node, &["status", "conditions"], "Ready")
}

/// Whether something fails because this Node is cordoned.
fn keeps_out(context: &Context<'_, '_>, node: &Object) -> bool {
    let stays_out = |pod: &&Object| !tolerates_cordon(pod);
    homeless(context).iter().any(stays_out) && none_is_open(context)
        || is_asked_about(context, node, &["spec"], "unschedulable")
}

/// Whether a failed expectation is about this Node and that field of it.
fn is_asked_about(context: &Context<'_, '_>, node: &Object, below: &[&str], word: &str) -> bool {
    context.failed().into_iter().any(|failed| {
        let about = failed.outcome.subjects.contains(&node.key());
        let fits = match (&failed.outcome.cause, &failed.expectation.kind) {
            (Some(Cause::Fields { mismatches }), _) => mismatches.iter().any(|mismatch| {
                let path = mismatch.path.to_string();
                path.starts_with(&below.join("."))
                    && (path.contains(word) || mismatch.expected.to_string().contains(word))
            }),
            (Some(Cause::False { .. }), ExpectationKind::Cel { expression, .. }) => {
                expression.source.contains(word)
            }
            _ => false,
        };
        about && fits
    })
}

fn tolerates_cordon(pod: &Object) -> bool {
    pod.list("spec.tolerations").iter().any(|toleration| {
        let key = text(toleration, "key");
        let any_value =
            text(toleration, "operator") == "Exists" || text(toleration, "value").is_empty();
        let effect = text(toleration, "effect");
        (key == CORDON_TAINT && any_value
            || key.is_empty() && text(toleration, "operator") == "Exists")
            && (effect.is_empty() || effect == "NoSchedule")
    })
}

fn not_ready(rule: &Rule, context: &Context<'_, '_>, node: &Object) -> Finding {
    let ready = node.condition("Ready");
    let of = |key: &str| ready.map(|ready| text(ready, key)).unwrap_or_default();
    let quote = format!("{}: {}", of("reason"), of("message"));
    let mut finding = Finding::new(rule)
        .object(node.key())
        .field(
            FieldPath::parse("status.conditions"),
            Some("Ready=True".to_owned()),
            Some(format!("Ready={}", of("status"))),
        )
        .evidence(Source::Condition, Some(node.key()), "Ready", &quote)
        .look(&["kubectl", "describe", "node", node.name()]);
    if of("status") == "Unknown" {
        finding = finding.variant("silent");
    }
    if node.label("minikube.k8s.io/name").is_some() {
        finding = finding.fix(&["minikube", "start"]);
    }
    with_pods(finding, context)
}

/// The scheduler says of all Nodes that they are not ready, and podo may not look at them.
fn unseen(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    if !context.snapshot().has_gap("Node") {
        return None;
    }
    let waiting = homeless(context);
    let pod = waiting.iter().find(|pod| {
        let told = pod.condition("PodScheduled");
        told.is_some_and(|told| none_is_ready(text(told, "message")))
    })?;
    let finding = Finding::new(rule)
        .variant("unseen")
        .confidence(Confidence::Likely)
        .object(pod.key())
        .look(&["kubectl", "describe", &pod.key().to_string()]);
    Some(with_pods(finding, context))
}

/// Whether a message of the scheduler's says that every Node has the taint of one that is not ready:
/// `0/2 nodes are available: 2 node(s) had taint {node.kubernetes.io/not-ready: }, …`. Since 1.35 the
/// taint is not named any more.
fn none_is_ready(message: &str) -> bool {
    let after = message.strip_prefix("0/");
    let counted = after.and_then(|rest| rest.split_once(" nodes are available: "));
    counted.is_some_and(|(all, why)| {
        let whole = why.strip_prefix(all).unwrap_or_default();
        whole.starts_with(" node(s) had ") && NOT_READY_TAINTS.iter().any(|t| why.contains(t))
    })
}

fn cordoned(rule: &Rule, context: &Context<'_, '_>, node: &Object) -> Finding {
    let path = FieldPath::parse("spec.unschedulable");
    let actual = node.field(&path).map(shown);
    let finding = Finding::new(rule)
        .object(node.key())
        .evidence(Source::Spec, Some(node.key()), "spec.unschedulable", "true")
        .field(path, Some("false".to_owned()), actual)
        .look(&["kubectl", "get", "nodes"])
        .fix(&["kubectl", "uncordon", node.name()]);
    with_pods(finding, context)
}

/// The scheduler's words about the Pods that wait, and these Pods as what follows.
pub(super) fn with_pods(mut finding: Finding, context: &Context<'_, '_>) -> Finding {
    for pod in homeless(context) {
        if let Some(scheduled) = pod.condition("PodScheduled") {
            let message = text(scheduled, "message");
            finding = finding.evidence(Source::Condition, Some(pod.key()), "PodScheduled", message);
        }
        finding.consequences.push(pod.key());
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::none_is_ready;
    use crate::explain::Confidence;
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::gap::{Gap, GapReason};

    #[test]
    fn where_nodes_may_not_be_read_the_scheduler_is_quoted() {
        let mut snapshot = load("faults/H01/silent.json");
        snapshot.objects.retain(|object| object.kind() != "Node");
        let unread = explain_snapshot(&snapshot);
        assert!(unread.findings.iter().all(|finding| finding.code != "H01"));
        snapshot.gaps = vec![Gap {
            kind: "Node".to_owned(),
            namespace: None,
            reason: GapReason::Forbidden,
            message: "nodes is forbidden".to_owned(),
        }];
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("H01", Some("unseen")));
        assert_eq!(first.confidence, Confidence::Likely);
        assert!(first.evidence.iter().any(|e| e.place == "PodScheduled"));
    }

    #[test]
    fn only_where_it_is_said_of_every_node() {
        for (message, says) in [
            (
                "0/1 nodes are available: 1 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.",
                true,
            ),
            (
                "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
                true,
            ),
            (
                "0/2 nodes are available: 1 Insufficient memory, 1 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.",
                false,
            ),
            (
                "0/1 nodes are available: 1 node(s) had taint {dedicated: gpu}, that the pod didn't tolerate.",
                false,
            ),
            (
                "0/1 nodes are available: 1 node(s) had untolerated taint(s).",
                false,
            ),
            ("", false),
        ] {
            assert_eq!(none_is_ready(message), says, "{message}");
        }
    }
}
