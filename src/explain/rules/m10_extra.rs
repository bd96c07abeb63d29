//! M10: something is there that should not be: leftovers that break a count, or an object that the
//! exercise wants gone.
//!
//! The predicate, for a count: more objects fit than are wanted, and those too many are from before
//! the exercise, or belong to another workload than the exercise's, or stand alone. Too many Pods
//! of one workload are a number of replicas instead (W09).

use std::collections::HashSet;

use crate::check::Cause;
use crate::explain::context::{self, Context, Failed};
use crate::explain::pods::argument;
use crate::explain::{Finding, Layer, Rule, Source, wanted};
use crate::snapshot::kinds;
use crate::snapshot::object::Object;

/// Too much is there.
pub(super) const M10: Rule = Rule {
    code: "M10",
    layer: Layer::Intent,
    // W09 takes the number of replicas of any workload that makes such Pods for the one wanted.
    refines: &["M05", "M12", "W09"],
    teachable: true,
    waiting: false,
    find: extra,
};

fn extra(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let found = context
        .failed()
        .into_iter()
        .filter_map(|failed| match &failed.outcome.cause {
            Some(Cause::Present) => present(rule, context, failed),
            Some(Cause::Count {
                found,
                bounds,
                others,
            }) => {
                let max = bounds.max.filter(|max| found > max)?;
                let other: HashSet<_> = others.iter().map(|mismatch| &mismatch.object).collect();
                let fitting = failed
                    .outcome
                    .subjects
                    .iter()
                    .filter(|key| !other.contains(key));
                let all = fitting.filter_map(|key| context.graph.by_key(key));
                too_many(rule, context, failed, &all.collect::<Vec<_>>(), max)
            }
            _ => None,
        });
    found.collect()
}

/// What is wanted gone is still there.
fn present(rule: &Rule, context: &Context<'_, '_>, failed: Failed<'_>) -> Option<Finding> {
    let object = context.graph.by_key(failed.outcome.subjects.first()?)?;
    if object.is_terminating() {
        return None;
    }
    let finding = Finding::new(rule)
        .variant("present")
        .object(object.key())
        .expectation(&failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(object.key()),
            "metadata.creationTimestamp",
            object.text("metadata.creationTimestamp"),
        )
        .look(&["kubectl", "get", &object.key().to_string()]);
    Some(deleting(finding, context, object))
}

fn deleting<'s>(mut finding: Finding, context: &Context<'_, 's>, object: &'s Object) -> Finding {
    let top = context.graph.root_owner(object);
    finding.fix.push(wanted::delete(context, top));
    finding
}

fn too_many<'s>(
    rule: &Rule,
    context: &Context<'_, 's>,
    failed: Failed<'_>,
    all: &[&'s Object],
    max: u64,
) -> Option<Finding> {
    let (extra, variant) = leftovers(context, all, max)?;
    let names: Vec<&str> = extra.iter().map(|object| object.name()).collect();
    let first = extra.first()?;
    let mut finding = Finding::new(rule)
        .variant(variant)
        .object(first.key())
        .arg("names", names.join(", "))
        .arg("count", all.len() as u64)
        .arg("wanted", max)
        .expectation(&failed.expectation.id)
        .look(&["kubectl", "get", &counted(failed, first), "--show-labels"]);
    for object in &extra {
        let created = object.text("metadata.creationTimestamp");
        finding = finding.evidence(
            Source::Spec,
            Some(object.key()),
            "metadata.creationTimestamp",
            created,
        );
        let top = context.graph.root_owner(object);
        if !std::ptr::eq(top, *object) {
            finding = finding.evidence(
                Source::Spec,
                Some(object.key()),
                "metadata.ownerReferences",
                &argument(top),
            );
        }
    }
    if variant == "many" {
        return Some(finding);
    }
    // One workload makes several of them: it is deleted once.
    let mut gone: Vec<&Object> = Vec::new();
    for object in &extra {
        let top = context.graph.root_owner(object);
        if !gone.iter().any(|other| std::ptr::eq(*other, top)) {
            gone.push(top);
            finding = deleting(finding, context, top);
        }
    }
    Some(finding)
}

/// Which of them are too many, and why one can tell; all of them where none can be told apart.
fn leftovers<'s>(
    context: &Context<'_, 's>,
    all: &[&'s Object],
    max: u64,
) -> Option<(Vec<&'s Object>, &'static str)> {
    let top = |object: &'s Object| context.graph.root_owner(object);
    let wanted: Vec<bool> = all
        .iter()
        .map(|object| wanted::is_wanted(context, top(object)))
        .collect();
    let split = |is_extra: &dyn Fn(&Object) -> bool| {
        let strays = all
            .iter()
            .zip(&wanted)
            .filter(|(object, wanted)| !**wanted && is_extra(top(object)));
        let extra: Vec<&Object> = strays.map(|(object, _)| *object).collect();
        let rest = (all.len() - extra.len()) as u64;
        (!extra.is_empty() && rest > 0 && rest <= max).then_some(extra)
    };
    if let Some(extra) = split(&|object| context.is_from_before(object)) {
        return Some((extra, "before"));
    }
    if wanted.contains(&true)
        && let Some(extra) = split(&|_| true)
    {
        return Some((extra, "others"));
    }
    let alone = all.iter().all(|object| object.controller().is_none());
    alone.then(|| (all.to_vec(), "many"))
}

/// What to list: the kind that is counted.
fn counted(failed: Failed<'_>, object: &Object) -> String {
    let targets = context::targets(failed.expectation);
    let kind = targets
        .first()
        .map_or(object.kind(), |target| target.kind.as_str());
    kinds::find(kind)
        .map_or(kind, |kind| kind.plural)
        .to_owned()
}
