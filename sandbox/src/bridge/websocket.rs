//! A WebSocket: which protocol both sides speak, and how messages on its channels begin and end.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use crate::{api::reply::Body, refusal::Refusal};

/// A WebSocket to a client.
pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The largest message that a client may send.
pub(super) const LARGEST: usize = 4 << 20;

/// What a WebSocket's messages mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    /// Input ends only with the connection.
    V4,
    /// A message on channel 255 ends the input.
    V5,
    /// No channels: the messages carry the frames of SPDY, for the streams of `portforward`.
    Tunnel,
}

impl Protocol {
    fn name(self) -> &'static str {
        match self {
            Self::V4 => "v4.channel.k8s.io",
            Self::V5 => "v5.channel.k8s.io",
            Self::Tunnel => "SPDY/3.1+portforward.k8s.io",
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

/// The protocol that a request asks for, of those that are served, and the answer to its key.
pub(super) fn wanted(
    headers: &HeaderMap,
    served: &[Protocol],
) -> Result<(Protocol, String), Refusal> {
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
    let Some(protocol) = served.iter().find(|p| asked.contains(&p.name())) else {
        let served: Vec<&str> = served.iter().map(|p| p.name()).collect();
        return refuse(format!(
            "unable to upgrade: unable to negotiate protocol: client supports {asked:?}, server accepts {served:?}"
        ));
    };
    match headers.get(header::SEC_WEBSOCKET_KEY) {
        Some(key) => Ok((*protocol, derive_accept_key(key.as_bytes()))),
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

/// A message on a channel.
pub(super) fn framed(channel: u8, bytes: &[u8]) -> Message {
    let mut message = Vec::with_capacity(bytes.len() + 1);
    message.push(channel);
    message.extend_from_slice(bytes);
    Message::Binary(message.into())
}

/// How a conversation ends that was not broken off; without a code kubectl takes it for a failure.
pub(super) fn normal() -> CloseFrame {
    CloseFrame {
        code: CloseCode::Normal,
        reason: "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAMS: &[Protocol] = &[Protocol::V5, Protocol::V4];

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
        let (protocol, accept) = wanted(&asked, PROGRAMS).unwrap();
        assert_eq!(
            (protocol, accept.as_str()),
            (Protocol::V5, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        );
        asked.insert(
            "sec-websocket-protocol",
            HeaderValue::from_static("channel.k8s.io"),
        );
        assert_eq!(wanted(&asked, PROGRAMS).unwrap_err().code(), 400);
        let plain = wanted(&HeaderMap::new(), PROGRAMS).unwrap_err();
        assert_eq!(plain.message(), "Upgrade request required");
        let other = headers(&[("connection", "Upgrade"), ("upgrade", "h2c")]);
        assert!(
            wanted(&other, PROGRAMS)
                .unwrap_err()
                .message()
                .contains("h2c")
        );
    }
}
