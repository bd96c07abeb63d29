//! M08: the right change, in the wrong container of a Pod with several.
//!
//! A field of one container differs from what is wanted, and another container of the same Pod or
//! template has exactly that value in the same field, where it is not asked for. A typed command
//! that names the other container makes it certain; without one the value may always have been
//! there.

use serde_json::Value;

use crate::check::Mismatch;
use crate::explain::context::Failed;
use crate::explain::pods::shown;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, repair, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::{FieldPath, Segment};

/// In another container.
pub(super) const M08: Rule = Rule {
    code: "M08",
    layer: Layer::Intent,
    refines: &["M05", "M12", "Y19"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mismatches = context.mismatches().into_iter();
        mismatches
            .filter_map(|(failed, mismatch)| finding(rule, context, failed, mismatch))
            .collect()
    },
};

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    mismatch: &Mismatch,
) -> Option<Finding> {
    if mismatch.is_observed() || mismatch.expected.is_null() {
        return None;
    }
    let object = context.graph.by_key(&mismatch.object)?;
    let (list, index, below) = split(&mismatch.path)?;
    let containers = list.of(object.value())?.as_array()?;
    let right = text(containers.get(index)?, "name");
    let (other, container) = containers.iter().enumerate().find(|(other, container)| {
        *other != index
            && has(container, &below, &mismatch.expected)
            && !is_wanted(
                context,
                object,
                &list,
                text(container, "name"),
                &below,
                &mismatch.expected,
            )
    })?;
    let wrong = text(container, "name");
    let named = naming(context, wrong);
    let place = list.index(other);
    let mut found = Finding::new(rule)
        .confidence(if named.is_some() {
            Confidence::Certain
        } else {
            Confidence::Likely
        })
        .object(object.key())
        .field(
            mismatch.path.clone(),
            Some(shown(&mismatch.expected)),
            Some(mismatch.actual.as_ref().map(shown).unwrap_or_default()),
        )
        .arg("container", right)
        .arg("other", wrong)
        .arg("field", field_name(&below))
        .expectation(&failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(object.key()),
            &format!("{place}.name"),
            wrong,
        )
        .evidence(
            Source::Spec,
            Some(object.key()),
            &below_path(&place, &below).to_string(),
            &shown(&mismatch.expected),
        )
        .look(&["kubectl", "get", &object.key().to_string(), "-o", "yaml"]);
    if let Some(command) = named {
        found = typed::quoted(found, command, "");
    }
    found.fix.extend(repair::command(object, mismatch));
    Some(found)
}

/// A path taken apart at the list of containers: the list, the index, what is below.
fn split(path: &FieldPath) -> Option<(FieldPath, usize, Vec<Segment>)> {
    let segments = path.segments();
    let at = segments.iter().position(|segment| {
        matches!(segment, Segment::Key(key) if key == "containers" || key == "initContainers")
    })?;
    let Some(Segment::Index(index)) = segments.get(at + 1) else {
        return None;
    };
    let below = segments
        .get(at + 2..)
        .filter(|below| !below.is_empty())?
        .to_vec();
    let list = segments[..=at]
        .iter()
        .fold(FieldPath::root(), |path, segment| match segment {
            Segment::Key(key) => path.key(key),
            Segment::Index(index) => path.index(*index),
        });
    Some((list, *index, below))
}

fn below_path(container: &FieldPath, below: &[Segment]) -> FieldPath {
    below
        .iter()
        .fold(container.clone(), |path, segment| match segment {
            Segment::Key(key) => path.key(key),
            Segment::Index(index) => path.index(*index),
        })
}

/// Whether a container has a value at a path; an item of a list wherever it stands there.
fn has(container: &Value, below: &[Segment], expected: &Value) -> bool {
    match below {
        [keys @ .., Segment::Index(_)] => below_path(&FieldPath::root(), keys)
            .of(container)
            .and_then(Value::as_array)
            .is_some_and(|items| items.iter().any(|item| includes(item, expected))),
        _ => below_path(&FieldPath::root(), below)
            .of(container)
            .is_some_and(|value| includes(value, expected)),
    }
}

/// Whether a value has all that another has.
fn includes(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| value.get(key).is_some_and(|value| includes(value, part))),
        _ => value == part,
    }
}

/// Whether the exercise wants that value in that container, too.
fn is_wanted(
    context: &Context<'_, '_>,
    object: &Object,
    list: &FieldPath,
    container: &str,
    below: &[Segment],
    expected: &Value,
) -> bool {
    let patterns = context
        .wanted(object)
        .and_then(|pattern| list.of(pattern)?.as_array());
    patterns
        .into_iter()
        .flatten()
        .any(|pattern| text(pattern, "name") == container && has(pattern, below, expected))
}

/// The newest successful change, if it names a container: `set image … NAME=…`, `set env -c NAME`.
fn naming<'s>(context: &Context<'_, 's>, container: &str) -> Option<&'s TypedCommand> {
    let (typed, command) = context.last_change()?;
    let assigned = command.words.iter().any(|word| {
        word.split_once('=')
            .is_some_and(|(name, _)| name == container)
    });
    let flag = command.flag(&["c", "containers"]) == Some(container);
    (command.verb == "set" && (assigned || flag)).then_some(typed)
}

/// The field's name without the container it stands in.
fn field_name(below: &[Segment]) -> String {
    let keys: Vec<&str> = below
        .iter()
        .filter_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
        .collect();
    keys.join(".")
}
