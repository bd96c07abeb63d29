//! The four kinds of patches, and who owns which field.

pub mod apply;
pub mod fields;
pub mod managed;
pub mod strategic;
mod typed;

use serde_json::Value;

use crate::{refusal::Refusal, schema::schemas};

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
    for operation in &patch.0 {
        if !tests_nothing(object, operation) {
            let one = std::slice::from_ref(operation);
            json_patch::patch(object, one).map_err(|_| rejected())?;
        }
    }
    Ok(())
}

/// Upstream takes what is not there for `null` when it tests: clients ask so that nobody else has
/// made it meanwhile.
fn tests_nothing(object: &Value, operation: &json_patch::PatchOperation) -> bool {
    let json_patch::PatchOperation::Test(test) = operation else {
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
