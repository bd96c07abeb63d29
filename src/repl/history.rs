//! Which lines may be kept in the history file. Pure.

use jiff::Timestamp;

use crate::progress::typed_command;

#[cfg(test)]
mod tests;

/// Parts of a variable's name that tell that its value is a secret (`MYSQL_ROOT_PASSWORD=…`).
const SECRET_NAMES: [&str; 6] = ["password", "passwd", "secret", "token", "apikey", "api_key"];

/// How deep quoted commands are looked into: `shell "sh -c '…'"`.
const DEPTH: usize = 4;

/// Whether a line may be written to a file: not if it begins with a blank, as in shells, nor if a
/// value in it looks like a secret.
pub(super) fn may_keep(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with(char::is_whitespace) && !holds_secret(line, DEPTH)
}

fn holds_secret(line: &str, depth: usize) -> bool {
    // A quote that is not closed: the words are not certain, so take them as blanks part them.
    let words = shell_words::split(line)
        .unwrap_or_else(|_| line.split_whitespace().map(str::to_owned).collect());
    let masked = typed_command(&words, None, b"", Timestamp::UNIX_EPOCH).argv;
    if masked != words || words.iter().any(|word| assigns_secret(word)) {
        return true;
    }
    let lines = words
        .iter()
        .filter(|word| word.contains(char::is_whitespace));
    depth > 0 && lines.into_iter().any(|line| holds_secret(line, depth - 1))
}

/// `--env=DB_PASSWORD=x`, `password=x`: a name that tells of a secret, with a value.
fn assigns_secret(word: &str) -> bool {
    let Some((name, value)) = word.rsplit_once('=') else {
        return false;
    };
    let name = name.rsplit('=').next().unwrap_or(name).to_lowercase();
    // `--from-literal=…` of a Secret is seen by the masking; `--secret=NAME` is a reference.
    let is_flag = name.starts_with('-');
    !value.is_empty() && !is_flag && SECRET_NAMES.iter().any(|part| name.contains(part))
}
