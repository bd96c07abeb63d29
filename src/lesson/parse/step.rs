//! Steps of setups, solutions, mistakes and cleanups.

use std::collections::{BTreeMap, BTreeSet};

use crate::lesson::commands::{self, Use};
use crate::lesson::expression;
use crate::lesson::model::{
    Action, AnswerValue, CelExpression, Expectation, ExpectationKind, Program, Ref, Step,
};
use crate::lesson::names::{nearest, stays_inside, tidy};
use crate::lesson::parse::Surroundings;
use crate::lesson::parse::expectation::{self, Place};
use crate::lesson::problem::{Expected, ProblemKind};
use crate::lesson::reader::{Fields, Report};
use crate::lesson::yaml::Node;

/// The words that say what a step does.
pub(super) const WORDS: &[&str] = &["kubectl", "docker", "minikube", "file", "answer", "wait"];

/// The keys of a `file` step that puts a file under another name.
pub(super) const FILE: &[&str] = &["name", "from"];

/// The keys of an `answer` step.
pub(super) const ANSWER: &[&str] = &["to", "value", "right", "cel"];

/// Longest a `wait` step waits unless it says otherwise, in seconds.
const WAIT_SECONDS: u32 = 60;

/// The longest that a `wait` step may say, in seconds: what pulling a large image over a slow
/// line takes.
pub(super) const MAX_WAIT_SECONDS: u64 = 900;

/// Reads the steps of one exercise.
pub(super) struct Steps<'a> {
    /// The exercise's expectations, which answers are given to.
    pub(super) expect: &'a [Expectation],
    /// What the exercise declares as changed outside the namespace.
    pub(super) cluster_wide: &'a [Ref],
    /// What the exercises are checked against.
    pub(super) around: &'a Surroundings<'a>,
    /// Files that setups and solutions give to kubectl; added to here.
    pub(super) applied: &'a mut BTreeSet<String>,
    /// What has been put into the working folder: its name there to its name in `files/`.
    pub(super) put: BTreeMap<String, String>,
}

impl Steps<'_> {
    /// The steps in the list `key`.
    pub(super) fn read(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        usage: Use,
        report: &mut Report,
    ) -> Vec<Step> {
        let items = fields.list(key, report).iter();
        items
            .filter_map(|item| self.step(item, key, usage, report))
            .collect()
    }

    fn step(&mut self, node: &Node, key: &str, usage: Use, report: &mut Report) -> Option<Step> {
        let fields = Fields::read(node, key, WORDS, report)?;
        let mut found = WORDS.iter().filter(|word| fields.node(word).is_some());
        let (Some(word), None) = (found.next(), found.next()) else {
            let found = WORDS
                .iter()
                .filter(|word| fields.node(word).is_some())
                .count();
            report.add(fields.line, ProblemKind::OneStep { found });
            return None;
        };
        let value = fields.node(word)?;
        let action = match *word {
            "file" => self.file(value, report)?,
            "answer" => self.answer(value, key, usage, report)?,
            "wait" => wait(value, report)?,
            program => self.run(Program::from_name(program)?, value, usage, report)?,
        };
        Some(Step {
            line: fields.line,
            action,
        })
    }

    fn run(
        &mut self,
        program: Program,
        value: &Node,
        usage: Use,
        report: &mut Report,
    ) -> Option<Action> {
        let line = report.text(value, program.name())?;
        let Ok(args) = shell_words::split(&line) else {
            report.add(value.line, ProblemKind::Quotes);
            return None;
        };
        let checked = commands::check(program, &args, usage, self.cluster_wide);
        for kind in checked.problems {
            report.add(value.line, kind);
        }
        // In a mistake a file may be missing on purpose.
        if matches!(usage, Use::Setup | Use::Solution) || checked.kustomizes {
            for name in checked.applies {
                if let Some(from) = self.put.get(&name) {
                    self.applied.insert(from.clone());
                } else if self.is_known_file(&name) {
                    self.applied.insert(name);
                } else {
                    self.unknown_file(value.line, &name, report);
                }
            }
        }
        Some(Action::Run { program, args })
    }

    fn file(&mut self, value: &Node, report: &mut Report) -> Option<Action> {
        let (name, from) = if value.entries().is_empty() {
            let name = report.text(value, "file")?;
            (name.clone(), name)
        } else {
            let fields = Fields::read(value, "file", FILE, report)?;
            let name = fields.required_text("name", report);
            let from = fields.required_text("from", report);
            (name?, from?)
        };
        for path in [&name, &from] {
            if !stays_inside(path) {
                let path = path.clone();
                report.add(value.line, ProblemKind::PathEscape { path });
                return None;
            }
        }
        let (name, from) = (tidy(&name), tidy(&from));
        if !self.around.files.contains(from.as_str()) {
            self.unknown_file(value.line, &from, report);
        }
        self.put.insert(name.clone(), from.clone());
        Some(Action::File { name, from })
    }

    /// Whether a name is a file of the lesson or a folder with files in it.
    fn is_known_file(&self, name: &str) -> bool {
        let folder = if name.is_empty() {
            String::new()
        } else {
            format!("{name}/")
        };
        self.around
            .files
            .iter()
            .any(|file| *file == name || file.starts_with(&folder))
    }

    fn unknown_file(&self, line: u32, name: &str, report: &mut Report) {
        let kind = ProblemKind::UnknownFile {
            name: name.to_owned(),
            nearest: nearest(name, self.around.files.iter().copied()),
        };
        report.add(line, kind);
    }

    fn answer(&self, value: &Node, key: &str, usage: Use, report: &mut Report) -> Option<Action> {
        if matches!(usage, Use::Setup | Use::Cleanup) {
            let kind = ProblemKind::KeyNotHere {
                key: "answer".to_owned(),
                of: key.to_owned(),
            };
            report.add(value.line, kind);
        }
        let fields = Fields::read(value, "answer", ANSWER, report)?;
        let to = fields.required_text("to", report)?;
        let is = self
            .expect
            .iter()
            .find_map(|expectation| match &expectation.kind {
                ExpectationKind::Answer { is, .. } if expectation.id == to => Some(is),
                _ => None,
            });
        if is.is_none() {
            let answers = self.expect.iter().filter_map(|expectation| {
                matches!(expectation.kind, ExpectationKind::Answer { .. })
                    .then_some(expectation.id.as_str())
            });
            report.unknown_id(fields.line_of("to"), &to, answers);
        }
        let value = answer_value(&fields, is, report)?;
        Some(Action::Answer { to, value })
    }
}

fn answer_value(
    fields: &Fields<'_>,
    is: Option<&CelExpression>,
    report: &mut Report,
) -> Option<AnswerValue> {
    let mut found = ["value", "right", "cel"]
        .into_iter()
        .filter(|key| fields.node(key).is_some());
    let Some(first) = found.next() else {
        fields.required("value", report);
        return None;
    };
    for key in found {
        let kind = ProblemKind::KeyNotHere {
            key: key.to_owned(),
            of: first.to_owned(),
        };
        report.add(fields.line_of(key), kind);
    }
    match first {
        "value" => fields.text("value", report).map(AnswerValue::Text),
        "cel" => {
            let node = fields.node("cel")?;
            let source = report.text(node, "cel")?;
            // The expression is over what the question is about; without the question there is
            // nothing to compile it against, and that has been reported.
            let with = is?.with.clone();
            Some(AnswerValue::Cel(expression::compile(
                source, with, node.line, report,
            )))
        }
        _ if fields.truth("right", report) => Some(AnswerValue::Right),
        _ => {
            report.wrong_type(fields.line_of("right"), "right", Expected::Truth);
            None
        }
    }
}

fn wait(value: &Node, report: &mut Report) -> Option<Action> {
    let expectation = expectation::read(value, "wait", Place::Wait, report)?;
    let fields = Fields::unchecked(value);
    let seconds = fields.number("seconds", 1..=MAX_WAIT_SECONDS, report);
    let seconds = seconds
        .and_then(|seconds| u32::try_from(seconds).ok())
        .unwrap_or(WAIT_SECONDS);
    Some(Action::Wait {
        expectation: Box::new(expectation),
        seconds,
    })
}
