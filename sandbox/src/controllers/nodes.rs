//! What a node's taints and absence mean for Pods that are on it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Controller, Queue, owners::unless_gone};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Registry},
    scheduler::tolerates,
    store::{Change, Key, Selection},
};

/// Marks cordoned nodes, evicts what does not tolerate, and clears away what nodes left behind.
#[derive(Debug)]
pub(crate) struct Nodes {
    registry: Registry,
    events: Recorder,
    /// Since when a Pod has been seen on a node that is not there, or under a taint.
    since: std::collections::HashMap<(String, String), jiff::Timestamp>,
}

const CORDONED: &str = "node.kubernetes.io/unschedulable";
/// How long a Pod may stay on a node that is not there.
const QUARANTINE: Duration = Duration::from_secs(40);

impl Nodes {
    pub(crate) fn new(registry: &Registry) -> Self {
        let source = Source {
            component: "taint-eviction-controller",
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source, None),
            since: std::collections::HashMap::new(),
        }
    }

    /// A node that takes no Pods has a taint that says so.
    fn mark(&self, node: &Object) -> Result<(), Refusal> {
        let cordoned = node.at("spec.unschedulable") == Some(&Value::Bool(true));
        let marked = node
            .list_at("spec.taints")
            .iter()
            .any(|t| t.text_at("key") == CORDONED);
        if cordoned == marked {
            return Ok(());
        }
        let stamp = self.registry.clock().stamp();
        self.registry
            .patch(kinds::NODE, "", node.name(), |node| {
                let spec = child(node, "spec");
                let mut taints: Vec<Value> = spec.list_at("taints").to_vec();
                taints.retain(|t| t.text_at("key") != CORDONED);
                if cordoned {
                    taints
                        .push(json!({"key": CORDONED, "effect": "NoSchedule", "timeAdded": stamp}));
                }
                if taints.is_empty() {
                    crate::object::take(spec, "taints");
                } else {
                    *child(spec, "taints") = taints.into();
                }
                Ok(())
            })
            .map(|_| ())
    }

    fn pod(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let Ok(pod) = self.registry.get(kinds::POD, &key.0, &key.1) else {
            self.since.remove(key);
            return Ok(());
        };
        let name = pod.text_at("spec.nodeName");
        if name.is_empty() {
            return Ok(());
        }
        let now = self.registry.clock().now();
        let Some(node) = self.registry.store().get(kinds::NODE, "", name) else {
            let since = *self.since.entry(key.clone()).or_insert(now);
            let passed = Duration::try_from(now.duration_since(since)).unwrap_or_default();
            if passed < QUARANTINE {
                queue.add_after(key, QUARANTINE.saturating_sub(passed));
                return Ok(());
            }
            return self.delete(&pod, &Deletion::now());
        };
        let mut patience = None;
        for taint in node
            .list_at("spec.taints")
            .iter()
            .filter(|t| t.text_at("effect") == "NoExecute")
        {
            let tolerations: Vec<&Value> = pod
                .list_at("spec.tolerations")
                .iter()
                .filter(|t| tolerates(t, taint))
                .collect();
            if tolerations.is_empty() {
                patience = Some(0);
                break;
            }
            let limit = tolerations
                .iter()
                .filter_map(|t| t.int_at("tolerationSeconds"))
                .min();
            patience = match (patience, limit) {
                (Some(a), Some(b)) => Some(i64::min(a, b)),
                (a, b) => a.or(b),
            };
        }
        let Some(patience) = patience else {
            self.since.remove(key);
            return Ok(());
        };
        let since = *self.since.entry(key.clone()).or_insert(now);
        let passed = Duration::try_from(now.duration_since(since)).unwrap_or_default();
        let patience = Duration::from_secs(u64::try_from(patience).unwrap_or(0));
        if passed < patience {
            queue.add_after(key, patience.saturating_sub(passed));
            return Ok(());
        }
        if !pod.deleting() {
            self.events.normal(
                &pod,
                "",
                "TaintManagerEviction",
                &format!(
                    "Marking for deletion Pod {}/{}",
                    pod.namespace(),
                    pod.name()
                ),
            );
            return self.delete(&pod, &Deletion::default());
        }
        Ok(())
    }

    fn delete(&self, pod: &Object, deletion: &Deletion) -> Result<(), Refusal> {
        let deletion = deletion.clone().only(pod);
        unless_gone(
            self.registry
                .delete(kinds::POD, pod.namespace(), pod.name(), &deletion),
        )
    }
}

impl Controller for Nodes {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::NODE, kinds::POD]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        let assigned = |pod: &Object| pod.text_at("spec.nodeName").to_owned();
        if kind == kinds::POD {
            if change == Change::Deleted || previous.is_none_or(|p| assigned(p) != assigned(object))
            {
                queue.add(object.namespace(), object.name());
            }
            return;
        }
        let taints = |node: &Object| (node.at("spec").cloned(), node.uid().to_owned());
        if change != Change::Modified || previous.is_none_or(|p| taints(p) != taints(object)) {
            queue.add("", object.name());
            for pod in self.registry.list(kinds::POD, &Selection::default()).items {
                if pod.text_at("spec.nodeName") == object.name() {
                    queue.add(pod.namespace(), pod.name());
                }
            }
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        if !key.0.is_empty() {
            return self.pod(key, queue);
        }
        match self.registry.get(kinds::NODE, "", &key.1) {
            Ok(node) => self.mark(&node),
            Err(_) => Ok(()),
        }
    }
}
