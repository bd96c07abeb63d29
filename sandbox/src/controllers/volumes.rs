//! Binds claims to volumes, and says what becomes of a volume whose claim is gone.

mod claim;
mod grow;
mod reclaim;

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    kubelet::Node,
    object::{Meta, Object, annotate, child, take},
    refusal::Refusal,
    registry::Registry,
    store::{Change, Key, Selection},
    volume,
};

/// How often a claim that waits is looked at though nothing has changed.
const RESYNC: Duration = Duration::from_secs(15);

/// Binds, releases and reclaims.
#[derive(Debug)]
pub(crate) struct Volumes {
    registry: Registry,
    events: Recorder,
    growth: Recorder,
    /// On their disks are the contents of `hostPath` volumes.
    nodes: Vec<Arc<Node>>,
    /// What was last told about a claim that waits, and when.
    told: HashMap<Key, (String, Timestamp)>,
}

impl Volumes {
    pub(crate) fn new(registry: &Registry, nodes: &[Arc<Node>]) -> Self {
        let source = |component| Source {
            component,
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source("persistentvolume-controller"), None),
            growth: Recorder::new(registry, source("volume_expand"), None),
            nodes: nodes.to_vec(),
            told: HashMap::new(),
        }
    }

    fn volumes(&self) -> Vec<Object> {
        self.registry
            .list(kinds::PERSISTENT_VOLUME, &Selection::default())
            .items
    }

    /// Changes an object as only the cluster may.
    fn patch(
        &self,
        object: &Object,
        kind: &Kind,
        mut change: impl FnMut(&mut Value),
    ) -> Result<Object, Refusal> {
        let (namespace, name) = (object.namespace(), object.name());
        self.registry.patch_inside(kind, namespace, name, |object| {
            change(object);
            Ok(())
        })
    }

    /// Joins a volume and a claim, in whatever state the two are.
    fn bind(&self, volume: &Object, claim: &Object) -> Result<(), Refusal> {
        let volume = volume::reserve(&self.registry, volume.name(), claim)?;
        self.phase(&volume, "Bound", None)?;
        self.patch(claim, kinds::PERSISTENT_VOLUME_CLAIM, |claim| {
            if claim.text_at("spec.volumeName") != volume.name() {
                *child(child(claim, "spec"), "volumeName") = volume.name().into();
                annotate(claim, volume::BOUND_BY_CONTROLLER, "yes");
            }
            annotate(claim, volume::BIND_COMPLETED, "yes");
        })?;
        self.registry.update_status(
            kinds::PERSISTENT_VOLUME_CLAIM,
            claim.namespace(),
            claim.name(),
            |status| {
                // What was bound before may be smaller than its volume has become.
                if status.text_at("phase") != "Bound" {
                    let capacity = volume.at("spec.capacity").cloned().unwrap_or_default();
                    *child(status, "capacity") = capacity;
                }
                *child(status, "phase") = "Bound".into();
                let modes = volume.at("spec.accessModes").cloned();
                *child(status, "accessModes") = modes.unwrap_or_default();
            },
        )?;
        Ok(())
    }

    /// Sets a volume's phase and the reason for it.
    fn phase(&self, volume: &Object, phase: &str, message: Option<&str>) -> Result<(), Refusal> {
        if volume.text_at("status.phase") == phase
            && volume.text_at("status.message") == message.unwrap_or("")
        {
            return Ok(());
        }
        let stamp = self.registry.clock().stamp();
        self.registry
            .update_status(kinds::PERSISTENT_VOLUME, "", volume.name(), |status| {
                if status.text_at("phase") != phase {
                    *child(status, "lastPhaseTransitionTime") = stamp.clone().into();
                }
                *child(status, "phase") = phase.into();
                match message {
                    Some(message) => *child(status, "message") = message.into(),
                    None => {
                        take(status, "message");
                    }
                }
            })
            .map(|_| ())
    }
}

fn key(object: &Object) -> Key {
    (object.namespace().to_owned(), object.name().to_owned())
}

impl Controller for Volumes {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![
            kinds::STORAGE_CLASS,
            kinds::PERSISTENT_VOLUME,
            kinds::PERSISTENT_VOLUME_CLAIM,
        ]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::PERSISTENT_VOLUME_CLAIM {
            queue.add(object.namespace(), object.name());
            self.tell_growth(object, previous, change);
            for volume in self.volumes() {
                if volume::belongs(&volume, object)
                    || volume.name() == object.text_at("spec.volumeName")
                {
                    queue.add("", volume.name());
                }
            }
            return;
        }
        if kind == kinds::PERSISTENT_VOLUME {
            queue.add("", object.name());
        }
        let claims = self
            .registry
            .list(kinds::PERSISTENT_VOLUME_CLAIM, &Selection::default());
        for claim in claims.items {
            let waits = claim.annotation(volume::BIND_COMPLETED).is_none();
            if waits || claim.text_at("spec.volumeName") == object.name() {
                queue.add(claim.namespace(), claim.name());
            }
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let done = if key.0.is_empty() {
            self.volume(&key.1)
        } else {
            self.claim(key, queue)
        };
        unless_gone(done)
    }
}
