//! The words of an instruction.

use serde_json::Value;

/// Words apart from each other by blanks, of which quotes and the escape character keep some;
/// these stay in the words.
pub(super) fn quoted(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        word.push(c);
        if c == escape && quote != Some('\'') {
            word.extend(chars.next());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Names with values, as `ENV` and `LABEL` take them; the error is `BuildKit`'s.
pub(super) fn pairs(
    instruction: &str,
    text: &str,
    escape: char,
) -> Result<Vec<(String, String)>, String> {
    let words = quoted(text, escape);
    let Some(first) = words.first() else {
        return Ok(Vec::new());
    };
    if !first.contains('=') {
        // The old form: a name, and all the rest is its value.
        return match text.trim().split_once(char::is_whitespace) {
            Some((name, value)) => Ok(vec![(name.to_owned(), value.trim().to_owned())]),
            None => Err(format!("{instruction} must have two arguments")),
        };
    }
    words
        .iter()
        .map(|word| {
            let (name, value) = word.split_once('=').ok_or_else(|| {
                format!("Syntax error - can't find = in {word:?}. Must be of the form: name=value")
            })?;
            Ok((name.to_owned(), value.to_owned()))
        })
        .collect()
}

/// A list in JSON: nothing if it is not one, an error if not all in it are texts.
pub(super) fn json(text: &str) -> Result<Option<Vec<String>>, String> {
    let text = text.trim();
    if !text.starts_with('[') {
        return Ok(None);
    }
    let Ok(list) = serde_json::from_str::<Vec<Value>>(text) else {
        return Ok(None);
    };
    list.into_iter()
        .map(|value| match value {
            Value::String(text) => Ok(text),
            _ => Err(
                "when using JSON array syntax, arrays must be comprised of strings only".to_owned(),
            ),
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Flags before the arguments of an instruction, and those.
pub(super) fn flags(text: &str) -> (Vec<&str>, &str) {
    let mut flags = Vec::new();
    let mut rest = text.trim_start();
    while rest.starts_with("--") {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (flag, after) = rest.split_at(end);
        rest = after.trim_start();
        if flag == "--" {
            break;
        }
        flags.push(flag);
    }
    (flags, rest)
}

/// The instruction that somebody may have meant.
pub(super) fn close_to(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    known
        .iter()
        .map(|name| (distance(&word, name), *name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name)
}

/// How many letters have to be put in, left out or replaced to get from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    // Longer words are not close to any instruction.
    let one: Vec<char> = one.chars().take(32).collect();
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (number, c) in other.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = number + 1;
        for (at, own) in one.iter().enumerate() {
            let replaced = diagonal + usize::from(*own != c);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[one.len()]
}
