//! How long a check goes on looking: at what is still moving, and at what has to last.

use std::time::Duration;

use jiff::SignedDuration;

use super::{Checked, steady};
use crate::check::Verdict;

/// How long a check waits for controllers in all, however much they keep moving.
const PATIENCE: Duration = Duration::from_secs(150);

/// How long the cause of a failure gets to show while things are still moving: a kubelet that was
/// waiting to pull one image may take 15 s to say that it cannot pull another.
const SHOWING: Duration = Duration::from_secs(20);

/// How long it is worth waiting; `None` when there is nothing to wait for.
///
/// A verdict of `fail` stands, but its cause may not show yet: a misspelt image is found out only
/// when the pull has failed. So what is still moving gets a few seconds to show it. And a pass has to
/// outlast the first moments of a container.
pub(super) fn time_left(checked: &Checked, elapsed: Duration) -> Option<Duration> {
    let now = checked.snapshot.at;
    let limit = match checked.report.verdict {
        Verdict::Waiting => PATIENCE,
        Verdict::Fail => SHOWING,
        Verdict::Pass if elapsed < PATIENCE => return steady::time_to_steady(&checked.snapshot),
        _ => return None,
    };
    let outcomes = checked.report.outcomes.iter();
    let until = outcomes
        .filter(|outcome| matches!(outcome.verdict, Verdict::Waiting | Verdict::Fail))
        .filter_map(|outcome| outcome.work.as_ref()?.until)
        .filter(|until| *until > now)
        .max();
    let left = match until {
        Some(until) => until.duration_since(now),
        None if checked.report.verdict == Verdict::Waiting => SignedDuration::from_secs(5),
        None => return None,
    };
    // A little more than is normal, so that the look after it finds the time passed.
    let left = Duration::try_from(left).unwrap_or_default() + Duration::from_millis(500);
    let left = left.min(limit.saturating_sub(elapsed));
    (!left.is_zero()).then_some(left)
}
