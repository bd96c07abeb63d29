//! Deployments: one ReplicaSet per version of the template, replaced step by step.

mod numbers;
mod renew;
mod rollout;
mod scale;
mod sets;
mod status;

use std::time::Duration;

use serde_json::{Value, json};

use self::{numbers::Numbers, sets::Set};
use super::{Controller, Queue, owners};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    object::{Meta, Object},
    refusal::Refusal,
    registry::Registry,
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

    fn all(&self) -> impl Iterator<Item = &Set> {
        self.old.iter().chain(&self.new)
    }
}

/// An empty object, where a map is needed.
fn nothing() -> Value {
    json!({})
}
