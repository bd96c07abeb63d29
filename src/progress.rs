//! What a learner has done: a pure model, kept by [`Store`](crate::store::Store).
//!
//! Three documents: [`Progress`] (what was done and seen, for ever), [`Session`] (where a lesson
//! stands now) and [`Settings`] (choices). Each is changed by small closures that are applied to
//! what is on the disk at that moment, so two podos add to each other's work.
//!
//! An exercise is passed when a passing verdict was recorded, with the cluster it was seen on. There
//! is no flag that says so, and no way to add a pass but [`Progress::record_check`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::check::Verdict;
use crate::lesson::model::{ExerciseId, Lesson};
use crate::store::document::Document;

mod command;
pub mod lesson_id;
mod record;
mod session;
mod settings;
mod summary;

#[cfg(test)]
mod tests;

/// The written form of a lesson's id.
fn key(lesson: &Lesson) -> String {
    format!("{}/{}", lesson.pack, lesson.name)
}

pub use command::{MASK, STDERR_TAIL, typed_command};
pub use lesson_id::{LessonId, LessonIdError, NAME_LENGTH};
pub use record::{Check, ExerciseRecord, Pass, Seen, Used};
pub use session::{Attempt, AttemptId, COMMANDS_KEPT, OtherTarget, Session, Target};
pub use settings::{Settings, Trust};
pub use summary::Summary;

/// How many hints an exercise has: a question, a pointer, the command.
pub const HINTS: u8 = 3;

/// What was done and seen, for every exercise that was ever begun or checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// By the written form of the id, `PACK/LESSON/EXERCISE`.
    exercises: BTreeMap<String, ExerciseRecord>,
    /// Commands that succeeded, by what a cheat sheet has for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    commands: BTreeMap<String, Used>,
    /// Lessons whose last exercise was begun as a test, `PACK/LESSON`, and when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tests: BTreeMap<String, Timestamp>,
}

impl Document for Progress {
    const FORMAT_VERSION: u32 = 1;
}

impl Progress {
    /// What is known of an exercise; `None` when it was never begun or checked.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&ExerciseRecord> {
        self.exercises.get(&id.to_string())
    }

    /// Whether a passing verdict was ever recorded, on any cluster.
    pub fn passed(&self, id: &ExerciseId) -> bool {
        self.exercise(id).is_some_and(ExerciseRecord::passed)
    }

    /// All records with their ids' written form, in its order; exercises that the pack no longer
    /// has included.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ExerciseRecord)> {
        self.exercises.iter().map(|(id, record)| (&**id, record))
    }

    /// Notes that an exercise is begun (or begun again): the first time is kept, failures are no
    /// longer in a row.
    pub fn record_begin(&mut self, id: &ExerciseId, seen: &Seen) {
        self.entry(id).begin(seen);
    }

    /// Notes a check's verdict. A pass counts from now on, whatever comes later.
    pub fn record_check(&mut self, id: &ExerciseId, verdict: Verdict, seen: &Seen) {
        self.entry(id).check(verdict, seen);
    }

    /// Notes that the learner has seen hint `level` (1 to [`HINTS`]); a lower one than before
    /// changes nothing.
    pub fn record_hint(&mut self, id: &ExerciseId, level: u8) {
        self.entry(id).hint(level);
    }

    /// Notes that the learner has seen the solution.
    pub fn record_solution(&mut self, id: &ExerciseId) {
        self.entry(id).show_solution();
    }

    /// Notes a command that succeeded, as a cheat sheet has it.
    pub fn record_command(&mut self, line: String, lesson: &Lesson, at: Timestamp) {
        let used = self.commands.entry(line).or_insert_with(|| Used {
            lesson: key(lesson),
            first: at,
            times: 0,
        });
        used.times = used.times.saturating_add(1);
    }

    /// The commands that succeeded.
    pub fn commands(&self) -> impl Iterator<Item = (&str, &Used)> {
        self.commands.iter().map(|(line, used)| (&**line, used))
    }

    /// Notes that the last exercise of a lesson is begun as a test of the whole lesson.
    pub fn record_test(&mut self, lesson: &Lesson, at: Timestamp) {
        self.tests.insert(key(lesson), at);
    }

    /// Whether a lesson is skipped: its last exercise was begun as a test and is passed, without its
    /// solution having been shown. No exercise but the last counts as passed by that.
    pub fn is_skipped(&self, lesson: &Lesson) -> bool {
        let last = lesson.exercises.last();
        let record = last.and_then(|last| self.exercise(&lesson.exercise_id(last)));
        let unaided =
            |record: &ExerciseRecord| record.passes().iter().any(|pass| !pass.solution_shown);
        self.tests.contains_key(&key(lesson)) && record.is_some_and(unaided)
    }

    /// How far the learner is with these exercises, given in their order: a lesson or the course.
    pub fn summary(&self, exercises: impl IntoIterator<Item = ExerciseId>) -> Summary {
        let mut summary = Summary::default();
        for id in exercises {
            let record = self.exercise(&id);
            summary.add(id, record);
        }
        summary
    }

    fn entry(&mut self, id: &ExerciseId) -> &mut ExerciseRecord {
        self.exercises.entry(id.to_string()).or_default()
    }
}
