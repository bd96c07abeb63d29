//! A position in the events of a kind, and waiting for what comes next.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::watch as signal;

use super::{Selection, Store};
use crate::{object::Object, refusal::Refusal};

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came, or began to be selected.
    Added,
    /// It is another than before.
    Modified,
    /// It went, or ceased to be selected.
    Deleted,
}

impl Change {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "ADDED",
            Self::Modified => "MODIFIED",
            Self::Deleted => "DELETED",
        }
    }
}

/// One change of one object.
#[derive(Clone, Debug)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The object afterwards; its last state if it went.
    pub object: Object,
    /// The object before.
    pub previous: Option<Object>,
    /// The revision of the change.
    pub revision: u64,
}

/// The events that were asked for are no longer remembered: list anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The revision asked for.
    pub asked: u64,
    /// The oldest one that can be had.
    pub oldest: u64,
}

impl From<Expired> for Refusal {
    fn from(expired: Expired) -> Self {
        Self::expired(expired.asked, expired.oldest)
    }
}

/// Follows the changes of selected objects.
#[derive(Debug)]
pub struct Watch {
    store: Arc<Store>,
    storage: &'static str,
    selection: Selection,
    position: u64,
    ready: VecDeque<Event>,
    signal: signal::Receiver<u64>,
}

impl Watch {
    pub(super) fn new(
        store: Arc<Store>,
        storage: &'static str,
        selection: Selection,
        position: u64,
        signal: signal::Receiver<u64>,
    ) -> Self {
        Self {
            store,
            storage,
            selection,
            position,
            ready: VecDeque::new(),
            signal,
        }
    }

    /// The revision up to which everything has been given out.
    pub fn position(&self) -> u64 {
        self.ready
            .front()
            .map_or(self.position, |next| next.revision - 1)
    }

    /// The next change if there is one already.
    pub fn try_next(&mut self) -> Result<Option<Event>, Expired> {
        if let Some(event) = self.ready.pop_front() {
            return Ok(Some(event));
        }
        self.signal.borrow_and_update();
        let (events, latest) = self.store.events_after(self.storage, self.position)?;
        self.position = self.position.max(latest);
        self.ready.extend(
            events
                .into_iter()
                .filter_map(|e| select(&self.selection, e)),
        );
        Ok(self.ready.pop_front())
    }

    /// The next change; waits until there is one.
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Event, Expired> {
        loop {
            if let Some(event) = self.try_next()? {
                return Ok(event);
            }
            if self.signal.changed().await.is_err() {
                // The store is held, so its senders live; were they gone, nothing would ever come.
                std::future::pending::<()>().await;
            }
        }
    }
}

/// An event as a selection sees it: what begins to be selected is added, what ceases is deleted.
fn select(selection: &Selection, mut event: Event) -> Option<Event> {
    let before = event
        .previous
        .as_ref()
        .is_some_and(|o| selection.matches(o));
    let after = event.change != Change::Deleted && selection.matches(&event.object);
    event.change = match (before, after) {
        (false, false) => return None,
        (false, true) => Change::Added,
        (true, true) => Change::Modified,
        (true, false) => Change::Deleted,
    };
    Some(event)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{kinds::POD, object::Meta, store::LabelSelector};

    fn pod(name: &str, app: &str) -> Value {
        json!({"metadata": {"name": name, "namespace": "a", "labels": {"app": app}}})
    }

    #[tokio::test]
    async fn nothing_is_missed_between_a_list_and_its_watch() {
        let store = Arc::new(Store::new(10));
        store.insert(POD, pod("x", "web")).unwrap();
        let listing = store.list(POD, &Selection::default());
        store.insert(POD, pod("y", "web")).unwrap();
        let mut watch = store.watch(POD, Selection::default(), listing.revision);
        assert_eq!(watch.next().await.unwrap().object.name(), "y");
        assert!(watch.try_next().unwrap().is_none());
        let (event, ()) = tokio::join!(watch.next(), async {
            store.insert(POD, pod("z", "web")).unwrap();
        });
        assert_eq!(event.unwrap().object.name(), "z");
    }

    #[tokio::test]
    async fn leaving_the_selection_is_a_deletion() {
        let store = Arc::new(Store::new(10));
        let selection = Selection::default().labelled(LabelSelector::parse("app=web").unwrap());
        let mut watch = store.watch(POD, selection, store.revision());
        let first = store.insert(POD, pod("x", "web")).unwrap();
        let second = store
            .replace(POD, first.revision(), pod("x", "db"))
            .unwrap();
        store
            .replace(POD, second.revision(), pod("x", "web"))
            .unwrap();
        let mut words = Vec::new();
        while let Some(event) = watch.try_next().unwrap() {
            words.push(event.change.word());
        }
        assert_eq!(words, ["ADDED", "DELETED", "ADDED"]);
    }

    #[test]
    fn a_forgotten_position_is_expired() {
        let store = Arc::new(Store::new(2));
        for name in ["a", "b", "c", "d"] {
            store.insert(POD, pod(name, "web")).unwrap();
        }
        let mut watch = store.watch(POD, Selection::default(), 1);
        assert_eq!(watch.try_next().unwrap_err().asked, 1);
    }
}
