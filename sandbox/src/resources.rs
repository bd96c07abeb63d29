//! What a Pod's containers ask for together.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{object::Meta, quantity::Quantity};

/// Amounts by the resource's name.
pub(crate) type Amounts = BTreeMap<String, Quantity>;

/// The amounts of a map such as `resources.requests` or a quota's `hard`.
pub(crate) fn amounts(map: Option<&Value>) -> Amounts {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries
        .filter_map(|(name, value)| Some((name.clone(), Quantity::parse(value.as_str()?)?)))
        .collect()
}

/// Adds amounts to a sum.
pub(crate) fn add(sum: &mut Amounts, more: Amounts) {
    for (name, amount) in more {
        let sum = sum.entry(name).or_insert(Quantity::ZERO);
        *sum = *sum + amount;
    }
}

/// The `requests` or `limits` of a Pod: the sum of its containers, or the most that one that comes
/// before them needs.
pub(crate) fn of_pod(pod: &Value, what: &str) -> Amounts {
    let of = |container: &Value| amounts(container.at("resources").and_then(|r| r.get(what)));
    let mut sum = Amounts::new();
    for container in pod.list_at("spec.containers") {
        add(&mut sum, of(container));
    }
    let (mut sidecars, mut first) = (Amounts::new(), Amounts::new());
    for container in pod.list_at("spec.initContainers") {
        if container.text_at("restartPolicy") == "Always" {
            add(&mut sidecars, of(container));
            continue;
        }
        for (name, amount) in of(container) {
            let beside = sidecars.get(&name).copied().unwrap_or(Quantity::ZERO);
            let most = first.entry(name).or_insert(Quantity::ZERO);
            *most = (*most).max(amount + beside);
        }
    }
    add(&mut sum, sidecars);
    for (name, amount) in first {
        let sum = sum.entry(name).or_insert(Quantity::ZERO);
        *sum = (*sum).max(amount);
    }
    sum
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn init_containers_count_only_where_they_need_more() {
        let container = |cpu: &str| json!({"resources": {"requests": {"cpu": cpu}}});
        let mut sidecar = container("100m");
        sidecar["restartPolicy"] = "Always".into();
        let of = |init: Value| {
            let pod = json!({"spec": {
                "initContainers": [sidecar, init],
                "containers": [container("1"), container("500m")],
            }});
            of_pod(&pod, "requests")["cpu"].to_string()
        };
        assert_eq!(of(container("1")), "1600m");
        assert_eq!(of(container("3")), "3100m");
        assert!(of_pod(&json!({}), "limits").is_empty());
    }
}
