//! Why a build fails, and how Docker tells it.

use super::{
    super::dockerfile::{Mistake, Span},
    Build,
};

/// Why a build failed, in `BuildKit`'s words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("failed to solve: {message}")]
pub struct BuildError {
    /// What went wrong.
    pub message: String,
    /// First and last line of the instruction in the Dockerfile.
    pub lines: Option<(usize, usize)>,
    /// The step: `[2/3] RUN exit 3`.
    pub step: Option<String>,
    /// The end of what the step's programs wrote.
    pub output: String,
    /// What the simulation lacks, where that is the reason.
    pub note: Option<String>,
    /// The lines of the Dockerfile around it, as Docker shows them.
    excerpt: String,
}

impl BuildError {
    /// What `docker build` writes at the end.
    pub fn report(&self) -> String {
        let mut report = String::new();
        if let Some(step) = &self.step {
            report.push_str(&format!("------\n > {step}:\n{}", self.output));
            if !self.output.is_empty() && !self.output.ends_with('\n') {
                report.push('\n');
            }
            report.push_str("------\n");
        }
        report.push_str(&self.excerpt);
        report.push_str(&format!("ERROR: failed to build: {self}\n"));
        if let Some(note) = &self.note {
            report.push_str(&format!("{note}\n"));
        }
        report
    }
}

/// Why a build failed, before it is known which.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    span: Option<Span>,
    step: Option<String>,
    output: String,
    note: Option<String>,
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Self {
        Self {
            span: mistake.span,
            ..Self::new(mistake.message)
        }
    }
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            span: None,
            step: None,
            output: String::new(),
            note: None,
        }
    }

    pub(super) fn at(span: Span, message: impl Into<String>) -> Self {
        Self::new(message).or_at(span)
    }

    /// Says where it is, unless that is known.
    pub(super) fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    pub(super) fn noting(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }

    pub(super) fn in_step(mut self, step: &str, output: &str) -> Self {
        self.step = Some(step.to_owned());
        output.clone_into(&mut self.output);
        self
    }

    pub(super) fn report(self, build: &Build) -> BuildError {
        BuildError {
            excerpt: self.span.map_or_else(String::new, |s| excerpt(build, s)),
            message: self.message,
            lines: self.span.map(|span| (span.first, span.last)),
            step: self.step,
            output: self.output,
            note: self.note,
        }
    }
}

/// The lines with some around them, the lines themselves marked.
fn excerpt(build: &Build, span: Span) -> String {
    let lines: Vec<&str> = build.dockerfile.split('\n').collect();
    let (mut first, mut last) = (span.first, span.last.min(lines.len()));
    let mut around = 0;
    while around < 4 && (first > 1 || last < lines.len()) {
        if first > 1 {
            first -= 1;
            around += 1;
        }
        if last < lines.len() {
            last += 1;
            around += 1;
        }
    }
    let name = match build.file.as_str() {
        "" => "Dockerfile",
        name => name,
    };
    let place = if span.first == span.last {
        format!("{name}:{}", span.first)
    } else {
        format!("{name}:{}-{}", span.first, span.last)
    };
    let rule = "-".repeat(20);
    let mut text = format!("{place}\n{rule}\n");
    for (number, line) in (first..=last).zip(&lines[first - 1..]) {
        let mark = if (span.first..=span.last).contains(&number) {
            ">>>"
        } else {
            "   "
        };
        text.push_str(&format!(
            "{number:4} | {mark} {}\n",
            line.trim_end_matches('\r')
        ));
    }
    text + &format!("{rule}\n")
}
