//! A cluster that ended and goes on: what ran is started anew, what was over stays so.

use podo_sandbox::{State, clock::Clock, kinds, object::Meta};
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn a_cluster_goes_on_where_it_ended() {
    let world = World::fast(30).await;
    world.run("web", "nginx:1.27", &[]);
    world.run_once("done", "busybox:1.36", &["true"]);
    world.run_once("once", "busybox:1.36", &["sleep", "3600"]);
    world.run("crash", "busybox:1.36", &["sh", "-c", "exit 3"]);
    let two = json!({"metadata": {"name": "two"}, "spec": {
        "initContainers": [{"name": "i", "image": "busybox:1.36", "args": ["sh", "-c", "echo hi >> /v/hi"], "volumeMounts": [{"name": "v", "mountPath": "/v"}]}],
        "containers": [{"name": "c", "image": "busybox:1.36", "args": ["sleep", "3600"], "volumeMounts": [{"name": "v", "mountPath": "/v"}]}],
        "volumes": [{"name": "v", "emptyDir": {}}],
    }});
    world.create(kinds::POD, &two);
    let running = |world: &World, name: &str| world.container(name)["ready"] == true;
    world
        .until("all Pods", || {
            ["web", "once", "two"].iter().all(|n| running(&world, n))
                && world.phase("done") == "Succeeded"
                && world.container("crash").int_at("restartCount") > Some(0)
        })
        .await;
    let uid = |world: &World| world.get(kinds::POD, "web").unwrap().uid().to_owned();
    let (before, done) = (uid(&world), world.get(kinds::POD, "done").unwrap());
    let registry = world.registry.clone();
    let state = State::of(&registry, world.cluster.stop().await);
    let kept = serde_json::to_string(&state).unwrap();

    let state: State = serde_json::from_str(&kept).unwrap();
    let revision = state.revision();
    let world = World::resume(state, Clock::scaled(30)).await;
    world
        .until("what ran, anew", || {
            ["web", "two"].iter().all(|n| running(&world, n))
                && world.container("web")["restartCount"] == 1
                && world.container("two")["restartCount"] == 1
        })
        .await;
    assert!(world.registry.store().revision() > revision);
    assert_eq!(uid(&world), before);
    for name in ["web", "two"] {
        let status = world.container(name);
        let last = &status["lastState"]["terminated"];
        assert_eq!(
            (&last["exitCode"], &last["reason"]),
            (&json!(255), &json!("Unknown"))
        );
    }
    let text = world.exec("two", None, &["cat", "/v/hi"]).await;
    assert_eq!(
        text,
        (0, "hi\nhi\n".to_owned()),
        "the volume is the same, and the init container ran again"
    );
    world
        .until("the one that is not started twice", || {
            world.phase("once") == "Failed"
        })
        .await;
    world
        .until("the crash, counted on", || {
            world.container("crash").int_at("restartCount") > Some(1)
        })
        .await;
    let after = world.get(kinds::POD, "done").unwrap();
    assert_eq!(
        after.at("status.containerStatuses"),
        done.at("status.containerStatuses")
    );
    world.cluster.stop().await;
}
