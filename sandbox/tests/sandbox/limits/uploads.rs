//! Bodies that are too large, or never come.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{MAPS, PATIENCE};
use crate::client::Cluster;

/// Sends a body of so many MiB and gives the answer.
async fn upload(cluster: &Cluster, length: &str, chunk: &[u8], chunks: usize) -> String {
    let stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    let head = format!(
        "POST {MAPS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\nconnection: close\r\n{length}\r\n\r\n",
        cluster.sandbox.token()
    );
    let sending = async {
        to.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..chunks {
            if to.write_all(chunk).await.is_err() {
                return;
            }
        }
        if length.ends_with("chunked") {
            // The server may have closed the connection meanwhile.
            let _ = to.write_all(b"0\r\n\r\n").await;
        }
    };
    let mut answer = String::new();
    let reading = async {
        from.read_to_string(&mut answer).await.unwrap();
    };
    tokio::time::timeout(PATIENCE, async { tokio::join!(sending, reading) })
        .await
        .unwrap();
    answer
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_and_not_kept() {
    let cluster = Cluster::start().await;
    let mebibyte = vec![b' '; 1 << 20];
    let told = upload(&cluster, "content-length: 104857600", &mebibyte, 100).await;
    assert!(told.starts_with("HTTP/1.1 413 "), "{told:.200}");
    assert!(told.contains("limit is 3145728"), "{told}");
    let mut chunk = b"100000\r\n".to_vec();
    chunk.extend(&mebibyte);
    chunk.extend(b"\r\n");
    let told = upload(&cluster, "transfer-encoding: chunked", &chunk, 100).await;
    assert!(told.starts_with("HTTP/1.1 413 "), "{told:.200}");
    cluster.get("/healthz").await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_object() {
    let cluster = Cluster::start().await;
    let mut stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    let head = format!(
        "POST {MAPS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 100\r\n\r\n{{\"metadata\": {{\"name\": \"a\"}}}}",
        cluster.sandbox.token()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    let reading = stream.read_to_string(&mut answer);
    tokio::time::timeout(PATIENCE, reading)
        .await
        .unwrap()
        .unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
        "{answer}"
    );
    cluster.ask("GET", format!("{MAPS}/a")).value(404).await;
}
