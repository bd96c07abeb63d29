//! One kubeconfig file: bytes to entries, its relative paths made absolute.

use std::io;
use std::path::{Path, PathBuf};

use kube::config::Kubeconfig as Raw;

use super::{KubeconfigError, merge};

/// Reads a file; `None` when it is not there.
pub(super) fn file(path: &Path) -> Result<Option<Raw>, KubeconfigError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(KubeconfigError::Unreadable {
                file: path.to_owned(),
                source,
            });
        }
    };
    let text = text(bytes).ok_or_else(|| KubeconfigError::Broken {
        file: path.to_owned(),
        line: 0,
        column: 0,
        message: "it is not text in UTF-8 or UTF-16".to_owned(),
    })?;
    let mut merged = Raw::default();
    for document in documents(&text, path)? {
        merge(&mut merged, document);
    }
    Ok(Some(merged))
}

/// The text behind a byte order mark or without one: Windows programs write UTF-16.
fn text(bytes: Vec<u8>) -> Option<String> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// The documents of a YAML text; an empty text has none.
pub(super) fn documents(text: &str, file: &Path) -> Result<Vec<Raw>, KubeconfigError> {
    // Never a snippet: the lines around an error may hold a token.
    let options = serde_yaml::options! { with_snippet: false };
    let mut documents: Vec<Raw> =
        serde_yaml::from_multiple_with_options(text, options).map_err(|error| {
            let location = error.location();
            KubeconfigError::Broken {
                file: file.to_owned(),
                line: location.map_or(0, |location| location.line()),
                column: location.map_or(0, |location| location.column()),
                message: without_place(&error),
            }
        })?;
    if let Some(folder) = file.parent() {
        for document in &mut documents {
            make_absolute(document, folder);
        }
    }
    Ok(documents)
}

/// The parser's message in one line, without the place, which is told apart.
fn without_place(error: &serde_yaml::Error) -> String {
    let message = error.without_snippet().to_string();
    let line = message.lines().next().unwrap_or_default();
    let words = line.split(" at line ").next().unwrap_or_default();
    words.chars().take(160).collect()
}

fn make_absolute(config: &mut Raw, folder: &Path) {
    let fix = |path: &mut Option<String>| {
        if let Some(text) = path.as_deref().filter(|text| !text.is_empty()) {
            *path = joined(folder, text).or_else(|| Some(text.to_owned()));
        }
    };
    for cluster in config
        .clusters
        .iter_mut()
        .filter_map(|c| c.cluster.as_mut())
    {
        fix(&mut cluster.certificate_authority);
    }
    let users = config.auth_infos.iter_mut();
    for user in users.filter_map(|user| user.auth_info.as_mut()) {
        fix(&mut user.client_certificate);
        fix(&mut user.client_key);
        fix(&mut user.token_file);
        if let Some(exec) = &mut user.exec {
            // As client-go does: a bare name is looked up on the PATH, a path is relative to the file.
            let has_folder = |command: &String| command.contains(std::path::is_separator);
            if exec.command.as_ref().is_some_and(has_folder) {
                fix(&mut exec.command);
            }
        }
    }
}

fn joined(folder: &Path, path: &str) -> Option<String> {
    let path: PathBuf = folder.join(path);
    path.to_str().map(str::to_owned)
}
