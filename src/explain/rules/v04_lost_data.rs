//! V04 and V18: a file is gone because the volume it was in is gone. V04: an `emptyDir` went with
//! its Pod. V18: a claim was deleted, and its class deletes the volume with the claim.
//!
//! The predicate: the file was there before (the exercise begins with it, an earlier check saw it,
//! or a command that succeeded wrote it), it is looked for in such a volume, and the Pod or the
//! claim is another one than then.

use jiff::Timestamp;

use crate::explain::claims::{LostText, Mounted, lost_texts, volume_at};
use crate::explain::context::Failed;
use crate::explain::pods::{argument, on_workload};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::TypedCommand;
use crate::snapshot::object::{Object, text};
use crate::snapshot::storage::class_name;

/// It went with the Pod.
pub(super) const V04: Rule = Rule {
    code: "V04",
    layer: Layer::Intent,
    refines: &["M07", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let lost = lost_texts(context).into_iter();
        lost.filter_map(|lost| {
            let mounted = volume_at(lost.pod, lost.container, lost.path)?;
            mounted.volume.get("emptyDir")?;
            with_pod(rule, context, &lost, &mounted)
        })
        .collect()
    },
};

/// It went with the claim.
pub(super) const V18: Rule = Rule {
    code: "V18",
    find: |rule, context| {
        let lost = lost_texts(context).into_iter();
        lost.filter_map(|lost| {
            let mounted = volume_at(lost.pod, lost.container, lost.path)?;
            let claim = text(mounted.volume, "persistentVolumeClaim.claimName");
            let claim = context.graph.named("PersistentVolumeClaim", claim)?;
            with_claim(rule, context, &lost, claim)
        })
        .collect()
    },
    ..V04
};

fn with_pod(
    rule: &Rule,
    context: &Context<'_, '_>,
    lost: &LostText<'_, '_>,
    mounted: &Mounted<'_>,
) -> Option<Finding> {
    let (failed, pod, path) = (lost.failed, lost.pod, lost.path);
    let born = pod.created()?;
    if context.is_from_before(pod) || !was_there(context, failed, path, born) {
        return None;
    }
    let place = format!("{}.emptyDir", mounted.place);
    let (object, place) = on_workload(pod, context.graph, &place);
    let created = pod.text("metadata.creationTimestamp");
    let finding = Finding::new(rule)
        .object(object.key())
        .arg("pod", pod.name())
        .arg("path", path)
        .arg("volume", mounted.name)
        .expectation(&failed.expectation.id)
        .field(place, None, Some("emptyDir".to_owned()))
        .evidence(
            Source::Spec,
            Some(pod.key()),
            "metadata.creationTimestamp",
            created,
        )
        .look(&["kubectl", "get", &argument(pod)]);
    Some(with_command(finding, writer(context, path, born)))
}

fn with_claim(
    rule: &Rule,
    context: &Context<'_, '_>,
    lost: &LostText<'_, '_>,
    claim: &Object,
) -> Option<Finding> {
    let (failed, path) = (lost.failed, lost.path);
    let born = claim.created()?;
    let deletion = deletion(context, claim, born);
    let had_another = context.snapshot().inventory.as_ref().is_some_and(|before| {
        let mut entries = before.objects.iter();
        entries.any(|(uid, entry)| entry.key == claim.key() && uid != claim.uid())
    });
    if !had_another && deletion.is_none() || !was_there(context, failed, path, born) {
        return None;
    }
    let volume = context
        .graph
        .named("PersistentVolume", claim.text("spec.volumeName"))?;
    let policy = volume.text("spec.persistentVolumeReclaimPolicy");
    let finding = (policy == "Delete").then(|| Finding::new(rule))?;
    let created = claim.text("metadata.creationTimestamp");
    let finding = finding
        .object(claim.key())
        .arg("path", path)
        .arg("class", class_name(claim))
        .expectation(&failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(volume.key()),
            "spec.persistentVolumeReclaimPolicy",
            policy,
        )
        .evidence(
            Source::Spec,
            Some(claim.key()),
            "metadata.creationTimestamp",
            created,
        )
        .look(&["kubectl", "get", "pv"]);
    Some(with_command(finding, deletion))
}

/// Whether the file was there before the present Pod or claim was made.
fn was_there(context: &Context<'_, '_>, failed: Failed<'_>, path: &str, born: Timestamp) -> bool {
    let expectation = failed.expectation;
    expectation.at_start
        || context.snapshot().passed_before.contains(&expectation.id)
        || had_at_start(context, path)
        || writer(context, path, born).is_some()
}

/// Whether the exercise begins with something in that file.
fn had_at_start(context: &Context<'_, '_>, path: &str) -> bool {
    let given = context.exercise.map(|exercise| exercise.given.iter());
    given
        .into_iter()
        .flatten()
        .any(|given| matches!(&given.kind, ExpectationKind::File(probe) if probe.path == path))
}

/// The command that wrote the file before that instant.
fn writer<'s>(
    context: &Context<'_, 's>,
    path: &str,
    before: Timestamp,
) -> Option<&'s TypedCommand> {
    let mut commands = context.snapshot().commands.iter().rev();
    commands.find(|typed| {
        !typed.failed()
            && typed.at < before
            && typed.argv.iter().any(|word| word == "exec")
            && typed
                .argv
                .iter()
                .any(|word| word.contains('>') && word.contains(path))
    })
}

/// The command that deleted an earlier claim of that name.
fn deletion<'s>(
    context: &Context<'_, 's>,
    claim: &Object,
    before: Timestamp,
) -> Option<&'s TypedCommand> {
    context.last_deletion(|typed, command| {
        command.names(claim.kind(), claim.name()) && typed.at <= before
    })
}

fn with_command(finding: Finding, typed: Option<&TypedCommand>) -> Finding {
    match typed {
        Some(typed) => finding.evidence(Source::Command, None, "", &typed::line(typed)),
        None => finding,
    }
}
