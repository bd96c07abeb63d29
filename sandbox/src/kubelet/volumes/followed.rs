//! Volumes that show ConfigMaps, Secrets and the Pod itself, and change when those do.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    containers::fs::{Content, Entry, Tree, Volume, join, parent},
    kinds::{self, Kind},
    kubelet::{Node, config},
    object::{Meta, Object},
    refusal::together,
};

/// Contents and modes by path.
pub(super) type Files = BTreeMap<String, (Vec<u8>, u32)>;

/// A link through which all files of a volume change at once.
const DATA: &str = "/..data";

/// Puts files where others were before. As upstream: a hidden folder, named by the moment, holds
/// them, and links lead there.
pub(super) fn write(volume: &Volume, before: &Files, files: &Files, now: Timestamp) {
    let link = |target: String| Entry {
        content: Content::Link(target),
        mode: 0o777,
        modified: now,
    };
    let first = |path: &str| path.split('/').next().unwrap_or(path).to_owned();
    let mut tree = volume.lock();
    let old = tree.get(DATA).and_then(target).map(str::to_owned);
    let number = now.subsec_nanosecond();
    let folder = format!("..{}.{number}", now.strftime("%Y_%m_%d_%H_%M_%S"));
    let mut top = Entry::folder(now);
    tree.put(&format!("/{folder}"), top.clone());
    top.mode = 0o777;
    tree.put("/", top);
    for (path, (bytes, mode)) in files {
        let entry = Entry::file(bytes.clone(), *mode, now);
        tree.put(&format!("/{folder}/{path}"), entry);
        let first = first(path);
        let shown = format!("/{first}");
        if tree.get(&shown).is_none() {
            tree.put(&shown, link(format!("..data/{first}")));
        }
    }
    for gone in before.keys().map(|path| first(path)) {
        if !files.keys().any(|path| first(path) == gone) {
            tree.remove(&format!("/{gone}"));
        }
    }
    tree.put(DATA, link(folder.clone()));
    if let Some(old) = old.filter(|old| *old != folder) {
        tree.remove(&format!("/{old}"));
    }
}

/// What a path leads to, as a tree of its own at the same path; nothing if it leads nowhere.
pub(super) fn copy(tree: &Tree, path: &str) -> Option<Tree> {
    let mut real = String::from("/");
    for part in path.split('/').filter(|p| !p.is_empty()) {
        real = join(&real, part);
        // `key` leads to `..data/key`, and that to the folder of the moment: no way is longer.
        for _ in 0..2 {
            let Some(leads) = tree.get(&real).and_then(target) else {
                break;
            };
            let (head, rest) = leads.split_once('/').unwrap_or((leads, ""));
            let head = join(parent(&real), head);
            let head = match tree.get(&head).and_then(target) {
                Some(folder) => join(parent(&head), folder),
                None => head,
            };
            real = join(&head, rest);
        }
    }
    let mut copy = Tree::default();
    copy.put(path, tree.get(&real)?.clone());
    for (below, entry) in tree.below(&real) {
        copy.put(&format!("{path}{}", &below[real.len()..]), entry);
    }
    Some(copy)
}

/// Where an entry leads, if it is a link.
fn target(entry: &Entry) -> Option<&str> {
    match &entry.content {
        Content::Link(target) => Some(target),
        _ => None,
    }
}

/// The files of a volume that shows other objects; nothing for other volumes.
pub(super) fn files(node: &Node, pod: &Object, volume: &Value) -> Result<Option<Files>, String> {
    let mode = |source: &Value| {
        source
            .int_at("defaultMode")
            .and_then(|m| u32::try_from(m).ok())
            .unwrap_or(0o644)
    };
    for (key, name, kind) in [
        ("configMap", "name", kinds::CONFIG_MAP),
        ("secret", "secretName", kinds::SECRET),
    ] {
        if let Some(source) = volume.get(key) {
            let name = source.text_at(name);
            return keyed(node, pod, (kind, name), source, mode(source)).map(Some);
        }
    }
    if let Some(source) = volume.get("downwardAPI") {
        return Ok(Some(downward(node, pod, source, mode(source))));
    }
    let Some(projected) = volume.get("projected") else {
        return Ok(None);
    };
    let mode = mode(projected);
    let mut files = Files::new();
    let mut wrong = Vec::new();
    for source in projected.list_at("sources") {
        for (key, kind) in [("configMap", kinds::CONFIG_MAP), ("secret", kinds::SECRET)] {
            if let Some(part) = source.get(key) {
                match keyed(node, pod, (kind, part.text_at("name")), part, mode) {
                    Ok(part) => files.extend(part),
                    Err(why) => wrong.push(why),
                }
            }
        }
        if let Some(part) = source.get("downwardAPI") {
            files.extend(downward(node, pod, part, mode));
        }
        if let Some(part) = source.get("serviceAccountToken") {
            let text = "a token of a simulated cluster opens nothing\n";
            files.insert(
                part.text_at("path").to_owned(),
                (text.as_bytes().to_vec(), mode),
            );
        }
    }
    if wrong.is_empty() {
        Ok(Some(files))
    } else {
        Err(together(&wrong))
    }
}

fn keyed(
    node: &Node,
    pod: &Object,
    (kind, name): (&Kind, &str),
    source: &Value,
    mode: u32,
) -> Result<Files, String> {
    let optional = source["optional"] == true;
    let Some(object) = node.registry.store().get(kind, pod.namespace(), name) else {
        return if optional {
            Ok(Files::new())
        } else {
            Err(format!("{} {name:?} not found", kind.singular))
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
            return Err(if kind == kinds::SECRET {
                format!("references non-existent secret key: {key}")
            } else {
                format!("configmap references non-existent config key: {key}")
            });
        };
        let mode = item
            .int_at("mode")
            .and_then(|m| u32::try_from(m).ok())
            .unwrap_or(mode);
        files.insert(item.text_at("path").to_owned(), (bytes, mode));
    }
    Ok(files)
}

fn downward(node: &Node, pod: &Object, source: &Value, mode: u32) -> Files {
    let amount = |reference: &Value| {
        let name = reference.text_at("containerName");
        let containers = pod.list_at("spec.containers").iter();
        let container = containers
            .chain(pod.list_at("spec.initContainers"))
            .find(|c| c.text_at("name") == name)?;
        Some(config::resource_field(
            &node.registry,
            pod,
            container,
            reference,
        ))
    };
    let field = |path: &str| {
        let ip = pod.text_at("status.podIP");
        config::field(pod, path, ip, &node.options.ip)
    };
    let file = |item: &Value| {
        let text = if let Some(reference) = item.get("resourceFieldRef") {
            amount(reference)?
        } else {
            field(item.text_at("fieldRef.fieldPath"))?
        };
        Some((item.text_at("path").to_owned(), (text.into_bytes(), mode)))
    };
    source.list_at("items").iter().filter_map(file).collect()
}
