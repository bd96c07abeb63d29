//! Kinds that show what another kind stores: Events in their newer form.

use serde_json::Value;

use crate::{
    kinds::{self, Kind},
    object::{child, take},
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
    kind == kinds::NEW_EVENT
}

/// The kind that is stored.
pub(super) fn stored(kind: &'static Kind) -> &'static Kind {
    if is_view(kind) { kinds::EVENT } else { kind }
}

/// A stored object as it is served.
pub(super) fn show(kind: &Kind, mut object: Value) -> Value {
    if is_view(kind) {
        rename(&mut object, |(stored, served)| (stored, served));
        *child(&mut object, "apiVersion") = kind.api_version().into();
    }
    object
}

/// A served object as it is stored.
pub(super) fn keep(kind: &Kind, mut object: Value) -> Value {
    if is_view(kind) {
        rename(&mut object, |(stored, served)| (served, stored));
        *child(&mut object, "apiVersion") = kinds::EVENT.api_version().into();
    }
    object
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
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_is_the_same_in_both_forms() {
        let stored = json!({"apiVersion": "v1", "kind": "Event", "message": "hi", "involvedObject": {"name": "a"}, "count": 2});
        let shown = show(kinds::NEW_EVENT, stored.clone());
        assert_eq!(shown["note"], "hi");
        assert_eq!(shown["apiVersion"], "events.k8s.io/v1");
        assert_eq!(keep(kinds::NEW_EVENT, shown), stored);
    }
}
