//! A connection to one cluster: raw requests with deadlines, failures as data.
//!
//! Objects travel as JSON values, so every version and kind works alike. kube supplies the
//! transport (TLS, credentials, proxies, web sockets).

use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request, Response};
use jiff::Timestamp;
use kube::client::Body;
use kube::config::KubeConfigOptions;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::kubeconfig::Selected;
use super::proxy::Proxy;
use super::{certificate, discovery};
use crate::snapshot::ClusterFacts;
use crate::snapshot::gap::GapReason;
use crate::snapshot::kinds;
use crate::snapshot::object::{get, list, text};

pub use super::classify::Failure;
pub use super::discovery::Served;

/// How long making a connection may take, TLS included.
pub const CONNECTING: Duration = Duration::from_secs(3);
/// How long one request for data may take.
pub const READING: Duration = Duration::from_secs(10);
/// How long a program that supplies credentials may take: it may open a browser.
const CREDENTIALS: Duration = Duration::from_mins(1);

/// A cluster that answers. Cheap to clone.
#[derive(Clone)]
pub struct Cluster(Arc<Inner>);

struct Inner {
    client: kube::Client,
    context: String,
    server: String,
    version: String,
    uid: String,
    certificate_until: Option<Timestamp>,
    discovery: discovery::Cache,
}

/// No credentials.
impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("context", &self.0.context)
            .field("server", &self.0.server)
            .field("version", &self.0.version)
            .field("uid", &self.0.uid)
            .finish_non_exhaustive()
    }
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body.
    pub value: Value,
    /// The API server's clock, to the second.
    pub date: Option<Timestamp>,
}

impl Cluster {
    /// Connects and learns the version and identity; both within `deadline`.
    pub async fn connect(
        selected: &Selected,
        proxy: &Proxy,
        deadline: Duration,
    ) -> Result<Self, Failure> {
        let (client, authority) = client(selected, proxy).await?;
        let user = selected.raw().auth_infos.first();
        let user = user.and_then(|user| user.auth_info.as_ref());
        let mut inner = Inner {
            client,
            context: selected.context().to_owned(),
            server: selected.server().to_owned(),
            version: String::new(),
            uid: String::new(),
            certificate_until: user.and_then(certificate_until),
            discovery: discovery::Cache::default(),
        };
        let facts = async {
            let version = inner.get("/version", READING).await;
            // A server may keep its version to itself; it still is a cluster that answers.
            let version = match version {
                Ok(answer) => text(&answer.value, "gitVersion").to_owned(),
                Err(failure) if failure.reason == GapReason::Forbidden => String::new(),
                Err(failure) => return Err(failure),
            };
            let system = inner.get("/api/v1/namespaces/kube-system", READING).await;
            let uid = match system {
                Ok(answer) => text(&answer.value, "metadata.uid").to_owned(),
                Err(failure) if matches!(failure.status, Some(403 | 404)) => String::new(),
                Err(failure) => return Err(failure),
            };
            Ok((version, uid))
        };
        let (version, uid) = tokio::time::timeout(deadline, facts)
            .await
            .map_err(|_| Failure::timeout(deadline))??;
        inner.version = version;
        inner.uid = if uid.is_empty() { authority } else { uid };
        Ok(Self(Arc::new(inner)))
    }

    /// The context's name in the learner's kubeconfig.
    pub fn context(&self) -> &str {
        &self.0.context
    }

    /// The API server's address.
    pub fn server(&self) -> &str {
        &self.0.server
    }

    /// `v1.20.2`; empty when the server does not say.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// The minor version: 20 of `v1.20.2`.
    pub fn minor(&self) -> Option<u32> {
        minor_of(&self.0.version)
    }

    /// Which cluster it is, whatever its address: the UID of the Namespace `kube-system`; where
    /// that may not be read `ca-` and a digest of the certificate authority (of the address where
    /// the kubeconfig has none).
    pub fn uid(&self) -> &str {
        &self.0.uid
    }

    /// The facts that a snapshot keeps.
    pub fn facts(&self, namespace: &str) -> ClusterFacts {
        ClusterFacts {
            uid: self.0.uid.clone(),
            version: self.0.version.clone(),
            context: self.0.context.clone(),
            server: self.0.server.clone(),
            namespace: namespace.to_owned(),
            begun_on: None,
        }
    }

    /// kube's client, for what has no raw form: web sockets and watches.
    pub(super) fn client(&self) -> &kube::Client {
        &self.0.client
    }

    pub(super) fn discovery(&self) -> &discovery::Cache {
        &self.0.discovery
    }

    /// GET, the answer as JSON.
    pub async fn get(&self, path: &str, deadline: Duration) -> Result<Answer, Failure> {
        self.0.get(path, deadline).await
    }

    /// A request with a JSON body; `content_type` matters for PATCH.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: &Value,
        deadline: Duration,
    ) -> Result<Answer, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(http::header::ACCEPT, "application/json")
            .header(http::header::CONTENT_TYPE, content_type)
            .body(Body::from(body.to_string().into_bytes()));
        self.0.json(request, deadline).await
    }

    /// The names of the objects of a kind in a namespace, for completion.
    pub async fn names(&self, kind: &str, namespace: &str) -> Result<Vec<String>, Failure> {
        let served = self.served(kind, None).await?;
        let namespaced = kinds::find(kind).is_none_or(|kind| kind.namespaced);
        let path = served.path(namespaced.then_some(namespace));
        let answer = self.get(&format!("{path}?limit=500"), READING).await?;
        let items = list(&answer.value, "items").iter();
        Ok(items
            .map(|item| text(item, "metadata.name").to_owned())
            .collect())
    }

    /// Whether the present user may do something (`SelfSubjectAccessReview`); an empty namespace
    /// asks for all of them.
    pub async fn may(
        &self,
        verb: &str,
        group: &str,
        resource: &str,
        namespace: &str,
    ) -> Result<bool, Failure> {
        let review = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": {
                "verb": verb, "group": group, "resource": resource, "namespace": namespace,
            }},
        });
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        let answer = self
            .send(Method::POST, path, "application/json", &review, READING)
            .await?;
        Ok(get(&answer.value, "status.allowed")
            .and_then(Value::as_bool)
            .unwrap_or(false))
    }

    /// GET without a look at the status: for proxied answers and logs. The body stays a stream;
    /// reading it is for the caller to bound.
    pub(super) async fn raw(&self, path: &str) -> Result<Response<Body>, Failure> {
        let request = Request::get(path)
            .body(Body::empty())
            .map_err(|error| Failure::new(GapReason::Other, error.to_string()))?;
        Ok(self.0.client.send(request).await?)
    }
}

impl Inner {
    async fn get(&self, path: &str, deadline: Duration) -> Result<Answer, Failure> {
        let request = || {
            Request::get(path)
                .header(http::header::ACCEPT, "application/json")
                .body(Body::empty())
        };
        match self.json(request(), deadline).await {
            // A server may close an idle connection at the moment it is used again; that says
            // nothing about whether it is there.
            Err(failure) if failure.reason == GapReason::Refused => {
                self.json(request(), deadline).await
            }
            other => other,
        }
    }

    async fn json(
        &self,
        request: http::Result<Request<Body>>,
        deadline: Duration,
    ) -> Result<Answer, Failure> {
        let request = request.map_err(|error| Failure::new(GapReason::Other, error.to_string()))?;
        let exchange = async {
            let (parts, body) = self.client.send(request).await?.into_parts();
            let body = body.collect_bytes().await?;
            Ok::<_, kube::Error>((parts, body))
        };
        let (parts, body) = tokio::time::timeout(deadline, exchange)
            .await
            .map_err(|_| Failure::timeout(deadline))??;
        let date = date(&parts.headers);
        if !parts.status.is_success() {
            let failure = Failure::answered(parts.status.as_u16(), &body);
            let now = date.unwrap_or_else(Timestamp::now);
            return Err(explained(failure, self.certificate_until, now));
        }
        let value = serde_json::from_slice(&body).map_err(|error| {
            Failure::new(GapReason::Other, format!("the answer is not JSON: {error}"))
        })?;
        Ok(Answer { value, date })
    }
}

/// A server does not say that a 401 is about an expired certificate; the certificate does.
fn explained(failure: Failure, until: Option<Timestamp>, now: Timestamp) -> Failure {
    match until {
        Some(until) if failure.reason == GapReason::Unauthorized && until < now => Failure {
            reason: GapReason::Expired,
            message: format!("the client certificate expired at {until}"),
            ..failure
        },
        _ => failure,
    }
}

/// The `Date` of an answer.
pub(super) fn date(headers: &http::HeaderMap) -> Option<Timestamp> {
    let text = headers.get(http::header::DATE)?.to_str().ok()?;
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(zoned.timestamp())
}

/// kube's client for one context, and the identity that its certificate authority gives.
async fn client(selected: &Selected, proxy: &Proxy) -> Result<(kube::Client, String), Failure> {
    let kubeconfig =
        |error: kube::config::KubeconfigError| Failure::from(kube::Error::InferKubeconfig(error));
    let raw = selected.raw().clone();
    let own_proxy = raw
        .clusters
        .first()
        .and_then(|cluster| cluster.cluster.as_ref())
        .and_then(|cluster| cluster.proxy_url.clone())
        .filter(|proxy| !proxy.is_empty());
    let mut config = kube::Config::from_custom_kubeconfig(raw, &KubeConfigOptions::default())
        .await
        .map_err(kubeconfig)?;
    if own_proxy.is_none() {
        config.proxy_url = proxy.for_server(&config.cluster_url);
    }
    config.connect_timeout = Some(CONNECTING);
    // A watch is silent for long; requests for data have their own deadlines.
    config.read_timeout = None;
    // A Service without endpoints answers 503: that is what a learner must see, at once.
    config.default_retry = false;
    let authority = authority(config.root_cert.as_deref(), selected.server());
    // A program that supplies credentials is run right here, and it may block.
    let build = tokio::task::spawn_blocking(move || kube::Client::try_from(config));
    let client = tokio::time::timeout(CREDENTIALS, build)
        .await
        .map_err(|_| Failure::new(GapReason::Kubeconfig, "the credential program did not end"))?
        .map_err(|error| Failure::new(GapReason::Kubeconfig, error.to_string()))?
        .map_err(|error| Failure {
            reason: GapReason::Kubeconfig,
            ..Failure::from(error)
        })?;
    Ok((client, authority))
}

fn authority(certificates: Option<&[Vec<u8>]>, server: &str) -> String {
    let mut hash = Sha256::new();
    match certificates {
        Some(certificates) => certificates.iter().for_each(|der| hash.update(der)),
        None => hash.update(server),
    }
    let digest = hash.finalize();
    let mut text = "ca-".to_owned();
    for byte in digest.iter().take(8) {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn certificate_until(user: &kube::config::AuthInfo) -> Option<Timestamp> {
    match (&user.client_certificate_data, &user.client_certificate) {
        (Some(data), _) => certificate::not_after_of_data(data),
        (None, Some(path)) => certificate::not_after_of_pem(&std::fs::read(path).ok()?),
        (None, None) => None,
    }
}

/// The minor version in what a program of Kubernetes says of itself: 20 of `v1.20.2`.
pub fn minor_of(version: &str) -> Option<u32> {
    let (_, minor) = version.split_once("1.")?;
    let digits: String = minor.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests;
