//! The rows of Pods: a status that sums up all containers.

use jiff::Timestamp;
use serde_json::Value;

use super::{Printer, age, age_of, or_none, text, wide};
use crate::object::Meta;

pub(super) const POD: Printer = Printer {
    columns: &[
        text("Name"),
        text("Ready"),
        text("Status"),
        text("Restarts"),
        text("Age"),
        wide("IP"),
        wide("Node"),
        wide("Nominated Node"),
        wide("Readiness Gates"),
    ],
    row,
};

/// What the containers come to.
struct Summary<'a> {
    reason: String,
    ready: usize,
    total: usize,
    restarts: i64,
    last_restart: Option<&'a Value>,
}

fn row(pod: &Value, now: Timestamp) -> Vec<Value> {
    let summary = summarise(pod);
    let restarts = match age::since(summary.last_restart, now) {
        Some(ago) if summary.restarts != 0 => {
            format!("{} ({} ago)", summary.restarts, age::human(ago))
        }
        _ => summary.restarts.to_string(),
    };
    let ip = match pod.text_at("status.podIP") {
        "" => pod
            .list_at("status.podIPs")
            .first()
            .map_or("", |ip| ip.text_at("ip")),
        ip => ip,
    };
    vec![
        pod.name().into(),
        format!("{}/{}", summary.ready, summary.total).into(),
        summary.reason.into(),
        restarts.into(),
        age_of(pod, now),
        or_none(ip),
        or_none(pod.text_at("spec.nodeName")),
        or_none(pod.text_at("status.nominatedNodeName")),
        gates(pod),
    ]
}

fn gates(pod: &Value) -> Value {
    let gates = pod.list_at("spec.readinessGates");
    if gates.is_empty() {
        return "<none>".into();
    }
    let met = gates
        .iter()
        .filter(|g| condition(pod, g.text_at("conditionType")))
        .count();
    format!("{met}/{}", gates.len()).into()
}

fn condition(pod: &Value, name: &str) -> bool {
    pod.list_at("status.conditions")
        .iter()
        .any(|c| c.text_at("type") == name && c.text_at("status") == "True")
}

/// Signals and exit codes where a termination has no reason.
fn ended(terminated: &Value) -> String {
    match (
        terminated.text_at("reason"),
        terminated.int_at("signal").unwrap_or(0),
    ) {
        ("", 0) => format!("ExitCode:{}", terminated.int_at("exitCode").unwrap_or(0)),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

/// So many restarts, and those of a container.
fn more(restarts: i64, status: &Value) -> i64 {
    restarts.saturating_add(status.int_at("restartCount").unwrap_or(0))
}

fn later<'a>(latest: &mut Option<&'a Value>, status: &'a Value) {
    let moment = |v: Option<&Value>| {
        v.and_then(Value::as_str)
            .and_then(|t| t.parse::<Timestamp>().ok())
    };
    let finished = status.at("lastState.terminated.finishedAt");
    if moment(finished) > moment(*latest) {
        *latest = finished;
    }
}

fn restartable(pod: &Value, name: &str) -> bool {
    pod.list_at("spec.initContainers")
        .iter()
        .any(|c| c.text_at("name") == name && c.text_at("restartPolicy") == "Always")
}

fn summarise(pod: &Value) -> Summary<'_> {
    let phase = pod.text_at("status.phase");
    let mut reason = match pod.text_at("status.reason") {
        "" => phase.to_owned(),
        reason => reason.to_owned(),
    };
    let gated =
        |c: &Value| c.text_at("type") == "PodScheduled" && c.text_at("reason") == "SchedulingGated";
    if pod.list_at("status.conditions").iter().any(gated) {
        reason = "SchedulingGated".into();
    }
    let init = pod.list_at("spec.initContainers");
    let mut total = pod.list_at("spec.containers").len();
    total += init
        .iter()
        .filter(|c| c.text_at("restartPolicy") == "Always")
        .count();
    let (mut ready, mut restarts, mut last) = (0, 0, None);
    let (mut side_restarts, mut side_last) = (0, None);
    let mut initializing = false;
    for (i, status) in pod
        .list_at("status.initContainerStatuses")
        .iter()
        .enumerate()
    {
        restarts = more(restarts, status);
        later(&mut last, status);
        let side = restartable(pod, status.text_at("name"));
        if side {
            side_restarts = more(side_restarts, status);
            later(&mut side_last, status);
        }
        if status.int_at("state.terminated.exitCode") == Some(0) {
            continue;
        }
        if side && status.get("started") == Some(&true.into()) {
            ready += usize::from(status.get("ready") == Some(&true.into()));
            continue;
        }
        let waiting = status.text_at("state.waiting.reason");
        reason = if let Some(terminated) = status.at("state.terminated") {
            format!("Init:{}", ended(terminated))
        } else if !waiting.is_empty() && waiting != "PodInitializing" {
            format!("Init:{waiting}")
        } else {
            format!("Init:{i}/{}", init.len())
        };
        initializing = true;
        break;
    }
    if !initializing || condition(pod, "Initialized") {
        (restarts, last) = (side_restarts, side_last);
        let mut running = false;
        for status in pod.list_at("status.containerStatuses").iter().rev() {
            restarts = more(restarts, status);
            later(&mut last, status);
            let waiting = status.text_at("state.waiting.reason");
            if !waiting.is_empty() {
                waiting.clone_into(&mut reason);
            } else if let Some(terminated) = status.at("state.terminated") {
                reason = ended(terminated);
            } else if status.get("ready") == Some(&true.into())
                && status.at("state.running").is_some()
            {
                running = true;
                ready += 1;
            }
        }
        if reason == "Completed" && running {
            reason = if condition(pod, "Ready") {
                "Running"
            } else {
                "NotReady"
            }
            .into();
        }
    }
    if pod.deleting() {
        if pod.text_at("status.reason") == "NodeLost" {
            reason = "Unknown".into();
        } else if !matches!(phase, "Succeeded" | "Failed") {
            reason = "Terminating".into();
        }
    }
    Summary {
        reason,
        ready,
        total,
        restarts,
        last_restart: last,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn status_of(pod: &Value) -> String {
        row(pod, Timestamp::UNIX_EPOCH)[2]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn restarts_beyond_all_measure_are_shown_too() {
        let status = json!({"restartCount": i64::MAX});
        let pod = json!({"status": {"containerStatuses": [status, status]}});
        assert_eq!(row(&pod, Timestamp::UNIX_EPOCH)[3], i64::MAX.to_string());
    }

    #[test]
    fn the_status_follows_the_containers() {
        let pod = |status: Value| json!({"spec": {"containers": [{"name": "a"}, {"name": "b"}], "initContainers": [{"name": "i"}]}, "status": status});
        let waiting = |reason: &str| json!({"state": {"waiting": {"reason": reason}}});
        for (status, expected) in [
            (json!({"phase": "Pending"}), "Pending"),
            (
                json!({"phase": "Pending", "initContainerStatuses": [waiting("PodInitializing")]}),
                "Init:0/1",
            ),
            (
                json!({"phase": "Pending", "initContainerStatuses": [waiting("CrashLoopBackOff")]}),
                "Init:CrashLoopBackOff",
            ),
            (
                json!({"phase": "Pending", "initContainerStatuses": [{"state": {"terminated": {"exitCode": 1, "reason": "Error"}}}]}),
                "Init:Error",
            ),
            (
                json!({"phase": "Pending", "containerStatuses": [waiting("ContainerCreating")]}),
                "ContainerCreating",
            ),
            (
                json!({"phase": "Running", "containerStatuses": [waiting("ImagePullBackOff"), {"ready": true, "state": {"running": {}}}]}),
                "ImagePullBackOff",
            ),
            (
                json!({"phase": "Running", "containerStatuses": [{"state": {"terminated": {"exitCode": 3}}}]}),
                "ExitCode:3",
            ),
            (
                json!({"phase": "Running", "containerStatuses": [{"state": {"terminated": {"reason": "Completed", "exitCode": 0}}}, {"ready": true, "state": {"running": {}}}]}),
                "NotReady",
            ),
            (json!({"phase": "Failed", "reason": "Evicted"}), "Evicted"),
        ] {
            assert_eq!(status_of(&pod(status.clone())), expected, "{status}");
        }
        let mut going = pod(json!({"phase": "Running"}));
        going["metadata"] = json!({"deletionTimestamp": "2026-01-01T00:00:00Z"});
        assert_eq!(status_of(&going), "Terminating");
    }

    #[test]
    fn restarts_say_when_the_last_one_was() {
        let pod = json!({"spec": {"containers": [{}]}, "status": {"phase": "Running", "containerStatuses": [
            {"restartCount": 3, "ready": true, "state": {"running": {}}, "lastState": {"terminated": {"finishedAt": "2026-01-01T00:00:00Z"}}}]}});
        let row = row(&pod, "2026-01-01T00:05:00Z".parse().unwrap());
        assert_eq!((&row[1], &row[3]), (&json!("1/1"), &json!("3 (5m ago)")));
    }
}
