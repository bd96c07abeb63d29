//! States from files of kubectl, sound and unsound.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{codes, examine, note_unread, state};
use crate::health::State;
use crate::snapshot::Snapshot;
use crate::snapshot::import::{Document, Malformed, Objects, last_words, read};

/// The objects of a state as `kubectl get KINDS -o json` prints them.
fn list(snapshot: &Snapshot, kinds: &[&str]) -> String {
    let all = snapshot.objects.iter().chain(&snapshot.events);
    let items: Vec<&Value> = all
        .filter(|object| kinds.contains(&object.kind()))
        .map(crate::snapshot::object::Object::value)
        .collect();
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}

fn objects(text: &str) -> Objects {
    match read(text).unwrap() {
        Document::Objects(objects) => objects,
        Document::Snapshot(_) => panic!("it is no snapshot"),
    }
}

fn snapshot_of(objects: Objects, at: Timestamp) -> Snapshot {
    let listed = objects.listed().clone();
    let mut snapshot = objects.into_snapshot("shop", at);
    note_unread(&mut snapshot, &listed);
    snapshot
}

#[test]
fn what_kubectl_lists_is_explained_as_the_cluster_is() {
    let whole = state("unhealthy/several-causes");
    let mut read = objects(&list(
        &whole,
        &["Pod", "Deployment", "ReplicaSet", "StatefulSet"],
    ));
    read.add(objects(&list(
        &whole,
        &["Service", "Job", "ConfigMap", "Secret", "Event"],
    )));
    read.add(objects(&list(
        &whole,
        &[
            "PersistentVolumeClaim",
            "StorageClass",
            "Node",
            "ResourceQuota",
        ],
    )));
    assert_eq!(read.namespaces().into_iter().collect::<Vec<_>>(), ["shop"]);
    assert!(read.newest().is_some_and(|newest| newest <= whole.at));
    let health = examine(&snapshot_of(read, whole.at));
    // The dying words of programs are in no list.
    assert_eq!(codes(&health.findings), codes(&examine(&whole).findings));
}

#[test]
fn what_a_file_does_not_have_is_unknown() {
    let whole = state("unhealthy/several-causes");
    let pods = objects(&list(&whole, &["Pod"]));
    let health = examine(&snapshot_of(pods, whole.at));
    // No ConfigMap, class or Node is said to be missing.
    let found = codes(&health.findings);
    assert!(
        found.iter().all(|code| ["P10", "U01"].contains(code)),
        "{found:?}"
    );
    assert!(health.unknown.iter().any(|gap| gap.kind == "ConfigMap"));
    assert!(health.unknown.iter().all(|gap| gap.kind != "Pod"));

    let service = whole
        .objects
        .iter()
        .find(|o| o.kind() == "Service")
        .unwrap();
    let alone = examine(&snapshot_of(
        objects(&service.value().to_string()),
        whole.at,
    ));
    assert_eq!(alone.findings, []);
    assert_eq!(alone.state, State::Unknown);
}

#[test]
fn typed_lists_say_what_is_not_there() {
    let read = objects(
        r#"{"kind": "PodList", "apiVersion": "v1", "items": [
        {"metadata": {"name": "a", "namespace": "shop"}, "status": {"phase": "Succeeded"}}
    ]}"#,
    );
    let snapshot = snapshot_of(read, Timestamp::UNIX_EPOCH);
    assert_eq!(snapshot.objects[0].kind(), "Pod");
    assert!(snapshot.gaps.iter().all(|gap| gap.kind != "Pod"));
    let empty = objects(r#"{"kind": "ServiceList", "apiVersion": "v1", "items": null}"#);
    assert!(empty.listed().contains("Service"));
    // An object whose kind merely ends like a list's.
    let own = objects(r#"{"kind": "AllowList", "metadata": {"name": "x"}}"#);
    assert!(own.listed().is_empty());
}

#[test]
fn values_of_secrets_are_dropped_from_any_file() {
    let secret = json!({"kind": "Secret", "apiVersion": "v1",
        "metadata": {"name": "s", "namespace": "shop"}, "data": {"p": "aHVudGVyMg=="}});
    let read = objects(&secret.to_string());
    let snapshot = read.into_snapshot("shop", Timestamp::UNIX_EPOCH);
    let mut saved: Value = serde_json::to_value(&snapshot).unwrap();
    assert!(!saved.to_string().contains("aHVudGVyMg"));
    // Not even a snapshot is trusted to have left them out.
    saved["objects"] = json!([secret]);
    let Ok(Document::Snapshot(again)) = read_text(&saved) else {
        panic!("it is a snapshot");
    };
    assert!(
        !serde_json::to_string(&again)
            .unwrap()
            .contains("aHVudGVyMg")
    );
}

fn read_text(value: &Value) -> Result<Document, Malformed> {
    read(&value.to_string())
}

#[test]
fn what_is_no_state_is_told_with_its_place() {
    let form = |place: &str| {
        Err(Malformed::Form {
            place: place.to_owned(),
        })
    };
    for (text, expected) in [
        ("[]", form("{}")),
        ("{}", form("{}")),
        (r#"{"kind": "List"}"#, form("{}")),
        (r#"{"kind": "List", "items": {}}"#, form("{}")),
        (r#"{"kind": "List", "items": [1]}"#, form("items[0]")),
        (
            r#"{"kind": "PodList", "items": [{"metadata": {"name": 1}}]}"#,
            form("items[0]"),
        ),
        (r#"{"formatVersion": 99}"#, Err(Malformed::Version(99))),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
    for (text, line) in [
        ("", 1),
        ("{\n\"kind\": }", 2),
        ("{\"formatVersion\": 1\n}", 2),
    ] {
        match read(text) {
            Err(Malformed::Json { line: found, .. }) => assert_eq!(found, line, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(read(&deep), Err(Malformed::Json { .. })));
}

#[test]
fn a_dump_has_the_last_words_of_what_ended() {
    let whole = state("unhealthy/several-causes");
    let worker = whole.objects.iter().find(|o| o.name() == "worker").unwrap();
    let log = "==== START logs for container worker of pod shop/worker ====\n\
        cannot open it\n\
        ==== END logs for container worker of pod shop/worker ====\n";
    let words = last_words(worker, log);
    assert_eq!(words.len(), 1);
    assert_eq!(words[0].text, "cannot open it");
    assert_eq!(last_words(worker, "something else"), []);
}
