//! What a background job writes: one file per job, `PODO-JOB.log`, open to the learner alone and
//! removed with the job.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::Pid;

use crate::paths::make_private_dir;
use crate::programs::ProgramError;

/// The end of a log's name.
const SUFFIX: &str = ".log";

/// A log larger than this is emptied, in bytes: `logs -f` may write for hours.
const LARGEST: u64 = 8 * 1024 * 1024;

/// How far back the last lines are looked for, in bytes.
const REACH: u64 = 16 * 1024;

/// The log of a job.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Makes the log of this podo's job `id`, empty.
    pub(super) fn create(dir: &Path, id: u32) -> Result<Self, ProgramError> {
        make_private_dir(dir).map_err(|source| error(dir, source))?;
        let path = dir.join(format!("{}-{id}{SUFFIX}", std::process::id()));
        // A podo of the same number may have left one, perhaps with other permissions.
        let _ = fs::remove_file(&path);
        let mut options = OpenOptions::new();
        // Appending, because two streams write to it and because it may be emptied meanwhile.
        options.read(true).append(true).create_new(true).mode(0o600);
        match options.open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(source) => Err(error(&path, source)),
        }
    }

    /// The file for stdout and for stderr.
    pub(super) fn writers(&self) -> Result<[File; 2], ProgramError> {
        let clone = || {
            let file = self.file.try_clone();
            file.map_err(|source| error(&self.path, source))
        };
        Ok([clone()?, clone()?])
    }

    /// Empties it when it has grown too large.
    pub(super) fn keep_small(&self) {
        let large = |metadata: fs::Metadata| metadata.len() > LARGEST;
        if self.file.metadata().is_ok_and(large) {
            let _ = self.file.set_len(0);
        }
    }

    /// The last lines that say something.
    pub(super) fn last_lines(&self, lines: usize) -> String {
        let text = self.end().unwrap_or_default();
        // A progress display overwrites its line; what it wrote last is what stands there.
        let said = text.lines().map(|line| {
            let line = line.trim_end();
            let line = line.rsplit('\r').next().unwrap_or(line);
            // A program that draws on the screen has nothing to say in a list.
            anstream::adapter::strip_str(line).to_string()
        });
        let said: Vec<_> = said.filter(|line| !line.trim().is_empty()).collect();
        said[said.len().saturating_sub(lines)..].join("\n")
    }

    fn end(&self) -> io::Result<String> {
        let mut file = &self.file;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(REACH)))?;
        let mut bytes = Vec::new();
        file.take(REACH).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes the logs of podos that are no more.
pub(super) fn sweep(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let podo = name.to_str().and_then(|name| {
            let (podo, id) = name.strip_suffix(SUFFIX)?.split_once('-')?;
            id.parse::<u32>().ok()?;
            podo.parse().ok().filter(|id: &i32| *id > 0)
        });
        if podo.is_some_and(|id| kill(Pid::from_raw(id), None) == Err(Errno::ESRCH)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn error(path: &Path, source: io::Error) -> ProgramError {
    ProgramError::Log {
        path: path.to_owned(),
        source,
    }
}
