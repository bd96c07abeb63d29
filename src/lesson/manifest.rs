//! What the manifests of a lesson may contain.
//!
//! A lesson's manifests run on the learner's cluster. They may make only kinds on the list, never
//! name a namespace, and never reach the node: no host namespaces, nothing privileged, no added
//! capabilities, no host ports, and `hostPath` only directly below `/tmp/podo`. Deeper paths are
//! refused because a container that has `/tmp/podo/a` could plant a symbolic link in it which
//! `/tmp/podo/a/link` would then follow to anywhere.

use std::collections::BTreeSet;

use crate::lesson::kinds::is_makeable;
use crate::lesson::model::Ref;
use crate::lesson::names::{is_url, nearest, stays_inside, tidy};
use crate::lesson::problem::{Problem, ProblemKind};
use crate::lesson::reader::Report;
use crate::lesson::schema::check_keys;
use crate::lesson::yaml::{self, Data, Node};
use crate::snapshot::kinds::{KINDS, Kind, find};

/// Folder on a node whose folders lessons may mount.
const HOST_FOLDER: &str = "/tmp/podo/";

/// Keys below which nothing means anything to the node: free names and free texts.
const FREE: &[&str] = &[
    "annotations",
    "binaryData",
    "data",
    "labels",
    "matchLabels",
    "nodeSelector",
    "stringData",
];

/// Kinds of volumes that stay in the cluster, and `hostPath`, whose path is looked at.
const VOLUMES: &[&str] = &[
    "name",
    "configMap",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "hostPath",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// Sources of a PersistentVolume that reach storage outside the cluster.
const REMOTE_VOLUMES: &[&str] = &[
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "iscsi",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
];

/// What a kustomization may use: nothing that runs programs or fetches from elsewhere.
const KUSTOMIZATION: &[&str] = &[
    "apiVersion",
    "kind",
    "resources",
    "namePrefix",
    "nameSuffix",
    "commonLabels",
    "commonAnnotations",
    "labels",
    "images",
    "replicas",
    "configMapGenerator",
    "secretGenerator",
    "generatorOptions",
];

/// Whether a file is read as a manifest.
pub(super) fn is_manifest(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "yaml" | "yml" | "json")))
        || name.rsplit('/').next().is_some_and(is_kustomization)
}

/// What a manifest is checked against.
pub(super) struct Manifest<'a> {
    /// Its name in the lesson's `files/`.
    pub(super) name: &'a str,
    /// Whether a setup or a solution gives it to kubectl; another file may be broken on purpose,
    /// for the learner to find out or to repair.
    pub(super) applied: bool,
    /// What the lesson's exercises say they change outside their namespace.
    pub(super) declared: &'a [Ref],
    /// The names of all files of the lesson.
    pub(super) files: &'a BTreeSet<&'a str>,
}

impl Manifest<'_> {
    /// Checks the manifest's text; `path` is its place in the pack.
    pub(super) fn check(&self, path: &str, source: &str) -> Vec<Problem> {
        let mut report = Report::new(path);
        match yaml::parse_all(source) {
            Ok(documents) => {
                for document in &documents {
                    self.object(document, &mut report);
                }
            }
            Err(broken) if self.applied => report.broken(broken),
            Err(_) => {}
        }
        report.into_problems()
    }

    fn object(&self, node: &Node, report: &mut Report) {
        let name = node.get("kind").and_then(Node::text).unwrap_or_default();
        if name == "List" {
            let items = node.get("items").map(Node::items).unwrap_or_default();
            return items.iter().for_each(|item| self.object(item, report));
        }
        if name == "Kustomization" || self.name.rsplit('/').next().is_some_and(is_kustomization) {
            return self.kustomization(node, report);
        }
        match find(name) {
            Some(kind) if is_makeable(kind) => {
                if self.applied && !kind.namespaced {
                    must_be_declared(node, kind, self.declared, report);
                }
            }
            // A kind that does not exist is made by nobody; in a file that is for the learner to
            // find out it may stand.
            None if !self.applied && is_slip(node) => {}
            _ => forbid(
                node.get("kind").map_or(node.line, |kind| kind.line),
                name,
                report,
            ),
        }
        let namespace = node
            .get("metadata")
            .and_then(|metadata| metadata.get("namespace"));
        if let Some(namespace) =
            namespace.filter(|name| self.applied || name.text() != Some("default"))
        {
            forbid(namespace.line, "metadata.namespace", report);
        }
        if self.applied {
            repeats(node, report);
            check_keys(name, node, report);
        }
        reach(node, self.applied, report);
    }

    /// Reports what a kustomization may not use, and what it names that is not in the lesson:
    /// kustomize fetches from elsewhere what it does not find (`github.com/…`).
    fn kustomization(&self, node: &Node, report: &mut Report) {
        let folder = self.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (key, value) in node.entries() {
            if !KUSTOMIZATION.contains(&key.name.as_str()) {
                forbid(key.line, &key.name, report);
            }
            let generated = value.items().iter().flat_map(|item| {
                let lists = ["files", "envs"]
                    .into_iter()
                    .filter_map(|list| item.get(list));
                lists.flat_map(Node::items).chain(item.get("env"))
            });
            let resources = value.items().iter().filter(|_| key.name == "resources");
            for path in resources.chain(generated) {
                let text = path.text().unwrap_or_default();
                let text = text.split_once('=').map_or(text, |(_, path)| path);
                self.kustomized(path.line, folder, text, report);
            }
        }
    }

    fn kustomized(&self, line: u32, folder: &str, path: &str, report: &mut Report) {
        if is_url(path) || !stays_inside(path) {
            return report.add(
                line,
                ProblemKind::PathEscape {
                    path: path.to_owned(),
                },
            );
        }
        let name = tidy(&format!("{folder}/{path}"));
        let below = format!("{name}/");
        if !self
            .files
            .iter()
            .any(|file| *file == name || file.starts_with(&below))
        {
            let nearest = nearest(&name, self.files.iter().copied());
            report.add(line, ProblemKind::UnknownFile { name, nearest });
        }
    }
}

/// What a part of an object has that lessons may not use: the value of `--overrides` or of a
/// patch, or the list of a JSON patch.
pub(super) fn forbidden_in_part(node: &Node) -> Vec<String> {
    let mut report = Report::new("");
    reach(node, true, &mut report);
    if let Some(namespace) = node
        .get("metadata")
        .and_then(|metadata| metadata.get("namespace"))
    {
        forbid(namespace.line, "metadata.namespace", &mut report);
    }
    for operation in node.items() {
        let path = operation
            .get("path")
            .and_then(Node::text)
            .unwrap_or_default();
        let steps = path
            .rsplit('/')
            .filter(|step| step.parse::<u32>().is_err() && *step != "-");
        // The same value as it stands in the object, so that one set of rules judges both.
        let value = operation.get("value").cloned().unwrap_or(Node {
            line: 1,
            data: Data::Null,
        });
        let whole = steps
            .filter(|step| !step.is_empty())
            .fold(value, |value, step| {
                let key = yaml::Key {
                    name: step.replace("~1", "/").replace("~0", "~"),
                    line: 1,
                };
                Node {
                    line: 1,
                    data: Data::Map(vec![(key, value)]),
                }
            });
        reach(&whole, true, &mut report);
    }
    let problems = report.into_problems().into_iter();
    problems
        .filter_map(|problem| match problem.kind {
            ProblemKind::ForbiddenManifest { what } => Some(what),
            _ => None,
        })
        .collect()
}

/// Whether a kind that podo does not know can be a slip: it stands in a group whose kinds are
/// known. What gives rights or extends the cluster stands in groups of its own.
fn is_slip(node: &Node) -> bool {
    let version = node.get("apiVersion").and_then(Node::text);
    version.is_none_or(|version| {
        KINDS
            .iter()
            .any(|kind| kind.api_versions.contains(&version))
    })
}

fn must_be_declared(node: &Node, kind: &Kind, declared: &[Ref], report: &mut Report) {
    let metadata = node.get("metadata");
    let name = metadata
        .and_then(|metadata| metadata.get("name"))
        .and_then(Node::text);
    let found = declared.iter().any(|target| {
        target.kind == kind.kind
            && target
                .name
                .as_deref()
                .is_none_or(|known| Some(known) == name)
    });
    if !found {
        let what = format!("{}/{}", kind.kind, name.unwrap_or_default());
        report.add(node.line, ProblemKind::NotDeclared { what });
    }
}

/// Reports keys that are there twice: kubectl and podo might each believe another one.
fn repeats(node: &Node, report: &mut Report) {
    for (at, (key, value)) in node.entries().iter().enumerate() {
        if node.entries()[..at]
            .iter()
            .any(|(other, _)| other.name == key.name)
        {
            report.add(
                key.line,
                ProblemKind::DuplicateKey {
                    key: key.name.clone(),
                },
            );
        }
        repeats(value, report);
    }
    node.items().iter().for_each(|item| repeats(item, report));
}

/// Reports everything below a node that reaches beyond the cluster's containers. Keys are looked
/// for at any depth and in any case of letters, so that a misplaced one is not overlooked. Where
/// it is `strict`, unknown kinds of volumes are reported as well.
fn reach(node: &Node, strict: bool, report: &mut Report) {
    for (key, value) in node.entries() {
        let name = key.name.as_str();
        if FREE.contains(&name) {
            continue;
        }
        let forbidden = match name.to_ascii_lowercase().as_str() {
            "hostnetwork" | "hostpid" | "hostipc" | "hostprocess" | "privileged" => {
                !is_false(value)
            }
            "hostport" => !matches!(value.text(), None | Some("0")),
            "add" => value.text().is_some() || !value.items().is_empty(),
            "procmount" => value.text() != Some("Default"),
            "sysctls" | "externalips" => !value.items().is_empty(),
            "hostpath" | "local" => !is_host_folder(value),
            _ => REMOTE_VOLUMES.contains(&name) && matches!(value.data, Data::Map(_)),
        };
        if forbidden {
            forbid(key.line, name, report);
        }
        if strict && name.eq_ignore_ascii_case("volumes") {
            volumes(value, report);
        }
        reach(value, strict, report);
    }
    node.items()
        .iter()
        .for_each(|item| reach(item, strict, report));
}

/// Reports volumes of kinds that are not on the list.
fn volumes(node: &Node, report: &mut Report) {
    // A JSON patch adds one volume, without a list around it.
    let volumes = node.items().iter().chain([node]);
    for (key, _) in volumes.flat_map(Node::entries) {
        let listed = VOLUMES.contains(&key.name.as_str());
        let reported = REMOTE_VOLUMES.contains(&key.name.as_str());
        // An unknown word is nothing to the cluster, but a kind of volume that podo has not heard
        // of looks just the same.
        if !listed && !reported {
            forbid(key.line, &format!("volumes.{}", key.name), report);
        }
    }
}

/// Whether a `hostPath` or `local` source is a folder directly below `/tmp/podo`.
fn is_host_folder(node: &Node) -> bool {
    let plain_type = node
        .get("type")
        .is_none_or(|kind| matches!(kind.text(), Some("" | "Directory" | "DirectoryOrCreate")));
    let paths: Vec<&Node> = node
        .entries()
        .iter()
        .filter_map(|(key, value)| key.name.eq_ignore_ascii_case("path").then_some(value))
        .collect();
    plain_type
        && paths.len() == 1
        && paths[0]
            .text()
            .and_then(|path| path.strip_prefix(HOST_FOLDER))
            .is_some_and(|name| {
                let name = name.strip_suffix('/').unwrap_or(name);
                stays_inside(name) && name != "." && !name.contains('/')
            })
}

/// Whether a file is a kustomization by its name.
fn is_kustomization(name: &str) -> bool {
    matches!(
        name,
        "kustomization.yaml" | "kustomization.yml" | "Kustomization"
    )
}

fn is_false(node: &Node) -> bool {
    matches!(node.data, Data::Bool(false, _) | Data::Null)
}

fn forbid(line: u32, what: &str, report: &mut Report) {
    report.add(
        line,
        ProblemKind::ForbiddenManifest {
            what: what.to_owned(),
        },
    );
}

#[cfg(test)]
mod tests;
