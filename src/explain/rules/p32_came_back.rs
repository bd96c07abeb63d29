//! P32: Pods were deleted, and the workload that owns them made new ones.
//!
//! An expectation wants none of a workload's Pods, or the workload gone; a command that deletes
//! them (or their ReplicaSet) has succeeded, or Pods of the workload that were there when the
//! exercise began are gone and others have their place; and the workload is still there.

use crate::check::{Cause, Mismatch};
use crate::explain::aimed::Aim;
use crate::explain::command::KubectlCommand;
use crate::explain::context::Failed;
use crate::explain::pods::argument;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::settling;

/// Commands after which a workload has other Pods, though nobody has deleted any.
const CHANGING: [&str; 7] = [
    "scale", "rollout", "set", "edit", "patch", "apply", "replace",
];

/// What makes Pods anew.
const WORKLOADS: [&str; 4] = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"];

/// It came back.
pub(super) const P32: Rule = Rule {
    code: "P32",
    layer: Layer::Controller,
    refines: &["W09", "M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        context
            .suspects()
            .iter()
            .filter(|object| WORKLOADS.contains(&object.kind()) && !object.is_terminating())
            .filter(|object| object.controller().is_none())
            .filter_map(|workload| came_back(rule, context, workload))
            .collect()
    },
};

fn came_back(rule: &Rule, context: &Context<'_, '_>, workload: &Object) -> Option<Finding> {
    let failed = context
        .failed()
        .into_iter()
        .find(|failed| wants_none(*failed, workload, context))?;
    let pods: Vec<&Object> = context
        .graph
        .pods_of(workload)
        .into_iter()
        .filter(|pod| !pod.is_terminating())
        .collect();
    let new = pods
        .iter()
        .filter(|pod| !context.is_from_before(pod))
        .max_by_key(|pod| pod.created())?;
    let command = deleting(workload, context);
    if command.is_none() && !has_lost_pods(workload, new, context) {
        return None;
    }
    let replicas = settling::count(workload, "spec.replicas", 1);
    let mut found = Finding::new(rule)
        .object(workload.key())
        .arg("replicas", replicas)
        .arg("pod", new.name())
        .expectation(&failed.expectation.id)
        .look(&["kubectl", "get", &argument(workload)]);
    match command {
        Some(command) => found = typed::quoted(found, command, ""),
        None => found = found.confidence(Confidence::Likely),
    }
    let created = new.text("metadata.creationTimestamp");
    found = found
        .evidence(
            Source::Spec,
            Some(workload.key()),
            "spec.replicas",
            &replicas.to_string(),
        )
        .evidence(
            Source::Status,
            Some(new.key()),
            "metadata.creationTimestamp",
            created,
        );
    let stays = context.wanted_refs().iter().any(|target| {
        target.kind == workload.kind() && target.name.as_deref() == Some(workload.name())
    });
    Some(if stays {
        found.fix(&["kubectl", "scale", &argument(workload), "--replicas=0"])
    } else {
        found.fix(&["kubectl", "delete", &argument(workload)])
    })
}

/// Whether an expectation asks for no Pods of a workload, or for it to be gone. Another number is a
/// matter of the replicas (W09), whatever was deleted.
fn wants_none(failed: Failed<'_>, workload: &Object, context: &Context<'_, '_>) -> bool {
    let is_none = |mismatch: &Mismatch| {
        mismatch.path.to_string() == "spec.replicas" && mismatch.expected.as_u64() == Some(0)
    };
    let wants_none = match &failed.outcome.cause {
        Some(Cause::Present) => true,
        Some(Cause::Count { bounds, .. }) => bounds.max == Some(0),
        Some(Cause::Fields { mismatches }) => mismatches.iter().any(is_none),
        _ => false,
    };
    let is_about_it = |key: &ObjectKey| {
        let object = context.graph.by_key(key);
        object.is_some_and(|object| std::ptr::eq(context.graph.root_owner(object), workload))
    };
    wants_none && failed.outcome.subjects.iter().any(is_about_it)
}

/// The newest command that has deleted Pods or ReplicaSets of a workload.
fn deleting<'s>(workload: &Object, context: &Context<'_, 's>) -> Option<&'s TypedCommand> {
    let hits = |aim: Aim<'_>| aim.hits_made_by(workload, context.graph);
    context.last_deletion(|_, command| Aim::of(command).is_some_and(hits))
}

/// Whether Pods made by what made this one were there at the start and are gone, and no command has
/// told the workload to replace them or to run another number.
fn has_lost_pods(workload: &Object, pod: &Object, context: &Context<'_, '_>) -> bool {
    let changed = context.snapshot().commands.iter().any(|typed| {
        let parsed = KubectlCommand::parse(&typed.argv);
        !typed.failed() && parsed.is_some_and(|command| CHANGING.contains(&command.verb))
    });
    if changed {
        return false;
    }
    let maker = context.graph.controller_of(pod).unwrap_or(workload);
    let begins = format!("{}-", maker.name());
    context
        .snapshot()
        .inventory
        .as_ref()
        .is_some_and(|inventory| {
            inventory.objects.iter().any(|(uid, entry)| {
                entry.key.kind == "Pod"
                    && entry.key.name.starts_with(&begins)
                    && context.graph.by_uid(uid).is_none_or(Object::is_terminating)
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::explain::Confidence;
    use crate::explain::rules::tests::{explain_snapshot, load};

    #[test]
    fn the_inventory_tells_too_less_surely() {
        let mut snapshot = load("faults/P32/faults-pods-gone-pod-deleted.json");
        snapshot.commands.clear();
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.confidence), ("P32", Confidence::Likely));
        // Commands that replace Pods, or change their number, delete none.
        let scaled = ["kubectl", "scale", "deployment/web", "--replicas=2"];
        snapshot.commands.push(crate::snapshot::TypedCommand {
            argv: scaled.map(str::to_owned).into(),
            exit_code: Some(0),
            stderr: String::new(),
            at: snapshot.at,
        });
        assert_eq!(explain_snapshot(&snapshot).first().unwrap().code, "W09");
        snapshot.commands.clear();
        // Where nothing was lost, there are too many and no more.
        snapshot.inventory.as_mut().unwrap().objects.clear();
        assert_eq!(explain_snapshot(&snapshot).first().unwrap().code, "W09");
    }
}
