//! S02: a Service finds its Pods, and none of them is Ready. What keeps them from it, where another
//! rule knows it, is the cause; this one says why nobody answers.

use crate::explain::services;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::text;

/// No Pod is Ready.
pub(super) const S02: Rule = Rule {
    code: "S02",
    layer: Layer::Routing,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find,
};

fn find(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in services::asked(context) {
        let pods = asked.pods(context);
        if !asked.is_unreached(context) || pods.iter().any(|pod| pod.is_condition_true("Ready")) {
            continue;
        }
        let Some(pod) = pods.first() else {
            continue;
        };
        let mut finding = Finding::new(rule)
            .object(asked.service.key())
            .arg("count", pods.len() as u64)
            .arg("pod", pod.name())
            .expectation(&asked.failed.expectation.id)
            .look(&["kubectl", "describe", &pod.key().to_string()]);
        if let Some(ready) = pod.condition("Ready") {
            let message = text(ready, "message");
            finding = finding.evidence(Source::Condition, Some(pod.key()), "Ready", message);
        }
        let events = context.graph.events_of(pod).into_iter().rev();
        let unhealthy = events
            .into_iter()
            .find(|event| event.text("reason") == "Unhealthy");
        if let Some(event) = unhealthy {
            let message = event.text("message");
            finding = finding.evidence(Source::Event, Some(pod.key()), "Unhealthy", message);
        }
        findings.push(finding);
    }
    findings
}
