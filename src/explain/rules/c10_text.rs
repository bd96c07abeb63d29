//! C10 and C11: a value that must be text was written without quotes, and YAML reads it as a number
//! or as true or false.
//!
//! The file was refused, so the state shows nothing. The predicate is the refusal itself, in the
//! words of kubectl's own check or of the server's, which name the type that refused it; a refused
//! change of an object names none, and then the learner's file has to have such a line.

use crate::explain::refused::of_patch;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};

/// The value of an environment variable.
pub(super) const C10: Rule = Rule {
    code: "C10",
    layer: Layer::Client,
    refines: &["M04", "M05", "M07", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, &VARIABLE),
};

/// A value in a ConfigMap.
pub(super) const C11: Rule = Rule {
    code: "C11",
    find: |rule, context| find(rule, context, &MAP),
    ..C10
};

/// A value without quotes in a file.
#[derive(Debug, PartialEq, Eq)]
struct Unquoted<'f> {
    line: u64,
    key: &'f str,
    value: &'f str,
}

/// What a rule is about: the type that the refusal names, and the lines of a file it may mean.
struct Text {
    /// `EnvVar.`
    of: &'static str,
    /// How servers of old end the way to the field.
    of_old: &'static str,
    /// What `kubectl explain` says of it.
    explained: &'static str,
    is_key: fn(&str) -> bool,
    /// Whether a file that holds such lines is one of these, where the refusal names no type.
    is_meant: fn(&str) -> bool,
}

const VARIABLE: Text = Text {
    of: "EnvVar.",
    of_old: "Value: ReadString: expects",
    explained: "pod.spec.containers.env.value",
    is_key: |key| key == "value",
    is_meant: |_| true,
};

const MAP: Text = Text {
    of: "ConfigMap.",
    of_old: "Data: ReadString: expects",
    explained: "configmap.data",
    is_key: |key| key != "immutable" && key != "value",
    is_meant: |content| {
        content.contains("kind: ConfigMap") && unquoted(content, VARIABLE.is_key).is_empty()
    },
};

fn find(rule: &Rule, context: &Context<'_, '_>, text: &Text) -> Vec<Finding> {
    let Some((typed, command)) = context.failed_command() else {
        return Vec::new();
    };
    let file = command.file().unwrap_or_default();
    let content = context.snapshot().files.get(file).map(String::as_str);
    let candidates = content.map(|content| unquoted(content, text.is_key));
    let first = candidates.as_deref().and_then(<[_]>::first);
    let is_meant = first.is_some() && content.is_some_and(text.is_meant);
    let refusal = typed::said(typed, |line| refuses(line, text));
    let patch = typed::said(typed, |line| patch_refusal(line).is_some()).and_then(patch_refusal);
    let Some(quote) = refusal.or(patch.filter(|_| is_meant)) else {
        return Vec::new();
    };
    let found = typed::quoted(Finding::new(rule), typed, quote);
    let found = if file.is_empty() {
        found.look(&["kubectl", "explain", text.explained])
    } else {
        found.arg("file", file).look(&["edit", file])
    };
    vec![match first {
        Some(first) => found
            .variant("file")
            .arg("line", first.line)
            .arg("value", first.value)
            .evidence(
                Source::Spec,
                None,
                file,
                &format!("{}: {}", first.key, first.value),
            ),
        None => found,
    }]
}

/// Whether a line says that a field of that type got something else than text: kubectl's own check,
/// the server's today, and the server's of old.
fn refuses(line: &str, text: &Text) -> bool {
    let said_of = |words: &str| {
        line.split_once(text.of)
            .is_some_and(|(_, rest)| rest.contains(words))
    };
    said_of("expected \"string\"")
        || line.contains("cannot unmarshal") && said_of("of type string")
        || said_of(text.of_old)
}

/// That a change of an object has something else than text where text belongs.
fn patch_refusal(line: &str) -> Option<&str> {
    let is_type = |words: &&str| {
        words.starts_with("cannot convert") && words.ends_with("to string")
            || *words == "unrecognized type: string"
    };
    of_patch(line).filter(is_type)
}

/// The lines `KEY: VALUE` whose value YAML does not read as text.
fn unquoted(content: &str, is_key: fn(&str) -> bool) -> Vec<Unquoted<'_>> {
    let lines = content.lines().zip(1_u64..);
    lines
        .filter_map(|(text, line)| {
            let text = text.trim().trim_start_matches("- ").trim_start();
            let (key, value) = text.split_once(':')?;
            let value = value.split(" #").next().unwrap_or(value).trim();
            let is_other = is_number(value) || is_truth(value);
            (is_other && is_key(key)).then_some(Unquoted { line, key, value })
        })
        .collect()
}

fn is_number(value: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    value.starts_with(|c: char| is_digit(c) || c == '-' || c == '.')
        && value.contains(is_digit)
        && value.parse::<f64>().is_ok()
}

/// The words that YAML 1.1, and with it kubectl, reads as true or false.
fn is_truth(value: &str) -> bool {
    const WORDS: [&str; 6] = ["true", "false", "yes", "no", "on", "off"];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_found_with_its_line() {
        let content = "env:\n  - name: A\n    value: 1 # one\n  - name: B\n    value: \"2\"\n  - {name: C}\n  - value: yes\n";
        let found = unquoted(content, |key| key == "value");
        let found: Vec<_> = found
            .iter()
            .map(|found| (found.line, found.value))
            .collect();
        assert_eq!(found, [(3, "1"), (7, "yes")]);
    }

    #[test]
    fn refusals_in_the_words_of_three_checks() {
        for line in [
            "error: error validating \"board.yaml\": error validating data: ValidationError(Deployment.spec.template.spec.containers[0].env[1].value): invalid type for io.k8s.api.core.v1.EnvVar.value: got \"integer\", expected \"string\"; if you choose to ignore these errors, turn validation off with --validate=false",
            "Error from server (BadRequest): error when creating \"board.yaml\": Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string",
            "Error from server (BadRequest): error when creating \"board.yaml\": Deployment in version \"v1\" cannot be handled as a Deployment: v1.Deployment.Spec: v1.DeploymentSpec.Template: v1.PodTemplateSpec.Spec: v1.PodSpec.Containers: []v1.Container: v1.Container.Env: []v1.EnvVar: v1.EnvVar.Value: ReadString: expects \" or n, but found 1",
        ] {
            assert!(refuses(line, &VARIABLE), "{line}");
            assert!(!refuses(line, &MAP), "{line}");
        }
    }
}
