//! Metadata: names, labels, annotations, finalizers.

use serde_json::Value;

use super::{Causes, format};
use crate::{kinds::Kind, object::Meta};

/// No object may carry more annotations than this.
const ANNOTATIONS: usize = 256 * 1024;

/// The metadata of a new object.
pub(super) fn metadata(kind: &Kind, object: &Value, causes: &mut Causes) {
    let name = object.name();
    if name.is_empty() {
        causes.required("metadata.name", "name or generateName is required");
    } else {
        let wrong = match kind.kind {
            "Namespace" => format::label(name),
            "Service" => format::label_1035(name),
            "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => {
                format::path_segment(name)
            }
            _ => format::subdomain(name),
        };
        for text in wrong {
            causes.invalid_text("metadata.name", name, &text);
        }
    }
    labels_and_annotations(object, "metadata", causes);
}

/// Labels and annotations of an object or a template.
pub(super) fn labels_and_annotations(object: &Value, field: &str, causes: &mut Causes) {
    labels(
        object.at("metadata.labels"),
        &format!("{field}.labels"),
        causes,
    );
    let field = format!("{field}.annotations");
    let mut size = 0;
    for (key, value) in object
        .at("metadata.annotations")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        for text in format::qualified(&key.to_lowercase()) {
            causes.invalid_text(&field, key, &text);
        }
        size += key.len() + value.as_str().map_or(0, str::len);
    }
    if size > ANNOTATIONS {
        causes.too_long(&field, ANNOTATIONS);
    }
}

/// Keys and values of labels.
pub(super) fn labels(labels: Option<&Value>, field: &str, causes: &mut Causes) {
    for (key, value) in labels.and_then(Value::as_object).into_iter().flatten() {
        for text in format::qualified(key) {
            causes.invalid_text(field, key, &text);
        }
        let value = value.as_str().unwrap_or("");
        for text in format::label_value(value) {
            causes.invalid_text(field, value, &text);
        }
    }
}

/// Nobody can hold back an object that is already being deleted.
pub(super) fn finalizers(old: &Value, new: &Value, causes: &mut Causes) {
    if old.deleting() {
        let before = old.list_at("metadata.finalizers");
        let added: Vec<String> = new
            .list_at("metadata.finalizers")
            .iter()
            .filter(|f| !before.contains(f))
            .map(ToString::to_string)
            .collect();
        if !added.is_empty() {
            let detail = format!(
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{}}}",
                added.join(", ")
            );
            causes.forbidden("metadata.finalizers", &detail);
        }
    }
}

/// A selector of a spec: its expressions must be complete.
pub(super) fn selector(selector: &Value, field: &str, causes: &mut Causes) {
    labels(
        selector.get("matchLabels"),
        &format!("{field}.matchLabels"),
        causes,
    );
    for (i, expression) in selector.list_at("matchExpressions").iter().enumerate() {
        let field = format!("{field}.matchExpressions[{i}]");
        let values = expression.list_at("values");
        match expression.text_at("operator") {
            "In" | "NotIn" if values.is_empty() => {
                causes.required(
                    &format!("{field}.values"),
                    "must be specified when `operator` is 'In' or 'NotIn'",
                );
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                causes.forbidden(
                    &format!("{field}.values"),
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                );
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => causes.invalid_text(
                &format!("{field}.operator"),
                other,
                "not a valid selector operator",
            ),
        }
        for text in format::qualified(expression.text_at("key")) {
            causes.invalid_text(&format!("{field}.key"), expression.text_at("key"), &text);
        }
    }
}
