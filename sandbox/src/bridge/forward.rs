//! `portforward`: connections to the ports of a Pod, over SPDY, SPDY inside a WebSocket, or the
//! channels of a WebSocket.
//!
//! However they are framed, a connection has a number, that of its stream or channel.

mod channels;
mod streams;

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use http::Response;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, WriteHalf},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
};

use super::{
    spdy,
    tunnel::Tunnel,
    websocket::{self, Protocol},
};
use crate::{
    api::{connect::Connection, reply::Body},
    refusal::Refusal,
    runtime::Runtime,
};

/// How many bytes are read from a Pod at once.
const PIECE: usize = 16 << 10;
/// How much may wait for ports that do not read it, before the client has to wait too.
const WAITING: usize = if spdy::LARGEST > websocket::LARGEST {
    spdy::LARGEST
} else {
    websocket::LARGEST
};

/// Turns a connection into one of the three forms and leads it to the ports of a Pod.
pub(super) fn answer(runtime: &Runtime, connection: Connection) -> Result<Response<Body>, Refusal> {
    let headers = connection.request.headers();
    let websocket = if spdy::wanted(headers, streams::PROTOCOL)? {
        None
    } else {
        let served = &[Protocol::Tunnel, Protocol::V4];
        Some(websocket::wanted(headers, served)?)
    };
    let channels = match websocket {
        Some((Protocol::V4, _)) => channels::wanted(&connection.query)?,
        _ => Vec::new(),
    };
    runtime.pod(&connection.namespace, &connection.name)?;
    let ports = Ports::new(runtime, connection.namespace, connection.name);
    let (tasks, request) = (runtime.tasks(), connection.request);
    let Some((protocol, accept)) = websocket else {
        tasks.spawn(async move {
            if let Some(upgraded) = spdy::open(request).await {
                streams::carry(ports, upgraded).await;
            }
        });
        return Ok(spdy::switch(streams::PROTOCOL));
    };
    tasks.spawn(async move {
        let Some(socket) = websocket::open(request).await else {
            return;
        };
        if protocol == Protocol::Tunnel {
            streams::carry(ports, Tunnel::new(socket)).await;
        } else {
            channels::carry(ports, socket, &channels).await;
        }
    });
    Ok(websocket::switch(protocol, &accept))
}

/// Bytes for a port, and the room that they take until it has read them.
type Given = (Bytes, OwnedSemaphorePermit);
/// What a port says, with its number; nothing more if there are no bytes.
type Said = (u32, Bytes);

/// The open connections to a Pod's ports.
struct Ports {
    runtime: Runtime,
    namespace: String,
    pod: String,
    /// Where bytes for a port go.
    open: HashMap<u32, mpsc::UnboundedSender<Given>>,
    said: mpsc::Sender<Said>,
    saying: mpsc::Receiver<Said>,
    room: Arc<Semaphore>,
}

impl Ports {
    fn new(runtime: &Runtime, namespace: String, pod: String) -> Self {
        let (said, saying) = mpsc::channel(16);
        Self {
            runtime: runtime.clone(),
            namespace,
            pod,
            open: HashMap::new(),
            said,
            saying,
            room: Arc::new(Semaphore::new(WAITING)),
        }
    }

    /// Connects to a port under a number. The error is the sentence for the client.
    fn connect(&mut self, number: u32, port: u16) -> Result<(), String> {
        let connection = self.runtime.forward(&self.namespace, &self.pod, port)?;
        // What waits here is limited by the room that it takes.
        let (sender, given) = mpsc::unbounded_channel();
        self.open.insert(number, sender);
        let (from, to) = tokio::io::split(connection);
        let tasks = self.runtime.tasks();
        tasks.spawn(give(given, to));
        tasks.spawn(take(from, number, self.said.clone()));
        Ok(())
    }

    fn give(&mut self, number: u32, given: Given) {
        if let Some(port) = self.open.get(&number) {
            // A port that takes no more has closed its connection.
            let _ = port.send(given);
        }
    }

    /// Tells a port that its client says no more.
    fn close(&mut self, number: u32) {
        self.open.remove(&number);
    }
}

/// Waits until there is room for that many bytes; nothing if they can never have it.
async fn reserve(room: &Arc<Semaphore>, bytes: &Bytes) -> Option<OwnedSemaphorePermit> {
    let size = u32::try_from(bytes.len().min(WAITING)).ok()?;
    Arc::clone(room).acquire_many_owned(size).await.ok()
}

/// Gives a port what a client says.
async fn give(mut given: mpsc::UnboundedReceiver<Given>, mut to: WriteHalf<DuplexStream>) {
    while let Some((bytes, _room)) = given.recv().await {
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
    // The port may have closed its side before.
    let _ = to.shutdown().await;
}

/// Takes what a port says to its client, and that it says no more.
async fn take(mut from: ReadHalf<DuplexStream>, number: u32, said: mpsc::Sender<Said>) {
    let mut piece = vec![0; PIECE];
    loop {
        let size = from.read(&mut piece).await.unwrap_or(0);
        let bytes = Bytes::copy_from_slice(&piece[..size]);
        if said.send((number, bytes)).await.is_err() || size == 0 {
            return;
        }
    }
}
