//! A sandbox with a small HTTP client.

use bytes::Bytes;
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    body::Incoming,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use podo_sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::net::TcpStream;

/// A sandbox of one test.
pub(crate) struct Cluster {
    pub(crate) sandbox: Sandbox,
}

/// A request that is being put together.
pub(crate) struct Ask<'a> {
    cluster: &'a Cluster,
    method: &'static str,
    path: String,
    accept: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Cluster {
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        Self {
            sandbox: Sandbox::start(options).await.unwrap(),
        }
    }

    /// A connection on which nothing has been said yet.
    pub(crate) async fn connect(&self) -> SendRequest<Full<Bytes>> {
        let stream = TcpStream::connect(self.sandbox.address()).await.unwrap();
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    pub(crate) fn ask(&self, method: &'static str, path: impl Into<String>) -> Ask<'_> {
        Ask {
            cluster: self,
            method,
            path: path.into(),
            accept: "application/json",
            content_type: "application/json",
            body: Vec::new(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.ask("GET", path).value(200).await
    }

    pub(crate) async fn post(&self, path: &str, object: Value) -> Value {
        self.ask("POST", path).json(&object).value(201).await
    }
}

impl Ask<'_> {
    pub(crate) fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    pub(crate) fn json(mut self, value: &Value) -> Self {
        self.body = value.to_string().into_bytes();
        self
    }

    pub(crate) fn body(mut self, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.content_type = content_type;
        self.body = body.into();
        self
    }

    /// Sends it and gives the answer as it begins.
    pub(crate) async fn send(self) -> Response<Incoming> {
        let mut sender = self.cluster.connect().await;
        let request = Request::builder()
            .method(self.method)
            .uri(&self.path)
            .header(header::HOST, "localhost")
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", self.cluster.sandbox.token()),
            )
            .header(header::ACCEPT, self.accept)
            .header(header::CONTENT_TYPE, self.content_type)
            .header(header::USER_AGENT, "test/1.0")
            .body(Full::new(Bytes::from(self.body)))
            .unwrap();
        sender.send_request(request).await.unwrap()
    }

    /// Sends it and gives code and body.
    pub(crate) async fn answer(self) -> (u16, Value) {
        let response = self.send().await;
        let code = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let value = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
        (code, value)
    }

    /// Sends it, expects a code, and gives the body.
    pub(crate) async fn value(self, expected: u16) -> Value {
        let what = format!("{} {}", self.method, self.path);
        let (code, value) = self.answer().await;
        assert_eq!(code, expected, "{what}: {value}");
        value
    }
}
