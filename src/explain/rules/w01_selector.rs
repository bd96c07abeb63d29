//! W01, W02, W03: a Deployment's selector: it does not fit the Pods' labels, it is not there, or it
//! is to be changed, which is not possible.

use serde_json::{Map, Value};

use crate::explain::manifest::{Refused, refused};
use crate::explain::pods::shown;
use crate::explain::refused::invalid;
use crate::explain::{Context, Finding, Layer, Rule, typed, wanted};
use crate::snapshot::object::{ObjectKey, get, text};
use crate::snapshot::path::FieldPath;

/// Selector and template differ.
pub(super) const W01: Rule = Rule {
    code: "W01",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| differs(rule, context).into_iter().collect(),
};

/// There is no selector.
pub(super) const W02: Rule = Rule {
    code: "W02",
    find: |rule, context| missing(rule, context).into_iter().collect(),
    ..W01
};

/// The selector cannot be changed.
pub(super) const W03: Rule = Rule {
    code: "W03",
    find: |rule, context| immutable(rule, context).into_iter().collect(),
    ..W01
};

/// What a server says of W01.
const DIFFERS: &str = "`selector` does not match template `labels`";

/// What it says of W03.
const IMMUTABLE: &str = "field is immutable";

/// Labels as one reads them: `app=web,tier=front`.
fn labels(map: &Map<String, Value>) -> String {
    let all = map
        .iter()
        .map(|(key, value)| format!("{key}={}", shown(value)));
    all.collect::<Vec<_>>().join(",")
}

fn map<'v>(value: &'v Value, path: &str) -> Option<&'v Map<String, Value>> {
    get(value, path)?.as_object()
}

/// For the expectation whose object the command was to make, where that is not there.
fn for_what(finding: Finding, context: &Context<'_, '_>, refused: &Refused<'_>) -> Finding {
    match wanted::to_be_made(context, &refused.parsed) {
        Some(failed) => finding.expectation(&failed.expectation.id),
        None => finding,
    }
}

/// The workloads of a file, in which a selector has its place.
fn workloads<'r>(refused: &'r Refused<'_>) -> impl Iterator<Item = &'r Value> {
    refused
        .values()
        .filter(|value| get(value, "spec.template").is_some())
}

fn differs(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    // Without any selector the server says this too.
    let refused = refused(context, |line| line.contains(DIFFERS))?;
    let all = &refused.typed.stderr;
    if all.contains("spec.selector: Required value") || all.contains(IMMUTABLE) {
        return None;
    }
    let path = FieldPath::parse("spec.template.metadata.labels");
    if refused.documents.is_empty() {
        let finding = refused.finding(rule).variant("unseen");
        return Some(finding.field(path, None, None));
    }
    let empty = Map::new();
    let found = workloads(&refused).find_map(|value| {
        let selector = map(value, "spec.selector.matchLabels")?;
        let own = map(value, "spec.template.metadata.labels").unwrap_or(&empty);
        let fits = selector
            .iter()
            .all(|(key, value)| own.get(key) == Some(value));
        (!fits).then(|| (text(value, "metadata.name"), labels(selector), labels(own)))
    });
    let (name, selector, own) = found?;
    let finding = refused.finding(rule).arg("name", name);
    let finding = finding.arg("selector", selector.as_str());
    let finding = if own.is_empty() {
        finding.variant("none")
    } else {
        finding.arg("labels", own.as_str())
    };
    let finding = for_what(finding, context, &refused);
    Some(finding.field(path, Some(selector), Some(own)))
}

fn missing(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let refused = refused(context, |line| {
        line.contains("missing required field \"selector\"")
            || line.contains("spec.selector: Required value")
    })?;
    let without = |value: &&Value| get(value, "spec.selector").is_none();
    let workload = workloads(&refused).find(without);
    if workload.is_none() && !refused.documents.is_empty() {
        return None;
    }
    let own = workload.and_then(|value| map(value, "spec.template.metadata.labels"));
    let finding = refused.finding(rule);
    let finding = match own {
        Some(own) => finding.variant("labels").arg("labels", labels(own)),
        None => finding,
    };
    let finding = for_what(finding, context, &refused);
    Some(finding.field(FieldPath::parse("spec.selector"), None, None))
}

fn immutable(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let says =
        |line: &str| line.contains("spec.selector: Invalid value") && line.contains(IMMUTABLE);
    let line = typed::said(typed, says)?;
    let begin = typed::said(typed, |line| invalid(line).is_some())?;
    let (kind, name, _) = invalid(begin)?;
    let key = ObjectKey::new(kind, context.graph.namespace(), name);
    let path = FieldPath::parse("spec.selector");
    let selector = |value: &Value| map(value, "spec.selector.matchLabels").map(labels);
    let live = context
        .graph
        .by_key(&key)
        .and_then(|object| selector(object.value()));
    let argument = key.to_string();
    let finding = Finding::new(rule).object(key.clone());
    let mut finding = typed::quoted(finding, typed, line).look(&[
        "kubectl",
        "get",
        &argument,
        "-o",
        "jsonpath={.spec.selector}",
    ]);
    if let Some(file) = parsed.file() {
        finding = finding
            .fix(&["kubectl", "delete", &argument])
            .fix(&["kubectl", "apply", "-f", file]);
    }
    Some(finding.field(path, live, None))
}
