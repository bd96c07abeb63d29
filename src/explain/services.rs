//! What a Service looks for and what is there: its ports, the Pods behind it, what is wanted of it.

use serde_json::{Map, Value, json};

use super::context::{Context, Failed};
use crate::check::{Cause, Mismatch};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::object::{Object, ObjectKey, get, list, text};
use crate::snapshot::path::FieldPath;

/// A Service that a failed expectation is about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'c, 's> {
    /// The Service.
    pub service: &'s Object,
    /// The first expectation about it that failed.
    pub failed: Failed<'c>,
}

/// The Services that failed expectations are about, directly or through their endpoints.
pub fn asked<'c, 's>(context: &Context<'c, 's>) -> Vec<Asked<'c, 's>> {
    let mut all: Vec<Asked<'c, 's>> = Vec::new();
    for failed in context.failed() {
        for key in &failed.outcome.subjects {
            let Some(service) = service_of(key, context) else {
                continue;
            };
            let known = all.iter().any(|asked| std::ptr::eq(asked.service, service));
            if !known && !service.is_terminating() {
                all.push(Asked { service, failed });
            }
        }
    }
    all
}

/// The Service that an object is, or whose endpoints it holds.
fn service_of<'s>(key: &ObjectKey, context: &Context<'_, 's>) -> Option<&'s Object> {
    match key.kind.as_str() {
        "Service" => context.graph.by_key(key),
        // They have the Service's name.
        "Endpoints" => context.graph.named("Service", &key.name),
        "EndpointSlice" => {
            let slice = context.graph.by_key(key)?;
            let name = slice.label("kubernetes.io/service-name")?;
            context.graph.named("Service", name)
        }
        _ => None,
    }
}

impl<'c, 's> Asked<'c, 's> {
    /// Whether requests to it, or the addresses behind it, are not as wanted.
    pub fn is_unreached(&self, context: &Context<'c, 's>) -> bool {
        context.failed().into_iter().any(|failed| {
            let is_request = matches!(failed.expectation.kind, ExpectationKind::Http(_));
            failed.outcome.subjects.iter().any(|key| {
                let of_it = service_of(key, context);
                let of_it = of_it.is_some_and(|service| std::ptr::eq(service, self.service));
                of_it && (is_request || key.kind != "Service")
            })
        })
    }

    /// What kept a request to it from being answered.
    pub fn http_error(&self, context: &Context<'c, 's>) -> Option<&'c str> {
        context.failed().into_iter().find_map(|failed| {
            let of_it = failed.outcome.subjects.contains(&self.service.key());
            match &failed.outcome.cause {
                Some(Cause::Http { error, .. }) if of_it => error.as_deref(),
                _ => None,
            }
        })
    }

    /// The fields of it that differ from what is wanted.
    pub fn mismatches(&self, context: &Context<'c, 's>) -> Vec<(Failed<'c>, &'c Mismatch)> {
        let all = context.mismatches().into_iter();
        let key = self.service.key();
        all.filter(|(_, mismatch)| mismatch.object == key).collect()
    }

    /// Whether a field of it below that path differs.
    pub fn differs_at(&self, context: &Context<'c, 's>, path: &str) -> bool {
        self.mismatches(context)
            .iter()
            .any(|(_, mismatch)| mismatch.path.to_string().starts_with(path))
    }

    /// What the exercise wants at a path of it.
    pub fn wanted(&self, context: &Context<'c, 's>, path: &str) -> Option<&'c Value> {
        let mut patterns = context.patterns("Service", self.service.name());
        patterns.find_map(|pattern| get(pattern, path))
    }

    /// What the exercise wants its only port to be.
    pub fn wanted_port(&self, context: &Context<'c, 's>) -> Option<&'c Value> {
        match self.wanted(context, "spec.ports")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The Pods that its selector fits and that are not going away.
    pub fn pods(&self, context: &Context<'c, 's>) -> Vec<&'s Object> {
        let selected = context.graph.pods_selected_by(self.service);
        let staying = selected.into_iter();
        staying.filter(|pod| !pod.is_terminating()).collect()
    }

    /// Those of its Pods that take requests.
    pub fn ready_pods(&self, context: &Context<'c, 's>) -> Vec<&'s Object> {
        let pods = self.pods(context).into_iter();
        pods.filter(|pod| pod.is_condition_true("Ready")).collect()
    }
}

/// Where a port of a Service leads in a Pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'s> {
    /// To a port by its number.
    Number(i64),
    /// To a container's port by its name.
    Name(&'s str),
}

/// A port of a Service.
#[derive(Debug, Clone, Copy)]
pub struct Port<'s> {
    /// Its index in the list.
    pub index: usize,
    /// The number that clients use.
    pub port: i64,
    /// Where it leads.
    pub target: Target<'s>,
    /// `TCP` unless said otherwise.
    pub protocol: &'s str,
}

/// The ports of a Service.
pub fn ports(service: &Object) -> Vec<Port<'_>> {
    let all = service.list("spec.ports").iter().enumerate();
    all.filter_map(|(index, value)| port(index, value))
        .collect()
}

/// A port as a Service, or a pattern for one, has it.
pub fn port(index: usize, value: &Value) -> Option<Port<'_>> {
    let port = value.get("port")?.as_i64()?;
    let target = match value.get("targetPort") {
        Some(Value::String(name)) => Target::Name(name),
        other => Target::Number(other.and_then(Value::as_i64).unwrap_or(port)),
    };
    Some(Port {
        index,
        port,
        target,
        protocol: protocol(value),
    })
}

impl Port<'_> {
    /// The path of a field of it.
    pub fn path(&self, field: &str) -> FieldPath {
        FieldPath::parse(&format!("spec.ports[{}].{field}", self.index))
    }
}

/// A port that a container declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared<'s> {
    /// Its name; empty where it has none.
    pub name: &'s str,
    /// Its number.
    pub number: i64,
    /// `TCP` unless said otherwise.
    pub protocol: &'s str,
}

/// The ports that the containers of some Pods declare, each once.
pub fn declared<'s>(pods: &[&'s Object]) -> Vec<Declared<'s>> {
    let mut all = Vec::new();
    let containers = pods.iter().flat_map(|pod| pod.list("spec.containers"));
    for value in containers.flat_map(|container| list(container, "ports")) {
        let declared = Declared {
            name: text(value, "name"),
            number: get(value, "containerPort")
                .and_then(Value::as_i64)
                .unwrap_or_default(),
            protocol: protocol(value),
        };
        if !all.contains(&declared) {
            all.push(declared);
        }
    }
    all
}

fn protocol(value: &Value) -> &str {
    match text(value, "protocol") {
        "" => "TCP",
        protocol => protocol,
    }
}

/// Labels as kubectl takes them: `app=web,track=stable`.
pub fn labels(map: &Map<String, Value>) -> String {
    let all = map.iter();
    let pairs = all.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()));
    pairs.collect::<Vec<_>>().join(",")
}

/// The command that gives a port of a Service another target; the port is the list's merge key.
pub fn retarget(service: &Object, port: &Port<'_>, target: &Value) -> Vec<String> {
    patch(
        service,
        &json!({"spec": {"ports": [{"port": port.port, "targetPort": target}]}}),
    )
}

/// The command that patches a Service.
pub fn patch(service: &Object, patch: &Value) -> Vec<String> {
    let patch = patch.to_string();
    ["kubectl", "patch", "service", service.name(), "-p", &patch]
        .map(str::to_owned)
        .into()
}

/// The command that gives a Service another selector.
pub fn reselect(service: &Object, selector: &Map<String, Value>) -> Vec<String> {
    let labels = labels(selector);
    [
        "kubectl",
        "set",
        "selector",
        "service",
        service.name(),
        &labels,
    ]
    .map(str::to_owned)
    .into()
}
