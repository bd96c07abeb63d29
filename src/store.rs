//! One JSON document on the disk that survives crashes, damage and a second podo.
//!
//! - A write is a whole new file beside the old one, synced and then renamed over it: whoever reads
//!   sees the old document or the new one, never a part.
//! - A change is read-modify-write under an exclusive lock on `NAME.lock`, so a change is a closure
//!   that is applied to what is on the disk *now*, not to what was loaded earlier.
//! - A damaged document is renamed to `NAME.damaged-N` and reported, never deleted. One that a newer
//!   podo wrote is not damaged: it is refused and left untouched.

use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::paths::make_private_dir;

mod disk;
pub mod document;
pub(crate) mod lock;

#[cfg(test)]
mod tests;

pub use document::{Damage, Document};

use disk::Raw;
use document::DecodeError;
use lock::Lock;

/// How long a change waits for another podo: a change takes milliseconds, so a lock held for longer
/// belongs to a process that is stopped or stuck.
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// What can go wrong with a document's file. The Display says this layer only, in English, for logs.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder is missing and cannot be made.
    #[error("cannot make the folder {}", path.display())]
    MakeDir {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is there and cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The document's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The lock file cannot be made or locked at all.
    #[error("cannot lock {}", path.display())]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has held the lock all the time.
    #[error("{} has been in use by another process for more than {} ms", path.display(), waited.as_millis())]
    Busy {
        /// The document's file.
        path: PathBuf,
        /// How long podo waited.
        waited: Duration,
    },
    /// A newer podo wrote the document. It is left as it is.
    #[error("{} has format version {found}; this podo knows versions up to {supported}", path.display())]
    NewerVersion {
        /// The document's file.
        path: PathBuf,
        /// The version in the file.
        found: u64,
        /// The newest version that this podo knows.
        supported: u32,
    },
    /// The document is damaged and cannot be renamed. It is left as it is.
    #[error("{} is damaged ({reason}) and cannot be set aside", path.display())]
    SetAside {
        /// The document's file.
        path: PathBuf,
        /// What is wrong with it.
        reason: Damage,
        /// What the system said.
        source: io::Error,
    },
    /// The new document cannot be written; the old one is still there.
    #[error("cannot write {}", path.display())]
    Write {
        /// The document's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StoreError {
    /// The file or folder that the error is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::MakeDir { path, .. }
            | Self::Read { path, .. }
            | Self::Lock { path, .. }
            | Self::Busy { path, .. }
            | Self::NewerVersion { path, .. }
            | Self::SetAside { path, .. }
            | Self::Write { path, .. } => path,
        }
    }
}

/// A value together with how its document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a document that was set aside has to be told to the learner"]
pub struct Loaded<T> {
    /// The document ([`Store::load`]) or what the closure returned ([`Store::update`]).
    pub value: T,
    /// How the document was found.
    pub origin: Origin,
}

/// How a document was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// There was none; the default took its place.
    Fresh,
    /// It was there and sound.
    Present,
    /// It was damaged; it was kept under another name and the default took its place.
    SetAside {
        /// Where the damaged file is now.
        moved_to: PathBuf,
        /// What is wrong with it.
        reason: Damage,
    },
}

/// One JSON document in one file.
#[derive(Debug, Clone)]
pub struct Store<T> {
    path: PathBuf,
    lock_timeout: Duration,
    document: PhantomData<fn() -> T>,
}

impl<T: Document> Store<T> {
    /// The document in the file `path`, which need not exist. Nothing is touched yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock_timeout: LOCK_TIMEOUT,
            document: PhantomData,
        }
    }

    /// The same document with another patience than [`LOCK_TIMEOUT`].
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// The document's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the document. Needs no right to write, unless the document is damaged.
    pub fn load(&self) -> Result<Loaded<T>, StoreError> {
        match self.read()? {
            Found::Nothing => Ok(Loaded::fresh(T::default())),
            Found::Sound(value) => Ok(Loaded::present(value)),
            Found::Damaged(_) => {
                // Looked at again under the lock: another podo may have set it aside meanwhile, and
                // then the file that is there now is a good one.
                let _lock = self.lock()?;
                match self.read()? {
                    Found::Nothing => Ok(Loaded::fresh(T::default())),
                    Found::Sound(value) => Ok(Loaded::present(value)),
                    Found::Damaged(reason) => Ok(Loaded {
                        value: T::default(),
                        origin: self.set_aside(reason)?,
                    }),
                }
            }
        }
    }

    /// Changes the document: loads it under the lock, applies `change`, writes it. When this returns
    /// `Ok`, the change is on the disk.
    ///
    /// `change` must be small (the lock is held) and must not assume what it was shown earlier:
    /// another podo may have written since. It must not use the same store.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> Result<Loaded<R>, StoreError> {
        self.make_folder()?;
        let _lock = self.lock()?;
        disk::sweep(&self.path);
        let (mut value, damage, was_there) = match self.read()? {
            Found::Nothing => (T::default(), None, false),
            Found::Sound(value) => (value, None, true),
            Found::Damaged(reason) => (T::default(), Some(reason), true),
        };
        let result = change(&mut value);

        // A link is followed, so that settings kept elsewhere and linked to stay there. What is
        // damaged is replaced where it stands.
        let target = match damage {
            None if was_there => disk::follow(&self.path),
            _ => self.path.clone(),
        };
        let written = self.prepare(&value, &target)?;
        // Only now, when the new document is complete, does the damaged one give way.
        let origin = match damage {
            Some(reason) => self.set_aside(reason)?,
            None if was_there => Origin::Present,
            None => Origin::Fresh,
        };
        self.commit(written, &target)?;
        Ok(Loaded {
            value: result,
            origin,
        })
    }

    /// Puts a document in the place of whatever is there, without reading it: for one writer, who
    /// knows the whole. When this returns `Ok`, it is on the disk.
    pub fn replace(&self, value: &T) -> Result<(), StoreError> {
        self.make_folder()?;
        let _lock = self.lock()?;
        disk::sweep(&self.path);
        let target = disk::follow(&self.path);
        let written = self.prepare(value, &target)?;
        self.commit(written, &target)
    }

    /// Writes the complete document beside `target`.
    fn prepare(&self, value: &T, target: &Path) -> Result<NamedTempFile, StoreError> {
        let bytes = document::encode(value).map_err(io::Error::from);
        let written = bytes.and_then(|bytes| disk::prepare(target, &bytes));
        written.map_err(|source| self.unwritten(source))
    }

    /// Puts what was prepared in the place of `target`.
    fn commit(&self, written: NamedTempFile, target: &Path) -> Result<(), StoreError> {
        disk::commit(written, target).map_err(|source| self.unwritten(source))
    }

    fn unwritten(&self, source: io::Error) -> StoreError {
        StoreError::Write {
            path: self.path.clone(),
            source,
        }
    }

    fn make_folder(&self) -> Result<(), StoreError> {
        let folder = self.folder();
        make_private_dir(folder).map_err(|source| StoreError::MakeDir {
            path: folder.to_path_buf(),
            source,
        })
    }

    fn folder(&self) -> &Path {
        disk::folder_of(&self.path)
    }

    fn lock(&self) -> Result<Lock, StoreError> {
        Lock::acquire(&self.path, self.lock_timeout)
    }

    fn read(&self) -> Result<Found<T>, StoreError> {
        let raw = disk::read(&self.path).map_err(|source| StoreError::Read {
            path: self.path.clone(),
            source,
        })?;
        let bytes = match raw {
            Raw::Missing => return Ok(Found::Nothing),
            Raw::NotAFile => return Ok(Found::Damaged(Damage::NotAFile)),
            Raw::Bytes(bytes) => bytes,
        };
        match document::decode(&bytes) {
            Ok(value) => Ok(Found::Sound(value)),
            Err(DecodeError::Damaged(reason)) => Ok(Found::Damaged(reason)),
            Err(DecodeError::Newer { found }) => Err(StoreError::NewerVersion {
                path: self.path.clone(),
                found,
                supported: T::FORMAT_VERSION,
            }),
        }
    }

    fn set_aside(&self, reason: Damage) -> Result<Origin, StoreError> {
        match disk::set_aside(&self.path) {
            Ok(moved_to) => Ok(Origin::SetAside { moved_to, reason }),
            Err(source) => Err(StoreError::SetAside {
                path: self.path.clone(),
                reason,
                source,
            }),
        }
    }
}

/// What one look at the file found.
enum Found<T> {
    Nothing,
    Sound(T),
    Damaged(Damage),
}

impl<T> Loaded<T> {
    fn fresh(value: T) -> Self {
        let origin = Origin::Fresh;
        Self { value, origin }
    }

    fn present(value: T) -> Self {
        let origin = Origin::Present;
        Self { value, origin }
    }
}
