//! W04: `kubectl set image` names a container that the workload does not have.
//!
//! The predicate is the command against the object: a `NAME=IMAGE` whose NAME is no container of
//! it. Without the object (a command alone) kubectl's words stand.

use crate::explain::command::KubectlCommand;
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey, list, text};

/// No such container.
pub(super) const W04: Rule = Rule {
    code: "W04",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| wrong_container(rule, context).into_iter().collect(),
};

fn wrong_container(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    if parsed.verb != "set" || parsed.words.first() != Some(&"image") {
        return None;
    }
    let (kind, name) = parsed.object()?;
    let known = kinds::from_argument(kind)?;
    let namespace = parsed.namespace().unwrap_or(context.graph.namespace());
    let key = ObjectKey::new(known.kind, namespace, name);
    let says = "unable to find container named";
    let line = typed::said(typed, |line| line.contains(says)).unwrap_or_default();
    let object = context.graph.by_key(&key);
    let mut pairs = asked(&parsed);
    let (container, image) = match object {
        Some(object) => {
            // In a check only what the exercise is about; any object for a command alone.
            let suspect = |other: &&Object| std::ptr::eq(*other, object);
            if context.exercise.is_some() && !context.suspects().iter().any(suspect) {
                return None;
            }
            let names = containers(object);
            pairs.find(|(container, _)| *container != "*" && !names.contains(container))?
        }
        None if context.exercise.is_none() => {
            pairs.find(|(container, _)| line.contains(&format!("{says} \"{container}\"")))?
        }
        None => return None,
    };
    let finding = Finding::new(rule)
        .object(key.clone())
        .arg("container", container);
    let mut finding =
        typed::quoted(finding, typed, line).look(&["kubectl", "describe", &key.to_string()]);
    if let Some(object) = object {
        let names = containers(object);
        let there = names.join(", ");
        finding = finding.evidence(Source::Spec, Some(object.key()), "containers", &there);
        finding = finding
            .variant(if names.len() == 1 { "one" } else { "many" })
            .arg("names", there);
        if let [only] = names.as_slice() {
            let change = format!("{only}={image}");
            finding = finding.fix(&["kubectl", "set", "image", &argument(object), &change]);
        }
    }
    Some(finding)
}

/// The containers and images that the command names.
fn asked<'a>(command: &KubectlCommand<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    command
        .words
        .clone()
        .into_iter()
        .filter_map(|word| word.split_once('='))
}

/// The names of an object's containers, init containers last, as `set image` looks for them.
fn containers(object: &Object) -> Vec<&str> {
    let spec = object
        .get("spec.template.spec")
        .or_else(|| object.get("spec"));
    let Some(spec) = spec else {
        return Vec::new();
    };
    let all = ["containers", "initContainers"]
        .into_iter()
        .flat_map(|key| list(spec, key));
    all.map(|container| text(container, "name")).collect()
}
