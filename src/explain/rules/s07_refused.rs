//! S07, S08, S09, S15 and S17: a Service that was refused before there was one, because of its ports.
//!
//! Seen in the newest command that was to change something, if it failed so. In an exercise it counts
//! only where the Service is one that is asked for.

use serde_json::Value;

use crate::explain::command::KubectlCommand;
use crate::explain::refused::{self, Refused};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed, wanted};
use crate::snapshot::object::Object;

/// A port of the nodes that is not among those for Services.
pub(super) const S07: Rule = Rule {
    code: "S07",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "S06"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = because(context, "provided port is not in the valid range");
        let found = refused.and_then(|refused| out_of_range(rule, context, &refused));
        found.into_iter().collect()
    },
};

/// A port of the nodes that another Service has.
pub(super) const S08: Rule = Rule {
    code: "S08",
    find: |rule, context| {
        let refused = because(context, "provided port is already allocated");
        let found = refused.and_then(|refused| taken(rule, context, &refused));
        found.into_iter().collect()
    },
    ..S07
};

/// A port of the nodes in a Service that is only reached inside the cluster.
pub(super) const S09: Rule = Rule {
    code: "S09",
    find: |rule, context| {
        let refused = because(context, "may not be used when `type` is 'ClusterIP'");
        let found = refused.and_then(|refused| finding(rule, context, &refused));
        let with_look = |found: Finding| found.look(&["kubectl", "explain", "service.spec.type"]);
        found.map(with_look).into_iter().collect()
    },
    ..S07
};

/// Several ports, and one without a name.
pub(super) const S15: Rule = Rule {
    code: "S15",
    find: |rule, context| {
        let refused = refusal(context, |refused| {
            let is_name =
                refused.field.starts_with("spec.ports[") && refused.field.ends_with("].name");
            is_name && refused.why.starts_with("Required")
        });
        let found = refused.and_then(|refused| finding(rule, context, &refused));
        let look = ["kubectl", "explain", "service.spec.ports.name"];
        found.map(|found| found.look(&look)).into_iter().collect()
    },
    ..S07
};

/// No port given, and none to be found.
pub(super) const S17: Rule = Rule {
    code: "S17",
    layer: Layer::Client,
    find: |rule, context| without_port(rule, context).into_iter().collect(),
    ..S07
};

/// What the newest command was refused for on a Service, where that is so said.
fn refusal<'s>(
    context: &Context<'_, 's>,
    says: impl Fn(&Refused<'_>) -> bool,
) -> Option<Refused<'s>> {
    let all = refused::all(context).into_iter();
    let of_services = all.filter(|refused| refused.kind == "Service");
    of_services.rev().find(|refused| says(refused))
}

fn because<'s>(context: &Context<'_, 's>, reason: &str) -> Option<Refused<'s>> {
    refusal(context, |refused| refused.why.contains(reason))
}

fn finding(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let finding = typed::quoted(Finding::new(rule), refused.typed, refused.line);
    let finding = finding.arg("name", refused.name);
    if context.exercise.is_none() {
        return Some(finding);
    }
    let parsed = KubectlCommand::parse(&refused.typed.argv)?;
    concerned(finding, context, &parsed, refused.name)
}

/// The number that was refused: in `Invalid value: 8080: …`.
fn number(refused: &Refused<'_>) -> Option<i64> {
    let (_, rest) = refused.why.split_once("Invalid value: ")?;
    rest.split(':').next()?.trim().parse().ok()
}

/// A finding about a command, for the exercise that it belongs to: the Service that it was to make
/// is asked for and missing, or the one that it was to change is asked for. None for any other.
pub(super) fn concerned(
    finding: Finding,
    context: &Context<'_, '_>,
    command: &KubectlCommand<'_>,
    name: &str,
) -> Option<Finding> {
    if let Some(service) = context.graph.named("Service", name) {
        let suspect = context
            .suspects_of("Service")
            .any(|s| std::ptr::eq(s, service));
        return suspect.then(|| finding.object(service.key()));
    }
    let missing = wanted::absent(context).into_iter();
    let mut missing = missing.filter(|absent| absent.kind == "Service");
    let given = command.flag(&["name"]).unwrap_or(name);
    let of_that_name = missing.clone().find(|absent| absent.name == given);
    let absent = of_that_name.or_else(|| missing.next())?;
    Some(finding.expectation(&absent.failed.expectation.id))
}

fn out_of_range(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let number = number(refused)?;
    let (_, range) = refused.why.split_once("valid ports is ")?;
    let mut finding = finding(rule, context, refused)?;
    finding.expected = Some(range.trim().to_owned());
    finding.actual = Some(number.to_string());
    Some(
        finding
            .arg("port", number.to_string())
            .arg("range", range.trim())
            .look(&["kubectl", "explain", "service.spec.ports.nodePort"]),
    )
}

fn taken(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let number = number(refused)?;
    let finding = finding(rule, context, refused)?;
    let finding = finding.arg("port", number.to_string());
    let has_it = |service: &&&Object| {
        let mut ports = service.list("spec.ports").iter();
        ports.any(|port| port.get("nodePort").and_then(Value::as_i64) == Some(number))
    };
    Some(match context.graph.all("Service").iter().find(has_it) {
        Some(holder) => finding
            .arg("other", holder.name())
            .evidence(
                Source::Spec,
                Some(holder.key()),
                "spec.ports[].nodePort",
                &number.to_string(),
            )
            .look(&["kubectl", "get", "service", holder.name()]),
        None => {
            finding
                .variant("elsewhere")
                .look(&["kubectl", "get", "services", "--all-namespaces"])
        }
    })
}

fn without_port(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| {
        line.contains("couldn't find port via --port flag or introspection")
    })?;
    let (_, name) = parsed.object()?;
    let mut finding = typed::quoted(Finding::new(rule).arg("name", name), typed, line);
    if context.exercise.is_some() {
        finding = concerned(finding, context, &parsed, name)?;
    }
    if let Some(port) = wanted_port(context, &parsed, name) {
        let mut words = typed.argv.clone();
        words.push(format!("--port={port}"));
        finding.fix.push(words);
    }
    Some(finding.look(&["kubectl", "expose", "--help"]))
}

/// The port that the exercise wants of the Service that a command was to make.
fn wanted_port(context: &Context<'_, '_>, command: &KubectlCommand<'_>, name: &str) -> Option<i64> {
    let name = command.flag(&["name"]).unwrap_or(name);
    let mut patterns = context.patterns("Service", name);
    patterns.find_map(|pattern| pattern.pointer("/spec/ports/0/port")?.as_i64())
}
