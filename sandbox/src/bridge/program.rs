//! `exec` and `attach`: a program's input, output and end as channels of a WebSocket or streams of SPDY.

use std::collections::VecDeque;

use bytes::Bytes;
use futures::{SinkExt as _, StreamExt as _};
use http::{Request, Response};
use hyper::body::Incoming;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use super::{
    LEAVING, spdy, spdy_program,
    websocket::{self, Protocol, Socket, framed, normal},
};
use crate::{
    api::{
        connect::Connection,
        reply::{self, Body},
    },
    refusal::Refusal,
    runtime::{ExecOptions, Exit, Runtime, Session, Stream},
};

/// What is to be done in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Run another program.
    Exec,
    /// Look at the one that runs.
    Attach,
}

const STDIN: u8 = 0;
const STDOUT: u8 = 1;
const STDERR: u8 = 2;
const STATUS: u8 = 3;
const CLOSE: u8 = 255;

/// The protocols of channels, the best first.
const PROTOCOLS: &[Protocol] = &[Protocol::V5, Protocol::V4];
/// How much input may wait for a program that does not read it, before the client has to wait too.
pub(super) const WAITING: usize = 4 << 20;

/// Which of a program's streams a client wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) input: bool,
    pub(super) out: bool,
    pub(super) err: bool,
}

/// Starts a program, or looks at one, and turns the connection into its channels.
pub(super) fn answer(
    runtime: &Runtime,
    connection: Connection,
    verb: Verb,
) -> Result<Response<Body>, Refusal> {
    let query = &connection.query;
    let options = ExecOptions {
        container: Some(query.get("container").to_owned()).filter(|name| !name.is_empty()),
        command: query.all("command").to_vec(),
        stdin: query.flag("stdin"),
        tty: query.flag("tty"),
    };
    let wanted = Wanted {
        input: options.stdin,
        out: query.flag("stdout"),
        // A terminal has one stream for both.
        err: query.flag("stderr") && !options.tty,
    };
    if !(options.stdin || wanted.out || wanted.err) {
        return Err(Refusal::bad_request(
            "you must specify at least 1 of stdin, stdout, stderr",
        ));
    }
    let headers = connection.request.headers();
    let websocket = if spdy::wanted(headers, spdy_program::PROTOCOL)? {
        None
    } else {
        Some(websocket::wanted(headers, PROTOCOLS)?)
    };
    let (namespace, name) = (&connection.namespace, &connection.name);
    let session = match verb {
        Verb::Exec => runtime.exec(namespace, name, &options),
        Verb::Attach => runtime.attach(namespace, name, &options),
    };
    let request = connection.request;
    let missing = |refusal: &Refusal| refusal.message().starts_with("container not found");
    match (websocket, session) {
        // The kubelet's refusal comes through as it is.
        (None, Err(refusal)) if missing(&refusal) => Ok(reply::bytes(
            refusal.code(),
            "text/plain; charset=utf-8",
            refusal.message().to_owned(),
        )),
        (None, session) => {
            let talk = spdy_program::converse(runtime.tasks().clone(), request, wanted, session?);
            runtime.tasks().spawn(talk);
            Ok(spdy::switch(spdy_program::PROTOCOL))
        }
        (Some((protocol, accept)), session) => {
            let session = match session {
                // Over a WebSocket the API server asks the kubelet only after it has answered.
                Err(refusal) if missing(&refusal) => Err(format!(
                    "unable to upgrade connection: {}",
                    refusal.message()
                )),
                other => Ok(other?),
            };
            let talk = converse(request, protocol, wanted, session);
            runtime.tasks().spawn(talk);
            Ok(websocket::switch(protocol, &accept))
        }
    }
}

async fn converse(
    request: Request<Incoming>,
    protocol: Protocol,
    wanted: Wanted,
    session: Result<Session, String>,
) {
    let Some(mut socket) = websocket::open(request).await else {
        return;
    };
    let status = match session {
        Ok(session) => match carry(&mut socket, protocol, wanted, session).await {
            Some(exit) => status(exit),
            None => return,
        },
        Err(text) => failure(&text),
    };
    // A client that has gone does not need to know how it ended.
    let _ = socket
        .send(framed(STATUS, status.to_string().as_bytes()))
        .await;
    let _ = socket.close(Some(normal())).await;
    // What the client still says until it closes its side is of no interest.
    let leaving = async { while let Some(Ok(_)) = socket.next().await {} };
    let _ = tokio::time::timeout(LEAVING, leaving).await;
}

/// The input that a client has sent and the program has not yet taken.
pub(super) struct Pending {
    sender: Option<mpsc::Sender<Bytes>>,
    queue: VecDeque<Bytes>,
    pub(super) size: usize,
    ended: bool,
}

impl Pending {
    pub(super) fn new(sender: Option<mpsc::Sender<Bytes>>) -> Self {
        Self {
            sender,
            queue: VecDeque::new(),
            size: 0,
            ended: false,
        }
    }

    pub(super) fn push(&mut self, bytes: Bytes) {
        if self.sender.is_some() && !self.ended && !bytes.is_empty() {
            self.size += bytes.len();
            self.queue.push_back(bytes);
        }
    }

    /// Ends the input as soon as all of it has been taken.
    pub(super) fn end(&mut self) {
        self.ended = true;
        if self.queue.is_empty() {
            self.sender = None;
        }
    }

    /// Gives the program its next input. It never ends if there is none; dropping it loses nothing.
    pub(super) async fn flow(&mut self) {
        let Some(sender) = self.sender.as_ref().filter(|_| !self.queue.is_empty()) else {
            return std::future::pending().await;
        };
        let taken = match sender.reserve().await {
            Ok(permit) => {
                if let Some(bytes) = self.queue.pop_front() {
                    self.size -= bytes.len();
                    permit.send(bytes);
                }
                true
            }
            Err(_) => false,
        };
        if !taken {
            // The program reads no more.
            *self = Self::new(None);
        } else if self.ended && self.queue.is_empty() {
            self.sender = None;
        }
    }
}

/// Carries bytes both ways until the program has ended, or nothing if the client goes before.
async fn carry(
    socket: &mut Socket,
    protocol: Protocol,
    wanted: Wanted,
    mut session: Session,
) -> Option<Exit> {
    let mut input = Pending::new(session.input.take());
    loop {
        let room = input.size < WAITING;
        tokio::select! {
            // Pings are answered by the WebSocket itself, when it is read.
            said = socket.next(), if room => match said {
                Some(Ok(Message::Binary(bytes))) => hear(bytes, protocol, &mut input),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            },
            () = input.flow() => {}
            written = session.output.recv() => {
                let Some((stream, bytes)) = written else { break };
                let (channel, shown) = match stream {
                    Stream::Out => (STDOUT, wanted.out),
                    Stream::Err => (STDERR, wanted.err),
                };
                if shown {
                    socket.send(framed(channel, &bytes)).await.ok()?;
                }
            }
        }
    }
    // A container that goes is killed, and all that runs in it.
    Some(session.exit.await.unwrap_or(Exit::Code(137)))
}

fn hear(mut bytes: Bytes, protocol: Protocol, input: &mut Pending) {
    if bytes.is_empty() {
        return;
    }
    let channel = bytes.split_to(1)[0];
    match channel {
        STDIN => input.push(bytes),
        CLOSE if protocol == Protocol::V5 && bytes.first() == Some(&STDIN) => input.end(),
        // No simulated program asks how large its window is, and other channels are not the client's.
        _ => {}
    }
}

/// How a program ended, as the API server says it.
pub(super) fn status(exit: Exit) -> Value {
    match exit {
        Exit::Code(0) => json!({"metadata": {}, "status": "Success"}),
        Exit::Code(code) => json!({
            "metadata": {},
            "status": "Failure",
            "message": format!("command terminated with non-zero exit code: command terminated with exit code {code}"),
            "reason": "NonZeroExitCode",
            "details": {"causes": [{"reason": "ExitCode", "message": code.to_string()}]},
        }),
        // The kubelet's own words come wrapped in the API server's.
        Exit::NotStarted(why) => failure(&format!("Internal error occurred: {why}")),
    }
}

pub(super) fn failure(text: &str) -> Value {
    json!({
        "metadata": {},
        "status": "Failure",
        "message": format!("Internal error occurred: {text}"),
        "reason": "InternalError",
        "details": {"causes": [{"message": text}]},
        "code": 500,
    })
}
