//! C08: a ConfigMap or Secret that is marked `immutable` was to be changed.
//!
//! The predicate: the newest command was refused for that, and the object is still there and marked.

use serde_json::Value;

use crate::explain::command::KubectlCommand;
use crate::explain::refused::{self, Refused};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed, wanted};
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey};

/// It cannot be changed any more.
pub(super) const C08: Rule = Rule {
    code: "C08",
    layer: Layer::Admission,
    refines: &["M04", "M05", "M07", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = refused::fields(context).into_iter().find(|refused| {
            matches!(refused.kind, "ConfigMap" | "Secret")
                && refused
                    .why
                    .contains("field is immutable when `immutable` is set")
        });
        let found = refused.and_then(|refused| finding(rule, context, &refused));
        found.into_iter().collect()
    },
};

fn finding(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let object = refused.object(context);
    if context.exercise.is_some() && !object.is_some_and(is_immutable) {
        return None;
    }
    let kind = kinds::find(refused.kind)?;
    let key = ObjectKey::new(kind.kind, context.graph.namespace(), refused.name);
    let resource = key.to_string();
    let mut finding = Finding::new(rule)
        .object(key)
        .look(&["kubectl", "get", &resource, "-o", "yaml"]);
    if refused.field == "immutable" {
        finding = finding.variant("opened");
    }
    if let Some(object) = object {
        finding = finding.evidence(Source::Spec, Some(object.key()), "immutable", "true");
    }
    let finding = typed::quoted(finding, refused.typed, refused.line);
    let applied = KubectlCommand::parse(&refused.typed.argv).and_then(|parsed| parsed.file());
    let written = wanted::file_with(context, refused.name);
    Some(match (applied, written) {
        // The file has the change already; only the way to the cluster was the wrong one.
        (Some(file), _) => finding.fix(&["kubectl", "replace", "--force", "-f", file]),
        (None, Some(file)) => finding
            .fix(&["edit", file])
            .fix(&["kubectl", "replace", "--force", "-f", file]),
        (None, None) => finding.fix(&["kubectl", "delete", &resource]),
    })
}

fn is_immutable(object: &Object) -> bool {
    !object.is_terminating() && object.get("immutable").and_then(Value::as_bool) == Some(true)
}
