//! Which containers are started, in which order, and anew when their definition has changed.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Message, Wake, Worker};
use crate::{
    kubelet::{backoff::Backoff, container::Start, status::State},
    object::Meta,
};

impl Worker {
    /// Takes over what may change of a Pod's containers: their images.
    pub(super) fn keep_up(&mut self) {
        for slot in &mut self.slots {
            let list = if slot.init {
                "spec.initContainers"
            } else {
                "spec.containers"
            };
            let Some(spec) = self
                .pod
                .list_at(list)
                .iter()
                .find(|c| c["name"] == slot.spec["name"])
            else {
                continue;
            };
            if spec.get("image") != slot.spec.get("image") {
                slot.pulls = Backoff::default();
                slot.crash = Backoff::default();
                slot.unpulled = None;
                slot.next = None;
                slot.announced = None;
            }
            if spec != &slot.spec {
                slot.spec = spec.clone();
            }
        }
    }

    /// Starts the containers that are due: first those that come before, then the others.
    pub(super) fn drive(&mut self, now: Timestamp, wake: &mut Wake) {
        let policy = self.pod.text_at("spec.restartPolicy").to_owned();
        let main_ran = self.slots.iter().any(|s| !s.init && s.began);
        for number in 0..self.slots.len() {
            let slot = &self.slots[number];
            if !slot.init || (main_ran && !slot.sidecar) {
                continue;
            }
            match &slot.state {
                State::Running { .. } if slot.sidecar && self.started(number) => {}
                State::Ended(end) if !slot.sidecar && end.code == 0 => {}
                State::Running { .. } => return,
                State::Ended(_) if !slot.sidecar && policy == "Never" => return,
                State::Ended(_) | State::Waiting { .. } => {
                    self.start(number, now, wake);
                    if !main_ran {
                        return;
                    }
                }
            }
        }
        for number in 0..self.slots.len() {
            let slot = &self.slots[number];
            if slot.init {
                continue;
            }
            match &slot.state {
                State::Running { .. } => self.renew(number, now),
                State::Waiting { .. } => self.start(number, now, wake),
                State::Ended(end) => {
                    let again = match policy.as_str() {
                        "Never" => false,
                        "OnFailure" => end.code != 0,
                        _ => true,
                    };
                    if again {
                        self.start(number, now, wake);
                    }
                }
            }
        }
    }

    /// Ends a container whose image is no longer the wanted one.
    fn renew(&mut self, number: usize, now: Timestamp) {
        let slot = &self.slots[number];
        let changed = slot
            .running
            .as_ref()
            .is_some_and(|r| r.asked != slot.spec.text_at("image"));
        if changed && slot.killing.is_none() {
            let text = format!(
                "Container {} definition changed, will be restarted",
                self.name(number)
            );
            self.kill(number, now, None, &text);
            if let Some(killing) = &mut self.slots[number].killing {
                killing.renewed = true;
            }
        }
    }

    /// Starts a container, or says what it waits for.
    fn start(&mut self, number: usize, now: Timestamp, wake: &mut Wake) {
        if self.busy.is_some() {
            return;
        }
        if let Some(next) = self.slots[number].next.filter(|n| *n > now) {
            wake.at(next);
            return;
        }
        if self.waits_after_crash(number, now, wake) || self.waits_for_image(number, now, wake) {
            return;
        }
        let (Some(net), Some(volumes)) = (&self.net, &self.volumes) else {
            return;
        };
        let (net, volumes) = (Arc::clone(net), volumes.clone());
        let field = self.field(number);
        let slot = &mut self.slots[number];
        if slot.crashed.take().is_some() {
            slot.crash.next(now);
        }
        slot.next = None;
        slot.announced = None;
        if slot.init
            && let State::Waiting { reason, .. } = &slot.state
            && reason == "ContainerCreating"
        {
            slot.state = State::waiting("PodInitializing");
        }
        self.busy = Some(number);
        let start = Start {
            node: Arc::clone(&self.node),
            pod: self.pod.clone(),
            container: slot.spec.clone(),
            field,
            net,
            volumes,
        };
        let own = self.own.clone();
        self.node.tasks.spawn(async move {
            let outcome = start.run().await;
            // The worker may have gone with its Pod; then nobody needs to know.
            let _ = own.send(Message::Came(number, outcome));
        });
    }
}
