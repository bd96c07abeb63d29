//! The text in the plain editor and the commands on it. Pure.

/// The lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Buffer {
    lines: Vec<String>,
    /// Whether it differs from what is saved.
    pub(super) changed: bool,
}

/// What a line typed at the plain editor asks for. Line numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Nothing was typed.
    Nothing,
    /// Show the text, or some lines of it.
    Print(Option<(usize, usize)>),
    /// Put a text in a line's place; without one it is asked for.
    Replace(usize, Option<String>),
    /// Put a text behind a line (0: before the first); without one several lines are asked for.
    Insert(usize, Option<String>),
    /// Ask for lines to go behind the last.
    Append,
    /// Take lines away.
    Delete(usize, usize),
    Write,
    /// Save and leave.
    WriteQuit,
    Quit,
    /// Leave without saving.
    Abandon,
    Help,
}

/// Why a command is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// No such command.
    Unknown(String),
    /// The command wants a line's number; the example shows how.
    WhichLine(&'static str),
    /// There is no such line.
    NoLine(usize),
}

/// Reads a command for a text of `lines` lines.
pub(super) fn parse(typed: &str, lines: usize) -> Result<Command, Problem> {
    let typed = typed.trim_start();
    let (word, rest) = match typed.find(char::is_whitespace) {
        Some(at) => (&typed[..at], &typed[at..]),
        None => (typed, ""),
    };
    // One blank parts the number from the text; more of them belong to the text.
    let (number, text) = number_and_text(rest);
    let line = |first: usize, example: &'static str| match number {
        None => Err(Problem::WhichLine(example)),
        Some(line) if (first..=lines).contains(&line) => Ok(line),
        Some(line) => Err(Problem::NoLine(line)),
    };
    Ok(match word {
        "" => Command::Nothing,
        "p" | "print" if number.is_none() => Command::Print(None),
        "p" | "print" => {
            let from = line(1, "p 3")?;
            Command::Print(Some((from, last_of(text, from, lines)?)))
        }
        "r" | "replace" => {
            Command::Replace(line(1, "r 3 image: nginx:1.27")?, text.map(str::to_owned))
        }
        "i" | "insert" => {
            Command::Insert(line(0, "i 3 image: nginx:1.27")?, text.map(str::to_owned))
        }
        "a" | "append" => Command::Append,
        "d" | "delete" => {
            let from = line(1, "d 3")?;
            Command::Delete(from, last_of(text, from, lines)?)
        }
        "w" | "write" | "save" | ":w" => Command::Write,
        "wq" | "x" | ":wq" | ":x" => Command::WriteQuit,
        "q" | "quit" | "exit" | ":q" => Command::Quit,
        "q!" | ":q!" => Command::Abandon,
        "h" | "help" | "?" => Command::Help,
        _ => return Err(Problem::Unknown(word.to_owned())),
    })
}

/// ` 3 text` apart: the number, and what follows it behind one blank.
fn number_and_text(rest: &str) -> (Option<usize>, Option<&str>) {
    let rest = rest.trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let Ok(number) = rest[..end].parse() else {
        return (None, None);
    };
    let text = rest[end..].strip_prefix([' ', '\t']);
    (Some(number), text.filter(|text| !text.is_empty()))
}

/// The last line of a range `3 5`; `3` alone is one line.
fn last_of(text: Option<&str>, from: usize, lines: usize) -> Result<usize, Problem> {
    let (number, _) = number_and_text(text.unwrap_or_default());
    match number {
        None => Ok(from),
        Some(to) if (from..=lines).contains(&to) => Ok(to),
        Some(to) => Err(Problem::NoLine(to)),
    }
}

impl Buffer {
    /// The lines of a text.
    pub(super) fn new(text: &str) -> Self {
        Self {
            lines: text.lines().map(str::to_owned).collect(),
            changed: false,
        }
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The lines with their numbers, from 1.
    pub(super) fn numbered(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.iter().enumerate();
        lines
            .map(|(at, line)| (at + 1, line.as_str()))
            .filter(move |(number, _)| (from..=to).contains(number))
    }

    /// A line by its number, from 1; empty where there is none.
    pub(super) fn line(&self, number: usize) -> &str {
        let at = number.checked_sub(1);
        at.and_then(|at| self.lines.get(at))
            .map_or("", String::as_str)
    }

    /// Puts a text in a line's place.
    pub(super) fn replace(&mut self, number: usize, text: String) {
        let at = number.checked_sub(1);
        if let Some(line) = at.and_then(|at| self.lines.get_mut(at)) {
            self.changed |= *line != text;
            *line = text;
        }
    }

    /// Puts a line behind line `after`.
    pub(super) fn insert(&mut self, after: usize, text: String) {
        self.lines.insert(after.min(self.lines.len()), text);
        self.changed = true;
    }

    /// Takes lines away.
    pub(super) fn delete(&mut self, from: usize, to: usize) {
        let to = to.min(self.lines.len());
        if let Some(from) = from.checked_sub(1).filter(|from| *from < to) {
            self.lines.drain(from..to);
            self.changed = true;
        }
    }

    /// The text of the file: every line with its end.
    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().flat_map(|line| [line.as_str(), "\n"]);
        lines.collect()
    }
}
