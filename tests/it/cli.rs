//! What the command line says: its help and its errors in both languages, as golden files.

use std::ffi::OsString;
use std::fmt::Write as _;

use podo::cli::{Env, Stream, command, parse};
use podo::i18n::Lang;
use unicode_width::UnicodeWidthStr;

/// Width of the terminal in the golden files, in cells.
const COLUMNS: usize = 80;

/// What a command line prints in place of a run, as one would see it in a terminal.
fn session(lines: &[&str], lang: Lang) -> String {
    let env = Env {
        columns: Some(COLUMNS),
        ..Env::default()
    };
    let mut session = String::new();
    for line in lines {
        let words = std::iter::once("podo")
            .chain(line.split_whitespace())
            .map(OsString::from);
        let exit = parse(words, &env, Some(lang)).expect_err("each line ends at the command line");
        let stream = if exit.stream == Stream::Stdout {
            "stdout"
        } else {
            "stderr"
        };
        let line = format!("podo {line}");
        writeln!(session, "$ {}", line.trim_end()).expect("a string takes everything");
        writeln!(session, "({stream}, exit code {})", exit.code.code()).expect("as above");
        writeln!(session, "{}", exit.text).expect("as above");
    }
    session
}

/// Every line fits the terminal.
fn fits(session: &str) {
    for line in session.lines() {
        assert!(line.width() <= COLUMNS, "{} cells: {line}", line.width());
    }
}

/// `--help` of every command.
fn help_lines() -> Vec<String> {
    fn collect(command: &clap::Command, path: &str, lines: &mut Vec<String>) {
        lines.push(format!("{path} --help").trim_start().to_owned());
        for sub in command.get_subcommands() {
            collect(sub, &format!("{path} {}", sub.get_name()), lines);
        }
    }
    let mut lines = Vec::new();
    collect(&command(Lang::En), "", &mut lines);
    lines
}

#[test]
fn help_looks_like_this() {
    let lines = help_lines();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    for lang in Lang::ALL {
        let session = session(&lines, lang);
        fits(&session);
        insta::assert_snapshot!(format!("help-{lang}"), session);
    }
}

#[test]
fn errors_look_like_this() {
    let lines = [
        "--lnag ko",
        "--zzz",
        "verify --nope",
        "--live-only",
        "verfy",
        "frobnicate",
        "doctor web",
        "lesson",
        "lesson chek",
        "explain P01 P02",
        "explain -o json",
        "explain P01 --from state.json",
        "verify -o",
        "verify -o jsno",
        "completions powershell",
        "--cluster kind",
        "--cluster context:",
        "verify Pods",
        "verify podo/pods/first-pod",
        "--plain=yes",
        "--lang en --lang ko",
        "lesson check pods --all",
        "--lesson pods verify",
    ];
    for lang in Lang::ALL {
        let session = session(&lines, lang);
        fits(&session);
        insta::assert_snapshot!(format!("errors-{lang}"), session);
    }
}
