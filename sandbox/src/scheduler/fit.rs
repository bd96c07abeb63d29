//! Whether a Pod fits on a node, and upstream's words for why not.

use std::collections::BTreeMap;

use serde_json::Value;

use super::affinity;
use crate::{
    object::{Meta, Object},
    quantity::Quantity,
    resources,
};

/// What Pods ask of a node: amounts by resource, and their number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    amounts: BTreeMap<String, i128>,
    pods: usize,
    ports: Vec<(i64, String)>,
}

impl Usage {
    /// What one Pod asks for.
    pub(crate) fn of(pod: &Value) -> Self {
        let amounts = resources::of_pod(pod, "requests")
            .into_iter()
            .map(|(name, amount)| (name, amount.nano()))
            .collect();
        let ports = pod
            .list_at("spec.containers")
            .iter()
            .flat_map(|c| c.list_at("ports"));
        let ports = ports
            .filter_map(|p| {
                Some((
                    p.int_at("hostPort").filter(|n| *n > 0)?,
                    p.text_at("protocol").to_owned(),
                ))
            })
            .collect();
        Self {
            amounts,
            pods: 1,
            ports,
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (name, amount) in &other.amounts {
            *self.amounts.entry(name.clone()).or_default() += amount;
        }
        self.pods += other.pods;
        self.ports.extend(other.ports.iter().cloned());
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        for (name, amount) in &other.amounts {
            if let Some(sum) = self.amounts.get_mut(name) {
                *sum -= amount;
            }
        }
        self.pods = self.pods.saturating_sub(other.pods);
        for port in &other.ports {
            if let Some(at) = self.ports.iter().position(|p| p == port) {
                self.ports.remove(at);
            }
        }
    }
}

fn nano(value: &Value) -> i128 {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Quantity::parse(&text).map_or(0, Quantity::nano)
}

/// Why a node does not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct No {
    pub(super) reasons: Vec<String>,
    /// Pods that went would make room.
    pub(super) curable: bool,
}

pub(super) fn never(reason: &str) -> No {
    No {
        reasons: vec![reason.to_owned()],
        curable: false,
    }
}

/// Whether a toleration is about a taint.
pub(crate) fn tolerates(toleration: &Value, taint: &Value) -> bool {
    let effect = toleration.text_at("effect");
    if !effect.is_empty() && effect != taint.text_at("effect") {
        return false;
    }
    let key = toleration.text_at("key");
    let exists = toleration.text_at("operator") == "Exists";
    if key.is_empty() {
        return exists;
    }
    key == taint.text_at("key") && (exists || toleration.text_at("value") == taint.text_at("value"))
}

/// Checks a node, in the order in which upstream's filters do.
pub(super) fn check(pod: &Object, node: &Object, used: &Usage, wanted: &Usage) -> Result<(), No> {
    let tolerations = pod.list_at("spec.tolerations");
    let tolerated = |taint: &Value| tolerations.iter().any(|t| tolerates(t, taint));
    let cordoned =
        serde_json::json!({"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"});
    if node.at("spec.unschedulable") == Some(&Value::Bool(true)) && !tolerated(&cordoned) {
        return Err(never("node(s) were unschedulable"));
    }
    let hard = node
        .list_at("spec.taints")
        .iter()
        .filter(|t| matches!(t.text_at("effect"), "NoSchedule" | "NoExecute"));
    if hard.clone().any(|taint| !tolerated(taint)) {
        return Err(never("node(s) had untolerated taint(s)"));
    }
    if !affinity::fits(pod, node) {
        return Err(never("node(s) didn't match Pod's node affinity/selector"));
    }
    if wanted.ports.iter().any(|p| used.ports.contains(p)) {
        return Err(No {
            reasons: vec!["node(s) didn't have free ports for the requested pod ports".into()],
            curable: true,
        });
    }
    let mut reasons = Vec::new();
    let mut curable = true;
    let capacity = |name: &str| {
        node.at("status.allocatable")
            .and_then(|a| a.get(name))
            .map_or(0, nano)
    };
    let places = usize::try_from(capacity("pods") / 1_000_000_000).unwrap_or(0);
    if used.pods + 1 > places {
        reasons.push("Too many pods".to_owned());
    }
    for (name, amount) in &wanted.amounts {
        let has = capacity(name);
        if *amount > 0 && *amount > has - used.amounts.get(name).copied().unwrap_or(0) {
            reasons.push(format!("Insufficient {name}"));
            curable &= *amount <= has;
        }
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(No { reasons, curable })
    }
}

/// How good a node is: the emptier, the better.
pub(super) fn score(pod: &Object, node: &Object, used: &Usage, wanted: &Usage) -> i128 {
    let share = |name: &str| {
        let has = node
            .at("status.allocatable")
            .and_then(|a| a.get(name))
            .map_or(0, nano);
        let taken = used.amounts.get(name).copied().unwrap_or(0)
            + wanted.amounts.get(name).copied().unwrap_or(0);
        if has == 0 {
            0
        } else {
            (has - taken) * 1000 / has
        }
    };
    let soft = node
        .list_at("spec.taints")
        .iter()
        .filter(|t| t.text_at("effect") == "PreferNoSchedule");
    let disliked = soft
        .filter(|taint| {
            !pod.list_at("spec.tolerations")
                .iter()
                .any(|t| tolerates(t, taint))
        })
        .count();
    share("cpu") + share("memory") - i128::try_from(used.pods * 10 + disliked * 3000).unwrap_or(0)
        + affinity::preference(pod, node)
}

/// What stands behind the reasons: whether other Pods could be made to leave.
pub(super) fn preemption(nodes: usize, victims: usize, hopeless: usize) -> String {
    let mut parts = Vec::new();
    if victims > 0 {
        parts.push(format!(
            "{victims} No preemption victims found for incoming pod"
        ));
    }
    if hopeless > 0 {
        parts.push(format!(
            "{hopeless} Preemption is not helpful for scheduling"
        ));
    }
    parts.sort();
    format!(
        "no new claims to deallocate, preemption: 0/{nodes} nodes are available: {}.",
        parts.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(pod: &Object, node: &Object, used: &Usage) -> Result<(), No> {
        super::check(pod, node, used, &Usage::of(pod))
    }

    fn node() -> Object {
        json!({"metadata": {"name": "minikube", "labels": {"disk": "hdd"}}, "status": {"allocatable": {"cpu": "2", "memory": "1Gi", "pods": "2"}}}).into()
    }

    #[allow(clippy::needless_pass_by_value, reason = "specs are written in place")]
    fn pod(spec: Value) -> Object {
        json!({"metadata": {"name": "x"}, "spec": spec}).into()
    }

    fn asking(cpu: &str) -> Object {
        pod(json!({"containers": [{"resources": {"requests": {"cpu": cpu}}}]}))
    }

    #[test]
    fn each_reason_has_upstreams_words() {
        let none = Usage::default();
        let reason =
            |pod: &Object, node: &Object, used: &Usage| check(pod, node, used).unwrap_err().reasons;
        assert_eq!(check(&asking("2"), &node(), &none), Ok(()));
        assert_eq!(
            reason(&asking("2001m"), &node(), &none),
            ["Insufficient cpu"]
        );
        let mut used = Usage::of(&asking("1500m"));
        assert_eq!(
            reason(&asking("600m"), &node(), &used),
            ["Insufficient cpu"]
        );
        used.add(&Usage::of(&asking("0")));
        assert_eq!(reason(&asking("0"), &node(), &used), ["Too many pods"]);
        used.remove(&Usage::of(&asking("1500m")));
        assert_eq!(check(&asking("600m"), &node(), &used), Ok(()));
        let picky = pod(json!({"nodeSelector": {"disk": "ssd"}}));
        assert_eq!(
            reason(&picky, &node(), &none),
            ["node(s) didn't match Pod's node affinity/selector"]
        );
        let mut tainted = node().value().clone();
        tainted["spec"] = json!({"taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}]});
        assert_eq!(
            reason(&asking("1"), &tainted.clone().into(), &none),
            ["node(s) had untolerated taint(s)"]
        );
        let tolerant = pod(json!({"tolerations": [{"key": "a", "operator": "Exists"}]}));
        assert_eq!(check(&tolerant, &tainted.clone().into(), &none), Ok(()));
        tainted["spec"] = json!({"unschedulable": true});
        assert_eq!(
            reason(&asking("1"), &tainted.into(), &none),
            ["node(s) were unschedulable"]
        );
    }
}
