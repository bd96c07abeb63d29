//! C09: a Pod was started without a ConfigMap or Secret, or without a key of one, because it names it
//! as `optional`; and what was to come from there is missing in its log or in a file.
//!
//! That it is not there is computed. That the text looked for comes from there is only likely.

use crate::check::Cause;
use crate::explain::context::Failed;
use crate::explain::pods::{Container, containers, on_workload};
use crate::explain::rules::c01_reference::is_there;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::configuration::{Form, Reference, keys, references};
use crate::snapshot::object::{Object, list, text};

/// Left out without a word.
pub(super) const C09: Rule = Rule {
    code: "C09",
    layer: Layer::Start,
    refines: &["M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let failed = context.failed().into_iter();
        failed
            .filter_map(|failed| left_out(rule, context, failed))
            .collect()
    },
};

/// What an expectation misses in a Pod that does without something.
fn left_out(rule: &Rule, context: &Context<'_, '_>, failed: Failed<'_>) -> Option<Finding> {
    let misses = matches!(
        failed.outcome.cause,
        Some(Cause::Log { .. } | Cause::File { .. })
    );
    let pod = context.graph.by_key(failed.outcome.subjects.first()?)?;
    let named = match &failed.expectation.kind {
        ExpectationKind::Log(probe) => probe.container.as_deref(),
        ExpectationKind::File(probe) => probe.container.as_deref(),
        _ => None,
    };
    let all = containers(pod);
    let mut own = all.iter().filter(|container| !container.init);
    let container = own.find(|container| named.is_none_or(|name| name == container.name()))?;
    let missing = references(pod).into_iter().find(|reference| {
        reference.optional
            && context.has_read(reference.kind)
            && reaches(container, reference)
            && !is_there(
                reference,
                context.graph.named(reference.kind, reference.name),
            )
    })?;
    misses.then(|| finding(rule, context, pod, &missing).expectation(&failed.expectation.id))
}

/// Whether a container gets what a reference names.
fn reaches(container: &Container<'_>, reference: &Reference<'_>) -> bool {
    match (reference.form, reference.volume) {
        (Form::Files, volume) => list(container.spec, "volumeMounts")
            .iter()
            .any(|mount| Some(text(mount, "name")) == volume),
        _ => reference.container == Some(container.name()),
    }
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    pod: &Object,
    missing: &Reference<'_>,
) -> Finding {
    let source = missing.kind.to_lowercase();
    let place = missing.key_path.to_string();
    let object = context.graph.named(missing.kind, missing.name);
    let path = match object {
        Some(_) => &missing.key_path,
        None => &missing.name_path,
    };
    let (owner, path) = on_workload(pod, context.graph, &path.to_string());
    let finding = Finding::new(rule)
        .confidence(Confidence::Likely)
        .object(owner.key())
        // The exercise may ask for just that name: then what is to be made is the object.
        .field(path, None, None)
        .arg("pod", pod.name())
        .arg("source", missing.kind)
        .arg("map", missing.name)
        .evidence(Source::Spec, Some(pod.key()), &place, "optional: true");
    match (object, missing.key) {
        (Some(object), Some(key)) => {
            let own: Vec<&str> = keys(object).collect();
            finding
                .variant("key")
                .arg("key", key)
                .evidence(Source::Spec, Some(object.key()), "data", &own.join(", "))
                .look(&["kubectl", "describe", &source, object.name()])
        }
        _ => finding.look(&["kubectl", "get", &source]),
    }
}
