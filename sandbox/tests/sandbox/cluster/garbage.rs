//! What goes with what: owned objects with their owner, and everything with its namespace.

use podo_sandbox::{
    kinds,
    object::Meta,
    registry::{Deletion, Propagation},
    store::Selection,
};
use serde_json::json;

use super::{
    workloads::{rolled_out, sets},
    world::World,
};

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
