//! Tells in the status of each ResourceQuota how much of it is used.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    Controller, Queue,
    owners::{self, unless_gone},
};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    quota,
    refusal::Refusal,
    registry::Registry,
    resources::Amounts,
    store::{Change, Key},
};

/// Counts what quotas limit.
#[derive(Debug)]
pub(crate) struct Quotas {
    registry: Registry,
    /// The quotas of each namespace that has some.
    known: BTreeMap<String, BTreeSet<String>>,
}

impl Quotas {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
            known: BTreeMap::new(),
        }
    }
}

/// Whether a change of an object can change what it uses.
fn matters(kind: &Kind, object: &Object, previous: Option<&Object>, change: Change) -> bool {
    change != Change::Modified
        || previous.is_none_or(|before| {
            let sized = [kinds::POD, kinds::SERVICE, kinds::PERSISTENT_VOLUME_CLAIM];
            sized.contains(&kind)
                && (owners::ended(before) != owners::ended(object)
                    || before.get("spec") != object.get("spec"))
        })
}

fn shown(amounts: &Amounts) -> Value {
    let amounts = amounts
        .iter()
        .map(|(name, amount)| (name.clone(), Value::from(amount.to_string())));
    Value::Object(amounts.collect::<Map<String, Value>>())
}

impl Controller for Quotas {
    fn kinds(&self) -> Vec<&'static Kind> {
        kinds::stored()
            .filter(|kind| quota::countable(kind))
            .collect()
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        let namespace = object.namespace();
        if kind == kinds::RESOURCE_QUOTA {
            let quotas = self.known.entry(namespace.to_owned()).or_default();
            if change == Change::Deleted {
                quotas.remove(object.name());
            } else {
                quotas.insert(object.name().to_owned());
            }
            if quotas.is_empty() {
                self.known.remove(namespace);
            }
            queue.add(namespace, object.name());
        }
        if let Some(quotas) = self.known.get(namespace)
            && matters(kind, object, previous, change)
        {
            for name in quotas {
                queue.add(namespace, name);
            }
        }
    }

    fn reconcile(&mut self, key: &Key, _: &mut Queue) -> Result<(), Refusal> {
        let Ok(object) = self.registry.get(kinds::RESOURCE_QUOTA, &key.0, &key.1) else {
            return Ok(());
        };
        let hard = shown(&quota::hard(&object));
        let used = shown(&quota::used(&self.registry, &object));
        if object.at("status.hard") == Some(&hard) && object.at("status.used") == Some(&used) {
            return Ok(());
        }
        let done = self
            .registry
            .update_status(kinds::RESOURCE_QUOTA, &key.0, &key.1, |status| {
                *child(status, "hard") = hard.clone();
                *child(status, "used") = used.clone();
            });
        unless_gone(done)
    }
}
