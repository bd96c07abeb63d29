//! H01 and H02: the Node does not answer, or takes no new Pods.
//!
//! Computed from the Node: its condition `Ready`, and `spec.unschedulable`. Both matter only where
//! something hangs on it: a Pod that finds no Node, a Pod on that Node that is not ready (H01), or
//! an expectation about the Node itself. A cordoned Node is no fault for the Pods that run there.

use serde_json::Value;

use crate::check::Cause;
use crate::explain::pods::shown;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;

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
        met.map(|node| not_ready(rule, context, node)).collect()
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

fn is_cordoned(node: &Object) -> bool {
    node.get("spec.unschedulable").and_then(Value::as_bool) == Some(true)
}

/// The suspect Pods that have no Node yet.
fn homeless<'s>(context: &Context<'_, 's>) -> Vec<&'s Object> {
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
            (Some(Cause::False { .. }), ExpectationKind::Cel { expression }) => {
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
fn with_pods(mut finding: Finding, context: &Context<'_, '_>) -> Finding {
    for pod in homeless(context) {
        if let Some(scheduled) = pod.condition("PodScheduled") {
            let message = text(scheduled, "message");
            finding = finding.evidence(Source::Condition, Some(pod.key()), "PodScheduled", message);
        }
        finding.consequences.push(pod.key());
    }
    finding
}
