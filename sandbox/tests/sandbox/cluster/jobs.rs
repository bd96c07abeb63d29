//! Jobs: completed, failed, too late, and deleted with their Pods.

use podo_sandbox::{
    kinds,
    object::Meta,
    registry::{Deletion, Propagation},
};
use serde_json::{Value, json};

use super::world::World;

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
