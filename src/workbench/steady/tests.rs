//! When a pass counts: not before what runs has run for a while.

use serde_json::json;

use super::*;
use crate::snapshot::ClusterFacts;
use crate::snapshot::object::Object;

fn left(at: &str, state: &serde_json::Value) -> Option<Duration> {
    let at: Timestamp = at.parse().unwrap();
    let mut snapshot = Snapshot::new(at, ClusterFacts::default());
    let pod = json!({
        "metadata": {"name": "web", "uid": "1"},
        "status": {"containerStatuses": [{"name": "web", "state": state}]},
    });
    snapshot.objects.push(Object::redacted(pod, "Pod", "v1"));
    time_to_steady(&snapshot)
}

#[test]
fn a_container_has_to_run_for_a_moment() {
    let running = json!({"running": {"startedAt": "2026-01-01T00:00:10Z"}});
    let left = |at| left(at, &running);
    assert_eq!(left("2026-01-01T00:00:10Z"), Some(STEADY));
    assert_eq!(left("2026-01-01T00:00:13.9Z"), Some(LEAST));
    assert_eq!(left("2026-01-01T00:00:14Z"), None);
    // The server's clock is behind.
    assert_eq!(left("2026-01-01T00:00:09Z"), Some(STEADY));
    assert_eq!(left("2026-01-01T00:00:01Z"), None);
}

#[test]
fn what_does_not_run_is_not_waited_for() {
    let at = "2026-01-01T00:00:10Z";
    assert_eq!(left(at, &json!({"terminated": {"exitCode": 0}})), None);
    assert_eq!(left(at, &json!({"waiting": {}})), None);
}
