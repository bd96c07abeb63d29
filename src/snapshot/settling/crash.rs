//! Whether a container that runs is over its last crash, and whether it was one at all.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::STARTING;
use crate::snapshot::graph::{Graph, event_time};
use crate::snapshot::object::{Object, text};

/// A container that crashed and has run for this long again is over its crash, however long it ran
/// before. The back-off before it says nothing: it grows from 10 s to 5 min.
const CALM: SignedDuration = SignedDuration::from_secs(60);

/// Who writes a container's image into a Pod that is already there.
const CHANGING: [&str; 5] = [
    "kubectl-set",
    "kubectl-edit",
    "kubectl-patch",
    "kubectl-replace",
    "kubectl-client-side-apply",
];

/// Whether a container runs again, and not yet for long enough to be over its crash: twice as long
/// as it ran before, 10 s at least, a minute at most. One restart after a run of some length is no
/// crash loop.
pub fn is_between_crashes(status: &Value, pod: &Object, graph: &Graph<'_>) -> bool {
    let time = |value: &Value, key: &str| text(value, key).parse::<Timestamp>().ok();
    let restarts = status.get("restartCount").and_then(Value::as_i64);
    let running = status.pointer("/state/running");
    let (Some(running), Some(ended), Some(restarts)) = (running, ended(status), restarts) else {
        return false;
    };
    let lasted = match (time(ended, "startedAt"), time(ended, "finishedAt")) {
        (Some(started), Some(finished)) => finished.duration_since(started),
        _ => SignedDuration::ZERO,
    };
    let Some(since) = time(running, "startedAt") else {
        return false;
    };
    let once = restarts < 1 || restarts == 1 && lasted >= STARTING;
    let proof = (lasted.saturating_mul(2)).clamp(STARTING, CALM);
    !once && graph.snapshot().at.duration_since(since) < proof && !was_replaced(status, pod, graph)
}

/// Whether a container's last run was ended by the kubelet because its image was changed: an Event
/// tells, and until it arrives (kubelets send theirs slowly) a change of the Pod during that run,
/// soon after which it ended as a run does that is told to.
pub fn was_replaced(status: &Value, pod: &Object, graph: &Graph<'_>) -> bool {
    let Some(ended) = ended(status) else {
        return false;
    };
    let time = |key: &str| text(ended, key).parse::<Timestamp>().ok();
    let (Some(started), Some(finished)) = (time("startedAt"), time("finishedAt")) else {
        return false;
    };
    let said = format!("Container {} definition changed", text(status, "name"));
    let told = graph.events_of(pod).iter().any(|event| {
        event.text("message").starts_with(&said)
            && event_time(event).is_some_and(|at| started <= at && at <= finished + STARTING)
    });
    let grace = pod.int("spec.terminationGracePeriodSeconds").unwrap_or(30);
    let soon = SignedDuration::from_secs(grace.clamp(0, 3600)) + STARTING;
    let code = ended.get("exitCode").and_then(Value::as_i64);
    let was_changed = || {
        pod.list("metadata.managedFields")
            .iter()
            .filter(|entry| CHANGING.contains(&text(entry, "manager")))
            .filter_map(|entry| text(entry, "time").parse::<Timestamp>().ok())
            .any(|at| started <= at && at <= finished && finished < at + soon)
    };
    told || matches!(code, Some(0 | 137 | 143)) && was_changed()
}

/// How a container's last run ended: now, or before the present one.
fn ended(status: &Value) -> Option<&Value> {
    status
        .pointer("/state/terminated")
        .or_else(|| status.pointer("/lastState/terminated"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::snapshot::{ClusterFacts, Snapshot};

    /// At 00:10:00 a container runs since `since`; its run before was from `started` to `ended`.
    fn status(restarts: u64, started: &str, ended: &str, since: &str) -> Value {
        let at = |time: &str| format!("2026-01-01T00:{time}Z");
        json!({
            "name": "web",
            "restartCount": restarts,
            "state": {"running": {"startedAt": at(since)}},
            "lastState": {"terminated": {
                "exitCode": 1, "startedAt": at(started), "finishedAt": at(ended),
            }},
        })
    }

    fn pod() -> Object {
        Object::redacted(
            json!({"metadata": {"name": "web", "uid": "p"}}),
            "Pod",
            "v1",
        )
    }

    fn at_ten(events: Vec<Value>) -> Snapshot {
        let at = "2026-01-01T00:10:00Z".parse().unwrap();
        let mut snapshot = Snapshot::new(at, ClusterFacts::default());
        let events = events.into_iter();
        snapshot.events = events
            .map(|event| Object::redacted(event, "Event", "v1"))
            .collect();
        snapshot
    }

    #[test]
    fn over_a_crash_after_a_longer_run_than_before() {
        let snapshot = at_ten(Vec::new());
        let graph = Graph::new(&snapshot);
        for (crashing, case, status) in [
            (true, "short runs", status(3, "09:00", "09:01", "09:55")),
            (
                false,
                "longer than before",
                status(3, "09:00", "09:01", "09:45"),
            ),
            (
                true,
                "not twice as long",
                status(3, "09:00", "09:20", "09:30"),
            ),
            (true, "long back-off", status(9, "04:00", "04:01", "09:58")),
            (
                false,
                "once, after a while",
                status(1, "09:00", "09:30", "09:58"),
            ),
            (true, "once, at once", status(1, "09:50", "09:51", "09:58")),
            (
                false,
                "a minute is enough",
                status(5, "00:00", "08:00", "08:59"),
            ),
        ] {
            assert_eq!(
                is_between_crashes(&status, &pod(), &graph),
                crashing,
                "{case}"
            );
        }
    }

    #[test]
    fn a_new_image_is_no_crash_before_its_event_has_come() {
        let snapshot = at_ten(Vec::new());
        let graph = Graph::new(&snapshot);
        let pod = |manager: &str, at: &str| {
            let entry = json!({"manager": manager, "time": format!("2026-01-01T00:{at}Z")});
            let metadata = json!({"name": "web", "uid": "p", "managedFields": [entry]});
            Object::redacted(json!({"metadata": metadata}), "Pod", "v1")
        };
        let mut status = status(1, "09:49", "09:51", "09:55");
        status["lastState"]["terminated"]["exitCode"] = json!(0);
        assert!(was_replaced(&status, &pod("kubectl-set", "09:50"), &graph));
        for (manager, at) in [
            ("kubectl-label", "09:50"),
            ("kubectl-run", "09:50"),
            ("kubectl-set", "09:40"),
            ("kubectl-set", "09:56"),
        ] {
            assert!(
                !was_replaced(&status, &pod(manager, at), &graph),
                "{manager} {at}"
            );
        }
        status["lastState"]["terminated"]["exitCode"] = json!(1);
        assert!(!was_replaced(&status, &pod("kubectl-set", "09:50"), &graph));
    }

    #[test]
    fn a_new_image_is_no_crash() {
        let event = json!({
            "involvedObject": {"uid": "p"},
            "reason": "Killing",
            "message": "Container web definition changed, will be restarted",
            "lastTimestamp": "2026-01-01T00:09:50Z",
        });
        let snapshot = at_ten(vec![event]);
        let graph = Graph::new(&snapshot);
        let replaced = status(2, "09:49", "09:51", "09:55");
        assert!(was_replaced(&replaced, &pod(), &graph));
        assert!(!is_between_crashes(&replaced, &pod(), &graph));
        // What crashes afterwards was started after the change.
        assert!(!was_replaced(
            &status(3, "09:55", "09:56", "09:58"),
            &pod(),
            &graph
        ));
    }
}
