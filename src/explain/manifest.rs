//! The learner's manifests: which one a command gave to kubectl, and where an object is written.

use serde_json::Value;

use super::command::KubectlCommand;
use super::context::Context;
use super::pods::shown;
use super::{Finding, Rule, typed};
use crate::lesson::written::{Document, documents};
use crate::snapshot::TypedCommand;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;

/// Endings that kubectl takes for manifests in a folder.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// A command that gave a manifest to kubectl and failed, with the line that says why.
#[derive(Debug)]
pub struct Refused<'s> {
    /// The command.
    pub typed: &'s TypedCommand,
    /// Its words.
    pub parsed: KubectlCommand<'s>,
    /// What it complained of.
    pub line: &'s str,
    /// The file, as kubectl or the command names it.
    pub file: &'s str,
    /// Its documents as they are now; none where podo has not seen the file.
    pub documents: Vec<Document>,
}

/// The newest change, where it gave a file to kubectl and failed with a line that a condition holds
/// for.
pub fn refused<'s>(context: &Context<'_, 's>, says: impl Fn(&str) -> bool) -> Option<Refused<'s>> {
    let (typed, parsed) = context.failed_command()?;
    let given = parsed.file()?;
    let line = typed::said(typed, says)?;
    let file = named(line).unwrap_or(given);
    let file = file.strip_prefix("./").unwrap_or(file);
    let content = context.snapshot().files.get(file);
    let documents = content
        .map(|content| documents(content))
        .unwrap_or_default();
    Some(Refused {
        typed,
        parsed,
        line,
        file,
        documents,
    })
}

impl Refused<'_> {
    /// A finding of a rule with the command as its evidence, and the way back: mend the file, and
    /// give it to kubectl once more.
    pub fn finding(&self, rule: &Rule) -> Finding {
        let finding = Finding::new(rule).arg("file", self.file);
        let mut finding = typed::quoted(finding, self.typed, self.line);
        if !self.documents.is_empty() {
            finding = finding.look(&["edit", self.file]).fix(&["edit", self.file]);
        }
        finding.fix.push(self.typed.argv.clone());
        finding
    }

    /// What its documents say, as far as they are YAML.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.documents.iter().filter_map(|d| d.value.as_ref())
    }

    /// What stands in a field, as it may be shown: nothing of a Secret.
    pub fn shown(&self, path: &FieldPath) -> Option<String> {
        let mut open = self
            .values()
            .filter(|value| text(value, "kind") != "Secret");
        open.find_map(|value| path.of(value)).map(shown)
    }
}

/// The manifest that a line of kubectl names: `error parsing web.yaml: …`, `… "web.yaml": …`.
fn named(line: &str) -> Option<&str> {
    let is_manifest = |word: &&str| ENDINGS.iter().any(|ending| word.ends_with(ending));
    let parsing = line
        .split_once("error parsing ")
        .and_then(|(_, rest)| rest.split(": ").next());
    let quoted = || line.split('"').skip(1).step_by(2).find(is_manifest);
    parsing.filter(is_manifest).or_else(quoted)
}

/// What the documents of a manifest say, as far as they are YAML.
pub fn written_in(content: &str) -> Vec<Value> {
    documents(content)
        .into_iter()
        .filter_map(|d| d.value)
        .collect()
}

/// What the file that a command was given says of objects of a kind.
pub fn given(context: &Context<'_, '_>, command: &KubectlCommand<'_>, kind: &str) -> Vec<Value> {
    let file = command.file();
    let content = file.and_then(|file| context.snapshot().files.get(file));
    let mut values = content.map_or_else(Vec::new, |content| written_in(content));
    values.retain(|value| text(value, "kind") == kind);
    values
}

/// The one manifest in the working folder that an object is written in, and what it says of it.
pub fn written<'s>(context: &Context<'_, 's>, object: &Object) -> Option<(&'s str, Value)> {
    written_as(context, object.kind(), object.name())
}

/// The one manifest in the working folder in which an object of that kind and name is written.
pub fn written_as<'s>(
    context: &Context<'_, 's>,
    kind: &str,
    name: &str,
) -> Option<(&'s str, Value)> {
    let files = context.snapshot().files.iter();
    let manifests = files.filter(|(file, _)| ENDINGS.iter().any(|ending| file.ends_with(ending)));
    let mut found = manifests.flat_map(|(file, content)| {
        let of_it = written_in(content)
            .into_iter()
            .filter(|value| text(value, "kind") == kind && text(value, "metadata.name") == name);
        of_it.map(move |value| (file.as_str(), value))
    });
    let one = found.next()?;
    // In two files: which of them is meant is not known.
    found.next().is_none().then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kubectl_names_the_manifest() {
        for (line, file) in [
            (
                "error: error parsing web.yaml: error converting YAML to JSON: yaml: line 6: x",
                Some("web.yaml"),
            ),
            (
                "error: error validating \"shop/web.yml\": error validating data: kind not set",
                Some("shop/web.yml"),
            ),
            (
                "resource mapping not found for name: \"web\" namespace: \"\" from \"web.json\": x",
                Some("web.json"),
            ),
            (
                "The Deployment \"web\" is invalid: spec.selector: Required value",
                None,
            ),
        ] {
            assert_eq!(named(line), file, "{line}");
        }
    }

    #[test]
    fn nothing_of_a_secret_is_shown() {
        let argv = ["kubectl", "apply", "-f", "a.yaml"].map(str::to_owned);
        let typed = TypedCommand {
            argv: argv.into(),
            exit_code: Some(1),
            stderr: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        let shown = |source: &str| {
            let refused = Refused {
                typed: &typed,
                parsed: KubectlCommand::parse(&typed.argv).unwrap(),
                line: "",
                file: "a.yaml",
                documents: documents(source),
            };
            refused.shown(&FieldPath::parse("spec.word"))
        };
        let hush = "spec: {word: hush}\n";
        let [secret, pod] = ["Secret", "Pod"].map(|kind| format!("kind: {kind}\n{hush}"));
        assert_eq!(shown(&secret), None);
        assert_eq!(shown(&pod).as_deref(), Some("hush"));
        assert_eq!(
            shown(&format!("{secret}---\n{pod}")).as_deref(),
            Some("hush")
        );
    }
}
