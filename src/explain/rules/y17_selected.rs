//! Y17: a deletion by label found nothing, took along too much, or names no kind.
//!
//! kubectl says `No resources found` and calls it a success, so the state has to tell: what was
//! there at the start is still there, and none of it has the label.

use crate::check::Cause;
use crate::explain::command::KubectlCommand;
use crate::explain::context::targets;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey};

/// Deleted by another label.
pub(super) const Y17: Rule = Rule {
    code: "Y17",
    layer: Layer::Client,
    refines: &["M07", "M10", "M11"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = refused(rule, context);
        let nothing = || nothing(rule, context);
        let too_much = || too_much(rule, context);
        refused
            .or_else(nothing)
            .or_else(too_much)
            .into_iter()
            .collect()
    },
};

/// A deletion that kubectl refused: a selector alone, or beside a name.
fn refused(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let selector = parsed.flag(&["l", "selector"])?;
    let alone = "at least one resource must be specified to use a selector";
    let beside = "name cannot be provided when a selector is specified";
    let line = typed::said(typed, |line| line.contains(alone) || line.contains(beside))?;
    let variant = if line.contains(alone) {
        "no-kind"
    } else {
        "name"
    };
    let finding = Finding::new(rule)
        .variant(variant)
        .arg("selector", selector);
    let finding = typed::quoted(finding, typed, line);
    Some(finding.look(&["kubectl", "get", "deployments,services", "-l", selector]))
}

/// The kinds that a command is about: `deployments,services`.
fn kinds_of(command: &KubectlCommand<'_>) -> Vec<&'static str> {
    let word = command.words.first().copied().unwrap_or_default();
    let found = word.split(',').filter_map(kinds::from_argument);
    found.map(|kind| kind.kind).collect()
}

/// The newest deletion by label that succeeded, with the label.
fn deletion<'s>(
    context: &Context<'_, 's>,
) -> Option<(&'s TypedCommand, KubectlCommand<'s>, &'s str)> {
    let (typed, parsed) = context.last_change()?;
    let selector = parsed.flag(&["l", "selector"])?;
    (parsed.verb == "delete").then_some((typed, parsed, selector))
}

/// Whether an object has the labels of a selector of equalities; `None` for another selector.
fn fits(object: &Object, selector: &str) -> Option<bool> {
    let mut fits = true;
    for part in selector.split(',') {
        let (key, value) = part.split_once('=')?;
        if key.ends_with('!') || key.contains(' ') {
            return None;
        }
        fits &= object.label(key) == Some(value.trim_start_matches('='));
    }
    Some(fits)
}

fn nothing(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed, selector) = deletion(context)?;
    let kinds = kinds_of(&parsed);
    let present = context.failed().into_iter().find_map(|failed| {
        let is_present = matches!(failed.outcome.cause, Some(Cause::Present));
        let object = context.graph.by_key(failed.outcome.subjects.first()?)?;
        (is_present && kinds.contains(&object.kind()) && !object.is_terminating())
            .then_some((failed, object))
    });
    let (failed, object) = present?;
    let inventory = context.snapshot().inventory.as_ref()?;
    let of_kinds = |key: &ObjectKey| kinds.contains(&key.kind.as_str());
    let all_there = inventory.objects.iter().all(|(uid, entry)| {
        let live = context.graph.by_uid(uid);
        !of_kinds(&entry.key) || live.is_some_and(|object| !object.is_terminating())
    });
    if !all_there || fits(object, selector)? {
        return None;
    }
    let labels = object.map("metadata.labels");
    let key = selector.split('=').next().unwrap_or_default();
    let right = labels.and_then(|labels| {
        let same = labels.get_key_value(key).or_else(|| labels.iter().next());
        same.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
    });
    let finding = Finding::new(rule)
        .object(object.key())
        .arg("selector", selector)
        .expectation(&failed.expectation.id);
    let word = parsed.words.first().copied().unwrap_or_default();
    let mut finding = typed::quoted(finding, typed, "")
        .evidence(
            Source::Spec,
            Some(object.key()),
            "metadata.labels",
            right.as_deref().unwrap_or_default(),
        )
        .look(&["kubectl", "get", word, "--show-labels"]);
    if let Some(right) = right {
        finding = finding.variant("has").arg("labels", right.as_str());
        finding = finding.fix(&["kubectl", "delete", word, "-l", &right]);
    }
    Some(finding)
}

/// Something that has to stay is gone, and a deletion of its kind by a label went before.
fn too_much(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed, selector) = deletion(context)?;
    let kinds = kinds_of(&parsed);
    let inventory = context.snapshot().inventory.as_ref()?;
    context.failed().into_iter().find_map(|failed| {
        if !matches!(failed.outcome.cause, Some(Cause::Missing)) {
            return None;
        }
        let target = targets(failed.expectation).into_iter().find(|target| {
            kinds.contains(&target.kind.as_str()) && context.graph.resolve(target).is_empty()
        })?;
        let key = ObjectKey::new(
            &target.kind,
            context.graph.namespace(),
            target.name.as_deref()?,
        );
        let was_there = inventory.objects.values().any(|entry| entry.key == key);
        let finding = Finding::new(rule)
            .variant("too-much")
            .confidence(Confidence::Likely)
            .object(key)
            .arg("selector", selector)
            .expectation(&failed.expectation.id);
        let finding = typed::quoted(finding, typed, "");
        was_there.then(|| finding.look(&["kubectl", "get", "all"]).fix(&["reset"]))
    })
}
