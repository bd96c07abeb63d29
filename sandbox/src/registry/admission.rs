//! Which requests the cluster's state forbids, and what it adds to objects.

use serde_json::Value;

use super::Registry;
use crate::{
    defaults, kinds,
    kinds::Kind,
    names,
    object::{Meta, child, size},
    refusal::{Cause, Refusal},
    store::Selection,
};

/// How large an object may be: what etcd takes.
const LARGEST: usize = 1536 * 1024;
/// Namespaces that cannot be deleted.
const LASTING: &[&str] = &["default", "kube-system", "kube-public"];

impl Registry {
    /// A namespace must be there, and must not be going, for something to be created in it.
    pub(super) fn admit_namespace(
        &self,
        kind: &Kind,
        namespace: &str,
        name: &str,
    ) -> Result<(), Refusal> {
        if !kind.namespaced {
            return Ok(());
        }
        let found = self.get(kinds::NAMESPACE, "", namespace)?;
        if found.deleting() {
            let why = format!(
                "unable to create new content in namespace {namespace} because it is being terminated"
            );
            let cause = Cause {
                reason: "NamespaceTerminating",
                message: format!("namespace {namespace} is being terminated"),
                field: "metadata.namespace".into(),
            };
            return Err(Refusal::forbidden(kind, name, &why).with_causes(&[cause]));
        }
        Ok(())
    }

    /// What is added to a new object from what else there is.
    pub(super) fn admit_object(&self, kind: &Kind, object: &mut Value) -> Result<(), Refusal> {
        match (kind.group, kind.kind) {
            ("", "Pod") => {
                let account = object.text_at("spec.serviceAccountName");
                // Every namespace gets `default` a moment after it was made; nobody has to wait for it.
                if !matches!(account, "" | "default")
                    && self
                        .get(kinds::SERVICE_ACCOUNT, object.namespace(), account)
                        .is_err()
                {
                    let why = format!(
                        "error looking up service account {}/{account}: serviceaccount \"{account}\" not found",
                        object.namespace()
                    );
                    // Here upstream has not generated a name yet.
                    let prefix = object.text_at("metadata.generateName");
                    let name = if prefix.is_empty() {
                        object.name()
                    } else {
                        prefix
                    };
                    return Err(Refusal::forbidden(kind, name, &why));
                }
                self.give_limits(object);
                self.priority(kind, object)?;
                defaults::admit_pod(object, &names::suffix());
            }
            ("", "PersistentVolumeClaim" | "PersistentVolume") => {
                self.prepare_storage(kind, object);
            }
            _ => {}
        }
        Ok(())
    }

    /// An object may be only so large.
    pub(super) fn admit_size(object: &Value) -> Result<(), Refusal> {
        if size(object) > LARGEST {
            // These are etcd's words, and upstream has no reason for them.
            return Err(Refusal::new(500, "", "etcdserver: request is too large"));
        }
        Ok(())
    }

    /// A Pod's priority is its class's, or that of the class for all.
    fn priority(&self, kind: &Kind, object: &mut Value) -> Result<(), Refusal> {
        let name = object.text_at("spec.priorityClassName").to_owned();
        let classes = self
            .list(kinds::PRIORITY_CLASS, &Selection::default())
            .items;
        let class = if name.is_empty() {
            classes
                .iter()
                .find(|c| c.get("globalDefault") == Some(&true.into()))
        } else {
            classes.iter().find(|c| c.name() == name)
        };
        let built_in = match name.as_str() {
            "system-cluster-critical" => Some(2_000_000_000),
            "system-node-critical" => Some(2_000_001_000),
            _ => None,
        };
        let value = class.and_then(|c| c.int_at("value")).or(built_in);
        if value.is_none() && !name.is_empty() {
            return Err(Refusal::forbidden(
                kind,
                object.name(),
                &format!("no PriorityClass with name {name} was found"),
            ));
        }
        if let Some(value) = value {
            let spec = child(object, "spec");
            *child(spec, "priority") = value.into();
            if let Some(class) = class {
                *child(spec, "priorityClassName") = class.name().into();
                defaults::set(
                    spec,
                    "preemptionPolicy",
                    class
                        .get("preemptionPolicy")
                        .cloned()
                        .unwrap_or("PreemptLowerPriority".into()),
                );
            }
        }
        Ok(())
    }

    /// Some namespaces stay.
    pub(super) fn admit_deletion(kind: &Kind, name: &str) -> Result<(), Refusal> {
        if kind == kinds::NAMESPACE && LASTING.contains(&name) {
            return Err(Refusal::forbidden(
                kind,
                name,
                "this namespace may not be deleted",
            ));
        }
        Ok(())
    }
}
