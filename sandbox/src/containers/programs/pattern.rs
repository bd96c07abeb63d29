//! Regular expressions as far as `grep` and `sed` are usually given them.
//!
//! Characters, `.`, classes, anchors, `*`, `+`, `?` and alternatives; no groups.

/// A pattern of one of the two kinds.
#[derive(Debug)]
pub(super) struct Pattern {
    alternatives: Vec<Alternative>,
    ignore_case: bool,
}

#[derive(Debug, Default)]
struct Alternative {
    start: bool,
    end: bool,
    atoms: Vec<(Atom, Times)>,
}

#[derive(Debug)]
enum Atom {
    Char(char),
    Any,
    Class(Vec<(char, char)>, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Once,
    Many,
    Some,
    Maybe,
}

impl Pattern {
    /// Reads a pattern; nothing if it uses what is not simulated.
    pub(super) fn new(text: &str, extended: bool, fixed: bool, ignore_case: bool) -> Option<Self> {
        let chars: Vec<char> = text.chars().collect();
        let mut alternatives = vec![Alternative::default()];
        let mut at = 0;
        while at < chars.len() {
            let escaped = chars[at] == '\\' && !fixed && at + 1 < chars.len();
            let c = if escaped { chars[at + 1] } else { chars[at] };
            at += if escaped { 2 } else { 1 };
            let last = alternatives.len() - 1;
            let special = !fixed && (escaped != extended || !"|+?(){}".contains(c));
            let current = &mut alternatives[last];
            match c {
                '|' if special && !fixed && (escaped || extended) => {
                    alternatives.push(Alternative::default());
                }
                '(' | ')' | '{' | '}' if special && (escaped || extended) => return None,
                '*' if !fixed && !escaped && !current.atoms.is_empty() => {
                    repeat(current, Times::Many);
                }
                '+' if special && (escaped || extended) => repeat(current, Times::Some),
                '?' if special && (escaped || extended) => repeat(current, Times::Maybe),
                '^' if !fixed && !escaped && current.atoms.is_empty() => current.start = true,
                '$' if !fixed
                    && !escaped
                    && (at == chars.len() || chars[at] == '|' || chars[at] == '\\') =>
                {
                    current.end = true;
                }
                '.' if !fixed && !escaped => current.atoms.push((Atom::Any, Times::Once)),
                '[' if !fixed && !escaped => {
                    let (class, next) = class(&chars, at)?;
                    at = next;
                    current.atoms.push((class, Times::Once));
                }
                'd' if escaped => current
                    .atoms
                    .push((Atom::Class(vec![('0', '9')], false), Times::Once)),
                's' if escaped => current.atoms.push((
                    Atom::Class(vec![(' ', ' '), ('\t', '\t')], false),
                    Times::Once,
                )),
                'w' if escaped => {
                    current.atoms.push((
                        Atom::Class(vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')], false),
                        Times::Once,
                    ));
                }
                c => current.atoms.push((Atom::Char(c), Times::Once)),
            }
        }
        Some(Self {
            alternatives,
            ignore_case,
        })
    }

    /// The first match at or after a position, in characters.
    pub(super) fn find(&self, text: &[char], from: usize) -> Option<(usize, usize)> {
        (from..=text.len()).find_map(|start| {
            let ends = self.alternatives.iter().filter(|a| !a.start || start == 0);
            let end = ends
                .filter_map(|a| self.fits(&a.atoms, a.end, text, start))
                .max()?;
            Some((start, end))
        })
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.find(&text.chars().collect::<Vec<_>>(), 0).is_some()
    }

    fn fits(
        &self,
        atoms: &[(Atom, Times)],
        to_end: bool,
        text: &[char],
        at: usize,
    ) -> Option<usize> {
        let Some(((atom, times), rest)) = atoms.split_first() else {
            return (!to_end || at == text.len()).then_some(at);
        };
        let (least, most) = match times {
            Times::Once => (1, 1),
            Times::Many => (0, usize::MAX),
            Times::Some => (1, usize::MAX),
            Times::Maybe => (0, 1),
        };
        let run = text[at..]
            .iter()
            .take(most)
            .take_while(|c| self.is(atom, **c))
            .count();
        (least..=run)
            .rev()
            .find_map(|n| self.fits(rest, to_end, text, at + n))
    }

    fn is(&self, atom: &Atom, c: char) -> bool {
        let same = |a: char, b: char| a == b || (self.ignore_case && a.eq_ignore_ascii_case(&b));
        match atom {
            Atom::Char(wanted) => same(*wanted, c),
            Atom::Any => true,
            Atom::Class(ranges, negated) => {
                let within = |c: char| ranges.iter().any(|(a, b)| (*a..=*b).contains(&c));
                (within(c)
                    || (self.ignore_case
                        && (within(c.to_ascii_lowercase()) || within(c.to_ascii_uppercase()))))
                    != *negated
            }
        }
    }
}

fn repeat(alternative: &mut Alternative, times: Times) {
    if let Some((_, current)) = alternative.atoms.last_mut() {
        *current = times;
    }
}

fn class(chars: &[char], start: usize) -> Option<(Atom, usize)> {
    let mut at = start;
    let negated = chars.get(at) == Some(&'^');
    at += usize::from(negated);
    let mut ranges = Vec::new();
    let first = at;
    loop {
        let c = *chars.get(at)?;
        if c == ']' && at > first {
            return Some((Atom::Class(ranges, negated), at + 1));
        }
        if chars[at..].starts_with(&['[', ':']) {
            let name: String = chars[at + 2..].iter().take_while(|c| **c != ':').collect();
            ranges.extend(match name.as_str() {
                "digit" => vec![('0', '9')],
                "alpha" => vec![('a', 'z'), ('A', 'Z')],
                "alnum" => vec![('a', 'z'), ('A', 'Z'), ('0', '9')],
                "space" => vec![(' ', ' '), ('\t', '\t')],
                "upper" => vec![('A', 'Z')],
                "lower" => vec![('a', 'z')],
                _ => return None,
            });
            at += name.len() + 4;
            continue;
        }
        if chars.get(at + 1) == Some(&'-') && chars.get(at + 2).is_some_and(|c| *c != ']') {
            ranges.push((c, chars[at + 2]));
            at += 3;
        } else {
            ranges.push((c, c));
            at += 1;
        }
    }
}

/// Whether a shell's pattern fits a name.
pub(super) fn glob(pattern: &str, name: &str) -> bool {
    let mut text = String::from("^");
    for c in pattern.chars() {
        match c {
            '*' => text.push_str(".*"),
            '?' => text.push('.'),
            '.' => text.push_str("[.]"),
            c => text.push(c),
        }
    }
    text.push('$');
    Pattern::new(&text, false, false, false).is_some_and(|p| p.matches(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_both_kinds_find_what_they_should() {
        for (pattern, extended, text, found) in [
            ("hello", false, "say hello", true),
            ("^a.*z$", false, "abcz", true),
            ("^a.*z$", false, "abc", false),
            ("a\\|b", false, "xb", true),
            ("a|b", true, "xb", true),
            ("a|b", false, "xb", false),
            ("[0-9]+", true, "no 42", true),
            ("[^x]", false, "x", false),
            ("colou?r", true, "color", true),
            ("1\\.2", false, "132", false),
        ] {
            assert_eq!(
                Pattern::new(pattern, extended, false, false)
                    .unwrap()
                    .matches(text),
                found,
                "{pattern} {text}"
            );
        }
        assert!(Pattern::new("(a)", true, false, false).is_none());
        assert!(
            Pattern::new("A.", false, true, true)
                .unwrap()
                .matches("xa.x")
        );
        assert!(glob("*.html", "index.html") && !glob("*.html", "indexxhtml"));
    }
}
