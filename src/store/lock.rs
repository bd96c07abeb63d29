//! The lock that keeps two podos from changing one document at once.
//!
//! It is an advisory lock of the operating system on a file of its own, so it is gone with the
//! process that held it, however that ended. The lock file itself stays: deleting it would let two
//! processes lock two different files of the same name.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::StoreError;

/// A held lock; dropping it releases it.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a document, waiting for `timeout` at most.
    pub(super) fn acquire(document: &Path, timeout: Duration) -> Result<Self, StoreError> {
        let path = lock_file(document);
        let file = open(&path).and_then(|file| match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => wait(file, timeout),
            Err(TryLockError::Error(error)) => Err(error),
        });
        match file {
            Ok(Some(file)) => Ok(Self { _file: file }),
            Ok(None) => Err(StoreError::Busy {
                path: document.to_path_buf(),
                waited: timeout,
            }),
            Err(source) => Err(StoreError::Lock { path, source }),
        }
    }
}

/// Waits in the system's queue for the lock; `None` when `timeout` has passed.
///
/// Trying again and again instead would starve beside a process that writes without a pause: the
/// lock is free for microseconds between two of its writes. A blocking call has no timeout, so a
/// thread makes it. One that gets the lock too late finds nobody listening and drops it again.
fn wait(file: File, timeout: Duration) -> io::Result<Option<File>> {
    let (tell, told) = mpsc::channel();
    thread::Builder::new()
        .name("podo-lock".to_owned())
        .spawn(move || {
            let _ = tell.send(lock(&file).map(|()| file));
        })?;
    told.recv_timeout(timeout)
        .map_or(Ok(None), |locked| locked.map(Some))
}

/// Waits for the lock as long as it takes.
pub(crate) fn lock(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// A lock file, made where it is missing, open to the learner alone.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn lock_file(document: &Path) -> PathBuf {
    let mut name = OsString::from(document);
    name.push(".lock");
    PathBuf::from(name)
}
