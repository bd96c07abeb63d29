//! What is measured over HTTP by a client that any cluster answers.

use std::time::{Duration, Instant};

use futures::{StreamExt as _, TryStreamExt as _, future::try_join_all, stream};
use k8s_openapi::api::{
    apps::v1::Deployment,
    core::v1::{ConfigMap, Namespace, Pod},
};
use kube::{
    Api, Client, Config,
    api::{DeleteParams, ListParams, PostParams, WatchEvent, WatchParams},
    config::{KubeConfigOptions, Kubeconfig},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Outcome;

/// What was measured, the target, and the time.
type Figure = (&'static str, &'static str, Duration);

/// The namespace for what is measured.
const PLACE: &str = "podo-measure";
/// Requests at the same time.
const TOGETHER: usize = 16;
/// How often what is short is measured; the median counts.
const TIMES: usize = 9;

/// A client of the cluster that a kubeconfig says.
pub(super) async fn client(kubeconfig: Kubeconfig) -> Outcome<Client> {
    let options = KubeConfigOptions::default();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await?;
    Ok(Client::try_from(config)?)
}

/// Measures a cluster.
pub(super) async fn measure(client: Client) -> Outcome<Vec<Figure>> {
    let namespaces: Api<Namespace> = Api::all(client.clone());
    namespaces
        .create(
            &PostParams::default(),
            &parse(json!({"metadata": {"name": PLACE}}))?,
        )
        .await?;
    let figures = figures(&client).await;
    namespaces.delete(PLACE, &DeleteParams::default()).await?;
    figures
}

async fn figures(client: &Client) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    figures.push((
        "3 replicas, applied to Available",
        "1 s",
        three_replicas(client).await?,
    ));
    let pods: Api<Pod> = Api::namespaced(client.clone(), PLACE);
    let pod = |number: usize| {
        json!({
            "metadata": {"name": format!("pod-{number}"), "labels": {"app": "many"}},
            "spec": {"schedulerName": "nobody", "containers": [{"name": "nginx", "image": "nginx:1.27"}]},
        })
    };
    figures.push(("1,000 Pods created", "-", create(&pods, 1000, pod).await?));
    let list = format!("/api/v1/namespaces/{PLACE}/pods");
    figures.push((
        "1,000 Pods listed",
        "10 ms",
        answer(client, &list, "application/json").await?,
    ));
    let table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    figures.push((
        "1,000 Pods listed as a Table",
        "-",
        answer(client, &list, table).await?,
    ));
    pods.delete_collection(
        &DeleteParams::default().grace_period(0),
        &ListParams::default(),
    )
    .await?;
    figures.push(("A change to 100 watches", "-", watches(client).await?));
    let maps: Api<ConfigMap> = Api::namespaced(client.clone(), PLACE);
    let map = |number: usize| json!({"metadata": {"name": format!("map-{number}")}, "data": {"key": "value"}});
    figures.push((
        "5,000 ConfigMaps created",
        "-",
        create(&maps, 5000, map).await?,
    ));
    let list = format!("/api/v1/namespaces/{PLACE}/configmaps");
    figures.push((
        "5,000 ConfigMaps listed",
        "-",
        answer(client, &list, "application/json").await?,
    ));
    Ok(figures)
}

fn parse<T: DeserializeOwned>(value: Value) -> Outcome<T> {
    Ok(serde_json::from_value(value)?)
}

async fn three_replicas(client: &Client) -> Outcome<Duration> {
    let deployments: Api<Deployment> = Api::namespaced(client.clone(), PLACE);
    let labels = json!({"app": "web"});
    let deployment = parse(json!({
        "metadata": {"name": "web"},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]}},
        },
    }))?;
    let began = Instant::now();
    deployments
        .create(&PostParams::default(), &deployment)
        .await?;
    loop {
        let status = deployments.get_status("web").await?.status;
        if status.and_then(|s| s.available_replicas) == Some(3) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let took = began.elapsed();
    deployments
        .delete("web", &DeleteParams::foreground())
        .await?;
    Ok(took)
}

async fn create<T>(api: &Api<T>, count: usize, object: impl Fn(usize) -> Value) -> Outcome<Duration>
where
    T: kube::Resource + DeserializeOwned + serde::Serialize + Clone + std::fmt::Debug,
{
    let objects: Vec<T> = (0..count)
        .map(|n| parse(object(n)))
        .collect::<Outcome<_>>()?;
    let began = Instant::now();
    stream::iter(&objects)
        .map(|object| async move { api.create(&PostParams::default(), object).await })
        .buffer_unordered(TOGETHER)
        .try_collect::<Vec<_>>()
        .await?;
    Ok(began.elapsed())
}

/// The median time of one answer, read to its end.
async fn answer(client: &Client, path: &str, accept: &str) -> Outcome<Duration> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let request = http::Request::get(path)
            .header(http::header::ACCEPT, accept)
            .body(Vec::new())?;
        let began = Instant::now();
        client.request_text(request).await?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times[TIMES / 2])
}

/// The time until the last of a hundred watches has been told of one change.
async fn watches(client: &Client) -> Outcome<Duration> {
    let maps: Api<ConfigMap> = Api::namespaced(client.clone(), PLACE);
    let revision = maps
        .list(&ListParams::default())
        .await?
        .metadata
        .resource_version;
    let revision = revision.unwrap_or_default();
    let watch = || async {
        let stream = maps.watch(&WatchParams::default(), &revision).await?;
        Ok::<_, kube::Error>(stream.boxed())
    };
    let mut streams = try_join_all((0..100).map(|_| watch())).await?;
    let map = parse(json!({"metadata": {"name": "watched"}}))?;
    let began = Instant::now();
    maps.create(&PostParams::default(), &map).await?;
    try_join_all(streams.iter_mut().map(|stream| async move {
        while let Some(event) = stream.try_next().await? {
            if matches!(event, WatchEvent::Added(map) if map.metadata.name.as_deref() == Some("watched")) {
                break;
            }
        }
        Ok::<_, kube::Error>(())
    }))
    .await?;
    Ok(began.elapsed())
}
