//! An init container that waits for a Service.

use jiff::{SignedDuration, Timestamp};

use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, text};

/// How long a program may take to hear of a new Service: the cluster's DNS keeps the answer that there
/// is none for 30 s (`cache 30` in its configuration), and who asks waits between two questions.
pub(super) const RESOLVING: SignedDuration = SignedDuration::from_secs(35);

/// When the newest Service was made that an init container, which is still at work, may be waiting for:
/// after that container had started.
pub(super) fn service_since_start(pod: &Object, graph: &Graph<'_>) -> Option<Timestamp> {
    let inits = pod.list("status.initContainerStatuses").iter();
    let started = inits
        .filter_map(|status| text(status, "state.running.startedAt").parse().ok())
        .max()?;
    let services = graph.of_kind("Service").filter_map(Object::created);
    services.filter(|created| *created > started).max()
}
