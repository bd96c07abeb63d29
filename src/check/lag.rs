//! What follows a Pod with a delay: routes to it, its output, its end. Not there yet is not wrong.

use jiff::{SignedDuration, Timestamp};

use super::{Cause, probe};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, text};
use crate::snapshot::settling::{Phase, Settling, Work};

/// How long routes may lag behind Pods: 10 s were seen, in which requests went to a Pod that was gone
/// and timed out.
const ROUTING: SignedDuration = SignedDuration::from_secs(15);

/// How long output may lag behind a container's start.
const OUTPUT: SignedDuration = SignedDuration::from_secs(10);

/// How long a program that is to end may go on, and a busy kubelet may take to tell of its end.
const END: SignedDuration = SignedDuration::from_secs(30);

/// Endpoints follow Pods, and output follows a start, within seconds.
pub(super) fn just_started(pod: &Object, cause: &Cause, graph: &Graph<'_>) -> Settling {
    if let Some((since, allowed)) = probe::renewed(cause, pod, graph) {
        return until(pod, Some(since), allowed, graph);
    }
    let (allowed, since) = match cause {
        Cause::Http { .. } => return just_routed(pod, graph),
        // What runs once and is still at it may be waiting for an answer itself.
        _ if pod.text("spec.restartPolicy") == "Never" => (END, started(pod)),
        _ => (OUTPUT, started(pod)),
    };
    until(pod, since, allowed, graph)
}

/// Endpoints, and routes to them, follow a Pod that became ready or ceased to be.
pub(super) fn just_routed(pod: &Object, graph: &Graph<'_>) -> Settling {
    let ready = pod.condition("Ready");
    let since = ready.and_then(|c| text(c, "lastTransitionTime").parse().ok());
    until(pod, since, ROUTING, graph)
}

/// When the last of a Pod's containers that are running was started.
fn started(pod: &Object) -> Option<Timestamp> {
    let statuses = pod.list("status.containerStatuses").iter();
    let times = statuses.filter_map(|s| text(s, "state.running.startedAt").parse().ok());
    times.max()
}

/// A program that is to end may have done so, and the kubelet has not told yet.
pub(super) fn about_to_end(pod: &Object, graph: &Graph<'_>) -> Settling {
    let statuses = pod.list("status.containerStatuses").iter();
    let times = statuses.flat_map(|status| {
        let of = |keys: &str| text(status, keys).parse::<Timestamp>().ok();
        [
            of("state.running.startedAt"),
            of("state.terminated.finishedAt"),
        ]
    });
    until(pod, times.flatten().max(), END, graph)
}

/// At work until that long after a moment.
fn until(
    pod: &Object,
    since: Option<Timestamp>,
    allowed: SignedDuration,
    graph: &Graph<'_>,
) -> Settling {
    match since.map(|since| since + allowed) {
        Some(until) if graph.snapshot().at < until => Settling::Working(Work {
            phase: Phase::Output,
            object: pod.key(),
            until: Some(until),
            ready: None,
        }),
        _ => Settling::Settled,
    }
}
