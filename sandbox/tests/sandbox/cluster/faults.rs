//! Recordings of Pods on the real cluster, replayed: each recorded status is one that the sandbox's
//! Pod goes through, and each recorded Event is told.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use podo_sandbox::{clock::Clock, kinds, object::Meta, store::Selection};
use serde_json::{Map, Value, json};

use super::{
    versions::{newer, same, same_condition},
    world::World,
};

/// A recorded Pod with what was told of it.
struct Case {
    file: String,
    pods: Vec<Value>,
    nodes: Vec<Value>,
    events: Vec<Value>,
}

/// Recordings that the last specs alone do not lead to: a Pod or a node was changed on the way, or a
/// node put the Pod out, which the sandbox's never do.
const CHANGED_ON_THE_WAY: &[&str] = &[
    "image-upper-case",
    "image-replaced",
    "pods-edited",
    "replicaset-edited",
    "H02/pods-run",
    "H03/evicted",
    "H03/own-limit",
];

fn recordings() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![
        root.join("faults"),
        root.join("lookalikes"),
        root.join("course"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let file = path.strip_prefix(&root).unwrap().display().to_string();
        let recorded: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let of = |kind: &str| -> Vec<Value> {
            recorded
                .list_at("objects")
                .iter()
                .filter(|o| o.text_at("kind") == kind)
                .cloned()
                .collect()
        };
        let pods = of("Pod");
        let plain = |pod: &Value| {
            !pod.deleting() && !pod.list_at("spec.containers").is_empty() && stands_alone(pod)
        };
        if pods.is_empty()
            || !pods.iter().all(plain)
            || CHANGED_ON_THE_WAY.iter().any(|part| file.contains(part))
        {
            continue;
        }
        let events = recorded.list_at("events");
        let images: Vec<String> = pods
            .iter()
            .flat_map(|p| p.list_at("spec.containers"))
            .map(|c| format!("image \"{}\"", c.text_at("image")))
            .collect();
        let changed = |event: &Value| {
            let message = event.text_at("message");
            message.contains("definition changed")
                || (message.contains("image \"")
                    && !message.contains("pull and unpack")
                    && !images.iter().any(|i| message.contains(i.as_str())))
        };
        let about_these = |event: &&Value| {
            pods.iter()
                .any(|p| p.uid() == event.text_at("involvedObject.uid"))
        };
        if events.iter().filter(about_these).any(changed) {
            continue;
        }
        cases.push(Case {
            file,
            pods,
            nodes: of("Node"),
            events: recorded.list_at("events").to_vec(),
        });
    }
    cases
}

/// Whether a Pod takes nothing from ConfigMaps, Secrets and claims, nor an image from a registry of
/// the learner's: those are not set up here.
fn stands_alone(pod: &Value) -> bool {
    let token = |v: &&Value| !v.text_at("name").contains("-token-");
    let mut volumes = pod.list_at("spec.volumes").iter().filter(token);
    let mut containers = ["spec.initContainers", "spec.containers"]
        .into_iter()
        .flat_map(|list| pod.list_at(list));
    let from_others = |container: &Value| {
        let mut env = container.list_at("env").iter();
        !container.list_at("envFrom").is_empty()
            || env.any(|v| v.get("valueFrom").is_some())
            || container.text_at("image").starts_with("localhost")
    };
    volumes.all(|v| v.get("emptyDir").is_some() || v.get("hostPath").is_some())
        && !containers.any(from_others)
}

/// A recorded Pod as somebody would create it.
fn wanted(pod: &Value) -> Value {
    let mut spec = pod["spec"].clone();
    let map = spec.as_object_mut().unwrap();
    for key in [
        "nodeName",
        "serviceAccount",
        "serviceAccountName",
        "priority",
        "preemptionPolicy",
        "enableServiceLinks",
    ] {
        map.shift_remove(key);
    }
    let token = |v: &Value| v.text_at("name").contains("-token-");
    for list in ["volumes"] {
        if let Some(items) = map.get_mut(list).and_then(Value::as_array_mut) {
            items.retain(|v| !token(v));
        }
    }
    for list in ["containers", "initContainers"] {
        for container in map
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if let Some(mounts) = container
                .get_mut("volumeMounts")
                .and_then(Value::as_array_mut)
            {
                mounts.retain(|m| !token(m));
            }
        }
    }
    json!({"metadata": {"name": pod.name(), "labels": pod.at("metadata.labels").cloned().unwrap_or_else(|| json!({}))}, "spec": spec})
}

/// What of a status is compared, with what names this very Pod taken out.
fn shown(pod: &Value) -> Value {
    let full = format!("{}_{}({})", pod.name(), pod.namespace(), pod.uid());
    let text = |value: &Value| {
        Value::from(
            value
                .as_str()
                .unwrap_or("")
                .replace(&full, "POD")
                .replace(pod.uid(), "UID"),
        )
    };
    let state = |state: &Value| -> Value {
        let mut out = Map::new();
        for (kind, about) in state.as_object().into_iter().flatten() {
            let mut inner = Map::new();
            for key in ["reason", "message"] {
                inner.insert(key.into(), text(&about[key]));
            }
            inner.insert("exitCode".into(), about["exitCode"].clone());
            out.insert(kind.clone(), inner.into());
        }
        out.into()
    };
    let containers: Vec<Value> = pod
        .list_at("status.containerStatuses")
        .iter()
        .map(|c| json!({"name": c["name"], "ready": c["ready"], "restartCount": c["restartCount"], "started": c["started"], "image": c["image"], "state": state(&c["state"]), "lastState": state(&c["lastState"])}))
        .collect();
    let conditions: Map<String, Value> = pod
        .list_at("status.conditions")
        .iter()
        .filter(|c| c.text_at("type") != "PodReadyToStartContainers")
        .map(|c| {
            (
                c.text_at("type").to_owned(),
                json!([c["status"], c.text_at("reason"), c.text_at("message")]),
            )
        })
        .collect();
    json!({"phase": pod.at("status.phase"), "reason": pod.text_at("status.reason"), "qosClass": pod.at("status.qosClass"), "containers": containers, "conditions": conditions})
}

/// Whether two statuses say the same, sentence by sentence.
fn alike(recorded: &Value, now: &Value) -> bool {
    match (recorded, now) {
        (Value::String(a), Value::String(b)) => same(a, b),
        (Value::Array(a), Value::Array(b)) if same_condition(a, b) => true,
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| alike(value, other)))
        }
        (a, b) => a == b,
    }
}

/// Replays one recording; the error says what never came.
async fn replay(case: &Case) -> Result<(), String> {
    let mut world = World::start(Clock::scaled(150), 1).await;
    for node in &case.nodes {
        let spec = node.get("spec").cloned().unwrap_or_default();
        let labels = node.at("metadata.labels").cloned().unwrap_or_default();
        world.patch(kinds::NODE, "minikube", |n| {
            for (key, value) in labels.as_object().into_iter().flatten() {
                n["metadata"]["labels"][key] = value.clone();
            }
            for key in ["taints", "unschedulable"] {
                if let Some(value) = spec.get(key) {
                    n["spec"][key] = value.clone();
                }
            }
        });
    }
    let mut pods = case.pods.clone();
    pods.sort_by_key(|p| p.text_at("metadata.creationTimestamp").to_owned());
    for pod in &pods {
        world.create(kinds::POD, &wanted(pod));
        if pod.text_at("status.phase") == "Running" && pods.len() > 1 {
            world
                .until("the one before", || world.phase(pod.name()) != "Pending")
                .await;
        }
    }
    let mut seen: Vec<(String, Value)> = Vec::new();
    let began = Instant::now();
    let mut missing: Vec<String>;
    loop {
        seen.extend(
            world
                .all_states()
                .into_iter()
                .map(|pod| (pod.name().to_owned(), shown(&pod))),
        );
        missing = Vec::new();
        for pod in &pods {
            let recorded = shown(pod);
            if !seen
                .iter()
                .any(|(name, state)| name == pod.name() && alike(&recorded, state))
            {
                missing.push(format!(
                    "status of {}: {recorded}\n      last: {}",
                    pod.name(),
                    seen.iter()
                        .rev()
                        .find(|(n, _)| n == pod.name())
                        .map_or(&Value::Null, |(_, s)| s)
                ));
            }
        }
        let told = world
            .registry
            .list(kinds::EVENT, &Selection::default())
            .items;
        for event in &case.events {
            let about = pods
                .iter()
                .find(|p| p.uid() == event.text_at("involvedObject.uid"));
            let Some(about) = about else { continue };
            if passing(event, about) {
                continue;
            }
            let message = event
                .text_at("message")
                .replace(about.namespace(), "default")
                .replace(about.uid(), "UID");
            let found = told.iter().any(|t| {
                let uid = t.text_at("involvedObject.uid");
                t.text_at("involvedObject.name") == about.name()
                    && t.text_at("type") == event.text_at("type")
                    && t.text_at("reason") == event.text_at("reason")
                    && (same(&message, &t.text_at("message").replace(uid, "UID"))
                        || chance_apart(&message, t.text_at("message")))
            });
            // Whether an image was on the node already depends on who was there before.
            let pulled = event.text_at("reason") == "Pulled"
                && told.iter().any(|t| t.text_at("reason") == "Pulled");
            if !found && !pulled {
                missing.push(format!("event {} {}", event.text_at("reason"), message));
            }
        }
        if missing.is_empty() || began.elapsed() > Duration::from_secs(10) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    world.cluster.stop().await;
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing.join("\n    "))
    }
}

/// What befell a Pod on that cluster for a moment, because of others or of its slow cache.
fn passing(event: &Value, about: &Value) -> bool {
    let placed = !about.text_at("spec.nodeName").is_empty();
    event.text_at("message").contains("volume \"default-token-")
        || (placed && event.text_at("reason") == "FailedScheduling")
}

/// Equal but for what chance decides: the addresses of Pods, and the ids of programs started in them.
fn chance_apart(recorded: &str, now: &str) -> bool {
    let plain = |text: &str| -> String {
        let text = without(text, "10.244.", |c| c.is_ascii_digit() || c == '.');
        without(&text, "start exec \"", |c| c != ':')
    };
    plain(&newer(recorded)) == plain(now)
}

/// A text without its marks and what fits behind each.
fn without(text: &str, mark: &str, fits: impl Fn(char) -> bool) -> String {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + mark + part.trim_start_matches(&fits)
    })
}

/// How often a recording is replayed before it counts as different.
const ATTEMPTS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_pods_are_replayed() {
    let only = std::env::var("SANDBOX_REPLAY").unwrap_or_default();
    let cases: Vec<Case> = recordings()
        .into_iter()
        .filter(|c| c.file.contains(&only))
        .collect();
    let count = cases.len();
    let mut failures = Vec::new();
    for case in &cases {
        // With the clock running fast a state may last for a moment only, in which nobody looks: on
        // a busy machine that happens to one in some hundred.
        let mut result = replay(case).await;
        for _ in 1..ATTEMPTS {
            if result.is_ok() {
                break;
            }
            result = replay(case).await;
        }
        if let Err(why) = result {
            failures.push(format!("{}\n    {why}", case.file));
        }
    }
    println!(
        "{} of {count} recordings replayed without a difference",
        count - failures.len()
    );
    assert!(
        failures.is_empty(),
        "{} of {count} recordings differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
