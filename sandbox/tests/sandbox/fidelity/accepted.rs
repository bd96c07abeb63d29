//! Where the sandbox may differ from what was recorded, and why: one list, as narrow as it can be.

use std::{cell::Cell, fmt::Write as _, fs};

use regex::Regex;
use serde::Deserialize;

use super::scenario;

/// An entry of `tests/fidelity/accepted.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accepted {
    pub(super) scenario: String,
    /// What is typed in the step, after `kubectl`.
    pub(super) step: String,
    /// A pattern for lines that only the recording has.
    recorded: Option<String>,
    /// A pattern for lines that only the sandbox has.
    sandbox: Option<String>,
    pub(super) reason: String,
    #[serde(skip)]
    used: Cell<bool>,
}

/// A line that only one of the two has.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    Recorded(String),
    Sandbox(String),
}

pub(super) fn read() -> Vec<Accepted> {
    let text = fs::read_to_string(scenario::folder().join("accepted.yaml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

impl Accepted {
    /// Whether it covers a difference; it is then of use.
    pub(super) fn covers(&self, scenario: &str, title: &str, difference: &Difference) -> bool {
        let (pattern, line) = match difference {
            Difference::Recorded(line) => (&self.recorded, line),
            Difference::Sandbox(line) => (&self.sandbox, line),
        };
        let covers = self.scenario == scenario
            && self.is_of(title)
            && pattern
                .as_ref()
                .is_some_and(|pattern| Regex::new(pattern).unwrap().is_match(line));
        if covers {
            self.used.set(true);
        }
        covers
    }

    pub(super) fn is_of(&self, title: &str) -> bool {
        title == self.step || title.strip_prefix("kubectl ") == Some(self.step.as_str())
    }

    pub(super) fn used(&self) -> bool {
        self.used.get()
    }
}

/// The lines that only one of two texts has, by their longest common subsequence.
pub(super) fn differences(recorded: &[String], sandbox: &[String]) -> Vec<Difference> {
    let (rows, columns) = (recorded.len(), sandbox.len());
    let mut longest = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            longest[row][column] = if recorded[row] == sandbox[column] {
                longest[row + 1][column + 1] + 1
            } else {
                longest[row + 1][column].max(longest[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut found = Vec::new();
    while row < rows || column < columns {
        if row < rows && column < columns && recorded[row] == sandbox[column] {
            (row, column) = (row + 1, column + 1);
        } else if row < rows
            && (column == columns || longest[row + 1][column] >= longest[row][column + 1])
        {
            found.push(Difference::Recorded(recorded[row].clone()));
            row += 1;
        } else {
            found.push(Difference::Sandbox(sandbox[column].clone()));
            column += 1;
        }
    }
    found
}

/// Differences as they are reported: what was recorded after `-`, what the sandbox says after `+`.
pub(super) fn show(differences: &[Difference]) -> String {
    let mut text = String::new();
    for difference in differences {
        let (mark, line) = match difference {
            Difference::Recorded(line) => ('-', line),
            Difference::Sandbox(line) => ('+', line),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {mark} {line}");
    }
    text
}

#[test]
fn only_what_one_side_has_is_a_difference() {
    let lines = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    assert_eq!(
        differences(&lines("a b c d"), &lines("a c e d")),
        [
            Difference::Recorded("b".into()),
            Difference::Sandbox("e".into())
        ]
    );
    assert!(differences(&lines("a b"), &lines("a b")).is_empty());
}
