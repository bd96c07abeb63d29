//! What creating, changing and deleting mean: the cluster as the API and the controllers use it.
//!
//! A [`Registry`] is cheap to clone and may be used from any thread. Nothing in it waits, but for
//! [`Watch::next`]. The same rules hold for a client's request and for a controller: defaults,
//! validation, generations, finalizers, graceful deletion.
//!
//! ```ignore
//! let (present, mut pods) = registry.follow(kinds::POD, &Selection::namespace("default"));
//! registry.create(kinds::POD, "default", &json!({"metadata": {"generateName": "web-"}, "spec": spec}))?;
//! while let Ok(event) = pods.next().await {
//!     let pod = event.object;
//!     // The closure sees the latest state, and is called again if somebody else wrote meanwhile.
//!     registry.update_status(kinds::POD, pod.namespace(), pod.name(), |status| {
//!         status["phase"] = "Running".into();
//!     })?;
//!     registry.patch(kinds::POD, pod.namespace(), pod.name(), |pod| {
//!         pod["metadata"]["labels"]["seen"] = "yes".into();
//!         Ok(())
//!     })?;
//!     registry.delete(kinds::POD, pod.namespace(), pod.name(), &Deletion::default())?;
//! }
//! ```
//!
//! A [`Watch`] that says [`Expired`](crate::store::Expired) has been too slow: follow anew.
//!
//! What is left to those who use it: the garbage of owners (finalizers `foregroundDeletion` and
//! `orphan` are set here and taken away by the collector), the contents of a namespace that is
//! being deleted (then [`Registry::finalize_namespace`]), and the second deletion of a Pod, with
//! a grace of zero, when its containers have ended.

mod admission;
mod create;
mod delete;
mod limits;
mod quota;
mod services;
mod storage;
mod update;

use std::sync::{Arc, Mutex};

use serde_json::Value;

pub use self::{
    delete::{Deleted, Deletion, Propagation},
    update::Part,
};
use crate::{
    clock::Clock,
    kinds::Kind,
    object::Object,
    refusal::Refusal,
    store::{Listing, Selection, Store, Watch},
};

/// The cluster's objects with the rules that hold for them.
#[derive(Clone, Debug)]
pub struct Registry {
    store: Arc<Store>,
    clock: Clock,
    /// Held while addresses and ports of Services are given out.
    allocating: Arc<Mutex<()>>,
    /// Held while what quotas limit is counted and added to.
    counting: Arc<Mutex<()>>,
}

/// How a write is meant.
#[derive(Clone, Debug, Default)]
pub struct Write {
    /// Only tell what would be.
    pub dry_run: bool,
    /// Who writes, for `managedFields`; nobody is noted if empty.
    pub manager: String,
    /// Through which subresource, for `managedFields`.
    pub subresource: &'static str,
}

impl Registry {
    /// A registry over a store.
    pub fn new(store: Arc<Store>, clock: Clock) -> Self {
        Self {
            store,
            clock,
            allocating: Arc::default(),
            counting: Arc::default(),
        }
    }

    /// What keeps the objects.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The cluster's time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// One object, or 404.
    pub fn get(&self, kind: &Kind, namespace: &str, name: &str) -> Result<Object, Refusal> {
        self.store
            .get(kind, namespace, name)
            .ok_or_else(|| Refusal::not_found(kind, name))
    }

    /// The selected objects.
    pub fn list(&self, kind: &Kind, selection: &Selection) -> Listing {
        self.store.list(kind, selection)
    }

    /// The changes of selected objects after a revision.
    pub fn watch(&self, kind: &Kind, selection: Selection, since: u64) -> Watch {
        self.store.watch(kind, selection, since)
    }

    /// The selected objects, and a watch that goes on from there.
    pub fn follow(&self, kind: &Kind, selection: &Selection) -> (Vec<Object>, Watch) {
        let listing = self.list(kind, selection);
        (
            listing.items,
            self.watch(kind, selection.clone(), listing.revision),
        )
    }

    /// Adds an object.
    pub fn create(&self, kind: &Kind, namespace: &str, object: &Value) -> Result<Object, Refusal> {
        self.create_as(kind, namespace, object, &Write::default())
    }

    /// Changes an object's status; the closure gets what is below `status`.
    pub fn update_status(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        mut change: impl FnMut(&mut Value),
    ) -> Result<Object, Refusal> {
        self.modify(
            kind,
            namespace,
            name,
            Part::Status,
            &Write::default(),
            |object| {
                change(crate::object::child(object, "status"));
                Ok(())
            },
        )
    }

    /// Changes an object, all but its status; an error of the closure ends it.
    pub fn patch(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        change: impl FnMut(&mut Value) -> Result<(), Refusal>,
    ) -> Result<Object, Refusal> {
        self.modify(kind, namespace, name, Part::Main, &Write::default(), change)
    }

    /// Changes an object in every part, as only the cluster itself may.
    pub(crate) fn patch_inside(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        change: impl FnMut(&mut Value) -> Result<(), Refusal>,
    ) -> Result<Object, Refusal> {
        self.modify(
            kind,
            namespace,
            name,
            Part::Inside,
            &Write::default(),
            change,
        )
    }

    /// Writes an object that was read before; refused if somebody else wrote meanwhile.
    pub fn update(&self, kind: &Kind, object: &Value) -> Result<Object, Refusal> {
        use crate::object::Meta as _;
        self.modify(
            kind,
            object.namespace(),
            object.name(),
            Part::Main,
            &Write::default(),
            |current| {
                *current = object.clone();
                Ok(())
            },
        )
    }
}
