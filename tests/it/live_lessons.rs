//! podo's own lessons and the packs of known faults, proven on a real cluster: each start state
//! fails, each solution passes, each known mistake gets its own finding. Each state is made once,
//! saved, judged again from the saved snapshot, and rendered in both languages and three widths.

#![allow(clippy::print_stdout, reason = "the table of proofs, and timings")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use futures::stream::{self, StreamExt as _};
use podo::check;
use podo::explain;
use podo::i18n::{Catalog, Lang};
use podo::lesson::model::{Exercise, Lesson, Mistake, Need, Pack};
use podo::prove::{Proof, Prover};
use podo::render::checklist::checklist;
use podo::render::diagnosis::{Detail, Style, diagnosis, headline};
use podo::render::theme::Theme;
use podo::snapshot::Snapshot;
use podo::snapshot::graph::Graph;
use podo::workbench::Surroundings;
use unicode_width::UnicodeWidthStr as _;

use crate::bench;

/// How many lessons are proven at once, each in a namespace of its own.
const AT_ONCE: usize = 3;

/// The widths that everything is rendered in, in cells.
const WIDTHS: [usize; 3] = [60, 80, 120];

#[test]
#[ignore = "needs a cluster"]
fn live_every_lesson_is_proven() {
    let packs: Vec<Pack> = std::iter::once(bench::own_pack())
        .chain(bench::test_packs())
        .collect();
    let records = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let proofs = bench::runtime().block_on(prove(&packs, records.path()));
    println!("proven in {:.0?}", started.elapsed());
    let mut wrong = String::new();
    for proof in &proofs {
        for flaw in &proof.flaws {
            writeln!(wrong, "{}: {flaw:?}", proof.exercise).unwrap();
        }
        // What the machine lacks is no flaw, but kubectl and a cluster are there.
        if let Some(need @ (Need::Kubectl | Need::ClusterScope)) = proof.lacking {
            writeln!(wrong, "{}: not proven for want of {need:?}", proof.exercise).unwrap();
        }
    }
    for (lesson, exercise, mistake) in packs.iter().flat_map(mistakes) {
        let saved = records.path().join(&mistake.finding).join(format!(
            "{}-{}-{}-{}.json",
            lesson.pack, lesson.name, exercise.id, mistake.id
        ));
        // One that could not be performed is among the flaws already.
        if let Ok(json) = std::fs::read_to_string(saved) {
            let snapshot: Snapshot = serde_json::from_str(&json).unwrap();
            wrong.push_str(&rendered(lesson, exercise, mistake, &snapshot));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Proves all exercises: first those that stay in their namespace, several lessons at once; then
/// those that change the cluster, one after the other.
async fn prove(packs: &[Pack], records: &Path) -> Vec<Proof> {
    let scratch = tempfile::tempdir().unwrap();
    let surroundings = Surroundings {
        path: std::env::var_os("PATH").unwrap(),
        environment: std::env::vars_os().collect(),
    };
    let prover = Prover {
        found: bench::found().await,
        surroundings: &surroundings,
        scratch: scratch.path().to_owned(),
        record: Some(records.to_owned()),
    };
    let lessons = || packs.iter().flat_map(|pack| &pack.lessons);
    let names: Vec<String> = lessons()
        .map(|lesson| {
            let (pack, name) = (&lesson.pack, &lesson.name);
            format!("podo-check-{pack}-{name}-{}", std::process::id())
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let _namespaces = bench::Namespaces::none_of(&names);
    let inside = lessons().map(|lesson| part(&prover, lesson, false));
    let mut proofs: Vec<Vec<Proof>> = stream::iter(inside)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    for lesson in lessons() {
        proofs.push(part(&prover, lesson, true).await);
    }
    proofs.concat()
}

/// Proves the exercises of a lesson that change the cluster, or those that do not.
async fn part(prover: &Prover<'_>, lesson: &Lesson, cluster_wide: bool) -> Vec<Proof> {
    let chosen: Vec<&Exercise> = lesson
        .exercises
        .iter()
        .filter(|exercise| exercise.cluster_wide.is_empty() != cluster_wide)
        .collect();
    if chosen.is_empty() {
        return Vec::new();
    }
    let mut last = Instant::now();
    let told = |proof: &Proof| {
        let word = if proof.is_proven() {
            "proven"
        } else {
            "FLAWED"
        };
        let seconds = last.elapsed().as_secs();
        println!("{word:7} {:3} s  {}", seconds, proof.exercise);
        last = Instant::now();
    };
    let proofs = prover.lesson(lesson, &chosen, told).await;
    proofs.unwrap_or_else(|error| panic!("{}/{}: {error}", lesson.pack, lesson.name))
}

fn mistakes(pack: &Pack) -> impl Iterator<Item = (&Lesson, &Exercise, &Mistake)> {
    pack.lessons.iter().flat_map(|lesson| {
        lesson.exercises.iter().flat_map(move |exercise| {
            let mistakes = exercise.mistakes.iter();
            mistakes.map(move |mistake| (lesson, exercise, mistake))
        })
    })
}

/// Judges a saved state, prints its line of the table, and renders it in every way; what is wrong
/// with that.
fn rendered(
    lesson: &Lesson,
    exercise: &Exercise,
    mistake: &Mistake,
    snapshot: &Snapshot,
) -> String {
    let graph = Graph::new(snapshot);
    let report = check::evaluate(lesson, exercise, &graph);
    let found = explain::explain(lesson, exercise, &report, &graph);
    let name = format!("{}/{} {}", lesson.name, exercise.id, mistake.id);
    let Some(first) = found.first() else {
        return format!("{name}: no finding from the saved snapshot\n");
    };
    let mut wrong = String::new();
    if first.code != mistake.finding {
        writeln!(wrong, "{name}: {} from the saved snapshot", first.code).unwrap();
    }
    println!("{name:48} {}", first.code);
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let said = headline(first, &catalog);
        println!("    {said}");
        let hangul = said.chars().any(is_hangul);
        if hangul != (lang == Lang::Ko) {
            writeln!(wrong, "{name}: not in {lang}: {said}").unwrap();
        }
        for cells in WIDTHS {
            let style = Style {
                catalog: &catalog,
                theme: Theme::plain(),
                cells,
            };
            let detail = Detail {
                full: true,
                fix: true,
                lab: false,
            };
            let list = checklist(
                exercise,
                Some(&report.outcomes),
                &catalog,
                style.theme,
                cells,
            );
            let text = list + &diagnosis(&found, exercise, style, detail);
            for line in text.lines().filter(|line| !fits(line, cells)) {
                writeln!(wrong, "{name}: {lang}, {cells} cells: {line}").unwrap();
            }
            if !text.contains(&format!("[{}]", first.code)) {
                writeln!(wrong, "{name}: {lang}, {cells} cells: no code").unwrap();
            }
        }
    }
    wrong
}

/// Whether a line can be shown: not too wide, unless it is one word (a command or a name that can
/// be copied is never broken), and without characters that a terminal would obey.
fn fits(line: &str, cells: usize) -> bool {
    let one_word = line.split_whitespace().count() <= 2 || line.trim_start().starts_with("kubectl");
    (line.width() <= cells || one_word) && !line.chars().any(char::is_control)
}

fn is_hangul(letter: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}
