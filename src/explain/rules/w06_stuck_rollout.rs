//! W06 and W07: an update of a Deployment does not come to an end.
//!
//! W06: the new Pods cannot get their image, and the image wanted is the one of the Pods that still
//! run (or the update was there before the exercise): the way is back, not another image. Where a
//! new image is wanted, the rule about that image says more.
//!
//! W07: the Deployment itself has given up waiting (`ProgressDeadlineExceeded`). That is never a
//! cause, so it is what is said where no cause is known.

use crate::explain::pods::{Container, argument, containers, shown};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::graph::revision;
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::settling;

/// The image of the new Pods cannot be had.
pub(super) const W06: Rule = Rule {
    code: "W06",
    layer: Layer::Image,
    refines: &["P01", "P02", "P04", "P05", "P06", "P07"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let deployments = context.suspects_of("Deployment");
        deployments
            .filter(|deployment| !deployment.is_terminating())
            .filter_map(|deployment| stuck(rule, context, deployment))
            .collect()
    },
};

/// The Deployment has waited too long.
pub(super) const W07: Rule = Rule {
    code: "W07",
    layer: Layer::Ready,
    refines: &[],
    find: |rule, context| {
        let deployments = context.suspects_of("Deployment");
        deployments
            .filter(|deployment| !deployment.is_terminating())
            .filter_map(|deployment| late(rule, context, deployment))
            .collect()
    },
    ..W06
};

/// The newest of a Deployment's older ReplicaSets whose Pods serve.
fn serving<'s>(deployment: &Object, context: &Context<'_, 's>) -> Option<&'s Object> {
    let sets = context.graph.replica_sets_of(deployment);
    let (_, older) = sets.split_last()?;
    let mut older = older.iter().rev();
    older
        .find(|set| settling::count(set, "status.readyReplicas", 0) > 0)
        .copied()
}

fn stuck(rule: &Rule, context: &Context<'_, '_>, deployment: &Object) -> Option<Finding> {
    let old = serving(deployment, context)?;
    let pods = context.graph.current_pods_of(deployment).into_iter();
    let mut waiting = pods
        .filter(|pod| !pod.is_terminating())
        .flat_map(containers)
        .filter(is_without_image);
    let container = waiting.next()?;
    let specs = list(old.value(), "spec.template.spec.containers").iter();
    let before = specs
        .filter(|spec| text(spec, "name") == container.name())
        .map(|spec| text(spec, "image"))
        .find(|image| *image != container.image())?;
    is_wanted(before, &container, deployment, context).then_some(())?;
    let (object, path) = container.at(context.graph, "image");
    let argument = argument(deployment);
    let pod = container.pod.key();
    let ready = settling::count(old, "status.readyReplicas", 0).to_string();
    let found = Finding::new(rule)
        .object(object.key())
        .field(
            path,
            Some(before.to_owned()),
            Some(container.image().to_owned()),
        )
        .arg("image", container.image())
        .arg("before", before)
        .arg("pod", container.pod.name())
        .evidence(
            Source::Status,
            Some(pod),
            "waiting",
            container.waiting_reason(),
        )
        .evidence(
            Source::Status,
            Some(old.key()),
            "status.readyReplicas",
            &ready,
        )
        .look(&["kubectl", "rollout", "status", &argument]);
    Some(undone(found, context, deployment, old))
}

/// With the command that goes back to a ReplicaSet: the last before this one, or by its revision.
fn undone(
    finding: Finding,
    context: &Context<'_, '_>,
    deployment: &Object,
    old: &Object,
) -> Finding {
    let argument = argument(deployment);
    let sets = context.graph.replica_sets_of(deployment);
    let before = sets.iter().rev().nth(1);
    if before.is_some_and(|set| std::ptr::eq(*set, old)) {
        return finding.fix(&["kubectl", "rollout", "undo", &argument]);
    }
    let revision = format!("--to-revision={}", revision(old));
    finding.fix(&["kubectl", "rollout", "undo", &argument, &revision])
}

/// Whether a container waits for an image that it cannot get.
fn is_without_image(container: &Container<'_>) -> bool {
    container.is_pull_failing()
        || matches!(
            container.waiting_reason(),
            "InvalidImageName" | "ErrImageNeverPull" | "RegistryUnavailable"
        )
}

/// Whether the way back is what the exercise wants: it names the image from before, or it names none
/// and the update was begun before the exercise.
fn is_wanted(
    before: &str,
    container: &Container<'_>,
    deployment: &Object,
    context: &Context<'_, '_>,
) -> bool {
    let wanted = container.wanted(context.wanted(deployment), "image");
    match wanted.map(shown) {
        Some(wanted) => wanted == before,
        None => context
            .graph
            .current_replica_set(deployment)
            .is_some_and(|set| context.is_from_before(set)),
    }
}

fn late(rule: &Rule, context: &Context<'_, '_>, deployment: &Object) -> Option<Finding> {
    let condition = deployment.condition("Progressing")?;
    let is_over = text(condition, "reason") == "ProgressDeadlineExceeded";
    // A field that is not as wanted says more, and changing it begins anew.
    let differs = context
        .mismatches()
        .iter()
        .any(|(_, mismatch)| mismatch.object == deployment.key() && !mismatch.is_observed());
    (is_over && text(condition, "status") == "False" && !differs).then_some(())?;
    let seconds = settling::count(deployment, "spec.progressDeadlineSeconds", 600);
    let argument = argument(deployment);
    let pods = context.graph.current_pods_of(deployment);
    let label = deployment.map("spec.selector.matchLabels");
    let label = label.and_then(|labels| labels.iter().next());
    let mut finding = Finding::new(rule)
        .object(deployment.key())
        .arg("seconds", seconds)
        .evidence(
            Source::Condition,
            Some(deployment.key()),
            "Progressing",
            text(condition, "message"),
        )
        .look(&["kubectl", "describe", &argument]);
    if let Some((key, value)) = label {
        let label = format!("{key}={}", shown(value));
        finding = finding.look(&["kubectl", "get", "rs,pods", "-l", &label]);
    }
    let runs =
        |pod: &&Object| pod.text("status.phase") == "Running" && !pod.is_condition_true("Ready");
    if pods.iter().any(runs) {
        finding = finding.variant("not-ready");
    }
    Some(match serving(deployment, context) {
        Some(old) => undone(finding, context, deployment, old),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::explain_fixture;

    #[test]
    fn the_way_back_is_to_the_pods_that_run() {
        for (path, words) in [
            ("pods-deleted", "kubectl rollout undo deployment/web"),
            (
                "another-tag",
                "kubectl rollout undo deployment/web --to-revision=1",
            ),
        ] {
            let diagnosis =
                explain_fixture(&format!("faults/W06/faults-rollouts-back-{path}.json"));
            let first = diagnosis.first().unwrap();
            assert_eq!(first.fix[0].join(" "), words, "{path}");
        }
    }
}
