//! What a namespace's limits give to Pods and claims, and what they refuse.

use serde_json::Value;

use super::Registry;
use crate::{
    defaults,
    kinds::{self, Kind},
    object::{Meta, Object, annotate, child},
    quantity::Quantity,
    refusal::{Refusal, together},
    resources::{self, Amounts},
    store::Selection,
};

/// Where a Pod says what it was given.
const ANNOTATION: &str = "kubernetes.io/limit-ranger";

impl Registry {
    fn limit_ranges(&self, object: &Value) -> Vec<Object> {
        let selection = Selection::namespace(object.namespace());
        self.list(kinds::LIMIT_RANGE, &selection).items
    }

    /// Gives the containers of a new Pod what they ask for nothing of.
    pub(super) fn give_limits(&self, pod: &mut Value) {
        for range in self.limit_ranges(pod) {
            let (mut requests, mut limits) = (Amounts::new(), Amounts::new());
            for item in items(&range, "Container") {
                requests.extend(resources::amounts(item.get("defaultRequest")));
                limits.extend(resources::amounts(item.get("default")));
            }
            let mut given = Vec::new();
            let spec = child(pod, "spec");
            for (list, noun) in [
                ("containers", "container"),
                ("initContainers", "init container"),
            ] {
                let containers = spec.get_mut(list).and_then(Value::as_array_mut);
                for container in containers.into_iter().flatten() {
                    let name = container.text_at("name").to_owned();
                    for (what, defaults) in [("request", &requests), ("limit", &limits)] {
                        let names = fill(container, &format!("{what}s"), defaults);
                        if !names.is_empty() {
                            given.push(format!("{} {what} for {noun} {name}", names.join(", ")));
                        }
                    }
                }
            }
            if !given.is_empty() {
                let quality = defaults::quality_of_service(pod);
                *child(child(pod, "status"), "qosClass") = quality.into();
                let text = format!("LimitRanger plugin set: {}", given.join("; "));
                annotate(pod, ANNOTATION, &text);
            }
        }
    }

    /// Refuses what is outside of the limits.
    pub(super) fn keep_limits(
        &self,
        kind: &Kind,
        old: Option<&Object>,
        object: &Value,
    ) -> Result<(), Refusal> {
        let claim = kind == kinds::PERSISTENT_VOLUME_CLAIM;
        if !(claim || kind == kinds::POD && old.is_none()) {
            return Ok(());
        }
        let ranges = self.limit_ranges(object);
        for range in &ranges {
            let wrong = if claim {
                of_claim(range, object)
            } else {
                of_pod(range, object)
            };
            if !wrong.is_empty() {
                return Err(Refusal::forbidden(kind, object.name(), &together(&wrong)));
            }
        }
        Ok(())
    }
}

fn items<'a>(range: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    range
        .list_at("spec.limits")
        .iter()
        .filter(move |item| item.text_at("type") == kind)
}

/// Sets the amounts that a container lacks, and gives their names.
fn fill(container: &mut Value, what: &str, defaults: &Amounts) -> Vec<String> {
    let mut names = Vec::new();
    for (name, amount) in defaults {
        let there = container
            .at("resources")
            .and_then(|r| r.get(what)?.get(name));
        if there.is_none() {
            let amounts = child(child(container, "resources"), what);
            *child(amounts, name) = amount.to_string().into();
            names.push(name.clone());
        }
    }
    names
}

fn of_claim(range: &Value, claim: &Value) -> Vec<String> {
    let requests = resources::amounts(claim.at("spec.resources.requests"));
    let mut wrong = Vec::new();
    for item in items(range, "PersistentVolumeClaim") {
        for (name, least) in resources::amounts(item.get("min")) {
            wrong.extend(too_little("PersistentVolumeClaim", &name, least, &requests));
        }
        for (name, most) in resources::amounts(item.get("max")) {
            // A claim has no limits: what it requests is what it gets.
            wrong.extend(too_much(
                "PersistentVolumeClaim",
                &name,
                most,
                ("request", requests.get(&name)),
            ));
        }
    }
    wrong
}

fn of_pod(range: &Value, pod: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let containers = pod
        .list_at("spec.containers")
        .iter()
        .chain(pod.list_at("spec.initContainers"));
    let each = containers.map(|container| {
        let of =
            |what: &str| resources::amounts(container.at("resources").and_then(|r| r.get(what)));
        (of("requests"), of("limits"))
    });
    let each: Vec<(Amounts, Amounts)> = each.collect();
    let all = (
        resources::of_pod(pod, "requests"),
        resources::of_pod(pod, "limits"),
    );
    for item in range.list_at("spec.limits") {
        let kind = item.text_at("type");
        match kind {
            "Container" => {
                for (requests, limits) in &each {
                    check(kind, item, requests, limits, &mut wrong);
                }
            }
            "Pod" => check(kind, item, &all.0, &all.1, &mut wrong),
            _ => {}
        }
    }
    wrong
}

fn check(kind: &str, item: &Value, requests: &Amounts, limits: &Amounts, wrong: &mut Vec<String>) {
    for (name, least) in resources::amounts(item.get("min")) {
        wrong.extend(too_little(kind, &name, least, requests));
    }
    for (name, most) in resources::amounts(item.get("max")) {
        wrong.extend(too_much(kind, &name, most, ("limit", limits.get(&name))));
    }
    for (name, ratio) in resources::amounts(item.get("maxLimitRequestRatio")) {
        wrong.extend(too_far(
            kind,
            &name,
            ratio,
            requests.get(&name),
            limits.get(&name),
        ));
    }
}

fn too_little(kind: &str, name: &str, least: Quantity, requests: &Amounts) -> Option<String> {
    match requests.get(name) {
        None => Some(format!(
            "minimum {name} usage per {kind} is {least}.  No request is specified"
        )),
        Some(request) if *request < least => Some(format!(
            "minimum {name} usage per {kind} is {least}, but request is {request}"
        )),
        Some(_) => None,
    }
}

fn too_much(
    kind: &str,
    name: &str,
    most: Quantity,
    (what, amount): (&str, Option<&Quantity>),
) -> Option<String> {
    match amount {
        None => Some(format!(
            "maximum {name} usage per {kind} is {most}.  No {what} is specified"
        )),
        Some(amount) if *amount > most => Some(format!(
            "maximum {name} usage per {kind} is {most}, but {what} is {amount}"
        )),
        Some(_) => None,
    }
}

fn too_far(
    kind: &str,
    name: &str,
    ratio: Quantity,
    request: Option<&Quantity>,
    limit: Option<&Quantity>,
) -> Option<String> {
    let beginning = format!("{name} max limit to request ratio per {kind} is {ratio}");
    let request = request.copied().unwrap_or(Quantity::ZERO).nano();
    if request == 0 {
        return Some(format!(
            "{beginning}, but no request is specified or request is 0"
        ));
    }
    let limit = limit.copied().unwrap_or(Quantity::ZERO).nano();
    if limit == 0 {
        return Some(format!(
            "{beginning}, but no limit is specified or limit is 0"
        ));
    }
    // In millionths, as many digits as the message has.
    let millionths = limit.saturating_mul(1_000_000) / request;
    let allowed = ratio.nano() / 1000;
    (millionths > allowed).then(|| {
        format!(
            "{beginning}, but provided ratio is {}.{:06}",
            millionths / 1_000_000,
            millionths % 1_000_000
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_outside_of_the_limits_is_told_as_upstream_tells_it() {
        let range = json!({"spec": {"limits": [
            {"type": "Container", "min": {"cpu": "50m", "memory": "10Mi"}, "max": {"cpu": "1"}, "maxLimitRequestRatio": {"cpu": "4"}},
            {"type": "Pod", "max": {"cpu": "1500m"}},
        ]}});
        let of = |resources: Value| {
            of_pod(
                &range,
                &json!({"spec": {"containers": [{"resources": resources}]}}),
            )
        };
        assert_eq!(
            of(json!({"requests": {"cpu": "10m", "memory": "1Mi"}, "limits": {"cpu": "3"}})),
            [
                "minimum cpu usage per Container is 50m, but request is 10m",
                "minimum memory usage per Container is 10Mi, but request is 1Mi",
                "maximum cpu usage per Container is 1, but limit is 3",
                "cpu max limit to request ratio per Container is 4, but provided ratio is 300.000000",
                "maximum cpu usage per Pod is 1500m, but limit is 3",
            ]
        );
        assert_eq!(
            of(json!({})),
            [
                "minimum cpu usage per Container is 50m.  No request is specified",
                "minimum memory usage per Container is 10Mi.  No request is specified",
                "maximum cpu usage per Container is 1.  No limit is specified",
                "cpu max limit to request ratio per Container is 4, but no request is specified or request is 0",
                "maximum cpu usage per Pod is 1500m.  No limit is specified",
            ]
        );
        assert!(
            of(json!({"requests": {"cpu": "250m", "memory": "1Gi"}, "limits": {"cpu": "1"}}))
                .is_empty()
        );
    }
}
