//! What counts against a ResourceQuota.

use serde_json::Value;

use crate::{
    controllers::owners,
    defaults,
    kinds::{self, Kind},
    object::Meta,
    quantity::Quantity,
    registry::Registry,
    resources::{self, Amounts},
    store::Selection,
};

/// Kinds that a quota names by their plural alone, beside `count/<plural>`.
const PLAIN: &[&str] = &["configmaps", "resourcequotas", "secrets", "services"];
/// The part of a name that stands for the claims of one StorageClass.
const OF_CLASS: &str = ".storageclass.storage.k8s.io/";

/// The kinds whose objects a quota can count.
pub(crate) fn countable(kind: &Kind) -> bool {
    kind.namespaced && kind.stored() && kind.storage != kinds::EVENT.storage
}

/// A whole number.
fn whole(number: usize) -> Quantity {
    Quantity::parse(&number.to_string()).unwrap_or(Quantity::ZERO)
}

/// What an object uses, by the names that a quota has for it.
pub(crate) fn usage(kind: &Kind, object: &Value) -> Amounts {
    let one = whole(1);
    let mut usage = Amounts::new();
    usage.insert(format!("count/{}", kind.qualified()), one);
    if kind == kinds::POD {
        if !owners::ended(object) {
            usage.insert("pods".into(), one);
            compute(object, &mut usage);
        }
        return usage;
    }
    if kind.group.is_empty() && PLAIN.contains(&kind.plural) {
        usage.insert(kind.plural.into(), one);
    }
    if kind == kinds::SERVICE {
        let outside = object.text_at("spec.type");
        let ports = object.list_at("spec.ports").len();
        if matches!(outside, "NodePort" | "LoadBalancer") {
            usage.insert("services.nodeports".into(), whole(ports));
        }
        if outside == "LoadBalancer" {
            usage.insert("services.loadbalancers".into(), one);
        }
    }
    if kind == kinds::PERSISTENT_VOLUME_CLAIM {
        let class = object.text_at("spec.storageClassName");
        let storage = resources::amounts(object.at("spec.resources.requests"))
            .get("storage")
            .copied();
        for (name, amount) in [
            ("persistentvolumeclaims", Some(one)),
            ("requests.storage", storage),
        ] {
            let Some(amount) = amount else { continue };
            usage.insert(name.into(), amount);
            if !class.is_empty() {
                usage.insert(format!("{class}{OF_CLASS}{name}"), amount);
            }
        }
    }
    usage
}

fn compute(pod: &Value, usage: &mut Amounts) {
    for what in ["requests", "limits"] {
        for (name, amount) in resources::of_pod(pod, what) {
            // Requests of what every node has can be named without saying so.
            let short = matches!(name.as_str(), "cpu" | "memory" | "ephemeral-storage")
                || name.starts_with("hugepages-");
            if what == "requests" && short {
                usage.insert(name.clone(), amount);
            }
            usage.insert(format!("{what}.{name}"), amount);
        }
    }
}

/// Whether a quota is about an object, as far as its scopes say.
pub(crate) fn in_scope(quota: &Value, kind: &Kind, object: &Value) -> bool {
    let scopes = quota.list_at("spec.scopes");
    let expressions = quota.list_at("spec.scopeSelector.matchExpressions");
    if scopes.is_empty() && expressions.is_empty() {
        return true;
    }
    let lone = |scope: &Value| is_in(object, scope.as_str().unwrap_or(""));
    kind == kinds::POD && scopes.iter().all(lone) && expressions.iter().all(|e| selected(object, e))
}

fn is_in(pod: &Value, scope: &str) -> bool {
    let terminating = pod.int_at("spec.activeDeadlineSeconds").is_some();
    let best_effort = defaults::quality_of_service(pod) == "BestEffort";
    match scope {
        "Terminating" => terminating,
        "NotTerminating" => !terminating,
        "BestEffort" => best_effort,
        "NotBestEffort" => !best_effort,
        "PriorityClass" => !pod.text_at("spec.priorityClassName").is_empty(),
        "CrossNamespacePodAffinity" => crosses_namespaces(pod),
        _ => false,
    }
}

fn selected(pod: &Value, expression: &Value) -> bool {
    let scope = expression.text_at("scopeName");
    let is_in = is_in(pod, scope);
    if scope != "PriorityClass" {
        return is_in;
    }
    let class = pod.text_at("spec.priorityClassName");
    let listed = expression.list_at("values").iter().any(|v| v == class);
    match expression.text_at("operator") {
        "In" => is_in && listed,
        "NotIn" => !listed,
        "Exists" => is_in,
        "DoesNotExist" => !is_in,
        _ => false,
    }
}

fn crosses_namespaces(pod: &Value) -> bool {
    ["podAffinity", "podAntiAffinity"].iter().any(|affinity| {
        let rules = pod.at("spec.affinity").and_then(|a| a.get(*affinity));
        let required = rules
            .map_or(&[][..], |r| {
                r.list_at("requiredDuringSchedulingIgnoredDuringExecution")
            })
            .iter();
        let preferred = rules
            .map_or(&[][..], |r| {
                r.list_at("preferredDuringSchedulingIgnoredDuringExecution")
            })
            .iter()
            .filter_map(|p| p.get("podAffinityTerm"));
        required.chain(preferred).any(|term| {
            !term.list_at("namespaces").is_empty() || term.get("namespaceSelector").is_some()
        })
    })
}

/// What a quota limits, and how much of it.
pub(crate) fn hard(quota: &Value) -> Amounts {
    resources::amounts(quota.at("spec.hard"))
}

/// What is used of what a quota limits.
pub(crate) fn used(registry: &Registry, quota: &Value) -> Amounts {
    let hard = hard(quota);
    let mut used: Amounts = hard.keys().map(|k| (k.clone(), Quantity::ZERO)).collect();
    for kind in kinds::stored().filter(|kind| counts(kind, &hard)) {
        let selection = Selection::namespace(quota.namespace());
        for object in registry.list(kind, &selection).items {
            if in_scope(quota, kind, &object) {
                let mut usage = usage(kind, &object);
                usage.retain(|name, _| hard.contains_key(name));
                resources::add(&mut used, usage);
            }
        }
    }
    used
}

/// Whether objects of a kind use anything that is limited.
fn counts(kind: &Kind, hard: &Amounts) -> bool {
    countable(kind)
        && hard.keys().any(|name| {
            if let Some(counted) = name.strip_prefix("count/") {
                return counted == kind.qualified();
            }
            match kind.plural {
                "pods" => !name.contains("storage") || name.contains("ephemeral-storage"),
                "persistentvolumeclaims" => name.contains("storage") || name == kind.plural,
                plural => name.split('.').next() == Some(plural),
            }
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(usage: &Amounts) -> Vec<String> {
        usage.iter().map(|(k, v)| format!("{k}={v}")).collect()
    }

    #[test]
    fn each_kind_uses_what_a_quota_calls_it() {
        let pod = json!({"spec": {"containers": [{"resources": {"requests": {"cpu": "100m"}, "limits": {"cpu": "1", "memory": "1Gi"}}}]}});
        assert_eq!(
            shown(&usage(kinds::POD, &pod)),
            [
                "count/pods=1",
                "cpu=100m",
                "limits.cpu=1",
                "limits.memory=1Gi",
                "pods=1",
                "requests.cpu=100m"
            ]
        );
        let service = json!({"spec": {"type": "LoadBalancer", "ports": [{}, {}]}});
        assert_eq!(
            shown(&usage(kinds::SERVICE, &service)),
            [
                "count/services=1",
                "services=1",
                "services.loadbalancers=1",
                "services.nodeports=2"
            ]
        );
        let claim = json!({"spec": {"storageClassName": "fast", "resources": {"requests": {"storage": "2Gi"}}}});
        assert_eq!(
            shown(&usage(kinds::PERSISTENT_VOLUME_CLAIM, &claim)),
            [
                "count/persistentvolumeclaims=1",
                "fast.storageclass.storage.k8s.io/persistentvolumeclaims=1",
                "fast.storageclass.storage.k8s.io/requests.storage=2Gi",
                "persistentvolumeclaims=1",
                "requests.storage=2Gi"
            ]
        );
        assert_eq!(
            shown(&usage(kinds::DEPLOYMENT, &json!({}))),
            ["count/deployments.apps=1"]
        );
    }

    #[test]
    fn a_pod_that_has_ended_only_counts_as_an_object() {
        let pod = json!({"status": {"phase": "Failed"}, "spec": {"containers": []}});
        assert_eq!(shown(&usage(kinds::POD, &pod)), ["count/pods=1"]);
    }

    #[test]
    fn scopes_choose_pods() {
        let of = |scope: &str| json!({"spec": {"scopes": [scope]}});
        let pod = json!({"spec": {"containers": [{}], "activeDeadlineSeconds": 5, "priorityClassName": "high"}});
        for (scope, fits) in [
            ("Terminating", true),
            ("NotTerminating", false),
            ("BestEffort", true),
            ("NotBestEffort", false),
            ("PriorityClass", true),
            ("CrossNamespacePodAffinity", false),
        ] {
            assert_eq!(in_scope(&of(scope), kinds::POD, &pod), fits, "{scope}");
        }
        assert!(!in_scope(&of("BestEffort"), kinds::SECRET, &json!({})));
        let selector = |operator: &str, values: Value| json!({"spec": {"scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": operator, "values": values}]}}});
        for (operator, values, fits) in [
            ("In", json!(["high"]), true),
            ("In", json!(["low"]), false),
            ("NotIn", json!(["low"]), true),
            ("Exists", json!([]), true),
            ("DoesNotExist", json!([]), false),
        ] {
            let quota = selector(operator, values);
            assert_eq!(in_scope(&quota, kinds::POD, &pod), fits, "{operator}");
        }
    }
}
