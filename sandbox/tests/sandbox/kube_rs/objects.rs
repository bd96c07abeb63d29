//! Objects by way of `Api`: every type of patch, subresources, collections, kinds found by discovery.

use k8s_openapi::api::{
    apps::v1::Deployment,
    core::v1::{ConfigMap, Node, Pod},
};
use kube::{
    Api, ResourceExt as _,
    api::{
        DeleteParams, DynamicObject, EvictParams, ListParams, Patch, PatchParams, PostParams,
        ValidationDirective,
    },
    core::Status,
    discovery::Discovery,
};
use serde_json::{Value, json};

use super::client;
use crate::{api::deployment, client::Cluster};

async fn make<K>(api: &Api<K>, object: Value) -> K
where
    K: Clone + std::fmt::Debug + serde::de::DeserializeOwned + serde::Serialize,
{
    let object = serde_json::from_value(object).unwrap();
    api.create(&PostParams::default(), &object).await.unwrap()
}

fn refused(error: kube::Error) -> Box<Status> {
    match error {
        kube::Error::Api(status) => status,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn patches_of_every_type_change_what_they_say() {
    let cluster = Cluster::start().await;
    let deployments: Api<Deployment> = Api::default_namespaced(client(&cluster).await);
    make(&deployments, deployment("web")).await;
    let params = PatchParams::default();

    let operations = json!([
        {"op": "test", "path": "/metadata/name", "value": "web"},
        {"op": "add", "path": "/metadata/labels", "value": {"a": "1"}},
        {"op": "replace", "path": "/spec/replicas", "value": 3},
    ]);
    let operations: json_patch::Patch = serde_json::from_value(operations).unwrap();
    let web = deployments
        .patch("web", &params, &Patch::Json::<()>(operations))
        .await
        .unwrap();
    assert_eq!(web.spec.as_ref().unwrap().replicas, Some(3));
    assert_eq!(web.labels()["a"], "1");

    let merge = json!({"metadata": {"labels": {"a": null, "b": "2"}}});
    let web = deployments
        .patch("web", &params, &Patch::Merge(&merge))
        .await
        .unwrap();
    assert_eq!(web.labels().keys().collect::<Vec<_>>(), ["b"]);

    let sidecar = json!({"name": "s", "image": "busybox"});
    let strategic = json!({"spec": {"template": {"spec": {"containers": [sidecar]}}}});
    let web = deployments
        .patch("web", &params, &Patch::Strategic(&strategic))
        .await
        .unwrap();
    let containers = &web.spec.unwrap().template.spec.unwrap().containers;
    let names: Vec<&str> = containers.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["s", "c"]);

    let scale = json!({"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 5}});
    let apply = |manager: &str| PatchParams::apply(manager);
    let lost = deployments
        .patch("web", &apply("other"), &Patch::Apply(&scale))
        .await
        .unwrap_err();
    let lost = refused(lost);
    assert!(lost.is_conflict(), "{lost:?}");
    assert_eq!(
        lost.details.unwrap().causes[0].reason,
        "FieldManagerConflict"
    );
    let forced = deployments
        .patch("web", &apply("other").force(), &Patch::Apply(&scale))
        .await
        .unwrap();
    assert_eq!(forced.spec.unwrap().replicas, Some(5));
    let managers = forced.metadata.managed_fields.unwrap();
    assert!(
        managers
            .iter()
            .any(|m| m.manager.as_deref() == Some("other"))
    );

    let strict = PatchParams {
        field_validation: Some(ValidationDirective::Strict),
        ..PatchParams::default()
    };
    let typo = json!({"spec": {"replica": 1}});
    let typo = deployments
        .patch("web", &strict, &Patch::Merge(&typo))
        .await
        .unwrap_err();
    assert!(refused(typo).message.contains("unknown field"));
    let tried = deployments
        .patch(
            "web",
            &PatchParams::default().dry_run(),
            &Patch::Merge(&json!({"spec": {"replicas": 9}})),
        )
        .await
        .unwrap();
    assert_eq!(tried.spec.unwrap().replicas, Some(9));
    let scale = deployments.get_scale("web").await.unwrap();
    assert_eq!(scale.spec.unwrap().replicas, Some(5));
}

#[tokio::test]
async fn subresources_have_their_own_ways() {
    let cluster = Cluster::start().await;
    let client = client(&cluster).await;
    let deployments: Api<Deployment> = Api::default_namespaced(client.clone());
    make(&deployments, deployment("web")).await;
    let scale = deployments
        .patch_scale(
            "web",
            &PatchParams::default(),
            &Patch::Merge(&json!({"spec": {"replicas": 2}})),
        )
        .await
        .unwrap();
    assert_eq!(scale.spec.unwrap().replicas, Some(2));
    let restarted = deployments.restart("web").await.unwrap();
    let template = restarted.spec.unwrap().template.metadata.unwrap();
    let restarted_at = "kube.kubernetes.io/restartedAt";
    assert!(template.annotations.unwrap().contains_key(restarted_at));

    let nodes: Api<Node> = Api::all(client.clone());
    make(&nodes, json!({"metadata": {"name": "n"}})).await;
    let cordoned = nodes.cordon("n").await.unwrap();
    assert_eq!(cordoned.spec.unwrap().unschedulable, Some(true));
    let usable = nodes.uncordon("n").await.unwrap();
    assert_ne!(usable.spec.unwrap().unschedulable, Some(true));

    let pods: Api<Pod> = Api::default_namespaced(client);
    let container = json!({"name": "c", "image": "nginx"});
    let spec = json!({"containers": [container]});
    make(&pods, json!({"metadata": {"name": "p"}, "spec": spec})).await;
    let debugger = json!({"spec": {"ephemeralContainers": [{"name": "d", "image": "busybox"}]}});
    let patch = Patch::Strategic(&debugger);
    let params = PatchParams::default();
    let pod = pods
        .patch_ephemeral_containers("p", &params, &patch)
        .await
        .unwrap();
    assert_eq!(pod.spec.unwrap().ephemeral_containers.unwrap()[0].name, "d");
    let evicted = pods.evict("p", &EvictParams::default()).await.unwrap();
    assert!(evicted.is_success());
    assert!(pods.get_opt("p").await.unwrap().is_none());
}

#[tokio::test]
async fn collections_are_listed_in_parts_and_deleted_at_once() {
    let cluster = Cluster::start().await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&cluster).await);
    for name in ["a", "b", "c"] {
        let labels = json!({"app": "x"});
        make(&maps, json!({"metadata": {"name": name, "labels": labels}})).await;
    }
    let selected = ListParams::default().labels("app=x");
    let first = maps.list(&selected.clone().limit(2)).await.unwrap();
    assert_eq!(first.items.len(), 2);
    let token = first.metadata.continue_.unwrap();
    let rest = maps.list(&selected.clone().continue_token(&token)).await;
    assert_eq!(rest.unwrap().items[0].name_any(), "c");
    let exact = selected
        .clone()
        .at(&first.metadata.resource_version.unwrap());
    let exact = exact.matching(kube::api::VersionMatch::Exact);
    assert_eq!(maps.list(&exact).await.unwrap().items.len(), 3);
    let wrong = maps.list(&selected.clone().continue_token("x")).await;
    assert_eq!(refused(wrong.unwrap_err()).code, 400);

    let one = maps.entry("a").await.unwrap().and_modify(|map| {
        map.data
            .get_or_insert_default()
            .insert("k".into(), "v".into());
    });
    let mut one = one.or_insert(ConfigMap::default);
    one.commit(&PostParams::default()).await.unwrap();
    assert_eq!(maps.get("a").await.unwrap().data.unwrap()["k"], "v");

    let deleted = maps
        .delete_collection(&DeleteParams::default(), &selected)
        .await
        .unwrap();
    assert!(deleted.left().is_some_and(|list| list.items.len() == 3));
    assert!(maps.list(&selected).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn kinds_are_found_by_discovery() {
    let cluster = Cluster::start().await;
    let client = client(&cluster).await;
    for discovery in [
        Discovery::new(client.clone()).run().await.unwrap(),
        Discovery::new(client.clone())
            .run_aggregated()
            .await
            .unwrap(),
    ] {
        let (group, _) = discovery
            .groups()
            .flat_map(kube::discovery::ApiGroup::recommended_resources)
            .find(|(resource, _)| resource.kind == "Deployment")
            .unwrap();
        assert_eq!(
            (group.group.as_str(), group.plural.as_str()),
            ("apps", "deployments")
        );
        let objects: Api<DynamicObject> = Api::default_namespaced_with(client.clone(), &group);
        assert!(
            objects
                .list(&ListParams::default())
                .await
                .unwrap()
                .items
                .is_empty()
        );
    }
}
