//! From requests of the API that lead into Pods to the [`Runtime`]: logs and the proxies.
//!
//! `exec`, `attach` and `port-forward` need a connection that is upgraded; until somebody upgrades
//! it, they are refused in words that say so. [`Runtime`] has all that such a connection carries.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};

use crate::{
    api::{
        connect::{Connecting, Connection, Connector},
        reply::{self, Body},
    },
    refusal::Refusal,
    runtime::{LogOptions, Runtime},
};

/// The largest body that is passed on to a Pod.
const LARGEST: usize = 16 << 20;

/// Answers requests that lead into the Pods of a cluster.
#[derive(Clone, Debug)]
pub struct Gateway(Runtime);

impl Gateway {
    /// A gateway into a runtime.
    pub fn new(runtime: &Runtime) -> Self {
        Self(runtime.clone())
    }
}

impl Connector for Gateway {
    fn connect(&self, connection: Connection) -> Connecting {
        let runtime = self.0.clone();
        Box::pin(async move {
            match connection.subresource.as_str() {
                "log" => log(&runtime, &connection),
                "proxy" => proxy(&runtime, connection).await,
                other => Err(Refusal::new(
                    501,
                    "NotImplemented",
                    format!("{other} is not served over this connection by podo-sandbox"),
                )),
            }
        })
    }
}

fn log(runtime: &Runtime, connection: &Connection) -> Result<Response<Body>, Refusal> {
    let text = |name: &str| Some(connection.query.get(name)).filter(|v| !v.is_empty());
    let on = |name: &str| connection.query.flag(name);
    let options = LogOptions {
        container: text("container").map(str::to_owned),
        previous: on("previous"),
        follow: on("follow"),
        tail: text("tailLines").and_then(|v| v.parse().ok()),
        since_seconds: text("sinceSeconds").and_then(|v| v.parse().ok()),
        since: text("sinceTime").and_then(|v| v.parse().ok()),
        timestamps: on("timestamps"),
        limit: text("limitBytes").and_then(|v| v.parse().ok()),
    };
    let mut logs = runtime.logs(&connection.namespace, &connection.name, &options)?;
    let (sender, response) = reply::stream("text/plain");
    tokio::spawn(async move {
        loop {
            let piece = tokio::select! {
                piece = logs.next() => piece,
                () = sender.closed() => None,
            };
            let Some(piece) = piece else { return };
            if sender.send(piece).await.is_err() {
                return;
            }
        }
    });
    Ok(response)
}

async fn proxy(runtime: &Runtime, connection: Connection) -> Result<Response<Body>, Refusal> {
    let (head, body) = connection.request.into_parts();
    let body = Limited::new(body, LARGEST)
        .collect()
        .await
        .map_err(|_| Refusal::bad_request("the body cannot be passed on"))?
        .to_bytes();
    let query = head
        .uri
        .query()
        .map_or_else(String::new, |q| format!("?{q}"));
    let path = format!("/{}{query}", connection.rest.trim_start_matches('/'));
    let mut request = Request::builder().method(head.method).uri(path);
    for (name, value) in &head.headers {
        if !matches!(name.as_str(), "authorization" | "host" | "connection") {
            request = request.header(name, value);
        }
    }
    let request: Request<Bytes> = request
        .body(body)
        .map_err(|_| Refusal::bad_request("the request cannot be passed on"))?;
    // `http:name:port`, `name:port` or `name`.
    let mut parts: Vec<&str> = connection.name.split(':').collect();
    if parts.len() == 3 {
        parts.remove(0);
    }
    let name = parts.first().copied().unwrap_or_default();
    let port = parts.get(1).copied().filter(|p| !p.is_empty());
    let response = if connection.kind.kind == "Pod" {
        let port = port.and_then(|p| p.parse().ok());
        runtime.pod_http(&connection.namespace, name, port, &request)?
    } else {
        runtime.service_http(&connection.namespace, name, port, &request)?
    };
    Ok(response.map(|body| Full::new(body).boxed_unsync()))
}
