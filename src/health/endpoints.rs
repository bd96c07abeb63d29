//! The Endpoints of Services where they were not read: computed as the controller computes them.
//!
//! `kubectl get all` and `kubectl cluster-info dump` leave them out, though all that they follow
//! from is there.

use serde_json::{Value, json};

use crate::explain::services::{Target, ports};
use crate::snapshot::Snapshot;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, list, text};

/// Adds the Endpoints that Services with a selector have, as far as there are none.
pub(super) fn complete(snapshot: &mut Snapshot) {
    let graph = Graph::new(snapshot);
    let services = graph.of_kind("Service");
    let lacking = services.filter(|service| {
        super::expected::leads_to_pods(service)
            && graph.named("Endpoints", service.name()).is_none()
    });
    let computed: Vec<Object> = lacking
        .map(|service| endpoints(service, &graph.pods_selected_by(service)))
        .collect();
    snapshot.objects.extend(computed);
}

fn endpoints(service: &Object, pods: &[&Object]) -> Object {
    let addresses: Vec<Value> = pods
        .iter()
        .filter(|pod| takes_requests(service, pod))
        .map(|pod| json!({"ip": pod.text("status.podIP")}))
        .collect();
    let mut value = json!({
        "metadata": {"name": service.name(), "namespace": service.namespace()},
    });
    if !addresses.is_empty() {
        value["subsets"] = json!([{"addresses": addresses}]);
    }
    Object::redacted(value, "Endpoints", "v1")
}

/// Whether a Pod is an address of a Service: it is Ready, or that does not matter, and a port of the
/// Service leads to it.
fn takes_requests(service: &Object, pod: &Object) -> bool {
    let unready = service.get("spec.publishNotReadyAddresses") == Some(&Value::Bool(true));
    let ports = ports(service);
    let leads = |target: Target<'_>| match target {
        Target::Number(_) => true,
        Target::Name(name) => has_port(pod, name),
    };
    !pod.is_terminating()
        && (unready || pod.is_condition_true("Ready"))
        && (ports.is_empty() || ports.iter().any(|port| leads(port.target)))
}

fn has_port(pod: &Object, name: &str) -> bool {
    let containers = pod.list("spec.containers").iter();
    containers
        .flat_map(|container| list(container, "ports"))
        .any(|port| text(port, "name") == name)
}
