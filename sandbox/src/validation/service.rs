//! Services.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, format, meta};
use crate::object::Meta;

const TYPES: &[&str] = &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];

/// A Service.
pub(super) fn service(object: &Value, causes: &mut Causes) {
    let spec = object.get("spec").unwrap_or(&Value::Null);
    let kind = spec.text_at("type");
    let ports = spec.list_at("ports");
    if ports.is_empty() && kind != "ExternalName" && spec.text_at("clusterIP") != "None" {
        causes.required("spec.ports", "");
    }
    if kind == "ExternalName" && spec.text_at("externalName").is_empty() {
        causes.required("spec.externalName", "");
    }
    if kind == "LoadBalancer" && spec.text_at("clusterIP") == "None" {
        causes.invalid_text(
            "spec.clusterIPs[0]",
            "None",
            "may not be set to 'None' for LoadBalancer services",
        );
    }
    if kind == "NodePort" && spec.text_at("clusterIP") == "None" {
        causes.invalid_text(
            "spec.clusterIPs[0]",
            "None",
            "may not be set to 'None' for NodePort services",
        );
    }
    if !matches!(spec.text_at("sessionAffinity"), "ClientIP" | "None") {
        causes.unsupported(
            "spec.sessionAffinity",
            spec.text_at("sessionAffinity"),
            &["ClientIP", "None"],
        );
    }
    let address = spec.text_at("clusterIP");
    if !matches!(address, "" | "None") && address.parse::<std::net::IpAddr>().is_err() {
        let detail = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        causes.invalid_text("spec.clusterIPs[0]", address, detail);
    }
    meta::labels(spec.get("selector"), "spec.selector", causes);
    let mut names = HashSet::new();
    let mut numbers = HashSet::new();
    for (i, port) in ports.iter().enumerate() {
        let field = format!("spec.ports[{i}]");
        service_port(port, &field, kind, ports.len() > 1, causes);
        let name = port.text_at("name");
        if !name.is_empty() && !names.insert(name) {
            causes.duplicate(&format!("{field}.name"), &name.into());
        }
        let key = (&port["protocol"], &port["port"]);
        if !numbers.insert(key) {
            causes.duplicate(
                &field,
                &serde_json::json!({"Name": "", "Protocol": key.0, "AppProtocol": null, "Port": key.1, "TargetPort": 0, "NodePort": 0}),
            );
        }
    }
    if !TYPES.contains(&kind) {
        causes.unsupported("spec.type", kind, TYPES);
    }
}

fn service_port(port: &Value, field: &str, kind: &str, several: bool, causes: &mut Causes) {
    let name = port.text_at("name");
    if several && name.is_empty() {
        causes.required(&format!("{field}.name"), "");
    } else if !name.is_empty() {
        for text in format::label(name) {
            causes.invalid_text(&format!("{field}.name"), name, &text);
        }
    }
    for text in format::port(port.int_at("port").unwrap_or(0)) {
        causes.invalid(
            &format!("{field}.port"),
            port.get("port").unwrap_or(&0.into()),
            &text,
        );
    }
    match port.text_at("protocol") {
        "" => causes.required(&format!("{field}.protocol"), ""),
        protocol if !PROTOCOLS.contains(&protocol) => {
            causes.unsupported(&format!("{field}.protocol"), protocol, PROTOCOLS);
        }
        _ => {}
    }
    let target = &port["targetPort"];
    let wrong = match target {
        Value::String(text) => format::port_name(text),
        other => format::port(other.as_i64().unwrap_or(0)),
    };
    for text in wrong {
        causes.invalid(&format!("{field}.targetPort"), target, &text);
    }
    if kind == "ClusterIP" && port.int_at("nodePort").is_some_and(|n| n != 0) {
        causes.forbidden(
            &format!("{field}.nodePort"),
            "may not be used when `type` is 'ClusterIP'",
        );
    }
}

/// The address of a Service stays as long as it has one.
pub(super) fn update(old: &Value, new: &Value, causes: &mut Causes) {
    let kept = |o: &Value| o.text_at("spec.type") != "ExternalName";
    let (before, after) = (old.text_at("spec.clusterIP"), new.text_at("spec.clusterIP"));
    if kept(old) && kept(new) && !before.is_empty() && before != after {
        let list = serde_json::json!([after]);
        causes.invalid("spec.clusterIPs[0]", &list, "may not change once set");
    }
}
