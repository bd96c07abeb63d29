//! Y06, Y07, Y08, Y13: the manifest is YAML, and a field of it is unknown, missing, or of another
//! type.
//!
//! A kubectl before a cluster of 1.25 checks this itself, later ones leave it to the server: the
//! same fault comes in two wordings. Where podo sees the file, the file has to bear the words out:
//! it may have been mended since.

use serde_json::Value;

use crate::explain::manifest::{Refused, refused};
use crate::explain::refused::of_patch;
use crate::explain::{Context, Finding, Layer, Rule};
use crate::lesson::written::Document;
use crate::snapshot::path::FieldPath;

/// There is no such field.
pub(super) const Y06: Rule = Rule {
    code: "Y06",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| unknown(rule, context).into_iter().collect(),
};

/// A field that has to be there is not.
pub(super) const Y07: Rule = Rule {
    code: "Y07",
    find: |rule, context| missing(rule, context).into_iter().collect(),
    ..Y06
};

/// A list, a number or a map is wanted, and something else is there.
pub(super) const Y08: Rule = Rule {
    code: "Y08",
    find: |rule, context| mistyped(rule, context).into_iter().collect(),
    ..Y06
};

/// A label or annotation has a value that is no text.
pub(super) const Y13: Rule = Rule {
    code: "Y13",
    find: |rule, context| not_text(rule, context).into_iter().collect(),
    ..Y06
};

/// Where the field of a complaint is: the path of what it stands in.
///
/// kubectl says `ValidationError(Deployment.spec.template): …`, the server names the whole path.
fn place(line: &str) -> Option<FieldPath> {
    let (_, rest) = line.split_once("ValidationError(")?;
    let (place, _) = rest.split_once(')')?;
    let (_, path) = place.split_once('.').unwrap_or((place, ""));
    Some(FieldPath::parse(path))
}

/// The word in quotes behind some words.
fn quoted_after<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(words)?;
    rest.split_once('"').map(|(word, _)| word)
}

fn unknown(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let words = "unknown field \"";
    let refused = refused(context, |line| line.contains(words))?;
    let field = quoted_after(refused.line, words)?;
    let said = match place(refused.line) {
        Some(place) => place.key(field),
        None => FieldPath::parse(field),
    };
    let key = said.last_key()?.to_owned();
    // A kubectl before 1.25 says `containers[0]` whichever it is: where the file has the key is the
    // better place.
    let written = refused
        .values()
        .find_map(|value| path_to(value, &key, &FieldPath::root()));
    let is_there = refused.values().any(|value| said.of(value).is_some());
    let path = written.filter(|_| !is_there).unwrap_or(said);
    let actual = refused.shown(&path);
    let mut finding = refused
        .finding(rule)
        .arg("key", key.as_str())
        .arg("path", path.to_string());
    if !refused.documents.is_empty() {
        let misspelt = |document: &Document| document.misspelt.clone();
        let mut all = refused.documents.iter().flat_map(misspelt);
        let of_key = all.find(|misspelt| misspelt.key == key)?;
        finding = finding.arg("line", of_key.line as u64).variant("line");
        // The same key, wanted on another level: it is not misspelt.
        if let Some(right) = wanted_at(context, &key) {
            finding = finding.variant("level").arg("right", right);
        } else if let Some(nearest) = of_key.nearest {
            finding = finding.variant("near").arg("near", nearest);
        }
    }
    Some(finding.field(path, None, actual))
}

/// The path at which the exercise wants a key, on any object.
fn wanted_at(context: &Context<'_, '_>, key: &str) -> Option<String> {
    let mut patterns = context.all_patterns();
    let path = patterns.find_map(|(_, pattern)| path_to(pattern, key, &FieldPath::root()));
    path.map(|path| path.to_string())
}

/// The path to the first field with that key.
fn path_to(value: &Value, key: &str, at: &FieldPath) -> Option<FieldPath> {
    match value {
        Value::Object(map) if map.contains_key(key) => Some(at.key(key)),
        Value::Object(map) => map
            .iter()
            .find_map(|(name, value)| path_to(value, key, &at.key(name))),
        Value::Array(items) => (0..)
            .zip(items)
            .find_map(|(n, item)| path_to(item, key, &at.index(n))),
        _ => None,
    }
}

fn missing(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let by_kubectl = "missing required field \"";
    let by_server = ": Required value";
    let refused = refused(context, |line| {
        line.contains(by_kubectl) || line.contains(by_server)
    })?;
    let path = if let Some(field) = quoted_after(refused.line, by_kubectl) {
        place(refused.line)?.key(field)
    } else {
        let (before, _) = refused.line.split_once(by_server)?;
        FieldPath::parse(before.rsplit(' ').next()?)
    };
    // A Deployment's selector and the names of a Service's ports are faults of their own (W02, S15).
    let shown = path.to_string();
    let is_own = shown == "spec.selector"
        || shown.starts_with("spec.ports[") && path.last_key() == Some("name");
    let is_there = refused.values().any(|value| path.of(value).is_some());
    if is_there || is_own {
        return None;
    }
    let key = path.last_key()?.to_owned();
    let mut finding = refused
        .finding(rule)
        .arg("key", key)
        .arg("path", path.to_string());
    if let Some(inside) = path.to_string().rsplit_once('.') {
        finding = finding.variant("inside").arg("inside", inside.0);
    }
    Some(finding.field(path, None, None))
}

/// What kubectl or the server wanted, as far as it makes a difference to a learner.
fn wanted_type(line: &str) -> Option<&'static str> {
    let by_kubectl = quoted_after(line, ", expected \"");
    let by_server = line
        .contains("cannot unmarshal")
        .then(|| line.rsplit_once(" of type ").map(|(_, rest)| rest.trim()))
        .flatten();
    match (by_kubectl, by_server) {
        (Some("array"), _) => Some("list"),
        (Some("integer" | "number"), _) => Some("number"),
        (Some("map"), _) => Some("map"),
        (Some("string"), _) if line.contains("got \"map\"") => Some("text"),
        (None, Some(name)) if name.starts_with("[]") => Some("list"),
        (None, Some(name)) if name.starts_with("int") => Some("number"),
        (None, Some(name)) if name.starts_with("map[") || name.contains('.') => Some("map"),
        (None, Some("string")) if line.contains("cannot unmarshal object") => Some("text"),
        _ => None,
    }
}

/// Fields of the objects that beginners write which take whole numbers. (A `targetPort` may be a name.)
const NUMBERS: [&str; 20] = [
    "activeDeadlineSeconds",
    "backoffLimit",
    "completions",
    "containerPort",
    "failureThreshold",
    "hostPort",
    "initialDelaySeconds",
    "minReadySeconds",
    "nodePort",
    "parallelism",
    "periodSeconds",
    "port",
    "progressDeadlineSeconds",
    "replicas",
    "revisionHistoryLimit",
    "runAsUser",
    "successThreshold",
    "terminationGracePeriodSeconds",
    "timeoutSeconds",
    "ttlSecondsAfterFinished",
];

/// That a change of an object has something else than a number where one belongs.
fn patch_refusal(line: &str) -> Option<&str> {
    of_patch(line).filter(|words| words.starts_with("unrecognized type: int"))
}

/// The first field below a place that should be a number, and is text.
fn number_as_text(value: &Value, place: &FieldPath) -> Option<FieldPath> {
    match value {
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let here = place.key(key);
            if NUMBERS.contains(&key.as_str()) && value.is_string() {
                return Some(here);
            }
            number_as_text(value, &here)
        }),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, value)| number_as_text(value, &place.index(index)))
        }
        _ => None,
    }
}

/// A change of an object that is there, refused for a number in quotation marks.
fn changed_to_text(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let mut refused = refused(context, |line| patch_refusal(line).is_some())?;
    refused.line = patch_refusal(refused.line)?;
    let root = FieldPath::root();
    let path = refused
        .values()
        .find_map(|value| number_as_text(value.get("spec")?, &root.key("spec")))?;
    let actual = refused.shown(&path);
    let finding = refused.finding(rule).arg("key", path.last_key()?);
    let finding = finding.variant("number").arg("path", path.to_string());
    Some(finding.field(path, None, actual))
}

fn mistyped(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    if let Some(finding) = changed_to_text(rule, context) {
        return Some(finding);
    }
    let refused = refused(context, |line| wanted_type(line).is_some())?;
    let path = if let Some(path) = place(refused.line) {
        path
    } else {
        // `Go struct field PodSpec.spec.template.spec.containers of type …`: the type first.
        let (_, rest) = refused.line.split_once("Go struct field ")?;
        let (_, path) = rest.split(' ').next()?.split_once('.')?;
        FieldPath::parse(path)
    };
    let variant = wanted_type(refused.line)?;
    let fits = |value: &Value| match variant {
        "list" => value.is_array(),
        "number" => value.is_number(),
        "text" => value.is_string(),
        _ => value.is_object(),
    };
    let there: Vec<&Value> = refused.values().filter_map(|v| path.of(v)).collect();
    if !there.is_empty() && there.iter().all(|value| fits(value)) {
        return None;
    }
    let key = path.last_key()?.to_owned();
    let actual = refused.shown(&path);
    let finding = refused.finding(rule).arg("key", key);
    // Deployments choose Pods by `matchLabels`, Services by the labels alone.
    let is_selector = variant == "text" && path.to_string().starts_with("spec.selector");
    let finding = finding.variant(if is_selector { "selector" } else { variant });
    Some(
        finding
            .arg("path", path.to_string())
            .field(path, None, actual),
    )
}

fn not_text(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let refused = refused(context, |line| {
        line.contains("ReadString: expects \"") || line.contains(" of type string")
    })?;
    let (path, value) = unquoted(&refused)?;
    let key = path.last_key()?.to_owned();
    let finding = refused
        .finding(rule)
        .arg("key", key)
        .arg("value", value.as_str());
    Some(finding.field(path, Some(format!("\"{value}\"")), Some(value)))
}

/// The first label, annotation or selector in the file whose value is a number or a truth value.
fn unquoted(refused: &Refused<'_>) -> Option<(FieldPath, String)> {
    const MAPS: [&str; 6] = [
        "metadata.labels",
        "metadata.annotations",
        "spec.selector.matchLabels",
        "spec.selector",
        "spec.template.metadata.labels",
        "spec.template.metadata.annotations",
    ];
    let mut values = refused.values();
    values.find_map(|value| {
        MAPS.iter().find_map(|map| {
            let path = FieldPath::parse(map);
            let entries = path.of(value)?.as_object()?.iter();
            let mut odd = entries.filter(|(_, value)| value.is_number() || value.is_boolean());
            let (key, value) = odd.next()?;
            Some((path.key(key), value.to_string()))
        })
    })
}
