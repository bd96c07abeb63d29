//! W17: a ReplicaSet counts a Pod as its own that was made by hand, because the labels fit.
//!
//! Such a Pod gets the ReplicaSet as its owner, although its name was not generated; or, where the
//! ReplicaSet has Pods enough, it is deleted at once. Of that nothing is left but an Event.

use crate::check::Cause;
use crate::explain::manifest::written_as;
use crate::explain::pods::argument;
use crate::explain::services::labels;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, typed, wanted};
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::path::FieldPath;

/// Captured.
pub(super) const W17: Rule = Rule {
    code: "W17",
    layer: Layer::Controller,
    refines: &["M05", "M11", "M12", "P32"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found = adopted(rule, context);
        found.extend(removed(rule, context));
        found
    },
};

/// The labels by which a ReplicaSet finds its Pods, as kubectl writes them.
fn selector(set: &Object) -> String {
    let own = set.map("spec.selector.matchLabels");
    own.map(labels).unwrap_or_default()
}

/// Pods that a ReplicaSet has taken over, where an expectation fails for them.
fn adopted(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let pods = context
        .pods()
        .into_iter()
        .filter(|pod| concerns(pod, context));
    pods.filter_map(|pod| {
        let set = context.graph.controller_of(pod)?;
        let is_by_hand = pod.text("metadata.generateName").is_empty();
        (set.kind() == "ReplicaSet" && is_by_hand).then_some(())?;
        let labels = selector(set);
        Some(
            about(rule, pod.key(), set, &labels)
                .evidence(
                    Source::Spec,
                    Some(pod.key()),
                    "metadata.ownerReferences",
                    &argument(set),
                )
                .look(&["kubectl", "describe", &argument(pod)])
                .fix(&["kubectl", "delete", "pod", pod.name()]),
        )
    })
    .collect()
}

/// Whether a failed expectation is about that Pod.
fn concerns(pod: &Object, context: &Context<'_, '_>) -> bool {
    let key = pod.key();
    let differs = context.mismatches();
    differs.iter().any(|(_, mismatch)| mismatch.object == key)
        || context.failed().into_iter().any(|failed| {
            let is_count = matches!(failed.outcome.cause, Some(Cause::Count { .. }));
            is_count && failed.outcome.subjects.contains(&key)
        })
}

/// Pods that are asked for and that a ReplicaSet has deleted as one too many.
fn removed(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let absent = wanted::absent(context).into_iter();
    let pods = absent.filter(|absent| absent.kind == "Pod");
    pods.filter_map(|absent| {
        let told = format!("Deleted pod: {}", absent.name);
        let mut sets = context.graph.of_kind("ReplicaSet");
        let set = sets.find(|set| {
            let events = context.graph.events_of(set).into_iter();
            let mut told_so = events.filter(|event| event.text("message") == told);
            // Its own Pods have its name in front.
            !absent.name.starts_with(&format!("{}-", set.name())) && told_so.next().is_some()
        })?;
        let labels = selector(set);
        let key = ObjectKey::new("Pod", context.graph.namespace(), absent.name);
        let finding = about(rule, key, set, &labels)
            .variant("removed")
            .confidence(Confidence::Likely)
            .expectation(&absent.failed.expectation.id)
            .evidence(Source::Event, Some(set.key()), "SuccessfulDelete", &told)
            .look(&["kubectl", "describe", &argument(set)]);
        Some(made_otherwise(finding, context, absent.name))
    })
    .collect()
}

/// With the command that makes the Pod without those labels: the one that was typed, or the file.
fn made_otherwise(mut finding: Finding, context: &Context<'_, '_>, name: &str) -> Finding {
    if let Some((file, _)) = written_as(context, "Pod", name) {
        return finding.mended(file);
    }
    let commands = context.snapshot().commands.iter().rev();
    let run = commands.filter(|typed| !typed.failed()).find(|typed| {
        typed.argv.iter().any(|word| word == "run") && typed.argv.iter().any(|word| word == name)
    });
    if let Some(run) = run {
        finding
            .fix
            .push(typed::without_flag(&run.argv, &["l", "labels"]));
    }
    finding
}

fn about(rule: &Rule, pod: ObjectKey, set: &Object, labels: &str) -> Finding {
    let name = pod.name.clone();
    Finding::new(rule)
        .object(pod)
        .field(
            FieldPath::parse("metadata.labels"),
            None,
            Some(labels.to_owned()),
        )
        .arg("pod", name)
        .arg("set", set.name())
        .arg("labels", labels)
}
