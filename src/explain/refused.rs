//! What the API server refused of the newest command, and why: `The Pod "web" is invalid: …`.

use super::command::KubectlCommand;
use super::{Context, Finding, typed, wanted};
use crate::snapshot::object::Object;
use crate::snapshot::{TypedCommand, kinds};

/// One field that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<'s> {
    /// The command.
    pub typed: &'s TypedCommand,
    /// The kind of the object, as the server writes it.
    pub kind: &'s str,
    /// The object's name.
    pub name: &'s str,
    /// The field.
    pub field: &'s str,
    /// What is wrong with it.
    pub why: &'s str,
    /// The line that says so.
    pub line: &'s str,
}

/// The fields that the newest command was refused for, of objects that the exercise is about (of
/// any, for a command alone).
pub fn fields<'s>(context: &Context<'_, 's>) -> Vec<Refused<'s>> {
    let mut found = all(context);
    found.retain(|refused| concerns(context, refused.kind, refused.name));
    found
}

/// The fields that the newest command was refused for, of whatever objects.
pub fn all<'s>(context: &Context<'_, 's>) -> Vec<Refused<'s>> {
    let Some((typed, _)) = context.failed_command() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut object = None;
    for line in typed.stderr.lines().map(str::trim) {
        let cause = match invalid(line) {
            Some((kind, name, cause)) => {
                object = Some((kind, name));
                cause
            }
            None => line.trim_start_matches("* "),
        };
        if let (Some((kind, name)), Some((field, why))) = (object, cause.split_once(": ")) {
            found.push(Refused {
                typed,
                kind,
                name,
                field,
                why,
                line,
            });
        }
    }
    found
}

/// Kind, name and the rest of a line that begins so: `The Deployment "web" is invalid: …`.
pub fn invalid(line: &str) -> Option<(&str, &str, &str)> {
    let (before, cause) = line.split_once("\" is invalid:")?;
    let (kind, name) = named(before)?;
    Some((kind, name, cause.trim_start()))
}

/// Kind and name at the end of `The Deployment "web`.
pub fn named(text: &str) -> Option<(&str, &str)> {
    let (before, name) = text.rsplit_once('"')?;
    let kind = before.trim_end().rsplit(' ').next()?;
    Some((kind, name))
}

/// Whether an object is one that the exercise names or a suspect; any is, for a command alone.
pub fn concerns(context: &Context<'_, '_>, kind: &str, name: &str) -> bool {
    let is_it = |other_kind: &str, other: &str| other_kind == kind && other == name;
    context.exercise.is_none()
        || context
            .wanted_refs()
            .iter()
            .any(|target| is_it(&target.kind, target.name.as_deref().unwrap_or_default()))
        || context
            .suspects()
            .iter()
            .any(|object| is_it(object.kind(), object.name()))
}

impl<'s> Refused<'s> {
    /// The object as it stands on the cluster, if it is there.
    pub fn object(&self, context: &Context<'_, 's>) -> Option<&'s Object> {
        let known = kinds::find(self.kind)?;
        context.graph.named(known.kind, self.name)
    }

    /// The failed expectation that the command was to make something for.
    pub fn to_be_made<'c>(&self, context: &Context<'c, '_>) -> Option<&'c str> {
        let parsed = KubectlCommand::parse(&self.typed.argv)?;
        let failed = wanted::to_be_made(context, &parsed)?;
        Some(failed.expectation.id.as_str())
    }

    /// The file that the command was given.
    pub fn file(&self) -> Option<&'s str> {
        let parsed = KubectlCommand::parse(&self.typed.argv)?;
        parsed.file()
    }

    /// A finding with the command and its refusal as evidence, and the file as what to repair.
    pub fn told(&self, finding: Finding) -> Finding {
        let finding = typed::quoted(finding, self.typed, self.line);
        match self.file() {
            Some(file) => finding.mended(file),
            None => finding,
        }
    }
}

/// What the server says of a change of an object that it cannot read: the end of the line, which names
/// no field, and quotes the whole change before.
pub fn of_patch(line: &str) -> Option<&str> {
    let (before, words) = line.rsplit_once("\": ")?;
    before.contains("patch: Invalid value").then_some(words)
}

/// The text between the first pair of quotation marks.
pub fn quoted_word(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('"')?;
    rest.split('"').next()
}
