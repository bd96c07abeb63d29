//! A command that was typed: its words as evidence, and the same command a little different.

use super::{Finding, Source};
use crate::snapshot::TypedCommand;

/// The last line of a command's standard error that a condition holds for. The last, because newer
/// kubectls repeat their attempts in log lines before they say what came of them.
pub fn said(typed: &TypedCommand, holds: impl Fn(&str) -> bool) -> Option<&str> {
    typed
        .stderr
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| holds(line))
}

/// The command as one line.
pub fn line(typed: &TypedCommand) -> String {
    command_line(&typed.argv)
}

/// Words as one line that can be typed: quoted where a shell would need it, and nowhere else, so
/// that `--image=nginx:1.27` looks as it does in a lesson.
pub fn command_line(words: &[String]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+".contains(c);
    let quoted = |word: &String| {
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            shell_words::quote(word).into_owned()
        }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// A finding with the command and its words as evidence; an empty quotation stands for none, and
/// the exit code is quoted then.
pub fn quoted(finding: Finding, typed: &TypedCommand, quote: &str) -> Finding {
    let exit = typed
        .exit_code
        .map(|code| format!("exit {code}"))
        .unwrap_or_default();
    let quote = if quote.is_empty() {
        exit.as_str()
    } else {
        quote
    };
    finding.evidence(Source::Command, None, &line(typed), quote)
}

/// What a command that failed complained of: the line that says so, else the first.
pub fn complaint(typed: &TypedCommand) -> &str {
    let mut lines = typed.stderr.lines().map(str::trim);
    let says_so = |line: &&str| line.to_lowercase().starts_with("error");
    let found = lines.clone().find(says_so);
    let first = lines.find(|line| !line.is_empty());
    found.or(first).unwrap_or_default()
}

/// The words without a flag (any of its names, its value too).
pub fn without_flag(argv: &[String], names: &[&str]) -> Vec<String> {
    let mut kept = Vec::with_capacity(argv.len());
    let mut words = argv.iter();
    while let Some(word) = words.next() {
        let flag = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
        match flag.map(|flag| {
            flag.split_once('=')
                .map_or((flag, false), |(name, _)| (name, true))
        }) {
            Some((name, has_value)) if names.contains(&name) => {
                if !has_value {
                    words.next();
                }
            }
            _ => kept.push(word.clone()),
        }
    }
    kept
}

/// The words with one of them replaced: alone (`web`), behind a slash (`deployment/web`) or before
/// an equals sign (`web=nginx:1.27`).
pub fn with_word(argv: &[String], old: &str, new: &str) -> Vec<String> {
    let replaced = |word: &String| {
        let (before, name) = match word.split_once('/') {
            Some((kind, name)) if !kind.contains('=') => (format!("{kind}/"), name),
            _ => (String::new(), word.as_str()),
        };
        match name.split_once('=') {
            _ if name == old => format!("{before}{new}"),
            Some((name, value)) if name == old => format!("{before}{new}={value}"),
            _ => word.clone(),
        }
    };
    argv.iter().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        shell_words::split(line).unwrap()
    }

    #[test]
    fn only_what_needs_it_is_quoted() {
        for (words, line) in [
            (
                &["kubectl", "run", "web", "--image=nginx:1.27"][..],
                "kubectl run web --image=nginx:1.27",
            ),
            (
                &["kubectl", "get", "-o", "jsonpath={.a}"],
                "kubectl get -o 'jsonpath={.a}'",
            ),
            (&["echo", "", "a b", "$HOME"], "echo '' 'a b' '$HOME'"),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(command_line(&words), line);
        }
    }

    #[test]
    fn a_flag_goes_with_its_value() {
        for line in [
            "kubectl create deployment web -n shop",
            "kubectl -n shop create deployment web",
            "kubectl create deployment web --namespace=shop",
            "kubectl create deployment web -n=shop",
        ] {
            let rest = without_flag(&words(line), &["n", "namespace"]);
            assert_eq!(rest, words("kubectl create deployment web"), "{line}");
        }
    }

    #[test]
    fn only_the_whole_word_is_replaced() {
        for (line, expected) in [
            ("kubectl run wbe --image=wbe", "kubectl run web --image=wbe"),
            (
                "kubectl scale deployment/wbe",
                "kubectl scale deployment/web",
            ),
            (
                "kubectl set image deployment/a wbe=nginx",
                "kubectl set image deployment/a web=nginx",
            ),
            ("kubectl run wbe1", "kubectl run wbe1"),
        ] {
            assert_eq!(
                with_word(&words(line), "wbe", "web"),
                words(expected),
                "{line}"
            );
        }
    }
}
