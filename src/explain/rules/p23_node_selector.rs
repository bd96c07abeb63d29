//! P23: no Node has the labels that the Pod asks for in `nodeSelector` or in its required node
//! affinity.
//!
//! Computed: which label is missing on every Node, or has another value there.

use crate::explain::pods::on_workload;
use crate::explain::scheduling::{Unplaced, unplaced};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::Object;
use crate::snapshot::scheduling::{Candidate, LabelMiss, Reason};

/// No Node with that label.
pub(super) const P23: Rule = Rule {
    code: "P23",
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
    let nodes = unplaced.because(Reason::Labels)?;
    let (node, miss) = nearest(&nodes)?;
    let pod = unplaced.pod;
    let (object, path) = on_workload(pod, context.graph, &miss.path.to_string());
    let wanted = miss.values.join(", ");
    let by_selector = miss.path.to_string().starts_with("spec.nodeSelector");
    let asked = if by_selector {
        Some(wanted.clone())
    } else {
        Some(pair(&miss.key, &wanted))
    };
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, None, asked)
        .arg("pod", pod.name())
        .arg("key", miss.key.as_str())
        .arg("label", pair(&miss.key, &wanted))
        .arg("node", node.name());
    found = match (&miss.actual, miss.values.is_empty()) {
        (Some(actual), false) => found
            .variant("differs")
            .arg("found", actual.as_str())
            .evidence(
                Source::Spec,
                Some(node.key()),
                "metadata.labels",
                &pair(&miss.key, actual),
            ),
        (None, false) => match near_key(node, &miss.key) {
            Some((key, value)) => found.variant("near").arg("found", key).evidence(
                Source::Spec,
                Some(node.key()),
                "metadata.labels",
                &pair(key, value),
            ),
            None => found.variant("missing"),
        },
        (_, true) => found.variant("affinity"),
    };
    found = found
        .evidence(
            Source::Condition,
            Some(pod.key()),
            "PodScheduled",
            unplaced.message(),
        )
        .look(&["kubectl", "get", "nodes", "--show-labels"]);
    // Labels of Kubernetes' own describe what a Node is; giving it others would be a lie.
    let own = miss.key.contains("kubernetes.io/") || miss.key.contains("k8s.io/");
    if let (Some(value), false) = (miss.values.first(), own) {
        let mut fix = vec!["kubectl", "label", "node", node.name()];
        let label = pair(&miss.key, value);
        fix.push(&label);
        if miss.actual.is_some() {
            fix.push("--overwrite");
        }
        found = found.fix(&fix);
    }
    Some(found)
}

/// The Node that lacks least, and what it lacks first.
fn nearest<'n, 's>(nodes: &[&'n Candidate<'s>]) -> Option<(&'s Object, &'n LabelMiss)> {
    let nearest = nodes.iter().min_by_key(|candidate| {
        let missing = candidate.labels.iter().filter(|miss| miss.actual.is_none());
        (candidate.labels.len(), missing.count())
    })?;
    nearest.labels.first().map(|miss| (nearest.node, miss))
}

/// A label of the Node whose key is nearly the one asked for.
fn near_key<'s>(node: &'s Object, key: &str) -> Option<(&'s str, &'s str)> {
    let labels = node.map("metadata.labels")?.iter();
    let near = labels.map(|(own, value)| (strsim::damerau_levenshtein(own, key), own, value));
    near.filter(|(distance, own, _)| *distance <= 4.min(own.len() / 3) && own.as_str() != key)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, own, value)| (own.as_str(), value.as_str().unwrap_or_default()))
}

fn pair(key: &str, value: &str) -> String {
    if value.is_empty() {
        key.to_owned()
    } else {
        format!("{key}={value}")
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Verdict;
    use crate::explain::rules::tests::{change, explain_snapshot, load};

    #[test]
    fn a_key_that_is_nearly_the_same_is_named() {
        let mut snapshot = load("faults/P23/faults-pods-node-label-missing.json");
        change(&mut snapshot, "Node", |node| {
            node["metadata"]["labels"]["disk-type"] = "ssd".into();
        });
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("P23", Some("near")));
        assert_eq!(first.args["found"], "disk-type".into());
    }

    #[test]
    fn what_the_scheduler_said_of_a_label_that_is_there_now_is_waited_out() {
        let mut snapshot = load("faults/P23/faults-pods-node-label-missing.json");
        let wanted = snapshot
            .objects
            .iter()
            .find(|object| object.kind() == "Pod");
        let wanted = wanted.unwrap().map("spec.nodeSelector").unwrap().clone();
        let at = snapshot.at;
        change(&mut snapshot, "Node", |node| {
            for (key, label) in &wanted {
                node["metadata"]["labels"][key] = label.clone();
            }
            let write = serde_json::json!({"manager": "kubectl-label", "time": at.to_string()});
            let managers = node["metadata"]["managedFields"].as_array_mut();
            managers.unwrap().push(write);
        });
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((diagnosis.verdict, first.code), (Verdict::Waiting, "M09"));
        assert_eq!(first.variant, Some("scheduling"));
        // The scheduler has had its time: it must know something that is not known here.
        snapshot.at = at + jiff::SignedDuration::from_secs(30);
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((diagnosis.verdict, first.code), (Verdict::Fail, "U01"));
    }

    #[test]
    fn labels_of_kubernetes_itself_are_not_changed() {
        for (path, fixes) in [
            ("faults/P23/faults-pods-node-label-missing.json", 1),
            ("faults/P23/faults-pods-node-label-differs.json", 0),
        ] {
            let diagnosis = explain_snapshot(&load(path));
            assert_eq!(diagnosis.first().unwrap().fix.len(), fixes, "{path}");
        }
    }
}
