//! What is measured without HTTP between: a fast clock, and Pods by the thousand.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use podo_sandbox::{
    clock::Clock,
    cluster::{Cluster, NodeOptions},
    kinds,
    object::Meta as _,
    registry::Registry,
    store::{RING, Selection, Store},
};
use serde_json::json;

use super::{Outcome, process};

/// What a Deployment of a thousand takes.
pub(super) struct Thousand {
    /// Until it is available.
    pub(super) took: Duration,
    /// How long processors worked for it.
    pub(super) worked: Option<Duration>,
    /// MiB in memory after that.
    pub(super) memory: Option<f64>,
}

/// Creates a Deployment of a thousand on ten nodes whose time runs fast.
pub(super) async fn thousand_pods() -> Outcome<Thousand> {
    let registry = Registry::new(Arc::new(Store::new(RING)), Clock::scaled(1000));
    let cluster = Cluster::start(&registry, NodeOptions::cluster(10))?;
    let nodes = || registry.list(kinds::NODE, &Selection::default()).items;
    while nodes()
        .iter()
        .filter(|n| n.at("status.nodeInfo").is_some())
        .count()
        < 10
    {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let before = process::worked("self");
    let began = Instant::now();
    let labels = json!({"app": "web"});
    registry.create(
        kinds::DEPLOYMENT,
        "default",
        &json!({"metadata": {"name": "web"}, "spec": {
            "replicas": 1000,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]}},
        }}),
    )?;
    let available = || {
        let deployment = registry.get(kinds::DEPLOYMENT, "default", "web");
        deployment.is_ok_and(|d| d.int_at("status.availableReplicas") == Some(1000))
    };
    while !available() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let thousand = Thousand {
        took: began.elapsed(),
        worked: before.and_then(|before| Some(process::worked("self")?.saturating_sub(before))),
        memory: process::resident("self"),
    };
    cluster.stop().await;
    Ok(thousand)
}
