//! The kinds of objects that podo knows: group, versions, plural name, scope.
//!
//! From the Kubernetes API reference; where a kind changed its version, the newest comes first and
//! the observer takes the first that the server serves (1.20 is the oldest that has to work).

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `Pod`.
    pub kind: &'static str,
    /// API versions (`group/version` or `v1`), newest first.
    pub api_versions: &'static [&'static str],
    /// `pods`.
    pub plural: &'static str,
    /// Short names that kubectl takes.
    pub short: &'static [&'static str],
    /// Whether it lives in a namespace.
    pub namespaced: bool,
}

const fn kind(
    kind: &'static str,
    api_versions: &'static [&'static str],
    plural: &'static str,
    short: &'static [&'static str],
    namespaced: bool,
) -> Kind {
    Kind {
        kind,
        api_versions,
        plural,
        short,
        namespaced,
    }
}

/// All kinds known, in alphabetical order.
pub const KINDS: &[Kind] = &[
    kind("ConfigMap", &["v1"], "configmaps", &["cm"], true),
    kind(
        "CronJob",
        &["batch/v1", "batch/v1beta1"],
        "cronjobs",
        &["cj"],
        true,
    ),
    kind("DaemonSet", &["apps/v1"], "daemonsets", &["ds"], true),
    kind("Deployment", &["apps/v1"], "deployments", &["deploy"], true),
    kind(
        "EndpointSlice",
        &["discovery.k8s.io/v1", "discovery.k8s.io/v1beta1"],
        "endpointslices",
        &[],
        true,
    ),
    kind("Endpoints", &["v1"], "endpoints", &["ep"], true),
    kind("Event", &["v1"], "events", &["ev"], true),
    kind(
        "HorizontalPodAutoscaler",
        &["autoscaling/v2", "autoscaling/v1"],
        "horizontalpodautoscalers",
        &["hpa"],
        true,
    ),
    kind(
        "Ingress",
        &["networking.k8s.io/v1", "networking.k8s.io/v1beta1"],
        "ingresses",
        &["ing"],
        true,
    ),
    kind("Job", &["batch/v1"], "jobs", &[], true),
    kind("LimitRange", &["v1"], "limitranges", &["limits"], true),
    kind("Namespace", &["v1"], "namespaces", &["ns"], false),
    kind(
        "NetworkPolicy",
        &["networking.k8s.io/v1"],
        "networkpolicies",
        &["netpol"],
        true,
    ),
    kind("Node", &["v1"], "nodes", &["no"], false),
    kind(
        "PersistentVolume",
        &["v1"],
        "persistentvolumes",
        &["pv"],
        false,
    ),
    kind(
        "PersistentVolumeClaim",
        &["v1"],
        "persistentvolumeclaims",
        &["pvc"],
        true,
    ),
    kind("Pod", &["v1"], "pods", &["po"], true),
    kind("ReplicaSet", &["apps/v1"], "replicasets", &["rs"], true),
    kind("ResourceQuota", &["v1"], "resourcequotas", &["quota"], true),
    kind("Secret", &["v1"], "secrets", &[], true),
    kind("Service", &["v1"], "services", &["svc"], true),
    kind("ServiceAccount", &["v1"], "serviceaccounts", &["sa"], true),
    kind("StatefulSet", &["apps/v1"], "statefulsets", &["sts"], true),
    kind(
        "StorageClass",
        &["storage.k8s.io/v1"],
        "storageclasses",
        &["sc"],
        false,
    ),
];

/// The kind of that name.
pub fn find(kind: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|known| known.kind == kind)
}

/// The kind that a word of a kubectl command names: `pod`, `pods`, `po`, `deployments.apps` …
pub fn from_argument(word: &str) -> Option<&'static Kind> {
    let word = word.split('.').next().unwrap_or(word).to_ascii_lowercase();
    KINDS.iter().find(|known| {
        known.plural == word
            || known.kind.eq_ignore_ascii_case(&word)
            || known.short.contains(&word.as_str())
    })
}

/// The kind whose name is nearest to a misspelt one.
pub fn nearest(kind: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .map(|known| (strsim::damerau_levenshtein(known.kind, kind), known.kind))
        .filter(|(distance, known)| *distance <= 2.max(known.len() / 3))
        .min()
        .map(|(_, known)| known)
}

impl Kind {
    /// The resource argument as kubectl writes it: the lower-case singular, `deployment`.
    pub fn singular(&self) -> String {
        self.kind.to_ascii_lowercase()
    }
}
