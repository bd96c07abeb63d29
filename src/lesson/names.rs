//! Names and paths in a pack: what an id may look like, which name was meant, and which paths
//! stay where they belong.

/// Words that are less alike than this are not offered as the nearest; 0 is nothing in common,
/// 1 the same word. `img` and `image` are 0.6 alike.
const ALIKE: f64 = 0.6;

/// Whether an id has lower-case letters, digits and dashes only, with a letter in front (an id is
/// never a number) and no dash at the end (it becomes part of a namespace's name).
pub(super) fn is_id(id: &str) -> bool {
    id.len() <= 63
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Whether a text can be `metadata.name` of an object. It ends up in the path of a request, so
/// nothing that a path is made of may be in it.
pub(super) fn is_object_name(name: &str) -> bool {
    name.len() <= 253
        && name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:".contains(c))
}

/// Whether a text is an API version: `v1`, `apps/v1`. It ends up in the path of a request too.
pub(super) fn is_api_version(version: &str) -> bool {
    version.split('/').count() <= 2
        && version
            .split('/')
            .all(|part| is_object_name(part) && !part.contains(':'))
}

/// Whether a text can name a variable of an expression.
pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The known word that is most like a word, if any is like it.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|other| {
            (
                strsim::normalized_damerau_levenshtein(&word, &other.to_lowercase()),
                other,
            )
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, other)| other.to_owned())
}

/// Words as one line: `a, b, c`.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// Whether a path is relative and stays below the folder it starts in, on every system: drive
/// letters and backslashes, which mean something on Windows only, are refused everywhere.
pub(super) fn stays_inside(path: &str) -> bool {
    let trimmed = path.strip_suffix('/').unwrap_or(path);
    !trimmed.is_empty()
        && !path.starts_with(['/', '~'])
        && !path.contains(['\\', ':'])
        && !path.chars().any(char::is_control)
        && trimmed
            .split('/')
            .all(|part| !part.is_empty() && part != "..")
}

/// A path without `./` in it and without a slash at the end, as the files of a lesson are named.
pub(super) fn tidy(path: &str) -> String {
    path.split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect::<Vec<_>>()
        .join("/")
}

/// Whether a text is an address rather than a path.
pub(super) fn is_url(text: &str) -> bool {
    text.contains("://")
}

#[cfg(test)]
mod tests;
