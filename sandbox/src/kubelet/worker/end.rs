//! How containers are ended: at a deadline, on request, and when the Pod is deleted.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{Wake, Worker, later};
use crate::{
    containers::machine::{KILL, TERM},
    kinds,
    kubelet::{pace, probe},
    object::Meta,
    registry::Deletion,
};

/// What is told of a Pod that has run too long.
const TOO_LONG: &str = "Pod was active on the node longer than the specified deadline";

/// A container that has been asked to end.
#[derive(Debug)]
pub(super) struct Killing {
    deadline: Timestamp,
    killed: bool,
    /// Its definition has changed: it begins anew, without a back-off.
    pub(super) renewed: bool,
    /// A probe has failed.
    pub(super) probed: bool,
}

impl Worker {
    pub(super) fn keep_deadline(&mut self, now: Timestamp, wake: &mut Wake) {
        let Some(limit) = self.pod.int_at("spec.activeDeadlineSeconds") else {
            return;
        };
        let start = self
            .pod
            .text_at("status.startTime")
            .parse()
            .unwrap_or(self.since);
        let due = start
            .saturating_add(SignedDuration::from_secs(limit))
            .unwrap_or(Timestamp::MAX);
        if due > now {
            wake.at(due);
            return;
        }
        self.failure = Some(("DeadlineExceeded", TOO_LONG));
        self.node
            .events
            .normal(&self.pod, "", "DeadlineExceeded", TOO_LONG);
        self.end_all(now, wake);
    }

    /// Asks a container to end, first by its hook, then by a signal.
    pub(super) fn kill(&mut self, number: usize, now: Timestamp, grace: Option<i64>, text: &str) {
        let field = self.field(number);
        let own = self
            .pod
            .int_at("spec.terminationGracePeriodSeconds")
            .unwrap_or(30);
        let slot = &mut self.slots[number];
        let Some(running) = slot.running.clone().filter(|_| slot.killing.is_none()) else {
            return;
        };
        let grace = Duration::from_secs(u64::try_from(grace.unwrap_or(own)).unwrap_or(0));
        slot.killing = Some(Killing {
            deadline: later(now, grace),
            killed: false,
            renewed: false,
            probed: false,
        });
        self.node.events.normal(&self.pod, &field, "Killing", text);
        let Some(hook) = slot.spec.at("lifecycle.preStop").cloned() else {
            running.machine.stop(TERM);
            return;
        };
        let (node, pod, name) = (
            Arc::clone(&self.node),
            self.pod.clone(),
            slot.spec.text_at("name").to_owned(),
        );
        self.node.tasks.spawn(async move {
            let clock = node.registry.clock().clone();
            tokio::select! {
                outcome = probe::hook(&running, &hook, &pod, &name) => {
                    if let Err((text, _)) = outcome {
                        node.events.warning(&pod, &field, "FailedPreStopHook", &text);
                    }
                }
                () = clock.sleep(grace) => {}
            }
            running.machine.stop(TERM);
        });
    }

    /// Kills what has not ended in time.
    pub(super) fn hurry(&mut self, now: Timestamp, wake: &mut Wake) {
        for slot in &mut self.slots {
            let (Some(running), Some(killing)) = (&slot.running, &mut slot.killing) else {
                continue;
            };
            if killing.killed {
                continue;
            }
            if killing.deadline <= now {
                killing.killed = true;
                running.machine.stop(KILL);
            } else {
                wake.at(killing.deadline);
            }
        }
    }

    pub(super) fn end_all(&mut self, now: Timestamp, wake: &mut Wake) {
        for number in 0..self.slots.len() {
            let text = format!("Stopping container {}", self.name(number));
            self.kill(number, now, None, &text);
        }
        self.hurry(now, wake);
    }

    /// Ends a Pod that is being deleted.
    pub(super) fn terminate(&mut self, now: Timestamp, wake: &mut Wake) {
        let grace = self
            .pod
            .int_at("metadata.deletionGracePeriodSeconds")
            .unwrap_or(30);
        let mains = self.slots.iter().any(|s| !s.init && s.running.is_some());
        for number in 0..self.slots.len() {
            // Those that came before and stayed go after the others.
            if mains && self.slots[number].init {
                continue;
            }
            let text = format!("Stopping container {}", self.name(number));
            self.kill(number, now, Some(grace), &text);
            let latest = later(now, Duration::from_secs(u64::try_from(grace).unwrap_or(0)));
            if let Some(killing) = &mut self.slots[number].killing {
                killing.deadline = killing.deadline.min(latest);
            }
        }
        self.probe(now, wake);
        self.hurry(now, wake);
    }

    /// Says whether a Pod that is being deleted is gone now.
    pub(super) fn gone(&mut self, now: Timestamp, wake: &mut Wake) -> bool {
        if self.busy.is_some() || self.slots.iter().any(|s| s.running.is_some()) {
            return false;
        }
        let due = *self.cleared.get_or_insert(later(now, pace::CLEAR));
        if due > now {
            wake.at(due);
            return false;
        }
        let deletion = Deletion::now().only(&self.pod);
        match self.node.registry.delete(
            kinds::POD,
            self.pod.namespace(),
            self.pod.name(),
            &deletion,
        ) {
            // A finalizer may still hold it; its change will wake this worker again.
            Ok(done) => matches!(done, crate::registry::Deleted::Gone(_)),
            Err(refusal) => refusal.is_not_found() || refusal.is_conflict(),
        }
    }
}
