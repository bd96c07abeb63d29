//! Quotas.

use serde_json::Value;

use super::{Causes, format};
use crate::{object::Meta, resources};

const SCOPES: &[&str] = &[
    "BestEffort",
    "CrossNamespacePodAffinity",
    "NotBestEffort",
    "NotTerminating",
    "PriorityClass",
    "Terminating",
    "VolumeAttributesClass",
];
/// What is counted in whole numbers.
const COUNTED: &[&str] = &[
    "configmaps",
    "persistentvolumeclaims",
    "pods",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "services",
    "services.loadbalancers",
    "services.nodeports",
];
const COMPUTE: &[&str] = &["cpu", "memory", "ephemeral-storage"];

/// Whether a quota knows a resource that stands without a domain.
fn is_standard(name: &str) -> bool {
    let (what, resource) = name.split_once('.').unwrap_or(("requests", name));
    COUNTED.contains(&name)
        || name == "requests.storage"
        || (matches!(what, "requests" | "limits") && COMPUTE.contains(&resource))
        || (what == "requests" && resource.starts_with("hugepages-"))
}

/// What a quota limits, and for which Pods.
pub(super) fn quota(object: &Value, causes: &mut Causes) {
    let hard = resources::amounts(object.at("spec.hard"));
    for (name, amount) in &hard {
        let field = format!("spec.hard[{name}]");
        for text in format::qualified(name) {
            causes.invalid_text(&field, name, &text);
        }
        if !name.contains('/') && !is_standard(name) {
            let detail = "must be a standard resource type or fully qualified";
            causes.invalid_text(&field, name, detail);
            causes.invalid_text(&field, name, "must be a standard resource for quota");
        }
        let shown = amount.to_string();
        if amount.is_negative() {
            causes.invalid_text(&field, &shown, "must be greater than or equal to 0");
        }
        if COUNTED.contains(&name.as_str()) && amount.nano() % 1_000_000_000 != 0 {
            causes.invalid_text(&field, &shown, "must be an integer");
        }
    }
    let names: Vec<&str> = hard.keys().map(String::as_str).collect();
    scopes(object, &names, causes);
    selector(object, &names, causes);
}

fn scopes(object: &Value, hard: &[&str], causes: &mut Causes) {
    let Some(value) = object.at("spec.scopes") else {
        return;
    };
    let list: Vec<&str> = object
        .list_at("spec.scopes")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for scope in &list {
        if !SCOPES.contains(scope) {
            causes.invalid("spec.scopes", value, "unsupported scope");
        }
        for _ in hard.iter().filter(|name| misplaced(scope, name)) {
            let detail = "unsupported scope applied to resource";
            causes.invalid("spec.scopes", value, detail);
        }
    }
    for (a, b) in [
        ("BestEffort", "NotBestEffort"),
        ("Terminating", "NotTerminating"),
    ] {
        if list.contains(&a) && list.contains(&b) {
            causes.invalid("spec.scopes", value, "conflicting scopes");
        }
    }
}

/// Whether a scope says nothing about a resource.
fn misplaced(scope: &str, name: &str) -> bool {
    let compute = COMPUTE.contains(&name)
        || name
            .split_once('.')
            .is_some_and(|(_, resource)| COMPUTE.contains(&resource));
    match scope {
        "BestEffort" => is_standard(name) && name != "pods",
        "VolumeAttributesClass" => {
            is_standard(name) && !matches!(name, "persistentvolumeclaims" | "requests.storage")
        }
        _ => SCOPES.contains(&scope) && is_standard(name) && name != "pods" && !compute,
    }
}

fn selector(object: &Value, hard: &[&str], causes: &mut Causes) {
    let Some(selector) = object.at("spec.scopeSelector") else {
        return;
    };
    let field = "spec.scopeSelector.matchExpressions";
    for expression in selector.list_at("matchExpressions") {
        let scope = expression.text_at("scopeName");
        let operator = expression.text_at("operator");
        let values = expression.list_at("values");
        if !SCOPES.contains(&scope) {
            causes.invalid_text(&format!("{field}.scopeName"), scope, "unsupported scope");
        }
        for _ in hard.iter().filter(|name| misplaced(scope, name)) {
            let detail = "unsupported scope applied to resource";
            causes.invalid(field, selector, detail);
        }
        let plain = !matches!(scope, "PriorityClass" | "VolumeAttributesClass");
        if plain && SCOPES.contains(&scope) && operator != "Exists" {
            causes.invalid_text(&format!("{field}.operator"), operator, "must be 'Exist' only operator when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        match operator {
            "In" | "NotIn" if values.is_empty() => causes.required(
                &format!("{field}.values"),
                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
            ),
            "Exists" | "DoesNotExist" if !values.is_empty() => causes.invalid(
                &format!("{field}.values"),
                &expression["values"],
                "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
            ),
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => causes.invalid_text(
                &format!("{field}.operator"),
                other,
                "not a valid selector operator",
            ),
        }
    }
}

/// For which Pods a quota is does not change.
pub(super) fn update(old: &Value, new: &Value, causes: &mut Causes) {
    let sorted = |object: &Value| {
        let scopes = object.list_at("spec.scopes").iter();
        let mut scopes: Vec<String> = scopes.map(ToString::to_string).collect();
        scopes.sort();
        scopes
    };
    if sorted(old) != sorted(new) {
        let scopes = new.at("spec.scopes").unwrap_or(&Value::Null);
        causes.invalid("spec.scopes", scopes, "field is immutable");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(spec: &Value) -> Vec<String> {
        let mut causes = Causes::default();
        quota(&json!({"spec": spec}), &mut causes);
        let causes = causes.into_inner().into_iter();
        causes
            .map(|c| format!("{}: {}", c.field, c.message))
            .collect()
    }

    #[test]
    fn a_quota_is_judged_as_upstream_judges_it() {
        assert_eq!(
            told(
                &json!({"hard": {"cpu": "-1", "foo": "1", "pods": "1500m", "count/x": "1", "requests.storage": "1"}})
            ),
            [
                "spec.hard[cpu]: Invalid value: \"-1\": must be greater than or equal to 0",
                "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource type or fully qualified",
                "spec.hard[foo]: Invalid value: \"foo\": must be a standard resource for quota",
                "spec.hard[pods]: Invalid value: \"1500m\": must be an integer",
            ]
        );
        assert_eq!(
            told(&json!({"hard": {"services": "1"}, "scopes": ["BestEffort"]})),
            ["spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource"]
        );
        assert_eq!(
            told(&json!({"hard": {"pods": "1"}, "scopes": ["BestEffort", "NotBestEffort"]})),
            ["spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"]
        );
        let expression = |operator: &str, values: Value| json!({"hard": {"pods": "1"}, "scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": operator, "values": values}]}});
        assert!(told(&expression("In", json!(["high"]))).is_empty());
        assert_eq!(
            told(&expression("In", json!([]))),
            [
                "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
            ]
        );
    }

    #[test]
    fn amounts_that_are_none_are_not_judged_here() {
        assert!(told(&json!({"hard": {"cpu": "x"}})).is_empty());
    }
}
