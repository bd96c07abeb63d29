//! N05: the Namespace is being deleted and takes nothing new.
//!
//! The predicate is the Namespace object: a deletion timestamp, or the phase `Terminating`. Without
//! it (a command alone) the server's words stand.

use crate::explain::{Context, Finding, Layer, Rule, Source, typed, wanted};
use crate::snapshot::object::{Object, ObjectKey, text};

/// Being deleted.
pub(super) const N05: Rule = Rule {
    code: "N05",
    layer: Layer::Place,
    refines: &["M02", "M03", "M04", "M05", "M07", "M10", "M11", "M12"],
    teachable: false,
    waiting: false,
    find: |rule, context| {
        own(rule, context)
            .or_else(|| asked(rule, context))
            .into_iter()
            .collect()
    },
};

/// The exercise's Namespace.
fn own(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    context.exercise?;
    let namespace = context
        .graph
        .named("Namespace", context.graph.namespace())?;
    if !is_going(namespace) {
        return None;
    }
    let finding = finding(rule, namespace.name()).variant("own");
    Some(evidence(finding, namespace).fix(&["reset"]))
}

/// The Namespace that the failed command asked for.
fn asked(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| terminating(line).is_some())?;
    let name = terminating(line)?;
    let mut finding = typed::quoted(finding(rule, name), typed, line);
    match context.graph.named("Namespace", name) {
        Some(namespace) if is_going(namespace) => finding = evidence(finding, namespace),
        // It is gone, or has been made again: nothing stands in the way any more.
        _ if context.exercise.is_some() => return None,
        _ => {}
    }
    if context.exercise.is_some() {
        let failed = wanted::to_be_made(context, &parsed)?;
        finding = finding.expectation(&failed.expectation.id);
    }
    if parsed.namespace() == Some(name) && name != context.graph.namespace() {
        finding.fix = vec![typed::without_flag(&typed.argv, &["n", "namespace"])];
    }
    Some(finding)
}

fn is_going(namespace: &Object) -> bool {
    namespace.is_terminating() || namespace.text("status.phase") == "Terminating"
}

fn finding(rule: &Rule, name: &str) -> Finding {
    Finding::new(rule)
        .object(ObjectKey::new("Namespace", "", name))
        .look(&["kubectl", "get", "namespace", name, "--watch"])
}

fn evidence(finding: Finding, namespace: &Object) -> Finding {
    let key = || Some(namespace.key());
    let phase = namespace.text("status.phase");
    let since = namespace.text("metadata.deletionTimestamp");
    let mut finding = finding
        .evidence(Source::Status, key(), "status.phase", phase)
        .evidence(Source::Status, key(), "metadata.deletionTimestamp", since);
    // What it still waits for.
    for condition in namespace.list("status.conditions") {
        if text(condition, "status") == "True" {
            let (kind, message) = (text(condition, "type"), text(condition, "message"));
            finding = finding.evidence(Source::Condition, key(), kind, message);
        }
    }
    finding
}

/// The name in `… in namespace shop because it is being terminated`.
fn terminating(line: &str) -> Option<&str> {
    let (before, _) = line.split_once(" because it is being terminated")?;
    before.rsplit_once("in namespace ").map(|(_, name)| name)
}
