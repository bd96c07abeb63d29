//! From what a client sent to what is stored: known fields only, of the right type, without
//! what upstream's types would not write.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{Schemas, Struct, Type, schemas};
use crate::quantity::Quantity;

/// Fields that upstream holds by pointer, so that zero, false or empty is said and not absent.
const POINTERS: &[&str] = &[
    "activeDeadlineSeconds",
    "allocateLoadBalancerNodePorts",
    "allowPrivilegeEscalation",
    "allowed",
    "autoRestart",
    "automountServiceAccountToken",
    "averageUtilization",
    "backoffLimit",
    "backoffLimitPerIndex",
    "blockOwnerDeletion",
    "completions",
    "controller",
    "currentAverageUtilization",
    "defaultMode",
    "deletionGracePeriodSeconds",
    "enableServiceLinks",
    "expirationSeconds",
    "failedJobsHistoryLimit",
    "fsGroup",
    "gracePeriodSeconds",
    "hostUsers",
    "immutable",
    "leaseDurationSeconds",
    "leaseTransitions",
    "limitResponse",
    "manualSelector",
    "maxFailedIndexes",
    "minReplicas",
    "mode",
    "optional",
    "orphanDependents",
    "parallelism",
    "preemptionPolicy",
    "priority",
    "privileged",
    "progressDeadlineSeconds",
    "readOnlyRootFilesystem",
    "ready",
    "replicas",
    "revisionHistoryLimit",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "serving",
    "setHostnameAsFQDN",
    "shareProcessNamespace",
    "stabilizationWindowSeconds",
    "started",
    "startingDeadlineSeconds",
    "storageClassName",
    "successfulJobsHistoryLimit",
    "suspend",
    "terminating",
    "terminationGracePeriodSeconds",
    "timeoutSeconds",
    "tolerationSeconds",
    "ttlSecondsAfterFinished",
];

/// What Go's reader of JSON calls a value.
pub(crate) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What was noticed while decoding.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Paths of fields that the type does not have.
    pub unknown: Vec<String>,
    /// The first value of a wrong type, in upstream's words.
    pub mistyped: Option<String>,
    /// The same in the words that strategic patches have for it.
    pub converted: Option<String>,
}

/// Brings a value into the form of a type.
pub fn decode(value: &mut Value, schema: &str) -> Decoded {
    let mut decoder = Decoder {
        schemas: schemas(),
        noticed: Decoded::default(),
    };
    if let Some(ty) = decoder.schemas.named(schema) {
        decoder.fields(value, ty, &Path::Root);
    }
    decoder.noticed
}

/// Where in an object a value stands; it becomes a text only when there is something to say.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// With list positions: how unknown fields are named.
    fn full(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(Path::Root, key) => (*key).to_owned(),
            Self::Field(above, key) => format!("{}.{key}", above.full()),
            Self::Item(above, index) => format!("{}[{index}]", above.full()),
        }
    }

    /// Without them: how Go names fields of wrong types.
    fn names(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(above, key) => match above.names() {
                above if above.is_empty() => (*key).to_owned(),
                above => format!("{above}.{key}"),
            },
            Self::Item(above, _) => above.names(),
        }
    }
}

struct Decoder {
    schemas: &'static Schemas,
    noticed: Decoded,
}

impl Decoder {
    fn fields(&mut self, value: &mut Value, ty: &Struct, path: &Path<'_>) {
        let Value::Object(map) = value else {
            self.mistyped(value, path, ty.short(), &go_struct(ty));
            *value = Value::Object(Map::new());
            return;
        };
        map.retain(|key, value| {
            let path = Path::Field(path, key);
            let Some(field) = ty.fields.get(key) else {
                self.noticed.unknown.push(path.full());
                return false;
            };
            if value.is_null() {
                return null_is_written(ty, key);
            }
            self.value(value, &field.ty, ty, &path);
            field.required || !omitted(key, value, &field.ty)
        });
    }

    fn value(&mut self, value: &mut Value, ty: &Type, owner: &Struct, path: &Path<'_>) {
        match (ty, &mut *value) {
            (Type::Any, _)
            | (Type::Text | Type::IntOrText, Value::String(_))
            | (Type::Bool, Value::Bool(_))
            | (Type::Number, Value::Number(_)) => {}
            (Type::Int | Type::IntOrText, Value::Number(n))
                if n.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {}
            (Type::Long, Value::Number(n)) if n.as_i64().is_some() => {}
            (Type::Int | Type::Long | Type::IntOrText, Value::Number(n)) => {
                // JSON has one kind of number: 3.0 is a whole one.
                #[allow(clippy::cast_possible_truncation)]
                let whole = n
                    .as_f64()
                    .filter(|f| f.fract() == 0.0 && f.abs() < 9e15)
                    .map(|f| f as i64);
                match whole {
                    Some(whole) if *ty == Type::Long || i32::try_from(whole).is_ok() => {
                        *value = whole.into();
                    }
                    _ => {
                        let shown = format!("number {n}");
                        self.wrong(&shown, path, owner.short(), &self.go_type(ty));
                    }
                }
            }
            (Type::Time | Type::MicroTime, Value::String(text)) => {
                if let Ok(moment) = text.parse::<jiff::Timestamp>() {
                    *value = if *ty == Type::Time {
                        crate::clock::seconds(moment)
                    } else {
                        format!("{moment:.6}")
                    }
                    .into();
                } else {
                    let text = format!(
                        "parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\""
                    );
                    self.noticed.mistyped.get_or_insert(text);
                }
            }
            (Type::Bytes, Value::String(text)) => {
                let plain: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
                if STANDARD.decode(&plain).is_err() {
                    let at = plain
                        .find(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c))
                        .unwrap_or(plain.len() / 4 * 4);
                    let text = format!("illegal base64 data at input byte {at}");
                    if self.noticed.mistyped.is_none() {
                        self.noticed.converted = Some(format!("error decoding from json: {text}"));
                    }
                    self.noticed.mistyped.get_or_insert(text);
                }
                *value = plain.into();
            }
            (Type::Quantity, Value::String(_) | Value::Number(_)) => {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                match Quantity::parse(text.trim()) {
                    Some(quantity) => *value = quantity.to_string().into(),
                    None => {
                        self.noticed
                            .mistyped
                            .get_or_insert(Quantity::MALFORMED.to_owned());
                    }
                }
            }
            (Type::Struct(index), _) => {
                let ty = &self.schemas.structs[*index];
                if value.is_object() {
                    self.fields(value, ty, path);
                } else {
                    self.mistyped(value, path, owner.short(), &go_struct(ty));
                }
            }
            (Type::List(item), Value::Array(items)) => {
                items.retain(|i| !i.is_null());
                for (i, value) in items.iter_mut().enumerate() {
                    self.value(value, item, owner, &Path::Item(path, i));
                }
            }
            (Type::Map(of), Value::Object(map)) => {
                for (key, value) in map.iter_mut() {
                    if value.is_null() {
                        *value = empty(of);
                    } else {
                        self.value(value, of, owner, &Path::Field(path, key));
                    }
                }
            }
            _ => {
                let expected = self.go_type(ty);
                self.mistyped(value, path, owner.short(), &expected);
            }
        }
    }

    fn mistyped(&mut self, value: &Value, path: &Path<'_>, owner: &str, expected: &str) {
        if self.noticed.mistyped.is_none() {
            self.noticed.converted = Some(converted(value, expected));
        }
        self.wrong(json_type(value), path, owner, expected);
    }

    fn wrong(&mut self, found: &str, path: &Path<'_>, owner: &str, expected: &str) {
        if self.noticed.mistyped.is_none() {
            let text = format!(
                "json: cannot unmarshal {found} into Go struct field {owner}.{} of type {expected}",
                path.names()
            );
            self.noticed.mistyped = Some(text);
        }
    }

    fn go_type(&self, ty: &Type) -> String {
        match ty {
            Type::Text => "string".into(),
            Type::Bytes => "[]uint8".into(),
            Type::Time => "v1.Time".into(),
            Type::MicroTime => "v1.MicroTime".into(),
            Type::Int => "int32".into(),
            Type::Long => "int64".into(),
            Type::Number => "float64".into(),
            Type::Bool => "bool".into(),
            Type::IntOrText => "intstr.IntOrString".into(),
            Type::Quantity => "resource.Quantity".into(),
            Type::Any => "map[string]interface {}".into(),
            Type::Struct(index) => go_struct(&self.schemas.structs[*index]),
            Type::List(item) => format!("[]{}", self.go_type(item)),
            Type::Map(of) => format!("map[string]{}", self.go_type(of)),
        }
    }
}

/// Whether upstream writes that there is no such time: it does where it holds the time itself.
fn null_is_written(ty: &Struct, key: &str) -> bool {
    matches!((ty.short(), key), ("PodCondition", "lastProbeTime"))
}

/// What upstream's converter says about a value that does not fit.
fn converted(value: &Value, expected: &str) -> String {
    let found = match value {
        Value::Null => "interface",
        Value::Bool(_) => "bool",
        Value::Number(n) if n.is_i64() => "int64",
        Value::Number(_) => "float64",
        Value::String(_) => "string",
        Value::Array(_) => "slice",
        Value::Object(_) => "map",
    };
    if expected.starts_with("[]") {
        format!("cannot restore slice from {found}")
    } else if expected.starts_with("map[") {
        format!("cannot restore map from {found}")
    } else if expected.contains('.') {
        format!("cannot restore struct from: {found}")
    } else if found == "int64" && expected == "string" {
        "cannot convert int64 to string".into()
    } else {
        format!("unrecognized type: {expected}")
    }
}

/// `v1.PodSpec`.
fn go_struct(ty: &Struct) -> String {
    let mut parts = ty.name.rsplit('.');
    let short = parts.next().unwrap_or("");
    format!("{}.{short}", parts.next().unwrap_or("v1"))
}

fn empty(ty: &Type) -> Value {
    match ty {
        Type::Text | Type::Bytes => "".into(),
        Type::Quantity => "0".into(),
        Type::Int | Type::Long | Type::Number | Type::IntOrText => 0.into(),
        Type::Bool => false.into(),
        Type::List(_) => Value::Array(Vec::new()),
        _ => Value::Object(Map::new()),
    }
}

/// Whether upstream's type would not write the field.
fn omitted(key: &str, value: &Value, ty: &Type) -> bool {
    match (value, ty) {
        (Value::Array(items), _) => items.is_empty(),
        (Value::Object(map), Type::Map(_)) => map.is_empty(),
        (Value::String(text), Type::Text | Type::Bytes) => {
            text.is_empty() && !POINTERS.contains(&key)
        }
        (Value::Number(n), Type::Int | Type::Long) => {
            n.as_i64() == Some(0) && !POINTERS.contains(&key)
        }
        (Value::Bool(b), _) => !b && !POINTERS.contains(&key),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DEPLOYMENT: &str = "io.k8s.api.apps.v1.Deployment";
    const POD: &str = "io.k8s.api.core.v1.Pod";

    #[test]
    fn unknown_fields_are_cut_and_named() {
        let mut value = json!({"spec": {"replica": 1, "template": {"spec": {"containers": [{"name": "a", "imagee": "b"}]}}}});
        let noticed = decode(&mut value, DEPLOYMENT);
        assert_eq!(
            noticed.unknown,
            ["spec.replica", "spec.template.spec.containers[0].imagee"]
        );
        assert_eq!(
            value,
            json!({"spec": {"template": {"spec": {"containers": [{"name": "a"}]}}}})
        );
    }

    #[test]
    fn wrong_types_are_told_as_go_tells_them() {
        let told =
            |mut value: Value, schema| decode(&mut value, schema).mistyped.unwrap_or_default();
        assert_eq!(
            told(json!({"spec": {"replicas": "3"}}), DEPLOYMENT),
            "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"
        );
        assert_eq!(
            told(
                json!({"spec": {"containers": [{"ports": [{"containerPort": "80"}]}]}}),
                POD
            ),
            "json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32"
        );
        assert_eq!(
            told(json!({"spec": {"containers": {"name": "a"}}}), POD),
            "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container"
        );
    }

    #[test]
    fn amounts_become_canonical_and_empty_fields_go() {
        let mut value = json!({"spec": {"hostNetwork": false, "terminationGracePeriodSeconds": 0, "containers": [
            {"name": "", "args": [], "resources": {"limits": {"cpu": 0.5, "memory": "1024Mi"}}, "volumeMounts": null}],
            "volumes": [{"name": "v", "emptyDir": {}}]}, "metadata": {"creationTimestamp": null, "labels": {}}});
        let noticed = decode(&mut value, POD);
        assert!(noticed.mistyped.is_none() && noticed.unknown.is_empty());
        assert_eq!(
            value,
            json!({"spec": {"terminationGracePeriodSeconds": 0, "containers": [
                {"name": "", "resources": {"limits": {"cpu": "500m", "memory": "1Gi"}}}],
                "volumes": [{"name": "v", "emptyDir": {}}]}, "metadata": {}})
        );
    }
}
