//! The private kubeconfig: its text, and writing it so that nobody else can read it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use kube::config::Kubeconfig as Raw;

use super::KubeconfigError;

/// The text, with the namespace set in its only context.
pub(super) fn text(raw: &Raw, namespace: &str) -> String {
    let mut raw = raw.clone();
    for context in raw.contexts.iter_mut().filter_map(|c| c.context.as_mut()) {
        context.namespace = Some(namespace.to_owned());
    }
    let mut text = serde_json::to_string_pretty(&raw)
        .expect("a kubeconfig has only text keys, so that it is always JSON");
    text.push('\n');
    text
}

/// Writes the text beside the path and renames it there: a reader sees the old or the new file.
pub(super) fn write(text: &str, path: &Path) -> Result<(), KubeconfigError> {
    let fail = |source: io::Error| KubeconfigError::Unwritable {
        file: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_owned);
    // tempfile makes its files with mode 0600.
    let mut file = tempfile::Builder::new()
        .prefix(".kubeconfig-")
        .tempfile_in(folder)
        .map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}
