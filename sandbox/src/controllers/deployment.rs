//! Deployments: one ReplicaSet per version of the template, replaced step by step.

mod numbers;
mod sets;
mod status;

use std::time::Duration;

use serde_json::{Value, json};

use self::{numbers::Numbers, sets::Set};
use super::{Controller, Queue, owners};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Part, Registry, Write},
    store::{Change, Key, LabelSelector},
};

/// The controller of Deployments.
#[derive(Debug)]
pub(crate) struct Deployments {
    registry: Registry,
    events: Recorder,
}

/// A Deployment in one reconciliation, with its ReplicaSets.
struct Work<'a> {
    registry: &'a Registry,
    events: &'a Recorder,
    deployment: Object,
    numbers: Numbers,
    /// The ReplicaSet of the present template.
    new: Option<Set>,
    /// Those of earlier templates, the oldest first.
    old: Vec<Set>,
    /// When to look again, for the deadline of progress.
    again: Option<Duration>,
}

impl Deployments {
    pub(crate) fn new(registry: &Registry) -> Self {
        let source = Source {
            component: "deployment-controller",
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source, None),
        }
    }
}

impl Controller for Deployments {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::DEPLOYMENT, kinds::REPLICA_SET, kinds::POD]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::DEPLOYMENT {
            queue.add(object.namespace(), object.name());
        } else if kind == kinds::REPLICA_SET {
            for set in [Some(object), previous].into_iter().flatten() {
                if let Some(name) = owners::controller_of(set, kinds::DEPLOYMENT) {
                    queue.add(set.namespace(), name);
                } else if set.controller().is_none() {
                    let all = self.registry.list(
                        kinds::DEPLOYMENT,
                        &crate::store::Selection::namespace(set.namespace()),
                    );
                    for deployment in all.items {
                        if LabelSelector::from_spec(deployment.at("spec.selector")).matches(set) {
                            queue.add(deployment.namespace(), deployment.name());
                        }
                    }
                }
            }
        } else if change == Change::Deleted
            || (owners::ended(object) && previous.is_some_and(|p| !owners::ended(p)))
        {
            // Recreate waits until the last Pod of an old version has gone.
            let set = owners::controller_of(object, kinds::REPLICA_SET).and_then(|name| {
                self.registry
                    .store()
                    .get(kinds::REPLICA_SET, object.namespace(), name)
            });
            if let Some(set) = set
                && let Some(name) = owners::controller_of(&set, kinds::DEPLOYMENT)
            {
                queue.add(set.namespace(), name);
            }
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let Ok(deployment) = self.registry.get(kinds::DEPLOYMENT, &key.0, &key.1) else {
            return Ok(());
        };
        let all = owners::claim(&self.registry, kinds::REPLICA_SET, &deployment, &|_| true)?;
        let numbers = Numbers::of(&deployment);
        let (new, old) = sets::split(&deployment, all);
        let mut work = Work {
            registry: &self.registry,
            events: &self.events,
            deployment,
            numbers,
            new,
            old,
            again: None,
        };
        match work.step() {
            // It has been deleted meanwhile, and everything with it.
            Err(refusal)
                if refusal.is_not_found()
                    || refusal.reason() == "Forbidden" && work.namespace_goes() => {}
            Err(refusal) => return Err(refusal),
            Ok(()) => {}
        }
        if let Some(again) = work.again {
            queue.add_after(key, again);
        }
        Ok(())
    }
}

impl Work<'_> {
    fn namespace_goes(&self) -> bool {
        self.registry
            .store()
            .get(kinds::NAMESPACE, "", self.deployment.namespace())
            .is_none_or(|n| n.deleting())
    }

    fn step(&mut self) -> Result<(), Refusal> {
        if self.deployment.deleting() {
            return self.tell_status(false);
        }
        self.tell_pause()?;
        if self.numbers.paused || self.scaling() {
            self.renew(false)?;
            self.scale()?;
            if self.numbers.paused {
                self.clean_up()?;
            }
            return self.tell_status(false);
        }
        if self.numbers.recreate {
            self.recreate()
        } else {
            self.roll()
        }
    }

    /// Says whether the number of replicas was changed since the ReplicaSets were last sized.
    fn scaling(&self) -> bool {
        self.all().any(|set| {
            set.replicas() > 0 && set.desired().is_some_and(|n| n != self.numbers.replicas)
        })
    }

    fn all(&self) -> impl Iterator<Item = &Set> {
        self.old.iter().chain(&self.new)
    }

    /// Gives the new ReplicaSet its revision, or makes it.
    fn renew(&mut self, make: bool) -> Result<(), Refusal> {
        let revision = self.old.iter().map(Set::revision).max().unwrap_or(0) + 1;
        if let Some(set) = &self.new {
            let wanted = sets::annotations(&self.deployment, set, revision);
            let wait = self.deployment.int_at("spec.minReadySeconds").unwrap_or(0);
            if wanted != set.annotations() || set.wait() != wait {
                let object = self.registry.patch(
                    kinds::REPLICA_SET,
                    set.namespace(),
                    set.name(),
                    |object| {
                        *child(child(object, "metadata"), "annotations") = wanted.clone();
                        *child(child(object, "spec"), "minReadySeconds") = wait.into();
                        Ok(())
                    },
                )?;
                self.new = Some(Set(object));
            }
            let (revision, name) = self
                .new
                .as_ref()
                .map(|s| (s.revision(), s.name().to_owned()))
                .unwrap_or_default();
            let found = owners::condition(&self.deployment, "Progressing")
                .is_none()
                .then(|| {
                    (
                        "FoundNewReplicaSet",
                        format!("Found new replica set \"{name}\""),
                    )
                });
            return self.note(revision, found.as_ref());
        }
        if !make {
            return Ok(());
        }
        let count = self
            .numbers
            .new_size(0, self.all().map(Set::replicas).sum());
        let object = sets::make(&self.deployment, revision, count, &self.numbers);
        match self
            .registry
            .create(kinds::REPLICA_SET, self.deployment.namespace(), &object)
        {
            Ok(set) => {
                let name = set.name().to_owned();
                if count > 0 {
                    self.events.normal(
                        &self.deployment,
                        "",
                        "ScalingReplicaSet",
                        &format!("Scaled up replica set {name} from 0 to {count}"),
                    );
                }
                self.new = Some(Set(set));
                let text = format!("Created new replica set \"{name}\"");
                self.note(revision, Some(&("NewReplicaSetCreated", text)))
            }
            Err(refusal) if refusal.is_already_exists() => {
                // Another template has the same short name: the next try counts one more.
                self.registry.update_status(
                    kinds::DEPLOYMENT,
                    self.deployment.namespace(),
                    self.deployment.name(),
                    |status| {
                        let collisions = status.int_at("collisionCount").unwrap_or(0) + 1;
                        *child(status, "collisionCount") = collisions.into();
                    },
                )?;
                Err(refusal)
            }
            Err(refusal) => {
                if !self.namespace_goes() {
                    self.events.warning(
                        &self.deployment,
                        "",
                        "ReplicaSetCreateError",
                        &format!("Failed to create new replica set: {}", refusal.message()),
                    );
                }
                Err(refusal)
            }
        }
    }

    /// Notes the revision, and a step of the rollout.
    fn note(&mut self, revision: i64, step: Option<&(&str, String)>) -> Result<(), Refusal> {
        let has = self
            .deployment
            .annotation(sets::REVISION)
            .and_then(|r| r.parse::<i64>().ok())
            == Some(revision);
        if has && step.is_none() {
            return Ok(());
        }
        let now = self.registry.clock().stamp();
        let deadline = self.numbers.deadline.is_some();
        let done = self.registry.modify(
            kinds::DEPLOYMENT,
            self.deployment.namespace(),
            self.deployment.name(),
            Part::Status,
            &Write::default(),
            |object| {
                *child(
                    child(child(object, "metadata"), "annotations"),
                    sets::REVISION,
                ) = revision.to_string().into();
                if let Some((reason, message)) = step.filter(|_| deadline) {
                    status::set_condition(
                        child(object, "status"),
                        "Progressing",
                        "True",
                        reason,
                        message,
                        &now,
                    );
                }
                Ok(())
            },
        )?;
        self.deployment = done;
        Ok(())
    }

    /// Sets a ReplicaSet's size; says whether that changed something.
    fn resize(&self, set: &mut Set, size: i64) -> Result<bool, Refusal> {
        let before = set.replicas();
        let (desired, most) = (
            self.numbers.replicas,
            self.numbers.replicas + self.numbers.surge,
        );
        if before == size && set.desired() == Some(desired) && set.most() == Some(most) {
            return Ok(false);
        }
        let object =
            self.registry
                .patch(kinds::REPLICA_SET, set.namespace(), set.name(), |object| {
                    let annotations = child(child(object, "metadata"), "annotations");
                    *child(annotations, sets::DESIRED) = desired.to_string().into();
                    *child(annotations, sets::MOST) = most.to_string().into();
                    *child(child(object, "spec"), "replicas") = size.into();
                    Ok(())
                })?;
        *set = Set(object);
        if before != size {
            let way = if size > before { "up" } else { "down" };
            self.events.normal(
                &self.deployment,
                "",
                "ScalingReplicaSet",
                &format!(
                    "Scaled {way} replica set {} from {before} to {size}",
                    set.name()
                ),
            );
        }
        Ok(before != size)
    }

    fn resize_new(&mut self, size: i64) -> Result<bool, Refusal> {
        let Some(mut set) = self.new.take() else {
            return Ok(false);
        };
        let outcome = self.resize(&mut set, size);
        self.new = Some(set);
        outcome
    }

    fn resize_old(&mut self, number: usize, size: i64) -> Result<bool, Refusal> {
        let mut set = self.old[number].clone();
        let outcome = self.resize(&mut set, size);
        self.old[number] = set;
        outcome
    }

    /// One step of a rolling update.
    fn roll(&mut self) -> Result<(), Refusal> {
        self.renew(true)?;
        let new = self.new.as_ref().map_or(0, Set::replicas);
        let total: i64 = self.all().map(Set::replicas).sum();
        let size = if new > self.numbers.replicas {
            self.numbers.replicas
        } else {
            self.numbers.new_size(new, total)
        };
        if self.resize_new(size)? && size != new {
            return self.tell_status(true);
        }
        if self.shrink_old()? {
            return self.tell_status(true);
        }
        if status::complete(
            &self.deployment,
            self.deployment.get("status").unwrap_or(&Value::Null),
        ) {
            self.clean_up()?;
        }
        self.tell_status(true)
    }

    /// Takes Pods from the old versions, first those that do not work, as far as enough stay available.
    fn shrink_old(&mut self) -> Result<bool, Refusal> {
        let olds: i64 = self.old.iter().map(Set::replicas).sum();
        if olds == 0 {
            return Ok(false);
        }
        let total: i64 = self.all().map(Set::replicas).sum();
        let least = self.numbers.replicas - self.numbers.unavailable;
        let new_missing = self
            .new
            .as_ref()
            .map_or(0, |s| s.replicas() - s.available());
        let most = total - least - new_missing;
        if most <= 0 {
            return Ok(false);
        }
        let mut gone = 0;
        for number in 0..self.old.len() {
            let (size, available) = (self.old[number].replicas(), self.old[number].available());
            if gone >= most {
                break;
            }
            if size == 0 || size == available {
                continue;
            }
            let by = (most - gone).min(size - available);
            self.resize_old(number, size - by)?;
            gone += by;
        }
        let available: i64 = self.all().map(Set::available).sum();
        let mut left = available - least;
        let mut healthy = 0;
        for number in 0..self.old.len() {
            let size = self.old[number].replicas();
            if left <= 0 {
                break;
            }
            if size == 0 {
                continue;
            }
            let by = size.min(left);
            self.resize_old(number, size - by)?;
            left -= by;
            healthy += by;
        }
        Ok(gone + healthy > 0)
    }

    /// All of the old version goes before the new one comes.
    fn recreate(&mut self) -> Result<(), Refusal> {
        self.renew(false)?;
        let mut shrunk = false;
        for number in 0..self.old.len() {
            if self.old[number].replicas() > 0 {
                shrunk |= self.resize_old(number, 0)?;
            }
        }
        if shrunk || self.old_pods_run() {
            return self.tell_status(true);
        }
        if self.new.is_none() {
            self.renew(true)?;
        }
        self.resize_new(self.numbers.replicas)?;
        if status::complete(
            &self.deployment,
            self.deployment.get("status").unwrap_or(&Value::Null),
        ) {
            self.clean_up()?;
        }
        self.tell_status(true)
    }

    fn old_pods_run(&self) -> bool {
        owners::pods(self.registry, self.deployment.namespace())
            .iter()
            .any(|pod| {
                let owner = pod.controller().map_or("", |c| c.text_at("uid"));
                !owners::ended(pod) && self.old.iter().any(|set| set.uid() == owner)
            })
    }

    /// Sizes the ReplicaSets when only the number of replicas has changed.
    fn scale(&mut self) -> Result<(), Refusal> {
        let replicas = self.numbers.replicas;
        let active: Vec<usize> = (0..self.old.len())
            .filter(|n| self.old[*n].replicas() > 0)
            .collect();
        let new_active = self.new.as_ref().is_some_and(|s| s.replicas() > 0);
        match (active.as_slice(), new_active) {
            ([], _) if self.new.is_some() => return self.resize_new(replicas).map(|_| ()),
            ([], _) => {
                let latest = (0..self.old.len()).last();
                return latest.map_or(Ok(()), |n| self.resize_old(n, replicas).map(|_| ()));
            }
            ([one], false) => return self.resize_old(*one, replicas).map(|_| ()),
            _ => {}
        }
        let saturated = self.new.as_ref().is_some_and(|s| {
            s.replicas() == replicas && s.desired() == Some(replicas) && s.available() == replicas
        });
        if saturated {
            for number in active {
                self.resize_old(number, 0)?;
            }
            return Ok(());
        }
        if self.numbers.recreate {
            return Ok(());
        }
        self.scale_in_proportion()
    }

    /// Shares a change of size among the versions of an unfinished rollout.
    fn scale_in_proportion(&mut self) -> Result<(), Refusal> {
        let total: i64 = self.all().map(Set::replicas).sum();
        let allowed = if self.numbers.replicas > 0 {
            self.numbers.replicas + self.numbers.surge
        } else {
            0
        };
        let to_add = allowed - total;
        // The largest first; among equals the newer one when it grows, the older one when it shrinks.
        let mut order: Vec<Option<usize>> = (0..self.old.len())
            .filter(|n| self.old[*n].replicas() > 0)
            .map(Some)
            .collect();
        if self.new.as_ref().is_some_and(|s| s.replicas() > 0) {
            order.push(None);
        }
        if to_add > 0 {
            order.reverse();
        }
        let size = |work: &Self, at: Option<usize>| {
            at.map_or_else(
                || work.new.as_ref().map_or(0, Set::replicas),
                |n| work.old[n].replicas(),
            )
        };
        order.sort_by_key(|at| std::cmp::Reverse(size(self, *at)));
        let mut added = 0;
        let mut sizes = Vec::new();
        for at in &order {
            let now = size(self, *at);
            let set = at.map_or(self.new.as_ref(), |n| Some(&self.old[n]));
            let most = set
                .and_then(Set::most)
                .unwrap_or(self.numbers.replicas)
                .max(1);
            let share = if to_add == 0 {
                0
            } else {
                numbers::round(now * allowed, most) - now
            };
            let left = to_add - added;
            let share = if to_add > 0 {
                share.clamp(0, left.max(0))
            } else {
                share.clamp(left.min(0), 0)
            };
            added += share;
            sizes.push((*at, now + share));
        }
        if let Some((_, first)) = sizes.first_mut() {
            *first = (*first + to_add - added).max(0);
        }
        for (at, size) in sizes {
            match at {
                Some(number) => self.resize_old(number, size)?,
                None => self.resize_new(size)?,
            };
        }
        Ok(())
    }

    /// Deletes versions beyond those that are kept.
    fn clean_up(&mut self) -> Result<(), Refusal> {
        let Some(limit) = self.deployment.int_at("spec.revisionHistoryLimit") else {
            return Ok(());
        };
        let kept: Vec<&Set> = self.old.iter().filter(|s| !s.deleting()).collect();
        let excess = kept
            .len()
            .saturating_sub(usize::try_from(limit).unwrap_or(0));
        let mut kept = kept;
        kept.sort_by_key(|s| s.revision());
        for set in kept.into_iter().take(excess) {
            let idle = set.replicas() == 0 && set.int_at("status.replicas").unwrap_or(0) == 0;
            if idle && set.int_at("metadata.generation") <= set.int_at("status.observedGeneration")
            {
                match self.registry.delete(
                    kinds::REPLICA_SET,
                    set.namespace(),
                    set.name(),
                    &Deletion::default(),
                ) {
                    Err(refusal) if !refusal.is_not_found() => return Err(refusal),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Tells whether the rollout is paused.
    fn tell_pause(&mut self) -> Result<(), Refusal> {
        if self.numbers.deadline.is_none() {
            return Ok(());
        }
        let reason =
            owners::condition(&self.deployment, "Progressing").map(|c| c.text_at("reason"));
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
                status::set_condition(status, "Progressing", "Unknown", reason, message, &now);
            },
        )?;
        Ok(())
    }

    /// Tells how far it is; with `progress` also whether it goes on.
    fn tell_status(&mut self, progress: bool) -> Result<(), Refusal> {
        let clock = self.registry.clock();
        let (next, again) = status::of(self, progress, clock.now());
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

/// An empty object, where a map is needed.
fn nothing() -> Value {
    json!({})
}
