//! S06 and S10: the type of a Service is another than wanted, or none that there is; a
//! `LoadBalancer` waits for an address that nobody hands out.

use serde_json::{Value, json};

use crate::check::Cause;
use crate::explain::services::{self, Asked};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::path::FieldPath;

/// Another type.
pub(super) const S06: Rule = Rule {
    code: "S06",
    layer: Layer::Intent,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let services = services::asked(context).into_iter();
        let mut found: Vec<Finding> = services
            .filter_map(|asked| other_type(rule, context, &asked))
            .collect();
        found.extend(no_such_type(rule, context));
        found
    },
};

/// No address from outside.
pub(super) const S10: Rule = Rule {
    code: "S10",
    layer: Layer::Routing,
    find: |rule, context| {
        let services = services::asked(context).into_iter();
        services
            .filter_map(|asked| pending(rule, context, &asked))
            .collect()
    },
    ..S06
};

fn other_type(rule: &Rule, context: &Context<'_, '_>, asked: &Asked<'_, '_>) -> Option<Finding> {
    let all = asked.mismatches(context);
    let (failed, mismatch) = all
        .into_iter()
        .find(|(_, mismatch)| mismatch.path.to_string() == "spec.type")?;
    let (service, wanted) = (asked.service, mismatch.expected.as_str()?);
    let actual = service.text("spec.type");
    let variant = match (actual, wanted) {
        ("ClusterIP", _) => "inside",
        (_, "ClusterIP") => "outside",
        _ => "other",
    };
    let mut finding = Finding::new(rule)
        .variant(variant)
        .object(service.key())
        .field(
            mismatch.path.clone(),
            Some(wanted.to_owned()),
            Some(actual.to_owned()),
        )
        .arg("type", actual)
        .arg("wanted", wanted)
        .expectation(&failed.expectation.id)
        .evidence(Source::Spec, Some(service.key()), "spec.type", actual)
        .look(&["kubectl", "get", "service", service.name()]);
    finding
        .fix
        .push(services::patch(service, &json!({"spec": {"type": wanted}})));
    Some(finding)
}

/// A command that was refused because of a type that there is not: `nodeport` for `NodePort`.
fn no_such_type(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| {
        line.contains("spec.type: Unsupported value: ")
    })?;
    let mut quoted = line.split('"');
    let name = quoted.nth(1)?;
    let (_, after) = line.split_once("spec.type: Unsupported value: \"")?;
    let (value, supported) = after.split_once('"')?;
    let supported = supported.split('"').skip(1).step_by(2);
    let meant = supported
        .map(|known| {
            let (known_low, value) = (known.to_lowercase(), value.to_lowercase());
            (strsim::damerau_levenshtein(&known_low, &value), known)
        })
        .filter(|(distance, _)| *distance <= 2)
        .min();
    let mut finding = typed::quoted(Finding::new(rule).variant("spelling"), typed, line);
    finding.layer = Layer::Admission;
    if context.exercise.is_some() {
        finding = super::s07_refused::concerned(finding, context, &parsed, name)?;
    }
    finding = finding.arg("type", value).arg("name", name);
    finding.actual = Some(value.to_owned());
    if let Some((_, meant)) = meant {
        finding.expected = Some(meant.to_owned());
        let words = typed.argv.iter();
        finding
            .fix
            .push(words.map(|word| word.replace(value, meant)).collect());
    }
    Some(finding.look(&["kubectl", "explain", "service.spec.type"]))
}

fn pending(rule: &Rule, context: &Context<'_, '_>, asked: &Asked<'_, '_>) -> Option<Finding> {
    let service = asked.service;
    let addresses = service.list("status.loadBalancer.ingress");
    if service.text("spec.type") != "LoadBalancer" || !addresses.is_empty() {
        return None;
    }
    let failed = context.failed().into_iter().find(|failed| {
        let about = failed.outcome.subjects.contains(&service.key());
        let waits = match &failed.outcome.cause {
            Some(Cause::Fields { mismatches }) => mismatches
                .iter()
                .any(|m| m.path.to_string().starts_with("status.loadBalancer")),
            Some(Cause::False { .. }) => true,
            _ => false,
        };
        about && waits
    })?;
    let path = FieldPath::parse("status.loadBalancer.ingress");
    let mut ports = service.list("spec.ports").iter();
    let node_port = ports.find_map(|port| port.get("nodePort").and_then(Value::as_i64));
    let mut finding = Finding::new(rule)
        .object(service.key())
        .field(path, None, None)
        .expectation(&failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(service.key()),
            "spec.type",
            "LoadBalancer",
        )
        .look(&["kubectl", "get", "service", service.name()]);
    if let Some(port) = node_port {
        let (place, quote) = ("spec.ports[0].nodePort", port.to_string());
        finding = finding.evidence(Source::Spec, Some(service.key()), place, &quote);
    }
    Some(finding)
}
