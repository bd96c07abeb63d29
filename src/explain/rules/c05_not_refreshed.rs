//! C05 to C07: a ConfigMap was changed, and a container that has its values still has the old ones.
//!
//! An environment variable is read when the container starts (C05), a file mounted with `subPath`
//! is never renewed (C07), and other files are renewed after a while (C06, which is no fault).
//! The predicate: what a probe looks for stands in the ConfigMap now, and the ConfigMap is newer
//! than the container.

use crate::check::Cause;
use crate::explain::context::Failed;
use crate::explain::pods::{argument, on_workload};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::configuration::{Delivered, Delivery, delivered};
use crate::snapshot::object::Object;

/// An environment variable has the value of the start.
pub(super) const C05: Rule = Rule {
    code: "C05",
    layer: Layer::Run,
    refines: &["M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, Delivery::Variable),
};

/// The files follow soon.
pub(super) const C06: Rule = Rule {
    code: "C06",
    refines: &["M09"],
    waiting: true,
    find: |rule, context| find(rule, context, Delivery::File),
    ..C05
};

/// A file mounted with `subPath` has the content of the start.
pub(super) const C07: Rule = Rule {
    code: "C07",
    find: |rule, context| find(rule, context, Delivery::SubPath),
    ..C05
};

/// What a failed probe looked for.
pub(super) fn looked_for(failed: Failed<'_>) -> Option<&str> {
    match failed.outcome.cause.as_ref()? {
        Cause::Log { lacks } => Some(lacks),
        Cause::File { wanted, .. } => Some(wanted),
        Cause::Http { lacks, .. } => lacks.as_deref(),
        _ => None,
    }
}

/// The Pods that a failed probe looked into.
pub(super) fn looked_into<'s>(context: &Context<'_, 's>, failed: Failed<'_>) -> Vec<&'s Object> {
    let is_looked_into = |pod: &&Object| {
        failed.outcome.subjects.iter().any(|key| {
            let subject = context.graph.by_key(key);
            subject.is_some_and(|subject| match subject.kind() {
                "Service" => {
                    let selected = context.graph.pods_selected_by(subject);
                    selected.iter().any(|other| std::ptr::eq(*other, *pod))
                }
                _ => std::ptr::eq(subject, *pod),
            })
        })
    };
    context.pods().into_iter().filter(is_looked_into).collect()
}

fn find(rule: &Rule, context: &Context<'_, '_>, delivery: Delivery) -> Vec<Finding> {
    let mut findings = Vec::new();
    for failed in context.failed() {
        let Some(text) = looked_for(failed) else {
            continue;
        };
        for pod in looked_into(context, failed) {
            let all = delivered(pod, context.graph).into_iter();
            let stale = all.filter(|value| {
                value.delivery == delivery
                    && value.has_to_do_with(text)
                    && value.changed_since_start().is_some()
            });
            findings.extend(stale.map(|value| finding(rule, context, failed, &value)));
        }
    }
    findings
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    value: &Delivered<'_>,
) -> Finding {
    let (object, path) = on_workload(value.pod, context.graph, &value.path.to_string());
    let time = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let mut found = Finding::new(rule)
        .object(object.key())
        .expectation(&failed.expectation.id)
        .arg("map", value.map.name())
        .arg("key", value.key)
        .arg("container", value.container)
        .evidence(
            Source::Spec,
            Some(object.key()),
            &path.to_string(),
            value.map.name(),
        )
        .evidence(
            Source::Status,
            Some(value.pod.key()),
            "state.running.startedAt",
            &time(value.started_at()),
        )
        .evidence(
            Source::Spec,
            Some(value.map.key()),
            "metadata.managedFields",
            &time(value.changed_since_start()),
        );
    if value.delivery == Delivery::File {
        return found.look(&["kubectl", "describe", "configmap", value.map.name()]);
    }
    found = found.look(&["kubectl", "describe", &argument(value.pod)]);
    if object.kind() == "Deployment" {
        found = found.fix(&["kubectl", "rollout", "restart", &argument(object)]);
    } else {
        found = found.variant("pod");
    }
    found
}
