//! A large namespace: a recording of a live cluster, and many copies of it under other names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use podo::snapshot::Snapshot;
use podo::snapshot::object::Object;
use serde_json::Value;

/// Recordings below `tests/fixtures`: exercises of podo's own pack that are not solved.
pub(super) const CASES: [&str; 2] = [
    "course/first-pod-image-typo.json",
    "course/scale-back-too-few.json",
];

/// A state in which nothing is wrong: Deployments with two Pods each, and Services before them.
pub(super) const HEALTHY: &str = "states/healthy/deployment-and-service.json";

/// A recording with copies of everything in its namespace up to `objects` in all; all their Events
/// come on top, as many for each object as were recorded about it.
pub(super) fn large(recording: &str, objects: usize) -> Snapshot {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(recording);
    let mut snapshot: Snapshot = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let (first_objects, first_events) = (snapshot.objects.clone(), snapshot.events.clone());
    let in_namespace: Vec<&Object> = first_objects
        .iter()
        .filter(|object| !object.namespace().is_empty())
        .collect();
    let uids: BTreeSet<&str> = in_namespace.iter().map(|object| object.uid()).collect();
    let about_them: Vec<&Object> = first_events
        .iter()
        .filter(|event| uids.contains(event.text("involvedObject.uid")))
        .collect();
    let names: BTreeSet<String> = in_namespace
        .iter()
        .copied()
        .chain(&first_events)
        .flat_map(|object| [object.name().to_owned(), object.uid().to_owned()])
        .collect();
    for copy in 1.. {
        if snapshot.objects.len() >= objects {
            break;
        }
        let copies = in_namespace
            .iter()
            .map(|object| renamed(object, &names, copy));
        snapshot.objects.extend(copies);
        let events = about_them.iter().map(|event| renamed(event, &names, copy));
        snapshot.events.extend(events);
    }
    snapshot
}

/// An object with every name and UID of the recording replaced by that of a copy.
fn renamed(object: &Object, names: &BTreeSet<String>, copy: usize) -> Object {
    fn rename(value: &mut Value, names: &BTreeSet<String>, copy: usize) {
        match value {
            Value::String(text) if names.contains(text) => {
                text.push_str(&format!("-{copy}"));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names, copy)),
            Value::Object(map) => map
                .iter_mut()
                .for_each(|(_, value)| rename(value, names, copy)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(object).unwrap();
    rename(&mut value, names, copy);
    serde_json::from_value(value).unwrap()
}
