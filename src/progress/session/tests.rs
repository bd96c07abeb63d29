//! Tests of sessions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::{AttemptId, COMMANDS_KEPT, OtherTarget, Session, Target};
use crate::check::Verdict;
use crate::lesson::model::ExerciseId;
use crate::progress::{HINTS, typed_command};
use crate::snapshot::object::ObjectKey;
use crate::snapshot::{ClusterFacts, Inventory, InventoryEntry, Snapshot, TypedCommand};

fn target(context: &str, cluster: &str) -> Target {
    Target {
        context: context.to_owned(),
        cluster: cluster.to_owned(),
        namespace: "podo-pods".to_owned(),
    }
}

fn id(exercise: &str, second: i64) -> AttemptId {
    AttemptId {
        exercise: exercise.to_owned(),
        begun_at: Timestamp::from_second(second).unwrap(),
    }
}

fn begun() -> (Session, AttemptId) {
    let mut session = Session::default();
    let id = id("first-pod", 1);
    session
        .begin(target("minikube", "uid-1"), id.clone(), inventory())
        .unwrap();
    (session, id)
}

fn inventory() -> Inventory {
    let entry = InventoryEntry {
        key: ObjectKey::new("Deployment", "podo-pods", "old"),
        generation: Some(2),
        resource_version: "41".to_owned(),
        intent: "0a1b".to_owned(),
    };
    Inventory {
        at: Timestamp::UNIX_EPOCH,
        objects: BTreeMap::from([("uid-of-old".to_owned(), entry)]),
    }
}

fn command(number: usize) -> TypedCommand {
    let argv = ["kubectl".to_owned(), "get".to_owned(), number.to_string()];
    typed_command(&argv, Some(0), b"", Timestamp::UNIX_EPOCH)
}

#[test]
fn a_lesson_keeps_its_place() {
    let (mut session, _) = begun();
    let before = session.clone();
    assert_eq!(
        session.bind(target("other", "uid-2")),
        Err(OtherTarget(target("minikube", "uid-1")))
    );
    let mut elsewhere = target("minikube", "uid-1");
    elsewhere.namespace = "assigned".to_owned();
    assert!(
        session
            .begin(elsewhere, id("second", 2), inventory())
            .is_err()
    );
    assert_eq!(session, before);

    session.bind(target("renamed", "uid-1")).unwrap();
    assert_eq!(session.target(), Some(&target("renamed", "uid-1")));
    session.release();
    assert_eq!(session, Session::default());
    session.bind(target("other", "uid-2")).unwrap();
}

#[test]
fn another_beginning_forgets_the_attempt_before() {
    let (mut session, first) = begun();
    let attempt = session.attempt_mut(&first).unwrap();
    attempt.record_command(command(1));
    attempt.record_answer("node", "minikube");
    attempt.record_check(Verdict::Fail, ["pod"]);
    attempt.next_hint();

    let again = id("first-pod", 2);
    session
        .begin(target("minikube", "uid-1"), again.clone(), inventory())
        .unwrap();
    let attempt = session.attempt().unwrap();
    assert_eq!(attempt.id(), &again);
    assert_eq!(attempt.commands().len(), 0);
    assert!(attempt.answers().is_empty() && attempt.passed_before().is_empty());
    assert_eq!((attempt.hint_level(), attempt.failed_checks()), (0, 0));
    assert_eq!(attempt.last_verdict(), None);
}

#[test]
fn a_late_writer_does_not_reach_another_attempt() {
    let (mut session, first) = begun();
    let place = target("minikube", "uid-1");
    session
        .begin(place.clone(), id("first-pod", 2), inventory())
        .unwrap();
    assert_eq!(session.attempt_mut(&first), None);
    session.begin(place, id("second", 1), inventory()).unwrap();
    assert_eq!(session.attempt_mut(&first), None);
    assert!(session.attempt_mut(&id("second", 1)).is_some());
    assert_eq!(Session::default().attempt_mut(&first), None);
}

#[test]
fn the_last_commands_are_kept() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    for number in 0..COMMANDS_KEPT + 7 {
        attempt.record_command(command(number));
    }
    assert_eq!(attempt.commands().len(), COMMANDS_KEPT);
    assert_eq!(attempt.commands().next(), Some(&command(7)));
    assert_eq!(
        attempt.commands().next_back(),
        Some(&command(COMMANDS_KEPT + 6))
    );
}

#[test]
fn what_passed_once_is_remembered() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    attempt.record_check(Verdict::Fail, ["pod"]);
    attempt.record_check(Verdict::Waiting, ["pod", "image"]);
    attempt.record_check(Verdict::Fail, Vec::<String>::new());
    assert_eq!(
        attempt.passed_before().iter().collect::<Vec<_>>(),
        ["image", "pod"]
    );
    assert_eq!(attempt.failed_checks(), 2);
    assert_eq!(attempt.last_verdict(), Some(Verdict::Fail));
}

#[test]
fn hints_go_up_to_the_last() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    let shown: Vec<u8> = (0..4).map(|_| attempt.next_hint()).collect();
    assert_eq!(shown, [1, 2, 3, HINTS]);
}

#[test]
fn the_later_answer_counts() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    attempt.record_answer("node", "minikub");
    attempt.record_answer("node", "minikube");
    assert_eq!(attempt.answers()["node"], "minikube");
}

#[test]
fn a_snapshot_is_told_of_its_own_exercise_only() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    attempt.record_command(command(1));
    attempt.record_answer("node", "minikube");
    attempt.record_check(Verdict::Fail, ["pod"]);

    let told = |exercise: &str| {
        let mut snapshot = Snapshot::new(Timestamp::UNIX_EPOCH, ClusterFacts::default());
        snapshot.exercise = Some(ExerciseId {
            pack: "podo".to_owned(),
            lesson: "pods".to_owned(),
            exercise: exercise.to_owned(),
        });
        session.add_to(&mut snapshot);
        assert_eq!(snapshot.cluster.begun_on.as_deref(), Some("uid-1"));
        snapshot
    };
    let own = told("first-pod");
    assert_eq!(own.commands, [command(1)]);
    assert_eq!(own.answers["node"], "minikube");
    assert_eq!(own.inventory, Some(inventory()));
    assert!(own.passed_before.contains("pod"));
    let other = told("second");
    assert!(other.commands.is_empty() && other.answers.is_empty());
    assert!(other.inventory.is_none() && other.passed_before.is_empty());
}

/// The written form is a promise, also of the snapshot's types within: whoever changes it raises
/// the format version.
#[test]
fn what_was_begun_and_passed_stands_until_the_namespace_is_emptied() {
    let (mut session, id) = begun();
    assert!(session.has_begun("first-pod") && !session.has_passed("first-pod"));
    assert_eq!(session.record_check(&id, Verdict::Pass, ["pod"]), Some(()));
    assert_eq!(session.record_check(&id, Verdict::Fail, ["pod"]), Some(()));
    assert!(session.has_passed("first-pod"));
    let attempt = session.attempt().unwrap();
    assert_eq!(attempt.last_verdict(), Some(Verdict::Fail));

    session.emptied();
    assert!(!session.has_begun("first-pod") && !session.has_passed("first-pod"));
    let late = AttemptId {
        begun_at: Timestamp::UNIX_EPOCH,
        ..id
    };
    assert_eq!(session.record_check(&late, Verdict::Pass, ["pod"]), None);
    assert!(!session.has_passed("first-pod"));
}

#[test]
fn the_written_form_of_version_1() {
    let (mut session, id) = begun();
    let attempt = session.attempt_mut(&id).unwrap();
    attempt.record_command(command(1));
    attempt.record_answer("node", "minikube");
    attempt.record_check(Verdict::NotSetUp, ["pod"]);
    let written = json!({
        "target": {"context": "minikube", "cluster": "uid-1", "namespace": "podo-pods"},
        "attempt": {
            "id": {"exercise": "first-pod", "begunAt": "1970-01-01T00:00:01Z"},
            "inventory": {
                "at": "1970-01-01T00:00:00Z",
                "objects": {"uid-of-old": {
                    "key": {"kind": "Deployment", "namespace": "podo-pods", "name": "old"},
                    "generation": 2, "resourceVersion": "41", "intent": "0a1b",
                }},
            },
            "commands": [{
                "argv": ["kubectl", "get", "1"], "exitCode": 0, "stderr": "",
                "at": "1970-01-01T00:00:00Z",
            }],
            "answers": {"node": "minikube"},
            "passedBefore": ["pod"],
            "hintLevel": 0,
            "failedChecks": 0,
            "lastVerdict": "not-set-up",
        },
        "before": {},
        "begun": ["first-pod"],
        "passed": [],
    });
    assert_eq!(serde_json::to_value(&session).unwrap(), written);
    assert_eq!(serde_json::from_value::<Session>(written).unwrap(), session);
}
