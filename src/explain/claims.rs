//! Claims that get no volume, each with the volume that comes nearest to what it asks for.

use super::context::Failed;
use super::{Context, Finding, Rule, Source, wanted};
use crate::check::Cause;
use crate::lesson::model::{ExpectationKind, FileContent, Ref};
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::storage::{Obstacle, class_name, obstacles, provisioning_class};

/// A claim without a volume.
#[derive(Debug)]
pub struct Unbound<'s> {
    /// The claim.
    pub claim: &'s Object,
    /// The class that makes volumes for it, if there is one.
    pub class: Option<&'s Object>,
    /// The volume that comes nearest, with what keeps it from being bound.
    pub nearest: Option<(&'s Object, Vec<Obstacle>)>,
}

/// The suspect claims that have no volume.
pub fn unbound<'s>(context: &Context<'_, 's>) -> Vec<Unbound<'s>> {
    let claims = context.suspects_of("PersistentVolumeClaim");
    let unbound =
        claims.filter(|claim| claim.text("status.phase") == "Pending" && !claim.is_terminating());
    unbound
        .map(|claim| Unbound {
            claim,
            class: provisioning_class(claim, context.graph),
            nearest: nearest(context, claim),
        })
        .collect()
}

/// The volume that comes nearest. Volumes belong to the whole cluster, and most have nothing to do
/// with the exercise: only one that it names, that was made in it, or of the claim's own class.
fn nearest<'s>(
    context: &Context<'_, 's>,
    claim: &'s Object,
) -> Option<(&'s Object, Vec<Obstacle>)> {
    let volumes = context.graph.of_kind("PersistentVolume");
    let asked = claim.text("spec.volumeName");
    let in_sight = volumes.filter(|volume| match asked {
        "" => class_name(volume) == class_name(claim) || is_meant(context, volume),
        name => volume.name() == name,
    });
    in_sight
        .map(|volume| (volume, obstacles(claim, volume, context.graph)))
        .min_by_key(|(volume, obstacles)| (!is_meant(context, volume), obstacles.len()))
}

/// Whether the exercise names a volume, or the learner made it.
fn is_meant(context: &Context<'_, '_>, volume: &Object) -> bool {
    let is_it = |target: &Ref| {
        target.kind == volume.kind() && target.name.as_deref() == Some(volume.name())
    };
    let declared = context
        .exercise
        .is_some_and(|exercise| exercise.cluster_wide.iter().any(is_it));
    let is_by_hand = volume
        .annotation("pv.kubernetes.io/provisioned-by")
        .is_none();
    declared
        || wanted::is_wanted(context, volume)
        || is_by_hand && wanted::is_made_by_learner(context, volume)
}

impl<'s> Unbound<'s> {
    /// The nearest volume, if that is an obstacle to it and no class makes another one.
    pub fn kept_by(&self, obstacle: Obstacle) -> Option<&'s Object> {
        if self.class.is_some() && self.claim.text("spec.volumeName").is_empty() {
            return None;
        }
        let (volume, obstacles) = self.nearest.as_ref()?;
        obstacles.contains(&obstacle).then_some(*volume)
    }

    /// A finding about the claim with the cluster's own words as evidence.
    pub fn finding(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let mut events = context.graph.events_of(self.claim).into_iter();
        let said = events.rfind(|event| {
            matches!(
                event.text("reason"),
                "FailedBinding" | "ProvisioningFailed" | "WaitForFirstConsumer"
            )
        });
        let finding = Finding::new(rule).object(self.claim.key());
        match said {
            Some(event) => finding.evidence(
                Source::Event,
                Some(self.claim.key()),
                event.text("reason"),
                event.text("message"),
            ),
            None => finding,
        }
    }
}

/// A finding with the commands that make a claim anew: nearly nothing of a claim can be changed.
pub fn made_anew(finding: Finding, context: &Context<'_, '_>, claim: &Object) -> Finding {
    let delete = ["kubectl", "delete", "pvc", claim.name()];
    match wanted::file_with(context, claim.name()) {
        Some(file) => finding
            .arg("file", file)
            .fix(&["edit", file])
            .fix(&delete)
            .fix(&["kubectl", "apply", "-f", file]),
        None => finding.fix(&delete),
    }
}

/// The volume of a container in which a path lies, and where that volume is mounted: the longest
/// mount path wins.
pub fn volume_at<'p>(pod: &'p Object, container: &str, path: &str) -> Option<Mounted<'p>> {
    let containers = pod.list("spec.containers").iter();
    let spec = containers
        .clone()
        .find(|spec| container.is_empty() || text(spec, "name") == container)?;
    let mounts = list(spec, "volumeMounts").iter();
    let mount = mounts
        .filter(|mount| is_below(path, text(mount, "mountPath")))
        .max_by_key(|mount| text(mount, "mountPath").len())?;
    let name = text(mount, "name");
    let mut volumes = pod.list("spec.volumes").iter().enumerate();
    let (index, volume) = volumes.find(|(_, volume)| text(volume, "name") == name)?;
    Some(Mounted {
        name,
        path: text(mount, "mountPath"),
        volume,
        place: FieldPath::parse(&format!("spec.volumes[{index}]")),
    })
}

/// A volume where a container has it.
#[derive(Debug)]
pub struct Mounted<'p> {
    /// The volume's name.
    pub name: &'p str,
    /// Where it is mounted.
    pub path: &'p str,
    /// Its entry in the Pod.
    pub volume: &'p serde_json::Value,
    /// Where that stands in the Pod.
    pub place: FieldPath,
}

/// Whether a path is a folder or lies in it.
pub fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A text that is looked for in a file and is not there.
#[derive(Debug, Clone, Copy)]
pub struct LostText<'c, 's> {
    /// The expectation.
    pub failed: Failed<'c>,
    /// The Pod it was looked for in.
    pub pod: &'s Object,
    /// The container; empty for the first.
    pub container: &'c str,
    /// The file.
    pub path: &'c str,
}

/// The texts that failed expectations look for in files. A file that has to be equal to something
/// may have too much in it, so it tells nothing of a loss.
pub fn lost_texts<'c, 's>(context: &Context<'c, 's>) -> Vec<LostText<'c, 's>> {
    let failed = context.failed().into_iter();
    failed
        .filter_map(|failed| {
            let ExpectationKind::File(probe) = &failed.expectation.kind else {
                return None;
            };
            let is_part = matches!(probe.content, FileContent::Contains(_));
            let is_missed = matches!(failed.outcome.cause, Some(Cause::File { .. }));
            (is_part && is_missed).then_some(())?;
            Some(LostText {
                failed,
                pod: context.graph.by_key(failed.outcome.subjects.first()?)?,
                container: probe.container.as_deref().unwrap_or_default(),
                path: probe.path.as_str(),
            })
        })
        .collect()
}
