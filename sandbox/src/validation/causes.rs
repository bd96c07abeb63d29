//! Collects what is wrong, in the forms that upstream has for it.

use serde_json::Value;

use crate::refusal::Cause;

/// The causes found so far.
#[derive(Debug, Default)]
pub(crate) struct Causes(Vec<Cause>);

impl Causes {
    /// The causes in the order in which they were found.
    pub(crate) fn into_inner(self) -> Vec<Cause> {
        self.0
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// A field is missing.
    pub(crate) fn required(&mut self, field: &str, detail: &str) {
        let message = if detail.is_empty() {
            "Required value".into()
        } else {
            format!("Required value: {detail}")
        };
        self.push("FieldValueRequired", field, message);
    }

    /// A value is wrong.
    pub(crate) fn invalid(&mut self, field: &str, value: &Value, detail: &str) {
        self.push(
            "FieldValueInvalid",
            field,
            format!("Invalid value: {}: {detail}", shown(value)),
        );
    }

    /// A text is wrong.
    pub(crate) fn invalid_text(&mut self, field: &str, value: &str, detail: &str) {
        self.push(
            "FieldValueInvalid",
            field,
            format!("Invalid value: {value:?}: {detail}"),
        );
    }

    /// A value is none of those that there are.
    pub(crate) fn unsupported(&mut self, field: &str, value: &str, supported: &[&str]) {
        self.unsupported_value(field, &value.into(), supported);
    }

    /// A value that is no text is none of those that there are.
    pub(crate) fn unsupported_value(&mut self, field: &str, value: &Value, supported: &[&str]) {
        let list: Vec<String> = supported.iter().map(|s| format!("{s:?}")).collect();
        let message = format!(
            "Unsupported value: {}: supported values: {}",
            shown(value),
            list.join(", ")
        );
        self.push("FieldValueNotSupported", field, message);
    }

    /// A value is there twice.
    pub(crate) fn duplicate(&mut self, field: &str, value: &Value) {
        self.push(
            "FieldValueDuplicate",
            field,
            format!("Duplicate value: {}", shown(value)),
        );
    }

    /// A field must not be used here.
    pub(crate) fn forbidden(&mut self, field: &str, detail: &str) {
        self.push("FieldValueForbidden", field, format!("Forbidden: {detail}"));
    }

    /// Something is named that is not there.
    pub(crate) fn not_found(&mut self, field: &str, value: &str) {
        self.push("FieldValueNotFound", field, format!("Not found: {value:?}"));
    }

    /// Something is too large.
    pub(crate) fn too_long(&mut self, field: &str, limit: usize) {
        self.push(
            "FieldValueTooLong",
            field,
            format!("Too long: may not be more than {limit} bytes"),
        );
    }

    /// A whole number must not be negative.
    pub(crate) fn non_negative(&mut self, object: &Value, field: &str, key: &str) {
        if let Some(value) = object
            .get(key)
            .filter(|v| v.as_i64().is_some_and(|n| n < 0))
        {
            self.invalid(
                &format!("{field}.{key}"),
                value,
                "must be greater than or equal to 0",
            );
        }
    }

    fn push(&mut self, reason: &'static str, field: &str, message: String) {
        self.0.push(Cause {
            reason,
            message,
            field: field.to_owned(),
        });
    }
}

/// A value as messages show it: texts in quotes, everything else as JSON, maps in the order of
/// their keys.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        other => {
            let mut other = other.clone();
            sort(&mut other);
            other.to_string()
        }
    }
}

/// Puts the keys of maps in order. Structs have an order of their own; what has only texts is
/// either a map or a struct whose fields are in order anyway.
fn sort(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.values().all(Value::is_string) {
                fields.sort_keys();
            }
            fields.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}
