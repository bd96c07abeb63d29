//! Choosing the first cause.
//!
//! 1. A rule that refines another replaces it where both speak of related objects; a rule that only
//!    says that something was right before (M07) gives way to every rule that knows more, and what
//!    only says that a command failed (U02) to every one that quotes it.
//! 2. On related objects the lowest layer wins; the others are folded under it.
//! 3. What is left are independent causes, in a total order: layer, certainty, what was done before
//!    what was not answered yet, whether it concerns what the exercise asks for, what was written
//!    last, code, object. Equal input, equal order.

use super::rules::is_told_by;
use super::{Context, Finding, Layer, rule};
use crate::lesson::model::Ref;
use crate::snapshot::configuration::references;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::storage;

/// "It was right before": true beside any cause, and no cause itself.
const UNDONE: &str = "M07";

/// Independent findings in order, and those that follow from them.
pub(super) fn rank(found: Vec<Finding>, context: &Context<'_, '_>) -> (Vec<Finding>, Vec<Finding>) {
    let mut found = without_refined(found, context);
    let wanted = context.wanted_refs();
    found.sort_by(|a, b| order(a, &wanted, context).cmp(&order(b, &wanted, context)));
    let mut roots: Vec<Finding> = Vec::new();
    let mut folded = Vec::new();
    for finding in found {
        let root = roots.iter_mut().find(|root| {
            root.code == finding.code
                && (is_same(root, &finding) || same_workload(root, &finding, context))
                || root.layer < finding.layer && related(root, &finding, context)
        });
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
            None => roots.push(finding),
        }
    }
    (roots, folded)
}

fn without_refined(found: Vec<Finding>, context: &Context<'_, '_>) -> Vec<Finding> {
    let is_refined = |general: &Finding| {
        found.iter().any(|special| {
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

fn order<'f>(
    finding: &'f Finding,
    wanted: &[&Ref],
    context: &Context<'_, '_>,
) -> impl Ord + use<'f> {
    let object = finding
        .object
        .as_ref()
        .and_then(|key| context.graph.by_key(key));
    let wanted = object.is_some_and(|object| {
        wanted
            .iter()
            .any(|target| context.graph.fits(object, target))
    });
    let newest = object.and_then(Object::last_kubectl_write);
    (
        finding.layer,
        finding.confidence,
        finding.is_open_question(),
        !wanted,
        std::cmp::Reverse(newest),
        finding.code,
        finding.object.as_ref(),
        finding.field.as_ref(),
    )
}

/// Whether one finding can be the cause of another: about the same workload, a Node and a Pod that
/// is to run there, a claim, ConfigMap or Secret and the Pods that use it, Pods and the Service before
/// them, a Namespace and what is in it; or about no object and no expectation at all, which concerns
/// everything.
pub(super) fn related(cause: &Finding, effect: &Finding, context: &Context<'_, '_>) -> bool {
    if cause.expectation.is_some() && cause.expectation == effect.expectation {
        return true;
    }
    if let Some(namespace) = cause.object.as_ref().filter(|key| key.kind == "Namespace") {
        return match &effect.object {
            Some(object) => object.namespace == namespace.name || object == namespace,
            None => namespace.name == context.graph.namespace(),
        };
    }
    let (Some(a), Some(b)) = (&cause.object, &effect.object) else {
        let concerns_all = cause.object.is_none() && cause.expectation.is_none();
        return concerns_all && cause.layer <= Layer::Place
            || effect.object.is_none() && cause.layer <= Layer::Reach;
    };
    if a == b {
        return true;
    }
    let objects = (context.graph.by_key(a), context.graph.by_key(b));
    let (Some(a), Some(b)) = objects else {
        return false;
    };
    match (a.kind(), b.kind()) {
        ("Node", _) => pods_of(b, context).iter().any(|pod| {
            let node = pod.text("spec.nodeName");
            node.is_empty() || node == a.name()
        }),
        ("PersistentVolumeClaim", _) => pods_of(b, context)
            .iter()
            .any(|pod| storage::claim_names(pod).any(|name| name == a.name())),
        ("ConfigMap" | "Secret", _) => pods_of(b, context).iter().any(|pod| {
            let mut named = references(pod).into_iter();
            named.any(|reference| reference.kind == a.kind() && reference.name == a.name())
        }),
        ("Deployment", "Service") if Graph::serves(b, a) => true,
        (_, "Service") => {
            let selected = context.graph.pods_selected_by(b);
            pods_of(a, context)
                .iter()
                .any(|pod| selected.iter().any(|s| std::ptr::eq(*s, *pod)))
        }
        _ => std::ptr::eq(context.graph.root_owner(a), context.graph.root_owner(b)),
    }
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

fn pods_of<'s>(object: &'s Object, context: &Context<'_, 's>) -> Vec<&'s Object> {
    match object.kind() {
        "Pod" => vec![object],
        "Service" => context.graph.pods_selected_by(object),
        _ => context.graph.pods_of(object),
    }
}
