//! Which kinds the files of a lesson may make.

use crate::snapshot::kinds::Kind;

/// The kinds that the course teaches and that give nobody new rights. Endpoints are not among
/// them: through them the API server can be sent to any address. Nodes are made by nobody.
const MAKEABLE: &[&str] = &[
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "Ingress",
    "Job",
    "LimitRange",
    "Namespace",
    "NetworkPolicy",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "ReplicaSet",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
    "StatefulSet",
    "StorageClass",
];

/// Whether lessons may make objects of a kind.
pub(super) fn is_makeable(kind: &Kind) -> bool {
    MAKEABLE.contains(&kind.kind)
}
