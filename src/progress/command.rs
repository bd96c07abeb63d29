//! What is kept of a command that the learner typed.

use jiff::Timestamp;

use crate::snapshot::TypedCommand;

#[cfg(test)]
mod tests;

/// How much of a command's stderr is kept, in bytes of UTF-8. The last lines say what went wrong.
pub const STDERR_TAIL: usize = 4 * 1024;

/// What stands where a secret value was.
pub const MASK: &str = "***";

/// Flags whose value is a credential with whichever command they stand.
const CREDENTIAL_FLAGS: [&str; 3] = ["--docker-password", "--password", "--token"];

/// A command that has ended, with what of it may and need be kept: the words without the values of
/// Secrets and credentials, and the end of what it wrote to stderr.
pub fn typed_command(
    argv: &[String],
    exit_code: Option<i32>,
    stderr: &[u8],
    at: Timestamp,
) -> TypedCommand {
    TypedCommand {
        argv: masked(argv),
        exit_code,
        stderr: tail(stderr),
        at,
    }
}

/// The last bytes as text, from a character's beginning, from a line's where there is one.
fn tail(stderr: &[u8]) -> String {
    let cut = stderr.len().saturating_sub(STDERR_TAIL);
    let text = String::from_utf8_lossy(&stderr[cut..]);
    // A byte that is no text becomes a sign of three bytes, so the text may be longer again.
    let mut start = text.len().saturating_sub(STDERR_TAIL);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let text = &text[start..];
    if cut == 0 && start == 0 {
        return text.to_owned();
    }
    match text.split_once('\n') {
        Some((_, lines)) if !lines.is_empty() => lines.to_owned(),
        _ => text.trim_start_matches('\u{fffd}').to_owned(),
    }
}

/// The words without the values of Secrets and credentials: what is typed ends up in files and in
/// what a teacher sees, and a Secret's value belongs in neither.
fn masked(argv: &[String]) -> Vec<String> {
    let is_secret = argv.iter().any(|word| is_secret_word(word));
    let is_login = argv.get(1).is_some_and(|word| word == "login");
    let mut flag_before: Option<&str> = None;
    argv.iter()
        .map(|word| {
            if let Some(flag) = flag_before.take() {
                return mask_value(flag, word);
            }
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag, Some(value)),
                None => (word.as_str(), None),
            };
            let hides = CREDENTIAL_FLAGS.contains(&flag)
                || is_secret && ["--from-literal", "--patch", "-p"].contains(&flag)
                || is_login && flag == "-p";
            match value {
                Some(value) if hides => format!("{flag}={}", mask_value(flag, value)),
                None if hides => {
                    flag_before = Some(flag);
                    word.clone()
                }
                _ => word.clone(),
            }
        })
        .collect()
}

/// `--from-literal` keeps its key, because a misspelt key is something to explain.
fn mask_value(flag: &str, value: &str) -> String {
    match value.split_once('=') {
        Some((key, _)) if flag == "--from-literal" => format!("{key}={MASK}"),
        _ => MASK.to_owned(),
    }
}

fn is_secret_word(word: &str) -> bool {
    let kind = word.split('/').next().unwrap_or_default();
    kind.eq_ignore_ascii_case("secret") || kind.eq_ignore_ascii_case("secrets")
}
