//! What a start has come to, and what is noted when a run ends.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Message, Worker, later, probes::probing};
use crate::{
    containers::machine::{End, KILL},
    kubelet::{
        backoff::Backoff,
        container::{Container, Outcome},
        pace,
        status::{Ended, State},
    },
    object::Meta,
};

impl Worker {
    #[allow(clippy::too_many_lines, reason = "one arm for each of the outcomes")]
    pub(super) fn came(&mut self, number: usize, outcome: Outcome) {
        self.busy = None;
        let now = self.now();
        let policy = self.pod.text_at("spec.restartPolicy").to_owned();
        let slot = &mut self.slots[number];
        if let State::Ended(end) = &slot.state {
            slot.last = Some(end.clone());
        }
        match outcome {
            Outcome::Running(container) => {
                slot.made += 1;
                slot.began = true;
                slot.unpulled = None;
                slot.pulls = Backoff::default();
                slot.state = State::Running {
                    started: container.started,
                };
                slot.image = Some((container.image.clone(), container.image_id.clone()));
                slot.id.clone_from(&container.id);
                slot.killing = None;
                slot.probes = probing(&slot.spec, now);
                slot.running = Some(Arc::clone(&container));
                self.handle
                    .began(slot.spec.text_at("name"), Arc::clone(&container));
                self.follow(number, container);
            }
            Outcome::NoStart {
                id,
                message,
                image,
                image_id,
                ..
            } => {
                slot.made += 1;
                slot.began = true;
                slot.unpulled = None;
                slot.image = Some((image, image_id));
                slot.id.clone_from(&id);
                let end = Ended {
                    code: 128,
                    reason: "StartError".into(),
                    message: message.clone(),
                    started: Timestamp::UNIX_EPOCH,
                    finished: now,
                    id,
                };
                if policy == "Never" && !slot.sidecar {
                    slot.state = State::Ended(end);
                } else {
                    slot.state = State::Waiting {
                        reason: "RunContainerError".into(),
                        message,
                    };
                    slot.last = Some(end);
                    slot.crashed = Some(now);
                    slot.next = Some(later(now, pace::NOTICE));
                }
            }
            Outcome::Not {
                reason,
                message,
                pull,
            } => {
                slot.state = State::Waiting {
                    reason: reason.into(),
                    message: message.clone(),
                };
                if pull {
                    slot.pulls.next(now);
                    slot.unpulled = Some((now, message));
                } else {
                    slot.next = Some(later(now, pace::AGAIN));
                }
            }
            Outcome::HookFailed { container, message } => {
                container.machine.stop(KILL);
                container.log.end(now);
                slot.made += 1;
                slot.began = true;
                slot.image = Some((container.image.clone(), container.image_id.clone()));
                slot.id.clone_from(&container.id);
                let end = Ended {
                    code: 137,
                    reason: "Error".into(),
                    message: String::new(),
                    started: container.started,
                    finished: now,
                    id: container.id.clone(),
                };
                slot.last = Some(end.clone());
                slot.crashed = Some(now);
                slot.next = Some(later(now, pace::NOTICE));
                slot.state = if policy == "Never" {
                    State::Ended(end)
                } else {
                    State::Waiting {
                        reason: "PostStartHookError".into(),
                        message,
                    }
                };
                self.handle.began(slot.spec.text_at("name"), container);
                let field = self.field(number);
                self.node
                    .events
                    .normal(&self.pod, &field, "Killing", "FailedPostStartHook");
            }
        }
    }

    /// Tells the worker when a run has ended.
    fn follow(&self, number: usize, container: Arc<Container>) {
        let own = self.own.clone();
        let clock = self.node.registry.clock().clone();
        self.node.tasks.spawn(async move {
            let end = container.machine.ended().await;
            container.log.end(clock.now());
            // The worker may have gone with its Pod; then nobody needs to know.
            let _ = own.send(Message::Ended(number, container.id.clone(), end));
        });
    }

    pub(super) fn ended(&mut self, number: usize, id: &str, end: End) {
        let now = self.now();
        let slot = &mut self.slots[number];
        let Some(running) = slot.running.take_if(|r| r.id == id) else {
            return;
        };
        let reason = match (end.out_of_memory, end.code) {
            (true, _) => "OOMKilled",
            (false, 0) => "Completed",
            (false, _) => "Error",
        };
        let killing = slot.killing.take();
        let renewed = killing.as_ref().is_some_and(|k| k.renewed);
        // The first time that a probe ends a container, upstream does not count it as a crash: it
        // kills and restarts in one go, before it has seen the end.
        let uncounted = killing.is_some_and(|k| k.probed) && slot.made == 1;
        slot.state = State::Ended(Ended {
            code: end.code,
            reason: reason.into(),
            message: running.last_words(end),
            started: running.started,
            finished: now,
            id: id.to_owned(),
        });
        slot.probes.clear();
        if renewed || uncounted {
            slot.crash = Backoff::default();
            slot.crashed = None;
        } else {
            slot.crashed = Some(now);
            slot.next = Some(later(now, pace::NOTICE));
        }
    }
}
