//! From words to arguments: variables, output of commands, splitting, patterns.

use super::{
    arithmetic,
    parse::{Part, Variable, Word},
    run::{Shell, Stop},
};
use crate::containers::fs::{Fs, join};

/// A character, and whether it was quoted: quoted ones are neither split nor patterns.
type Char = (char, bool);

/// One word's characters; fields are cut where an unquoted space came out of an expansion.
#[derive(Default)]
struct Field {
    chars: Vec<Char>,
    /// The field exists though it is empty: it was quoted.
    quoted: bool,
}

impl Shell {
    /// Expands words to arguments, with splitting and patterns.
    pub(super) async fn arguments(&mut self, words: &[Word]) -> Result<Vec<String>, Stop> {
        let mut arguments = Vec::new();
        for word in words {
            for field in self.fields(word, true).await? {
                let pattern = field
                    .chars
                    .iter()
                    .any(|(c, quoted)| !quoted && "*?[".contains(*c));
                let text: String = field.chars.iter().map(|(c, _)| *c).collect();
                if pattern {
                    let found = paths(
                        &self.process.machine.fs,
                        &self.process.cwd,
                        &pattern_of(&field.chars),
                    );
                    if !found.is_empty() {
                        arguments.extend(found);
                        continue;
                    }
                }
                arguments.push(text);
            }
        }
        Ok(arguments)
    }

    /// Expands one word to one text, without splitting: assignments, targets of redirections.
    pub(super) async fn text(&mut self, word: &Word) -> Result<String, Stop> {
        let fields = self.fields(word, false).await?;
        Ok(fields
            .iter()
            .flat_map(|f| f.chars.iter().map(|(c, _)| *c))
            .collect())
    }

    /// Expands a word to a pattern, as `case` wants it.
    pub(super) async fn pattern(&mut self, word: &Word) -> Result<Vec<Char>, Stop> {
        let fields = self.fields(word, false).await?;
        Ok(fields.into_iter().flat_map(|f| f.chars).collect())
    }

    async fn fields(&mut self, word: &Word, split: bool) -> Result<Vec<Field>, Stop> {
        let mut fields = vec![Field::default()];
        let mut seen = false;
        for (number, part) in word.iter().enumerate() {
            match part {
                Part::Text(text, quoted) => {
                    seen = true;
                    let mut text = text.as_str();
                    if number == 0 && !quoted && (text == "~" || text.starts_with("~/")) {
                        let home = self.get("HOME");
                        push(&mut fields, home.chars().map(|c| (c, true)));
                        text = &text[1..];
                    }
                    let last = current(&mut fields);
                    last.quoted |= quoted;
                    last.chars.extend(text.chars().map(|c| (c, *quoted)));
                }
                Part::Variable(variable, quoted)
                    if variable.name == "@" && *quoted && variable.operator.is_empty() =>
                {
                    for (i, argument) in self.arguments.clone().into_iter().enumerate() {
                        if i > 0 {
                            fields.push(Field::default());
                        }
                        let last = current(&mut fields);
                        last.quoted = true;
                        last.chars.extend(argument.chars().map(|c| (c, true)));
                    }
                }
                Part::Variable(variable, quoted) => {
                    let value = Box::pin(self.variable(variable)).await?;
                    seen |= *quoted;
                    add(&mut fields, &value, *quoted, split);
                }
                Part::Command(script, quoted) => {
                    let output = Box::pin(self.output_of(script)).await?;
                    seen |= *quoted;
                    add(&mut fields, &output, *quoted, split);
                }
                Part::Arithmetic(parts, quoted) => {
                    let text = Box::pin(self.text(parts)).await?;
                    let value = arithmetic::evaluate(&text, &|name| self.get(name));
                    match value {
                        Ok(value) => add(&mut fields, &value.to_string(), *quoted, split),
                        Err(why) => return Err(self.fail(&why).await),
                    }
                }
            }
        }
        let _ = seen;
        fields.retain(|field| field.quoted || !field.chars.is_empty());
        Ok(fields)
    }

    async fn variable(&mut self, variable: &Variable) -> Result<String, Stop> {
        let name = variable.name.as_str();
        let value = self.lookup(name);
        let (colon, operator) = match variable.operator.strip_prefix(':') {
            Some(rest) => (true, rest),
            None => (false, variable.operator.as_str()),
        };
        let there = value.as_ref().is_some_and(|v| !colon || !v.is_empty());
        let value = value.unwrap_or_default();
        Ok(match operator {
            "" => value,
            "len" => value.chars().count().to_string(),
            "-" | "=" | "?" if there => value,
            "+" if !there => String::new(),
            "-" | "+" => self.text(&variable.word).await?,
            "=" => {
                let value = self.text(&variable.word).await?;
                self.set(name, &value);
                value
            }
            "?" => {
                let text = self.text(&variable.word).await?;
                let text = if text.is_empty() {
                    "parameter not set".to_owned()
                } else {
                    text
                };
                return Err(self.fail(&format!("{name}: {text}")).await);
            }
            _ => {
                let pattern = self.pattern(&variable.word).await?;
                trim(&value, &pattern, operator)
            }
        })
    }
}

/// Cuts a pattern off the front (`#`) or the back (`%`); the doubled sign cuts as much as possible.
fn trim(value: &str, pattern: &[Char], operator: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let mut cuts: Vec<usize> = (0..=chars.len()).collect();
    let front = operator.starts_with('#');
    if (operator.len() == 2) == front {
        cuts.reverse();
    }
    for cut in cuts {
        let (head, tail) = chars.split_at(cut);
        let part: String = if front { head } else { tail }.iter().collect();
        if matches(pattern, &part) {
            return if front { tail } else { head }.iter().collect();
        }
    }
    value.to_owned()
}

fn current(fields: &mut Vec<Field>) -> &mut Field {
    if fields.is_empty() {
        fields.push(Field::default());
    }
    let last = fields.len() - 1;
    &mut fields[last]
}

fn push(fields: &mut Vec<Field>, chars: impl Iterator<Item = Char>) {
    current(fields).chars.extend(chars);
}

fn add(fields: &mut Vec<Field>, value: &str, quoted: bool, split: bool) {
    if quoted || !split {
        let last = current(fields);
        last.quoted |= quoted;
        last.chars.extend(value.chars().map(|c| (c, quoted)));
        return;
    }
    for (i, piece) in value.split([' ', '\t', '\n']).enumerate() {
        if i > 0
            && fields
                .last()
                .is_some_and(|f| f.quoted || !f.chars.is_empty())
        {
            fields.push(Field::default());
        }
        push(fields, piece.chars().map(|c| (c, false)));
    }
}

fn pattern_of(chars: &[Char]) -> Vec<Char> {
    chars.to_vec()
}

/// Whether a pattern of `*`, `?` and `[…]` fits a whole text.
pub(super) fn matches(pattern: &[Char], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // The place behind the last `*`, and the text it has taken so far.
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some(('*', false)) => {
                star = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some(('?', false)) => {
                p += 1;
                t += 1;
                continue;
            }
            Some(('[', false)) => {
                if let Some((fits, next)) = bracket(pattern, p, text[t])
                    && fits
                {
                    p = next;
                    t += 1;
                    continue;
                }
            }
            Some((c, _)) if *c == text[t] => {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, taken)) = star else {
            return false;
        };
        star = Some((after, taken + 1));
        p = after;
        t = taken + 1;
    }
    pattern[p..].iter().all(|c| *c == ('*', false))
}

/// Whether a character is in the class that begins at `start`, and where the class ends.
fn bracket(pattern: &[Char], start: usize, c: char) -> Option<(bool, usize)> {
    let end = pattern
        .iter()
        .skip(start + 2)
        .position(|(c, _)| *c == ']')?
        + start
        + 2;
    let mut inner: &[Char] = &pattern[start + 1..end];
    let negated = matches!(inner.first(), Some(('!' | '^', false)));
    if negated {
        inner = &inner[1..];
    }
    let mut found = false;
    let mut i = 0;
    while i < inner.len() {
        if i + 2 < inner.len() && inner[i + 1].0 == '-' {
            found |= (inner[i].0..=inner[i + 2].0).contains(&c);
            i += 3;
        } else {
            found |= inner[i].0 == c;
            i += 1;
        }
    }
    Some((found != negated, end + 1))
}

/// The paths that fit a pattern, sorted.
fn paths(fs: &Fs, cwd: &str, pattern: &[Char]) -> Vec<String> {
    let absolute = pattern.first().is_some_and(|(c, _)| *c == '/');
    let parts: Vec<&[Char]> = pattern
        .split(|(c, _)| *c == '/')
        .filter(|p| !p.is_empty())
        .collect();
    let mut found = vec![if absolute {
        "/".to_owned()
    } else {
        String::new()
    }];
    for (number, part) in parts.iter().enumerate() {
        let last = number + 1 == parts.len();
        let mut next = Vec::new();
        for folder in found {
            let text: String = part.iter().map(|(c, _)| *c).collect();
            let with = |name: &str| {
                if folder.is_empty() || folder == "/" {
                    format!("{folder}{name}")
                } else {
                    format!("{folder}/{name}")
                }
            };
            if !part.iter().any(|(c, quoted)| !quoted && "*?[".contains(*c)) {
                let path = with(&text);
                if fs.lstat(&join(cwd, &path)).is_ok() {
                    next.push(path);
                }
                continue;
            }
            let here = if folder.is_empty() {
                cwd.to_owned()
            } else {
                join(cwd, &folder)
            };
            for (name, entry) in fs.list(&here).unwrap_or_default() {
                let hidden = name.starts_with('.') && !text.starts_with('.');
                if !hidden && matches(part, &name) && (last || entry.is_folder()) {
                    next.push(with(&name));
                }
            }
        }
        found = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Char> {
        text.chars().map(|c| (c, false)).collect()
    }

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (pattern, text, fits) in [
            ("*.html", "index.html", true),
            ("*.html", "index.htm", false),
            ("?[a-c]*", "xb", true),
            ("[!a]", "a", false),
            ("*", "", true),
            ("a*b*c", "aXbYbZc", true),
        ] {
            assert_eq!(matches(&plain(pattern), text), fits, "{pattern} {text}");
        }
        assert!(!matches(&[('*', true)], "x"));
        assert_eq!(trim("a/b/c", &plain("*/"), "##"), "c");
        assert_eq!(trim("a/b/c", &plain("*/"), "#"), "b/c");
        assert_eq!(trim("x.tar.gz", &plain(".*"), "%"), "x.tar");
        assert_eq!(trim("x.tar.gz", &plain(".*"), "%%"), "x");
    }
}
