//! The four kinds of patches, and who owns which field.

pub mod apply;
pub mod fields;
pub mod managed;
pub mod strategic;
mod typed;

use json_patch::PatchOperation;
use serde_json::Value;

use crate::{object::size, refusal::Refusal, schema::schemas};

/// What a patch's `Content-Type` says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchType {
    /// RFC 6902: a list of operations.
    Json,
    /// RFC 7386: what is there is set, `null` removes.
    Merge,
    /// The same, but lists are merged by their keys.
    Strategic,
    /// What a manager wants to own.
    Apply,
}

impl PatchType {
    /// All of them, as a refusal lists them.
    pub const ACCEPTED: &'static [&'static str] = &[
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
        "application/apply-patch+cbor",
    ];

    /// The type behind a `Content-Type` without its parameters.
    pub fn from_content_type(text: &str) -> Option<Self> {
        Some(match text {
            "application/json-patch+json" => Self::Json,
            "application/merge-patch+json" => Self::Merge,
            "application/strategic-merge-patch+json" => Self::Strategic,
            "application/apply-patch+yaml" => Self::Apply,
            _ => return None,
        })
    }
}

/// How many operations one JSON patch may have.
const OPERATIONS: usize = 10_000;

/// How much one JSON patch may copy: what it copies it can copy again.
const COPIED: usize = 3 * 1024 * 1024;

/// How deep a JSON patch may nest what it makes. No object of the API does so, and whoever goes
/// through a value without end runs out of stack.
const DEEPEST: usize = 256;

/// How many values lie in one another.
fn depth(value: &Value) -> usize {
    let below = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(map) => map.values().map(depth).max(),
        _ => return 0,
    };
    below.unwrap_or(0) + 1
}

/// Applies a JSON patch.
pub fn json(object: &mut Value, patch: &Value) -> Result<(), Refusal> {
    if patch.as_array().is_some_and(|ops| ops.len() > OPERATIONS) {
        return Err(Refusal::new(
            413,
            "RequestEntityTooLarge",
            format!("The allowed maximum operations in a JSON patch is {OPERATIONS}"),
        ));
    }
    if !patch.is_array() {
        return Err(Refusal::bad_request(
            "json: cannot unmarshal object into Go value of type jsonpatch.Patch",
        ));
    }
    let rejected = || {
        Refusal::new(
            422,
            "Invalid",
            "the server rejected our request due to an error in our request",
        )
    };
    let patch: json_patch::Patch = serde_json::from_value(patch.clone()).map_err(|_| rejected())?;
    let mut copied = 0;
    for operation in &patch.0 {
        let source = match operation {
            PatchOperation::Copy(copy) => copy.from.resolve(object).ok(),
            PatchOperation::Move(moved) => moved.from.resolve(object).ok(),
            PatchOperation::Add(add) => Some(&add.value),
            PatchOperation::Replace(replace) => Some(&replace.value),
            PatchOperation::Remove(_) | PatchOperation::Test(_) => None,
        };
        let steps = operation.path().as_str().matches('/').count();
        if steps + source.map_or(0, depth) > DEEPEST {
            return Err(rejected());
        }
        if matches!(operation, PatchOperation::Copy(_) | PatchOperation::Move(_)) {
            copied += source.map_or(0, size);
            if copied > COPIED {
                return Err(Refusal::new(
                    413,
                    "RequestEntityTooLarge",
                    format!(
                        "Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {COPIED}"
                    ),
                ));
            }
        }
        if !tests_nothing(object, operation) {
            let one = std::slice::from_ref(operation);
            json_patch::patch(object, one).map_err(|_| rejected())?;
        }
    }
    Ok(())
}

/// Upstream takes what is not there for `null` when it tests: clients ask so that nobody else has
/// made it meanwhile.
fn tests_nothing(object: &Value, operation: &PatchOperation) -> bool {
    let PatchOperation::Test(test) = operation else {
        return false;
    };
    let parent = test.path.parent();
    test.value.is_null()
        && test.path.resolve(object).is_err()
        && parent.is_some_and(|parent| matches!(parent.resolve(object), Ok(Value::Object(_))))
}

/// Applies a merge patch.
pub fn merge(object: &mut Value, patch: &Value) -> Result<(), Refusal> {
    if !patch.is_object() {
        return Err(Refusal::bad_request(
            "error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}",
        ));
    }
    json_patch::merge(object, patch);
    Ok(())
}

/// Applies a strategic merge patch to an object of a schema.
pub fn strategic(object: &mut Value, patch: &Value, schema: &str) -> Result<(), Refusal> {
    let Some(ty) = schemas().named(schema) else {
        return merge(object, patch);
    };
    strategic::apply(object, patch, ty).map_err(Refusal::bad_request)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn copies_of_copies_come_to_an_end() {
        let mut object = json!({"a": "b"});
        let copies = (0..40).map(|i| json!({"op": "copy", "from": "", "path": format!("/c{i}")}));
        let refused = json(&mut object, &copies.collect()).unwrap_err();
        assert_eq!(refused.code(), 413);
        assert!(refused.message().starts_with("Unable to complete the copy"));
    }

    #[test]
    fn values_do_not_nest_without_end() {
        let mut object = json!({"a": {}, "b": {}});
        let nest = [
            json!({"op": "move", "from": "/a", "path": "/b/a"}),
            json!({"op": "move", "from": "/b", "path": "/a"}),
            json!({"op": "add", "path": "/b", "value": {}}),
        ];
        let all: Value = nest.iter().cycle().take(3000).cloned().collect();
        assert_eq!(json(&mut object, &all).unwrap_err().code(), 422);
        assert!(depth(&object) <= DEEPEST + 1);
    }

    #[test]
    fn what_is_not_there_tests_as_null() {
        let mut object = json!({"metadata": {"name": "a"}});
        let test = |path: &str, value: Value| json!([{"op": "test", "path": path, "value": value}]);
        let finalizers = "/metadata/finalizers";
        json(&mut object, &test(finalizers, Value::Null)).unwrap();
        assert!(json(&mut object, &test(finalizers, json!([]))).is_err());
        assert!(json(&mut object, &test("/x/y", Value::Null)).is_err());
        let added = json!([{"op": "add", "path": finalizers, "value": ["a/b"]}]);
        json(&mut object, &added).unwrap();
        assert!(json(&mut object, &test(finalizers, Value::Null)).is_err());
    }
}
