//! Deployments and ReplicaSets: their Pods, their versions, and how one replaces another.

use podo_sandbox::{
    kinds,
    object::{Meta, Object},
    registry::Deletion,
};
use serde_json::json;

use super::world::World;

fn available(world: &World, name: &str) -> i64 {
    world
        .get(kinds::DEPLOYMENT, name)
        .and_then(|d| d.int_at("status.availableReplicas"))
        .unwrap_or(0)
}

pub(super) async fn rolled_out(world: &World, name: &str, replicas: i64) {
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

pub(super) fn scale(world: &World, name: &str, replicas: i64) {
    world.patch(kinds::DEPLOYMENT, name, |d| {
        d["spec"]["replicas"] = replicas.into();
    });
}

pub(super) fn sets(world: &World, name: &str) -> Vec<Object> {
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
            let pods = world.list(kinds::POD, "app=web");
            let ready = |pod: &str| world.condition(kinds::POD, pod, "Ready").0 == "True";
            pods.len() == 2 && pods.iter().all(|pod| ready(pod.name()))
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
