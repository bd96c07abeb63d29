//! The roles that every cluster has for people: `cluster-admin`, `admin`, `edit` and `view`, with
//! upstream's rules for the kinds that are served.

use serde_json::{Value, json};

const READ: &[&str] = &["get", "list", "watch"];
const WRITE: &[&str] = &["create", "delete", "deletecollection", "patch", "update"];
const ALL: &[&str] = &[
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
];

/// Verbs, a group, and resources in it.
type Rule = (
    &'static [&'static str],
    &'static str,
    &'static [&'static str],
);

const VIEW: &[Rule] = &[
    (
        READ,
        "",
        &[
            "configmaps",
            "endpoints",
            "persistentvolumeclaims",
            "persistentvolumeclaims/status",
            "pods",
            "serviceaccounts",
            "services",
            "services/status",
        ],
    ),
    (
        READ,
        "",
        &[
            "bindings",
            "events",
            "limitranges",
            "namespaces/status",
            "pods/log",
            "pods/status",
            "resourcequotas",
            "resourcequotas/status",
        ],
    ),
    (READ, "", &["namespaces"]),
    (READ, "discovery.k8s.io", &["endpointslices"]),
    (
        READ,
        "apps",
        &[
            "deployments",
            "deployments/scale",
            "deployments/status",
            "replicasets",
            "replicasets/scale",
            "replicasets/status",
        ],
    ),
    (
        READ,
        "autoscaling",
        &[
            "horizontalpodautoscalers",
            "horizontalpodautoscalers/status",
        ],
    ),
    (READ, "batch", &["jobs", "jobs/status"]),
    (
        READ,
        "policy",
        &["poddisruptionbudgets", "poddisruptionbudgets/status"],
    ),
    (
        READ,
        "networking.k8s.io",
        &["ingresses", "ingresses/status", "networkpolicies"],
    ),
];

const EDIT: &[Rule] = &[
    (
        READ,
        "",
        &[
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
            "secrets",
            "services/proxy",
        ],
    ),
    (&["impersonate"], "", &["serviceaccounts"]),
    (
        WRITE,
        "",
        &[
            "pods",
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
        ],
    ),
    (&["create"], "", &["pods/eviction"]),
    (
        WRITE,
        "",
        &[
            "configmaps",
            "events",
            "persistentvolumeclaims",
            "secrets",
            "serviceaccounts",
            "services",
            "services/proxy",
        ],
    ),
    (&["create"], "", &["serviceaccounts/token"]),
    (
        WRITE,
        "apps",
        &[
            "deployments",
            "deployments/scale",
            "replicasets",
            "replicasets/scale",
        ],
    ),
    (WRITE, "autoscaling", &["horizontalpodautoscalers"]),
    (WRITE, "batch", &["jobs"]),
    (WRITE, "policy", &["poddisruptionbudgets"]),
    (
        WRITE,
        "networking.k8s.io",
        &["ingresses", "networkpolicies"],
    ),
];

const ADMIN: &[Rule] = &[
    (
        &["create"],
        "authorization.k8s.io",
        &["localsubjectaccessreviews"],
    ),
    (ALL, "rbac.authorization.k8s.io", &["rolebindings", "roles"]),
];

/// The roles as objects.
pub(super) fn roles() -> [Value; 4] {
    let everything = json!([
        {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]},
        {"verbs": ["*"], "nonResourceURLs": ["*"]},
    ]);
    [
        role("cluster-admin", &everything),
        role("admin", &rules(&[EDIT, VIEW, ADMIN])),
        role("edit", &rules(&[EDIT, VIEW])),
        role("view", &rules(&[VIEW])),
    ]
}

/// Who has the kubeconfig may do everything, as everywhere.
pub(super) fn binding() -> Value {
    let group = "rbac.authorization.k8s.io";
    json!({
        "metadata": {"name": "cluster-admin", "labels": labels()},
        "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": group, "kind": "Group", "name": "system:masters"}],
    })
}

fn labels() -> Value {
    json!({"kubernetes.io/bootstrapping": "rbac-defaults"})
}

fn role(name: &str, rules: &Value) -> Value {
    json!({"metadata": {"name": name, "labels": labels()}, "rules": rules})
}

fn rules(parts: &[&[Rule]]) -> Value {
    let rules = parts.iter().copied().flatten();
    rules
        .map(|(verbs, group, resources)| {
            json!({"verbs": verbs, "apiGroups": [group], "resources": resources})
        })
        .collect()
}
