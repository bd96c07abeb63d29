//! Which node a Pod runs on, and what it is told when there is none.

use podo_sandbox::{clock::Clock, kinds, object::Meta};
use serde_json::{Value, json};

use super::world::World;

const TAIL: &str = "no new claims to deallocate, preemption: 0/1 nodes are available: 1";

#[allow(clippy::needless_pass_by_value, reason = "specs are written in place")]
fn pod(world: &World, name: &str, spec: Value) {
    let mut whole = json!({"containers": [{"name": "c", "image": "nginx:1.27"}]});
    for (key, value) in spec.as_object().unwrap() {
        whole[key] = value.clone();
    }
    world.create(
        kinds::POD,
        &json!({"metadata": {"name": name}, "spec": whole}),
    );
}

fn asking(cpu: &str) -> Value {
    json!({"containers": [{"name": "c", "image": "nginx:1.27", "resources": {"requests": {"cpu": cpu}}}]})
}

#[allow(
    clippy::too_many_lines,
    reason = "one cluster, one change after the other"
)]
#[tokio::test]
async fn who_fits_nowhere_is_told_why_and_comes_in_when_that_changes() {
    let world = World::fast(60).await;
    let waits = async |name: &str| {
        world
            .until(name, || {
                world.condition(kinds::POD, name, "PodScheduled").0 == "False"
            })
            .await;
        let (status, reason, message) = world.condition(kinds::POD, name, "PodScheduled");
        assert_eq!(
            (status.as_str(), reason.as_str()),
            ("False", "Unschedulable")
        );
        world
            .until("the Event", || {
                !world.message(name, "FailedScheduling").is_empty()
            })
            .await;
        assert_eq!(world.message(name, "FailedScheduling"), message);
        message
    };
    pod(&world, "big", asking("500"));
    assert_eq!(
        waits("big").await,
        format!(
            "0/1 nodes are available: 1 Insufficient cpu. {TAIL} Preemption is not helpful for scheduling."
        )
    );
    pod(&world, "filler", asking("1500m"));
    world.until_ready("filler").await;
    pod(&world, "second", asking("600m"));
    assert_eq!(
        waits("second").await,
        format!(
            "0/1 nodes are available: 1 Insufficient cpu. {TAIL} No preemption victims found for incoming pod."
        )
    );
    pod(&world, "photo", json!({"nodeSelector": {"disk": "ssd"}}));
    assert_eq!(
        waits("photo").await,
        format!(
            "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. {TAIL} Preemption is not helpful for scheduling."
        )
    );
    world.patch(kinds::NODE, "minikube", |n| {
        n["metadata"]["labels"]["disk"] = "ssd".into();
    });
    world.until_ready("photo").await;
    assert_eq!(
        world.condition(kinds::POD, "photo", "PodScheduled").0,
        "True"
    );
    world
        .delete(
            kinds::POD,
            "filler",
            &podo_sandbox::registry::Deletion::default(),
        )
        .unwrap();
    world.until_ready("second").await;
    world.patch(kinds::NODE, "minikube", |n| {
        n["spec"]["taints"] = json!([{"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}]);
    });
    pod(&world, "guest", json!({}));
    assert_eq!(
        waits("guest").await,
        format!(
            "0/1 nodes are available: 1 node(s) had untolerated taint(s). {TAIL} Preemption is not helpful for scheduling."
        )
    );
    pod(
        &world,
        "tolerant",
        json!({"tolerations": [{"key": "dedicated", "operator": "Exists"}]}),
    );
    world.until_ready("tolerant").await;
    world.patch(kinds::NODE, "minikube", |n| n["spec"]["taints"] = json!([]));
    world.until_ready("guest").await;
    world.patch(kinds::NODE, "minikube", |n| {
        n["spec"]["unschedulable"] = true.into();
    });
    world
        .until("the taint", || {
            world
                .get(kinds::NODE, "minikube")
                .unwrap()
                .list_at("spec.taints")
                .iter()
                .any(|t| t.text_at("key") == "node.kubernetes.io/unschedulable")
        })
        .await;
    pod(&world, "night", json!({}));
    assert_eq!(
        waits("night").await,
        format!(
            "0/1 nodes are available: 1 node(s) were unschedulable. {TAIL} Preemption is not helpful for scheduling."
        )
    );
    world.patch(kinds::NODE, "minikube", |n| {
        n["spec"]["unschedulable"] = false.into();
    });
    world.until_ready("night").await;
    // What runs already stays where it is.
    assert_eq!(world.phase("photo"), "Running");
    pod(
        &world,
        "claims",
        json!({"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "nope"}}]}),
    );
    assert!(
        waits("claims")
            .await
            .starts_with("0/1 nodes are available: persistentvolumeclaim \"nope\" not found.")
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn pods_spread_over_nodes_and_leave_what_does_not_tolerate_them() {
    let world = World::start(Clock::scaled(60), 2).await;
    world
        .until("both nodes", || {
            world
                .get(kinds::NODE, "minikube-m02")
                .is_some_and(|n| n.at("status.nodeInfo").is_some())
        })
        .await;
    for number in 0..4 {
        pod(&world, &format!("p{number}"), json!({}));
    }
    let node = |name: &str| {
        world
            .get(kinds::POD, name)
            .map_or_else(String::new, |p| p.text_at("spec.nodeName").to_owned())
    };
    for number in 0..4 {
        world.until_ready(&format!("p{number}")).await;
    }
    let second = (0..4)
        .filter(|n| node(&format!("p{n}")) == "minikube-m02")
        .count();
    assert_eq!(second, 2);
    world.patch(kinds::NODE, "minikube-m02", |n| {
        n["spec"]["taints"] = json!([{"key": "out", "effect": "NoExecute"}]);
    });
    world
        .until("eviction", || {
            (0..4)
                .filter(|n| node(&format!("p{n}")) == "minikube-m02")
                .count()
                == 0
        })
        .await;
    let missing = json!({"nodeName": "node01"});
    pod(&world, "lost", missing);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(world.events("lost"), []);
    world
        .until("the lost Pod to be cleared away", || {
            world.get(kinds::POD, "lost").is_none()
        })
        .await;
    let nodes = world.get(kinds::NODE, "minikube").unwrap();
    assert_eq!(
        nodes.text_at("status.nodeInfo.osImage"),
        "podo-sandbox (simulated)"
    );
    assert!(
        world
            .registry
            .store()
            .get(kinds::LEASE, "kube-node-lease", "minikube")
            .is_some()
    );
    world.cluster.stop().await;
}
