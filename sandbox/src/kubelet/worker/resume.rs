//! What a node still knows of a Pod that was on it before the node went down.
//!
//! The objects outlive the node's processes, as they do when a machine is switched off. What ran
//! then has ended, how is not known, and is started anew where the restart policy says so; what had
//! ended before stays as it was.

use jiff::Timestamp;
use serde_json::Value;

use super::Slot;
use crate::{
    kubelet::status::{Ended, State},
    object::Meta,
};

/// What containerd says of a container that it finds stopped without having seen how.
const UNSEEN: (i32, &str) = (255, "Unknown");

impl Slot {
    /// Takes over what the Pod's status says of the container. A Pod that is `over` stays as it is;
    /// another one is set up again from the beginning, with its init containers.
    pub(super) fn resume(&mut self, status: &Value, over: bool, now: Timestamp) {
        let id = bare(status.text_at("containerID"));
        id.clone_into(&mut self.id);
        self.last = status.at("lastState.terminated").map(ended);
        if !self.id.is_empty() || self.last.is_some() {
            self.made = status.int_at("restartCount").unwrap_or(0) + 1;
            let image = (status.text_at("image"), status.text_at("imageID"));
            self.image = Some((image.0.to_owned(), image.1.to_owned()));
        }
        if let Some(end) = status.at("state.terminated") {
            self.state = State::Ended(ended(end));
        } else if let Some(running) = status.at("state.running") {
            let (code, reason) = UNSEEN;
            self.state = State::Ended(Ended {
                code,
                reason: reason.to_owned(),
                message: String::new(),
                started: moment(running, "startedAt"),
                finished: now,
                id: id.to_owned(),
            });
        } else if let Some(waiting) = status.at("state.waiting") {
            self.state = State::Waiting {
                reason: waiting.text_at("reason").to_owned(),
                message: waiting.text_at("message").to_owned(),
            };
        }
        if self.init && !self.sidecar && !over {
            let before = std::mem::replace(&mut self.state, State::waiting("PodInitializing"));
            match before {
                State::Ended(end) => self.last = Some(end),
                other => self.state = other,
            }
        }
    }
}

fn ended(terminated: &Value) -> Ended {
    Ended {
        code: terminated
            .int_at("exitCode")
            .and_then(|code| i32::try_from(code).ok())
            .unwrap_or(UNSEEN.0),
        reason: terminated.text_at("reason").to_owned(),
        message: terminated.text_at("message").to_owned(),
        started: moment(terminated, "startedAt"),
        finished: moment(terminated, "finishedAt"),
        id: bare(terminated.text_at("containerID")).to_owned(),
    }
}

/// A container's ID without the runtime's name.
fn bare(id: &str) -> &str {
    id.split_once("://").map_or(id, |(_, id)| id)
}

fn moment(value: &Value, field: &str) -> Timestamp {
    value
        .text_at(field)
        .parse()
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
