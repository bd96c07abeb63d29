//! Jobs: Pods that run to an end, tried again when they fail, counted when they are done.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    Controller, Queue,
    owners::{self, condition, ready_since},
};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Registry},
    store::{Change, Key},
};

/// The controller of Jobs.
#[derive(Debug)]
pub(crate) struct Jobs {
    registry: Registry,
    events: Recorder,
}

/// Keeps a Pod until it has been counted.
const TRACKED: &str = "batch.kubernetes.io/job-tracking";

impl Jobs {
    pub(crate) fn new(registry: &Registry) -> Self {
        let source = Source {
            component: "job-controller",
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source, None),
        }
    }

    /// Counts the Pods that have ended, and lets them go.
    fn count(&self, job: &Object, pods: &[Object]) -> Result<Object, Refusal> {
        let counts = |pod: &&Object| {
            let tracked = pod
                .list_at("metadata.finalizers")
                .iter()
                .any(|f| f == TRACKED);
            tracked
                && (owners::ended(pod) || pod.deleting() && pod.text_at("spec.nodeName").is_empty())
        };
        let ended: Vec<&Object> = pods.iter().filter(counts).collect();
        if ended.is_empty() {
            return Ok(job.clone());
        }
        let good = i64::try_from(
            ended
                .iter()
                .filter(|p| p.text_at("status.phase") == "Succeeded")
                .count(),
        )
        .unwrap_or(0);
        let bad = i64::try_from(ended.len()).unwrap_or(0) - good;
        let job =
            self.registry
                .update_status(kinds::JOB, job.namespace(), job.name(), |status| {
                    for (key, more) in [("succeeded", good), ("failed", bad)] {
                        if more > 0 {
                            let sum = status.int_at(key).unwrap_or(0) + more;
                            *child(status, key) = sum.into();
                        }
                    }
                })?;
        for pod in ended {
            let done = self
                .registry
                .patch(kinds::POD, pod.namespace(), pod.name(), |pod| {
                    if let Some(finalizers) = child(pod, "metadata")["finalizers"].as_array_mut() {
                        finalizers.retain(|f| f != TRACKED);
                    }
                    Ok(())
                });
            match done {
                Err(refusal) if !refusal.is_not_found() => return Err(refusal),
                _ => {}
            }
        }
        Ok(job)
    }

    fn make(&self, job: &Object, count: i64) -> Result<(), Refusal> {
        let template = job.at("spec.template").cloned().unwrap_or_default();
        let mut pod = owners::pod_from(&template, job);
        let labels = child(child(&mut pod, "metadata"), "labels");
        for (key, value) in [
            ("batch.kubernetes.io/controller-uid", job.uid()),
            ("batch.kubernetes.io/job-name", job.name()),
            ("controller-uid", job.uid()),
            ("job-name", job.name()),
        ] {
            *child(labels, key) = value.into();
        }
        *child(child(&mut pod, "metadata"), "finalizers") = json!([TRACKED]);
        for _ in 0..count {
            match self.registry.create(kinds::POD, job.namespace(), &pod) {
                Ok(pod) => self.events.normal(
                    job,
                    "",
                    "SuccessfulCreate",
                    &format!("Created pod: {}", pod.name()),
                ),
                Err(refusal) => {
                    self.events.warning(
                        job,
                        "",
                        "FailedCreate",
                        &format!("Error creating: {}", refusal.message()),
                    );
                    return Err(refusal);
                }
            }
        }
        Ok(())
    }

    /// Deletes Pods, each with its finalizer, so that nothing keeps them.
    fn delete(&self, job: &Object, pods: &[&Object]) -> Result<(), Refusal> {
        for pod in pods {
            match self.registry.delete(
                kinds::POD,
                pod.namespace(),
                pod.name(),
                &Deletion::default().only(pod),
            ) {
                Ok(_) => self.events.normal(
                    job,
                    "",
                    "SuccessfulDelete",
                    &format!("Deleted pod: {}", pod.name()),
                ),
                Err(refusal) if refusal.is_not_found() => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(())
    }

    fn finish(&self, job: &Object, verdict: &Verdict) -> Result<(), Refusal> {
        let stamp = self.registry.clock().stamp();
        let (first, last) = if verdict.good {
            ("SuccessCriteriaMet", "Complete")
        } else {
            ("FailureTarget", "Failed")
        };
        self.registry.update_status(kinds::JOB, job.namespace(), job.name(), |status| {
            let conditions: Vec<Value> = [first, last]
                .iter()
                .map(|kind| json!({"type": kind, "status": "True", "lastProbeTime": stamp, "lastTransitionTime": stamp, "reason": verdict.reason, "message": verdict.message}))
                .collect();
            *child(status, "conditions") = conditions.into();
            if verdict.good {
                *child(status, "completionTime") = stamp.clone().into();
            }
            for key in ["active", "ready"] {
                *child(status, key) = 0.into();
            }
            crate::object::take(status, "active");
        })?;
        if verdict.good {
            self.events.normal(job, "", "Completed", "Job completed");
        } else {
            self.events
                .warning(job, "", verdict.reason, verdict.message);
        }
        Ok(())
    }
}

/// How a Job ends.
struct Verdict {
    good: bool,
    reason: &'static str,
    message: &'static str,
}

/// How long to wait after so many failures.
fn pause(failures: i64) -> Duration {
    if failures <= 0 {
        return Duration::ZERO;
    }
    Duration::from_secs(10 << (failures - 1).min(6)).min(Duration::from_mins(6))
}

fn finished_at(pod: &Object) -> Option<Timestamp> {
    let ends = pod
        .list_at("status.containerStatuses")
        .iter()
        .filter_map(|c| c.text_at("state.terminated.finishedAt").parse().ok());
    ends.max()
        .or_else(|| pod.text_at("metadata.creationTimestamp").parse().ok())
}

impl Controller for Jobs {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::JOB, kinds::POD]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        _: Option<&Object>,
        _: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::JOB {
            queue.add(object.namespace(), object.name());
        } else if let Some(name) = owners::controller_of(object, kinds::JOB) {
            queue.add(object.namespace(), name);
        }
    }

    #[allow(
        clippy::too_many_lines,
        reason = "one decision after the other, on the same few numbers"
    )]
    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let Ok(job) = self.registry.get(kinds::JOB, &key.0, &key.1) else {
            return Ok(());
        };
        let uid = job.uid().to_owned();
        let pods: Vec<Object> = owners::pods(&self.registry, &key.0)
            .into_iter()
            .filter(|p| p.controller().is_some_and(|c| c.text_at("uid") == uid))
            .collect();
        let now = self.registry.clock().now();
        if condition(&job, "Complete")
            .or(condition(&job, "Failed"))
            .is_some()
        {
            self.count(&job, &pods)?;
            return self.expire(&job, now, queue);
        }
        if job.deleting() {
            return self.count(&job, &pods).map(|_| ());
        }
        if job.text_at("spec.completionMode") == "Indexed" {
            self.events.warning(&job, "", "NotSimulated", "completionMode: Indexed is not simulated by podo-sandbox; no Pods are made for this Job");
            return Ok(());
        }
        let job = self.count(&job, &pods)?;
        let number = |path: &str, default| job.int_at(path).unwrap_or(default);
        let (succeeded, failed) = (number("status.succeeded", 0), number("status.failed", 0));
        let active: Vec<&Object> = pods.iter().filter(|p| owners::active(p)).collect();
        let suspended = job.at("spec.suspend") == Some(&Value::Bool(true));
        let parallel = number("spec.parallelism", 1);
        let wanted = job.int_at("spec.completions");
        let started: Option<Timestamp> = job.text_at("status.startTime").parse().ok();
        let late = job
            .int_at("spec.activeDeadlineSeconds")
            .zip(started)
            .map(|(limit, start)| {
                start
                    .saturating_add(SignedDuration::from_secs(limit))
                    .unwrap_or(Timestamp::MAX)
            });
        let restarts: i64 = pods
            .iter()
            .flat_map(|p| p.list_at("status.containerStatuses"))
            .filter_map(|c| c.int_at("restartCount"))
            .sum();
        let on_failure = job.text_at("spec.template.spec.restartPolicy") == "OnFailure";
        let failures = if on_failure {
            restarts.max(failed)
        } else {
            failed
        };
        let limit = number("spec.backoffLimit", 6);
        let verdict = if failures > limit {
            Some(Verdict {
                good: false,
                reason: "BackoffLimitExceeded",
                message: "Job has reached the specified backoff limit",
            })
        } else if late.is_some_and(|late| late <= now) {
            Some(Verdict {
                good: false,
                reason: "DeadlineExceeded",
                message: "Job was active longer than specified deadline",
            })
        } else if wanted.map_or(succeeded > 0 && active.is_empty(), |wanted| {
            succeeded >= wanted
        }) {
            Some(Verdict {
                good: true,
                reason: "CompletionsReached",
                message: "Reached expected number of succeeded pods",
            })
        } else {
            None
        };
        if let Some(verdict) = verdict {
            self.delete(&job, &active)?;
            // The Pods that were stopped are counted when they have ended.
            return self.finish(&job, &verdict);
        }
        if let Some(late) = late {
            queue.add_after(
                key,
                Duration::try_from(late.duration_since(now)).unwrap_or_default(),
            );
        }
        let running = i64::try_from(active.len()).unwrap_or(0);
        let target = match (suspended, wanted) {
            (true, _) => 0,
            (false, Some(wanted)) => parallel.min(wanted - succeeded),
            (false, None) => {
                if succeeded > 0 {
                    running
                } else {
                    parallel
                }
            }
        };
        let ready = active.iter().filter(|p| ready_since(p).is_some()).count();
        let mut job = job;
        if running < target {
            let last = pods
                .iter()
                .filter(|p| p.text_at("status.phase") == "Failed")
                .filter_map(finished_at)
                .max();
            let due = last.map(|at| {
                at.saturating_add(SignedDuration::try_from(pause(failed)).unwrap_or_default())
                    .unwrap_or(now)
            });
            match due
                .and_then(|due| Duration::try_from(due.duration_since(now)).ok())
                .filter(|left| !left.is_zero() && failed > 0)
            {
                Some(left) => queue.add_after(key, left),
                None => self.make(&job, target - running)?,
            }
        } else if running > target {
            let excess = usize::try_from(running - target).unwrap_or(0);
            self.delete(&job, &active[..excess])?;
        }
        let stamp = self.registry.clock().stamp();
        let active_now = owners::pods(&self.registry, &key.0)
            .iter()
            .filter(|p| {
                owners::active(p) && p.controller().is_some_and(|c| c.text_at("uid") == uid)
            })
            .count();
        job = self
            .registry
            .update_status(kinds::JOB, job.namespace(), job.name(), |status| {
                if !suspended && status.get("startTime").is_none() {
                    *child(status, "startTime") = stamp.clone().into();
                }
                if active_now > 0 {
                    *child(status, "active") = active_now.into();
                } else {
                    crate::object::take(status, "active");
                }
                *child(status, "ready") = ready.into();
                *child(status, "terminating") = pods
                    .iter()
                    .filter(|p| p.deleting() && !owners::ended(p))
                    .count()
                    .into();
                *child(status, "uncountedTerminatedPods") = json!({});
            })?;
        if started.is_none() && job.int_at("spec.activeDeadlineSeconds").is_some() {
            queue.add(&key.0, &key.1);
        }
        Ok(())
    }
}

impl Jobs {
    /// Deletes a finished Job when its time is over.
    fn expire(&self, job: &Object, now: Timestamp, queue: &mut Queue) -> Result<(), Refusal> {
        let Some(life) = job.int_at("spec.ttlSecondsAfterFinished") else {
            return Ok(());
        };
        let Some(end) = condition(job, "Complete")
            .or(condition(job, "Failed"))
            .and_then(|c| c.text_at("lastTransitionTime").parse::<Timestamp>().ok())
        else {
            return Ok(());
        };
        let due = end
            .saturating_add(SignedDuration::from_secs(life))
            .unwrap_or(Timestamp::MAX);
        if due > now {
            queue.add_after(
                &(job.namespace().to_owned(), job.name().to_owned()),
                Duration::try_from(due.duration_since(now)).unwrap_or_default(),
            );
            return Ok(());
        }
        let deletion = Deletion {
            propagation: Some(crate::registry::Propagation::Foreground),
            ..Deletion::default()
        };
        self.registry
            .delete(kinds::JOB, job.namespace(), job.name(), &deletion)
            .map(|_| ())
    }
}
