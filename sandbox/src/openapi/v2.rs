//! `OpenAPI` v2 in protobuf, which older kubectls check manifests against and explain fields from.
//!
//! Only what they read is in it: definitions, and for each kind that patches can be tried out.

use serde_json::Value;

use super::{all_schemas, path_of};
use crate::kinds;

/// The document.
pub fn document() -> Vec<u8> {
    let mut info = Message::default();
    info.text(1, "Kubernetes")
        .text(2, &format!("v1.{}.0", crate::MINOR));
    let mut paths = Message::default();
    for kind in kinds::ALL.iter().filter(|k| k.verbs.contains(&"patch")) {
        let place = if kind.namespaced {
            "namespaces/{namespace}/"
        } else {
            ""
        };
        let path = format!(
            "/{}/{place}{}/{{name}}",
            path_of(kind.group, kind.version),
            kind.plural
        );
        let mut operation = Message::default();
        for name in ["dryRun", "fieldManager", "fieldValidation"] {
            let mut query = Message::default();
            query.text(2, "query").text(4, name).text(6, "string");
            operation.message(8, &query.within(3).within(2).within(1));
        }
        let gvk = format!(
            "group: {}\nkind: {}\nversion: {}\n",
            quoted(kind.group),
            kind.kind,
            kind.version
        );
        operation.message(13, &any("x-kubernetes-group-version-kind", &gvk));
        let mut named = Message::default();
        named.text(1, &path).message(2, &operation.within(8));
        paths.message(2, &named);
    }
    let mut definitions = Message::default();
    for (name, value) in &all_schemas() {
        let mut named = Message::default();
        named.text(1, name).message(2, &schema(value));
        definitions.message(1, &named);
    }
    let mut document = Message::default();
    document
        .text(1, "2.0")
        .message(2, &info)
        .message(8, &paths)
        .message(9, &definitions);
    document.0
}

/// A schema of the v3 form.
fn schema(value: &Value) -> Message {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let mut message = Message::default();
    let reference = text("$ref").or_else(|| value.get("allOf")?.get(0)?.get("$ref")?.as_str());
    if let Some(name) = reference.and_then(|r| r.rsplit('/').next()) {
        message.text(1, &format!("#/definitions/{name}"));
    }
    // Numbers or text: v2 has no word for either, and upstream says text.
    let either = value.get("oneOf").is_some();
    for (number, part) in [(2, text("format")), (4, text("description"))] {
        if let Some(part) = part {
            message.text(number, part);
        }
    }
    for field in value
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        message.text(19, field);
    }
    if let Some(more) = value.get("additionalProperties").filter(|m| m.is_object()) {
        message.message(21, &schema(more).within(1));
    }
    if let Some(ty) = text("type").or(either.then_some("string")) {
        let mut item = Message::default();
        item.text(1, ty);
        message.message(22, &item);
    }
    if let Some(items) = value.get("items") {
        message.message(23, &schema(items).within(1));
    }
    if let Some(properties) = value.get("properties").and_then(Value::as_object) {
        let mut list = Message::default();
        for (name, property) in properties {
            let mut named = Message::default();
            named.text(1, name).message(2, &schema(property));
            list.message(1, &named);
        }
        message.message(25, &list);
    }
    for (key, extension) in value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(k, _)| k.starts_with("x-kubernetes-"))
    {
        message.message(31, &any(key, &yaml(extension)));
    }
    message
}

/// An extension's value as YAML, of which only what the extensions have is needed.
fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text}\n"),
        Value::Array(items) => items
            .iter()
            .map(|item| match item {
                Value::Object(map) => {
                    let lines: Vec<String> = map
                        .iter()
                        .map(|(k, v)| format!("{k}: {}", quoted(v.as_str().unwrap_or(""))))
                        .collect();
                    format!("- {}\n", lines.join("\n  "))
                }
                other => format!("- {}\n", other.as_str().unwrap_or("")),
            })
            .collect(),
        other => format!("{other}\n"),
    }
}

fn quoted(text: &str) -> &str {
    if text.is_empty() { "\"\"" } else { text }
}

fn any(name: &str, yaml: &str) -> Message {
    let mut value = Message::default();
    value.text(2, yaml);
    let mut named = Message::default();
    named.text(1, name).message(2, &value);
    named
}

/// A message that is being written.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn text(&mut self, number: u32, text: &str) -> &mut Self {
        self.bytes(number, text.as_bytes())
    }

    fn message(&mut self, number: u32, message: &Self) -> &mut Self {
        self.bytes(number, &message.0)
    }

    /// A message that holds only this one.
    fn within(&self, number: u32) -> Self {
        let mut outer = Self::default();
        outer.message(number, self);
        outer
    }

    fn bytes(&mut self, number: u32, bytes: &[u8]) -> &mut Self {
        self.varint(u64::from(number << 3 | 2));
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(u8::try_from(value & 0x7f).unwrap_or(0) | 0x80);
            value >>= 7;
        }
        self.0.push(u8::try_from(value).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_written_with_their_lengths() {
        let mut message = Message::default();
        message.text(1, &"x".repeat(300));
        assert_eq!(&message.0[..3], [0x0a, 0xac, 0x02]);
        assert_eq!(message.within(31).0[..2], [0xfa, 0x01]);
    }

    #[test]
    fn the_document_names_every_kind() {
        let document = document();
        for kind in kinds::ALL {
            assert!(
                document
                    .windows(kind.schema.len())
                    .any(|w| w == kind.schema.as_bytes()),
                "{}",
                kind.schema
            );
        }
    }
}
