//! The garbage collector: what is owned goes with its owner, before it, or stays without it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Propagation, Registry},
    store::{Change, Key},
};

/// An object by kind and key.
type Place = (&'static Kind, Key);

/// The collector. Its keys are a kind's storage name and `namespace/name`.
#[derive(Debug)]
pub(crate) struct Garbage {
    registry: Registry,
    /// Who is owned, by the identity of the owner.
    owned: HashMap<String, HashSet<Place>>,
    /// Where an identity is or was.
    places: HashMap<String, Place>,
}

const FOREGROUND: &str = "foregroundDeletion";
const ORPHAN: &str = "orphan";

impl Garbage {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
            owned: HashMap::new(),
            places: HashMap::new(),
        }
    }

    fn dependents(&self, uid: &str) -> Vec<(Place, Object)> {
        let places = self.owned.get(uid).into_iter().flatten();
        places
            .filter_map(|(kind, key)| {
                Some((
                    (*kind, key.clone()),
                    self.registry.store().get(kind, &key.0, &key.1)?,
                ))
            })
            .filter(|(_, object)| {
                object
                    .list_at("metadata.ownerReferences")
                    .iter()
                    .any(|r| r.text_at("uid") == uid)
            })
            .collect()
    }

    /// The owner that a reference means, if it is there.
    fn owner(&self, object: &Value, reference: &Value) -> Owner {
        let Some(kind) =
            kinds::find_by_kind(reference.text_at("apiVersion"), reference.text_at("kind"))
        else {
            // What is not served cannot be looked for; upstream leaves such objects alone as well.
            return Owner::Solid;
        };
        let namespace = if kind.namespaced {
            object.namespace()
        } else {
            ""
        };
        match self
            .registry
            .store()
            .get(kind, namespace, reference.text_at("name"))
        {
            Some(owner) if owner.uid() == reference.text_at("uid") => {
                let waits = owner.deleting() && has_finalizer(&owner, FOREGROUND);
                if waits { Owner::Waiting } else { Owner::Solid }
            }
            _ => Owner::Gone,
        }
    }

    fn drop_references(
        &self,
        kind: &Kind,
        object: &Object,
        uids: &HashSet<String>,
    ) -> Result<(), Refusal> {
        unless_gone(
            self.registry
                .patch(kind, object.namespace(), object.name(), |object| {
                    if let Some(references) =
                        child(object, "metadata")["ownerReferences"].as_array_mut()
                    {
                        references.retain(|r| !uids.contains(r.text_at("uid")));
                    }
                    Ok(())
                }),
        )
    }

    fn drop_finalizer(&self, kind: &Kind, object: &Object, finalizer: &str) -> Result<(), Refusal> {
        unless_gone(
            self.registry
                .patch(kind, object.namespace(), object.name(), |object| {
                    if let Some(finalizers) = child(object, "metadata")["finalizers"].as_array_mut()
                    {
                        finalizers.retain(|f| f != finalizer);
                    }
                    Ok(())
                }),
        )
    }

    /// The next step for an owner that is being deleted in one of the slower ways.
    fn owner_goes(
        &self,
        kind: &'static Kind,
        object: &Object,
        queue: &mut Queue,
    ) -> Result<(), Refusal> {
        if has_finalizer(object, ORPHAN) {
            let uids = HashSet::from([object.uid().to_owned()]);
            for ((kind, _), dependent) in self.dependents(object.uid()) {
                self.drop_references(kind, &dependent, &uids)?;
            }
            return self.drop_finalizer(kind, object, ORPHAN);
        }
        if has_finalizer(object, FOREGROUND) {
            let dependents = self.dependents(object.uid());
            let blocking = dependents.iter().any(|(_, d)| {
                d.list_at("metadata.ownerReferences")
                    .iter()
                    .any(|r| r.text_at("uid") == object.uid() && r["blockOwnerDeletion"] == true)
            });
            if !blocking {
                return self.drop_finalizer(kind, object, FOREGROUND);
            }
            for (place, _) in dependents {
                enqueue(queue, &place);
            }
        }
        Ok(())
    }

    /// Deletes an object whose owners are gone, or forgets those that are.
    fn collect(&self, kind: &'static Kind, object: &Object) -> Result<(), Refusal> {
        let references = object.list_at("metadata.ownerReferences");
        let of = |wanted: Owner| -> HashSet<String> {
            references
                .iter()
                .filter(|r| self.owner(object, r) == wanted)
                .map(|r| r.text_at("uid").to_owned())
                .collect()
        };
        let (solid, waiting, gone) = (of(Owner::Solid), of(Owner::Waiting), of(Owner::Gone));
        if references.is_empty() || (waiting.is_empty() && gone.is_empty()) {
            return Ok(());
        }
        if !solid.is_empty() {
            return self.drop_references(kind, object, &waiting.union(&gone).cloned().collect());
        }
        let first = if !waiting.is_empty() && !self.dependents(object.uid()).is_empty() {
            Propagation::Foreground
        } else {
            Propagation::Background
        };
        let deletion = Deletion {
            propagation: Some(first),
            ..Deletion::default().only(object)
        };
        match self
            .registry
            .delete(kind, object.namespace(), object.name(), &deletion)
        {
            Err(refusal) if !refusal.is_not_found() && !refusal.is_conflict() => Err(refusal),
            _ => Ok(()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Solid,
    /// It waits for those it owns.
    Waiting,
    Gone,
}

fn has_finalizer(object: &Value, finalizer: &str) -> bool {
    object
        .list_at("metadata.finalizers")
        .iter()
        .any(|f| f == finalizer)
}

fn enqueue(queue: &mut Queue, (kind, key): &Place) {
    queue.add(
        &format!("{}/{}", kind.group, kind.plural),
        &format!("{}/{}", key.0, key.1),
    );
}

impl Controller for Garbage {
    fn kinds(&self) -> Vec<&'static Kind> {
        // Events are many and own nothing.
        kinds::ALL
            .iter()
            .copied()
            .filter(|k| k.stored() && *k != kinds::NEW_EVENT && *k != kinds::EVENT)
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
        let place = (
            kind,
            (object.namespace().to_owned(), object.name().to_owned()),
        );
        let uids = |object: &Object| -> Vec<String> {
            object
                .list_at("metadata.ownerReferences")
                .iter()
                .map(|r| r.text_at("uid").to_owned())
                .collect()
        };
        let owners = uids(object);
        for uid in previous.map(uids).unwrap_or_default() {
            if (change == Change::Deleted || !owners.contains(&uid))
                && let Some(places) = self.owned.get_mut(&uid)
            {
                places.remove(&place);
                if places.is_empty() {
                    self.owned.remove(&uid);
                }
                // An owner that waits for this one looks again.
                if let Some(owner) = self.places.get(&uid) {
                    enqueue(queue, owner);
                }
            }
        }
        if change == Change::Deleted {
            self.places.remove(object.uid());
            for dependent in self.owned.get(object.uid()).into_iter().flatten() {
                enqueue(queue, dependent);
            }
            return;
        }
        for uid in &owners {
            self.owned
                .entry(uid.clone())
                .or_default()
                .insert(place.clone());
        }
        self.places.insert(object.uid().to_owned(), place.clone());
        let new = previous.is_none_or(|p| uids(p) != owners);
        let going = object.deleting() && !object.list_at("metadata.finalizers").is_empty();
        if (new && !owners.is_empty()) || going {
            enqueue(queue, &place);
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let found = kinds::ALL
            .iter()
            .copied()
            .find(|k| key.0.split_once('/') == Some((k.group, k.plural)));
        let (Some(kind), Some((namespace, name))) = (found, key.1.split_once('/')) else {
            return Ok(());
        };
        let Some(object) = self.registry.store().get(kind, namespace, name) else {
            return Ok(());
        };
        if object.deleting() {
            self.owner_goes(kind, &object, queue)?;
            return Ok(());
        }
        self.collect(kind, &object)
    }
}
