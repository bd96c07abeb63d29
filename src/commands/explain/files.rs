//! The state of a namespace from files that somebody else may have made: within limits, and
//! without following what they say.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::{CommandError, StateError};
use crate::health;
use crate::snapshot::Snapshot;
use crate::snapshot::import::{self, Document, Objects};

/// The largest file that is read, in MiB.
const LIMIT: u64 = 64;

/// How many files of a folder are read.
const FILES: usize = 10_000;

/// How much of the end of a log is read, in bytes.
const LOG: u64 = 64 * 1024;

/// Standard input, as programs name it.
const STDIN: &str = "-";

/// One text, and when it was written.
struct Part {
    file: PathBuf,
    text: String,
    written: Option<Timestamp>,
}

/// Reads the state of a namespace; of the only one, where none is named.
pub(super) fn read(from: &[PathBuf], namespace: Option<&str>) -> Result<Snapshot, CommandError> {
    let mut objects = Objects::default();
    let mut written = None;
    let mut count = 0;
    for path in from {
        for file in files(path)? {
            let part = part(&file)?;
            count += 1;
            let document = import::read(&part.text).map_err(|malformed| StateError::Malformed {
                file: part.file.clone(),
                malformed,
            })?;
            match document {
                Document::Snapshot(snapshot) if from.len() == 1 && count == 1 => {
                    return of_snapshot(*snapshot, namespace);
                }
                Document::Snapshot(_) => return Err(StateError::NotAlone(part.file).into()),
                Document::Objects(more) => objects.add(more),
            }
            written = written.max(part.written);
        }
    }
    let namespace = choose(&objects, namespace)?;
    // A file says nothing of when it was made but what it is full of: no time in it lies behind.
    let at = written.max(objects.newest());
    let listed = objects.listed().clone();
    let mut snapshot = objects.into_snapshot(&namespace, at.unwrap_or_else(Timestamp::now));
    health::note_unread(&mut snapshot, &listed);
    for folder in from.iter().filter(|path| path.is_dir()) {
        add_logs(&mut snapshot, folder);
    }
    Ok(snapshot)
}

/// A state by podo. One of a lesson was asked only for what its exercise needs.
fn of_snapshot(mut snapshot: Snapshot, namespace: Option<&str>) -> Result<Snapshot, CommandError> {
    let own = snapshot.cluster.namespace.clone();
    if let Some(namespace) = namespace.filter(|name| *name != own) {
        let namespace = namespace.to_owned();
        let known = vec![own];
        return Err(StateError::NoNamespace { namespace, known }.into());
    }
    let read = match snapshot.exercise {
        Some(_) => health::read_for_lesson(&snapshot),
        None => health::needs().kinds,
    };
    health::note_unread(&mut snapshot, &read);
    Ok(snapshot)
}

/// The namespace that was named, or the only one.
fn choose(objects: &Objects, named: Option<&str>) -> Result<String, CommandError> {
    let known: Vec<String> = objects
        .namespaces()
        .into_iter()
        .map(str::to_owned)
        .collect();
    match (named, known.as_slice()) {
        (Some(name), _) if known.iter().any(|known| known == name) => Ok(name.to_owned()),
        (Some(name), _) => {
            let namespace = name.to_owned();
            Err(StateError::NoNamespace { namespace, known }.into())
        }
        (None, [only]) => Ok(only.clone()),
        (None, []) => Ok("default".to_owned()),
        (None, _) => Err(StateError::OpenNamespace { known }.into()),
    }
}

/// The files that a path stands for: itself, or the JSON of a folder by `kubectl cluster-info dump`,
/// which has a folder for each namespace.
fn files(path: &Path) -> Result<Vec<PathBuf>, CommandError> {
    if path == Path::new(STDIN) || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for (entry, is_folder) in entries(path)? {
        if is_folder {
            let below = entries(&entry)?.into_iter();
            found.extend(below.filter(|(_, folder)| !folder).map(|(file, _)| file));
        } else {
            found.push(entry);
        }
    }
    found.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    found.truncate(FILES);
    if found.is_empty() {
        return Err(StateError::NoFiles(path.to_owned()).into());
    }
    Ok(found)
}

/// The files and folders in a folder, by name. Links are left out: they lead elsewhere.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, bool)>, CommandError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(StateError::at(folder))? {
        let entry = entry.map_err(StateError::at(folder))?;
        let kind = entry.file_type().map_err(StateError::at(folder))?;
        if kind.is_file() || kind.is_dir() {
            entries.push((entry.path(), kind.is_dir()));
        }
    }
    entries.sort();
    Ok(entries)
}

fn part(file: &Path) -> Result<Part, CommandError> {
    let (text, written) = if file == Path::new(STDIN) {
        (limited(io::stdin(), file)?, Some(Timestamp::now()))
    } else {
        let open = File::open(file).map_err(StateError::at(file))?;
        let written = open
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok();
        let written = written.and_then(|time| Timestamp::try_from(time).ok());
        (limited(open, file)?, written)
    };
    Ok(Part {
        file: file.to_owned(),
        text,
        written,
    })
}

fn limited(from: impl Read, file: &Path) -> Result<String, CommandError> {
    let limit = LIMIT * 1024 * 1024;
    let mut bytes = Vec::new();
    let read = from.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(StateError::at(file))?;
    if bytes.len() as u64 > limit {
        let file = file.to_owned();
        return Err(StateError::TooLarge { file, limit: LIMIT }.into());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let error = io::Error::new(io::ErrorKind::InvalidData, error.utf8_error());
        StateError::at(file)(error)
    })?;
    Ok(text)
}

/// The last words of containers that ended, from the logs of a dump.
fn add_logs(snapshot: &mut Snapshot, folder: &Path) {
    let folder = folder.join(&snapshot.cluster.namespace);
    let pods = snapshot
        .objects
        .iter()
        .filter(|object| object.kind() == "Pod");
    let logs: Vec<_> = pods
        // The name becomes part of a path.
        .filter(|pod| is_file_name(pod.name()))
        .filter_map(|pod| {
            let text = tail(&folder.join(pod.name()).join("logs.txt")).ok()?;
            Some(import::last_words(pod, &text))
        })
        .flatten()
        .collect();
    snapshot.previous_logs.extend(logs);
}

fn is_file_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    !name.starts_with('.') && name.chars().all(plain)
}

fn tail(file: &Path) -> io::Result<String> {
    if !fs::symlink_metadata(file)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut open = File::open(file)?;
    let length = open.metadata()?.len();
    open.seek(SeekFrom::Start(length.saturating_sub(LOG)))?;
    let mut bytes = Vec::new();
    open.take(LOG).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
