//! The sizes of the ReplicaSets, also when only the number of replicas has changed.

use super::{
    Work, numbers,
    sets::{self, Set},
};
use crate::{
    kinds,
    object::{Meta, child},
    refusal::Refusal,
};

impl Work<'_> {
    /// Says whether the number of replicas was changed since the ReplicaSets were last sized.
    pub(super) fn scaling(&self) -> bool {
        self.all().any(|set| {
            set.replicas() > 0 && set.desired().is_some_and(|n| n != self.numbers.replicas)
        })
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

    pub(super) fn resize_new(&mut self, size: i64) -> Result<bool, Refusal> {
        let Some(mut set) = self.new.take() else {
            return Ok(false);
        };
        let outcome = self.resize(&mut set, size);
        self.new = Some(set);
        outcome
    }

    pub(super) fn resize_old(&mut self, number: usize, size: i64) -> Result<bool, Refusal> {
        let mut set = self.old[number].clone();
        let outcome = self.resize(&mut set, size);
        self.old[number] = set;
        outcome
    }

    /// Sizes the ReplicaSets when only the number of replicas has changed.
    pub(super) fn scale(&mut self) -> Result<(), Refusal> {
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
}
