//! Y15, Y19, Y20: the learner's manifest and the object on the cluster say different things.
//!
//! Three values of one field are compared: the file's, the one that was last applied (kubectl keeps
//! it in an annotation) and the live one. The file is what is wanted, and the live value is not:
//!
//! - Y15: it was never applied so,
//! - Y19: it was, and another command has changed it since,
//! - Y20: the file has no such field and never had, so `apply` does not touch it.

use serde_json::Value;

use crate::check::{Cause, Mismatch};
use crate::explain::context::{Failed, targets};
use crate::explain::manifest::{written, written_as};
use crate::explain::pods::shown;
use crate::explain::typed::quoted;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::path::FieldPath;

/// Where kubectl keeps what it applied last.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The file was changed and not applied.
pub(super) const Y15: Rule = Rule {
    code: "Y15",
    layer: Layer::Client,
    refines: &["M05", "M07", "M11", "M12", "W08", "W09"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found = find(rule, context, Drift::NotApplied);
        if !was_refused(context) {
            found.extend(never(rule, context));
        }
        found
    },
};

/// A command has changed what the file says.
pub(super) const Y19: Rule = Rule {
    code: "Y19",
    find: |rule, context| {
        let mut found = find(rule, context, Drift::Overridden);
        found.extend(behind(rule, context));
        found
    },
    ..Y15
};

/// A field that the file does not have stays.
pub(super) const Y20: Rule = Rule {
    code: "Y20",
    find: |rule, context| find(rule, context, Drift::Kept),
    ..Y15
};

/// How a file and the cluster came apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drift {
    NotApplied,
    Overridden,
    Kept,
}

impl Drift {
    /// Of one field; `None` where the file is not what is wanted either.
    fn of(mismatch: &Mismatch, file: &Value, applied: Option<&Value>) -> Option<Self> {
        let at = |value: &Value| mismatch.path.of(value).cloned();
        let (in_file, was) = (at(file), applied.and_then(at));
        if mismatch.expected.is_null() {
            // Wanted gone: the file has it no more.
            return match (in_file, was) {
                (Some(_), _) => None,
                (None, Some(_)) => Some(Self::NotApplied),
                (None, None) => Some(Self::Kept),
            };
        }
        if !covers(&in_file?, &mismatch.expected) {
            return None;
        }
        let was_applied = was.is_some_and(|was| covers(&was, &mismatch.expected));
        Some(if was_applied {
            Self::Overridden
        } else {
            Self::NotApplied
        })
    }
}

/// Whether a value has all that is wanted.
fn covers(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => wanted
            .iter()
            .all(|(key, wanted)| value.get(key).is_some_and(|value| covers(value, wanted))),
        (Value::Number(_), Value::Number(_)) => shown(value) == shown(wanted),
        (value, wanted) => value == wanted,
    }
}

fn find(rule: &Rule, context: &Context<'_, '_>, drift: Drift) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    if was_refused(context) {
        return found;
    }
    for (failed, mismatch) in context.mismatches() {
        let seen = |finding: &Finding| finding.object.as_ref() == Some(&mismatch.object);
        if mismatch.is_observed() || found.iter().any(seen) {
            continue;
        }
        let Some(object) = context.graph.by_key(&mismatch.object) else {
            continue;
        };
        let Some((file, value)) = written(context, object) else {
            continue;
        };
        let applied = object.annotation(LAST_APPLIED);
        let applied = applied.and_then(|text| serde_json::from_str::<Value>(text).ok());
        if Drift::of(mismatch, &value, applied.as_ref()) == Some(drift) {
            let base = Finding::new(rule);
            found.push(finding(
                base,
                context,
                (failed, mismatch),
                object,
                file,
                drift,
            ));
        }
    }
    found
}

/// Objects that are written in a file and are not there at all.
fn never(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let failed = context.failed().into_iter();
    let missing = failed.filter(|f| matches!(f.outcome.cause, Some(Cause::Missing)));
    missing
        .filter_map(|failed| {
            let mut targets = targets(failed.expectation).into_iter();
            let target = targets.find(|target| context.graph.resolve(target).is_empty())?;
            let name = target.name.as_deref()?;
            let (file, _) = written_as(context, &target.kind, name)?;
            // It was applied, and something else has become of it: another Namespace, say.
            let was_applied =
                context.snapshot().commands.iter().any(|typed| {
                    !typed.failed() && typed.argv.iter().any(|word| word.ends_with(file))
                });
            if was_applied {
                return None;
            }
            let key = ObjectKey::new(&target.kind, context.graph.namespace(), name);
            // What was there when the exercise began has been deleted since.
            let inventory = context.snapshot().inventory.as_ref();
            let was_there = inventory
                .is_some_and(|inventory| inventory.objects.values().any(|entry| entry.key == key));
            if was_there
                || context
                    .snapshot()
                    .passed_before
                    .contains(&failed.expectation.id)
            {
                return None;
            }
            let finding = Finding::new(rule).variant("never").object(key);
            Some(
                finding
                    .arg("file", file)
                    .expectation(&failed.expectation.id)
                    .look(&["kubectl", "diff", "-f", file])
                    .fix(&["kubectl", "apply", "-f", file]),
            )
        })
        .collect()
}

/// Objects that a failed expectation looks at beside their manifest (`cel` over what was applied),
/// and that a command has changed past the file: the live value may well be right.
fn behind(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let failed = context.failed().into_iter();
    let about = failed.filter(|f| matches!(f.outcome.cause, Some(Cause::False { .. })));
    about
        .filter_map(|failed| {
            let mut targets = targets(failed.expectation).into_iter();
            let object = targets.find_map(|t| context.graph.named(&t.kind, t.name.as_deref()?))?;
            let (file, _) = written(context, object)?;
            let applied = object.annotation(LAST_APPLIED)?;
            let applied: Value = serde_json::from_str(applied).ok()?;
            let (path, was) = drifted(&applied, object.value(), &FieldPath::root())?;
            let live = path.of(object.value()).map(shown).unwrap_or_default();
            let field = path.last_key().unwrap_or_default().to_owned();
            let finding = Finding::new(rule)
                .variant("behind")
                .object(object.key())
                .arg("file", file)
                .arg("field", field)
                .arg("live", live.as_str())
                .expectation(&failed.expectation.id)
                .evidence(Source::Spec, Some(object.key()), &path.to_string(), &live)
                // The live value may be the one asked for, so it is no mismatch.
                .field(path, None, None)
                .arg("was", was)
                .look(&["kubectl", "diff", "-f", file])
                .mended(file);
            Some(match context.last_change() {
                Some((typed, parsed)) if !is_from_file(parsed.verb) => quoted(finding, typed, ""),
                _ => finding,
            })
        })
        .collect()
}

/// The first field that was applied and has another value now.
fn drifted(applied: &Value, live: &Value, at: &FieldPath) -> Option<(FieldPath, String)> {
    match (applied, live) {
        (Value::Object(applied), Value::Object(live)) => applied.iter().find_map(|(key, was)| {
            drifted(was, live.get(key).unwrap_or(&Value::Null), &at.key(key))
        }),
        (Value::Array(applied), Value::Array(live)) => (0..)
            .zip(applied)
            .find_map(|(n, was)| drifted(was, live.get(n).unwrap_or(&Value::Null), &at.index(n))),
        // An empty map is not kept, and some fields are written another way than they were given.
        (Value::Object(empty), Value::Null) if empty.is_empty() => None,
        (Value::Number(_) | Value::Bool(_) | Value::String(_), live) => {
            let differs = shown(applied) != shown(live) && at.top() == Some("spec");
            differs.then(|| (at.clone(), shown(applied)))
        }
        _ => None,
    }
}

/// Whether a file was given to kubectl and refused: then the refusal is the matter.
fn was_refused(context: &Context<'_, '_>) -> bool {
    let failed = context.failed_command();
    failed.is_some_and(|(_, parsed)| is_from_file(parsed.verb))
}

/// Whether a verb takes what it does from a file.
fn is_from_file(verb: &str) -> bool {
    matches!(verb, "apply" | "replace" | "create")
}

fn finding(
    finding: Finding,
    context: &Context<'_, '_>,
    (failed, mismatch): (Failed<'_>, &Mismatch),
    object: &Object,
    file: &str,
    drift: Drift,
) -> Finding {
    let actual = mismatch.actual.as_ref().map(shown);
    let live = actual.clone().unwrap_or_default();
    let path = mismatch.path.to_string();
    let expected = (!mismatch.expected.is_null()).then(|| shown(&mismatch.expected));
    let mut finding = finding
        .object(object.key())
        .arg("file", file)
        .arg("field", mismatch.path.last_key().unwrap_or_default())
        .arg("live", live.as_str())
        .expectation(&failed.expectation.id)
        .evidence(Source::Spec, Some(object.key()), &path, &live)
        .field(mismatch.path.clone(), expected, actual)
        .look(&["kubectl", "diff", "-f", file]);
    if drift == Drift::Overridden
        && let Some((typed, parsed)) = context.last_change()
        && !is_from_file(parsed.verb)
    {
        finding = quoted(finding, typed, "");
    }
    match drift {
        Drift::Kept => finding.fix(&["kubectl", "replace", "-f", file]),
        _ => finding.fix(&["kubectl", "apply", "-f", file]),
    }
}
