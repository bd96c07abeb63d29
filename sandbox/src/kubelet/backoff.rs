//! How long a failed container or image waits before it is tried again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Ten seconds, doubled each time up to five minutes, forgotten after ten quiet minutes.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    delay: Option<Duration>,
    at: Option<Timestamp>,
}

const FIRST: Duration = Duration::from_secs(10);
const MOST: Duration = Duration::from_mins(5);

impl Backoff {
    /// The delay that now holds.
    pub(super) fn delay(&self) -> Duration {
        self.delay.unwrap_or(FIRST)
    }

    /// Until when to wait, counted from a failure; nothing if there is nothing to wait for.
    pub(super) fn until(&self, failure: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let delay = self.delay?;
        let quiet = Duration::try_from(now.duration_since(self.at?)).unwrap_or_default();
        if quiet > 2 * MOST + delay {
            return None;
        }
        let until = failure
            .saturating_add(SignedDuration::try_from(delay).ok()?)
            .ok()?;
        (until > now).then_some(until)
    }

    /// Notes that it is tried (again): the next failure waits longer.
    pub(super) fn next(&mut self, now: Timestamp) {
        let quiet = self
            .at
            .and_then(|at| Duration::try_from(now.duration_since(at)).ok())
            .unwrap_or_default();
        self.delay = Some(match self.delay {
            Some(delay) if quiet <= 2 * MOST => (2 * delay).min(MOST),
            _ => FIRST,
        });
        self.at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_restart_is_at_once_and_later_ones_wait_ever_longer() {
        let mut backoff = Backoff::default();
        let mut now = Timestamp::UNIX_EPOCH;
        let mut waited = Vec::new();
        for _ in 0..8 {
            let until = backoff.until(now, now);
            waited.push(until.map_or(0, |u| u.duration_since(now).as_secs()));
            now = until.unwrap_or(now);
            backoff.next(now);
            now = now.saturating_add(SignedDuration::from_secs(1)).unwrap();
        }
        assert_eq!(waited, [0, 10, 20, 40, 80, 160, 300, 300]);
        let later = now.saturating_add(SignedDuration::from_secs(1000)).unwrap();
        assert_eq!(backoff.until(later, later), None);
        backoff.next(later);
        assert_eq!(backoff.delay(), FIRST);
    }
}
