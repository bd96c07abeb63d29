//! Pods whose images a learner has built: which place has them, and which Pods may use them.

use podo_sandbox::{
    images::{Build, Context, Place},
    kinds,
    object::Meta,
};
use serde_json::json;

use super::world::World;

async fn build(world: &World, place: &Place, tag: &str, text: &str) {
    let what = Build {
        dockerfile:
            "FROM busybox:1.36\nCOPY text /\nCMD [\"sh\", \"-c\", \"cat /text; sleep 3600\"]\n"
                .to_owned(),
        tags: vec![tag.to_owned()],
        ..Build::default()
    };
    let context = Context::new([("text", text)]).unwrap();
    let clock = world.registry.clock().clone();
    let images = world.cluster.images();
    images
        .build(place, &what, &context, &clock, &mut |_| {})
        .await
        .unwrap();
}

fn run(world: &World, name: &str, image: &str, policy: Option<&str>) {
    let mut container = json!({"name": name, "image": image});
    if let Some(policy) = policy {
        container["imagePullPolicy"] = policy.into();
    }
    world.create(
        kinds::POD,
        &json!({"metadata": {"name": name}, "spec": {"containers": [container]}}),
    );
}

/// The file that the image brought.
async fn text(world: &World, pod: &str) -> String {
    world.exec(pod, None, &["cat", "/text"]).await.1
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_of_the_machine_is_not_on_the_node_until_it_is_loaded() {
    let world = World::fast(100).await;
    build(&world, &Place::Machine, "web:1", "one").await;
    run(&world, "early", "web:1", None);
    run(&world, "never", "web:1", Some("Never"));
    world.until_waiting("early", "ImagePullBackOff").await;
    world.until_waiting("never", "ErrImageNeverPull").await;
    assert!(
        world
            .message("early", "Failed")
            .contains("pull access denied, repository does not exist")
    );
    assert!(!world.reasons("early").contains(&"NotSimulated".to_owned()));
    world.cluster.images().load("web:1", "minikube").unwrap();
    run(&world, "loaded", "web:1", None);
    for pod in ["early", "never", "loaded"] {
        world.until_ready(pod).await;
        assert_eq!(text(&world, pod).await, "one");
    }
    let status = world.container("loaded");
    assert_eq!(status.text_at("image"), "docker.io/library/web:1");
    assert!(status.text_at("imageID").starts_with("sha256:"), "{status}");
    run(&world, "always", "web:1", Some("Always"));
    world.until_waiting("always", "ImagePullBackOff").await;
    world.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_in_the_nodes_daemon_or_in_a_registry_runs() {
    let world = World::fast(100).await;
    let node = Place::Node("minikube".into());
    build(&world, &node, "web:1", "node").await;
    run(&world, "node", "web:1", None);
    let images = world.cluster.images();
    images.open_registry("localhost:5000");
    let name = "localhost:5000/web:1";
    build(&world, &Place::Machine, name, "pushed").await;
    images.push(&Place::Machine, name).unwrap();
    run(&world, "pushed", name, Some("Always"));
    world.until_ready("node").await;
    world.until_ready("pushed").await;
    assert_eq!(text(&world, "node").await, "node");
    assert_eq!(text(&world, "pushed").await, "pushed");
    let id = world.container("pushed").text_at("imageID").to_owned();
    assert!(id.starts_with("localhost:5000/web@sha256:"), "{id}");
    run(&world, "digest", &id, None);
    run(&world, "missing", "localhost:5000/web:2", None);
    world.until_ready("digest").await;
    world.until_waiting("missing", "ImagePullBackOff").await;
    assert!(
        world
            .message("missing", "Failed")
            .ends_with("localhost:5000/web:2: not found")
    );
    world.cluster.stop().await;
}
