//! How fast it is: figures are printed. What is too slow by far ends in the limits of the waits.

use std::time::Instant;

use podo_sandbox::{clock::Clock, kinds, object::Meta};

use super::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_replicas_become_available_at_real_speed() {
    let world = World::start(Clock::real(), 1).await;
    let began = Instant::now();
    world.deployment("web", "nginx:1.27", 3);
    world
        .until("three replicas", || {
            world
                .get(kinds::DEPLOYMENT, "web")
                .is_some_and(|d| d.int_at("status.availableReplicas") == Some(3))
        })
        .await;
    println!(
        "3 replicas to Available at real speed: {:?}",
        began.elapsed()
    );
    world.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_pods_run_soon() {
    // Without optimisation a tenth has to do.
    let count: u32 = if cfg!(debug_assertions) { 100 } else { 1000 };
    let world = World::start(Clock::scaled(1000), 10).await;
    world
        .until("ten nodes", || {
            (2..=10).all(|n| {
                world
                    .get(kinds::NODE, &format!("minikube-m{n:02}"))
                    .is_some_and(|n| n.at("status.nodeInfo").is_some())
            })
        })
        .await;
    let began = Instant::now();
    world.deployment("web", "nginx:1.27", count);
    world
        .until("a thousand Pods", || {
            world
                .get(kinds::DEPLOYMENT, "web")
                .is_some_and(|d| d.int_at("status.availableReplicas") == Some(i64::from(count)))
        })
        .await;
    println!(
        "{count} Pods created to Available with the fast clock: {:?}",
        began.elapsed()
    );
    world.cluster.stop().await;
}
