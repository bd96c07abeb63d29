//! Where podo keeps its files: the XDG folders on every Unix, or one folder when `PODO_HOME` names it.
//!
//! | folder | holds | default |
//! |---|---|---|
//! | data | progress, sessions, the learner's own files | `~/.local/share/podo` |
//! | config | saved choices | `~/.config/podo` |
//! | state | history, logs, jobs, private kubeconfigs | `~/.local/state/podo` |
//!
//! Working out a path touches nothing on the disk; [`make_private_dir`] makes a folder when it is needed.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, Xdg};

use crate::progress::lesson_id::LessonId;

#[cfg(test)]
mod tests;

/// The environment variable that puts everything below one folder.
pub const HOME_VARIABLE: &str = "PODO_HOME";

/// The id of podo's own pack, whose working folders need no pack name.
const OWN_PACK: &str = "podo";

/// podo's folder within each of the XDG folders.
const APP: &str = "podo";

/// Why podo does not know where its files belong.
#[derive(Debug, thiserror::Error)]
pub enum PathsError {
    /// Neither `PODO_HOME` nor `HOME` says where the learner's files are.
    #[error("the home folder is unknown: HOME is not set to an absolute path")]
    NoHome,
    /// `PODO_HOME` is relative and the current folder is gone.
    #[error("PODO_HOME is a relative path and the current folder cannot be read")]
    CurrentDir {
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Where everything is. A value that is passed down, never a global.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    data: PathBuf,
    config: PathBuf,
    state: PathBuf,
}

impl Paths {
    /// The folders that the environment names: `PODO_HOME`, else `XDG_DATA_HOME`, `XDG_CONFIG_HOME`
    /// and `XDG_STATE_HOME`, else their defaults below the home folder.
    pub fn from_env() -> Result<Self, PathsError> {
        Self::choose(std::env::var_os(HOME_VARIABLE).as_deref(), || {
            Xdg::new().map_err(|_| PathsError::NoHome)
        })
    }

    /// Everything below one folder, which must be absolute: `HOME/data`, `HOME/config`, `HOME/state`.
    pub fn under(home: &Path) -> Self {
        Self {
            data: home.join("data"),
            config: home.join("config"),
            state: home.join("state"),
        }
    }

    fn choose<S: BaseStrategy>(
        podo_home: Option<&OsStr>,
        strategy: impl FnOnce() -> Result<S, PathsError>,
    ) -> Result<Self, PathsError> {
        if let Some(home) = podo_home.filter(|home| !home.is_empty()) {
            // Made absolute now, because the shell that podo opens may change folders.
            let home =
                std::path::absolute(home).map_err(|source| PathsError::CurrentDir { source })?;
            return Ok(Self::under(&home));
        }
        let strategy = strategy()?;
        let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        let paths = Self {
            data: strategy.data_dir().join(APP),
            config: strategy.config_dir().join(APP),
            state: state.join(APP),
        };
        // An empty or relative HOME would scatter files over whatever folder podo was started in.
        let all_absolute = [&paths.data, &paths.config, &paths.state]
            .iter()
            .all(|path| path.is_absolute());
        all_absolute.then_some(paths).ok_or(PathsError::NoHome)
    }

    /// The folder of progress, sessions and the learner's files.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// The folder of saved choices.
    pub fn config_dir(&self) -> &Path {
        &self.config
    }

    /// The folder of what may be lost without harm: history, logs, jobs, private kubeconfigs.
    pub fn state_dir(&self) -> &Path {
        &self.state
    }

    /// The document of [`Progress`](crate::progress::Progress).
    pub fn progress_file(&self) -> PathBuf {
        self.data.join("progress.json")
    }

    /// The document of [`Settings`](crate::progress::Settings).
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.json")
    }

    /// The document of a lesson's [`Session`](crate::progress::Session).
    pub fn session_file(&self, lesson: &LessonId) -> PathBuf {
        let folder = self.data.join("sessions").join(lesson.pack());
        folder.join(format!("{}.json", lesson.lesson()))
    }

    /// The folder of the learner's own files in a lesson: `work/LESSON`, for other packs than
    /// podo's own `work/PACK.LESSON` (ids have no dots, so two lessons never share a folder).
    pub fn work_dir(&self, lesson: &LessonId) -> PathBuf {
        let name = if lesson.pack() == OWN_PACK {
            lesson.lesson().to_owned()
        } else {
            format!("{}.{}", lesson.pack(), lesson.lesson())
        };
        self.data.join("work").join(name)
    }

    /// The folder of the embedded sandbox: its state, how to reach it, saved states.
    pub fn sandbox_dir(&self) -> PathBuf {
        self.data.join("sandbox")
    }

    /// The private kubeconfig of a lesson. Each lesson has its own, because it names the lesson's
    /// namespace and two podos may be in different lessons.
    pub fn kubeconfig_file(&self, lesson: &LessonId) -> PathBuf {
        let folder = self.state.join("kubeconfig").join(lesson.pack());
        folder.join(format!("{}.yaml", lesson.lesson()))
    }

    /// The lines that the learner typed.
    pub fn history_file(&self) -> PathBuf {
        self.state.join("history")
    }

    /// The folder of logs.
    pub fn log_dir(&self) -> PathBuf {
        self.state.join("logs")
    }

    /// The folder of what background jobs write.
    pub fn jobs_dir(&self) -> PathBuf {
        self.state.join("jobs")
    }
}

/// Makes a folder and what is missing above it, all of it open to the learner alone (mode 0700),
/// and on the disk when it returns. A folder that is already there is left as it is.
pub fn make_private_dir(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    for folder in missing {
        if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
            sync_dir(parent)?;
        }
    }
    Ok(())
}

/// Brings a folder's entries to the disk, so that a rename or a new file outlives a power cut.
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(path).and_then(|folder| folder.sync_all()) {
        // Some network and FUSE file systems cannot sync a folder, and a folder may be entered
        // without being readable. The entry is there all the same.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput
                    | io::ErrorKind::Unsupported
                    | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}
