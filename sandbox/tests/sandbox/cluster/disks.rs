//! What Pods store: who finds it again, and when it goes.

use podo_sandbox::{State, images::Images, kinds, object::Meta, registry::Deletion};
use serde_json::{Value, json};

use super::{
    storage::{CLAIM, VOLUME, claim, user},
    world::World,
};

#[tokio::test]
async fn what_a_pod_stores_outlives_it_and_goes_with_the_claim() {
    let world = World::fast(20).await;
    world.create(CLAIM, &claim("data", None, "1Gi"));
    world.create(kinds::POD, &user("first", "data"));
    world.until_ready("first").await;
    let (code, _) = world
        .exec("first", None, &["sh", "-c", "echo kept > /data/file"])
        .await;
    assert_eq!(code, 0);
    world.delete(kinds::POD, "first", &Deletion::now()).unwrap();
    world.create(kinds::POD, &user("second", "data"));
    world.until_ready("second").await;
    let read = ["cat", "/data/file"];
    assert_eq!(world.exec("second", None, &read).await.1, "kept\n");
    let name = world.get(CLAIM, "data").unwrap();
    let name = name.text_at("spec.volumeName");
    world.delete(CLAIM, "data", &Deletion::default()).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(world.get(CLAIM, "data").unwrap().deleting());
    assert_eq!(world.phase_of(VOLUME, name), "Bound");
    world
        .delete(kinds::POD, "second", &Deletion::default())
        .unwrap();
    world.until_phase(CLAIM, "data", "gone").await;
    world.until_phase(VOLUME, name, "gone").await;
    world.create(CLAIM, &claim("data", None, "1Gi"));
    world.create(kinds::POD, &user("third", "data"));
    world.until_ready("third").await;
    assert_eq!(
        world.exec("third", None, &["ls", "/data"]).await,
        (0, String::new())
    );
}

#[tokio::test]
async fn a_later_cluster_goes_on_with_the_disks_of_an_earlier_one() {
    let world = World::fast(20).await;
    world.create(CLAIM, &claim("data", None, "1Gi"));
    let mut pod = user("pod", "data");
    let mut add = |path: &str, item: Value| {
        let list = pod.pointer_mut(path).and_then(Value::as_array_mut);
        list.unwrap().push(item);
    };
    add("/spec/volumes", json!({"name": "e", "emptyDir": {}}));
    add(
        "/spec/containers/0/volumeMounts",
        json!({"name": "e", "mountPath": "/empty"}),
    );
    world.create(kinds::POD, &pod);
    world.until_ready("pod").await;
    let write = ["sh", "-c", "echo 1 > /data/a; echo 2 > /empty/b"];
    assert_eq!(world.exec("pod", None, &write).await.0, 0);
    world
        .registry
        .delete(kinds::STORAGE_CLASS, "", "standard", &Deletion::default())
        .unwrap();
    let class = json!({"metadata": {"name": "standard"}, "provisioner": "example.com/other"});
    world.create(kinds::STORAGE_CLASS, &class);
    let (registry, clock) = (world.registry.clone(), world.registry.clock().clone());
    let disks = world.cluster.stop().await;
    let mut state = serde_json::to_value(State::of(&registry, disks, &Images::default())).unwrap();
    let stray = "/var/lib/kubelet/pods/stray/volumes/file";
    state["disks"]["minikube"]["files"][stray] =
        json!({"text": "", "mode": 420, "modified": "2026-01-01T00:00:00Z"});
    let world = World::resume(serde_json::from_value(state).unwrap(), clock).await;
    world
        .until("the container to run again", || {
            world.container("pod")["restartCount"] == 1 && world.container("pod")["ready"] == true
        })
        .await;
    let read = ["cat", "/data/a", "/empty/b"];
    assert_eq!(world.exec("pod", None, &read).await.1, "1\n2\n");
    // What Pods left that went meanwhile is cleared away.
    let disks = serde_json::to_string(&world.cluster.disks()).unwrap();
    assert!(disks.contains("/data/a") && !disks.contains("pods/stray"));
    // What a user made of the class is left alone.
    let class = world.get(kinds::STORAGE_CLASS, "standard").unwrap();
    assert_eq!(class.text_at("provisioner"), "example.com/other");
}
