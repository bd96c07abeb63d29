//! A whole cluster as one value: what is kept when the sandbox ends, and what it goes on from.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    clock::Clock,
    cluster::{Disk, NodeOptions},
    kinds,
    registry::Registry,
    store::Store,
};

/// What a cluster holds. It has the values of Secrets in it: whoever writes it to a file lets
/// nobody else read that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct State {
    /// The store's revision, which never goes back: clients compare it.
    revision: u64,
    /// The objects, by the name under which their kind is stored.
    objects: BTreeMap<String, Vec<Value>>,
    /// What is on the nodes' disks, by the nodes' names.
    disks: BTreeMap<String, Disk>,
}

impl State {
    /// What a registry holds now, and the disks of its nodes.
    pub fn of(registry: &Registry, disks: BTreeMap<String, Disk>) -> Self {
        let (revision, all) = registry.store().dump();
        let mut objects: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (storage, object) in all {
            let shelf = objects.entry(storage.to_owned()).or_default();
            shelf.push(object.value().clone());
        }
        Self {
            revision,
            objects,
            disks,
        }
    }

    /// A registry that holds this; the nodes get their disks. Kinds that are not served are left
    /// out.
    pub fn unpack(mut self, ring: usize, clock: Clock, nodes: &mut [NodeOptions]) -> Registry {
        let store = Arc::new(Store::new(ring));
        let objects = self.objects.into_iter().flat_map(|(storage, objects)| {
            let kind = kinds::by_storage(&storage);
            objects.into_iter().filter_map(move |o| Some((kind?, o)))
        });
        store.restore(self.revision, objects);
        for node in nodes {
            node.disk = self.disks.remove(&node.name).unwrap_or_default();
        }
        Registry::new(store, clock)
    }

    /// How many objects of a kind there are, by the name under which it is stored: `pods`.
    pub fn count(&self, storage: &str) -> usize {
        self.objects.get(storage).map_or(0, Vec::len)
    }

    /// The store's revision when this was taken.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

/// How far a cluster has come: another value when something has changed that is worth keeping. Mere
/// signs of life are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub(crate) revision: u64,
    pub(crate) disks: u64,
}
