//! How far a learner is with several exercises.

use jiff::Timestamp;

use super::ExerciseRecord;
use crate::lesson::model::ExerciseId;

/// How far a learner is with a lesson or a course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many exercises there are.
    pub exercises: usize,
    /// How many were begun or checked.
    pub touched: usize,
    /// How many have a recorded pass.
    pub passed: usize,
    /// Checks of the learner's work, over all exercises.
    pub attempts: u64,
    /// Hints seen, over all exercises.
    pub hints_used: u32,
    /// How many solutions were shown.
    pub solutions_shown: usize,
    /// The first exercise without a recorded pass.
    pub next: Option<ExerciseId>,
    /// The latest time something was recorded.
    pub last_seen_at: Option<Timestamp>,
}

impl Summary {
    /// Whether every exercise has a recorded pass. No exercises are not all done.
    pub fn is_complete(&self) -> bool {
        self.exercises > 0 && self.passed == self.exercises
    }

    pub(super) fn add(&mut self, id: ExerciseId, record: Option<&ExerciseRecord>) {
        self.exercises += 1;
        if record.is_some_and(ExerciseRecord::passed) {
            self.passed += 1;
        } else if self.next.is_none() {
            self.next = Some(id);
        }
        let Some(record) = record else { return };
        self.touched += 1;
        self.attempts += u64::from(record.attempts());
        self.hints_used += u32::from(record.hints_used());
        self.solutions_shown += usize::from(record.solution_shown());
        self.last_seen_at = self.last_seen_at.max(record.last_seen_at());
    }
}
