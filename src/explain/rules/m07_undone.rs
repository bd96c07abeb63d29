//! M07: it was right in an earlier check or at the start, and is not any more.
//!
//! The predicate is podo's own record of what passed before, or a guard of the exercise that held
//! in its start state. Any rule that knows why replaces it (`rank`); this one stands in for those
//! that only say what differs, and comes before what has not been done yet.

use crate::check::{Cause, Mismatch};
use crate::explain::aimed::Aim;
use crate::explain::context;
use crate::explain::manifest::given;
use crate::explain::pods::shown;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::object::{ObjectKey, text};
use crate::snapshot::{TypedCommand, kinds};

/// Done, then undone.
pub(super) const M07: Rule = Rule {
    code: "M07",
    layer: Layer::Place,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: undone,
};

fn undone(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let before = &context.snapshot().passed_before;
    let failed = context.failed().into_iter();
    let undone = failed.filter(|failed| {
        let expectation = failed.expectation;
        expectation.at_start || before.contains(&expectation.id)
    });
    let found = undone.filter_map(|failed| {
        let passed = before.contains(&failed.expectation.id);
        let finding = Finding::new(rule).expectation(&failed.expectation.id);
        let (finding, key) = match &failed.outcome.cause {
            Some(Cause::Missing) => {
                let targets = context::targets(failed.expectation).into_iter();
                let mut absent = targets.filter(|target| context.graph.resolve(target).is_empty());
                let target = absent.next()?;
                let name = target.name.as_deref()?;
                let plural =
                    kinds::find(&target.kind).map_or(target.kind.as_str(), |kind| kind.plural);
                let key = ObjectKey::new(&target.kind, context.graph.namespace(), name);
                let variant = if passed { "gone" } else { "gone-since" };
                let finding = finding.variant(variant).object(key.clone());
                (finding.look(&["kubectl", "get", plural]), key)
            }
            Some(Cause::Fields { mismatches }) => {
                let first = mismatches
                    .iter()
                    .find(|m| !m.is_observed())
                    .or(mismatches.first())?;
                let finding = of_field(finding, first);
                let finding = if passed {
                    finding
                } else {
                    finding.variant("since")
                };
                (finding, first.object.clone())
            }
            _ => return None,
        };
        Some(with_command(finding, context, &key))
    });
    found.collect()
}

fn of_field(finding: Finding, first: &Mismatch) -> Finding {
    let key = || first.object.clone();
    let actual = first.actual.as_ref().map(shown);
    let quote = actual.clone().unwrap_or_default();
    finding
        .object(key())
        .evidence(Source::Spec, Some(key()), &first.path.to_string(), &quote)
        .field(first.path.clone(), Some(shown(&first.expected)), actual)
        .arg("field", first.path.last_key().unwrap_or_default())
        .look(&["kubectl", "get", &first.object.to_string(), "-o", "yaml"])
}

/// With the newest change that succeeded, where it names this object: most likely what did it.
fn with_command(finding: Finding, context: &Context<'_, '_>, key: &ObjectKey) -> Finding {
    if let Some(typed) = deleting(context, key).filter(|_| context.graph.by_key(key).is_none()) {
        return finding.evidence(Source::Command, None, "", &typed::line(typed));
    }
    let Some((typed, parsed)) = context.last_change() else {
        return finding;
    };
    if parsed.names(&key.kind, &key.name) {
        finding.evidence(Source::Command, None, "", &typed::line(typed))
    } else {
        finding
    }
}

/// The newest command that deleted an object, as far as its words tell: its name, all of its kind, or a
/// file in which it is written. Labels of what is gone are not known any more.
fn deleting<'s>(context: &Context<'_, 's>, key: &ObjectKey) -> Option<&'s TypedCommand> {
    context.last_deletion(|_, command| {
        let is_here = command
            .namespace()
            .is_none_or(|namespace| namespace == key.namespace);
        let aims = |aim: Aim<'_>| {
            aim.kind == key.kind && (aim.all || aim.names.contains(&key.name.as_str()))
        };
        let written = || {
            let mut values = given(context, command, &key.kind).into_iter();
            values.any(|value| text(&value, "metadata.name") == key.name)
        };
        is_here && (Aim::of(command).is_some_and(aims) || written())
    })
}

#[cfg(test)]
mod tests {
    use crate::explain::Source;
    use crate::explain::rules::tests::{explain_snapshot, load, recordings_of};

    #[test]
    fn the_command_that_deleted_it_is_quoted() {
        let mut quoted = Vec::new();
        for path in recordings_of("M07") {
            let snapshot = load(&path);
            let Some(first) = explain_snapshot(&snapshot).findings.into_iter().next() else {
                continue;
            };
            let gone = first
                .variant
                .is_some_and(|variant| variant.starts_with("gone"));
            let command = first.evidence.iter().find(|e| e.source == Source::Command);
            quoted.extend(
                command
                    .filter(|_| gone)
                    .map(|command| command.quote.clone()),
            );
        }
        assert!(!quoted.is_empty());
        assert!(
            quoted
                .iter()
                .all(|line| line.starts_with("kubectl delete ")),
            "{quoted:?}"
        );
    }
}
