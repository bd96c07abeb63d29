//! What a line typed at the prompt means. Pure.

use crate::lesson::model::Program;

/// The words that podo itself understands, with the message that describes each, in the order of
/// `help`.
pub const WORDS: &[&str] = &[
    "lessons",
    "start",
    "next",
    "back",
    "show",
    "check",
    "answer",
    "hint",
    "solution",
    "why",
    "fix",
    "explain",
    "reset",
    "status",
    "skip",
    "review",
    "glossary",
    "cheatsheet",
    "edit",
    "files",
    "jobs",
    "stop",
    "shell",
    "lang",
    "clear",
    "help",
    "quit",
];

/// Other words for the same, as people type them.
const ALIASES: &[(&str, &str)] = &[
    ("exit", "quit"),
    ("q", "quit"),
    ("bye", "quit"),
    ("?", "help"),
    ("h", "help"),
    ("ls", "files"),
    ("list", "lessons"),
    ("lesson", "lessons"),
    ("prev", "back"),
    ("previous", "back"),
    ("c", "check"),
    ("task", "show"),
    ("language", "lang"),
    ("hints", "hint"),
    ("kill", "stop"),
    ("run", "start"),
    ("도움말", "help"),
    ("끝", "quit"),
    ("종료", "quit"),
    ("확인", "check"),
    ("힌트", "hint"),
    ("다음", "next"),
    ("이전", "back"),
    ("강의", "lessons"),
    ("시작", "start"),
    ("정답", "solution"),
    ("왜", "why"),
    ("초기화", "reset"),
    ("상태", "status"),
    ("cheat", "cheatsheet"),
    ("term", "glossary"),
    ("용어", "glossary"),
    ("용어집", "glossary"),
    ("명령표", "cheatsheet"),
    ("복습", "review"),
    ("건너뛰기", "skip"),
    ("답", "answer"),
    ("언어", "lang"),
];

/// Programs that people type out of habit: there is a shell for them. Those that podo itself
/// understands are not among them.
const SHELL: &[&str] = &[
    "bash", "cat", "cd", "chmod", "cp", "curl", "date", "diff", "echo", "env", "export", "find",
    "git", "grep", "head", "helm", "htop", "less", "mkdir", "more", "mv", "nano", "pwd", "python3",
    "rm", "sed", "sh", "sleep", "ssh", "sudo", "tail", "top", "touch", "tree", "vi", "vim",
    "watch", "wget", "which", "whoami", "zsh",
];

/// What a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing, or only a remark.
    Empty,
    /// One of podo's own words with its arguments.
    Word {
        /// The word, an alias resolved.
        word: &'static str,
        /// What follows it.
        args: Vec<String>,
    },
    /// A real program to run.
    Run {
        /// Which.
        program: Program,
        /// Its arguments.
        args: Vec<String>,
        /// Whether it goes to the background (`&` at the end).
        background: bool,
    },
    /// The line needs a shell: it has a pipe, a redirection, a variable …
    Shell {
        /// The character or characters that need one.
        needs: String,
        /// The line, as it was typed.
        line: String,
    },
    /// A program that a shell runs, and podo does not.
    Program {
        /// Its name.
        name: String,
        /// The line, as it was typed.
        line: String,
    },
    /// A quote is not closed.
    OpenQuote,
    /// No such word.
    Unknown {
        /// The word.
        word: String,
        /// The nearest that podo knows.
        nearest: Option<&'static str>,
    },
}

/// Reads a line as a shell splits words: quotes and backslashes, no expansion.
pub fn parse(line: &str) -> Line {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Empty;
    }
    // Learners paste commands with the prompt of the page they read.
    let line = line.strip_prefix("$ ").unwrap_or(line).trim_start();
    let (line, background) = match line.strip_suffix('&') {
        Some(rest) if !rest.ends_with('&') => (rest.trim_end(), true),
        _ => (line, false),
    };
    if let Some(("shell", rest)) = line.split_once(char::is_whitespace) {
        // The rest is for the shell, as it was typed; a line in one pair of quotes is that line.
        let args = match shell_words::split(rest).as_deref() {
            Ok([only]) => vec![only.clone()],
            _ => vec![rest.trim().to_owned()],
        };
        return Line::Word {
            word: "shell",
            args,
        };
    }
    let Ok(mut words) = shell_words::split(line) else {
        return Line::OpenQuote;
    };
    if words.is_empty() {
        return Line::Empty;
    }
    let first = words.remove(0);
    if let Some(program) = Program::from_name(&first) {
        return match needs_shell(line) {
            Some(needs) => Line::Shell {
                needs,
                line: line.to_owned(),
            },
            None => Line::Run {
                program,
                args: words,
                background,
            },
        };
    }
    match resolve(&first) {
        Some(word) => Line::Word { word, args: words },
        None if SHELL.contains(&first.as_str()) => Line::Program {
            name: first,
            line: line.to_owned(),
        },
        None => Line::Unknown {
            nearest: nearest(&first),
            word: first,
        },
    }
}

/// The word that is meant exactly: itself or an alias, the case of letters aside.
fn resolve(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let own = WORDS.iter().copied().find(|known| **known == word);
    own.or_else(|| {
        ALIASES
            .iter()
            .find(|(alias, _)| *alias == word)
            .map(|(_, known)| *known)
    })
}

/// The nearest word, programs included: one edit away, or two for a long word.
fn nearest(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    if word == "k" {
        // What many people call it.
        return Some("kubectl");
    }
    let edits = (word.chars().count() / 3).clamp(1, 2);
    let programs = ["kubectl", "minikube", "docker"];
    let known = WORDS.iter().copied().chain(programs);
    known
        .map(|known| (strsim::damerau_levenshtein(known, &word), known))
        .filter(|(distance, known)| *distance <= edits.min(known.len() / 2))
        .min()
        .map(|(_, known)| known)
}

/// A `kubectl exec` whose redirection or pipe is meant for the container, with a shell in there to do
/// it: `kubectl exec web -- sh -c 'echo hello > /tmp/a'`. `None` for any other line.
pub fn inside(line: &str) -> Option<String> {
    let (exec, command) = line.split_once(" -- ")?;
    let words: Vec<&str> = exec.split_whitespace().collect();
    let is_exec = matches!(words.as_slice(), ["kubectl", "exec", ..]);
    let has_shell = command.trim_start().starts_with("sh ");
    let plain = needs_shell(exec).is_none() && needs_shell(command)? != "&&";
    (is_exec && !has_shell && plain)
        .then(|| format!("{exec} -- sh -c {}", shell_words::quote(command.trim())))
}

/// The first thing outside quotes that only a shell can do, if there is one.
fn needs_shell(line: &str) -> Option<String> {
    let mut chars = line.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => {
                chars.next();
            }
            (None, '\'' | '"') => quote = Some(c),
            (_, '`') => return Some("`".to_owned()),
            (_, '$')
                if chars
                    .peek()
                    .is_some_and(|next| *next == '(' || *next == '{' || next.is_alphabetic()) =>
            {
                return Some("$".to_owned());
            }
            (None, '|' | '&' | ';' | '<' | '>') => {
                let twin = chars.peek().filter(|next| **next == c);
                return Some(std::iter::once(c).chain(twin.copied()).collect());
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(line: &str) -> Option<&'static str> {
        match parse(line) {
            Line::Word { word, .. } => Some(word),
            _ => None,
        }
    }

    #[test]
    fn own_words_and_aliases() {
        for (line, expected) in [
            ("check", "check"),
            ("  CHECK ", "check"),
            ("exit", "quit"),
            ("?", "help"),
            ("힌트", "hint"),
        ] {
            assert_eq!(word(line), Some(expected), "{line}");
        }
        assert_eq!(parse(""), Line::Empty);
        assert_eq!(parse("# a remark"), Line::Empty);
    }

    #[test]
    fn programs_get_their_words() {
        let Line::Run {
            program,
            args,
            background,
        } = parse("$ kubectl create deployment web --image='nginx:1.27' -- sh -c \"echo a\"")
        else {
            panic!("not a program")
        };
        assert_eq!((program, background), (Program::Kubectl, false));
        assert_eq!(
            args[2..],
            ["web", "--image=nginx:1.27", "--", "sh", "-c", "echo a"]
        );
        assert!(matches!(
            parse("kubectl port-forward svc/web 8080:80 &"),
            Line::Run {
                background: true,
                ..
            }
        ));
    }

    #[test]
    fn what_needs_a_shell() {
        for (line, needs) in [
            ("kubectl get pods | grep web", "|"),
            ("kubectl get pods -o yaml > a.yaml", ">"),
            ("kubectl get pods && kubectl get svc", "&&"),
            ("kubectl get pod $(kubectl get pods -o name)", "$"),
            ("kubectl get pods; date", ";"),
            ("kubectl run `date`", "`"),
        ] {
            assert_eq!(
                parse(line),
                Line::Shell {
                    needs: needs.to_owned(),
                    line: line.to_owned()
                },
                "{line}"
            );
        }
        for line in [
            "kubectl get pods -o jsonpath='{.items[*].metadata.name}'",
            "kubectl exec web -- sh -c 'echo hello > /tmp/a | cat; echo $HOME'",
            "kubectl get pods -o custom-columns=\"A:.a|b\"",
        ] {
            assert!(matches!(parse(line), Line::Run { .. }), "{line}");
        }
    }

    #[test]
    fn programs_of_the_shell() {
        for line in ["cat duo.yaml", "vi duo.yaml", "git status"] {
            assert!(matches!(parse(line), Line::Program { .. }), "{line}");
        }
        assert_eq!(word("ls"), Some("files"));
    }

    #[test]
    fn what_is_meant_for_a_container_gets_a_shell_in_there() {
        for (line, meant) in [
            (
                "kubectl exec web -- echo \"hello podo\" > /tmp/a",
                Some("kubectl exec web -- sh -c 'echo \"hello podo\" > /tmp/a'"),
            ),
            ("kubectl exec web -- sh -c 'ls' | grep a", None),
            ("kubectl get pods > a", None),
            ("kubectl exec web -- date && date", None),
        ] {
            assert_eq!(inside(line).as_deref(), meant, "{line}");
        }
    }

    #[test]
    fn unknown_words_get_the_nearest() {
        for (line, expected) in [
            ("chekc", Some("check")),
            ("kubctl get pods", Some("kubectl")),
            ("hlep", Some("help")),
            ("k get pods", Some("kubectl")),
            ("tig status", None),
            ("xylophone", None),
            ("a", None),
        ] {
            assert!(
                matches!(parse(line), Line::Unknown { nearest, .. } if nearest == expected),
                "{line}: {:?}",
                parse(line)
            );
        }
        assert_eq!(parse("kubectl get 'pods"), Line::OpenQuote);
    }
}
