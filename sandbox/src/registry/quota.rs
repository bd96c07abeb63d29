//! Whether a namespace's quotas leave room for an object.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{MutexGuard, PoisonError},
};

use serde_json::Value;

use super::Registry;
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object},
    quantity::Quantity,
    quota,
    refusal::Refusal,
    resources::Amounts,
    store::Selection,
};

/// What every container must say if a quota limits it.
const EXPLICIT: &[&str] = &[
    "cpu",
    "memory",
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
];

impl Registry {
    /// Refuses an object for which there is no room. The guard has to live until it is stored.
    pub(super) fn admit_usage(
        &self,
        kind: &Kind,
        old: Option<&Object>,
        object: &Value,
    ) -> Result<Option<MutexGuard<'_, ()>>, Refusal> {
        let changes = [kinds::SERVICE, kinds::PERSISTENT_VOLUME_CLAIM].contains(&kind);
        if !quota::countable(kind) || (old.is_some() && !changes) {
            return Ok(None);
        }
        let selection = Selection::namespace(object.namespace());
        let quotas = self.list(kinds::RESOURCE_QUOTA, &selection).items;
        if quotas.is_empty() {
            return Ok(None);
        }
        let guard = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        let before = old.map(|old| quota::usage(kind, old)).unwrap_or_default();
        let mut wanted = quota::usage(kind, object);
        wanted.retain(|name, amount| {
            let more = amount.nano() - before.get(name).map_or(0, |b| b.nano());
            more > 0 && !(old.is_some() && name.starts_with("count/"))
        });
        for limits in &quotas {
            if !quota::in_scope(limits, kind, object) {
                continue;
            }
            let forbidden = |why: &str| Refusal::forbidden(kind, object.name(), why);
            let hard = quota::hard(limits);
            if kind == kinds::POD
                && let Some(missing) = unsaid(object, &hard)
            {
                let why = format!("failed quota: {}: must specify {missing}", limits.name());
                return Err(forbidden(&why));
            }
            if !wanted.keys().any(|name| hard.contains_key(name)) {
                continue;
            }
            let used = quota::used(self, limits);
            let exceeded: BTreeSet<&String> = wanted
                .iter()
                .filter(|(name, amount)| {
                    let earlier = before.get(*name).copied().unwrap_or(Quantity::ZERO).nano();
                    let now = used.get(*name).copied().unwrap_or(Quantity::ZERO).nano();
                    hard.get(*name)
                        .is_some_and(|hard| now - earlier + amount.nano() > hard.nano())
                })
                .map(|(name, _)| name)
                .collect();
            if !exceeded.is_empty() {
                let why = format!(
                    "exceeded quota: {}, requested: {}, used: {}, limited: {}",
                    limits.name(),
                    shown(&wanted, &exceeded),
                    shown(&used, &exceeded),
                    shown(&hard, &exceeded)
                );
                return Err(forbidden(&why));
            }
        }
        Ok(Some(guard))
    }
}

/// Amounts as messages show them.
fn shown(amounts: &Amounts, names: &BTreeSet<&String>) -> String {
    let parts: Vec<String> = names
        .iter()
        .map(|name| {
            let amount = amounts.get(*name).copied().unwrap_or(Quantity::ZERO);
            format!("{name}={amount}")
        })
        .collect();
    parts.join(",")
}

/// What a quota limits and containers of a Pod say nothing about.
fn unsaid(pod: &Value, hard: &Amounts) -> Option<String> {
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let containers = pod
        .list_at("spec.containers")
        .iter()
        .chain(pod.list_at("spec.initContainers"));
    for container in containers {
        for name in EXPLICIT.iter().filter(|n| hard.contains_key(**n)) {
            let (what, resource) = name.split_once('.').unwrap_or(("requests", name));
            let said = container
                .at("resources")
                .and_then(|r| r.get(what)?.get(resource));
            if said.is_none() {
                missing
                    .entry(name)
                    .or_default()
                    .insert(container.text_at("name"));
            }
        }
    }
    let parts: Vec<String> = missing
        .into_iter()
        .map(|(name, containers)| {
            let containers: Vec<&str> = containers.into_iter().collect();
            format!("{name} for: {}", containers.join(","))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
