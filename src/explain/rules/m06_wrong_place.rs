//! M06: what should be a label is an annotation, or the other way round: the right key and value on
//! the right object, in the wrong place.
//!
//! W15 is the same for the Deployment and its template.

use serde_json::Value;

use crate::check::{Cause, Mismatch};
use crate::explain::context::{Failed, targets};
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source, repair};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// A label among the annotations, or an annotation among the labels.
pub(super) const M06: Rule = Rule {
    code: "M06",
    layer: Layer::Intent,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found: Vec<Finding> = context
            .mismatches()
            .into_iter()
            .filter_map(|(failed, mismatch)| of_field(rule, context, failed, mismatch))
            .collect();
        let failed = context.failed().into_iter();
        found.extend(failed.flat_map(|failed| of_reference(rule, context, failed)));
        found
    },
};

/// A field below `labels` or `annotations` that has its value below the other.
fn of_field(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    mismatch: &Mismatch,
) -> Option<Finding> {
    let object = context.graph.by_key(&mismatch.object)?;
    let key = mismatch.path.last_key()?;
    let path = mismatch.path.to_string();
    let place = path.strip_suffix(key)?;
    let (above, wanted, other) = if let Some(above) = place.strip_suffix("metadata.labels.") {
        (above, "labels", "annotations")
    } else {
        let above = place.strip_suffix("metadata.annotations.")?;
        (above, "annotations", "labels")
    };
    let value = mismatch.expected.as_str()?;
    let elsewhere = format!("{above}metadata.{other}");
    let there = object.map(&elsewhere)?.get(key)?.as_str()?;
    (there == value).then(|| {
        let misplaced = Misplaced {
            object,
            path: mismatch.path.clone(),
            wanted,
            elsewhere: &elsewhere,
            key,
            value,
        };
        misplaced.finding(rule, failed)
    })
}

/// Objects with a label are asked for and there are none, but one of the kind has it as an
/// annotation.
fn of_reference(rule: &Rule, context: &Context<'_, '_>, failed: Failed<'_>) -> Vec<Finding> {
    let wants_some = match &failed.outcome.cause {
        Some(Cause::Missing) => true,
        Some(Cause::Count { bounds, found, .. }) => *found < bounds.min,
        _ => false,
    };
    let mut findings = Vec::new();
    for target in targets(failed.expectation) {
        for (key, value) in target.labels.iter().filter(|_| wants_some) {
            let misplaced = context.graph.of_kind(&target.kind).find(|object| {
                let differs = object.label(key) != Some(value.as_str());
                differs && object.annotation(key) == Some(value.as_str())
            });
            findings.extend(misplaced.map(|object| {
                let misplaced = Misplaced {
                    object,
                    path: FieldPath::parse("metadata.labels").key(key),
                    wanted: "labels",
                    elsewhere: "metadata.annotations",
                    key,
                    value,
                };
                misplaced.finding(rule, failed)
            }));
        }
    }
    findings
}

/// A label or an annotation that stands in the other's place.
struct Misplaced<'m, 's> {
    object: &'s Object,
    path: FieldPath,
    /// `labels` or `annotations`: where it belongs.
    wanted: &'static str,
    elsewhere: &'m str,
    key: &'m str,
    value: &'m str,
}

impl Misplaced<'_, '_> {
    fn finding(&self, rule: &Rule, failed: Failed<'_>) -> Finding {
        let pair = format!("{}={}", self.key, self.value);
        let actual = self.object.field(&self.path).and_then(Value::as_str);
        let argument = argument(self.object);
        let mut finding = Finding::new(rule)
            .variant(if self.wanted == "labels" {
                "label"
            } else {
                "annotation"
            })
            .object(self.object.key())
            .field(
                self.path.clone(),
                Some(self.value.to_owned()),
                actual.map(str::to_owned),
            )
            .arg("pair", pair.as_str())
            .expectation(&failed.expectation.id)
            .evidence(Source::Spec, Some(self.object.key()), self.elsewhere, &pair)
            .look(&["kubectl", "describe", &argument]);
        let mismatch = Mismatch {
            object: self.object.key(),
            path: self.path.clone(),
            expected: Value::from(self.value),
            actual: None,
        };
        let verb = if self.wanted == "labels" {
            "label"
        } else {
            "annotate"
        };
        finding
            .fix
            .push(repair::command(self.object, &mismatch).unwrap_or_else(|| {
                let mut words = vec!["kubectl", verb, &argument, &pair];
                // kubectl changes no label that is there unless it is told to.
                words.extend(actual.map(|_| "--overwrite"));
                words.into_iter().map(str::to_owned).collect()
            }));
        finding
    }
}
