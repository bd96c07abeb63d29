//! Creating: names, identity, defaults, validation.

use serde_json::{Value, json};

use super::{Registry, Write};
use crate::{
    defaults,
    kinds::{self, Kind},
    names,
    object::{Meta, Object, child, take},
    patch::managed,
    refusal::Refusal,
    schema::decode::decode,
    validation,
};

/// How often a generated name is made up anew when it is taken.
const TRIES: usize = 8;

impl Registry {
    /// Adds an object, as a client may want it.
    pub fn create_as(
        &self,
        kind: &Kind,
        namespace: &str,
        object: &Value,
        write: &Write,
    ) -> Result<Object, Refusal> {
        let mut result = self.try_create(kind, namespace, object.clone(), write);
        let generated =
            object.name().is_empty() && !object.text_at("metadata.generateName").is_empty();
        for _ in 1..TRIES {
            match &result {
                Err(refusal) if refusal.is_already_exists() && generated => {
                    result = self.try_create(kind, namespace, object.clone(), write);
                }
                _ => break,
            }
        }
        result
    }

    fn try_create(
        &self,
        kind: &Kind,
        namespace: &str,
        mut object: Value,
        write: &Write,
    ) -> Result<Object, Refusal> {
        decode(&mut object, kind.schema);
        *child(&mut object, "apiVersion") = kind.api_version().into();
        *child(&mut object, "kind") = kind.kind.into();
        if !object.text_at("metadata.resourceVersion").is_empty() {
            return Err(Refusal::bad_request(
                "resourceVersion should not be set on objects to be created",
            ));
        }
        let given = object.namespace();
        if kind.namespaced && !given.is_empty() && given != namespace {
            return Err(Refusal::bad_request(
                "the namespace of the provided object does not match the namespace sent on the request",
            ));
        }
        self.identify(kind, namespace, &mut object);
        if kind.has_status() {
            *child(&mut object, "status") = json!({});
        }
        if kind == kinds::NAMESPACE {
            *child(child(&mut object, "spec"), "finalizers") = json!(["kubernetes"]);
        }
        self.admit_namespace(kind, namespace, object.name())?;
        defaults::apply(kind, &mut object);
        // What the cluster adds from here on, nobody owns.
        object = managed::track(kind, None, object, write, &self.clock.stamp());
        self.admit_object(kind, &mut object)?;
        let causes = validation::create(kind, &object);
        if !causes.is_empty() {
            return Err(Refusal::invalid(kind, object.name(), &causes));
        }
        self.keep_limits(kind, None, &object)?;
        let counted = self.admit_usage(kind, None, &object)?;
        let guard = self.allocate(kind, None, &mut object)?;
        if write.dry_run {
            return match self.store.get(kind, object.namespace(), object.name()) {
                Some(_) => Err(Refusal::already_exists(kind, object.name())),
                None => Ok(object.into()),
            };
        }
        Self::admit_size(&object)?;
        let created = self.store.insert(kind, object);
        drop((guard, counted));
        created
    }

    /// The metadata that only the cluster sets.
    fn identify(&self, kind: &Kind, namespace: &str, object: &mut Value) {
        let generated = object.text_at("metadata.generateName").to_owned();
        let metadata = child(object, "metadata");
        if metadata.text_at("name").is_empty() && !generated.is_empty() {
            *child(metadata, "name") = names::generate(&generated).into();
        }
        if kind.namespaced {
            *child(metadata, "namespace") = namespace.into();
        } else {
            take(metadata, "namespace");
        }
        for key in [
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "resourceVersion",
        ] {
            take(metadata, key);
        }
        *child(metadata, "uid") = names::uid().into();
        *child(metadata, "creationTimestamp") = self.clock.stamp().into();
        if kind.generation {
            *child(metadata, "generation") = 1.into();
        } else {
            take(metadata, "generation");
        }
    }
}
