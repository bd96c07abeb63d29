//! What the cluster adds to claims and volumes, and which claims may grow.

use serde_json::{Value, json};

use super::Registry;
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    volume,
};

impl Registry {
    /// A new claim gets the default class if it says nothing, and both kinds get the finalizer
    /// that keeps them for as long as they are in use.
    pub(super) fn prepare_storage(&self, kind: &Kind, object: &mut Value) {
        let claim = kind == kinds::PERSISTENT_VOLUME_CLAIM;
        if claim
            && object.at("spec.storageClassName").is_none()
            && let Some(class) = volume::default_class(self)
        {
            *child(child(object, "spec"), "storageClassName") = class.name().into();
        }
        if !claim {
            let stamp = self.clock().stamp();
            *child(child(object, "status"), "lastPhaseTransitionTime") = stamp.into();
        }
        let finalizer = if claim {
            volume::CLAIM_PROTECTION
        } else {
            volume::VOLUME_PROTECTION
        };
        let finalizers = child(child(object, "metadata"), "finalizers");
        match finalizers {
            Value::Array(list) if list.iter().any(|f| f == finalizer) => {}
            Value::Array(list) => list.push(finalizer.into()),
            _ => *finalizers = json!([finalizer]),
        }
    }

    /// A bound claim may ask for more only where its class says so.
    pub(super) fn admit_growth(
        &self,
        kind: &Kind,
        current: &Object,
        next: &Value,
    ) -> Result<(), Refusal> {
        if kind != kinds::PERSISTENT_VOLUME_CLAIM {
            return Ok(());
        }
        if volume::requested(next) <= volume::requested(current) {
            return Ok(());
        }
        let forbidden = |why: &str| Err(Refusal::forbidden(kind, current.name(), why));
        if current.text_at("status.phase") != "Bound" {
            return forbidden("Only bound persistent volume claims can be expanded");
        }
        let class = current.text_at("spec.storageClassName");
        let grows = self
            .store()
            .get(kinds::STORAGE_CLASS, "", class)
            .is_some_and(|class| class.get("allowVolumeExpansion") == Some(&true.into()));
        if grows {
            Ok(())
        } else {
            forbidden(
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
            )
        }
    }
}
