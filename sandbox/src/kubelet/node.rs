//! The node as an object: what minikube's says, and that it is simulated.

use serde_json::{Value, json};

use super::Disk;
use crate::{
    kinds,
    object::{Meta, child},
    refusal::Refusal,
    registry::Registry,
};

/// What a node has.
#[derive(Clone, Debug)]
pub struct NodeOptions {
    /// Its name.
    pub name: String,
    /// Its address.
    pub ip: String,
    /// It is the one that runs the control plane.
    pub control_plane: bool,
    /// Processors.
    pub cpus: u32,
    /// Memory in KiB.
    pub memory: u64,
    /// What an earlier run left on its disk, by [`Cluster::disks`](crate::cluster::Cluster::disks).
    pub disk: Disk,
}

impl NodeOptions {
    /// The nodes of a cluster of a size, named and addressed as minikube's.
    pub fn cluster(size: usize) -> Vec<Self> {
        (0..size.max(1))
            .map(|number| Self {
                name: if number == 0 {
                    "minikube".to_owned()
                } else {
                    format!("minikube-m{:02}", number + 1)
                },
                ip: format!("192.168.49.{}", number + 2),
                control_plane: number == 0,
                cpus: 2,
                memory: 8 << 20,
                disk: Disk::default(),
            })
            .collect()
    }
}

/// The version that the node's programs have.
pub(crate) fn version() -> String {
    format!("v1.{}.0", crate::MINOR)
}

fn conditions(stamp: &str) -> Vec<Value> {
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ]
    .into_iter()
    .map(|(kind, status, reason, message)| {
        json!({"type": kind, "status": status, "reason": reason, "message": message, "lastHeartbeatTime": stamp, "lastTransitionTime": stamp})
    })
    .collect()
}

/// Makes the node and its Lease, or brings what is there up to date.
pub(super) fn register(registry: &Registry, options: &NodeOptions) -> Result<(), Refusal> {
    let name = options.name.as_str();
    let stamp = registry.clock().stamp();
    let mut labels = json!({
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "minikube.k8s.io/name": "minikube",
        "minikube.k8s.io/primary": options.control_plane.to_string(),
    });
    if options.control_plane {
        labels["node-role.kubernetes.io/control-plane"] = "".into();
        labels["node.kubernetes.io/exclude-from-external-load-balancers"] = "".into();
    }
    let node = json!({
        "metadata": {"name": name, "labels": labels, "annotations": {
            "node.alpha.kubernetes.io/ttl": "0",
            "volumes.kubernetes.io/controller-managed-attach-detach": "true",
            "podo.dev/simulated": "This node is simulated by podo-sandbox: no containers run, no images are downloaded.",
        }},
        "spec": {},
    });
    match registry.create(kinds::NODE, "", &node) {
        Err(refusal) if !refusal.is_already_exists() => return Err(refusal),
        _ => {}
    }
    let amounts = |memory: u64, disk: &str| json!({"cpu": options.cpus.to_string(), "ephemeral-storage": disk, "hugepages-1Gi": "0", "hugepages-2Mi": "0", "memory": format!("{memory}Ki"), "pods": "110"});
    registry.update_status(kinds::NODE, "", name, |status| {
        let before = status.list_at("conditions").to_vec();
        let mut now = conditions(&stamp);
        for condition in &mut now {
            if let Some(old) = before.iter().find(|b| b["type"] == condition["type"] && b["status"] == condition["status"]) {
                condition["lastTransitionTime"] = old["lastTransitionTime"].clone();
            }
        }
        *status = json!({
            "addresses": [{"type": "InternalIP", "address": options.ip}, {"type": "Hostname", "address": name}],
            "capacity": amounts(options.memory, "61255492Ki"),
            // What the system keeps for itself is a hundred mebibytes, as on the recorded node.
            "allocatable": amounts(options.memory.saturating_sub(100 << 10), "56453061334"),
            "conditions": now,
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {
                "architecture": "amd64",
                "bootID": "podo-sandbox",
                "containerRuntimeVersion": "podo-sandbox://simulated",
                "kernelVersion": "6.6.0-podo-sandbox",
                "kubeProxyVersion": "",
                "kubeletVersion": version(),
                "machineID": "podo-sandbox",
                "operatingSystem": "linux",
                "osImage": "podo-sandbox (simulated)",
                "systemUUID": "podo-sandbox",
            },
        });
    })?;
    renew(registry, name)
}

/// Gives a sign of life.
pub(super) fn renew(registry: &Registry, name: &str) -> Result<(), Refusal> {
    let renewed = registry.clock().micro_stamp();
    let done = registry.patch(kinds::LEASE, "kube-node-lease", name, |lease| {
        *child(child(lease, "spec"), "renewTime") = renewed.clone().into();
        Ok(())
    });
    match done {
        Err(refusal) if refusal.is_not_found() => {
            let uid = registry
                .get(kinds::NODE, "", name)
                .map(|n| n.uid().to_owned())
                .unwrap_or_default();
            let lease = json!({
                "metadata": {"name": name, "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": name, "uid": uid}]},
                "spec": {"holderIdentity": name, "leaseDurationSeconds": 40, "renewTime": renewed},
            });
            registry
                .create(kinds::LEASE, "kube-node-lease", &lease)
                .map(|_| ())
        }
        other => other.map(|_| ()),
    }
}

/// Brings the conditions' heartbeat up to date, as a kubelet does every five minutes.
pub(super) fn heartbeat(registry: &Registry, name: &str) -> Result<(), Refusal> {
    let stamp = registry.clock().stamp();
    registry
        .update_status(kinds::NODE, "", name, |status| {
            for condition in status
                .get_mut("conditions")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                condition["lastHeartbeatTime"] = stamp.clone().into();
            }
        })
        .map(|_| ())
}
