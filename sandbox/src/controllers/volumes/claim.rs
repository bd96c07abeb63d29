//! A claim: it is bound, waits for a volume, or has lost the one it had.

use serde_json::json;

use super::{Queue, RESYNC, Volumes, key};
use crate::{
    kinds,
    object::{Meta, Object, annotate, child, take},
    refusal::Refusal,
    store::Key,
    volume,
};

impl Volumes {
    /// Takes the next step for a claim.
    pub(super) fn claim(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let found = self
            .registry
            .get(kinds::PERSISTENT_VOLUME_CLAIM, &key.0, &key.1);
        let Ok(claim) = found else {
            self.told.remove(key);
            return Ok(());
        };
        if claim.annotation(volume::BIND_COMPLETED).is_some() {
            self.told.remove(key);
            return self.keep(&claim);
        }
        if claim.deleting() {
            return Ok(());
        }
        self.find(claim)?;
        queue.add_after(key, RESYNC);
        Ok(())
    }

    /// A claim that was bound: its volume must still be there, and still be its own.
    fn keep(&self, claim: &Object) -> Result<(), Refusal> {
        let name = claim.text_at("spec.volumeName");
        if name.is_empty() {
            return self.lost(
                claim,
                "ClaimLost",
                "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!",
            );
        }
        let Ok(volume) = self.registry.get(kinds::PERSISTENT_VOLUME, "", name) else {
            return self.lost(
                claim,
                "ClaimLost",
                "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
            );
        };
        if volume.at("spec.claimRef").is_none() || volume::belongs(&volume, claim) {
            return self.bind(&volume, claim);
        }
        self.lost(
            claim,
            "ClaimMisbound",
            "Two claims are bound to the same volume, this one is bound incorrectly",
        )
    }

    fn lost(&self, claim: &Object, reason: &str, message: &str) -> Result<(), Refusal> {
        if claim.text_at("status.phase") == "Lost" {
            return Ok(());
        }
        self.registry.update_status(
            kinds::PERSISTENT_VOLUME_CLAIM,
            claim.namespace(),
            claim.name(),
            |status| *status = json!({"phase": "Lost"}),
        )?;
        self.events.warning(claim, "", reason, message);
        Ok(())
    }

    /// A claim that is not bound yet: it gets the volume that it names, one that does, or a new one.
    fn find(&mut self, claim: Object) -> Result<(), Refusal> {
        let name = claim.text_at("spec.volumeName").to_owned();
        if !name.is_empty() {
            return self.find_named(&claim, &name);
        }
        let claim = self.with_class(claim)?;
        let waits = volume::waits_for_consumer(&self.registry, &claim)
            && claim.annotation(volume::SELECTED_NODE).is_none();
        if let Some(volume) = volume::best(&self.volumes(), &claim, waits, &|_| true) {
            return self.bind(&volume, &claim);
        }
        if waits {
            let (reason, message) = self.waiting(&claim);
            self.tell(&claim, false, reason, &message);
            return Ok(());
        }
        if claim.text_at("spec.storageClassName").is_empty() {
            self.tell(
                &claim,
                false,
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set",
            );
            return Ok(());
        }
        self.provide(&claim)
    }

    /// A claim from before there was a default class gets it now.
    fn with_class(&self, claim: Object) -> Result<Object, Refusal> {
        if claim.at("spec.storageClassName").is_some() {
            return Ok(claim);
        }
        let Some(class) = volume::default_class(&self.registry) else {
            return Ok(claim);
        };
        self.patch(&claim, kinds::PERSISTENT_VOLUME_CLAIM, |claim| {
            *child(child(claim, "spec"), "storageClassName") = class.name().into();
        })
    }

    fn find_named(&mut self, claim: &Object, name: &str) -> Result<(), Refusal> {
        let Ok(volume) = self.registry.get(kinds::PERSISTENT_VOLUME, "", name) else {
            return Ok(());
        };
        if volume::belongs(&volume, claim) {
            return self.bind(&volume, claim);
        }
        if volume.at("spec.claimRef").is_some() {
            let message = format!("volume {name:?} already bound to a different claim.");
            self.tell(claim, true, "FailedBinding", &message);
            return Ok(());
        }
        if let Some(why) = volume::mismatch(&volume, claim) {
            let message = format!("Cannot bind to requested volume {name:?}: {why}");
            self.tell(claim, true, "VolumeMismatch", &message);
            return Ok(());
        }
        self.bind(&volume, claim)
    }

    /// What a claim waits for whose class waits for a Pod.
    fn waiting(&self, claim: &Object) -> (&'static str, String) {
        let users = volume::users(&self.registry, claim.namespace(), claim.name());
        let unplaced: Vec<&str> = users
            .iter()
            .filter(|pod| pod.text_at("spec.nodeName").is_empty())
            .map(|pod| pod.name())
            .collect();
        match unplaced.as_slice() {
            [] => (
                "WaitForFirstConsumer",
                "waiting for first consumer to be created before binding".into(),
            ),
            [one] => (
                "WaitForPodScheduled",
                format!("waiting for pod {one} to be scheduled"),
            ),
            many => (
                "WaitForPodScheduled",
                format!("waiting for pods {} to be scheduled", many.join(",")),
            ),
        }
    }

    /// Asks the provisioner of the claim's class for a volume.
    fn provide(&mut self, claim: &Object) -> Result<(), Refusal> {
        let name = claim.text_at("spec.storageClassName");
        let Ok(class) = self.registry.get(kinds::STORAGE_CLASS, "", name) else {
            let message = format!("storageclass.storage.k8s.io {name:?} not found");
            self.tell(claim, true, "ProvisioningFailed", &message);
            return Ok(());
        };
        let provisioner = class.text_at("provisioner");
        if provisioner.starts_with("kubernetes.io/") {
            let message = format!("no volume plugin matched name: {provisioner}");
            self.tell(claim, true, "ProvisioningFailed", &message);
            return Ok(());
        }
        let claim = self.patch(claim, kinds::PERSISTENT_VOLUME_CLAIM, |claim| {
            annotate(claim, volume::OLD_PROVISIONER, provisioner);
            annotate(claim, volume::PROVISIONER, provisioner);
        })?;
        let message = format!(
            "Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
        );
        self.tell(&claim, false, "ExternalProvisioning", &message);
        Ok(())
    }

    /// Tells what a claim waits for: once, and again at each regular look.
    fn tell(&mut self, claim: &Object, warning: bool, reason: &str, message: &str) {
        let now = self.registry.clock().now();
        if let Some((before, at)) = self.told.get(&key(claim))
            && before == message
            && now.duration_since(*at).unsigned_abs() < RESYNC
        {
            return;
        }
        self.told.insert(key(claim), (message.to_owned(), now));
        if warning {
            self.events.warning(claim, "", reason, message);
        } else {
            self.events.normal(claim, "", reason, message);
        }
    }

    /// Takes a volume's claim away, so that another may have it.
    pub(super) fn unbind(&self, volume: &Object) -> Result<(), Refusal> {
        let free = self.patch(volume, kinds::PERSISTENT_VOLUME, |volume| {
            let own = volume.annotation(volume::BOUND_BY_CONTROLLER).is_some();
            let spec = child(volume, "spec");
            if own {
                take(spec, "claimRef");
            } else {
                // The user reserved it for a claim of that name, whichever it is.
                let reference = child(spec, "claimRef");
                take(reference, "uid");
                take(reference, "resourceVersion");
            }
            let metadata = child(volume, "metadata");
            take(child(metadata, "annotations"), volume::BOUND_BY_CONTROLLER);
        })?;
        self.phase(&free, "Available", None)
    }
}
