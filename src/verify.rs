//! Re-verifying a course: what must hold now is judged live, the rest is taken from the record.
//!
//! Pure: which exercises are judged how, and the report that comes of it. `commands/verify.rs` asks
//! the cluster.

pub mod junit;
pub mod note;
pub mod report;
#[cfg(test)]
mod tests;
pub mod text;

use jiff::Timestamp;

use crate::check::Verdict;
use crate::lesson::model::{Exercise, ExpectationKind, Holds, Lesson};
use crate::progress::{ExerciseRecord, Progress, Session};

/// How an exercise is to be judged.
#[derive(Debug, Clone)]
pub enum Judging {
    /// On the cluster, with all expectations: it is the one being worked on.
    Current,
    /// On the cluster, as far as its state must still hold. Answers were given once and need not
    /// be given again, so they are left out.
    Holding(Box<Exercise>),
    /// From the record: its state need not hold any more, or there is nothing to look at.
    Recorded(Recorded),
}

/// What the record says of an exercise on one cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It was passed there.
    Passed(Timestamp),
    /// It was checked there and not passed.
    NotPassed {
        /// The last verdict.
        verdict: Verdict,
        /// When.
        at: Timestamp,
    },
    /// It was begun there, and no check gave a verdict.
    NoVerdict,
    /// It was begun or passed on another cluster only; what counts is what was seen on this one.
    Elsewhere,
    /// It was never begun anywhere.
    NeverBegun,
}

/// How an exercise is to be judged on the cluster of the identity `cluster`, by what is recorded
/// and the session of its lesson.
pub fn judging(
    lesson: &Lesson,
    exercise: &Exercise,
    progress: &Progress,
    session: &Session,
    cluster: &str,
) -> Judging {
    let record = progress.exercise(&lesson.exercise_id(exercise));
    // A lesson that has ended, or was begun on another cluster, has nothing here to look at.
    let is_here = session
        .target()
        .is_some_and(|target| target.cluster == cluster);
    let is_current = session
        .attempt()
        .is_some_and(|attempt| attempt.id().exercise == exercise.id);
    let is_passed = record.is_some_and(|record| record.passed_on(cluster).is_some());
    if is_here && is_current && !is_passed {
        return Judging::Current;
    }
    if is_here
        && is_passed
        && must_hold(exercise, session)
        && let Some(holding) = what_holds(exercise)
    {
        return Judging::Holding(Box::new(holding));
    }
    Judging::Recorded(recorded(record, cluster))
}

/// Whether what a passed exercise made must still be there. What podo itself deleted since, for
/// another exercise's start state, need not.
fn must_hold(exercise: &Exercise, session: &Session) -> bool {
    session.has_passed(&exercise.id)
        && match &exercise.holds {
            Holds::Lesson => true,
            Holds::Moment => false,
            Holds::Until(other) => !session.has_begun(other),
        }
}

/// What of an exercise is judged again after it was passed; `None` where nothing is.
fn what_holds(exercise: &Exercise) -> Option<Exercise> {
    let mut holding = exercise.clone();
    holding.given.clear();
    holding
        .expect
        .retain(|e| !matches!(e.kind, ExpectationKind::Answer { .. }));
    let left: Vec<String> = holding.expect.iter().map(|e| e.id.clone()).collect();
    for expectation in &mut holding.expect {
        expectation.after.retain(|id| left.contains(id));
    }
    (!holding.expect.is_empty()).then_some(holding)
}

fn recorded(record: Option<&ExerciseRecord>, cluster: &str) -> Recorded {
    let Some(record) = record else {
        return Recorded::NeverBegun;
    };
    if let Some(pass) = record.passed_on(cluster) {
        return Recorded::Passed(pass.seen.at);
    }
    let begun_here = record.started().is_some_and(|seen| seen.cluster == cluster);
    match record.last_check() {
        Some(check) if check.seen.cluster == cluster => match check.verdict {
            // Whatever kept podo from judging then says nothing about now.
            Verdict::Pass | Verdict::Error | Verdict::NotSetUp => Recorded::NoVerdict,
            verdict => Recorded::NotPassed {
                verdict,
                at: check.seen.at,
            },
        },
        None if begun_here => Recorded::NoVerdict,
        None if record.started().is_none() => Recorded::NeverBegun,
        _ => Recorded::Elsewhere,
    }
}
