//! Variables and quotes in the words of an instruction.

use std::collections::BTreeMap;

/// Variables by name.
pub(in super::super) type Variables = BTreeMap<String, String>;

/// How many braces may stand in each other.
const DEEPEST: u32 = 32;

/// Replaces variables and takes quotes away; the error is `BuildKit`'s.
pub(in super::super) fn expand(
    text: &str,
    variables: &Variables,
    escape: char,
) -> Result<String, String> {
    let mut out = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' if !quoted => loop {
                match chars.next() {
                    Some('\'') => break,
                    Some(c) => out.push(c),
                    None => return Err(open(text, "single")),
                }
            },
            '"' => quoted = !quoted,
            '$' => {
                let mut name = String::new();
                if chars.peek() == Some(&'{') {
                    chars.next();
                    let inner = braces(&mut chars)
                        .map_err(|why| format!("failed to process {text:?}: {why}"))?;
                    out.push_str(&modified(&inner, variables, escape)?);
                    continue;
                }
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                if name.is_empty() {
                    out.push('$');
                } else {
                    out.push_str(variables.get(&name).map_or("", String::as_str));
                }
            }
            c if c == escape => match chars.next() {
                Some(next) if !quoted || next == '"' || next == '$' || next == escape => {
                    out.push(next);
                }
                Some(next) => out.extend([c, next]),
                None => out.push(c),
            },
            c => out.push(c),
        }
    }
    if quoted {
        return Err(open(text, "double"));
    }
    Ok(out)
}

fn open(text: &str, quote: &str) -> String {
    format!(
        "failed to process {text:?}: unexpected end of statement while looking for matching {quote}-quote"
    )
}

/// What stands between braces; others may stand in between.
fn braces(chars: &mut impl Iterator<Item = char>) -> Result<String, &'static str> {
    let mut inner = String::new();
    let mut depth = 0;
    for c in chars.by_ref() {
        match c {
            '{' if depth == DEEPEST => return Err("too many braces in each other"),
            '{' => depth += 1,
            '}' if depth == 0 => return Ok(inner),
            '}' => depth -= 1,
            _ => {}
        }
        inner.push(c);
    }
    Err("syntax error: missing '}'")
}

/// The value of `name`, `name:-word` and the like.
fn modified(inner: &str, variables: &Variables, escape: char) -> Result<String, String> {
    let end = inner
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    if name.is_empty() {
        return Err("syntax error: bad substitution".to_owned());
    }
    let value = variables.get(name);
    let (colon, rest) = match rest.strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let mut chars = rest.chars();
    let operator = chars.next();
    // A word may name variables again; each time it is shorter.
    let word = || expand(chars.as_str(), variables, escape);
    let there = value.filter(|v| !(colon && v.is_empty()));
    match operator {
        None if !colon => Ok(value.cloned().unwrap_or_default()),
        Some('-') => there.cloned().map_or_else(word, Ok),
        Some('+') => there.map_or_else(|| Ok(String::new()), |_| word()),
        Some('?') => there.cloned().map_or_else(
            || {
                let word = word()?;
                let why = match (word.is_empty(), value.is_some()) {
                    (false, _) => word,
                    (true, true) => "is not allowed to be empty".to_owned(),
                    (true, false) => "is not allowed to be unset".to_owned(),
                };
                Err(format!("{name}: {why}"))
            },
            Ok,
        ),
        Some(other @ ('#' | '%' | '/')) if !colon => Err(format!(
            "not simulated: this builder (podo-sandbox) does not know ${{{name}{other}…}}"
        )),
        other => Err(format!(
            "unsupported modifier ({}) in substitution",
            other.map_or_else(String::new, String::from)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_replaced_and_quotes_taken_away() {
        let variables: Variables = [("A", "1"), ("E", "")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        for (text, wanted) in [
            ("$A/${A}b$B", "1/1b"),
            ("'$A' \"$A\" \\$A", "$A 1 $A"),
            ("${B:-x$A} ${E:-y} ${E-y} ${A:+z} ${B+z}", "x1 y  z "),
            ("a\\nb \"a\\nb\" $ $-", "anb a\\nb $ $-"),
        ] {
            assert_eq!(
                expand(text, &variables, '\\').as_deref(),
                Ok(wanted),
                "{text}"
            );
        }
        for (text, why) in [
            ("${B:?}", "B: is not allowed to be unset"),
            ("${E:?say it}", "E: say it"),
            ("${}", "syntax error: bad substitution"),
            ("${A!x}", "unsupported modifier (!) in substitution"),
            (
                "\"a",
                "failed to process \"\\\"a\": unexpected end of statement while looking for matching double-quote",
            ),
        ] {
            assert_eq!(expand(text, &variables, '\\').unwrap_err(), why);
        }
    }
}
