//! What keeps a state from being explained: no such namespace, or a file that cannot be read as one.

use std::io;
use std::path::{Path, PathBuf};

use crate::exit_code::ExitCode;
use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::render::sanitize;
use crate::snapshot::import::Malformed;

/// How many namespaces are listed.
const LISTED: usize = 10;

/// What keeps a state from being explained.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// There is no such namespace.
    #[error("no namespace `{namespace}`")]
    NoNamespace {
        /// The name.
        namespace: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// There are several namespaces, and none was named.
    #[error("several namespaces")]
    OpenNamespace {
        /// Those that there are.
        known: Vec<String>,
    },
    /// A file is no state.
    #[error("`{}` cannot be read: {malformed:?}", .file.display())]
    Malformed {
        /// Which.
        file: PathBuf,
        /// Why not.
        malformed: Malformed,
    },
    /// A file is larger than is read.
    #[error("`{}` is too large", .file.display())]
    TooLarge {
        /// Which.
        file: PathBuf,
        /// What is read at most, in MiB.
        limit: u64,
    },
    /// A file or folder cannot be opened or read.
    #[error("`{}`: {source}", .file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A folder has no JSON files.
    #[error("no JSON in `{}`", .0.display())]
    NoFiles(PathBuf),
    /// A whole snapshot was given with other files.
    #[error("`{}` is a whole state", .0.display())]
    NotAlone(PathBuf),
}

impl StateError {
    /// What a failure with a file or folder becomes.
    pub fn at(file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        move |source| Self::Unreadable { file, source }
    }

    /// 2 where the command line has to say more, 3 for what is not there or cannot be read.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::OpenNamespace { .. } | Self::NotAlone(_) => ExitCode::Usage,
            _ => ExitCode::Environment,
        }
    }

    /// The words for whoever asked.
    pub fn text(&self, catalog: &Catalog) -> String {
        match self {
            Self::NoNamespace { namespace, known } => {
                let mut known = known.clone();
                // What was meant is most likely the nearest.
                known.sort_by_cached_key(|name| strsim::damerau_levenshtein(name, namespace));
                let args = Args::new()
                    .with("namespace", clean(namespace))
                    .with("known", names(&known));
                catalog.text(msg!("health-namespace-missing"), &args)
            }
            Self::OpenNamespace { known } => {
                let args = Args::new().with("known", names(known));
                catalog.text(msg!("health-namespace-open"), &args)
            }
            Self::Malformed { file, malformed } => of_file(file, malformed, catalog),
            Self::TooLarge { file, limit } => {
                let limit = i64::try_from(*limit).unwrap_or(i64::MAX);
                catalog.text(
                    msg!("health-file-large"),
                    &with_file(file).with("limit", limit),
                )
            }
            Self::Unreadable { file, source } => {
                let args = with_file(file).with("detail", clean(&source.to_string()));
                catalog.text(msg!("health-file-unreadable"), &args)
            }
            Self::NoFiles(file) => catalog.text(msg!("health-file-none"), &with_file(file)),
            Self::NotAlone(file) => catalog.text(msg!("health-file-alone"), &with_file(file)),
        }
    }
}

fn of_file(file: &Path, malformed: &Malformed, catalog: &Catalog) -> String {
    let args = with_file(file);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match malformed {
        Malformed::Json {
            line,
            column,
            detail,
        } => {
            let args = args
                .with("line", number(*line))
                .with("column", number(*column));
            catalog.text(
                msg!("health-file-broken"),
                &args.with("detail", clean(detail)),
            )
        }
        Malformed::Form { place } => {
            catalog.text(msg!("health-file-form"), &args.with("place", clean(place)))
        }
        Malformed::Version(version) => {
            let version = i64::try_from(*version).unwrap_or(i64::MAX);
            catalog.text(msg!("health-file-version"), &args.with("version", version))
        }
    }
}

fn with_file(file: &Path) -> Args {
    Args::new().with("file", clean(&file.display().to_string()))
}

fn names(known: &[String]) -> String {
    let mut names: Vec<String> = known.iter().take(LISTED).map(|name| clean(name)).collect();
    if known.len() > LISTED {
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn clean(text: &str) -> String {
    sanitize::line(text).into_owned()
}
