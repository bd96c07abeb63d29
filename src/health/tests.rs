//! The recorded faults without their exercises, states that are well, and what is said of them.

mod files;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Aim, Health, State, examine, needs, note_unread, read_for_lesson};
use crate::explain::{Confidence, Finding, rule, state};
use crate::snapshot::Snapshot;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::object::Object;

/// How many of the recorded faults that show in the state alone come first without their exercise.
/// The others are right in themselves, and wrong only by what an exercise asks for.
const KEPT: usize = 128;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The files below a folder of recordings, with the folder that each is in.
fn recordings(folder: &str) -> Vec<(String, PathBuf)> {
    let folders = fs::read_dir(fixtures().join(folder)).unwrap();
    let mut found: Vec<(String, PathBuf)> = folders
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .map(|file| {
            let folder = file.parent().unwrap().file_name().unwrap();
            (folder.to_str().unwrap().to_owned(), file)
        })
        .collect();
    found.sort();
    found
}

fn load(path: &Path) -> Snapshot {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A state of `tests/fixtures/states`.
fn state(name: &str) -> Snapshot {
    load(&fixtures().join("states").join(name).with_extension("json"))
}

/// A recording of an exercise as a state: what was not asked for is not known.
fn examined(path: &Path) -> Health {
    let mut snapshot = load(path);
    let read = read_for_lesson(&snapshot);
    note_unread(&mut snapshot, &read);
    examine(&snapshot)
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn summary(health: &Health) -> String {
    let (found, folded) = (codes(&health.findings), codes(&health.folded));
    let waiting = codes(&health.waiting);
    format!(
        "{:?}: {found:?}, folded {folded:?}, waiting {waiting:?}",
        health.state
    )
}

/// Changes the objects of a kind and name.
fn change(snapshot: &mut Snapshot, kind: &str, name: &str, change: impl Fn(&mut Value)) {
    let is_it = |object: &&mut Object| object.kind() == kind && object.name() == name;
    let object = snapshot.objects.iter_mut().find(is_it).unwrap();
    let mut value = object.value().clone();
    change(&mut value);
    *object = Object::redacted(value, kind, "");
}

#[test]
fn faults_of_the_state_keep_their_code_without_the_exercise() {
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let mut others = String::new();
    for (code, path) in recordings("faults") {
        if !rule(&code).is_some_and(state::is_of_state) {
            continue;
        }
        let health = examined(&path);
        if codes(&health.findings).first() == Some(&code.as_str()) {
            *kept.entry(code).or_default() += 1;
        } else {
            others.push_str(&format!("{}: {}\n", path.display(), summary(&health)));
        }
    }
    let count: usize = kept.values().sum();
    assert!(count >= KEPT, "{count} of {KEPT}: {kept:?}\n{others}");
}

#[test]
fn no_fault_of_intent_is_told_without_an_exercise() {
    for (_, path) in recordings("faults")
        .into_iter()
        .chain(recordings("lookalikes"))
    {
        let health = examined(&path);
        for found in health.findings.iter().chain(&health.folded) {
            let of_state = rule(found.code).is_none_or(state::is_of_state);
            assert!(of_state, "{}: {}", path.display(), summary(&health));
            assert!(found.expectation.is_none(), "{}", path.display());
        }
    }
}

#[test]
fn no_look_alike_is_taken_for_the_fault() {
    for (code, path) in recordings("lookalikes") {
        let health = examined(&path);
        let found = health.findings.iter().chain(&health.folded);
        let is_taken = found
            .into_iter()
            .any(|found| found.code == code && found.confidence == Confidence::Certain);
        assert!(!is_taken, "{}: {}", path.display(), summary(&health));
    }
}

#[test]
fn healthy_states_are_silent() {
    let folder = fixtures().join("states/healthy");
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let snapshot = load(&path);
        let health = examine(&snapshot);
        assert_eq!(
            health.state,
            State::Healthy,
            "{}: {}",
            path.display(),
            summary(&health)
        );
        assert_eq!(summary(&health), "Healthy: [], folded [], waiting []");
        count += 1;
    }
    assert!(count >= 30, "{count}");
}

#[test]
fn what_is_on_its_way_is_no_fault() {
    let folder = fixtures().join("states/waiting");
    let (mut count, mut settled) = (0, Vec::new());
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let health = examine(&load(&path));
        let faults = (codes(&health.findings), codes(&health.folded));
        assert_eq!(
            faults,
            (vec![], vec![]),
            "{}: {}",
            path.display(),
            summary(&health)
        );
        if health.state != State::Settling {
            settled.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
        count += 1;
    }
    assert!(count >= 20, "{count}");
    // Nothing of these is missing: what is going is no business of those that stay.
    assert_eq!(settled, [""; 0]);
}

#[test]
fn every_independent_cause_is_told_and_what_follows_is_folded() {
    let health = examine(&state("unhealthy/several-causes"));
    let found = ["W10", "V07", "P02", "C01", "P10", "P10", "S03", "S01"];
    assert_eq!(codes(&health.findings), found, "{}", summary(&health));
    let follows = |code: &str| -> Vec<String> {
        let cause = health.findings.iter().find(|found| found.code == code);
        cause
            .unwrap()
            .consequences
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(follows("V07"), ["service/db", "statefulset/db"]);
    assert_eq!(follows("P02"), ["service/web"]);
    let guess = health.findings.iter().find(|found| found.code == "S03");
    assert_eq!(guess.unwrap().confidence, Confidence::Likely);
    let full = health.findings.first().unwrap();
    let mut quotes = full.evidence.iter().map(|evidence| &evidence.quote);
    assert!(quotes.any(|quote| quote.contains("exceeded quota")));
}

#[test]
fn what_may_not_be_read_is_unknown_and_stops_nothing() {
    let mut snapshot = state("unhealthy/several-causes");
    let forbidden = ["Secret", "ConfigMap", "Node", "StorageClass", "Event"];
    snapshot
        .objects
        .retain(|object| !forbidden.contains(&object.kind()));
    snapshot.events.clear();
    snapshot.gaps = forbidden
        .map(|kind| Gap {
            reason: GapReason::Forbidden,
            ..Gap::not_included(kind.to_owned())
        })
        .into();
    let health = examine(&snapshot);
    assert_eq!(health.state, State::Unhealthy);
    assert_eq!(health.unknown.len(), 5);
    // What hangs on these is not concluded from their absence.
    let found = codes(&health.findings);
    assert!(
        !found.contains(&"C01") && !found.contains(&"V07"),
        "{found:?}"
    );
    assert!(
        found.contains(&"P10") && found.contains(&"S01"),
        "{found:?}"
    );
}

#[test]
fn where_nothing_could_be_read_nothing_is_said_to_be_well() {
    let mut snapshot = state("healthy/empty");
    snapshot.objects.clear();
    snapshot.gaps = needs().kinds.into_iter().map(Gap::not_included).collect();
    assert_eq!(examine(&snapshot).state, State::Unknown);
    snapshot.gaps = vec![Gap {
        reason: GapReason::Refused,
        ..Gap::not_included(String::new())
    }];
    let health = examine(&snapshot);
    assert_eq!(health.state, State::Unknown);
    assert_eq!(codes(&health.findings), ["K02"]);
}

#[test]
fn what_is_young_is_waited_for() {
    let mut snapshot = state("healthy/deployment-and-service");
    let pods: Vec<String> = snapshot
        .objects
        .iter()
        .filter(|object| object.kind() == "Pod")
        .map(|object| object.name().to_owned())
        .collect();
    for pod in &pods {
        change(&mut snapshot, "Pod", pod, |pod| {
            let started = pod["metadata"]["creationTimestamp"].clone();
            pod["status"]["phase"] = json!("Pending");
            pod["status"]["conditions"] = json!([
                {"type": "PodScheduled", "status": "True", "lastTransitionTime": started},
                {"type": "Ready", "status": "False", "lastTransitionTime": started},
            ]);
            pod["status"]["containerStatuses"] = json!([{
                "name": "nginx",
                "state": {"waiting": {"reason": "ContainerCreating"}},
            }]);
        });
    }
    change(&mut snapshot, "Deployment", "web", |web| {
        web["status"]["availableReplicas"] = json!(0);
    });
    change(&mut snapshot, "Endpoints", "web", |endpoints| {
        endpoints.as_object_mut().unwrap().remove("subsets");
    });
    let created = snapshot.objects.iter().find(|o| o.name() == pods[0]);
    let created = created.unwrap().created().unwrap();
    snapshot.events.clear();
    snapshot.at = created + jiff::SignedDuration::from_secs(3);
    let health = examine(&snapshot);
    assert_eq!(health.state, State::Settling, "{}", summary(&health));
    assert!(
        codes(&health.waiting).contains(&"M09"),
        "{}",
        summary(&health)
    );
    // An hour later it is a fault.
    snapshot.at = created + jiff::SignedDuration::from_hours(1);
    assert_eq!(examine(&snapshot).state, State::Unhealthy);
}

#[test]
fn a_namespace_that_goes_away_is_told_and_takes_all_with_it() {
    let mut snapshot = state("unhealthy/several-causes");
    change(&mut snapshot, "Namespace", "shop", |namespace| {
        namespace["metadata"]["deletionTimestamp"] = json!("2026-11-26T14:00:00Z");
        namespace["status"]["phase"] = json!("Terminating");
    });
    let health = examine(&snapshot);
    assert_eq!(codes(&health.findings), ["N05"], "{}", summary(&health));
    assert_eq!(health.findings[0].variant, None);
}

#[test]
fn endpoints_that_were_not_read_are_computed() {
    for name in ["healthy/probes-and-named-port", "healthy/stateful-set"] {
        let mut snapshot = state(name);
        snapshot
            .objects
            .retain(|object| object.kind() != "Endpoints");
        assert_eq!(examine(&snapshot).state, State::Healthy, "{name}");
    }
    let mut snapshot = state("healthy/probes-and-named-port");
    snapshot
        .objects
        .retain(|object| object.kind() != "Endpoints");
    change(&mut snapshot, "Service", "web", |service| {
        service["spec"]["ports"][0]["targetPort"] = json!("htpp");
    });
    assert_eq!(codes(&examine(&snapshot).findings), ["S05"]);
}

#[test]
fn commands_go_where_it_was_looked() {
    let aim = Aim {
        namespace: "shop".to_owned(),
        context: Some("work".to_owned()),
    };
    let health = examine(&state("unhealthy/several-causes")).aimed(&aim);
    let mut seen = BTreeSet::new();
    for found in health.findings.iter().chain(&health.folded) {
        for command in std::iter::once(&found.look).chain(&found.fix) {
            seen.insert(command.join(" "));
            assert!(!command.iter().any(|word| word == "delete"), "{command:?}");
        }
    }
    for command in [
        "kubectl get sc --context work",
        "kubectl logs worker --previous -n shop --context work",
        "kubectl set selector service api app=api -n shop --context work",
    ] {
        assert!(seen.contains(command), "{command} in {seen:#?}");
    }
}
