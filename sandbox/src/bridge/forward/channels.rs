//! Connections as channels of a WebSocket: two for each port that the request names, one for bytes
//! and one for errors. Each begins with the port's number.

use futures::{SinkExt as _, StreamExt as _, stream::SplitSink};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use super::{Given, Ports, reserve};
use crate::{
    api::Query,
    bridge::{
        LEAVING,
        websocket::{Socket, framed, normal},
    },
    refusal::Refusal,
};

/// Channels are numbered in one byte.
const MOST: usize = 128;

/// The ports that a request names.
pub(super) fn wanted(query: &Query) -> Result<Vec<u16>, Refusal> {
    let named = query.all("ports").iter().flat_map(|list| list.split(','));
    let ports: Vec<u16> = named
        .filter(|text| !text.is_empty())
        .map(|text| match text.parse() {
            Ok(0) => Err(Refusal::bad_request(format!("port \"{text}\" must be > 0"))),
            Ok(port) => Ok(port),
            Err(_) => Err(Refusal::bad_request(format!(
                "unable to parse \"{text}\" as a port: strconv.ParseUint: parsing \"{text}\": invalid syntax"
            ))),
        })
        .collect::<Result<_, _>>()?;
    match ports.len() {
        0 => Err(Refusal::bad_request("query parameter \"port\" is required")),
        1..=MOST => Ok(ports),
        _ => Err(Refusal::bad_request(format!(
            "at most {MOST} ports can be forwarded over one WebSocket"
        ))),
    }
}

/// Carries bytes both ways until all ports have ended or the client goes.
pub(super) async fn carry(mut ports: Ports, socket: Socket, wanted: &[u16]) {
    let (mut to, mut from) = socket.split();
    let Some(mut alive) = begin(&mut ports, &mut to, wanted).await else {
        return;
    };
    let (sender, mut heard) = mpsc::channel(16);
    let room = ports.room.clone();
    let reading = ports.runtime.tasks().spawn(async move {
        // Pings are answered by the WebSocket itself, when it is read.
        while let Some(Ok(message)) = from.next().await {
            let Message::Binary(mut bytes) = message else {
                continue;
            };
            if bytes.is_empty() {
                continue;
            }
            let channel = u32::from(bytes.split_to(1)[0]);
            let Some(permit) = reserve(&room, &bytes).await else {
                return;
            };
            let given: Given = (bytes, permit);
            if sender.send((channel, given)).await.is_err() {
                return;
            }
        }
    });
    while alive > 0 {
        tokio::select! {
            given = heard.recv() => match given {
                Some((channel, given)) => ports.give(channel, given),
                None => break,
            },
            Some((channel, bytes)) = ports.saying.recv() => match u8::try_from(channel) {
                Ok(channel) if !bytes.is_empty() => {
                    if to.send(framed(channel, &bytes)).await.is_err() {
                        break;
                    }
                }
                _ => alive -= 1,
            },
        }
    }
    // A client that has gone does not need to know that there is no more.
    let _ = to.send(Message::Close(Some(normal()))).await;
    // What it still says until it closes its side is of no interest.
    let leaving = async { while heard.recv().await.is_some() {} };
    let _ = tokio::time::timeout(LEAVING, leaving).await;
    reading.abort();
}

/// Says which channels are which ports', and connects to them; gives how many could be.
async fn begin(
    ports: &mut Ports,
    to: &mut SplitSink<Socket, Message>,
    wanted: &[u16],
) -> Option<usize> {
    let mut alive = 0;
    for (data, port) in (0..=u8::MAX).step_by(2).zip(wanted) {
        let error = data + 1;
        for channel in [data, error] {
            let first = framed(channel, &port.to_le_bytes());
            to.send(first).await.ok()?;
        }
        match ports.connect(data.into(), *port) {
            Ok(()) => alive += 1,
            Err(text) => to.send(framed(error, text.as_bytes())).await.ok()?,
        }
    }
    Some(alive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_named_once_or_in_a_list() {
        let ports = |text| wanted(&Query::parse(Some(text)));
        assert_eq!(ports("ports=80,8080&ports=443").unwrap(), [80, 8080, 443]);
        for text in ["", "ports=", "ports=0", "ports=x", "ports=65536"] {
            assert_eq!(ports(text).unwrap_err().code(), 400, "{text}");
        }
        let many = vec!["1"; MOST + 1].join(",");
        assert!(ports(&format!("ports={many}")).is_err());
    }
}
