//! How the tutor says things and asks questions.

use std::io::Write as _;

use super::{Tutor, TutorError};
use crate::cluster::target::{Found, Provider};
use crate::complaint;
use crate::i18n::{Args, Catalog, MessageId};
use crate::msg;
use crate::render::diagnosis::Style;
use crate::render::prose::{Lead, paragraph};
use crate::render::theme::{Role, Theme};
use crate::ui::input::{Ask, Input};

/// How often a question is asked in all.
const QUESTIONS: usize = 3;

impl Tutor<'_> {
    /// Writes text as it is. A terminal that is gone ends podo at the next prompt, not here.
    pub(super) fn put(&mut self, text: &str) {
        let _ = self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush());
    }

    /// Says a message.
    pub(super) fn say(&mut self, id: MessageId, args: &Args) {
        self.say_as(Role::Text, "", id, args);
    }

    /// Says a message without values.
    pub(super) fn tell(&mut self, id: MessageId) {
        self.say(id, &Args::new());
    }

    /// Says a message in a role, indented.
    pub(super) fn say_as(&mut self, role: Role, indent: &str, id: MessageId, args: &Args) {
        let text = self.kit.catalog.text(id, args);
        let text = paragraph(
            &text,
            role,
            Lead::indent(indent),
            self.theme(),
            self.cells(),
        );
        self.put(&text);
    }

    /// Asks for a yes. The end of input and Ctrl-C mean no; at a terminal, what is neither yes nor no
    /// is asked about once more. A script's next line is its answer, whatever it says.
    pub(super) fn agree(&mut self, id: MessageId, args: &Args, ask: &mut dyn Ask) -> bool {
        let question = self.kit.catalog.text(id, args);
        let args = Args::new().with("question", question);
        let question = self.kit.catalog.text(msg!("tutor-question"), &args);
        if self.kit.yes {
            let yes = self.kit.catalog.plain(msg!("tutor-yes"));
            self.put(&format!("{question} {yes}\n"));
            return true;
        }
        for _ in 0..QUESTIONS {
            match ask.ask(&format!("{question} "), "", &mut self.out) {
                Ok(Input::Line(answer)) if is_yes(&answer) => return true,
                Ok(Input::Line(answer))
                    if self.kit.terminal.is_interactive() && !is_no(&answer) =>
                {
                    self.tell(msg!("tutor-yes-or-no"));
                }
                _ => return false,
            }
        }
        false
    }

    /// Says what kept a word from doing its work.
    pub(super) fn complain(&mut self, error: &TutorError) {
        let text = match error {
            TutorError::Interrupted => self.kit.catalog.plain(msg!("tutor-interrupted")),
            TutorError::Workbench(error) => complaint::workbench(error, &self.kit.catalog),
            TutorError::Program(error) => error.text(&self.kit.catalog),
            TutorError::Store(error) => {
                let detail = complaint::store(error, &self.kit.catalog);
                let args = Args::new().with("detail", detail);
                self.kit.catalog.text(msg!("tutor-cannot-save"), &args)
            }
        };
        let text = paragraph(
            &text,
            Role::Error,
            Lead::default(),
            self.theme(),
            self.cells(),
        );
        self.put(&text);
    }

    /// Colours and symbols.
    pub(super) fn theme(&self) -> Theme {
        self.kit.terminal.theme(self.kit.plain)
    }

    /// The width for prose.
    pub(super) fn cells(&mut self) -> usize {
        self.kit.terminal.refresh();
        self.kit.terminal.prose_width()
    }

    /// How diagnoses are written.
    pub(super) fn style(&mut self) -> Style<'_> {
        let (theme, cells) = (self.theme(), self.cells());
        Style {
            catalog: &self.kit.catalog,
            theme,
            cells,
        }
    }
}

/// Whether an answer means yes, in either language whatever is being spoken.
pub fn is_yes(answer: &str) -> bool {
    matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "예" | "네" | "응" | "ㅇ"
    )
}

/// Whether an answer means no; so does an empty line.
fn is_no(answer: &str) -> bool {
    matches!(
        answer.trim().to_lowercase().as_str(),
        "" | "n" | "no" | "아니요" | "아니오" | "아뇨" | "아니" | "ㄴ"
    )
}

/// A cluster as one line: what it is called, where it is, its version, and whether it is simulated.
pub fn place_of(found: &Found, catalog: &Catalog) -> String {
    let cluster = &found.cluster;
    let args = Args::new()
        .with("context", cluster.context())
        .with("server", cluster.server())
        .with("version", cluster.version());
    if found.provider == Provider::Sandbox {
        catalog.text(msg!("sandbox-place"), &args)
    } else {
        catalog.text(msg!("tutor-status-place"), &args)
    }
}
