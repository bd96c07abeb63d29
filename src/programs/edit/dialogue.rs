//! The plain editor's dialogue: commands in, answers out, until the learner leaves.

use std::io::{self, Write};

use super::buffer::{Buffer, Command, Problem, parse};
use super::{EditError, Edited};
use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::render::sanitize;
use crate::ui::input::{Ask, Input};

/// The line that ends typing lines, as in `ed` and mail.
const END: &str = ".";

/// One session of the plain editor.
pub(super) struct Dialogue<'a> {
    pub(super) name: &'a str,
    pub(super) ask: &'a mut dyn Ask,
    pub(super) out: &'a mut dyn Write,
    pub(super) catalog: &'a Catalog,
}

/// How the text is saved.
type Save<'a> = &'a mut dyn FnMut(&str) -> Result<(), EditError>;

/// Whether the dialogue goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Leave,
}

impl Dialogue<'_> {
    /// Runs until the learner leaves. `text` is the file's, `None` where there is none.
    pub(super) fn run(&mut self, text: Option<&str>, save: Save<'_>) -> Result<Edited, EditError> {
        let mut buffer = Buffer::new(text.unwrap_or_default());
        self.open(text.is_some(), &buffer)?;
        let (mut saved, mut warned) = (false, false);
        let prompt = format!("{} ", self.catalog.plain(msg!("repl-edit-prompt")));
        loop {
            let typed = match self.ask.ask(&prompt, "", self.out)? {
                Input::Line(line) => line,
                Input::Interrupted => "q".to_owned(),
                Input::Eof => "q!".to_owned(),
            };
            let command = match parse(&typed, buffer.len()) {
                Ok(command) => command,
                Err(problem) => {
                    self.explain(&problem, buffer.len())?;
                    continue;
                }
            };
            let leaves_unsaved = command == Command::Quit && buffer.changed;
            if leaves_unsaved && !warned {
                warned = true;
                self.say(msg!("repl-edit-unsaved"))?;
                continue;
            }
            warned = false;
            if matches!(command, Command::Write | Command::WriteQuit) {
                match save(&buffer.text()) {
                    Ok(()) => {
                        (saved, buffer.changed) = (true, false);
                        self.say_named(msg!("repl-edit-saved"))?;
                    }
                    // What was typed is worth more than the command: the learner may try again.
                    Err(error) => {
                        writeln!(self.out, "{}", error.text(self.catalog))?;
                        continue;
                    }
                }
            }
            if self.act(command, &mut buffer)? == Next::Leave {
                if buffer.changed {
                    self.say(msg!("repl-edit-discarded"))?;
                }
                return Ok(if saved {
                    Edited::Saved
                } else {
                    Edited::Unchanged
                });
            }
        }
    }

    fn open(&mut self, exists: bool, buffer: &Buffer) -> io::Result<()> {
        if exists {
            let name = sanitize::line(self.name).into_owned();
            let args = Args::new().with("name", name).with("count", buffer.len());
            let text = self.catalog.text(msg!("repl-edit-opened"), &args);
            writeln!(self.out, "{text}")?;
            self.print(buffer, 1, buffer.len())?;
        } else {
            self.say_named(msg!("repl-edit-new"))?;
        }
        self.say(msg!("repl-edit-help"))
    }

    fn act(&mut self, command: Command, buffer: &mut Buffer) -> io::Result<Next> {
        match command {
            Command::Nothing | Command::Write => {}
            Command::Print(Some((from, to))) => self.print(buffer, from, to)?,
            Command::Print(None) if buffer.len() == 0 => self.say(msg!("repl-edit-empty"))?,
            Command::Print(None) => self.print(buffer, 1, buffer.len())?,
            Command::Replace(line, Some(text)) => {
                buffer.replace(line, text);
                self.print(buffer, line, line)?;
            }
            Command::Replace(line, None) => {
                let prompt = numbered(line, "");
                let input = self.ask.ask(&prompt, buffer.line(line), self.out)?;
                if let Input::Line(text) = input {
                    buffer.replace(line, text);
                }
            }
            Command::Insert(after, Some(text)) => {
                buffer.insert(after, text);
                self.print(buffer, after + 1, after + 1)?;
            }
            Command::Insert(after, None) => self.take_lines(buffer, after)?,
            Command::Append => self.take_lines(buffer, buffer.len())?,
            Command::Delete(from, to) => {
                buffer.delete(from, to);
                self.print(buffer, 1, buffer.len())?;
            }
            Command::Help => self.say(msg!("repl-edit-help"))?,
            Command::WriteQuit | Command::Quit | Command::Abandon => return Ok(Next::Leave),
        }
        Ok(Next::Go)
    }

    /// Takes lines until one that is a full stop; Ctrl-C and the end of input end it as well, with
    /// the lines typed so far.
    fn take_lines(&mut self, buffer: &mut Buffer, after: usize) -> io::Result<()> {
        self.say(msg!("repl-edit-typing"))?;
        let mut after = after;
        loop {
            let prompt = numbered(after + 1, "");
            match self.ask.ask(&prompt, "", self.out)? {
                Input::Line(line) if line == END => return Ok(()),
                Input::Line(line) => buffer.insert(after, line),
                Input::Interrupted | Input::Eof => return Ok(()),
            }
            after += 1;
        }
    }

    fn print(&mut self, buffer: &Buffer, from: usize, to: usize) -> io::Result<()> {
        for (number, line) in buffer.numbered(from, to) {
            writeln!(self.out, "{}", numbered(number, &sanitize::block(line)))?;
        }
        Ok(())
    }

    fn explain(&mut self, problem: &Problem, lines: usize) -> io::Result<()> {
        let text = match problem {
            Problem::Unknown(word) => {
                let args = Args::new().with("word", sanitize::line(word).into_owned());
                self.catalog.text(msg!("repl-edit-unknown"), &args)
            }
            Problem::WhichLine(example) => {
                let args = Args::new().with("example", *example);
                self.catalog.text(msg!("repl-edit-which-line"), &args)
            }
            Problem::NoLine(line) => {
                let args = Args::new().with("line", *line).with("count", lines);
                self.catalog.text(msg!("repl-edit-no-line"), &args)
            }
        };
        writeln!(self.out, "{text}")
    }

    fn say(&mut self, id: crate::i18n::MessageId) -> io::Result<()> {
        writeln!(self.out, "{}", self.catalog.plain(id))
    }

    fn say_named(&mut self, id: crate::i18n::MessageId) -> io::Result<()> {
        let args = Args::new().with("name", sanitize::line(self.name).into_owned());
        writeln!(self.out, "{}", self.catalog.text(id, &args))
    }
}

/// A line behind its number.
fn numbered(number: usize, line: &str) -> String {
    format!("{number:>4} | {line}")
}
