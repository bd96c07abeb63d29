//! Node selectors and node affinity.

use serde_json::Value;

use crate::object::Meta;

/// Whether a Pod may run on a node, as far as it chooses nodes.
pub(super) fn fits(pod: &Value, node: &Value) -> bool {
    let chosen = pod.at("spec.nodeSelector").and_then(Value::as_object);
    if chosen
        .into_iter()
        .flatten()
        .any(|(key, value)| node.label(key) != value.as_str())
    {
        return false;
    }
    let required =
        pod.at("spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    required.is_none_or(|required| any_term(required, node))
}

/// Whether a node fulfils one of the terms of a node selector.
pub(super) fn any_term(selector: &Value, node: &Value) -> bool {
    selector
        .list_at("nodeSelectorTerms")
        .iter()
        .any(|term| fulfils(term, node))
}

/// How much a Pod likes a node.
pub(super) fn preference(pod: &Value, node: &Value) -> i128 {
    let preferred =
        pod.list_at("spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution");
    let liked = preferred
        .iter()
        .filter(|p| p.get("preference").is_some_and(|term| fulfils(term, node)));
    liked
        .map(|p| i128::from(p.int_at("weight").unwrap_or(0)) * 20)
        .sum()
}

fn fulfils(term: &Value, node: &Value) -> bool {
    let labels = term.list_at("matchExpressions");
    let fields = term.list_at("matchFields");
    if labels.is_empty() && fields.is_empty() {
        return false;
    }
    labels
        .iter()
        .all(|e| holds(e, node.label(e.text_at("key"))))
        && fields.iter().all(|e| holds(e, Some(node.name())))
}

fn holds(expression: &Value, value: Option<&str>) -> bool {
    let values = expression.list_at("values");
    let listed = value.is_some_and(|v| values.iter().any(|w| w == v));
    let compared = || {
        Some((
            value?.parse::<i64>().ok()?,
            values.first()?.as_str()?.parse::<i64>().ok()?,
        ))
    };
    match expression.text_at("operator") {
        "In" => listed,
        "NotIn" => !listed,
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => compared().is_some_and(|(a, b)| a > b),
        "Lt" => compared().is_some_and(|(a, b)| a < b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_term_must_hold_with_all_its_expressions() {
        let node = json!({"metadata": {"name": "n", "labels": {"disk": "ssd", "cores": "8"}}});
        let pod = |terms: Value| json!({"spec": {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}}});
        let term = |key: &str, operator: &str, values: Value| json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]});
        assert!(fits(
            &pod(json!([term("disk", "In", json!(["ssd", "nvme"]))])),
            &node
        ));
        assert!(!fits(
            &pod(json!([
                term("disk", "NotIn", json!(["ssd"])),
                term("gpu", "Exists", json!([]))
            ])),
            &node
        ));
        assert!(fits(
            &pod(json!([
                term("gpu", "Exists", json!([])),
                term("cores", "Gt", json!(["4"]))
            ])),
            &node
        ));
        assert!(!fits(&pod(json!([{}])), &node));
    }
}
