//! A program's channels as streams of SPDY: one each for input, outputs, errors and the window's size.

use std::{collections::HashMap, time::Duration};

use http::Request;
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{io::WriteHalf, sync::mpsc};

use super::{
    LEAVING,
    program::{Pending, WAITING, Wanted, failure, status},
    spdy::{self, Frame, Reader, Writer},
};
use crate::{
    runtime::{Exit, Session, Stream},
    tasks::Tasks,
};

/// The protocol of streams.
pub(super) const PROTOCOL: &str = "v4.channel.k8s.io";
/// How long a client may take to open its streams.
const OPENING: Duration = Duration::from_secs(30);

/// Carries bytes both ways until the program has ended or the client has gone.
pub(super) async fn converse(
    tasks: Tasks,
    request: Request<Incoming>,
    wanted: Wanted,
    session: Session,
) {
    let Some(upgraded) = spdy::open(request).await else {
        return;
    };
    let (from, to) = tokio::io::split(upgraded);
    let (sender, frames) = mpsc::channel(16);
    let reading = tasks.spawn(async move {
        let mut reader = Reader::new(from);
        while let Some(frame) = reader.next().await {
            if sender.send(frame).await.is_err() {
                return;
            }
        }
    });
    let mut talk = Talk {
        writer: Writer::new(to),
        frames,
        streams: HashMap::new(),
    };
    if talk.carry(wanted, session).await.is_some() {
        // The client closes the connection when it has read all.
        let leaving = async { while talk.frames.recv().await.is_some() {} };
        let _ = tokio::time::timeout(LEAVING, leaving).await;
    }
    reading.abort();
}

struct Talk {
    writer: Writer<WriteHalf<TokioIo<Upgraded>>>,
    frames: mpsc::Receiver<Frame>,
    /// The streams by what they are for.
    streams: HashMap<String, u32>,
}

impl Talk {
    fn is(&self, stream: u32, what: &str) -> bool {
        self.streams.get(what) == Some(&stream)
    }

    async fn hear(&mut self, frame: Frame, input: &mut Pending) -> Option<()> {
        match frame {
            Frame::Open {
                stream,
                mut headers,
            } => {
                let what = headers.remove("streamtype")?;
                self.streams.insert(what, stream);
                self.writer.accept(stream).await.ok()?;
            }
            Frame::Data {
                stream,
                bytes,
                last,
            } if self.is(stream, "stdin") => {
                input.push(bytes);
                if last {
                    input.end();
                }
            }
            Frame::Reset(stream) if self.is(stream, "stdin") => input.end(),
            Frame::Ping(id) if id % 2 == 1 => self.writer.pong(id).await.ok()?,
            _ => {}
        }
        Some(())
    }

    /// Nothing if the client has gone.
    async fn carry(&mut self, wanted: Wanted, mut session: Session) -> Option<()> {
        let mut input = Pending::new(session.input.take());
        let expected: Vec<&str> = [
            ("error", true),
            ("stdin", wanted.input),
            ("stdout", wanted.out),
            ("stderr", wanted.err),
        ]
        .into_iter()
        .filter_map(|(what, there)| there.then_some(what))
        .collect();
        let end = tokio::time::Instant::now() + OPENING;
        while !expected.iter().all(|what| self.streams.contains_key(*what)) {
            let next = tokio::time::timeout_at(end, self.frames.recv()).await;
            self.hear(next.ok()??, &mut input).await?;
        }
        loop {
            let room = input.size < WAITING;
            tokio::select! {
                frame = self.frames.recv(), if room => self.hear(frame?, &mut input).await?,
                () = input.flow() => {}
                written = session.output.recv() => {
                    let Some((stream, bytes)) = written else { break };
                    let what = match stream {
                        Stream::Out => "stdout",
                        Stream::Err => "stderr",
                    };
                    if let Some(stream) = self.streams.get(what) {
                        self.writer.data(*stream, &bytes, false).await.ok()?;
                    }
                }
            }
        }
        let status = match session.exit.await.unwrap_or(Exit::Code(137)) {
            Exit::NotStarted(why) => failure(&why),
            exit @ Exit::Code(_) => status(exit),
        };
        for what in ["stdout", "stderr"] {
            if let Some(stream) = self.streams.get(what) {
                self.writer.data(*stream, b"", true).await.ok()?;
            }
        }
        let error = *self.streams.get("error")?;
        let text = status.to_string();
        self.writer.data(error, text.as_bytes(), true).await.ok()
    }
}
