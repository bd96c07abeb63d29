//! A lesson with every way to hold, and what can be seen of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::check::evaluate;
use crate::explain::explain;
use crate::lesson::model::{Exercise, Lesson, Need, Pack};
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::{ClusterFacts, Inventory, Snapshot};
use crate::verify::report::{Both, ClusterSummary, ExerciseResult};

/// The cluster that is verified.
pub(super) const HERE: &str = "uid-here";

const EXERCISES: &str = r"
minutes: 10
needs: [docker]
exercises:
  - id: stays
    minutes: 2
    given:
      - {id: base, object: {kind: ConfigMap, name: base}}
    expect:
      - id: question
        answer: {ko: 몇 개예요, en: How many}
        is: web.spec.replicas
        with: {web: {kind: Deployment, name: web}}
      - id: three
        after: [question]
        object: {kind: Deployment, name: web}
        match: {spec: {replicas: 3}}
      - id: available
        after: [three]
        object: {kind: Deployment, name: web}
        match: {status: {availableReplicas: 3}}
  - id: passes-by
    minutes: 2
    holds: moment
    expect:
      - {id: pod, object: {kind: Pod, name: probe}}
  - id: until-later
    minutes: 2
    holds: {until: later}
    expect:
      - {id: pod, object: {kind: Pod, name: probe}}
  - id: later
    minutes: 2
    expect:
      - {id: gone, absent: {kind: Pod, name: probe}}
  - id: asks-only
    minutes: 2
    expect:
      - id: question
        answer: {ko: 몇 개예요, en: How many}
        is: web.spec.replicas
        with: {web: {kind: Deployment, name: web}}
";

/// What every exercise has and these tests do not look at.
const REST: &str = "    solution: []
    mistakes:
      - {id: a, steps: [], finding: M02}
      - {id: b, steps: [{kubectl: get pods}], finding: M02}
    hints: [{ko: 가, en: a}, {ko: 나, en: b}, {ko: 다, en: c}]
";

/// The pack.
pub(super) fn pack() -> Pack {
    let mut prose = "---\ntitle: T\nsummary: S.\n---\n\nText.\n".to_owned();
    for id in ["stays", "passes-by", "until-later", "later", "asks-only"] {
        let title = format!("About {id}");
        prose += &format!("\n## {title} {{#{id}}}\n\nText.\n");
        prose += &format!("\n### After {id} {{#{id}-debrief}}\n\nText.\n");
    }
    let minutes = "    minutes: 2\n";
    let exercises = EXERCISES.replace(minutes, &format!("{minutes}{REST}"));
    let files: BTreeMap<String, Vec<u8>> = [
        (
            "pack.yaml",
            "formatVersion: 1\npack: test\ntitle: {ko: 시험, en: Test}\nlessons: [one]\n",
        ),
        ("one/exercises.yaml", exercises.as_str()),
        ("one/ko.md", prose.as_str()),
        ("one/en.md", prose.as_str()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .collect();
    let (pack, problems) = Pack::read(&files);
    let pack = pack.unwrap();
    assert!(!pack.lessons.is_empty(), "{problems:#?}");
    pack
}

/// An instant, in seconds.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A Deployment with that many replicas wanted and available, settled long ago.
pub(super) fn web(replicas: u32, available: u32) -> Value {
    json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": "web", "namespace": "podo-one", "uid": "web-uid", "generation": 1,
            "creationTimestamp": "1970-01-01T00:00:10Z",
        },
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]},
            },
        },
        "status": {
            "observedGeneration": 1, "replicas": replicas, "updatedReplicas": replicas,
            "readyReplicas": available, "availableReplicas": available,
        },
    })
}

fn base() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "base", "namespace": "podo-one", "uid": "base-uid"},
    })
}

/// A snapshot of the lesson's namespace: its ConfigMap and these objects, with the question
/// answered rightly.
pub(super) fn snapshot(objects: Vec<Value>) -> Snapshot {
    let facts = ClusterFacts {
        uid: HERE.to_owned(),
        version: "v1.36.0".to_owned(),
        context: "minikube".to_owned(),
        server: "https://127.0.0.1:8443".to_owned(),
        namespace: "podo-one".to_owned(),
        begun_on: Some(HERE.to_owned()),
    };
    let mut snapshot = Snapshot::new(at(1000), facts);
    snapshot.objects = objects
        .into_iter()
        .chain([base()])
        .map(|value| {
            let kind = value["kind"].as_str().unwrap().to_owned();
            let version = value["apiVersion"].as_str().unwrap().to_owned();
            Object::redacted(value, &kind, &version)
        })
        .collect();
    snapshot.inventory = Some(Inventory::empty());
    snapshot.answers.insert("question".into(), "3".into());
    snapshot
}

/// One snapshot for each verdict a check can give.
pub(super) fn snapshots() -> Vec<Snapshot> {
    let mut not_begun = snapshot(vec![]);
    not_begun.inventory = None;
    let mut lost = snapshot(vec![web(1, 1)]);
    lost.objects.retain(|object| object.kind() != "ConfigMap");
    let mut unsupported = snapshot(vec![]);
    unsupported
        .lacking
        .insert(Need::Docker, "docker".to_owned());
    let mut error = snapshot(vec![]);
    error.gaps.push(Gap {
        kind: String::new(),
        namespace: None,
        reason: GapReason::Timeout,
        message: "no answer within 10 s".to_owned(),
    });
    let mut growing = web(3, 1);
    growing["metadata"]["creationTimestamp"] = json!("1970-01-01T00:16:39Z");
    let mut waiting = snapshot(vec![growing]);
    waiting.at = at(1000);
    let mut blocked = snapshot(vec![web(3, 3)]);
    blocked.answers.clear();
    vec![
        snapshot(vec![web(3, 3)]),
        snapshot(vec![web(1, 1)]),
        waiting,
        blocked,
        not_begun,
        lost,
        unsupported,
        error,
    ]
}

/// What comes of a snapshot for an exercise of the sample.
pub(super) fn judged(
    lesson: &Lesson,
    exercise: &Exercise,
    snapshot: &Snapshot,
    both: &Both,
) -> ExerciseResult {
    let graph = Graph::new(snapshot);
    let report = evaluate(lesson, exercise, &graph);
    let diagnosis = explain(lesson, exercise, &report, &graph);
    ExerciseResult::live((lesson, exercise), (&report, &diagnosis), snapshot.at, both)
}

/// The cluster in a report.
pub(super) fn cluster() -> ClusterSummary {
    ClusterSummary::from(&snapshot(vec![]).cluster)
}
