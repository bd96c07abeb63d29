//! Events are kept for an hour.

use std::time::Duration;

use jiff::Timestamp;

use super::{Controller, Queue};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object},
    refusal::Refusal,
    registry::{Deletion, Registry},
    store::{Change, Key},
};

/// How long an Event lives after its last change.
const LIFE: Duration = Duration::from_hours(1);

/// Deletes old Events.
#[derive(Debug)]
pub(crate) struct Expiry {
    registry: Registry,
    /// When each was last told.
    told: std::collections::BTreeSet<(Timestamp, Key)>,
}

impl Expiry {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
            told: std::collections::BTreeSet::new(),
        }
    }
}

fn last(event: &Object) -> Timestamp {
    ["lastTimestamp", "eventTime", "metadata.creationTimestamp"]
        .iter()
        .find_map(|path| event.text_at(path).parse().ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Controller for Expiry {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::EVENT]
    }

    fn concerns(
        &mut self,
        _: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        let key = (object.namespace().to_owned(), object.name().to_owned());
        if let Some(previous) = previous {
            self.told.remove(&(last(previous), key.clone()));
        }
        if change != Change::Deleted {
            self.told.insert((last(object), key));
            // One key stands for all: they are looked at in the order of their age.
            queue.add_after(&(String::new(), String::new()), LIFE);
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let now = self.registry.clock().now();
        while let Some((at, event)) = self.told.pop_first() {
            let age = Duration::try_from(now.duration_since(at)).unwrap_or_default();
            if age < LIFE {
                self.told.insert((at, event));
                queue.add_after(key, LIFE.saturating_sub(age));
                break;
            }
            match self
                .registry
                .delete(kinds::EVENT, &event.0, &event.1, &Deletion::default())
            {
                Err(refusal) if !refusal.is_not_found() => return Err(refusal),
                _ => {}
            }
        }
        Ok(())
    }
}
