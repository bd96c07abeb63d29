//! `pack.yaml` and `exercises.yaml`: from text to the model, with every problem on the way.
//!
//! What could not be read is reported and, where the shape of the model asks for a value, filled
//! with an empty one: a lesson with a problem is never shown, and the rest of it is still checked.

mod exercise;
mod expectation;
mod glossary;
mod notes;
mod probe;
mod shape;
mod step;

pub(super) use glossary::read as glossary;
pub(super) use notes::{Teaching, read as notes};
pub(super) use shape::schema;

use std::collections::BTreeSet;

use crate::i18n::Text;
use crate::lesson::model::{Exercise, Item, Need};
use crate::lesson::names::is_id;
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::{Fields, Report, word};
use crate::lesson::yaml::{self, Node};

/// The format that this podo reads.
const FORMAT_VERSION: u32 = 1;

/// Longest time that a lesson or an exercise may say it takes, in minutes: a day.
const MAX_MINUTES: u64 = 24 * 60;

const NEEDS: &[(&str, Need)] = &[
    ("kubectl", Need::Kubectl),
    ("docker", Need::Docker),
    ("minikube", Need::Minikube),
    ("cluster-scope", Need::ClusterScope),
];

/// The keys of `exercises.yaml`.
const LESSON: &[&str] = &["minutes", "needs", "sections", "exercises"];

/// `pack.yaml`, read.
#[derive(Debug)]
pub(super) struct PackFile {
    pub(super) id: String,
    pub(super) title: Text,
    /// The lessons' names with their lines.
    pub(super) lessons: Vec<(u32, String)>,
}

/// `exercises.yaml`, read.
#[derive(Debug, Default)]
pub(super) struct ExercisesFile {
    pub(super) minutes: u32,
    pub(super) needs: Vec<Need>,
    pub(super) exercises: Vec<Exercise>,
    /// What reading sections teach.
    pub(super) sections: Vec<Teaching>,
    /// Files that setups and solutions give to kubectl.
    pub(super) applied: BTreeSet<String>,
}

/// What the exercises are checked against.
pub(super) struct Surroundings<'a> {
    /// Whether a finding has this code.
    pub(super) is_code: &'a dyn Fn(&str) -> bool,
    /// The names of the lesson's files, without `files/`.
    pub(super) files: &'a BTreeSet<&'a str>,
    /// What the course has to teach; `None` where that is not known.
    pub(super) notes: Option<&'a [Item]>,
}

/// Reads `pack.yaml`; `None` where the pack's id or its lessons cannot be known.
pub(super) fn pack(source: &str, report: &mut Report) -> Option<PackFile> {
    let node = parse(source, report)?;
    let known = &["formatVersion", "pack", "title", "lessons"];
    let fields = Fields::read(&node, "pack.yaml", known, report)?;
    format(&fields, report)?;
    let id = id(&fields, "pack", report);
    let title = fields
        .required("title", report)
        .and_then(|node| report.both(node, "title"));
    fields.required("lessons", report);
    let mut lessons: Vec<(u32, String)> = Vec::new();
    for (line, name) in fields.texts("lessons", report) {
        check_id(line, &name, report);
        if lessons.iter().any(|(_, other)| *other == name) {
            report.add(line, ProblemKind::DuplicateId { id: name });
        } else if is_id(&name) {
            lessons.push((line, name));
        }
    }
    let id = id.filter(|id| is_id(id))?;
    let title = title.unwrap_or_else(|| Text {
        ko: id.clone(),
        en: id.clone(),
    });
    Some(PackFile { id, title, lessons })
}

/// Reads `exercises.yaml`.
pub(super) fn exercises(
    source: &str,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> ExercisesFile {
    let Some(node) = parse(source, report) else {
        return ExercisesFile::default();
    };
    let Some(fields) = Fields::read(&node, "exercises.yaml", LESSON, report) else {
        return ExercisesFile::default();
    };
    let minutes = minutes(&fields, report);
    let needs = needs(&fields, report);
    fields.required("exercises", report);
    let sections = notes::sections(&fields, around, report);
    let mut applied = BTreeSet::new();
    let items = fields.list("exercises", report).iter();
    let exercises: Vec<Exercise> = items
        .filter_map(|node| exercise::read(node, around, &mut applied, report))
        .collect();
    exercise::check_ids(&exercises, report);
    exercise::check_holds(&exercises, &fields, report);
    ExercisesFile {
        minutes,
        needs,
        exercises,
        sections,
        applied,
    }
}

/// Whether a file is of a format that this podo reads; `None` where it is of a newer one.
fn format(fields: &Fields<'_>, report: &mut Report) -> Option<()> {
    fields.required("formatVersion", report);
    let version = fields.number("formatVersion", 1..=u64::from(u32::MAX), report);
    let found = version
        .and_then(|version| u32::try_from(version).ok())
        .unwrap_or(FORMAT_VERSION);
    if found > FORMAT_VERSION {
        let kind = ProblemKind::NewerFormat {
            found,
            supported: FORMAT_VERSION,
        };
        report.add(fields.line_of("formatVersion"), kind);
        return None;
    }
    Some(())
}

/// The tree of a file; reported where it is no YAML or has nothing in it.
fn parse(source: &str, report: &mut Report) -> Option<Node> {
    match yaml::parse(source) {
        Ok(node) => Some(node),
        Err(broken) => {
            report.broken(broken);
            None
        }
    }
}

fn minutes(fields: &Fields<'_>, report: &mut Report) -> u32 {
    fields.required("minutes", report);
    let minutes = fields.number("minutes", 1..=MAX_MINUTES, report);
    minutes
        .and_then(|minutes| u32::try_from(minutes).ok())
        .unwrap_or_default()
}

fn needs(fields: &Fields<'_>, report: &mut Report) -> Vec<Need> {
    let texts = fields.texts("needs", report);
    texts
        .iter()
        .filter_map(|(line, text)| word(*line, text, NEEDS, report))
        .collect()
}

/// An id that must be there.
fn id(fields: &Fields<'_>, key: &str, report: &mut Report) -> Option<String> {
    let id = fields.required_text(key, report)?;
    check_id(fields.line_of(key), &id, report);
    Some(id)
}

fn check_id(line: u32, id: &str, report: &mut Report) {
    if !is_id(id) {
        report.add(line, ProblemKind::BadId { id: id.to_owned() });
    }
}

/// Texts in both languages, as a list.
fn both_texts(fields: &Fields<'_>, key: &str, report: &mut Report) -> Vec<Text> {
    let items = fields.list(key, report).iter();
    items.filter_map(|item| report.both(item, key)).collect()
}
