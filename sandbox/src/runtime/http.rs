//! HTTP into Pods: through a Pod, through a Service, or as bytes to a port.

use std::{convert::Infallible, sync::Arc};

use ::http::{Request, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, DuplexStream};

use super::Runtime;
use crate::{
    containers::network::{Listener, NoConnection, Serve},
    kinds,
    object::{Meta, Object},
    refusal::Refusal,
};

/// The largest body that a forwarded request may have.
const LARGEST: usize = 16 << 20;

fn unreachable(ip: &str, port: u16, why: NoConnection) -> Refusal {
    let text = match why {
        NoConnection::Refused => format!("dial tcp {ip}:{port}: connect: connection refused"),
        NoConnection::TimedOut => format!("dial tcp {ip}:{port}: i/o timeout"),
    };
    Refusal::new(
        503,
        "ServiceUnavailable",
        format!("error trying to reach service: {text}"),
    )
}

impl Runtime {
    /// A byte stream to a port of a Pod. The error is the sentence that port-forward reports.
    pub fn forward(&self, namespace: &str, name: &str, port: u16) -> Result<DuplexStream, String> {
        let pod = self
            .pod(namespace, name)
            .map_err(|refusal| refusal.message().to_owned())?;
        let handle = self.handle(&pod);
        let net = handle.and_then(|h| h.net()).ok_or_else(|| {
            format!(
                "pod is not running. Current status={}",
                pod.text_at("status.phase")
            )
        })?;
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        match net.listener(port) {
            Some(Listener::Http(server)) => {
                self.tasks.spawn(serve(ours, server));
                Ok(theirs)
            }
            Some(Listener::Mute) => {
                // It takes what comes and says nothing, for this program's protocol is not simulated.
                self.tasks.spawn(async move {
                    let mut ours = ours;
                    let mut sink = [0; 1024];
                    while ours.read(&mut sink).await.is_ok_and(|n| n > 0) {}
                });
                Ok(theirs)
            }
            None => Err(format!(
                "error forwarding port {port} to pod {}, uid : failed to execute portforward in network namespace \"/var/run/netns/cni-{}\": failed to connect to localhost:{port} inside namespace \"{}\", IPv4: dial tcp4 127.0.0.1:{port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found",
                pod.uid(),
                pod.uid(),
                pod.uid()
            )),
        }
    }

    /// The answer of a Pod's port to a request whose URI is a path.
    pub fn pod_http(
        &self,
        namespace: &str,
        name: &str,
        port: Option<u16>,
        request: &Request<Bytes>,
    ) -> Result<Response<Bytes>, Refusal> {
        let pod = self.pod(namespace, name)?;
        let first = || {
            let ports = pod
                .list_at("spec.containers")
                .iter()
                .flat_map(|c| c.list_at("ports"));
            ports
                .filter_map(|p| p.int_at("containerPort"))
                .find_map(|p| u16::try_from(p).ok())
        };
        let port = port.or_else(first).unwrap_or(80);
        let ip = pod.text_at("status.podIP");
        if ip.is_empty() {
            return Err(Refusal::bad_request(format!(
                "address not allowed: pod {name} has no address yet"
            )));
        }
        answer(self.network.connect(None, ip, port), ip, port, request)
    }

    /// The answer of a Service; `port` is the number or the name of one of its ports.
    pub fn service_http(
        &self,
        namespace: &str,
        name: &str,
        port: Option<&str>,
        request: &Request<Bytes>,
    ) -> Result<Response<Bytes>, Refusal> {
        let service = self.registry.get(kinds::SERVICE, namespace, name)?;
        let asked = port.unwrap_or("");
        let ports = service.list_at("spec.ports");
        let found = ports.iter().find(|p| {
            if asked.is_empty() {
                ports.len() == 1 || p.text_at("name").is_empty()
            } else {
                p.text_at("name") == asked
                    || p["port"].as_i64().is_some_and(|n| asked.parse() == Ok(n))
            }
        });
        let Some(wanted) = found else {
            return Err(no_endpoints(&service, asked));
        };
        let targets = self.network.targets(&service, wanted.text_at("name"));
        let Some((ip, number)) = targets.first() else {
            return Err(no_endpoints(&service, asked));
        };
        let connection = self.network.through(&service, wanted);
        answer(connection, ip, *number, request)
    }
}

fn answer(
    connection: Result<Listener, NoConnection>,
    ip: &str,
    port: u16,
    request: &Request<Bytes>,
) -> Result<Response<Bytes>, Refusal> {
    match connection {
        Ok(Listener::Http(server)) => Ok(server.serve(request, "10.244.0.1")),
        Ok(Listener::Mute) => Err(Refusal::new(
            503,
            "ServiceUnavailable",
            "error trying to reach service: EOF",
        )),
        Err(why) => Err(unreachable(ip, port, why)),
    }
}

fn no_endpoints(service: &Object, port: &str) -> Refusal {
    let shown = if port.is_empty() {
        service.name().to_owned()
    } else {
        format!("{}:{port}", service.name())
    };
    Refusal::new(
        503,
        "ServiceUnavailable",
        format!("no endpoints available for service \"{shown}\""),
    )
}

/// Speaks HTTP on a stream for a server in a Pod.
async fn serve(stream: DuplexStream, server: Arc<dyn Serve>) {
    let answer = service_fn(move |request: Request<Incoming>| {
        let server = Arc::clone(&server);
        async move {
            let (head, body) = request.into_parts();
            let body = Limited::new(body, LARGEST)
                .collect()
                .await
                .map(http_body_util::Collected::to_bytes)
                .unwrap_or_default();
            let response = server.serve(&Request::from_parts(head, body), "127.0.0.1");
            Ok::<_, Infallible>(response.map(Full::new))
        }
    });
    // The client may leave at any time, and nobody has to be told.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), answer)
        .await;
}
