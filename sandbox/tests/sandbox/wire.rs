//! What is said around objects: old paths, parameters, checks of health, refusals and their headers.

use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};
use serde_json::{Value, json};

use crate::{client::Cluster, watches::Reader};

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

async fn make(cluster: &Cluster, name: &str) {
    cluster
        .post(MAPS, json!({"metadata": {"name": name}}))
        .await;
}

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|o| o["metadata"]["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_old_paths_watch() {
    let cluster = Cluster::start().await;
    make(&cluster, "a").await;
    make(&cluster, "b").await;
    let old = "/api/v1/watch/namespaces/default/configmaps";
    let mut all = Reader::open(&cluster, old).await;
    assert_eq!(all.brief().await, "ADDED a");
    assert_eq!(all.brief().await, "ADDED b");
    let mut one = Reader::open(&cluster, &format!("{old}/b")).await;
    assert_eq!(one.brief().await, "ADDED b");
    cluster.ask("DELETE", format!("{old}/b")).value(405).await;
    // Whatever a flag says is yes, but for two words.
    let mut flagged = Reader::open(&cluster, &format!("{MAPS}?watch")).await;
    assert_eq!(flagged.brief().await, "ADDED a");
    let list = cluster.get(&format!("{MAPS}?watch=False")).await;
    assert_eq!(list["kind"], "ConfigMapList");
}

#[tokio::test]
async fn a_list_that_is_forgotten_can_be_continued_with_what_there_is() {
    let cluster = Cluster::start_with(Options {
        ring: 2,
        ..Options::default()
    })
    .await;
    for name in ["a", "b", "c"] {
        make(&cluster, name).await;
    }
    let first = cluster.get(&format!("{MAPS}?limit=1")).await;
    let revision = first["metadata"]["resourceVersion"].as_str().unwrap();
    for name in ["d", "e", "f"] {
        make(&cluster, name).await;
    }
    let token = first["metadata"]["continue"].as_str().unwrap();
    let gone = cluster
        .ask("GET", format!("{MAPS}?limit=2&continue={token}"))
        .value(410)
        .await;
    assert_eq!(gone["reason"], "Expired");
    let fresh = gone["metadata"]["continue"].as_str().unwrap();
    let rest = cluster
        .get(&format!("{MAPS}?limit=2&continue={fresh}"))
        .await;
    assert_eq!(names(&rest), ["b", "c"]);
    let token = rest["metadata"]["continue"].as_str().unwrap();
    let rest = cluster.get(&format!("{MAPS}?continue={token}")).await;
    assert_eq!(names(&rest), ["d", "e", "f"]);
    // With a limit a revision means that very moment.
    let old = cluster
        .ask("GET", format!("{MAPS}?limit=1&resourceVersion={revision}"))
        .value(410)
        .await;
    assert_eq!(
        old["message"],
        "The resourceVersion for the provided list is too old."
    );
    cluster
        .get(&format!("{MAPS}?resourceVersion={revision}"))
        .await;
    let both = cluster
        .ask("GET", format!("{MAPS}?continue={token}&resourceVersion=7"))
        .value(400)
        .await;
    assert_eq!(
        both["message"],
        "specifying resource version is not allowed when using continue"
    );
}

#[tokio::test]
async fn refusals_say_when_to_come_again() {
    let cluster = Cluster::start().await;
    let future = cluster
        .ask("GET", format!("{MAPS}?resourceVersion=999999"))
        .send()
        .await;
    assert_eq!(future.status(), 504);
    assert_eq!(future.headers()["retry-after"], "1");
    let missing = cluster.ask("GET", format!("{MAPS}/x")).send().await;
    assert!(!missing.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn what_is_no_object_is_shown_in_the_refusal() {
    let cluster = Cluster::start().await;
    let beginning = "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: ";
    for (body, expected) in [
        ("", "unexpected end of JSON input (<empty>)"),
        (
            "[]",
            "json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" } (5b5d)",
        ),
    ] {
        let refused = cluster.ask("POST", MAPS).body("application/json", body);
        let refused = refused.value(400).await;
        assert_eq!(refused["message"], format!("{beginning}{expected}"));
    }
    for (kind, version, expected) in [
        (
            "Pod",
            "v1",
            "Pod in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion",
        ),
        (
            "ConfigMap",
            "v2",
            "ConfigMap in version \"v2\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for version \"v2\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"",
        ),
    ] {
        let object = json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}});
        let refused = cluster.ask("POST", MAPS).json(&object).value(400).await;
        assert_eq!(refused["message"], expected);
    }
    cluster.ask("HEAD", MAPS).value(405).await;
    let dry = cluster
        .ask("POST", format!("{MAPS}?dryRun=Some"))
        .json(&json!({"metadata": {"name": "a"}}))
        .value(422)
        .await;
    assert_eq!(dry["details"]["causes"][0]["field"], "dryRun");
    assert!(
        dry["message"]
            .as_str()
            .unwrap()
            .starts_with("CreateOptions.meta.k8s.io ")
    );
}

#[tokio::test]
async fn health_is_told_check_by_check() {
    let cluster = Cluster::start().await;
    let all = cluster.get("/readyz?verbose").await;
    assert_eq!(all, "[+]ping ok\n[+]store ok\nreadyz check passed\n");
    assert_eq!(cluster.get("/livez/store?verbose").await, "ok");
    cluster.ask("GET", "/livez/etcd").value(404).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_has_what_kubectl_looks_for() {
    let sandbox = Sandbox::start_cluster(Options::default(), NodeOptions::cluster(1))
        .await
        .unwrap();
    let cluster = Cluster { sandbox };
    let selector = "labelSelector=kubernetes.io/cluster-service%3Dtrue";
    let services = cluster
        .get(&format!(
            "/api/v1/namespaces/kube-system/services?{selector}"
        ))
        .await;
    assert_eq!(names(&services), ["kube-dns"]);
    assert_eq!(services["items"][0]["spec"]["clusterIP"], "10.96.0.10");
    let classes = cluster
        .get("/apis/scheduling.k8s.io/v1/priorityclasses")
        .await;
    assert_eq!(
        names(&classes),
        ["system-cluster-critical", "system-node-critical"]
    );
    cluster.sandbox.stop().await;
}
