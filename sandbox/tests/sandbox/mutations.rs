//! Thousands of damaged requests: each is answered, none as an error of the server.

use serde_json::{Value, json};

use crate::{api::deployment, client::Cluster};

/// A small generator, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn atoms() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1_u64 << 40),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("💥"),
        json!([]),
        json!({}),
        json!([null]),
        json!({"$patch": "delete"}),
        json!({"$patch": "replace"}),
        json!([{"$patch": "replace"}]),
        json!({"$patch": "merge", "name": "c"}),
        json!("9".repeat(300)),
        json!("-5Gi"),
        json!("25%"),
    ]
}

fn objects() -> Vec<Value> {
    vec![
        deployment("a"),
        json!({"metadata": {"name": "a", "labels": {"a": "b"}, "finalizers": ["x/y"], "ownerReferences": [{"uid": "1", "name": "n", "kind": "k", "apiVersion": "v1"}]},
            "spec": {"containers": [{"name": "c", "image": "x", "ports": [{"containerPort": 80}], "env": [{"name": "A", "value": "b"}],
                "resources": {"limits": {"cpu": "1"}}, "volumeMounts": [{"name": "v", "mountPath": "/x"}], "livenessProbe": {"httpGet": {"port": 80}}}],
                "volumes": [{"name": "v", "emptyDir": {}}], "tolerations": [{"key": "a", "operator": "Exists"}]}}),
        json!({"metadata": {"name": "a"}, "spec": {"type": "NodePort", "selector": {"a": "b"}, "ports": [{"port": 80, "name": "x", "nodePort": 30001, "targetPort": "http"}]}}),
        json!({"metadata": {"name": "a", "managedFields": [{"manager": "m", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
            "fieldsV1": {"f:data": {".": {}, "f:a": {}}, "k:{\"a\":1}": {}}}]}, "data": {"a": "b"}, "binaryData": {"c": "AA=="}}),
        json!({"metadata": {"name": "a"}, "spec": {"scaleTargetRef": {"name": "a", "kind": "b"}, "maxReplicas": 3, "targetCPUUtilizationPercentage": 5}}),
        json!({"metadata": {"name": "a"}, "involvedObject": {"name": "x"}, "message": "m", "count": 3, "firstTimestamp": "2026-01-01T00:00:00Z"}),
    ]
}

fn damage(value: &Value, dice: &mut Dice, atoms: &[Value]) -> Value {
    if dice.below(15) == 0 {
        return dice.pick(atoms).clone();
    }
    match value {
        Value::Object(map) => {
            let mut out: serde_json::Map<String, Value> = serde_json::Map::new();
            for (key, value) in map {
                if dice.below(25) != 0 {
                    out.insert(key.clone(), damage(value, dice, atoms));
                }
            }
            if dice.below(20) == 0 {
                let key = dice.pick(&[
                    "$setElementOrder/containers",
                    "$retainKeys",
                    "$deleteFromPrimitiveList/finalizers",
                    "status",
                    "metadata",
                ]);
                out.insert((*key).to_owned(), dice.pick(atoms).clone());
            }
            out.into()
        }
        Value::Array(items) => items.iter().map(|v| damage(v, dice, atoms)).collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn damaged_requests_are_refused_and_never_a_crash() {
    const KINDS: &[&str] = &[
        "/api/v1/namespaces/default/pods",
        "/api/v1/namespaces/default/services",
        "/api/v1/namespaces/default/configmaps",
        "/api/v1/namespaces/default/events",
        "/apis/apps/v1/namespaces/default/deployments",
        "/apis/batch/v1/namespaces/default/jobs",
        "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers",
        "/apis/events.k8s.io/v1/namespaces/default/events",
        "/api/v1/namespaces",
    ];
    const PATCHES: &[&str] = &[
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
        "application/json-patch+json",
        "application/vnd.kubernetes.protobuf",
    ];
    const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";
    let cluster = Cluster::start().await;
    let (objects, atoms) = (objects(), atoms());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for round in 0..3000 {
        let object = damage(dice.pick(&objects), &mut dice, &atoms);
        let kind = dice.pick(KINDS);
        let query = dice.pick(&[
            "",
            "?fieldValidation=Strict",
            "?dryRun=All",
            "?fieldManager=x&force=true",
            "?limit=1",
        ]);
        let part = dice.pick(&["", "", "", "/status", "/scale"]);
        let (method, path) = match dice.below(10) {
            0..4 => ("POST", format!("{kind}{query}")),
            4..7 => ("PATCH", format!("{kind}/a{part}{query}")),
            7 => ("PUT", format!("{kind}/a{part}{query}")),
            8 => ("DELETE", format!("{kind}/a{query}")),
            _ => ("GET", format!("{kind}{query}")),
        };
        let mut body = object.to_string().into_bytes();
        if dice.below(30) == 0 {
            body.truncate(dice.below(body.len() + 1));
        }
        let ty = if method == "PATCH" {
            *dice.pick(PATCHES)
        } else {
            "application/json"
        };
        let accept = if dice.below(2) == 0 {
            TABLE
        } else {
            "application/json"
        };
        let shown = String::from_utf8_lossy(&body).into_owned();
        let what = format!("round {round}: {method} {path} {ty} {shown}");
        let (code, answer) = cluster
            .ask(method, path)
            .accept(accept)
            .body(ty, body)
            .answer()
            .await;
        assert!(code < 500, "{what}: {code} {answer}");
    }
}
