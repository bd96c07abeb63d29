//! Pods and the specs of templates.

use std::collections::HashSet;

use serde_json::Value;

use super::{Causes, format, volumes};
use crate::{object::Meta, quantity::Quantity};

const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];

/// A Pod.
pub(super) fn pod(object: &Value, causes: &mut Causes) {
    spec(object.get("spec").unwrap_or(&Value::Null), "spec", causes);
    for list in ["containers", "initContainers"] {
        for (i, container) in object
            .at("spec")
            .map_or(&[][..], |s| s.list_at(list))
            .iter()
            .enumerate()
        {
            let image = container.text_at("image");
            if image.trim() != image {
                let detail = "must not have leading or trailing whitespace";
                causes.invalid_text(&format!("spec.{list}[{i}].image"), image, detail);
            }
        }
    }
}

/// The spec of a Pod or a template.
pub(super) fn spec(spec: &Value, field: &str, causes: &mut Causes) {
    volumes::volumes(spec, field, causes);
    let containers = spec.list_at("containers");
    if containers.is_empty() {
        causes.required(&format!("{field}.containers"), "");
    }
    let mut names = HashSet::new();
    let volumes = volumes::names(spec);
    for (list, init) in [("containers", false), ("initContainers", true)] {
        for (i, container) in spec.list_at(list).iter().enumerate() {
            let field = format!("{field}.{list}[{i}]");
            names.insert(own_name(container, &field, &names, causes));
            self::container(container, &volumes, &field, init, causes);
        }
    }
    choice(
        spec,
        "restartPolicy",
        field,
        &["Always", "OnFailure", "Never"],
        causes,
    );
    choice(
        spec,
        "dnsPolicy",
        field,
        &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
        causes,
    );
    if spec.text_at("dnsPolicy") == "None" && spec.list_at("dnsConfig.nameservers").is_empty() {
        let (key, detail) = match spec.get("dnsConfig") {
            None => (
                "dnsConfig",
                "must provide `dnsConfig` when `dnsPolicy` is None",
            ),
            Some(_) => (
                "dnsConfig.nameservers",
                "must provide at least one DNS nameserver when `dnsPolicy` is None",
            ),
        };
        causes.required(&format!("{field}.{key}"), detail);
    }
    if let Some(deadline) = spec
        .get("activeDeadlineSeconds")
        .filter(|d| d.as_i64().is_some_and(|n| n < 1))
    {
        causes.invalid(
            &format!("{field}.activeDeadlineSeconds"),
            deadline,
            "must be between 1 and 2147483647, inclusive",
        );
    }
    super::meta::labels(
        spec.get("nodeSelector"),
        &format!("{field}.nodeSelector"),
        causes,
    );
    for (i, toleration) in spec.list_at("tolerations").iter().enumerate() {
        self::toleration(toleration, &format!("{field}.tolerations[{i}]"), causes);
    }
}

/// The name of something in a list, which must be a label and none of those that are taken.
pub(super) fn own_name<'a>(
    item: &'a Value,
    field: &str,
    taken: &HashSet<&str>,
    causes: &mut Causes,
) -> &'a str {
    let name = item.text_at("name");
    if name.is_empty() {
        causes.required(&format!("{field}.name"), "");
    } else {
        for text in format::label(name) {
            causes.invalid_text(&format!("{field}.name"), name, &text);
        }
        if taken.contains(name) {
            causes.duplicate(&format!("{field}.name"), &name.into());
        }
    }
    name
}

/// A field that must have one of a few values.
fn choice(object: &Value, key: &str, field: &str, values: &[&str], causes: &mut Causes) {
    let value = object.text_at(key);
    if value.is_empty() {
        causes.required(&format!("{field}.{key}"), "");
    } else if !values.contains(&value) {
        causes.unsupported(&format!("{field}.{key}"), value, values);
    }
}

fn toleration(toleration: &Value, field: &str, causes: &mut Causes) {
    let operator = toleration.text_at("operator");
    if toleration.text_at("key").is_empty() && operator != "Exists" {
        causes.invalid_text(&format!("{field}.operator"), operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
    }
    if operator == "Exists" && !toleration.text_at("value").is_empty() {
        causes.invalid(
            &format!("{field}.operator"),
            toleration,
            "value must be empty when `operator` is 'Exists'",
        );
    }
    if !matches!(operator, "" | "Equal" | "Exists") {
        causes.unsupported(&format!("{field}.operator"), operator, &["Equal", "Exists"]);
    }
    let effect = toleration.text_at("effect");
    if toleration.get("tolerationSeconds").is_some() && effect != "NoExecute" {
        causes.invalid_text(
            &format!("{field}.effect"),
            effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
        );
    }
    if !matches!(effect, "" | "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
        causes.unsupported(
            &format!("{field}.effect"),
            effect,
            &["NoExecute", "NoSchedule", "PreferNoSchedule"],
        );
    }
}

fn container(
    container: &Value,
    volumes: &HashSet<&str>,
    field: &str,
    init: bool,
    causes: &mut Causes,
) {
    let image = container.text_at("image");
    if image.is_empty() {
        causes.required(&format!("{field}.image"), "");
    }
    let restartable = init && container.text_at("restartPolicy") == "Always";
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = container.get(name) {
            let field = format!("{field}.{name}");
            if init && !restartable {
                causes.forbidden(
                    &field,
                    "may not be set for init containers without restartPolicy=Always",
                );
            } else {
                self::probe(probe, &field, name != "readinessProbe", causes);
            }
        }
    }
    ports(container, field, causes);
    env(container, field, causes);
    volumes::mounts(container, volumes, field, causes);
    choice(
        container,
        "imagePullPolicy",
        field,
        &["Always", "IfNotPresent", "Never"],
        causes,
    );
    resources(
        container.get("resources").unwrap_or(&Value::Null),
        &format!("{field}.resources"),
        causes,
    );
}

fn probe(probe: &Value, field: &str, once: bool, causes: &mut Causes) {
    let handlers: Vec<&str> = ["exec", "httpGet", "tcpSocket", "grpc"]
        .into_iter()
        .filter(|h| probe.get(*h).is_some())
        .collect();
    if handlers.is_empty() {
        causes.required(field, "must specify a handler type");
    }
    for extra in handlers.iter().skip(1) {
        causes.forbidden(
            &format!("{field}.{extra}"),
            "may not specify more than 1 handler type",
        );
    }
    if probe
        .get("exec")
        .is_some_and(|e| e.list_at("command").is_empty())
    {
        causes.required(&format!("{field}.exec.command"), "");
    }
    for handler in ["httpGet", "tcpSocket", "grpc"] {
        let Some(port) = probe
            .get(handler)
            .map(|h| h.get("port").unwrap_or(&Value::Null))
        else {
            continue;
        };
        let wrong = match port {
            Value::String(name) => format::port_name(name),
            other => format::port(other.as_i64().unwrap_or(0)),
        };
        for text in wrong {
            causes.invalid(&format!("{field}.{handler}.port"), port, &text);
        }
    }
    for key in [
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ] {
        causes.non_negative(probe, field, key);
    }
    if once && let Some(threshold) = probe.get("successThreshold").filter(|t| **t != 1) {
        causes.invalid(&format!("{field}.successThreshold"), threshold, "must be 1");
    }
}

fn ports(container: &Value, field: &str, causes: &mut Causes) {
    let mut names = HashSet::new();
    for (i, port) in container.list_at("ports").iter().enumerate() {
        let field = format!("{field}.ports[{i}]");
        let name = port.text_at("name");
        if !name.is_empty() {
            let wrong = format::port_name(name);
            if !names.insert(name) && wrong.is_empty() {
                causes.duplicate(&format!("{field}.name"), &name.into());
            }
            for text in wrong {
                causes.invalid_text(&format!("{field}.name"), name, &text);
            }
        }
        match port.get("containerPort").filter(|p| **p != 0) {
            None => causes.required(&format!("{field}.containerPort"), ""),
            Some(number) => {
                for text in format::port(number.as_i64().unwrap_or(0)) {
                    causes.invalid(&format!("{field}.containerPort"), number, &text);
                }
            }
        }
        let protocol = port.text_at("protocol");
        if !PROTOCOLS.contains(&protocol) {
            causes.unsupported(&format!("{field}.protocol"), protocol, PROTOCOLS);
        }
    }
}

fn env(container: &Value, field: &str, causes: &mut Causes) {
    for (i, variable) in container.list_at("env").iter().enumerate() {
        let field = format!("{field}.env[{i}]");
        let name = variable.text_at("name");
        if name.is_empty() {
            causes.required(&format!("{field}.name"), "");
        } else {
            for text in format::env_name(name) {
                causes.invalid_text(&format!("{field}.name"), name, &text);
            }
        }
        let Some(from) = variable.get("valueFrom") else {
            continue;
        };
        let field = format!("{field}.valueFrom");
        let sources = from.as_object().map_or(0, serde_json::Map::len);
        if sources == 0 {
            causes.invalid_text(&field, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        } else if !variable.text_at("value").is_empty() {
            causes.invalid_text(&field, "", "may not be specified when `value` is not empty");
        } else if sources > 1 {
            causes.invalid_text(
                &field,
                "",
                "may not have more than one field specified at a time",
            );
        }
        if let Some(path) = from.at("fieldRef.fieldPath").and_then(Value::as_str) {
            field_path(path, &format!("{field}.fieldRef.fieldPath"), causes);
        }
        for source in ["configMapKeyRef", "secretKeyRef"] {
            if from
                .get(source)
                .is_some_and(|s| s.text_at("key").is_empty())
            {
                causes.required(&format!("{field}.{source}.key"), "");
            }
        }
    }
}

/// A field of the Pod that a variable may be filled from.
fn field_path(path: &str, field: &str, causes: &mut Causes) {
    const FIELDS: &[&str] = &[
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];
    /// Fields that there are, but not for variables.
    const OTHERS: &[&str] = &[
        "metadata.annotations",
        "metadata.labels",
        "spec.restartPolicy",
        "spec.schedulerName",
        "status.phase",
    ];
    let of_one = ["metadata.labels['", "metadata.annotations['"];
    let one = path.ends_with("']") && of_one.iter().any(|start| path.starts_with(start));
    if path.is_empty() {
        causes.required(field, "");
    } else if OTHERS.contains(&path) {
        causes.unsupported(field, path, FIELDS);
    } else if !FIELDS.contains(&path) && !one {
        let detail = format!("error converting fieldPath: field label not supported: {path}");
        causes.invalid_text(field, path, &detail);
    }
}

fn resources(resources: &Value, field: &str, causes: &mut Causes) {
    let parse = |v: &Value| v.as_str().and_then(Quantity::parse);
    for what in ["limits", "requests"] {
        for (name, amount) in resources
            .get(what)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let field = format!("{field}.{what}");
            let place = format!("{field}[{name}]");
            if parse(amount).is_some_and(Quantity::is_negative) {
                causes.invalid(&place, amount, "must be greater than or equal to 0");
            }
            let known = matches!(name.as_str(), "cpu" | "memory" | "ephemeral-storage");
            if !known && !name.starts_with("hugepages-") && !name.contains('/') {
                let detail = "must be a standard resource type or fully qualified";
                causes.invalid_text(&place, name, detail);
                causes.invalid_text(&place, name, "must be a standard resource for containers");
            }
            let limit = resources
                .get("limits")
                .and_then(|l| l.get(name))
                .and_then(parse);
            if what == "requests"
                && let Some((limit, request)) = limit.zip(parse(amount))
                && request > limit
            {
                let detail = format!("must be less than or equal to {name} limit of {limit}");
                causes.invalid(&field, amount, &detail);
            }
        }
    }
}
