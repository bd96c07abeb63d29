//! Packs that are broken in one place each: what is reported, where, and in which words.

mod breaks;
mod sample;

use std::collections::BTreeSet;

use breaks::{Broken, EN_MD, KO_MD, MANIFEST, YAML};
use sample::{EN, EXERCISES, Files, GLOSSARY, NOTES, OLD, PACK, sound};

use super::model::{Action, AnswerValue, ExpectationKind, Holds, Pack};
use super::pack::Outside;
use super::problem::{Problem, ProblemKind};
use crate::i18n::source::sources;
use crate::i18n::{Catalog, Lang};

fn is_code(code: &str) -> bool {
    ["P01", "N03", "M11"].contains(&code)
}

fn markdown(text: &str) -> Vec<(u32, String)> {
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.contains("<b>"));
    lines.map(|(_, line)| (line, "html".to_owned())).collect()
}

fn read(files: &Files) -> (Option<Pack>, Vec<Problem>) {
    Pack::read_asking(
        files,
        Outside {
            is_code: &is_code,
            markdown: &markdown,
            author: true,
        },
    )
}

/// The first line with a text, from 1; a line break in the text goes with its first line.
fn line_of(text: &str, needle: &str) -> u32 {
    let at = text
        .find(needle)
        .unwrap_or_else(|| panic!("no {needle:?} in {text}"));
    u32::try_from(text[..at].matches('\n').count()).unwrap() + 1
}

/// Whether a problem is the one that is expected; details that other crates word are not compared.
fn is_same(found: &ProblemKind, expected: &ProblemKind) -> bool {
    match (found, expected) {
        (ProblemKind::Yaml { detail }, ProblemKind::Yaml { .. })
        | (ProblemKind::Cel { detail }, ProblemKind::Cel { .. }) => !detail.is_empty(),
        (
            ProblemKind::UnknownKey { key, nearest, .. },
            ProblemKind::UnknownKey {
                key: expected,
                nearest: wanted,
                known,
            },
        ) if known.is_empty() => key == expected && nearest == wanted,
        _ => found == expected,
    }
}

/// Breaks the sound pack in one place and looks for the problem.
fn check(change: &Broken) -> Result<Vec<Problem>, String> {
    let mut files = sound();
    let text = String::from_utf8(files[change.file].clone()).unwrap();
    assert!(
        text.contains(change.from),
        "{:?} is not in {}",
        change.from,
        change.file
    );
    let text = if change.from.is_empty() {
        change.to.to_owned()
    } else {
        text.replacen(change.from, change.to, 1)
    };
    files.insert(change.file.to_owned(), text.into_bytes());
    let (_, problems) = read(&files);
    let found = problems
        .iter()
        .find(|problem| problem.file == change.at.0 && is_same(&problem.kind, &change.kind))
        .ok_or_else(|| format!("{:?} is not among {problems:?}", change.kind))?;
    let (file, needle) = change.at;
    if !needle.is_empty() {
        let text = std::str::from_utf8(&files[file]).unwrap();
        let line = line_of(text, needle);
        if found.line != line {
            return Err(format!("{found:?} should be on line {line}"));
        }
    }
    Ok(problems)
}

#[test]
fn a_sound_pack_has_no_problems() {
    let (pack, problems) = read(&sound());
    assert_eq!(problems, []);
    let pack = pack.unwrap();
    assert_eq!((pack.id.as_str(), pack.title.en.as_str()), ("test", "Test"));
    let lesson = pack.lesson("one").unwrap();
    assert_eq!(lesson.minutes, 10);
    let first = lesson.exercise("first").unwrap();
    assert_eq!(lesson.exercise_id(first).to_string(), "test/one/first");
    assert_eq!(first.holds, Holds::Until("second".into()));
    assert_eq!(
        (first.setup.len(), first.given.len(), first.expect.len()),
        (3, 1, 4)
    );
    assert_eq!(first.line, line_of(EXERCISES, "- id: first"));
    assert_eq!(first.expect[1].line, line_of(EXERCISES, "- id: running"));
    let Action::Wait {
        expectation,
        seconds,
    } = &first.setup[2].action
    else {
        panic!()
    };
    assert_eq!((expectation.id.as_str(), *seconds), ("wait", 90));
    let Action::Answer {
        value: AnswerValue::Cel(wrong),
        ..
    } = &first.mistakes[1].steps[1].action
    else {
        panic!()
    };
    assert_eq!(wrong.with["pod"].name.as_deref(), Some("web"));
    let second = lesson.exercise("second").unwrap();
    let ExpectationKind::Http(page) = &second.expect[0].kind else {
        panic!()
    };
    assert_eq!((page.port.as_str(), page.status), ("80", 200));
    assert!(second.expect[1].hidden && second.lab && second.expect[5].at_start);
    assert_eq!(
        lesson.ko.section("first-debrief").unwrap().title,
        "무슨 일이"
    );
    assert_eq!(lesson.files["old.yaml"], OLD);
}

#[test]
fn each_break_is_found_where_it_is_and_told_in_both_languages() {
    let catalogs = Lang::ALL.map(Catalog::new);
    let mut told = BTreeSet::new();
    let mut wrong = Vec::new();
    for change in breaks::all() {
        let problems = check(&change).unwrap_or_else(|message| {
            wrong.push(message);
            Vec::new()
        });
        for problem in problems {
            let (id, args) = problem.kind.message();
            for catalog in &catalogs {
                let text = catalog.text_dyn(&id, &args);
                assert!(
                    text.is_some_and(|text| !text.contains("{$")),
                    "{id} {args:?}"
                );
            }
            told.insert(id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Whole files and whole labs have tests of their own below; the reader of folders has the rest
    // in `lesson_source`.
    for elsewhere in ["not-text", "cannot-fail", "all-hidden", "untaught"] {
        told.insert(format!("lesson-problem-{elsewhere}"));
    }
    for folder in ["file-too-large", "too-many-files", "not-a-file"] {
        told.insert(format!("lesson-problem-{folder}"));
    }
    let lesson = sources(Lang::En)
        .iter()
        .find(|source| source.area == "lesson")
        .unwrap();
    let ids = lesson
        .text
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, _)| id);
    let all: BTreeSet<String> = ids
        .filter(|id| id.starts_with("lesson-problem-"))
        .map(str::to_owned)
        .collect();
    assert_eq!(told, all);
}

#[test]
fn whole_files_can_be_missing_or_no_text() {
    for (file, kind) in [
        ("pack.yaml", ProblemKind::FileMissing),
        (YAML, ProblemKind::FileMissing),
        (KO_MD, ProblemKind::FileMissing),
        (EN_MD, ProblemKind::FileMissing),
    ] {
        let mut files = sound();
        files.remove(file);
        let (pack, problems) = read(&files);
        assert!(
            problems.contains(&Problem::at(file, 0, kind)),
            "{problems:?}"
        );
        assert!(pack.is_none_or(|pack| pack.lessons.is_empty()));
    }
    for file in [YAML, KO_MD, MANIFEST] {
        let mut files = sound();
        files.insert(file.to_owned(), vec![b'a', 0xff, 0xfe]);
        let (_, problems) = read(&files);
        assert!(
            problems.contains(&Problem::at(file, 0, ProblemKind::NotText)),
            "{problems:?}"
        );
    }
}

#[test]
fn an_exercise_that_is_done_at_the_start_is_refused() {
    let from = "      - id: page\n";
    let start = EXERCISES.find(from).unwrap();
    let end = EXERCISES[start..].find("      - id: gone").unwrap() + start;
    let text = format!("{}{}", &EXERCISES[..start], &EXERCISES[end..]);
    let mut files = sound();
    files.insert(YAML.to_owned(), text.clone().into_bytes());
    let line = line_of(&text, "    expect:\n      - id: gone");
    let (_, problems) = read(&files);
    assert_eq!(problems, [Problem::at(YAML, line, ProblemKind::CannotFail)]);
}

#[test]
fn a_lab_shows_a_goal() {
    let (head, lab) = EXERCISES.split_at(EXERCISES.find("  - id: second").unwrap());
    let mut lab = lab.replace("        hidden: true\n", "");
    for id in ["page", "log", "file", "built", "told", "gone"] {
        lab = lab.replace(
            &format!("- id: {id}\n"),
            &format!("- id: {id}\n        hidden: true\n"),
        );
    }
    let mut files = sound();
    files.insert(YAML.to_owned(), format!("{head}{lab}").into_bytes());
    let (_, problems) = read(&files);
    assert!(
        matches!(
            problems[..],
            [Problem {
                kind: ProblemKind::AllHidden,
                ..
            }]
        ),
        "{problems:?}"
    );
}

#[test]
fn all_problems_of_a_file_are_found_at_once() {
    let text = EXERCISES
        .replacen("minutes: 3", "minuts: 3", 1)
        .replacen("by: create", "by: creat", 1)
        .replacen("kind: Pod, owner", "knd: Pod, owner", 1)
        .replacen("cordon minikube", "proxy", 1);
    let mut files = sound();
    files.insert(YAML.to_owned(), text.into_bytes());
    let (pack, problems) = read(&files);
    let lines: Vec<u32> = problems.iter().map(|problem| problem.line).collect();
    assert!(lines.is_sorted(), "{problems:?}");
    for id in [
        "unknown-key",
        "missing-key",
        "unknown-word",
        "forbidden-command",
    ] {
        let id = format!("lesson-problem-{id}");
        assert!(
            problems
                .iter()
                .any(|problem| problem.kind.message().0 == id),
            "{problems:?}"
        );
    }
    assert!(pack.unwrap().lessons.is_empty());
}

#[test]
fn a_lesson_with_problems_is_left_out_and_the_others_stay() {
    let mut files = sound();
    let copies: Vec<(String, Vec<u8>)> = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix("one/")?.to_owned(), bytes.clone())))
        .collect();
    for (name, bytes) in copies {
        files.insert(format!("two/{name}"), bytes);
    }
    files.insert(
        "pack.yaml".to_owned(),
        PACK.replace("[one]", "[one, two]").into_bytes(),
    );
    files.insert("one/exercises.yaml".to_owned(), b"minutes: x".to_vec());
    let (pack, problems) = read(&files);
    let names: Vec<String> = pack
        .unwrap()
        .lessons
        .into_iter()
        .map(|lesson| lesson.name)
        .collect();
    assert_eq!(names, ["two"]);
    assert!(
        problems
            .iter()
            .all(|problem| problem.file.starts_with("one/")),
        "{problems:?}"
    );
}

#[test]
fn what_concerns_only_the_author_keeps_the_lesson() {
    let mut files = sound();
    files.insert(EN_MD.to_owned(), EN.as_bytes().to_vec());
    let (pack, problems) = read(&files);
    assert!(
        problems
            .iter()
            .all(|problem| matches!(problem.kind, ProblemKind::Stale { .. }))
    );
    assert_eq!((problems.len(), pack.unwrap().lessons.len()), (5, 1));
}

#[test]
fn what_nothing_teaches_is_known_and_other_packs_have_no_notes() {
    let mut files = sound();
    let (pack, _) = read(&files);
    let pack = pack.unwrap();
    let places: Vec<(&str, &str)> = pack
        .teaching("pod")
        .map(|(lesson, section)| (lesson.name.as_str(), section))
        .collect();
    assert_eq!(places, [("one", "first"), ("one", "aside")]);
    assert_eq!(pack.untaught().count(), 0);
    let text = EXERCISES.replace("teaches: [pod, node]", "teaches: [pod]");
    files.insert(YAML.to_owned(), text.into_bytes());
    let (pack, problems) = read(&files);
    assert_eq!(problems, []);
    let id = "node".to_owned();
    let line = line_of(NOTES, "id: node");
    assert_eq!(
        pack.unwrap().unfinished(),
        [Problem::at(
            "notes.yaml",
            line,
            ProblemKind::Untaught { id }
        )]
    );
    let elsewhere = GLOSSARY.replace("one/aside", "one/side");
    files.insert("glossary.yaml".to_owned(), elsewhere.into_bytes());
    assert_eq!(read(&files).0.unwrap().unfinished().len(), 2);
    // Without notes there is nothing that `teaches` could name.
    files.remove("notes.yaml");
    assert_eq!(read(&files).1.len(), 2);
    let text = EXERCISES
        .replace("    teaches: [pod, node]\n", "")
        .replace("sections:\n  aside: {teaches: [pod]}\n", "");
    files.insert(YAML.to_owned(), text.into_bytes());
    assert_eq!(read(&files).1, []);
}

#[test]
fn windows_line_ends_and_marks_are_nothing_to_speak_of() {
    let files = sound();
    let windows: Files = files
        .into_iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
            (name, format!("\u{feff}{text}").into_bytes())
        })
        .collect();
    assert_eq!(read(&windows).1, []);
}

#[test]
fn torn_files_are_problems_and_no_crash() {
    for file in [YAML, KO_MD, MANIFEST, "pack.yaml"] {
        let whole = String::from_utf8(sound()[file].clone()).unwrap();
        let mut ends: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
        ends.retain(|at| at % 61 == 0);
        for end in ends {
            let mut files = sound();
            files.insert(file.to_owned(), whole.as_bytes()[..end].to_vec());
            let (_, problems) = read(&files);
            let manifest = file == MANIFEST;
            assert!(manifest || !problems.is_empty(), "{file} up to {end}");
        }
    }
}

/// The sample, with its one manifest put under another name.
fn put_as(name: &str, from: &str) -> (Option<Pack>, Vec<Problem>) {
    let mut files = sound();
    let text = String::from_utf8(files["one/exercises.yaml"].clone()).unwrap();
    let put = format!("file: {{name: {name}, from: {from}}}");
    let text = text
        .replace("file: old.yaml", &put)
        .replace("apply -f old.yaml", &format!("apply -f {name}"));
    files.insert("one/exercises.yaml".to_owned(), text.into_bytes());
    read(&files)
}

#[test]
fn a_file_is_put_under_another_name() {
    let (pack, problems) = put_as("new.yaml", "old.yaml");
    assert!(problems.is_empty(), "{problems:#?}");
    let pack = pack.unwrap();
    let first = pack.lesson("one").unwrap().exercise("first").unwrap();
    let Action::File { name, from } = &first.setup[0].action else {
        panic!()
    };
    assert_eq!((name.as_str(), from.as_str()), ("new.yaml", "old.yaml"));
}

#[test]
fn a_file_from_nowhere_and_a_name_that_leads_out_are_reported() {
    let (_, problems) = put_as("new.yaml", "odl.yaml");
    let unknown = ProblemKind::UnknownFile {
        name: "odl.yaml".into(),
        nearest: Some("old.yaml".into()),
    };
    assert_eq!(problems[0].kind, unknown);
    let (_, problems) = put_as("../new.yaml", "old.yaml");
    let path = "../new.yaml".into();
    assert_eq!(problems[0].kind, ProblemKind::PathEscape { path });
}
