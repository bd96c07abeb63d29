//! Deleting: at once, gracefully, or when the last finalizer is gone.

use serde_json::{Value, json};

use super::{Registry, Write, update::ended};
use crate::{
    clock,
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    store::Selection,
};

/// What becomes of what an object owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Propagation {
    /// It is deleted afterwards.
    Background,
    /// It is deleted before.
    Foreground,
    /// It stays, without an owner.
    Orphan,
}

/// How to delete.
#[derive(Clone, Debug, Default)]
pub struct Deletion {
    /// Seconds until a Pod is killed; the Pod's own choice if `None`.
    pub grace: Option<i64>,
    /// Only the object with this identity.
    pub uid: Option<String>,
    /// Only the object at this version.
    pub revision: Option<String>,
    /// What becomes of what it owns.
    pub propagation: Option<Propagation>,
    /// Only tell what would be.
    pub dry_run: bool,
}

impl Deletion {
    /// At once, as a kubelet deletes a Pod that has ended.
    pub fn now() -> Self {
        Self {
            grace: Some(0),
            ..Self::default()
        }
    }

    /// Only of exactly this object, not of another that has its name by then.
    #[must_use]
    pub fn only(self, object: &Object) -> Self {
        let uid = Some(object.uid().to_owned());
        Self { uid, ..self }
    }
}

/// What a deletion came to.
#[derive(Clone, Debug)]
pub enum Deleted {
    /// The object is gone; this was its last state.
    Gone(Object),
    /// The object waits for its end.
    Marked(Object),
}

impl Deleted {
    /// The object as it is or was.
    pub fn object(&self) -> &Object {
        match self {
            Self::Gone(object) | Self::Marked(object) => object,
        }
    }
}

impl Registry {
    /// Deletes an object, or marks it so that others end it.
    pub fn delete(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        deletion: &Deletion,
    ) -> Result<Deleted, Refusal> {
        loop {
            let current = self.get(kind, namespace, name)?;
            conditions(kind, &current, deletion)?;
            Self::admit_deletion(kind, name)?;
            let next = self.mark(kind, &current, deletion);
            let outcome = if ended(kind, &next) {
                if deletion.dry_run {
                    return Ok(Deleted::Gone(next.into()));
                }
                self.store
                    .remove(kind, namespace, name, current.revision())
                    .map(Deleted::Gone)
            } else if deletion.dry_run {
                return Ok(Deleted::Marked(next.into()));
            } else {
                self.store
                    .replace(kind, current.revision(), next)
                    .map(Deleted::Marked)
            };
            match outcome {
                // Somebody else wrote; look again.
                Err(refusal) if refusal.is_conflict() => {}
                other => return other,
            }
        }
    }

    /// Deletes all selected objects, one after the other, and gives what they were.
    pub fn delete_collection(
        &self,
        kind: &Kind,
        selection: &Selection,
        deletion: &Deletion,
    ) -> Result<Vec<Object>, Refusal> {
        let mut deleted = Vec::new();
        for object in self.list(kind, selection).items {
            match self.delete(kind, object.namespace(), object.name(), deletion) {
                Ok(done) => deleted.push(done.object().clone()),
                Err(refusal) if refusal.is_not_found() => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(deleted)
    }

    /// Takes away a namespace's own finalizer: its contents are gone.
    pub fn finalize_namespace(&self, name: &str) -> Result<(), Refusal> {
        let done = self.modify_namespace_spec(name, &json!([]), &Write::default());
        match done {
            Err(refusal) if refusal.is_not_found() => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Sets a namespace's finalizers, which an update of the namespace leaves alone.
    pub fn modify_namespace_spec(
        &self,
        name: &str,
        finalizers: &Value,
        write: &Write,
    ) -> Result<Object, Refusal> {
        loop {
            let current = self.get(kinds::NAMESPACE, "", name)?;
            let mut next = current.value().clone();
            *child(child(&mut next, "spec"), "finalizers") = finalizers.clone();
            if write.dry_run {
                return Ok(next.into());
            }
            let outcome = if ended(kinds::NAMESPACE, &next) {
                self.store
                    .remove(kinds::NAMESPACE, "", name, current.revision())
            } else {
                self.store
                    .replace(kinds::NAMESPACE, current.revision(), next)
            };
            match outcome {
                Err(refusal) if refusal.is_conflict() => {}
                other => return other,
            }
        }
    }

    /// The object as its deletion leaves it: with the mark, and with who has to agree.
    fn mark(&self, kind: &Kind, current: &Object, deletion: &Deletion) -> Value {
        let mut next = current.value().clone();
        let grace = grace(kind, current, deletion);
        let before = current.deleting();
        let shorter = before
            && grace
                < current
                    .int_at("metadata.deletionGracePeriodSeconds")
                    .unwrap_or(0);
        if !before || shorter {
            let end = self
                .clock
                .now()
                .saturating_add(jiff::SignedDuration::from_secs(grace))
                .unwrap_or(jiff::Timestamp::MAX);
            let metadata = child(&mut next, "metadata");
            *child(metadata, "deletionTimestamp") = clock::seconds(end).into();
            *child(metadata, "deletionGracePeriodSeconds") = grace.into();
            if !before && kind.generation {
                let generation = metadata.int_at("generation").unwrap_or(0) + 1;
                *child(metadata, "generation") = generation.into();
            }
        }
        if kind == kinds::NAMESPACE {
            *child(child(&mut next, "status"), "phase") = "Terminating".into();
        }
        let wanted = match deletion.propagation {
            Some(Propagation::Foreground) => Some("foregroundDeletion"),
            Some(Propagation::Orphan) => Some("orphan"),
            Some(Propagation::Background) | None => None,
        };
        if !before && let Some(finalizer) = wanted {
            let list = child(child(&mut next, "metadata"), "finalizers");
            match list {
                Value::Array(items) if !items.contains(&finalizer.into()) => {
                    items.push(finalizer.into());
                }
                Value::Array(_) => {}
                _ => *list = json!([finalizer]),
            }
        }
        next
    }
}

/// Seconds that an object has before its end; only Pods have any.
fn grace(kind: &Kind, current: &Value, deletion: &Deletion) -> i64 {
    if kind != kinds::POD {
        return 0;
    }
    let idle = current.text_at("spec.nodeName").is_empty();
    let over = matches!(current.text_at("status.phase"), "Succeeded" | "Failed");
    if idle || over {
        return 0;
    }
    let own = current
        .int_at("spec.terminationGracePeriodSeconds")
        .unwrap_or(30);
    let seconds = deletion.grace.unwrap_or(own);
    if seconds < 0 { 1 } else { seconds }
}

fn conditions(kind: &Kind, current: &Object, deletion: &Deletion) -> Result<(), Refusal> {
    let conflict = |why: String| {
        // Upstream names the kind here, and not the resource.
        let named = Kind {
            plural: kind.kind,
            ..*kind
        };
        Err(Refusal::conflict(&named, current.name(), &why))
    };
    if let Some(uid) = deletion.uid.as_deref().filter(|u| *u != current.uid()) {
        let why = format!(
            "the UID in the precondition ({uid}) does not match the UID in record ({}). The object might have been deleted and then recreated",
            current.uid()
        );
        return conflict(why);
    }
    let at = current.text_at("metadata.resourceVersion");
    if let Some(asked) = deletion.revision.as_deref().filter(|r| *r != at) {
        let why = format!(
            "the ResourceVersion in the precondition ({asked}) does not match the ResourceVersion in record ({at}). The object might have been modified"
        );
        return conflict(why);
    }
    Ok(())
}
