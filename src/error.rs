//! What keeps a command from doing its work: data, an exit code, and words in both languages.

mod state;

use std::io;
use std::path::{Path, PathBuf};

use crate::cluster::target::NotFound;
use crate::complaint;
use crate::exit_code::ExitCode;
use crate::i18n::{Args, Catalog};
use crate::lesson::problem::Problem;
use crate::lesson_source::SourceError;
use crate::msg;
use crate::paths::PathsError;
use crate::programs::ProgramError;
use crate::render::problem::problems;
use crate::sandbox::SandboxError;
use crate::store::StoreError;
use crate::workbench::WorkbenchError;

pub use state::StateError;

/// What keeps a command from doing its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is nowhere to keep files.
    #[error(transparent)]
    Paths(#[from] PathsError),
    /// A file of podo's own.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading or writing.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file or folder that was named cannot be used.
    #[error("`{}`: {source}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is no cluster.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The embedded sandbox.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The place to work in.
    #[error(transparent)]
    Workbench(#[from] WorkbenchError),
    /// The lesson pack cannot be read at all.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The lesson pack has problems.
    #[error("{} problems in the lesson pack", .0.len())]
    Problems(Vec<Problem>),
    /// A state cannot be explained.
    #[error(transparent)]
    State(#[from] StateError),
    /// There is no such lesson or exercise.
    #[error("no lesson or exercise `{name}`")]
    NoSuchLesson {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// There is no such finding.
    #[error("no finding `{0}`")]
    NoSuchCode(String),
    /// The glossary has no such word.
    #[error("no word `{word}` in the glossary")]
    NoSuchTerm {
        /// The word.
        word: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// Something is there already and is not overwritten.
    #[error("`{0}` is there already")]
    Exists(String),
    /// The learner did not agree to use the cluster.
    #[error("the cluster was not agreed to")]
    NotAgreed,
    /// A program could not be run.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The shell is one that podo opened.
    #[error("a shell within podo's shell")]
    NestedShell,
    /// The learner did not agree to use the lesson pack.
    #[error("the lesson pack was not agreed to")]
    PackNotAgreed,
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
}

impl CommandError {
    /// What a failure with a file or folder becomes.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// Whether the reader of the output has gone away, which is no error.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The exit code: 2 for what was typed, 3 for the cluster and the machine.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::NoSuchLesson { .. }
            | Self::NoSuchCode(_)
            | Self::NoSuchTerm { .. }
            | Self::Exists(_)
            | Self::Sandbox(SandboxError::NotSaved { .. })
            | Self::NestedShell => ExitCode::Usage,
            Self::Problems(_) => ExitCode::NotSolved,
            Self::State(error) => error.exit_code(),
            Self::Interrupted => ExitCode::Interrupted,
            _ => ExitCode::Environment,
        }
    }

    /// The words for the learner; paragraphs end with a line end.
    pub fn text(&self, catalog: &Catalog) -> String {
        let detail = |detail: String| Args::new().with("detail", detail);
        match self {
            Self::NotFound(error) => complaint::not_found(error, catalog),
            Self::Sandbox(error) => complaint::sandbox(error, catalog),
            Self::Workbench(error) => complaint::workbench(error, catalog),
            Self::State(error) => error.text(catalog),
            Self::Problems(found) => problems(found, catalog),
            Self::Store(error) => complaint::store(error, catalog),
            Self::Paths(error) => catalog.text(msg!("cluster-paths"), &detail(error.to_string())),
            Self::Io(error) => catalog.text(msg!("cluster-io"), &detail(error.to_string())),
            Self::File { path, source } => {
                let path = path.display().to_string();
                let args = detail(source.to_string()).with("path", path);
                catalog.text(msg!("cluster-file"), &args)
            }
            Self::Source(error) => complaint::source(error, catalog),
            Self::NoSuchLesson { name, known } => {
                let args = Args::new()
                    .with("name", name.as_str())
                    .with("known", known.join(", "));
                catalog.text(msg!("cluster-no-lesson"), &args)
            }
            Self::NoSuchCode(code) => catalog.text(
                msg!("tutor-code-unknown"),
                &Args::new().with("code", code.as_str()),
            ),
            Self::NoSuchTerm { word, nearest } => {
                let args = Args::new().with("word", word.as_str());
                match nearest {
                    Some(near) => catalog.text(
                        msg!("tutor-glossary-unknown-near"),
                        &args.with("nearest", near.as_str()),
                    ),
                    None => catalog.text(msg!("tutor-glossary-unknown"), &args),
                }
            }
            Self::Exists(path) => catalog.text(
                msg!("cluster-exists"),
                &Args::new().with("path", path.as_str()),
            ),
            Self::Program(error) => error.text(catalog),
            Self::NestedShell => catalog.plain(msg!("tutor-shell-nested")),
            Self::PackNotAgreed => catalog.plain(msg!("lesson-foreign-pack-refused")),
            Self::NotAgreed => catalog.plain(msg!("tutor-trust-refused")),
            Self::Interrupted => catalog.plain(msg!("tutor-interrupted")),
        }
    }
}
