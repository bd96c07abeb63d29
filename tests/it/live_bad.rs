//! What bad circumstances get: a clear message in both languages, the right exit code, no panic, and
//! the prompt comes back. Nothing hangs: whatever podo does here has to end within a time.

#![allow(clippy::print_stdout, reason = "timings, shown with --nocapture")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use podo::i18n::{Catalog, Lang};
use podo::msg;
use serde_json::{Value, json};

use crate::bench::{self, Course, Home, Namespaces, Talk};

mod access;
mod breaking;
mod contents;
mod places;
mod proxy;

/// The lesson that the tests here work on, and its first exercise.
const LESSON: &str = "pods";
const FIRST: &str = "pods/first-pod";

/// A Pod for the first exercise that no scheduler will ever look at: the check of it waits.
const WAITING_POD: &str =
    r#"kubectl run web --image=nginx:1.27 --overrides='{"spec":{"schedulerName":"nobody"}}'"#;

/// The test cluster's kubeconfig with something changed, as a file.
fn altered(folder: &Path, name: &str, change: impl FnOnce(&mut Value)) -> PathBuf {
    let selected = bench::kubeconfig(&bench::cluster_file()).select(None);
    let mut config = serde_json::from_str(&selected.unwrap().text("default")).unwrap();
    change(&mut config);
    let file = folder.join(name);
    std::fs::write(&file, config.to_string()).unwrap();
    file
}

/// The tutor in the lesson, at the exercise that is named. What an earlier podo has left there may
/// go; where there is nothing to ask, the yes is a word that podo does not know.
fn open(home: &Home, lang: Lang, exercise: &str) -> Talk {
    let mut talk = home.open(&["--lang", lang.code(), "--lesson", exercise]);
    talk.write("yes");
    let said = talk.say("show");
    assert!(said.contains("podo pods/"), "{said}");
    talk
}

/// Whether there is Hangul in what was said is as it should be.
fn speaks(text: &str, lang: Lang) {
    let hangul = text.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    assert_eq!(hangul, lang == Lang::Ko, "not in {lang}:\n{text}");
}

/// A message's own text, for messages without values; lines that were wrapped are one line again.
fn says(said: &str, message: &str) {
    let (said, message) = (one_line(said), one_line(message));
    assert!(said.contains(&message), "not said: {message}\n{said}");
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
