//! The beginning of a WebSocket: which protocol of channels both sides speak.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};

use crate::{api::reply::Body, refusal::Refusal};

/// A WebSocket to a client.
pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The largest message that a client may send.
const LARGEST: usize = 4 << 20;

/// A protocol of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    /// Input ends only with the connection.
    V4,
    /// A message on channel 255 ends the input.
    V5,
}

impl Protocol {
    fn name(self) -> &'static str {
        match self {
            Self::V4 => "v4.channel.k8s.io",
            Self::V5 => "v5.channel.k8s.io",
        }
    }
}

/// Whether a header holds a word in its list.
fn lists(headers: &HeaderMap, name: &header::HeaderName, word: &str) -> bool {
    words(headers, name).any(|w| w.eq_ignore_ascii_case(word))
}

/// The words of a header's list.
pub(super) fn words<'a>(
    headers: &'a HeaderMap,
    name: &header::HeaderName,
) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).map(str::trim)
}

/// The protocol of channels that a request asks for, and the answer to its key.
pub(super) fn wanted(headers: &HeaderMap) -> Result<(Protocol, String), Refusal> {
    let refuse = |text: String| Err(Refusal::bad_request(text));
    if !lists(headers, &header::CONNECTION, "upgrade") || !headers.contains_key(header::UPGRADE) {
        return refuse("Upgrade request required".into());
    }
    if !lists(headers, &header::UPGRADE, "websocket") {
        let asked: Vec<&str> = words(headers, &header::UPGRADE).collect();
        return refuse(format!(
            "this cluster speaks WebSocket or SPDY/3.1 here, and not {}",
            asked.join(", ")
        ));
    }
    let asked: Vec<&str> = words(headers, &header::SEC_WEBSOCKET_PROTOCOL).collect();
    let Some(protocol) = [Protocol::V5, Protocol::V4]
        .into_iter()
        .find(|p| asked.contains(&p.name()))
    else {
        return refuse(format!(
            "unable to upgrade: unable to negotiate protocol: client supports {asked:?}, server accepts [\"v5.channel.k8s.io\" \"v4.channel.k8s.io\"]"
        ));
    };
    match headers.get(header::SEC_WEBSOCKET_KEY) {
        Some(key) => Ok((protocol, derive_accept_key(key.as_bytes()))),
        None => refuse("Sec-WebSocket-Key is missing".into()),
    }
}

/// The answer that turns a connection into a WebSocket.
pub(super) fn switch(protocol: Protocol, accept: &str) -> Response<Body> {
    let mut response = Response::new(Full::new(Bytes::new()).boxed_unsync());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static(protocol.name()),
    );
    if let Ok(accept) = HeaderValue::from_str(accept) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

/// The WebSocket itself, once the answer has gone out; nothing if the client has gone.
pub(super) async fn open(request: Request<Incoming>) -> Option<Socket> {
    let upgraded = hyper::upgrade::on(request).await.ok()?;
    let config = WebSocketConfig::default()
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST));
    Some(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            (
                header::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        pairs.collect()
    }

    #[test]
    fn the_newest_protocol_that_both_know_is_spoken() {
        let mut asked = headers(&[
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            (
                "sec-websocket-protocol",
                "v4.channel.k8s.io,v5.channel.k8s.io",
            ),
        ]);
        let (protocol, accept) = wanted(&asked).unwrap();
        assert_eq!(
            (protocol, accept.as_str()),
            (Protocol::V5, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        );
        asked.insert(
            "sec-websocket-protocol",
            HeaderValue::from_static("channel.k8s.io"),
        );
        assert_eq!(wanted(&asked).unwrap_err().code(), 400);
        let plain = wanted(&HeaderMap::new()).unwrap_err();
        assert_eq!(plain.message(), "Upgrade request required");
        let other = headers(&[("connection", "Upgrade"), ("upgrade", "h2c")]);
        assert!(wanted(&other).unwrap_err().message().contains("h2c"));
    }
}
