//! The volumes of a Pod and what is in them.

mod followed;
mod host;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use self::followed::Files;
use super::Node;
use crate::{
    containers::fs::{Entry, Tree, Volume, normal},
    object::{Meta, Object},
    volume::claim_name,
};

/// A volume that can be mounted.
#[derive(Clone, Debug)]
struct Mounted {
    files: Volume,
    /// The folder of it that the Pod sees.
    sub: String,
    read_only: bool,
    /// It comes from ConfigMaps, Secrets or the Pod, and follows them.
    follows: Option<Files>,
}

/// The place in a volume that a container sees.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) files: Volume,
    pub(super) path: String,
    pub(super) read_only: bool,
}

/// A Pod's volumes by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Volumes(HashMap<String, Mounted>);

/// Why a volume cannot be mounted: the Event's whole text.
type NotMounted = String;

impl Volumes {
    /// Mounts all volumes of a Pod; tells of each that cannot be mounted.
    pub(super) fn mount(node: &Node, pod: &Object) -> Result<Self, Vec<NotMounted>> {
        let mut volumes = HashMap::new();
        let mut failures = Vec::new();
        for volume in pod.list_at("spec.volumes") {
            match one(node, pod, volume) {
                Ok(mounted) => {
                    volumes.insert(volume.text_at("name").to_owned(), mounted);
                }
                Err(why) => failures.push(why),
            }
        }
        if failures.is_empty() {
            Ok(Self(volumes))
        } else {
            Err(failures)
        }
    }

    /// Brings what follows other objects up to date. What has gone since stays as it was.
    pub(super) fn refresh(&mut self, node: &Node, pod: &Object) {
        for volume in pod.list_at("spec.volumes") {
            let Some(mounted) = self.0.get_mut(volume.text_at("name")) else {
                continue;
            };
            let Some(before) = &mounted.follows else {
                continue;
            };
            if let Ok(Some(now)) = followed::files(node, pod, volume)
                && now != *before
            {
                followed::write(&mounted.files, before, &now, node.registry.clock().now());
                mounted.follows = Some(now);
            }
        }
    }

    /// The place that a mount shows; a folder is made where nothing is.
    ///
    /// What a path within a followed volume leads to is looked up once: such a mount keeps what it
    /// saw at first.
    pub(super) fn place(&self, node: &Node, name: &str, path: &str) -> Option<Place> {
        let mounted = self.0.get(name)?;
        let place = |files: &Volume, path: String| Place {
            files: files.clone(),
            path,
            read_only: mounted.read_only,
        };
        if path.is_empty() {
            return Some(place(&mounted.files, mounted.sub.clone()));
        }
        let full = normal(&format!("{}/{path}", mounted.sub));
        let mut tree = mounted.files.lock();
        if mounted.follows.is_some()
            && let Some(copy) = followed::copy(&tree, &full)
        {
            return Some(place(&Volume::new(copy), full));
        }
        if tree.get(&full).is_none() {
            let mode = tree.get(&mounted.sub).map_or(0o777, |folder| folder.mode);
            let folder = Entry::folder(node.registry.clock().now());
            tree.put(&full, Entry { mode, ..folder });
        }
        drop(tree);
        Some(place(&mounted.files, full))
    }
}

fn one(node: &Node, pod: &Object, volume: &Value) -> Result<Mounted, NotMounted> {
    let name = volume.text_at("name");
    let not =
        |name: &str, why: &str| format!("MountVolume.SetUp failed for volume {name:?} : {why}");
    if let Some(files) = followed::files(node, pod, volume).map_err(|why| not(name, &why))? {
        let volume = Volume::new(Tree::default());
        followed::write(&volume, &Files::new(), &files, node.registry.clock().now());
        return Ok(Mounted {
            files: volume,
            sub: "/".into(),
            read_only: true,
            follows: Some(files),
        });
    }
    let on_node = |path: String, read_only: bool| Mounted {
        files: node.files.clone(),
        sub: normal(&path),
        read_only,
        follows: None,
    };
    if volume.get("emptyDir").is_some() {
        let path = host::empty_folder(pod, name);
        node.make_folder(&path);
        return Ok(on_node(path, false));
    }
    if let Some(path) = volume.at("hostPath.path").and_then(Value::as_str) {
        host::check(node, path, volume.text_at("hostPath.type")).map_err(|why| not(name, &why))?;
        return Ok(on_node(path.to_owned(), false));
    }
    if let Some(claim) = claim_name(pod, volume) {
        let path = host::claimed(node, pod, volume, &claim)?;
        let read_only = volume.at("persistentVolumeClaim.readOnly");
        return Ok(on_node(path, read_only == Some(&true.into())));
    }
    let kind = volume
        .as_object()
        .into_iter()
        .flat_map(|v| v.keys())
        .find(|k| *k != "name");
    let kind = kind.map_or("", String::as_str);
    Err(not(name, &host::not_simulated(kind)))
}

impl Node {
    /// Removes what a Pod had on the disk for itself.
    pub(super) fn clear(&self, pod: &Object) {
        self.erase(&host::folder(pod));
    }

    /// Removes what Pods left behind that are not there any longer: they went while the node was down.
    pub(super) fn clear_orphans(&self, pods: &[Object]) {
        let kept: HashSet<String> = pods.iter().map(host::folder).collect();
        let mut tree = self.files.lock();
        for (path, _) in tree.below(host::PODS) {
            let name = path[host::PODS.len()..].trim_start_matches('/');
            if !name.contains('/') && !kept.contains(&path) {
                tree.remove(&path);
            }
        }
    }
}
