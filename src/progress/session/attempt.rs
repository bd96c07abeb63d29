//! One attempt at an exercise: what was there when it began and what has happened since.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::AttemptId;
use crate::check::Verdict;
use crate::progress::HINTS;
use crate::snapshot::{Inventory, TypedCommand};

/// How many commands are kept: enough for the longest exercise, small enough to write each time.
pub const COMMANDS_KEPT: usize = 50;

/// One attempt at an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    id: AttemptId,
    inventory: Inventory,
    commands: VecDeque<TypedCommand>,
    answers: BTreeMap<String, String>,
    passed_before: BTreeSet<String>,
    hint_level: u8,
    failed_checks: u32,
    last_verdict: Option<Verdict>,
}

impl Attempt {
    pub(super) fn new(id: AttemptId, inventory: Inventory) -> Self {
        Self {
            id,
            inventory,
            commands: VecDeque::new(),
            answers: BTreeMap::new(),
            passed_before: BTreeSet::new(),
            hint_level: 0,
            failed_checks: 0,
            last_verdict: None,
        }
    }

    /// Which attempt it is; to be given to [`Session::attempt_mut`](super::Session::attempt_mut).
    pub fn id(&self) -> &AttemptId {
        &self.id
    }

    /// What existed when the exercise began.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// The commands typed since, oldest first, the last [`COMMANDS_KEPT`].
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &TypedCommand> + ExactSizeIterator {
        self.commands.iter()
    }

    /// The answers given, by expectation id.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.answers
    }

    /// The expectations that passed at some check of this attempt. One that fails now was undone.
    pub fn passed_before(&self) -> &BTreeSet<String> {
        &self.passed_before
    }

    /// The highest hint shown in this attempt, 0 to [`HINTS`].
    pub fn hint_level(&self) -> u8 {
        self.hint_level
    }

    /// Checks of this attempt that failed.
    pub fn failed_checks(&self) -> u32 {
        self.failed_checks
    }

    /// What the last check of this attempt said.
    pub fn last_verdict(&self) -> Option<Verdict> {
        self.last_verdict
    }

    /// Adds a command that has ended; beyond [`COMMANDS_KEPT`] the oldest goes.
    pub fn record_command(&mut self, command: TypedCommand) {
        while self.commands.len() >= COMMANDS_KEPT {
            self.commands.pop_front();
        }
        self.commands.push_back(command);
    }

    /// Keeps an answer; a later one to the same expectation takes its place.
    pub fn record_answer(&mut self, expectation: impl Into<String>, text: impl Into<String>) {
        self.answers.insert(expectation.into(), text.into());
    }

    /// Notes a check: its verdict and the expectations that passed in it.
    pub fn record_check(
        &mut self,
        verdict: Verdict,
        passed: impl IntoIterator<Item = impl Into<String>>,
    ) {
        self.last_verdict = Some(verdict);
        self.passed_before
            .extend(passed.into_iter().map(Into::into));
        if verdict == Verdict::Fail {
            self.failed_checks = self.failed_checks.saturating_add(1);
        }
    }

    /// Takes the next hint and returns its number, 1 to [`HINTS`]; after the last, the last again.
    pub fn next_hint(&mut self) -> u8 {
        self.hint_level = self.hint_level.saturating_add(1).min(HINTS);
        self.hint_level
    }
}
