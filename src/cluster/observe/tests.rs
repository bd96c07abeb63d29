//! Looks and watches against a server in this process.

use serde_json::{Value, json};

use super::super::fake::{Fake, Reply, object};
use super::*;

const LONG: Duration = Duration::from_secs(20);

fn needs(kinds: &[&str]) -> Needs {
    Needs {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        ..Needs::default()
    }
}

async fn observer(fake: &Fake, needs: Needs) -> Observer {
    Observer::new(fake.connect().await.unwrap(), "here", needs)
}

fn names(seen: &Seen) -> Vec<&str> {
    seen.objects.iter().map(Object::name).collect()
}

fn event(kind: &str, object: &Value) -> String {
    json!({"type": kind, "object": object}).to_string()
}

fn has(request: &str, part: &str) -> bool {
    request.contains(part)
}

#[tokio::test]
async fn what_may_not_be_read_is_a_gap_and_the_rest_is_seen() {
    let fake = Fake::new(|request| match request {
        r if has(r, "/default/pods") => Reply::status(403, "not there either"),
        r if has(r, "/secrets") => Reply::status(403, "secrets is forbidden"),
        r if has(r, "/events") => Reply::list(1, &["event"]),
        r if has(r, "/api/v1/nodes") => Reply::list(1, &["node"]),
        r if has(r, "/pods") => Reply::list(1, &["web"]),
        _ => Reply::Body(404, "404 page not found".to_owned()),
    });
    let mut needs = needs(&["Pod", "Secret", "Node", "Job", "Unknown"]);
    needs.elsewhere.insert("Pod".to_owned());
    let mut observer = observer(&fake, needs).await;
    let seen = observer.observe().await;
    assert_eq!(names(&seen), ["node", "web"]);
    assert_eq!(seen.events.len(), 1);
    assert_eq!(seen.versions["Pod"], "v1");
    let gaps: Vec<_> = seen
        .gaps
        .iter()
        .map(|gap| (gap.kind.as_str(), gap.namespace.as_deref(), gap.reason))
        .collect();
    assert_eq!(
        gaps,
        [
            ("Job", Some("here"), GapReason::NotServed),
            ("Secret", Some("here"), GapReason::Forbidden),
            ("Unknown", Some("here"), GapReason::NotServed),
        ]
    );
    assert!(seen.at >= "2026-11-23T15:04:58Z".parse().unwrap());
    assert!(
        seen.at < "2026-11-23T15:05:18Z".parse().unwrap(),
        "the server's clock, not ours"
    );
}

#[tokio::test]
async fn a_server_that_is_gone_is_one_gap() {
    let fake = Fake::new(|_| Reply::Drop);
    let mut observer = observer(&fake, needs(&["Pod", "Node"])).await;
    let seen = observer.observe().await;
    assert_eq!(seen.objects, []);
    assert_eq!(seen.gaps.len(), 1);
    assert_eq!(
        (seen.gaps[0].kind.as_str(), seen.gaps[0].reason),
        ("", GapReason::Refused)
    );
}

#[tokio::test]
async fn pages_are_put_together() {
    let fake = Fake::new(|request| match request {
        r if has(r, "continue=next") => Reply::list(9, &["b"]),
        r if has(r, "/pods") => Reply::json(&json!({
            "metadata": {"resourceVersion": "9", "continue": "next"}, "items": [object("a")],
        })),
        // The second page has expired: once more in one piece.
        r if has(r, "/configmaps?limit=500&continue") => Reply::status(410, "expired"),
        r if has(r, "/configmaps?limit=500") => Reply::json(&json!({
            "metadata": {"continue": "late"}, "items": [object("old")],
        })),
        r if has(r, "/configmaps") => Reply::list(9, &["c"]),
        _ => Reply::list(1, &[]),
    });
    let mut observer = observer(&fake, needs(&["Pod", "ConfigMap"])).await;
    let seen = observer.observe().await;
    assert_eq!(names(&seen), ["c", "a", "b"]);
    assert_eq!(seen.gaps, []);
}

#[tokio::test]
async fn of_other_namespaces_only_the_outline_is_held() {
    let namespace = |name: &str| {
        json!({
            "metadata": {"name": name, "uid": name, "labels": {"secret": "plan"},
                         "annotations": {"a": "b"}},
            "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"},
        })
    };
    let items = json!([namespace("here"), namespace("theirs")]);
    let fake = Fake::new(move |request| match request {
        r if has(r, "/api/v1/namespaces?") => Reply::json(&json!({"metadata": {}, "items": items})),
        _ => Reply::list(1, &[]),
    });
    let seen = observer(&fake, needs(&["Namespace"])).await.observe().await;
    assert_eq!(seen.objects[0].label("secret"), Some("plan"));
    assert_eq!(
        seen.objects[1].value(),
        &json!({
            "metadata": {"name": "theirs", "uid": "theirs"}, "status": {"phase": "Active"},
            "kind": "Namespace", "apiVersion": "v1",
        })
    );
}

#[tokio::test]
async fn what_pods_were_refused_for_is_read_then_and_only_then() {
    let refused = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let switch = refused.clone();
    let fake = Fake::new(move |request| match request {
        r if has(r, "/replicasets") && refused.load(std::sync::atomic::Ordering::SeqCst) => {
            let mut set = object("a");
            let message = "pods \"a-1\" is forbidden: exceeded quota: room, requested: pods=1";
            let condition = json!({"type": "ReplicaFailure", "status": "True", "message": message});
            set["status"] = json!({"conditions": [condition]});
            Reply::json(&json!({"metadata": {}, "items": [set]}))
        }
        r if has(r, "/resourcequotas") => Reply::list(1, &["room"]),
        _ => Reply::list(1, &[]),
    });
    let mut observer = observer(&fake, needs(&["ReplicaSet"])).await;
    assert_eq!(names(&observer.observe().await), [""; 0]);
    assert_eq!(
        fake.asked("GET /api/v1/namespaces/here/resourcequotas")
            .len(),
        0
    );
    switch.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(names(&observer.observe().await), ["a", "room"]);
    observer.look().await;
    assert_eq!(
        fake.asked("GET /api/v1/namespaces/here/resourcequotas")
            .len(),
        1
    );
}

#[tokio::test]
async fn what_a_pod_waits_for_is_looked_for_in_other_namespaces() {
    let pod = |name: &str, map: &str, phase: &str| {
        let from = json!([{"configMapRef": {"name": map}}]);
        json!({
            "metadata": {"name": name, "uid": name, "namespace": "here"},
            "spec": {"containers": [{"name": "app", "envFrom": from}]}, "status": {"phase": phase},
        })
    };
    let pods = json!([
        pod("a", "paint", "Pending"),
        pod("b", "there", "Pending"),
        pod("c", "gone", "Running"),
        pod("d", "odd&name", "Pending"),
    ]);
    let theirs = json!([{
        "metadata": {"name": "paint", "uid": "theirs", "namespace": "there", "labels": {"secret": "plan"}},
        "data": {"colour": "purple"},
    }]);
    let fake = Fake::new(move |request| match request {
        r if has(r, "/here/pods") => {
            Reply::json(&json!({"metadata": {"resourceVersion": "1"}, "items": pods}))
        }
        r if has(r, "/api/v1/configmaps?") => {
            Reply::json(&json!({"metadata": {"resourceVersion": "1"}, "items": theirs}))
        }
        r if has(r, "/here/configmaps") => Reply::list(1, &["there"]),
        _ => Reply::list(1, &[]),
    });
    let mut observer = observer(&fake, needs(&["Pod", "ConfigMap"])).await;
    observer.observe().await;
    let seen = observer.look().await;
    let maps = seen.objects.iter().filter(|o| o.kind() == "ConfigMap");
    let maps: Vec<_> = maps.map(|map| (map.namespace(), map.name())).collect();
    assert_eq!(maps, [("here", "there"), ("there", "paint")]);
    assert_eq!(seen.objects.last().unwrap().get("data"), None);
    assert_eq!(
        fake.asked("GET /api/v1/configmaps?"),
        [
            "GET /api/v1/configmaps?limit=500&fieldSelector=metadata.name%3Dpaint%2Cmetadata.namespace%21%3Dhere"
        ]
    );
}

#[tokio::test]
async fn a_watch_is_applied_without_listing_again() {
    let fake = Fake::new(|request| match request {
        r if has(r, "/pods?watch") => {
            let mut changed = object("a");
            changed["status"] = json!({"phase": "Running"});
            Reply::Lines(vec![
                (
                    100,
                    event(
                        "BOOKMARK",
                        &json!({"kind": "Pod", "apiVersion": "v1",
                    "metadata": {"resourceVersion": "6"}}),
                    ),
                ),
                (0, event("MODIFIED", &object("a"))),
                (50, event("ADDED", &object("b"))),
                (30, event("MODIFIED", &changed)),
                (300, event("DELETED", &changed)),
                (60_000, String::new()),
            ])
        }
        r if has(r, "?watch") => Reply::Lines(vec![(60_000, String::new())]),
        r if has(r, "/pods") => Reply::list(5, &["a"]),
        _ => Reply::list(1, &[]),
    });
    let mut observer = observer(&fake, needs(&["Pod"])).await;
    assert_eq!(names(&observer.observe().await), ["a"]);
    let end = Instant::now() + LONG;
    let begun = Instant::now();
    assert_eq!(observer.wait_for_change(end).await, Change::Changed);
    // The bookmark and the event that changes nothing went by; two changes came as one.
    assert!(
        begun.elapsed() >= Duration::from_millis(250),
        "{:?}",
        begun.elapsed()
    );
    let seen = observer.look().await;
    assert_eq!(names(&seen), ["a", "b"]);
    assert_eq!(seen.objects[0].text("status.phase"), "Running");
    // Given up in between: nothing is lost.
    let short = Duration::from_millis(50);
    let cut = tokio::time::timeout(short, observer.wait_for_change(end)).await;
    assert!(cut.is_err());
    assert_eq!(observer.wait_for_change(end).await, Change::Changed);
    assert_eq!(names(&observer.look().await), ["b"]);
    assert_eq!(
        fake.asked("GET /api/v1/namespaces/here/pods?limit").len(),
        1
    );
    let soon = Instant::now() + Duration::from_millis(100);
    assert_eq!(observer.wait_for_change(soon).await, Change::TimedOut);
}

#[tokio::test]
async fn a_watch_that_breaks_is_followed_by_a_list() {
    let lists = std::sync::atomic::AtomicUsize::new(0);
    let fake = Fake::new(move |request| match request {
        r if has(r, "/pods?watch") && has(r, "resourceVersion=5") => {
            let gone = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure",
                              "message": "too old", "reason": "Expired", "code": 410});
            Reply::Lines(vec![(0, event("ERROR", &gone)), (60_000, String::new())])
        }
        // Cut off in the middle of a line.
        r if has(r, "/pods?watch") && has(r, "resourceVersion=6") => {
            Reply::Lines(vec![(100, "{\"type\": \"ADD".to_owned())])
        }
        r if has(r, "?watch") => Reply::Lines(vec![(60_000, String::new())]),
        r if has(r, "/pods") => match lists.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Reply::list(5, &["a"]),
            1 => Reply::list(6, &["a", "b"]),
            2 => Reply::list(7, &["c"]),
            _ => Reply::Drop,
        },
        _ => Reply::list(1, &[]),
    });
    let mut observer = observer(&fake, needs(&["Pod"])).await;
    observer.observe().await;
    let end = Instant::now() + LONG;
    assert_eq!(observer.wait_for_change(end).await, Change::Changed);
    assert_eq!(names(&observer.look().await), ["a", "b"]);
    assert_eq!(observer.wait_for_change(end).await, Change::Changed);
    assert_eq!(names(&observer.look().await), ["c"]);
}

#[tokio::test]
async fn a_server_that_dies_during_a_wait_is_noticed() {
    let dead = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let switch = dead.clone();
    let fake = Fake::new(move |request| match request {
        _ if dead.load(std::sync::atomic::Ordering::SeqCst) => Reply::Drop,
        r if has(r, "?watch") => Reply::Lines(vec![(1200, String::new())]),
        _ => Reply::list(1, &["a"]),
    });
    let mut observer = observer(&fake, needs(&["Pod"])).await;
    observer.observe().await;
    switch.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(
        observer.wait_for_change(Instant::now() + LONG).await,
        Change::Changed
    );
    let seen = observer.look().await;
    assert_eq!(seen.gaps[0].reason, GapReason::Refused);
    assert_eq!(seen.gaps[0].kind, "");
}

#[test]
fn an_inventory_knows_each_object_by_its_uid() {
    let pod = json!({
        "metadata": {"name": "a", "namespace": "here", "uid": "u", "generation": 2,
                     "resourceVersion": "7"},
        "spec": {},
    });
    let seen = Seen {
        at: "2026-11-23T15:04:58Z".parse().unwrap(),
        objects: vec![Object::redacted(pod, "Pod", "v1")],
        events: Vec::new(),
        gaps: Vec::new(),
        probes: Vec::new(),
        images: Vec::new(),
        versions: BTreeMap::new(),
    };
    let inventory = inventory(&seen);
    let entry = &inventory.objects["u"];
    assert_eq!(entry.key.to_string(), "pod/a");
    assert_eq!(
        (entry.generation, entry.resource_version.as_str()),
        (Some(2), "7")
    );
    assert_eq!(entry.intent, seen.objects[0].intent_digest());
}

#[cfg(unix)]
#[tokio::test]
async fn where_web_sockets_are_refused_kubectl_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;

    use crate::lesson::model::{FileContent, FileProbe, Ref};
    use crate::snapshot::ProbeOutcome;

    let fake = Fake::new(|request| match request {
        r if has(r, "/exec?") => Reply::status(403, "pods/exec is forbidden"),
        r if has(r, "/pods") => {
            let mut pod = object("a");
            pod["spec"] = json!({"containers": [{"name": "main"}]});
            pod["status"] =
                json!({"containerStatuses": [{"name": "main", "state": {"running": {}}}]});
            Reply::json(&json!({"metadata": {}, "items": [pod]}))
        }
        _ => Reply::list(1, &[]),
    });
    let mut needs = needs(&["Pod"]);
    let probe = FileProbe {
        target: Ref::named("Pod", "a"),
        container: None,
        path: "/a b".to_owned(),
        content: FileContent::Contains(String::new()),
    };
    needs.files.push(("file".to_owned(), probe));
    let without = observer(&fake, needs.clone()).await.observe().await;
    let refused = ProbeOutcome::Failed {
        message: "pods/exec is forbidden".to_owned(),
    };
    assert_eq!(without.probes[0].outcome, refused);
    assert_eq!(without.probes[0].pod.as_deref(), Some("a"));

    let folder = tempfile::tempdir().unwrap();
    let kubectl = folder.path().join("kubectl");
    std::fs::write(&kubectl, "#!/bin/sh\nprintf '%s|' \"$@\"\n").unwrap();
    std::fs::set_permissions(&kubectl, std::fs::Permissions::from_mode(0o755)).unwrap();
    let runner = Runner::new(folder.path().as_os_str(), [], folder.path(), folder.path());
    let mut observer = observer(&fake, needs).await.with_programs(runner);
    let text = "exec|a|--namespace|here|--container|main|--|cat|/a b|".to_owned();
    assert_eq!(
        observer.observe().await.probes[0].outcome,
        ProbeOutcome::Text { text }
    );
}
