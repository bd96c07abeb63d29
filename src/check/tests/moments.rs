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
