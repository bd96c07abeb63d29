//! What stands at a path: files, folders, links, and why a path cannot be used.

use std::sync::Arc;

use jiff::Timestamp;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A folder.
    Folder,
    /// A file with its bytes.
    File(Arc<[u8]>),
    /// A program that the image has, by its name.
    Program(&'static str),
    /// A symbolic link.
    Link(String),
    /// A device, by its name below `/dev`.
    Device(&'static str),
}

/// A file, folder, program or link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) content: Content,
    pub(crate) mode: u32,
    pub(crate) modified: Timestamp,
}

impl Entry {
    pub(crate) fn folder(modified: Timestamp) -> Self {
        Self {
            content: Content::Folder,
            mode: 0o755,
            modified,
        }
    }

    pub(crate) fn file(bytes: impl Into<Arc<[u8]>>, mode: u32, modified: Timestamp) -> Self {
        Self {
            content: Content::File(bytes.into()),
            mode,
            modified,
        }
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.content == Content::Folder
    }

    /// Whether it may be executed.
    pub(crate) fn executable(&self) -> bool {
        !self.is_folder() && self.mode & 0o111 != 0
    }

    pub(crate) fn size(&self) -> usize {
        match &self.content {
            Content::File(bytes) => bytes.len(),
            Content::Program(_) => 1_048_576,
            Content::Link(target) => target.len(),
            Content::Folder => 4096,
            Content::Device(_) => 0,
        }
    }
}

/// Why a path could not be used; the text is the C library's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("No such file or directory")]
    Missing,
    #[error("Is a directory")]
    Folder,
    #[error("Not a directory")]
    NoFolder,
    #[error("File exists")]
    Exists,
    #[error("Read-only file system")]
    ReadOnly,
    #[error("Directory not empty")]
    NotEmpty,
    #[error("Too many levels of symbolic links")]
    Loop,
    #[error("Device or resource busy")]
    Busy,
    #[error("Permission denied")]
    Denied,
}
