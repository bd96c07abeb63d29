//! P25: the Nodes carry a taint that the Pod does not tolerate.
//!
//! Computed from taints and tolerations; since 1.35 the scheduler no longer says which taint it is.
//! Taints that Kubernetes sets for the state of a Node are no matter of the Pod (H01, H02).

use serde_json::Value;

use crate::explain::pods::{argument, on_workload};
use crate::explain::scheduling::{Unplaced, unplaced};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::text;
use crate::snapshot::scheduling::Reason;

/// A taint that is not tolerated.
pub(super) const P25: Rule = Rule {
    code: "P25",
    layer: Layer::Scheduling,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let found = unplaced(context);
        found
            .iter()
            .filter_map(|unplaced| finding(rule, context, unplaced))
            .collect()
    },
};

fn finding(rule: &Rule, context: &Context<'_, '_>, unplaced: &Unplaced<'_>) -> Option<Finding> {
    let nodes = unplaced.because(Reason::Taints)?;
    let first = nodes.iter().min_by_key(|node| node.taints.len())?;
    let taint = first.taints.first()?;
    let (pod, node) = (unplaced.pod, first.node);
    let (object, path) = on_workload(pod, context.graph, "spec.tolerations");
    let near = pod
        .list("spec.tolerations")
        .iter()
        .find(|toleration| text(toleration, "key") == text(taint, "key"));
    let remove = format!("{}:{}-", text(taint, "key"), text(taint, "effect"));
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, Some(written(taint)), near.map(written))
        .arg("pod", pod.name())
        .arg("taint", written(taint))
        .arg("node", node.name())
        .evidence(
            Source::Spec,
            Some(node.key()),
            "spec.taints",
            &written(taint),
        )
        .evidence(
            Source::Condition,
            Some(pod.key()),
            "PodScheduled",
            unplaced.message(),
        )
        .look(&["kubectl", "describe", &argument(node)])
        .fix(&["kubectl", "taint", "node", node.name(), &remove]);
    if let Some(near) = near {
        found = found.variant("almost").arg("toleration", written(near));
    } else if context.graph.all("Node").len() > 1 {
        found = found.variant("several");
    }
    Some(found)
}

/// A taint or toleration as kubectl writes taints: `key=value:Effect`.
fn written(taint: &Value) -> String {
    let (key, value, effect) = (
        text(taint, "key"),
        text(taint, "value"),
        text(taint, "effect"),
    );
    let value = if value.is_empty() {
        String::new()
    } else {
        format!("={value}")
    };
    let effect = if effect.is_empty() {
        String::new()
    } else {
        format!(":{effect}")
    };
    format!("{key}{value}{effect}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::explain::rules::tests::{change, explain_snapshot, load};
    use crate::snapshot::Snapshot;

    /// A recording in which something of the object of a kind is another.
    fn with(kind: &str, pointer: &str, new: &Value) -> Snapshot {
        let mut snapshot = load("faults/P25/faults-pods-taint-tainted.json");
        change(&mut snapshot, kind, |value| {
            if let Some(place) = value.pointer_mut(pointer) {
                *place = new.clone();
            }
        });
        snapshot
    }

    #[test]
    fn the_schedulers_words_are_not_needed() {
        let words = "0/1 nodes are available: 1 node(s) had untolerated taint(s).";
        let diagnosis =
            explain_snapshot(&with("Pod", "/status/conditions/0/message", &words.into()));
        let first = diagnosis.first().unwrap();
        assert_eq!(first.code, "P25");
        assert_eq!(first.expected.as_deref(), Some("podo-faults=on:NoSchedule"));
    }

    #[test]
    fn a_toleration_that_nearly_fits_is_named() {
        let near = json!([{"key": "podo-faults", "value": "off", "effect": "NoSchedule"}]);
        let diagnosis = explain_snapshot(&with("Pod", "/spec/tolerations", &near));
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("P25", Some("almost")));
        assert_eq!(first.actual.as_deref(), Some("podo-faults=off:NoSchedule"));
    }
}
