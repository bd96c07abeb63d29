//! S16: a program asks for a name that no Service has, for one in another Namespace, or for
//! `localhost`, which is its own Pod.

use crate::explain::hosts::{Host, hosts};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, context};
use crate::snapshot::ProbeOutcome;
use crate::snapshot::object::Object;

/// No Service answers to that name.
pub(super) const S16: Rule = Rule {
    code: "S16",
    layer: Layer::Routing,
    refines: &["M05", "M11", "M12", "P10"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let hosts = context.pods().into_iter().flat_map(hosts);
        hosts
            .filter_map(|host| wrong_name(rule, context, &host))
            .collect()
    },
};

fn wrong_name(rule: &Rule, context: &Context<'_, '_>, host: &Host<'_>) -> Option<Finding> {
    let finding = host.finding(rule, context)?;
    // Without any, it is not known whether Services were read.
    let services: Vec<&Object> = context.graph.of_kind("Service").collect();
    if services.is_empty() || host.pod.text("status.phase") == "Succeeded" {
        return None;
    }
    let (variant, right) = judge(context, host, &services)?;
    let mut finding = finding
        .variant(variant)
        .arg("host", host.host)
        .look(&["kubectl", "get", "services"]);
    if let Some(line) = last_words(context, host) {
        finding = finding.evidence(Source::Log, Some(host.pod.key()), "log", line);
    }
    match right {
        Some(right) => {
            finding.expected = Some(host.quote.replacen(host.host, right, 1));
            finding = finding.arg("service", right);
        }
        None if variant == "missing" => finding = finding.variant("unknown"),
        None => return None,
    }
    if variant == "localhost" {
        finding = finding.confidence(Confidence::Likely);
    }
    Some(finding)
}

/// What is wrong with a host, and the Service that was most likely meant.
fn judge<'s>(
    context: &Context<'_, 's>,
    host: &Host<'_>,
    services: &[&'s Object],
) -> Option<(&'static str, Option<&'s str>)> {
    let only = only(context, services);
    if matches!(host.host, "localhost" | "127.0.0.1") {
        let alone = host.pod.list("spec.containers").len() == 1;
        return alone.then_some(("localhost", only));
    }
    if host.host.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let (name, rest) = host.host.split_once('.').unwrap_or((host.host, ""));
    let namespace = rest.split('.').next().unwrap_or_default();
    if !rest.is_empty() && namespace != context.graph.namespace() {
        // Otherwise it is a name of the world outside.
        let is_inside = rest.contains(".svc")
            || context
                .graph
                .all("Namespace")
                .iter()
                .any(|known| known.name() == namespace);
        let here = services.iter().find(|service| service.name() == name);
        return here
            .filter(|_| is_inside)
            .map(|service| ("namespace", Some(service.name())));
    }
    if services.iter().any(|service| service.name() == name) {
        return None;
    }
    let near = services
        .iter()
        .map(|service| {
            (
                strsim::damerau_levenshtein(service.name(), name),
                service.name(),
            )
        })
        .filter(|(distance, known)| *distance <= 1.max(known.len() / 3))
        .min();
    Some(("missing", near.map(|(_, name)| name).or(only)))
}

/// The Service that the exercise is about, or the only one there is.
fn only<'s>(context: &Context<'_, 's>, services: &[&'s Object]) -> Option<&'s str> {
    let exercise = context.exercise?;
    let all = exercise.expect.iter().chain(&exercise.given);
    let named: Vec<&str> = all
        .flat_map(context::targets)
        .filter(|target| target.kind == "Service")
        .filter_map(|target| target.name.as_deref())
        .collect();
    let is_named = |service: &&&Object| named.contains(&service.name());
    let mut candidates: Vec<&Object> = services.iter().filter(is_named).copied().collect();
    if candidates.is_empty() {
        candidates = services.to_vec();
    }
    match candidates.as_slice() {
        [only] => Some(only.name()),
        _ => None,
    }
}

/// What the program said of it, if its log was read.
fn last_words<'s>(context: &Context<'_, 's>, host: &Host<'_>) -> Option<&'s str> {
    let probes = context.snapshot().probes.iter();
    let mut texts = probes.filter_map(|probe| match &probe.outcome {
        ProbeOutcome::Text { text } => Some(text.as_str()),
        _ => None,
    });
    texts.find_map(|text| {
        let mut lines = text.lines().rev();
        lines.find(|line| line.contains(host.host))
    })
}
