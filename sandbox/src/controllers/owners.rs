//! Who belongs to whom, and what all workload controllers ask of Pods.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::Registry,
    store::{LabelSelector, Selection},
};

/// The reference by which a controller owns what it makes.
pub(crate) fn reference(owner: &Value) -> Value {
    json!({
        "apiVersion": owner.text_at("apiVersion"),
        "kind": owner.text_at("kind"),
        "name": owner.name(),
        "uid": owner.uid(),
        "controller": true,
        "blockOwnerDeletion": true,
    })
}

/// The objects of a kind that an owner controls: it takes in those that fit and have no
/// controller, and lets go those that no longer fit.
pub(crate) fn claim(
    registry: &Registry,
    kind: &'static Kind,
    owner: &Object,
    keep: &dyn Fn(&Object) -> bool,
) -> Result<Vec<Object>, Refusal> {
    let selector = LabelSelector::from_spec(owner.at("spec.selector"));
    let mut claimed = Vec::new();
    for object in registry
        .list(kind, &Selection::namespace(owner.namespace()))
        .items
    {
        if !keep(&object) {
            continue;
        }
        let fits = selector.matches(&object);
        match object.controller() {
            Some(controller) if controller.text_at("uid") == owner.uid() => {
                if fits {
                    claimed.push(object);
                } else if !owner.deleting() {
                    release(registry, kind, owner, &object)?;
                }
            }
            None if fits && !owner.deleting() && !object.deleting() => {
                match adopt(registry, kind, owner, &object) {
                    Ok(adopted) => claimed.push(adopted),
                    Err(refusal) if refusal.is_not_found() => {}
                    Err(refusal) => return Err(refusal),
                }
            }
            _ => {}
        }
    }
    Ok(claimed)
}

fn adopt(
    registry: &Registry,
    kind: &Kind,
    owner: &Object,
    object: &Object,
) -> Result<Object, Refusal> {
    registry.patch(kind, object.namespace(), object.name(), |object| {
        let references = child(child(object, "metadata"), "ownerReferences");
        match references {
            Value::Array(items) => items.push(reference(owner)),
            _ => *references = json!([reference(owner)]),
        }
        Ok(())
    })
}

fn release(
    registry: &Registry,
    kind: &Kind,
    owner: &Object,
    object: &Object,
) -> Result<(), Refusal> {
    unless_gone(
        registry.patch(kind, object.namespace(), object.name(), |object| {
            if let Some(references) = object["metadata"]["ownerReferences"].as_array_mut() {
                references.retain(|r| r.text_at("uid") != owner.uid());
            }
            Ok(())
        }),
    )
}

/// What was deleted meanwhile needs nothing any longer.
pub(crate) fn unless_gone<T>(done: Result<T, Refusal>) -> Result<(), Refusal> {
    match done {
        Err(refusal) if !refusal.is_not_found() => Err(refusal),
        _ => Ok(()),
    }
}

/// A Pod that counts: it has not ended, and nobody has deleted it.
pub(crate) fn active(pod: &Value) -> bool {
    !ended(pod) && !pod.deleting()
}

/// A Pod that has succeeded or failed.
pub(crate) fn ended(pod: &Value) -> bool {
    matches!(pod.text_at("status.phase"), "Succeeded" | "Failed")
}

/// A condition by its type.
pub(crate) fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    object
        .list_at("status.conditions")
        .iter()
        .find(|c| c.text_at("type") == kind)
}

/// Since when a Pod has been ready, if it is.
pub(crate) fn ready_since(pod: &Value) -> Option<Timestamp> {
    let ready = condition(pod, "Ready").filter(|c| c.text_at("status") == "True")?;
    Some(
        ready
            .text_at("lastTransitionTime")
            .parse()
            .unwrap_or(Timestamp::UNIX_EPOCH),
    )
}

/// Whether a Pod has been ready for long enough; or how long it still takes.
pub(crate) fn available(
    pod: &Value,
    seconds: i64,
    now: Timestamp,
) -> Result<(), Option<std::time::Duration>> {
    let since = ready_since(pod).ok_or(None)?;
    let due = since
        .saturating_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX);
    if seconds == 0 || due <= now {
        Ok(())
    } else {
        Err(std::time::Duration::try_from(due.duration_since(now)).ok())
    }
}

/// The Pod that a template describes, for an owner.
pub(crate) fn pod_from(template: &Value, owner: &Value) -> Value {
    let mut metadata = json!({"generateName": format!("{}-", owner.name()), "ownerReferences": [reference(owner)]});
    for key in ["labels", "annotations", "finalizers"] {
        if let Some(value) = template.at("metadata").and_then(|m| m.get(key)) {
            metadata[key] = value.clone();
        }
    }
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template.get("spec").cloned().unwrap_or_default()})
}

/// Queues the controller of an object, if it is of a kind.
pub(crate) fn controller_of<'a>(object: &'a Value, kind: &Kind) -> Option<&'a str> {
    let controller = object.controller()?;
    (controller.text_at("kind") == kind.kind
        && controller.text_at("apiVersion") == kind.api_version())
    .then(|| controller.text_at("name"))
}

/// Pods of a namespace.
pub(crate) fn pods(registry: &Registry, namespace: &str) -> Vec<Object> {
    registry
        .list(kinds::POD, &Selection::namespace(namespace))
        .items
}
