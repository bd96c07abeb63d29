//! What Kubernetes 1.20 says in the fixtures of faults, and what 1.36 says instead.
//!
//! Those recordings come from a 1.20 cluster; the sandbox presents 1.36. A recorded sentence is
//! turned into the newer one before the two are compared. For what kubectl shows,
//! `tests/fidelity/versions.yaml` is the table.

/// Beginnings, ends and whole sentences: recorded, and newer. `*` stands for what stays.
const SENTENCES: &[(&str, &str)] = &[
    ("Created container *", "Container created"),
    ("Started container *", "Container started"),
    (
        "Container image * already present on machine",
        "Container image * already present on machine and can be accessed by the pod",
    ),
    (
        "Back-off restarting failed container",
        "Back-off restarting failed container",
    ),
    (
        "Readiness probe errored: *",
        "Readiness probe errored and resulted in unknown state: *",
    ),
    // The library that reads names of images names the repository, and no longer says `reference`.
    (
        "Failed to apply default image tag \"Nginx:1.27\": couldn't parse image reference \"Nginx:1.27\": invalid reference format: repository name must be lowercase",
        "Failed to apply default image tag \"Nginx:1.27\": couldn't parse image name \"Nginx:1.27\": invalid reference format: repository name (library/Nginx) must be lowercase",
    ),
    (
        "Failed to apply default image tag \"nginx: 1.27\": couldn't parse image reference \"nginx: 1.27\": invalid reference format",
        "Failed to apply default image tag \"nginx: 1.27\": couldn't parse image name \"nginx: 1.27\": invalid reference format",
    ),
    (
        "* node(s) didn't match Pod's node affinity.",
        "* node(s) didn't match Pod's node affinity/selector.",
    ),
];

/// What the scheduler adds since it tries to make room.
const SCHEDULED: &str = " no new claims to deallocate, preemption:";

/// A sentence of 1.20 as 1.36 says it.
pub(super) fn newer(text: &str) -> String {
    for (old, new) in SENTENCES {
        match old.split_once('*') {
            None if text == *old => return (*new).to_owned(),
            Some((before, after)) => {
                let middle = text
                    .strip_prefix(before)
                    .and_then(|rest| rest.strip_suffix(after));
                if let Some(middle) = middle {
                    return new.replacen('*', middle, 1);
                }
            }
            None => {}
        }
    }
    text.to_owned()
}

/// Whether what the sandbox says is what was recorded, as the newer version says it.
pub(super) fn same(recorded: &str, now: &str) -> bool {
    let wanted = newer(recorded);
    if wanted == now {
        return true;
    }
    // The scheduler says more at the end, and less about taints.
    let head = now.split(SCHEDULED).next().unwrap_or(now);
    if head.len() < now.len() {
        let taint = wanted
            .find("node(s) had taint {")
            .map(|at| format!("{}node(s) had untolerated taint(s).", &wanted[..at]));
        return head == wanted || taint.as_deref() == Some(head);
    }
    // The back-off of a container names the container and the Pod.
    if wanted == "Back-off restarting failed container" {
        return now.starts_with("Back-off restarting failed container ");
    }
    // The recorded registry has no accounts: it says `not found` where Docker Hub wants a login.
    let unpulled = |text: &str| {
        text.split("failed to resolve reference ")
            .nth(1)
            .map(|rest| rest.split(": ").next().unwrap_or("").to_owned())
    };
    if wanted.contains(": not found")
        && now.contains("pull access denied, repository does not exist")
    {
        return unpulled(&wanted) == unpulled(now);
    }
    // What a runtime could not classify no longer gets a prefix that says so.
    if wanted.replacen("rpc error: code = Unknown desc = ", "", 1) == now {
        return true;
    }
    // While the node waits, it now says what it waits for.
    if now.starts_with("Back-off pulling image") {
        return now.split(": ErrImagePull").next() == Some(wanted.as_str());
    }
    // A container that is too small is now killed in its beginning instead of not being made.
    wanted.starts_with("Failed to create pod sandbox:")
        && now.starts_with("Failed to create pod sandbox:")
}

/// Whether two conditions (status, reason, message) say the same: a Pod that has failed now says so.
pub(super) fn same_condition(recorded: &[serde_json::Value], now: &[serde_json::Value]) -> bool {
    recorded.len() == 3
        && now == ["False", "PodFailed", ""]
        && recorded[..2] == ["False", "ContainersNotReady"]
}

#[test]
fn recorded_sentences_become_the_newer_ones() {
    assert_eq!(newer("Created container web"), "Container created");
    assert_eq!(
        newer("Container image \"a\" already present on machine"),
        "Container image \"a\" already present on machine and can be accessed by the pod"
    );
    assert!(same(
        "0/1 nodes are available: 1 Insufficient cpu.",
        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 x."
    ));
    assert!(same(
        "0/1 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate.",
        "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: x"
    ));
    assert!(!same("Scaled", "Unscaled"));
}
