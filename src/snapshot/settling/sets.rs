//! How far the workloads other than a Deployment are with their Pods.

use super::{
    Phase, RECONCILING, Settling, count, newest_change, of, of_observed_generation, with_ready,
};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;

/// A StatefulSet or DaemonSet, by its Pods and by how many of them it counts as ready.
pub(super) fn of_set(set: &Object, graph: &Graph<'_>) -> Settling {
    if let Some(settling) = of_observed_generation(set, graph) {
        return settling;
    }
    let (ready, wanted) = if set.kind() == "DaemonSet" {
        (
            count(set, "status.numberReady", 0),
            count(set, "status.desiredNumberScheduled", 0),
        )
    } else {
        (
            count(set, "status.readyReplicas", 0),
            count(set, "spec.replicas", 1),
        )
    };
    if ready == wanted {
        return Settling::Settled;
    }
    let pods = graph.pods_of(set);
    let state = match Settling::gravest(pods.iter().map(|pod| of(pod, graph))) {
        Settling::Settled => {
            let since = newest_change(set, &pods);
            Settling::by(Phase::Scaling, set, graph.snapshot().at, since, RECONCILING)
        }
        state => state,
    };
    with_ready(state, ready, wanted)
}
