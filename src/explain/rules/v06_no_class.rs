//! V06, V07 and V15: a claim waits, and no volume is in sight. V06: it names no class (or the empty
//! one on purpose). V07: there is no class of that name. V15: the class waits for the first Pod,
//! which is as it should be.
//!
//! A class name needs no StorageClass as long as volumes made by hand carry the same name, so
//! V07 speaks only where there is no such volume either.

use crate::explain::claims::{Unbound, made_anew, unbound};
use crate::explain::near::near;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;
use crate::snapshot::storage::{class_name, default_class, users, waits_for_pod};

/// No class at all.
pub(super) const V06: Rule = Rule {
    code: "V06",
    layer: Layer::Scheduling,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| each(rule, context, no_class),
};

/// No such class.
pub(super) const V07: Rule = Rule {
    code: "V07",
    find: |rule, context| each(rule, context, unknown_class),
    ..V06
};

/// The class waits for a Pod.
pub(super) const V15: Rule = Rule {
    code: "V15",
    find: |rule, context| each(rule, context, waits),
    ..V06
};

type One = for<'s> fn(&Rule, &Context<'_, 's>, &Unbound<'s>) -> Option<Finding>;

fn each(rule: &Rule, context: &Context<'_, '_>, one: One) -> Vec<Finding> {
    let claims = unbound(context);
    let found = claims.iter().filter_map(|claim| one(rule, context, claim));
    found.collect()
}

fn field() -> FieldPath {
    FieldPath::parse("spec.storageClassName")
}

fn no_class(rule: &Rule, context: &Context<'_, '_>, unbound: &Unbound<'_>) -> Option<Finding> {
    let claim = unbound.claim;
    let is_free = claim.text("spec.volumeName").is_empty();
    if !class_name(claim).is_empty() || unbound.nearest.is_some() || !is_free {
        return None;
    }
    let default = default_class(context.graph).map(Object::name);
    let is_off = claim.get("spec.storageClassName").is_some();
    let finding = unbound
        .finding(rule, context)
        .field(
            field(),
            default.map(str::to_owned),
            is_off.then(|| "\"\"".to_owned()),
        )
        .look(&["kubectl", "get", "sc,pv"]);
    let finding = if is_off {
        finding.variant("off")
    } else {
        finding
    };
    Some(made_anew(finding, context, claim))
}

fn unknown_class(rule: &Rule, context: &Context<'_, '_>, unbound: &Unbound<'_>) -> Option<Finding> {
    let claim = unbound.claim;
    let name = class_name(claim);
    let is_known = context.graph.named("StorageClass", name).is_some();
    if name.is_empty() || is_known || unbound.nearest.is_some() {
        return None;
    }
    let classes: Vec<&str> = context
        .graph
        .of_kind("StorageClass")
        .map(Object::name)
        .collect();
    let near = near(name, classes.iter().copied());
    let meant = near.or_else(|| default_class(context.graph).map(Object::name));
    let mut finding = unbound
        .finding(rule, context)
        .field(field(), meant.map(str::to_owned), Some(name.to_owned()))
        .arg("class", name)
        .arg("classes", classes.join(", "))
        .look(&["kubectl", "get", "sc"]);
    if let Some(meant) = meant {
        finding = finding.variant("known").arg("meant", meant);
    }
    // A volume made by hand may have a class without an object, and differ in something else.
    if context.snapshot().has_gap("PersistentVolume") {
        finding = finding.confidence(Confidence::Likely);
    }
    Some(made_anew(finding, context, claim))
}

fn waits(rule: &Rule, context: &Context<'_, '_>, unbound: &Unbound<'_>) -> Option<Finding> {
    let class = unbound.class.filter(|class| waits_for_pod(class))?;
    users(unbound.claim, context.graph)
        .is_empty()
        .then_some(())?;
    let mode = class.text("volumeBindingMode");
    Some(
        unbound
            .finding(rule, context)
            .arg("class", class.name())
            .evidence(Source::Spec, Some(class.key()), "volumeBindingMode", mode)
            .look(&["kubectl", "get", "sc", class.name()]),
    )
}
