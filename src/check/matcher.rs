//! Matching a part of an object: the pattern of an expectation against the live value.

use serde_json::Value;

use super::{Mismatch, merge_key};
use crate::snapshot::image::{ImagePattern, ImageRef};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;
use crate::snapshot::quantity::Quantity;

/// What differs between a pattern and an object; empty when it matches.
pub(super) fn mismatches(pattern: &Value, object: &Object) -> Vec<Mismatch> {
    let mut found = Matcher {
        object,
        mismatches: Vec::new(),
    };
    if !pattern.is_null() {
        found.value(pattern, Some(object.value()), &FieldPath::root());
    }
    // What a person writes comes first: it decides whether waiting can help.
    found.mismatches.sort_by_key(Mismatch::is_observed);
    found.mismatches
}

struct Matcher<'o> {
    object: &'o Object,
    mismatches: Vec<Mismatch>,
}

impl Matcher<'_> {
    fn value(&mut self, pattern: &Value, actual: Option<&Value>, path: &FieldPath) {
        match (pattern, actual) {
            (Value::Object(keys), Some(Value::Object(_)) | None) if !keys.is_empty() => {
                for (key, pattern) in keys {
                    let below = actual.and_then(|actual| actual.get(key));
                    self.value(pattern, below, &path.key(key));
                }
            }
            // An empty map fits any map.
            (Value::Null, None | Some(Value::Null))
            | (Value::Object(_), Some(Value::Object(_))) => {}
            (Value::Array(items), Some(Value::Array(actuals))) => {
                self.list(items, actuals, path);
            }
            (pattern, Some(actual)) if scalars_equal(pattern, actual, path) => {}
            (pattern, actual) => self.differs(pattern, actual, path),
        }
    }

    fn list(&mut self, items: &[Value], actuals: &[Value], path: &FieldPath) {
        let keys = path.last_key().map(merge_key::of).unwrap_or_default();
        if keys.is_empty() || !items.iter().all(Value::is_object) {
            let equal = items.len() == actuals.len()
                && items
                    .iter()
                    .zip(actuals)
                    .all(|(a, b)| scalars_equal(a, b, path) || a == b);
            if !equal {
                let expected = Value::Array(items.to_vec());
                let actual = Value::Array(actuals.to_vec());
                self.differs(&expected, Some(&actual), path);
            }
            return;
        }
        for item in items {
            self.item(item, actuals, keys, path);
        }
    }

    /// One item of a list with merge keys: the item of the same key must match; an item written
    /// without its key must match some item, and the nearest tells what differs.
    fn item(&mut self, item: &Value, actuals: &[Value], keys: &[&str], path: &FieldPath) {
        let mut given = keys.iter().filter(|key| item.get(**key).is_some());
        let has = |actual: &Value, key: &str| actual.get(key) == item.get(key);
        let key = given.next();
        let is_there = key.is_none_or(|key| actuals.iter().any(|actual| has(actual, key)));
        // None has the first key: the one item that has the next is meant, with another value there
        // (the volume that is wanted, mounted at another path).
        let next = given.next().filter(|key| {
            let with_it = actuals.iter().filter(|actual| has(actual, key));
            !is_there && with_it.count() == 1
        });
        let key = next.or(key);
        let candidates = actuals
            .iter()
            .enumerate()
            .filter(|(_, actual)| key.is_none_or(|key| has(actual, key)));
        let nearest = candidates
            .map(|(index, actual)| {
                let mut inner = Matcher {
                    object: self.object,
                    mismatches: Vec::new(),
                };
                inner.value(item, Some(actual), &path.index(index));
                inner.mismatches
            })
            .min_by_key(Vec::len);
        match nearest {
            Some(mismatches) => self.mismatches.extend(mismatches),
            None => self.differs(item, None, &path.index(actuals.len())),
        }
    }

    fn differs(&mut self, expected: &Value, actual: Option<&Value>, path: &FieldPath) {
        self.mismatches.push(Mismatch {
            object: self.object.key(),
            path: path.clone(),
            expected: expected.clone(),
            actual: actual.cloned(),
        });
    }
}

/// Whether two scalars mean the same at this path.
fn scalars_equal(pattern: &Value, actual: &Value, path: &FieldPath) -> bool {
    if pattern == actual {
        return true;
    }
    match (pattern, actual) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) if path.last_key() == Some("image") => {
            match (ImagePattern::parse(a), ImageRef::parse(b)) {
                (Some(a), Some(b)) => a.accepts(&b),
                _ => false,
            }
        }
        _ if is_quantity(path) => {
            let quantity = |value: &Value| match value {
                Value::String(text) => Quantity::parse(text),
                Value::Number(number) => Quantity::parse(&number.to_string()),
                _ => None,
            };
            quantity(pattern).is_some_and(|a| quantity(actual) == Some(a))
        }
        _ => false,
    }
}

/// Whether the field holds a quantity: below `requests`, `limits`, `capacity`, `hard` …
fn is_quantity(path: &FieldPath) -> bool {
    let keys = [
        "cpu",
        "memory",
        "storage",
        "ephemeral-storage",
        "sizeLimit",
        "pods",
    ];
    path.last_key()
        .is_some_and(|key| keys.contains(&key) || key.starts_with("requests."))
}
