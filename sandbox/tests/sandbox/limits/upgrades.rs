//! Connections that are upgraded, and then misused.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::PATIENCE;
use crate::{
    client::Cluster,
    reach::{run, start},
};

const WEBSOCKET: &str = "upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// Turns a connection into something else.
async fn upgrade(cluster: &Cluster, what: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    let head = format!(
        "GET /api/v1/namespaces/default/pods/web/{what} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nconnection: Upgrade\r\n{headers}\r\n",
        cluster.sandbox.token()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101 "), "{what}: {head}");
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_after_an_upgrade_ends_it_and_harms_nobody() {
    let (cluster, _, pods) = start().await;
    let container = serde_json::json!({"name": "web", "image": "nginx"});
    run(&pods, "web", serde_json::json!({"containers": [container]})).await;
    let exec = "exec?command=cat&stdin=true&stdout=true";
    let channels = format!("{WEBSOCKET}sec-websocket-protocol: v4.channel.k8s.io\r\n");
    let tunnel = format!("{WEBSOCKET}sec-websocket-protocol: SPDY/3.1+portforward.k8s.io\r\n");
    let spdy =
        |version: &str| format!("upgrade: SPDY/3.1\r\nx-stream-protocol-version: {version}\r\n");
    let ways = [
        (exec, channels.clone()),
        (exec, spdy("v4.channel.k8s.io")),
        ("portforward?ports=80", channels),
        ("portforward", tunnel),
        ("portforward", spdy("portforward.k8s.io")),
    ];
    let noises: [&[u8]; 6] = [
        // Nothing at all.
        b"",
        // HTTP, where it is over.
        b"GET / HTTP/1.1\r\n\r\n",
        // A message of a WebSocket that is said to be huge.
        &[
            0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0,
        ],
        // An unmasked one, on a channel that there is not.
        &[0x82, 0x02, 200, 1],
        // A frame of SPDY that is said to be huge.
        &[0, 0, 0, 1, 0, 0xff, 0xff, 0xff],
        // A stream whose headers are no such thing.
        &[
            0x80, 3, 0, 1, 0, 0, 0, 18, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 255, 255,
        ],
    ];
    let mut silent = Vec::new();
    for (what, headers) in &ways {
        for noise in noises {
            let mut stream = upgrade(&cluster, what, headers).await;
            let _ = stream.write_all(noise).await;
            if noise.is_empty() {
                silent.push(stream);
                continue;
            }
            stream.shutdown().await.unwrap();
            // It ends: with a message, with nothing, or with a reset.
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await;
            assert!(ended.is_ok(), "{what} {headers}: {noise:?}");
        }
    }
    // Those who say nothing are still connected, and the others are served.
    cluster.get("/healthz").await;
    let stopping = tokio::time::timeout(Duration::from_secs(20), cluster.sandbox.stop());
    stopping.await.unwrap();
}
