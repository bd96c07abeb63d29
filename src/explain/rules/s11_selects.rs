//! S11 and S13: a Service without a selector finds no Pods; one that asks for too little finds Pods
//! of others too.

use serde_json::Value;

use crate::check::Cause;
use crate::explain::services::{self, Asked, labels};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::graph;
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// No selector.
pub(super) const S11: Rule = Rule {
    code: "S11",
    layer: Layer::Routing,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let services = services::asked(context).into_iter();
        services
            .filter_map(|asked| none(rule, context, &asked))
            .collect()
    },
};

/// Pods of others too.
pub(super) const S13: Rule = Rule {
    code: "S13",
    find: |rule, context| {
        let services = services::asked(context).into_iter();
        services
            .filter_map(|asked| too_many(rule, context, &asked))
            .collect()
    },
    ..S11
};

fn none(rule: &Rule, context: &Context<'_, '_>, asked: &Asked<'_, '_>) -> Option<Finding> {
    let service = asked.service;
    let selector = service.map("spec.selector");
    let concerned = asked.is_unreached(context) || asked.differs_at(context, "spec.selector");
    let outside = service.text("spec.type") == "ExternalName";
    if !concerned || outside || selector.is_some_and(|selector| !selector.is_empty()) {
        return None;
    }
    let wanted = asked.wanted(context, "spec.selector");
    let wanted = wanted.and_then(Value::as_object);
    let path = FieldPath::parse("spec.selector");
    let mut finding = Finding::new(rule)
        .object(service.key())
        .field(path, wanted.map(labels), None)
        .expectation(&asked.failed.expectation.id)
        .evidence(Source::Spec, Some(service.key()), "spec.selector", "<none>")
        .look(&["kubectl", "describe", "service", service.name()]);
    let fix = wanted.map(|wanted| services::reselect(service, wanted));
    finding.fix.extend(fix);
    Some(finding)
}

fn too_many(rule: &Rule, context: &Context<'_, '_>, asked: &Asked<'_, '_>) -> Option<Finding> {
    let service = asked.service;
    let selector = service.map("spec.selector")?;
    let pods = asked.pods(context);
    let wanted = asked.wanted(context, "spec.selector");
    let wanted = wanted.and_then(Value::as_object);
    let (stranger, is_certain) = if let Some(wanted) = wanted {
        let is_part = selector
            .iter()
            .all(|(key, value)| wanted.get(key).is_none_or(|wanted| wanted == value));
        let stranger = pods.iter().find(|pod| !graph::selects(wanted, pod));
        (stranger.filter(|_| is_part)?, true)
    } else {
        (another_owners(context, asked, &pods)?, false)
    };
    let owner = context.graph.root_owner(stranger);
    let mut finding = Finding::new(rule)
        .object(service.key())
        .field(
            FieldPath::parse("spec.selector"),
            wanted.map(labels),
            Some(labels(selector)),
        )
        .arg("other", owner.name())
        .arg("selector", labels(selector))
        .expectation(&asked.failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(stranger.key()),
            "metadata.labels",
            &stranger
                .map("metadata.labels")
                .map(labels)
                .unwrap_or_default(),
        )
        .look(&["kubectl", "get", "pods", "-l", &labels(selector)]);
    if !is_certain {
        finding = finding.confidence(Confidence::Likely);
    }
    if let Some(wanted) = wanted {
        let mut both = selector.clone();
        both.extend(wanted.clone());
        finding.expected = Some(labels(&both));
        finding.fix.push(services::reselect(service, &both));
    }
    Some(finding)
}

/// A Pod that another workload made than the first, where an answer lacked what was wanted: it may
/// have come from there.
fn another_owners<'x, 's>(
    context: &Context<'_, 's>,
    asked: &Asked<'_, 's>,
    pods: &'x [&'s Object],
) -> Option<&'x &'s Object> {
    let lacks = context.failed().into_iter().any(|failed| {
        let of_it = failed.outcome.subjects.contains(&asked.service.key());
        of_it
            && matches!(
                failed.outcome.cause,
                Some(Cause::Http { lacks: Some(_), .. })
            )
    });
    let root = |pod: &'s Object| context.graph.root_owner(pod);
    let first = root(pods.first()?);
    let mut others = pods.iter();
    others.find(|pod| lacks && !std::ptr::eq(root(pod), first))
}
