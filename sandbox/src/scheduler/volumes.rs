//! What a Pod's claims mean for where it may run, and what its place means for them.

use serde_json::Value;

use super::{
    affinity,
    fit::{No, never},
};
use crate::{
    controllers::owners,
    kinds,
    object::{Meta, Object, annotate},
    refusal::Refusal,
    registry::Registry,
    store::Selection,
    volume,
};

/// The claims of a Pod.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// The volumes of those that are bound; `None` where a volume is gone.
    volumes: Vec<Option<Object>>,
    /// Those that are bound when the Pod has a place.
    waiting: Vec<Object>,
    /// Another Pod has a claim that only one may have.
    taken: bool,
}

impl Claims {
    /// Looks at a Pod's claims; says in upstream's words why no place will do.
    pub(super) fn of(registry: &Registry, pod: &Object) -> Result<Self, String> {
        let mut claims = Self::default();
        let mut unbound = false;
        for own in pod.list_at("spec.volumes") {
            let Some(name) = volume::claim_name(pod, own) else {
                continue;
            };
            let template = own.get("ephemeral").is_some();
            let found = registry.get(kinds::PERSISTENT_VOLUME_CLAIM, pod.namespace(), &name);
            let Ok(claim) = found else {
                return Err(if template {
                    format!(
                        "waiting for ephemeral volume controller to create the persistentvolumeclaim {name:?}"
                    )
                } else {
                    format!("persistentvolumeclaim {name:?} not found")
                });
            };
            if template && !volume::is_own(pod, &claim) {
                return Err(format!(
                    "PVC {}/{name} was not created for pod {}/{} (pod is not owner)",
                    pod.namespace(),
                    pod.namespace(),
                    pod.name()
                ));
            }
            let given = claim.text_at("spec.volumeName");
            if claim.text_at("status.phase") == "Lost" {
                return Err(format!(
                    "persistentvolumeclaim {name:?} bound to non-existent persistentvolume {given:?}"
                ));
            }
            if claim.deleting() {
                return Err(format!("persistentvolumeclaim {name:?} is being deleted"));
            }
            claims.taken |= exclusive(&claim) && others_use(registry, pod, &name);
            if !given.is_empty() && claim.annotation(volume::BIND_COMPLETED).is_some() {
                let volume = registry.get(kinds::PERSISTENT_VOLUME, "", given).ok();
                claims.volumes.push(volume);
            } else if given.is_empty() && volume::waits_for_consumer(registry, &claim) {
                claims.waiting.push(claim);
            } else {
                unbound = true;
            }
        }
        if unbound {
            return Err("pod has unbound immediate PersistentVolumeClaims".into());
        }
        Ok(claims)
    }

    /// Whether a node can have what the claims stand for.
    pub(super) fn check(&self, registry: &Registry, node: &Object) -> Result<(), No> {
        if self.taken {
            return Err(No {
                reasons: vec!["node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode".into()],
                curable: true,
            });
        }
        for volume in &self.volumes {
            let Some(volume) = volume else {
                return Err(never(
                    "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
                ));
            };
            if !reachable(volume, node) {
                return Err(never(
                    "node(s) didn't match PersistentVolume's node affinity",
                ));
            }
        }
        for claim in &self.waiting {
            if find(registry, claim, node).is_none() && !provided(registry, claim) {
                return Err(never(
                    "node(s) didn't find available persistent volumes to bind",
                ));
            }
        }
        Ok(())
    }

    /// Lets the claims that have waited be bound, now that the Pod has a place. The Pod can go there
    /// when none is left.
    pub(super) fn choose(&self, registry: &Registry, node: &Object) -> Result<bool, Refusal> {
        for claim in &self.waiting {
            if let Some(volume) = find(registry, claim, node) {
                volume::reserve(registry, volume.name(), claim)?;
            }
            // Whether a volume is there or has to be made, the claim need not wait any longer.
            let chosen = claim.annotation(volume::SELECTED_NODE) == Some(node.name());
            if !chosen {
                registry.patch(
                    kinds::PERSISTENT_VOLUME_CLAIM,
                    claim.namespace(),
                    claim.name(),
                    |claim| {
                        annotate(claim, volume::SELECTED_NODE, node.name());
                        Ok(())
                    },
                )?;
            }
        }
        Ok(self.waiting.is_empty())
    }
}

fn exclusive(claim: &Value) -> bool {
    claim
        .list_at("spec.accessModes")
        .iter()
        .any(|mode| mode == "ReadWriteOncePod")
}

/// Whether another Pod that has a place and has not ended mounts a claim.
fn others_use(registry: &Registry, pod: &Object, claim: &str) -> bool {
    let users = volume::users(registry, pod.namespace(), claim);
    users.iter().any(|other| {
        other.uid() != pod.uid()
            && !other.text_at("spec.nodeName").is_empty()
            && !owners::ended(other)
    })
}

/// Whether a volume can be had on a node.
fn reachable(volume: &Value, node: &Value) -> bool {
    volume
        .at("spec.nodeAffinity.required")
        .is_none_or(|required| affinity::any_term(required, node))
}

/// A volume for a claim on a node.
fn find(registry: &Registry, claim: &Value, node: &Object) -> Option<Object> {
    let volumes = registry.list(kinds::PERSISTENT_VOLUME, &Selection::default());
    volume::best(&volumes.items, claim, false, &|v| reachable(v, node))
}

/// Whether somebody makes volumes for the claim's class.
fn provided(registry: &Registry, claim: &Value) -> bool {
    let class = claim.text_at("spec.storageClassName");
    registry
        .get(kinds::STORAGE_CLASS, "", class)
        .is_ok_and(|class| class.text_at("provisioner") != "kubernetes.io/no-provisioner")
}
