//! Lines that belong together: continuations joined, comments left out, here-documents taken along.

use super::{Mistake, Span};

/// The longest line that is read.
const LONGEST: usize = 65_535;

/// All instructions of a file, as lines.
pub(super) struct Lines {
    pub(super) all: Vec<Line>,
    pub(super) escape: char,
    pub(super) warnings: Vec<String>,
}

/// An instruction as it is written.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) documents: Vec<HereDocument>,
}

/// A here-document: lines up to one that is its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct HereDocument {
    /// The word that stands for it in the instruction.
    pub(in super::super) word: String,
    pub(in super::super) name: String,
    pub(in super::super) text: String,
    /// Variables in it are replaced.
    pub(in super::super) expand: bool,
}

/// Reads a file's lines.
pub(super) fn read(text: &str) -> Result<Lines, Mistake> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let escape = directives(text)?;
    let mut lines = Lines {
        all: Vec::new(),
        escape,
        warnings: Vec::new(),
    };
    let mut physical = text.lines().enumerate();
    while let Some((first, start)) = physical.next() {
        let one = Span {
            first: first + 1,
            last: first + 1,
        };
        if start.len() > LONGEST {
            let why = format!("dockerfile line greater than max allowed size of {LONGEST}");
            return Err(Mistake::at(one, why));
        }
        if is_comment(start) || start.trim().is_empty() {
            continue;
        }
        let (mut text, mut goes_on) = continued(start.trim_start(), escape);
        let mut last = first;
        while goes_on {
            let Some((number, next)) = physical.next() else {
                break;
            };
            last = number;
            if is_comment(next) {
                continue;
            }
            if next.trim().is_empty() {
                lines.warnings.push(format!(
                    "NoEmptyContinuation: Empty continuation line (line {})",
                    number + 1
                ));
                continue;
            }
            let (more, further) = continued(next, escape);
            text.push_str(&more);
            goes_on = further;
        }
        let mut documents = here_documents(&text);
        for document in &mut documents {
            let mut found = false;
            for (number, next) in physical.by_ref() {
                last = number;
                let tabs = document.word.contains("<<-");
                let line = if tabs {
                    next.trim_start_matches('\t')
                } else {
                    next
                };
                if line == document.name {
                    found = true;
                    break;
                }
                document.text.push_str(line);
                document.text.push('\n');
            }
            if !found {
                return Err(Mistake::at(one, "unterminated heredoc"));
            }
        }
        lines.all.push(Line {
            text: text.trim_end().to_owned(),
            span: Span {
                first: first + 1,
                last: last + 1,
            },
            documents,
        });
    }
    Ok(lines)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// A line without the sign that it goes on, and whether it had it.
fn continued(line: &str, escape: char) -> (String, bool) {
    let end = line.trim_end_matches([' ', '\t']);
    match end.strip_suffix(escape) {
        Some(rest) if !rest.ends_with(escape) => (rest.to_owned(), true),
        _ => (line.to_owned(), false),
    }
}

/// The escape character that the comments at the top of a file say.
fn directives(text: &str) -> Result<char, Mistake> {
    let mut escape = None;
    let mut seen: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let span = Span {
            first: number + 1,
            last: number + 1,
        };
        let Some((key, value)) = line
            .trim()
            .strip_prefix('#')
            .and_then(|comment| comment.split_once('='))
        else {
            break;
        };
        let key = key.trim().to_ascii_lowercase();
        if !matches!(key.as_str(), "syntax" | "escape" | "check") {
            break;
        }
        if seen.contains(&key) {
            let why = format!("only one {key} parser directive can be used");
            return Err(Mistake::at(span, why));
        }
        if key == "escape" {
            escape = Some(match value.trim() {
                "\\" => '\\',
                "`" => '`',
                other => {
                    let why = format!("invalid escape token '{other}' does not match ` or \\");
                    return Err(Mistake::at(span, why));
                }
            });
        }
        seen.push(key);
    }
    Ok(escape.unwrap_or('\\'))
}

/// The here-documents that an instruction announces, still without their lines.
fn here_documents(text: &str) -> Vec<HereDocument> {
    let mut words = text.split_whitespace();
    let takes = words.next().is_some_and(|name| {
        ["RUN", "COPY", "ADD"]
            .iter()
            .any(|n| n.eq_ignore_ascii_case(name))
    });
    if !takes
        || text
            .split_whitespace()
            .nth(1)
            .is_some_and(|w| w.starts_with('['))
    {
        return Vec::new();
    }
    words.filter_map(here_document).collect()
}

fn here_document(word: &str) -> Option<HereDocument> {
    let rest = word
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .strip_prefix("<<")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let name: String = rest.chars().filter(|c| !matches!(c, '"' | '\'')).collect();
    let plain = !name.is_empty() && !name.contains(['<', '>', '|', '&', ';', '(', ')']);
    plain.then(|| HereDocument {
        word: word.to_owned(),
        expand: name == rest,
        name,
        text: String::new(),
    })
}
