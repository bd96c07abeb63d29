//! S03, S05 and S14: a Service finds its Pods and sends requests to a port where nothing listens: by
//! another number, by a name that no container's port has, or by another protocol.
//!
//! What a container declares under `ports` is only documentation: for S03 the exercise or a refused
//! connection has to agree.

use serde_json::Value;

use crate::explain::pods::shown;
use crate::explain::services::{self, Asked, Declared, Port, Target};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::image::ImageRef;
use crate::snapshot::object::{Object, text};

/// Another number.
pub(super) const S03: Rule = Rule {
    code: "S03",
    layer: Layer::Routing,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| of_ports(rule, context, other_number),
};

/// No port of that name.
pub(super) const S05: Rule = Rule {
    code: "S05",
    find: |rule, context| of_ports(rule, context, no_such_name),
    ..S03
};

/// Another protocol.
pub(super) const S14: Rule = Rule {
    code: "S14",
    refines: &["S03", "M05", "M11", "M12"],
    find: |rule, context| of_ports(rule, context, other_protocol),
    ..S03
};

/// A port of a Service with what lies behind it.
struct Way<'x, 'c, 's> {
    asked: &'x Asked<'c, 's>,
    context: &'x Context<'c, 's>,
    port: Port<'s>,
    pods: &'x [&'s Object],
    declared: &'x [Declared<'s>],
}

fn of_ports(
    rule: &Rule,
    context: &Context<'_, '_>,
    judge: fn(&Rule, &Way<'_, '_, '_>) -> Option<Finding>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in services::asked(context) {
        let pods = asked.ready_pods(context);
        let concerned = asked.is_unreached(context) || asked.differs_at(context, "spec.ports");
        if pods.is_empty() || !concerned {
            continue;
        }
        let declared = services::declared(&pods);
        for port in services::ports(asked.service) {
            let way = Way {
                asked: &asked,
                context,
                port,
                pods: &pods,
                declared: &declared,
            };
            findings.extend(judge(rule, &way));
        }
    }
    findings
}

fn other_number(rule: &Rule, way: &Way<'_, '_, '_>) -> Option<Finding> {
    let Target::Number(number) = way.port.target else {
        return None;
    };
    let wanted = way.wanted();
    if way.declared.iter().any(|d| d.number == number) || wanted == Some(Target::Number(number)) {
        return None;
    }
    let refused = way.asked.http_error(way.context);
    let refused = refused.filter(|error| error.contains("refused"));
    if wanted.is_none() && refused.is_none() {
        return None;
    }
    let right = match (wanted, way.declared) {
        (Some(Target::Number(number)), _) => Some(number),
        (None, [only]) => Some(only.number),
        (None, []) => usual_port(way.pods),
        (Some(Target::Name(_)) | None, _) => None,
    };
    let mut finding = way
        .finding(rule, right.map(Value::from))
        .arg("target", number);
    match right {
        Some(right) => finding = finding.arg("right", right),
        None => finding = finding.variant("unknown"),
    }
    if wanted.is_none() && way.declared.is_empty() {
        finding = finding.confidence(Confidence::Likely);
    }
    Some(finding)
}

fn no_such_name(rule: &Rule, way: &Way<'_, '_, '_>) -> Option<Finding> {
    let Target::Name(name) = way.port.target else {
        return None;
    };
    if way.declared.iter().any(|declared| declared.name == name) {
        return None;
    }
    let right = match (way.wanted(), way.declared) {
        (Some(Target::Number(number)), _) => Some(Value::from(number)),
        (Some(Target::Name(wanted)), _) if wanted != name => Some(Value::from(wanted)),
        (_, [only]) if only.name.is_empty() => Some(Value::from(only.number)),
        (_, [only]) => Some(Value::from(only.name)),
        _ => None,
    };
    let names: Vec<&str> = way.declared.iter().map(|declared| declared.name).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let mut finding = way.finding(rule, right).arg("port", name);
    if !names.is_empty() {
        finding = finding.variant("others").arg("names", names.join("`, `"));
    }
    Some(finding)
}

fn other_protocol(rule: &Rule, way: &Way<'_, '_, '_>) -> Option<Finding> {
    let is_meant = |declared: &&Declared<'_>| match way.port.target {
        Target::Number(number) => declared.number == number,
        Target::Name(name) => declared.name == name,
    };
    let meant: Vec<&Declared<'_>> = way.declared.iter().filter(is_meant).collect();
    let other = meant.first()?;
    if meant.iter().any(|d| d.protocol == way.port.protocol) {
        return None;
    }
    let mut finding = way.finding(rule, None);
    finding.field = Some(way.port.path("protocol"));
    finding.expected = Some(other.protocol.to_owned());
    finding.actual = Some(way.port.protocol.to_owned());
    Some(
        finding
            .arg("ours", way.port.protocol)
            .arg("theirs", other.protocol),
    )
}

impl Way<'_, '_, '_> {
    /// Where the exercise wants it to lead, if it says so.
    fn wanted(&self) -> Option<Target<'_>> {
        let wanted = self.asked.wanted_port(self.context)?;
        wanted.get("targetPort")?;
        services::port(0, wanted).map(|port| port.target)
    }

    fn finding(&self, rule: &Rule, right: Option<Value>) -> Finding {
        let service = self.asked.service;
        let path = self.port.path("targetPort");
        let actual = service.field(&path).map(shown);
        let mut finding = Finding::new(rule)
            .object(service.key())
            .field(path.clone(), right.as_ref().map(shown), actual.clone())
            .expectation(&self.asked.failed.expectation.id)
            .evidence(
                Source::Spec,
                Some(service.key()),
                &path.to_string(),
                &actual.unwrap_or_default(),
            )
            .look(&["kubectl", "describe", "service", service.name()]);
        if let Some(error) = self.asked.http_error(self.context) {
            finding = finding.evidence(Source::Probe, Some(service.key()), "", error);
        }
        if let Some(pod) = self.pods.first() {
            let ports = self.declared.iter();
            let ports = ports.map(|declared| match declared.name {
                "" => declared.number.to_string(),
                name => format!("{name} {}", declared.number),
            });
            let ports: Vec<String> = ports.collect();
            let (place, quote) = ("containers[].ports", ports.join(", "));
            finding = finding.evidence(Source::Spec, Some(pod.key()), place, &quote);
        }
        let target = right.filter(|right| !right.is_null());
        let fix = target.map(|target| services::retarget(service, &self.port, &target));
        finding.fix.extend(fix);
        finding
    }
}

/// The port on which a well-known image listens, where all containers have such images.
fn usual_port(pods: &[&Object]) -> Option<i64> {
    let containers = pods.iter().flat_map(|pod| pod.list("spec.containers"));
    let mut ports = containers.map(|container| {
        let image = ImageRef::parse(text(container, "image"))?;
        match image.short_repository().as_str() {
            "nginx" | "httpd" => Some(80),
            "redis" => Some(6379),
            "kicbase/echo-server" => Some(8080),
            _ => None,
        }
    });
    let first = ports.next()??;
    ports.all(|port| port == Some(first)).then_some(first)
}
