//! M09: the spec is right and controllers are still at work. Not a fault.
//!
//! W18 is the same for a rollout of a Deployment.

use crate::check::Verdict;
use crate::explain::{Context, Finding, Layer, Rule};
use crate::snapshot::settling::Phase;

/// Wait, never wrong.
pub(super) const M09: Rule = Rule {
    code: "M09",
    layer: Layer::Intent,
    refines: &[],
    teachable: true,
    waiting: true,
    find: not_yet,
};

fn not_yet(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let waiting = context
        .failed()
        .into_iter()
        .filter(|f| f.outcome.verdict == Verdict::Waiting);
    waiting
        .filter_map(|failed| {
            let work = failed.outcome.work.as_ref()?;
            let mut finding = Finding::new(rule)
                .variant(phase(work.phase))
                .object(work.object.clone())
                .expectation(&failed.expectation.id)
                .look(&["kubectl", "get", &work.object.to_string(), "--watch"]);
            if let Some((ready, wanted)) = work.ready {
                finding = finding.arg("ready", ready).arg("wanted", wanted);
            }
            Some(finding)
        })
        .collect()
}

/// The name of the phase in message ids.
fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Observing => "observing",
        Phase::Scaling => "scaling",
        Phase::Scheduling => "scheduling",
        Phase::Pulling => "pulling",
        Phase::Starting => "starting",
        Phase::Crashing => "crashing",
        Phase::Readiness => "readiness",
        Phase::Output => "output",
        Phase::Binding => "binding",
        Phase::Deleting => "deleting",
    }
}
