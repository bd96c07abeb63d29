//! What can go wrong in a workbench that is not the learner's doing.

use std::io;
use std::path::{Path, PathBuf};

use crate::cluster::client::Failure;
use crate::cluster::kubeconfig::KubeconfigError;
use crate::cluster::namespace::NamespaceError;
use crate::cluster::run::RunError;
use crate::explain::Finding;
use crate::snapshot::TypedCommand;

/// What can go wrong in a workbench.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// The namespace cannot be made, used, emptied or deleted.
    #[error(transparent)]
    Namespace(#[from] NamespaceError),
    /// The private kubeconfig cannot be written.
    #[error(transparent)]
    Kubeconfig(#[from] KubeconfigError),
    /// A program cannot be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A request failed: a cluster-wide object cannot be read or put back, say.
    #[error(transparent)]
    Request(#[from] Failure),
    /// A file or folder cannot be used.
    #[error("{path}", path = path.display())]
    Folder {
        /// The path.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A step's program exited otherwise than 0 where it must not.
    #[error("line {line}: `{argv}` failed: {stderr}", argv = command.argv.join(" "), stderr = command.stderr.trim())]
    StepFailed {
        /// The step's line in `exercises.yaml`.
        line: u32,
        /// The command.
        command: TypedCommand,
    },
    /// A `wait` step's time was up.
    #[error("line {line}: not there within {seconds} s{}", code(cause.as_deref()))]
    WaitedInVain {
        /// The step's line in `exercises.yaml`.
        line: u32,
        /// How long it waited, in seconds.
        seconds: u32,
        /// Why it is not there, where that is certain.
        cause: Option<Box<Finding>>,
    },
    /// The lesson has no file of that name.
    #[error("the lesson has no file `{name}`")]
    NoSuchFile {
        /// The name.
        name: String,
    },
    /// An answer's live value cannot be found.
    #[error("line {line}: no live value: {detail}")]
    NoLiveValue {
        /// The step's line in `exercises.yaml`.
        line: u32,
        /// What the expression's engine said.
        detail: String,
    },
}

impl WorkbenchError {
    /// A file or folder cannot be used.
    pub(super) fn folder(path: &Path, source: io::Error) -> Self {
        Self::Folder {
            path: path.to_owned(),
            source,
        }
    }
}

/// The code of a cause, in brackets.
fn code(cause: Option<&Finding>) -> String {
    cause.map_or_else(String::new, |cause| format!(" ({})", cause.code))
}
