//! Namespaces: what every new one gets, and how one is emptied before it goes.

use serde_json::{Value, json};

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Registry},
    store::{Change, Key, Selection},
};

/// The controller of namespaces.
#[derive(Debug)]
pub(crate) struct Namespaces {
    registry: Registry,
}

/// The authority's certificate that Pods get.
const AUTHORITY: &str = "kube-root-ca.crt";

impl Namespaces {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
        }
    }

    fn furnish(&self, name: &str) -> Result<(), Refusal> {
        let text =
            "The API of this cluster is a simulation (podo-sandbox); Pods cannot reach it.\n";
        let authority = json!({
            "metadata": {"name": AUTHORITY, "annotations": {"kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."}},
            "data": {"ca.crt": text},
        });
        for (kind, object) in [
            (
                kinds::SERVICE_ACCOUNT,
                json!({"metadata": {"name": "default"}}),
            ),
            (kinds::CONFIG_MAP, authority),
        ] {
            if self
                .registry
                .store()
                .get(kind, name, object.name())
                .is_none()
            {
                match self.registry.create(kind, name, &object) {
                    Err(refusal) if !refusal.is_already_exists() => return Err(refusal),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Deletes everything in a namespace and tells what is left.
    fn drain(&self, namespace: &Object, queue: &mut Queue) -> Result<(), Refusal> {
        let name = namespace.name();
        let mut kinds: Vec<&'static Kind> = kinds::ALL
            .iter()
            .copied()
            .filter(|k| k.namespaced && k.stored() && *k != kinds::NEW_EVENT)
            .collect();
        // Events last: deleting the rest makes some.
        kinds.sort_by_key(|k| *k == kinds::EVENT);
        let (mut left, mut held) = (Vec::new(), Vec::new());
        for kind in kinds {
            let selection = Selection::namespace(name);
            for object in self.registry.list(kind, &selection).items {
                if object.deleting() {
                    continue;
                }
                match self
                    .registry
                    .delete(kind, name, object.name(), &Deletion::default())
                {
                    Err(refusal) if !refusal.is_not_found() => return Err(refusal),
                    _ => {}
                }
            }
            let rest = self.registry.list(kind, &selection).items;
            if !rest.is_empty() {
                left.push(format!(
                    "{} has {} resource instances",
                    kind_name(kind),
                    rest.len()
                ));
            }
            held.extend(rest.iter().flat_map(|o| {
                o.list_at("metadata.finalizers")
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
            }));
        }
        if left.is_empty() {
            return self.registry.finalize_namespace(name);
        }
        self.tell(namespace, &left, &held)?;
        queue.add_after(
            &(String::new(), name.to_owned()),
            std::time::Duration::from_secs(5),
        );
        Ok(())
    }

    fn tell(&self, namespace: &Object, left: &[String], held: &[String]) -> Result<(), Refusal> {
        let remain = format!("Some resources are remaining: {}", left.join(", "));
        let mut names: Vec<&String> = held.iter().collect();
        names.sort_unstable();
        names.dedup();
        let finalizers: Vec<String> = names
            .iter()
            .map(|name| {
                format!(
                    "{name} in {} resource instances",
                    held.iter().filter(|h| h == name).count()
                )
            })
            .collect();
        let (waiting, why, text) = if finalizers.is_empty() {
            (
                "False",
                "ContentHasNoFinalizers",
                "All content-preserving finalizers finished".to_owned(),
            )
        } else {
            (
                "True",
                "SomeFinalizersRemain",
                format!(
                    "Some content in the namespace has finalizers remaining: {}",
                    finalizers.join(", ")
                ),
            )
        };
        let conditions = [
            (
                "NamespaceDeletionDiscoveryFailure",
                "False",
                "ResourcesDiscovered",
                "All resources successfully discovered".to_owned(),
            ),
            (
                "NamespaceDeletionGroupVersionParsingFailure",
                "False",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed".to_owned(),
            ),
            (
                "NamespaceDeletionContentFailure",
                "False",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization".to_owned(),
            ),
            (
                "NamespaceContentRemaining",
                "True",
                "SomeResourcesRemain",
                remain,
            ),
            ("NamespaceFinalizersRemaining", waiting, why, text),
        ];
        let stamp = self.registry.clock().stamp();
        let conditions: Vec<Value> = conditions
            .into_iter()
            .map(|(kind, status, reason, message)| {
                let before = super::owners::condition(namespace, kind).filter(|c| c.text_at("status") == status);
                let since = before.map_or(stamp.as_str(), |c| c.text_at("lastTransitionTime"));
                json!({"type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": since})
            })
            .collect();
        let done = self
            .registry
            .update_status(kinds::NAMESPACE, "", namespace.name(), |status| {
                *child(status, "conditions") = conditions.clone().into();
            });
        unless_gone(done)
    }
}

/// `pods.`, `deployments.apps`: how the condition names a resource.
fn kind_name(kind: &Kind) -> String {
    format!("{}.{}", kind.plural, kind.group)
}

impl Controller for Namespaces {
    fn kinds(&self) -> Vec<&'static Kind> {
        let inside = kinds::ALL
            .iter()
            .copied()
            .filter(|k| k.namespaced && k.stored() && *k != kinds::NEW_EVENT);
        std::iter::once(kinds::NAMESPACE).chain(inside).collect()
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        _: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::NAMESPACE {
            queue.add("", object.name());
        } else if change == Change::Deleted {
            // Either something that every namespace has was taken away, or a namespace that goes
            // has become emptier.
            let furniture = matches!(
                (kind.kind, object.name()),
                ("ServiceAccount", "default") | ("ConfigMap", AUTHORITY)
            );
            let going = || {
                self.registry
                    .store()
                    .get(kinds::NAMESPACE, "", object.namespace())
                    .is_some_and(|n| n.deleting())
            };
            if furniture || going() {
                queue.add("", object.namespace());
            }
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let Ok(namespace) = self.registry.get(kinds::NAMESPACE, "", &key.1) else {
            return Ok(());
        };
        if namespace.deleting() {
            self.drain(&namespace, queue)
        } else {
            self.furnish(&key.1)
        }
    }
}
