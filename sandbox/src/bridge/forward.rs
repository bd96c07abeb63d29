//! `portforward`: each connection to a port is two streams of SPDY, one for bytes and one for errors.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, WriteHalf},
    sync::mpsc,
};

use super::{
    spdy::{self, Frame, Reader, Writer},
    websocket::words,
};
use crate::{
    api::{connect::Connection, reply::Body},
    refusal::Refusal,
    runtime::Runtime,
};

const PROTOCOL: &str = "portforward.k8s.io";
/// How many bytes are read from a Pod at once.
const PIECE: usize = 16 << 10;

/// Turns a connection into SPDY and leads its streams to the ports of a Pod.
pub(super) fn answer(runtime: &Runtime, connection: Connection) -> Result<Response<Body>, Refusal> {
    let headers = connection.request.headers();
    if !is_known(headers) {
        let text = format!("port-forward is served over SPDY/3.1 as {PROTOCOL} only");
        return Err(Refusal::bad_request(text));
    }
    runtime.pod(&connection.namespace, &connection.name)?;
    let link = Link {
        runtime: runtime.clone(),
        namespace: connection.namespace,
        pod: connection.name,
    };
    runtime.tasks().spawn(link.carry(connection.request));
    Ok(spdy::switch(PROTOCOL))
}

fn is_known(headers: &HeaderMap) -> bool {
    let versions = header::HeaderName::from_static("x-stream-protocol-version");
    words(headers, &header::UPGRADE).any(|w| w.eq_ignore_ascii_case("SPDY/3.1"))
        && words(headers, &versions).any(|w| w == PROTOCOL)
}

struct Link {
    runtime: Runtime,
    namespace: String,
    pod: String,
}

/// What a Pod says on a stream; nothing more if there are no bytes.
type Said = (u32, Bytes);

/// The two streams of one connection to a port.
#[derive(Default)]
struct Pair {
    error: Option<u32>,
    data: Option<u32>,
}

impl Link {
    async fn carry(self, request: Request<Incoming>) {
        let Ok(upgraded) = hyper::upgrade::on(request).await else {
            return;
        };
        let (from, to) = tokio::io::split(TokioIo::new(upgraded));
        let (sender, mut frames) = mpsc::channel(16);
        let reading = self.runtime.tasks().spawn(async move {
            let mut reader = Reader::new(from);
            while let Some(frame) = reader.next().await {
                if sender.send(frame).await.is_err() {
                    return;
                }
            }
        });
        let mut writer = Writer::new(to);
        let mut pairs: HashMap<String, Pair> = HashMap::new();
        let mut ports: HashMap<u32, mpsc::UnboundedSender<Bytes>> = HashMap::new();
        let (said, mut saying) = mpsc::channel::<Said>(16);
        loop {
            let done = tokio::select! {
                frame = frames.recv() => match frame {
                    None => None,
                    Some(Frame::Open { stream, headers }) => {
                        self.open(stream, &headers, &mut pairs, &mut ports, &said, &mut writer).await
                    }
                    Some(Frame::Data { stream, bytes, last }) => {
                        if let Some(port) = ports.get(&stream) {
                            // A port that takes no more has closed its connection.
                            let _ = port.send(bytes);
                        }
                        if last {
                            ports.remove(&stream);
                        }
                        Some(())
                    }
                    Some(Frame::Reset(stream)) => {
                        ports.remove(&stream);
                        Some(())
                    }
                    Some(Frame::Ping(id)) if id % 2 == 1 => writer.pong(id).await.ok(),
                    Some(_) => Some(()),
                },
                Some((stream, bytes)) = saying.recv() => {
                    writer.data(stream, &bytes, bytes.is_empty()).await.ok()
                }
            };
            if done.is_none() {
                break;
            }
        }
        reading.abort();
    }

    async fn open(
        &self,
        stream: u32,
        headers: &HashMap<String, String>,
        pairs: &mut HashMap<String, Pair>,
        ports: &mut HashMap<u32, mpsc::UnboundedSender<Bytes>>,
        said: &mpsc::Sender<Said>,
        writer: &mut Writer<WriteHalf<TokioIo<Upgraded>>>,
    ) -> Option<()> {
        writer.accept(stream).await.ok()?;
        let id = headers.get("requestid")?;
        let pair = pairs.entry(id.clone()).or_default();
        match headers.get("streamtype")?.as_str() {
            "error" => pair.error = Some(stream),
            _ => pair.data = Some(stream),
        }
        let (Some(error), Some(data)) = (pair.error, pair.data) else {
            return Some(());
        };
        pairs.remove(id);
        let port = headers.get("port")?.parse().ok()?;
        match self.runtime.forward(&self.namespace, &self.pod, port) {
            Ok(connection) => {
                writer.data(error, b"", true).await.ok()?;
                // Without a limit, for a port that waits for its client must not hold up the others.
                let (sender, taken) = mpsc::unbounded_channel();
                ports.insert(data, sender);
                let (from, to) = tokio::io::split(connection);
                let tasks = self.runtime.tasks();
                tasks.spawn(give(taken, to));
                tasks.spawn(take(from, data, said.clone()));
            }
            Err(text) => {
                writer.data(error, text.as_bytes(), true).await.ok()?;
                writer.data(data, b"", true).await.ok()?;
            }
        }
        Some(())
    }
}

/// Gives a port what a client says.
async fn give(mut taken: mpsc::UnboundedReceiver<Bytes>, mut to: WriteHalf<DuplexStream>) {
    while let Some(bytes) = taken.recv().await {
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
    // The port may have closed its side before.
    let _ = to.shutdown().await;
}

/// Takes what a port says to its client, and that it says no more.
async fn take(mut from: ReadHalf<DuplexStream>, stream: u32, said: mpsc::Sender<Said>) {
    let mut piece = vec![0; PIECE];
    loop {
        let size = from.read(&mut piece).await.unwrap_or(0);
        let bytes = Bytes::copy_from_slice(&piece[..size]);
        if said.send((stream, bytes)).await.is_err() || size == 0 {
            return;
        }
    }
}
