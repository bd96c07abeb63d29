//! What `.dockerignore` leaves out of a context.

use super::{super::super::fs::normal, pattern::fits};

/// The lines of a `.dockerignore`.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignore(Vec<Line>);

#[derive(Clone, Debug)]
struct Line {
    /// The line takes back what others have left out.
    except: bool,
    pattern: String,
}

impl Ignore {
    pub(super) fn parse(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let line = |line: &str| {
            let line = line.trim();
            let (except, pattern) = match line.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, line),
            };
            let pattern = normal(pattern)[1..].to_owned();
            (!pattern.is_empty()).then_some(Line { except, pattern })
        };
        Self(lines.filter_map(line).collect())
    }

    /// Whether a path, without a slash at its beginning, is left out.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        let above: Vec<&str> = path
            .match_indices('/')
            .map(|(at, _)| &path[..at])
            .chain([path])
            .collect();
        let mut out = false;
        // The last line that fits decides.
        for line in &self.0 {
            if out == line.except && above.iter().any(|path| fits(&line.pattern, path)) {
                out = !line.except;
            }
        }
        out
    }

    /// Whether something in a folder that is left out may be taken all the same.
    pub(super) fn has_exceptions(&self) -> bool {
        self.0.iter().any(|line| line.except)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_fits_decides() {
        let ignore = Ignore::parse("# comment\n*.md\n!README.md\n/node_modules/\n**/.git\n\n");
        for (path, out) in [
            ("a.md", true),
            ("README.md", false),
            ("docs/a.md", false),
            ("node_modules/x/y.js", true),
            ("src/node_modules/x", false),
            ("a/.git/config", true),
            ("index.html", false),
        ] {
            assert_eq!(ignore.leaves_out(path), out, "{path}");
        }
    }
}
