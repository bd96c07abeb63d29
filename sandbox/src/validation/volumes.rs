//! The volumes of Pods, and where containers mount them.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, pod::own_name, storage};
use crate::object::Meta;

/// What a `hostPath` may have to be.
const HOST_PATHS: &[&str] = &[
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
];

/// Sources of volumes, in the order in which a second one is found.
const SOURCES: &[&str] = &[
    "emptyDir",
    "hostPath",
    "gitRepo",
    "secret",
    "nfs",
    "persistentVolumeClaim",
    "downwardAPI",
    "configMap",
    "projected",
    "csi",
    "ephemeral",
];

/// The volumes of a Pod or a template.
pub(super) fn volumes(spec: &Value, field: &str, causes: &mut Causes) {
    let mut names = HashSet::new();
    for (i, volume) in spec.list_at("volumes").iter().enumerate() {
        let field = format!("{field}.volumes[{i}]");
        let before = causes.count();
        let name = own_name(volume, &field, &names, causes);
        let mut sources: Vec<&str> = volume
            .as_object()
            .into_iter()
            .flat_map(|v| v.keys())
            .map(String::as_str)
            .filter(|k| *k != "name")
            .collect();
        // Upstream looks at them in an order of its own.
        sources.sort_by_key(|s| SOURCES.iter().position(|known| known == s));
        for source in sources.iter().skip(1) {
            causes.forbidden(
                &format!("{field}.{source}"),
                "may not specify more than 1 volume type",
            );
        }
        for (source, key) in [
            ("secret", "secretName"),
            ("configMap", "name"),
            ("persistentVolumeClaim", "claimName"),
            ("hostPath", "path"),
        ] {
            if volume
                .get(source)
                .is_some_and(|s| s.text_at(key).is_empty())
            {
                causes.required(&format!("{field}.{source}.{key}"), "");
            }
        }
        if let Some(ephemeral) = volume.get("ephemeral") {
            let field = format!("{field}.ephemeral.volumeClaimTemplate");
            match ephemeral.get("volumeClaimTemplate") {
                None => causes.required(&field, ""),
                Some(template) => {
                    let spec = template.get("spec").unwrap_or(&Value::Null);
                    storage::claim(spec, &format!("{field}.spec"), causes);
                }
            }
        }
        if let Some(host) = volume.get("hostPath") {
            host_path(host, &format!("{field}.hostPath"), causes);
        }
        shown(volume, &field, causes);
        if let Some(projected) = volume.get("projected") {
            let field = format!("{field}.projected");
            mode(projected, "defaultMode", &field, causes);
            for (i, source) in projected.list_at("sources").iter().enumerate() {
                shown(source, &format!("{field}.sources[{i}]"), causes);
            }
        }
        // As upstream: the name of a volume that is wrong is free for another.
        if causes.count() == before {
            names.insert(name);
        }
    }
}

/// A path on the node, of a volume or a Pod's.
pub(super) fn host_path(host: &Value, field: &str, causes: &mut Causes) {
    let path = host.text_at("path");
    if path.split('/').any(|part| part == "..") {
        causes.invalid_text(&format!("{field}.path"), path, "must not contain '..'");
    }
    let kind = host.text_at("type");
    if !HOST_PATHS.contains(&kind) {
        causes.unsupported(&format!("{field}.type"), kind, HOST_PATHS);
    }
}

/// Volumes, or parts of one, that show other objects.
fn shown(volume: &Value, field: &str, causes: &mut Causes) {
    for source in ["configMap", "secret", "downwardAPI"] {
        if let Some(object) = volume.get(source) {
            files(object, &format!("{field}.{source}"), causes);
        }
    }
}

/// The files of a volume that shows other objects.
fn files(source: &Value, field: &str, causes: &mut Causes) {
    mode(source, "defaultMode", field, causes);
    for (i, item) in source.list_at("items").iter().enumerate() {
        let field = format!("{field}.items[{i}]");
        let refers = ["fieldRef", "resourceFieldRef"]
            .iter()
            .any(|key| item.get(*key).is_some());
        if !refers && item.text_at("key").is_empty() {
            causes.required(&format!("{field}.key"), "");
        }
        let path = item.text_at("path");
        if path.is_empty() {
            causes.required(&format!("{field}.path"), "");
        } else {
            let field = format!("{field}.path");
            descending(path, &field, causes);
            if path.starts_with("..") && !path.split('/').any(|part| part == "..") {
                causes.invalid_text(&field, path, "must not start with '..'");
            }
        }
        mode(item, "mode", &field, causes);
    }
}

fn mode(object: &Value, key: &str, field: &str, causes: &mut Causes) {
    let wrong = |v: &&Value| !v.as_i64().is_some_and(|n| (0..=0o777).contains(&n));
    if let Some(mode) = object.get(key).filter(wrong) {
        let detail = "must be a number between 0 and 0777 (octal), both inclusive";
        causes.invalid(&format!("{field}.{key}"), mode, detail);
    }
}

/// A path that leads down only.
fn descending(path: &str, field: &str, causes: &mut Causes) {
    if path.starts_with('/') {
        causes.invalid_text(field, path, "must be a relative path");
    }
    if path.split('/').any(|part| part == "..") {
        causes.invalid_text(field, path, "must not contain '..'");
    }
}

/// The names of the volumes of a Pod or a template.
pub(super) fn names(spec: &Value) -> HashSet<&str> {
    let volumes = spec.list_at("volumes").iter();
    volumes.map(|volume| volume.text_at("name")).collect()
}

/// Where a container mounts them.
pub(super) fn mounts(container: &Value, volumes: &HashSet<&str>, field: &str, causes: &mut Causes) {
    let mut paths = HashSet::new();
    let list = format!("{field}.volumeMounts");
    for (i, mount) in container.list_at("volumeMounts").iter().enumerate() {
        let field = format!("{list}[{i}]");
        let (name, path) = (mount.text_at("name"), mount.text_at("mountPath"));
        if name.is_empty() {
            causes.required(&format!("{field}.name"), "");
        } else if !volumes.contains(name) {
            causes.not_found(&format!("{field}.name"), name);
        }
        if path.is_empty() {
            causes.required(&format!("{field}.mountPath"), "");
        } else if !paths.insert(path) {
            causes.invalid_text(&format!("{field}.mountPath"), path, "must be unique");
        }
        for key in ["subPath", "subPathExpr"] {
            // As upstream, the field is told without its place in the list.
            let field = format!("{list}.{key}");
            descending(mount.text_at(key), &field, causes);
        }
        if !mount.text_at("subPath").is_empty() && !mount.text_at("subPathExpr").is_empty() {
            causes.invalid_text(
                &format!("{field}.subPathExpr"),
                mount.text_at("subPathExpr"),
                "subPathExpr and subPath are mutually exclusive",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(volume: &Value, mount: &Value) -> Vec<String> {
        let mut causes = Causes::default();
        let (mut volume, mut mount) = (volume.clone(), mount.clone());
        volume["name"] = "v".into();
        mount["name"] = "v".into();
        mount["mountPath"] = "/v".into();
        let spec = json!({"volumes": [volume]});
        volumes(&spec, "spec", &mut causes);
        let container = json!({"volumeMounts": [mount]});
        mounts(&container, &names(&spec), "spec.containers[0]", &mut causes);
        let causes = causes.into_inner().into_iter();
        causes
            .map(|c| format!("{}: {}", c.field, c.message))
            .collect()
    }

    #[test]
    fn paths_lead_down_only() {
        let empty = json!({"emptyDir": {}});
        assert!(told(&empty, &json!({"subPath": "a/..b"})).is_empty());
        for (path, why) in [
            ("../x", "must not contain '..'"),
            ("/x", "must be a relative path"),
        ] {
            assert_eq!(
                told(&empty, &json!({"subPath": path})),
                [format!(
                    "spec.containers[0].volumeMounts.subPath: Invalid value: {path:?}: {why}"
                )]
            );
        }
        let items = json!([{"key": "a", "path": "../a", "mode": 512}]);
        let wrong = |place: &str| {
            [
                format!(
                    "spec.volumes[0].{place}.items[0].path: Invalid value: \"../a\": must not contain '..'"
                ),
                format!(
                    "spec.volumes[0].{place}.items[0].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive"
                ),
            ]
        };
        assert_eq!(
            told(
                &json!({"configMap": {"name": "c", "items": items}}),
                &json!({})
            ),
            wrong("configMap")
        );
        assert_eq!(
            told(
                &json!({"projected": {"sources": [{"secret": {"name": "c", "items": items}}]}}),
                &json!({})
            ),
            wrong("projected.sources[0].secret")
        );
    }

    #[test]
    fn a_path_on_the_node_is_of_a_known_kind() {
        assert_eq!(
            told(
                &json!({"hostPath": {"path": "/a/../b", "type": "Foo"}}),
                &json!({})
            ),
            [
                "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
                "spec.volumes[0].hostPath.type: Unsupported value: \"Foo\": supported values: \"\", \"BlockDevice\", \"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\"",
            ]
        );
    }
}
