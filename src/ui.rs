//! The terminal that podo runs on: what it can do, and a way to write to it that survives a reader
//! who has gone away.
//!
//! The facts are looked up once and turned into plain values ([`Theme`], a width), which rendering
//! takes as arguments.

use std::env;
use std::io::{self, IsTerminal, Write};

use crate::render::theme::Theme;

pub mod input;

#[cfg(test)]
mod tests;

/// Cells of a line where nothing tells the width.
pub const DEFAULT_WIDTH: usize = 80;

/// Prose narrower than this is not readable.
const MIN_PROSE: usize = 40;

/// Lines of prose longer than this are hard to follow back to the next one.
const MAX_PROSE: usize = 120;

/// What is known about the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each read by name"
)]
pub struct Terminal {
    /// Whether somebody types at stdin.
    pub stdin: bool,
    /// Whether stdout is shown and not stored.
    pub stdout: bool,
    /// Whether stderr is shown and not stored.
    pub stderr: bool,
    /// Whether it takes no escape sequences at all (`TERM=dumb`).
    pub dumb: bool,
    /// Whether the environment asks for no colour (`NO_COLOR`, not empty).
    pub no_colour: bool,
    /// Whether characters beyond ASCII can be drawn.
    pub unicode: bool,
    /// Cells of a line.
    pub width: usize,
}

impl Terminal {
    /// Looks at the process's streams and environment.
    pub fn detect() -> Self {
        let stdout = io::stdout().is_terminal();
        let facts = Self {
            stdin: io::stdin().is_terminal(),
            stdout,
            stderr: io::stderr().is_terminal(),
            width: DEFAULT_WIDTH,
            ..Self::from_env(|name| env::var(name).ok())
        };
        // Without a terminal crossterm would go as far as to start `tput`.
        let size = if stdout {
            termimad::crossterm::terminal::size().ok()
        } else {
            None
        };
        let columns = env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        facts.with_width(size.map(|(columns, _)| usize::from(columns)), columns)
    }

    /// Looks again at what may change while podo runs: the width of the window.
    pub fn refresh(&mut self) {
        self.width = Self::detect().width;
    }

    /// The facts that the environment tells; `var` looks a variable up.
    fn from_env(var: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        // The first of these that is set decides, as in every C library. Windows has none of them.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let utf8 = locale.map(|locale| locale.to_ascii_lowercase().replace('-', ""));
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        Self {
            stdin: false,
            stdout: false,
            stderr: false,
            dumb,
            no_colour: set("NO_COLOR").is_some(),
            unicode: !dumb && utf8.map_or(cfg!(windows), |locale| locale.contains("utf8")),
            width: DEFAULT_WIDTH,
        }
    }

    /// Takes the width from the window, else from `COLUMNS`. Some terminals say 0 for "unknown".
    fn with_width(self, window: Option<usize>, columns: Option<usize>) -> Self {
        let known = |width: &usize| *width > 0;
        let width = window
            .filter(known)
            .or(columns.filter(known))
            .unwrap_or(DEFAULT_WIDTH);
        Self { width, ..self }
    }

    /// Whether a dialogue is possible: somebody types and sees the answer.
    pub const fn is_interactive(&self) -> bool {
        self.stdin && self.stdout
    }

    /// The width for running text, in cells: that of the terminal between 40 and 120.
    pub const fn prose_width(&self) -> usize {
        if self.width < MIN_PROSE {
            MIN_PROSE
        } else if self.width > MAX_PROSE {
            MAX_PROSE
        } else {
            self.width
        }
    }

    /// How stdout is to look. `plain` is the flag `--plain`.
    pub const fn theme(&self, plain: bool) -> Theme {
        self.theme_for(self.stdout, plain)
    }

    /// How stderr is to look.
    pub const fn error_theme(&self, plain: bool) -> Theme {
        self.theme_for(self.stderr, plain)
    }

    const fn theme_for(&self, shown: bool, plain: bool) -> Theme {
        let theme = if plain || self.no_colour || self.dumb || !shown {
            Theme::plain()
        } else {
            Theme::colour()
        };
        if self.unicode { theme } else { theme.ascii() }
    }
}

/// A writer that takes a closed pipe (`podo lessons | head`) for the end of the reader's interest
/// and not for an error: what follows is dropped.
#[derive(Debug)]
pub struct Printer<W> {
    inner: W,
    closed: bool,
}

impl Printer<io::Stdout> {
    /// Writes to stdout.
    pub fn stdout() -> Self {
        Self::new(io::stdout())
    }
}

impl<W: Write> Printer<W> {
    /// Writes to `inner`.
    pub const fn new(inner: W) -> Self {
        Self {
            inner,
            closed: false,
        }
    }

    /// Whether the reader has gone: no use in working on.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Gives the writer back.
    pub fn into_inner(self) -> W {
        self.inner
    }

    /// Turns the error of a closed pipe into `done`.
    fn settle<T>(&mut self, result: io::Result<T>, done: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(done)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Printer<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(buf.len());
        }
        let result = self.inner.write(buf);
        self.settle(result, buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.inner.flush();
        self.settle(result, ())
    }
}
