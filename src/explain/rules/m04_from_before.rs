//! M04: it is as the exercise asks, but it was so before the exercise began.
//!
//! The predicate is the inventory of the start, by UID: an object that the exercise wants made is
//! in it, or one that it wants changed is the same as then.

use crate::check::Cause;
use crate::explain::{Context, Finding, Layer, Rule, Source};

/// From before.
pub(super) const M04: Rule = Rule {
    code: "M04",
    layer: Layer::Place,
    refines: &["M07"],
    teachable: false,
    waiting: false,
    find: from_before,
};

fn from_before(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let found = context.failed().into_iter().filter_map(|failed| {
        let changed = match &failed.outcome.cause {
            Some(Cause::FromBefore) => false,
            Some(Cause::Unchanged) => true,
            _ => return None,
        };
        let key = failed.outcome.subjects.first()?;
        let object = context.graph.by_key(key)?;
        let created = object.text("metadata.creationTimestamp");
        let resource = object.kind().to_ascii_lowercase();
        let finding = Finding::new(rule)
            .object(key.clone())
            .expectation(&failed.expectation.id)
            .evidence(
                Source::Spec,
                Some(key.clone()),
                "metadata.creationTimestamp",
                created,
            )
            .look(&["kubectl", "get", &resource, object.name()]);
        Some(if changed {
            finding.variant("unchanged")
        } else {
            finding.fix(&["kubectl", "delete", &resource, object.name()])
        })
    });
    found.collect()
}
