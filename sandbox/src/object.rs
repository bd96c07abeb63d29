//! One stored object: JSON that everybody shares, and its text, written once.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use serde_json::Value;

/// An object as it is stored. Clones share it; whoever wants to change it clones the JSON.
#[derive(Clone, Debug)]
pub struct Object(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    value: Value,
    text: OnceLock<Bytes>,
}

impl From<Value> for Object {
    fn from(value: Value) -> Self {
        Self(Arc::new(Inner {
            value,
            text: OnceLock::new(),
        }))
    }
}

impl Deref for Object {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0.value
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.0.value == other.0.value
    }
}

impl Object {
    /// The JSON.
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// The JSON as text; lists and watches of unchanged objects write it only once.
    pub fn text(&self) -> Bytes {
        self.0
            .text
            .get_or_init(|| serde_json::to_vec(&self.0.value).unwrap_or_default().into())
            .clone()
    }
}

/// About how long a value is as text.
pub(crate) fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 4,
        Value::String(text) => text.len() + 3,
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 2,
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| key.len() + 4 + size(value));
            entries.sum::<usize>() + 2
        }
    }
}

/// The fields of an object in the order in which upstream writes them; others keep theirs between.
const FIRST: &[&str] = &["kind", "apiVersion", "metadata"];
const METADATA: &[&str] = &[
    "name",
    "generateName",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "labels",
    "annotations",
    "ownerReferences",
    "finalizers",
    "managedFields",
];

/// Puts an object's fields into upstream's order.
pub fn arrange(object: &mut Value) {
    if let Some(metadata) = object.get_mut("metadata") {
        first(metadata, METADATA);
    }
    first(object, FIRST);
    if let Some(status) = take(object, "status") {
        *child(object, "status") = status;
    }
}

fn first(object: &mut Value, keys: &[&str]) {
    if let Value::Object(map) = object {
        let mut rest = std::mem::take(map);
        for key in keys {
            if let Some((key, value)) = rest.shift_remove_entry(*key) {
                map.insert(key, value);
            }
        }
        map.extend(rest);
    }
}

/// Short ways to what nearly every object has.
pub trait Meta {
    /// The text at a dotted path, or `""`.
    fn text_at(&self, path: &str) -> &str;
    /// The value at a dotted path.
    fn at(&self, path: &str) -> Option<&Value>;

    /// `metadata.name`.
    fn name(&self) -> &str {
        self.text_at("metadata.name")
    }

    /// `metadata.namespace`, or `""`.
    fn namespace(&self) -> &str {
        self.text_at("metadata.namespace")
    }

    /// `metadata.uid`.
    fn uid(&self) -> &str {
        self.text_at("metadata.uid")
    }

    /// `metadata.resourceVersion` as a number; `0` where there is none.
    fn revision(&self) -> u64 {
        self.text_at("metadata.resourceVersion")
            .parse()
            .unwrap_or(0)
    }

    /// The object waits for its deletion.
    fn deleting(&self) -> bool {
        self.at("metadata.deletionTimestamp")
            .is_some_and(|v| !v.is_null())
    }

    /// A label.
    fn label(&self, key: &str) -> Option<&str> {
        self.at("metadata.labels")?.get(key)?.as_str()
    }

    /// An annotation.
    fn annotation(&self, key: &str) -> Option<&str> {
        self.at("metadata.annotations")?.get(key)?.as_str()
    }

    /// The list at a dotted path, or an empty one.
    fn list_at(&self, path: &str) -> &[Value] {
        self.at(path)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// The number at a dotted path.
    fn int_at(&self, path: &str) -> Option<i64> {
        self.at(path)?.as_i64()
    }

    /// The controller's owner reference.
    fn controller(&self) -> Option<&Value> {
        self.list_at("metadata.ownerReferences")
            .iter()
            .find(|o| o["controller"] == true)
    }
}

impl Meta for Value {
    fn text_at(&self, path: &str) -> &str {
        self.at(path).and_then(Self::as_str).unwrap_or("")
    }

    fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(self, |value, key| value.get(key))
    }
}

/// The object at `key`, made one if it is none: for writing below it.
///
/// Documents are checked against their schema before anything writes into them; what is no object
/// all the same is replaced and not indexed into, which would panic.
pub fn child<'a>(value: &'a mut Value, key: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = Value::Object(serde_json::Map::new());
    }
    &mut value[key]
}

/// Sets an annotation.
pub(crate) fn annotate(object: &mut Value, key: &str, value: &str) {
    *child(child(child(object, "metadata"), "annotations"), key) = value.into();
}

/// Removes `key` from an object and returns what was there.
pub fn take(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut()?.shift_remove(key)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_written_in_upstreams_order() {
        let mut object = json!({"status": {}, "spec": {}, "metadata": {"labels": {}, "name": "a"}, "apiVersion": "v1", "kind": "Pod"});
        arrange(&mut object);
        assert_eq!(
            object.to_string(),
            r#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","labels":{}},"spec":{},"status":{}}"#
        );
    }
}
