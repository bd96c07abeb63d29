//! What a Pod needs before its containers start, and gives back after them: volumes and a network.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use super::{Slot, Wake, Worker, later};
use crate::{
    kubelet::{pace, volumes::Volumes},
    object::Meta,
    quantity::Quantity,
};

/// A Pod whose memory limit is smaller than this cannot even be set up.
const LEAST_MEMORY: i64 = 4 << 20;

/// What of a Pod its volumes may show.
pub(super) const SHOWN: [&str; 2] = ["metadata.labels", "metadata.annotations"];

impl Worker {
    /// Mounts the volumes and sets up the network; says whether containers can be started.
    pub(super) fn prepare(&mut self, now: Timestamp, wake: &mut Wake) -> bool {
        if self.volumes.is_none() {
            if let Some(next) = self.mount_next.filter(|n| *n > now) {
                wake.at(next);
                return false;
            }
            match Volumes::mount(&self.node, &self.pod) {
                Ok(volumes) => self.volumes = Some(volumes),
                Err(failures) => {
                    for why in failures {
                        self.node.events.warning(&self.pod, "", "FailedMount", &why);
                    }
                    let next = later(now, self.mount_delay);
                    self.mount_delay = (self.mount_delay * 2).min(Duration::from_secs(122));
                    self.mount_next = Some(next);
                    wake.at(next);
                    return false;
                }
            }
        }
        if self.net.is_some() {
            return true;
        }
        let due = *self.sandbox_due.get_or_insert(later(now, pace::SANDBOX));
        if due > now {
            wake.at(due);
            return false;
        }
        if self.too_little_memory() {
            let id = crate::containers::image::digest(&crate::names::uid());
            self.node.events.warning(&self.pod, "", "FailedCreatePodSandBox", &format!("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox \"{id}\": failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown"));
            let next = later(now, pace::AGAIN);
            self.sandbox_due = Some(next);
            wake.at(next);
            return false;
        }
        let before = Some(self.pod.text_at("status.podIP")).filter(|ip| !ip.is_empty());
        let net = self.node.network.join(before);
        self.handle.set_net(Some(Arc::clone(&net)));
        self.net = Some(net);
        true
    }

    /// Whether the limits of all containers together leave no room for anything.
    fn too_little_memory(&self) -> bool {
        let limit = |slot: &Slot| {
            slot.spec
                .at("resources.limits.memory")
                .and_then(Value::as_str)
                .and_then(Quantity::parse)
                .map(Quantity::value)
        };
        let limits: Option<Vec<i64>> = self
            .slots
            .iter()
            .filter(|s| !s.init || s.sidecar)
            .map(limit)
            .collect();
        limits.is_some_and(|limits| !limits.is_empty() && limits.iter().sum::<i64>() < LEAST_MEMORY)
    }

    /// Shows changed configuration in mounted volumes, some time after the change.
    pub(super) fn refresh(&mut self, now: Timestamp, wake: &mut Wake) {
        let Some(volumes) = self
            .volumes
            .as_mut()
            .filter(|_| !self.pod.list_at("spec.volumes").is_empty())
        else {
            return;
        };
        let due = later(self.refreshed, pace::REFRESH);
        // A change of the Pod's own labels or annotations is a reason to look at once, at all of it.
        let shown = SHOWN.map(|path| self.pod.at(path));
        if due <= now || self.shown.each_ref().map(Option::as_ref) != shown {
            volumes.refresh(&self.node, &self.pod);
            self.shown = shown.map(Option::<&Value>::cloned);
            self.refreshed = now;
            wake.at(later(now, pace::REFRESH));
        } else {
            wake.at(due);
        }
    }

    /// Gives the Pod's address back.
    pub(super) fn release(&mut self) {
        if let Some(net) = self.net.take() {
            self.node.network.leave(&net);
            self.handle.set_net(None);
        }
    }
}
