//! The real programs a learner uses: kubectl, minikube, docker, the own shell, the own editor.
//!
//! Input and output: an [`Invocation`] says what to run and with which environment;
//! [`foreground`] runs it on podo's terminal and says how it ended, [`jobs`] runs it behind the
//! prompt, [`subshell`] and [`edit`] build on the first. Nothing here knows of lessons or
//! clusters, and no line is run that the learner has not typed.
//!
//! Unix only: process groups, terminal modes and signals have no common form elsewhere.

pub mod edit;
pub mod foreground;
mod interactive;
pub mod invocation;
pub mod jobs;
pub mod signals;
pub mod subshell;
mod terminal;

use std::io;
use std::path::PathBuf;

use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::render::sanitize;

pub use foreground::Finished;
pub use invocation::Invocation;
pub use jobs::Jobs;

/// Why a program did not run.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// No folder of the PATH has an executable file of that name.
    #[error("there is no program `{program}` ({} folders of PATH searched)", looked_in.len())]
    NotFound {
        /// The program's name as it was typed.
        program: String,
        /// The folders of the PATH, in their order; none for a program named by its path.
        looked_in: Vec<PathBuf>,
    },
    /// The system refused to start it: no permission, not a program, too many processes.
    #[error("`{program}` could not be started")]
    NotStarted {
        /// The program's name as it was typed.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It was started, but how it ended could not be found out.
    #[error("the end of `{program}` could not be waited for")]
    Lost {
        /// The program's name as it was typed.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A job's log could not be made.
    #[error("{} could not be written", path.display())]
    Log {
        /// The log, or its folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl ProgramError {
    /// The error in the learner's language, in one sentence or two.
    pub fn text(&self, catalog: &Catalog) -> String {
        let shown = |text: &str| sanitize::line(text).into_owned();
        match self {
            Self::NotFound { program, looked_in } if looked_in.is_empty() => {
                let args = Args::new().with("program", shown(program));
                catalog.text(msg!("repl-program-not-there"), &args)
            }
            Self::NotFound { program, looked_in } => {
                let folders: Vec<_> = looked_in
                    .iter()
                    .map(|folder| shown(&folder.to_string_lossy()))
                    .collect();
                let args = Args::new()
                    .with("program", shown(program))
                    .with("folders", folders.join(":"));
                catalog.text(msg!("repl-program-not-found"), &args)
            }
            Self::NotStarted { program, source } => {
                let args = Args::new()
                    .with("program", shown(program))
                    .with("reason", shown(&source.to_string()));
                catalog.text(msg!("repl-program-not-started"), &args)
            }
            Self::Lost { program, source } => {
                let args = Args::new()
                    .with("program", shown(program))
                    .with("reason", shown(&source.to_string()));
                catalog.text(msg!("repl-program-lost"), &args)
            }
            Self::Log { path, source } => {
                let args = Args::new()
                    .with("path", shown(&path.to_string_lossy()))
                    .with("reason", shown(&source.to_string()));
                catalog.text(msg!("repl-program-log"), &args)
            }
        }
    }
}
