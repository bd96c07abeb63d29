//! Services: the ready Pods behind them, and the ways to them.

use podo_sandbox::{kinds, object::Meta, registry::Deletion};
use serde_json::json;

use super::{
    workloads::{rolled_out, scale},
    world::{HERE, World},
};

#[tokio::test]
async fn services_find_their_ready_pods() {
    let world = World::fast(60).await;
    world.create(kinds::SERVICE, &json!({"metadata": {"name": "front"}, "spec": {"selector": {"app": "web"}, "ports": [{"name": "80-80", "port": 80, "targetPort": 80}]}}));
    let slice = || world.list(kinds::ENDPOINT_SLICE, "kubernetes.io/service-name=front");
    world.until("the slice", || slice().len() == 1).await;
    assert!(slice()[0].list_at("endpoints").is_empty());
    world.deployment("web", "nginx:1.27", 2);
    rolled_out(&world, "web", 2).await;
    world
        .until("two endpoints", || {
            slice()[0]
                .list_at("endpoints")
                .iter()
                .filter(|e| e["conditions"]["ready"] == true)
                .count()
                == 2
        })
        .await;
    assert_eq!(
        slice()[0].list_at("ports"),
        [json!({"name": "80-80", "protocol": "TCP", "port": 80})]
    );
    assert_eq!(
        slice()[0].label("endpointslice.kubernetes.io/managed-by"),
        Some("endpointslice-controller.k8s.io")
    );
    let endpoints = world.get(kinds::ENDPOINTS, "front").unwrap();
    assert_eq!(
        endpoints.list_at("subsets")[0].list_at("addresses").len(),
        2
    );
    world.run("client", "busybox:1.36", &["sleep", "3600"]);
    world.until_ready("client").await;
    for name in ["front", "front.default", "front.default.svc.cluster.local"] {
        let (code, text) = world
            .exec("client", None, &["wget", "-qO-", &format!("http://{name}")])
            .await;
        assert!(
            code == 0 && text.contains("Welcome to nginx!"),
            "{name}: {text}"
        );
    }
    let (code, text) = world.exec("client", None, &["nslookup", "front"]).await;
    let ip = world
        .get(kinds::SERVICE, "front")
        .unwrap()
        .text_at("spec.clusterIP")
        .to_owned();
    assert_eq!(code, 0);
    assert!(
        text.ends_with(&format!(
            "Name:\tfront.default.svc.cluster.local\nAddress: {ip}\n\n"
        )),
        "{text}"
    );
    let request = http::Request::builder()
        .uri("/")
        .body(bytes::Bytes::new())
        .unwrap();
    let answer = world
        .cluster
        .runtime()
        .service_http(HERE, "front", Some("80"), &request)
        .unwrap();
    assert_eq!(answer.status(), 200);
    scale(&world, "web", 0);
    world
        .until("nothing behind it", || {
            slice()[0].list_at("endpoints").is_empty()
        })
        .await;
    let refusal = world
        .cluster
        .runtime()
        .service_http(HERE, "front", Some("80"), &request)
        .unwrap_err();
    assert_eq!(
        (refusal.code(), refusal.message()),
        (503, "no endpoints available for service \"front:80\"")
    );
    let (_, text) = world
        .exec("client", None, &["wget", "-qO-", "http://front"])
        .await;
    assert_eq!(
        text,
        format!("wget: can't connect to remote host ({ip}): Connection refused\n")
    );
    world
        .delete(kinds::SERVICE, "front", &Deletion::default())
        .unwrap();
    world
        .until("endpoints to go", || {
            slice().is_empty() && world.get(kinds::ENDPOINTS, "front").is_none()
        })
        .await;
    world.cluster.stop().await;
}
