//! Names of files in the working folder, and the files they lead to.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::EditError;

/// The longest name, in bytes.
const LONGEST: usize = 255;

/// The file that `name` leads to within `dir`, whether it is there or not. A name may go through
/// folders and links as long as it stays inside.
pub fn resolve(dir: &Path, name: &str) -> Result<PathBuf, EditError> {
    if !is_plain_name(name) {
        return Err(EditError::Name {
            name: name.to_owned(),
        });
    }
    let failed = |source| EditError::File {
        name: name.to_owned(),
        source,
    };
    let root = fs::canonicalize(dir).map_err(failed)?;
    let path = follow(&root.join(name)).map_err(failed)?;
    if !path.starts_with(&root) {
        return Err(EditError::Outside {
            name: name.to_owned(),
        });
    }
    match fs::metadata(&path) {
        Ok(metadata) if !metadata.is_file() => Err(EditError::NotAFile {
            name: name.to_owned(),
        }),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(path),
    }
}

/// Whether a name can be that of a file inside: relative, never upwards, nothing an editor would
/// take for an option, nothing that a terminal would act on.
fn is_plain_name(name: &str) -> bool {
    let inside = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let has_file = Path::new(name).file_name().is_some();
    inside
        && has_file
        && name.len() <= LONGEST
        && !name.ends_with('/')
        && !name.starts_with(['-', '~', '+'])
        && !name.chars().any(char::is_control)
}

/// The path with every link followed; what is not there yet stays as it is named.
fn follow(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link to nothing would be written through to wherever it points.
            if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
                let target = path.parent().unwrap_or(path).join(fs::read_link(path)?);
                return Ok(normal(&target));
            }
            match (path.parent(), path.file_name()) {
                (Some(parent), Some(name)) => Ok(follow(parent)?.join(name)),
                _ => Err(error),
            }
        }
        other => other,
    }
}

/// The path without `..`, as far as its words tell: only to see whether it leads out.
fn normal(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            clean.pop();
        } else {
            clean.push(part);
        }
    }
    clean
}
