//! W05: the rollout is paused: a change of the Pod template waits, and some commands are refused.

use crate::check::Cause;
use crate::explain::context::Failed;
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey, text};
use crate::snapshot::settling;

/// Paused.
pub(super) const W05: Rule = Rule {
    code: "W05",
    layer: Layer::Controller,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = refused(rule, context);
        let waiting = || waiting(rule, context).collect();
        refused.map_or_else(waiting, |finding| vec![finding])
    },
};

/// What kubectl says where it refuses because of the pause.
const REFUSALS: [&str; 2] = [
    "you cannot rollback a paused deployment",
    "can't restart paused deployment",
];

/// A command that a paused Deployment does not take.
fn refused(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let says = |line: &str| REFUSALS.iter().any(|refusal| line.contains(refusal));
    let line = typed::said(typed, says)?;
    let (kind, name) = parsed.object()?;
    let kind = kinds::from_argument(kind)?.kind;
    let key = ObjectKey::new(kind, context.graph.namespace(), name);
    if context
        .graph
        .by_key(&key)
        .is_some_and(|object| !is_paused(object))
    {
        return None;
    }
    let argument = key.to_string();
    let finding = Finding::new(rule).variant("refused").object(key);
    let mut finding = typed::quoted(finding, typed, line)
        .look(&["kubectl", "rollout", "status", &argument])
        .fix(&["kubectl", "rollout", "resume", &argument]);
    finding.fix.push(typed.argv.clone());
    Some(finding)
}

/// Deployments whose template has changed since they were paused, where that is waited for.
fn waiting<'x>(rule: &'x Rule, context: &'x Context<'_, '_>) -> impl Iterator<Item = Finding> + 'x {
    let paused = context.suspects_of("Deployment").filter(|d| is_paused(d));
    paused.filter_map(move |deployment| {
        let waits = |failed: &Failed<'_>| waits_for(failed, deployment, context);
        let failed = context.failed().into_iter().find(waits)?;
        let updated = settling::count(deployment, "status.updatedReplicas", 0);
        let wanted = settling::count(deployment, "spec.replicas", 1);
        let condition = deployment.condition("Progressing");
        let message = condition.map_or("", |condition| text(condition, "message"));
        let argument = argument(deployment);
        let key = || Some(deployment.key());
        Some(
            Finding::new(rule)
                .object(deployment.key())
                .arg("updated", updated)
                .arg("wanted", wanted)
                .expectation(&failed.expectation.id)
                .evidence(Source::Spec, key(), "spec.paused", "true")
                .evidence(Source::Condition, key(), "Progressing", message)
                .look(&["kubectl", "describe", &argument])
                .fix(&["kubectl", "rollout", "resume", &argument]),
        )
    })
}

fn is_paused(deployment: &Object) -> bool {
    deployment
        .get("spec.paused")
        .and_then(serde_json::Value::as_bool)
        == Some(true)
}

/// Whether an expectation waits for what the pause holds back, or for the pause to end. Another
/// wish for the Deployment's own fields is not kept by the pause.
fn waits_for(failed: &Failed<'_>, deployment: &Object, context: &Context<'_, '_>) -> bool {
    let held_back = settling::count(deployment, "status.updatedReplicas", 0)
        < settling::count(deployment, "spec.replicas", 1);
    match &failed.outcome.cause {
        Some(Cause::Fields { mismatches }) => mismatches.iter().any(|mismatch| {
            let own = mismatch.object == deployment.key();
            own && mismatch.path.ends_with(&["paused"])
                || held_back
                    && mismatch.is_observed()
                    && is_of(&mismatch.object, deployment, context)
        }),
        Some(Cause::Count { .. } | Cause::False { .. }) => {
            held_back
                && failed
                    .outcome
                    .subjects
                    .iter()
                    .any(|key| is_of(key, deployment, context))
        }
        _ => false,
    }
}

fn is_of(key: &ObjectKey, deployment: &Object, context: &Context<'_, '_>) -> bool {
    let object = context.graph.by_key(key);
    object.is_some_and(|object| std::ptr::eq(context.graph.root_owner(object), deployment))
}
