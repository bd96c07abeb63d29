//! minikube's provisioner: it makes a folder on the node for each claim of its classes.

use std::sync::Arc;

use serde_json::json;

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    kubelet::Node,
    object::{Meta, Object},
    refusal::Refusal,
    registry::{Deletion, Registry},
    store::{Change, Key},
    volume::{self, HOST_PATH},
};

/// Which of all provisioners of that name made a volume; there is only this one.
const IDENTITY: &str = "7f1f6a1c-6d0b-4c55-9d0e-2b8f5e0a4c11";
/// The name under which it tells Events: its own, its node's, its identity.
const COMPONENT: &str = "k8s.io/minikube-hostpath_minikube_7f1f6a1c-6d0b-4c55-9d0e-2b8f5e0a4c11";
/// Where the folders are.
const FOLDER: &str = "/tmp/hostpath-provisioner";

/// Makes volumes, and takes them away with what is in them.
#[derive(Debug)]
pub(crate) struct Provisioner {
    registry: Registry,
    events: Recorder,
    nodes: Vec<Arc<Node>>,
}

impl Provisioner {
    pub(crate) fn new(registry: &Registry, nodes: &[Arc<Node>]) -> Self {
        let source = Source {
            component: COMPONENT,
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source, None),
            nodes: nodes.to_vec(),
        }
    }

    fn provision(&self, key: &Key) -> Result<(), Refusal> {
        let claim = self
            .registry
            .get(kinds::PERSISTENT_VOLUME_CLAIM, &key.0, &key.1)?;
        let ours = claim.annotation(volume::PROVISIONER) == Some(HOST_PATH);
        if !ours || claim.deleting() || !claim.text_at("spec.volumeName").is_empty() {
            return Ok(());
        }
        let class = claim.text_at("spec.storageClassName");
        let class = self.registry.get(kinds::STORAGE_CLASS, "", class)?;
        let name = format!("pvc-{}", claim.uid());
        let there = self.registry.get(kinds::PERSISTENT_VOLUME, "", &name);
        if there.is_ok() || class.text_at("provisioner") != HOST_PATH {
            return Ok(());
        }
        if claim.text_at("spec.volumeMode") == "Block" {
            let message = format!("{HOST_PATH} does not support block volume provisioning");
            self.events
                .warning(&claim, "", "ProvisioningFailed", &message);
            return Ok(());
        }
        let full = format!("{}/{}", claim.namespace(), claim.name());
        let message = format!("External provisioner is provisioning volume for claim {full:?}");
        self.events.normal(&claim, "", "Provisioning", &message);
        let path = format!("{FOLDER}/{full}");
        for node in &self.nodes {
            node.make_folder(&path);
        }
        let made = json!({
            "metadata": {"name": name, "annotations": {
                "hostPathProvisionerIdentity": IDENTITY,
                volume::PROVISIONED_BY: HOST_PATH,
            }},
            "spec": {
                "accessModes": claim.at("spec.accessModes"),
                "capacity": {"storage": claim.at("spec.resources.requests.storage")},
                "claimRef": volume::reference(&claim),
                "hostPath": {"path": path},
                "persistentVolumeReclaimPolicy": class.text_at("reclaimPolicy"),
                "storageClassName": class.name(),
            },
        });
        self.registry.create(kinds::PERSISTENT_VOLUME, "", &made)?;
        let message = format!("Successfully provisioned volume {name}");
        self.events
            .normal(&claim, "", "ProvisioningSucceeded", &message);
        Ok(())
    }

    fn reclaim(&self, name: &str) -> Result<(), Refusal> {
        let volume = self.registry.get(kinds::PERSISTENT_VOLUME, "", name)?;
        if !disposable(&volume) {
            return Ok(());
        }
        self.erase(&volume);
        let deletion = Deletion::default().only(&volume);
        self.registry
            .delete(kinds::PERSISTENT_VOLUME, "", name, &deletion)
            .map(|_| ())
    }

    fn erase(&self, volume: &Object) {
        for node in &self.nodes {
            node.erase(volume.text_at("spec.hostPath.path"));
        }
    }
}

/// Whether a volume was made here, and nobody has a claim to it any longer.
fn disposable(volume: &Object) -> bool {
    volume.annotation(volume::PROVISIONED_BY) == Some(HOST_PATH)
        && volume.text_at("spec.persistentVolumeReclaimPolicy") == "Delete"
        && volume.text_at("status.phase") == "Released"
}

impl Controller for Provisioner {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::PERSISTENT_VOLUME, kinds::PERSISTENT_VOLUME_CLAIM]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        _: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::PERSISTENT_VOLUME && change == Change::Deleted && disposable(object) {
            // Somebody else was faster in deleting the object; its contents go all the same.
            self.erase(object);
        } else {
            queue.add(object.namespace(), object.name());
        }
    }

    fn reconcile(&mut self, key: &Key, _: &mut Queue) -> Result<(), Refusal> {
        let done = if key.0.is_empty() {
            self.reclaim(&key.1)
        } else {
            self.provision(key)
        };
        unless_gone(done)
    }
}
