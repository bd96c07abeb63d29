//! The prompt: reads lines, hands them to the tutor, until the learner leaves.
//!
//! The same loop reads from a terminal and from a pipe, so that a session can be scripted.

pub mod command;
pub mod complete;
pub mod editor;
pub mod helper;
mod history;

use std::io::BufReader;
use std::path::PathBuf;

use crate::error::CommandError;
use crate::programs::signals;
use crate::tutor::{Flow, Tutor};
use crate::ui::input::Input;
use crate::ui::{Printer, Terminal};
use editor::LineSource;

/// How the prompt begins.
pub struct Start {
    /// A line that is done before any is read.
    pub first: Option<String>,
    /// Where the history is kept.
    pub history: PathBuf,
    /// Text only.
    pub plain: bool,
    /// The terminal.
    pub terminal: Terminal,
    /// The runtime that runs beside the prompt.
    pub runtime: tokio::runtime::Handle,
}

/// Runs the prompt to its end.
pub fn run(mut tutor: Tutor<'_>, start: &Start) -> Result<(), CommandError> {
    signals::install(&start.runtime, tutor.live_jobs())?;
    let mut lines = if start.terminal.is_interactive() {
        let theme = start.terminal.theme(start.plain);
        LineSource::terminal(theme, Some(&start.history))?
    } else {
        LineSource::script(Box::new(BufReader::new(std::io::stdin())), true)
    };
    let mut out = Printer::stdout();
    tutor.welcome();
    if let Some(first) = &start.first
        && tutor.line(command::parse(first), &mut lines) == Flow::Quit
    {
        return Ok(());
    }
    loop {
        if out.is_closed() {
            return Ok(());
        }
        if let Some(names) = lines.names() {
            tutor.offer(names);
        }
        match lines.read(&tutor.prompt(), &tutor.typed_ahead(), &mut out)? {
            Input::Line(line) => {
                tutor.entered(&line);
                if tutor.line(command::parse(&line), &mut lines) == Flow::Quit {
                    return Ok(());
                }
            }
            Input::Interrupted => tutor.entered(""),
            Input::Eof => {
                let _ = tutor.line(command::parse("quit"), &mut lines);
                return Ok(());
            }
        }
    }
}
