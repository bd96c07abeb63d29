//! What must not hurt: malformed, huge, slow and many requests.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::client::Cluster;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

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
async fn a_body_that_is_too_large_is_not_kept() {
    let cluster = Cluster::start().await;
    let mut stream = TcpStream::connect(cluster.sandbox.address()).await.unwrap();
    let head = format!(
        "POST {MAPS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n",
        cluster.sandbox.token()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..100 {
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let mut answer = String::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_string(&mut answer)).await;
    assert!(answer.is_empty() || answer.contains("413"), "{answer:.200}");
    cluster.get("/healthz").await;
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
    cluster.post(MAPS, json!({"metadata": {"name": "a"}})).await;
    for watch in &mut watches {
        let frame = http_body_util::BodyExt::frame(watch);
        let frame = tokio::time::timeout(Duration::from_secs(20), frame)
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
