//! A cluster that lives: controllers, a scheduler and kubelets on one registry.
//!
//! [`Cluster::start`] sets everything going on the present tokio runtime, [`Cluster::stop`] ends all
//! of it. Between the two, writing to the registry is all that it takes for something to happen.

mod roles;
mod system;

use std::sync::Arc;

use serde_json::json;

pub use crate::kubelet::NodeOptions;
use crate::{
    containers::network::Network,
    controllers::{
        self, deployment::Deployments, endpoints::Endpoints, expiry::Expiry, garbage::Garbage,
        job::Jobs, namespace::Namespaces, nodes::Nodes, replica_set::ReplicaSets,
    },
    kinds,
    kubelet::{self, Node},
    refusal::Refusal,
    registry::Registry,
    runtime::Runtime,
    scheduler,
    tasks::Tasks,
};

/// A running cluster. Dropping it leaves it running; [`Cluster::stop`] ends it.
#[derive(Debug)]
pub struct Cluster {
    registry: Registry,
    runtime: Runtime,
    tasks: Tasks,
}

/// The namespaces that every cluster has.
const NAMESPACES: &[&str] = &["default", "kube-system", "kube-public", "kube-node-lease"];

impl Cluster {
    /// Starts a cluster over what a registry holds. It needs a tokio runtime around it.
    pub fn start(registry: &Registry, nodes: Vec<NodeOptions>) -> Result<Self, Refusal> {
        for name in NAMESPACES {
            match registry.create(kinds::NAMESPACE, "", &json!({"metadata": {"name": name}})) {
                Err(refusal) if !refusal.is_already_exists() => return Err(refusal),
                _ => {}
            }
        }
        system::furnish(registry)?;
        let tasks = Tasks::new();
        let network = Network::new(Arc::clone(registry.store()));
        tasks.spawn(controllers::run(
            registry.clone(),
            Namespaces::new(registry),
        ));
        tasks.spawn(controllers::run(
            registry.clone(),
            Deployments::new(registry),
        ));
        tasks.spawn(controllers::run(
            registry.clone(),
            ReplicaSets::new(registry),
        ));
        tasks.spawn(controllers::run(registry.clone(), Jobs::new(registry)));
        tasks.spawn(controllers::run(registry.clone(), Endpoints::new(registry)));
        tasks.spawn(controllers::run(registry.clone(), Garbage::new(registry)));
        tasks.spawn(controllers::run(registry.clone(), Nodes::new(registry)));
        tasks.spawn(controllers::run(registry.clone(), Expiry::new(registry)));
        tasks.spawn(scheduler::run(registry.clone()));
        let nodes: Vec<Arc<Node>> = nodes
            .into_iter()
            .map(|options| Node::new(registry, &tasks, &network, options))
            .collect();
        for node in &nodes {
            tasks.spawn(kubelet::run(Arc::clone(node)));
        }
        let runtime = Runtime::new(registry, nodes, &network, &tasks);
        Ok(Self {
            registry: registry.clone(),
            runtime,
            tasks,
        })
    }

    /// The objects.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The way into running Pods.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Lets all controllers, nodes and containers end, and waits for nothing.
    pub(crate) fn end(&self) {
        self.tasks.end();
    }

    /// Ends all controllers, nodes and containers; the objects stay.
    pub async fn stop(self) {
        self.tasks.stop().await;
    }
}
