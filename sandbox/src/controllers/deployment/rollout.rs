//! How a new version takes the place of the old ones, and which of these are kept.

use serde_json::Value;

use super::{Work, sets::Set, status};
use crate::{controllers::owners, kinds, object::Meta, refusal::Refusal, registry::Deletion};

impl Work<'_> {
    /// One step of a rolling update.
    pub(super) fn roll(&mut self) -> Result<(), Refusal> {
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
    pub(super) fn recreate(&mut self) -> Result<(), Refusal> {
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

    /// Deletes versions beyond those that are kept.
    pub(super) fn clean_up(&mut self) -> Result<(), Refusal> {
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
}
