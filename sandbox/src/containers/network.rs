//! The network between Pods: addresses, names, Services, and HTTP over it.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;

use crate::{
    kinds,
    object::Meta,
    store::{LabelSelector, Selection, Store},
};

/// Answers HTTP requests.
pub(crate) trait Serve: Send + Sync + fmt::Debug {
    /// The answer to a request from an address.
    fn serve(&self, request: &Request<Bytes>, from: &str) -> Response<Bytes>;
}

/// What waits at a port.
#[derive(Clone, Debug)]
pub(crate) enum Listener {
    /// An HTTP server.
    Http(Arc<dyn Serve>),
    /// A program that takes connections and speaks no HTTP.
    Mute,
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoConnection {
    #[error("connection refused")]
    Refused,
    #[error("i/o timeout")]
    TimedOut,
}

/// The ports of a Pod; its containers share them.
#[derive(Debug)]
pub(crate) struct PodNet {
    /// The Pod's address.
    pub(crate) ip: String,
    ports: Mutex<BTreeMap<u16, Listener>>,
}

/// Keeps a port until it is dropped.
#[derive(Debug)]
pub(crate) struct Bound {
    net: Arc<PodNet>,
    port: u16,
}

impl Drop for Bound {
    fn drop(&mut self) {
        self.net.lock().remove(&self.port);
    }
}

impl PodNet {
    pub(crate) fn new(ip: String) -> Arc<Self> {
        Arc::new(Self {
            ip,
            ports: Mutex::default(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u16, Listener>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a port; nothing if another container of the Pod has it.
    pub(crate) fn bind(self: &Arc<Self>, port: u16, listener: Listener) -> Option<Bound> {
        let mut ports = self.lock();
        if ports.contains_key(&port) {
            return None;
        }
        ports.insert(port, listener);
        Some(Bound {
            net: Arc::clone(self),
            port,
        })
    }

    /// What waits at a port.
    pub(crate) fn listener(&self, port: u16) -> Option<Listener> {
        self.lock().get(&port).cloned()
    }
}

/// All Pods' addresses and the Services before them; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Network(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<Store>,
    pods: Mutex<HashMap<String, Arc<PodNet>>>,
    /// The last address that was given out.
    last: AtomicUsize,
    /// Whose turn it is among the Pods of a Service.
    turn: AtomicUsize,
}

/// The domain of all names in the cluster.
pub(crate) const DOMAIN: &str = "cluster.local";
/// The address of the cluster's name server.
pub(crate) const NAME_SERVER: &str = "10.96.0.10";

impl Network {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        // .1 is the bridge, as on a real node.
        Self(Arc::new(Inner {
            store,
            pods: Mutex::default(),
            last: AtomicUsize::new(1),
            turn: AtomicUsize::new(0),
        }))
    }

    fn pods(&self) -> MutexGuard<'_, HashMap<String, Arc<PodNet>>> {
        self.0.pods.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An address for a Pod: the one it had, or the next that is free.
    pub(crate) fn join(&self, before: Option<&str>) -> Arc<PodNet> {
        let mut pods = self.pods();
        let free = |ip: &String| !pods.contains_key(ip);
        let ip = before.map(str::to_owned).filter(free).unwrap_or_else(|| {
            loop {
                let n = self.0.last.fetch_add(1, Ordering::Relaxed) + 1;
                let n = 2 + (n - 2) % 65_000;
                let ip = format!("10.244.{}.{}", n / 254, n % 254 + 1);
                if free(&ip) {
                    break ip;
                }
            }
        });
        let net = PodNet::new(ip.clone());
        pods.insert(ip, Arc::clone(&net));
        net
    }

    /// Gives a Pod's address back.
    pub(crate) fn leave(&self, net: &PodNet) {
        self.pods().remove(&net.ip);
    }

    /// What waits at an address, seen from a Pod or from the node.
    pub(crate) fn connect(
        &self,
        from: Option<&PodNet>,
        ip: &str,
        port: u16,
    ) -> Result<Listener, NoConnection> {
        if ip.starts_with("127.") || ip == "::1" || from.is_some_and(|net| net.ip == ip) {
            return from
                .and_then(|net| net.listener(port))
                .ok_or(NoConnection::Refused);
        }
        if let Some(net) = self.pods().get(ip).cloned() {
            return net.listener(port).ok_or(NoConnection::Refused);
        }
        let services = self
            .0
            .store
            .list(kinds::SERVICE, &Selection::default())
            .items;
        if let Some(service) = services.iter().find(|s| {
            s.list_at("spec.clusterIPs").iter().any(|i| i == ip)
                || s.text_at("spec.clusterIP") == ip
        }) {
            let wanted = service
                .list_at("spec.ports")
                .iter()
                .find(|p| p["port"] == port);
            return wanted
                .ok_or(NoConnection::TimedOut)
                .and_then(|wanted| self.through(service, wanted));
        }
        let nodes = self.0.store.list(kinds::NODE, &Selection::default()).items;
        if nodes.iter().any(|n| {
            n.list_at("status.addresses")
                .iter()
                .any(|a| a["address"] == ip)
        }) {
            let found = services.iter().find_map(|s| {
                Some((
                    s,
                    s.list_at("spec.ports")
                        .iter()
                        .find(|p| p["nodePort"] == port)?,
                ))
            });
            return found
                .ok_or(NoConnection::Refused)
                .and_then(|(service, wanted)| self.through(service, wanted));
        }
        Err(NoConnection::TimedOut)
    }

    /// A connection through a Service's port to one of its Pods.
    pub(crate) fn through(&self, service: &Value, port: &Value) -> Result<Listener, NoConnection> {
        let targets = self.targets(service, port.text_at("name"));
        if targets.is_empty() {
            return Err(NoConnection::Refused);
        }
        let turn = self.0.turn.fetch_add(1, Ordering::Relaxed) % targets.len();
        let (ip, port) = &targets[turn];
        let net = self.pods().get(ip).cloned().ok_or(NoConnection::TimedOut)?;
        net.listener(*port).ok_or(NoConnection::Refused)
    }

    /// The ready addresses behind a named port of a Service.
    pub(crate) fn targets(&self, service: &Value, port: &str) -> Vec<(String, u16)> {
        let Ok(labels) =
            LabelSelector::parse(&format!("kubernetes.io/service-name={}", service.name()))
        else {
            return Vec::new();
        };
        let selection = Selection::namespace(service.namespace()).labelled(labels);
        let mut targets = Vec::new();
        for slice in self.0.store.list(kinds::ENDPOINT_SLICE, &selection).items {
            let found = slice
                .list_at("ports")
                .iter()
                .find(|p| p.text_at("name") == port);
            let Some(number) = found
                .and_then(|p| p.int_at("port"))
                .and_then(|p| u16::try_from(p).ok())
            else {
                continue;
            };
            for endpoint in slice.list_at("endpoints") {
                if endpoint.at("conditions.ready") != Some(&Value::Bool(false)) {
                    let addresses = endpoint
                        .list_at("addresses")
                        .iter()
                        .filter_map(Value::as_str);
                    targets.extend(addresses.map(|ip| (ip.to_owned(), number)));
                }
            }
        }
        targets
    }

    /// The addresses of a name, seen from a namespace; with the full name.
    pub(crate) fn lookup(&self, namespace: &str, name: &str) -> Option<(String, Vec<String>)> {
        if name.parse::<std::net::IpAddr>().is_ok() {
            return Some((name.to_owned(), vec![name.to_owned()]));
        }
        let name = name.trim_end_matches('.');
        let short = name
            .strip_suffix(DOMAIN)
            .map_or(name, |n| n.trim_end_matches('.'));
        let short = short.strip_suffix(".svc").unwrap_or(short);
        let parts: Vec<&str> = short.split('.').collect();
        let (service, namespace) = match parts.as_slice() {
            [service] if !name.contains('.') => (*service, namespace),
            [service, namespace] => (*service, *namespace),
            _ => return None,
        };
        let object = self.0.store.get(kinds::SERVICE, namespace, service)?;
        let full = format!("{service}.{namespace}.svc.{DOMAIN}");
        if object.text_at("spec.type") == "ExternalName" {
            return None;
        }
        let ip = object.text_at("spec.clusterIP");
        if !ip.is_empty() && ip != "None" {
            return Some((full, vec![ip.to_owned()]));
        }
        let ports = object.list_at("spec.ports");
        let port = ports.first().map_or("", |p| p.text_at("name"));
        let ips: Vec<String> = self
            .targets(&object, port)
            .into_iter()
            .map(|(ip, _)| ip)
            .collect();
        (!ips.is_empty()).then_some((full, ips))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_service_leads_to_its_ready_pods_and_has_names() {
        let store = Arc::new(Store::new(10));
        let network = Network::new(Arc::clone(&store));
        let net = network.join(None);
        assert_eq!(net.ip, "10.244.0.3");
        let bound = net.bind(80, Listener::Mute).unwrap();
        assert!(net.bind(80, Listener::Mute).is_none());
        let service = json!({"metadata": {"name": "web", "namespace": "a"},
            "spec": {"clusterIP": "10.96.1.1", "ports": [{"port": 8080}]}});
        store.insert(kinds::SERVICE, service).unwrap();
        assert_eq!(
            network.connect(None, "10.96.1.1", 8080).unwrap_err(),
            NoConnection::Refused
        );
        let slice = json!({"metadata": {"name": "web-1", "namespace": "a", "labels": {"kubernetes.io/service-name": "web"}},
            "ports": [{"name": "", "port": 80}], "endpoints": [{"addresses": [net.ip], "conditions": {"ready": true}}]});
        store.insert(kinds::ENDPOINT_SLICE, slice).unwrap();
        assert!(network.connect(None, "10.96.1.1", 8080).is_ok());
        assert_eq!(
            network.connect(None, "10.96.1.1", 80).unwrap_err(),
            NoConnection::TimedOut
        );
        assert_eq!(network.lookup("a", "web").unwrap().1, ["10.96.1.1"]);
        assert_eq!(
            network.lookup("b", "web.a.svc.cluster.local").unwrap().0,
            "web.a.svc.cluster.local"
        );
        assert_eq!(network.lookup("b", "web"), None);
        drop(bound);
        assert_eq!(
            network.connect(None, &net.ip, 80).unwrap_err(),
            NoConnection::Refused
        );
    }
}
