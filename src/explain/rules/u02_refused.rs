//! U02: the last command that was to change something came back with an error that no other rule
//! knows. It is no guess: that the command was not carried out is a fact, and its own words say why.
//!
//! It gives way to every finding that quotes the same command ([`is_told_by`]), and counts only
//! where the command is about what the exercise asks for.

use crate::explain::command::KubectlCommand;
use crate::explain::manifest::{given, written_in};
use crate::explain::refused::Refused;
use crate::explain::{Context, Finding, Layer, Rule, Source, refused, typed, wanted};
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::{TypedCommand, kinds};

/// Objects whose values are never shown.
const SECRET: &str = "Secret";

/// Commands that are groups of others: `kubectl create deployment` has a help of its own.
const GROUPS: [&str; 3] = ["create", "set", "rollout"];

/// A command was not carried out.
pub(super) const U02: Rule = Rule {
    code: "U02",
    layer: Layer::Admission,
    refines: &["M04", "M05", "M07", "M10", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context).into_iter().collect(),
};

/// Whether another finding tells why the command that a finding of this rule is about failed: it
/// quotes the same one.
pub(in crate::explain) fn is_told_by(general: &Finding, special: &Finding) -> bool {
    let command = general.evidence.first().map(|evidence| &evidence.place);
    let mut quoted = special.evidence.iter();
    general.code == U02.code
        && special.code != U02.code
        && quoted.any(|e| e.source == Source::Command && Some(&e.place) == command)
}

fn find(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    context.exercise?;
    let (typed, parsed) = context.failed_command()?;
    // What was written since, from another terminal perhaps, is more than this command knows.
    let since = |object: &&Object| object.last_kubectl_write().is_some_and(|at| at > typed.at);
    if !parsed.changes() || typed.stderr.is_empty() || context.suspects().iter().any(since) {
        return None;
    }
    let failed = context.failed().into_iter().next()?;
    let fields = refused::fields(context);
    let field = fields.first();
    let object = field.and_then(|refused| refused.object(context));
    let object = object.or_else(|| named(context, &parsed));
    if object.is_some() && typed.stderr.contains("(AlreadyExists)") {
        // It is there. Where it is another than the command was to make, P30 says so.
        return None;
    }
    if object.is_none() && !is_to_make(context, &parsed) {
        return None;
    }
    let expectation = wanted::to_be_made(context, &parsed).unwrap_or(failed);
    let said = field.map_or_else(|| typed::complaint(typed), |refused| refused.line);
    let quote = if may_hold_secret(context, typed, &parsed) && !is_about_flags(said) {
        ""
    } else {
        said
    };
    let finding = typed::quoted(Finding::new(rule), typed, quote).arg("verb", parsed.verb);
    let finding = match object {
        Some(object) => finding.object(object.key()),
        None => finding,
    };
    let finding = finding.expectation(&expectation.expectation.id);
    let finding = match field {
        Some(refused) => not_accepted(finding, refused),
        None => match parsed.words.first() {
            Some(what) if GROUPS.contains(&parsed.verb) => {
                finding.look(&["kubectl", parsed.verb, what, "--help"])
            }
            _ => finding.look(&["kubectl", parsed.verb, "--help"]),
        },
    };
    Some(match parsed.file() {
        Some(file) if context.snapshot().files.contains_key(file) => finding.mended(file),
        _ => finding,
    })
}

/// Whether what was refused may be a Secret. The server's words then hold its values, which are never
/// shown; that the command failed is all that is told.
fn may_hold_secret(
    context: &Context<'_, '_>,
    typed: &TypedCommand,
    command: &KubectlCommand<'_>,
) -> bool {
    let kind = command
        .object()
        .and_then(|(word, _)| kinds::from_argument(word));
    kind.is_some_and(|kind| kind.kind == SECRET)
        || typed.stderr.contains(SECRET)
        || !given(context, command, SECRET).is_empty()
}

/// Whether kubectl complains of a flag, of which it tells the name alone.
fn is_about_flags(said: &str) -> bool {
    said.contains("unknown flag: ") || said.contains("required flag(s) ")
}

/// The object that a command names, where the exercise is about it.
fn named<'s>(context: &Context<'_, 's>, command: &KubectlCommand<'_>) -> Option<&'s Object> {
    let (word, name) = command.object()?;
    let kind = kinds::from_argument(word)?.kind;
    let object = context.graph.named(kind, name)?;
    refused::concerns(context, kind, name).then_some(object)
}

/// Whether a command was to make or change what the exercise asks for: by a file that has it, or
/// that says of nothing what it is; by its name; or by its kind, under a name that is not there.
fn is_to_make(context: &Context<'_, '_>, command: &KubectlCommand<'_>) -> bool {
    if let Some(file) = command.file() {
        let Some(content) = context.snapshot().files.get(file) else {
            return false;
        };
        let concerns = |value: &serde_json::Value| {
            let (kind, name) = (text(value, "kind"), text(value, "metadata.name"));
            kind.is_empty() || name.is_empty() || refused::concerns(context, kind, name)
        };
        let values = written_in(content);
        return values.is_empty() || values.iter().any(concerns);
    }
    let Some((word, name)) = command.object() else {
        return false;
    };
    let Some(known) = kinds::from_argument(word) else {
        return false;
    };
    let is_asked = |kind: &str, wanted: &str| kind == known.kind && wanted == name;
    wanted::absent(context)
        .iter()
        .any(|absent| is_asked(absent.kind, absent.name))
}

/// With the field that was not accepted.
fn not_accepted(finding: Finding, refused: &Refused<'_>) -> Finding {
    let path = FieldPath::parse(refused.field);
    let key = path.last_key().unwrap_or(refused.field).to_owned();
    let explained = explained(refused.kind, refused.field);
    finding
        .variant("field")
        .arg("key", key)
        .field(path, None, None)
        .look(&["kubectl", "explain", &explained])
}

/// What `kubectl explain` takes for a field: `deployment.spec.template.spec.volumes`.
fn explained(kind: &str, field: &str) -> String {
    let mut path = String::new();
    let mut depth = 0_usize;
    for c in field.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => path.push(c),
            _ => {}
        }
    }
    format!("{}.{path}", kind.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::explained;
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::TypedCommand;

    fn first_after(line: &str, stderr: &str) -> (&'static str, Option<&'static str>) {
        let mut snapshot = load("faults/P30/from-before.json");
        snapshot.objects.retain(|object| object.kind() != "Pod");
        snapshot.commands = vec![TypedCommand {
            argv: shell_words::split(line).unwrap(),
            exit_code: Some(1),
            stderr: stderr.to_owned(),
            at: snapshot.at,
        }];
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        (first.code, first.variant)
    }

    #[test]
    fn a_refusal_that_no_rule_knows_is_told_in_its_own_words() {
        let unknown =
            "The Pod \"web\" is invalid: spec.volumes[0].hostPath.type: Unsupported value";
        let missing = "Error: required flag(s) \"image\" not set\n\nUsage: …";
        for (line, stderr, found) in [
            ("kubectl run web", missing, ("U02", None)),
            (
                "kubectl run web --image=nginx",
                unknown,
                ("U02", Some("field")),
            ),
            // Another object: not the exercise's.
            ("kubectl run other", missing, ("M11", None)),
            (
                "kubectl delete service web",
                "Error from server (NotFound)",
                ("M11", None),
            ),
            // It only looks.
            (
                "kubectl logs web",
                "Error from server (NotFound)",
                ("M11", None),
            ),
        ] {
            assert_eq!(first_after(line, stderr), found, "{line}: {stderr}");
        }
    }

    #[test]
    fn values_of_a_secret_are_not_quoted() {
        let mut snapshot = load("faults/P30/from-before.json");
        snapshot.objects.retain(|object| object.kind() != "Pod");
        let told = |line: &str, file: &str, stderr: &str| {
            let mut snapshot = snapshot.clone();
            snapshot
                .files
                .insert("web.yaml".to_owned(), file.to_owned());
            snapshot.commands = vec![TypedCommand {
                argv: shell_words::split(line).unwrap(),
                exit_code: Some(1),
                stderr: stderr.to_owned(),
                at: snapshot.at,
            }];
            let first = explain_snapshot(&snapshot).findings.remove(0);
            assert_eq!(first.code, "U02", "{line}: {stderr}");
            first.evidence[0].quote.clone()
        };
        let both = "kind: Pod\nmetadata: {name: web}\n---\nkind: Secret\nstringData: {a: hush}\n";
        let refused = "Error from server (BadRequest): cannot be handled: …|{\"a\":\"hush\"}|…";
        for (file, stderr) in [
            (both, refused),
            ("kind: Pod\nmetadata: {name: web}\n", "Error: Secret: hush"),
        ] {
            assert_eq!(told("kubectl apply -f web.yaml", file, stderr), "exit 1");
        }
        let flag = "error: unknown flag: --from-secret";
        assert_eq!(told("kubectl apply -f web.yaml", both, flag), flag);
    }

    #[test]
    fn what_explain_takes() {
        assert_eq!(
            explained("Pod", "spec.containers[0].env[1].valueFrom"),
            "pod.spec.containers.env.valueFrom"
        );
    }
}
