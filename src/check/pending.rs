//! How far controllers are with what an expectation asks for: with objects that are there, with those
//! that make others, and with the addresses behind a Service.

use super::lag;
use crate::lesson::model::Ref;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::settling::{self, Phase, Settling};

/// How far the controllers are with an object, its owners' work included: a Pod is settled only when
/// the Deployment that may yet replace it is.
pub(super) fn of<'s>(object: &'s Object, graph: &Graph<'s>) -> Settling {
    let own = settling::of(object, graph);
    let top = graph.root_owner(object);
    if std::ptr::eq(top, object) {
        return own;
    }
    let of_top = settling::of(top, graph);
    // A Pod that a rollout is about to take away, or that a new template has not reached yet, may be
    // stuck: what becomes of it is the workload's matter.
    let is_unseen = matches!(&of_top, Settling::Working(work) if work.phase == Phase::Observing);
    if is_unseen || !settling::is_current(object, graph) {
        return of_top;
    }
    Settling::gravest([own, of_top])
}

/// How far those are that could still make an object that fits: its owner, or workloads whose template
/// carries the labels.
pub(super) fn of_makers(target: &Ref, graph: &Graph<'_>) -> Settling {
    if let Some((kind, name)) = target.owner_parts() {
        return graph
            .named(kind, name)
            .map_or(Settling::Settled, |o| settling::of(o, graph));
    }
    of_workloads(graph, |workload| graph.makes(workload, target))
}

/// The same of those that make Pods for a Service.
pub(super) fn of_served(service: &Object, graph: &Graph<'_>) -> Settling {
    of_workloads(graph, |workload| Graph::serves(service, workload))
}

/// How far the addresses of a Service are, which follow its Pods.
pub(super) fn of_endpoints(service: &str, graph: &Graph<'_>) -> Settling {
    let Some(service) = graph.named("Service", service) else {
        return Settling::Settled;
    };
    let pods = graph.pods_selected_by(service).into_iter();
    let of_pods = pods.map(|pod| match of(pod, graph) {
        Settling::Settled => lag::just_routed(pod, graph),
        state => state,
    });
    Settling::gravest(of_pods.chain([of_served(service, graph)]))
}

fn of_workloads(graph: &Graph<'_>, makes: impl Fn(&Object) -> bool) -> Settling {
    let workloads = ["Deployment", "ReplicaSet"]
        .into_iter()
        .flat_map(|kind| graph.of_kind(kind));
    let makers = workloads.filter(|workload| makes(workload));
    Settling::gravest(makers.map(|maker| settling::of(maker, graph)))
}
