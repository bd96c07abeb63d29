//! The loop that every controller runs in: changes to keys, keys to work, failures to later.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    feed::{Feed, News},
    kinds::Kind,
    object::Object,
    refusal::Refusal,
    registry::Registry,
    store::{Change, Event, Key},
};

/// What a controller does; see the module above.
pub(crate) trait Controller: Send + 'static {
    /// The kinds whose changes matter.
    fn kinds(&self) -> Vec<&'static Kind>;

    /// Queues what a change concerns. `previous` is the object before the change.
    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    );

    /// Takes the next step for one object.
    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal>;
}

/// Objects to look at, now or later; each only once.
#[derive(Debug)]
pub(crate) struct Queue {
    now: Timestamp,
    ready: VecDeque<Key>,
    queued: HashSet<Key>,
    later: BTreeMap<(Timestamp, u64), Key>,
    failures: HashMap<Key, u32>,
    number: u64,
}

impl Queue {
    fn new(now: Timestamp) -> Self {
        Self {
            now,
            ready: VecDeque::new(),
            queued: HashSet::new(),
            later: BTreeMap::new(),
            failures: HashMap::new(),
            number: 0,
        }
    }

    /// Queues an object.
    pub(crate) fn add(&mut self, namespace: &str, name: &str) {
        let key = (namespace.to_owned(), name.to_owned());
        if self.queued.insert(key.clone()) {
            self.ready.push_back(key);
        }
    }

    /// Queues an object for when some time has passed.
    pub(crate) fn add_after(&mut self, key: &Key, delay: Duration) {
        let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
        let due = self.now.saturating_add(delay).unwrap_or(Timestamp::MAX);
        // An earlier look makes a later one needless: it will ask for it again.
        let earlier = self.later.iter().any(|((at, _), k)| k == key && *at <= due);
        if !earlier {
            self.later.retain(|_, k| k != key);
            self.number += 1;
            self.later.insert((due, self.number), key.clone());
        }
    }

    fn pop(&mut self) -> Option<Key> {
        while let Some(entry) = self.later.first_entry().filter(|e| e.key().0 <= self.now) {
            let (namespace, name) = entry.remove();
            self.add(&namespace, &name);
        }
        let key = self.ready.pop_front()?;
        self.queued.remove(&key);
        Some(key)
    }

    fn failed(&mut self, key: &Key) {
        let failures = self.failures.entry(key.clone()).or_default();
        *failures = (*failures + 1).min(18);
        // Five milliseconds, doubled each time, up to about twenty minutes: upstream's limits.
        let delay = Duration::from_millis(5 << (*failures - 1));
        self.add_after(key, delay);
    }
}

/// Runs a controller for ever.
pub(crate) async fn run(registry: Registry, mut controller: impl Controller) {
    let mut feed = Feed::new(&registry, &controller.kinds());
    let mut queue = Queue::new(registry.clock().now());
    let mut turns = 0_u32;
    let mut began = Instant::now();
    loop {
        while let Some(news) = feed.try_next() {
            hear(&mut controller, news, &mut queue);
        }
        queue.now = registry.clock().now();
        if let Some(key) = queue.pop() {
            match controller.reconcile(&key, &mut queue) {
                Ok(()) => {
                    queue.failures.remove(&key);
                }
                Err(_) => queue.failed(&key),
            }
            turns = turns.wrapping_add(1);
            if turns.is_multiple_of(8) {
                tokio::task::yield_now().await;
            }
            continue;
        }
        // Work that comes in quick succession is done together: at most a tenth of the time is
        // spent on it, however much happens.
        let pause = (9 * began.elapsed()).min(Duration::from_millis(150));
        if pause > Duration::from_millis(1) {
            tokio::time::sleep(pause).await;
        }
        let due = queue.later.first_key_value().map(|((at, _), _)| *at);
        tokio::select! {
            news = feed.next() => hear(&mut controller, news, &mut queue),
            () = registry.clock().sleep_until(due.unwrap_or(Timestamp::MAX)), if due.is_some() => {}
        }
        began = Instant::now();
    }
}

fn hear(controller: &mut impl Controller, news: News, queue: &mut Queue) {
    match news {
        News::Changed(
            kind,
            Event {
                change,
                object,
                previous,
                ..
            },
        ) => {
            controller.concerns(kind, &object, previous.as_ref(), change, queue);
        }
        News::All(kind, objects) => {
            for object in objects {
                controller.concerns(kind, &object, None, Change::Added, queue);
            }
        }
    }
}
