//! Patterns of paths, as `.dockerignore` and `COPY` have them.

/// Whether a path fits a pattern, in which `**` stands for any number of folders.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    // Which beginnings of the path what was read of the pattern fits.
    let mut fits: Vec<bool> = (0..=parts.len()).map(|at| at == 0).collect();
    for wanted in pattern.split('/') {
        let mut next = vec![false; parts.len() + 1];
        for at in 0..=parts.len() {
            if wanted == "**" {
                next[at] = fits[at] || (at > 0 && next[at - 1]);
            } else if at > 0 {
                next[at] = fits[at - 1] && part(wanted, parts[at - 1]);
            }
        }
        fits = next;
    }
    fits[parts.len()]
}

/// Whether a path has a part that stands for several.
pub(in super::super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// Whether one part of a path fits one part of a pattern.
pub(in super::super) fn part(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where the last `*` stood, and what it has swallowed so far.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, n));
            p += 1;
        } else if let Some(length) = one(&pattern[p.min(pattern.len())..], name[n]) {
            p += length;
            n += 1;
        } else if let Some((at, swallowed)) = star {
            star = Some((at, swallowed + 1));
            p = at + 1;
            n = swallowed + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// How many characters of the pattern stand for this one.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match *pattern.first()? {
        '?' => Some(1),
        '\\' => (pattern.get(1) == Some(&c)).then_some(2),
        '[' => {
            let end = pattern.iter().skip(2).position(|c| *c == ']')? + 2;
            let (not, set) = match pattern[1] {
                '^' | '!' => (true, &pattern[2..end]),
                _ => (false, &pattern[1..end]),
            };
            let mut found = false;
            let mut at = 0;
            while at < set.len() {
                if set.get(at + 1) == Some(&'-')
                    && let Some(last) = set.get(at + 2)
                {
                    found |= (set[at]..=*last).contains(&c);
                    at += 3;
                } else {
                    found |= set[at] == c;
                    at += 1;
                }
            }
            (found != not).then_some(end + 1)
        }
        plain => (plain == c).then_some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_paths_as_in_an_ignore_file() {
        for (pattern, path, wanted) in [
            ("*.md", "README.md", true),
            ("*.md", "docs/a.md", false),
            ("**/*.md", "docs/x/a.md", true),
            ("**/*.md", "a.md", true),
            ("docs/**", "docs/x/a.md", true),
            ("a?c", "abc", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("[", "[", false),
            ("a\\*", "a*", true),
            ("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("", "", true),
        ] {
            assert_eq!(fits(pattern, path), wanted, "{pattern} {path}");
        }
    }
}
