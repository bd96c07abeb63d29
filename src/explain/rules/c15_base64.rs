//! C15: a value below `data` of a Secret is not base64.
//!
//! The object was refused, so the state shows nothing. The predicate is the refusal, in the words of
//! the server that reads a new object or a change, and that it is a Secret that was refused. Which
//! value it is comes from the learner's file; the value itself is never shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::explain::command::KubectlCommand;
use crate::explain::manifest::given;
use crate::explain::{Context, Finding, Layer, Rule, Source, refused, typed, wanted};
use crate::snapshot::TypedCommand;
use crate::snapshot::kinds;
use crate::snapshot::object::{ObjectKey, text};
use crate::snapshot::path::FieldPath;

/// How servers say that a text is no base64.
const NOT_BASE64: &str = "illegal base64 data at input byte ";

/// How servers say that a value is no text: of old, and today.
const NOT_TEXT: [&str; 2] = ["base64Codec: invalid input", "of type []uint8"];

/// Not base64.
pub(super) const C15: Rule = Rule {
    code: "C15",
    layer: Layer::Client,
    refines: &["M04", "M05", "M07", "M11", "M12", "M13", "U02", "Y08"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context).into_iter().collect(),
};

fn find(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| told(line).is_some())?;
    let (variant, quote) = told(line)?;
    let secrets = given(context, &parsed, "Secret");
    let named = parsed.object().filter(|(kind, _)| {
        let kind = kinds::from_argument(kind).map(|kind| kind.kind);
        kind == Some("Secret")
    });
    if !is_of_secret(line, named.is_some() || !secrets.is_empty()) {
        return None;
    }
    let wrong = secrets.iter().find_map(|secret| {
        let key = wrong_key(secret)?;
        Some((text(secret, "metadata.name"), key))
    });
    let name = wrong.map(|(name, _)| name);
    let name = name.or_else(|| named.map(|(_, name)| name));
    let absent = wanted::to_be_made(context, &parsed);
    let concerns = name.is_some_and(|name| refused::concerns(context, "Secret", name));
    if context.exercise.is_some() && absent.is_none() && !concerns {
        return None;
    }
    let mut finding = Finding::new(rule).look(&["kubectl", "explain", "secret.data"]);
    finding.variant = variant;
    if let Some(name) = name {
        let key = ObjectKey::new("Secret", context.graph.namespace(), name);
        finding = finding.object(key);
    }
    if let (Some((_, key)), None) = (wrong, variant) {
        let path = FieldPath::parse("data").key(key);
        finding = finding
            .variant("key")
            .arg("key", key)
            .field(path, None, None);
    }
    if let Some(failed) = absent {
        finding = finding.expectation(&failed.expectation.id);
    }
    Some(repair(finding, context, typed, &parsed, quote))
}

/// With the words of the refusal that hold nothing of the Secret, and the file to mend.
fn repair(
    finding: Finding,
    context: &Context<'_, '_>,
    typed: &TypedCommand,
    parsed: &KubectlCommand<'_>,
    quote: &str,
) -> Finding {
    // The command may hold the value: only what kind of command it was is told.
    let command = format!("kubectl {}", parsed.verb);
    let finding = finding.evidence(Source::Command, None, &command, quote);
    match parsed
        .file()
        .filter(|file| context.snapshot().files.contains_key(*file))
    {
        Some(file) => {
            let mut finding = finding.arg("file", file).fix(&["edit", file]);
            finding.fix.push(typed.argv.clone());
            finding
        }
        None => finding,
    }
}

/// The variant and the words of a line that refuses a value.
fn told(line: &str) -> Option<(Option<&'static str>, &str)> {
    if let Some(start) = line.find(NOT_BASE64) {
        let words = &line[start..];
        let end = words[NOT_BASE64.len()..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(words.len(), |digits| NOT_BASE64.len() + digits);
        return Some((None, &words[..end]));
    }
    let words = NOT_TEXT.into_iter().find(|words| line.contains(words))?;
    let is_data = line.contains("Secret.data") || line.contains("v1.Secret.");
    is_data.then_some((Some("number"), words))
}

/// Whether a refusal is of a Secret: the line says so, or it names no kind and the command is about
/// one.
fn is_of_secret(line: &str, is_meant: bool) -> bool {
    match line.split_once(" in version ") {
        Some((before, _)) => before.ends_with("Secret"),
        None => is_meant || line.contains("\"kind\\\":\\\"Secret"),
    }
}

/// The first key whose value the server cannot decode. It leaves out line breaks.
fn wrong_key(secret: &Value) -> Option<&str> {
    let data = secret.get("data")?.as_object()?;
    let is_wrong = |value: &Value| {
        value.as_str().is_none_or(|value| {
            let value: String = value.split(['\r', '\n']).collect();
            STANDARD.decode(value).is_err()
        })
    };
    data.iter()
        .find(|(_, value)| !value.is_null() && is_wrong(value))
        .map(|(key, _)| key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_old_and_new_servers() {
        let old = "Error from server (BadRequest): error when creating \"a.yaml\": Secret in version \"v1\" cannot be handled as a Secret: v1.Secret.ObjectMeta: v1.ObjectMeta.TypeMeta: Kind: Data: decode base64: illegal base64 data at input byte 5, error found in #10 byte of ...|n, please\"}|...";
        let new = "Error from server (BadRequest): error when creating \"a.yaml\": Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 5";
        for line in [old, new] {
            assert_eq!(
                told(line),
                Some((None, "illegal base64 data at input byte 5"))
            );
            assert!(is_of_secret(line, false));
        }
        let number = "Secret in version \"v1\" cannot be handled as a Secret: json: cannot unmarshal number into Go struct field Secret.data.colour of type []uint8";
        assert_eq!(
            told(number).map(|(variant, _)| variant),
            Some(Some("number"))
        );
        let map = "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: illegal base64 data at input byte 5";
        assert!(!is_of_secret(map, true));
    }

    #[test]
    fn base64_is_read_as_the_server_reads_it() {
        let wrong = |value: Value| {
            let secret = serde_json::json!({"data": {"a": "cHVycGxl", "b": value}});
            wrong_key(&secret).map(str::to_owned)
        };
        assert_eq!(wrong("cHVy\ncGxl\n".into()), None);
        assert_eq!(wrong("cGFzcw==".into()), None);
        for other in ["green, please", "cGFzcw", "cGFzcw==  "] {
            assert_eq!(wrong(other.into()).as_deref(), Some("b"), "{other}");
        }
        assert_eq!(wrong(3.into()).as_deref(), Some("b"));
    }
}
