//! M11: what is wanted does not exist (yet), and nothing tells why. The ordinary start of an
//! exercise: said plainly, not as a fault. What was there at the start and is gone is another
//! matter: the exercise cannot be completed any more.

use crate::check::Cause;
use crate::explain::context::Failed;
use crate::explain::{Context, Finding, Layer, Rule, Source, context};
use crate::snapshot::kinds;

/// Not there.
pub(super) const M11: Rule = Rule {
    code: "M11",
    layer: Layer::Place,
    refines: &[],
    teachable: true,
    waiting: false,
    find: missing,
};

/// What is wanted is there, and being deleted: soon it will not be.
fn going(rule: &Rule, context: &Context<'_, '_>, failed: &Failed<'_>) -> Option<Finding> {
    let object = context.graph.by_key(failed.outcome.subjects.first()?)?;
    let deleted = object.text("metadata.deletionTimestamp");
    object.is_terminating().then(|| {
        Finding::new(rule)
            .variant("going")
            .object(object.key())
            .expectation(&failed.expectation.id)
            .evidence(
                Source::Status,
                Some(object.key()),
                "metadata.deletionTimestamp",
                deleted,
            )
            .look(&["kubectl", "get", &object.key().to_string(), "--watch"])
    })
}

fn missing(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    context
        .failed()
        .into_iter()
        .filter(|failed| matches!(failed.outcome.cause, Some(Cause::Missing)))
        .filter_map(|failed| {
            let targets = context::targets(failed.expectation).into_iter();
            let target = targets
                .clone()
                .find(|target| context.graph.resolve(target).is_empty());
            let Some(target) = target else {
                return going(rule, context, &failed);
            };
            let finding = Finding::new(rule).arg("kind", target.kind.as_str());
            let plural = kinds::find(&target.kind).map_or(target.kind.as_str(), |kind| kind.plural);
            let finding = finding.look(&["kubectl", "get", plural]);
            let was_given = context.exercise.is_some_and(|exercise| {
                let id = &failed.expectation.id;
                exercise.given.iter().any(|given| given.id == *id)
            });
            let finding = match &target.name {
                Some(name) if was_given => finding
                    .arg("name", name.as_str())
                    .variant("given")
                    .fix(&["reset"]),
                Some(name) => finding.arg("name", name.as_str()),
                None => finding.variant("any"),
            };
            Some(finding.expectation(&failed.expectation.id))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::{change, explain_snapshot, load};

    #[test]
    fn what_is_being_deleted_is_called_that() {
        let mut snapshot = load("faults/P30/from-before.json");
        snapshot.commands.clear();
        let deleted = snapshot.at.to_string();
        change(&mut snapshot, "Pod", |pod| {
            pod["metadata"]["deletionTimestamp"] = deleted.as_str().into();
        });
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("M11", Some("going")));
    }
}
