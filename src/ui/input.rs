//! Answers from the learner: a line, or the wish to leave.

use std::io::{self, Write};

/// What came from the learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line, without its end.
    Line(String),
    /// Ctrl-C: what was typed does not count.
    Interrupted,
    /// Ctrl-D, or the end of a script.
    Eof,
}

/// Somebody who can be asked: the learner at the terminal, or a script.
pub trait Ask {
    /// Shows `prompt` and takes a line. Where lines can be edited, `initial` is there to begin
    /// with; a script's line stands for itself. `out` is where a script's prompt and line are
    /// shown.
    fn ask(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input>;
}
