//! Rules over recordings of a live cluster.
//!
//! - `tests/fixtures/faults/CODE/` holds snapshots whose first cause is CODE,
//! - `tests/fixtures/lookalikes/CODE/` snapshots that look like it and are something else,
//! - `tests/fixtures/commands/CODE/` commands alone, as kubectl of several versions failed, and
//! - `tests/fixtures/command-lookalikes/CODE/` commands that failed for another reason.
//!
//! The exercises are those of the pack `tests/packs/faults`.

mod properties;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

use crate::check::evaluate;
use crate::explain::{Diagnosis, Finding, explain, explain_command, rules};
use crate::i18n::{Args, Catalog, Lang};
use crate::lesson::model::{Exercise, ExpectationKind, Lesson, Pack, Ref};
use crate::lesson::pack::Outside;
use crate::render::diagnosis::{because, headline};
use crate::render::width::width;
use crate::snapshot::Snapshot;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;

/// Widest headline with the values of a recording, in terminal cells.
const WIDEST_HEADLINE: usize = 90;

/// The pack whose mistakes are the faults.
static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = root().join("tests/packs/faults");
    let mut files = BTreeMap::new();
    for path in files_below(&folder) {
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        files.insert(name, fs::read(&path).unwrap());
    }
    let outside = Outside {
        is_code: &crate::explain::is_code,
        ..Outside::unasked()
    };
    let (pack, problems) = Pack::read_asking(&files, outside);
    assert!(problems.is_empty(), "{problems:#?}");
    pack.expect("a pack without problems can be read")
});

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, in the order of their names; none where there is no such folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let below = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    paths.into_iter().flat_map(below).collect()
}

/// The recordings of a kind: the code in their folder's name, and the path for [`load`].
fn recordings(kind: &str) -> Vec<(String, String)> {
    let folder = root().join("tests/fixtures");
    let paths = files_below(&folder.join(kind)).into_iter();
    let named = paths.map(|path| {
        let code = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        (
            code,
            path.strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned(),
        )
    });
    named.collect()
}

/// The recorded states whose first cause is a code.
pub(super) fn recordings_of(code: &str) -> Vec<String> {
    let all = recordings("faults").into_iter();
    all.filter(|(of, _)| of == code)
        .map(|(_, path)| path)
        .collect()
}

/// The snapshot at a path below `tests/fixtures`.
pub(super) fn load(path: &str) -> Snapshot {
    let text = fs::read_to_string(root().join("tests/fixtures").join(path)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All recorded states, with their paths below `tests/fixtures`.
fn states() -> Vec<(String, Snapshot)> {
    let all = ["faults", "lookalikes"].into_iter().flat_map(recordings);
    all.map(|(_, path)| (path.clone(), load(&path))).collect()
}

/// Changes the objects of a kind in a snapshot.
pub(super) fn change(snapshot: &mut Snapshot, kind: &str, change: impl Fn(&mut Value)) {
    let of_kind = |object: &&mut Object| object.kind() == kind;
    for object in snapshot.objects.iter_mut().filter(of_kind) {
        let mut value = object.value().clone();
        change(&mut value);
        *object = Object::redacted(value, kind, object.text("apiVersion"));
    }
}

/// Checks and explains the snapshot at a path below `tests/fixtures`.
pub(super) fn explain_fixture(path: &str) -> Diagnosis {
    explain_snapshot(&load(path))
}

/// Checks and explains a snapshot of an exercise of the pack.
pub(super) fn explain_snapshot(snapshot: &Snapshot) -> Diagnosis {
    let id = snapshot
        .exercise
        .as_ref()
        .expect("a recording names its exercise");
    let lesson = PACK
        .lesson(&id.lesson)
        .unwrap_or_else(|| panic!("no lesson of {id}"));
    let exercise = lesson
        .exercise(&id.exercise)
        .unwrap_or_else(|| panic!("no exercise {id}"));
    explain_exercise(lesson, exercise, snapshot)
}

fn explain_exercise(lesson: &Lesson, exercise: &Exercise, snapshot: &Snapshot) -> Diagnosis {
    let graph = Graph::new(snapshot);
    let report = evaluate(lesson, exercise, &graph);
    explain(lesson, exercise, &report, &graph)
}

/// What was found, in the order it is shown, as far as a failing test needs it.
fn summary(diagnosis: &Diagnosis) -> String {
    let codes = |findings: &[Finding]| -> Vec<&str> { findings.iter().map(|f| f.code).collect() };
    let (found, folded) = (codes(&diagnosis.findings), codes(&diagnosis.folded));
    format!("{:?}: {found:?}, folded {folded:?}", diagnosis.verdict)
}

fn check_all(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_recorded_fault_is_the_first_finding() {
    let wrong = recordings("faults").into_iter().filter_map(|(code, path)| {
        let diagnosis = explain_fixture(&path);
        let right = diagnosis.first().is_some_and(|first| first.code == code);
        (!right).then(|| format!("{path}: {}", summary(&diagnosis)))
    });
    check_all(&wrong.collect::<Vec<_>>());
}

#[test]
fn no_look_alike_is_taken_for_the_fault() {
    let wrong = recordings("lookalikes")
        .into_iter()
        .filter_map(|(code, path)| {
            let diagnosis = explain_fixture(&path);
            let all = diagnosis.findings.iter().chain(&diagnosis.folded);
            let taken = all.into_iter().any(|finding| finding.code == code);
            taken.then(|| format!("{path}: {}", summary(&diagnosis)))
        });
    check_all(&wrong.collect::<Vec<_>>());
}

#[test]
fn every_recorded_command_is_explained_at_once() {
    let wrong = recordings("commands")
        .into_iter()
        .filter_map(|(code, path)| {
            let found = explain_command(&load(&path)).map(|finding| finding.code);
            (found != Some(code.as_str())).then(|| format!("{path}: {found:?}"))
        });
    check_all(&wrong.collect::<Vec<_>>());
}

#[test]
fn no_command_is_taken_for_its_look_alike() {
    let wrong = recordings("command-lookalikes")
        .into_iter()
        .filter_map(|(code, path)| {
            let found = explain_command(&load(&path)).map(|finding| finding.code);
            (found == Some(code.as_str())).then_some(path)
        });
    check_all(&wrong.collect::<Vec<_>>());
}

#[test]
fn every_fault_has_its_look_alike() {
    let codes = |kind: &str| recordings(kind).into_iter().map(|(code, _)| code);
    let faults: BTreeSet<String> = codes("faults").chain(codes("commands")).collect();
    let others: BTreeSet<String> = codes("lookalikes")
        .chain(codes("command-lookalikes"))
        .collect();
    assert_eq!(
        faults.symmetric_difference(&others).collect::<Vec<_>>(),
        [""; 0]
    );
}

/// All findings of all recordings.
fn all_findings() -> Vec<(String, Finding)> {
    let mut all = Vec::new();
    for kind in ["faults", "lookalikes"] {
        for (_, path) in recordings(kind) {
            let Diagnosis {
                findings, folded, ..
            } = explain_fixture(&path);
            all.extend(
                findings
                    .into_iter()
                    .chain(folded)
                    .map(|f| (path.clone(), f)),
            );
        }
    }
    for (_, path) in recordings("commands") {
        all.extend(explain_command(&load(&path)).map(|finding| (path, finding)));
    }
    all
}

#[test]
fn every_finding_is_said_in_both_languages() {
    let mut problems = Vec::new();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        for (path, finding) in all_findings() {
            // Markup is not shown, so it has no width.
            let head = headline(&finding, &catalog).replace('`', "");
            let because = because(&finding, &catalog);
            if head.is_empty() || because.is_empty() || width(&head) > WIDEST_HEADLINE {
                let cells = width(&head);
                problems.push(format!("{path} {} {lang}: {cells} `{head}`", finding.code));
            }
        }
    }
    problems.dedup();
    check_all(&problems);
}

#[test]
fn every_rule_has_its_standing_texts_in_both_languages() {
    let mut missing = Vec::new();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        for rule in rules::ALL.iter().copied().chain([&rules::UNEXPLAINED]) {
            for part in ["title", "long"] {
                let id = format!("explain-{}-{part}", rule.code);
                if catalog.text_dyn(&id, &Args::new()).is_none() {
                    missing.push(format!("{id} in {lang}"));
                }
            }
        }
    }
    check_all(&missing);
}

#[test]
fn rules_are_in_order_and_each_is_there_once() {
    let codes: Vec<&str> = rules::ALL.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

#[test]
fn what_the_exercise_asks_for_too_is_no_misspelling() {
    let snapshot = load("faults/M02/numbered.json");
    let lesson = PACK.lesson("place").unwrap();
    let mut exercise = lesson.exercise("deployment").unwrap().clone();
    let mut other = exercise.expect[0].clone();
    other.id = "other".to_owned();
    other.kind = ExpectationKind::Absent {
        target: Ref::named("Deployment", "old"),
    };
    exercise.expect.push(other);
    let first =
        |exercise: &Exercise| explain_exercise(lesson, exercise, &snapshot).findings[0].code;
    assert_eq!(first(&exercise), "M02");
    let target = Ref::named("Deployment", "web1");
    let (pattern, by) = (Value::Null, crate::lesson::model::By::Any);
    exercise.expect[2].kind = ExpectationKind::Object {
        target,
        pattern,
        by,
    };
    assert_eq!(first(&exercise), "M11");
}

#[test]
fn what_podo_says_of_a_kubeconfig_is_explained_too() {
    for (message, code) in [
        ("no kubeconfig at /home/learner/.kube/config", "K01"),
        ("no context `minicube`", "K08"),
        (
            "/home/learner/.kube/config:4: did not find expected key",
            "K09",
        ),
    ] {
        let mut snapshot = load("faults/K02/stopped.json");
        snapshot.gaps = vec![Gap {
            kind: String::new(),
            namespace: None,
            reason: GapReason::Kubeconfig,
            message: message.to_owned(),
        }];
        let diagnosis = explain_snapshot(&snapshot);
        assert_eq!(
            diagnosis.first().map(|first| first.code),
            Some(code),
            "{message}"
        );
    }
}
