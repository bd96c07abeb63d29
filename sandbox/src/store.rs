//! Where objects are kept: one revision counter, a bounded memory of events, watchers that wake.
//!
//! The store knows nothing of what objects mean. It keeps each under its kind, namespace and name,
//! gives every write the next revision, and refuses a write that starts from an old one. What
//! creating or deleting *means* is [`crate::registry`]'s business; controllers use that.
//!
//! Each kind has a ring of its latest events. A [`Watch`] holds a position in it and reads on from
//! there, so it misses nothing between a list and the watch that follows, needs no queue of its
//! own, and is told that it is [`Expired`] when the ring has forgotten its position.

mod fields;
mod labels;
mod watch;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use tokio::sync::watch as signal;

pub use self::{
    fields::FieldSelector,
    labels::LabelSelector,
    watch::{Change, Event, Expired, Watch},
};
use crate::{
    kinds::Kind,
    object::{Meta, Object, arrange, child},
    refusal::Refusal,
};

/// How many events of each kind are remembered unless said otherwise.
pub const RING: usize = 4096;

/// Namespace and name; objects without a namespace have `""`.
pub type Key = (String, String);

/// All objects of the cluster.
#[derive(Debug)]
pub struct Store {
    inner: Mutex<Inner>,
    ring: usize,
}

#[derive(Debug, Default)]
struct Inner {
    revision: u64,
    shelves: HashMap<&'static str, Shelf>,
}

/// The objects of one kind.
#[derive(Debug)]
struct Shelf {
    objects: BTreeMap<Key, Object>,
    events: VecDeque<Event>,
    /// Events up to this revision may have been forgotten.
    forgotten: u64,
    signal: signal::Sender<u64>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            objects: BTreeMap::new(),
            events: VecDeque::new(),
            forgotten: 0,
            signal: signal::Sender::new(0),
        }
    }
}

/// Which objects to list or watch.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only this namespace.
    pub namespace: Option<String>,
    /// Only these labels.
    pub labels: LabelSelector,
    /// Only these fields.
    pub fields: FieldSelector,
}

impl Selection {
    /// All objects of a namespace.
    pub fn namespace(name: &str) -> Self {
        Self {
            namespace: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// The same, with labels.
    #[must_use]
    pub fn labelled(mut self, labels: LabelSelector) -> Self {
        self.labels = labels;
        self
    }

    /// Whether an object belongs to it.
    pub fn matches(&self, object: &Value) -> bool {
        self.namespace
            .as_ref()
            .is_none_or(|n| object.namespace() == n)
            && self.labels.matches(object)
            && self.fields.matches(object)
    }
}

/// What a list gives: objects by namespace and name, and the revision at which they were so.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The objects.
    pub items: Vec<Object>,
    /// Where a watch has to begin in order to miss nothing.
    pub revision: u64,
}

impl Store {
    /// An empty store that remembers `ring` events of each kind.
    pub fn new(ring: usize) -> Self {
        // Revisions of a fresh cluster do not begin at zero: zero means "any" in requests.
        Self {
            inner: Mutex::new(Inner {
                revision: 1,
                shelves: HashMap::new(),
            }),
            ring: ring.max(1),
        }
    }

    /// The latest revision.
    pub fn revision(&self) -> u64 {
        self.lock().revision
    }

    /// The latest revision at which objects of other kinds than this one have changed.
    pub fn revision_without(&self, kind: &Kind) -> u64 {
        let inner = self.lock();
        let others = inner
            .shelves
            .iter()
            .filter(|(name, _)| **name != kind.storage);
        let latest = others.filter_map(|(_, shelf)| shelf.events.back());
        latest.map(|event| event.revision).max().unwrap_or(0)
    }

    /// One object.
    pub fn get(&self, kind: &Kind, namespace: &str, name: &str) -> Option<Object> {
        let inner = self.lock();
        inner
            .shelves
            .get(kind.storage)?
            .objects
            .get(&(namespace.to_owned(), name.to_owned()))
            .cloned()
    }

    /// The selected objects, at the latest revision.
    pub fn list(&self, kind: &Kind, selection: &Selection) -> Listing {
        let inner = self.lock();
        let items = inner
            .shelves
            .get(kind.storage)
            .map_or_else(Vec::new, |shelf| {
                // The range is all of the namespace and nothing else.
                let all = shelf.range(selection.namespace.as_deref());
                all.filter(|o| selection.labels.matches(o) && selection.fields.matches(o))
                    .cloned()
                    .collect()
            });
        Listing {
            items,
            revision: inner.revision,
        }
    }

    /// The selected objects as they were at an earlier revision; refused when that is forgotten.
    pub fn list_at(
        &self,
        kind: &Kind,
        selection: &Selection,
        revision: u64,
    ) -> Result<Listing, Expired> {
        let inner = self.lock();
        let Some(shelf) = inner.shelves.get(kind.storage) else {
            return Ok(Listing {
                items: Vec::new(),
                revision,
            });
        };
        if revision < shelf.forgotten {
            return Err(Expired {
                asked: revision,
                oldest: shelf.forgotten,
            });
        }
        let mut objects = shelf.objects.clone();
        for event in shelf
            .events
            .iter()
            .rev()
            .take_while(|e| e.revision > revision)
        {
            let key = key_of(&event.object);
            match &event.previous {
                Some(previous) => objects.insert(key, previous.clone()),
                None => objects.remove(&key),
            };
        }
        let items = objects
            .into_values()
            .filter(|o| selection.matches(o))
            .collect();
        Ok(Listing { items, revision })
    }

    /// How many objects of a kind a namespace has; all namespaces' with `None`.
    pub fn count(&self, kind: &Kind, namespace: Option<&str>) -> usize {
        self.lock()
            .shelves
            .get(kind.storage)
            .map_or(0, |shelf| shelf.range(namespace).count())
    }

    /// Adds an object; refused when its name is taken.
    pub fn insert(&self, kind: &Kind, object: Value) -> Result<Object, Refusal> {
        let mut inner = self.lock();
        let key = key_of(&object);
        if inner
            .shelves
            .get(kind.storage)
            .is_some_and(|s| s.objects.contains_key(&key))
        {
            return Err(Refusal::already_exists(kind, &key.1));
        }
        Ok(inner.write(kind, key, object, None, self.ring))
    }

    /// Replaces an object that must still be at `expected`; a write without effect changes nothing
    /// and gives the object that is there.
    pub fn replace(&self, kind: &Kind, expected: u64, object: Value) -> Result<Object, Refusal> {
        let mut inner = self.lock();
        let key = key_of(&object);
        let previous = inner.at_revision(kind, &key, expected)?;
        let mut object = object;
        set_revision(&mut object, expected);
        if object == *previous.value() {
            return Ok(previous);
        }
        Ok(inner.write(kind, key, object, Some(previous), self.ring))
    }

    /// Takes an object away that must still be at `expected`, and gives what was its last state.
    pub fn remove(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        expected: u64,
    ) -> Result<Object, Refusal> {
        let mut inner = self.lock();
        let key = (namespace.to_owned(), name.to_owned());
        let previous = inner.at_revision(kind, &key, expected)?;
        inner.revision += 1;
        let revision = inner.revision;
        let mut last = previous.value().clone();
        set_revision(&mut last, revision);
        let last = Object::from(last);
        let shelf = inner.shelves.entry(kind.storage).or_default();
        shelf.objects.remove(&key);
        shelf.remember(
            Event {
                change: Change::Deleted,
                object: last.clone(),
                previous: Some(previous),
                revision,
            },
            self.ring,
        );
        Ok(last)
    }

    /// Watches a kind for what comes after `since`.
    pub fn watch(self: &Arc<Self>, kind: &Kind, selection: Selection, since: u64) -> Watch {
        let mut inner = self.lock();
        let signal = inner
            .shelves
            .entry(kind.storage)
            .or_default()
            .signal
            .subscribe();
        Watch::new(Arc::clone(self), kind.storage, selection, since, signal)
    }

    /// All objects, for keeping them: storage name and object.
    pub fn dump(&self) -> (u64, Vec<(&'static str, Object)>) {
        let inner = self.lock();
        let mut all: Vec<_> = inner.shelves.iter().collect();
        all.sort_by_key(|(name, _)| **name);
        let objects = all
            .into_iter()
            .flat_map(|(name, shelf)| shelf.objects.values().map(|o| (*name, o.clone())))
            .collect();
        (inner.revision, objects)
    }

    /// Puts kept objects back, as they were, into an empty store.
    pub fn restore(
        &self,
        revision: u64,
        objects: impl IntoIterator<Item = (&'static Kind, Value)>,
    ) {
        let mut inner = self.lock();
        inner.revision = inner.revision.max(revision);
        for (kind, object) in objects {
            let shelf = inner.shelves.entry(kind.storage).or_default();
            // Watches from before the restart have to list anew.
            shelf.forgotten = revision;
            shelf.objects.insert(key_of(&object), object.into());
        }
    }

    /// The events of a kind after a revision, and the latest revision of all.
    pub(crate) fn events_after(
        &self,
        storage: &'static str,
        after: u64,
    ) -> Result<(Vec<Event>, u64), Expired> {
        let inner = self.lock();
        let Some(shelf) = inner.shelves.get(storage) else {
            return Ok((Vec::new(), inner.revision));
        };
        if after < shelf.forgotten {
            return Err(Expired {
                asked: after,
                oldest: shelf.forgotten,
            });
        }
        let start = shelf.events.partition_point(|e| e.revision <= after);
        Ok((
            shelf.events.range(start..).cloned().collect(),
            inner.revision,
        ))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it holds the lock; if something did, the maps would still be whole.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The object, if it is still at that revision.
    fn at_revision(&self, kind: &Kind, key: &Key, expected: u64) -> Result<Object, Refusal> {
        let shelf = self.shelves.get(kind.storage);
        let object = shelf.and_then(|shelf| shelf.objects.get(key));
        let object = object.ok_or_else(|| Refusal::not_found(kind, &key.1))?;
        if object.revision() == expected {
            Ok(object.clone())
        } else {
            Err(Refusal::modified(kind, &key.1))
        }
    }

    fn write(
        &mut self,
        kind: &Kind,
        key: Key,
        mut object: Value,
        previous: Option<Object>,
        ring: usize,
    ) -> Object {
        self.revision += 1;
        set_revision(&mut object, self.revision);
        arrange(&mut object);
        let object = Object::from(object);
        let shelf = self.shelves.entry(kind.storage).or_default();
        shelf.objects.insert(key, object.clone());
        let change = if previous.is_some() {
            Change::Modified
        } else {
            Change::Added
        };
        shelf.remember(
            Event {
                change,
                object: object.clone(),
                previous,
                revision: self.revision,
            },
            ring,
        );
        object
    }
}

impl Shelf {
    fn range(&self, namespace: Option<&str>) -> Box<dyn Iterator<Item = &Object> + '_> {
        match namespace {
            None => Box::new(self.objects.values()),
            Some(namespace) => {
                let namespace = namespace.to_owned();
                let start = (namespace.clone(), String::new());
                Box::new(
                    self.objects
                        .range(start..)
                        .take_while(move |(k, _)| k.0 == namespace)
                        .map(|(_, o)| o),
                )
            }
        }
    }

    fn remember(&mut self, event: Event, ring: usize) {
        let revision = event.revision;
        self.events.push_back(event);
        while self.events.len() > ring {
            if let Some(event) = self.events.pop_front() {
                self.forgotten = event.revision;
            }
        }
        self.signal.send_replace(revision);
    }
}

fn key_of(object: &Value) -> Key {
    (object.namespace().to_owned(), object.name().to_owned())
}

fn set_revision(object: &mut Value, revision: u64) {
    *child(child(object, "metadata"), "resourceVersion") = revision.to_string().into();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::{CONFIG_MAP, POD};

    fn pod(name: &str, app: &str) -> Value {
        json!({"metadata": {"name": name, "namespace": "a", "labels": {"app": app}}})
    }

    #[test]
    fn one_revision_counts_all_kinds_and_old_writes_are_refused() {
        let store = Store::new(10);
        let first = store.insert(POD, pod("x", "web")).unwrap();
        let second = store.insert(CONFIG_MAP, pod("x", "web")).unwrap();
        assert!(second.revision() > first.revision());
        assert!(
            store
                .insert(POD, pod("x", "web"))
                .unwrap_err()
                .is_already_exists()
        );
        let third = store
            .replace(POD, first.revision(), pod("x", "db"))
            .unwrap();
        assert!(
            store
                .replace(POD, first.revision(), pod("x", "web"))
                .unwrap_err()
                .is_conflict()
        );
        assert!(
            store
                .remove(POD, "a", "x", first.revision())
                .unwrap_err()
                .is_conflict()
        );
        let gone = store.remove(POD, "a", "x", third.revision()).unwrap();
        assert!(gone.revision() > third.revision());
        assert!(store.get(POD, "a", "x").is_none());
    }

    #[test]
    fn a_write_without_effect_takes_no_revision() {
        let store = Store::new(10);
        let first = store.insert(POD, pod("x", "web")).unwrap();
        let same = store
            .replace(POD, first.revision(), pod("x", "web"))
            .unwrap();
        assert_eq!(first.revision(), same.revision());
        assert_eq!(store.revision(), first.revision());
    }

    #[test]
    fn an_earlier_state_can_be_listed_until_it_is_forgotten() {
        let store = Store::new(3);
        let first = store.insert(POD, pod("x", "web")).unwrap();
        store.insert(POD, pod("y", "web")).unwrap();
        store
            .replace(POD, first.revision(), pod("x", "db"))
            .unwrap();
        let then = store
            .list_at(POD, &Selection::default(), first.revision())
            .unwrap();
        assert_eq!(then.items, std::slice::from_ref(&first));
        store.insert(POD, pod("z", "web")).unwrap();
        store.insert(POD, pod("z2", "web")).unwrap();
        assert!(
            store
                .list_at(POD, &Selection::default(), first.revision())
                .is_err()
        );
    }

    #[test]
    fn a_list_keeps_to_its_namespace_and_selector() {
        let store = Store::new(10);
        for (name, app) in [("b", "web"), ("a", "web"), ("c", "db")] {
            store.insert(POD, pod(name, app)).unwrap();
        }
        store
            .insert(
                POD,
                json!({"metadata": {"name": "d", "namespace": "ab", "labels": {"app": "web"}}}),
            )
            .unwrap();
        let selection =
            Selection::namespace("a").labelled(LabelSelector::parse("app=web").unwrap());
        let names: Vec<_> = store
            .list(POD, &selection)
            .items
            .iter()
            .map(|o| o.name().to_owned())
            .collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(store.count(POD, None), 4);
    }
}
