//! V22: a Pod and its volume cannot come together on one node.
//!
//! Computed from where the volume may be used (its node affinity) and which nodes would take the
//! Pod: there is such a node, and the volume is not to be had there. `gone`: no node has the volume
//! at all. `attached`: the Pod is on a node, and another Pod has the volume on another.

use serde_json::Value;

use crate::explain::pods::{argument, containers};
use crate::explain::rules::h01_node::is_cordoned;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::scheduling::{candidates, fits_terms};
use crate::snapshot::storage::{claim_names, users};

/// The volume is on another node.
pub(super) const V22: Rule = Rule {
    code: "V22",
    layer: Layer::Scheduling,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.pods().into_iter();
        let apart = pods.filter_map(|pod| {
            let claims = claim_names(pod)
                .filter_map(|name| context.graph.named("PersistentVolumeClaim", name));
            let mut bound = claims.filter_map(|claim| {
                let volume = claim.text("spec.volumeName");
                let volume = context.graph.named("PersistentVolume", volume)?;
                Some((claim, volume))
            });
            bound.find_map(|(claim, volume)| {
                out_of_reach(rule, context, pod, claim, volume)
                    .or_else(|| attached(rule, context, pod, claim, volume))
            })
        });
        apart.collect()
    },
};

/// A Pod that waits for a node, beside a volume that is not on any that would take it.
fn out_of_reach(
    rule: &Rule,
    context: &Context<'_, '_>,
    pod: &Object,
    claim: &Object,
    volume: &Object,
) -> Option<Finding> {
    let terms = volume.list("spec.nodeAffinity.required.nodeSelectorTerms");
    let scheduled = pod.condition("PodScheduled")?;
    if terms.is_empty()
        || !pod.text("spec.nodeName").is_empty()
        || text(scheduled, "status") != "False"
    {
        return None;
    }
    let nodes = candidates(pod, context.graph);
    let (with, without): (Vec<_>, Vec<_>) = nodes
        .iter()
        .partition(|candidate| fits_terms(terms, candidate.node));
    // Where no node would take the Pod, volume or not, that is to be spoken of.
    let would_do = without.iter().any(|candidate| !candidate.refuses());
    if !would_do || with.iter().any(|candidate| !candidate.refuses()) {
        return None;
    }
    let finding = about(rule, pod, claim, volume)
        .evidence(
            Source::Spec,
            Some(volume.key()),
            "spec.nodeAffinity",
            &terms.iter().map(written).collect::<Vec<_>>().join(" | "),
        )
        .evidence(
            Source::Condition,
            Some(pod.key()),
            "PodScheduled",
            text(scheduled, "message"),
        );
    Some(match with.first() {
        Some(home) => {
            let (node, place) = (home.node.name(), argument(home.node));
            let finding = finding.arg("node", node);
            let finding = finding.look(&["kubectl", "describe", &place]);
            if is_cordoned(home.node) {
                finding.fix(&["kubectl", "uncordon", node])
            } else {
                finding
            }
        }
        None => finding
            .variant("gone")
            .look(&["kubectl", "describe", &argument(volume)]),
    })
}

/// A Pod on a node that cannot get the volume, because a Pod on another node has it.
fn attached(
    rule: &Rule,
    context: &Context<'_, '_>,
    pod: &Object,
    claim: &Object,
    volume: &Object,
) -> Option<Finding> {
    let node = pod.text("spec.nodeName");
    let modes = claim.list("spec.accessModes");
    let is_for_one = modes
        .iter()
        .filter_map(Value::as_str)
        .all(|mode| matches!(mode, "ReadWriteOnce" | "ReadWriteOncePod"));
    let is_waiting = containers(pod).iter().any(|container| {
        matches!(
            container.waiting_reason(),
            "ContainerCreating" | "PodInitializing"
        )
    });
    if node.is_empty() || !is_for_one || !is_waiting {
        return None;
    }
    let users = users(claim, context.graph).into_iter();
    let holder = users
        .filter(|user| !user.has_ended())
        .find(|user| user.text("spec.nodeName") != node)?;
    // Some kinds of volumes do not mind, whatever the claim says; then nothing was refused.
    let mut events = context.graph.events_of(pod).into_iter();
    let refused = events.rfind(|event| {
        event.text("reason") == "FailedAttachVolume"
            && event.text("message").contains("Multi-Attach")
    })?;
    Some(
        about(rule, pod, claim, volume)
            .variant("attached")
            .arg("node", holder.text("spec.nodeName"))
            .arg("holder", holder.name())
            .evidence(
                Source::Event,
                Some(pod.key()),
                "FailedAttachVolume",
                refused.text("message"),
            )
            .look(&["kubectl", "get", "pods", "-o", "wide"]),
    )
}

fn about(rule: &Rule, pod: &Object, claim: &Object, volume: &Object) -> Finding {
    Finding::new(rule)
        .object(pod.key())
        .arg("pod", pod.name())
        .arg("claim", claim.name())
        .arg("volume", volume.name())
}

/// A term of a node affinity on one line.
fn written(term: &Value) -> String {
    let expressions = list(term, "matchExpressions").iter();
    let written = expressions.map(|expression| {
        let values = list(expression, "values").iter();
        let values: Vec<&str> = values.filter_map(Value::as_str).collect();
        let (key, operator) = (text(expression, "key"), text(expression, "operator"));
        format!("{key} {operator} {}", values.join(", "))
    });
    let all: Vec<String> = written.map(|text| text.trim_end().to_owned()).collect();
    all.join("; ")
}
