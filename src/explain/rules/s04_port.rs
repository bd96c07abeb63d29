//! S04: the port of a Service is another than its clients use: swapped with `targetPort`, taken from
//! the container, or another number; or a client asks at a port that the Service does not have.

use serde_json::{Value, json};

use crate::explain::hosts::{Host, hosts};
use crate::explain::pods::argument;
use crate::explain::services::{self, Asked, Port, Target};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::object::Object;

/// Another port than clients use.
pub(super) const S04: Rule = Rule {
    code: "S04",
    layer: Layer::Routing,
    refines: &["S03", "M05", "M11", "M12", "P10"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let services = services::asked(context).into_iter();
        let mut found: Vec<Finding> = services
            .filter_map(|asked| of_service(rule, context, &asked))
            .collect();
        let clients = context.pods().into_iter().flat_map(hosts);
        found.extend(clients.filter_map(|host| of_client(rule, context, &host)));
        found
    },
};

fn of_service(rule: &Rule, context: &Context<'_, '_>, asked: &Asked<'_, '_>) -> Option<Finding> {
    let ports = services::ports(asked.service);
    let [port] = ports.as_slice() else {
        return None;
    };
    let pattern = asked.wanted_port(context);
    let wanted = pattern.and_then(|wanted| services::port(0, wanted));
    let number = wanted.map(|wanted| wanted.port);
    let number = number.or_else(|| asked_at(context, asked.service))?;
    if number == port.port {
        return None;
    }
    // A target that nobody named is the same as the port.
    let named = pattern.and_then(|wanted| wanted.get("targetPort"));
    let target = match named {
        Some(named) => named.clone(),
        None if port.target == Target::Number(port.port) => Value::from(number),
        None => Value::Null,
    };
    let shown = match port.target {
        Target::Number(target) => target.to_string(),
        Target::Name(name) => name.to_owned(),
    };
    let mut finding = Finding::new(rule)
        .object(asked.service.key())
        .field(
            port.path("port"),
            Some(number.to_string()),
            Some(port.port.to_string()),
        )
        .arg("port", port.port)
        .arg("wanted", number)
        .arg("target", shown.as_str())
        .expectation(&asked.failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(asked.service.key()),
            "spec.ports[0]",
            &format!("port: {}, targetPort: {shown}", port.port),
        )
        .look(&["kubectl", "describe", "service", asked.service.name()]);
    let is_target = named.and_then(Value::as_i64) == Some(port.port);
    if is_target && port.target == Target::Number(number) {
        finding = finding.variant("swapped");
    } else if is_target {
        finding = finding.variant("container");
    }
    finding.fix.push(renumber(asked.service, number, &target));
    Some(finding)
}

/// The port at which the exercise asks a Service.
fn asked_at(context: &Context<'_, '_>, service: &Object) -> Option<i64> {
    context
        .failed()
        .into_iter()
        .find_map(|failed| match &failed.expectation.kind {
            ExpectationKind::Http(http) if http.service == service.name() => http.port.parse().ok(),
            _ => None,
        })
}

/// The command that gives the first port of a Service another number, and a target where it is
/// known. The number is what a strategic patch tells ports apart by, so it takes a JSON patch.
fn renumber(service: &Object, number: i64, target: &Value) -> Vec<String> {
    let mut patch = vec![json!({"op": "replace", "path": "/spec/ports/0/port", "value": number})];
    if !target.is_null() {
        patch.push(json!({"op": "replace", "path": "/spec/ports/0/targetPort", "value": target}));
    }
    let patch = Value::from(patch).to_string();
    let name = service.name();
    [
        "kubectl",
        "patch",
        "service",
        name,
        "--type=json",
        "-p",
        &patch,
    ]
    .map(str::to_owned)
    .into()
}

/// A Pod that was told to ask a Service of its Namespace at a port that it does not have.
fn of_client(rule: &Rule, context: &Context<'_, '_>, host: &Host<'_>) -> Option<Finding> {
    let service = context.graph.named("Service", host.host)?;
    let asked = host.port?;
    let ports = services::ports(service);
    let known = ports.iter().any(|port| port.port == asked);
    // A headless Service has no port of its own: its name leads to the Pods.
    if known || ports.is_empty() || service.text("spec.clusterIP") == "None" {
        return None;
    }
    let numbers = ports.iter().map(|port: &Port<'_>| port.port.to_string());
    let numbers: Vec<String> = numbers.collect();
    let mut finding = host
        .finding(rule, context)?
        .variant("client")
        .arg("port", asked)
        .arg("wanted", numbers.join(", "))
        .arg("service", service.name())
        .look(&["kubectl", "get", &argument(service)]);
    if let [only] = ports.as_slice() {
        let with = |port: i64| format!("{}:{port}", host.host);
        finding.expected = Some(host.quote.replace(&with(asked), &with(only.port)));
    }
    Some(finding)
}
