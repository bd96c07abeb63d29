//! What containers get from ConfigMaps and Secrets: each place in a Pod that names one, and what
//! becomes of its keys there.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::graph::Graph;
use super::object::{Object, list, text};
use super::path::FieldPath;

/// How long the files of a mounted ConfigMap may trail behind it: the kubelet looks once a minute,
/// and may look into a copy that is some seconds old.
pub const REFRESH: SignedDuration = SignedDuration::from_secs(90);

/// In what form a container gets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One key as one environment variable.
    Variable,
    /// All keys as environment variables.
    Variables,
    /// Keys as files in a volume.
    Files,
}

/// A place in a Pod's spec that names a ConfigMap or Secret, or one key of it.
#[derive(Debug, Clone)]
pub struct Reference<'s> {
    /// `ConfigMap` or `Secret`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'s str,
    /// The key, where one is named.
    pub key: Option<&'s str>,
    /// In what form it is had.
    pub form: Form,
    /// Whether the Pod can do without it.
    pub optional: bool,
    /// The container that names it; `None` for a volume.
    pub container: Option<&'s str>,
    /// The volume that names it.
    pub volume: Option<&'s str>,
    /// The field with the name.
    pub name_path: FieldPath,
    /// The field with the key; the name's where none is named.
    pub key_path: FieldPath,
}

/// The places in a Pod that name ConfigMaps or Secrets.
pub fn references(pod: &Object) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    for containers in ["initContainers", "containers"] {
        let all = pod.list(&format!("spec.{containers}"));
        for (index, container) in all.iter().enumerate() {
            let path = FieldPath::parse(&format!("spec.{containers}[{index}]"));
            found.extend(of_container(container, &path));
        }
    }
    for (index, volume) in pod.list("spec.volumes").iter().enumerate() {
        let path = FieldPath::parse(&format!("spec.volumes[{index}]"));
        found.extend(of_volume(volume, &path));
    }
    found
}

fn of_container<'s>(container: &'s Value, path: &FieldPath) -> Vec<Reference<'s>> {
    let mut found = Vec::new();
    let mut add = |source: &'s Value, kind, path: FieldPath, form| {
        let key = source.get("key").and_then(Value::as_str);
        let name_path = path.key("name");
        found.push(Reference {
            kind,
            name: text(source, "name"),
            key,
            form,
            optional: is_optional(source),
            container: Some(text(container, "name")),
            volume: None,
            key_path: key.map_or_else(|| name_path.clone(), |_| path.key("key")),
            name_path,
        });
    };
    for (index, variable) in list(container, "env").iter().enumerate() {
        let path = path.key("env").index(index).key("valueFrom");
        for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
            if let Some(source) = variable.get("valueFrom").and_then(|from| from.get(field)) {
                add(source, kind, path.key(field), Form::Variable);
            }
        }
    }
    for (index, from) in list(container, "envFrom").iter().enumerate() {
        let path = path.key("envFrom").index(index);
        for (field, kind) in [("configMapRef", "ConfigMap"), ("secretRef", "Secret")] {
            if let Some(source) = from.get(field) {
                add(source, kind, path.key(field), Form::Variables);
            }
        }
    }
    found
}

fn of_volume<'s>(volume: &'s Value, path: &FieldPath) -> Vec<Reference<'s>> {
    let mut found = Vec::new();
    let kinds = [
        ("configMap", "ConfigMap", "name"),
        ("secret", "Secret", "secretName"),
    ];
    for (field, kind, name) in kinds {
        let Some(source) = volume.get(field) else {
            continue;
        };
        let path = path.key(field);
        let whole = Reference {
            kind,
            name: text(source, name),
            key: None,
            form: Form::Files,
            optional: is_optional(source),
            container: None,
            volume: Some(text(volume, "name")),
            name_path: path.key(name),
            key_path: path.key(name),
        };
        for (index, item) in list(source, "items").iter().enumerate() {
            found.push(Reference {
                key: Some(text(item, "key")),
                key_path: path.key("items").index(index).key("key"),
                ..whole.clone()
            });
        }
        found.push(whole);
    }
    found
}

fn is_optional(source: &Value) -> bool {
    source.get("optional").and_then(Value::as_bool) == Some(true)
}

/// The keys of a ConfigMap or Secret.
pub fn keys(object: &Object) -> impl Iterator<Item = &str> {
    ["data", "binaryData"]
        .into_iter()
        .filter_map(|field| object.map(field))
        .flat_map(|data| data.keys().map(String::as_str))
}

/// When a ConfigMap was last changed by somebody.
pub fn changed_at(map: &Object) -> Option<Timestamp> {
    map.last_kubectl_write().max(map.created())
}

/// When the last of what a Pod names came to be there; `None` while something is missing, or where
/// nothing is named.
pub fn complete_since(pod: &Object, graph: &Graph<'_>) -> Option<Timestamp> {
    let all = references(pod).into_iter();
    let since = all.filter(|reference| !reference.optional).map(|needed| {
        let object = graph.named(needed.kind, needed.name)?;
        let has_key = needed
            .key
            .is_none_or(|key| keys(object).any(|own| own == key));
        changed_at(object).filter(|_| has_key)
    });
    since.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// How one value of a ConfigMap reaches a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// As an environment variable, read when the container starts.
    Variable,
    /// As a file that the kubelet renews.
    File,
    /// As a file mounted with `subPath`, which is never renewed while the container runs.
    SubPath,
}

/// A value of a ConfigMap that a container has been given.
#[derive(Debug, Clone)]
pub struct Delivered<'s> {
    /// The Pod.
    pub pod: &'s Object,
    /// The container's name.
    pub container: &'s str,
    /// The ConfigMap.
    pub map: &'s Object,
    /// The key.
    pub key: &'s str,
    /// Its value now.
    pub value: &'s str,
    /// How it reaches the container.
    pub delivery: Delivery,
    /// The place in the Pod's spec.
    pub path: FieldPath,
}

impl Delivered<'_> {
    /// When the container that has it was started; `None` while it does not run.
    pub fn started_at(&self) -> Option<Timestamp> {
        let of_name = |status: &&Value| text(status, "name") == self.container;
        let status = self
            .pod
            .list("status.containerStatuses")
            .iter()
            .find(of_name)?;
        text(status, "state.running.startedAt").parse().ok()
    }

    /// When the ConfigMap was changed, if that was after the container had started.
    pub fn changed_since_start(&self) -> Option<Timestamp> {
        let changed = changed_at(self.map)?;
        // Times have whole seconds: what is the same may be either way round.
        (changed >= self.started_at()?).then_some(changed)
    }

    /// Whether a text looked for comes from this value: the value has it in it, or is a telling
    /// part of it.
    pub fn has_to_do_with(&self, wanted: &str) -> bool {
        const TELLING: usize = 4;
        let value = self.value.trim();
        value.contains(wanted) || value.len() >= TELLING && wanted.contains(value)
    }
}

/// The values of ConfigMaps that a Pod's containers are given.
pub fn delivered<'s>(pod: &'s Object, graph: &Graph<'s>) -> Vec<Delivered<'s>> {
    let of_reference = |reference: Reference<'s>| {
        let map = match reference.kind {
            "ConfigMap" => graph.named("ConfigMap", reference.name),
            _ => None,
        };
        map.map(|map| from_map(pod, map, &reference))
            .unwrap_or_default()
    };
    let all = references(pod);
    // A volume with chosen items mounts only these, which are references of their own.
    let is_chosen_from = |whole: &Reference<'_>| {
        let mut others = all.iter();
        whole.key.is_none()
            && others.any(|other| other.key.is_some() && other.name_path == whole.name_path)
    };
    let whole = all.iter().filter(|reference| !is_chosen_from(reference));
    whole.cloned().flat_map(of_reference).collect()
}

fn from_map<'s>(pod: &'s Object, map: &'s Object, reference: &Reference<'s>) -> Vec<Delivered<'s>> {
    let mut found = Vec::new();
    let takers = match reference.container {
        Some(container) => vec![Taker {
            container,
            delivery: Delivery::Variable,
            file: None,
        }],
        None => takers(pod, reference.volume.unwrap_or_default()),
    };
    for (key, value) in map.map("data").into_iter().flatten() {
        let is_chosen = reference.key.is_none_or(|chosen| chosen == key);
        let Some(value) = value.as_str().filter(|_| is_chosen) else {
            continue;
        };
        // A chosen key may be a file of another name.
        let takes = |taker: &&Taker<'_>| {
            reference.key.is_some() || taker.file.is_none_or(|file| file == key)
        };
        found.extend(takers.iter().filter(takes).map(|taker| Delivered {
            pod,
            container: taker.container,
            map,
            key,
            value,
            delivery: taker.delivery,
            path: reference.key_path.clone(),
        }));
    }
    found
}

/// A container that gets values, all or one file of them.
struct Taker<'s> {
    container: &'s str,
    delivery: Delivery,
    file: Option<&'s str>,
}

/// The containers that mount a volume.
fn takers<'s>(pod: &'s Object, volume: &str) -> Vec<Taker<'s>> {
    let mut found = Vec::new();
    for container in pod.list("spec.containers") {
        let mounts = list(container, "volumeMounts").iter();
        for mount in mounts.filter(|mount| text(mount, "name") == volume) {
            let file = mount.get("subPath").and_then(Value::as_str);
            let is_part = file.is_some() || mount.get("subPathExpr").is_some();
            found.push(Taker {
                container: text(container, "name"),
                delivery: if is_part {
                    Delivery::SubPath
                } else {
                    Delivery::File
                },
                file,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{ClusterFacts, Snapshot};
    use serde_json::json;

    const MADE: &str = "2026-01-01T10:00:00Z";

    fn snapshot(spec: &Value, data: &Value) -> Snapshot {
        let mut snapshot = Snapshot::new(
            "2026-01-01T10:05:00Z".parse().unwrap(),
            ClusterFacts {
                namespace: "shop".to_owned(),
                ..ClusterFacts::default()
            },
        );
        let of = |kind, name, rest: Value| {
            let metadata = json!({
                "name": name, "namespace": "shop", "uid": name, "creationTimestamp": MADE,
                "managedFields": [{"manager": "kubectl-patch", "time": "2026-01-01T10:03:00Z"}],
            });
            let mut value = rest;
            value["metadata"] = metadata;
            Object::redacted(value, kind, "v1")
        };
        let status = json!({"containerStatuses": [
            {"name": "web", "state": {"running": {"startedAt": "2026-01-01T10:01:00Z"}}},
        ]});
        snapshot.objects = vec![
            of("Pod", "web", json!({"spec": spec, "status": status})),
            of("ConfigMap", "paint", json!({"data": data})),
        ];
        snapshot
    }

    fn pod<'s>(graph: &Graph<'s>) -> &'s Object {
        graph.named("Pod", "web").unwrap()
    }

    #[test]
    fn each_way_to_a_value_has_its_place() {
        let spec = json!({
            "volumes": [
                {"name": "all", "configMap": {"name": "paint"}},
                {"name": "one", "configMap": {"name": "paint", "items": [{"key": "colour", "path": "c"}]}},
            ],
            "containers": [{
                "name": "web",
                "env": [{"name": "C", "valueFrom": {"configMapKeyRef": {"name": "paint", "key": "colour"}}}],
                "envFrom": [{"configMapRef": {"name": "paint"}}, {"secretRef": {"name": "access"}}],
                "volumeMounts": [
                    {"name": "all", "mountPath": "/a", "subPath": "size"},
                    {"name": "one", "mountPath": "/b"},
                ],
            }],
        });
        let snapshot = snapshot(&spec, &json!({"colour": "green", "size": "big"}));
        let graph = Graph::new(&snapshot);
        let found = delivered(pod(&graph), &graph).into_iter();
        let found: Vec<_> = found
            .map(|value| (value.key, value.delivery, value.path.to_string()))
            .collect();
        let container = "spec.containers[0]";
        let from = format!("{container}.envFrom[0].configMapRef.name");
        let whole = "spec.volumes[0].configMap.name";
        assert_eq!(
            found,
            [
                (
                    "colour",
                    Delivery::Variable,
                    format!("{container}.env[0].valueFrom.configMapKeyRef.key"),
                ),
                ("colour", Delivery::Variable, from.clone()),
                ("size", Delivery::Variable, from),
                ("size", Delivery::SubPath, whole.to_owned()),
                (
                    "colour",
                    Delivery::File,
                    "spec.volumes[1].configMap.items[0].key".to_owned(),
                ),
            ]
        );
    }

    #[test]
    fn all_is_there_when_the_last_key_is() {
        let reference = |key: &str, optional: bool| {
            json!({"containers": [{"name": "web", "env": [{"name": "C", "valueFrom": {
                "configMapKeyRef": {"name": "paint", "key": key, "optional": optional},
            }}]}]})
        };
        let since = |spec: &Value| {
            let snapshot = snapshot(spec, &json!({"colour": "green"}));
            let graph = Graph::new(&snapshot);
            complete_since(pod(&graph), &graph).map(|since| since.to_string())
        };
        let changed = Some("2026-01-01T10:03:00Z".to_owned());
        assert_eq!(since(&reference("colour", false)), changed);
        assert_eq!(since(&reference("size", false)), None);
        assert_eq!(since(&reference("size", true)), None);
    }
}
