//! Changing: what of an object a write may touch, generations, the end of finalizers.

use std::sync::MutexGuard;

use serde_json::Value;

use super::{Registry, Write};
use crate::{
    defaults,
    kinds::{self, Kind},
    object::{Meta, Object, child, take},
    patch::managed,
    refusal::Refusal,
    schema::decode::decode,
    validation,
};

/// How often a change is tried when others write at the same time.
const TRIES: usize = 100;

/// What of an object a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All but the status.
    Main,
    /// The status, and labels, annotations and finalizers.
    Status,
    /// Like [`Part::Main`], by a controller that may do what clients may not: bind a Pod, end a
    /// namespace, add a debug container.
    Inside,
}

impl Registry {
    /// Changes an object by a closure, which sees the latest state and may be called again.
    ///
    /// A `resourceVersion` that the closure sets is a condition, as in a client's update.
    pub fn modify(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
        part: Part,
        write: &Write,
        mut change: impl FnMut(&mut Value) -> Result<(), Refusal>,
    ) -> Result<Object, Refusal> {
        for _ in 0..TRIES {
            let current = self.get(kind, namespace, name)?;
            let mut next = current.value().clone();
            change(&mut next)?;
            match self.put(kind, &current, next, part, write) {
                Err(refusal) if refusal.is_conflict() && self.moved_on(kind, &current) => {}
                other => return other,
            }
        }
        Err(Refusal::modified(kind, name))
    }

    /// Whether a conflict came from another write, not from a condition of the client.
    fn moved_on(&self, kind: &Kind, seen: &Object) -> bool {
        self.store
            .get(kind, seen.namespace(), seen.name())
            .is_some_and(|now| now.revision() != seen.revision())
    }

    fn put(
        &self,
        kind: &Kind,
        current: &Object,
        mut next: Value,
        part: Part,
        write: &Write,
    ) -> Result<Object, Refusal> {
        decode(&mut next, kind.schema);
        Self::keep_identity(kind, current, &mut next)?;
        match part {
            Part::Main | Part::Inside => {
                if kind.has_status() {
                    copy(current, &mut next, "status");
                }
            }
            Part::Status => {
                let status = next.get("status").cloned();
                let metadata = next["metadata"].clone();
                next = current.value().clone();
                *child(&mut next, "metadata") = metadata;
                copy_value(
                    current.at("metadata.ownerReferences"),
                    child(&mut next, "metadata"),
                    "ownerReferences",
                );
                copy_value(status.as_ref(), &mut next, "status");
            }
        }
        let causes = if part == Part::Status {
            validation::metadata_update(current, &next)
        } else {
            keep_allocated(kind, current, &mut next);
            defaults::apply(kind, &mut next);
            if kind == kinds::POD {
                defaults::tolerate(child(&mut next, "spec"));
            }
            if part == Part::Inside {
                Vec::new()
            } else {
                validation::update(kind, current, &next)
            }
        };
        if !causes.is_empty() {
            return Err(Refusal::invalid(kind, current.name(), &causes));
        }
        let counted = if part == Part::Main {
            self.admit_change(kind, current, &next)?
        } else {
            None
        };
        next = managed::track(kind, Some(current), next, write, &self.clock.stamp());
        let guard = self.allocate(kind, Some(current), &mut next)?;
        if kind.generation && part != Part::Status && wanted(current) != wanted(&next) {
            *child(child(&mut next, "metadata"), "generation") =
                (current.int_at("metadata.generation").unwrap_or(0) + 1).into();
        }
        if write.dry_run {
            return Ok(next.into());
        }
        if ended(kind, &next) {
            return self.store.remove(
                kind,
                current.namespace(),
                current.name(),
                current.revision(),
            );
        }
        Self::admit_size(&next)?;
        let stored = self.store.replace(kind, current.revision(), next);
        drop((guard, counted));
        stored
    }

    /// What the cluster's state forbids of a change.
    fn admit_change(
        &self,
        kind: &Kind,
        current: &Object,
        next: &Value,
    ) -> Result<Option<MutexGuard<'_, ()>>, Refusal> {
        self.admit_growth(kind, current, next)?;
        self.keep_limits(kind, Some(current), next)?;
        self.admit_usage(kind, Some(current), next)
    }

    /// A write does not change who an object is.
    fn keep_identity(kind: &Kind, current: &Object, next: &mut Value) -> Result<(), Refusal> {
        let name = current.name();
        *child(next, "apiVersion") = kind.api_version().into();
        *child(next, "kind") = kind.kind.into();
        if next.name() != name {
            let text = format!(
                "the name of the object ({}) does not match the name on the URL ({name})",
                next.name()
            );
            return Err(Refusal::bad_request(text));
        }
        if kind.namespaced
            && !next.namespace().is_empty()
            && next.namespace() != current.namespace()
        {
            let text = format!(
                "the namespace of the object ({}) does not match the namespace on the URL ({})",
                next.namespace(),
                current.namespace()
            );
            return Err(Refusal::bad_request(text));
        }
        let asked = next.text_at("metadata.resourceVersion");
        if !asked.is_empty() && asked != "0" && asked != current.text_at("metadata.resourceVersion")
        {
            return Err(Refusal::modified(kind, name));
        }
        if !next.uid().is_empty() && next.uid() != current.uid() {
            let why = format!(
                "StorageError: invalid object, Code: 4, Key: /registry/{}/{}/{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {}, UID in object meta: {}",
                kind.plural,
                current.namespace(),
                next.uid(),
                current.uid()
            );
            return Err(Refusal::conflict(kind, name, &why));
        }
        let metadata = child(next, "metadata");
        for key in [
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "generateName",
            "resourceVersion",
        ] {
            copy_value(
                current.at("metadata").and_then(|m| m.get(key)),
                metadata,
                key,
            );
        }
        take(metadata, "selfLink");
        Ok(())
    }
}

/// What of an object counts its generations: not where a Pod has been put.
fn wanted(object: &Value) -> Value {
    let mut wanted = object.clone();
    for key in ["metadata", "status"] {
        take(&mut wanted, key);
    }
    if wanted.at("spec.nodeName").is_some() {
        take(child(&mut wanted, "spec"), "nodeName");
    }
    wanted
}

/// Whether nothing holds an object any longer that is being deleted.
pub(super) fn ended(kind: &Kind, object: &Value) -> bool {
    object.deleting()
        && object.list_at("metadata.finalizers").is_empty()
        && object
            .int_at("metadata.deletionGracePeriodSeconds")
            .unwrap_or(0)
            == 0
        && (kind != kinds::NAMESPACE || object.list_at("spec.finalizers").is_empty())
}

/// Fields that the cluster gave out and that a client who leaves them out does not give back.
fn keep_allocated(kind: &Kind, current: &Value, next: &mut Value) {
    match kind.kind {
        "Service" if next.text_at("spec.type") != "ExternalName" => {
            let spec = child(next, "spec");
            for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
                if spec.get(key).is_none() {
                    copy_value(current.get("spec").and_then(|s| s.get(key)), spec, key);
                }
            }
            if spec.text_at("type") == "ClusterIP" {
                // Node ports that were given out before go with the type that needed them.
                let before: Vec<Value> = current
                    .list_at("spec.ports")
                    .iter()
                    .filter_map(|p| p.get("nodePort").cloned())
                    .collect();
                for port in spec
                    .get_mut("ports")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                {
                    if port.get("nodePort").is_some_and(|n| before.contains(n)) {
                        take(port, "nodePort");
                    }
                }
            }
        }
        "Pod" | "PersistentVolumeClaim" => {
            let keys: &[&str] = if kind.kind == "Pod" {
                &[
                    "nodeName",
                    "serviceAccountName",
                    "serviceAccount",
                    "priority",
                    "preemptionPolicy",
                ]
            } else {
                &["volumeName", "storageClassName", "volumeMode"]
            };
            let spec = child(next, "spec");
            for key in keys {
                if spec.get(*key).is_none() {
                    copy_value(current.get("spec").and_then(|s| s.get(*key)), spec, key);
                }
            }
        }
        "Secret" if next.get("type").is_none() => copy(current, next, "type"),
        "Namespace" => copy_value(current.at("spec"), next, "spec"),
        _ => {}
    }
}

fn copy(from: &Value, to: &mut Value, key: &str) {
    copy_value(from.get(key), to, key);
}

fn copy_value(from: Option<&Value>, to: &mut Value, key: &str) {
    match from {
        Some(value) => *child(to, key) = value.clone(),
        None => {
            take(to, key);
        }
    }
}

impl Registry {
    /// Puts a Pod on a node; refused if it is on one already.
    pub fn bind(&self, namespace: &str, name: &str, node: &str) -> Result<Object, Refusal> {
        let now = self.clock.stamp();
        self.patch_inside(kinds::POD, namespace, name, |pod| {
            let there = pod.text_at("spec.nodeName");
            if !there.is_empty() {
                let why = format!("pod {name} is already assigned to node \"{there}\"");
                return Err(Refusal::conflict(kinds::POD, name, &why));
            }
            if pod.deleting() {
                return Err(Refusal::conflict(
                    kinds::POD,
                    name,
                    &format!("pod {name} is being deleted, cannot be assigned to a host"),
                ));
            }
            *child(child(pod, "spec"), "nodeName") = node.into();
            Ok(())
        })?;
        self.update_status(kinds::POD, namespace, name, |status| {
            let conditions = child(status, "conditions");
            let scheduled = serde_json::json!({"type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": now});
            match conditions {
                Value::Array(list) => {
                    list.retain(|c| c.text_at("type") != "PodScheduled");
                    list.push(scheduled);
                }
                _ => *conditions = Value::Array(vec![scheduled]),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::{clock::Clock, store::Store};

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let registry = Registry::new(Arc::new(Store::new(10)), Clock::real());
        registry
            .create(kinds::NAMESPACE, "", &json!({"metadata": {"name": "a"}}))
            .unwrap();
        let map = json!({"metadata": {"name": "m"}, "data": {"n": "0"}});
        registry.create(kinds::CONFIG_MAP, "a", &map).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let add = |map: &mut Value| {
                            let n: u32 = map.text_at("data.n").parse().unwrap();
                            *child(child(map, "data"), "n") = (n + 1).to_string().into();
                            Ok(())
                        };
                        registry.patch(kinds::CONFIG_MAP, "a", "m", add).unwrap();
                    }
                });
            }
        });
        assert_eq!(
            registry
                .get(kinds::CONFIG_MAP, "a", "m")
                .unwrap()
                .text_at("data.n"),
            "200"
        );
    }

    #[test]
    fn a_status_is_written_apart_and_a_pod_is_bound_once() {
        let registry = Registry::new(Arc::new(Store::new(10)), Clock::real());
        registry
            .create(kinds::NAMESPACE, "", &json!({"metadata": {"name": "a"}}))
            .unwrap();
        let pod = json!({"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "i"}]}});
        registry.create(kinds::POD, "a", &pod).unwrap();
        let bound = registry.bind("a", "p", "n1").unwrap();
        assert_eq!(bound.text_at("spec.nodeName"), "n1");
        assert!(registry.bind("a", "p", "n2").unwrap_err().is_conflict());
        let running = registry
            .update_status(kinds::POD, "a", "p", |status| {
                *child(status, "phase") = "Running".into();
            })
            .unwrap();
        assert_eq!(running.text_at("status.phase"), "Running");
        let refused = registry.patch(kinds::POD, "a", "p", |pod| {
            *child(child(pod, "spec"), "nodeName") = "n3".into();
            Ok(())
        });
        assert_eq!(refused.unwrap_err().code(), 422);
    }
}
