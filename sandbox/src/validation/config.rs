//! ConfigMaps and Secrets.

use serde_json::Value;

use super::{Causes, format};
use crate::object::Meta;

/// What a ConfigMap or Secret may hold.
const LIMIT: usize = 1024 * 1024;

/// Keys are well formed and in one place only, and all of it is not too much.
pub(super) fn config_map(object: &Value, causes: &mut Causes) {
    let mut size = 0;
    for field in ["data", "binaryData"] {
        for (key, value) in object
            .get(field)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            for text in format::config_key(key) {
                causes.invalid_text(&format!("{field}[{key}]"), key, &text);
            }
            let text = value.as_str().unwrap_or("");
            size += if field == "data" {
                text.len()
            } else {
                text.len() / 4 * 3
            };
        }
    }
    for key in object
        .get("binaryData")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|m| m.keys())
    {
        if object.get("data").is_some_and(|d| d.get(key).is_some()) {
            causes.invalid_text(
                &format!("data[{key}]"),
                key,
                "duplicate of key present in binaryData",
            );
        }
    }
    if size > LIMIT {
        causes.too_long("", LIMIT);
    }
}

/// Keys are well formed, and types that need certain keys have them.
pub(super) fn secret(object: &Value, causes: &mut Causes) {
    let mut size = 0;
    for (key, value) in object
        .get("data")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        for text in format::config_key(key) {
            causes.invalid_text(&format!("data[{key}]"), key, &text);
        }
        size += value.as_str().map_or(0, str::len) / 4 * 3;
    }
    if size > LIMIT {
        causes.too_long("data", LIMIT);
    }
    let needed: &[&str] = match object.text_at("type") {
        "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
        "kubernetes.io/dockercfg" => &[".dockercfg"],
        "kubernetes.io/tls" => &["tls.crt", "tls.key"],
        "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
        _ => &[],
    };
    for key in needed {
        if object.get("data").and_then(|d| d.get(*key)).is_none() {
            causes.required(&format!("data[{key}]"), "");
        }
    }
    if object.text_at("type") == "kubernetes.io/basic-auth"
        && ["username", "password"]
            .iter()
            .all(|k| object.get("data").and_then(|d| d.get(*k)).is_none())
    {
        causes.required("data[username]", "");
        causes.required("data[password]", "");
    }
}

/// What is immutable stays as it is.
pub(super) fn update(old: &Value, new: &Value, fields: &[&str], causes: &mut Causes) {
    if old.get("immutable") != Some(&true.into()) {
        return;
    }
    if new.get("immutable") != Some(&true.into()) {
        causes.forbidden("immutable", "field is immutable when `immutable` is set");
    }
    for field in fields {
        if old.get(*field) != new.get(*field) {
            causes.forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
