//! What containers see of volumes: files of other objects, parts of volumes, the node's folders.

use podo_sandbox::{kinds, object::Meta, quantity::Quantity, registry::Deletion};
use serde_json::{Value, json};

use super::world::World;

/// A Pod with volumes, each mounted as it says.
fn pod(name: &str, volumes: &Value, mounts: &Value) -> Value {
    json!({"metadata": {"name": name, "labels": {"b": "2", "a": "1"}}, "spec": {
        "terminationGracePeriodSeconds": 0,
        "volumes": volumes,
        "containers": [{
            "name": "c", "image": "busybox", "command": ["sleep", "100000"], "volumeMounts": mounts,
            "resources": {"limits": {"cpu": "250m"}, "requests": {"memory": "32Mi"}},
            "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "a", "optional": true}}}],
        }],
    }})
}

async fn sh(world: &World, pod: &str, script: &str) -> String {
    world.exec(pod, None, &["sh", "-c", script]).await.1
}

#[tokio::test]
async fn a_changed_configuration_is_seen_later_but_not_through_a_path() {
    let world = World::fast(100).await;
    world.create(
        kinds::CONFIG_MAP,
        &json!({"metadata": {"name": "cm"}, "data": {"a": "old\n", "b": "2\n"}}),
    );
    let volumes = json!([{"name": "cm", "configMap": {"name": "cm"}}]);
    let mounts = json!([
        {"name": "cm", "mountPath": "/cm"},
        {"name": "cm", "mountPath": "/one.txt", "subPath": "a"},
        {"name": "cm", "mountPath": "/missing", "subPath": "nothing"},
    ]);
    world.create(kinds::POD, &pod("p", &volumes, &mounts));
    world.until_ready("p").await;
    assert_eq!(
        sh(&world, "p", "cat /cm/a /one.txt; ls /missing").await,
        "old\nold\n"
    );
    assert_eq!(
        sh(&world, "p", "echo x > /cm/a").await,
        "sh: can't create /cm/a: Read-only file system\n"
    );
    let started = world.registry.clock().now();
    world.patch(kinds::CONFIG_MAP, "cm", |map| {
        map["data"] = json!({"a": "new\n", "c": "3\n"});
    });
    while sh(&world, "p", "cat /cm/a").await != "new\n" {
        let waited = world.registry.clock().now().duration_since(started);
        assert!(waited.as_secs() < 200, "the files never changed");
    }
    assert_eq!(
        sh(&world, "p", "cat /one.txt; ls /cm; printenv A").await,
        "old\na\nc\nnothing\nold\n\n"
    );
    // What is gone stays as it was.
    world
        .delete(kinds::CONFIG_MAP, "cm", &Deletion::default())
        .unwrap();
    assert_eq!(sh(&world, "p", "cat /cm/c").await, "3\n");
}

#[tokio::test]
async fn a_change_of_the_pods_labels_brings_all_up_to_date_at_once() {
    let world = World::fast(1).await;
    let volumes = json!([{"name": "d", "downwardAPI": {"items": [
        {"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}},
        {"path": "cpu", "resourceFieldRef": {"containerName": "c", "resource": "limits.cpu", "divisor": "1m"}},
        {"path": "memory", "resourceFieldRef": {"containerName": "c", "resource": "requests.memory", "divisor": "1Mi"}},
        {"path": "all", "resourceFieldRef": {"containerName": "c", "resource": "limits.memory", "divisor": "1Ki"}},
    ]}}]);
    let mounts = json!([{"name": "d", "mountPath": "/d"}]);
    world.create(kinds::POD, &pod("p", &volumes, &mounts));
    world.until_ready("p").await;
    assert_eq!(
        sh(
            &world,
            "p",
            "cat /d/labels; echo; cat /d/cpu; echo; cat /d/memory"
        )
        .await,
        "a=\"1\"\nb=\"2\"\n250\n32"
    );
    let node = world.get(kinds::NODE, "minikube").unwrap();
    let all = format!("{}Ki", sh(&world, "p", "cat /d/all").await);
    assert_eq!(
        Quantity::parse(&all),
        Quantity::parse(node.text_at("status.allocatable.memory"))
    );
    world.patch(kinds::POD, "p", |pod| {
        pod["metadata"]["labels"]["a"] = "9".into();
    });
    let began = std::time::Instant::now();
    while !sh(&world, "p", "cat /d/labels").await.contains("a=\"9\"") {
        assert!(began.elapsed().as_secs() < 10, "the labels never changed");
    }
}

#[tokio::test]
async fn files_have_the_paths_and_modes_that_were_asked_for() {
    let world = World::fast(20).await;
    world.create(
        kinds::CONFIG_MAP,
        &json!({"metadata": {"name": "cm"}, "data": {"a": "1\n", "b": "2\n"}}),
    );
    world.create(
        kinds::SECRET,
        &json!({"metadata": {"name": "s"}, "stringData": {"k": "v\n"}}),
    );
    let volumes = json!([
        {"name": "items", "configMap": {"name": "cm", "defaultMode": 0o400, "items": [{"key": "a", "path": "x/y"}]}},
        {"name": "none", "configMap": {"name": "nope", "optional": true}},
        {"name": "all", "projected": {"sources": [{"configMap": {"name": "cm", "items": [{"key": "b", "path": "b", "mode": 0o600}]}}, {"secret": {"name": "s"}}]}},
        {"name": "e", "emptyDir": {}},
    ]);
    let mounts = json!([
        {"name": "items", "mountPath": "/items"},
        {"name": "none", "mountPath": "/none"},
        {"name": "all", "mountPath": "/all"},
        {"name": "e", "mountPath": "/e"},
        {"name": "e", "mountPath": "/part", "subPath": "deep/down"},
        {"name": "e", "mountPath": "/fixed", "readOnly": true},
    ]);
    world.create(kinds::POD, &pod("p", &volumes, &mounts));
    world.until_ready("p").await;
    let out = sh(
        &world,
        "p",
        "cat /items/x/y; ls /none; cat /all/b /all/k; stat -c %a /items/x/y /all/..data/b; echo new > /part/f; cat /e/deep/down/f /fixed/deep/down/f",
    )
    .await;
    assert_eq!(out, "1\n2\nv\n400\n600\nnew\nnew\n");
    assert_eq!(
        sh(&world, "p", "touch /fixed/x").await,
        "touch: /fixed/x: Read-only file system\n"
    );
    // An empty folder lasts as long as its Pod.
    let kept = |world: &World| {
        let disks = serde_json::to_string(&world.cluster.disks()).unwrap();
        disks.contains("kubernetes.io~empty-dir/e")
    };
    assert!(kept(&world));
    world.delete(kinds::POD, "p", &Deletion::now()).unwrap();
    world.until("the folder to go", || !kept(&world)).await;
}

#[tokio::test]
async fn a_volume_that_cannot_be_mounted_says_why() {
    let world = World::fast(20).await;
    world.create(
        kinds::CONFIG_MAP,
        &json!({"metadata": {"name": "cm"}, "data": {"a": "1"}}),
    );
    world.create(kinds::SECRET, &json!({"metadata": {"name": "s"}}));
    for (number, (volume, why)) in [
        (json!({"configMap": {"name": "nope"}}), "configmap \"nope\" not found"),
        (json!({"configMap": {"name": "cm", "items": [{"key": "z", "path": "z"}]}}), "configmap references non-existent config key: z"),
        (json!({"secret": {"secretName": "nope"}}), "secret \"nope\" not found"),
        (json!({"secret": {"secretName": "s", "items": [{"key": "z", "path": "z"}]}}), "references non-existent secret key: z"),
        (json!({"projected": {"sources": [{"configMap": {"name": "nope"}}, {"secret": {"name": "nope"}}]}}), "[configmap \"nope\" not found, secret \"nope\" not found]"),
        (json!({"hostPath": {"path": "/nothere", "type": "Directory"}}), "hostPath type check failed: /nothere is not a directory"),
        (json!({"hostPath": {"path": "/nothere", "type": "Socket"}}), "hostPath type check failed: /nothere is not a socket file"),
        (json!({"nfs": {"server": "a", "path": "/"}}), "volumes of type nfs are not simulated by podo-sandbox"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("p{number}");
        let mut volume = volume;
        volume["name"] = "v".into();
        let mounts = json!([{"name": "v", "mountPath": "/v"}]);
        world.create(kinds::POD, &pod(&name, &json!([volume]), &mounts));
        world.until(why, || !world.message(&name, "FailedMount").is_empty()).await;
        assert_eq!(
            world.message(&name, "FailedMount"),
            format!("MountVolume.SetUp failed for volume \"v\" : {why}")
        );
        world.delete(kinds::POD, &name, &Deletion::now()).unwrap();
    }
    let mounts = json!([{"name": "v", "mountPath": "/v", "subPathExpr": "$(NO)"}]);
    world.create(
        kinds::POD,
        &pod("expr", &json!([{"name": "v", "emptyDir": {}}]), &mounts),
    );
    world
        .until_waiting("expr", "CreateContainerConfigError")
        .await;
    assert_eq!(
        world.container("expr").text_at("state.waiting.message"),
        "missing value for NO"
    );
}
