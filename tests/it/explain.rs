//! What a learner reads: diagnoses of recordings and checklists, in both languages, as golden files.

use std::fmt::Write as _;

use podo::check::{Outcome, Verdict};
use podo::i18n::{Catalog, Lang};
use podo::lesson::model::Pack;
use podo::render::checklist::checklist;
use podo::render::diagnosis::{Detail, diagnosis};
use podo::render::result::result;
use podo::render::theme::Theme;
use podo::render::width::width;

use crate::recorded::{COURSE, Recorded, pack, plain};

const WIDTHS: [usize; 2] = [60, 100];

/// A check of the recording in both languages and widths, then what `why` adds.
fn shown(path: &str, pack: &Pack) -> String {
    let recorded = Recorded::load(path, pack);
    let mut shown = String::new();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        for cells in WIDTHS {
            let style = plain(&catalog, cells);
            let detail = Detail::default();
            let (report, found) = (&recorded.report, &recorded.diagnosis);
            let text = result(recorded.exercise, report, found, style, detail);
            assert_fits(&text, cells);
            writeln!(shown, "== check, {lang}, {cells} cells\n{text}").unwrap();
        }
        let style = plain(&catalog, WIDTHS[1]);
        let full = Detail {
            full: true,
            fix: true,
            lab: false,
        };
        let text = diagnosis(&recorded.diagnosis, recorded.exercise, style, full);
        writeln!(shown, "== why and fix, {lang}\n{text}").unwrap();
    }
    shown
}

/// Lines fit, but for commands: these stay whole, to be copied.
fn assert_fits(text: &str, cells: usize) {
    for line in text.lines().filter(|line| !line.contains(": kubectl ")) {
        assert!(width(line) <= cells, "wider than {cells}: {line}");
    }
}

/// Golden files of recordings of podo's own course.
macro_rules! course {
    ($($test:ident: $recording:literal),+ $(,)?) => {$(
        #[test]
        fn $test() {
            let path = concat!("course/", $recording, ".json");
            insta::assert_snapshot!($recording, shown(path, &COURSE));
        }
    )+};
}

course! {
    nothing_was_made_yet: "first-pod-nothing-yet",
    an_image_with_a_typo: "first-pod-image-typo",
    an_image_on_its_way: "first-pod-waiting",
    a_neighbouring_value_was_answered: "look-inside-node-address",
    too_few_replicas: "scale-back-too-few",
}

/// Golden files of recordings of known faults.
macro_rules! faults {
    ($($test:ident: $recording:literal => $golden:literal),+ $(,)?) => {$(
        #[test]
        fn $test() {
            let path = concat!("faults/", $recording, ".json");
            insta::assert_snapshot!($golden, shown(path, &pack("faults")));
        }
    )+};
}

faults! {
    a_command_that_fails: "P10/faults-pods-command-exit-1" => "fault-P10",
    memory_that_does_not_suffice: "P13/faults-pods-memory-small" => "fault-P13",
    no_node_has_room: "P21/faults-pods-room-never-memory" => "fault-P21",
    a_name_that_is_taken: "P30/own" => "fault-P30",
}

#[test]
fn a_pass_has_nothing_to_explain() {
    let recorded = Recorded::load("course/first-pod-right.json", &COURSE);
    assert_eq!(recorded.report.verdict, Verdict::Pass);
    let catalog = Catalog::new(Lang::En);
    let style = plain(&catalog, 80);
    let text = diagnosis(
        &recorded.diagnosis,
        recorded.exercise,
        style,
        Detail::default(),
    );
    assert_eq!(text, "");
}

#[test]
fn checklists_have_a_sentence_for_every_kind_of_expectation() {
    let pack = pack("kinds");
    let exercise = &pack.lessons[0].exercises[0];
    let mut shown = String::new();
    for lang in Lang::ALL {
        for cells in WIDTHS {
            let list = checklist(exercise, None, &Catalog::new(lang), Theme::plain(), cells);
            assert_fits(&list, cells);
            assert!(!list.contains("never-shown"), "{list}");
            writeln!(shown, "== {lang}, {cells} cells\n{list}").unwrap();
        }
    }
    insta::assert_snapshot!("checklist", shown);
}

#[test]
fn checklists_say_every_verdict_by_symbol_and_word() {
    let verdicts = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Waiting,
        Verdict::Blocked,
        Verdict::NotSetUp,
        Verdict::Lost,
        Verdict::Unsupported,
        Verdict::Error,
    ];
    let pack = pack("kinds");
    let mut exercise = pack.lessons[0].exercises[0].clone();
    exercise.expect.truncate(verdicts.len());
    let expectations = exercise.expect.iter().zip(verdicts);
    let outcomes: Vec<Outcome> = expectations
        .map(|(expectation, verdict)| Outcome {
            id: expectation.id.clone(),
            verdict,
            cause: None,
            subjects: Vec::new(),
            work: None,
        })
        .collect();
    let mut shown = String::new();
    for lang in Lang::ALL {
        for theme in [Theme::plain(), Theme::plain().ascii()] {
            let catalog = Catalog::new(lang);
            let list = checklist(&exercise, Some(&outcomes), &catalog, theme, 80);
            let set = if theme.is_ascii() { "ASCII" } else { "Unicode" };
            writeln!(shown, "== {lang}, {set}\n{list}").unwrap();
        }
    }
    insta::assert_snapshot!("checklist-verdicts", shown);
}
