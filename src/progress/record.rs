//! What is known of one exercise.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::HINTS;
use crate::check::Verdict;

/// When, where and by what something was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// When, by this machine's clock.
    pub at: Timestamp,
    /// The cluster's identity: the UID of `kube-system`, or the CA's digest where that is forbidden.
    pub cluster: String,
    /// The version of podo.
    pub podo_version: String,
    /// The version of the lesson pack.
    pub pack_version: String,
}

/// A check and its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What came out.
    pub verdict: Verdict,
    /// When and where.
    #[serde(flatten)]
    pub seen: Seen,
}

/// The first passing check on one cluster, with what the learner had needed until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// When and where.
    #[serde(flatten)]
    pub seen: Seen,
    /// Checks until then, this one included.
    pub attempts: u32,
    /// Hints seen until then, 0 to [`HINTS`].
    pub hints_used: u8,
    /// Whether the solution had been shown.
    pub solution_shown: bool,
}

/// What is known of one exercise. Changed through [`Progress`](super::Progress) only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExerciseRecord {
    started: Option<Seen>,
    attempts: u32,
    failed_in_row: u32,
    hints_used: u8,
    solution_shown: bool,
    last_check: Option<Check>,
    /// One per cluster, in the order they were recorded.
    passes: Vec<Pass>,
}

impl ExerciseRecord {
    /// When the exercise was begun for the first time; `None` when it was only ever verified.
    pub fn started(&self) -> Option<&Seen> {
        self.started.as_ref()
    }

    /// How often the learner's work was checked, checks without a judgement left out.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Failed checks since the exercise was begun or last passed.
    pub fn failed_in_row(&self) -> u32 {
        self.failed_in_row
    }

    /// The highest hint seen, 0 to [`HINTS`].
    pub fn hints_used(&self) -> u8 {
        self.hints_used
    }

    /// Whether the solution was ever shown.
    pub fn solution_shown(&self) -> bool {
        self.solution_shown
    }

    /// The check that was recorded last.
    pub fn last_check(&self) -> Option<&Check> {
        self.last_check.as_ref()
    }

    /// The first pass on each cluster, in the order they were recorded.
    pub fn passes(&self) -> &[Pass] {
        &self.passes
    }

    /// Whether a passing verdict was recorded, on any cluster.
    pub fn passed(&self) -> bool {
        !self.passes.is_empty()
    }

    /// When the first passing verdict was recorded.
    pub fn first_passed_at(&self) -> Option<Timestamp> {
        self.passes.first().map(|pass| pass.seen.at)
    }

    /// The pass on the cluster of that identity.
    pub fn passed_on(&self, cluster: &str) -> Option<&Pass> {
        self.passes.iter().find(|pass| pass.seen.cluster == cluster)
    }

    /// The latest time something was recorded.
    pub fn last_seen_at(&self) -> Option<Timestamp> {
        let started = self.started.as_ref().map(|seen| seen.at);
        let checked = self.last_check.as_ref().map(|check| check.seen.at);
        started.max(checked)
    }

    pub(super) fn begin(&mut self, seen: &Seen) {
        self.failed_in_row = 0;
        self.started.get_or_insert_with(|| seen.clone());
    }

    pub(super) fn check(&mut self, verdict: Verdict, seen: &Seen) {
        if judges_work(verdict) {
            self.attempts = self.attempts.saturating_add(1);
        }
        match verdict {
            Verdict::Fail => self.failed_in_row = self.failed_in_row.saturating_add(1),
            Verdict::Pass => self.pass(seen),
            // Neither right nor wrong: what came before is not undone by it.
            _ => {}
        }
        self.last_check = Some(Check {
            verdict,
            seen: seen.clone(),
        });
    }

    fn pass(&mut self, seen: &Seen) {
        self.failed_in_row = 0;
        if self.passed_on(&seen.cluster).is_none() {
            self.passes.push(Pass {
                seen: seen.clone(),
                attempts: self.attempts,
                hints_used: self.hints_used,
                solution_shown: self.solution_shown,
            });
        }
    }

    pub(super) fn hint(&mut self, level: u8) {
        self.hints_used = self.hints_used.max(level.min(HINTS));
    }

    pub(super) fn show_solution(&mut self) {
        self.solution_shown = true;
    }
}

/// A command that succeeded, however often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Used {
    /// The lesson that was open the first time, `PACK/LESSON`.
    pub lesson: String,
    /// When it was used first.
    pub first: Timestamp,
    /// How often.
    pub times: u32,
}

/// Whether a verdict says something about the learner's work. The others say that podo could not tell.
fn judges_work(verdict: Verdict) -> bool {
    use Verdict::{Blocked, Error, Fail, Lost, NotSetUp, Pass, Unsupported, Waiting};
    match verdict {
        Pass | Fail | Waiting | Blocked | Lost => true,
        NotSetUp | Unsupported | Error => false,
    }
}
