//! Choosing the first cause.
//!
//! 1. A rule that refines another replaces it where both speak of related objects; a rule that only
//!    says that something was right before (M07) gives way to every rule that knows more, and what
//!    only says that a command failed (U02) to every one that quotes it.
//! 2. On related objects the lowest layer wins; the others are folded under it.
//! 3. What is left are independent causes, in a total order: layer, certainty, what was done before
//!    what was not answered yet, whether it concerns what the exercise asks for, what was written
//!    last, code, object. Equal input, equal order.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;

use super::related::{Ties, related};
use super::rules::is_told_by;
use super::{Context, Finding, rule};
use crate::lesson::model::Ref;
use crate::snapshot::object::{Object, ObjectKey};

/// "It was right before": true beside any cause, and no cause itself.
const UNDONE: &str = "M07";

/// Independent findings in order, and those that follow from them.
pub(super) fn rank(found: Vec<Finding>, context: &Context<'_, '_>) -> (Vec<Finding>, Vec<Finding>) {
    let found = in_order(without_refined(found, context), context);
    let mut roots: Vec<Finding> = Vec::new();
    let mut ties = Ties::new(context);
    let mut folded = Vec::new();
    for finding in found {
        let is_root = |root: &Finding| {
            root.code == finding.code
                && (is_same(root, &finding) || same_workload(root, &finding, context))
                || root.layer < finding.layer && related(root, &finding, context)
        };
        let near = ties.near(&finding).into_iter();
        let place = near.into_iter().find(|place| is_root(&roots[*place]));
        let root = place.map(|place| &mut roots[place]);
        match root {
            // Seen once more in another Pod of the same workload.
            Some(root) if root.code == finding.code && is_same(root, &finding) => {}
            Some(root) => {
                if let Some(object) = &finding.object
                    && root.object.as_ref() != Some(object)
                    && !root.consequences.contains(object)
                {
                    root.consequences.push(object.clone());
                }
                folded.push(finding);
            }
            None => {
                ties.add(&finding);
                roots.push(finding);
            }
        }
    }
    (roots, folded)
}

fn without_refined(found: Vec<Finding>, context: &Context<'_, '_>) -> Vec<Finding> {
    let ties = Ties::of(&found, context);
    let is_refined = |general: &Finding| {
        let mut near = ties.near(general).into_iter().map(|place| &found[place]);
        near.any(|special| {
            let refines = |special: &Finding, general: &Finding| {
                rule(special.code).is_some_and(|rule| rule.refines.contains(&general.code))
            };
            let replaces =
                refines(special, general) || general.code == UNDONE && !refines(general, special);
            special.code != general.code && replaces && related(special, general, context)
                || is_told_by(general, special)
        })
    };
    let refined: Vec<bool> = found.iter().map(is_refined).collect();
    found
        .into_iter()
        .zip(refined)
        .filter(|(_, refined)| !refined)
        .map(|(f, _)| f)
        .collect()
}

/// Findings in their total order.
fn in_order(found: Vec<Finding>, context: &Context<'_, '_>) -> Vec<Finding> {
    let mut wanted: HashMap<&str, Vec<&Ref>> = HashMap::new();
    for target in context.wanted_refs() {
        let name = target.name.as_deref().unwrap_or_default();
        wanted.entry(name).or_default().push(target);
    }
    let of_object = |finding: &Finding| {
        let key = finding.object.as_ref();
        let object = key.and_then(|key| context.graph.by_key(key));
        let is_wanted = object.is_some_and(|object| {
            let mut of_name = wanted.get(object.name()).into_iter().flatten();
            of_name.any(|target| context.graph.fits(object, target))
        });
        let newest = object.and_then(Object::last_kubectl_write);
        (is_wanted, newest)
    };
    let mut found: Vec<_> = found.into_iter().map(|f| (of_object(&f), f)).collect();
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found.into_iter().map(|(_, finding)| finding).collect()
}

type Placed = ((bool, Option<Timestamp>), Finding);

fn order(((is_wanted, newest), finding): &Placed) -> impl Ord + use<'_> {
    (
        finding.layer,
        finding.confidence,
        finding.is_open_question(),
        !is_wanted,
        Reverse(*newest),
        finding.code,
        finding.object.as_ref(),
        finding.field.as_ref(),
    )
}

/// Whether two findings speak of the same field of the same object.
fn is_same(a: &Finding, b: &Finding) -> bool {
    a.object.is_some() && a.object == b.object && a.field == b.field && a.variant == b.variant
}

fn same_workload(a: &Finding, b: &Finding, context: &Context<'_, '_>) -> bool {
    let object = |key: &Option<ObjectKey>| key.as_ref().and_then(|key| context.graph.by_key(key));
    match (object(&a.object), object(&b.object)) {
        (Some(a), Some(b)) if a.controller().is_some() => {
            std::ptr::eq(context.graph.root_owner(a), context.graph.root_owner(b))
        }
        _ => false,
    }
}
