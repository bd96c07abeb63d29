//! Judging an exercise: expectations against one snapshot. Pure.
//!
//! All expectations are evaluated from the same [`crate::snapshot::Snapshot`] and all are reported. The verdict of
//! an expectation says what a learner must be able to tell apart: wrong, not yet, cannot tell.

mod answer;
pub mod cel;
mod crash;
mod evaluate;
mod lag;
mod matcher;
pub mod merge_key;
pub mod needs;
mod pending;
mod probe;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lesson::model::{Bounds, ExerciseId, Need};
use crate::snapshot::gap::Gap;
use crate::snapshot::object::ObjectKey;
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling::Work;

pub use evaluate::{evaluate, holds};

/// What a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold, and waiting will not help.
    Fail,
    /// Right so far; controllers are still at work.
    Waiting,
    /// Something else must hold first.
    Blocked,
    /// The exercise was never begun.
    NotSetUp,
    /// It can't be completed any more from this state.
    Lost,
    /// This cluster or machine can't show it.
    Unsupported,
    /// podo's or the cluster's fault, never the learner's.
    Error,
}

impl Verdict {
    /// The word used in JSON and in message ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
            Self::NotSetUp => "not-set-up",
            Self::Lost => "lost",
            Self::Unsupported => "unsupported",
            Self::Error => "error",
        }
    }
}

/// What a check of an exercise found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// The verdict of the whole.
    pub verdict: Verdict,
    /// Every expectation, in the lesson's order.
    pub outcomes: Vec<Outcome>,
    /// What the start state must go on meeting.
    pub given: Vec<Outcome>,
}

impl Report {
    /// The outcome of the expectation of that id.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }

    /// The outcomes with a verdict.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Outcome> {
        self.outcomes
            .iter()
            .filter(move |outcome| outcome.verdict == verdict)
    }
}

/// What became of one expectation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The expectation's id.
    pub id: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Why it is not `pass`; empty when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The objects it is about: those that fit, or the nearest candidate.
    pub subjects: Vec<ObjectKey>,
    /// What controllers are still at work on, or stuck with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
}

/// Why an expectation does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "cause", rename_all = "camelCase")]
pub enum Cause {
    /// No object fits the reference.
    Missing,
    /// An object is there that should not be.
    Present,
    /// Fields of the nearest object differ.
    Fields {
        /// Which; intent before what was only observed.
        mismatches: Vec<Mismatch>,
    },
    /// The number of objects differs.
    Count {
        /// How many fit.
        found: u64,
        /// How many are wanted.
        bounds: Bounds,
        /// Those that fit the reference but not the pattern, with what differs.
        others: Vec<Mismatch>,
    },
    /// It fits, but was there before the exercise began.
    FromBefore,
    /// It fits, but was not changed since the exercise began.
    Unchanged,
    /// The CEL expression is false.
    False {
        /// What kept it from being evaluated, if something did.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// Another HTTP answer than wanted.
    Http {
        /// The status, if there was an answer.
        status: Option<u16>,
        /// The status wanted.
        wanted: u16,
        /// The text that is not in the body.
        #[serde(skip_serializing_if = "Option::is_none")]
        lacks: Option<String>,
        /// What kept the request from being answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The log lacks the text.
    Log {
        /// The text.
        lacks: String,
    },
    /// The file is not there or has another content.
    File {
        /// The path.
        path: String,
        /// What was found; `None` when there is no such file.
        found: Option<String>,
        /// The text wanted.
        wanted: String,
    },
    /// docker has no such image, or another one than wanted.
    Image {
        /// The name that was looked for.
        image: String,
        /// What is the matter with it.
        fault: ImageFault,
    },
    /// Nothing was answered yet.
    NoAnswer,
    /// The answer differs from the live value.
    WrongAnswer {
        /// What was typed.
        given: String,
        /// The live value.
        live: String,
        /// Which of the likely wrong answers it is.
        known: Option<usize>,
    },
    /// What must be read could not be read.
    Gap(Gap),
    /// These expectations must hold first.
    After {
        /// Their ids.
        ids: Vec<String>,
    },
    /// Something that the exercise needs is not there.
    Lacking {
        /// What.
        need: Need,
        /// Why not.
        reason: String,
    },
}

/// What is the matter with an image that docker was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "camelCase")]
pub enum ImageFault {
    /// There is none of that name.
    Missing,
    /// It is not what another name stands for, and should be.
    Differs {
        /// The other name.
        from: String,
    },
    /// It is what another name stands for, and should not be.
    Same {
        /// The other name.
        with: String,
    },
}

/// One field that differs from what is wanted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mismatch {
    /// The object.
    pub object: ObjectKey,
    /// The field.
    pub path: FieldPath,
    /// What is wanted; `null`: no such field.
    pub expected: Value,
    /// What is there.
    pub actual: Option<Value>,
}

impl Mismatch {
    /// Whether controllers write this field, so that it may still change by itself.
    pub fn is_observed(&self) -> bool {
        self.path.top() == Some("status")
    }

    /// Whether a Pod's programs are to have ended.
    fn wants_an_end(&self) -> bool {
        self.path.to_string() == "status.phase"
            && matches!(self.expected.as_str(), Some("Succeeded" | "Failed"))
    }
}

#[cfg(test)]
mod tests;
