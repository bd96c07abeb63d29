//! M14: what is asked for shows in several fields at once, and the lesson says what it means that they
//! are not so.

use crate::check::Cause;
use crate::explain::{Context, Finding, Layer, Rule};
use crate::lesson::model::ExpectationKind;

/// An expression over the state is not true.
pub(super) const M14: Rule = Rule {
    code: "M14",
    layer: Layer::Intent,
    refines: &[],
    teachable: true,
    waiting: false,
    find,
};

fn find(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    // With a detail it gave no answer at all.
    let not_true = context
        .failed()
        .into_iter()
        .filter(|failed| matches!(failed.outcome.cause, Some(Cause::False { detail: None })));
    not_true
        .filter_map(|failed| {
            let ExpectationKind::Cel {
                expression,
                otherwise: Some(otherwise),
            } = &failed.expectation.kind
            else {
                return None;
            };
            let mut finding = Finding::new(rule).expectation(&failed.expectation.id);
            finding.say = Some(otherwise.clone());
            let mut targets = expression.with.values();
            let object = targets.find_map(|target| context.graph.resolve(target).first().copied());
            Some(match object {
                Some(object) => {
                    let key = object.key();
                    let shown = key.to_string();
                    let finding = finding.object(key);
                    finding.look(&["kubectl", "get", &shown, "-o", "yaml"])
                }
                None => finding,
            })
        })
        .collect()
}
