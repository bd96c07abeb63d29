//! What a Deployment's status says, in upstream's reasons and words, and when it is written.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Work, sets::Set};
use crate::{
    clock::seconds,
    controllers::owners::{self, condition},
    kinds,
    object::{Meta, child},
    refusal::Refusal,
};

impl Work<'_> {
    /// Tells whether the rollout is paused.
    pub(super) fn tell_pause(&mut self) -> Result<(), Refusal> {
        if self.numbers.deadline.is_none() {
            return Ok(());
        }
        let reason = condition(&self.deployment, "Progressing").map(|c| c.text_at("reason"));
        if reason == Some("ProgressDeadlineExceeded") {
            return Ok(());
        }
        let was = reason == Some("DeploymentPaused");
        let (reason, message) = match (self.numbers.paused, was) {
            (true, false) => ("DeploymentPaused", "Deployment is paused"),
            (false, true) => ("DeploymentResumed", "Deployment is resumed"),
            _ => return Ok(()),
        };
        let now = self.registry.clock().stamp();
        self.deployment = self.registry.update_status(
            kinds::DEPLOYMENT,
            self.deployment.namespace(),
            self.deployment.name(),
            |status| {
                set_condition(status, "Progressing", "Unknown", reason, message, &now);
            },
        )?;
        Ok(())
    }

    /// Tells how far it is; with `progress` also whether it goes on.
    pub(super) fn tell_status(&mut self, progress: bool) -> Result<(), Refusal> {
        let clock = self.registry.clock();
        let (next, again) = of(self, progress, clock.now());
        self.again = again;
        if self.deployment.get("status") == Some(&next) {
            return Ok(());
        }
        self.deployment = self.registry.update_status(
            kinds::DEPLOYMENT,
            self.deployment.namespace(),
            self.deployment.name(),
            |status| {
                let collisions = status.get("collisionCount").cloned();
                *status = next.clone();
                if let Some(collisions) = collisions {
                    status["collisionCount"] = collisions;
                }
            },
        )?;
        Ok(())
    }

    fn terminating(&self) -> usize {
        let uids: Vec<&str> = self.all().map(|s| s.uid()).collect();
        let pods = owners::pods(self.registry, self.deployment.namespace());
        pods.iter()
            .filter(|p| {
                p.deleting()
                    && !owners::ended(p)
                    && uids.contains(&p.controller().map_or("", |c| c.text_at("uid")))
            })
            .count()
    }
}

/// Sets a condition; the time of the last transition stays while the status does.
pub(super) fn set_condition(
    status: &mut Value,
    kind: &str,
    value: &str,
    reason: &str,
    message: &str,
    now: &str,
) {
    let list = child(status, "conditions");
    if !list.is_array() {
        *list = json!([]);
    }
    let Some(items) = list.as_array_mut() else {
        return;
    };
    let at = items.iter().position(|c| c.text_at("type") == kind);
    let before = at.map(|at| items.remove(at));
    if let Some(before) = &before
        && before.text_at("status") == value
        && before.text_at("reason") == reason
        && before.text_at("message") == message
    {
        let at = at.unwrap_or(0);
        items.insert(at, before.clone());
        return;
    }
    let since = before
        .as_ref()
        .filter(|b| b.text_at("status") == value)
        .map_or(now, |b| b.text_at("lastTransitionTime"));
    items.push(json!({
        "type": kind,
        "status": value,
        "lastUpdateTime": now,
        "lastTransitionTime": since,
        "reason": reason,
        "message": message,
    }));
}

fn number(status: &Value, key: &str) -> i64 {
    status.int_at(key).unwrap_or(0)
}

/// All Pods are of the new version, available, and no others are left.
pub(super) fn complete(deployment: &Value, status: &Value) -> bool {
    let replicas = deployment.int_at("spec.replicas").unwrap_or(1);
    ["updatedReplicas", "replicas", "availableReplicas"]
        .iter()
        .all(|key| number(status, key) == replicas)
        && number(status, "observedGeneration")
            >= deployment.int_at("metadata.generation").unwrap_or(0)
}

/// Something moved since the last status.
fn progressing(old: &Value, new: &Value) -> bool {
    let outdated = |s: &Value| number(s, "replicas") - number(s, "updatedReplicas");
    number(new, "updatedReplicas") > number(old, "updatedReplicas")
        || outdated(new) < outdated(old)
        || number(new, "readyReplicas") > number(old, "readyReplicas")
        || number(new, "availableReplicas") > number(old, "availableReplicas")
}

/// The status, and when to look again.
pub(super) fn of(work: &Work<'_>, progress: bool, now: Timestamp) -> (Value, Option<Duration>) {
    let deployment = &work.deployment;
    let old = deployment
        .get("status")
        .cloned()
        .unwrap_or_else(super::nothing);
    let sum = |f: &dyn Fn(&Set) -> i64| work.all().map(f).sum::<i64>();
    let part = |set: &Set, key: &str| set.at("status").map_or(0, |s| number(s, key));
    let available = sum(&Set::available);
    let counts = [
        ("replicas", sum(&|s| part(s, "replicas"))),
        (
            "updatedReplicas",
            work.new.as_ref().map_or(0, |s| part(s, "replicas")),
        ),
        ("readyReplicas", sum(&|s| part(s, "readyReplicas"))),
        ("availableReplicas", available),
        (
            "unavailableReplicas",
            (sum(&Set::replicas) - available).max(0),
        ),
    ];
    let mut status =
        json!({"observedGeneration": deployment.int_at("metadata.generation").unwrap_or(1)});
    for (name, count) in counts {
        if count > 0 {
            status[name] = count.into();
        }
    }
    status["terminatingReplicas"] = work.terminating().into();
    if let Some(collisions) = old.get("collisionCount") {
        status["collisionCount"] = collisions.clone();
    }
    if let Some(conditions) = old.get("conditions") {
        status["conditions"] = conditions.clone();
    }
    let stamp = seconds(now);
    if available >= work.numbers.replicas - work.numbers.unavailable {
        set_condition(
            &mut status,
            "Available",
            "True",
            "MinimumReplicasAvailable",
            "Deployment has minimum availability.",
            &stamp,
        );
    } else {
        set_condition(
            &mut status,
            "Available",
            "False",
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.",
            &stamp,
        );
    }
    if !progress {
        return (status, None);
    }
    let again = tell_progress(work, &old, &mut status, now);
    let failure = work
        .new
        .iter()
        .chain(&work.old)
        .find_map(|set| condition(set, "ReplicaFailure").cloned());
    match failure {
        Some(failure) => set_condition(
            &mut status,
            "ReplicaFailure",
            failure.text_at("status"),
            failure.text_at("reason"),
            failure.text_at("message"),
            &stamp,
        ),
        None => {
            if let Some(conditions) = status.get_mut("conditions").and_then(Value::as_array_mut) {
                conditions.retain(|c| c.text_at("type") != "ReplicaFailure");
            }
        }
    }
    (status, again)
}

fn tell_progress(
    work: &Work<'_>,
    old: &Value,
    status: &mut Value,
    now: Timestamp,
) -> Option<Duration> {
    let limit = work.numbers.deadline?;
    let deployment = &work.deployment;
    let stamp = seconds(now);
    let current = condition(deployment, "Progressing").cloned();
    let reason = current.as_ref().map_or("", |c| c.text_at("reason"));
    if number(status, "replicas") == number(status, "updatedReplicas")
        && reason == "NewReplicaSetAvailable"
    {
        return None;
    }
    let name = work.new.as_ref().map_or_else(
        || format!("Deployment \"{}\"", deployment.name()),
        |s| format!("ReplicaSet \"{}\"", s.name()),
    );
    if complete(deployment, status) {
        set_condition(
            status,
            "Progressing",
            "True",
            "NewReplicaSetAvailable",
            &format!("{name} has successfully progressed."),
            &stamp,
        );
        return None;
    }
    let from: Timestamp = current
        .as_ref()
        .and_then(|c| c.text_at("lastUpdateTime").parse().ok())
        .unwrap_or(now);
    let due = from
        .saturating_add(SignedDuration::from_secs(limit))
        .unwrap_or(Timestamp::MAX);
    if progressing(old, status) {
        // Every step begins the deadline anew, though reason and words stay.
        if let Some(conditions) = status.get_mut("conditions").and_then(Value::as_array_mut)
            && let Some(shown) = conditions.iter_mut().find(|c| {
                c.text_at("type") == "Progressing" && c.text_at("reason") == "ReplicaSetUpdated"
            })
        {
            shown["lastUpdateTime"] = stamp.clone().into();
        }
        set_condition(
            status,
            "Progressing",
            "True",
            "ReplicaSetUpdated",
            &format!("{name} is progressing."),
            &stamp,
        );
        return Some(Duration::from_secs(u64::try_from(limit).unwrap_or(0)));
    }
    if matches!(reason, "" | "NewReplicaSetAvailable") {
        return None;
    }
    if reason == "ProgressDeadlineExceeded" || now >= due {
        set_condition(
            status,
            "Progressing",
            "False",
            "ProgressDeadlineExceeded",
            &format!("{name} has timed out progressing."),
            &stamp,
        );
        return None;
    }
    Some(Duration::try_from(due.duration_since(now)).unwrap_or_default() + Duration::from_secs(1))
}
