//! Where lines come from: the learner at the terminal (rustyline), or a script on stdin.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{ColorMode, CompletionType, Config, Editor};

use crate::paths::make_private_dir;
use crate::render::theme::Theme;
use crate::repl::helper::{Names, PromptHelper};
use crate::repl::history::may_keep;
use crate::ui::input::{Ask, Input};

#[cfg(test)]
mod tests;

/// How many lines the history holds.
const HISTORY: usize = 1000;

/// The prompt of a line that continues the one before.
const CONTINUED: &str = "> ";

/// The longest line of a script, in bytes; what is longer is no command.
const LONGEST: u64 = 1024 * 1024;

/// Where lines come from.
pub enum LineSource {
    /// The learner, at a terminal.
    Terminal(Box<Keyboard>),
    /// A script.
    Script(Script),
}

/// The learner's keyboard: rustyline with podo's completion and a history.
pub struct Keyboard {
    editor: Editor<PromptHelper, FileHistory>,
    history: Option<PathBuf>,
    /// Lines that were pasted together with the one that was read last.
    pasted: VecDeque<String>,
}

/// Lines of a script.
pub struct Script {
    input: Box<dyn BufRead>,
    echo: bool,
}

impl LineSource {
    /// The learner at the terminal. `history` is the file that keeps what is typed (mode 0600);
    /// without it, or when it cannot be used, the history lasts as long as podo.
    pub fn terminal(theme: Theme, history: Option<&Path>) -> io::Result<Self> {
        let colours = if theme.is_plain() {
            ColorMode::Disabled
        } else {
            ColorMode::Enabled
        };
        let config = Config::builder()
            .max_history_size(HISTORY)
            .map_err(other)?
            .history_ignore_dups(true)
            .map_err(other)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .color_mode(colours)
            .build();
        let mut editor = Editor::with_config(config).map_err(other)?;
        editor.set_helper(Some(PromptHelper::new(theme)));
        let history = history.filter(|path| load(&mut editor, path).is_ok());
        Ok(Self::Terminal(Box::new(Keyboard {
            editor,
            history: history.map(Path::to_owned),
            pasted: VecDeque::new(),
        })))
    }

    /// A script. With `echo` its lines are shown behind the prompt, so that the output reads like
    /// a session; a terminal that is read without rustyline shows them itself.
    pub fn script(input: Box<dyn BufRead>, echo: bool) -> Self {
        Self::Script(Script { input, echo })
    }

    /// Reads a command: lines that end in a backslash are joined. Where lines can be edited, `initial`
    /// is there to begin with. `out` is where a script's prompt and lines are shown. What may be kept
    /// of it goes into the history.
    pub fn read(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input> {
        let mut whole = String::new();
        let (mut shown, mut initial) = (prompt, initial);
        loop {
            match self.next(shown, initial, out)? {
                Input::Line(line) => {
                    if let Some(open) = continued(&line) {
                        whole.push_str(open);
                        (shown, initial) = (CONTINUED, "");
                        continue;
                    }
                    whole.push_str(&line);
                }
                // The end of a script ends its last command too.
                Input::Eof if !whole.is_empty() => {}
                other => return Ok(other),
            }
            if let Self::Terminal(keyboard) = self {
                keyboard.remember(&whole);
            }
            return Ok(Input::Line(whole));
        }
    }

    /// What can be completed; `None` for a script.
    pub fn names(&mut self) -> Option<&mut Names> {
        match self {
            Self::Terminal(keyboard) => {
                let helper = keyboard.editor.helper_mut()?;
                Some(&mut helper.names)
            }
            Self::Script(_) => None,
        }
    }

    /// Whether somebody types.
    pub const fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    fn next(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input> {
        out.flush()?;
        match self {
            Self::Terminal(keyboard) => keyboard.next(prompt, initial, out),
            Self::Script(script) => script.next(prompt, out),
        }
    }
}

impl Ask for LineSource {
    /// Reads an answer: nothing is completed, nothing goes into the history.
    fn ask(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input> {
        self.question(true);
        let input = self.next(prompt, initial, out);
        self.question(false);
        input
    }
}

impl LineSource {
    fn question(&mut self, question: bool) {
        if let Self::Terminal(keyboard) = self
            && let Some(helper) = keyboard.editor.helper_mut()
        {
            helper.set_question(question);
        }
    }
}

impl Keyboard {
    fn next(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input> {
        if let Some(line) = self.pasted.pop_front() {
            writeln!(out, "{prompt}{line}")?;
            return Ok(Input::Line(line));
        }
        match self.editor.readline_with_initial(prompt, (initial, "")) {
            Ok(text) => {
                // Pasted lines come as one; they are meant one after the other.
                let mut lines = lines_of(&text);
                let first = lines.pop_front().unwrap_or_default();
                self.pasted.append(&mut lines);
                Ok(Input::Line(first))
            }
            Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
            Err(ReadlineError::Eof) => Ok(Input::Eof),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(other(error)),
        }
    }

    /// Adds a line to the history, and to its file at once: podo may be killed. A history that
    /// cannot be written is no reason to bother the learner.
    fn remember(&mut self, line: &str) {
        if !may_keep(line) {
            return;
        }
        let added = self.editor.add_history_entry(line).unwrap_or(false);
        if let (true, Some(path)) = (added, &self.history) {
            let _ = self.editor.append_history(path);
        }
    }
}

impl Script {
    fn next(&mut self, prompt: &str, out: &mut dyn Write) -> io::Result<Input> {
        let mut bytes = Vec::new();
        let mut limited = io::Read::take(&mut self.input, LONGEST);
        if limited.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Input::Eof);
        }
        let text = String::from_utf8_lossy(&bytes);
        let line = text.trim_end_matches(['\n', '\r']);
        if self.echo {
            writeln!(out, "{prompt}{line}")?;
        }
        Ok(Input::Line(line.to_owned()))
    }
}

/// Loads the history. One that cannot be read is set aside, or nothing could be added to it.
fn load(editor: &mut Editor<PromptHelper, FileHistory>, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        make_private_dir(folder)?;
    }
    match editor.load_history(path) {
        Ok(()) => Ok(()),
        Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => {
            let mut aside = path.as_os_str().to_owned();
            aside.push(".damaged");
            fs::rename(path, aside)
        }
    }
}

/// The lines of what was pasted, or the one that was typed; a line end at the end begins no line.
fn lines_of(text: &str) -> VecDeque<String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n')
        .map(|line| line.trim_end_matches('\r').to_owned())
        .collect()
}

/// The line without the backslash at its end that continues it on the next; `None` where there is
/// none (an even number of them are backslashes of their own).
fn continued(line: &str) -> Option<&str> {
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    (backslashes % 2 == 1).then(|| &line[..line.len() - 1])
}

fn other(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error),
    }
}
