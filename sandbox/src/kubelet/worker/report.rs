//! Tells the API what has become of the Pod.

use jiff::Timestamp;

use super::{Slot, Worker};
use crate::{
    kinds,
    kubelet::status::{self, Told},
    object::{Meta, child},
    registry::{Part, Write},
};

impl Worker {
    /// Writes the status if it has changed.
    pub(super) fn write(&mut self, now: Timestamp) {
        let told = |(number, slot): (usize, &Slot)| -> (bool, bool, usize) {
            let _ = slot;
            (self.ready(number), self.started(number), number)
        };
        let facts: Vec<(bool, bool, usize)> = self.slots.iter().enumerate().map(told).collect();
        let containers: Vec<Told<'_>> = facts
            .iter()
            .map(|(ready, started, number)| {
                let slot = &self.slots[*number];
                Told {
                    spec: &slot.spec,
                    state: &slot.state,
                    last: slot.last.as_ref(),
                    restarts: (slot.made - 1).max(0),
                    ready: *ready,
                    started: *started,
                    image: slot.image.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
                    id: &slot.id,
                    init: slot.init,
                    sidecar: slot.sidecar,
                }
            })
            .collect();
        // The address is told when the first container has been started, as upstream does.
        let ip = self.net.as_ref().map(|n| n.ip.as_str()).filter(|_| {
            self.busy.is_none()
                || self.slots.iter().any(|s| s.made > 0)
                || !self.pod.text_at("status.podIP").is_empty()
        });
        // A Pod is not told to have failed while one of its containers may still be at work
        // (upstream's status manager puts the terminal phase off until then).
        let has_ended = self.slots.iter().all(|slot| slot.running.is_none());
        let pod = status::Pod {
            object: &self.pod,
            containers,
            host: &self.node.options.ip,
            ip,
            since: self.since,
            failure: self.failure.filter(|_| has_ended),
        };
        let next = status::of(&pod, now);
        if self.pod.get("status") == Some(&next) {
            return;
        }
        let written = self.node.registry.modify(
            kinds::POD,
            self.pod.namespace(),
            self.pod.name(),
            Part::Status,
            &Write::default(),
            |object| {
                *child(object, "status") = next.clone();
                Ok(())
            },
        );
        if let Ok(object) = written {
            self.pod = object;
        }
    }
}
