//! Whether what has passed will stay: a program that is going to crash looks well for a moment.

use std::time::Duration;

use jiff::Timestamp;

use crate::snapshot::Snapshot;
use crate::snapshot::object::{get, text};

/// How long a container has to run before a pass counts. A program that cannot read its arguments or
/// its settings ends at once; that it did shows when the kubelet has looked twice (every second) and
/// has told the server, which a busy machine makes later.
const STEADY: Duration = Duration::from_secs(4);

/// The shortest look ahead: times on a cluster are whole seconds.
const LEAST: Duration = Duration::from_millis(500);

/// How much longer to look before what runs now has run long enough; `None` when it has.
pub(super) fn time_to_steady(snapshot: &Snapshot) -> Option<Duration> {
    let pods = snapshot
        .objects
        .iter()
        .filter(|object| object.kind() == "Pod" && !object.is_terminating());
    let containers = pods.flat_map(|pod| pod.list("status.containerStatuses"));
    let started = containers
        .filter(|status| get(status, "state.running").is_some())
        .filter_map(|status| {
            let started = text(status, "state.running.startedAt");
            started.parse::<Timestamp>().ok()
        })
        .max()?;
    // A node's clock may be ahead of the server's.
    let ahead = Duration::try_from(started.duration_since(snapshot.at)).unwrap_or_default();
    if ahead > STEADY {
        // Its times say nothing then.
        return None;
    }
    let age = Duration::try_from(snapshot.at.duration_since(started)).unwrap_or_default();
    (age < STEADY).then(|| STEADY.saturating_sub(age).max(LEAST))
}

#[cfg(test)]
mod tests;
