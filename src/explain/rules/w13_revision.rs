//! W13 and W14: there is no such revision to go back to, or none at all, or it is the present one.

use crate::check::Cause;
use crate::explain::command::KubectlCommand;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::graph::revision;
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey};

/// No such revision.
pub(super) const W13: Rule = Rule {
    code: "W13",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| no_such(rule, context).into_iter().collect(),
};

/// Nothing to go back to.
pub(super) const W14: Rule = Rule {
    code: "W14",
    refines: &["M05", "M12"],
    find: |rule, context| {
        let none = none(rule, context);
        none.or_else(|| present(rule, context))
            .into_iter()
            .collect()
    },
    ..W13
};

/// The workload that a `kubectl rollout` command is about.
fn about(command: &KubectlCommand<'_>, context: &Context<'_, '_>) -> Option<ObjectKey> {
    let (kind, name) = command.object()?;
    let kind = kinds::from_argument(kind)?.kind;
    (command.verb == "rollout").then(|| ObjectKey::new(kind, context.graph.namespace(), name))
}

/// A finding about a Deployment with the revisions that it has.
fn with_revisions(finding: Finding, context: &Context<'_, '_>, key: &ObjectKey) -> Finding {
    let argument = key.to_string();
    let finding = finding
        .object(key.clone())
        .look(&["kubectl", "rollout", "history", &argument]);
    let Some(deployment) = context.graph.by_key(key) else {
        return finding;
    };
    let sets = context.graph.replica_sets_of(deployment).into_iter();
    let mut numbers: Vec<i64> = sets.map(revision).filter(|number| *number > 0).collect();
    numbers.sort_unstable();
    let all: Vec<String> = numbers.iter().map(i64::to_string).collect();
    if all.is_empty() {
        return finding;
    }
    let all = all.join(", ");
    let own = Some(key.clone());
    finding
        .variant("known")
        .arg("revisions", all.as_str())
        .evidence(Source::Spec, own, "deployment.kubernetes.io/revision", &all)
}

fn no_such(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let says = |line: &str| {
        line.contains("unable to find specified revision")
            || line.contains("unable to find the specified revision")
    };
    let line = typed::said(typed, says)?;
    let key = about(&parsed, context)?;
    let asked = parsed.flag(&["to-revision", "revision"])?;
    let finding = typed::quoted(Finding::new(rule).arg("asked", asked), typed, line);
    Some(with_revisions(finding, context, &key))
}

fn none(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| line.contains("no rollout history found"))?;
    let key = about(&parsed, context)?;
    let finding = typed::quoted(Finding::new(rule), typed, line);
    let mut finding = with_revisions(finding, context, &key);
    finding.variant = None;
    Some(finding)
}

/// `undo` went to the revision that was there already: kubectl skips it, and calls it no error.
fn present(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.last_change()?;
    if parsed.words.first() != Some(&"undo") {
        return None;
    }
    let key = about(&parsed, context)?;
    let deployment = context.graph.by_key(&key)?;
    let asked: i64 = parsed.flag(&["to-revision"])?.parse().ok()?;
    // A revision that was gone back to gets a new number: the old one is no more.
    if asked == 0 || revision(deployment) != asked || !is_template_wanted(context, deployment) {
        return None;
    }
    let finding = typed::quoted(Finding::new(rule).arg("asked", asked), typed, "");
    Some(with_revisions(finding, context, &key).variant("present"))
}

/// Whether something else is wanted of a Deployment's template.
fn is_template_wanted(context: &Context<'_, '_>, deployment: &Object) -> bool {
    let fields = context
        .failed()
        .into_iter()
        .filter_map(|f| match &f.outcome.cause {
            Some(Cause::Fields { mismatches }) => Some(mismatches),
            _ => None,
        });
    fields.flatten().any(|mismatch| {
        mismatch.object == deployment.key()
            && mismatch.path.to_string().starts_with("spec.template")
    })
}
