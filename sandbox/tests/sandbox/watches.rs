//! Watches: gapless, with bookmarks, and honest about what is forgotten.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use podo_sandbox::Options;
use serde_json::{Value, json};

use crate::client::Cluster;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

/// Reads a watch event by event.
pub(crate) struct Reader {
    body: Incoming,
    buffer: Vec<u8>,
}

impl Reader {
    pub(crate) async fn open(cluster: &Cluster, path: &str) -> Self {
        let response = cluster.ask("GET", path).send().await;
        assert_eq!(response.status(), 200, "{path}");
        Self {
            body: response.into_body(),
            buffer: Vec::new(),
        }
    }

    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.buffer.iter().position(|b| *b == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                return Some(serde_json::from_slice(&line).unwrap());
            }
            let frame = tokio::time::timeout(Duration::from_secs(5), self.body.frame())
                .await
                .expect("an event in time");
            let bytes: Bytes = frame?.unwrap().into_data().unwrap();
            self.buffer.extend_from_slice(&bytes);
        }
    }

    pub(crate) async fn brief(&mut self) -> String {
        let event = self.next().await.unwrap();
        format!(
            "{} {}",
            event["type"].as_str().unwrap(),
            event["object"]["metadata"]["name"].as_str().unwrap_or("")
        )
    }
}

async fn make(cluster: &Cluster, name: &str, app: &str) {
    cluster
        .post(
            MAPS,
            json!({"metadata": {"name": name, "labels": {"app": app}}}),
        )
        .await;
}

#[tokio::test]
async fn a_watch_goes_on_where_its_list_ended() {
    let cluster = Cluster::start().await;
    make(&cluster, "a", "x").await;
    let at = cluster.get(MAPS).await["metadata"]["resourceVersion"]
        .as_str()
        .unwrap()
        .to_owned();
    make(&cluster, "b", "x").await;
    let mut watch =
        Reader::open(&cluster, &format!("{MAPS}?watch=true&resourceVersion={at}")).await;
    assert_eq!(watch.brief().await, "ADDED b");
    cluster.ask("DELETE", format!("{MAPS}/a")).value(200).await;
    let event = watch.next().await.unwrap();
    assert_eq!(
        (&event["type"], &event["object"]["kind"]),
        (&json!("DELETED"), &json!("ConfigMap"))
    );
}

#[tokio::test]
async fn leaving_a_selector_is_a_deletion() {
    let cluster = Cluster::start().await;
    make(&cluster, "a", "x").await;
    let mut watch = Reader::open(
        &cluster,
        &format!("{MAPS}?watch=true&labelSelector=app%3Dx"),
    )
    .await;
    assert_eq!(watch.brief().await, "ADDED a");
    let moved = r#"{"metadata":{"labels":{"app":"y"}}}"#;
    cluster
        .ask("PATCH", format!("{MAPS}/a"))
        .body("application/merge-patch+json", moved)
        .value(200)
        .await;
    assert_eq!(watch.brief().await, "DELETED a");
}

#[tokio::test]
async fn initial_events_end_with_a_bookmark() {
    let cluster = Cluster::start().await;
    make(&cluster, "a", "x").await;
    let query = "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let mut watch = Reader::open(&cluster, &format!("{MAPS}?{query}")).await;
    assert_eq!(watch.brief().await, "ADDED a");
    let mark = watch.next().await.unwrap();
    assert_eq!(mark["type"], "BOOKMARK");
    assert_eq!(
        mark["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"],
        "true"
    );
    make(&cluster, "b", "x").await;
    assert_eq!(watch.brief().await, "ADDED b");
    cluster
        .ask("GET", format!("{MAPS}?watch=true&sendInitialEvents=true"))
        .value(422)
        .await;
}

#[tokio::test]
async fn a_forgotten_revision_is_expired() {
    let cluster = Cluster::start_with(Options {
        ring: 2,
        ..Options::default()
    })
    .await;
    for name in ["a", "b", "c", "d"] {
        make(&cluster, name, "x").await;
    }
    let mut watch = Reader::open(&cluster, &format!("{MAPS}?watch=true&resourceVersion=2")).await;
    let event = watch.next().await.unwrap();
    assert_eq!(
        (&event["type"], &event["object"]["reason"]),
        (&json!("ERROR"), &json!("Expired"))
    );
    assert!(watch.next().await.is_none());
    let old = cluster
        .ask(
            "GET",
            format!("{MAPS}?resourceVersion=2&resourceVersionMatch=Exact"),
        )
        .value(410)
        .await;
    assert_eq!(old["reason"], "Expired");
}

#[tokio::test]
async fn a_watch_ends_when_its_time_is_over() {
    let cluster = Cluster::start().await;
    let mut watch = Reader::open(
        &cluster,
        &format!("{MAPS}?watch=true&timeoutSeconds=1&allowWatchBookmarks=true"),
    )
    .await;
    assert_eq!(watch.next().await.unwrap()["type"], "BOOKMARK");
    assert!(watch.next().await.is_none());
}

#[tokio::test]
async fn rows_of_a_watched_table_come_one_by_one() {
    let cluster = Cluster::start().await;
    make(&cluster, "a", "x").await;
    make(&cluster, "b", "x").await;
    let ask = cluster
        .ask("GET", format!("{MAPS}?watch=true"))
        .accept("application/json;as=Table;v=v1;g=meta.k8s.io");
    let mut watch = Reader {
        body: ask.send().await.into_body(),
        buffer: Vec::new(),
    };
    let first = watch.next().await.unwrap();
    assert!(first["object"]["columnDefinitions"].is_array());
    assert_eq!(first["object"]["rows"][0]["cells"][0], "a");
    let second = watch.next().await.unwrap();
    assert!(second["object"]["columnDefinitions"].is_null());
}
