//! Starting and stopping the sandbox.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

use crate::{
    api::{Api, connect::Connector, server},
    bridge::Bridge,
    clock::Clock,
    cluster::{Cluster, NodeOptions},
    kinds::{self, Kind},
    kubeconfig, names,
    object::{Meta, child},
    refusal::Refusal,
    registry::Registry,
    state::{Mark, State},
    store::{RING, Store},
    tls::{Identity, TlsError},
};

/// How to start.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; `0` takes a free one.
    pub port: u16,
    /// The bearer token; a random one if `None`.
    pub token: Option<String>,
    /// The certificates; fresh ones if `None`.
    pub identity: Option<Identity>,
    /// The cluster's time.
    pub clock: Clock,
    /// How many events of each kind watches can go back.
    pub ring: usize,
    /// Who answers for what is inside Pods.
    pub connector: Option<Arc<dyn Connector>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token: None,
            identity: None,
            clock: Clock::real(),
            ring: RING,
            connector: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("ring", &self.ring)
            .finish_non_exhaustive()
    }
}

/// Why the sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port cannot be had.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no randomness for a token.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    /// There is no certificate for the server.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// What every cluster has could not be made.
    #[error("cannot set up the cluster: {0}")]
    SetUp(#[from] Refusal),
}

/// A running sandbox. Dropping it stops the server and the cluster.
#[derive(Debug)]
pub struct Sandbox {
    registry: Registry,
    address: SocketAddr,
    token: String,
    identity: Identity,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
    cluster: Option<Cluster>,
}

impl Sandbox {
    /// Starts an API on loopback over a fresh cluster.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let registry = Registry::new(Arc::new(Store::new(options.ring)), options.clock.clone());
        Self::start_with(options, registry).await
    }

    /// Starts an API on loopback over a fresh cluster in which things happen: controllers, a
    /// scheduler, and nodes whose Pods run.
    pub async fn start_cluster(
        options: Options,
        nodes: Vec<NodeOptions>,
    ) -> Result<Self, StartError> {
        let registry = Registry::new(Arc::new(Store::new(options.ring)), options.clock.clone());
        Self::start_cluster_with(options, registry, nodes).await
    }

    /// Starts all of that again from what was kept of it, as after the machine was switched off:
    /// containers that ran are started anew.
    pub async fn resume(
        options: Options,
        state: State,
        mut nodes: Vec<NodeOptions>,
    ) -> Result<Self, StartError> {
        let registry = state.unpack(options.ring, options.clock.clone(), &mut nodes);
        Self::start_cluster_with(options, registry, nodes).await
    }

    /// Starts all of that over a registry, which may hold what an earlier cluster left.
    pub async fn start_cluster_with(
        mut options: Options,
        registry: Registry,
        nodes: Vec<NodeOptions>,
    ) -> Result<Self, StartError> {
        let cluster = Cluster::start(&registry, nodes)?;
        options.connector = Some(Arc::new(Bridge::new(cluster.runtime())));
        match Self::start_with(options, registry).await {
            Ok(mut sandbox) => {
                sandbox.cluster = Some(cluster);
                Ok(sandbox)
            }
            Err(error) => {
                cluster.stop().await;
                Err(error)
            }
        }
    }

    /// Starts an API over a registry, which may hold what an earlier cluster left.
    pub async fn start_with(options: Options, registry: Registry) -> Result<Self, StartError> {
        let port = options.port;
        let listen = |source| StartError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let token = match options.token {
            Some(token) => token,
            None => names::token().map_err(StartError::Random)?,
        };
        let identity = match options.identity {
            Some(identity) => identity,
            None => Identity::generate()?,
        };
        let acceptor = TlsAcceptor::from(identity.server_config()?);
        furnish(&registry, address)?;
        let api = Arc::new(Api {
            registry: registry.clone(),
            token: token.clone(),
            address: address.to_string(),
            connector: options.connector,
        });
        let (stop, stopped) = watch::channel(false);
        let server = Some(tokio::spawn(server::serve(
            listener, api, acceptor, stopped,
        )));
        Ok(Self {
            registry,
            address,
            token,
            identity,
            stop,
            server,
            cluster: None,
        })
    }

    /// The cluster's objects, for controllers.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The server's URL.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The bearer token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The certificate, in PEM, by which clients trust the server.
    pub fn authority(&self) -> &str {
        self.identity.authority()
    }

    /// The certificates, to start another one by which the same clients find the same server.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// All that the cluster holds now.
    pub fn state(&self) -> State {
        let disks = self.cluster.as_ref().map(Cluster::disks);
        State::of(&self.registry, disks.unwrap_or_default())
    }

    /// The text of a kubeconfig for it.
    pub fn kubeconfig(&self) -> String {
        kubeconfig::text(&self.url(), &self.token, self.authority())
    }

    /// Writes that kubeconfig so that only its owner can read it.
    pub fn write_kubeconfig(&self, path: &Path) -> std::io::Result<()> {
        kubeconfig::write(path, &self.kubeconfig())
    }

    /// What happens in the cluster, if [`Sandbox::start_cluster`] started it.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// How far the cluster has come.
    pub fn mark(&self) -> Mark {
        Mark {
            revision: self.registry.store().revision_without(kinds::LEASE),
            disks: self.cluster.as_ref().map_or(0, Cluster::disk_changes),
        }
    }

    /// Stops the server and ends all connections, and then the cluster behind it. What it held is
    /// returned.
    pub async fn stop(mut self) -> State {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            // It was asked to end; how it ended is of no interest.
            let _ = server.await;
        }
        let disks = match self.cluster.take() {
            Some(cluster) => cluster.stop().await,
            None => BTreeMap::new(),
        };
        State::of(&self.registry, disks)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(cluster) = &self.cluster {
            cluster.end();
        }
    }
}

/// What every cluster has: its namespaces, and the Service of its API, whose address the API
/// itself keeps up to date.
fn furnish(registry: &Registry, address: SocketAddr) -> Result<(), Refusal> {
    for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
        ensure(
            registry,
            kinds::NAMESPACE,
            &json!({"metadata": {"name": name}}),
        )?;
    }
    let (ip, port) = (address.ip().to_string(), address.port());
    let metadata =
        |labels: Value| json!({"name": "kubernetes", "namespace": "default", "labels": labels});
    let service = json!({
        "metadata": metadata(json!({"component": "apiserver", "provider": "kubernetes"})),
        "spec": {
            "clusterIP": "10.96.0.1",
            "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": port}],
        },
    });
    ensure(registry, kinds::SERVICE, &service)?;
    let endpoints = json!({
        "metadata": metadata(json!({"endpointslice.kubernetes.io/skip-mirror": "true"})),
        "subsets": [{"addresses": [{"ip": ip}], "ports": [{"name": "https", "port": port, "protocol": "TCP"}]}],
    });
    ensure(registry, kinds::ENDPOINTS, &endpoints)?;
    let slice = json!({
        "metadata": metadata(json!({"kubernetes.io/service-name": "kubernetes"})),
        "addressType": "IPv4",
        "endpoints": [{"addresses": [ip], "conditions": {"ready": true}}],
        "ports": [{"name": "https", "port": port, "protocol": "TCP"}],
    });
    ensure(registry, kinds::ENDPOINT_SLICE, &slice)
}

/// Creates an object, or brings what an earlier run left up to date.
fn ensure(registry: &Registry, kind: &Kind, object: &Value) -> Result<(), Refusal> {
    let (namespace, name) = (object.namespace(), object.name());
    if registry.get(kind, namespace, name).is_err() {
        return registry.create(kind, namespace, object).map(|_| ());
    }
    let update = |current: &mut Value| {
        let fields = object.as_object().into_iter().flatten();
        for (key, value) in fields.filter(|(key, _)| *key != "metadata") {
            *child(current, key) = value.clone();
        }
        Ok(())
    };
    registry.patch(kind, namespace, name, update).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_an_earlier_run_left_is_there_again() {
        let first = Sandbox::start(Options::default()).await.unwrap();
        let map = json!({"metadata": {"name": "m"}, "data": {"a": "b"}});
        let made = first
            .registry()
            .create(kinds::CONFIG_MAP, "default", &map)
            .unwrap();
        let kept = serde_json::to_string(&first.state()).unwrap();
        let identity = first.identity().clone();
        first.stop().await;
        let state: State = serde_json::from_str(&kept).unwrap();
        assert_eq!(state.count("configmaps"), 1);
        let registry = state.unpack(RING, Clock::real(), &mut []);
        let options = Options {
            identity: Some(identity),
            ..Options::default()
        };
        let second = Sandbox::start_with(options, registry).await.unwrap();
        assert_eq!(
            second
                .registry()
                .get(kinds::CONFIG_MAP, "default", "m")
                .unwrap(),
            made
        );
        let service = second
            .registry()
            .get(kinds::SERVICE, "default", "kubernetes")
            .unwrap();
        assert_eq!(
            service.list_at("spec.ports")[0]["targetPort"],
            second.address().port()
        );
    }
}
