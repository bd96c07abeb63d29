//! Into Pods over the API: logs, programs, proxies, as kube-rs and HTTP ask for them.

use std::time::Duration;

use futures::AsyncReadExt as _;
use k8s_openapi::{api::core::v1::Pod, apimachinery::pkg::apis::meta::v1::Status};
use kube::{
    Api, Client,
    api::{AttachParams, AttachedProcess, LogParams, PostParams},
};
use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{client::Cluster, kube_rs::client};

pub(crate) async fn start() -> (Cluster, Client, Api<Pod>) {
    let sandbox = Sandbox::start_cluster(Options::default(), NodeOptions::cluster(1))
        .await
        .unwrap();
    let cluster = Cluster { sandbox };
    let client = client(&cluster).await;
    let pods = Api::default_namespaced(client.clone());
    (cluster, client, pods)
}

pub(crate) async fn run(pods: &Api<Pod>, name: &str, spec: Value) {
    let pod = json!({"metadata": {"name": name, "labels": {"app": name}}, "spec": spec});
    let pod = serde_json::from_value(pod).unwrap();
    pods.create(&PostParams::default(), &pod).await.unwrap();
    let ready = async {
        loop {
            let conditions = pods.get(name).await.unwrap().status.unwrap().conditions;
            let mut conditions = conditions.into_iter().flatten();
            if conditions.any(|c| c.type_ == "Ready" && c.status == "True") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), ready)
        .await
        .unwrap();
}

async fn end(mut process: AttachedProcess) -> (String, String, Status) {
    let (mut out, mut err) = (String::new(), String::new());
    let (mut stdout, mut stderr) = (process.stdout().unwrap(), process.stderr().unwrap());
    let status = process.take_status().unwrap();
    stdout.read_to_string(&mut out).await.unwrap();
    stderr.read_to_string(&mut err).await.unwrap();
    (out, err, status.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_run_in_containers_and_end_with_their_code() {
    let (cluster, _, pods) = start().await;
    run(
        &pods,
        "web",
        json!({"containers": [{"name": "web", "image": "nginx"}]}),
    )
    .await;
    let params = AttachParams::default();
    let command = ["sh", "-c", "echo out; echo err >&2; exit 3"];
    let (out, err, status) = end(pods.exec("web", command, &params).await.unwrap()).await;
    assert_eq!((out.as_str(), err.as_str()), ("out\n", "err\n"));
    assert_eq!(status.reason.as_deref(), Some("NonZeroExitCode"));
    let causes = status.details.unwrap().causes.unwrap();
    assert_eq!(causes[0].message.as_deref(), Some("3"));

    let params = AttachParams::default().stdin(true);
    let mut process = pods.exec("web", ["cat"], &params).await.unwrap();
    let mut stdin = process.stdin().unwrap();
    let long = "a line of text\n".repeat(20_000);
    let writing = async {
        stdin.write_all(long.as_bytes()).await.unwrap();
        stdin.shutdown().await.unwrap();
        drop(stdin);
    };
    let ((), (out, _, status)) = tokio::join!(writing, end(process));
    assert_eq!(out.len(), long.len());
    assert_eq!(status.status.as_deref(), Some("Success"));

    let params = AttachParams::default();
    let (_, _, status) = end(pods.exec("web", ["nope"], &params).await.unwrap()).await;
    assert!(
        status
            .message
            .unwrap()
            .contains("executable file not found")
    );
    // What the API server itself knows, it says before it becomes a WebSocket.
    let unknown = pods.exec("web", ["ls"], &params.container("x")).await;
    assert!(unknown.is_err());
    cluster.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_come_whole_in_part_and_as_they_are_written() {
    let (cluster, _, pods) = start().await;
    let script = "echo one; echo two; sleep 1; echo three; sleep 1000";
    let container = json!({"name": "sh", "image": "busybox", "command": ["sh", "-c", script]});
    run(&pods, "sh", json!({"containers": [container]})).await;
    let follow = LogParams {
        follow: true,
        ..LogParams::default()
    };
    let mut stream = std::pin::pin!(pods.log_stream("sh", &follow).await.unwrap());
    let mut text = [0; 14];
    tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut text))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(&text, b"one\ntwo\nthree\n");
    let last = LogParams {
        tail_lines: Some(1),
        timestamps: true,
        ..LogParams::default()
    };
    let text = pods.logs("sh", &last).await.unwrap();
    assert!(
        text.ends_with("Z three\n") && text.lines().count() == 1,
        "{text}"
    );

    let path = "/api/v1/namespaces/default/pods/sh/log";
    let none = cluster
        .ask("GET", format!("{path}?previous=true"))
        .value(400)
        .await;
    assert_eq!(
        none["message"],
        "previous terminated container \"sh\" in pod \"sh\" not found"
    );
    let other = cluster
        .ask("GET", format!("{path}?container=x"))
        .value(400)
        .await;
    assert_eq!(other["message"], "container x is not valid for pod sh");
    cluster
        .ask("GET", format!("{path}?tailLines=-1"))
        .value(422)
        .await;
    let spdy = cluster
        .ask(
            "POST",
            "/api/v1/namespaces/default/pods/sh/exec?command=ls&stdout=true",
        )
        .value(400)
        .await;
    assert_eq!(spdy["message"], "Upgrade request required");
    cluster.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_and_pods_answer_through_the_api() {
    let (cluster, client, pods) = start().await;
    let container = json!({"name": "web", "image": "nginx", "ports": [{"containerPort": 80}]});
    run(&pods, "web", json!({"containers": [container]})).await;
    let service = json!({"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 8080, "targetPort": 80}]}});
    let services = "/api/v1/namespaces/default/services";
    cluster.post(services, service).await;
    let orphan = json!({"metadata": {"name": "orphan"}, "spec": {"selector": {"app": "nobody"}, "ports": [{"port": 80}]}});
    cluster.post(services, orphan).await;
    let text = |path: String| {
        let client = client.clone();
        let request = http::Request::get(path).body(Vec::new()).unwrap();
        async move { client.request_text(request).await }
    };
    let page = async {
        loop {
            match text(format!("{services}/http:web:8080/proxy/")).await {
                Ok(page) => return page,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let page = tokio::time::timeout(Duration::from_secs(20), page).await;
    assert!(page.unwrap().contains("Welcome to nginx"));
    let pod = "/api/v1/namespaces/default/pods/web:80/proxy/";
    assert!(text(pod.into()).await.unwrap().contains("Welcome to nginx"));
    let none = cluster
        .ask("GET", format!("{services}/orphan:80/proxy/"))
        .value(503)
        .await;
    assert_eq!(
        none["message"],
        "no endpoints available for service \"orphan:80\""
    );
    let wrong = cluster
        .ask("GET", format!("{services}/a:b:c:d/proxy/"))
        .value(400)
        .await;
    assert_eq!(wrong["message"], "invalid service request \"a:b:c:d\"");
    cluster.sandbox.stop().await;
}
