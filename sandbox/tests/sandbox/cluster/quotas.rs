//! Quotas and limits of a namespace.

use podo_sandbox::{
    kinds::{self, Kind},
    object::Meta,
    registry::Deletion,
};
use serde_json::{Value, json};

use super::world::{HERE, World};

fn pod(name: &str, resources: &Value) -> Value {
    json!({"metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27", "resources": resources}]}})
}

impl World {
    /// Why an object is refused.
    fn refused(&self, kind: &Kind, object: &Value) -> (u16, String) {
        let refusal = self.registry.create(kind, HERE, object).unwrap_err();
        (refusal.code(), refusal.message().to_owned())
    }

    async fn until_used(&self, quota: &str, resource: &str, amount: &str) {
        self.until(&format!("{resource} to be {amount}"), || {
            self.get(kinds::RESOURCE_QUOTA, quota)
                .and_then(|q| Some(q.at("status.used")?.get(resource)? == amount))
                == Some(true)
        })
        .await;
    }
}

fn forbidden(message: &str) -> (u16, String) {
    (403, message.to_owned())
}

#[tokio::test]
async fn a_quota_is_counted_and_kept() {
    let world = World::fast(20).await;
    world.create(
        kinds::RESOURCE_QUOTA,
        &json!({"metadata": {"name": "q"}, "spec": {"hard": {
            "pods": "2", "requests.cpu": "1", "limits.memory": "1Gi", "configmaps": "2", "services": "2", "services.nodeports": "0",
            "requests.storage": "2Gi", "standard.storageclass.storage.k8s.io/requests.storage": "1Gi", "count/deployments.apps": "1",
        }}}),
    );
    world.until_used("q", "pods", "0").await;
    assert_eq!(
        world.refused(kinds::POD, &pod("bare", &json!({}))),
        forbidden(
            "pods \"bare\" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c"
        )
    );
    let asking = |memory: &str| json!({"requests": {"cpu": "600m"}, "limits": {"memory": memory}});
    world.create(kinds::POD, &pod("first", &asking("500Mi")));
    assert_eq!(
        world.refused(kinds::POD, &pod("second", &asking("600Mi"))),
        forbidden(
            "pods \"second\" is forbidden: exceeded quota: q, requested: limits.memory=600Mi,requests.cpu=600m, used: limits.memory=500Mi,requests.cpu=600m, limited: limits.memory=1Gi,requests.cpu=1"
        )
    );
    world.until_used("q", "requests.cpu", "600m").await;
    // The other one is the namespace's own.
    world.until_used("q", "configmaps", "1").await;
    world.create(kinds::CONFIG_MAP, &json!({"metadata": {"name": "a"}}));
    assert_eq!(
        world.refused(kinds::CONFIG_MAP, &json!({"metadata": {"name": "b"}})),
        forbidden(
            "configmaps \"b\" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=2, limited: configmaps=2"
        )
    );
    let service = |name: &str, kind: &str| json!({"metadata": {"name": name}, "spec": {"type": kind, "ports": [{"port": 80}]}});
    let too_many = "exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=0, limited: services.nodeports=0";
    assert_eq!(
        world.refused(kinds::SERVICE, &service("open", "NodePort")),
        forbidden(&format!("services \"open\" is forbidden: {too_many}"))
    );
    world.create(kinds::SERVICE, &service("web", "ClusterIP"));
    let opened = world
        .registry
        .patch(kinds::SERVICE, HERE, "web", |service| {
            service["spec"]["type"] = "NodePort".into();
            Ok(())
        });
    assert_eq!(
        opened.unwrap_err().message(),
        format!("services \"web\" is forbidden: {too_many}")
    );
    let claim = |name: &str, size: &str| json!({"metadata": {"name": name}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}});
    assert_eq!(
        world.refused(kinds::PERSISTENT_VOLUME_CLAIM, &claim("large", "2Gi")),
        forbidden(
            "persistentvolumeclaims \"large\" is forbidden: exceeded quota: q, requested: standard.storageclass.storage.k8s.io/requests.storage=2Gi, used: standard.storageclass.storage.k8s.io/requests.storage=0, limited: standard.storageclass.storage.k8s.io/requests.storage=1Gi"
        )
    );
    world.delete(kinds::POD, "first", &Deletion::now()).unwrap();
    world.until_used("q", "pods", "0").await;
    world.until_used("q", "limits.memory", "0").await;
    world.deployment("web", "nginx:1.27", 2);
    world
        .until("the ReplicaSet to say why it has no Pods", || {
            let sets = world.list(kinds::REPLICA_SET, "app=web");
            sets.first()
                .is_some_and(|set| world.reasons(set.name()).contains(&"FailedCreate".into()))
        })
        .await;
    let sets = world.list(kinds::REPLICA_SET, "app=web");
    let message = world.message(sets[0].name(), "FailedCreate");
    assert!(
        message.starts_with("Error creating: pods \"web-"),
        "{message}"
    );
    assert!(
        message.ends_with(
            "is forbidden: failed quota: q: must specify limits.memory for: nginx; requests.cpu for: nginx"
        ),
        "{message}"
    );
    world
        .until("the Deployment to say it too", || {
            let (status, reason, _) = world.condition(kinds::DEPLOYMENT, "web", "ReplicaFailure");
            status == "True" && reason == "FailedCreate"
        })
        .await;
    world.until_used("q", "count/deployments.apps", "1").await;
    // Without the quota there is room.
    world
        .delete(kinds::RESOURCE_QUOTA, "q", &Deletion::default())
        .unwrap();
    world
        .until("the Pods", || world.list(kinds::POD, "app=web").len() == 2)
        .await;
}

#[tokio::test]
async fn many_at_once_never_get_more_than_there_is() {
    let world = World::fast(20).await;
    world.create(
        kinds::RESOURCE_QUOTA,
        &json!({"metadata": {"name": "q"}, "spec": {"hard": {"secrets": "7"}}}),
    );
    let made = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (world, made) = (&world, &made);
            scope.spawn(move || {
                for n in 0..10 {
                    let secret = json!({"metadata": {"name": format!("s-{thread}-{n}")}});
                    if world.registry.create(kinds::SECRET, HERE, &secret).is_ok() {
                        made.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(made.into_inner(), 7);
    world.until_used("q", "secrets", "7").await;
}

#[tokio::test]
async fn scopes_say_which_pods_a_quota_is_about() {
    let world = World::fast(20).await;
    world.create(
        kinds::RESOURCE_QUOTA,
        &json!({"metadata": {"name": "best"}, "spec": {"hard": {"pods": "1"}, "scopes": ["BestEffort"]}}),
    );
    world.create(kinds::POD, &pod("one", &json!({})));
    assert_eq!(
        world.refused(kinds::POD, &pod("two", &json!({}))),
        forbidden(
            "pods \"two\" is forbidden: exceeded quota: best, requested: pods=1, used: pods=1, limited: pods=1"
        )
    );
    world.create(
        kinds::POD,
        &pod("burstable", &json!({"requests": {"cpu": "1m"}})),
    );
    world.until_used("best", "pods", "1").await;
}

#[tokio::test]
async fn limits_are_given_and_kept() {
    let world = World::fast(20).await;
    world.create(
        kinds::LIMIT_RANGE,
        &json!({"metadata": {"name": "l"}, "spec": {"limits": [
            {"type": "Container", "default": {"cpu": "200m", "memory": "100Mi"}, "defaultRequest": {"cpu": "100m"}, "max": {"cpu": "1"}, "min": {"cpu": "50m"}, "maxLimitRequestRatio": {"cpu": "4"}},
            {"type": "Pod", "max": {"cpu": "1500m"}},
            {"type": "PersistentVolumeClaim", "min": {"storage": "1Gi"}, "max": {"storage": "2Gi"}},
        ]}}),
    );
    let given = world.create(kinds::POD, &pod("bare", &json!({})));
    assert_eq!(
        given.annotation("kubernetes.io/limit-ranger"),
        Some(
            "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c"
        )
    );
    assert_eq!(
        given.list_at("spec.containers")[0]["resources"],
        json!({"requests": {"cpu": "100m", "memory": "100Mi"}, "limits": {"cpu": "200m", "memory": "100Mi"}})
    );
    assert_eq!(given.text_at("status.qosClass"), "Burstable");
    assert_eq!(
        world.refused(kinds::POD, &pod("large", &json!({"limits": {"cpu": "2"}}))),
        forbidden(
            "pods \"large\" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, maximum cpu usage per Pod is 1500m, but limit is 2]"
        )
    );
    assert_eq!(
        world.refused(
            kinds::POD,
            &pod("small", &json!({"requests": {"cpu": "10m"}}))
        ),
        forbidden(
            "pods \"small\" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Container is 4, but provided ratio is 20.000000]"
        )
    );
    // What is given has to fit what was asked for.
    assert_eq!(
        world
            .refused(
                kinds::POD,
                &pod("odd", &json!({"requests": {"cpu": "300m"}}))
            )
            .0,
        422
    );
    let claim = |size: &str| json!({"metadata": {"name": "c"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}});
    assert_eq!(
        world.refused(kinds::PERSISTENT_VOLUME_CLAIM, &claim("500Mi")),
        forbidden(
            "persistentvolumeclaims \"c\" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi"
        )
    );
    assert_eq!(
        world.refused(kinds::PERSISTENT_VOLUME_CLAIM, &claim("3Gi")),
        forbidden(
            "persistentvolumeclaims \"c\" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi"
        )
    );
    world.create(kinds::PERSISTENT_VOLUME_CLAIM, &claim("1Gi"));
}
