//! What keeps a Pod from a Node.

use serde_json::json;

use super::*;

fn node(name: &str, labels: &Value, taints: &Value) -> Object {
    Object::redacted(
        json!({
            "metadata": {"name": name, "labels": labels},
            "spec": {"taints": taints},
            "status": {
                "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "110"},
                "conditions": [{"type": "Ready", "status": "True"}],
            },
        }),
        "Node",
        "v1",
    )
}

fn pod(spec: &Value) -> Object {
    Object::redacted(
        json!({"metadata": {"name": "web"}, "spec": spec}),
        "Pod",
        "v1",
    )
}

fn asks(cpu: &str) -> Value {
    json!({"containers": [{"name": "c", "resources": {"requests": {"cpu": cpu}}}]})
}

#[test]
fn labels_that_are_missing_or_differ() {
    let node = node("n", &json!({"disk": "hdd", "cores": "8"}), &json!([]));
    let misses = |spec| -> Vec<(String, Option<String>)> {
        let misses = label_misses(&pod(&spec), &node);
        misses
            .into_iter()
            .map(|miss| (miss.key, miss.actual))
            .collect()
    };
    assert_eq!(misses(json!({"nodeSelector": {"disk": "hdd"}})), []);
    assert_eq!(
        misses(json!({"nodeSelector": {"disk": "ssd", "zone": "a"}})),
        [
            ("disk".to_owned(), Some("hdd".to_owned())),
            ("zone".to_owned(), None)
        ]
    );
    let affinity = |terms: Value| {
        json!({"affinity": {"nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms},
        }}})
    };
    let expression = |key: &str, operator: &str, values: &[&str]| json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]});
    for (fits, term) in [
        (true, expression("disk", "In", &["ssd", "hdd"])),
        (false, expression("disk", "NotIn", &["ssd", "hdd"])),
        (true, expression("zone", "DoesNotExist", &[])),
        (false, expression("zone", "Exists", &[])),
        (true, expression("cores", "Gt", &["4"])),
        (false, expression("cores", "Lt", &["4"])),
    ] {
        assert_eq!(misses(affinity(json!([term]))).is_empty(), fits, "{term}");
    }
    // Terms are alternatives.
    let terms = [
        expression("zone", "Exists", &[]),
        expression("disk", "Exists", &[]),
    ];
    assert_eq!(misses(affinity(json!(terms))), []);
}

#[test]
fn taints_that_are_not_tolerated() {
    let taints = json!([
        {"key": "gpu", "value": "yes", "effect": "NoSchedule"},
        {"key": "soft", "effect": "PreferNoSchedule"},
        {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"},
    ]);
    let node = node("n", &json!({}), &taints);
    let keeps_away = |tolerations: Value| {
        !untolerated(&pod(&json!({"tolerations": tolerations})), &node).is_empty()
    };
    assert!(keeps_away(json!([])));
    assert!(keeps_away(
        json!([{"key": "gpu", "value": "no", "effect": "NoSchedule"}])
    ));
    assert!(keeps_away(
        json!([{"key": "gpu", "operator": "Exists", "effect": "NoExecute"}])
    ));
    assert!(!keeps_away(
        json!([{"key": "gpu", "value": "yes", "effect": "NoSchedule"}])
    ));
    assert!(!keeps_away(json!([{"key": "gpu", "operator": "Exists"}])));
    assert!(!keeps_away(json!([{"operator": "Exists"}])));
}

#[test]
fn room_that_others_leave() {
    let node = node("n", &json!({}), &json!([]));
    let mut other = asks("1500m");
    other["nodeName"] = json!("n");
    let facts = crate::snapshot::ClusterFacts::default();
    let mut snapshot = crate::snapshot::Snapshot::new(jiff::Timestamp::UNIX_EPOCH, facts);
    snapshot.objects = vec![node.clone(), pod(&other)];
    let graph = Graph::new(&snapshot);
    let shortage = |cpu: &str| {
        shortages(&pod(&asks(cpu)), &node, &graph)
            .into_iter()
            .next()
    };
    assert_eq!(shortage("500m"), None);
    assert!(!shortage("501m").unwrap().is_for_ever());
    assert!(shortage("3").unwrap().is_for_ever());
}

#[test]
fn what_a_pod_asks_for() {
    let mut spec = asks("100m");
    spec["initContainers"] = json!([{"resources": {"requests": {"cpu": "1"}}}]);
    spec["overhead"] = json!({"cpu": "50m"});
    assert_eq!(
        request(&pod(&spec), "cpu"),
        Quantity::parse("1050m").unwrap()
    );
}
