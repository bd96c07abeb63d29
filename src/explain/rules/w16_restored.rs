//! W16: a ReplicaSet or Pod was changed whose Deployment keeps it as it is told itself.
//!
//! The newest change that concerns a Deployment was aimed at its ReplicaSets or Pods (`kubectl
//! scale rs/…`, `set image pods …`, `label pods …`) and has succeeded, and what an expectation wants
//! of the Deployment still differs. Without the typed command, a write by kubectl into a ReplicaSet
//! or Pod that a Deployment controls tells the same, less surely; servers before 1.22 do not note
//! who scaled.

use crate::check::{Cause, Mismatch};
use crate::explain::aimed::Aim;
use crate::explain::command::KubectlCommand;
use crate::explain::pods::{argument, shown};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, repair, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling;

/// Changed below the Deployment.
pub(super) const W16: Rule = Rule {
    code: "W16",
    layer: Layer::Controller,
    refines: &["W09", "M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let deployments = context
            .suspects_of("Deployment")
            .filter(|d| !d.is_terminating());
        deployments
            .filter_map(|deployment| restored(rule, context, deployment))
            .collect()
    },
};

/// A change below a Deployment.
struct Change<'s> {
    variant: &'static str,
    command: Option<&'s TypedCommand>,
    evidence: Option<(&'s Object, String)>,
}

fn restored(rule: &Rule, context: &Context<'_, '_>, deployment: &Object) -> Option<Finding> {
    let wanted = wanted(deployment, context)?;
    let change = newest(deployment, context).or_else(|| written(deployment, context))?;
    let (is_scale, about_scale) = (
        change.variant == "replicas",
        wanted.path.to_string() == "spec.replicas",
    );
    if is_scale != about_scale {
        return None;
    }
    let mut found = Finding::new(rule)
        .variant(change.variant)
        .object(deployment.key())
        .field(
            wanted.path.clone(),
            Some(shown(&wanted.expected)),
            Some(wanted.actual.as_ref().map(shown).unwrap_or_default()),
        )
        .arg("path", wanted.path.to_string())
        .look(&["kubectl", "get", &argument(deployment), "-o", "yaml"]);
    found.expectation = Some(wanted.expectation);
    if let Some(command) = change.command {
        found = typed::quoted(found, command, "");
    } else {
        found = found.confidence(Confidence::Likely);
    }
    if let Some((object, manager)) = change.evidence {
        let place = "metadata.managedFields";
        found = found.evidence(Source::Spec, Some(object.key()), place, &manager);
    }
    let mismatch = Mismatch {
        object: deployment.key(),
        path: wanted.path,
        expected: wanted.expected,
        actual: wanted.actual,
    };
    found.fix.extend(repair::command(deployment, &mismatch));
    // The edited ReplicaSet now looks like the one that is wanted, and its Pods are still the old ones.
    if change.variant == "replicaset" && mismatch.path.ends_with(&["image"]) {
        let restart = ["kubectl", "rollout", "restart", &argument(deployment)];
        found = found.fix(&restart);
    }
    Some(found)
}

/// What an expectation wants of a Deployment and does not find there.
struct Wanted {
    expectation: String,
    path: FieldPath,
    expected: serde_json::Value,
    actual: Option<serde_json::Value>,
}

fn wanted(deployment: &Object, context: &Context<'_, '_>) -> Option<Wanted> {
    context.failed().into_iter().find_map(|failed| {
        let expectation = failed.expectation.id.clone();
        match &failed.outcome.cause {
            Some(Cause::Fields { mismatches }) => mismatches
                .iter()
                .find(|mismatch| mismatch.object == deployment.key() && !mismatch.is_observed())
                .map(|mismatch| Wanted {
                    expectation,
                    path: mismatch.path.clone(),
                    expected: mismatch.expected.clone(),
                    actual: mismatch.actual.clone(),
                }),
            Some(Cause::Count { bounds, .. }) => {
                let replicas = settling::count(deployment, "spec.replicas", 1);
                let wanted = if replicas < bounds.min {
                    bounds.min
                } else {
                    bounds.max?
                };
                let counts_its_pods = failed.outcome.subjects.iter().any(|key| {
                    let pod = context
                        .graph
                        .by_key(key)
                        .filter(|object| object.kind() == "Pod");
                    pod.is_some_and(|pod| std::ptr::eq(context.graph.root_owner(pod), deployment))
                });
                (counts_its_pods && !bounds.contains(replicas)).then(|| Wanted {
                    expectation,
                    path: FieldPath::parse("spec.replicas"),
                    expected: wanted.into(),
                    actual: Some(replicas.into()),
                })
            }
            _ => None,
        }
    })
}

/// The newest change that was typed and that concerns a Deployment, if it went below it.
fn newest<'s>(deployment: &Object, context: &Context<'_, 's>) -> Option<Change<'s>> {
    let commands = context.snapshot().commands.iter().rev();
    for typed in commands.filter(|typed| !typed.failed()) {
        let Some(command) = KubectlCommand::parse(&typed.argv).filter(KubectlCommand::changes)
        else {
            continue;
        };
        let Some(aim) = Aim::of(&command) else {
            continue;
        };
        if aim.hits(deployment) {
            return None;
        }
        if aim.hits_made_by(deployment, context.graph) {
            let variant = match (command.verb, aim.kind) {
                ("scale", _) => "replicas",
                ("set" | "edit" | "patch" | "label" | "annotate", "ReplicaSet") => "replicaset",
                ("set" | "edit" | "patch" | "label" | "annotate", _) => "pod",
                _ => return None,
            };
            return Some(Change {
                variant,
                command: Some(typed),
                evidence: None,
            });
        }
    }
    None
}

/// A write by kubectl since the exercise began into what a Deployment controls. Its time is in whole
/// seconds.
fn written<'s>(deployment: &Object, context: &Context<'_, 's>) -> Option<Change<'s>> {
    let begun = context.snapshot().inventory.as_ref()?.at;
    let below = context.graph.owned_by(deployment).iter().copied();
    let below = below
        .chain(context.graph.pods_of(deployment))
        .filter(|o| o.controller().is_some());
    below
        .filter(|object| {
            object
                .last_kubectl_write()
                .is_some_and(|written| written.as_second() >= begun.as_second())
        })
        .find_map(|object| {
            let managers = object.list("metadata.managedFields").iter();
            let manager = managers
                .map(|entry| text(entry, "manager"))
                .find(|manager| manager.starts_with("kubectl"))?;
            let variant = match (object.kind(), manager) {
                ("Pod", _) => "pod",
                (_, "kubectl-scale") => "replicas",
                _ => "replicaset",
            };
            let evidence = Some((object, manager.to_owned()));
            Some(Change {
                variant,
                command: None,
                evidence,
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::explain::Confidence;
    use crate::explain::rules::tests::{explain_snapshot, load};

    #[test]
    fn writes_by_kubectl_tell_too_less_surely() {
        let mut snapshot = load("faults/W16/faults-pods-update-pods-edited.json");
        snapshot.commands.clear();
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.confidence), ("W16", Confidence::Likely));
        // A write from before the exercise is none of its changes.
        snapshot.inventory.as_mut().unwrap().at = snapshot.at;
        assert_eq!(explain_snapshot(&snapshot).first().unwrap().code, "M05");
    }
}
