//! What time it is, injected: real time, faster time, or a time that only a test moves.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// The sandbox's only source of time; clones share it.
///
/// Everything that waits or stamps asks a clock, so that tests need not sleep through a back-off
/// of minutes.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    Real,
    Scaled {
        start: Timestamp,
        began: Instant,
        factor: u32,
    },
    Manual {
        now: Mutex<Timestamp>,
        moved: watch::Sender<()>,
    },
}

impl Clock {
    /// The machine's time.
    pub fn real() -> Self {
        Self(Arc::new(Source::Real))
    }

    /// A time that starts now and runs `factor` times as fast; `0` counts as `1`.
    pub fn scaled(factor: u32) -> Self {
        Self(Arc::new(Source::Scaled {
            start: Timestamp::now(),
            began: Instant::now(),
            factor: factor.max(1),
        }))
    }

    /// A time that stands still at `start` until [`Clock::advance`] moves it.
    pub fn manual(start: Timestamp) -> Self {
        Self(Arc::new(Source::Manual {
            now: Mutex::new(start),
            moved: watch::Sender::new(()),
        }))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &*self.0 {
            Source::Real => Timestamp::now(),
            Source::Scaled {
                start,
                began,
                factor,
            } => {
                let passed =
                    SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
                let scaled = passed.checked_mul(i32::try_from(*factor).unwrap_or(i32::MAX));
                start
                    .saturating_add(scaled.unwrap_or(SignedDuration::MAX))
                    .unwrap_or(Timestamp::MAX)
            }
            Source::Manual { now, .. } => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The present moment as `metadata.creationTimestamp` has it: whole seconds.
    pub fn stamp(&self) -> String {
        seconds(self.now())
    }

    /// The present moment as `eventTime` has it: microseconds.
    pub fn micro_stamp(&self) -> String {
        format!("{:.6}", self.now())
    }

    /// Waits until `duration` of this clock's time has passed.
    pub async fn sleep(&self, duration: Duration) {
        match &*self.0 {
            Source::Real => tokio::time::sleep(duration).await,
            Source::Scaled { factor, .. } => tokio::time::sleep(duration / *factor).await,
            Source::Manual { moved, .. } => {
                let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
                let wake = self
                    .now()
                    .saturating_add(duration)
                    .unwrap_or(Timestamp::MAX);
                let mut moved = moved.subscribe();
                while self.now() < wake && moved.changed().await.is_ok() {}
            }
        }
    }

    /// Waits until this clock shows `moment`; returns at once if it already has.
    pub async fn sleep_until(&self, moment: Timestamp) {
        while let Ok(left) = Duration::try_from(moment.duration_since(self.now())) {
            if left.is_zero() {
                return;
            }
            self.sleep(left).await;
        }
    }

    /// Moves a manual clock on and wakes who has waited long enough; other clocks move themselves.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual { now, moved } = &*self.0 {
            let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = now.saturating_add(by).unwrap_or(Timestamp::MAX);
            drop(now);
            moved.send_replace(());
        }
    }
}

/// A moment as Kubernetes writes `metav1.Time`.
pub fn seconds(moment: Timestamp) -> String {
    Timestamp::from_second(moment.as_second())
        .map_or_else(|_| moment.to_string(), |whole| whole.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_wakes_a_sleeper_only_when_it_is_moved_far_enough() {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep(Duration::from_secs(10)).await;
                clock.now()
            }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(9));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        assert_eq!(sleeper.await.unwrap().as_second(), 10);
    }

    #[tokio::test]
    async fn a_fast_clock_shortens_waiting() {
        let clock = Clock::scaled(1_000);
        let began = Instant::now();
        clock.sleep(Duration::from_secs(10)).await;
        assert!(began.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn stamps_are_cut_to_seconds_and_microseconds() {
        let clock = Clock::manual("2026-01-02T03:04:05.987654321Z".parse().unwrap());
        assert_eq!(clock.stamp(), "2026-01-02T03:04:05Z");
        assert_eq!(clock.micro_stamp(), "2026-01-02T03:04:05.987654Z");
    }
}
