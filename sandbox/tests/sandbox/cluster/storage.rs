//! Claims and volumes: binding, provisioning, and what becomes of both.

use podo_sandbox::{
    kinds::{self, Kind},
    object::Meta,
    registry::Deletion,
};
use serde_json::{Value, json};

use super::world::{HERE, World};

pub(super) const CLAIM: &Kind = kinds::PERSISTENT_VOLUME_CLAIM;
pub(super) const VOLUME: &Kind = kinds::PERSISTENT_VOLUME;
const PROTECTED: &str = "kubernetes.io/pvc-protection";

pub(super) fn claim(name: &str, class: Option<&str>, size: &str) -> Value {
    let mut claim = json!({
        "metadata": {"name": name},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}},
    });
    if let Some(class) = class {
        claim["spec"]["storageClassName"] = class.into();
    }
    claim
}

fn volume(name: &str, size: &str, policy: &str) -> Value {
    json!({
        "metadata": {"name": name},
        "spec": {
            "capacity": {"storage": size},
            "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": policy,
            "hostPath": {"path": format!("/tmp/{name}")},
        },
    })
}

/// A Pod that mounts a claim at `/data`.
pub(super) fn user(name: &str, claim: &str) -> Value {
    json!({"metadata": {"name": name}, "spec": {
        "terminationGracePeriodSeconds": 1,
        "containers": [{"name": "c", "image": "busybox", "command": ["sleep", "100000"], "volumeMounts": [{"name": "v", "mountPath": "/data"}]}],
        "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": claim}}],
    }})
}

impl World {
    pub(super) fn phase_of(&self, kind: &Kind, name: &str) -> String {
        let object = self.get(kind, name);
        object.map_or_else(
            || "gone".to_owned(),
            |o| o.text_at("status.phase").to_owned(),
        )
    }

    pub(super) async fn until_phase(&self, kind: &Kind, name: &str, phase: &str) {
        self.until(&format!("{name} to be {phase}"), || {
            self.phase_of(kind, name) == phase
        })
        .await;
    }

    async fn until_told(&self, name: &str, reason: &str) {
        self.until(&format!("{reason} about {name}"), || {
            self.reasons(name).iter().any(|r| r == reason)
        })
        .await;
    }
}

#[tokio::test]
async fn a_claim_gets_a_volume_of_the_standard_class() {
    let world = World::fast(20).await;
    let class = world.get(kinds::STORAGE_CLASS, "standard").unwrap();
    assert_eq!(
        class.annotation("storageclass.kubernetes.io/is-default-class"),
        Some("true")
    );
    world.create(CLAIM, &claim("data", None, "1Gi"));
    world.until_phase(CLAIM, "data", "Bound").await;
    let claim = world.get(CLAIM, "data").unwrap();
    assert_eq!(claim.text_at("spec.storageClassName"), "standard");
    assert_eq!(claim.at("metadata.finalizers"), Some(&json!([PROTECTED])));
    assert_eq!(
        claim.get("status"),
        Some(
            &json!({"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}})
        )
    );
    for (key, value) in [
        ("pv.kubernetes.io/bind-completed", "yes"),
        ("pv.kubernetes.io/bound-by-controller", "yes"),
        (
            "volume.kubernetes.io/storage-provisioner",
            "k8s.io/minikube-hostpath",
        ),
        (
            "volume.beta.kubernetes.io/storage-provisioner",
            "k8s.io/minikube-hostpath",
        ),
    ] {
        assert_eq!(claim.annotation(key), Some(value), "{key}");
    }
    let name = format!("pvc-{}", claim.uid());
    assert_eq!(claim.text_at("spec.volumeName"), name);
    let volume = world.get(VOLUME, &name).unwrap();
    assert_eq!(
        volume.text_at("spec.hostPath.path"),
        "/tmp/hostpath-provisioner/default/data"
    );
    assert_eq!(
        volume.text_at("spec.persistentVolumeReclaimPolicy"),
        "Delete"
    );
    assert_eq!(volume.text_at("spec.claimRef.uid"), claim.uid());
    world.until_phase(VOLUME, &name, "Bound").await;
    let events = world.events("data");
    let told = |reason: &str, message: &str| {
        assert!(
            events.iter().any(|(r, m)| r == reason && m == message),
            "{events:?}"
        );
    };
    told(
        "ExternalProvisioning",
        "Waiting for a volume to be created either by the external provisioner 'k8s.io/minikube-hostpath' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    );
    told(
        "Provisioning",
        "External provisioner is provisioning volume for claim \"default/data\"",
    );
    told(
        "ProvisioningSucceeded",
        &format!("Successfully provisioned volume {name}"),
    );
}

#[tokio::test]
async fn claims_and_pods_say_what_they_wait_for() {
    let world = World::fast(20).await;
    world.create(CLAIM, &claim("bare", Some(""), "1Gi"));
    world.create(CLAIM, &claim("lost", Some("nope"), "1Gi"));
    world.create(kinds::POD, &user("alone", "missing"));
    world.create(kinds::POD, &user("patient", "bare"));
    for (name, reason, message) in [
        (
            "bare",
            "FailedBinding",
            "no persistent volumes available for this claim and no storage class is set",
        ),
        (
            "lost",
            "ProvisioningFailed",
            "storageclass.storage.k8s.io \"nope\" not found",
        ),
        (
            "alone",
            "FailedScheduling",
            "0/1 nodes are available: persistentvolumeclaim \"missing\" not found. not found",
        ),
        (
            "patient",
            "FailedScheduling",
            "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
        ),
    ] {
        world.until_told(name, reason).await;
        assert_eq!(world.message(name, reason), message);
    }
    world.create(VOLUME, &volume("large", "5Gi", "Retain"));
    world.create(VOLUME, &volume("small", "2Gi", "Retain"));
    world.until_ready("patient").await;
    let bound = world.get(CLAIM, "bare").unwrap();
    assert_eq!(
        bound.at("status.capacity"),
        Some(&json!({"storage": bound_size(&world, &bound)}))
    );
    assert_eq!(
        bound.annotation("volume.kubernetes.io/storage-provisioner"),
        None
    );
    world.create(
        kinds::STORAGE_CLASS,
        &json!({"metadata": {"name": "nope"}, "provisioner": "k8s.io/minikube-hostpath"}),
    );
    world.until_phase(CLAIM, "lost", "Bound").await;
}

fn bound_size(world: &World, claim: &Value) -> Value {
    let volume = world.get(VOLUME, claim.text_at("spec.volumeName")).unwrap();
    volume.at("spec.capacity.storage").cloned().unwrap()
}

#[tokio::test]
async fn a_class_may_wait_for_the_first_consumer() {
    let world = World::fast(20).await;
    world.create(
        kinds::STORAGE_CLASS,
        &json!({"metadata": {"name": "wait"}, "provisioner": "k8s.io/minikube-hostpath", "volumeBindingMode": "WaitForFirstConsumer"}),
    );
    world.create(
        kinds::STORAGE_CLASS,
        &json!({"metadata": {"name": "manual"}, "provisioner": "kubernetes.io/no-provisioner", "volumeBindingMode": "WaitForFirstConsumer"}),
    );
    world.create(CLAIM, &claim("later", Some("wait"), "1Gi"));
    world.create(CLAIM, &claim("never", Some("manual"), "1Gi"));
    world.until_told("later", "WaitForFirstConsumer").await;
    assert_eq!(
        world.message("later", "WaitForFirstConsumer"),
        "waiting for first consumer to be created before binding"
    );
    assert_eq!(world.phase_of(CLAIM, "later"), "Pending");
    let mut picky = user("picky", "later");
    picky["spec"]["nodeSelector"] = json!({"disk": "ssd"});
    world.create(kinds::POD, &picky);
    world.until_told("later", "WaitForPodScheduled").await;
    assert_eq!(
        world.message("later", "WaitForPodScheduled"),
        "waiting for pod picky to be scheduled"
    );
    world.create(kinds::POD, &user("pod", "later"));
    world.until_ready("pod").await;
    let later = world.get(CLAIM, "later").unwrap();
    assert_eq!(
        later.annotation("volume.kubernetes.io/selected-node"),
        Some("minikube")
    );
    world.create(kinds::POD, &user("other", "never"));
    world.until_told("other", "FailedScheduling").await;
    let message = world.message("other", "FailedScheduling");
    assert!(
        message.starts_with(
            "0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind."
        ),
        "{message}"
    );
    let mut local = volume("local", "1Gi", "Retain");
    local["spec"]["storageClassName"] = "manual".into();
    local["spec"]["nodeAffinity"] = json!({"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": ["elsewhere"]}]}]}});
    world.create(VOLUME, &local);
    let mut near = local.clone();
    near["metadata"]["name"] = "near".into();
    near["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"][0]["matchExpressions"][0]["values"] =
        json!(["minikube"]);
    world.create(VOLUME, &near);
    world.until_ready("other").await;
    let never = world.get(CLAIM, "never").unwrap();
    assert_eq!(never.text_at("spec.volumeName"), "near");
}

#[tokio::test]
async fn a_volume_asked_for_by_name_has_to_fit() {
    let world = World::fast(20).await;
    world.create(VOLUME, &volume("one", "1Gi", "Retain"));
    world.until_phase(VOLUME, "one", "Available").await;
    let named = |name: &str, class: &str, size: &str| {
        let mut claim = claim(name, Some(class), size);
        claim["spec"]["volumeName"] = "one".into();
        claim
    };
    world.create(CLAIM, &named("classy", "other", "1Gi"));
    world.create(CLAIM, &named("greedy", "", "2Gi"));
    for (name, why) in [
        ("classy", "storageClassName does not match"),
        ("greedy", "requested PV is too small"),
    ] {
        world.until_told(name, "VolumeMismatch").await;
        assert_eq!(
            world.message(name, "VolumeMismatch"),
            format!("Cannot bind to requested volume \"one\": {why}")
        );
    }
    world.create(CLAIM, &named("fitting", "", "1Gi"));
    world.until_phase(CLAIM, "fitting", "Bound").await;
    let fitting = world.get(CLAIM, "fitting").unwrap();
    assert_eq!(
        fitting.annotation("pv.kubernetes.io/bound-by-controller"),
        None
    );
    world.create(CLAIM, &named("late", "", "1Gi"));
    world.until_told("late", "FailedBinding").await;
    assert_eq!(
        world.message("late", "FailedBinding"),
        "volume \"one\" already bound to a different claim."
    );
}

#[tokio::test]
async fn a_volume_may_be_reserved_and_a_default_class_come_late() {
    let world = World::fast(20).await;
    world
        .delete(kinds::STORAGE_CLASS, "standard", &Deletion::default())
        .unwrap();
    world.create(CLAIM, &claim("later", None, "1Gi"));
    world.until_told("later", "FailedBinding").await;
    let mut reserved = volume("reserved", "9Gi", "Retain");
    reserved["spec"]["claimRef"] = json!({"namespace": HERE, "name": "guest"});
    world.create(VOLUME, &reserved);
    world.until_phase(VOLUME, "reserved", "Available").await;
    assert_eq!(world.phase_of(CLAIM, "later"), "Pending");
    world.create(CLAIM, &claim("guest", Some(""), "1Gi"));
    world.until_phase(CLAIM, "guest", "Bound").await;
    let guest = world.get(CLAIM, "guest").unwrap();
    assert_eq!(guest.text_at("spec.volumeName"), "reserved");
    world.create(
        kinds::STORAGE_CLASS,
        &json!({"metadata": {"name": "new", "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "k8s.io/minikube-hostpath"}),
    );
    world.until_phase(CLAIM, "later", "Bound").await;
}

#[tokio::test]
async fn the_reclaim_policy_says_what_becomes_of_a_volume() {
    let world = World::fast(20).await;
    let policies = ["Retain", "Delete", "Recycle"];
    for policy in policies {
        let name = policy.to_lowercase();
        let mut volume = volume(&name, "1Gi", policy);
        volume["spec"]["storageClassName"] = name.clone().into();
        world.create(VOLUME, &volume);
        world.create(CLAIM, &claim(&name, Some(&name), "1Gi"));
        world.until_phase(CLAIM, &name, "Bound").await;
        world.create(kinds::POD, &user(&name, &name));
        world.until_ready(&name).await;
        world.exec(&name, None, &["touch", "/data/file"]).await;
        world.delete(kinds::POD, &name, &Deletion::now()).unwrap();
        world.delete(CLAIM, &name, &Deletion::default()).unwrap();
    }
    world.until_phase(VOLUME, "retain", "Released").await;
    world.until_phase(VOLUME, "delete", "gone").await;
    world.until_phase(VOLUME, "recycle", "Available").await;
    assert_eq!(
        world.message("recycle", "VolumeRecycled"),
        "Volume recycled"
    );
    let disks = serde_json::to_value(world.cluster.disks()).unwrap();
    let files = &disks["minikube"]["files"];
    assert!(files.get("/tmp/retain/file").is_some(), "{files}");
    assert!(files.get("/tmp/delete").is_none(), "{files}");
    assert!(files.get("/tmp/recycle/file").is_none(), "{files}");
    // What was released belongs to nobody, not even to a claim that would fit.
    world.create(CLAIM, &claim("again", Some("retain"), "1Gi"));
    world.until_told("again", "ProvisioningFailed").await;
    world.patch(VOLUME, "retain", |volume| {
        podo_sandbox::object::take(&mut volume["spec"], "claimRef");
    });
    world.until_phase(CLAIM, "again", "Bound").await;
    // A folder of the system is not deleted.
    let mut system = volume("system", "1Gi", "Delete");
    system["spec"]["hostPath"]["path"] = "/etc/system".into();
    system["spec"]["storageClassName"] = "system".into();
    world.create(VOLUME, &system);
    world.create(CLAIM, &claim("system", Some("system"), "1Gi"));
    world.until_phase(CLAIM, "system", "Bound").await;
    world.delete(CLAIM, "system", &Deletion::default()).unwrap();
    world.until_phase(VOLUME, "system", "Failed").await;
    let why = "host_path deleter only supports /tmp/.+ but received provided /etc/system";
    assert_eq!(
        world
            .get(VOLUME, "system")
            .unwrap()
            .text_at("status.message"),
        why
    );
    world.until_told("system", "VolumeFailedDelete").await;
    assert_eq!(world.message("system", "VolumeFailedDelete"), why);
}

#[tokio::test]
async fn a_claim_whose_volume_is_gone_is_lost() {
    let world = World::fast(20).await;
    world.create(VOLUME, &volume("gone", "1Gi", "Retain"));
    world.create(CLAIM, &claim("claim", Some(""), "1Gi"));
    world.until_phase(CLAIM, "claim", "Bound").await;
    world.delete(VOLUME, "gone", &Deletion::default()).unwrap();
    assert!(world.get(VOLUME, "gone").unwrap().deleting());
    world.patch(VOLUME, "gone", |volume| {
        volume["metadata"]["finalizers"] = json!([]);
    });
    world.until_phase(CLAIM, "claim", "Lost").await;
    world.until_told("claim", "ClaimLost").await;
    assert_eq!(
        world.message("claim", "ClaimLost"),
        "Bound claim has lost its PersistentVolume. Data on the volume is lost!"
    );
    world.create(kinds::POD, &user("pod", "claim"));
    world.until_told("pod", "FailedScheduling").await;
    assert_eq!(
        world.message("pod", "FailedScheduling"),
        "0/1 nodes are available: persistentvolumeclaim \"claim\" bound to non-existent persistentvolume \"gone\". not found"
    );
}

#[tokio::test]
async fn a_claim_for_one_pod_is_for_one_pod() {
    let world = World::fast(20).await;
    let mut single = claim("single", None, "1Gi");
    single["spec"]["accessModes"] = json!(["ReadWriteOncePod"]);
    world.create(CLAIM, &single);
    world.create(kinds::POD, &user("first", "single"));
    world.until_ready("first").await;
    world.create(kinds::POD, &user("second", "single"));
    world.until_told("second", "FailedScheduling").await;
    let message = world.message("second", "FailedScheduling");
    assert!(
        message.starts_with("0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode."),
        "{message}"
    );
    world.delete(kinds::POD, "first", &Deletion::now()).unwrap();
    world.until_ready("second").await;
}

#[tokio::test]
async fn a_pod_may_bring_its_own_claim_which_goes_with_it() {
    let world = World::fast(20).await;
    let mut pod = user("pod", "");
    pod["spec"]["volumes"][0] = json!({"name": "v", "ephemeral": {"volumeClaimTemplate": {
        "metadata": {"labels": {"a": "b"}},
        "spec": claim("", None, "1Gi")["spec"],
    }}});
    world.create(kinds::POD, &pod);
    world.until_ready("pod").await;
    let made = world.get(CLAIM, "pod-v").unwrap();
    assert_eq!(made.label("a"), Some("b"));
    assert_eq!(made.controller().unwrap()["name"], "pod");
    world.exec("pod", None, &["touch", "/data/x"]).await;
    world.delete(kinds::POD, "pod", &Deletion::now()).unwrap();
    world.until_phase(CLAIM, "pod-v", "gone").await;
    world
        .until_phase(VOLUME, made.text_at("spec.volumeName"), "gone")
        .await;
    // A claim of that name that somebody else made is not taken.
    world.create(CLAIM, &claim("pod-v", None, "1Gi"));
    world.create(kinds::POD, &pod);
    world.until_told("pod", "FailedScheduling").await;
    pod["metadata"]["name"] = "bad".into();
    pod["spec"]["volumes"][0]["ephemeral"]["volumeClaimTemplate"]["spec"]["accessModes"] =
        json!([]);
    let refusal = world.registry.create(kinds::POD, HERE, &pod).unwrap_err();
    assert_eq!(
        refusal.message(),
        "Pod \"bad\" is invalid: spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required"
    );
}

#[tokio::test]
async fn a_pod_that_was_put_on_a_node_waits_there_for_its_claim() {
    let world = World::fast(20).await;
    world.create(CLAIM, &claim("unbound", Some(""), "1Gi"));
    for (name, claim, why) in [
        (
            "one",
            "missing",
            "failed to fetch PVC from API server: persistentvolumeclaims \"missing\" not found",
        ),
        ("two", "unbound", "PVC is not bound"),
    ] {
        let mut pod = user(name, claim);
        pod["spec"]["nodeName"] = "minikube".into();
        world.create(kinds::POD, &pod);
        world.until_told(name, "FailedMount").await;
        assert_eq!(
            world.message(name, "FailedMount"),
            format!(
                "Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: error processing PVC default/{claim}: {why}"
            )
        );
    }
    world.create(VOLUME, &volume("disk", "1Gi", "Retain"));
    world.until_ready("two").await;
}

#[tokio::test]
async fn a_claim_grows_only_where_its_class_allows_it() {
    let world = World::fast(20).await;
    world.create(
        kinds::STORAGE_CLASS,
        &json!({"metadata": {"name": "grows"}, "provisioner": "k8s.io/minikube-hostpath", "allowVolumeExpansion": true}),
    );
    world.create(CLAIM, &claim("fixed", None, "1Gi"));
    world.create(CLAIM, &claim("grows", Some("grows"), "1Gi"));
    world.create(CLAIM, &claim("waits", Some("nope"), "1Gi"));
    world.until_phase(CLAIM, "fixed", "Bound").await;
    world.until_phase(CLAIM, "grows", "Bound").await;
    let ask = |name: &str, size: &str| {
        world.registry.patch(CLAIM, HERE, name, |claim| {
            claim["spec"]["resources"]["requests"]["storage"] = size.into();
            Ok(())
        })
    };
    assert_eq!(
        ask("fixed", "2Gi").unwrap_err().message(),
        "persistentvolumeclaims \"fixed\" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"
    );
    assert_eq!(
        ask("fixed", "1Mi").unwrap_err().message(),
        "PersistentVolumeClaim \"fixed\" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"
    );
    assert_eq!(ask("waits", "2Gi").unwrap_err().code(), 422);
    ask("grows", "2Gi").unwrap();
    world.until_told("grows", "ExternalExpanding").await;
    assert_eq!(
        bound_size(&world, &world.get(CLAIM, "grows").unwrap()),
        "1Gi"
    );
}
