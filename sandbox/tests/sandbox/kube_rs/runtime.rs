//! `kube::runtime`: watchers of both kinds, a store, waiting, and a controller with a finalizer.

use std::{collections::BTreeMap, pin::pin, sync::Arc, time::Duration};

use futures::{Stream, StreamExt as _, TryStreamExt as _};
use k8s_openapi::api::core::v1::{ConfigMap, Event as CoreEvent, Pod};
use kube::{
    Api, Client, Resource as _, ResourceExt as _,
    api::{DeleteParams, PartialObjectMeta, Patch, PatchParams, PostParams},
    runtime::{
        Controller, WatchStreamExt as _,
        controller::Action,
        events::{Event as Published, EventType, Recorder, Reporter},
        finalizer::{Event as Finalizing, finalizer},
        reflector::{self, ObjectRef},
        wait::{await_condition, conditions},
        watcher::{self, Config, Event},
    },
};
use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};
use serde_json::json;

use super::client;
use crate::client::Cluster;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn map(name: &str, labels: &serde_json::Value) -> ConfigMap {
    serde_json::from_value(json!({"metadata": {"name": name, "labels": labels}})).unwrap()
}

async fn words<S>(events: S, count: usize) -> Vec<String>
where
    S: Stream<Item = watcher::Result<Event<ConfigMap>>>,
{
    let words = events.take(count).map(|event| match event.unwrap() {
        Event::Init => "init".into(),
        Event::InitApply(map) => format!("there {}", map.name_any()),
        Event::InitDone => "done".into(),
        Event::Apply(map) => format!("applied {}", map.name_any()),
        Event::Delete(map) => format!("deleted {}", map.name_any()),
    });
    tokio::time::timeout(PATIENCE, words.collect())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn watchers_see_the_same_by_list_and_by_stream() {
    let cluster = Cluster::start().await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&cluster).await);
    let post = PostParams::default();
    for (app, config) in [
        ("list", Config::default().page_size(1)),
        ("stream", Config::default().streaming_lists()),
    ] {
        let label = json!({"app": app});
        let name = |n: &str| format!("{app}-{n}");
        for n in ["a", "b"] {
            maps.create(&post, &map(&name(n), &label)).await.unwrap();
        }
        let config = config.labels(&format!("app={app}"));
        let mut events = pin!(watcher::watcher(maps.clone(), config));
        let begun = words(events.by_ref(), 4).await;
        let expected = [name("a"), name("b")].map(|n| format!("there {n}"));
        assert_eq!(begun, ["init", &expected[0], &expected[1], "done"]);
        maps.create(&post, &map(&name("c"), &label)).await.unwrap();
        let away = json!({"metadata": {"labels": {"app": "x"}}});
        let params = PatchParams::default();
        maps.patch(&name("a"), &params, &Patch::Merge(away))
            .await
            .unwrap();
        maps.delete(&name("b"), &DeleteParams::default())
            .await
            .unwrap();
        let expected = [
            format!("applied {app}-c"),
            format!("deleted {app}-a"),
            format!("deleted {app}-b"),
        ];
        assert_eq!(words(events, 3).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_follows_the_cluster() {
    let cluster = Cluster::start().await;
    let client = client(&cluster).await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client.clone());
    maps.create(&PostParams::default(), &map("a", &json!({})))
        .await
        .unwrap();
    let (reader, writer) = reflector::store();
    let metadata: Api<PartialObjectMeta<ConfigMap>> = Api::default_namespaced(client.clone());
    let stream = watcher::watcher(metadata, Config::default())
        .reflect(writer)
        .default_backoff()
        .touched_objects();
    let following = tokio::spawn(stream.try_for_each(|_| async { Ok(()) }));
    tokio::time::timeout(PATIENCE, reader.wait_until_ready())
        .await
        .unwrap()
        .unwrap();
    let has = |name: &str| {
        reader
            .get(&ObjectRef::new(name).within("default"))
            .is_some()
    };
    assert!(has("a") && !has("b"));
    maps.create(&PostParams::default(), &map("b", &json!({})))
        .await
        .unwrap();
    maps.delete("a", &DeleteParams::default()).await.unwrap();
    let caught_up = async {
        while !has("b") || has("a") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, caught_up).await.unwrap();
    following.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pod_is_waited_for_until_it_runs_and_until_it_is_gone() {
    let sandbox = Sandbox::start_cluster(Options::default(), NodeOptions::cluster(1))
        .await
        .unwrap();
    let cluster = Cluster { sandbox };
    let pods: Api<Pod> = Api::default_namespaced(client(&cluster).await);
    let pod = json!({"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}});
    let pod = serde_json::from_value(pod).unwrap();
    let made = pods.create(&PostParams::default(), &pod).await.unwrap();
    let running = await_condition(pods.clone(), "p", conditions::is_pod_running());
    tokio::time::timeout(PATIENCE, running)
        .await
        .unwrap()
        .unwrap();
    pods.delete("p", &DeleteParams::default().grace_period(0))
        .await
        .unwrap();
    let uid = made.uid().unwrap();
    let gone = await_condition(pods, "p", conditions::is_deleted(&uid));
    tokio::time::timeout(PATIENCE, gone).await.unwrap().unwrap();
    cluster.sandbox.stop().await;
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(String);

/// Keeps a copy of each labelled ConfigMap, and notes in another one when the original goes.
async fn mirror(original: Arc<ConfigMap>, client: Arc<Client>) -> Result<Action, Failed> {
    let maps: Api<ConfigMap> = Api::default_namespaced((*client).clone());
    let done = finalizer(&maps, "test.podo/mirror", original, |event| async {
        let apply = PatchParams::apply("mirror").force();
        match event {
            Finalizing::Apply(original) => {
                let name = format!("{}-copy", original.name_any());
                let copy = ConfigMap {
                    metadata: kube::core::ObjectMeta {
                        name: Some(name.clone()),
                        owner_references: original.controller_owner_ref(&()).map(|o| vec![o]),
                        ..kube::core::ObjectMeta::default()
                    },
                    data: original.data.clone(),
                    ..ConfigMap::default()
                };
                maps.patch(&name, &apply, &Patch::Apply(&copy)).await?;
                Ok(Action::await_change())
            }
            Finalizing::Cleanup(original) => {
                let note = ConfigMap {
                    data: Some(BTreeMap::from([(original.name_any(), "gone".into())])),
                    ..map("notes", &json!(null))
                };
                maps.patch("notes", &apply, &Patch::Apply(&note)).await?;
                Ok::<_, kube::Error>(Action::await_change())
            }
        }
    });
    done.await.map_err(|error| Failed(format!("{error:?}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_controller_keeps_what_it_owns_and_cleans_up() {
    let sandbox = Sandbox::start_cluster(Options::default(), Vec::new())
        .await
        .unwrap();
    let cluster = Cluster { sandbox };
    let client = client(&cluster).await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client.clone());
    let controller = Controller::new(maps.clone(), Config::default().labels("mirror=yes"))
        .owns(maps.clone(), Config::default().streaming_lists())
        .run(
            mirror,
            |_, error, _| panic!("{error}"),
            Arc::new(client.clone()),
        )
        .for_each(|_| async {});
    let controller = tokio::spawn(controller);
    let until = async |wanted: &dyn Fn(&BTreeMap<String, ConfigMap>) -> bool| {
        let settled = async {
            loop {
                let list = maps.list(&kube::api::ListParams::default()).await.unwrap();
                let all = list.items.into_iter().map(|m| (m.name_any(), m)).collect();
                if wanted(&all) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, settled).await.unwrap();
    };
    let value = |all: &BTreeMap<String, ConfigMap>, name: &str, key: &str| {
        all.get(name)
            .and_then(|m| m.data.as_ref()?.get(key).cloned())
    };

    let mut original = map("a", &json!({"mirror": "yes"}));
    original.data = Some(BTreeMap::from([("k".into(), "1".into())]));
    maps.create(&PostParams::default(), &original)
        .await
        .unwrap();
    until(&|all| value(all, "a-copy", "k").as_deref() == Some("1")).await;
    let change = json!({"data": {"k": "2"}});
    maps.patch("a", &PatchParams::default(), &Patch::Merge(change))
        .await
        .unwrap();
    until(&|all| value(all, "a-copy", "k").as_deref() == Some("2")).await;
    // What a controller owns it makes again.
    let first = maps.get("a-copy").await.unwrap().uid();
    maps.delete("a-copy", &DeleteParams::default())
        .await
        .unwrap();
    until(&|all| all.get("a-copy").is_some_and(|copy| copy.uid() != first)).await;
    // The original goes when its finalizer is gone, and its copy goes with it.
    maps.delete("a", &DeleteParams::default()).await.unwrap();
    until(&|all| {
        value(all, "notes", "a").is_some() && !all.contains_key("a") && !all.contains_key("a-copy")
    })
    .await;
    controller.abort();
    cluster.sandbox.stop().await;
}

#[tokio::test]
async fn events_are_published() {
    let cluster = Cluster::start().await;
    let client = client(&cluster).await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client.clone());
    let made = maps
        .create(&PostParams::default(), &map("a", &json!({})))
        .await
        .unwrap();
    let recorder = Recorder::new(client.clone(), Reporter::from("tester"));
    let event = Published {
        type_: EventType::Normal,
        reason: "Seen".into(),
        note: Some("it is there".into()),
        action: "Looking".into(),
        secondary: None,
    };
    // The second one is counted with the first.
    for _ in 0..2 {
        recorder
            .publish(&event, &made.object_ref(&()))
            .await
            .unwrap();
    }
    let events: Api<CoreEvent> = Api::default_namespaced(client);
    let events = events
        .list(&kube::api::ListParams::default())
        .await
        .unwrap()
        .items;
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].message.as_deref(), Some("it is there"));
    assert_eq!(events[0].series.as_ref().unwrap().count, Some(2));
}
