//! What would be put back, by values alone.

use super::*;

fn node(labels: &Value, spec: &Value) -> Value {
    json!({
        "metadata": {"name": "n", "uid": "u", "labels": labels, "resourceVersion": "7"},
        "spec": spec,
    })
}

#[test]
fn a_node_that_is_as_it_was_is_left_alone() {
    let before = node(
        &json!({"a": "1"}),
        &json!({"taints": [{"key": "x", "effect": "NoSchedule"}]}),
    );
    assert_eq!(node_patch(&node_before(&before), &before), None);
    // A controller has found the Node unreachable meanwhile: its affair.
    let now = node(
        &json!({"a": "1"}),
        &json!({"taints": [
            {"key": "node.kubernetes.io/unreachable", "effect": "NoExecute"},
            {"key": "x", "effect": "NoSchedule"},
        ]}),
    );
    assert_eq!(node_patch(&node_before(&before), &now), None);
}

#[test]
fn labels_taints_and_cordon_go_back() {
    let before = node(&json!({"a": "1", "b": "2"}), &json!({}));
    let now = node(
        &json!({"a": "9", "c": "3"}),
        &json!({"unschedulable": true, "taints": [
            {"key": "podo", "effect": "NoSchedule"},
            {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"},
        ]}),
    );
    let patch = node_patch(&node_before(&before), &now).unwrap();
    assert_eq!(
        patch,
        json!({
            "metadata": {
                "labels": {"c": null, "a": "1", "b": "2"},
                "resourceVersion": "7",
            },
            "spec": {
                "taints": [{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}],
                "unschedulable": null,
            },
        })
    );
}
