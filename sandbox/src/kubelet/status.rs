//! From what a kubelet knows of a Pod to the status that it reports.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    clock::seconds,
    controllers::owners::condition,
    object::{Meta, Object},
};

/// How one run of a container ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    pub(super) code: i32,
    pub(super) reason: String,
    pub(super) message: String,
    pub(super) started: Timestamp,
    pub(super) finished: Timestamp,
    pub(super) id: String,
}

/// What a container is doing, as its status says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Waiting { reason: String, message: String },
    Running { started: Timestamp },
    Ended(Ended),
}

impl State {
    pub(super) fn waiting(reason: &str) -> Self {
        Self::Waiting {
            reason: reason.to_owned(),
            message: String::new(),
        }
    }
}

/// A container as the status has to tell of it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one word of the status"
)]
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    pub(super) spec: &'a Value,
    pub(super) state: &'a State,
    pub(super) last: Option<&'a Ended>,
    pub(super) restarts: i64,
    pub(super) ready: bool,
    pub(super) started: bool,
    /// Image and identity of the image, once it is known.
    pub(super) image: Option<(&'a str, &'a str)>,
    pub(super) id: &'a str,
    /// It comes before the others.
    pub(super) init: bool,
    /// It comes before the others and stays.
    pub(super) sidecar: bool,
}

/// A Pod as the status has to tell of it.
#[derive(Debug)]
pub(super) struct Pod<'a> {
    pub(super) object: &'a Object,
    pub(super) containers: Vec<Told<'a>>,
    pub(super) host: &'a str,
    pub(super) ip: Option<&'a str>,
    pub(super) since: Timestamp,
    /// The Pod has failed as a whole: reason and message.
    pub(super) failure: Option<(&'a str, &'a str)>,
}

fn ended(ended: &Ended) -> Value {
    let mut value = json!({"exitCode": ended.code, "reason": ended.reason});
    if !ended.message.is_empty() {
        value["message"] = ended.message.clone().into();
    }
    value["startedAt"] = seconds(ended.started).into();
    value["finishedAt"] = seconds(ended.finished).into();
    value["containerID"] = format!("containerd://{}", ended.id).into();
    json!({"terminated": value})
}

fn state(state: &State) -> Value {
    match state {
        State::Waiting { reason, message } if message.is_empty() => {
            json!({"waiting": {"reason": reason}})
        }
        State::Waiting { reason, message } => {
            json!({"waiting": {"reason": reason, "message": message}})
        }
        State::Running { started } => json!({"running": {"startedAt": seconds(*started)}}),
        State::Ended(end) => ended(end),
    }
}

fn container(told: &Told<'_>) -> Value {
    let asked = told.spec.text_at("image");
    let (image, image_id) = told.image.unwrap_or((asked, ""));
    let mut value = json!({
        "name": told.spec.text_at("name"),
        "state": state(told.state),
        "lastState": told.last.map_or_else(|| json!({}), ended),
        "ready": told.ready,
        "restartCount": told.restarts,
        "image": image,
        "imageID": image_id,
    });
    if !told.id.is_empty() {
        value["containerID"] = format!("containerd://{}", told.id).into();
    }
    if !told.init || told.sidecar {
        value["started"] = told.started.into();
    } else {
        value["started"] = matches!(told.state, State::Running { .. }).into();
    }
    if matches!(told.state, State::Running { .. }) {
        if let Some(requests) = told.spec.at("resources.requests") {
            value["allocatedResources"] = requests.clone();
        }
        value["resources"] = told
            .spec
            .get("resources")
            .cloned()
            .unwrap_or_else(|| json!({}));
    }
    let mounts: Vec<Value> = told
        .spec
        .list_at("volumeMounts")
        .iter()
        .map(|m| {
            let mut mount = json!({"name": m["name"], "mountPath": m["mountPath"]});
            if m["readOnly"] == true {
                mount["readOnly"] = true.into();
                mount["recursiveReadOnly"] = "Disabled".into();
            }
            mount
        })
        .collect();
    if !mounts.is_empty() {
        value["volumeMounts"] = mounts.into();
    }
    value
}

/// The phase, from what the containers do; upstream's rules.
pub(super) fn phase(pod: &Pod<'_>) -> &'static str {
    let policy = pod.object.text_at("spec.restartPolicy");
    let before = pod.object.text_at("status.phase");
    if pod.failure.is_some() {
        return "Failed";
    }
    if matches!(before, "Succeeded" | "Failed") {
        return if before == "Failed" {
            "Failed"
        } else {
            "Succeeded"
        };
    }
    let inits: Vec<&Told<'_>> = pod.containers.iter().filter(|c| c.init).collect();
    let mut pending = false;
    for told in &inits {
        match told.state {
            State::Ended(end) if end.code != 0 => {
                if policy == "Never" && !told.sidecar {
                    return "Failed";
                }
                pending = true;
            }
            State::Ended(_) => {}
            State::Running { .. } => pending |= !told.sidecar || !told.started,
            State::Waiting { .. } => pending = true,
        }
    }
    let (mut running, mut waiting, mut stopped, mut good) = (0, 0, 0, 0);
    for told in pod.containers.iter().filter(|c| !c.init) {
        match told.state {
            State::Running { .. } => running += 1,
            State::Ended(end) => {
                stopped += 1;
                good += u32::from(end.code == 0);
            }
            State::Waiting { .. } if told.last.is_some() => stopped += 1,
            State::Waiting { .. } => waiting += 1,
        }
    }
    // Once a main container has run, an init container that runs again does not count.
    if (pending && running == 0 && stopped == 0) || waiting > 0 {
        "Pending"
    } else if running > 0 {
        "Running"
    } else if stopped > 0 {
        match policy {
            "OnFailure" | "Never" if stopped == good => "Succeeded",
            "Never" => "Failed",
            _ => "Running",
        }
    } else {
        "Pending"
    }
}

fn names<'a>(containers: impl Iterator<Item = &'a Told<'a>>) -> String {
    containers
        .map(|c| c.spec.text_at("name"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// One condition: status, reason, message.
type Judged = (&'static str, &'static str, String);

fn judged(pod: &Pod<'_>, phase: &str) -> Vec<(&'static str, Judged)> {
    let yes = || ("True", "", String::new());
    let done = match phase {
        "Succeeded" => Some("PodCompleted"),
        "Failed" => Some("PodFailed"),
        _ => None,
    };
    let incomplete: Vec<&Told<'_>> = pod
        .containers
        .iter()
        .filter(|c| {
            c.init
                && if c.sidecar {
                    !c.started && !matches!(c.state, State::Ended(_))
                } else {
                    !matches!(c.state, State::Ended(e) if e.code == 0)
                }
        })
        .collect();
    let main_ran = pod
        .containers
        .iter()
        .any(|c| !c.init && (c.last.is_some() || !matches!(c.state, State::Waiting { .. })));
    let initialized = if phase == "Succeeded" {
        ("True", "PodCompleted", String::new())
    } else if incomplete.is_empty() || main_ran {
        yes()
    } else {
        (
            "False",
            "ContainersNotInitialized",
            format!(
                "containers with incomplete status: [{}]",
                names(incomplete.iter().copied())
            ),
        )
    };
    let unready: Vec<&Told<'_>> = pod
        .containers
        .iter()
        .filter(|c| (!c.init || c.sidecar) && !c.ready)
        .collect();
    let containers = match done {
        Some(reason) => ("False", reason, String::new()),
        None if unready.is_empty() => yes(),
        None => (
            "False",
            "ContainersNotReady",
            format!(
                "containers with unready status: [{}]",
                names(unready.iter().copied())
            ),
        ),
    };
    let gates = pod
        .object
        .list_at("spec.readinessGates")
        .iter()
        .map(|g| g.text_at("conditionType"));
    let missing: Vec<String> = gates
        .filter(|g| condition(pod.object, g).is_none_or(|c| c.text_at("status") != "True"))
        .map(str::to_owned)
        .collect();
    let ready = if containers.0 == "True" && !missing.is_empty() {
        (
            "False",
            "ReadinessGatesNotReady",
            missing
                .iter()
                .map(|g| {
                    format!("corresponding condition of pod readiness gate \"{g}\" does not exist.")
                })
                .collect::<Vec<_>>()
                .join(", "),
        )
    } else {
        containers.clone()
    };
    let network = if pod.ip.is_some() && done.is_none() {
        yes()
    } else {
        ("False", "", String::new())
    };
    vec![
        ("PodReadyToStartContainers", network),
        ("Initialized", initialized),
        ("Ready", ready),
        ("ContainersReady", containers),
    ]
}

/// Fields of the status that do not depend on what they were.
const TOLD_ANEW: &[&str] = &[
    "initContainerStatuses",
    "containerStatuses",
    "reason",
    "message",
];

/// The whole status.
pub(super) fn of(pod: &Pod<'_>, now: Timestamp) -> Value {
    let before = pod.object.get("status").unwrap_or(&Value::Null);
    let phase = phase(pod);
    let generation = pod.object.int_at("metadata.generation").unwrap_or(1);
    let mut conditions: Vec<Value> = judged(pod, phase)
        .into_iter()
        .map(|(kind, (status, reason, message))| {
            let old = condition(pod.object, kind).filter(|c| c.text_at("status") == status);
            let since = old.map_or_else(
                || seconds(now),
                |c| c.text_at("lastTransitionTime").to_owned(),
            );
            let mut value = Map::new();
            value.insert("type".into(), kind.into());
            value.insert("status".into(), status.into());
            value.insert("observedGeneration".into(), generation.into());
            value.insert("lastProbeTime".into(), Value::Null);
            value.insert("lastTransitionTime".into(), since.into());
            for (key, text) in [("reason", reason), ("message", message.as_str())] {
                if !text.is_empty() {
                    value.insert(key.into(), text.into());
                }
            }
            Value::Object(value)
        })
        .collect();
    let own = [
        "PodReadyToStartContainers",
        "Initialized",
        "Ready",
        "ContainersReady",
        "PodScheduled",
    ];
    let scheduled = condition(pod.object, "PodScheduled").cloned().unwrap_or_else(|| {
        json!({"type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": seconds(now)})
    });
    conditions.push(scheduled);
    conditions.extend(
        before
            .list_at("conditions")
            .iter()
            .filter(|c| !own.contains(&c.text_at("type")))
            .cloned(),
    );
    // What is told anew is not copied; the conditions keep their place among the fields.
    let fields = before.as_object().into_iter().flatten();
    let mut status: Map<String, Value> = fields
        .filter(|(key, _)| !TOLD_ANEW.contains(&key.as_str()))
        .map(|(key, value)| match key.as_str() {
            "conditions" => (key.clone(), Value::Null),
            _ => (key.clone(), value.clone()),
        })
        .collect();
    status.insert("observedGeneration".into(), generation.into());
    status.insert("phase".into(), phase.into());
    status.insert("conditions".into(), conditions.into());
    if let Some((reason, message)) = pod.failure {
        status.insert("reason".into(), reason.into());
        status.insert("message".into(), message.into());
    } else if matches!(before.text_at("phase"), "Failed") {
        for key in ["reason", "message"] {
            if let Some(value) = before.get(key) {
                status.insert(key.into(), value.clone());
            }
        }
    }
    status.insert("hostIP".into(), pod.host.into());
    status.insert("hostIPs".into(), json!([{"ip": pod.host}]));
    if let Some(ip) = pod.ip {
        status.insert("podIP".into(), ip.into());
        status.insert("podIPs".into(), json!([{"ip": ip}]));
    }
    if !status.contains_key("startTime") {
        status.insert("startTime".into(), seconds(pod.since).into());
    }
    let list = |init: bool| -> Vec<Value> {
        pod.containers
            .iter()
            .filter(|c| c.init == init)
            .map(container)
            .collect()
    };
    if pod.containers.iter().any(|c| c.init) {
        status.insert("initContainerStatuses".into(), list(true).into());
    }
    let mut mains = list(false);
    // Upstream reports them by name.
    mains.sort_by(|a, b| a.text_at("name").cmp(b.text_at("name")));
    status.insert("containerStatuses".into(), mains.into());
    Value::Object(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kinds::POD, schema::decode::decode};

    fn end(code: i32) -> Ended {
        Ended {
            code,
            reason: "Completed".into(),
            message: String::new(),
            started: Timestamp::UNIX_EPOCH,
            finished: Timestamp::UNIX_EPOCH,
            id: "x".into(),
        }
    }

    #[test]
    fn what_is_told_is_stored_as_it_is() {
        // A worker looks often and writes only what differs from what is stored.
        let spec = json!({"name": "c", "image": "nginx", "resources": {"requests": {"cpu": "1"}}});
        let object = Object::from(json!({"spec": {"containers": [spec]}}));
        let state = State::Running {
            started: Timestamp::UNIX_EPOCH,
        };
        let last = end(0);
        let told = Told {
            spec: &spec,
            state: &state,
            last: Some(&last),
            restarts: 1,
            ready: true,
            started: true,
            image: Some(("docker.io/library/nginx:latest", "sha256:1")),
            id: "x",
            init: false,
            sidecar: false,
        };
        let status = of(
            &Pod {
                object: &object,
                containers: vec![told],
                host: "192.168.49.2",
                ip: Some("10.244.0.2"),
                since: Timestamp::UNIX_EPOCH,
                failure: None,
            },
            Timestamp::UNIX_EPOCH,
        );
        let mut stored = json!({"status": status.clone()});
        decode(&mut stored, POD.schema);
        assert_eq!(stored["status"], status);
        assert_eq!(status["conditions"][0]["lastProbeTime"], Value::Null);
    }

    fn phase_of(policy: &str, states: &[State], lasts: &[Option<Ended>]) -> &'static str {
        let object = Object::from(json!({"spec": {"restartPolicy": policy}}));
        let spec = json!({"name": "c"});
        let containers = states
            .iter()
            .zip(lasts)
            .map(|(state, last)| Told {
                spec: &spec,
                state,
                last: last.as_ref(),
                restarts: 0,
                ready: false,
                started: false,
                image: None,
                id: "",
                init: false,
                sidecar: false,
            })
            .collect();
        phase(&Pod {
            object: &object,
            containers,
            host: "",
            ip: None,
            since: Timestamp::UNIX_EPOCH,
            failure: None,
        })
    }

    #[test]
    fn the_six_cases_of_restart_policy_and_exit_code() {
        for (policy, code, wanted) in [
            ("Always", 0, "Running"),
            ("Always", 1, "Running"),
            ("OnFailure", 0, "Succeeded"),
            ("OnFailure", 1, "Running"),
            ("Never", 0, "Succeeded"),
            ("Never", 1, "Failed"),
        ] {
            assert_eq!(
                phase_of(policy, &[State::Ended(end(code))], &[None]),
                wanted,
                "{policy} {code}"
            );
        }
    }

    #[test]
    fn a_container_that_waits_for_its_first_start_keeps_the_pod_pending() {
        let running = State::Running {
            started: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(
            phase_of(
                "Always",
                &[running.clone(), State::waiting("ErrImagePull")],
                &[None, None]
            ),
            "Pending"
        );
        assert_eq!(
            phase_of(
                "Always",
                &[running, State::waiting("CrashLoopBackOff")],
                &[None, Some(end(1))]
            ),
            "Running"
        );
    }
}
