//! The four kinds of patches, over HTTP.

use serde_json::{Value, json};

use crate::{api::deployment, client::Cluster};

const WEB: &str = "/apis/apps/v1/namespaces/default/deployments/web";
const MERGE: &str = "application/merge-patch+json";
const STRATEGIC: &str = "application/strategic-merge-patch+json";
const JSON: &str = "application/json-patch+json";
const APPLY: &str = "application/apply-patch+yaml";

async fn with_web() -> Cluster {
    let cluster = Cluster::start().await;
    cluster
        .post(
            "/apis/apps/v1/namespaces/default/deployments",
            deployment("web"),
        )
        .await;
    cluster
}

async fn patch(cluster: &Cluster, ty: &'static str, patch: Value, code: u16) -> Value {
    cluster
        .ask("PATCH", WEB)
        .body(ty, patch.to_string())
        .value(code)
        .await
}

#[tokio::test]
async fn each_type_does_what_it_says() {
    let cluster = with_web().await;
    let image = json!({"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:1.28"}, {"name": "d", "image": "x:1"}]}}}});
    let merged = patch(&cluster, STRATEGIC, image, 200).await;
    let containers = &merged["spec"]["template"]["spec"]["containers"];
    assert_eq!(
        (&containers[0]["image"], &containers[1]["name"]),
        (&json!("nginx:1.28"), &json!("d"))
    );
    assert_eq!(
        containers[0]["terminationMessagePath"],
        "/dev/termination-log"
    );
    let labels = patch(
        &cluster,
        MERGE,
        json!({"metadata": {"labels": {"a": "b"}}}),
        200,
    )
    .await;
    assert_eq!(labels["metadata"]["generation"], 2);
    let removed = patch(
        &cluster,
        JSON,
        json!([{"op": "remove", "path": "/metadata/labels/a"}]),
        200,
    )
    .await;
    assert_eq!(removed["metadata"].get("labels"), None);
    patch(
        &cluster,
        JSON,
        json!([{"op": "test", "path": "/spec/replicas", "value": 7}]),
        422,
    )
    .await;
    patch(&cluster, "application/json", json!({}), 415).await;
}

#[tokio::test]
async fn wrong_patches_are_refused_in_upstreams_words() {
    let cluster = with_web().await;
    let refused = patch(&cluster, STRATEGIC, json!({"spec": {"replicas": "x"}}), 422).await;
    assert_eq!(
        refused["message"],
        " \"\" is invalid: patch: Invalid value: \"map[spec:map[replicas:x]]\": unrecognized type: int32"
    );
    let renamed = patch(&cluster, STRATEGIC, json!({"metadata": {"name": "x"}}), 400).await;
    assert_eq!(
        renamed["message"],
        "the name of the object (x) does not match the name on the URL (web)"
    );
    let selector = patch(
        &cluster,
        MERGE,
        json!({"spec": {"selector": {"matchLabels": {"app": "x"}}}}),
        422,
    )
    .await;
    assert!(
        selector["message"]
            .as_str()
            .unwrap()
            .contains("field is immutable")
    );
    let strict = cluster
        .ask("PATCH", format!("{WEB}?fieldValidation=Strict"))
        .body(MERGE, r#"{"spec":{"nope":1}}"#)
        .value(422)
        .await;
    assert!(
        strict["message"]
            .as_str()
            .unwrap()
            .ends_with("strict decoding error: unknown field \"spec.nope\"")
    );
}

#[tokio::test]
async fn applying_makes_owns_and_conflicts() {
    let cluster = Cluster::start().await;
    let mut config = deployment("web");
    config["spec"]["replicas"] = 2.into();
    let apply = |config: &Value, manager: &str, force: bool| {
        let path = format!("{WEB}?fieldManager={manager}&force={force}");
        cluster.ask("PATCH", path).body(APPLY, config.to_string())
    };
    let made = apply(&config, "one", false).value(201).await;
    let again = apply(&config, "one", false).value(200).await;
    assert_eq!(
        made["metadata"]["resourceVersion"],
        again["metadata"]["resourceVersion"]
    );
    config["spec"]["replicas"] = 3.into();
    let refused = apply(&config, "two", false).value(409).await;
    assert_eq!(
        refused["message"],
        "Apply failed with 1 conflict: conflict with \"one\": .spec.replicas"
    );
    assert_eq!(refused["details"]["causes"][0]["field"], ".spec.replicas");
    let forced = apply(&config, "two", true).value(200).await;
    assert_eq!(forced["spec"]["replicas"], 3);
    cluster
        .ask("PATCH", WEB)
        .body(APPLY, config.to_string())
        .value(422)
        .await;
    let yaml =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels: {from: yaml}\n";
    let labelled = cluster
        .ask("PATCH", format!("{WEB}?fieldManager=three"))
        .body(APPLY, yaml)
        .value(200)
        .await;
    assert_eq!(labelled["metadata"]["labels"]["from"], "yaml");
}
