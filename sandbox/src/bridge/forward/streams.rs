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
