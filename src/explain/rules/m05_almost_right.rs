//! M05 and M12: what is there works, and one field (or several) differs from what is wanted.

use crate::check::{Cause, Mismatch};
use crate::explain::pods::shown;
use crate::explain::{Context, Finding, Layer, Rule, Source, repair};

/// Exactly one field differs.
pub(super) const M05: Rule = Rule {
    code: "M05",
    layer: Layer::Intent,
    refines: &["M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| fields(rule, context, |count| count == 1),
};

/// Several fields differ.
pub(super) const M12: Rule = Rule {
    code: "M12",
    refines: &[],
    find: |rule, context| fields(rule, context, |count| count > 1),
    ..M05
};

fn fields(rule: &Rule, context: &Context<'_, '_>, counts: fn(usize) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for failed in context.failed() {
        let Some(Cause::Fields { mismatches }) = &failed.outcome.cause else {
            continue;
        };
        let intent: Vec<&Mismatch> = mismatches.iter().filter(|m| !m.is_observed()).collect();
        if !counts(intent.len()) {
            continue;
        }
        let Some(first) = intent.first() else {
            continue;
        };
        let mut finding = Finding::new(rule)
            .object(first.object.clone())
            .field(
                first.path.clone(),
                Some(expected(first)),
                first.actual.as_ref().map(shown),
            )
            .arg("field", first.path.last_key().unwrap_or_default())
            .arg("count", intent.len() as u64)
            .expectation(&failed.expectation.id)
            .look(&["kubectl", "get", &first.object.to_string(), "-o", "yaml"]);
        if first.actual.is_none() {
            finding = finding.variant("absent");
        } else if first.expected.is_null() {
            finding = finding.variant("extra");
        }
        if let [only] = intent.as_slice()
            && let Some(object) = context.graph.by_key(&only.object)
        {
            finding.fix.extend(repair::command(object, only));
        }
        for mismatch in intent {
            let actual = mismatch.actual.as_ref().map(shown).unwrap_or_default();
            let (object, place) = (Some(mismatch.object.clone()), mismatch.path.to_string());
            finding = finding.evidence(Source::Spec, object, &place, &actual);
        }
        findings.push(finding);
    }
    findings
}

fn expected(mismatch: &Mismatch) -> String {
    if mismatch.expected.is_null() {
        String::new()
    } else {
        shown(&mismatch.expected)
    }
}
