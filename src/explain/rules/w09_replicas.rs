//! W08 and W09: the Deployment is healthy, and runs as many Pods as it was told to: none, or
//! another number than wanted.

use crate::check::{Cause, Mismatch};
use crate::explain::context::{self, Failed};
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::lesson::model::Ref;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling;

/// `spec.replicas` is 0.
pub(super) const W08: Rule = Rule {
    code: "W08",
    layer: Layer::Controller,
    refines: &["W09", "M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, |replicas| replicas == 0),
};

/// `spec.replicas` is another number than wanted.
pub(super) const W09: Rule = Rule {
    code: "W09",
    layer: Layer::Intent,
    refines: &["M05", "M11", "M12"],
    find: |rule, context| find(rule, context, |replicas| replicas > 0),
    ..W08
};

fn find(rule: &Rule, context: &Context<'_, '_>, applies: fn(u64) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for deployment in context.suspects_of("Deployment") {
        let replicas = settling::count(deployment, "spec.replicas", 1);
        if !applies(replicas) || deployment.is_terminating() {
            continue;
        }
        let wanted = context
            .failed()
            .into_iter()
            .find_map(|failed| wanted_replicas(failed, deployment, context).map(|n| (failed, n)));
        let Some((failed, wanted)) = wanted.filter(|(_, wanted)| *wanted != replicas) else {
            continue;
        };
        let flag = format!("--replicas={wanted}");
        findings.push(
            Finding::new(rule)
                .object(deployment.key())
                .field(
                    FieldPath::parse("spec.replicas"),
                    Some(wanted.to_string()),
                    Some(replicas.to_string()),
                )
                .arg("replicas", replicas)
                .arg("wanted", wanted)
                .expectation(&failed.expectation.id)
                .evidence(
                    Source::Spec,
                    Some(deployment.key()),
                    "spec.replicas",
                    &replicas.to_string(),
                )
                .look(&["kubectl", "get", &argument(deployment)])
                .fix(&["kubectl", "scale", &argument(deployment), &flag]),
        );
    }
    findings
}

/// How many Pods a failed expectation wants of a Deployment that runs another number: by its
/// fields, by a count of Pods, or at least one because something is to come from its Pods.
fn wanted_replicas(failed: Failed<'_>, deployment: &Object, seen: &Context<'_, '_>) -> Option<u64> {
    let is_of_it = |target: &Ref| {
        target.kind == "Pod"
            && (target.owner_parts() == Some(("Deployment", deployment.name()))
                || seen.graph.makes(deployment, target))
    };
    let about_its_pods = || {
        context::targets(failed.expectation)
            .into_iter()
            .any(is_of_it)
    };
    let replicas = settling::count(deployment, "spec.replicas", 1);
    match &failed.outcome.cause {
        Some(Cause::Fields { mismatches }) => mismatches
            .iter()
            .filter(|mismatch| mismatch.object == deployment.key())
            .find_map(replicas_of),
        // With the right number another cause keeps them from fitting.
        Some(Cause::Count { bounds, .. }) if !bounds.contains(replicas) && about_its_pods() => {
            if replicas < bounds.min {
                Some(bounds.min)
            } else {
                bounds.max
            }
        }
        Some(Cause::Missing) if about_its_pods() => Some(replicas.max(1)),
        Some(Cause::Http { .. }) => {
            let serves = failed.outcome.subjects.iter().any(|key| {
                let service = seen.graph.by_key(key);
                service.is_some_and(|service| Graph::serves(service, deployment))
            });
            serves.then_some(replicas.max(1))
        }
        _ => None,
    }
}

fn replicas_of(mismatch: &Mismatch) -> Option<u64> {
    let counts = [
        "replicas",
        "availableReplicas",
        "readyReplicas",
        "updatedReplicas",
    ];
    let last = mismatch.path.last_key()?;
    counts
        .contains(&last)
        .then(|| mismatch.expected.as_u64())
        .flatten()
}
