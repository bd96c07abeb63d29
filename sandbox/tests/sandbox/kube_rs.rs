//! The client that the tutor uses: TLS, token and typed objects, by way of the kubeconfig.

mod objects;
mod ports;
mod programs;
mod runtime;

use futures::{StreamExt as _, TryStreamExt as _};
use k8s_openapi::api::{apps::v1::Deployment, core::v1::ConfigMap};
use kube::{
    Api, Client, Config, ResourceExt as _,
    api::{DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams},
    config::{KubeConfigOptions, Kubeconfig},
};
use serde_json::json;

use crate::{api::deployment, client::Cluster};

pub(crate) async fn client(cluster: &Cluster) -> Client {
    let kubeconfig = Kubeconfig::from_yaml(&cluster.sandbox.kubeconfig()).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await;
    Client::try_from(config.unwrap()).unwrap()
}

#[tokio::test]
async fn typed_objects_go_in_and_out() {
    let cluster = Cluster::start().await;
    let client = client(&cluster).await;
    assert_eq!(
        client.apiserver_version().await.unwrap().minor,
        podo_sandbox::MINOR.to_string()
    );
    let deployments: Api<Deployment> = Api::default_namespaced(client.clone());
    let wanted: Deployment = serde_json::from_value(deployment("web")).unwrap();
    let made = deployments
        .create(&PostParams::default(), &wanted)
        .await
        .unwrap();
    assert_eq!(made.spec.as_ref().unwrap().replicas, Some(1));
    let mut scale = deployments.get_scale("web").await.unwrap();
    scale.spec.as_mut().unwrap().replicas = Some(4);
    deployments
        .replace_scale("web", &PostParams::default(), &scale)
        .await
        .unwrap();
    let status = json!({"status": {"readyReplicas": 2, "replicas": 2}});
    let patched = deployments
        .patch_status("web", &PatchParams::default(), &Patch::Merge(&status))
        .await
        .unwrap();
    assert_eq!(patched.status.unwrap().ready_replicas, Some(2));
    let stale = deployments
        .replace("web", &PostParams::default(), &made)
        .await
        .unwrap_err();
    assert!(matches!(stale, kube::Error::Api(status) if status.is_conflict()));
    let apply = PatchParams::apply("test").force();
    let config = json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "labels": {"a": "b"}}});
    assert_eq!(
        deployments
            .patch("web", &apply, &Patch::Apply(&config))
            .await
            .unwrap()
            .labels()["a"],
        "b"
    );
    assert_eq!(
        deployments
            .list_metadata(&ListParams::default())
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert!(
        deployments
            .delete("web", &DeleteParams::default())
            .await
            .unwrap()
            .is_right()
    );
    assert!(deployments.get_opt("web").await.unwrap().is_none());
}

#[tokio::test]
async fn a_watch_tells_what_happens() {
    let cluster = Cluster::start().await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&cluster).await);
    let mut events = maps
        .watch(&WatchParams::default().timeout(20), "0")
        .await
        .unwrap()
        .boxed();
    let map: ConfigMap = serde_json::from_value(json!({"metadata": {"name": "m"}})).unwrap();
    maps.create(&PostParams::default(), &map).await.unwrap();
    maps.delete("m", &DeleteParams::background()).await.unwrap();
    let mut words = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        match event {
            WatchEvent::Added(map) => words.push(format!("added {}", map.name_any())),
            WatchEvent::Deleted(map) => {
                words.push(format!("deleted {}", map.name_any()));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(words, ["added m", "deleted m"]);
}
