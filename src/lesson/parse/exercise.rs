//! One exercise.

use std::collections::{BTreeMap, BTreeSet};

use crate::lesson::commands::Use;
use crate::lesson::model::{Exercise, Expectation, Holds, Mistake, Ref};
use crate::lesson::parse::expectation::{self, Place};
use crate::lesson::parse::step::Steps;
use crate::lesson::parse::{Surroundings, both_texts, id, minutes, needs, notes};
use crate::lesson::problem::{Expected, ProblemKind};
use crate::lesson::reader::{Fields, Report};
use crate::lesson::refs;
use crate::lesson::yaml::{Data, Node};

/// The keys of an exercise.
pub(super) const KEYS: &[&str] = &[
    "id",
    "minutes",
    "needs",
    "teaches",
    "holds",
    "lab",
    "setup",
    "given",
    "expect",
    "solution",
    "mistakes",
    "hints",
    "clusterWide",
];

/// How many hints an exercise has: a question, a pointer, the command.
pub(super) const HINTS: usize = 3;

/// How many known mistakes an exercise has at least.
pub(super) const MISTAKES: usize = 2;

/// The keys of a mistake.
pub(super) const MISTAKE: &[&str] = &["id", "steps", "finding", "cleanup"];

/// The words that `holds` takes beside `{until: …}`.
pub(super) const HOLDS: [&str; 2] = ["lesson", "moment"];

/// Reads one exercise; adds the files that its setup and solution give to kubectl.
pub(super) fn read(
    node: &Node,
    around: &Surroundings<'_>,
    applied: &mut BTreeSet<String>,
    report: &mut Report,
) -> Option<Exercise> {
    let fields = Fields::read(node, "exercises", KEYS, report)?;
    let id = id(&fields, "id", report).unwrap_or_default();
    let lab = fields.truth("lab", report);
    let given = expectations(&fields, "given", Place::Given, report);
    fields.required("expect", report);
    let expect = expectations(&fields, "expect", Place::Expect { lab }, report);
    check_expectations(&fields, &given, &expect, lab, report);
    let cluster_wide: Vec<Ref> = fields
        .list("clusterWide", report)
        .iter()
        .filter_map(|item| refs::reference(item, "clusterWide", report))
        .collect();
    let mut steps = Steps {
        expect: &expect,
        cluster_wide: &cluster_wide,
        around,
        applied,
        put: BTreeMap::new(),
    };
    let setup = steps.read(&fields, "setup", Use::Setup, report);
    fields.required("solution", report);
    let solution = steps.read(&fields, "solution", Use::Solution, report);
    let mistakes = mistakes(&fields, &mut steps, report);
    let hints = both_texts(&fields, "hints", report);
    let found = fields.list("hints", report).len();
    if found != HINTS {
        report.add(fields.line_of("hints"), ProblemKind::Hints { found });
    }
    Some(Exercise {
        id,
        line: fields.line,
        minutes: minutes(&fields, report),
        needs: needs(&fields, report),
        teaches: notes::teaches(&fields, around, report),
        holds: holds(&fields, report),
        lab,
        setup,
        given,
        expect,
        solution,
        mistakes,
        hints,
        cluster_wide,
    })
}

/// Reports ids that several exercises have.
pub(super) fn check_ids(exercises: &[Exercise], report: &mut Report) {
    for (at, exercise) in exercises.iter().enumerate() {
        if exercises[..at]
            .iter()
            .any(|other| other.id == exercise.id && !other.id.is_empty())
        {
            report.add(
                exercise.line,
                ProblemKind::DuplicateId {
                    id: exercise.id.clone(),
                },
            );
        }
    }
}

/// Reports `holds: {until: …}` that names no later exercise.
pub(super) fn check_holds(exercises: &[Exercise], list: &Fields<'_>, report: &mut Report) {
    let nodes = list.node("exercises").map(Node::items).unwrap_or_default();
    for (at, exercise) in exercises.iter().enumerate() {
        let Holds::Until(id) = &exercise.holds else {
            continue;
        };
        // Exercises that could not be read at all have no place in `exercises`, so the line is
        // looked up by the exercise's own.
        let node = nodes.iter().find(|node| node.line == exercise.line);
        let line = node
            .and_then(|node| node.get("holds"))
            .map_or(exercise.line, |node| node.line);
        match exercises.iter().position(|other| other.id == *id) {
            None => report.unknown_id(line, id, exercises.iter().map(|other| other.id.as_str())),
            Some(other) if other <= at => {
                report.add(line, ProblemKind::NotLater { id: id.clone() });
            }
            Some(_) => {}
        }
    }
}

fn expectations(
    fields: &Fields<'_>,
    key: &str,
    place: Place,
    report: &mut Report,
) -> Vec<Expectation> {
    let items = fields.list(key, report).iter();
    items
        .filter_map(|item| expectation::read(item, key, place, report))
        .collect()
}

fn check_expectations(
    fields: &Fields<'_>,
    given: &[Expectation],
    expect: &[Expectation],
    lab: bool,
    report: &mut Report,
) {
    let all: Vec<&Expectation> = given.iter().chain(expect).collect();
    for (at, one) in all.iter().enumerate() {
        if all[..at]
            .iter()
            .any(|other| other.id == one.id && !one.id.is_empty())
        {
            report.add(one.line, ProblemKind::DuplicateId { id: one.id.clone() });
        }
    }
    let nodes = fields.node("expect").map(Node::items).unwrap_or_default();
    for one in expect {
        for id in &one.after {
            if expect.iter().all(|other| other.id != *id) {
                let line = line_of_after(nodes, one, id);
                report.unknown_id(line, id, expect.iter().map(|other| other.id.as_str()));
            }
        }
        if waits_for(one, &one.id, expect, &mut BTreeSet::new()) {
            report.add(one.line, ProblemKind::Circle { id: one.id.clone() });
        }
    }
    if fields.node("expect").is_some() && expect.iter().all(|one| one.at_start) {
        report.add(fields.line_of("expect"), ProblemKind::CannotFail);
    }
    if lab && !expect.is_empty() && expect.iter().all(|one| one.hidden) {
        report.add(fields.line_of("expect"), ProblemKind::AllHidden);
    }
}

/// The line of one id in the `after` of an expectation.
fn line_of_after(nodes: &[Node], expectation: &Expectation, id: &str) -> u32 {
    let node = nodes.iter().find(|node| node.line == expectation.line);
    let items = node
        .and_then(|node| node.get("after"))
        .map(Node::items)
        .unwrap_or_default();
    let item = items.iter().find(|item| item.text() == Some(id));
    item.map_or(expectation.line, |item| item.line)
}

/// Whether an expectation waits for the one called `id`, itself or through others.
fn waits_for<'a>(
    one: &'a Expectation,
    id: &str,
    all: &'a [Expectation],
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    one.after.iter().any(|next| {
        next == id
            || seen.insert(next)
                && all
                    .iter()
                    .find(|other| other.id == *next)
                    .is_some_and(|other| waits_for(other, id, all, seen))
    })
}

fn holds(fields: &Fields<'_>, report: &mut Report) -> Holds {
    let Some(node) = fields.node("holds") else {
        return Holds::Lesson;
    };
    if let Data::Map(_) = node.data {
        let until = Fields::read(node, "holds", &["until"], report)
            .and_then(|fields| fields.required_text("until", report));
        return until.map_or(Holds::Lesson, Holds::Until);
    }
    match node.text() {
        Some("lesson") => {}
        Some("moment") => return Holds::Moment,
        Some(word) => report.unknown_word(node.line, word, &["lesson", "moment", "{until: …}"]),
        None => report.wrong_type(node.line, "holds", Expected::Holds),
    }
    Holds::Lesson
}

fn mistakes(fields: &Fields<'_>, steps: &mut Steps<'_>, report: &mut Report) -> Vec<Mistake> {
    let items = fields.list("mistakes", report);
    let mut mistakes: Vec<Mistake> = Vec::new();
    for item in items {
        let Some(mistake) = mistake(item, steps, report) else {
            continue;
        };
        if mistakes
            .iter()
            .any(|other| other.id == mistake.id && !other.id.is_empty())
        {
            report.add(
                mistake.line,
                ProblemKind::DuplicateId {
                    id: mistake.id.clone(),
                },
            );
        }
        mistakes.push(mistake);
    }
    if items.len() < MISTAKES {
        report.add(
            fields.line_of("mistakes"),
            ProblemKind::Mistakes { found: items.len() },
        );
    }
    mistakes
}

fn mistake(node: &Node, steps: &mut Steps<'_>, report: &mut Report) -> Option<Mistake> {
    let fields = Fields::read(node, "mistakes", MISTAKE, report)?;
    let id = id(&fields, "id", report).unwrap_or_default();
    let finding = fields.required_text("finding", report).unwrap_or_default();
    if !finding.is_empty() && !(steps.around.is_code)(&finding) {
        let kind = ProblemKind::UnknownCode {
            code: finding.clone(),
        };
        report.add(fields.line_of("finding"), kind);
    }
    let cleanup = steps.read(&fields, "cleanup", Use::Cleanup, report);
    let usage = Use::Mistake {
        cleaned_up: !cleanup.is_empty(),
    };
    // A mistake may consist of doing nothing at all, so `steps` may be empty but not left out.
    fields.required("steps", report);
    let steps = steps.read(&fields, "steps", usage, report);
    Some(Mistake {
        id,
        line: fields.line,
        steps,
        finding,
        cleanup,
    })
}
