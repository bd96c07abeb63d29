//! N02: the Namespace that a command names does not exist, or the exercise's own is gone.
//!
//! The predicate is the list of Namespaces: the one asked for is not in it. Without that list (a
//! command alone) the server's words stand.

use crate::explain::command::KubectlCommand;
use crate::explain::context::Failed;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed, wanted};
use crate::snapshot::kinds;
use crate::snapshot::object::ObjectKey;

/// No such Namespace.
pub(super) const N02: Rule = Rule {
    code: "N02",
    layer: Layer::Place,
    refines: &["M11", "M07"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        own(rule, context)
            .or_else(|| asked(rule, context))
            .into_iter()
            .collect()
    },
};

/// The exercise's Namespace is gone.
fn own(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    context.exercise?;
    let name = context.graph.namespace();
    let all = context.graph.all("Namespace");
    // An empty list was not read: the Namespace `default` can't be deleted.
    if all.is_empty() || name.is_empty() || all.iter().any(|namespace| namespace.name() == name) {
        return None;
    }
    let names: Vec<&str> = all.iter().map(|namespace| namespace.name()).collect();
    let finding = finding(rule, name).variant("own");
    let finding = finding.evidence(Source::Status, None, "namespaces", &names.join(" "));
    Some(finding.fix(&["reset"]))
}

/// A Namespace that the failed command asked for.
fn asked(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| missing(line).is_some())?;
    let name = missing(line)?;
    if is_about_namespaces(&parsed) {
        return None;
    }
    let exists = context
        .graph
        .all("Namespace")
        .iter()
        .any(|namespace| namespace.name() == name);
    if exists {
        return None;
    }
    let mut finding = typed::quoted(finding(rule, name), typed, line);
    if context.exercise.is_some() {
        // Only where what the command was to make is what is missing.
        let Failed { expectation, .. } = wanted::to_be_made(context, &parsed)?;
        finding = finding.expectation(&expectation.id);
    }
    if parsed.namespace() == Some(name) && name != context.graph.namespace() {
        finding.fix = vec![typed::without_flag(&typed.argv, &["n", "namespace"])];
    }
    Some(finding)
}

/// Whether the command is about the Namespace itself, as `delete namespace shop` is: then it is
/// not in the way of something else.
fn is_about_namespaces(command: &KubectlCommand<'_>) -> bool {
    let kind = command
        .object()
        .and_then(|(kind, _)| kinds::from_argument(kind));
    kind.is_some_and(|kind| kind.kind == "Namespace")
}

fn finding(rule: &Rule, name: &str) -> Finding {
    Finding::new(rule)
        .object(ObjectKey::new("Namespace", "", name))
        .look(&["kubectl", "get", "namespaces"])
}

/// The name in `namespaces "shop" not found`.
fn missing(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("namespaces \"")?;
    let (name, rest) = rest.split_once('"')?;
    rest.starts_with(" not found").then_some(name)
}
