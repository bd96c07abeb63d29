//! Keeps claims that Pods use and volumes that are bound from being deleted under them.

use serde_json::Value;

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::Registry,
    store::{Change, Key},
    volume::{self, CLAIM_PROTECTION, VOLUME_PROTECTION},
};

/// Sets and takes away the finalizers of claims and volumes.
#[derive(Debug)]
pub(crate) struct Protection {
    registry: Registry,
}

impl Protection {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
        }
    }

    /// Whether a Pod that has a node mounts a claim, be it that the Pod has ended.
    fn in_use(&self, claim: &Object) -> bool {
        volume::users(&self.registry, claim.namespace(), claim.name())
            .iter()
            .any(|pod| !pod.text_at("spec.nodeName").is_empty())
    }
}

impl Controller for Protection {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![
            kinds::PERSISTENT_VOLUME,
            kinds::PERSISTENT_VOLUME_CLAIM,
            kinds::POD,
        ]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        _: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind != kinds::POD {
            queue.add(object.namespace(), object.name());
        } else if change == Change::Deleted {
            for name in volume::claims(object) {
                queue.add(object.namespace(), &name);
            }
        }
    }

    fn reconcile(&mut self, key: &Key, _: &mut Queue) -> Result<(), Refusal> {
        let (kind, finalizer) = if key.0.is_empty() {
            (kinds::PERSISTENT_VOLUME, VOLUME_PROTECTION)
        } else {
            (kinds::PERSISTENT_VOLUME_CLAIM, CLAIM_PROTECTION)
        };
        let Ok(object) = self.registry.get(kind, &key.0, &key.1) else {
            return Ok(());
        };
        let finalizers = object.list_at("metadata.finalizers");
        let protected = finalizers.iter().any(|f| f == finalizer);
        let used = || {
            if kind.namespaced {
                self.in_use(&object)
            } else {
                object.text_at("status.phase") == "Bound"
            }
        };
        let wanted = !object.deleting() || (protected && used());
        if wanted == protected {
            return Ok(());
        }
        let mut list: Vec<Value> = finalizers.to_vec();
        if wanted {
            list.push(finalizer.into());
        } else {
            list.retain(|f| f != finalizer);
        }
        unless_gone(self.registry.patch_inside(kind, &key.0, &key.1, |object| {
            *child(child(object, "metadata"), "finalizers") = list.clone().into();
            Ok(())
        }))
    }
}
