//! SPDY/3.1 as kubectl speaks it for `port-forward`, and for programs where it has no other way:
//! frames only, no flow control, headers compressed with the protocol's dictionary.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use miniz_oxide::inflate::{
    TINFLStatus,
    core::{DecompressorOxide, decompress, inflate_flags::TINFL_FLAG_HAS_MORE_INPUT},
};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::websocket::words;
use crate::{api::reply::Body, refusal::Refusal};

/// What both sides' header compression begins with; it is part of the protocol.
const DICTIONARY: &[u8] = include_bytes!("spdy/dictionary.bin");
/// How far back compressed headers may point.
const WINDOW: usize = 32 << 10;
/// The largest frame that a client may send.
pub(super) const LARGEST: usize = 4 << 20;
/// How long headers may be.
const HEADERS: usize = 64 << 10;

const FIN: u8 = 1;
/// The header that names the protocol on top of SPDY.
const VERSION: HeaderName = HeaderName::from_static("x-stream-protocol-version");

/// Whether a request wants SPDY, and with a protocol on top of it that is served.
pub(super) fn wanted(headers: &HeaderMap, protocol: &'static str) -> Result<bool, Refusal> {
    if !words(headers, &header::UPGRADE).any(|w| w.eq_ignore_ascii_case("SPDY/3.1")) {
        return Ok(false);
    }
    if words(headers, &VERSION).any(|w| w == protocol) {
        return Ok(true);
    }
    let text = format!("unable to negotiate protocol: server accepts [{protocol}]");
    Err(Refusal::new(403, "Forbidden", text))
}

/// The answer that turns a connection into SPDY, for that protocol on top of it.
pub(super) fn switch(protocol: &'static str) -> Response<Body> {
    let mut response = Response::new(Full::new(Bytes::new()).boxed_unsync());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("SPDY/3.1"));
    headers.insert(VERSION, HeaderValue::from_static(protocol));
    response
}

/// The connection itself, once the answer has gone out; nothing if the client has gone.
pub(super) async fn open(request: Request<Incoming>) -> Option<TokioIo<Upgraded>> {
    hyper::upgrade::on(request).await.ok().map(TokioIo::new)
}

/// What a client says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// It opens a stream.
    Open {
        stream: u32,
        headers: HashMap<String, String>,
    },
    /// It says something on one, perhaps the last.
    Data {
        stream: u32,
        bytes: Bytes,
        last: bool,
    },
    /// It ends a stream both ways.
    Reset(u32),
    /// It wants to know whether the server is there.
    Ping(u32),
    /// What the server has no use for.
    Other,
}

/// Reads frames.
pub(super) struct Reader<R> {
    from: R,
    inflate: Inflate,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            inflate: Inflate::new(),
        }
    }

    /// The next frame; nothing if the client has gone or does not speak SPDY.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        let first = self.from.read_u32().await.ok()?;
        let second = self.from.read_u32().await.ok()?;
        let [flags, size @ ..] = second.to_be_bytes();
        let size = usize::from(size[0]) << 16 | usize::from(size[1]) << 8 | usize::from(size[2]);
        if size > LARGEST {
            return None;
        }
        let mut body = vec![0; size];
        self.from.read_exact(&mut body).await.ok()?;
        if first >> 31 == 0 {
            return Some(Frame::Data {
                stream: first,
                bytes: body.into(),
                last: flags & FIN != 0,
            });
        }
        let stream = word(&body, 0);
        match first & 0xffff {
            1 => Some(Frame::Open {
                stream: stream?,
                headers: self.inflate.headers(body.get(10..)?)?,
            }),
            // Nothing is done with later headers, but what follows builds on them.
            8 => self.inflate.headers(body.get(4..)?).map(|_| Frame::Other),
            3 => Some(Frame::Reset(stream?)),
            6 => Some(Frame::Ping(stream?)),
            _ => Some(Frame::Other),
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// Takes compressed headers apart, each building on those before.
struct Inflate {
    state: Box<DecompressorOxide>,
    window: Vec<u8>,
    at: usize,
    begun: bool,
}

impl Inflate {
    fn new() -> Self {
        let mut window = DICTIONARY.to_vec();
        window.resize(WINDOW, 0);
        Self {
            state: Box::default(),
            window,
            at: DICTIONARY.len(),
            begun: false,
        }
    }

    fn headers(&mut self, mut input: &[u8]) -> Option<HashMap<String, String>> {
        if !self.begun {
            // Two bytes say how it is compressed, four with which dictionary.
            input = input.get(6..)?;
            self.begun = true;
        }
        let mut plain = Vec::new();
        loop {
            let (status, read, written) = decompress(
                &mut self.state,
                input,
                &mut self.window,
                self.at,
                TINFL_FLAG_HAS_MORE_INPUT,
            );
            plain.extend_from_slice(self.window.get(self.at..self.at + written)?);
            self.at = (self.at + written) % WINDOW;
            input = input.get(read..)?;
            match status {
                _ if plain.len() > HEADERS => return None,
                TINFLStatus::HasMoreOutput => {}
                TINFLStatus::NeedsMoreInput => return pairs(&plain),
                _ => return None,
            }
        }
    }
}

fn pairs(plain: &[u8]) -> Option<HashMap<String, String>> {
    let mut at = 4;
    let mut text = || {
        let size = usize::try_from(word(plain, at)?).ok()?;
        let bytes = plain.get(at + 4..(at + 4).checked_add(size)?)?;
        at += 4 + size;
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    let count = word(plain, 0)?;
    (0..count).map(|_| Some((text()?, text()?))).collect()
}

/// Writes frames.
pub(super) struct Writer<W> {
    to: W,
    replied: bool,
}

impl<W: AsyncWrite + Unpin> Writer<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, replied: false }
    }

    async fn control(&mut self, kind: u8, body: &[u8]) -> std::io::Result<()> {
        let size = u32::try_from(body.len()).unwrap_or(0);
        let mut frame = vec![0x80, 3, 0, kind];
        frame.extend(size.to_be_bytes());
        frame.extend_from_slice(body);
        self.to.write_all(&frame).await?;
        self.to.flush().await
    }

    /// Says that a stream is open.
    pub(super) async fn accept(&mut self, stream: u32) -> std::io::Result<()> {
        let mut body = stream.to_be_bytes().to_vec();
        if !self.replied {
            body.extend([0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2]);
            self.replied = true;
        }
        // No headers: a block of four bytes as they are, and an empty one that flushes it.
        body.extend([0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
        self.control(2, &body).await
    }

    /// Says that the server is there.
    pub(super) async fn pong(&mut self, id: u32) -> std::io::Result<()> {
        self.control(6, &id.to_be_bytes()).await
    }

    /// Says something on a stream.
    pub(super) async fn data(
        &mut self,
        stream: u32,
        bytes: &[u8],
        last: bool,
    ) -> std::io::Result<()> {
        let mut chunks = bytes.chunks(WINDOW).peekable();
        while let Some(chunk) = chunks.next() {
            let last = last && chunks.peek().is_none();
            self.piece(stream, chunk, last).await?;
        }
        if bytes.is_empty() && last {
            self.piece(stream, bytes, last).await?;
        }
        self.to.flush().await
    }

    async fn piece(&mut self, stream: u32, bytes: &[u8], last: bool) -> std::io::Result<()> {
        let size = u32::try_from(bytes.len()).unwrap_or(0) | u32::from(last) << 24;
        let mut frame = stream.to_be_bytes().to_vec();
        frame.extend(size.to_be_bytes());
        frame.extend_from_slice(bytes);
        self.to.write_all(&frame).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two streams as zlib compresses them: the second one points back into the first.
    const OPENED: &[u8] = &[
        0x80, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x28, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x78, 0xf9, 0xe3, 0xc6, 0xa7, 0xc2, 0x02, 0xa6, 0x23, 0x46, 0x70, 0x3a,
        0x2b, 0x29, 0x4a, 0x4d, 0xcc, 0x85, 0x16, 0x25, 0xac, 0xa9, 0xa0, 0x80, 0x06, 0x00, 0x00,
        0x00, 0xff, 0xff, 0x80, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x24, 0x00, 0x00, 0x00, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x65, 0x1c, 0x0c, 0x29, 0x60, 0x62, 0x4e, 0xc9,
        0x07, 0x97, 0xd1, 0xc0, 0x22, 0xbb, 0x08, 0x44, 0x33, 0x59, 0x18, 0x00, 0x00, 0x00, 0x00,
        0xff, 0xff,
    ];

    #[tokio::test]
    async fn streams_are_opened_and_say_something() {
        let mut said = OPENED.to_vec();
        said.extend([0, 0, 0, 3, 1, 0, 0, 2, b'h', b'i']);
        said.extend([0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]);
        let mut reader = Reader::new(said.as_slice());
        let open = |stream, pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            Some(Frame::Open {
                stream,
                headers: pairs.collect(),
            })
        };
        assert_eq!(reader.next().await, open(1, &[("streamtype", "error")]));
        let second = open(3, &[("streamtype", "stdout"), ("port", "80")]);
        assert_eq!(reader.next().await, second);
        let data = Frame::Data {
            stream: 3,
            bytes: Bytes::from_static(b"hi"),
            last: true,
        };
        assert_eq!(reader.next().await, Some(data));
        assert_eq!(reader.next().await, Some(Frame::Ping(7)));
        assert_eq!(reader.next().await, None);
    }

    #[test]
    fn fuzz_spdy() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        crate::fuzz::run("spdy", 400, |choices| {
            let mut said = Vec::new();
            while !choices.is_over() {
                match choices.byte() % 4 {
                    0 => said.extend(OPENED),
                    1 => said.extend(OPENED.iter().take(choices.below(OPENED.len()))),
                    2 => {
                        let body: Vec<u8> =
                            (0..choices.below(32)).map(|_| choices.byte()).collect();
                        said.extend([0x80, 3, 0, choices.byte() % 10, 0, 0, 0]);
                        said.push(u8::try_from(body.len()).unwrap());
                        said.extend(body);
                    }
                    _ => said.extend(choices.rest()),
                }
            }
            let mut reader = Reader::new(said.as_slice());
            let mut room = said.len();
            while let Some(frame) = runtime.block_on(reader.next()) {
                // Each frame takes its eight bytes at least.
                room = room.checked_sub(8).unwrap();
                if let Frame::Data { bytes, .. } = frame {
                    assert!(bytes.len() <= said.len());
                }
            }
        });
    }

    #[tokio::test]
    async fn what_is_no_spdy_ends_it() {
        for noise in [
            &b"GET / HTTP/1.1\r\n\r\n"[..],
            &[0x80, 3, 0, 1, 0, 0, 0, 2, 1, 1],
            &[
                0x80, 3, 0, 1, 0, 0, 0, 18, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 255,
                255,
            ],
            &[0, 0, 0, 1, 0, 255, 255, 255],
        ] {
            assert_eq!(Reader::new(noise).next().await, None);
        }
    }

    #[tokio::test]
    async fn the_last_piece_says_so() {
        let mut to = Vec::new();
        let mut writer = Writer::new(&mut to);
        writer.data(5, &vec![b'x'; WINDOW + 1], true).await.unwrap();
        writer.data(5, b"", true).await.unwrap();
        let mut reader = Reader::new(to.as_slice());
        let mut seen = Vec::new();
        while let Some(Frame::Data { bytes, last, .. }) = reader.next().await {
            seen.push((bytes.len(), last));
        }
        assert_eq!(seen, [(WINDOW, false), (1, true), (0, true)]);
    }
}
