//! What is wrong in a namespace that nobody gave a task for.
//!
//! ```text
//! Snapshot ─ expected ─> expectations that healthy objects meet ─ check ─> Report ─ explain ─> Health
//! ```
//!
//! The same judge and the same rules as in an exercise; only the expectations are made from what is
//! there. What could not be read is unknown: nothing is expected of it, and nothing concluded from
//! its absence. Pure: `commands` looks at the cluster or reads the file.

mod aim;
mod endpoints;
mod expected;
pub mod report;
#[cfg(test)]
mod tests;
pub mod text;

use std::collections::BTreeSet;

use crate::check::evaluate;
use crate::check::needs::Needs;
use crate::explain::{Confidence, Finding, state};
use crate::snapshot::Snapshot;
use crate::snapshot::gap::Gap;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;

pub use aim::Aim;

/// The kinds that are looked at in a namespace, and cluster-wide as far as they matter there.
const KINDS: [&str; 18] = [
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Endpoints",
    "Job",
    "LimitRange",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "ReplicaSet",
    "ResourceQuota",
    "Secret",
    "Service",
    "StatefulSet",
    "StorageClass",
];

/// Those of which it can be said whether they are well.
const JUDGED: [&str; 8] = [
    "DaemonSet",
    "Deployment",
    "Job",
    "PersistentVolumeClaim",
    "Pod",
    "ReplicaSet",
    "Service",
    "StatefulSet",
];

/// How it stands with a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is wrong that podo can see.
    Healthy,
    /// Nothing is wrong, and controllers are still at work.
    Settling,
    /// Something is wrong.
    Unhealthy,
    /// Too little could be read to say.
    Unknown,
}

impl State {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Settling => "settling",
            Self::Unhealthy => "unhealthy",
            Self::Unknown => "unknown",
        }
    }
}

/// What was found in a namespace.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// How it stands.
    pub state: State,
    /// Independent causes, the first one first.
    pub findings: Vec<Finding>,
    /// Findings that follow from others.
    pub folded: Vec<Finding>,
    /// What is still being worked on.
    pub waiting: Vec<Finding>,
    /// What could not be read.
    pub unknown: Vec<Gap>,
    /// How many objects were judged.
    pub judged: usize,
}

/// What one observation has to read.
pub fn needs() -> Needs {
    Needs {
        kinds: KINDS.map(str::to_owned).into(),
        ..Needs::default()
    }
}

/// The kinds that were asked for in a state of a lesson, where an exercise decides what is looked at.
pub fn read_for_lesson(snapshot: &Snapshot) -> BTreeSet<String> {
    let found = snapshot.objects.iter().map(Object::kind);
    Needs::of_found(found).kinds
}

impl Health {
    /// The same with commands that go where it was looked.
    #[must_use]
    pub fn aimed(mut self, aim: &Aim) -> Self {
        let all = [&mut self.findings, &mut self.folded, &mut self.waiting];
        for findings in all {
            *findings = findings.drain(..).map(|f| aim.finding(f)).collect();
        }
        self
    }
}

/// Examines the namespace of a snapshot.
///
/// What a learner did, and the exercise that the snapshot may be of, are left aside.
pub fn examine(snapshot: &Snapshot) -> Health {
    let state = without_exercise(snapshot);
    let graph = Graph::new(&state);
    let (lesson, expected) = expected::of(&graph);
    let report = evaluate(&lesson, &expected.exercise, &graph);
    let subjects = (&lesson, &expected.exercise);
    let state::Explained {
        findings,
        folded,
        waiting,
    } = state::explain(subjects, &expected.about, &report, &graph);
    let finished = |mut finding: Finding| {
        let id = finding.expectation.take();
        if id.is_some_and(|id| expected.guessed.contains(&id)) {
            finding.confidence = finding.confidence.max(Confidence::Likely);
        }
        // The namespace is nobody's exercise.
        finding.variant = finding.variant.filter(|variant| *variant != "own");
        finding
    };
    let all = |findings: Vec<Finding>| findings.into_iter().map(finished).collect::<Vec<_>>();
    let (findings, folded, waiting) = (all(findings), all(folded), all(waiting));
    Health {
        state: if state.has_gap("") || expected.judged == 0 && is_unread(&state) {
            State::Unknown
        } else if !findings.is_empty() {
            State::Unhealthy
        } else if !waiting.is_empty() {
            State::Settling
        } else {
            State::Healthy
        },
        findings,
        folded,
        waiting,
        unknown: state.gaps.clone(),
        judged: expected.judged,
    }
}

/// Notes as unknown the kinds that a state was not asked for: those that are neither among its
/// objects nor in `read`.
pub fn note_unread(snapshot: &mut Snapshot, read: &BTreeSet<String>) {
    let objects = snapshot.objects.iter().chain(&snapshot.events);
    let mut known: BTreeSet<String> = objects.map(|object| object.kind().to_owned()).collect();
    known.extend(read.iter().cloned());
    known.extend(snapshot.gaps.iter().map(|gap| gap.kind.clone()));
    for kind in KINDS.into_iter().chain(["Event"]) {
        // Endpoints are no loss: what they hold follows from the Service and the Pods.
        if known.contains(kind) || kind == "Endpoints" {
            continue;
        }
        snapshot.gaps.push(Gap::not_included(kind.to_owned()));
    }
}

/// The state alone, with the endpoints that were not read.
fn without_exercise(snapshot: &Snapshot) -> Snapshot {
    let mut state = Snapshot {
        objects: snapshot.objects.clone(),
        events: snapshot.events.clone(),
        gaps: snapshot.gaps.clone(),
        previous_logs: snapshot.previous_logs.clone(),
        ..Snapshot::new(snapshot.at, snapshot.cluster.clone())
    };
    state.cluster.begun_on = None;
    state.gaps.retain(|gap| gap.kind != "Endpoints");
    endpoints::complete(&mut state);
    state
}

/// Whether nothing was read of which it can be said whether it is well.
fn is_unread(state: &Snapshot) -> bool {
    JUDGED.into_iter().all(|kind| state.has_gap(kind))
}
