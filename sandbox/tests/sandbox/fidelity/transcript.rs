//! Transcripts: what was typed and what was answered, as text that is read like a terminal.
//!
//! ```text
//! == name of the scenario
//! $ kubectl get pod web
//! | a line of standard output
//! ! a line of standard error
//! exit 1
//! ```

use std::{collections::BTreeMap, fs};

use super::scenario::{self, Theme};

/// What one step gave, normalised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// What stands for the step.
    pub(super) title: String,
    /// Lines with `| ` or `! ` before them, and an exit code that is not 0.
    pub(super) lines: Vec<String>,
}

impl Answer {
    pub(super) fn new(title: String, stdout: &[String], stderr: &[String], code: i32) -> Self {
        let mark = |mark: &'static str| {
            move |line: &String| format!("{mark} {line}").trim_end().to_owned()
        };
        let mut lines: Vec<String> = stdout.iter().map(mark("|")).collect();
        lines.extend(stderr.iter().map(mark("!")));
        if code != 0 {
            lines.push(format!("exit {code}"));
        }
        Self { title, lines }
    }
}

/// The answers of scenarios, by their names.
pub(super) type Transcripts = BTreeMap<String, Vec<Answer>>;

/// Reads the recordings of all themes.
pub(super) fn read(themes: &[Theme]) -> Transcripts {
    let mut all = Transcripts::new();
    for theme in themes {
        let path = scenario::folder().join(format!("recordings/{}.txt", theme.name));
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        all.append(&mut parse(&text));
    }
    all
}

/// Writes the recordings of a theme.
pub(super) fn write(theme: &Theme, all: &Transcripts) {
    let mut text = String::new();
    for scenario in &theme.scenarios {
        let Some(answers) = all.get(&scenario.name) else {
            continue;
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("== {}\n", scenario.name));
        for answer in answers {
            text.push_str(&format!("$ {}\n", answer.title));
            for line in &answer.lines {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    let path = scenario::folder().join(format!("recordings/{}.txt", theme.name));
    fs::write(path, text).unwrap();
}

fn parse(text: &str) -> Transcripts {
    let mut all = Transcripts::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(next) = line.strip_prefix("== ") {
            next.clone_into(&mut name);
            all.insert(name.clone(), Vec::new());
            continue;
        }
        let Some(answers) = all.get_mut(&name) else {
            panic!("a transcript begins with the name of a scenario, not with {line:?}");
        };
        if let Some(title) = line.strip_prefix("$ ") {
            let title = title.to_owned();
            answers.push(Answer {
                title,
                lines: Vec::new(),
            });
        } else if !line.is_empty() {
            answers
                .last_mut()
                .unwrap_or_else(|| panic!("{name}: an answer to nothing: {line:?}"))
                .lines
                .push(line.to_owned());
        }
    }
    all
}

#[test]
fn a_transcript_is_read_as_it_was_written() {
    let text = "== a\n$ kubectl get pods\n| NAME\n|\n! oops\nexit 1\n\n== b\n$ kubectl version\n";
    let all = parse(text);
    assert_eq!(all.len(), 2);
    assert_eq!(
        all["a"],
        [Answer::new(
            "kubectl get pods".into(),
            &["NAME".into(), String::new()],
            &["oops".into()],
            1
        )]
    );
    assert!(all["b"][0].lines.is_empty());
}
