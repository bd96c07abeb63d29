//! What a container waits for before its next start: the back-off after a crash or a failed pull.

use jiff::Timestamp;

use super::{Wake, Worker, later};
use crate::{
    kubelet::{pace, status::State},
    object::Meta,
};

impl Worker {
    pub(super) fn waits_after_crash(
        &mut self,
        number: usize,
        now: Timestamp,
        wake: &mut Wake,
    ) -> bool {
        let field = self.field(number);
        let slot = &mut self.slots[number];
        let Some(until) = slot.crashed.and_then(|at| slot.crash.until(at, now)) else {
            return false;
        };
        if let State::Ended(end) = &slot.state {
            slot.last = Some(end.clone());
        }
        let (name, delay) = (
            slot.spec.text_at("name").to_owned(),
            slot.crash.delay().as_secs(),
        );
        let delay = if delay >= 60 && delay.is_multiple_of(60) {
            format!("{}m0s", delay / 60)
        } else if delay > 60 {
            format!("{}m{}s", delay / 60, delay % 60)
        } else {
            format!("{delay}s")
        };
        let full = format!(
            "{}_{}({})",
            self.pod.name(),
            self.pod.namespace(),
            self.pod.uid()
        );
        slot.state = State::Waiting {
            reason: "CrashLoopBackOff".into(),
            message: format!("back-off {delay} restarting failed container={name} pod={full}"),
        };
        let due = slot.announced.map_or(now, |at| later(at, pace::AGAIN));
        if due <= now {
            slot.announced = Some(now);
            self.node.events.warning(
                &self.pod,
                &field,
                "BackOff",
                &format!("Back-off restarting failed container {name} in pod {full}"),
            );
            wake.at(later(now, pace::AGAIN));
        } else {
            wake.at(due);
        }
        wake.at(until);
        true
    }

    pub(super) fn waits_for_image(
        &mut self,
        number: usize,
        now: Timestamp,
        wake: &mut Wake,
    ) -> bool {
        let field = self.field(number);
        let slot = &mut self.slots[number];
        let Some((at, why)) = slot.unpulled.clone() else {
            return false;
        };
        let Some(until) = slot.pulls.until(at, now) else {
            return false;
        };
        wake.at(until);
        let shown = later(at, pace::SHOWN);
        if shown > now {
            wake.at(shown);
            return true;
        }
        let image = slot.spec.text_at("image").to_owned();
        let text = format!("Back-off pulling image \"{image}\"");
        slot.state = State::Waiting {
            reason: "ImagePullBackOff".into(),
            message: format!("{text}: ErrImagePull: {why}"),
        };
        let due = slot.announced.map_or(now, |at| later(at, pace::AGAIN));
        if due <= now {
            slot.announced = Some(now);
            self.node.events.normal(&self.pod, &field, "BackOff", &text);
            self.node
                .events
                .warning(&self.pod, &field, "Failed", "Error: ImagePullBackOff");
            wake.at(later(now, pace::AGAIN));
        } else {
            wake.at(due);
        }
        true
    }
}
