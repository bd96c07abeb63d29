//! W18: a Deployment is replacing its Pods by those of a new template. Not a fault.
//!
//! Waiting for a Deployment (or its Pods) that has an older ReplicaSet and has not finished. The
//! first Pods of a new Deployment, and a change of its number of Pods, are M09.

use crate::check::Verdict;
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, text};
use crate::snapshot::settling;

/// Still rolling out.
pub(super) const W18: Rule = Rule {
    code: "W18",
    layer: Layer::Controller,
    refines: &["M09"],
    teachable: true,
    waiting: true,
    find: |rule, context| {
        let waits = context
            .failed()
            .into_iter()
            .filter(|f| f.outcome.verdict == Verdict::Waiting);
        waits
            .filter_map(|failed| {
                let work = failed.outcome.work.as_ref()?;
                let object = context.graph.by_key(&work.object)?;
                let deployment = context.graph.root_owner(object);
                let finding = rolling(rule, context, deployment)?;
                Some(finding.expectation(&failed.expectation.id))
            })
            .collect()
    },
};

fn rolling(rule: &Rule, context: &Context<'_, '_>, deployment: &Object) -> Option<Finding> {
    let sets = context.graph.replica_sets_of(deployment);
    let (current, older) = sets.split_last()?;
    let wanted = settling::count(deployment, "spec.replicas", 1);
    let updated = settling::count(deployment, "status.updatedReplicas", 0);
    let is_seen =
        deployment.int("status.observedGeneration") >= deployment.int("metadata.generation");
    let old: u64 = older
        .iter()
        .map(|set| settling::count(set, "status.replicas", 0))
        .sum();
    if older.is_empty() || deployment.is_terminating() || is_seen && updated >= wanted && old == 0 {
        return None;
    }
    // Until the controller has seen the new template, the newest ReplicaSet is of the old one.
    let ready = if is_seen {
        settling::count(current, "status.readyReplicas", 0)
    } else {
        0
    };
    let progressing = deployment
        .condition("Progressing")
        .map_or("", |c| text(c, "message"));
    Some(
        Finding::new(rule)
            .object(deployment.key())
            .arg("ready", ready)
            .arg("wanted", wanted)
            .arg("old", old)
            .evidence(
                Source::Condition,
                Some(deployment.key()),
                "Progressing",
                progressing,
            )
            .look(&["kubectl", "rollout", "status", &argument(deployment)]),
    )
}
