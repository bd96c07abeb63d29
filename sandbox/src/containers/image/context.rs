//! The files that a build is given: its context.

mod ignore;
mod pattern;

use std::{
    fs::{self, File, Metadata},
    io::Read as _,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use self::ignore::Ignore;
pub(super) use self::pattern::{is_pattern, part};
use crate::containers::fs::{Content, Entry, Tree, normal};

/// The files that a build is given, without what `.dockerignore` leaves out.
#[derive(Clone, Debug, Default)]
pub struct Context {
    files: Tree,
    bytes: u64,
    count: usize,
}

/// Bytes in one context.
const MOST_BYTES: u64 = 64 << 20;
/// Files and folders in one context.
const MOST_ENTRIES: usize = 20_000;
/// Folders in each other.
const DEEPEST: usize = 64;

/// Why a folder cannot be a context.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// There is more in it than a simulated image may have.
    #[error(
        "the build context has more than {most} {what}: put what the image does not need into .dockerignore"
    )]
    TooMuch {
        /// The limit.
        most: u64,
        /// What it counts.
        what: &'static str,
    },
    /// A name that is not in UTF-8.
    #[error("a file in the build context has a name that is not UTF-8: {0}")]
    Name(PathBuf),
    /// Something cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// What.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Context {
    /// A context of files by their paths, with their content.
    pub fn new<P: AsRef<str>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Result<Self, ContextError> {
        let files: Vec<(String, B)> = files
            .into_iter()
            .map(|(path, bytes)| (normal(path.as_ref()), bytes))
            .collect();
        let ignore = files
            .iter()
            .find(|(path, _)| path == "/.dockerignore")
            .map_or_else(Ignore::default, |(_, bytes)| {
                Ignore::parse(&String::from_utf8_lossy(bytes.as_ref()))
            });
        let mut context = Self::default();
        for (path, bytes) in files {
            let inside = path != "/" && path.split('/').all(|part| part != "..");
            if inside && !ignore.leaves_out(&path[1..]) {
                let entry = Entry::file(bytes.as_ref(), 0o644, Timestamp::UNIX_EPOCH);
                context.put(&path, entry)?;
            }
        }
        Ok(context)
    }

    /// Reads a folder. Symbolic links stay links: nothing outside of it is ever read.
    pub fn read(folder: &Path) -> Result<Self, ContextError> {
        let ignore = match fs::symlink_metadata(folder.join(".dockerignore")) {
            Ok(metadata) if metadata.is_file() => {
                let bytes = read_file(&folder.join(".dockerignore"), 1 << 20)?;
                Ignore::parse(&String::from_utf8_lossy(&bytes))
            }
            _ => Ignore::default(),
        };
        let mut context = Self::default();
        context.read_folder(folder, "", &ignore, 0)?;
        Ok(context)
    }

    fn read_folder(
        &mut self,
        folder: &Path,
        at: &str,
        ignore: &Ignore,
        depth: usize,
    ) -> Result<(), ContextError> {
        if depth > DEEPEST {
            return Err(too_much(DEEPEST as u64, "folders in each other"));
        }
        let unread = |source| ContextError::Read {
            path: folder.to_owned(),
            source,
        };
        for entry in fs::read_dir(folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let path = entry.path();
            let name = entry.file_name();
            let name = name
                .to_str()
                .ok_or_else(|| ContextError::Name(path.clone()))?;
            let inner = format!("{at}/{name}");
            let metadata = entry.metadata().map_err(unread)?;
            let out = ignore.leaves_out(&inner[1..]);
            if metadata.is_dir() {
                if !out {
                    self.put(&inner, Entry::folder(modified(&metadata)))?;
                }
                if !out || ignore.has_exceptions() {
                    self.read_folder(&path, &inner, ignore, depth + 1)?;
                }
            } else if out {
                // Left out.
            } else if metadata.is_symlink() {
                let target = fs::read_link(&path).map_err(unread)?;
                let target = target
                    .to_str()
                    .ok_or_else(|| ContextError::Name(path.clone()))?;
                let entry = Entry {
                    content: Content::Link(target.to_owned()),
                    mode: 0o777,
                    modified: modified(&metadata),
                };
                self.put(&inner, entry)?;
            } else if metadata.is_file() {
                let bytes = read_file(&path, MOST_BYTES.saturating_sub(self.bytes))?;
                let entry = Entry::file(bytes, mode(&metadata), modified(&metadata));
                self.put(&inner, entry)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, path: &str, entry: Entry) -> Result<(), ContextError> {
        if let Content::File(bytes) = &entry.content {
            self.bytes += bytes.len() as u64;
        }
        self.count += 1;
        if self.bytes > MOST_BYTES {
            return Err(too_much(MOST_BYTES, "bytes"));
        }
        if self.count > MOST_ENTRIES {
            return Err(too_much(MOST_ENTRIES as u64, "files"));
        }
        self.files.put(path, entry);
        Ok(())
    }

    /// The content of a file in it.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        match &self.files.get(&normal(path))?.content {
            Content::File(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// How many bytes its files have, as `transferring context` says.
    pub fn size(&self) -> u64 {
        self.bytes
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.files
    }
}

fn too_much(most: u64, what: &'static str) -> ContextError {
    ContextError::TooMuch { most, what }
}

/// Reads a file that may grow meanwhile, up to a limit.
fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, ContextError> {
    let unread = |source| ContextError::Read {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unread)?;
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(unread)?;
    if bytes.len() as u64 > most {
        return Err(too_much(MOST_BYTES, "bytes"));
    }
    Ok(bytes)
}

fn modified(metadata: &Metadata) -> Timestamp {
    metadata
        .modified()
        .ok()
        .and_then(|time| Timestamp::try_from(time).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o7777
}

/// As Docker does it where files have no such modes.
#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0o755
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_without_what_is_ignored_and_without_leaving_it() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("node_modules/big")).unwrap();
        fs::create_dir_all(at("src")).unwrap();
        fs::write(at("node_modules/big/file"), "big").unwrap();
        fs::write(at("src/main.js"), "main").unwrap();
        fs::write(at(".dockerignore"), "node_modules\n*.md\n").unwrap();
        fs::write(at("README.md"), "read").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path(), at("out")).unwrap();
        let context = Context::read(folder.path()).unwrap();
        assert_eq!(context.file("src/main.js"), Some(&b"main"[..]));
        for missing in [
            "node_modules/big/file",
            "README.md",
            "out/secret",
            "../secret",
        ] {
            assert_eq!(context.file(missing), None, "{missing}");
        }
        #[cfg(unix)]
        assert!(matches!(
            &context.files.get("/out").unwrap().content,
            Content::Link(_)
        ));
    }

    #[test]
    fn a_context_that_is_too_large_is_refused() {
        let big = vec![0; 33 << 20];
        let error = Context::new([("a", &big), ("b", &big)]).unwrap_err();
        assert!(
            error.to_string().contains("more than 67108864 bytes"),
            "{error}"
        );
        let context = Context::new([("../../a", "x"), ("b/./c", "y")]).unwrap();
        assert_eq!(context.file("a"), Some(&b"x"[..]));
        assert_eq!(context.file("b/c"), Some(&b"y"[..]));
    }
}
