//! The checklist of an exercise: one sentence per expectation, made from the expectation itself, so
//! that what a learner reads and what is checked cannot drift apart.

use serde_json::Value;

use super::noun::with_nouns;
use super::prose::{Lead, paragraph};
use super::sanitize;
use super::theme::{Role, Symbol, Theme};
use crate::check::{Outcome, Verdict};
use crate::i18n::{Args, Catalog};
use crate::lesson::model::{
    Bounds, Exercise, Expectation, ExpectationKind, FileContent, HttpProbe, ImageProbe, Ref,
};
use crate::msg;
use crate::snapshot::path::FieldPath;

/// How many fields one sentence lists.
const FIELDS: usize = 4;

/// How much of a text a sentence quotes, in cells.
const QUOTED: usize = 40;

/// Ids of the questions of an exercise, in their order.
pub fn questions(exercise: &Exercise) -> Vec<&str> {
    let expectations = exercise.expect.iter();
    expectations
        .filter(|expectation| matches!(expectation.kind, ExpectationKind::Answer { .. }))
        .map(|expectation| expectation.id.as_str())
        .collect()
}

/// The symbol of a verdict.
pub const fn symbol(verdict: Verdict) -> Symbol {
    match verdict {
        Verdict::Pass => Symbol::Pass,
        Verdict::Fail => Symbol::Fail,
        Verdict::Waiting => Symbol::Waiting,
        Verdict::Blocked => Symbol::Blocked,
        Verdict::NotSetUp => Symbol::NotSetUp,
        Verdict::Lost => Symbol::Lost,
        Verdict::Unsupported => Symbol::Unsupported,
        Verdict::Error => Symbol::Error,
    }
}

/// The checklist with what became of each item; without outcomes, as it stands before a check.
pub fn checklist(
    exercise: &Exercise,
    outcomes: Option<&[Outcome]>,
    catalog: &Catalog,
    theme: Theme,
    cells: usize,
) -> String {
    // Several questions are answered by their names.
    let named = questions(exercise).len() > 1;
    let mut lines = String::new();
    for (index, expectation) in exercise.expect.iter().enumerate() {
        if expectation.hidden {
            continue;
        }
        let verdict = outcomes
            .and_then(|outcomes| outcomes.get(index))
            .map(|o| o.verdict);
        let symbol = verdict.map_or(Symbol::Bullet, symbol);
        let first = format!("  {} ", theme.symbol(symbol));
        let rest = " ".repeat(super::width::width(&first));
        let lead = Lead {
            first: &first,
            rest: &rest,
            role: Some(symbol.role()),
        };
        let mut text = match &expectation.kind {
            ExpectationKind::Answer { question, .. } if named => {
                let args = Args::new().with("id", expectation.id.as_str());
                let question = question.get(catalog.lang());
                let args = args.with("question", question);
                catalog.text(msg!("check-item-answer-named"), &args)
            }
            _ => sentence(expectation, catalog),
        };
        // The symbol alone must not carry the meaning: a screen reader reads the word.
        if let Some(verdict) = verdict.filter(|verdict| *verdict != Verdict::Pass) {
            text = format!("{text} ({})", verdict_word(verdict, catalog));
        }
        lines.push_str(&paragraph(&text, Role::Text, lead, theme, cells));
    }
    lines
}

/// A verdict in a word or two.
pub fn verdict_word(verdict: Verdict, catalog: &Catalog) -> String {
    let id = format!("check-verdict-{}", verdict.word());
    catalog
        .text_dyn(&id, &Args::new())
        .unwrap_or_else(|| verdict.word().to_owned())
}

/// The sentence of an expectation: the lesson's own, else one made from its parts.
pub fn sentence(expectation: &Expectation, catalog: &Catalog) -> String {
    if let Some(say) = &expectation.say {
        // An item of a list has no full stop, whoever wrote it.
        return say.get(catalog.lang()).trim_end_matches('.').to_owned();
    }
    match &expectation.kind {
        ExpectationKind::Object {
            target, pattern, ..
        } => object(target, pattern, catalog),
        ExpectationKind::Absent { target } => {
            let args = subject(target, catalog);
            match target.name {
                Some(_) => catalog.text(msg!("check-item-absent"), &args),
                None => catalog.text(msg!("check-item-absent-any"), &args),
            }
        }
        ExpectationKind::Count {
            target,
            pattern,
            bounds,
        } => count(target, pattern, *bounds, catalog),
        ExpectationKind::Cel { expression, .. } => {
            format!("`{}`", sanitize::line(&expression.source))
        }
        ExpectationKind::Http(probe) => http(probe, catalog),
        ExpectationKind::Log(probe) => catalog.text(
            msg!("check-item-log"),
            &Args::new().with("text", quoted(&probe.contains)),
        ),
        ExpectationKind::File(probe) => {
            let (FileContent::Contains(text) | FileContent::Equals(text)) = &probe.content;
            let args = Args::new()
                .with("path", probe.path.as_str())
                .with("text", quoted(text));
            catalog.text(msg!("check-item-file"), &args)
        }
        ExpectationKind::Image(probe) => image(probe, catalog),
        ExpectationKind::Answer { question, .. } => {
            let question = question.get(catalog.lang());
            catalog.text(
                msg!("check-item-answer"),
                &Args::new().with("question", question),
            )
        }
    }
}

fn quoted(text: &str) -> String {
    sanitize::clean(text.trim(), sanitize::Policy::LINE.limit(QUOTED)).into_owned()
}

fn subject(target: &Ref, catalog: &Catalog) -> Args {
    let args = Args::new().with("name", target.name.as_deref().unwrap_or_default());
    with_nouns(args, &target.kind, catalog)
}

fn object(target: &Ref, pattern: &Value, catalog: &Catalog) -> String {
    let fields = fields(target, pattern, catalog);
    let args = subject(target, catalog).with("fields", fields.as_str());
    let id = match (target.name.is_some(), fields.is_empty()) {
        (true, true) => msg!("check-item-object"),
        (true, false) => msg!("check-item-object-fields"),
        (false, true) => msg!("check-item-object-any"),
        (false, false) => msg!("check-item-object-any-fields"),
    };
    catalog.text(id, &args)
}

fn count(target: &Ref, pattern: &Value, bounds: Bounds, catalog: &Catalog) -> String {
    let fields = fields(target, pattern, catalog);
    let exact = bounds.max == Some(bounds.min);
    let (number, id) = match (bounds.max, fields.is_empty()) {
        (Some(max), true) if exact => (max, msg!("check-item-count")),
        (Some(max), false) if exact => (max, msg!("check-item-count-fields")),
        (Some(max), true) if bounds.min == 0 => (max, msg!("check-item-count-most")),
        (Some(max), false) if bounds.min == 0 => (max, msg!("check-item-count-most-fields")),
        (_, true) => (bounds.min, msg!("check-item-count-least")),
        (_, false) => (bounds.min, msg!("check-item-count-least-fields")),
    };
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    catalog.text(
        id,
        &subject(target, catalog)
            .with("fields", fields)
            .with("count", number),
    )
}

fn image(probe: &ImageProbe, catalog: &Catalog) -> String {
    let args = Args::new().with("image", probe.image.as_str());
    match (&probe.same_as, &probe.differs_from) {
        (Some(other), _) => catalog.text(
            msg!("check-item-image-same"),
            &args.with("other", other.as_str()),
        ),
        (None, Some(other)) => catalog.text(
            msg!("check-item-image-differs"),
            &args.with("other", other.as_str()),
        ),
        (None, None) => catalog.text(msg!("check-item-image"), &args),
    }
}

fn http(probe: &HttpProbe, catalog: &Catalog) -> String {
    let args = Args::new()
        .with("service", probe.service.as_str())
        .with("path", probe.path.as_str())
        .with("status", i64::from(probe.status));
    match &probe.contains {
        Some(text) => catalog.text(
            msg!("check-item-http-text"),
            &args.with("text", quoted(text)),
        ),
        None => catalog.text(msg!("check-item-http"), &args),
    }
}

/// The labels and the owner of a reference and the fields of a pattern, as a list.
fn fields(target: &Ref, pattern: &Value, catalog: &Catalog) -> String {
    let mut parts = Vec::new();
    if target.name.is_none() && !target.labels.is_empty() {
        let labels: Vec<String> = target
            .labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let args = Args::new().with("labels", labels.join(","));
        parts.push(catalog.text(msg!("check-item-labels"), &args));
    }
    if let Some(owner) = &target.owner {
        let args = Args::new().with("owner", owner.as_str());
        parts.push(catalog.text(msg!("check-item-owner"), &args));
    }
    leaves(pattern, &FieldPath::root(), None, &mut |leaf| {
        parts.push(field(&leaf, catalog));
    });
    let more = parts.len() > FIELDS;
    parts.truncate(FIELDS);
    let list = parts.join(", ");
    if more { format!("{list} …") } else { list }
}

/// One field of a pattern.
struct Leaf<'p> {
    path: FieldPath,
    value: &'p Value,
    /// The container it is in, where there are several or the field does not tell.
    container: Option<&'p str>,
}

/// One field: by its everyday name where it has one, else by its path.
fn field(leaf: &Leaf<'_>, catalog: &Catalog) -> String {
    let (path, value) = (&leaf.path, leaf.value);
    let last = path.last_key().unwrap_or_default();
    let place = path.to_string();
    let is_condition = path.segments().len() == 1 && last.starts_with(char::is_uppercase);
    if place.starts_with("spec.template.metadata.labels.")
        && let Value::String(value) = value
    {
        let args = Args::new().with("label", format!("{last}={value}"));
        return catalog.text(msg!("check-field-label"), &args);
    }
    let everyday = match last {
        "image" | "replicas" | "availableReplicas" | "readyReplicas" | "updatedReplicas"
        | "phase" | "nodeName" | "restartPolicy" | "command" | "args" | "ready" => {
            catalog.text_dyn(&format!("check-field-{last}"), &Args::new())
        }
        "Ready" if is_condition => Some(catalog.plain(msg!("check-field-ready"))),
        "type" if place == "spec.type" => Some(catalog.plain(msg!("check-field-type"))),
        resource if place.contains(".resources.requests.") => {
            let args = Args::new().with("resource", resource);
            Some(catalog.text(msg!("check-field-request"), &args))
        }
        _ => None,
    };
    let name = everyday.unwrap_or_else(|| format!("`{place}`"));
    let name = match leaf.container {
        Some(container) => {
            let args = Args::new().with("field", name).with("container", container);
            catalog.text(msg!("check-field-container"), &args)
        }
        None => name,
    };
    let is_true = *value == Value::Bool(true) || *value == "True";
    if is_true && matches!(last, "ready" | "Ready") {
        return name;
    }
    let args = Args::new().with("field", name);
    match value {
        Value::Null => catalog.text(msg!("check-field-absent"), &args),
        value => {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Array(items) if items.iter().all(Value::is_string) => items
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(" "),
                other => other.to_string(),
            };
            let args = args.with("value", quoted(&text));
            if is_condition {
                let args = args.with("field", last);
                catalog.text(msg!("check-field-condition"), &args)
            } else {
                catalog.text(msg!("check-field-value"), &args)
            }
        }
    }
}

/// Walks the leaves of a pattern; the condition `{type, status}` is one leaf, and the key that
/// tells list items apart is none.
fn leaves<'p>(
    pattern: &'p Value,
    path: &FieldPath,
    container: Option<&'p str>,
    found: &mut impl FnMut(Leaf<'p>),
) {
    match pattern {
        Value::Object(map) if map.contains_key("type") && map.contains_key("status") => {
            let condition = map["type"].as_str().unwrap_or_default();
            found(Leaf {
                path: FieldPath::root().key(condition),
                value: &map["status"],
                container: None,
            });
        }
        Value::Object(map) => {
            let only = map.len() == 1;
            for (key, value) in map {
                let is_key = key == "name" && path.to_string().ends_with(']') && !only;
                if !is_key {
                    leaves(value, &path.key(key), container, found);
                }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let list = path.last_key().unwrap_or_default();
            let is_told_apart = match list {
                "containers" | "initContainers" => items.len() > 1,
                list => list == "containerStatuses",
            };
            for (index, item) in items.iter().enumerate() {
                let name = item.get("name").and_then(Value::as_str);
                let container = name.filter(|_| is_told_apart).or(container);
                leaves(item, &path.index(index), container, found);
            }
        }
        Value::Null if path.segments().is_empty() => {}
        value => found(Leaf {
            path: path.clone(),
            value,
            container,
        }),
    }
}
