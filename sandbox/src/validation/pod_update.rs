//! The little of a Pod's spec that may change once the Pod is there.

use serde_json::{Map, Value};

use super::{Causes, format};
use crate::object::{Meta, take};

const ONLY: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// A change of a Pod.
pub(super) fn update(old: &Value, new: &Value, causes: &mut Causes) {
    let nothing = Value::Object(Map::new());
    let (before, after) = (
        old.get("spec").unwrap_or(&nothing),
        new.get("spec").unwrap_or(&nothing),
    );
    for list in ["containers", "initContainers"] {
        let (was, is) = (before.list_at(list).len(), after.list_at(list).len());
        if was != is {
            let noun = if list == "containers" {
                "containers"
            } else {
                "initContainers"
            };
            causes.forbidden(
                &format!("spec.{list}"),
                &format!("pod updates may not add or remove {noun}"),
            );
            return;
        }
        for (i, container) in after.list_at(list).iter().enumerate() {
            let image = container.text_at("image");
            if image.is_empty() {
                causes.required(&format!("spec.{list}[{i}].image"), "");
            } else if image.trim() != image {
                causes.invalid_text(
                    &format!("spec.{list}[{i}].image"),
                    image,
                    "must not have leading or trailing whitespace",
                );
            }
        }
    }
    let removed = before
        .list_at("tolerations")
        .iter()
        .any(|t| !after.list_at("tolerations").contains(t));
    if removed {
        causes.forbidden(
            "spec.tolerations",
            "existing toleration can not be modified except its tolerationSeconds",
        );
    }
    for (i, toleration) in after.list_at("tolerations").iter().enumerate() {
        for text in format::qualified(toleration.text_at("key"))
            .into_iter()
            .filter(|_| !toleration.text_at("key").is_empty())
        {
            causes.invalid_text(
                &format!("spec.tolerations[{i}].key"),
                toleration.text_at("key"),
                &text,
            );
        }
    }
    deadline(before, after, causes);
    if comparable(before) != comparable(after) {
        causes.forbidden("spec", ONLY);
    }
}

/// A deadline may be set, and then only come nearer.
fn deadline(before: &Value, after: &Value, causes: &mut Causes) {
    let key = "activeDeadlineSeconds";
    let field = "spec.activeDeadlineSeconds";
    match (before.int_at(key), after.int_at(key)) {
        (_, Some(new)) if new < 1 || new > i64::from(i32::MAX) => {
            let range = |from: u8| format!("must be between {from} and {}, inclusive", i32::MAX);
            causes.invalid(field, &new.into(), &range(1));
            if new != 0 {
                causes.invalid(field, &new.into(), &range(0));
            }
        }
        (Some(old), Some(new)) if old < new => {
            let detail = "must be less than or equal to previous value";
            causes.invalid(field, &new.into(), detail);
        }
        (Some(_), None) => {
            let detail = "must not update from a positive integer to nil value";
            causes.invalid(field, &Value::Null, detail);
        }
        _ => {}
    }
}

/// A spec without what may change.
fn comparable(spec: &Value) -> Value {
    let mut spec = spec.clone();
    for list in ["containers", "initContainers"] {
        for container in spec
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            take(container, "image");
        }
    }
    // The node is set by binding, which does not come here; the gates only ever get fewer.
    for key in [
        "activeDeadlineSeconds",
        "tolerations",
        "schedulingGates",
        "ephemeralContainers",
    ] {
        take(&mut spec, key);
    }
    spec
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_deadline_only_comes_nearer() {
        let said = |old: Value, new: Value| {
            let mut causes = Causes::default();
            deadline(&old, &new, &mut causes);
            causes
                .into_inner()
                .into_iter()
                .map(|c| c.message)
                .collect::<Vec<_>>()
        };
        let at = |seconds: i64| json!({"activeDeadlineSeconds": seconds});
        assert!(said(json!({}), at(9)).is_empty());
        assert!(said(at(9), at(5)).is_empty());
        assert!(said(at(5), at(9))[0].contains("less than or equal to previous value"));
        assert!(said(at(5), json!({}))[0].contains("to nil value"));
        assert_eq!(said(at(5), at(-1)).len(), 2);
    }
}
