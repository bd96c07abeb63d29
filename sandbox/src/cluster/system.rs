//! What a fresh cluster has beside its nodes: the name server's Service, the two priority classes
//! of the system, and the roles for people.

use serde_json::{Value, json};

use super::roles;
use crate::{
    containers::network::NAME_SERVER,
    kinds::{self, Kind},
    object::Meta,
    refusal::Refusal,
    registry::Registry,
};

/// Makes what is not there yet.
pub(super) fn furnish(registry: &Registry) -> Result<(), Refusal> {
    make(registry, kinds::SERVICE, &name_server())?;
    for (name, value, description) in [
        (
            "system-cluster-critical",
            2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
        ),
        (
            "system-node-critical",
            2_000_001_000,
            "Used for system critical pods that must not be moved from their current node.",
        ),
    ] {
        let class = json!({
            "metadata": {"name": name},
            "value": value,
            "description": description,
        });
        make(registry, kinds::PRIORITY_CLASS, &class)?;
    }
    for role in roles::roles() {
        make(registry, kinds::CLUSTER_ROLE, &role)?;
    }
    make(registry, kinds::CLUSTER_ROLE_BINDING, &roles::binding())
}

/// The network itself answers there, so no Pods stand behind it and it selects none.
fn name_server() -> Value {
    let labels = json!({
        "k8s-app": "kube-dns",
        "kubernetes.io/cluster-service": "true",
        "kubernetes.io/name": "CoreDNS",
    });
    json!({
        "metadata": {"name": "kube-dns", "namespace": "kube-system", "labels": labels},
        "spec": {
            "clusterIP": NAME_SERVER,
            "ports": [
                {"name": "dns", "port": 53, "protocol": "UDP"},
                {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
            ],
        },
    })
}

fn make(registry: &Registry, kind: &Kind, object: &Value) -> Result<(), Refusal> {
    match registry.create(kind, object.namespace(), object) {
        // In an older cluster its address may have become somebody else's.
        Err(refusal) if !refusal.is_already_exists() && refusal.code() != 422 => Err(refusal),
        _ => Ok(()),
    }
}
