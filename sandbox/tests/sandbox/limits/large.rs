//! Objects and patches that are as large as they may be, and larger.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::MAPS;
use crate::client::Cluster;

/// So many keys.
fn keys(count: usize, value: &Value) -> Value {
    let keys = (0..count).map(|i| (format!("k{i}"), value.clone()));
    Value::Object(keys.collect::<Map<_, _>>())
}

#[tokio::test]
async fn an_object_may_be_only_so_large() {
    let cluster = Cluster::start().await;
    let finalizers: Vec<String> = (0..150_000).map(|i| format!("x/{i:07}")).collect();
    let large = json!({"metadata": {"name": "a", "finalizers": finalizers}});
    let refused = cluster.ask("POST", MAPS).json(&large).value(500).await;
    assert_eq!(refused["message"], "etcdserver: request is too large");
    assert_eq!(refused.get("reason"), None);
    cluster.post(MAPS, json!({"metadata": {"name": "a"}})).await;
    let patch = json!({"metadata": {"finalizers": finalizers}}).to_string();
    cluster
        .ask("PATCH", format!("{MAPS}/a"))
        .body("application/strategic-merge-patch+json", patch)
        .value(500)
        .await;
    cluster.ask("DELETE", format!("{MAPS}/a")).value(200).await;
}

#[tokio::test]
async fn many_keys_come_and_go_in_time() {
    let cluster = Cluster::start().await;
    let begun = Instant::now();
    cluster.post(MAPS, json!({"metadata": {"name": "a"}})).await;
    let a = format!("{MAPS}/a");
    let apply = |data: Value| {
        let config = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data});
        let ask = cluster.ask("PATCH", format!("{a}?fieldManager=test"));
        ask.body("application/apply-patch+yaml", config.to_string())
    };
    apply(keys(30_000, &json!(""))).value(200).await;
    let none = apply(json!({})).value(200).await;
    assert!(none.get("data").is_none_or(|data| *data == json!({})));
    for ty in [
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
    ] {
        for value in [json!(""), Value::Null] {
            let patch = json!({"data": keys(30_000, &value)}).to_string();
            let ask = cluster.ask("PATCH", a.clone());
            ask.body(ty, patch).value(200).await;
        }
    }
    // Quadratic time would be minutes.
    assert!(
        begun.elapsed() < Duration::from_mins(1),
        "{:?}",
        begun.elapsed()
    );
}
