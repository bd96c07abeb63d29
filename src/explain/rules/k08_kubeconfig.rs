//! K08 and K09: the command names a context that does not exist, or the kubeconfig cannot be read.
//!
//! K08's predicate is the context's name in the command itself; K09 has nothing but the words of
//! kubectl (or of podo's own reading), which name the file.

use crate::check::Cause;
use crate::explain::command::KubectlCommand;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::gap::GapReason;

/// There is no such context.
pub(super) const K08: Rule = Rule {
    code: "K08",
    layer: Layer::Client,
    refines: &[],
    teachable: false,
    waiting: false,
    find: unknown_context,
};

/// The kubeconfig cannot be read.
pub(super) const K09: Rule = Rule {
    code: "K09",
    find: broken,
    ..K08
};

fn unknown_context(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let known = context.snapshot().cluster.context.as_str();
    let finding = |asked: &str| {
        let finding = Finding::new(rule).arg("context", asked).arg("known", known);
        finding.look(&["kubectl", "config", "get-contexts"])
    };
    if let Some(message) = own_words(context)
        && let Some((_, rest)) = message.split_once("no context `")
        && let Some((asked, _)) = rest.split_once('`')
    {
        return vec![finding(asked).evidence(Source::Probe, None, "kubeconfig", message)];
    }
    let Some((typed, parsed)) = context.failed_command() else {
        return Vec::new();
    };
    let Some(asked) = asked_context(&parsed) else {
        return Vec::new();
    };
    let says = |line: &str| {
        let words = [
            "context was not found",
            "no context exists",
            "does not exist",
            "not in ",
        ];
        line.contains(asked) && words.iter().any(|words| line.contains(words))
    };
    let Some(line) = typed::said(typed, says) else {
        return Vec::new();
    };
    let mut found = typed::quoted(finding(asked), typed, line);
    if parsed.verb != "config" {
        found.fix = vec![typed::without_flag(&typed.argv, &["context"])];
    } else if !known.is_empty() {
        found = found.fix(&["kubectl", "config", "use-context", known]);
    }
    vec![found]
}

/// The context that a command asks for.
fn asked_context<'a>(command: &KubectlCommand<'a>) -> Option<&'a str> {
    match (command.verb, command.words.as_slice()) {
        ("config", ["use-context" | "use" | "delete-context", name]) => Some(name),
        _ => command.flag(&["context"]).filter(|name| !name.is_empty()),
    }
}

fn broken(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    if let Some(message) = own_words(context) {
        let place = message
            .split_once(": ")
            .and_then(|(place, _)| place.rsplit_once(':'));
        if let Some((file, line)) = place.filter(|(_, line)| line.parse::<u32>().is_ok()) {
            let finding = Finding::new(rule).evidence(Source::Probe, None, file, message);
            return vec![with_line(finding, file, line)];
        }
    }
    let Some((typed, _)) = context.failed_command() else {
        return Vec::new();
    };
    let begin = "error loading config file \"";
    let Some(line) = typed::said(typed, |line| line.contains(begin)) else {
        return Vec::new();
    };
    let rest = line
        .split_once(begin)
        .map(|(_, rest)| rest)
        .unwrap_or_default();
    let (file, words) = rest.split_once("\": ").unwrap_or((rest, ""));
    let number = words
        .split_once("line ")
        .map(|(_, rest)| rest.split(':').next().unwrap_or_default());
    let finding = typed::quoted(Finding::new(rule), typed, line);
    vec![match number {
        Some(number) => with_line(finding, file, number),
        None => with_line(finding, file, "0"),
    }]
}

fn with_line(finding: Finding, file: &str, line: &str) -> Finding {
    let finding = finding
        .arg("file", file)
        .look(&["kubectl", "config", "view"]);
    match line {
        // podo's reader says 0 for the file as a whole.
        "0" => finding.variant("whole"),
        line => finding.arg("line", line),
    }
}

/// What podo's own reading of the kubeconfig said.
fn own_words<'c>(context: &Context<'c, '_>) -> Option<&'c str> {
    context
        .failed()
        .into_iter()
        .find_map(|failed| match &failed.outcome.cause {
            Some(Cause::Gap(gap)) if gap.reason == GapReason::Kubeconfig => {
                Some(gap.message.as_str())
            }
            _ => None,
        })
}
