//! H03 and H04: a Node is short of something and keeps Pods away or puts them out, or there is no Node
//! at all.
//!
//! H03 is computed from the Node's conditions and from the taints that go with them, where a Pod waits
//! for a Node; and from a Pod that was evicted because its Node was low on something. A Pod that was
//! evicted for exceeding limits of its own is another matter. H04 where Nodes may be read and there
//! are none.

use crate::explain::pods::argument;
use crate::explain::rules::h01_node::{homeless, with_pods};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::scheduling::{candidates, tolerates_all};

/// The conditions of a Node that is short of something, and the taints that Kubernetes sets with
/// them (`k8s.io/api/core/v1`, `well_known_taints.go`).
const PRESSURES: [(&str, &str); 3] = [
    ("DiskPressure", "node.kubernetes.io/disk-pressure"),
    ("MemoryPressure", "node.kubernetes.io/memory-pressure"),
    ("PIDPressure", "node.kubernetes.io/pid-pressure"),
];

/// A Node is short of something.
pub(super) const H03: Rule = Rule {
    code: "H03",
    layer: Layer::Scheduling,
    refines: &["M05", "M11", "M12"],
    teachable: false,
    waiting: false,
    find: |rule, context| {
        let nodes = context.graph.all("Node").iter().copied();
        let short = nodes.filter_map(|node| Some((node, pressure(node)?)));
        let keeping = short.filter(|(node, _)| keeps_out(context, node));
        let mut found: Vec<Finding> = keeping
            .map(|(node, condition)| short_of(rule, context, node, condition))
            .collect();
        let suspects = context.suspects_of("Pod");
        found.extend(suspects.filter_map(|pod| evicted(rule, pod)));
        found
    },
};

/// There is no Node.
pub(super) const H04: Rule = Rule {
    code: "H04",
    find: |rule, context| {
        let none = context.graph.all("Node").is_empty() && !context.snapshot().has_gap("");
        let waiting = homeless(context);
        let pod = waiting.first().filter(|_| none);
        let found = pod.map(|pod| {
            let finding = Finding::new(rule)
                .object(pod.key())
                .arg("pod", pod.name())
                .look(&["kubectl", "get", "nodes"]);
            with_pods(finding, context)
        });
        found.into_iter().collect()
    },
    ..H03
};

/// The condition that says what a Node is short of.
fn pressure(node: &Object) -> Option<&'static str> {
    let conditions = PRESSURES.into_iter().map(|(condition, _)| condition);
    conditions
        .into_iter()
        .find(|condition| node.is_condition_true(condition))
}

/// The taints of a Node that is short of something.
fn taints(node: &Object) -> Vec<&serde_json::Value> {
    let taints = node.list("spec.taints").iter();
    let is_of_pressure = |key: &str| PRESSURES.iter().any(|(_, taint)| *taint == key);
    taints
        .filter(|taint| is_of_pressure(text(taint, "key")))
        .collect()
}

/// Whether a Pod waits for a Node, this one keeps it out for being short, and no other takes it.
fn keeps_out(context: &Context<'_, '_>, node: &Object) -> bool {
    let keeps = |pod: &Object, node: &Object| !tolerates_all(pod, &taints(node));
    homeless(context).iter().any(|pod| {
        let all = candidates(pod, context.graph);
        keeps(pod, node)
            && all
                .iter()
                .all(|candidate| candidate.refuses() || keeps(pod, candidate.node))
    })
}

fn short_of(
    rule: &Rule,
    context: &Context<'_, '_>,
    node: &Object,
    condition: &'static str,
) -> Finding {
    let said = node.condition(condition);
    let said = said.map(|said| text(said, "message")).unwrap_or_default();
    let finding = Finding::new(rule)
        .object(node.key())
        .field(
            FieldPath::parse("status.conditions"),
            Some(format!("{condition}=False")),
            Some(format!("{condition}=True")),
        )
        .arg("pressure", condition)
        .evidence(Source::Condition, Some(node.key()), condition, said)
        .look(&["kubectl", "describe", &argument(node)]);
    with_pods(finding, context)
}

/// A Pod that its Node put out because the Node itself was low on something.
fn evicted(rule: &Rule, pod: &Object) -> Option<Finding> {
    let said = pod.text("status.message");
    let (_, resource) = said.split_once("The node was low on resource: ")?;
    if pod.text("status.reason") != "Evicted" || pod.text("status.phase") != "Failed" {
        return None;
    }
    let resource = resource.split(['.', ' ', ',']).next().unwrap_or_default();
    let node = pod.text("spec.nodeName");
    Some(
        Finding::new(rule)
            .variant("evicted")
            .object(pod.key())
            .arg("pod", pod.name())
            .arg("node", node)
            .arg("resource", resource)
            .evidence(Source::Status, Some(pod.key()), "status.reason", "Evicted")
            .evidence(Source::Status, Some(pod.key()), "status.message", said)
            .look(&["kubectl", "describe", "node", node]),
    )
}
