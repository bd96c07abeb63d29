//! ReplicaSets: as many Pods of a template as are wanted.

use serde_json::{Value, json};

use super::{
    Controller, Queue,
    owners::{self, active, available, condition, ready_since},
};
use crate::{
    events::{Recorder, Source},
    kinds::{self, Kind},
    object::{Meta, Object, child},
    refusal::Refusal,
    registry::{Deletion, Part, Registry, Write},
    store::{Change, Key, LabelSelector, Selection},
};

/// The most Pods that are made or deleted in one step.
const BURST: usize = 500;

/// The controller of ReplicaSets.
#[derive(Debug)]
pub(crate) struct ReplicaSets {
    registry: Registry,
    events: Recorder,
}

impl ReplicaSets {
    pub(crate) fn new(registry: &Registry) -> Self {
        let source = Source {
            component: "replicaset-controller",
            newer: false,
        };
        Self {
            registry: registry.clone(),
            events: Recorder::new(registry, source, None),
        }
    }

    /// Makes Pods in growing batches, so that one that is refused stops the rest.
    fn make(&self, set: &Object, count: usize) -> Result<(), Refusal> {
        let template = set.at("spec.template").cloned().unwrap_or_default();
        let (mut left, mut batch) = (count, 1);
        while left > 0 {
            let mut failure = None;
            for _ in 0..batch.min(left) {
                left -= 1;
                match self.registry.create(
                    kinds::POD,
                    set.namespace(),
                    &owners::pod_from(&template, set),
                ) {
                    Ok(pod) => self.events.normal(
                        set,
                        "",
                        "SuccessfulCreate",
                        &format!("Created pod: {}", pod.name()),
                    ),
                    Err(refusal) => {
                        // A namespace that is going wants no more Pods, and that is no failure.
                        let going = refusal.to_value()["details"]["causes"][0]["reason"]
                            == "NamespaceTerminating";
                        if going {
                            return Ok(());
                        }
                        self.events.warning(
                            set,
                            "",
                            "FailedCreate",
                            &format!("Error creating: {}", refusal.message()),
                        );
                        failure = Some(refusal);
                    }
                }
            }
            if let Some(refusal) = failure {
                return Err(refusal);
            }
            batch *= 2;
        }
        Ok(())
    }

    fn delete(&self, set: &Object, pods: &[Object], count: usize) -> Result<(), Refusal> {
        let related = self
            .registry
            .list(kinds::POD, &Selection::namespace(set.namespace()));
        let selector = LabelSelector::from_spec(set.at("spec.selector"));
        let on_node = |node: &str| {
            related
                .items
                .iter()
                .filter(|p| active(p) && p.text_at("spec.nodeName") == node && selector.matches(p))
                .count()
        };
        let mut ranked: Vec<(Rank, &Object)> = pods
            .iter()
            .map(|pod| (rank(pod, on_node(pod.text_at("spec.nodeName"))), pod))
            .collect();
        ranked.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, pod) in ranked.into_iter().take(count) {
            match self.registry.delete(
                kinds::POD,
                pod.namespace(),
                pod.name(),
                &Deletion::default().only(pod),
            ) {
                Ok(_) => self.events.normal(
                    set,
                    "",
                    "SuccessfulDelete",
                    &format!("Deleted pod: {}", pod.name()),
                ),
                Err(refusal) if refusal.is_not_found() => {}
                Err(refusal) => {
                    self.events.warning(
                        set,
                        "",
                        "FailedDelete",
                        &format!("Error deleting: {}", refusal.message()),
                    );
                    return Err(refusal);
                }
            }
        }
        Ok(())
    }

    fn status(
        &self,
        set: &Object,
        pods: &[Object],
        going: usize,
        failure: Option<(&str, &Refusal)>,
        queue: &mut Queue,
    ) -> Result<(), Refusal> {
        let now = self.registry.clock().now();
        let wait = set.int_at("spec.minReadySeconds").unwrap_or(0);
        let labels = set
            .at("spec.template.metadata.labels")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let labelled = |pod: &&Object| {
            labels
                .iter()
                .all(|(key, value)| pod.label(key) == value.as_str())
        };
        let (mut ready, mut ready_for_long) = (0_usize, 0_usize);
        for pod in pods {
            match available(pod, wait, now) {
                Ok(()) => ready_for_long += 1,
                Err(Some(left)) => {
                    queue.add_after(&(set.namespace().to_owned(), set.name().to_owned()), left);
                }
                Err(None) => continue,
            }
            ready += 1;
        }
        let counts = [
            ("fullyLabeledReplicas", pods.iter().filter(labelled).count()),
            ("readyReplicas", ready),
            ("availableReplicas", ready_for_long),
        ];
        let mut status = json!({"replicas": pods.len()});
        for (name, count) in counts {
            if count > 0 {
                status[name] = count.into();
            }
        }
        status["terminatingReplicas"] = going.into();
        status["observedGeneration"] = set.int_at("metadata.generation").unwrap_or(1).into();
        if let Some((reason, refusal)) = failure {
            let before = condition(set, "ReplicaFailure");
            let since = before.map_or_else(
                || self.registry.clock().stamp(),
                |c| c.text_at("lastTransitionTime").to_owned(),
            );
            status["conditions"] = json!([{"type": "ReplicaFailure", "status": "True", "reason": reason, "message": refusal.message(), "lastTransitionTime": since}]);
        }
        if set.get("status") == Some(&status) {
            return Ok(());
        }
        self.registry
            .modify(
                kinds::REPLICA_SET,
                set.namespace(),
                set.name(),
                Part::Status,
                &Write::default(),
                |object| {
                    *child(object, "status") = status.clone();
                    Ok(())
                },
            )
            .map(|_| ())
    }
}

impl Controller for ReplicaSets {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::REPLICA_SET, kinds::POD]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        _: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::REPLICA_SET {
            queue.add(object.namespace(), object.name());
            return;
        }
        for pod in [Some(object), previous].into_iter().flatten() {
            if let Some(name) = owners::controller_of(pod, kinds::REPLICA_SET) {
                queue.add(pod.namespace(), name);
            } else if pod.controller().is_none() && !object.deleting() {
                for set in self
                    .registry
                    .list(kinds::REPLICA_SET, &Selection::namespace(pod.namespace()))
                    .items
                {
                    if LabelSelector::from_spec(set.at("spec.selector")).matches(pod) {
                        queue.add(set.namespace(), set.name());
                    }
                }
            }
        }
    }

    fn reconcile(&mut self, key: &Key, queue: &mut Queue) -> Result<(), Refusal> {
        let Ok(set) = self.registry.get(kinds::REPLICA_SET, &key.0, &key.1) else {
            return Ok(());
        };
        let all = owners::claim(&self.registry, kinds::POD, &set, &|pod| !owners::ended(pod))?;
        let (going, pods): (Vec<Object>, Vec<Object>) =
            all.into_iter().partition(|pod| pod.deleting());
        let mut failure = None;
        if !set.deleting() {
            let wanted = usize::try_from(set.int_at("spec.replicas").unwrap_or(1)).unwrap_or(0);
            if pods.len() < wanted {
                failure = self
                    .make(&set, (wanted - pods.len()).min(BURST))
                    .err()
                    .map(|r| ("FailedCreate", r));
            } else if pods.len() > wanted {
                failure = self
                    .delete(&set, &pods, (pods.len() - wanted).min(BURST))
                    .err()
                    .map(|r| ("FailedDelete", r));
            }
        }
        // The status tells what was there before this step, as upstream's does: the next change of
        // a Pod brings the next status.
        let told = failure.as_ref().map(|(reason, refusal)| (*reason, refusal));
        match self.status(&set, &pods, going.len(), told, queue) {
            Err(refusal) if !refusal.is_not_found() => return Err(refusal),
            _ => {}
        }
        failure.map_or(Ok(()), |(_, refusal)| Err(refusal))
    }
}

/// Which Pod goes first: the one that is missed least.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    assigned: bool,
    phase: u8,
    ready: bool,
    cost: i64,
    /// Fewer neighbours of the same set come later.
    neighbours: std::cmp::Reverse<usize>,
    ready_since: std::cmp::Reverse<String>,
    restarts: std::cmp::Reverse<i64>,
    created: std::cmp::Reverse<String>,
}

fn rank(pod: &Object, neighbours: usize) -> Rank {
    let phase = match pod.text_at("status.phase") {
        "Pending" => 0,
        "Unknown" => 1,
        _ => 2,
    };
    let restarts = pod
        .list_at("status.containerStatuses")
        .iter()
        .filter_map(|c| c.int_at("restartCount"))
        .max();
    Rank {
        assigned: !pod.text_at("spec.nodeName").is_empty(),
        phase,
        ready: ready_since(pod).is_some(),
        cost: pod
            .annotation("controller.kubernetes.io/pod-deletion-cost")
            .and_then(|c| c.parse().ok())
            .unwrap_or(0),
        neighbours: std::cmp::Reverse(neighbours),
        ready_since: std::cmp::Reverse(
            condition(pod, "Ready")
                .map_or_else(String::new, |c| c.text_at("lastTransitionTime").to_owned()),
        ),
        restarts: std::cmp::Reverse(restarts.unwrap_or(0)),
        created: std::cmp::Reverse(pod.text_at("metadata.creationTimestamp").to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod(node: &str, phase: &str, ready: Option<&str>, created: &str) -> Object {
        let conditions = ready
            .map(|since| json!([{"type": "Ready", "status": "True", "lastTransitionTime": since}]));
        json!({"metadata": {"creationTimestamp": created}, "spec": {"nodeName": node}, "status": {"phase": phase, "conditions": conditions}}).into()
    }

    #[test]
    fn the_pod_that_is_missed_least_goes_first() {
        let order = [
            pod("", "Pending", None, "1"),
            pod("n", "Pending", None, "1"),
            pod("n", "Running", None, "1"),
            pod("n", "Running", Some("9"), "1"),
            pod("n", "Running", Some("5"), "2"),
            pod("n", "Running", Some("5"), "1"),
        ];
        for pair in order.windows(2) {
            assert!(rank(&pair[0], 1) < rank(&pair[1], 1), "{pair:?}");
        }
        assert!(rank(&order[5], 3) < rank(&order[5], 1));
    }
}
