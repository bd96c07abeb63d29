//! P30: the name is taken: an object of that kind and name was there when the command was to make
//! one.
//!
//! The predicate: the newest command that was to change something was refused so, and that object
//! still stands there. What it has and since when decide the sentence; one that is just what the
//! command asked for, made within the exercise, is no fault.

use serde_json::Value;

use crate::explain::command::KubectlCommand;
use crate::explain::pods::{first_image, shown};
use crate::explain::refused::named;
use crate::explain::{Context, Finding, Layer, Rule, Source, images, repair, typed, wanted};
use crate::lesson::model::{By, ExpectationKind};
use crate::snapshot::object::{Object, ObjectKey, list};
use crate::snapshot::{TypedCommand, kinds};

/// The name is taken.
pub(super) const P30: Rule = Rule {
    code: "P30",
    layer: Layer::Admission,
    refines: &["M04", "M07", "M11"],
    teachable: true,
    waiting: false,
    find: |rule, context| taken(rule, context).into_iter().collect(),
};

fn taken(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| refused(line).is_some())?;
    let (kind, name) = refused(line)?;
    let known = kinds::from_argument(kind)?;
    let namespace = match parsed.namespace() {
        _ if !known.namespaced => "",
        Some(namespace) => namespace,
        None => context.graph.namespace(),
    };
    let key = ObjectKey::new(known.kind, namespace, name);
    let there = context.graph.by_key(&key);
    let mut finding = typed::quoted(Finding::new(rule).object(key), typed, line);
    if context.exercise.is_some() {
        let suspect = |other: &&Object| context.suspects().iter().any(|s| std::ptr::eq(*s, *other));
        let object =
            there.filter(|object| wanted::is_wanted(context, object) || suspect(object))?;
        if !context.is_from_before(object) && !differs(typed, &parsed, object) {
            return None;
        }
    }
    if let Some(object) = there {
        finding = with_object(finding, context, &parsed, object);
    }
    let resource = known.singular();
    if !known.namespaced {
        // Nothing that a lesson's commands should delete, a Namespace least of all.
        return Some(
            finding
                .variant("cluster")
                .look(&["kubectl", "get", &resource, name]),
        );
    }
    let elsewhere: &[&str] = match parsed.namespace() {
        Some(namespace) if namespace != context.graph.namespace() => &["-n", namespace],
        _ => &[],
    };
    let with = |words: &[&'static str]| [words, &[&resource, name], elsewhere].concat();
    finding = finding.look(&with(&["kubectl", "get"]));
    match parsed.file() {
        Some(file) if !there.is_some_and(|object| context.is_from_before(object)) => {
            let apply = [&["kubectl", "apply", "-f", file], elsewhere].concat();
            Some(finding.variant("file").arg("file", file).fix(&apply))
        }
        _ if there.is_some_and(Object::is_terminating) => {
            let mut finding = finding.variant("going");
            finding.fix.push(typed.argv.clone());
            Some(finding)
        }
        _ if there.is_some_and(|object| is_to_be_changed(context, object)) => {
            let mismatches = context.mismatches().into_iter();
            let of_it = mismatches
                .filter(|(_, mismatch)| Some(&mismatch.object) == finding.object.as_ref());
            let fixes: Vec<_> = of_it
                .filter_map(|(_, mismatch)| repair::command(there?, mismatch))
                .collect();
            finding.fix.extend(fixes);
            Some(finding)
        }
        _ => {
            let mut finding = finding.fix(&with(&["kubectl", "delete"]));
            let wanted = there.and_then(|object| wanted_image(context, object));
            finding.fix.push(with_image(&typed.argv, wanted));
            Some(finding)
        }
    }
}

/// Whether the exercise wants an object as it is, with something changed, and not made anew: then
/// deleting it would lose what the exercise builds on.
fn is_to_be_changed(context: &Context<'_, '_>, object: &Object) -> bool {
    let Some(exercise) = context.exercise else {
        return false;
    };
    let of_it: Vec<By> = exercise
        .expect
        .iter()
        .filter_map(|expectation| match &expectation.kind {
            ExpectationKind::Object { target, by, .. }
                if target.kind == object.kind()
                    && target.name.as_deref() == Some(object.name()) =>
            {
                Some(*by)
            }
            _ => None,
        })
        .collect();
    context.is_from_before(object) && !of_it.is_empty() && !of_it.contains(&By::Create)
}

/// The image that the exercise wants in an object, where it names one.
fn wanted_image<'c>(context: &Context<'c, '_>, object: &Object) -> Option<&'c str> {
    first_image(context.wanted(object)?).filter(|image| images::is_one(image))
}

/// A command with that image in place of its own.
fn with_image(argv: &[String], image: Option<&str>) -> Vec<String> {
    let words = argv.iter();
    words
        .map(
            |word| match image.filter(|_| word.starts_with("--image=")) {
                Some(image) => format!("--image={image}"),
                None => word.clone(),
            },
        )
        .collect()
}

/// Kind and name in `pods "web" already exists`.
fn refused(line: &str) -> Option<(&str, &str)> {
    let (before, _) = line.split_once("\" already exists")?;
    named(before)
}

fn image(object: &Object) -> &str {
    first_image(object.value()).unwrap_or_default()
}

/// Whether what is there is something else than the command was to make, as far as the command
/// tells: its image, and what is to be run. A file says nothing here.
fn differs(typed: &TypedCommand, command: &KubectlCommand<'_>, object: &Object) -> bool {
    let image_differs = command
        .flag(&["image"])
        .is_none_or(|asked| asked != image(object));
    let after_dashes = typed.argv.iter().skip_while(|word| *word != "--").skip(1);
    let to_run: Vec<&str> = after_dashes.map(String::as_str).collect();
    let runs = |key: &str| {
        let words = object.list("spec.containers").first();
        let words = words.map_or(&[][..], |container| list(container, key));
        words
            .iter()
            .filter_map(Value::as_str)
            .eq(to_run.iter().copied())
    };
    let is_run = command.verb == "run" && !to_run.is_empty();
    image_differs || is_run && !runs("args") && !runs("command")
}

fn with_object(
    finding: Finding,
    context: &Context<'_, '_>,
    command: &KubectlCommand<'_>,
    object: &Object,
) -> Finding {
    let created = object.text("metadata.creationTimestamp");
    let mut finding = finding.evidence(
        Source::Spec,
        Some(object.key()),
        "metadata.creationTimestamp",
        created,
    );
    let asked = command
        .flag(&["image"])
        .filter(|asked| *asked != image(object));
    if asked.is_some() && !image(object).is_empty() {
        finding = finding.variant("image").arg("image", image(object));
        // What is wanted is what the exercise asks for, not what was typed.
        let mismatches = context.mismatches().into_iter();
        let key = object.key();
        let mut of_image = mismatches
            .filter(|(_, mismatch)| mismatch.object == key && mismatch.path.ends_with(&["image"]));
        if let Some((_, mismatch)) = of_image.next() {
            let (wanted, actual) = (shown(&mismatch.expected), image(object).to_owned());
            finding = finding.field(mismatch.path.clone(), Some(wanted), Some(actual));
        }
    }
    if context.is_from_before(object) {
        finding = finding.variant("before");
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::{change, explain_snapshot, load};

    fn lines(fixes: &[Vec<String>]) -> Vec<String> {
        fixes.iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn the_exercise_says_what_is_wanted_and_not_the_command() {
        let mut snapshot = load("faults/P30/from-before.json");
        snapshot.commands.pop();
        let command = snapshot.commands.last_mut().unwrap();
        "--image=nginx:1.99".clone_into(&mut command.argv[3]);
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!(first.code, "P30");
        assert_eq!(first.expected.as_deref(), Some("nginx:1.27"));
        assert_eq!(first.actual.as_deref(), Some("httpd:2.4"));
        assert_eq!(
            lines(&first.fix),
            [
                "kubectl delete pod web",
                "kubectl run web --image=nginx:1.27"
            ]
        );
    }

    #[test]
    fn what_is_still_going_is_waited_for_and_not_deleted() {
        let mut snapshot = load("faults/P30/from-before.json");
        let deleted = snapshot.at.to_string();
        change(&mut snapshot, "Pod", |pod| {
            pod["metadata"]["deletionTimestamp"] = deleted.as_str().into();
        });
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("P30", Some("going")));
        assert_eq!(lines(&first.fix), ["kubectl run web --image=nginx:1.27"]);
    }
}
