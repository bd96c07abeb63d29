//! A cluster that lives: controllers, a scheduler and kubelets on one registry.
//!
//! [`Cluster::start`] sets everything going on the present tokio runtime, [`Cluster::stop`] ends all
//! of it. Between the two, writing to the registry is all that it takes for something to happen.

mod roles;
mod system;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

pub use crate::kubelet::{Disk, NodeOptions};
use crate::{
    containers::network::Network,
    controllers::{
        self, deployment::Deployments, endpoints::Endpoints, ephemeral::Ephemeral, expiry::Expiry,
        garbage::Garbage, job::Jobs, namespace::Namespaces, nodes::Nodes, protection::Protection,
        provisioner::Provisioner, quotas::Quotas, replica_set::ReplicaSets, volumes::Volumes,
    },
    images::Images,
    kinds::{self, Kind},
    kubelet::{self, Node},
    refusal::Refusal,
    registry::Registry,
    runtime::Runtime,
    scheduler,
    tasks::Tasks,
    volume,
};

/// A running cluster. Dropping it leaves it running; [`Cluster::stop`] ends it.
#[derive(Debug)]
pub struct Cluster {
    registry: Registry,
    nodes: Vec<Arc<Node>>,
    runtime: Runtime,
    images: Images,
    tasks: Tasks,
}

/// The namespaces that every cluster has.
const NAMESPACES: &[&str] = &["default", "kube-system", "kube-public", "kube-node-lease"];

/// Creates an object; what an earlier run left stays as it is.
fn ensure(registry: &Registry, kind: &Kind, object: &Value) -> Result<(), Refusal> {
    match registry.create(kind, "", object) {
        Err(refusal) if !refusal.is_already_exists() => Err(refusal),
        _ => Ok(()),
    }
}

impl Cluster {
    /// Starts a cluster over what a registry holds. It needs a tokio runtime around it.
    pub fn start(registry: &Registry, nodes: Vec<NodeOptions>) -> Result<Self, Refusal> {
        Self::start_with(registry, nodes, &Images::default())
    }

    /// The same, with images that were built or pulled before.
    pub fn start_with(
        registry: &Registry,
        nodes: Vec<NodeOptions>,
        images: &Images,
    ) -> Result<Self, Refusal> {
        for name in NAMESPACES {
            ensure(
                registry,
                kinds::NAMESPACE,
                &json!({"metadata": {"name": name}}),
            )?;
        }
        ensure(registry, kinds::STORAGE_CLASS, &volume::standard_class())?;
        system::furnish(registry)?;
        let tasks = Tasks::new();
        let network = Network::new(Arc::clone(registry.store()));
        let nodes: Vec<Arc<Node>> = nodes
            .into_iter()
            .map(|options| Node::new(registry, &tasks, &network, images, options))
            .collect();
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
        tasks.spawn(controllers::run(registry.clone(), Quotas::new(registry)));
        tasks.spawn(controllers::run(
            registry.clone(),
            Volumes::new(registry, &nodes),
        ));
        tasks.spawn(controllers::run(
            registry.clone(),
            Provisioner::new(registry, &nodes),
        ));
        tasks.spawn(controllers::run(
            registry.clone(),
            Protection::new(registry),
        ));
        tasks.spawn(controllers::run(registry.clone(), Ephemeral::new(registry)));
        tasks.spawn(scheduler::run(registry.clone()));
        for node in &nodes {
            tasks.spawn(kubelet::run(Arc::clone(node)));
        }
        let runtime = Runtime::new(registry, nodes.clone(), &network, &tasks);
        Ok(Self {
            registry: registry.clone(),
            nodes,
            runtime,
            images: images.clone(),
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

    /// What is on the nodes' disks, by the nodes' names: with the objects, all that a later cluster
    /// needs to go on where this one stops. It goes there as [`NodeOptions::disk`].
    pub fn disks(&self) -> BTreeMap<String, Disk> {
        self.nodes
            .iter()
            .map(|node| (node.options.name.clone(), node.disk()))
            .collect()
    }

    /// The images of the nodes, and those that a learner builds.
    pub fn images(&self) -> &Images {
        &self.images
    }

    /// Lets all controllers, nodes and containers end, and waits for nothing.
    pub(crate) fn end(&self) {
        self.tasks.end();
    }

    /// A number that grows with what is written to the nodes' disks.
    pub(crate) fn disk_changes(&self) -> u64 {
        self.nodes.iter().map(|node| node.disk_changes()).sum()
    }

    /// Ends all controllers, nodes and containers; the objects stay, and what is on the nodes'
    /// disks is returned, as by [`Cluster::disks`].
    pub async fn stop(self) -> BTreeMap<String, Disk> {
        self.tasks.stop().await;
        self.disks()
    }
}
