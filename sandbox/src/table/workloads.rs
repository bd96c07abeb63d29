//! The rows of namespaces, nodes, workloads and events.

use jiff::Timestamp;
use serde_json::Value;

use super::{Printer, age, age_of, containers, number, or_none, selector, text, wide};
use crate::{object::Meta, store::LabelSelector};

fn count(object: &Value, path: &str) -> Value {
    object.int_at(path).unwrap_or(0).into()
}

fn spec_selector(object: &Value) -> Value {
    selector(&LabelSelector::from_spec(object.at("spec.selector")))
}

pub(super) const NAMESPACE: Printer = Printer {
    columns: &[text("Name"), text("Status"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            o.text_at("status.phase").into(),
            age_of(o, now),
        ]
    },
};

pub(super) const NODE: Printer = Printer {
    columns: &[
        text("Name"),
        text("Status"),
        text("Roles"),
        text("Age"),
        text("Version"),
        wide("Internal-IP"),
        wide("External-IP"),
        wide("OS-Image"),
        wide("Kernel-Version"),
        wide("Container-Runtime"),
    ],
    row: node,
};

fn node(node: &Value, now: Timestamp) -> Vec<Value> {
    let ready = node
        .list_at("status.conditions")
        .iter()
        .find(|c| c.text_at("type") == "Ready");
    let mut status = match ready.map(|c| c.text_at("status")) {
        Some("True") => "Ready",
        Some(_) => "NotReady",
        None => "Unknown",
    }
    .to_owned();
    if node.at("spec.unschedulable") == Some(&true.into()) {
        status.push_str(",SchedulingDisabled");
    }
    let mut roles: Vec<&str> = Vec::new();
    for (key, value) in node
        .at("metadata.labels")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        match key.strip_prefix("node-role.kubernetes.io/") {
            Some(role) if !role.is_empty() => roles.push(role),
            _ if key == "kubernetes.io/role" => {
                roles.extend(value.as_str().filter(|v| !v.is_empty()));
            }
            _ => {}
        }
    }
    roles.sort_unstable();
    roles.dedup();
    let address = |of: &str| {
        let found = node
            .list_at("status.addresses")
            .iter()
            .find(|a| a.text_at("type") == of);
        or_none(found.map_or("", |a| a.text_at("address")))
    };
    let info = |key: &str| match node.text_at(&format!("status.nodeInfo.{key}")) {
        "" => "<unknown>".into(),
        known => known.into(),
    };
    vec![
        node.name().into(),
        status.into(),
        or_none(&roles.join(",")),
        age_of(node, now),
        node.text_at("status.nodeInfo.kubeletVersion").into(),
        address("InternalIP"),
        address("ExternalIP"),
        info("osImage"),
        info("kernelVersion"),
        info("containerRuntimeVersion"),
    ]
}

pub(super) const DEPLOYMENT: Printer = Printer {
    columns: &[
        text("Name"),
        text("Ready"),
        text("Up-to-date"),
        text("Available"),
        text("Age"),
        wide("Containers"),
        wide("Images"),
        wide("Selector"),
    ],
    row: |o, now| {
        let (names, images) = containers(o, "spec.template.spec.containers");
        let ready = o.int_at("status.readyReplicas").unwrap_or(0);
        vec![
            o.name().into(),
            format!("{ready}/{}", o.int_at("spec.replicas").unwrap_or(0)).into(),
            count(o, "status.updatedReplicas"),
            count(o, "status.availableReplicas"),
            age_of(o, now),
            names,
            images,
            spec_selector(o),
        ]
    },
};

pub(super) const REPLICA_SET: Printer = Printer {
    columns: &[
        text("Name"),
        number("Desired"),
        number("Current"),
        number("Ready"),
        text("Age"),
        wide("Containers"),
        wide("Images"),
        wide("Selector"),
    ],
    row: |o, now| {
        let (names, images) = containers(o, "spec.template.spec.containers");
        vec![
            o.name().into(),
            count(o, "spec.replicas"),
            count(o, "status.replicas"),
            count(o, "status.readyReplicas"),
            age_of(o, now),
            names,
            images,
            spec_selector(o),
        ]
    },
};

pub(super) const JOB: Printer = Printer {
    columns: &[
        text("Name"),
        text("Status"),
        text("Completions"),
        text("Duration"),
        text("Age"),
        wide("Containers"),
        wide("Images"),
        wide("Selector"),
    ],
    row: job,
};

fn job(job: &Value, now: Timestamp) -> Vec<Value> {
    let done = job.int_at("status.succeeded").unwrap_or(0);
    let parallel = job.int_at("spec.parallelism").unwrap_or(0);
    let completions = match job.int_at("spec.completions") {
        Some(wanted) => format!("{done}/{wanted}"),
        None if parallel > 1 => format!("{done}/1 of {parallel}"),
        None => format!("{done}/1"),
    };
    let seconds = |path: &str| age::since(job.at(path), now);
    let duration = match (
        seconds("status.startTime"),
        seconds("status.completionTime"),
    ) {
        (None, _) => String::new(),
        (Some(start), end) => age::human(start - end.unwrap_or(0)),
    };
    let has = |name: &str| {
        job.list_at("status.conditions")
            .iter()
            .any(|c| c.text_at("type") == name && c.text_at("status") == "True")
    };
    let status = if has("Complete") {
        "Complete"
    } else if has("Failed") {
        "Failed"
    } else if job.deleting() {
        "Terminating"
    } else if has("Suspended") {
        "Suspended"
    } else if has("FailureTarget") {
        "FailureTarget"
    } else if has("SuccessCriteriaMet") {
        "SuccessCriteriaMet"
    } else {
        "Running"
    };
    let (names, images) = containers(job, "spec.template.spec.containers");
    vec![
        job.name().into(),
        status.into(),
        completions.into(),
        duration.into(),
        age_of(job, now),
        names,
        images,
        spec_selector(job),
    ]
}

pub(super) const AUTOSCALER: Printer = Printer {
    columns: &[
        text("Name"),
        text("Reference"),
        text("Targets"),
        text("MinPods"),
        text("MaxPods"),
        text("Replicas"),
        text("Age"),
    ],
    row: |o, now| {
        let targets: Vec<String> = o
            .list_at("spec.metrics")
            .iter()
            .enumerate()
            .map(|(i, metric)| target(metric, o.list_at("status.currentMetrics").get(i)))
            .chain(
                o.int_at("spec.targetCPUUtilizationPercentage")
                    .map(|wanted| {
                        let now = o.int_at("status.currentCPUUtilizationPercentage");
                        let now = now.map_or("<unknown>".into(), |n| format!("{n}%"));
                        format!("cpu: {now}/{wanted}%")
                    }),
            )
            .collect();
        vec![
            o.name().into(),
            format!(
                "{}/{}",
                o.text_at("spec.scaleTargetRef.kind"),
                o.text_at("spec.scaleTargetRef.name")
            )
            .into(),
            or_none(&targets.join(", ")),
            o.int_at("spec.minReplicas")
                .map_or("<unset>".into(), |n| n.to_string().into()),
            count(o, "spec.maxReplicas").to_string().into(),
            count(o, "status.currentReplicas").to_string().into(),
            age_of(o, now),
        ]
    },
};

fn target(metric: &Value, current: Option<&Value>) -> String {
    let kind = metric.text_at("type").to_lowercase();
    let part = &metric[&kind];
    let name = part.text_at("name");
    let now = current
        .and_then(|c| c.get(&kind))
        .and_then(|c| c.get("current"));
    if let Some(wanted) = part.int_at("target.averageUtilization") {
        let now = now
            .and_then(|c| c.int_at("averageUtilization"))
            .map_or("<unknown>".into(), |n| format!("{n}%"));
        return format!("{name}: {now}/{wanted}%");
    }
    let wanted = [
        part.text_at("target.averageValue"),
        part.text_at("target.value"),
    ]
    .concat();
    let now = now.map_or("<unknown>", |c| c.text_at("averageValue"));
    format!("{now}/{wanted}")
}

pub(super) const DISRUPTION_BUDGET: Printer = Printer {
    columns: &[
        text("Name"),
        text("Min Available"),
        text("Max Unavailable"),
        number("Allowed Disruptions"),
        text("Age"),
    ],
    row: |o, now| {
        let amount = |path: &str| match o.at(path) {
            None => "N/A".into(),
            Some(Value::String(text)) => Value::from(text.as_str()),
            Some(other) => other.to_string().into(),
        };
        vec![
            o.name().into(),
            amount("spec.minAvailable"),
            amount("spec.maxUnavailable"),
            count(o, "status.disruptionsAllowed"),
            age_of(o, now),
        ]
    },
};

pub(super) const EVENT: Printer = Printer {
    columns: &[
        text("Last Seen"),
        text("Type"),
        text("Reason"),
        text("Object"),
        wide("Subobject"),
        wide("Source"),
        text("Message"),
        wide("First Seen"),
        wide("Count"),
        wide("Name"),
    ],
    row: event,
};

/// An Event in either of its forms.
fn event(event: &Value, now: Timestamp) -> Vec<Value> {
    let either = |one: &str, other: &str| {
        match event.text_at(one) {
            "" => event.text_at(other),
            text => text,
        }
        .to_owned()
    };
    let moment = |paths: &[&str]| paths.iter().find_map(|p| event.at(p));
    let first = moment(&["firstTimestamp", "deprecatedFirstTimestamp", "eventTime"]);
    let last = moment(&[
        "series.lastObservedTime",
        "lastTimestamp",
        "deprecatedLastTimestamp",
    ])
    .or(first);
    let count = ["series.count", "count", "deprecatedCount"]
        .iter()
        .find_map(|p| event.int_at(p))
        .filter(|n| *n != 0)
        .unwrap_or(1);
    let kind = either("involvedObject.kind", "regarding.kind").to_lowercase();
    let name = either("involvedObject.name", "regarding.name");
    let object = if name.is_empty() {
        kind
    } else {
        format!("{kind}/{name}")
    };
    let mut source = either("source.component", "deprecatedSource.component");
    if source.is_empty() {
        source = either("reportingComponent", "reportingController");
    }
    let mut host = either("source.host", "deprecatedSource.host");
    if host.is_empty() {
        event.text_at("reportingInstance").clone_into(&mut host);
    }
    if !host.is_empty() {
        source = format!("{source}, {host}");
    }
    vec![
        age::age(last, now).into(),
        event.text_at("type").into(),
        event.text_at("reason").into(),
        object.into(),
        either("involvedObject.fieldPath", "regarding.fieldPath").into(),
        source.into(),
        either("message", "note").trim().into(),
        age::age(first, now).into(),
        count.into(),
        event.name().into(),
    ]
}
