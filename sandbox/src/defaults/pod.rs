//! Defaults of Pods and Pod templates, and what admission adds to every Pod.

use serde_json::{Value, json};

use super::{list, ports, set};
use crate::{
    object::{Meta, child},
    quantity::Quantity,
};

/// A Pod: its spec, and what templates do not get.
pub(super) fn pod(object: &mut Value) {
    let pod_spec = child(object, "spec");
    set(pod_spec, "enableServiceLinks", true);
    for containers in ["containers", "initContainers"] {
        for container in list(pod_spec, containers) {
            requests_from_limits(container);
        }
    }
    spec(pod_spec);
    let quality = quality_of_service(object);
    let status = child(object, "status");
    set(status, "phase", "Pending");
    set(status, "qosClass", quality);
}

/// The spec of a Pod or of a template.
pub(super) fn spec(spec: &mut Value) {
    set(spec, "restartPolicy", "Always");
    set(spec, "terminationGracePeriodSeconds", 30);
    set(spec, "dnsPolicy", "ClusterFirst");
    set(spec, "securityContext", json!({}));
    set(spec, "schedulerName", "default-scheduler");
    // The old name of the field says the same as the new one.
    let account = spec
        .get("serviceAccountName")
        .or_else(|| spec.get("serviceAccount"))
        .cloned();
    if let Some(account) = account {
        *child(spec, "serviceAccountName") = account.clone();
        *child(spec, "serviceAccount") = account;
    }
    let host_network = spec.at("hostNetwork") == Some(&true.into());
    for containers in ["initContainers", "containers", "ephemeralContainers"] {
        for entry in list(spec, containers) {
            container(entry);
            if host_network && containers != "ephemeralContainers" {
                for port in list(entry, "ports") {
                    let inside = port["containerPort"].clone();
                    set(port, "hostPort", inside);
                }
            }
        }
    }
    for entry in list(spec, "volumes") {
        volume(entry);
    }
}

fn container(container: &mut Value) {
    set(container, "terminationMessagePath", "/dev/termination-log");
    set(container, "terminationMessagePolicy", "File");
    let policy = if latest(container.text_at("image")) {
        "Always"
    } else {
        "IfNotPresent"
    };
    set(container, "imagePullPolicy", policy);
    set(container, "resources", json!({}));
    ports(container);
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = container.get_mut(probe).filter(|p| p.is_object()) {
            set(probe, "timeoutSeconds", 1);
            set(probe, "periodSeconds", 10);
            set(probe, "successThreshold", 1);
            set(probe, "failureThreshold", 3);
            handler(probe);
        }
    }
    for hook in ["postStart", "preStop"] {
        if let Some(hook) = container.get_mut("lifecycle").and_then(|l| l.get_mut(hook)) {
            handler(hook);
        }
    }
    for variable in list(container, "env") {
        if let Some(field) = variable
            .get_mut("valueFrom")
            .and_then(|v| v.get_mut("fieldRef"))
        {
            set(field, "apiVersion", "v1");
        }
        if let Some(resource) = variable
            .get_mut("valueFrom")
            .and_then(|v| v.get_mut("resourceFieldRef"))
        {
            set(resource, "divisor", "0");
        }
    }
}

fn handler(handler: &mut Value) {
    if let Some(get) = handler.get_mut("httpGet").filter(|g| g.is_object()) {
        set(get, "path", "/");
        set(get, "scheme", "HTTP");
    }
    if let Some(grpc) = handler.get_mut("grpc").filter(|g| g.is_object()) {
        set(grpc, "service", "");
    }
}

/// Whether an image name has the tag `latest` or none, and no digest.
fn latest(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

fn volume(volume: &mut Value) {
    if volume
        .as_object()
        .is_some_and(|v| v.keys().all(|k| k == "name"))
    {
        *child(volume, "emptyDir") = json!({});
    }
    for source in ["secret", "configMap", "downwardAPI", "projected"] {
        if let Some(source) = volume.get_mut(source).filter(|s| s.is_object()) {
            set(source, "defaultMode", 0o644);
        }
    }
    if let Some(path) = volume.get_mut("hostPath").filter(|p| p.is_object()) {
        set(path, "type", "");
    }
    if let Some(down) = volume.get_mut("downwardAPI").filter(|p| p.is_object()) {
        downward(down);
    }
    if let Some(projected) = volume.get_mut("projected").filter(|p| p.is_object()) {
        for source in list(projected, "sources") {
            if let Some(token) = source
                .get_mut("serviceAccountToken")
                .filter(|t| t.is_object())
            {
                set(token, "expirationSeconds", 3600);
            }
            if let Some(down) = source.get_mut("downwardAPI").filter(|p| p.is_object()) {
                downward(down);
            }
        }
    }
}

fn downward(source: &mut Value) {
    for item in list(source, "items") {
        if let Some(field) = item.get_mut("fieldRef").filter(|f| f.is_object()) {
            set(field, "apiVersion", "v1");
        }
    }
}

fn requests_from_limits(container: &mut Value) {
    let limits = container
        .at("resources.limits")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (resource, amount) in limits {
        set(
            child(child(container, "resources"), "requests"),
            &resource,
            amount,
        );
    }
}

/// What admission adds to a new Pod: identity, tolerations, priority.
///
/// `suffix` makes the name of the token's volume unique.
pub fn admit(object: &mut Value, suffix: &str) {
    let spec = child(object, "spec");
    set(spec, "serviceAccountName", "default");
    let account = spec["serviceAccountName"].clone();
    set(spec, "serviceAccount", account);
    set(spec, "priority", 0);
    set(spec, "preemptionPolicy", "PreemptLowerPriority");
    tolerate(spec);
    if spec.at("automountServiceAccountToken") == Some(&false.into()) {
        return;
    }
    token_volume(spec, suffix);
}

/// Every Pod may stay for five minutes on a node that does not answer, also after a change.
pub fn tolerate(spec: &mut Value) {
    for key in [
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    ] {
        let tolerated = spec.list_at("tolerations").iter().any(|t| {
            matches!(t.text_at("key"), k if k.is_empty() || k == key)
                && matches!(t.text_at("effect"), "" | "NoExecute")
        });
        if !tolerated {
            let toleration = json!({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300});
            push(spec, "tolerations", toleration);
        }
    }
}

const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

fn token_volume(spec: &mut Value, suffix: &str) {
    let name = format!("kube-api-access-{suffix}");
    let mut used = false;
    for containers in ["initContainers", "containers"] {
        for container in list(spec, containers) {
            if !container
                .list_at("volumeMounts")
                .iter()
                .any(|m| m.text_at("mountPath") == TOKEN_PATH)
            {
                push(
                    container,
                    "volumeMounts",
                    json!({"name": name, "readOnly": true, "mountPath": TOKEN_PATH}),
                );
                used = true;
            }
        }
    }
    if used {
        let sources = json!([
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
        ]);
        push(
            spec,
            "volumes",
            json!({"name": name, "projected": {"defaultMode": 0o644, "sources": sources}}),
        );
    }
}

fn push(object: &mut Value, key: &str, item: Value) {
    let slot = child(object, key);
    match slot {
        Value::Array(items) => items.push(item),
        _ => *slot = Value::Array(vec![item]),
    }
}

/// `Guaranteed`, `Burstable` or `BestEffort`.
pub fn quality_of_service(pod: &Value) -> &'static str {
    let containers = pod
        .list_at("spec.containers")
        .iter()
        .chain(pod.list_at("spec.initContainers"));
    let (mut any, mut guaranteed) = (false, true);
    for container in containers {
        for resource in ["cpu", "memory"] {
            let amount = |what: &str| {
                let text = container
                    .at("resources")?
                    .get(what)?
                    .get(resource)?
                    .as_str()?;
                Quantity::parse(text).filter(|q| *q != Quantity::ZERO)
            };
            let (request, limit) = (amount("requests"), amount("limits"));
            any |= request.is_some() || limit.is_some();
            guaranteed &= limit.is_some() && request.is_none_or(|r| Some(r) == limit);
        }
    }
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pull_policy_follows_the_tag() {
        for (image, always) in [
            ("nginx", true),
            ("nginx:latest", true),
            ("nginx:1.27", false),
            ("localhost:5000/web", true),
            ("localhost:5000/web:v1", false),
            ("nginx@sha256:abc", false),
        ] {
            assert_eq!(latest(image), always, "{image}");
        }
    }

    #[test]
    fn a_pod_gets_what_upstream_gives_it() {
        let mut pod = json!({"spec": {"containers": [{"name": "a", "image": "nginx", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
            "readinessProbe": {"httpGet": {"port": 80}}}], "volumes": [{"name": "v"}]}});
        super::pod(&mut pod);
        admit(&mut pod, "abcde");
        let container = &pod["spec"]["containers"][0];
        assert_eq!(container["imagePullPolicy"], "Always");
        assert_eq!(container["resources"]["requests"]["cpu"], "1");
        assert_eq!(
            container["readinessProbe"]["httpGet"],
            json!({"port": 80, "path": "/", "scheme": "HTTP"})
        );
        assert_eq!(
            container["volumeMounts"][0]["name"],
            "kube-api-access-abcde"
        );
        assert_eq!(pod["spec"]["volumes"][0]["emptyDir"], json!({}));
        assert_eq!(pod["spec"]["tolerations"].as_array().unwrap().len(), 2);
        assert_eq!(
            pod["status"],
            json!({"phase": "Pending", "qosClass": "Guaranteed"})
        );
    }
}
