//! Checks over literal objects.

mod images;
mod matching;
mod moments;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Cause, Verdict, evaluate};
use crate::i18n::Text;
use crate::lesson::model::{
    Bounds, By, CelExpression, Compare, Exercise, Expectation, ExpectationKind, FileContent,
    FileProbe, Holds, HttpProbe, Lesson, LogProbe, Need, Ref, WrongAnswer,
};
use crate::lesson::prose::Prose;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::{
    ClusterFacts, Inventory, InventoryEntry, ProbeOutcome, ProbeResult, Snapshot,
};

const NOW: &str = "2026-01-01T00:10:00Z";
const LONG_AGO: &str = "2026-01-01T00:00:00Z";
const JUST_NOW: &str = "2026-01-01T00:09:59Z";

fn object(mut value: Value) -> Object {
    let kind = value["kind"].as_str().unwrap().to_owned();
    let name = value["metadata"]["name"].as_str().unwrap().to_owned();
    let metadata = value["metadata"].as_object_mut().unwrap();
    metadata.entry("namespace").or_insert(json!("podo-test"));
    metadata
        .entry("uid")
        .or_insert(json!(format!("{kind}-{name}")));
    metadata
        .entry("creationTimestamp")
        .or_insert(json!(LONG_AGO));
    Object::redacted(value, &kind, "v1")
}

fn snapshot(objects: Vec<Value>) -> Snapshot {
    let cluster = ClusterFacts {
        namespace: "podo-test".into(),
        ..ClusterFacts::default()
    };
    let mut snapshot = Snapshot::new(NOW.parse().unwrap(), cluster);
    snapshot.objects = objects.into_iter().map(object).collect();
    let at = LONG_AGO.parse().unwrap();
    snapshot.inventory = Some(Inventory {
        at,
        objects: BTreeMap::new(),
    });
    snapshot
}

fn expectation(id: &str, kind: ExpectationKind) -> Expectation {
    Expectation {
        id: id.into(),
        line: 1,
        after: Vec::new(),
        say: None,
        hidden: false,
        at_start: false,
        kind,
    }
}

fn wants(target: Ref, pattern: Value) -> Expectation {
    expectation(
        "it",
        ExpectationKind::Object {
            target,
            pattern,
            by: By::Any,
        },
    )
}

fn lesson(expect: Vec<Expectation>) -> Lesson {
    let exercise = Exercise {
        id: "e".into(),
        line: 1,
        minutes: 1,
        needs: Vec::new(),
        holds: Holds::Lesson,
        lab: false,
        setup: Vec::new(),
        given: Vec::new(),
        expect,
        solution: Vec::new(),
        mistakes: Vec::new(),
        hints: Vec::new(),
        teaches: Vec::new(),
        cluster_wide: Vec::new(),
    };
    Lesson {
        pack: "p".into(),
        name: "l".into(),
        minutes: 1,
        needs: vec![Need::Kubectl],
        exercises: vec![exercise],
        sections: BTreeMap::new(),
        ko: Prose::default(),
        en: Prose::default(),
        files: BTreeMap::new(),
    }
}

/// The one call of the evaluation: what became of the first expectation, and of the whole.
fn judge(expect: Vec<Expectation>, snapshot: &Snapshot) -> (Verdict, Option<Cause>, Verdict) {
    let lesson = lesson(expect);
    let report = evaluate(&lesson, &lesson.exercises[0], &Graph::new(snapshot));
    let first = report.outcomes[0].clone();
    (first.verdict, first.cause, report.verdict)
}

fn verdict(expect: Expectation, snapshot: &Snapshot) -> Verdict {
    judge(vec![expect], snapshot).0
}

fn running(name: &str, ready: &str) -> Value {
    json!({
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": "web"}},
        "spec": {"nodeName": "n", "containers": [{"name": "c"}]},
        "status": {
            "phase": "Running",
            "conditions": [
                {"type": "PodScheduled", "status": "True", "lastTransitionTime": LONG_AGO},
                {"type": "Ready", "status": ready, "lastTransitionTime": LONG_AGO},
            ],
            "containerStatuses": [
                {"name": "c", "restartCount": 0, "state": {"running": {"startedAt": LONG_AGO}}}
            ],
        },
    })
}

#[test]
fn a_missing_object_fails_and_a_right_one_passes() {
    let wanted = || {
        wants(
            Ref::named("Pod", "web"),
            json!({"status": {"phase": "Running"}}),
        )
    };
    assert_eq!(
        judge(vec![wanted()], &snapshot(vec![])).1,
        Some(Cause::Missing)
    );
    assert_eq!(
        verdict(wanted(), &snapshot(vec![running("web", "True")])),
        Verdict::Pass
    );
}

#[test]
fn what_only_controllers_can_bring_is_waited_for() {
    let wanted = || {
        wants(
            Ref::named("Pod", "web"),
            json!({"status": {"phase": "Running"}}),
        )
    };
    let mut pod = running("web", "False");
    pod["status"]["phase"] = json!("Pending");
    pod["status"]["containerStatuses"][0]["state"] =
        json!({"waiting": {"reason": "ContainerCreating"}});
    pod["status"]["conditions"][0]["lastTransitionTime"] = json!(JUST_NOW);
    assert_eq!(
        verdict(wanted(), &snapshot(vec![pod.clone()])),
        Verdict::Waiting
    );
    pod["status"]["conditions"][0]["lastTransitionTime"] = json!(LONG_AGO);
    assert_eq!(
        verdict(wanted(), &snapshot(vec![pod.clone()])),
        Verdict::Fail,
        "its time is up"
    );
    pod["status"]["conditions"][0]["lastTransitionTime"] = json!(JUST_NOW);
    pod["status"]["containerStatuses"][0]["state"] = json!({"waiting": {"reason": "ErrImagePull"}});
    assert_eq!(
        verdict(wanted(), &snapshot(vec![pod])),
        Verdict::Fail,
        "a decisive signal"
    );
}

#[test]
fn a_deployment_does_not_count_pods_between_two_crashes() {
    let wanted = || {
        wants(
            Ref::named("Deployment", "web"),
            json!({"status": {"availableReplicas": 1}}),
        )
    };
    let owner = |kind: &str, uid: &str| json!([{"kind": kind, "uid": uid, "controller": true}]);
    let deployment = json!({
        "kind": "Deployment",
        "metadata": {"name": "web", "uid": "d", "generation": 1},
        "spec": {"replicas": 1},
        "status": {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1},
    });
    let set = json!({
        "kind": "ReplicaSet",
        "metadata": {"name": "web-1", "uid": "r", "ownerReferences": owner("Deployment", "d")},
    });
    let mut pod = running("web-1-1", "True");
    pod["metadata"]["ownerReferences"] = owner("ReplicaSet", "r");
    let seen = |pod: &Value| snapshot(vec![deployment.clone(), set.clone(), pod.clone()]);
    assert_eq!(verdict(wanted(), &seen(&pod)), Verdict::Pass);
    let status = &mut pod["status"]["containerStatuses"][0];
    status["restartCount"] = json!(3);
    status["state"] = json!({"running": {"startedAt": JUST_NOW}});
    status["lastState"] = json!({"terminated": {
        "exitCode": 1, "startedAt": "2026-01-01T00:09:50Z", "finishedAt": "2026-01-01T00:09:51Z"
    }});
    assert_eq!(verdict(wanted(), &seen(&pod)), Verdict::Fail);
}

#[test]
fn a_number_that_a_deployment_only_passes_by_is_no_pass() {
    let deployment = |replicas: u64| {
        json!({
            "kind": "Deployment",
            "metadata": {"name": "web", "uid": "d", "generation": 1},
            "spec": {"replicas": replicas},
            "status": {"observedGeneration": 1},
        })
    };
    let mut pod = running("web-1", "True");
    pod["metadata"]["ownerReferences"] =
        json!([{"kind": "Deployment", "name": "web", "uid": "d", "controller": true}]);
    let wanted = || {
        let owner = Some("Deployment/web".to_owned());
        let target = Ref {
            owner,
            name: None,
            ..Ref::named("Pod", "")
        };
        let bounds = Bounds {
            min: 1,
            max: Some(1),
        };
        let pattern = json!({"status": {"phase": "Running"}});
        expectation(
            "it",
            ExpectationKind::Count {
                target,
                pattern,
                bounds,
            },
        )
    };
    let verdict_of = |replicas| {
        let objects = vec![deployment(replicas), pod.clone()];
        verdict(wanted(), &snapshot(objects))
    };
    assert_eq!(verdict_of(1), Verdict::Pass);
    assert_eq!(verdict_of(2), Verdict::Fail);
    assert_eq!(verdict_of(0), Verdict::Fail);
}

#[test]
fn what_is_left_of_a_deleted_workload_is_going() {
    let mut pod = running("web-1-1", "True");
    pod["metadata"]["ownerReferences"] =
        json!([{"kind": "ReplicaSet", "uid": "gone", "controller": true}]);
    let wanted = || {
        let target = Ref::named("Pod", "web-1-1");
        expectation("it", ExpectationKind::Absent { target })
    };
    assert_eq!(verdict(wanted(), &snapshot(vec![pod])), Verdict::Waiting);
    assert_eq!(
        verdict(wanted(), &snapshot(vec![running("web-1-1", "True")])),
        Verdict::Fail
    );
}

#[test]
fn a_spec_that_differs_is_not_waited_for() {
    let deployment = json!({
        "kind": "Deployment",
        "metadata": {"name": "web", "generation": 2},
        "spec": {"replicas": 2},
        "status": {"observedGeneration": 1, "replicas": 1},
    });
    let wanted = |pattern| wants(Ref::named("Deployment", "web"), pattern);
    let seen = snapshot(vec![deployment]);
    let spec = json!({"spec": {"replicas": 3}, "status": {"availableReplicas": 3}});
    assert_eq!(verdict(wanted(spec), &seen), Verdict::Fail);
}

#[test]
fn who_made_it() {
    let made = |by| {
        let target = Ref::named("Pod", "web");
        expectation(
            "it",
            ExpectationKind::Object {
                target,
                pattern: Value::Null,
                by,
            },
        )
    };
    let mut seen = snapshot(vec![running("web", "True")]);
    assert_eq!(verdict(made(By::Create), &seen), Verdict::Pass);
    let pod = seen.objects[0].clone();
    let entry = InventoryEntry {
        key: pod.key(),
        generation: None,
        resource_version: String::new(),
        intent: pod.intent_digest(),
    };
    let inventory = seen.inventory.as_mut().unwrap();
    inventory.objects.insert(pod.uid().to_owned(), entry);
    assert_eq!(
        judge(vec![made(By::Create)], &seen).1,
        Some(Cause::FromBefore)
    );
    assert_eq!(
        judge(vec![made(By::Change)], &seen).1,
        Some(Cause::Unchanged)
    );
    assert_eq!(verdict(made(By::Any), &seen), Verdict::Pass);
    let mut changed = pod.value().clone();
    changed["metadata"]["labels"]["tier"] = json!("front");
    seen.objects[0] = Object::redacted(changed, "Pod", "v1");
    assert_eq!(verdict(made(By::Change), &seen), Verdict::Pass);
}

#[test]
fn gone_or_going() {
    let gone = || {
        expectation(
            "it",
            ExpectationKind::Absent {
                target: Ref::named("Pod", "web"),
            },
        )
    };
    assert_eq!(verdict(gone(), &snapshot(vec![])), Verdict::Pass);
    let mut pod = running("web", "True");
    assert_eq!(verdict(gone(), &snapshot(vec![pod.clone()])), Verdict::Fail);
    pod["metadata"]["deletionTimestamp"] = json!(JUST_NOW);
    assert_eq!(verdict(gone(), &snapshot(vec![pod])), Verdict::Waiting);
}

#[test]
fn counts() {
    let count = |min, max| {
        let mut target = Ref::named("Pod", "");
        target.name = None;
        target.labels.insert("app".into(), "web".into());
        let bounds = Bounds { min, max };
        expectation(
            "it",
            ExpectationKind::Count {
                target,
                pattern: Value::Null,
                bounds,
            },
        )
    };
    let seen = snapshot(vec![running("a", "True"), running("b", "True")]);
    assert_eq!(verdict(count(2, Some(2)), &seen), Verdict::Pass);
    assert_eq!(verdict(count(1, None), &seen), Verdict::Pass);
    assert_eq!(verdict(count(3, Some(3)), &seen), Verdict::Fail);
    assert_eq!(verdict(count(0, Some(1)), &seen), Verdict::Fail);
}

fn cel(source: &str) -> CelExpression {
    let mut target = Ref::named("Pod", "");
    target.name = None;
    let with = BTreeMap::from([
        ("pods".to_owned(), target),
        ("web".to_owned(), Ref::named("Pod", "web")),
    ]);
    CelExpression {
        source: source.into(),
        with,
    }
}

#[test]
fn cel_expressions() {
    let seen = snapshot(vec![running("web", "True"), running("b", "True")]);
    let truth = |source: &str| {
        verdict(
            expectation(
                "it",
                ExpectationKind::Cel {
                    expression: cel(source),
                    otherwise: None,
                },
            ),
            &seen,
        )
    };
    assert_eq!(truth("pods.size() == 2"), Verdict::Pass);
    assert_eq!(
        truth("web.status.containerStatuses[0].restartCount == 0"),
        Verdict::Pass
    );
    assert_eq!(
        truth("pods.all(p, p.status.phase == 'Running')"),
        Verdict::Pass
    );
    assert_eq!(
        truth("pods.exists(p, p.metadata.name == 'c')"),
        Verdict::Fail
    );
    assert_eq!(
        truth("web.spec.nothing == 1"),
        Verdict::Fail,
        "a missing key is no crash"
    );
}

#[test]
fn answers_are_compared_with_the_live_value() {
    let question = || Text {
        ko: "?".into(),
        en: "?".into(),
    };
    let asked = |is: &str, compare| {
        let value = cel("web.metadata.name");
        let wrong = vec![WrongAnswer {
            value,
            say: question(),
        }];
        expectation(
            "it",
            ExpectationKind::Answer {
                question: question(),
                is: cel(is),
                compare,
                wrong,
            },
        )
    };
    let mut seen = snapshot(vec![running("web", "True")]);
    assert_eq!(
        judge(vec![asked("web.spec.nodeName", Compare::Text)], &seen).1,
        Some(Cause::NoAnswer)
    );
    for (given, is, compare, expected) in [
        (" N ", "web.spec.nodeName", Compare::Text, None),
        ("`n`", "web.spec.nodeName", Compare::Text, None),
        ("node/n", "web.spec.nodeName", Compare::Name, None),
        ("1.0", "pods.size()", Compare::Number, None),
        ("1개", "pods.size()", Compare::Number, None),
        ("1 pod", "pods.size()", Compare::Number, None),
        ("web", "web.spec.nodeName", Compare::Text, Some(Some(0))),
        ("other", "web.spec.nodeName", Compare::Text, Some(None)),
        ("one", "pods.size()", Compare::Number, Some(None)),
        ("2개", "pods.size()", Compare::Number, Some(None)),
        ("개", "pods.size()", Compare::Number, Some(None)),
    ] {
        seen.answers.insert("it".into(), given.into());
        let cause = judge(vec![asked(is, compare)], &seen).1;
        let known = cause.map(|cause| match cause {
            Cause::WrongAnswer { known, .. } => known,
            other => panic!("{given}: {other:?}"),
        });
        assert_eq!(known, expected, "{given}");
    }
}

/// A Service before the Pods of [`running`].
fn service() -> Value {
    json!({"kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}}})
}

/// That the Service answers, with a text in it.
fn http(contains: Option<&str>) -> Expectation {
    expectation(
        "it",
        ExpectationKind::Http(HttpProbe {
            service: "web".into(),
            port: "80".into(),
            path: "/".into(),
            status: 200,
            contains: contains.map(str::to_owned),
        }),
    )
}

/// That the log of some Pods has the word `ready`.
fn log(target: Ref) -> Expectation {
    let probe = LogProbe {
        target,
        container: None,
        contains: "ready".into(),
    };
    expectation("it", ExpectationKind::Log(probe))
}

#[test]
fn probes() {
    use Verdict::{Fail, Pass};
    let target = Ref::named("Pod", "web");
    let file = || {
        let content = FileContent::Equals("grape".into());
        let probe = FileProbe {
            target: target.clone(),
            container: None,
            path: "/a".into(),
            content,
        };
        expectation("it", ExpectationKind::File(probe))
    };
    let mut seen = snapshot(vec![service(), running("web", "True")]);
    let mut set = |outcome| {
        seen.probes = vec![ProbeResult {
            expectation: "it".into(),
            pod: None,
            outcome,
        }];
        [
            verdict(http(Some("Welcome")), &seen),
            verdict(log(target.clone()), &seen),
            verdict(file(), &seen),
        ]
    };
    let answer = |status, body: &str| ProbeOutcome::Http {
        status,
        body: body.into(),
    };
    let text = |text: &str| ProbeOutcome::Text { text: text.into() };
    assert_eq!(set(answer(200, "<h1>Welcome</h1>")), [Pass, Fail, Fail]);
    assert_eq!(set(answer(503, "Welcome")), [Fail, Fail, Fail]);
    assert_eq!(set(text("starting\nready now\n")), [Fail, Pass, Fail]);
    assert_eq!(set(text("grape\n")), [Fail, Fail, Pass]);
    assert_eq!(set(ProbeOutcome::NoFile), [Fail, Fail, Fail]);
}

#[test]
fn order_and_gaps() {
    let mut second = wants(Ref::named("Pod", "web"), Value::Null);
    second.id = "second".into();
    second.after = vec!["first".into()];
    let mut first = wants(Ref::named("Service", "web"), Value::Null);
    first.id = "first".into();
    let lesson_of = lesson(vec![first.clone(), second]);
    let mut seen = snapshot(vec![running("web", "True")]);
    let report = evaluate(&lesson_of, &lesson_of.exercises[0], &Graph::new(&seen));
    assert_eq!(report.outcomes[1].verdict, Verdict::Blocked);
    assert_eq!(report.verdict, Verdict::Fail);

    let gap = |kind: &str, reason| Gap {
        kind: kind.into(),
        namespace: None,
        reason,
        message: "no".into(),
    };
    seen.gaps = vec![gap("Service", GapReason::Forbidden)];
    assert_eq!(verdict(first.clone(), &seen), Verdict::Unsupported);
    seen.gaps = vec![gap("Service", GapReason::Timeout)];
    assert_eq!(verdict(first.clone(), &seen), Verdict::Error);
    seen.gaps = vec![gap("", GapReason::Refused)];
    assert_eq!(judge(vec![first.clone()], &seen).2, Verdict::Error);
    seen.gaps.clear();
    seen.lacking.insert(Need::Kubectl, "not on the PATH".into());
    assert_eq!(judge(vec![first.clone()], &seen).2, Verdict::Unsupported);
    seen.lacking.clear();
    seen.inventory = None;
    assert_eq!(judge(vec![first], &seen).2, Verdict::NotSetUp);
}

#[test]
fn what_the_start_gave_and_is_gone_loses_the_exercise() {
    let mut of = lesson(vec![wants(Ref::named("Pod", "new"), Value::Null)]);
    of.exercises[0].given = vec![wants(Ref::named("Pod", "old"), Value::Null)];
    let report = |seen: &Snapshot| evaluate(&of, &of.exercises[0], &Graph::new(seen)).verdict;
    assert_eq!(report(&snapshot(vec![])), Verdict::Lost);
    assert_eq!(
        report(&snapshot(vec![running("old", "True")])),
        Verdict::Fail
    );
    assert_eq!(
        report(&snapshot(vec![running("new", "True")])),
        Verdict::Pass,
        "done all the same"
    );
    // What only the start needs may go.
    of.exercises[0].given[0].at_start = true;
    let report = |seen: &Snapshot| evaluate(&of, &of.exercises[0], &Graph::new(seen));
    let gone = report(&snapshot(vec![]));
    assert_eq!(gone.verdict, Verdict::Fail);
    assert_eq!(gone.given[0].verdict, Verdict::Fail, "but it is told");
}
