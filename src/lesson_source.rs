//! Where packs are kept: podo's own, embedded in the binary, and folders given with `--lessons`.
//!
//! A folder is somebody else's: it is read once and as a whole, only where packs have files, never
//! through a link that leads outside, and within limits.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::lesson::pack::{GLOSSARY_FILE, NOTES_FILE, PACK_FILE, PackFiles};
use crate::lesson::problem::{Problem, ProblemKind};

/// podo's own pack.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lessons");

/// The largest file that is read, in bytes: a manifest of that size is none for a lesson.
const MAX_FILE: u64 = 1024 * 1024;

/// The greatest number of files that is read: a hundred lessons with ten files each.
const MAX_FILES: usize = 1000;

/// The deepest folder that is looked into, counted from the pack's: lesson, `files`, and folders
/// in it.
const MAX_DEPTH: usize = 6;

/// The files that a pack has beside its lessons.
const PACK_LEVEL: [&str; 3] = [PACK_FILE, NOTES_FILE, GLOSSARY_FILE];

/// The files of podo's own pack.
#[derive(Debug, Clone, Copy, Default)]
pub struct Embedded;

impl PackFiles for Embedded {
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        add_names(&EMBEDDED, &mut names);
        names
    }

    fn bytes(&self, name: &str) -> Option<&[u8]> {
        EMBEDDED.get_file(name).map(include_dir::File::contents)
    }
}

fn add_names(folder: &Dir<'_>, names: &mut Vec<String>) {
    let paths = folder.files().filter_map(|file| file.path().to_str());
    // On Windows paths are embedded as that system writes them.
    names.extend(paths.map(|path| path.replace('\\', "/")));
    folder.dirs().for_each(|folder| add_names(folder, names));
}

/// A folder that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no pack in the folder.
    #[error("no {PACK_FILE} in {}", .folder.display())]
    NoPack {
        /// The folder.
        folder: PathBuf,
    },
    /// A file or a folder could not be read.
    #[error("cannot read {}", .path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The files of a pack in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    problems: Vec<Problem>,
}

impl PackFiles for Folder {
    fn names(&self) -> Vec<String> {
        self.files.names()
    }

    fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.files.bytes(name)
    }
}

impl Folder {
    /// Reads all files of the pack in a folder. What may not be read is left out and told by
    /// [`Folder::problems`].
    ///
    /// # Errors
    /// Where there is no `pack.yaml`, or the system refuses to read something.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let root = path.canonicalize().map_err(unreadable(path))?;
        if !root.join(PACK_FILE).exists() {
            return Err(SourceError::NoPack {
                folder: path.to_owned(),
            });
        }
        let mut reading = Reading {
            root: &root,
            found: Self::default(),
            full: false,
        };
        reading.folder(&root, "", 0)?;
        Ok(reading.found)
    }

    /// What was left out, and why.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> SourceError {
    let path = path.to_owned();
    move |source| SourceError::Unreadable { path, source }
}

struct Reading<'a> {
    root: &'a Path,
    found: Folder,
    full: bool,
}

impl Reading<'_> {
    /// Reads a folder of the pack; `name` is its place in the pack.
    fn folder(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), SourceError> {
        let entries = fs::read_dir(path).map_err(unreadable(path))?;
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()
            .map_err(unreadable(path))?;
        paths.sort();
        for path in paths {
            let Some(file) = path.file_name().and_then(|file| file.to_str()) else {
                continue;
            };
            let name = if name.is_empty() {
                file.to_owned()
            } else {
                format!("{name}/{file}")
            };
            if is_part_of_a_pack(&name) && !self.full {
                self.entry(&path, &name, depth)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), SourceError> {
        // A link is followed to its end first; one that leads nowhere is like no file.
        let Ok(real) = path.canonicalize() else {
            self.problem(name, ProblemKind::FileMissing);
            return Ok(());
        };
        if !real.starts_with(self.root) {
            self.problem(
                name,
                ProblemKind::PathEscape {
                    path: name.to_owned(),
                },
            );
            return Ok(());
        }
        let kind = fs::metadata(&real).map_err(unreadable(&real))?;
        if kind.is_dir() {
            if depth < MAX_DEPTH {
                self.folder(&real, name, depth + 1)?;
            }
        } else if kind.is_file() {
            self.file(&real, name)?;
        } else {
            // A pipe would never end, and a device is no lesson.
            self.problem(name, ProblemKind::NotAFile);
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: &str) -> Result<(), SourceError> {
        if self.found.files.len() == MAX_FILES {
            self.full = true;
            self.problem(
                PACK_FILE,
                ProblemKind::TooManyFiles {
                    limit: MAX_FILES as u64,
                },
            );
            return Ok(());
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(unreadable(path))?;
        file.take(MAX_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable(path))?;
        if bytes.len() as u64 > MAX_FILE {
            self.problem(
                name,
                ProblemKind::FileTooLarge {
                    limit: MAX_FILE / 1024,
                },
            );
        } else {
            self.found.files.insert(name.to_owned(), bytes);
        }
        Ok(())
    }

    fn problem(&mut self, name: &str, kind: ProblemKind) {
        self.found.problems.push(Problem::at(name, 0, kind));
    }
}

/// Whether a pack has a file or a folder of that name; nothing else in its folder is looked at.
fn is_part_of_a_pack(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    let hidden = parts.iter().any(|part| part.starts_with('.'));
    !hidden
        && match parts.as_slice() {
            [file] => PACK_LEVEL.contains(file) || !file.contains('.'),
            [_, entry] => matches!(*entry, "exercises.yaml" | "ko.md" | "en.md" | "files"),
            _ => true,
        }
}

#[cfg(test)]
mod tests;
