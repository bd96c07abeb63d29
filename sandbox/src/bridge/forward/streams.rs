//! Connections as streams of SPDY: each has one for bytes and one for errors, opened by the client.

use std::collections::HashMap;

use tokio::{
    io::{AsyncRead, AsyncWrite, WriteHalf},
    sync::{OwnedSemaphorePermit, mpsc},
};

use super::{Ports, reserve};
use crate::bridge::spdy::{Frame, Reader, Writer};

/// The protocol of streams.
pub(super) const PROTOCOL: &str = "portforward.k8s.io";
/// How many connections may be half open: one of their two streams is there.
const HALF_OPEN: usize = 1024;

/// The two streams of one connection to a port.
#[derive(Default)]
struct Pair {
    error: Option<u32>,
    data: Option<u32>,
}

/// Carries bytes both ways until the client goes.
pub(super) async fn carry<S>(ports: Ports, stream: S)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (from, to) = tokio::io::split(stream);
    let (sender, frames) = mpsc::channel(16);
    let room = ports.room.clone();
    let reading = ports.runtime.tasks().spawn(async move {
        let mut reader = Reader::new(from);
        while let Some(frame) = reader.next().await {
            let permit = match &frame {
                Frame::Data { bytes, .. } => reserve(&room, bytes).await,
                _ => None,
            };
            if sender.send((frame, permit)).await.is_err() {
                return;
            }
        }
    });
    let mut link = Link {
        ports,
        writer: Writer::new(to),
        pairs: HashMap::new(),
    };
    link.run(frames).await;
    reading.abort();
}

struct Link<S> {
    ports: Ports,
    writer: Writer<WriteHalf<S>>,
    /// Connections of which one stream is open, by the number that the client gives them.
    pairs: HashMap<String, Pair>,
}

impl<S: AsyncRead + AsyncWrite> Link<S> {
    async fn run(&mut self, mut frames: mpsc::Receiver<(Frame, Option<OwnedSemaphorePermit>)>) {
        loop {
            let done = tokio::select! {
                frame = frames.recv() => match frame {
                    Some((frame, permit)) => self.hear(frame, permit).await,
                    None => None,
                },
                Some((stream, bytes)) = self.ports.saying.recv() => {
                    self.writer.data(stream, &bytes, bytes.is_empty()).await.ok()
                }
            };
            if done.is_none() {
                return;
            }
        }
    }

    async fn hear(&mut self, frame: Frame, permit: Option<OwnedSemaphorePermit>) -> Option<()> {
        match frame {
            Frame::Open { stream, headers } => self.open(stream, &headers).await?,
            Frame::Data {
                stream,
                bytes,
                last,
            } => {
                if let Some(permit) = permit {
                    self.ports.give(stream, (bytes, permit));
                }
                if last {
                    self.ports.close(stream);
                }
            }
            Frame::Reset(stream) => self.ports.close(stream),
            Frame::Ping(id) if id % 2 == 1 => self.writer.pong(id).await.ok()?,
            Frame::Ping(_) | Frame::Other => {}
        }
        Some(())
    }

    /// A stream is open, and with its second one a connection.
    async fn open(&mut self, stream: u32, headers: &HashMap<String, String>) -> Option<()> {
        self.writer.accept(stream).await.ok()?;
        let id = headers.get("requestid")?;
        if self.pairs.len() > HALF_OPEN {
            return None;
        }
        let pair = self.pairs.entry(id.clone()).or_default();
        match headers.get("streamtype")?.as_str() {
            "error" => pair.error = Some(stream),
            _ => pair.data = Some(stream),
        }
        let (Some(error), Some(data)) = (pair.error, pair.data) else {
            return Some(());
        };
        self.pairs.remove(id);
        let port = headers.get("port")?.parse().ok()?;
        match self.ports.connect(data, port) {
            Ok(()) => self.writer.data(error, b"", true).await.ok(),
            Err(text) => {
                let writer = &mut self.writer;
                writer.data(error, text.as_bytes(), true).await.ok()?;
                writer.data(data, b"", true).await.ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::{
        clock::Clock, containers::network::Network, registry::Registry, runtime::Runtime,
        store::Store, tasks::Tasks,
    };

    /// A stream is opened, its headers stored as they are.
    fn open(stream: u8, first: bool, headers: &[(&str, &str)]) -> Vec<u8> {
        let word = |n: usize| u32::try_from(n).unwrap().to_be_bytes();
        let mut plain = word(headers.len()).to_vec();
        for text in headers.iter().flat_map(|(key, value)| [key, value]) {
            plain.extend(word(text.len()));
            plain.extend(text.bytes());
        }
        let mut body = vec![0, 0, 0, stream, 0, 0, 0, 0, 0, 0];
        if first {
            body.extend([0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2]);
        }
        let size = u16::try_from(plain.len()).unwrap();
        body.push(0);
        body.extend(size.to_le_bytes());
        body.extend((!size).to_le_bytes());
        body.extend(plain);
        body.extend([0, 0, 0, 0xff, 0xff]);
        [&[0x80, 3, 0, 1][..], &word(body.len()), &body].concat()
    }

    /// What the server says to a client that says something and goes.
    async fn answer(said: &[u8]) -> Vec<u8> {
        let store = Arc::new(Store::new(10));
        let registry = Registry::new(Arc::clone(&store), Clock::real());
        let (network, tasks) = (Network::new(store), Tasks::new());
        let runtime = Runtime::new(&registry, Vec::new(), &network, &tasks);
        let ports = Ports::new(&runtime, "default".into(), "web".into());
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let talk = async {
            let (mut from, mut to) = tokio::io::split(theirs);
            to.write_all(said).await.unwrap();
            to.shutdown().await.unwrap();
            let mut answer = Vec::new();
            from.read_to_end(&mut answer).await.unwrap();
            answer
        };
        let both = async { tokio::join!(carry(ports, ours), talk) };
        let ended = tokio::time::timeout(Duration::from_secs(20), both).await;
        ended.expect("an end").1
    }

    #[tokio::test]
    async fn a_port_of_no_pod_is_an_error_on_its_own_stream() {
        let headers = |what| [("streamtype", what), ("port", "80"), ("requestid", "0")];
        let mut said = open(1, true, &headers("error"));
        said.extend(open(3, false, &headers("data")));
        said.extend([0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]);
        let told = answer(&said).await;
        let text = String::from_utf8_lossy(&told);
        assert!(text.contains("pods \"web\" not found"), "{text}");
        assert!(told.ends_with(&[0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]));
    }

    #[test]
    fn fuzz_streams() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        crate::fuzz::run("streams", 200, |choices| {
            let (mut said, mut first) = (Vec::new(), true);
            while !choices.is_over() {
                let stream = choices.of(&[0, 1, 3, 5, 255]);
                match choices.byte() % 4 {
                    0 | 1 => {
                        let what = choices.of(&["data", "error", "", "x"]);
                        let port = choices.of(&["80", "0", "65536", "", "-1"]);
                        let id = choices.of(&["0", "1", ""]);
                        let headers = [("streamtype", what), ("port", port), ("requestid", id)];
                        let count = choices.below(4);
                        said.extend(open(stream, first, &headers[..count]));
                        first = false;
                    }
                    2 => said.extend([0, 0, 0, stream, choices.byte(), 0, 0, 1, b'x']),
                    _ => {
                        let kind = choices.byte() % 9;
                        said.extend([0x80, 3, 0, kind, 0, 0, 0, 4, 0, 0, 0, stream]);
                    }
                }
            }
            runtime.block_on(answer(&said));
        });
    }
}
