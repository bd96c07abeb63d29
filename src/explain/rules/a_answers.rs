//! A01–A03: nothing answered yet, an answer that differs from the live value, and a likely wrong
//! answer with the reason that the lesson gives for it.

use crate::check::Cause;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;

/// Nothing was answered yet.
pub(super) const A01: Rule = Rule {
    code: "A01",
    layer: Layer::Intent,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| answers(rule, context),
};

/// The answer differs from the live value.
pub(super) const A02: Rule = Rule { code: "A02", ..A01 };

/// The answer is one that people often give, and the lesson knows why.
pub(super) const A03: Rule = Rule { code: "A03", ..A01 };

fn answers(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let of_failed = |failed: super::super::context::Failed<'_>| {
        let ExpectationKind::Answer { wrong, .. } = &failed.expectation.kind else {
            return None;
        };
        let id = &failed.expectation.id;
        let finding = Finding::new(rule).expectation(id).arg("id", id.as_str());
        match (rule.code, &failed.outcome.cause) {
            ("A01", Some(Cause::NoAnswer)) => Some(finding),
            (
                "A02",
                Some(Cause::WrongAnswer {
                    given, known: None, ..
                }),
            ) => Some(finding.arg("given", given.as_str()).evidence(
                Source::Answer,
                None,
                id,
                given,
            )),
            (
                "A03",
                Some(Cause::WrongAnswer {
                    given,
                    known: Some(known),
                    ..
                }),
            ) => {
                let mut finding =
                    finding
                        .arg("given", given.as_str())
                        .evidence(Source::Answer, None, id, given);
                finding.say = wrong.get(*known).map(|wrong| wrong.say.clone());
                Some(finding)
            }
            _ => None,
        }
    };
    context.failed().into_iter().filter_map(of_failed).collect()
}
