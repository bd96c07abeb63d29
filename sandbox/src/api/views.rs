//! Kinds that show what another kind stores: Events in their newer form, autoscalers in their older.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::{
    kinds::{self, Kind},
    object::{Meta, child, take},
};

/// Names of fields: in the core group, and in `events.k8s.io`.
const EVENT: &[(&str, &str)] = &[
    ("involvedObject", "regarding"),
    ("message", "note"),
    ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"),
    ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"),
    ("reportingComponent", "reportingController"),
];

/// Whether a kind is stored in another form than it is served in.
pub(super) fn is_view(kind: &Kind) -> bool {
    kind == kinds::NEW_EVENT || kind == kinds::OLD_AUTOSCALER
}

/// The kind that is stored.
pub(super) fn stored(kind: &'static Kind) -> &'static Kind {
    if kind == kinds::NEW_EVENT {
        kinds::EVENT
    } else if kind == kinds::OLD_AUTOSCALER {
        kinds::HORIZONTAL_POD_AUTOSCALER
    } else {
        kind
    }
}

/// A stored object as it is served.
pub(super) fn show<'a>(kind: &Kind, object: &'a Value) -> Cow<'a, Value> {
    if !is_view(kind) {
        return Cow::Borrowed(object);
    }
    let mut object = object.clone();
    if kind == kinds::NEW_EVENT {
        rename(&mut object, |(stored, served)| (stored, served));
    } else {
        older(&mut object);
    }
    *child(&mut object, "apiVersion") = kind.api_version().into();
    Cow::Owned(object)
}

/// A served object as it is stored.
pub(super) fn keep(kind: &'static Kind, mut object: Value) -> Value {
    if kind == kinds::NEW_EVENT {
        rename(&mut object, |(stored, served)| (served, stored));
    } else if kind == kinds::OLD_AUTOSCALER {
        newer(&mut object);
    } else {
        return object;
    }
    *child(&mut object, "apiVersion") = stored(kind).api_version().into();
    object
}

/// The one metric that the older form of an autoscaler has, of the newer form's many.
fn older(object: &mut Value) {
    let cpu = |metric: &&Value| metric.text_at("resource.name") == "cpu";
    let wanted = object.list_at("spec.metrics").iter().find(cpu);
    let wanted = wanted.and_then(|m| m.int_at("resource.target.averageUtilization"));
    let now = object.list_at("status.currentMetrics").iter().find(cpu);
    let now = now.and_then(|m| m.int_at("resource.current.averageUtilization"));
    for (part, list, field, value) in [
        ("spec", "metrics", "targetCPUUtilizationPercentage", wanted),
        (
            "status",
            "currentMetrics",
            "currentCPUUtilizationPercentage",
            now,
        ),
    ] {
        let part = child(object, part);
        take(part, list);
        if let Some(value) = value {
            *child(part, field) = value.into();
        }
    }
    take(child(object, "spec"), "behavior");
    take(child(object, "status"), "conditions");
}

/// The other way.
fn newer(object: &mut Value) {
    let spec = child(object, "spec");
    if let Some(wanted) = take(spec, "targetCPUUtilizationPercentage") {
        let target = json!({"type": "Utilization", "averageUtilization": wanted});
        *child(spec, "metrics") =
            json!([{"type": "Resource", "resource": {"name": "cpu", "target": target}}]);
    }
    take(child(object, "status"), "currentCPUUtilizationPercentage");
}

fn rename(
    object: &mut Value,
    pair: impl Fn((&'static str, &'static str)) -> (&'static str, &'static str),
) {
    for names in EVENT {
        let (from, to) = pair(*names);
        if let Some(value) = take(object, from) {
            *child(object, to) = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_the_same_in_both_forms() {
        let stored = json!({"apiVersion": "v1", "kind": "Event", "message": "hi", "involvedObject": {"name": "a"}, "count": 2});
        let shown = show(kinds::NEW_EVENT, &stored).into_owned();
        assert_eq!(shown["note"], "hi");
        assert_eq!(shown["apiVersion"], "events.k8s.io/v1");
        assert_eq!(keep(kinds::NEW_EVENT, shown), stored);
    }

    #[test]
    fn the_older_autoscaler_has_the_cpu_of_the_newer() {
        let old = json!({"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler",
            "spec": {"maxReplicas": 3, "targetCPUUtilizationPercentage": 50}, "status": {}});
        let stored = keep(kinds::OLD_AUTOSCALER, old.clone());
        assert_eq!(
            stored["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"],
            50
        );
        assert_eq!(*show(kinds::OLD_AUTOSCALER, &stored), old);
    }
}
