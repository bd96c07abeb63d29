//! Paths as texts: made plain, taken apart and joined.

/// An absolute path without `.`, doubled or trailing slashes; `..` stays for [`super::Fs::resolve`].
pub(crate) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|p| !p.is_empty() && *p != ".") {
        if part == ".." && parts.last().is_none_or(|p| *p != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    format!("/{}", parts.join("/"))
}

/// The folder of a path.
pub(crate) fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(at) => &path[..at],
    }
}

/// The last part of a path.
pub(crate) fn base(path: &str) -> &str {
    path.rsplit('/').find(|p| !p.is_empty()).unwrap_or("/")
}

/// A name in a folder; an absolute name stays as it is.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if name.starts_with('/') {
        normal(name)
    } else {
        normal(&format!("{folder}/{name}"))
    }
}
