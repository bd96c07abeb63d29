//! One Kubernetes object as the API server gave it, with accessors.
//!
//! Objects are JSON values and not typed structs: recordings are then what `kubectl get -o json`
//! prints, kinds that podo does not know work too, and no version's types get in the way.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::path::FieldPath;

/// The annotation in which `kubectl apply` keeps the whole object, Secret values included.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What a Secret's values are replaced with.
const REDACTED: &str = "(not read)";

/// Which object: kind, namespace, name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectKey {
    /// `Pod`.
    pub kind: String,
    /// Empty for cluster-wide objects.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
}

impl ObjectKey {
    /// An object's key.
    pub fn new(kind: &str, namespace: &str, name: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// As kubectl names it: `deployment/web`.
impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.to_ascii_lowercase(), self.name)
    }
}

/// One object. A copy is cheap: it has the same content.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Value")]
pub struct Object(Arc<Content>);

/// What is asked of an object again and again stands beside its JSON: a namespace may hold tens of
/// thousands, and to look into each of them anew takes longer than the rest of an evaluation.
#[derive(Debug, PartialEq)]
struct Content {
    value: Value,
    kind: Box<str>,
    namespace: Box<str>,
    name: Box<str>,
    uid: Box<str>,
    /// The UID of the object that an Event is about.
    about: Box<str>,
}

impl From<Value> for Object {
    fn from(value: Value) -> Self {
        let metadata = value.get("metadata").unwrap_or(&Value::Null);
        let kind = text(&value, "kind");
        let about = match kind {
            "Event" => text(&value, "involvedObject.uid"),
            _ => "",
        };
        Self(Arc::new(Content {
            kind: kind.into(),
            namespace: text(metadata, "namespace").into(),
            name: text(metadata, "name").into(),
            uid: text(metadata, "uid").into(),
            about: about.into(),
            value,
        }))
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.serialize(serializer)
    }
}

impl Object {
    /// Takes an object in, without what podo must not or need not keep: the values of Secrets,
    /// what identifies a machine, and the field lists of `managedFields`.
    ///
    /// Lists leave out `kind` and `apiVersion` of their items, so both are given.
    pub fn redacted(mut value: Value, kind: &str, api_version: &str) -> Self {
        if let Some(map) = value.as_object_mut() {
            map.entry("kind").or_insert_with(|| Value::from(kind));
            map.entry("apiVersion")
                .or_insert_with(|| Value::from(api_version));
        }
        if let Some(managers) = value
            .pointer_mut("/metadata/managedFields")
            .and_then(Value::as_array_mut)
        {
            for manager in managers.iter_mut().filter_map(Value::as_object_mut) {
                manager.remove("fieldsV1");
                manager.remove("fieldsType");
            }
        }
        if let Some(info) = value
            .pointer_mut("/status/nodeInfo")
            .and_then(Value::as_object_mut)
        {
            // What tells one machine from all others has no place in a state that is shared.
            for identity in ["machineID", "systemUUID", "bootID"] {
                info.remove(identity);
            }
        }
        if kind == "Secret" {
            for field in ["data", "stringData"] {
                if let Some(data) = value.get_mut(field).and_then(Value::as_object_mut) {
                    for secret in data.values_mut() {
                        *secret = Value::from(REDACTED);
                    }
                }
            }
            if let Some(annotations) = value
                .pointer_mut("/metadata/annotations")
                .and_then(Value::as_object_mut)
            {
                annotations.remove(LAST_APPLIED);
            }
        }
        Self::from(value)
    }

    /// The JSON value.
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// The JSON value, for itself.
    pub fn into_value(self) -> Value {
        match Arc::try_unwrap(self.0) {
            Ok(content) => content.value,
            Err(shared) => shared.value.clone(),
        }
    }

    /// `kind`.
    pub fn kind(&self) -> &str {
        &self.0.kind
    }

    /// `metadata.name`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// `metadata.namespace`; empty for cluster-wide objects.
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// The UID of the object that an Event is about; empty for all else.
    pub fn about(&self) -> &str {
        &self.0.about
    }

    /// `metadata.uid`.
    pub fn uid(&self) -> &str {
        &self.0.uid
    }

    /// Kind, namespace and name.
    pub fn key(&self) -> ObjectKey {
        ObjectKey::new(self.kind(), self.namespace(), self.name())
    }

    /// The value below dotted keys: `spec.replicas`. Keys with dots: use [`Object::field`].
    pub fn get(&self, keys: &str) -> Option<&Value> {
        get(&self.0.value, keys)
    }

    /// The value at a path.
    pub fn field(&self, path: &FieldPath) -> Option<&Value> {
        path.of(&self.0.value)
    }

    /// The text below dotted keys; empty when there is none.
    pub fn text(&self, keys: &str) -> &str {
        text(&self.0.value, keys)
    }

    /// The whole number below dotted keys.
    pub fn int(&self, keys: &str) -> Option<i64> {
        self.get(keys).and_then(Value::as_i64)
    }

    /// The list below dotted keys; empty when there is none.
    pub fn list(&self, keys: &str) -> &[Value] {
        list(&self.0.value, keys)
    }

    /// The map below dotted keys.
    pub fn map(&self, keys: &str) -> Option<&Map<String, Value>> {
        self.get(keys).and_then(Value::as_object)
    }

    /// The label's value.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.map("metadata.labels")?.get(key)?.as_str()
    }

    /// The annotation's value.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.map("metadata.annotations")?.get(key)?.as_str()
    }

    /// The time below dotted keys.
    pub fn time(&self, keys: &str) -> Option<Timestamp> {
        self.text(keys).parse().ok()
    }

    /// `metadata.creationTimestamp`.
    pub fn created(&self) -> Option<Timestamp> {
        self.time("metadata.creationTimestamp")
    }

    /// Whether it is a Pod whose containers have all ended for good.
    pub fn has_ended(&self) -> bool {
        matches!(self.text("status.phase"), "Succeeded" | "Failed")
    }

    /// Whether it is being deleted.
    pub fn is_terminating(&self) -> bool {
        self.get("metadata.deletionTimestamp").is_some()
    }

    /// The condition of that type.
    pub fn condition(&self, condition_type: &str) -> Option<&Value> {
        self.list("status.conditions")
            .iter()
            .find(|condition| text(condition, "type") == condition_type)
    }

    /// Whether the condition of that type has the status `True`.
    pub fn is_condition_true(&self, condition_type: &str) -> bool {
        self.condition(condition_type)
            .is_some_and(|condition| text(condition, "status") == "True")
    }

    /// The owner with `controller: true`.
    pub fn controller(&self) -> Option<&Value> {
        self.list("metadata.ownerReferences")
            .iter()
            .find(|owner| owner.get("controller").and_then(Value::as_bool) == Some(true))
    }

    /// Whether the newest write by a person was with a kubectl command that starts so
    /// (`kubectl-create`, `kubectl-set` …; servers before 1.18 do not say).
    pub fn was_written_by(&self, manager_prefix: &str) -> bool {
        self.list("metadata.managedFields")
            .iter()
            .any(|entry| text(entry, "manager").starts_with(manager_prefix))
    }

    /// The newest write by kubectl that `managedFields` tells.
    pub fn last_kubectl_write(&self) -> Option<Timestamp> {
        self.list("metadata.managedFields")
            .iter()
            .filter(|entry| text(entry, "manager").starts_with("kubectl"))
            .filter_map(|entry| text(entry, "time").parse().ok())
            .max()
    }

    /// A digest of what a person can change: everything but status and bookkeeping.
    pub fn intent_digest(&self) -> String {
        let mut value = self.0.value.clone();
        if let Some(map) = value.as_object_mut() {
            map.remove("status");
            if let Some(metadata) = map.get_mut("metadata").and_then(Value::as_object_mut) {
                for bookkeeping in ["resourceVersion", "generation", "managedFields"] {
                    metadata.remove(bookkeeping);
                }
                if let Some(annotations) = metadata
                    .get_mut("annotations")
                    .and_then(Value::as_object_mut)
                {
                    annotations.retain(|key, _| !key.starts_with("deployment.kubernetes.io/"));
                }
            }
        }
        // The server's order of keys is no part of the meaning.
        value.sort_all_objects();
        let digest = Sha256::digest(value.to_string());
        digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// The value below dotted keys.
pub fn get<'v>(value: &'v Value, keys: &str) -> Option<&'v Value> {
    keys.split('.').try_fold(value, |value, key| value.get(key))
}

/// The text below dotted keys; empty when there is none.
pub fn text<'v>(value: &'v Value, keys: &str) -> &'v str {
    get(value, keys).and_then(Value::as_str).unwrap_or_default()
}

/// The list below dotted keys; empty when there is none.
pub fn list<'v>(value: &'v Value, keys: &str) -> &'v [Value] {
    get(value, keys)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_lose_their_values_and_keep_their_keys() {
        let object = Object::redacted(
            json!({
                "metadata": {"name": "s", "annotations": {LAST_APPLIED: "{\"data\":{\"p\":\"x\"}}"}},
                "data": {"password": "aHVudGVyMg=="},
                "stringData": {"token": "hunter2"},
            }),
            "Secret",
            "v1",
        );
        let saved = serde_json::to_string(&object).unwrap();
        assert!(
            !saved.contains("aHVudGVyMg") && !saved.contains("hunter2"),
            "{saved}"
        );
        assert!(!saved.contains("last-applied"), "{saved}");
        assert!(object.map("data").unwrap().contains_key("password"));
        assert_eq!(object.kind(), "Secret");
    }

    #[test]
    fn status_does_not_change_the_intent() {
        let before = json!({"metadata": {"name": "a", "resourceVersion": "1"}, "spec": {"a": 1}});
        let mut after = before.clone();
        after["status"] = json!({"phase": "Running"});
        after["metadata"]["resourceVersion"] = json!("2");
        let digest = |value| Object::redacted(value, "Pod", "v1").intent_digest();
        assert_eq!(digest(before.clone()), digest(after.clone()));
        after["spec"]["a"] = json!(2);
        assert_ne!(digest(before), digest(after));
    }
}
