//! What must not hurt: malformed, huge, slow and many requests.

mod large;
mod slow;
mod upgrades;
mod uploads;

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::client::Cluster;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
const MAPS: &str = "/api/v1/namespaces/default/configmaps";

/// Sends bytes as they are and gives the code of the answer; 0 if there is none.
async fn raw(cluster: &Cluster, bytes: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    // The server may have refused before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut head = [0; 12];
    let read = tokio::time::timeout(PATIENCE, stream.read_exact(&mut head)).await;
    match read.expect("an answer in time") {
        Ok(_) => std::str::from_utf8(&head[9..]).unwrap().parse().unwrap(),
        Err(_) => 0,
    }
}

#[tokio::test]
async fn paths_of_every_kind_are_answered() {
    let cluster = Cluster::start().await;
    let token = cluster.sandbox.token();
    let long = "a".repeat(8000);
    let deep = "a/".repeat(4000);
    for path in [
        "/%zz",
        "/%",
        "/%2",
        "//////",
        "/api/v1/namespaces/%00/pods",
        "/api/v1/namespaces/%ff%fe/pods",
        "/api/v1/namespaces/../../pods",
        "/api/v1/namespaces/default/pods/%2e%2e",
        "/api/v1/namespaces/default/pods/a%2Fb/log",
        "/api/v1/watch/watch/watch/pods",
        "/apis/////",
        "/openapi/v3/apis/%25/%25",
        "/api/v1/pods?%zz=%zz&limit=99999999999999999999",
        "/api/v1/pods?labelSelector=((((&fieldSelector====",
        "/api/v1/pods?continue=%00%ff&resourceVersion=-1",
        "http://elsewhere/api",
        "*",
        &format!("/api/v1/namespaces/{long}/pods/{long}"),
        &format!("/{deep}"),
    ] {
        for method in ["GET", "POST", "DELETE", "OPTIONS", "CONNECT", "\u{e9}"] {
            let head = format!(
                "{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            let code = raw(&cluster, head.as_bytes()).await;
            assert!(
                (200..500).contains(&code) || code == 503,
                "{method} {path:.60}: {code}"
            );
        }
    }
}

#[tokio::test]
async fn heads_that_are_too_large_are_refused() {
    let cluster = Cluster::start().await;
    let long = format!("GET /api HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
    assert_eq!(raw(&cluster, long.as_bytes()).await, 431);
    let many = format!("GET /api HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(5000));
    assert_eq!(raw(&cluster, many.as_bytes()).await, 431);
    let path = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(1 << 20));
    assert!(matches!(raw(&cluster, path.as_bytes()).await, 414 | 431));
    cluster.get("/healthz").await;
}

#[tokio::test]
async fn wrong_tokens_are_all_refused_alike() {
    let cluster = Cluster::start().await;
    let right = cluster.sandbox.token().to_owned();
    let longer = format!("Bearer {right}x");
    let shorter = format!("Bearer {}", &right[1..]);
    let huge = format!("Bearer {}", "x".repeat(60_000));
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        &right,
        &longer,
        &shorter,
        &huge,
        "Bearer a.b.c",
        "Bearer ....",
        "Bearer \u{e9}",
    ] {
        let head = format!("GET /api HTTP/1.1\r\nhost: x\r\nauthorization: {header}\r\n\r\n");
        assert_eq!(raw(&cluster, head.as_bytes()).await, 401, "{header:.40}");
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused() {
    let cluster = Cluster::start().await;
    for (content_type, body) in [
        ("application/json", "{".to_owned()),
        ("application/json", "[".repeat(10_000)),
        ("application/json", "[]".to_owned()),
        ("application/json", "null".to_owned()),
        ("application/json", "\u{0}".to_owned()),
        ("application/yaml", "a: [".to_owned()),
        (
            "application/vnd.kubernetes.protobuf",
            "k8s\0\u{12}\u{7f}".to_owned(),
        ),
        ("application/vnd.kubernetes.protobuf", String::new()),
    ] {
        let (code, answer) = cluster
            .ask("POST", MAPS)
            .body(content_type, body.clone())
            .answer()
            .await;
        assert!(
            (400..500).contains(&code),
            "{content_type} {body:.20}: {code} {answer}"
        );
        assert_eq!(answer["kind"], "Status", "{content_type} {body:.20}");
    }
}

#[tokio::test]
async fn odd_objects_are_refused_and_never_a_crash() {
    let cluster = Cluster::start().await;
    for object in [
        json!({"metadata": []}),
        json!({"metadata": {"name": 1}}),
        json!({"metadata": {"name": "a", "labels": []}}),
        json!({"metadata": {"name": "a", "finalizers": {}}}),
        json!({"data": [], "metadata": {"name": "a"}}),
        json!({"metadata": "x"}),
    ] {
        let (code, answer) = cluster.ask("POST", MAPS).json(&object).answer().await;
        assert!((400..500).contains(&code), "{object}: {code} {answer}");
    }
    for spec in [
        json!(null),
        json!([]),
        json!("x"),
        json!({"containers": {}}),
        json!({"containers": [1]}),
        json!({"containers": [{}]}),
        json!({"volumes": [null]}),
    ] {
        let pod = json!({"metadata": {"name": "a"}, "spec": spec});
        let (code, answer) = cluster
            .ask("POST", "/api/v1/namespaces/default/pods")
            .json(&pod)
            .answer()
            .await;
        assert!((400..500).contains(&code), "{pod}: {code} {answer}");
    }
}

#[tokio::test]
async fn silent_and_broken_clients_harm_nobody() {
    let cluster = Cluster::start().await;
    let mut held = Vec::new();
    for bytes in [
        &b""[..],
        b"\x16\x03",
        b"GET / HTTP/1.1\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        held.push(stream);
    }
    cluster.get("/healthz").await;
}

#[tokio::test]
async fn a_thousand_watches_are_told() {
    let cluster = Cluster::start().await;
    let mut watches = Vec::new();
    for _ in 0..1000 {
        watches.push(
            cluster
                .ask("GET", format!("{MAPS}?watch=true"))
                .send()
                .await
                .into_body(),
        );
    }
    let begun = Instant::now();
    cluster.post(MAPS, json!({"metadata": {"name": "a"}})).await;
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "others are served"
    );
    for watch in &mut watches {
        let frame = http_body_util::BodyExt::frame(watch);
        let frame = tokio::time::timeout(PATIENCE, frame)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        assert!(
            frame
                .into_data()
                .unwrap()
                .starts_with(b"{\"type\":\"ADDED\"")
        );
    }
}
