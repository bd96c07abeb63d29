//! Deployments, ReplicaSets and Jobs.

use serde_json::{Value, json};

use super::{Causes, format, meta, pod};
use crate::{object::Meta, store::LabelSelector};

fn template(object: &Value, policies: &[&str], causes: &mut Causes) {
    let Some(template) = object.at("spec.template").filter(|t| t.is_object()) else {
        causes.required("spec.template", "");
        return;
    };
    meta::labels_and_annotations(template, "spec.template", causes);
    pod::spec(&template["spec"], "spec.template.spec", causes);
    let policy = template.text_at("spec.restartPolicy");
    if !policies.contains(&policy) {
        causes.unsupported("spec.template.spec.restartPolicy", policy, policies);
    }
    if policies == ["Always"] && template.at("spec.activeDeadlineSeconds").is_some() {
        causes.forbidden(
            "spec.template.spec.activeDeadlineSeconds",
            "activeDeadlineSeconds in ReplicaSet is not Supported",
        );
    }
}

fn selector(object: &Value, what: &str, causes: &mut Causes) {
    let empty = |s: &Value| s.as_object().is_none_or(serde_json::Map::is_empty);
    match object.at("spec.selector") {
        None => causes.required("spec.selector", ""),
        Some(selector) => {
            meta::selector(selector, "spec.selector", causes);
            if empty(selector) {
                causes.invalid(
                    "spec.selector",
                    selector,
                    &format!("empty selector is invalid for {what}"),
                );
            }
        }
    }
    let operators = ["In", "NotIn", "Exists", "DoesNotExist"];
    let expressions = object.list_at("spec.selector.matchExpressions");
    if expressions
        .iter()
        .any(|e| !operators.contains(&e.text_at("operator")))
    {
        causes.invalid(
            "spec.selector",
            &object["spec"]["selector"],
            "invalid label selector",
        );
        return;
    }
    let labels = object
        .at("spec.template.metadata.labels")
        .unwrap_or(&Value::Null);
    if !object.at("spec.selector").is_some_and(empty)
        && !LabelSelector::from_spec(object.at("spec.selector")).matches_labels(Some(labels))
    {
        causes.invalid(
            "spec.template.metadata.labels",
            labels,
            "`selector` does not match template `labels`",
        );
    }
}

/// A Deployment.
pub(super) fn deployment(object: &Value, causes: &mut Causes) {
    let spec = object.get("spec").unwrap_or(&Value::Null);
    causes.non_negative(spec, "spec", "replicas");
    selector(object, "deployment", causes);
    template(object, &["Always"], causes);
    strategy(spec.get("strategy").unwrap_or(&Value::Null), causes);
    for key in [
        "minReadySeconds",
        "revisionHistoryLimit",
        "progressDeadlineSeconds",
    ] {
        causes.non_negative(spec, "spec", key);
    }
    let seconds = |key| spec.int_at(key).unwrap_or(0);
    if spec.get("progressDeadlineSeconds").is_some()
        && seconds("progressDeadlineSeconds") <= seconds("minReadySeconds")
    {
        causes.invalid(
            "spec.progressDeadlineSeconds",
            &spec["progressDeadlineSeconds"],
            "must be greater than minReadySeconds",
        );
    }
}

fn strategy(strategy: &Value, causes: &mut Causes) {
    match strategy.text_at("type") {
        "Recreate" => {
            if strategy.get("rollingUpdate").is_some() {
                causes.forbidden(
                    "spec.strategy.rollingUpdate",
                    "may not be specified when strategy `type` is 'Recreate'",
                );
            }
        }
        "RollingUpdate" => rolling(&strategy["rollingUpdate"], causes),
        other => {
            // It is the whole that is not supported, shown with the names of Go's fields.
            let rolling = strategy.get("rollingUpdate").unwrap_or(&Value::Null);
            let shown = json!({"Type": other, "RollingUpdate": rolling});
            causes.unsupported_value("spec.strategy", &shown, &["Recreate", "RollingUpdate"]);
        }
    }
}

fn rolling(rolling: &Value, causes: &mut Causes) {
    let mut zeros = 0;
    for key in ["maxUnavailable", "maxSurge"] {
        let field = format!("spec.strategy.rollingUpdate.{key}");
        let value = &rolling[key];
        match value {
            Value::Number(n) => {
                if n.as_i64().is_some_and(|n| n < 0) {
                    causes.invalid(&field, value, "must be greater than or equal to 0");
                }
                zeros += usize::from(n.as_i64() == Some(0));
            }
            Value::String(text) => match text.strip_suffix('%').and_then(|d| d.parse::<u32>().ok()) {
                None => causes.invalid(&field, value, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"),
                Some(percent) => {
                    if percent > 100 && key == "maxUnavailable" {
                        causes.invalid(&field, value, "must not be greater than 100%");
                    }
                    zeros += usize::from(percent == 0);
                }
            },
            _ => {}
        }
    }
    if zeros == 2 {
        let value = &rolling["maxUnavailable"];
        causes.invalid(
            "spec.strategy.rollingUpdate.maxUnavailable",
            value,
            "may not be 0 when `maxSurge` is 0",
        );
    }
}

/// A ReplicaSet.
pub(super) fn replica_set(object: &Value, causes: &mut Causes) {
    let spec = object.get("spec").unwrap_or(&Value::Null);
    for key in ["replicas", "minReadySeconds"] {
        causes.non_negative(spec, "spec", key);
    }
    selector(object, "replicaset", causes);
    template(object, &["Always"], causes);
}

/// A Job.
pub(super) fn job(object: &Value, causes: &mut Causes) {
    let spec = object.get("spec").unwrap_or(&Value::Null);
    for key in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
    ] {
        causes.non_negative(spec, "spec", key);
    }
    let policy = object
        .text_at("spec.template.spec.restartPolicy")
        .to_owned();
    if policy == "Always" {
        // The default of Pods is none for Jobs, and counts as nothing said.
        let detail = "valid values: \"OnFailure\", \"Never\"";
        pod::spec(
            &object["spec"]["template"]["spec"],
            "spec.template.spec",
            causes,
        );
        causes.required("spec.template.spec.restartPolicy", detail);
    } else {
        template(object, &["OnFailure", "Never"], causes);
    }
    // A selector of one's own needs `manualSelector`.
    let own = spec.get("manualSelector") == Some(&true.into());
    let made = "batch.kubernetes.io/controller-uid";
    let labels = spec.at("selector.matchLabels").and_then(Value::as_object);
    if !own && labels.is_some_and(|l| l.len() > 1 || !l.contains_key(made)) {
        causes.invalid(
            "spec.selector",
            &spec["selector"],
            "`selector` not auto-generated",
        );
    }
    for text in format::label(object.name())
        .into_iter()
        .filter(|t| t.contains("no more than"))
    {
        causes.invalid_text("metadata.name", object.name(), &text);
    }
}

/// A Job's template and selector stay.
pub(super) fn job_update(old: &Value, new: &Value, causes: &mut Causes) {
    for key in ["selector", "template", "completionMode"] {
        let field = format!("spec.{key}");
        if old.at(&field) != new.at(&field) {
            causes.invalid(
                &field,
                new.at(&field).unwrap_or(&Value::Null),
                "field is immutable",
            );
        }
    }
}
