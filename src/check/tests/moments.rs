//! Moments in which a state is not yet what it looks like: a program that ends, one between crashes.

use super::*;

#[test]
fn a_program_that_is_to_end_is_given_a_moment() {
    let ended = || {
        wants(
            Ref::named("Pod", "web"),
            json!({"status": {"phase": "Succeeded"}}),
        )
    };
    let since = |seconds: i64| {
        let mut seen = snapshot(vec![running("web", "True")]);
        let started = (seen.at - jiff::SignedDuration::from_secs(seconds)).to_string();
        let mut pod = seen.objects[0].value().clone();
        pod["status"]["containerStatuses"][0]["state"] = json!({"running": {"startedAt": started}});
        seen.objects[0] = Object::redacted(pod, "Pod", "v1");
        verdict(ended(), &seen)
    };
    assert_eq!(since(2), Verdict::Waiting);
    assert_eq!(since(60), Verdict::Fail);
}

#[test]
fn the_moment_between_two_crashes_is_no_pass() {
    let wanted = || {
        wants(
            Ref::named("Pod", "web"),
            json!({"status": {"phase": "Running"}}),
        )
    };
    let mut pod = running("web", "True");
    pod["status"]["containerStatuses"][0]["restartCount"] = json!(3);
    pod["status"]["containerStatuses"][0]["state"] = json!({"running": {"startedAt": JUST_NOW}});
    pod["status"]["containerStatuses"][0]["lastState"] = json!({"terminated": {
        "exitCode": 1, "startedAt": "2026-01-01T00:09:57Z", "finishedAt": JUST_NOW
    }});
    assert_eq!(
        verdict(wanted(), &snapshot(vec![pod.clone()])),
        Verdict::Fail
    );
    pod["status"]["containerStatuses"][0]["restartCount"] = json!(1);
    pod["status"]["containerStatuses"][0]["lastState"]["terminated"]["startedAt"] = json!(LONG_AGO);
    assert_eq!(
        verdict(wanted(), &snapshot(vec![pod])),
        Verdict::Pass,
        "one restart after long"
    );
}

#[test]
fn pods_that_are_still_to_be_made_may_answer_yet() {
    let target = || Ref {
        name: None,
        labels: BTreeMap::from([("app".to_owned(), "web".to_owned())]),
        ..Ref::named("Pod", "")
    };
    let deployment = |created: &str, observed: i64| {
        json!({"kind": "Deployment",
            "metadata": {"name": "web", "generation": 1, "creationTimestamp": created},
            "spec": {"replicas": 1, "template": {"metadata": {"labels": {"app": "web"}}}},
            "status": {"observedGeneration": observed}})
    };
    let with = |deployment| {
        let seen = snapshot(vec![service(), deployment]);
        [http(None), log(target())].map(|asked| verdict(asked, &seen))
    };
    assert_eq!(with(deployment(JUST_NOW, 0)), [Verdict::Waiting; 2]);
    assert_eq!(with(deployment(JUST_NOW, 1)), [Verdict::Waiting; 2]);
    assert_eq!(with(deployment(LONG_AGO, 1)), [Verdict::Fail; 2]);
}

#[test]
fn the_addresses_of_a_service_follow_its_pods() {
    let asked = || {
        let expression = CelExpression {
            source: "has(ep.subsets)".into(),
            with: BTreeMap::from([("ep".to_owned(), Ref::named("Endpoints", "web"))]),
        };
        expectation(
            "it",
            ExpectationKind::Cel {
                expression,
                otherwise: None,
            },
        )
    };
    let with = |since: &str| {
        let mut pod = running("web", "True");
        pod["status"]["conditions"][1]["lastTransitionTime"] = json!(since);
        let seen = snapshot(vec![
            service(),
            json!({"kind": "Endpoints", "metadata": {"name": "web"}}),
            pod,
        ]);
        verdict(asked(), &seen)
    };
    assert_eq!(with(JUST_NOW), Verdict::Waiting);
    assert_eq!(with(LONG_AGO), Verdict::Fail);
}

#[test]
fn a_deployment_that_is_done_before_its_pods_were_read_is_looked_at_again() {
    let asked = || {
        let target = Ref {
            name: None,
            owner: Some("Deployment/web".to_owned()),
            ..Ref::named("Pod", "")
        };
        expectation(
            "it",
            ExpectationKind::Count {
                target,
                pattern: json!({"spec": {"containers": [{"image": "nginx:1.27"}]}}),
                bounds: Bounds {
                    min: 1,
                    max: Some(1),
                },
            },
        )
    };
    let set = |hash: &str, revision: &str| {
        json!({"kind": "ReplicaSet",
            "metadata": {"name": format!("web-{hash}"), "labels": {"pod-template-hash": hash},
                "annotations": {"deployment.kubernetes.io/revision": revision},
                "ownerReferences": [{"kind": "Deployment", "name": "web", "uid": "Deployment-web", "controller": true}]},
            "spec": {"replicas": 0}})
    };
    let with = |changed: &str| {
        let mut pod = running("web-a", "True");
        pod["metadata"]["labels"] = json!({"app": "web", "pod-template-hash": "a"});
        pod["metadata"]["ownerReferences"] = json!([{"kind": "ReplicaSet", "name": "web-a", "uid": "ReplicaSet-web-a", "controller": true}]);
        pod["spec"]["containers"][0]["image"] = json!("nginx:1.28");
        let deployment = json!({"kind": "Deployment",
            "metadata": {"name": "web", "generation": 2},
            "spec": {"replicas": 1},
            "status": {"observedGeneration": 2, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1,
                "conditions": [{"type": "Progressing", "status": "True", "lastUpdateTime": changed}]}});
        let seen = snapshot(vec![deployment, set("a", "1"), set("b", "2"), pod]);
        verdict(asked(), &seen)
    };
    assert_eq!(with(JUST_NOW), Verdict::Waiting);
    assert_eq!(with(LONG_AGO), Verdict::Fail);
}
