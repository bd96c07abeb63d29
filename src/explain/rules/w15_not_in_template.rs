//! W15: a label or annotation stands on the Deployment and not in its Pod template.
//!
//! Wanted is a label (or annotation) of the template, or Pods with a label; the Deployment's own
//! metadata have it with that value, and the template does not.

use serde_json::Value;

use crate::check::{Cause, Mismatch};
use crate::explain::context::{Failed, targets};
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source, repair};
use crate::lesson::model::Ref;
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// On the Deployment, not in the template.
pub(super) const W15: Rule = Rule {
    code: "W15",
    layer: Layer::Controller,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let misplaced = context
            .failed()
            .into_iter()
            .flat_map(|failed| misplaced(failed, context));
        misplaced
            .map(|(failed, entry)| finding(rule, failed, &entry))
            .collect()
    },
};

/// A label or annotation on the wrong level.
struct Misplaced<'s> {
    deployment: &'s Object,
    /// `labels` or `annotations`.
    map: &'static str,
    key: String,
    value: String,
}

fn misplaced<'c, 's>(
    failed: Failed<'c>,
    context: &Context<'c, 's>,
) -> Vec<(Failed<'c>, Misplaced<'s>)> {
    let mut wanted: Vec<(&'s Object, &'static str, String, String)> = Vec::new();
    for mismatch in mismatches(failed) {
        if let Some(deployment) = context.graph.by_key(&mismatch.object)
            && repair::is_template_metadata(&mismatch.path)
        {
            let map = if mismatch
                .path
                .to_string()
                .starts_with("spec.template.metadata.labels")
            {
                "labels"
            } else {
                "annotations"
            };
            wanted.extend(entries(mismatch, map).map(|(key, value)| (deployment, map, key, value)));
        }
    }
    let wants_some = match &failed.outcome.cause {
        Some(Cause::Missing) => true,
        Some(Cause::Count { bounds, .. }) => bounds.min > 0,
        _ => false,
    };
    let unmet = |target: &&Ref| {
        wants_some && target.kind == "Pod" && context.graph.resolve(target).is_empty()
    };
    for target in targets(failed.expectation).into_iter().filter(unmet) {
        for deployment in context.graph.of_kind("Deployment") {
            let labels = target.labels.iter();
            wanted.extend(
                labels.map(|(key, value)| (deployment, "labels", key.clone(), value.clone())),
            );
        }
    }
    wanted
        .into_iter()
        .map(|(deployment, map, key, value)| Misplaced {
            deployment,
            map,
            key,
            value,
        })
        .filter(Misplaced::is_one)
        .map(|entry| (failed, entry))
        .collect()
}

fn mismatches(failed: Failed<'_>) -> &[Mismatch] {
    match &failed.outcome.cause {
        Some(Cause::Fields { mismatches }) => mismatches,
        _ => &[],
    }
}

/// The entries that a mismatch wants: of the whole map, or the one its path ends with.
fn entries(mismatch: &Mismatch, map: &str) -> impl Iterator<Item = (String, String)> {
    let of = |key: &str, value: &Value| Some((key.to_owned(), value.as_str()?.to_owned()));
    let entries: Vec<(String, String)> = match &mismatch.expected {
        Value::Object(all) => all
            .iter()
            .filter_map(|(key, value)| of(key, value))
            .collect(),
        value => mismatch
            .path
            .last_key()
            .filter(|key| *key != map)
            .and_then(|key| of(key, value))
            .into_iter()
            .collect(),
    };
    entries.into_iter()
}

impl Misplaced<'_> {
    /// Whether the Deployment has it, and the template does not.
    fn is_one(&self) -> bool {
        let at = |place: &str| {
            let map = self.deployment.map(&format!("{place}.{}", self.map));
            map.and_then(|map| map.get(&self.key))
                .and_then(Value::as_str)
        };
        at("metadata") == Some(self.value.as_str())
            && at("spec.template.metadata") != Some(self.value.as_str())
    }
}

fn finding(rule: &Rule, failed: Failed<'_>, entry: &Misplaced<'_>) -> Finding {
    let deployment = entry.deployment;
    let path = FieldPath::parse("spec.template.metadata")
        .key(entry.map)
        .key(&entry.key);
    let actual = deployment
        .field(&path)
        .and_then(Value::as_str)
        .unwrap_or_default();
    let label = format!("{}={}", entry.key, entry.value);
    let own = format!("metadata.{}", entry.map);
    let fix = repair::command(
        deployment,
        &Mismatch {
            object: deployment.key(),
            path: path.clone(),
            expected: Value::from(entry.value.as_str()),
            actual: None,
        },
    );
    let columns = format!("jsonpath={{.spec.template.metadata.{}}}", entry.map);
    let mut found = Finding::new(rule)
        .object(deployment.key())
        .field(path, Some(entry.value.clone()), Some(actual.to_owned()))
        .arg("label", label.as_str())
        .expectation(&failed.expectation.id)
        .evidence(Source::Spec, Some(deployment.key()), &own, &label)
        .look(&["kubectl", "get", &argument(deployment), "-o", &columns]);
    if entry.map == "annotations" {
        found = found.variant("annotation");
    }
    found.fix.extend(fix);
    found
}
