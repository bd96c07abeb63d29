//! Clients that take their time, and more of them than there is room for.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::Instant,
};

use super::MAPS;
use crate::client::Cluster;

/// Sends a byte each second until the server has had enough, and gives what it said.
async fn drip(cluster: &Cluster, beginning: &[u8], drop: u8) -> String {
    let stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    to.write_all(beginning).await.unwrap();
    let mut answer = Vec::new();
    let dripping = async {
        while to.write_all(&[drop]).await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = dripping => {}
        // A connection that is reset has ended too.
        _ = from.read_to_end(&mut answer) => {}
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half a minute"]
async fn slow_clients_are_not_waited_for() {
    let cluster = Cluster::start().await;
    let begun = Instant::now();
    let body = format!(
        "POST {MAPS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 1000\r\n\r\n",
        cluster.sandbox.token()
    );
    let all = async {
        tokio::join!(
            drip(&cluster, b"GET /api HTTP/1.1\r\nx: ", b'x'),
            drip(&cluster, b"", 0x16),
            drip(&cluster, body.as_bytes(), b' '),
        )
    };
    let (head, handshake, body) = tokio::time::timeout(Duration::from_mins(1), all)
        .await
        .unwrap();
    assert!(
        head.is_empty() || head.starts_with("HTTP/1.1 408"),
        "{head}"
    );
    // TLS may have said what it misses.
    assert!(!handshake.starts_with("HTTP"), "{handshake}");
    assert!(body.starts_with("HTTP/1.1 408"), "{body}");
    assert!(begun.elapsed() < Duration::from_secs(40));
    cluster.get("/healthz").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs 10,000 file descriptors"]
async fn more_connections_than_there_is_room_for_are_closed() {
    let cluster = Cluster::start().await;
    let mut held = Vec::new();
    for _ in 0..4500 {
        held.push(TcpStream::connect(cluster.sandbox.address()).await.unwrap());
    }
    let mut closed = 0;
    for stream in &mut held {
        let mut byte = [0];
        let read = tokio::time::timeout(Duration::from_millis(5), stream.read(&mut byte));
        closed += usize::from(read.await.is_ok());
    }
    assert!(closed >= 400, "{closed}");
    drop(held);
    tokio::time::sleep(Duration::from_secs(1)).await;
    cluster.get("/healthz").await;
}
