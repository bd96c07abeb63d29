//! Both READMEs: what they show is what podo prints, what they name is there, and they are equals.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::Command;

use podo::cli::{Env, command, parse};
use podo::exit_code::ExitCode;
use podo::explain::Diagnosis;
use podo::i18n::{Args, Catalog, Lang};
use podo::msg;
use podo::render::diagnosis::{Detail, Style, command_line, headline};
use podo::render::prose::{Lead, paragraph};
use podo::render::result::result;
use podo::render::task::task;
use podo::render::theme::Role;
use podo::repl::command::WORDS;

use super::markdown::{Block, DOCUMENTS, Document};
use crate::recorded::{COURSE, Recorded, plain};

/// The width that the READMEs show, in cells.
const CELLS: usize = 80;

/// Stands in a transcript for lines that were left out.
const LEFT_OUT: &str = "…";

const READMES: [(&str, Lang); 2] = [("README.md", Lang::En), ("README.ko.md", Lang::Ko)];

/// The prompt within the exercise of the transcript.
const PROMPT: &str = "podo pods/first-pod>";

fn say(id: &str, args: &Args, style: Style<'_>) -> String {
    let text = style.catalog.text_dyn(id, args).unwrap();
    paragraph(&text, Role::Text, Lead::default(), style.theme, style.cells)
}

fn check(recorded: &Recorded<'_>, style: Style<'_>) -> String {
    let (report, found) = (&recorded.report, &recorded.diagnosis);
    result(recorded.exercise, report, found, style, Detail::default())
}

/// What the tutor says while it waits for what a finding tells.
fn waiting(found: &Diagnosis, style: Style<'_>) -> String {
    let first = found.first().expect("there is a reason to wait");
    waiting_for(&headline(first, style.catalog), style)
}

fn waiting_for(what: &str, style: Style<'_>) -> String {
    let args = Args::new().with("headline", what);
    say("tutor-waiting", &args, style)
}

/// The commands that the recordings were made with, the first of `program`'s own words.
fn typed(recorded: &Recorded<'_>) -> String {
    let last = recorded
        .snapshot
        .last_command()
        .expect("a command was typed");
    command_line(&last.argv)
}

/// The session of the transcript, from recordings of it: an image with a typo, its repair, and the
/// pass. The tutor's own lines are put together as `src/tutor` does it; kubectl's are its own.
fn session(lang: Lang) -> String {
    let catalog = Catalog::new(lang);
    let style = plain(&catalog, CELLS);
    let recorded = |name: &str| Recorded::load(&format!("course/first-pod-{name}.json"), &COURSE);
    let (typo, under_way, right) = (
        recorded("image-typo"),
        recorded("waiting"),
        recorded("right"),
    );
    let fix = &typo.diagnosis.first().unwrap().fix[0];
    assert_eq!(
        command_line(fix),
        typed(&right),
        "the transcript follows the advice"
    );
    let [looking, lasting] = [msg!("tutor-looking"), msg!("tutor-lasting")]
        .map(|id| waiting_for(&catalog.plain(id), style));
    [
        "podo> start pods/first-pod\n".to_owned(),
        task(typo.lesson, typo.exercise, style),
        format!("{PROMPT} {}\npod/web created\n", typed(&typo)),
        format!("{PROMPT} check\n{looking}{}", check(&typo, style)),
        format!("{PROMPT} fix\n{}", say("tutor-fix", &Args::new(), style)),
        format!("  {}\n", command_line(fix)),
        format!("{PROMPT} {}\npod/web image updated\n", typed(&right)),
        format!("{PROMPT} check\n{}", waiting(&under_way.diagnosis, style)),
        lasting,
        check(&right, style),
    ]
    .concat()
}

/// Whether a transcript shows parts of the session in their order.
fn assert_shows(transcript: &str, session: &str, path: &str) {
    let mut rest = session;
    for part in transcript.split(&format!("\n{LEFT_OUT}\n")) {
        let part = part.trim_matches('\n');
        let at = rest.find(part).unwrap_or_else(|| {
            panic!("{path}: podo does not print\n{part}\n\nbut after what was found so far\n{rest}")
        });
        rest = &rest[at + part.len()..];
    }
}

fn blocks(path: &str, info: &str) -> Vec<Block> {
    let blocks = Document::read(path).blocks.into_iter();
    blocks.filter(|block| block.info == info).collect()
}

#[test]
fn the_transcript_is_what_podo_prints() {
    for (path, lang) in READMES {
        let blocks = blocks(path, "console");
        let transcript = blocks.iter().find(|block| block.text.starts_with("podo> "));
        assert_shows(
            &transcript.expect("there is one").text,
            &session(lang),
            path,
        );
    }
}

#[test]
fn a_machine_without_a_cluster_is_told_what_the_readmes_show() {
    for (path, lang) in READMES {
        let blocks = blocks(path, "console");
        let shown = blocks.iter().find(|block| block.text.starts_with("$ podo"));
        let shown = &shown.expect("there is one").text;
        let (line, wanted) = shown.split_once('\n').unwrap();
        let home = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_podo"))
            .args(line.split_whitespace().skip(2))
            .env_clear()
            .env("HOME", "/home/you")
            .env("PODO_HOME", home.path())
            .env("PODO_LANG", lang.code())
            .env("COLUMNS", CELLS.to_string())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(told.trim_end(), wanted.trim_end(), "{path}");
    }
}

#[test]
fn the_readmes_are_equals() {
    let [en, ko] = READMES.map(|(path, _)| Document::read(path));
    let levels = |document: &Document| -> Vec<usize> {
        document.headings.iter().map(|(level, _)| *level).collect()
    };
    assert_eq!(levels(&en), levels(&ko));
    let infos = |document: &Document| -> Vec<String> {
        document
            .blocks
            .iter()
            .map(|block| block.info.clone())
            .collect()
    };
    assert_eq!(infos(&en), infos(&ko));
    // What podo says differs, and so do remarks; what is typed does not.
    let typed = |block: &Block| -> Vec<String> {
        let lines = block.text.lines();
        lines
            .map(|line| line.split(" #").next().unwrap().trim_end().to_owned())
            .collect()
    };
    for (en, ko) in en
        .blocks
        .iter()
        .zip(&ko.blocks)
        .filter(|(en, _)| en.info != "console")
    {
        assert_eq!(typed(en), typed(ko));
    }
}

/// Every `podo …` command line of the documents, with the document.
fn command_lines() -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    for path in DOCUMENTS {
        let document = Document::read(path);
        let in_blocks = document.blocks.iter().flat_map(|block| block.text.lines());
        let in_text = document.code.iter().map(String::as_str);
        for line in in_blocks.chain(in_text) {
            let line = line.trim_start_matches("$ ");
            let line = line.split(" #").next().unwrap().trim();
            // The prompt of the transcript also begins with the name.
            if line.starts_with("podo ") && !line.contains('>') {
                lines.push((*path, line.to_owned()));
            }
        }
    }
    lines
}

/// Placeholders of the documents, and something that can stand there.
fn filled(line: &str) -> String {
    let examples = [
        ("[OPTIONS]", ""),
        ("minikube[:PROFILE]", "minikube:dev"),
        ("DIR", "course"),
        ("LESSON", "pods"),
        ("CODE", "P01"),
        ("NAME", "web"),
        ("SHELL", "bash"),
        ("이름", "web"),
    ];
    let mut line = line.to_owned();
    for (placeholder, example) in examples {
        line = line.replace(placeholder, example);
    }
    line
}

#[test]
fn command_lines_in_the_documents_can_be_typed() {
    let lines = command_lines();
    assert!(lines.len() > 20, "{lines:?}");
    for (path, line) in lines {
        let words = filled(&line);
        let words = words.split_whitespace().map(OsString::from);
        if let Err(exit) = parse(words, &Env::default(), Some(Lang::En)) {
            assert_eq!(
                exit.code,
                ExitCode::Success,
                "{path}: {line}\n{}",
                exit.text
            );
        }
    }
}

#[test]
fn the_readmes_name_every_command() {
    for (path, lang) in READMES {
        let document = Document::read(path);
        let lines: Vec<String> = document
            .code
            .iter()
            .cloned()
            .chain(document.blocks.iter().map(|block| block.text.clone()))
            .collect();
        let names = |word: &str| {
            let mut words = lines.iter().flat_map(|line| line.split_whitespace());
            words.any(|other| other == word)
        };
        for word in WORDS {
            assert!(
                names(word),
                "{path} does not name the command `{word}` of the prompt"
            );
        }
        for sub in command(lang).get_subcommands() {
            assert!(
                names(sub.get_name()),
                "{path} does not name `podo {}`",
                sub.get_name()
            );
        }
    }
}

#[test]
fn the_readmes_name_the_exit_codes() {
    let meant: BTreeMap<u8, ExitCode> = ExitCode::ALL
        .into_iter()
        .map(|code| (code.code(), code))
        .collect();
    for (path, _) in READMES {
        let code = Document::read(path).code;
        for number in meant.keys().filter(|number| **number < 70) {
            assert!(
                code.contains(&number.to_string()),
                "{path} does not name exit code {number}"
            );
        }
    }
}
