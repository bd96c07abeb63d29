//! What must not change a diagnosis: the order of what was seen, what has nothing to do with it, and
//! that something could not be read.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{check_all, explain_snapshot, states};
use crate::check::{Report, Verdict};
use crate::explain::related::{Ties, related};
use crate::explain::{Confidence, Context, Diagnosis, Finding};
use crate::health::examine;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::{InventoryEntry, Snapshot};

/// A finding without its evidence: what it is, where, and how sure.
fn essence(finding: &Finding) -> String {
    let object = finding.object.as_ref().map(ToString::to_string);
    let field = finding.field.as_ref().map(ToString::to_string);
    format!(
        "{}{} {} {} {:?}",
        finding.code,
        finding.variant.map(|v| format!("-{v}")).unwrap_or_default(),
        object.unwrap_or_default(),
        field.unwrap_or_default(),
        finding.confidence,
    )
}

fn essences(diagnosis: &Diagnosis) -> (Verdict, Vec<String>) {
    (
        diagnosis.verdict,
        diagnosis.findings.iter().map(essence).collect(),
    )
}

/// The same objects in an order of their own for each seed.
fn shuffled(objects: &mut [Object], seed: u8) {
    objects.sort_by_cached_key(|object| {
        let mut hash = Sha256::new();
        hash.update([seed]);
        hash.update(object.uid());
        hash.update(object.key().to_string());
        hash.finalize().to_vec()
    });
}

#[test]
fn the_order_of_objects_does_not_matter() {
    let mut problems = Vec::new();
    for (path, snapshot) in states() {
        let expected = essences(&explain_snapshot(&snapshot));
        for seed in 0..4 {
            let mut other = snapshot.clone();
            shuffled(&mut other.objects, seed);
            shuffled(&mut other.events, seed);
            let found = essences(&explain_snapshot(&other));
            if found != expected {
                problems.push(format!("{path}: {expected:?} became {found:?}"));
                break;
            }
        }
    }
    check_all(&problems);
}

/// Kind, version, name, owner (kind and name), and what differs from one to another.
type Part<'a> = (&'a str, &'a str, &'a str, Option<(&'a str, &'a str)>, Value);

/// An app that runs, with a Service before it, from before the exercise.
fn bystander(snapshot: &mut Snapshot) {
    let namespace = snapshot.cluster.namespace.clone();
    let labels = json!({"app": "bystander"});
    let container = json!({"name": "main", "image": "redis:7", "ports": [{"containerPort": 6379}]});
    let meta = |name: &str, owner: Option<(&str, &str)>| {
        let mut meta = json!({
            "name": name, "namespace": namespace, "uid": format!("uid-of-{name}"), "labels": labels,
            "creationTimestamp": "2020-01-01T00:00:00Z", "resourceVersion": "1",
        });
        if let Some((kind, owner)) = owner {
            let owner = json!({
                "apiVersion": "apps/v1", "kind": kind, "name": owner, "uid": format!("uid-of-{owner}"),
                "controller": true,
            });
            meta["ownerReferences"] = json!([owner]);
        }
        meta
    };
    let template = json!({"metadata": {"labels": labels}, "spec": {"containers": [container]}});
    let spec = json!({"replicas": 1, "selector": {"matchLabels": labels}, "template": template});
    let counts =
        json!({"replicas": 1, "readyReplicas": 1, "availableReplicas": 1, "updatedReplicas": 1});
    let running = json!({"startedAt": "2020-01-01T00:00:01Z"});
    let status = json!({
        "phase": "Running", "podIP": "10.244.0.99",
        "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2020-01-01T00:00:02Z"}],
        "containerStatuses": [{
            "name": "main", "image": "redis:7", "imageID": "sha256:1", "ready": true, "restartCount": 0,
            "state": {"running": running},
        }],
    });
    let address = json!({"ip": "10.244.0.99"});
    let parts: [Part<'_>; 5] = [
        (
            "Deployment",
            "apps/v1",
            "bystander",
            None,
            json!({"spec": spec, "status": counts}),
        ),
        (
            "ReplicaSet",
            "apps/v1",
            "bystander-1",
            Some(("Deployment", "bystander")),
            json!({"spec": spec, "status": counts}),
        ),
        (
            "Pod",
            "v1",
            "bystander-1-a",
            Some(("ReplicaSet", "bystander-1")),
            json!({"spec": {"containers": [container], "nodeName": "minikube"}, "status": status}),
        ),
        (
            "Service",
            "v1",
            "bystander-door",
            None,
            json!({"spec": {"type": "ClusterIP", "selector": labels, "ports": [{"port": 6379, "targetPort": 6379}]}}),
        ),
        (
            "Endpoints",
            "v1",
            "bystander-door",
            None,
            json!({"subsets": [{"addresses": [address], "ports": [{"port": 6379}]}]}),
        ),
    ];
    for (kind, version, name, owner, mut value) in parts {
        value["kind"] = kind.into();
        value["apiVersion"] = version.into();
        value["metadata"] = meta(name, owner);
        let object = Object::redacted(value, kind, version);
        if let Some(inventory) = &mut snapshot.inventory {
            let entry = InventoryEntry {
                key: object.key(),
                generation: None,
                resource_version: "1".to_owned(),
                intent: object.intent_digest(),
            };
            inventory.objects.insert(object.uid().to_owned(), entry);
        }
        snapshot.objects.push(object);
    }
}

#[test]
fn what_has_nothing_to_do_with_it_does_not_matter() {
    let mut problems = Vec::new();
    for (path, snapshot) in states() {
        let expected = essences(&explain_snapshot(&snapshot));
        let mut other = snapshot.clone();
        bystander(&mut other);
        let found = essences(&explain_snapshot(&other));
        if found != expected {
            problems.push(format!("{path}: {expected:?} became {found:?}"));
        }
    }
    check_all(&problems);
}

/// Codes that a better one usually replaces, and that stay true without it: differences from what is
/// wanted, refused commands, what a program or a field that was seen says, an object of a kind that
/// was read, and that something may not be read.
fn says_what_is_seen(code: &str) -> bool {
    code.starts_with(['K', 'M', 'U']) || ["C01", "C02", "P10", "S01", "W09", "W18"].contains(&code)
}

#[test]
fn what_could_not_be_read_makes_nobody_certain_of_something_else() {
    let mut problems = Vec::new();
    for (path, snapshot) in states() {
        let before = explain_snapshot(&snapshot);
        let all = before.findings.iter().chain(&before.folded);
        let known: BTreeSet<&str> = all.map(|finding| finding.code).collect();
        let kinds: BTreeSet<&str> = snapshot.objects.iter().map(Object::kind).collect();
        for kind in kinds {
            let mut less = snapshot.clone();
            less.objects.retain(|object| object.kind() != kind);
            less.gaps.push(Gap {
                kind: kind.to_owned(),
                namespace: None,
                reason: GapReason::Forbidden,
                message: format!("{kind} is forbidden"),
            });
            let found = explain_snapshot(&less);
            let new = found.findings.iter().find(|finding| {
                finding.confidence == Confidence::Certain
                    && !known.contains(finding.code)
                    && !says_what_is_seen(finding.code)
            });
            if let Some(new) = new {
                problems.push(format!("{path} without {kind}: {}", essence(new)));
            }
        }
    }
    check_all(&problems);
}

#[test]
fn whatever_vanishes_nothing_breaks() {
    for (_, snapshot) in states() {
        for at in 0..snapshot.objects.len() {
            let mut less = snapshot.clone();
            less.objects.remove(at);
            explain_snapshot(&less);
        }
    }
}

#[test]
fn three_seconds_later_it_is_the_same() {
    let mut problems = Vec::new();
    for (path, snapshot) in states() {
        let first = |snapshot: &Snapshot| {
            let diagnosis = explain_snapshot(snapshot);
            let code = diagnosis.first().map(|first| first.code);
            (diagnosis.verdict, code)
        };
        let mut later = snapshot.clone();
        later.at += SignedDuration::from_secs(3);
        let (now, then) = (first(&snapshot), first(&later));
        // What was still young may have got its time.
        if now != then && now.0 != Verdict::Waiting {
            problems.push(format!("{path}: {now:?} became {then:?}"));
        }
    }
    check_all(&problems);
}

/// What is found in each recording: code, object, field, certainty. A change of a line here is a
/// change of what a learner is told.
#[test]
fn the_whole_corpus_is_explained_as_before() {
    let mut lines = Vec::new();
    for (path, snapshot) in states() {
        let diagnosis = explain_snapshot(&snapshot);
        let found: Vec<String> = diagnosis.findings.iter().map(essence).collect();
        let folded: Vec<&str> = diagnosis.folded.iter().map(|f| f.code).collect();
        let folded = match folded.as_slice() {
            [] => String::new(),
            codes => format!("  (folded: {})", codes.join(" ")),
        };
        let name = path.trim_end_matches(".json");
        lines.push(format!(
            "{name} {:?}\n    {}{folded}",
            diagnosis.verdict,
            found.join("\n    ")
        ));
    }
    insta::assert_snapshot!("corpus", lines.join("\n"));
}

#[test]
fn what_is_related_has_a_tie() {
    let mut problems = Vec::new();
    for (path, snapshot) in states() {
        let diagnosis = explain_snapshot(&snapshot);
        let health = examine(&snapshot);
        let all = [diagnosis.findings, diagnosis.folded, health.findings];
        let found: Vec<Finding> = all.into_iter().chain([health.folded]).flatten().collect();
        let graph = Graph::new(&snapshot);
        let report = Report {
            exercise: snapshot.exercise.clone().unwrap(),
            verdict: Verdict::Fail,
            outcomes: Vec::new(),
            given: Vec::new(),
        };
        let context = Context::new(None, None, &report, &graph);
        let ties = Ties::of(&found, &context);
        for (place, a) in found.iter().enumerate() {
            for b in &found {
                let is_related = related(a, b, &context) || related(b, a, &context);
                if is_related && !ties.near(b).contains(&place) {
                    problems.push(format!("{path}: {} and {}", essence(a), essence(b)));
                }
            }
        }
    }
    check_all(&problems);
}
