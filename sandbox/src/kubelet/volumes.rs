//! The volumes of a Pod and what is in them.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::config;
use crate::{
    containers::fs::{Content, Entry, Tree, Volume},
    kinds::{self, Kind},
    object::{Meta, Object},
    registry::Registry,
};

/// A volume that can be mounted.
#[derive(Clone, Debug)]
pub(super) struct Mounted {
    pub(super) files: Volume,
    /// The folder of it that the Pod sees.
    pub(super) sub: String,
    pub(super) read_only: bool,
    /// It comes from ConfigMaps, Secrets or the Pod, and follows them.
    follows: Option<BTreeMap<String, (Vec<u8>, u32)>>,
}

/// A Pod's volumes by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Volumes(HashMap<String, Mounted>);

/// Why a volume cannot be mounted: its name, and upstream's words.
pub(super) type NotMounted = (String, String);

impl Volumes {
    pub(super) fn get(&self, name: &str) -> Option<&Mounted> {
        self.0.get(name)
    }

    /// Mounts all volumes of a Pod; tells of each that cannot be mounted.
    pub(super) fn mount(
        registry: &Registry,
        pod: &Object,
        node: &Volume,
        host: &str,
    ) -> Result<Self, Vec<NotMounted>> {
        let mut volumes = HashMap::new();
        let mut failures = Vec::new();
        for volume in pod.list_at("spec.volumes") {
            let name = volume.text_at("name").to_owned();
            match one(registry, pod, volume, node, host) {
                Ok(mounted) => {
                    volumes.insert(name, mounted);
                }
                Err(why) => failures.push((name, why)),
            }
        }
        if failures.is_empty() {
            Ok(Self(volumes))
        } else {
            Err(failures)
        }
    }

    /// Brings what follows other objects up to date. What has gone since stays as it was.
    pub(super) fn refresh(&mut self, registry: &Registry, pod: &Object, host: &str) {
        for volume in pod.list_at("spec.volumes") {
            let Some(mounted) = self.0.get_mut(volume.text_at("name")) else {
                continue;
            };
            let Some(before) = &mounted.follows else {
                continue;
            };
            if let Ok(Some(now)) = followed(registry, pod, volume, host)
                && now != *before
            {
                mounted.files.replace(tree(&now, registry));
                mounted.follows = Some(now);
            }
        }
    }
}

fn tree(files: &BTreeMap<String, (Vec<u8>, u32)>, registry: &Registry) -> Tree {
    let now = registry.clock().now();
    let mut tree = Tree::default();
    // As upstream: a hidden folder holds the files, and links lead there, so that all change at once.
    tree.put(
        "/..data",
        Entry {
            content: Content::Folder,
            mode: 0o755,
            modified: now,
        },
    );
    for (path, (bytes, mode)) in files {
        tree.put(
            &format!("/..data/{path}"),
            Entry::file(bytes.clone(), *mode, now),
        );
        let first = path.split('/').next().unwrap_or(path);
        tree.put(
            &format!("/{first}"),
            Entry {
                content: Content::Link(format!("..data/{first}")),
                mode: 0o777,
                modified: now,
            },
        );
    }
    tree
}

fn one(
    registry: &Registry,
    pod: &Object,
    volume: &Value,
    node: &Volume,
    host: &str,
) -> Result<Mounted, String> {
    let whole = |files: Volume, sub: &str, read_only: bool| Mounted {
        files,
        sub: sub.to_owned(),
        read_only,
        follows: None,
    };
    if let Some(files) = followed(registry, pod, volume, host)? {
        return Ok(Mounted {
            files: Volume::new(tree(&files, registry)),
            sub: "/".into(),
            read_only: true,
            follows: Some(files),
        });
    }
    if volume.get("emptyDir").is_some() || volume.get("ephemeral").is_some() {
        return Ok(whole(Volume::default(), "/", false));
    }
    if let Some(path) = volume.at("hostPath.path").and_then(Value::as_str) {
        host_path(node, path, volume.text_at("hostPath.type"), registry)?;
        return Ok(whole(node.clone(), path, false));
    }
    if let Some(claim) = volume.get("persistentVolumeClaim") {
        let name = claim.text_at("claimName");
        let object = registry
            .store()
            .get(kinds::PERSISTENT_VOLUME_CLAIM, pod.namespace(), name);
        let object = object.ok_or_else(|| format!("persistentvolumeclaim \"{name}\" not found"))?;
        let storage = object.text_at("spec.volumeName");
        let storage = registry
            .store()
            .get(kinds::PERSISTENT_VOLUME, "", storage)
            .ok_or_else(|| format!("persistentvolume \"{storage}\" not found"))?;
        let path = storage.text_at("spec.hostPath.path");
        let path = if path.is_empty() {
            format!("/var/lib/podo-sandbox/{}", storage.name())
        } else {
            path.to_owned()
        };
        host_path(node, &path, "DirectoryOrCreate", registry)?;
        return Ok(whole(node.clone(), &path, claim["readOnly"] == true));
    }
    let kind = volume
        .as_object()
        .into_iter()
        .flat_map(|v| v.keys())
        .find(|k| *k != "name")
        .cloned()
        .unwrap_or_default();
    Err(format!(
        "volumes of type {kind} are not simulated by podo-sandbox"
    ))
}

fn host_path(node: &Volume, path: &str, kind: &str, registry: &Registry) -> Result<(), String> {
    let mut tree = node.lock();
    let entry = tree.get(path).cloned();
    match (kind, entry) {
        ("Directory", None) => Err(format!(
            "hostPath type check failed: {path} is not a directory"
        )),
        ("File", None) => Err(format!("hostPath type check failed: {path} is not a file")),
        ("Directory" | "DirectoryOrCreate", Some(entry)) if !entry.is_folder() => Err(format!(
            "hostPath type check failed: {path} is not a directory"
        )),
        ("File" | "FileOrCreate", Some(entry)) if entry.is_folder() => {
            Err(format!("hostPath type check failed: {path} is not a file"))
        }
        ("FileOrCreate", None) => {
            tree.put(path, Entry::file(Vec::new(), 0o644, registry.clock().now()));
            Ok(())
        }
        (_, None) if path != "/" => {
            tree.put(path, Entry::folder(registry.clock().now()));
            Ok(())
        }
        _ => Ok(()),
    }
}

type Files = BTreeMap<String, (Vec<u8>, u32)>;

/// The files of a volume that shows other objects; nothing for other volumes.
fn followed(
    registry: &Registry,
    pod: &Object,
    volume: &Value,
    host: &str,
) -> Result<Option<Files>, String> {
    let mode = |source: &Value| {
        source
            .int_at("defaultMode")
            .and_then(|m| u32::try_from(m).ok())
            .unwrap_or(0o644)
    };
    if let Some(source) = volume.get("configMap") {
        return keyed(
            registry,
            pod,
            source,
            source.text_at("name"),
            kinds::CONFIG_MAP,
            mode(source),
        )
        .map(Some);
    }
    if let Some(source) = volume.get("secret") {
        return keyed(
            registry,
            pod,
            source,
            source.text_at("secretName"),
            kinds::SECRET,
            mode(source),
        )
        .map(Some);
    }
    if let Some(source) = volume.get("downwardAPI") {
        return Ok(Some(downward(pod, source, host, mode(source))));
    }
    let Some(projected) = volume.get("projected") else {
        return Ok(None);
    };
    let mut files = Files::new();
    let mode = mode(projected);
    for source in projected.list_at("sources") {
        if let Some(part) = source.get("configMap") {
            files.extend(keyed(
                registry,
                pod,
                part,
                part.text_at("name"),
                kinds::CONFIG_MAP,
                mode,
            )?);
        }
        if let Some(part) = source.get("secret") {
            files.extend(keyed(
                registry,
                pod,
                part,
                part.text_at("name"),
                kinds::SECRET,
                mode,
            )?);
        }
        if let Some(part) = source.get("downwardAPI") {
            files.extend(downward(pod, part, host, mode));
        }
        if let Some(part) = source.get("serviceAccountToken") {
            let text = "a token of a simulated cluster opens nothing\n";
            files.insert(
                part.text_at("path").to_owned(),
                (text.as_bytes().to_vec(), mode),
            );
        }
    }
    Ok(Some(files))
}

fn keyed(
    registry: &Registry,
    pod: &Object,
    source: &Value,
    name: &str,
    kind: &Kind,
    mode: u32,
) -> Result<Files, String> {
    let optional = source["optional"] == true;
    let Some(object) = registry.store().get(kind, pod.namespace(), name) else {
        return if optional {
            Ok(Files::new())
        } else {
            Err(format!("{} \"{name}\" not found", kind.singular))
        };
    };
    let mut data = config::data(&object);
    let items = source.list_at("items");
    if items.is_empty() {
        return Ok(data
            .into_iter()
            .map(|(key, bytes)| (key, (bytes, mode)))
            .collect());
    }
    let mut files = Files::new();
    for item in items {
        let key = item.text_at("key");
        let Some(bytes) = data.remove(key) else {
            if optional {
                continue;
            }
            return Err(format!(
                "references non-existent {} key: {key}",
                if kind == kinds::SECRET {
                    "secret"
                } else {
                    "config"
                }
            ));
        };
        let mode = item
            .int_at("mode")
            .and_then(|m| u32::try_from(m).ok())
            .unwrap_or(mode);
        files.insert(item.text_at("path").to_owned(), (bytes, mode));
    }
    Ok(files)
}

fn downward(pod: &Object, source: &Value, host: &str, mode: u32) -> Files {
    let file = |item: &Value| {
        let path = item.at("fieldRef.fieldPath").and_then(Value::as_str)?;
        let text = config::field(pod, path, pod.text_at("status.podIP"), host)?;
        Some((item.text_at("path").to_owned(), (text.into_bytes(), mode)))
    };
    source.list_at("items").iter().filter_map(file).collect()
}
