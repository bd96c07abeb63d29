//! The table of served kinds: one row says all that the API, discovery and the printers need.

use std::hash::{Hash, Hasher};

/// A kind of object under one group and version, as it is served.
#[derive(Debug)]
pub struct Kind {
    /// The API group; empty for the core group.
    pub group: &'static str,
    /// The version within the group.
    pub version: &'static str,
    /// The name in `kind:`.
    pub kind: &'static str,
    /// The name in URLs.
    pub plural: &'static str,
    /// The lower-case name for one.
    pub singular: &'static str,
    /// What kubectl lets one type instead.
    pub short: &'static [&'static str],
    /// Objects live in namespaces.
    pub namespaced: bool,
    /// What may be done, in discovery's order.
    pub verbs: &'static [&'static str],
    /// Groups of kinds, such as `all`.
    pub categories: &'static [&'static str],
    /// What hangs below one object.
    pub subresources: &'static [Subresource],
    /// `metadata.generation` counts the changes of what is wanted.
    pub generation: bool,
    /// Under which name objects are stored; two views of one kind share it.
    pub storage: &'static str,
    /// The name of the schema in `io.k8s.…` form.
    pub schema: &'static str,
    /// Field selectors beside `metadata.name` and `metadata.namespace`: label, path.
    pub field_labels: &'static [(&'static str, &'static str)],
}

/// A subresource as discovery shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Subresource {
    /// The last part of the path.
    pub name: &'static str,
    /// The kind that travels: group, version, kind.
    pub kind: (&'static str, &'static str, &'static str),
    /// What may be done.
    pub verbs: &'static [&'static str],
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.group == other.group && self.version == other.version && self.plural == other.plural
    }
}

impl Eq for Kind {}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.group, self.version, self.plural).hash(state);
    }
}

impl Kind {
    /// `apps/v1`, or `v1` for the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() {
            self.version.to_owned()
        } else {
            format!("{}/{}", self.group, self.version)
        }
    }

    /// `deployments.apps`, or `pods` for the core group: how messages name the resource.
    pub fn qualified(&self) -> String {
        if self.group.is_empty() {
            self.plural.to_owned()
        } else {
            format!("{}.{}", self.plural, self.group)
        }
    }

    /// Objects of this kind are kept; others are only asked and answered (reviews).
    pub fn stored(&self) -> bool {
        self.verbs.contains(&"get")
    }

    /// There is no controller for objects of this kind, so none can be made.
    pub fn simulated(&self) -> bool {
        self.verbs != UNSIMULATED
    }

    /// The subresource of that name.
    pub fn subresource(&self, name: &str) -> Option<&'static Subresource> {
        self.subresources.iter().find(|s| s.name == name)
    }

    /// What kubectl prints as a warning whenever the kind is used.
    pub fn deprecated(&self) -> Option<&'static str> {
        (self.kind == "Endpoints").then_some(
            "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        )
    }

    /// The kind has a status that is written apart.
    pub fn has_status(&self) -> bool {
        self.subresource("status").is_some()
    }
}

/// The kind served under that group, version and plural.
pub fn find(group: &str, version: &str, plural: &str) -> Option<&'static Kind> {
    ALL.iter()
        .copied()
        .find(|k| k.group == group && k.version == version && k.plural == plural)
}

/// The kind with that `apiVersion` and `kind`.
pub fn find_by_kind(api_version: &str, kind: &str) -> Option<&'static Kind> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    ALL.iter()
        .copied()
        .find(|k| k.group == group && k.version == version && k.kind == kind)
}

/// The kind whose objects are kept under that name.
pub fn by_storage(name: &str) -> Option<&'static Kind> {
    ALL.iter()
        .copied()
        .find(|k| k.storage == name && k.stored())
}

/// Every kind whose objects are kept, each once: of two views the one that is stored.
pub fn stored() -> impl Iterator<Item = &'static Kind> {
    ALL.iter()
        .copied()
        .filter(|kind| kind.stored() && by_storage(kind.storage) == Some(*kind))
}

const FULL: &[&str] = &[
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
];
const NO_COLLECTION: &[&str] = &[
    "create", "delete", "get", "list", "patch", "update", "watch",
];
const ASK: &[&str] = &["create"];
/// Of kinds for which there is no controller: lists of them are empty, and making one is refused.
const UNSIMULATED: &[&str] = &["delete", "get", "list", "watch"];
const READ_WRITE: &[&str] = &["get", "patch", "update"];
const IN_ALL: &[&str] = &["all"];
const SCALE: Subresource = Subresource {
    name: "scale",
    kind: ("autoscaling", "v1", "Scale"),
    verbs: READ_WRITE,
};

const fn status(group: &'static str, version: &'static str, kind: &'static str) -> Subresource {
    Subresource {
        name: "status",
        kind: (group, version, kind),
        verbs: READ_WRITE,
    }
}

const BASE: Kind = Kind {
    group: "",
    version: "v1",
    kind: "",
    plural: "",
    singular: "",
    short: &[],
    namespaced: true,
    verbs: FULL,
    categories: &[],
    subresources: &[],
    generation: false,
    storage: "",
    schema: "",
    field_labels: &[],
};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $plural:literal, $singular:literal { $($field:ident: $value:expr),* $(,)? })*) => {
        $($(#[$doc])* pub static $name: &Kind = &Kind {
            kind: $kind, plural: $plural, singular: $singular, storage: $plural, $($field: $value,)* ..BASE
        };)*

        /// Every served kind, in the order in which discovery lists them.
        pub static ALL: &[&Kind] = &[$(&Kind {
            kind: $kind, plural: $plural, singular: $singular, storage: $plural, $($field: $value,)* ..BASE
        }),*];
    };
}

kinds! {
    /// Configuration as keys and values.
    CONFIG_MAP = "ConfigMap", "configmaps", "configmap" { short: &["cm"], schema: "io.k8s.api.core.v1.ConfigMap" }
    /// The addresses behind a Service, in the old form.
    ENDPOINTS = "Endpoints", "endpoints", "endpoints" { short: &["ep"], schema: "io.k8s.api.core.v1.Endpoints" }
    /// What happened to an object.
    EVENT = "Event", "events", "event" {
        short: &["ev"],
        schema: "io.k8s.api.core.v1.Event",
        field_labels: &[
            ("involvedObject.kind", "involvedObject.kind"),
            ("involvedObject.namespace", "involvedObject.namespace"),
            ("involvedObject.name", "involvedObject.name"),
            ("involvedObject.uid", "involvedObject.uid"),
            ("involvedObject.apiVersion", "involvedObject.apiVersion"),
            ("involvedObject.resourceVersion", "involvedObject.resourceVersion"),
            ("involvedObject.fieldPath", "involvedObject.fieldPath"),
            ("reason", "reason"),
            ("reportingComponent", "reportingComponent"),
            ("source", "source.component"),
            ("type", "type"),
        ],
    }
    /// Limits and defaults for what a namespace's Pods ask for.
    LIMIT_RANGE = "LimitRange", "limitranges", "limitrange" { short: &["limits"], schema: "io.k8s.api.core.v1.LimitRange" }
    /// A room for names.
    NAMESPACE = "Namespace", "namespaces", "namespace" {
        short: &["ns"],
        namespaced: false,
        verbs: NO_COLLECTION,
        schema: "io.k8s.api.core.v1.Namespace",
        subresources: &[
            Subresource { name: "finalize", kind: ("", "v1", "Namespace"), verbs: &["update"] },
            status("", "v1", "Namespace"),
        ],
        field_labels: &[("status.phase", "status.phase"), ("name", "metadata.name")],
    }
    /// A machine.
    NODE = "Node", "nodes", "node" {
        short: &["no"],
        namespaced: false,
        schema: "io.k8s.api.core.v1.Node",
        subresources: &[status("", "v1", "Node")],
        field_labels: &[("spec.unschedulable", "spec.unschedulable")],
    }
    /// A request for storage.
    PERSISTENT_VOLUME_CLAIM = "PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim" {
        short: &["pvc"],
        schema: "io.k8s.api.core.v1.PersistentVolumeClaim",
        subresources: &[status("", "v1", "PersistentVolumeClaim")],
    }
    /// A piece of storage.
    PERSISTENT_VOLUME = "PersistentVolume", "persistentvolumes", "persistentvolume" {
        short: &["pv"],
        namespaced: false,
        schema: "io.k8s.api.core.v1.PersistentVolume",
        subresources: &[status("", "v1", "PersistentVolume")],
    }
    /// Containers that run together.
    POD = "Pod", "pods", "pod" {
        short: &["po"],
        categories: IN_ALL,
        generation: true,
        schema: "io.k8s.api.core.v1.Pod",
        subresources: &[
            Subresource { name: "attach", kind: ("", "v1", "PodAttachOptions"), verbs: &["create", "get"] },
            Subresource { name: "binding", kind: ("", "v1", "Binding"), verbs: ASK },
            Subresource { name: "ephemeralcontainers", kind: ("", "v1", "Pod"), verbs: READ_WRITE },
            Subresource { name: "eviction", kind: ("policy", "v1", "Eviction"), verbs: ASK },
            Subresource { name: "exec", kind: ("", "v1", "PodExecOptions"), verbs: &["create", "get"] },
            Subresource { name: "log", kind: ("", "v1", "Pod"), verbs: &["get"] },
            Subresource { name: "portforward", kind: ("", "v1", "PodPortForwardOptions"), verbs: &["create", "get"] },
            Subresource {
                name: "proxy",
                kind: ("", "v1", "PodProxyOptions"),
                verbs: &["create", "delete", "get", "patch", "update"],
            },
            status("", "v1", "Pod"),
        ],
        field_labels: &[
            ("spec.nodeName", "spec.nodeName"),
            ("spec.host", "spec.nodeName"),
            ("spec.restartPolicy", "spec.restartPolicy"),
            ("spec.schedulerName", "spec.schedulerName"),
            ("spec.serviceAccountName", "spec.serviceAccountName"),
            ("spec.hostNetwork", "spec.hostNetwork"),
            ("status.phase", "status.phase"),
            ("status.podIP", "status.podIP"),
            ("status.podIPs", "status.podIP"),
            ("status.nominatedNodeName", "status.nominatedNodeName"),
        ],
    }
    /// What a namespace may use in all.
    RESOURCE_QUOTA = "ResourceQuota", "resourcequotas", "resourcequota" {
        short: &["quota"],
        schema: "io.k8s.api.core.v1.ResourceQuota",
        subresources: &[status("", "v1", "ResourceQuota")],
    }
    /// Configuration that is not shown to everybody.
    SECRET = "Secret", "secrets", "secret" {
        schema: "io.k8s.api.core.v1.Secret",
        field_labels: &[("type", "type")],
    }
    /// Who a Pod is.
    SERVICE_ACCOUNT = "ServiceAccount", "serviceaccounts", "serviceaccount" {
        short: &["sa"],
        schema: "io.k8s.api.core.v1.ServiceAccount",
        subresources: &[Subresource {
            name: "token",
            kind: ("authentication.k8s.io", "v1", "TokenRequest"),
            verbs: ASK,
        }],
    }
    /// One address for many Pods.
    SERVICE = "Service", "services", "service" {
        short: &["svc"],
        categories: IN_ALL,
        schema: "io.k8s.api.core.v1.Service",
        subresources: &[
            Subresource {
                name: "proxy",
                kind: ("", "v1", "ServiceProxyOptions"),
                verbs: &["create", "delete", "get", "patch", "update"],
            },
            status("", "v1", "Service"),
        ],
        field_labels: &[("spec.clusterIP", "spec.clusterIP"), ("spec.type", "spec.type")],
    }
    /// Pods of one template, replaced step by step.
    DEPLOYMENT = "Deployment", "deployments", "deployment" {
        group: "apps",
        short: &["deploy"],
        categories: IN_ALL,
        generation: true,
        schema: "io.k8s.api.apps.v1.Deployment",
        subresources: &[SCALE, status("apps", "v1", "Deployment")],
    }
    /// A number of equal Pods.
    REPLICA_SET = "ReplicaSet", "replicasets", "replicaset" {
        group: "apps",
        short: &["rs"],
        categories: IN_ALL,
        generation: true,
        schema: "io.k8s.api.apps.v1.ReplicaSet",
        subresources: &[SCALE, status("apps", "v1", "ReplicaSet")],
        field_labels: &[("status.replicas", "status.replicas")],
    }
    /// Pods with a name and a place of their own. Not simulated, as the next ones.
    STATEFUL_SET = "StatefulSet", "statefulsets", "statefulset" {
        group: "apps",
        short: &["sts"],
        verbs: UNSIMULATED,
        categories: IN_ALL,
        schema: "io.k8s.api.apps.v1.StatefulSet",
    }
    /// A Pod on each node.
    DAEMON_SET = "DaemonSet", "daemonsets", "daemonset" {
        group: "apps",
        short: &["ds"],
        verbs: UNSIMULATED,
        categories: IN_ALL,
        schema: "io.k8s.api.apps.v1.DaemonSet",
    }
    /// Jobs by the clock.
    CRON_JOB = "CronJob", "cronjobs", "cronjob" {
        group: "batch",
        short: &["cj"],
        verbs: UNSIMULATED,
        categories: IN_ALL,
        schema: "io.k8s.api.batch.v1.CronJob",
    }
    /// What ReplicaSets replaced.
    REPLICATION_CONTROLLER = "ReplicationController", "replicationcontrollers", "replicationcontroller" {
        short: &["rc"],
        verbs: UNSIMULATED,
        categories: IN_ALL,
        schema: "io.k8s.api.core.v1.ReplicationController",
    }
    /// Events in the newer form; the same objects as the core group's.
    NEW_EVENT = "Event", "events", "event" {
        group: "events.k8s.io",
        short: &["ev"],
        schema: "io.k8s.api.events.v1.Event",
        field_labels: &[
            ("regarding.kind", "regarding.kind"),
            ("regarding.namespace", "regarding.namespace"),
            ("regarding.name", "regarding.name"),
            ("regarding.uid", "regarding.uid"),
            ("regarding.apiVersion", "regarding.apiVersion"),
            ("regarding.resourceVersion", "regarding.resourceVersion"),
            ("regarding.fieldPath", "regarding.fieldPath"),
            ("reason", "reason"),
            ("reportingController", "reportingController"),
            ("type", "type"),
        ],
    }
    /// Asks who one is.
    SELF_SUBJECT_REVIEW = "SelfSubjectReview", "selfsubjectreviews", "selfsubjectreview" {
        group: "authentication.k8s.io",
        namespaced: false,
        verbs: ASK,
        schema: "io.k8s.api.authentication.v1.SelfSubjectReview",
    }
    /// Asks whether somebody may do something in a namespace.
    LOCAL_SUBJECT_ACCESS_REVIEW = "LocalSubjectAccessReview", "localsubjectaccessreviews", "localsubjectaccessreview" {
        group: "authorization.k8s.io",
        verbs: ASK,
        schema: "io.k8s.api.authorization.v1.LocalSubjectAccessReview",
    }
    /// Asks whether one may do something.
    SELF_SUBJECT_ACCESS_REVIEW = "SelfSubjectAccessReview", "selfsubjectaccessreviews", "selfsubjectaccessreview" {
        group: "authorization.k8s.io",
        namespaced: false,
        verbs: ASK,
        schema: "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
    }
    /// Asks for all that one may do.
    SELF_SUBJECT_RULES_REVIEW = "SelfSubjectRulesReview", "selfsubjectrulesreviews", "selfsubjectrulesreview" {
        group: "authorization.k8s.io",
        namespaced: false,
        verbs: ASK,
        schema: "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
    }
    /// Asks whether somebody may do something.
    SUBJECT_ACCESS_REVIEW = "SubjectAccessReview", "subjectaccessreviews", "subjectaccessreview" {
        group: "authorization.k8s.io",
        namespaced: false,
        verbs: ASK,
        schema: "io.k8s.api.authorization.v1.SubjectAccessReview",
    }
    /// Scaling by load; only the object.
    HORIZONTAL_POD_AUTOSCALER = "HorizontalPodAutoscaler", "horizontalpodautoscalers", "horizontalpodautoscaler" {
        group: "autoscaling",
        version: "v2",
        short: &["hpa"],
        categories: IN_ALL,
        schema: "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
        subresources: &[status("autoscaling", "v2", "HorizontalPodAutoscaler")],
    }
    /// Scaling by load in the older form; the same objects.
    OLD_AUTOSCALER = "HorizontalPodAutoscaler", "horizontalpodautoscalers", "horizontalpodautoscaler" {
        group: "autoscaling",
        short: &["hpa"],
        categories: IN_ALL,
        schema: "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
        subresources: &[status("autoscaling", "v1", "HorizontalPodAutoscaler")],
    }
    /// Pods that run to an end.
    JOB = "Job", "jobs", "job" {
        group: "batch",
        categories: IN_ALL,
        generation: true,
        schema: "io.k8s.api.batch.v1.Job",
        subresources: &[status("batch", "v1", "Job")],
        field_labels: &[("status.successful", "status.succeeded")],
    }
    /// Rules for HTTP from outside; only the object.
    INGRESS = "Ingress", "ingresses", "ingress" {
        group: "networking.k8s.io",
        short: &["ing"],
        generation: true,
        schema: "io.k8s.api.networking.v1.Ingress",
        subresources: &[status("networking.k8s.io", "v1", "Ingress")],
    }
    /// Who serves Ingresses.
    INGRESS_CLASS = "IngressClass", "ingressclasses", "ingressclass" {
        group: "networking.k8s.io",
        namespaced: false,
        generation: true,
        schema: "io.k8s.api.networking.v1.IngressClass",
    }
    /// Who may talk to whom; only the object.
    NETWORK_POLICY = "NetworkPolicy", "networkpolicies", "networkpolicy" {
        group: "networking.k8s.io",
        short: &["netpol"],
        generation: true,
        schema: "io.k8s.api.networking.v1.NetworkPolicy",
    }
    /// How many Pods must stay; only the object.
    POD_DISRUPTION_BUDGET = "PodDisruptionBudget", "poddisruptionbudgets", "poddisruptionbudget" {
        group: "policy",
        short: &["pdb"],
        generation: true,
        schema: "io.k8s.api.policy.v1.PodDisruptionBudget",
        subresources: &[status("policy", "v1", "PodDisruptionBudget")],
    }
    /// Who has rights everywhere.
    CLUSTER_ROLE_BINDING = "ClusterRoleBinding", "clusterrolebindings", "clusterrolebinding" {
        group: "rbac.authorization.k8s.io",
        namespaced: false,
        schema: "io.k8s.api.rbac.v1.ClusterRoleBinding",
    }
    /// What may be done, for any namespace.
    CLUSTER_ROLE = "ClusterRole", "clusterroles", "clusterrole" {
        group: "rbac.authorization.k8s.io",
        namespaced: false,
        schema: "io.k8s.api.rbac.v1.ClusterRole",
    }
    /// Who has a role in a namespace.
    ROLE_BINDING = "RoleBinding", "rolebindings", "rolebinding" {
        group: "rbac.authorization.k8s.io",
        schema: "io.k8s.api.rbac.v1.RoleBinding",
    }
    /// What may be done in a namespace.
    ROLE = "Role", "roles", "role" {
        group: "rbac.authorization.k8s.io",
        schema: "io.k8s.api.rbac.v1.Role",
    }
    /// A way to get storage.
    STORAGE_CLASS = "StorageClass", "storageclasses", "storageclass" {
        group: "storage.k8s.io",
        short: &["sc"],
        namespaced: false,
        schema: "io.k8s.api.storage.v1.StorageClass",
    }
    /// Kinds that are added to the API; there are none, and none can be made.
    CUSTOM_RESOURCE_DEFINITION = "CustomResourceDefinition", "customresourcedefinitions", "customresourcedefinition" {
        group: "apiextensions.k8s.io",
        short: &["crd", "crds"],
        namespaced: false,
        verbs: UNSIMULATED,
        categories: &["api-extensions"],
        schema: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
    }
    /// How important Pods are.
    PRIORITY_CLASS = "PriorityClass", "priorityclasses", "priorityclass" {
        group: "scheduling.k8s.io",
        short: &["pc"],
        namespaced: false,
        schema: "io.k8s.api.scheduling.v1.PriorityClass",
    }
    /// A sign of life or of leadership.
    LEASE = "Lease", "leases", "lease" {
        group: "coordination.k8s.io",
        schema: "io.k8s.api.coordination.v1.Lease",
    }
    /// A part of the addresses behind a Service.
    ENDPOINT_SLICE = "EndpointSlice", "endpointslices", "endpointslice" {
        group: "discovery.k8s.io",
        generation: true,
        schema: "io.k8s.api.discovery.v1.EndpointSlice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_kind_and_two_views_share_a_storage() {
        assert_eq!(find("apps", "v1", "deployments"), Some(DEPLOYMENT));
        assert_eq!(find("apps", "v2", "deployments"), None);
        assert_eq!(find_by_kind("v1", "Pod"), Some(POD));
        assert_eq!(EVENT.storage, NEW_EVENT.storage);
        assert_ne!(EVENT, NEW_EVENT);
        assert_eq!(DEPLOYMENT.qualified(), "deployments.apps");
        assert!(!SELF_SUBJECT_REVIEW.stored());
        assert_eq!(
            stored().filter(|k| k.kind == "Event").collect::<Vec<_>>(),
            [EVENT]
        );
        assert_eq!(
            by_storage("horizontalpodautoscalers"),
            Some(HORIZONTAL_POD_AUTOSCALER)
        );
    }

    #[test]
    fn every_row_names_a_schema_of_its_own_kind() {
        for kind in ALL {
            assert!(
                kind.schema
                    .ends_with(&format!(".{}.{}", kind.version, kind.kind)),
                "{}",
                kind.schema
            );
        }
    }
}
