//! What merely differs because a recording is of an older version: one table of rewriting rules.

use std::{cell::Cell, fs};

use regex::Regex;
use serde::Deserialize;

use super::{scenario, transcript::Answer};

/// A rule of `tests/fidelity/versions.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Why the two differ.
    reason: String,
    /// A pattern for the titles of steps to which it applies; all if it is not there.
    step: Option<String>,
    /// A pattern for lines of the recording.
    recorded: Option<String>,
    /// A pattern for lines of the sandbox.
    sandbox: Option<String>,
    /// What what was found becomes; the line is left out if it is not there.
    becomes: Option<String>,
}

/// A rule, and whether it was of use.
struct Rule {
    entry: Entry,
    step: Option<Regex>,
    pattern: Regex,
    used: Cell<bool>,
}

/// The table.
pub(super) struct Versions(Vec<Rule>);

/// Whose lines are rewritten.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Recorded,
    Sandbox,
}

impl Versions {
    pub(super) fn read() -> Self {
        let text = fs::read_to_string(scenario::folder().join("versions.yaml")).unwrap();
        let entries: Vec<Entry> = serde_yaml::from_str(&text).unwrap();
        let compile = |pattern: &String| {
            Regex::new(pattern).unwrap_or_else(|error| panic!("versions.yaml: {error}"))
        };
        let rule = |entry: Entry| {
            let pattern = match (&entry.recorded, &entry.sandbox) {
                (Some(pattern), None) | (None, Some(pattern)) => compile(pattern),
                _ => panic!("versions.yaml: `recorded` or `sandbox`: {}", entry.reason),
            };
            Rule {
                step: entry.step.as_ref().map(compile),
                pattern,
                used: Cell::new(false),
                entry,
            }
        };
        Self(entries.into_iter().map(rule).collect())
    }

    /// The lines of an answer as the other version has them.
    pub(super) fn apply(&self, side: Side, answer: &Answer) -> Vec<String> {
        let mut lines = answer.lines.clone();
        for rule in &self.0 {
            let of_side = rule.entry.recorded.is_some() == (side == Side::Recorded);
            let of_step = rule.step.as_ref().is_none_or(|s| s.is_match(&answer.title));
            if !of_side || !of_step {
                continue;
            }
            lines.retain_mut(|line| {
                if !rule.pattern.is_match(line) {
                    return true;
                }
                rule.used.set(true);
                let Some(becomes) = &rule.entry.becomes else {
                    return false;
                };
                *line = rule
                    .pattern
                    .replace_all(line, becomes.as_str())
                    .trim_end()
                    .to_owned();
                true
            });
        }
        lines
    }

    /// The reasons of rules that were of no use.
    pub(super) fn unused(&self) -> Vec<&str> {
        let unused = self.0.iter().filter(|rule| !rule.used.get());
        unused.map(|rule| rule.entry.reason.as_str()).collect()
    }
}
