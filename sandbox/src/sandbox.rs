//! Starting and stopping the sandbox.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use serde_json::json;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

use crate::{
    api::{Api, connect::Connector, server},
    clock::Clock,
    kinds, kubeconfig, names,
    refusal::Refusal,
    registry::Registry,
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

/// A running sandbox. Dropping it stops the server.
#[derive(Debug)]
pub struct Sandbox {
    registry: Registry,
    address: SocketAddr,
    token: String,
    authority: String,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts an API on loopback over a fresh cluster.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let registry = Registry::new(Arc::new(Store::new(options.ring)), options.clock.clone());
        Self::start_with(options, registry).await
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
        let identity = Identity::generate()?;
        furnish(&registry, address)?;
        let api = Arc::new(Api {
            registry: registry.clone(),
            token: token.clone(),
            address: address.to_string(),
            connector: options.connector,
        });
        let (stop, stopped) = watch::channel(false);
        let server = Some(tokio::spawn(server::serve(
            listener,
            api,
            TlsAcceptor::from(identity.config),
            stopped,
        )));
        Ok(Self {
            registry,
            address,
            token,
            authority: identity.authority,
            stop,
            server,
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
        &self.authority
    }

    /// The text of a kubeconfig for it.
    pub fn kubeconfig(&self) -> String {
        kubeconfig::text(&self.url(), &self.token, &self.authority)
    }

    /// Writes that kubeconfig so that only its owner can read it.
    pub fn write_kubeconfig(&self, path: &Path) -> std::io::Result<()> {
        kubeconfig::write(path, &self.kubeconfig())
    }

    /// Stops the server and ends all connections.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            // It was asked to end; how it ended is of no interest.
            let _ = server.await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// What every cluster has: its namespaces and the Service of its API.
fn furnish(registry: &Registry, address: SocketAddr) -> Result<(), Refusal> {
    let ensure = |result: Result<_, Refusal>| match result {
        Err(refusal) if refusal.is_already_exists() => Ok(()),
        other => other.map(|_| ()),
    };
    for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
        ensure(registry.create(kinds::NAMESPACE, "", &json!({"metadata": {"name": name}})))?;
    }
    let api = json!({
        "metadata": {"name": "kubernetes", "labels": {"component": "apiserver", "provider": "kubernetes"}},
        "spec": {"clusterIP": "10.96.0.1", "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": address.port()}]},
    });
    ensure(registry.create(kinds::SERVICE, "default", &api))
}
