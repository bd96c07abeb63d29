//! Volumes whose files are on the node: `hostPath`, `emptyDir`, and what claims stand for.

use serde_json::Value;

use super::{Node, NotMounted};
use crate::{
    containers::fs::{Content, Entry},
    kinds,
    object::{Meta, Object},
    volume,
};

/// Where a node keeps what belongs to Pods, each in a folder named by its identity.
pub(super) const PODS: &str = "/var/lib/kubelet/pods";

/// Where a node keeps what belongs to a Pod.
pub(super) fn folder(pod: &Object) -> String {
    format!("{PODS}/{}", pod.uid())
}

/// Where a node keeps an `emptyDir`.
pub(super) fn empty_folder(pod: &Object, volume: &str) -> String {
    format!("{}/volumes/kubernetes.io~empty-dir/{volume}", folder(pod))
}

/// What is said of a kind of volume that there is only in real clusters.
pub(super) fn not_simulated(kind: &str) -> String {
    format!("volumes of type {kind} are not simulated by podo-sandbox")
}

/// The path on the node of the volume that a claim is bound to.
pub(super) fn claimed(
    node: &Node,
    pod: &Object,
    own: &Value,
    claim: &str,
) -> Result<String, NotMounted> {
    let namespace = pod.namespace();
    let unusable = |why: &str| {
        let own = own.text_at("name");
        format!(
            "Unable to attach or mount volumes: unmounted volumes=[{own}], unattached volumes=[], failed to process volumes=[{own}]: error processing PVC {namespace}/{claim}: {why}"
        )
    };
    let found = node
        .registry
        .get(kinds::PERSISTENT_VOLUME_CLAIM, namespace, claim);
    let Ok(object) = found else {
        return Err(unusable(&format!(
            "failed to fetch PVC from API server: persistentvolumeclaims {claim:?} not found"
        )));
    };
    if own.get("ephemeral").is_some() && !volume::is_own(pod, &object) {
        return Err(unusable(&format!(
            "PVC {namespace}/{claim} was not created for pod {namespace}/{} (pod is not owner)",
            pod.name()
        )));
    }
    if object.deleting() {
        return Err(unusable("PVC is being deleted"));
    }
    if object.text_at("status.phase") != "Bound" {
        return Err(unusable("PVC is not bound"));
    }
    let name = object.text_at("spec.volumeName");
    let Ok(storage) = node.registry.get(kinds::PERSISTENT_VOLUME, "", name) else {
        return Err(unusable(&format!(
            "failed to fetch PV {name:?} from API server: persistentvolumes {name:?} not found"
        )));
    };
    if let Some(path) = storage.at("spec.hostPath.path").and_then(Value::as_str) {
        check(node, path, storage.text_at("spec.hostPath.type"))
            .map_err(|why| format!("MountVolume.SetUp failed for volume {name:?} : {why}"))?;
        return Ok(path.to_owned());
    }
    if let Some(path) = storage.at("spec.local.path").and_then(Value::as_str) {
        if node.files.lock().get(path).is_none() {
            return Err(format!(
                "MountVolume.NewMounter initialization failed for volume {name:?} : path {path:?} does not exist"
            ));
        }
        return Ok(path.to_owned());
    }
    let kind = volume::sources(&storage).next();
    let why = not_simulated(kind.map_or("", |(kind, _)| kind.as_str()));
    Err(format!(
        "MountVolume.SetUp failed for volume {name:?} : {why}"
    ))
}

/// Whether what stands at a path on the node is of the wanted kind; makes what may be made.
pub(super) fn check(node: &Node, path: &str, kind: &str) -> Result<(), String> {
    let path = &crate::containers::fs::normal(path);
    let wrong = |what: &str| {
        Err(format!(
            "hostPath type check failed: {path} is not a {what}"
        ))
    };
    let mut tree = node.files.lock();
    let entry = tree.get(path).cloned();
    let now = node.registry.clock().now();
    match (kind, entry) {
        ("Directory" | "DirectoryOrCreate", Some(entry)) if !entry.is_folder() => {
            wrong("directory")
        }
        ("Directory", None) if path != "/" => wrong("directory"),
        ("File" | "FileOrCreate", Some(entry)) if entry.is_folder() => wrong("file"),
        ("File", None) => wrong("file"),
        ("Socket", _) => wrong("socket file"),
        ("BlockDevice", _) => wrong("block device"),
        (
            "CharDevice",
            Some(Entry {
                content: Content::Device(_),
                ..
            }),
        ) => Ok(()),
        ("CharDevice", _) => wrong("character device"),
        ("FileOrCreate", None) => {
            tree.put(path, Entry::file(Vec::new(), 0o644, now));
            Ok(())
        }
        (_, None) if path != "/" => {
            tree.put(path, Entry::folder(now));
            Ok(())
        }
        _ => Ok(()),
    }
}
