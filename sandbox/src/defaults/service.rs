//! Defaults of Services.

use serde_json::{Value, json};

use super::{list, set};
use crate::object::{Meta, child, take};

pub(super) fn service(object: &mut Value) {
    let spec = child(object, "spec");
    set(spec, "sessionAffinity", "None");
    set(spec, "type", "ClusterIP");
    if spec.text_at("sessionAffinity") == "ClientIP" {
        set(
            child(child(spec, "sessionAffinityConfig"), "clientIP"),
            "timeoutSeconds",
            10_800,
        );
    } else {
        take(spec, "sessionAffinityConfig");
    }
    let external = matches!(spec.text_at("type"), "NodePort" | "LoadBalancer");
    for port in list(spec, "ports") {
        set(port, "protocol", "TCP");
        let number = port["port"].clone();
        let target = child(port, "targetPort");
        if target.is_null() || *target == 0 || *target == "" {
            *target = number;
        }
    }
    if external {
        set(spec, "externalTrafficPolicy", "Cluster");
    }
    if spec.text_at("type") == "LoadBalancer" {
        set(spec, "allocateLoadBalancerNodePorts", true);
    }
    if spec.text_at("type") != "ExternalName" {
        set(spec, "internalTrafficPolicy", "Cluster");
    }
    set(child(object, "status"), "loadBalancer", json!({}));
}
