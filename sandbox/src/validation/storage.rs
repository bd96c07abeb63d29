//! Volumes, claims and their classes.

use serde_json::Value;

use super::{Causes, format, meta, volumes};
use crate::{containers::fs::normal, object::Meta, quantity::Quantity, resources, volume as facts};

const MODES: &[&str] = &[
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOnce",
    "ReadWriteOncePod",
];
const VOLUME_MODES: &[&str] = &["Block", "Filesystem"];
/// A volume says what it is, how large, and how it is accessed.
pub(super) fn volume(object: &Value, causes: &mut Causes) {
    let spec = object.get("spec").unwrap_or(&Value::Null);
    access_modes(spec, "spec", "", causes);
    let capacity = object.at("spec.capacity");
    let amounts = resources::amounts(capacity);
    if amounts.is_empty() {
        causes.required("spec.capacity", "");
    }
    if amounts.len() != 1 || !amounts.contains_key("storage") {
        let value = capacity.unwrap_or(&Value::Null);
        causes.unsupported_value("spec.capacity", value, &["storage"]);
    }
    for (name, amount) in amounts {
        positive(&format!("spec.capacity[{name}]"), amount, causes);
    }
    let policy = object.text_at("spec.persistentVolumeReclaimPolicy");
    if !matches!(policy, "Delete" | "Recycle" | "Retain") {
        causes.unsupported(
            "spec.persistentVolumeReclaimPolicy",
            policy,
            &["Delete", "Recycle", "Retain"],
        );
    }
    if facts::sources(object).next().is_none() {
        causes.required("spec", "must specify a volume type");
    }
    for (number, (source, value)) in facts::sources(object).enumerate() {
        let field = format!("spec.{source}");
        if number > 0 {
            causes.forbidden(&field, "may not specify more than 1 volume type");
            continue;
        }
        if matches!(source.as_str(), "hostPath" | "local") {
            if value.text_at("path").is_empty() {
                causes.required(&format!("{field}.path"), "");
            }
            volumes::host_path(value, &field, causes);
        }
        if source == "local" && object.at("spec.nodeAffinity.required").is_none() {
            causes.required("spec.nodeAffinity", "Local volume requires node affinity");
        }
    }
    let host = object.text_at("spec.hostPath.path");
    if policy == "Recycle" && !host.is_empty() && normal(host) == "/" {
        causes.forbidden(
            "spec.persistentVolumeReclaimPolicy",
            "may not be 'recycle' for a hostPath mount of '/'",
        );
    }
    class_name_and_mode(spec, "spec", causes);
}

/// A claim says how it is accessed and how much it wants.
pub(super) fn claim(spec: &Value, field: &str, causes: &mut Causes) {
    if let Some(selector) = spec.get("selector") {
        meta::selector(selector, &format!("{field}.selector"), causes);
    }
    let detail = "at least 1 access mode is required";
    access_modes(spec, field, detail, causes);
    let requests = resources::amounts(spec.at("resources.requests"));
    let storage = format!("{field}.resources[storage]");
    match requests.get("storage") {
        None => causes.required(&storage, ""),
        Some(amount) => positive(&storage, *amount, causes),
    }
    class_name_and_mode(spec, field, causes);
}

fn access_modes(spec: &Value, field: &str, detail: &str, causes: &mut Causes) {
    let field = &format!("{field}.accessModes");
    let modes = spec.list_at("accessModes");
    if modes.is_empty() {
        causes.required(field, detail);
    }
    for mode in modes.iter().filter_map(Value::as_str) {
        if !MODES.contains(&mode) {
            causes.unsupported(field, mode, MODES);
        }
    }
    if modes.len() > 1 && modes.iter().any(|mode| mode == "ReadWriteOncePod") {
        causes.forbidden(
            field,
            "may not use ReadWriteOncePod with other access modes",
        );
    }
}

fn positive(field: &str, amount: Quantity, causes: &mut Causes) {
    if amount <= Quantity::ZERO {
        causes.invalid_text(field, &amount.to_string(), "must be greater than zero");
    }
}

fn class_name_and_mode(spec: &Value, field: &str, causes: &mut Causes) {
    let class = spec.text_at("storageClassName");
    if !class.is_empty() {
        for text in format::subdomain(class) {
            causes.invalid_text(&format!("{field}.storageClassName"), class, &text);
        }
    }
    let mode = spec.text_at("volumeMode");
    if !mode.is_empty() && !VOLUME_MODES.contains(&mode) {
        causes.unsupported(&format!("{field}.volumeMode"), mode, VOLUME_MODES);
    }
}

/// What a volume is does not change.
pub(super) fn volume_update(old: &Value, new: &Value, causes: &mut Causes) {
    if facts::sources(old).ne(facts::sources(new)) {
        let field = "spec.persistentvolumesource";
        causes.forbidden(field, &format!("{field} is immutable after creation"));
    }
    if old.at("spec.volumeMode") != new.at("spec.volumeMode") {
        let mode = new.at("spec.volumeMode").unwrap_or(&Value::Null);
        causes.invalid("volumeMode", mode, "field is immutable");
    }
    let affinity = old.at("spec.nodeAffinity");
    if affinity.is_some() && affinity != new.at("spec.nodeAffinity") {
        causes.invalid(
            "spec.nodeAffinity",
            new.at("spec.nodeAffinity").unwrap_or(&Value::Null),
            "field is immutable, except for updating from beta label to GA",
        );
    }
}

/// A claim may grow when it is bound, and shrink again to what it has; nothing else of it changes.
pub(super) fn claim_update(old: &Value, new: &Value, causes: &mut Causes) {
    let bound = old.text_at("status.phase") == "Bound";
    let comparable = |claim: &Value, other: &Value| {
        let mut spec = claim.get("spec").cloned().unwrap_or_default();
        let mut free = Vec::new();
        // What nobody has said yet may be said now.
        for key in ["volumeName", "storageClassName"] {
            let unset = |c: &Value| c.at("spec").and_then(|s| s.get(key)).is_none();
            if unset(old) && (unset(claim) || unset(other)) {
                free.push(key);
            }
        }
        if bound {
            free.push("volumeAttributesClassName");
            if let Some(requests) = spec.get_mut("resources") {
                crate::object::take(requests, "requests");
            }
        }
        for key in free {
            crate::object::take(&mut spec, key);
        }
        spec
    };
    let (was, is) = (facts::requested(old), facts::requested(new));
    let has = facts::storage(old.at("status.capacity"));
    if bound && is < was && is <= has {
        causes.forbidden(
            "spec.resources.requests.storage",
            "field can not be less than status.capacity",
        );
    }
    if comparable(old, new) != comparable(new, old) {
        causes.forbidden(
            "spec",
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims",
        );
    }
}

/// A class names who makes its volumes.
pub(super) fn class(object: &Value, causes: &mut Causes) {
    let provisioner = object.text_at("provisioner");
    if provisioner.is_empty() {
        causes.required("provisioner", "");
    } else {
        for text in format::qualified(&provisioner.to_lowercase()) {
            causes.invalid_text("provisioner", provisioner, &text);
        }
    }
    let parameters = object.get("parameters").and_then(Value::as_object);
    if parameters.is_some_and(|p| p.contains_key("")) {
        causes.invalid_text("parameters", "", "field can not be empty.");
    }
    for (key, supported) in [
        ("reclaimPolicy", &["Delete", "Retain"]),
        ("volumeBindingMode", &["Immediate", "WaitForFirstConsumer"]),
    ] {
        let value = object.text_at(key);
        if !supported.contains(&value) {
            causes.unsupported(key, value, supported);
        }
    }
    for (i, term) in object.list_at("allowedTopologies").iter().enumerate() {
        for (j, label) in term.list_at("matchLabelExpressions").iter().enumerate() {
            if label.list_at("values").is_empty() {
                let field = format!("allowedTopologies[{i}].matchLabelExpressions[{j}].values");
                causes.required(&field, "");
            }
        }
    }
}

/// A class stays what it is.
pub(super) fn class_update(old: &Value, new: &Value, causes: &mut Causes) {
    for key in ["parameters", "provisioner", "reclaimPolicy"] {
        if old.get(key) != new.get(key) {
            causes.forbidden(key, &format!("updates to {key} are forbidden."));
        }
    }
    if old.get("volumeBindingMode") != new.get("volumeBindingMode") {
        let mode = new.get("volumeBindingMode").unwrap_or(&Value::Null);
        causes.invalid("volumeBindingMode", mode, "field is immutable");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(check: impl Fn(&mut Causes)) -> Vec<String> {
        let mut causes = Causes::default();
        check(&mut causes);
        let causes = causes.into_inner().into_iter();
        causes
            .map(|c| format!("{}: {}", c.field, c.message))
            .collect()
    }

    #[test]
    fn a_volume_is_judged_as_upstream_judges_it() {
        let of = |spec: Value| told(|causes| volume(&json!({"spec": spec}), causes));
        assert_eq!(
            of(json!({"persistentVolumeReclaimPolicy": "Retain"})),
            [
                "spec.accessModes: Required value",
                "spec.capacity: Required value",
                "spec.capacity: Unsupported value: null: supported values: \"storage\"",
                "spec: Required value: must specify a volume type",
            ]
        );
        assert_eq!(
            of(json!({
                "capacity": {"storage": "0"},
                "accessModes": ["Foo"],
                "hostPath": {"path": "/a/../b"},
                "persistentVolumeReclaimPolicy": "Foo",
            })),
            [
                "spec.accessModes: Unsupported value: \"Foo\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
                "spec.capacity[storage]: Invalid value: \"0\": must be greater than zero",
                "spec.persistentVolumeReclaimPolicy: Unsupported value: \"Foo\": supported values: \"Delete\", \"Recycle\", \"Retain\"",
                "spec.hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
            ]
        );
        assert_eq!(
            of(json!({
                "capacity": {"storage": "1Gi"},
                "accessModes": ["ReadWriteOnce", "ReadWriteOncePod"],
                "hostPath": {"path": "/"},
                "nfs": {"server": "a", "path": "/b"},
                "persistentVolumeReclaimPolicy": "Recycle",
            })),
            [
                "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
                "spec.nfs: Forbidden: may not specify more than 1 volume type",
                "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'",
            ]
        );
    }

    #[test]
    fn a_bound_claim_changes_only_in_what_it_asks_for() {
        let bound = |size: &str, class: &str| {
            json!({
                "spec": {"volumeName": "v", "storageClassName": class, "resources": {"requests": {"storage": size}}},
                "status": {"phase": "Bound", "capacity": {"storage": "1Gi"}},
            })
        };
        let of = |new: &Value| told(|causes| claim_update(&bound("1Gi", "standard"), new, causes));
        assert!(of(&bound("2Gi", "standard")).is_empty());
        assert_eq!(
            of(&bound("1Mi", "standard")),
            [
                "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"
            ]
        );
        assert_eq!(
            of(&bound("1Gi", "other")),
            [
                "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"
            ]
        );
        let pending = |size: &str| json!({"spec": {"resources": {"requests": {"storage": size}}}, "status": {}});
        let change = told(|causes| claim_update(&pending("1Gi"), &pending("2Gi"), causes));
        assert_eq!(change.len(), 1, "{change:?}");
        let mut named = pending("1Gi");
        named["spec"]["volumeName"] = "v".into();
        assert!(told(|causes| claim_update(&pending("1Gi"), &named, causes)).is_empty());
    }
}
