//! What failed expectations ask for by name and is not in the exercise's namespace, and how the
//! learner made what is there instead.

use jiff::Timestamp;

use super::command::KubectlCommand;
use super::context::{self, Context, Failed};
use super::pods::first_image;
use super::typed;
use crate::check::Cause;
use crate::lesson::model::ExpectationKind;
use crate::snapshot::TypedCommand;
use crate::snapshot::object::Object;

/// An object that a failed expectation asks for by name, and that is not there.
#[derive(Debug, Clone, Copy)]
pub struct Absent<'c> {
    /// The expectation.
    pub failed: Failed<'c>,
    /// The object's kind.
    pub kind: &'c str,
    /// Its name.
    pub name: &'c str,
}

/// The objects that failed expectations ask for by name, directly or as an owner, and that are not
/// in the exercise's namespace.
pub fn absent<'c>(context: &Context<'c, '_>) -> Vec<Absent<'c>> {
    let of_failed =
        |failed: Failed<'c>| named(failed).map(move |(kind, name)| Absent { failed, kind, name });
    let all = context.failed().into_iter().flat_map(of_failed);
    all.filter(|absent| context.graph.named(absent.kind, absent.name).is_none())
        .collect()
}

/// The failed expectation whose object a command was to make; any, for a command that names none
/// (a file may hold it).
pub fn to_be_made<'c>(
    context: &Context<'c, '_>,
    command: &KubectlCommand<'_>,
) -> Option<Failed<'c>> {
    let named = command.object();
    let is_meant = |absent: &Absent<'_>| named.is_none_or(|(_, name)| name == absent.name);
    absent(context)
        .into_iter()
        .find(is_meant)
        .map(|absent| absent.failed)
}

/// Kinds and names of what must be there for an expectation to hold.
fn named(failed: Failed<'_>) -> impl Iterator<Item = (&str, &str)> {
    let service = match &failed.expectation.kind {
        ExpectationKind::Http(http) => Some(("Service", http.service.as_str())),
        _ => None,
    };
    let targets = match (&failed.expectation.kind, &failed.outcome.cause) {
        // What must be gone is not missed, and an expression may ask for an object's absence.
        (ExpectationKind::Absent { .. } | ExpectationKind::Cel { .. }, _)
        | (_, Some(Cause::Gap(_))) => Vec::new(),
        _ => context::targets(failed.expectation),
    };
    let of_targets = targets.into_iter().filter_map(|target| {
        let own = target
            .name
            .as_deref()
            .map(|name| (target.kind.as_str(), name));
        own.or_else(|| target.owner_parts())
    });
    service.into_iter().chain(of_targets)
}

/// Whether the exercise asks for an object of that kind and name.
pub fn is_wanted(context: &Context<'_, '_>, object: &Object) -> bool {
    let Some(exercise) = context.exercise else {
        return false;
    };
    let asks =
        |kind: &str, name: Option<&str>| kind == object.kind() && name == Some(object.name());
    exercise
        .expect
        .iter()
        .chain(&exercise.given)
        .any(|expectation| {
            let absent = matches!(expectation.kind, ExpectationKind::Absent { .. });
            !absent
                && context::targets(expectation).into_iter().any(|target| {
                    let owner = target.owner_parts();
                    asks(&target.kind, target.name.as_deref())
                        || owner.is_some_and(|(kind, name)| asks(kind, Some(name)))
                })
        })
}

/// Whether the learner made this object within the exercise, and not a controller.
pub fn is_made_by_learner(context: &Context<'_, '_>, object: &Object) -> bool {
    let begun = context.snapshot().inventory.as_ref();
    // `creationTimestamp` has whole seconds only.
    let is_new = |at: Timestamp| {
        object
            .created()
            .is_some_and(|c| c.as_second() >= at.as_second())
    };
    begun.is_some_and(|inventory| is_new(inventory.at))
        && !context.is_from_before(object)
        && !object.is_terminating()
        && object.controller().is_none()
}

/// What the names of podo's own namespaces begin with: in them are the things of other lessons.
const PODOS: &str = "podo-";

/// Whether an object stands in a namespace other than the exercise's, and one where things of this
/// exercise may have landed.
pub fn is_elsewhere(context: &Context<'_, '_>, object: &Object) -> bool {
    let namespace = object.namespace();
    let is_other = !namespace.is_empty() && namespace != context.graph.namespace();
    is_other && !namespace.starts_with(PODOS)
}

/// The command that made an object, if it was typed in podo and named it.
pub fn maker<'s>(
    context: &Context<'_, 's>,
    object: &Object,
) -> Option<(&'s TypedCommand, KubectlCommand<'s>)> {
    let commands = context
        .snapshot()
        .commands
        .iter()
        .rev()
        .filter(|typed| !typed.failed());
    let parsed = commands
        .filter_map(|typed| KubectlCommand::parse(&typed.argv).map(|parsed| (typed, parsed)));
    parsed.into_iter().find(|(_, parsed)| {
        parsed.names(object.kind(), object.name()) && matches!(parsed.verb, "create" | "run")
    })
}

/// The learner's file in which an object of that name is written.
pub fn file_with<'s>(context: &Context<'_, 's>, name: &str) -> Option<&'s str> {
    let line = format!("name: {name}");
    let files = context.snapshot().files.iter();
    let mut of_name = files.filter(|(_, content)| {
        content
            .lines()
            .any(|text| text.trim().replace(['"', '\''], "") == line)
    });
    let (file, _) = of_name.next()?;
    // Two files with that name in them: which one it was is not known.
    of_name.next().is_none().then_some(file.as_str())
}

/// The command that makes an object of a kind and name in place of the one that was made.
///
/// It is the learner's own command with what differs put right; where that is not known and the
/// image is enough to go by, a plain one.
pub fn remake(
    context: &Context<'_, '_>,
    kind: &str,
    name: &str,
    instead: &Object,
) -> Option<Vec<String>> {
    if kind == instead.kind()
        && let Some((typed, _)) = maker(context, instead)
    {
        let here = typed::without_flag(&typed.argv, &["n", "namespace"]);
        return Some(typed::with_word(&here, instead.name(), name));
    }
    let verb: &[&str] = match kind {
        "Pod" => &["run"],
        "Deployment" => &["create", "deployment"],
        _ => return None,
    };
    let image = first_image(instead.value())?;
    let image = format!("--image={image}");
    let words = ["kubectl"]
        .into_iter()
        .chain(verb.iter().copied())
        .chain([name, image.as_str()]);
    Some(words.map(str::to_owned).collect())
}

/// The command that deletes an object.
pub fn delete(context: &Context<'_, '_>, object: &Object) -> Vec<String> {
    let mut words = vec!["kubectl".to_owned(), "delete".to_owned()];
    words.extend([object.kind().to_ascii_lowercase(), object.name().to_owned()]);
    if !object.namespace().is_empty() && object.namespace() != context.graph.namespace() {
        words.extend(["-n".to_owned(), object.namespace().to_owned()]);
    }
    words
}
