//! P28 and P34: what the API server refuses of a Pod: a change of what cannot be changed, and a
//! request that is larger than its limit.
//!
//! Both are seen in the newest command that was to change something, if it was refused for that.

use crate::explain::pods::argument;
use crate::explain::refused::{self, Refused, quoted_word};
use crate::explain::{Context, Finding, Layer, Rule, typed};
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::path::FieldPath;

/// A Pod that is there was to be changed in place.
pub(super) const P28: Rule = Rule {
    code: "P28",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let refused = refused::fields(context).into_iter().find(|refused| {
            refused.kind == "Pod"
                && refused.field == "spec"
                && refused.why.contains("pod updates may not change fields")
        });
        let found = refused.and_then(|refused| unchangeable(rule, context, &refused));
        found.into_iter().collect()
    },
};

/// A container requests more than its limit.
pub(super) const P34: Rule = Rule {
    code: "P34",
    find: |rule, context| {
        let refused = refused::fields(context).into_iter().find_map(|refused| {
            let resource = above_limit(&refused)?;
            Some((refused, resource))
        });
        let found = refused.map(|(refused, resource)| above(rule, context, &refused, resource));
        found.into_iter().collect()
    },
    ..P28
};

fn unchangeable(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let pod = refused.object(context);
    if context.exercise.is_some() && pod.is_none_or(Object::is_terminating) {
        return None;
    }
    let key = ObjectKey::new("Pod", context.graph.namespace(), refused.name);
    let finding =
        Finding::new(rule)
            .object(key)
            .look(&["kubectl", "get", "pod", refused.name, "-o", "yaml"]);
    let owner = pod.map(|pod| context.graph.root_owner(pod));
    let owner = owner.filter(|owner| owner.kind() != "Pod");
    let finding = typed::quoted(finding, refused.typed, refused.line);
    Some(match (owner, refused.file()) {
        (Some(owner), _) => finding.variant("owned").arg("owner", argument(owner)),
        (None, Some(file)) => finding.fix(&["kubectl", "replace", "--force", "-f", file]),
        (None, None) => finding,
    })
}

/// The resource of which a container requests more than it may use.
fn above_limit<'s>(refused: &Refused<'s>) -> Option<&'s str> {
    if !refused.field.ends_with(".resources.requests") {
        return None;
    }
    let (_, rest) = refused.why.split_once("must be less than or equal to ")?;
    let (resource, _) = rest.split_once(" limit")?;
    Some(resource)
}

fn above(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>, resource: &str) -> Finding {
    let request = quoted_word(refused.why).unwrap_or_default().to_owned();
    let path = FieldPath::parse(&format!("{}.{resource}", refused.field));
    let kind = kinds::find(refused.kind).map_or(refused.kind, |kind| kind.kind);
    let key = ObjectKey::new(kind, context.graph.namespace(), refused.name);
    let finding = Finding::new(rule)
        .object(key)
        .field(path, None, Some(request.clone()))
        .arg("resource", resource)
        .arg("request", request)
        .look(&["kubectl", "explain", "pod.spec.containers.resources"]);
    let finding = refused.told(finding);
    match refused.to_be_made(context) {
        Some(id) => finding.expectation(id),
        None => finding,
    }
}
