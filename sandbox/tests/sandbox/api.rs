//! Objects: created, read, changed, listed and deleted as clients do it.

use http::{Request, header};
use http_body_util::Full;
use serde_json::{Value, json};

use crate::client::Cluster;

const DEPLOYMENTS: &str = "/apis/apps/v1/namespaces/default/deployments";
const MAPS: &str = "/api/v1/namespaces/default/configmaps";
const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

pub(crate) fn deployment(name: &str) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {
        "selector": {"matchLabels": {"app": name}},
        "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}]}}}})
}

#[tokio::test]
async fn an_object_gets_defaults_identity_and_generations() {
    let cluster = Cluster::start().await;
    let made = cluster.post(DEPLOYMENTS, deployment("web")).await;
    assert_eq!(made["spec"]["replicas"], 1);
    assert_eq!(made["spec"]["strategy"]["rollingUpdate"]["maxSurge"], "25%");
    assert_eq!(made["metadata"]["generation"], 1);
    assert_eq!(made["metadata"]["uid"].as_str().unwrap().len(), 36);
    let mut changed = made.clone();
    changed["spec"]["replicas"] = 3.into();
    changed["status"] = json!({"replicas": 9});
    let put = cluster
        .ask("PUT", format!("{DEPLOYMENTS}/web"))
        .json(&changed)
        .value(200)
        .await;
    assert_eq!(
        (
            &put["metadata"]["generation"],
            put["status"].get("replicas")
        ),
        (&json!(2), None)
    );
    let stale = cluster
        .ask("PUT", format!("{DEPLOYMENTS}/web"))
        .json(&changed)
        .value(409)
        .await;
    assert_eq!(
        stale["message"],
        "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your changes to the latest version and try again"
    );
    let status = cluster.ask("PUT", format!("{DEPLOYMENTS}/web/status")).json(&json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "annotations": {"a": "b"}}, "spec": {"replicas": 7}, "status": {"replicas": 2}})).value(200).await;
    assert_eq!(
        (&status["spec"]["replicas"], &status["status"]["replicas"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(status["metadata"]["annotations"]["a"], "b");
    assert_eq!(status["metadata"]["generation"], 2);
    let same = cluster
        .ask("PUT", format!("{DEPLOYMENTS}/web"))
        .json(&status)
        .value(200)
        .await;
    assert_eq!(
        same["metadata"]["resourceVersion"],
        status["metadata"]["resourceVersion"]
    );
}

#[tokio::test]
async fn refusals_say_what_upstream_says() {
    let cluster = Cluster::start().await;
    let missing = cluster
        .ask("GET", "/api/v1/namespaces/default/pods/x")
        .value(404)
        .await;
    assert_eq!(missing["details"], json!({"name": "x", "kind": "pods"}));
    assert_eq!(missing["reason"], "NotFound");
    let nowhere = cluster
        .ask("POST", "/api/v1/namespaces/nope/configmaps")
        .json(&json!({"metadata": {"name": "a"}}))
        .value(404)
        .await;
    assert_eq!(nowhere["message"], "namespaces \"nope\" not found");
    let typo = json!({"metadata": {"name": "a"}, "data": {}, "dat": {}});
    let strict = cluster
        .ask("POST", format!("{MAPS}?fieldValidation=Strict"))
        .json(&typo)
        .value(400)
        .await;
    assert_eq!(
        strict["message"],
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dat\""
    );
    let warned = cluster.ask("POST", MAPS).json(&typo).send().await;
    assert_eq!(
        warned.headers()[header::WARNING],
        "299 - \"unknown field \\\"dat\\\"\""
    );
    cluster.ask("POST", MAPS).json(&typo).value(409).await;
    let mut bad = deployment("web");
    bad["spec"]["selector"]["matchLabels"]["app"] = "other".into();
    bad["spec"]["replicas"] = (-1).into();
    let invalid = cluster.ask("POST", DEPLOYMENTS).json(&bad).value(422).await;
    let fields: Vec<_> = invalid["details"]["causes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["spec.replicas", "spec.template.metadata.labels"]);
    let versioned = json!({"metadata": {"name": "v", "resourceVersion": "1"}});
    cluster.ask("POST", MAPS).json(&versioned).value(400).await;
    cluster
        .ask("POST", MAPS)
        .body("text/html", "<p>")
        .value(415)
        .await;
    cluster
        .ask("POST", "/api/v1/pods")
        .json(&json!({}))
        .value(405)
        .await;
    cluster.ask("GET", "/apis/nope/v1").value(404).await;
    cluster
        .ask("GET", "/api/v1/pods?fieldSelector=spec.nope%3Da")
        .value(400)
        .await;
    cluster
        .ask("GET", "/api/v1/pods?resourceVersion=99999999")
        .value(504)
        .await;
    cluster
        .ask("GET", "/api/v1/pods")
        .accept("application/cbor")
        .value(406)
        .await;
}

#[tokio::test]
async fn lists_come_in_parts_of_one_moment() {
    let cluster = Cluster::start().await;
    for name in ["a", "b", "c", "d", "e"] {
        cluster
            .post(
                MAPS,
                json!({"metadata": {"name": name, "labels": {"n": name}}}),
            )
            .await;
    }
    let first = cluster.get(&format!("{MAPS}?limit=2")).await;
    assert_eq!(first["metadata"]["remainingItemCount"], 3);
    cluster.ask("DELETE", format!("{MAPS}/d")).value(200).await;
    let token = first["metadata"]["continue"].as_str().unwrap();
    let rest = cluster
        .get(&format!("{MAPS}?limit=9&continue={token}"))
        .await;
    let names: Vec<_> = rest["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["metadata"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["c", "d", "e"]);
    let selected = cluster
        .get(&format!("{MAPS}?labelSelector=n+in+(a,b),n!%3Da"))
        .await;
    assert_eq!(selected["items"].as_array().unwrap().len(), 1);
    assert_eq!(selected["items"][0].get("kind"), None);
    let empty = cluster.get("/api/v1/namespaces/none/pods").await;
    assert_eq!(empty["items"], json!([]));
    assert!(
        empty["metadata"]["resourceVersion"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            > 0
    );
}

#[tokio::test]
async fn tables_and_metadata_are_shown_on_request() {
    let cluster = Cluster::start().await;
    cluster.post(DEPLOYMENTS, deployment("web")).await;
    let table = cluster
        .ask("GET", DEPLOYMENTS)
        .accept(TABLE)
        .value(200)
        .await;
    assert_eq!(table["kind"], "Table");
    assert_eq!(table["columnDefinitions"][1]["name"], "Ready");
    assert_eq!(table["rows"][0]["cells"][1], "0/1");
    assert_eq!(table["rows"][0]["object"]["kind"], "PartialObjectMetadata");
    let partial = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    let list = cluster
        .ask("GET", DEPLOYMENTS)
        .accept(partial)
        .value(200)
        .await;
    assert_eq!(list["kind"], "PartialObjectMetadataList");
    assert_eq!(list["items"][0].get("spec"), None);
}

#[tokio::test]
async fn a_dry_run_changes_nothing_but_shows_everything() {
    let cluster = Cluster::start().await;
    let before = cluster.get(DEPLOYMENTS).await["metadata"]["resourceVersion"].clone();
    let shown = cluster
        .ask("POST", format!("{DEPLOYMENTS}?dryRun=All"))
        .json(&deployment("web"))
        .value(201)
        .await;
    assert_eq!(shown["spec"]["revisionHistoryLimit"], 10);
    let after = cluster.get(DEPLOYMENTS).await;
    assert_eq!(
        (&after["metadata"]["resourceVersion"], &after["items"]),
        (&before, &json!([]))
    );
    cluster
        .ask("DELETE", format!("{DEPLOYMENTS}/web?dryRun=All"))
        .value(404)
        .await;
}

#[tokio::test]
async fn pods_end_gracefully_and_finalizers_hold() {
    let cluster = Cluster::start().await;
    let pods = "/api/v1/namespaces/default/pods";
    let pod = json!({"metadata": {"generateName": "p-"}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}});
    let made = cluster.post(pods, pod).await;
    let name = made["metadata"]["name"].as_str().unwrap().to_owned();
    assert_eq!(name.len(), 7);
    let binding = json!({"apiVersion": "v1", "kind": "Binding", "metadata": {"name": name}, "target": {"kind": "Node", "name": "n1"}});
    cluster
        .post(&format!("{pods}/{name}/binding"), binding.clone())
        .await;
    cluster
        .ask("POST", format!("{pods}/{name}/binding"))
        .json(&binding)
        .value(409)
        .await;
    let other = cluster
        .ask("DELETE", format!("{pods}/{name}"))
        .json(&json!({"preconditions": {"uid": "x"}}))
        .value(409)
        .await;
    assert_eq!(other["reason"], "Conflict");
    let going = cluster
        .ask("DELETE", format!("{pods}/{name}"))
        .value(200)
        .await;
    assert_eq!(going["metadata"]["deletionGracePeriodSeconds"], 30);
    let table = cluster
        .ask("GET", format!("{pods}/{name}"))
        .accept(TABLE)
        .value(200)
        .await;
    assert_eq!(table["rows"][0]["cells"][2], "Terminating");
    let gone = cluster
        .ask("DELETE", format!("{pods}/{name}?gracePeriodSeconds=0"))
        .value(200)
        .await;
    assert_eq!(
        (&gone["status"], &gone["details"]["uid"]),
        (&json!("Success"), &made["metadata"]["uid"])
    );

    cluster
        .post(
            MAPS,
            json!({"metadata": {"name": "held", "finalizers": ["a.b/c"]}}),
        )
        .await;
    let marked = cluster
        .ask("DELETE", format!("{MAPS}/held"))
        .value(200)
        .await;
    assert!(marked["metadata"]["deletionTimestamp"].is_string());
    let free = json!({"metadata": {"finalizers": null}});
    cluster
        .ask("PATCH", format!("{MAPS}/held"))
        .body("application/merge-patch+json", free.to_string())
        .value(200)
        .await;
    cluster.ask("GET", format!("{MAPS}/held")).value(404).await;
}

#[tokio::test]
async fn a_namespace_that_ends_takes_nothing_new() {
    let cluster = Cluster::start().await;
    cluster
        .post("/api/v1/namespaces", json!({"metadata": {"name": "a"}}))
        .await;
    let going = cluster
        .ask("DELETE", "/api/v1/namespaces/a")
        .value(200)
        .await;
    assert_eq!(going["status"]["phase"], "Terminating");
    let refused = cluster
        .ask("POST", "/api/v1/namespaces/a/configmaps")
        .json(&json!({"metadata": {"name": "x"}}))
        .value(403)
        .await;
    assert_eq!(
        refused["message"],
        "configmaps \"x\" is forbidden: unable to create new content in namespace a because it is being terminated"
    );
    assert_eq!(
        refused["details"]["causes"][0]["reason"],
        "NamespaceTerminating"
    );
    cluster.sandbox.registry().finalize_namespace("a").unwrap();
    cluster.ask("GET", "/api/v1/namespaces/a").value(404).await;
    cluster
        .ask("DELETE", "/api/v1/namespaces/default")
        .value(403)
        .await;
}

#[tokio::test]
async fn services_get_addresses_and_ports_and_keep_them() {
    let cluster = Cluster::start().await;
    let services = "/api/v1/namespaces/default/services";
    let service = |name: &str, spec: Value| json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec});
    let spec = json!({"type": "NodePort", "selector": {"a": "b"}, "ports": [{"port": 80}]});
    let made = cluster.post(services, service("web", spec.clone())).await;
    let ip = made["spec"]["clusterIP"].as_str().unwrap();
    assert!(ip.starts_with("10."));
    let port = made["spec"]["ports"][0]["nodePort"].as_i64().unwrap();
    assert!((30_000..=32_767).contains(&port));
    let put = cluster
        .ask("PUT", format!("{services}/web"))
        .json(&service("web", spec))
        .value(200)
        .await;
    assert_eq!(
        (
            &put["spec"]["clusterIP"],
            &put["spec"]["ports"][0]["nodePort"]
        ),
        (&json!(ip), &json!(port))
    );
    let taken = service(
        "b",
        json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": port}]}),
    );
    let refused = cluster.ask("POST", services).json(&taken).value(422).await;
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .ends_with("provided port is already allocated")
    );
    let plain = json!({"spec": {"type": "ClusterIP"}});
    let changed = cluster
        .ask("PATCH", format!("{services}/web"))
        .body("application/strategic-merge-patch+json", plain.to_string())
        .value(200)
        .await;
    assert_eq!(changed["spec"]["ports"][0].get("nodePort"), None);
}

#[tokio::test]
async fn scale_is_a_view_of_its_own() {
    let cluster = Cluster::start().await;
    cluster.post(DEPLOYMENTS, deployment("web")).await;
    let scale = cluster.get(&format!("{DEPLOYMENTS}/web/scale")).await;
    assert_eq!(
        (&scale["spec"]["replicas"], &scale["status"]["selector"]),
        (&json!(1), &json!("app=web"))
    );
    let path = format!("{DEPLOYMENTS}/web/scale");
    let patched = cluster
        .ask("PATCH", path.clone())
        .body("application/merge-patch+json", r#"{"spec":{"replicas":5}}"#)
        .value(200)
        .await;
    assert_eq!(patched["spec"]["replicas"], 5);
    cluster
        .ask("PATCH", path.clone())
        .body(
            "application/merge-patch+json",
            r#"{"spec":{"replicas":-5}}"#,
        )
        .value(422)
        .await;
    cluster.ask("PUT", path).json(&scale).value(409).await;
    assert_eq!(
        cluster.get(&format!("{DEPLOYMENTS}/web")).await["metadata"]["generation"],
        2
    );
}

#[tokio::test]
async fn events_are_the_same_in_both_groups() {
    let cluster = Cluster::start().await;
    let event = json!({"metadata": {"name": "e"}, "involvedObject": {"kind": "Pod", "name": "p"}, "message": "hi", "reason": "R", "type": "Normal"});
    cluster
        .post("/api/v1/namespaces/default/events", event)
        .await;
    let new = cluster
        .get("/apis/events.k8s.io/v1/namespaces/default/events/e")
        .await;
    assert_eq!(
        (&new["note"], &new["regarding"]["name"]),
        (&json!("hi"), &json!("p"))
    );
    let found = cluster
        .get("/api/v1/events?fieldSelector=involvedObject.name%3Dp,type!%3DWarning")
        .await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn discovery_and_documents_agree() {
    let cluster = Cluster::start().await;
    let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    let response = cluster.ask("GET", "/apis").accept(accept).send().await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], accept);
    let groups = cluster.get("/apis").await;
    for group in groups["groups"].as_array().unwrap() {
        let version = group["preferredVersion"]["groupVersion"].as_str().unwrap();
        assert_eq!(
            cluster.get(&format!("/apis/{version}")).await["groupVersion"],
            version
        );
        assert_eq!(
            cluster.get(&format!("/openapi/v3/apis/{version}")).await["openapi"],
            "3.0.0"
        );
    }
    assert_eq!(
        cluster.get("/version").await["minor"],
        podo_sandbox::MINOR.to_string()
    );
    let who = cluster
        .post(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            json!({}),
        )
        .await;
    assert_eq!(who["status"]["userInfo"]["groups"][0], "system:masters");
}

#[tokio::test]
async fn kinds_without_a_controller_are_there_and_cannot_be_made() {
    let cluster = Cluster::start().await;
    for (path, kind) in [
        (
            "/apis/apps/v1/namespaces/default/statefulsets",
            "StatefulSet",
        ),
        ("/apis/apps/v1/namespaces/default/daemonsets", "DaemonSet"),
        ("/apis/batch/v1/namespaces/default/cronjobs", "CronJob"),
        (
            "/api/v1/namespaces/default/replicationcontrollers",
            "ReplicationController",
        ),
        (
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            "CustomResourceDefinition",
        ),
    ] {
        let list = cluster.ask("GET", path).value(200).await;
        assert_eq!(list["items"], json!([]), "{kind}");
        let refused = cluster
            .ask("POST", path)
            .json(&json!({"metadata": {"name": "x"}}))
            .value(405)
            .await;
        assert_eq!(
            refused["message"],
            format!(
                "this cluster is a simulation (podo-sandbox), which has no {kind}s; a real one such as minikube has"
            )
        );
        let applied = cluster
            .ask("PATCH", format!("{path}/x"))
            .json(&json!({}))
            .value(405)
            .await;
        assert_eq!(applied["message"], refused["message"]);
        let gone = cluster.ask("DELETE", format!("{path}/x")).value(404).await;
        assert_eq!(gone["reason"], "NotFound");
    }
}

#[tokio::test]
async fn without_the_token_only_health_is_told() {
    let cluster = Cluster::start().await;
    for (path, token, expected) in [
        ("/healthz", "", 200),
        ("/version", "", 200),
        ("/api", "", 401),
        ("/api", "Bearer x", 401),
        ("/nope", "", 401),
    ] {
        let mut sender = cluster.connect().await;
        let request = Request::get(path)
            .header("host", "x")
            .header(header::AUTHORIZATION, token)
            .body(Full::default())
            .unwrap();
        assert_eq!(
            sender.send_request(request).await.unwrap().status(),
            expected,
            "{path} {token}"
        );
    }
}
