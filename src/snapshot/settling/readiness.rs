//! How far a Pod is whose containers are all at work, and that is not Ready.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Phase, Settling, scheduled_at};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, list, text};

/// Room beyond the readiness probe's own numbers.
const SLACK: SignedDuration = SignedDuration::from_secs(5);

pub(super) fn of_pod(pod: &Object, graph: &Graph<'_>) -> Settling {
    let since = started_at(pod).or_else(|| scheduled_at(pod));
    let now = graph.snapshot().at;
    Settling::by(Phase::Readiness, pod, now, since, allowance(pod))
}

fn started_at(pod: &Object) -> Option<Timestamp> {
    list(pod.value(), "status.containerStatuses")
        .iter()
        .filter_map(|status| text(status, "state.running.startedAt").parse().ok())
        .max()
}

/// `initialDelaySeconds + periodSeconds × failureThreshold`, the largest of all readiness probes,
/// and some room. The defaults are the API's.
fn allowance(pod: &Object) -> SignedDuration {
    let seconds = pod
        .list("spec.containers")
        .iter()
        .filter_map(|container| container.get("readinessProbe"))
        .map(|probe| {
            let number = |key, default| probe.get(key).and_then(Value::as_i64).unwrap_or(default);
            number("initialDelaySeconds", 0)
                + number("periodSeconds", 10) * number("failureThreshold", 3)
        })
        .max()
        .unwrap_or(0);
    SignedDuration::from_secs(seconds.clamp(0, 3600)) + SLACK
}
