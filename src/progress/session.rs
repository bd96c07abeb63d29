//! Where a lesson stands now: its cluster and the attempt at the current exercise.
//!
//! Whoever changes an attempt says which one it means. When another podo has meanwhile begun another
//! exercise, or reset this one, [`Session::attempt_mut`] gives `None` and nothing is mixed up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::check::Verdict;
use crate::snapshot::before::Before;
use crate::snapshot::{Inventory, Snapshot};
use crate::store::document::Document;

mod attempt;
#[cfg(test)]
mod tests;

pub use attempt::{Attempt, COMMANDS_KEPT};

/// Where a lesson stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    target: Option<Target>,
    attempt: Option<Attempt>,
    /// How cluster-wide objects were before exercises of this lesson changed them, by exercise.
    before: BTreeMap<String, Before>,
    /// Exercises begun since podo last emptied the namespace.
    begun: BTreeSet<String>,
    /// Exercises passed since then: what they made is still there, as far as podo is concerned.
    passed: BTreeSet<String>,
}

impl Document for Session {
    const FORMAT_VERSION: u32 = 1;
}

/// The place a lesson is taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The kubeconfig context's name.
    pub context: String,
    /// The cluster's identity, as in [`Seen::cluster`](super::Seen::cluster).
    pub cluster: String,
    /// The lesson's namespace.
    pub namespace: String,
}

/// The lesson was begun in another place, and a lesson keeps its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the lesson was begun in {0}")]
pub struct OtherTarget(
    /// Where it was begun.
    pub Target,
);

/// Which attempt at which exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttemptId {
    /// The exercise's id within the lesson.
    pub exercise: String,
    /// When it was begun; another beginning is another attempt.
    pub begun_at: Timestamp,
}

impl Session {
    /// Where the lesson is taken; `None` before it is begun.
    pub fn target(&self) -> Option<&Target> {
        self.target.as_ref()
    }

    /// Binds the lesson to a place. The same cluster and namespace may go by another context name;
    /// anything else is an error, and [`Session::release`] comes first.
    pub fn bind(&mut self, target: Target) -> Result<(), OtherTarget> {
        match &self.target {
            Some(bound) if !bound.is_same_place(&target) => Err(OtherTarget(bound.clone())),
            _ => {
                self.target = Some(target);
                Ok(())
            }
        }
    }

    /// Forgets place and attempt: the lesson has ended or is to be taken elsewhere.
    pub fn release(&mut self) {
        *self = Self::default();
    }

    /// Begins an exercise, or begins it again: what an earlier attempt had gathered is forgotten.
    pub fn begin(
        &mut self,
        target: Target,
        id: AttemptId,
        inventory: Inventory,
    ) -> Result<(), OtherTarget> {
        self.bind(target)?;
        self.begun.insert(id.exercise.clone());
        self.attempt = Some(Attempt::new(id, inventory));
        Ok(())
    }

    /// Notes that podo emptied the namespace: nothing that was made there before need hold.
    pub fn emptied(&mut self) {
        self.begun.clear();
        self.passed.clear();
    }

    /// Whether an exercise was begun since the namespace was last empty.
    pub fn has_begun(&self, exercise: &str) -> bool {
        self.begun.contains(exercise)
    }

    /// Whether an exercise was passed since the namespace was last empty, so that what it made can
    /// still be there.
    pub fn has_passed(&self, exercise: &str) -> bool {
        self.passed.contains(exercise)
    }

    /// Notes a check of an attempt: its verdict and the expectations that passed in it. `None` when
    /// the attempt is not the current one any more.
    pub fn record_check(
        &mut self,
        id: &AttemptId,
        verdict: Verdict,
        right: impl IntoIterator<Item = impl Into<String>>,
    ) -> Option<()> {
        self.attempt_mut(id)?.record_check(verdict, right);
        if verdict == Verdict::Pass {
            self.passed.insert(id.exercise.clone());
        }
        Some(())
    }

    /// Keeps how the cluster-wide objects of an exercise were. The first state that was kept stays:
    /// it is the one to go back to.
    pub fn remember(&mut self, exercise: &str, before: Before) {
        self.before.entry(exercise.to_owned()).or_insert(before);
    }

    /// What was kept, to be put back.
    pub fn remembered(&self) -> impl Iterator<Item = &Before> {
        self.before.values()
    }

    /// This session as if the exercise had begun with that inventory.
    #[must_use]
    pub fn with_inventory(&self, exercise: &str, inventory: Inventory) -> Self {
        let id = AttemptId {
            exercise: exercise.to_owned(),
            begun_at: inventory.at,
        };
        Self {
            attempt: Some(Attempt::new(id, inventory)),
            ..self.clone()
        }
    }

    /// The attempt at the current exercise.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempt.as_ref()
    }

    /// The attempt, to be changed; `None` when it is not the current one any more.
    pub fn attempt_mut(&mut self, id: &AttemptId) -> Option<&mut Attempt> {
        self.attempt.as_mut().filter(|attempt| attempt.id() == id)
    }

    /// Adds to a snapshot what the session knows: the cluster the lesson was begun on and, when the
    /// snapshot's exercise is the current one, what its attempt has gathered.
    pub fn add_to(&self, snapshot: &mut Snapshot) {
        snapshot.cluster.begun_on = self.target.as_ref().map(|target| target.cluster.clone());
        let exercise = snapshot.exercise.as_ref().map(|id| id.exercise.as_str());
        let Some(attempt) = self
            .attempt
            .as_ref()
            .filter(|attempt| Some(attempt.id().exercise.as_str()) == exercise)
        else {
            return;
        };
        snapshot.answers = attempt.answers().clone();
        snapshot.commands = attempt.commands().cloned().collect();
        snapshot.inventory = Some(attempt.inventory().clone());
        snapshot.passed_before = attempt.passed_before().clone();
    }
}

impl Target {
    /// Whether it is the same cluster and namespace, by whatever context name.
    pub fn is_same_place(&self, other: &Self) -> bool {
        self.cluster == other.cluster && self.namespace == other.namespace
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            context,
            cluster,
            namespace,
        } = self;
        write!(
            f,
            "context {context} (cluster {cluster}), namespace {namespace}"
        )
    }
}
