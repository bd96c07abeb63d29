//! A pattern against an object: what fits and which field differs.

use serde_json::{Value, json};

use super::object;
use crate::check::matcher;

fn differs(pattern: &Value, actual: Value) -> Vec<String> {
    let found = matcher::mismatches(pattern, &object(actual));
    found
        .iter()
        .map(|mismatch| mismatch.path.to_string())
        .collect()
}

fn web(containers: &Value) -> Value {
    json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": containers}})
}

#[test]
fn a_part_matches_and_what_is_more_does_not_matter() {
    let actual = web(&json!([
        {"name": "sidecar", "image": "busybox"},
        {"name": "web", "image": "docker.io/library/nginx:1.27", "resources": {"limits": {"memory": "1Gi"}}},
    ]));
    for pattern in [
        json!({}),
        json!({"spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]}}),
        json!({"spec": {"containers": [{"name": "web", "image": "nginx"}]}}),
        json!({"spec": {"containers": [{"image": "nginx"}]}}),
        json!({"spec": {"containers": [{"name": "web", "resources": {"limits": {"memory": "1024Mi"}}}]}}),
        json!({"spec": {"nodeName": null}}),
    ] {
        assert_eq!(
            differs(&pattern, actual.clone()),
            Vec::<String>::new(),
            "{pattern}"
        );
    }
}

#[test]
fn mismatches_name_the_field() {
    let actual = web(&json!([
        {"name": "web", "image": "nginx:1.28", "command": ["sleep", "1"], "ports": [{"containerPort": 80}],
         "volumeMounts": [{"name": "data", "mountPath": "/date"}]},
    ]));
    for (pattern, path) in [
        (
            json!({"spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]}}),
            "spec.containers[0].image",
        ),
        (
            json!({"spec": {"containers": [{"name": "app"}]}}),
            "spec.containers[1]",
        ),
        (
            json!({"spec": {"containers": [{"command": ["sleep"]}]}}),
            "spec.containers[0].command",
        ),
        (
            json!({"spec": {"containers": [{"ports": [{"containerPort": 81}]}]}}),
            "spec.containers[0].ports[1]",
        ),
        // The volume that is wanted, mounted at another path.
        (
            json!({"spec": {"containers": [{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}]}}),
            "spec.containers[0].volumeMounts[0].mountPath",
        ),
        (
            json!({"spec": {"containers": [{"volumeMounts": [{"name": "logs", "mountPath": "/logs"}]}]}}),
            "spec.containers[0].volumeMounts[1]",
        ),
        (json!({"spec": {"nodeName": "a"}}), "spec.nodeName"),
        (
            json!({"metadata": {"labels": {"app": "web"}}}),
            "metadata.labels.app",
        ),
        (json!({"spec": {"containers": null}}), "spec.containers"),
    ] {
        assert_eq!(differs(&pattern, actual.clone()), [path], "{pattern}");
    }
}
