//! ReplicaSets, Deployments, Jobs, Services, garbage and namespaces.

use podo_sandbox::{
    kinds,
    object::{Meta, Object},
    registry::{Deletion, Propagation},
    store::Selection,
};
use serde_json::{Value, json};

use super::world::{HERE, World};

fn available(world: &World, name: &str) -> i64 {
    world
        .get(kinds::DEPLOYMENT, name)
        .and_then(|d| d.int_at("status.availableReplicas"))
        .unwrap_or(0)
}

async fn rolled_out(world: &World, name: &str, replicas: i64) {
    world
        .until(&format!("{name} to be rolled out"), || {
            let Some(deployment) = world.get(kinds::DEPLOYMENT, name) else {
                return false;
            };
            let number = |key: &str| deployment.int_at(&format!("status.{key}")).unwrap_or(0);
            number("observedGeneration") == deployment.int_at("metadata.generation").unwrap_or(0)
                && ["replicas", "updatedReplicas", "availableReplicas"]
                    .iter()
                    .all(|key| number(key) == replicas)
                && world.condition(kinds::DEPLOYMENT, name, "Progressing").1
                    == "NewReplicaSetAvailable"
        })
        .await;
}

fn set_image(world: &World, name: &str, image: &str) {
    world.patch(kinds::DEPLOYMENT, name, |d| {
        d["spec"]["template"]["spec"]["containers"][0]["image"] = image.into();
    });
}

fn scale(world: &World, name: &str, replicas: i64) {
    world.patch(kinds::DEPLOYMENT, name, |d| {
        d["spec"]["replicas"] = replicas.into();
    });
}

fn sets(world: &World, name: &str) -> Vec<Object> {
    let mut sets = world.list(kinds::REPLICA_SET, &format!("app={name}"));
    sets.sort_by_key(|s| {
        s.annotation("deployment.kubernetes.io/revision")
            .and_then(|r| r.parse::<i64>().ok())
            .unwrap_or(0)
    });
    sets
}

fn revisions(world: &World, name: &str) -> Vec<String> {
    sets(world, name)
        .iter()
        .map(|s| {
            s.annotation("deployment.kubernetes.io/revision")
                .unwrap_or("")
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn a_deployment_makes_a_set_that_makes_pods() {
    let world = World::fast(30).await;
    world.deployment("web", "nginx:1.27", 3);
    rolled_out(&world, "web", 3).await;
    let set = sets(&world, "web").remove(0);
    let hash = set.label("pod-template-hash").unwrap().to_owned();
    assert_eq!(set.name(), format!("web-{hash}"));
    assert_eq!(
        set.text_at("spec.selector.matchLabels.pod-template-hash"),
        hash
    );
    let owner = set.controller().unwrap();
    assert_eq!(
        (
            owner.text_at("kind"),
            owner.text_at("name"),
            &owner["blockOwnerDeletion"]
        ),
        ("Deployment", "web", &json!(true))
    );
    let pods = world.list(kinds::POD, "app=web");
    assert_eq!(pods.len(), 3);
    for pod in &pods {
        assert!(
            pod.name().starts_with(&format!("web-{hash}-"))
                && pod.name().len() == set.name().len() + 6
        );
        assert_eq!(pod.label("pod-template-hash"), Some(hash.as_str()));
        assert_eq!(pod.controller().unwrap().text_at("uid"), set.uid());
    }
    assert_eq!(
        world.events("web"),
        [(
            "ScalingReplicaSet".to_owned(),
            format!("Scaled up replica set {} from 0 to 3", set.name())
        )]
    );
    assert_eq!(world.reasons(set.name()), ["SuccessfulCreate"; 3]);
    assert_eq!(
        world.condition(kinds::DEPLOYMENT, "web", "Available"),
        (
            "True".into(),
            "MinimumReplicasAvailable".into(),
            "Deployment has minimum availability.".into()
        )
    );
    assert_eq!(
        world.condition(kinds::DEPLOYMENT, "web", "Progressing").2,
        format!("ReplicaSet \"{}\" has successfully progressed.", set.name())
    );
    let deployment = world.get(kinds::DEPLOYMENT, "web").unwrap();
    assert_eq!(
        deployment.annotation("deployment.kubernetes.io/revision"),
        Some("1")
    );
    assert!(deployment.at("status.unavailableReplicas").is_none());
    world.cluster.stop().await;
}

/// The sizes that the sets of a rollout went through, and the Events, as recorded on the real cluster.
#[tokio::test]
async fn a_rolling_update_keeps_to_a_quarter_more_and_a_quarter_fewer() {
    let world = World::fast(30).await;
    world.deployment("web", "nginx:1.27", 3);
    rolled_out(&world, "web", 3).await;
    set_image(&world, "web", "nginx:1.28");
    rolled_out(&world, "web", 3).await;
    world
        .until("the old Pods to go", || {
            world.list(kinds::POD, "app=web").len() == 3
        })
        .await;
    let all = sets(&world, "web");
    let (old, new) = (all[0].name().to_owned(), all[1].name().to_owned());
    let scaled: Vec<String> = world
        .events("web")
        .into_iter()
        .map(|(_, m)| m.replace(&old, "OLD").replace(&new, "NEW"))
        .collect();
    assert_eq!(
        scaled,
        [
            "Scaled up replica set OLD from 0 to 3",
            "Scaled up replica set NEW from 0 to 1",
            "Scaled down replica set OLD from 3 to 2",
            "Scaled up replica set NEW from 1 to 2",
            "Scaled down replica set OLD from 2 to 1",
            "Scaled up replica set NEW from 2 to 3",
            "Scaled down replica set OLD from 1 to 0",
        ]
    );
    assert_eq!(revisions(&world, "web"), ["1", "2"]);
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_bad_image_keeps_the_old_pods_and_undo_brings_the_old_set_back() {
    let world = World::fast(60).await;
    world.deployment("web", "nginx:1.27", 3);
    rolled_out(&world, "web", 3).await;
    let template = world
        .get(kinds::DEPLOYMENT, "web")
        .unwrap()
        .at("spec.template")
        .cloned()
        .unwrap();
    set_image(&world, "web", "nginx:1.82");
    world
        .until("the new set", || sets(&world, "web").len() == 2)
        .await;
    world
        .until("a failed pull", || {
            world.list(kinds::POD, "app=web").iter().any(|p| {
                p.list_at("status.containerStatuses")
                    .first()
                    .is_some_and(|c| c.text_at("state.waiting.reason") == "ImagePullBackOff")
            })
        })
        .await;
    assert_eq!(available(&world, "web"), 3);
    let sizes: Vec<i64> = sets(&world, "web")
        .iter()
        .filter_map(|s| s.int_at("spec.replicas"))
        .collect();
    assert_eq!(sizes, [3, 1]);
    assert_eq!(
        world
            .get(kinds::DEPLOYMENT, "web")
            .unwrap()
            .int_at("status.unavailableReplicas"),
        Some(1)
    );
    world.patch(kinds::DEPLOYMENT, "web", |d| {
        d["spec"]["template"] = template.clone();
    });
    rolled_out(&world, "web", 3).await;
    assert_eq!(revisions(&world, "web"), ["2", "3"]);
    let back = sets(&world, "web").pop().unwrap();
    assert_eq!(
        back.annotation("deployment.kubernetes.io/revision-history"),
        Some("1")
    );
    assert_eq!(back.text_at("metadata.annotations").len(), 0);
    assert_eq!(
        world
            .get(kinds::DEPLOYMENT, "web")
            .unwrap()
            .annotation("deployment.kubernetes.io/revision"),
        Some("3")
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn ten_replicas_roll_in_the_recorded_steps_and_a_deadline_is_told() {
    let world = World::fast(60).await;
    world.deployment("web", "nginx:1.27", 3);
    rolled_out(&world, "web", 3).await;
    scale(&world, "web", 10);
    rolled_out(&world, "web", 10).await;
    let set = sets(&world, "web").remove(0);
    assert_eq!(
        set.annotation("deployment.kubernetes.io/desired-replicas"),
        Some("10")
    );
    assert_eq!(
        set.annotation("deployment.kubernetes.io/max-replicas"),
        Some("13")
    );
    world.patch(kinds::DEPLOYMENT, "web", |d| {
        d["spec"]["progressDeadlineSeconds"] = 5.into();
    });
    set_image(&world, "web", "nginx:1.77");
    world
        .until("the deadline", || {
            world.condition(kinds::DEPLOYMENT, "web", "Progressing").1 == "ProgressDeadlineExceeded"
        })
        .await;
    let sizes: Vec<i64> = sets(&world, "web")
        .iter()
        .filter_map(|s| s.int_at("spec.replicas"))
        .collect();
    assert_eq!(sizes, [8, 5]);
    let new = sets(&world, "web").pop().unwrap();
    assert_eq!(
        world.condition(kinds::DEPLOYMENT, "web", "Progressing"),
        (
            "False".into(),
            "ProgressDeadlineExceeded".into(),
            format!("ReplicaSet \"{}\" has timed out progressing.", new.name())
        )
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn pause_recreate_and_the_limit_of_the_history() {
    let world = World::fast(60).await;
    world.deployment("web", "nginx:1.27", 2);
    rolled_out(&world, "web", 2).await;
    world.patch(kinds::DEPLOYMENT, "web", |d| {
        d["spec"]["paused"] = true.into();
    });
    world
        .until("the pause", || {
            world.condition(kinds::DEPLOYMENT, "web", "Progressing").1 == "DeploymentPaused"
        })
        .await;
    set_image(&world, "web", "nginx:1.26");
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    assert_eq!(sets(&world, "web").len(), 1);
    world.patch(kinds::DEPLOYMENT, "web", |d| {
        d["spec"]["paused"] = false.into();
        d["spec"]["revisionHistoryLimit"] = 1.into();
        d["spec"]["strategy"] = json!({"type": "Recreate"});
    });
    rolled_out(&world, "web", 2).await;
    // All of the old went before the new came.
    let events: Vec<String> = world.events("web").into_iter().map(|(_, m)| m).collect();
    let down = events
        .iter()
        .position(|m| m.contains("from 2 to 0"))
        .unwrap();
    let up = events
        .iter()
        .rposition(|m| m.contains("from 0 to 2"))
        .unwrap();
    assert!(down < up, "{events:?}");
    for image in ["nginx:1.25", "nginx:1.28"] {
        set_image(&world, "web", image);
        rolled_out(&world, "web", 2).await;
    }
    world
        .until("old versions to be cleared away", || {
            sets(&world, "web").len() == 2
        })
        .await;
    assert_eq!(revisions(&world, "web"), ["3", "4"]);
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_set_replaces_adopts_and_lets_go() {
    let world = World::fast(60).await;
    world.deployment("web", "nginx:1.27", 2);
    rolled_out(&world, "web", 2).await;
    let first = world.list(kinds::POD, "app=web")[0].name().to_owned();
    world
        .delete(kinds::POD, &first, &Deletion::default())
        .unwrap();
    world
        .until("a new Pod", || {
            world.get(kinds::POD, &first).is_none() && world.list(kinds::POD, "app=web").len() == 2
        })
        .await;
    rolled_out(&world, "web", 2).await;
    let second = world.list(kinds::POD, "app=web")[0].name().to_owned();
    world.patch(kinds::POD, &second, |p| {
        p["metadata"]["labels"]["app"] = "other".into();
    });
    world
        .until("another in its place", || {
            world.list(kinds::POD, "app=web").len() == 2
        })
        .await;
    let freed = world.get(kinds::POD, &second).unwrap();
    assert!(freed.controller().is_none());
    // An orphan that fits is taken in; then there is one too many.
    let hash = sets(&world, "web")[0]
        .label("pod-template-hash")
        .unwrap()
        .to_owned();
    world.create(kinds::POD, &json!({"metadata": {"name": "orphan", "labels": {"app": "web", "pod-template-hash": hash}}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}]}}));
    world
        .until("the orphan to go", || {
            world.get(kinds::POD, "orphan").is_none_or(|p| p.deleting())
        })
        .await;
    scale(&world, "web", 0);
    world
        .until("no Pods", || world.list(kinds::POD, "app=web").is_empty())
        .await;
    rolled_out(&world, "web", 0).await;
    world.cluster.stop().await;
}

#[tokio::test]
async fn what_is_owned_goes_with_its_owner_in_three_ways() {
    let world = World::fast(60).await;
    for name in ["back", "front", "stay"] {
        world.deployment(name, "nginx:1.27", 1);
        rolled_out(&world, name, 1).await;
    }
    let way = |propagation| Deletion {
        propagation: Some(propagation),
        ..Deletion::default()
    };
    world
        .delete(kinds::DEPLOYMENT, "back", &way(Propagation::Background))
        .unwrap();
    assert!(world.get(kinds::DEPLOYMENT, "back").is_none());
    world
        .delete(kinds::DEPLOYMENT, "front", &way(Propagation::Foreground))
        .unwrap();
    let waiting = world.get(kinds::DEPLOYMENT, "front").unwrap();
    assert_eq!(
        waiting.list_at("metadata.finalizers"),
        [json!("foregroundDeletion")]
    );
    world
        .delete(kinds::DEPLOYMENT, "stay", &way(Propagation::Orphan))
        .unwrap();
    world
        .until("the garbage", || {
            world.list(kinds::POD, "app in (back,front)").is_empty()
                && world
                    .list(kinds::REPLICA_SET, "app in (back,front)")
                    .is_empty()
        })
        .await;
    world
        .until("front", || {
            world.get(kinds::DEPLOYMENT, "front").is_none()
                && world.get(kinds::DEPLOYMENT, "stay").is_none()
        })
        .await;
    let orphan = sets(&world, "stay").remove(0);
    assert!(orphan.controller().is_none());
    assert_eq!(world.list(kinds::POD, "app=stay").len(), 1);
    world.cluster.stop().await;
}

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

#[tokio::test]
async fn jobs_complete_fail_and_keep_their_deadline() {
    let world = World::fast(60).await;
    let job = |name: &str, script: &str, more: Value| {
        let mut spec = json!({"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "busybox:1.36", "command": ["sh", "-c", script]}]}}});
        spec.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        world.create(
            kinds::JOB,
            &json!({"metadata": {"name": name}, "spec": spec}),
        );
    };
    job(
        "good",
        "sleep 1",
        json!({"completions": 3, "parallelism": 2}),
    );
    job("bad", "exit 1", json!({"backoffLimit": 1}));
    job("late", "sleep 100", json!({"activeDeadlineSeconds": 3}));
    world
        .until("completion", || {
            world.condition(kinds::JOB, "good", "Complete").0 == "True"
        })
        .await;
    assert_eq!(
        world.condition(kinds::JOB, "good", "Complete").1,
        "CompletionsReached"
    );
    let good = world.get(kinds::JOB, "good").unwrap();
    assert_eq!(
        (good.int_at("status.succeeded"), good.at("status.active")),
        (Some(3), None)
    );
    assert!(!good.text_at("status.completionTime").is_empty());
    assert_eq!(
        world.reasons("good"),
        [
            "SuccessfulCreate",
            "SuccessfulCreate",
            "SuccessfulCreate",
            "Completed"
        ]
    );
    world
        .until("failure", || {
            world.condition(kinds::JOB, "bad", "Failed").0 == "True"
        })
        .await;
    assert_eq!(
        world.condition(kinds::JOB, "bad", "Failed"),
        (
            "True".into(),
            "BackoffLimitExceeded".into(),
            "Job has reached the specified backoff limit".into()
        )
    );
    assert_eq!(
        world
            .get(kinds::JOB, "bad")
            .unwrap()
            .int_at("status.failed"),
        Some(2)
    );
    world
        .until("the deadline", || {
            world.condition(kinds::JOB, "late", "Failed").0 == "True"
        })
        .await;
    assert_eq!(
        world.condition(kinds::JOB, "late", "Failed").2,
        "Job was active longer than specified deadline"
    );
    // Nothing keeps the Pods of a finished Job from being deleted with it.
    world
        .delete(
            kinds::JOB,
            "good",
            &Deletion {
                propagation: Some(Propagation::Background),
                ..Deletion::default()
            },
        )
        .unwrap();
    world
        .until("its Pods to go", || {
            world.list(kinds::POD, "job-name=good").is_empty()
        })
        .await;
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_namespace_is_furnished_and_emptied_before_it_goes() {
    let world = World::fast(60).await;
    let make = |name: &str| {
        world
            .registry
            .create(kinds::NAMESPACE, "", &json!({"metadata": {"name": name}}))
            .unwrap()
    };
    let there = |kind: &kinds::Kind, name: &str| world.registry.store().get(kind, "shop", name);
    make("shop");
    world
        .until("what every namespace gets", || {
            there(kinds::SERVICE_ACCOUNT, "default").is_some()
                && there(kinds::CONFIG_MAP, "kube-root-ca.crt").is_some()
        })
        .await;
    world
        .registry
        .delete(
            kinds::CONFIG_MAP,
            "shop",
            "kube-root-ca.crt",
            &Deletion::default(),
        )
        .unwrap();
    world
        .until("it to come back", || {
            there(kinds::CONFIG_MAP, "kube-root-ca.crt").is_some()
        })
        .await;
    world.registry.create(kinds::POD, "shop", &json!({"metadata": {"name": "slow"}, "spec": {"containers": [{"name": "c", "image": "busybox:1.36", "command": ["sleep", "3600"]}]}})).unwrap();
    world
        .until("the Pod", || {
            there(kinds::POD, "slow").is_some_and(|p| p.text_at("status.phase") == "Running")
        })
        .await;
    world
        .registry
        .delete(kinds::NAMESPACE, "", "shop", &Deletion::default())
        .unwrap();
    let namespace = || world.registry.store().get(kinds::NAMESPACE, "", "shop");
    assert_eq!(namespace().unwrap().text_at("status.phase"), "Terminating");
    let refusal = world
        .registry
        .create(
            kinds::CONFIG_MAP,
            "shop",
            &json!({"metadata": {"name": "late"}}),
        )
        .unwrap_err();
    assert!(refusal.message().contains("because it is being terminated"));
    world
        .until("what remains to be told", || {
            world
                .condition(kinds::NAMESPACE, "shop", "NamespaceContentRemaining")
                .0
                == "True"
        })
        .await;
    assert_eq!(
        world
            .condition(kinds::NAMESPACE, "shop", "NamespaceContentRemaining")
            .2,
        "Some resources are remaining: pods. has 1 resource instances"
    );
    world
        .until("the namespace to go", || namespace().is_none())
        .await;
    assert_eq!(
        world
            .registry
            .list(kinds::EVENT, &Selection::namespace("shop"))
            .items
            .len(),
        0
    );
    make("shop");
    world
        .until("a new one", || {
            there(kinds::SERVICE_ACCOUNT, "default").is_some()
        })
        .await;
    world.cluster.stop().await;
}
