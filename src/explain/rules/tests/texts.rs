//! What a finding says over everything that was recorded: words are quoted as they stand there, and a
//! suggested command is one that its program takes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{check_all, explain_snapshot, load, recordings, states};
use crate::explain::{Finding, Source, explain_command};
use crate::lesson::commands::{self, Use};
use crate::lesson::model::Program;
use crate::repl::command::WORDS;
use crate::snapshot::Snapshot;

/// All that was recorded, with what is said of it.
fn all() -> impl Iterator<Item = (String, Snapshot, Vec<Finding>)> {
    let states = states().into_iter().map(|(path, snapshot)| {
        let diagnosis = explain_snapshot(&snapshot);
        let found = [diagnosis.findings, diagnosis.folded].concat();
        (path, snapshot, found)
    });
    let commands = ["commands", "command-lookalikes"]
        .into_iter()
        .flat_map(recordings);
    let commands = commands.map(|(_, path)| {
        let snapshot = load(&path);
        let found = explain_command(&snapshot).into_iter().collect();
        (path, snapshot, found)
    });
    states.chain(commands)
}

/// Every text of a JSON value.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            into.push(key.clone());
            texts(value, into);
        }),
        Value::Null => {}
        other => into.push(other.to_string()),
    }
}

/// Words of kubectl, docker and podo around what is quoted: `Error, exit code 1`, `port: 80`.
const AROUND: [&str; 10] = [
    "HTTP",
    "exit",
    "code",
    "exit code",
    "port",
    "targetPort",
    "In",
    "namespaces",
    "<none>",
    "0",
];

/// Whether words stand in one of the texts as they are; short forms of a field, as kubectl prints
/// labels (`app=web`), are taken apart.
fn stands(quote: &str, there: &[String]) -> bool {
    let is_there = |words: &str| there.iter().any(|text| text.contains(words));
    let parts = || quote.split(|c: char| c.is_whitespace() || ",=:/\"[]{}".contains(c));
    is_there(quote)
        || parts()
            .filter(|part| !part.is_empty())
            .all(|part| AROUND.contains(&part) || is_there(part))
}

#[test]
fn every_quotation_stands_there() {
    let mut problems = Vec::new();
    for (path, snapshot, found) in all() {
        let mut there = Vec::new();
        texts(&serde_json::to_value(&snapshot).unwrap(), &mut there);
        for finding in found {
            for evidence in &finding.evidence {
                let quote = &evidence.quote;
                let is_literal = matches!(evidence.source, Source::Event | Source::Log);
                let is_good = if is_literal {
                    there.iter().any(|text| text.contains(quote))
                } else {
                    stands(quote, &there)
                };
                if !is_good {
                    problems.push(format!("{path}: {}: {evidence:?}", finding.code));
                }
            }
        }
    }
    check_all(&problems);
}

/// Commands that no lesson's step may run, and that are good to suggest.
const NO_STEPS: [&[&str]; 7] = [
    &["kubectl", "auth", "can-i"],
    &["kubectl", "config", "use-context"],
    &["kubectl", "diff", "-f"],
    &["kubectl", "set", "serviceaccount"],
    &["docker", "push"],
    &["minikube", "start"],
    &["minikube", "update-context"],
];

/// Why a program would not take a command; `None` where it would.
fn refused(command: &[String]) -> Option<String> {
    if NO_STEPS.iter().any(|known| {
        let words = command.iter().map(String::as_str);
        words.take(known.len()).eq(known.iter().copied())
    }) {
        return None;
    }
    let (program, args) = command.split_first()?;
    let Some(program) = Program::from_name(program) else {
        let known = WORDS.contains(&program.as_str());
        return (!known).then(|| "no program, and none of podo's words".to_owned());
    };
    // Help is there for every command; watching is what a step cannot wait for.
    if args.last().is_some_and(|last| last == "--help") {
        return None;
    }
    let args: Vec<String> = args
        .iter()
        .filter(|word| *word != "--watch")
        .cloned()
        .collect();
    let usage = Use::Mistake { cleaned_up: true };
    let problems = commands::check(program, &args, usage, &[]).problems;
    (!problems.is_empty()).then(|| format!("{problems:?}"))
}

#[test]
fn every_suggested_command_is_one() {
    let mut problems = BTreeSet::new();
    for (path, _, found) in all() {
        for finding in found {
            let look = Some(&finding.look).filter(|look| !look.is_empty());
            for command in finding.fix.iter().chain(look) {
                if let Some(why) = refused(command) {
                    problems.insert(format!("{path}: {}: {command:?}: {why}", finding.code));
                }
            }
        }
    }
    check_all(&problems.into_iter().collect::<Vec<_>>());
}
