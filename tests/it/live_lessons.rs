//! The pack of known faults, proven on a real cluster: each start state fails, each solution passes,
//! each finding is got by a mistake, and each exercise has one. podo's own lessons are taken at the
//! prompt instead, by `live_session`; with `PODO_TEST_ALL` both are proven here with all their
//! mistakes, as they are on the sandbox each time. What a mistake made is saved, judged again from
//! the saved snapshot, and rendered in both languages and three widths.

#![allow(clippy::print_stdout, reason = "the table of proofs, and timings")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use podo::i18n::{Args, Catalog, Lang};
use podo::lesson::model::{Exercise, Lesson, Mistake, Need, Pack};
use podo::msg;
use podo::prove::{Proof, Prover};
use podo::snapshot::Snapshot;
use podo::workbench::Surroundings;

use crate::bench::{self, Course, Home, judged};

/// How many exercises are proven at once, each in a namespace of its own.
const AT_ONCE: usize = 5;

#[test]
#[ignore = "needs a cluster"]
fn live_every_lesson_is_proven() {
    let mut packs = vec![bench::fault_pack()];
    if bench::tests_all() {
        packs.push(bench::own_pack());
    } else {
        packs.iter_mut().for_each(keep_each_finding_once);
    }
    let records = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let _images = bench::Images::none();
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
            wrong.push_str(&judged::again(lesson, exercise, mistake, &snapshot));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
#[ignore = "needs a cluster"]
fn live_a_new_lesson_is_proven_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().to_str().unwrap();
    let home = Home::new(&Course::own());
    let made = home.run(&["lesson", "new", "hello", "--dir", pack], "");
    assert_eq!(made.code, Some(0), "{made:#?}");

    // A pack that is not podo's own is shown first, and nothing of it runs without a yes.
    let check = ["--lessons", pack, "lesson", "check", "hello"];
    let refused = home.run(&check, "no\n");
    assert_eq!(refused.code, Some(3), "{refused:#?}");
    assert!(refused.stderr.contains("kubectl run helo"), "{refused:#?}");
    let proven = home.run(&check, "yes\n");
    assert_eq!(proven.code, Some(0), "{proven:#?}");
    assert!(
        proven.stdout.contains("name-typo=M02 tag-typo=P02"),
        "{proven:#?}"
    );

    let file = folder.path().join("hello/exercises.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let broken = text
        .replace(
            "    expect:\n",
            "    expect:\n      - {id: idle, absent: {kind: Pod, name: other}}\n",
        )
        .replace("finding: M02", "finding: M03")
        .replace(
            "- kubectl: run hello --image=nginx:1.27",
            "- kubectl: run hello --image=nginx:1.28",
        );
    assert_ne!(text, broken);
    std::fs::write(file, broken).unwrap();
    for lang in Lang::ALL {
        let args = [&["--lang", lang.code(), "--yes"], check.as_slice()].concat();
        let flawed = home.run(&args, "");
        assert_eq!(flawed.code, Some(1), "{flawed:#?}");
        let catalog = Catalog::new(lang);
        let args = Args::new().with("id", "idle");
        let passes = catalog.text(msg!("verify-flaw-passes"), &args);
        for said in [passes.as_str(), "name-typo", "M03", "M02", "M05"] {
            assert!(flawed.stdout.contains(said), "{said}: {flawed:#?}");
        }
    }
    let left = bench::kubectl(&["get", "namespaces", "-l", "podo/lesson=hello", "-o", "name"]);
    assert_eq!(left, "", "a throw-away namespace is left");
}

/// Leaves one mistake for each finding, and one in each exercise.
fn keep_each_finding_once(pack: &mut Pack) {
    let mut seen = BTreeSet::new();
    let lessons = pack.lessons.iter_mut();
    for exercise in lessons.flat_map(|lesson| &mut lesson.exercises) {
        let first = exercise.mistakes.first().cloned();
        let mistakes = &mut exercise.mistakes;
        mistakes.retain(|mistake| seen.insert(mistake.finding.clone()));
        if mistakes.is_empty() {
            mistakes.extend(first);
        }
    }
}

/// Proves all exercises of all packs.
async fn prove(packs: &[Pack], records: &Path) -> Vec<Proof> {
    let scratch = tempfile::tempdir().unwrap();
    let surroundings = Surroundings {
        path: std::env::var_os("PATH").unwrap(),
        environment: std::env::vars_os().collect(),
    };
    let prover = Prover {
        found: bench::found().await,
        apart: None,
        surroundings: &surroundings,
        scratch: scratch.path().to_owned(),
        repairs: false,
        record: Some(records.to_owned()),
        at_once: AT_ONCE,
    };
    let mut proofs = Vec::new();
    let told = |proof: &Proof| {
        let word = if proof.is_proven() {
            "proven"
        } else {
            "FLAWED"
        };
        println!("{word} {}", proof.exercise);
    };
    for pack in packs {
        let all = pack.lessons.iter().flat_map(|lesson| {
            let exercises = lesson.exercises.iter();
            exercises.map(move |exercise| (lesson, exercise))
        });
        let all: Vec<(&Lesson, &Exercise)> = all.collect();
        let made = prover.exercises(&pack.id, &all, told).await;
        let mut made = made.unwrap_or_else(|error| panic!("{}: {error}", pack.id));
        // On a busy machine a Pod may start too late for what is proven with it: once more.
        let is_flawed = |lesson: &Lesson, exercise: &Exercise| {
            let id = lesson.exercise_id(exercise);
            let mut flawed = made.iter().filter(|proof| !proof.flaws.is_empty());
            flawed.any(|proof| proof.exercise == id)
        };
        let again = all.into_iter().filter(|(l, e)| is_flawed(l, e));
        let again: Vec<(&Lesson, &Exercise)> = again.collect();
        for proof in made.iter().filter(|proof| !proof.flaws.is_empty()) {
            println!("once more: {} {:?}", proof.exercise, proof.flaws);
        }
        made.retain(|proof| proof.flaws.is_empty());
        if !again.is_empty() {
            let proven = prover.exercises(&pack.id, &again, told).await;
            made.extend(proven.unwrap_or_else(|error| panic!("{}: {error}", pack.id)));
        }
        proofs.extend(made);
    }
    proofs
}

fn mistakes(pack: &Pack) -> impl Iterator<Item = (&Lesson, &Exercise, &Mistake)> {
    pack.lessons.iter().flat_map(|lesson| {
        lesson.exercises.iter().flat_map(move |exercise| {
            let mistakes = exercise.mistakes.iter();
            mistakes.map(move |mistake| (lesson, exercise, mistake))
        })
    })
}
