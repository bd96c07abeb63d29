//! S01 and S12: a Service looks for labels that no Pod has, and no workload makes Pods with them.
//!
//! Where a workload's template has the labels, Pods are only missing (W08 and the like know why).
//! S12 is the case that the labels are there, but on the Deployment itself.

use std::cell::OnceCell;

use serde_json::{Map, Value, json};

use crate::explain::pods::argument;
use crate::explain::services::{self, Asked, labels};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// The selector fits nothing.
pub(super) const S01: Rule = Rule {
    code: "S01",
    layer: Layer::Routing,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let unmatched = unmatched(context).into_iter();
        unmatched
            .map(|(asked, selector)| nothing_fits(rule, context, &asked, selector))
            .collect()
    },
};

/// The labels stand on the Deployment.
pub(super) const S12: Rule = Rule {
    code: "S12",
    refines: &["S01", "M05", "M11", "M12"],
    find: |rule, context| {
        let unmatched = unmatched(context).into_iter();
        unmatched
            .filter_map(|(asked, selector)| on_the_deployment(rule, context, &asked, selector))
            .collect()
    },
    ..S01
};

type Labels = Map<String, Value>;

/// The Services asked about whose selector fits no Pod, present or to come.
fn unmatched<'c, 's>(context: &Context<'c, 's>) -> Vec<(Asked<'c, 's>, &'s Labels)> {
    let candidates = OnceCell::new();
    let is_made = |selector: &Labels| {
        let all = candidates.get_or_init(|| self::candidates(context)).iter();
        all.into_iter()
            .any(|(_, labels)| missing(selector, labels).is_empty())
    };
    let all = services::asked(context).into_iter();
    all.filter_map(|asked| Some((asked, asked.service.map("spec.selector")?)))
        .filter(|(asked, selector)| !selector.is_empty() && asked.pods(context).is_empty())
        .filter(|(asked, _)| {
            asked.is_unreached(context) || asked.differs_at(context, "spec.selector")
        })
        .filter(|(_, selector)| !is_made(selector))
        .collect()
}

/// The labels that Pods of the namespace have or will have: those of the templates of its
/// Deployments, and those of Pods that nobody makes.
fn candidates<'s>(context: &Context<'_, 's>) -> Vec<(&'s Object, &'s Labels)> {
    let workloads = ["Deployment", "ReplicaSet"]
        .into_iter()
        .flat_map(|kind| context.graph.of_kind(kind))
        .filter_map(|owner| Some((owner, owner.map("spec.template.metadata.labels")?)));
    let alone = context.graph.of_kind("Pod");
    let alone = alone.filter_map(|pod| Some((pod, pod.map("metadata.labels")?)));
    workloads
        .chain(alone)
        .filter(|(object, _)| object.controller().is_none() && !object.is_terminating())
        .collect()
}

/// The entries of a selector that some labels lack.
fn missing<'l>(selector: &'l Labels, labels: &Labels) -> Vec<(&'l String, &'l Value)> {
    let all = selector.iter();
    all.filter(|(key, value)| labels.get(*key) != Some(value))
        .collect()
}

/// The labels that were most likely meant, and of which object: those that the exercise asks for,
/// else the nearest ones, where no others are as near.
fn meant<'s>(
    context: &Context<'_, 's>,
    asked: &Asked<'_, 's>,
    selector: &Labels,
) -> Option<(&'s Object, Labels)> {
    let candidates = candidates(context);
    let wanted = asked.wanted(context, "spec.selector");
    if let Some(wanted) = wanted.and_then(Value::as_object) {
        let fits = |(_, labels): &&(&Object, &Labels)| missing(wanted, labels).is_empty();
        let (object, labels) = candidates.iter().find(fits)?;
        let right = selector
            .iter()
            .filter(|(key, value)| labels.get(*key) == Some(value));
        let mut meant: Labels = owned(right);
        meant.extend(wanted.clone());
        return Some((object, meant));
    }
    let mut near: Vec<(usize, &Object, Labels)> = candidates
        .into_iter()
        .filter_map(|(object, labels)| {
            let (distance, meant) = nearest(selector, labels)?;
            Some((distance, object, meant))
        })
        .collect();
    near.sort_by_key(|(distance, _, _)| *distance);
    match near.as_slice() {
        [(first, ..), (second, ..), ..] if first == second => None,
        [(_, object, meant), ..] => Some((object, meant.clone())),
        [] => None,
    }
}

/// How far a selector is from labels with the same keys, and the selector that fits them.
fn nearest(selector: &Labels, labels: &Labels) -> Option<(usize, Labels)> {
    let mut distance = 0;
    let mut meant = Labels::new();
    for (key, value) in selector {
        let there = labels.get(key)?;
        let (a, b) = (value.as_str()?, there.as_str()?);
        distance += strsim::damerau_levenshtein(a, b);
        meant.insert(key.clone(), there.clone());
    }
    Some((distance, meant))
}

fn nothing_fits(
    rule: &Rule,
    context: &Context<'_, '_>,
    asked: &Asked<'_, '_>,
    selector: &Labels,
) -> Finding {
    let service = asked.service;
    let mut finding = Finding::new(rule)
        .object(service.key())
        .arg("selector", labels(selector))
        .expectation(&asked.failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(service.key()),
            "spec.selector",
            &labels(selector),
        );
    if let Some(error) = asked.http_error(context) {
        finding = finding.evidence(Source::Probe, Some(service.key()), "", error);
    }
    let Some((object, meant)) = meant(context, asked, selector) else {
        return finding
            .variant("none")
            .field(
                FieldPath::parse("spec.selector"),
                None,
                Some(labels(selector)),
            )
            .look(&["kubectl", "get", "pods", "--show-labels"]);
    };
    let field = match selector
        .iter()
        .find(|(key, value)| meant.get(*key) != Some(value))
    {
        Some((key, _)) if meant.contains_key(key) => FieldPath::parse("spec.selector").key(key),
        _ => FieldPath::parse("spec.selector"),
    };
    let shown = |map: &Labels| match field.last_key().and_then(|key| map.get(key)) {
        Some(value) => value.as_str().unwrap_or_default().to_owned(),
        None => labels(map),
    };
    let (expected, actual) = (shown(&meant), shown(selector));
    finding = finding
        .field(field, Some(expected), Some(actual))
        // Only what differs: the rest is right.
        .arg(
            "selector",
            labels(&owned(missing(selector, &meant).into_iter())),
        )
        .arg(
            "labels",
            labels(&owned(missing(&meant, selector).into_iter())),
        )
        .evidence(Source::Spec, Some(object.key()), "labels", &labels(&meant))
        .look(&["kubectl", "get", "pods", "--show-labels"]);
    finding.fix.push(services::reselect(service, &meant));
    finding
}

/// A Deployment that has the labels itself and does not give them to its Pods.
fn on_the_deployment(
    rule: &Rule,
    context: &Context<'_, '_>,
    asked: &Asked<'_, '_>,
    selector: &Labels,
) -> Option<Finding> {
    let deployment = context.graph.of_kind("Deployment").find(|deployment| {
        let own = deployment.map("metadata.labels");
        !deployment.is_terminating() && own.is_some_and(|own| missing(selector, own).is_empty())
    })?;
    let template = deployment.map("spec.template.metadata.labels")?;
    let lacking = missing(selector, template);
    let (key, value) = *lacking.first()?;
    let label = format!("{key}={}", value.as_str()?);
    let path = FieldPath::parse("spec.template.metadata.labels").key(key);
    let mut finding = Finding::new(rule)
        .object(deployment.key())
        .field(
            path,
            value.as_str().map(str::to_owned),
            template.get(key).and_then(Value::as_str).map(str::to_owned),
        )
        .arg("label", label.as_str())
        .arg("deployment", deployment.name())
        .expectation(&asked.failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(deployment.key()),
            "metadata.labels",
            &label,
        )
        .evidence(
            Source::Spec,
            Some(deployment.key()),
            "spec.template.metadata.labels",
            &labels(template),
        )
        .look(&["kubectl", "get", "pods", "--show-labels"]);
    let wanted = asked.wanted(context, "spec.selector");
    finding.fix.push(match wanted.and_then(Value::as_object) {
        Some(wanted) => services::reselect(asked.service, wanted),
        None => bring_together(asked.service, deployment, template, &lacking),
    });
    Some(finding)
}

/// The command that puts the labels into the template; or, as what a Deployment finds its Pods by
/// can't be changed, the one that has the Service follow.
fn bring_together(
    service: &Object,
    deployment: &Object,
    template: &Labels,
    lacking: &[(&String, &Value)],
) -> Vec<String> {
    let bound = deployment.map("spec.selector.matchLabels");
    let is_bound = |key: &String| bound.is_some_and(|bound| bound.contains_key(key));
    if lacking.iter().any(|(key, _)| is_bound(key)) {
        return services::reselect(service, template);
    }
    let added = owned(lacking.iter().copied());
    let patch = json!({"spec": {"template": {"metadata": {"labels": added}}}});
    let (argument, patch) = (argument(deployment), patch.to_string());
    ["kubectl", "patch", &argument, "-p", &patch]
        .map(str::to_owned)
        .into()
}

fn owned<'l>(entries: impl Iterator<Item = (&'l String, &'l Value)>) -> Labels {
    entries
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
