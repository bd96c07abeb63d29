//! A program's channels as streams of SPDY: one each for input, outputs, errors and the window's size.

use std::{collections::HashMap, time::Duration};

use http::{HeaderMap, Request, Response, header};
use hyper::{body::Incoming, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use tokio::{io::WriteHalf, sync::mpsc};

use super::{
    program::{Pending, WAITING, Wanted, failure, status},
    spdy::{self, Frame, Reader, Writer},
    websocket::words,
};
use crate::{
    api::reply::Body,
    refusal::Refusal,
    runtime::{Exit, Session, Stream},
    tasks::Tasks,
};

const PROTOCOL: &str = "v4.channel.k8s.io";
/// How long a client may take to open its streams.
const OPENING: Duration = Duration::from_secs(30);
/// How long a client may take to go when all has been said.
const LEAVING: Duration = Duration::from_secs(5);

/// Whether a request wants SPDY, and in a protocol that is known.
pub(super) fn wanted(headers: &HeaderMap) -> Result<bool, Refusal> {
    if !words(headers, &header::UPGRADE).any(|w| w.eq_ignore_ascii_case("SPDY/3.1")) {
        return Ok(false);
    }
    let versions = header::HeaderName::from_static("x-stream-protocol-version");
    if words(headers, &versions).any(|w| w == PROTOCOL) {
        return Ok(true);
    }
    let text = format!("unable to negotiate protocol: server accepts [{PROTOCOL}]");
    Err(Refusal::new(403, "Forbidden", text))
}

/// The answer that turns a connection into SPDY.
pub(super) fn switch() -> Response<Body> {
    spdy::switch(PROTOCOL)
}

/// Carries bytes both ways until the program has ended or the client has gone.
pub(super) async fn converse(
    tasks: Tasks,
    request: Request<Incoming>,
    wanted: Wanted,
    session: Session,
) {
    let Ok(upgraded) = hyper::upgrade::on(request).await else {
        return;
    };
    let (from, to) = tokio::io::split(TokioIo::new(upgraded));
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
