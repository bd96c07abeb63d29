//! The few things a store does on the disk: read whole, write whole, set aside.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::paths::sync_dir;

/// What stands at a document's path.
pub(super) enum Raw {
    Missing,
    NotAFile,
    Bytes(Vec<u8>),
}

/// The folder a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Reads a file whole.
pub(super) fn read(path: &Path) -> io::Result<Raw> {
    let result = fs::metadata(path).and_then(|metadata| {
        // Reading a pipe or a terminal could wait for ever.
        if metadata.is_file() {
            fs::read(path).map(Raw::Bytes)
        } else {
            Ok(Raw::NotAFile)
        }
    });
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Raw::Missing),
        result => result,
    }
}

/// The file behind a link, or the path itself.
pub(super) fn follow(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Writes a complete new file beside `target`, open to the learner alone (tempfile's mode is 0600),
/// and brings it to the disk.
pub(super) fn prepare(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(&temp_prefix(target))
        .suffix(TEMP_SUFFIX)
        .tempfile_in(folder_of(target))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Puts the new file in the old one's place and brings the change to the disk.
pub(super) fn commit(written: NamedTempFile, target: &Path) -> io::Result<()> {
    written.persist(target).map_err(|error| error.error)?;
    sync_dir(folder_of(target))
}

/// Renames a damaged file to `NAME.damaged-N` with the first free N. Called under the lock, so no
/// other podo takes the same name.
pub(super) fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut number: u32 = 1;
    let free = loop {
        let mut name = OsString::from(path);
        name.push(format!(".damaged-{number}"));
        match fs::symlink_metadata(&name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => break PathBuf::from(name),
            Err(error) => return Err(error),
            Ok(_) => number += 1,
        }
    };
    fs::rename(path, &free)?;
    sync_dir(folder_of(path))?;
    Ok(free)
}

/// Removes what killed writers of this document left behind. Called under the lock, so nobody is
/// writing now; a folder that is only linked to is left alone, because others may hold other locks
/// on it. A leftover harms nobody, so a failure is not an error.
pub(super) fn sweep(document: &Path) {
    let prefix = temp_prefix(document);
    let Ok(entries) = fs::read_dir(folder_of(document)) else {
        return;
    };
    for entry in entries.flatten() {
        if is_temp(&entry.file_name(), &prefix) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

const TEMP_SUFFIX: &str = ".tmp";

fn temp_prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    prefix
}

/// Whether a name is PREFIX, letters and digits, SUFFIX: `.a.json.tmp` may be a leftover of `a.json`
/// but `.a.json.b.json.x1.tmp` belongs to another document.
fn is_temp(name: &OsStr, prefix: &OsStr) -> bool {
    name.as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes())
        .and_then(|rest| rest.strip_suffix(TEMP_SUFFIX.as_bytes()))
        .is_some_and(|middle| !middle.is_empty() && middle.iter().all(u8::is_ascii_alphanumeric))
}
