//! A volume: it is free, bound, or released, and then kept, emptied or deleted.

use super::Volumes;
use crate::{
    kinds,
    object::{Meta, Object},
    refusal::Refusal,
    registry::Deletion,
    volume,
};

impl Volumes {
    /// Takes the next step for a volume.
    pub(super) fn volume(&self, name: &str) -> Result<(), Refusal> {
        let volume = self.registry.get(kinds::PERSISTENT_VOLUME, "", name)?;
        if volume.text_at("spec.claimRef.uid").is_empty() {
            return self.phase(&volume, "Available", None);
        }
        let claim = self
            .registry
            .get(
                kinds::PERSISTENT_VOLUME_CLAIM,
                volume.text_at("spec.claimRef.namespace"),
                volume.text_at("spec.claimRef.name"),
            )
            .ok()
            .filter(|claim| claim.uid() == volume.text_at("spec.claimRef.uid"));
        match claim {
            None => self.released(&volume),
            Some(claim) if claim.text_at("spec.volumeName") == name => {
                self.phase(&volume, "Bound", None)
            }
            // The claim is on its way to this volume.
            Some(claim) if claim.text_at("spec.volumeName").is_empty() => Ok(()),
            // The claim went elsewhere: what was made for it is of no use any longer.
            Some(_) if volume.annotation(volume::PROVISIONED_BY).is_some() => {
                self.released(&volume)
            }
            Some(_) => self.unbind(&volume),
        }
    }

    fn released(&self, volume: &Object) -> Result<(), Refusal> {
        if volume.text_at("status.phase") == "Failed" {
            return Ok(());
        }
        self.phase(volume, "Released", None)?;
        match volume.text_at("spec.persistentVolumeReclaimPolicy") {
            "Delete" => self.remove(volume),
            "Recycle" => self.recycle(volume),
            _ => Ok(()),
        }
    }

    fn remove(&self, volume: &Object) -> Result<(), Refusal> {
        let external =
            volume.annotation(volume::PROVISIONED_BY).is_some() || volume.at("spec.csi").is_some();
        if external {
            // Who made it takes it away.
            return Ok(());
        }
        let Some(path) = volume.at("spec.hostPath.path").and_then(|p| p.as_str()) else {
            let name = volume.name();
            let message = format!(
                "Error getting deleter volume plugin for volume {name:?}: no deletable volume plugin matched"
            );
            return self.failed(volume, "VolumeFailedDelete", &message);
        };
        if path.strip_prefix("/tmp/").is_none_or(str::is_empty) {
            let message =
                format!("host_path deleter only supports /tmp/.+ but received provided {path}");
            return self.failed(volume, "VolumeFailedDelete", &message);
        }
        self.erase(path);
        let deletion = Deletion::default().only(volume);
        self.registry
            .delete(kinds::PERSISTENT_VOLUME, "", volume.name(), &deletion)
            .map(|_| ())
    }

    fn recycle(&self, volume: &Object) -> Result<(), Refusal> {
        let Some(path) = volume.at("spec.hostPath.path").and_then(|p| p.as_str()) else {
            let message = "No recycler plugin found for the volume!";
            return self.failed(volume, "VolumeFailedRecycle", message);
        };
        for node in &self.nodes {
            node.empty(path);
        }
        self.events
            .normal(volume, "", "VolumeRecycled", "Volume recycled");
        self.unbind(volume)
    }

    fn failed(&self, volume: &Object, reason: &str, message: &str) -> Result<(), Refusal> {
        self.phase(volume, "Failed", Some(message))?;
        self.events.warning(volume, "", reason, message);
        Ok(())
    }

    fn erase(&self, path: &str) {
        for node in &self.nodes {
            node.erase(path);
        }
    }
}
