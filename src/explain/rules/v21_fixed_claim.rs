//! V21: a claim that is there was to be changed, and the API server refuses it.
//!
//! The predicate: the newest command was refused for the claim's spec, and that claim is there.
//! What may change later is only the size, upwards, where the class allows it.

use crate::explain::claims::made_anew;
use crate::explain::refused::{self, quoted_word};
use crate::explain::{Context, Finding, Layer, Rule, typed};
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::{TypedCommand, kinds};

/// A claim cannot be changed.
pub(super) const V21: Rule = Rule {
    code: "V21",
    layer: Layer::Admission,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = changed(context).or_else(|| grown(context));
        let finding = refused.and_then(|refused| finding(rule, context, &refused));
        finding.into_iter().collect()
    },
};

/// What was refused.
struct Refusal<'s> {
    typed: &'s TypedCommand,
    name: &'s str,
    line: &'s str,
    variant: Option<&'static str>,
}

/// A change of the spec, or of the size downwards.
fn changed<'s>(context: &Context<'_, 's>) -> Option<Refusal<'s>> {
    let mut fields = refused::fields(context).into_iter();
    fields.find_map(|refused| {
        let variant = match refused.field {
            "spec" if refused.why.contains("immutable after creation") => None,
            "spec.resources.requests.storage"
                if refused.why.contains("less than previous value")
                    || refused.why.contains("less than status.capacity") =>
            {
                Some("shrink")
            }
            _ => return None,
        };
        (refused.kind == "PersistentVolumeClaim").then_some(Refusal {
            typed: refused.typed,
            name: refused.name,
            line: refused.line,
            variant,
        })
    })
}

/// A change of the size upwards, which the class does not allow.
fn grown<'s>(context: &Context<'_, 's>) -> Option<Refusal<'s>> {
    let (typed, _) = context.failed_command()?;
    let says = "only dynamically provisioned pvc can be resized";
    let line = typed::said(typed, |line| line.contains(says))?;
    let (_, claim) = line.rsplit_once("persistentvolumeclaims ")?;
    let name = quoted_word(claim)?;
    refused::concerns(context, "PersistentVolumeClaim", name).then_some(Refusal {
        typed,
        name,
        line,
        variant: Some("grow"),
    })
}

fn finding(rule: &Rule, context: &Context<'_, '_>, refused: &Refusal<'_>) -> Option<Finding> {
    let claim = context.graph.named("PersistentVolumeClaim", refused.name);
    if context.exercise.is_some() && claim.is_none_or(Object::is_terminating) {
        return None;
    }
    let kind = kinds::find("PersistentVolumeClaim")?;
    let key = ObjectKey::new(kind.kind, context.graph.namespace(), refused.name);
    let mut finding = Finding::new(rule)
        .object(key)
        .look(&["kubectl", "get", "pvc", refused.name]);
    finding.variant = refused.variant;
    let finding = typed::quoted(finding, refused.typed, refused.line);
    Some(match claim {
        Some(claim) => made_anew(finding, context, claim),
        None => finding,
    })
}
