//! Makes the claims that Pods carry templates of, and that go with their Pods.

use serde_json::{Value, json};

use super::{Controller, Queue, owners};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object},
    refusal::Refusal,
    registry::Registry,
    store::{Change, Key},
    volume,
};

/// Makes claims for `ephemeral` volumes; the garbage collector takes them away again.
#[derive(Debug)]
pub(crate) struct Ephemeral {
    registry: Registry,
}

impl Ephemeral {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
        }
    }

    fn make(&self, pod: &Object, name: &str, template: &Value) -> Result<(), Refusal> {
        let mut metadata = template.get("metadata").cloned().unwrap_or(json!({}));
        metadata["name"] = name.into();
        metadata["ownerReferences"] = json!([owners::reference(pod)]);
        let claim = json!({"metadata": metadata, "spec": template.get("spec")});
        match self
            .registry
            .create(kinds::PERSISTENT_VOLUME_CLAIM, pod.namespace(), &claim)
        {
            // If it is another's, the Pod does not get it and says so.
            Err(refusal) if !refusal.is_already_exists() => Err(refusal),
            _ => Ok(()),
        }
    }
}

impl Controller for Ephemeral {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::POD, kinds::PERSISTENT_VOLUME_CLAIM]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        _: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        let brings = |pod: &Object| {
            let mut volumes = pod.list_at("spec.volumes").iter();
            volumes.any(|volume| volume.get("ephemeral").is_some())
        };
        if kind == kinds::POD && change == Change::Added && brings(object) {
            queue.add(object.namespace(), object.name());
        } else if kind == kinds::PERSISTENT_VOLUME_CLAIM
            && change == Change::Deleted
            && let Some(pod) = owners::controller_of(object, kinds::POD)
        {
            queue.add(object.namespace(), pod);
        }
    }

    fn reconcile(&mut self, key: &Key, _: &mut Queue) -> Result<(), Refusal> {
        let Ok(pod) = self.registry.get(kinds::POD, &key.0, &key.1) else {
            return Ok(());
        };
        if !owners::active(&pod) {
            return Ok(());
        }
        for own in pod.list_at("spec.volumes") {
            if let Some(template) = own.at("ephemeral.volumeClaimTemplate")
                && let Some(name) = volume::claim_name(&pod, own)
            {
                self.make(&pod, &name, template)?;
            }
        }
        Ok(())
    }
}
