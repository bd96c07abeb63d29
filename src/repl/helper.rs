//! What the line editor asks while a line is typed: completions, hints from the history, the
//! prompt's colour.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use crate::programs::edit::resolve;
use crate::render::theme::{Role, Theme};
use crate::repl::complete::{Sources, complete};

#[cfg(test)]
mod tests;

/// How long names of objects may take: a cluster that does not answer must not hold the keyboard.
const PATIENCE: Duration = Duration::from_millis(300);

/// The most files that are offered.
const FILES: usize = 200;

/// Looks up the names of objects of a kind (`Pod`) in the learner's namespace. It runs on a thread
/// of its own and may take as long as it likes; an answer after 300 ms comes too late.
pub type ObjectNames = Arc<dyn Fn(&str) -> Vec<String> + Send + Sync>;

/// What names there are. The session keeps it up to date.
#[derive(Clone, Default)]
pub struct Names {
    /// Lessons and exercises, as `start` takes them.
    pub lessons: Vec<String>,
    /// Words of the glossary.
    pub terms: Vec<String>,
    /// Numbers of the background jobs that run.
    pub jobs: Vec<String>,
    /// The working folder, where a lesson is open.
    pub work_dir: Option<PathBuf>,
    /// Names of objects, where there is a cluster.
    pub objects: Option<ObjectNames>,
}

/// The helper of podo's line editor.
pub struct PromptHelper {
    /// What names there are.
    pub names: Names,
    theme: Theme,
    hints: HistoryHinter,
    /// Whether a question is asked and no command expected: nothing is offered then.
    question: bool,
    /// Whether a look-up of names still runs.
    busy: Arc<AtomicBool>,
}

impl PromptHelper {
    /// A helper that draws as `theme` says; a plain one gives no hints, because without colour
    /// they cannot be told from what was typed.
    pub fn new(theme: Theme) -> Self {
        Self {
            names: Names::default(),
            theme,
            hints: HistoryHinter::new(),
            question: false,
            busy: Arc::default(),
        }
    }

    /// Offers nothing while a question is asked.
    pub(super) const fn set_question(&mut self, question: bool) {
        self.question = question;
    }
}

impl Sources for PromptHelper {
    fn lessons(&self) -> Vec<String> {
        self.names.lessons.clone()
    }

    fn terms(&self) -> Vec<String> {
        self.names.terms.clone()
    }

    fn jobs(&self) -> Vec<String> {
        self.names.jobs.clone()
    }

    fn files(&self, typed: &str) -> Vec<String> {
        let (folder, last) = match typed.rsplit_once('/') {
            Some((folder, last)) => (format!("{folder}/"), last),
            None => (String::new(), typed),
        };
        let Some(dir) = &self.names.work_dir else {
            return Vec::new();
        };
        // Where the folder's files could not be edited they are not offered either.
        if resolve(dir, &format!("{folder}_")).is_err() {
            return Vec::new();
        }
        let entries = fs::read_dir(dir.join(&folder))
            .into_iter()
            .flatten()
            .flatten();
        let mut files: Vec<String> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let shown = !name.starts_with('.') || last.starts_with('.');
                let plain = !name.chars().any(char::is_control);
                let end = if entry.path().is_dir() { "/" } else { "" };
                (shown && plain).then(|| format!("{folder}{name}{end}"))
            })
            .collect();
        files.sort();
        files.truncate(FILES);
        files
    }

    fn objects(&self, kind: &str) -> Vec<String> {
        let Some(look_up) = self.names.objects.clone() else {
            return Vec::new();
        };
        // One at a time: a cluster that hangs must not gather threads.
        if self.busy.swap(true, Ordering::AcqRel) {
            return Vec::new();
        }
        let (sender, answer) = mpsc::channel();
        let (kind, busy) = (kind.to_owned(), Free(Arc::clone(&self.busy)));
        thread::spawn(move || {
            let names = look_up(&kind);
            drop(busy);
            // Nobody waits any more when it took too long.
            let _ = sender.send(names);
        });
        let mut names = answer.recv_timeout(PATIENCE).unwrap_or_default();
        names.retain(|name| !name.chars().any(char::is_control));
        names.sort();
        names
    }
}

/// Marks the look-up as over when it is dropped, after a panic too.
struct Free(Arc<AtomicBool>);

impl Drop for Free {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Completer for PromptHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if self.question {
            return Ok((pos, Vec::new()));
        }
        let found = complete(line, pos, self);
        let pairs = found.candidates.into_iter().map(|candidate| Pair {
            display: candidate.display,
            replacement: candidate.replacement,
        });
        Ok((found.start, pairs.collect()))
    }
}

impl Hinter for PromptHelper {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<String> {
        if self.question || self.theme.is_plain() {
            return None;
        }
        self.hints.hint(line, pos, context)
    }
}

impl Highlighter for PromptHelper {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.theme.is_plain() || self.question {
            return Cow::Borrowed(prompt);
        }
        Cow::Owned(self.theme.paint(Role::Name, prompt).to_string())
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.theme.paint(Role::Dim, hint).to_string())
    }
}

impl Validator for PromptHelper {}

impl Helper for PromptHelper {}
