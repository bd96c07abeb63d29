//! Y01 to Y04: the manifest is no YAML: a tab, an indentation, a space or a quote.
//!
//! kubectl says where it stumbled, counted from the document's `---`, and often a line late. The
//! predicate is the file itself: what of it YAML cannot read, and where that stands in the file.

use crate::explain::manifest::{Refused, refused};
use crate::explain::{Confidence, Context, Finding, Layer, Rule};

/// A tab in the indentation.
pub(super) const Y01: Rule = Rule {
    code: "Y01",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, |fault| matches!(fault, Fault::Tab(_))),
};

/// The indentation does not fit.
pub(super) const Y02: Rule = Rule {
    code: "Y02",
    find: |rule, context| {
        find(rule, context, |fault| {
            matches!(fault, Fault::Indentation(_))
        })
    },
    ..Y01
};

/// No space behind `-` or `:`.
pub(super) const Y03: Rule = Rule {
    code: "Y03",
    find: |rule, context| find(rule, context, |fault| matches!(fault, Fault::Space(..))),
    ..Y01
};

/// A quote that is not closed.
pub(super) const Y04: Rule = Rule {
    code: "Y04",
    find: |rule, context| find(rule, context, |fault| matches!(fault, Fault::Quote(_))),
    ..Y01
};

/// What keeps a file from being YAML, and on which line of the file; `None`: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Tab(usize),
    Space(usize, char),
    Quote(usize),
    Indentation(Option<usize>),
}

fn find(rule: &Rule, context: &Context<'_, '_>, is_of_rule: fn(Fault) -> bool) -> Vec<Finding> {
    let says = |line: &str| line.contains("error converting YAML to JSON: yaml: ");
    let Some(refused) = refused(context, says) else {
        return Vec::new();
    };
    let Some(fault) = fault(context, &refused).filter(|fault| is_of_rule(*fault)) else {
        return Vec::new();
    };
    let finding = refused.finding(rule);
    let with_line = |finding: Finding, line: usize| finding.arg("line", line as u64);
    vec![match fault {
        Fault::Tab(line) | Fault::Quote(line) => with_line(finding, line),
        Fault::Space(line, sign) => with_line(finding, line).arg("sign", sign.to_string()),
        Fault::Indentation(Some(line)) => with_line(finding, line).confidence(Confidence::Likely),
        Fault::Indentation(None) => finding.variant("unseen").confidence(Confidence::Likely),
    }]
}

/// What is wrong with the file; `None` where it is in order by now.
fn fault(context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Fault> {
    let Some(content) = context.snapshot().files.get(refused.file) else {
        return Some(Fault::Indentation(None));
    };
    let broken = refused.documents.iter().find(|d| d.value.is_none())?;
    let lines = || (1..).zip(content.lines()).skip(broken.line - 1);
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let tab = lines().find(|(_, line)| line[..indentation(line)].contains('\t'));
    if let Some((line, _)) = tab {
        return Some(Fault::Tab(line));
    }
    // Where kubectl stumbled, as a line of the file. It is often the one after the fault.
    let stumbled = number_after(refused.line, "line ")? + broken.line - 1;
    let near = |line: usize| (stumbled.saturating_sub(1)..=stumbled).contains(&line);
    let space = lines()
        .filter(|(line, _)| near(*line))
        .find_map(|(line, text)| Some(Fault::Space(line, lacks_space(text)?)));
    if space.is_some() {
        return space;
    }
    let quote = lines().find(|(_, line)| has_open_quote(line));
    match quote {
        Some((line, _)) if refused.line.contains("found unexpected end of stream") => {
            Some(Fault::Quote(line))
        }
        _ => Some(Fault::Indentation(Some(stumbled))),
    }
}

/// The number behind some words.
fn number_after(line: &str, words: &str) -> Option<usize> {
    let (_, rest) = line.rsplit_once(words)?;
    rest.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// The sign of a line that has no space behind it: `-name: web`, `replicas:2`.
fn lacks_space(line: &str) -> Option<char> {
    let text = line.trim_start();
    let is_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    if text.strip_prefix('-').is_some_and(is_word) {
        return Some('-');
    }
    let text = text.trim_start_matches("- ");
    let (key, value) = text.split_once(':')?;
    let is_key = is_word(key)
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    (is_key && !value.is_empty() && !value.starts_with(char::is_whitespace)).then_some(':')
}

/// Whether a line opens a quote that it does not close.
fn has_open_quote(line: &str) -> bool {
    let odd = |quote: char| line.matches(quote).count() % 2 == 1;
    // An apostrophe in a text is no quote; one at the beginning of a value is.
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    odd('"') || odd('\'') && value.trim_start_matches([' ', '-']).starts_with('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_without_a_space() {
        for (line, sign) in [
            ("        -name: web", Some('-')),
            ("apiVersion:apps/v1", Some(':')),
            ("  replicas:2", Some(':')),
            ("          image:nginx:1.27", Some(':')),
            ("          image: nginx:1.27", None),
            ("        - name: web", None),
            ("spec:", None),
            ("---", None),
            ("  - \"a:b\"", None),
        ] {
            assert_eq!(lacks_space(line), sign, "{line}");
        }
    }

    #[test]
    fn quotes_that_stay_open() {
        for (line, open) in [
            ("image: \"nginx", true),
            ("name: 'web", true),
            ("- 'web", true),
            ("note: the shop's door", false),
            ("note: \"a\"", false),
        ] {
            assert_eq!(has_open_quote(line), open, "{line}");
        }
    }
}
