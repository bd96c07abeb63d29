//! Subresources that lead into a Pod, for whoever runs the Pods: logs, exec, port-forward, proxies.

use std::{future::Future, pin::Pin, sync::Arc};

use http::{Request, Response};
use hyper::body::Incoming;

use super::{Api, Query, path::Place, reply::Body};
use crate::{kinds::Kind, refusal::Refusal};

/// A request that leads into a Pod, a Service or a node.
#[derive(Debug)]
pub struct Connection {
    /// The kind of the object that it leads through.
    pub kind: &'static Kind,
    /// The object's namespace.
    pub namespace: String,
    /// The object's name, with port and scheme for a Service's proxy.
    pub name: String,
    /// `log`, `exec`, `attach`, `portforward` or `proxy`.
    pub subresource: String,
    /// What follows `proxy/` in the path.
    pub rest: String,
    /// The parameters.
    pub query: Query,
    /// The request, whose body has not been read and which may be upgraded.
    pub request: Request<Incoming>,
}

/// What a [`Connector`] gives.
pub type Connecting = Pin<Box<dyn Future<Output = Result<Response<Body>, Refusal>> + Send>>;

/// Answers requests that lead into Pods.
pub trait Connector: Send + Sync {
    /// Answers one.
    fn connect(&self, connection: Connection) -> Connecting;
}

/// Whether a subresource leads into a Pod rather than to data of the API.
pub(super) fn is_connection(kind: &Kind, subresource: &str) -> bool {
    matches!(kind.kind, "Pod" | "Service" | "Node")
        && matches!(
            subresource,
            "log" | "exec" | "attach" | "portforward" | "proxy"
        )
}

impl Api {
    pub(super) async fn connect(
        self: &Arc<Self>,
        place: Place,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Refusal> {
        let subresource = place.subresource.clone().unwrap_or_default();
        let Some(connector) = &self.connector else {
            let text = format!(
                "no kubelet serves {}/{subresource} in this cluster",
                place.kind.plural
            );
            return Err(Refusal::new(503, "ServiceUnavailable", text));
        };
        let connection = Connection {
            kind: place.kind,
            namespace: place.namespace().to_owned(),
            name: place.name.unwrap_or_default(),
            subresource,
            rest: place.rest,
            query: Query::parse(request.uri().query()),
            request,
        };
        connector.connect(connection).await
    }
}
