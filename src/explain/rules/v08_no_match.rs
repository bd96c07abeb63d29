//! V08 to V14: a claim waits beside a volume that does not fit it: too small, without the access mode,
//! no device or no file system, of another class, without the labels, kept for a claim that was
//! deleted, or taken.
//!
//! The cluster says the same of all of them ("no persistent volumes available", or that a class was not
//! found), so claim and volume are compared here.

use serde_json::Value;

use crate::explain::claims::{Unbound, made_anew, unbound};
use crate::explain::services::labels;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::storage::{Obstacle, class_name};

/// Too big.
pub(super) const V08: Rule = Rule {
    code: "V08",
    layer: Layer::Scheduling,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| each(rule, context, Obstacle::Size, too_big),
};

/// Another access mode.
pub(super) const V09: Rule = Rule {
    code: "V09",
    find: |rule, context| each(rule, context, Obstacle::AccessModes, other_mode),
    ..V08
};

/// A device for a file system, or the other way round.
pub(super) const V10: Rule = Rule {
    code: "V10",
    find: |rule, context| each(rule, context, Obstacle::VolumeMode, other_form),
    ..V08
};

/// Another class.
pub(super) const V11: Rule = Rule {
    code: "V11",
    find: |rule, context| {
        let mut found = each(rule, context, Obstacle::Class, other_class);
        found.extend(elsewhere(rule, context));
        found
    },
    ..V08
};

/// Without the labels.
pub(super) const V12: Rule = Rule {
    code: "V12",
    find: |rule, context| each(rule, context, Obstacle::Selector, other_labels),
    ..V08
};

/// Kept for a claim that is gone.
pub(super) const V13: Rule = Rule {
    code: "V13",
    find: |rule, context| each(rule, context, Obstacle::Released, released),
    ..V08
};

/// Taken.
pub(super) const V14: Rule = Rule {
    code: "V14",
    find: |rule, context| each(rule, context, Obstacle::Taken, taken),
    ..V08
};

type Pair = fn(Finding, &Context<'_, '_>, &Object, &Object) -> Finding;

fn each(rule: &Rule, context: &Context<'_, '_>, obstacle: Obstacle, pair: Pair) -> Vec<Finding> {
    let claims = unbound(context);
    let kept = |unbound: &Unbound<'_>| {
        let volume = unbound.kept_by(obstacle)?;
        let finding = about(unbound.finding(rule, context), volume);
        Some(pair(finding, context, unbound.claim, volume))
    };
    claims.iter().filter_map(kept).collect()
}

/// With the volume that comes nearest.
fn about(finding: Finding, volume: &Object) -> Finding {
    finding
        .arg("volume", volume.name())
        .look(&["kubectl", "get", "pvc,pv"])
}

/// With what the claim has in a field, what the volume has in its own, and how the claim is made
/// anew.
fn compared(
    finding: Finding,
    context: &Context<'_, '_>,
    (claim, path, asked): (&Object, &str, String),
    (volume, place, offered): (&Object, &str, String),
) -> Finding {
    let finding = finding
        .arg("asked", asked.as_str())
        .arg("offered", offered.as_str())
        .evidence(Source::Spec, Some(volume.key()), place, &offered)
        .field(FieldPath::parse(path), Some(offered), Some(asked));
    made_anew(finding, context, claim)
}

fn too_big(
    finding: Finding,
    context: &Context<'_, '_>,
    claim: &Object,
    volume: &Object,
) -> Finding {
    let of = |object: &Object, path: &'static str| object.text(path).to_owned();
    let (path, place) = ("spec.resources.requests.storage", "spec.capacity.storage");
    let asked = (claim, path, of(claim, path));
    compared(finding, context, asked, (volume, place, of(volume, place)))
}

fn other_mode(
    finding: Finding,
    context: &Context<'_, '_>,
    claim: &Object,
    volume: &Object,
) -> Finding {
    let of = |object| (object, "spec.accessModes", modes(object));
    compared(finding, context, of(claim), of(volume))
}

fn modes(object: &Object) -> String {
    let modes = object.list("spec.accessModes").iter();
    let modes: Vec<&str> = modes.filter_map(Value::as_str).collect();
    modes.join(", ")
}

fn other_form(
    finding: Finding,
    context: &Context<'_, '_>,
    claim: &Object,
    volume: &Object,
) -> Finding {
    let of = |object| (object, "spec.volumeMode", form(object));
    compared(finding, context, of(claim), of(volume))
}

/// What a claim or volume is to be: what is not said is a file system.
fn form(object: &Object) -> String {
    match object.text("spec.volumeMode") {
        "" => "Filesystem".to_owned(),
        form => form.to_owned(),
    }
}

fn other_labels(
    finding: Finding,
    context: &Context<'_, '_>,
    claim: &Object,
    volume: &Object,
) -> Finding {
    let offered = volume
        .map("metadata.labels")
        .map(labels)
        .unwrap_or_default();
    let finding = if offered.is_empty() {
        finding.variant("none")
    } else {
        finding
    };
    let finding = finding.look(&["kubectl", "get", "pv", "--show-labels"]);
    let asked = (claim, "spec.selector", asked_labels(claim));
    let offered = (volume, "metadata.labels", offered);
    compared(finding, context, asked, offered)
}

/// The labels that a claim asks for as a selector on kubectl's command line: `tier=fast,zone in (a)`.
fn asked_labels(claim: &Object) -> String {
    let equal = claim.map("spec.selector.matchLabels").map(labels);
    let expressions = claim.list("spec.selector.matchExpressions").iter();
    let expressions = expressions.map(|expression| {
        let values = list(expression, "values").iter();
        let values: Vec<&str> = values.filter_map(Value::as_str).collect();
        let (key, values) = (text(expression, "key"), values.join(","));
        match text(expression, "operator") {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "DoesNotExist" => format!("!{key}"),
            _ => key.to_owned(),
        }
    });
    let all = equal.filter(|equal| !equal.is_empty()).into_iter();
    all.chain(expressions).collect::<Vec<_>>().join(",")
}

fn other_class(
    finding: Finding,
    context: &Context<'_, '_>,
    claim: &Object,
    volume: &Object,
) -> Finding {
    let of = |object| (object, "spec.storageClassName", written(object));
    compared(finding, context, of(claim), of(volume))
}

/// A class as it stands in a file: the empty name in quotation marks.
fn written(object: &Object) -> String {
    match class_name(object) {
        "" => "\"\"".to_owned(),
        name => name.to_owned(),
    }
}

/// Claims that were bound to another volume than the exercise wants, because a class of their own
/// made one for them.
fn elsewhere(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let mismatches = context.mismatches().into_iter();
    let of_volume = mismatches.filter(|(_, mismatch)| {
        mismatch.object.kind == "PersistentVolumeClaim"
            && mismatch.path.to_string() == "spec.volumeName"
    });
    let found = of_volume.filter_map(|(failed, mismatch)| {
        let claim = context.graph.by_key(&mismatch.object)?;
        let wanted = mismatch.expected.as_str()?;
        let wanted = context.graph.named("PersistentVolume", wanted)?;
        let bound = claim.text("spec.volumeName");
        (!bound.is_empty() && class_name(claim) != class_name(wanted)).then_some(())?;
        let finding = about(Finding::new(rule).object(claim.key()), wanted)
            .variant("made")
            .arg("bound", bound)
            .expectation(&failed.expectation.id);
        Some(other_class(finding, context, claim, wanted))
    });
    found.collect()
}

fn released(finding: Finding, _: &Context<'_, '_>, claim: &Object, volume: &Object) -> Finding {
    let patch = r#"{"spec":{"claimRef":null}}"#;
    let finding = of_another(finding, volume);
    let finding = if volume.text("spec.claimRef.name") == claim.name() {
        finding.variant("same")
    } else {
        finding
    };
    finding
        .evidence(
            Source::Status,
            Some(volume.key()),
            "status.phase",
            volume.text("status.phase"),
        )
        .fix(&["kubectl", "patch", "pv", volume.name(), "-p", patch])
}

fn taken(finding: Finding, _: &Context<'_, '_>, _: &Object, volume: &Object) -> Finding {
    of_another(finding, volume)
}

/// With the claim that a volume belongs to.
fn of_another(finding: Finding, volume: &Object) -> Finding {
    let owner = format!(
        "{}/{}",
        volume.text("spec.claimRef.namespace"),
        volume.text("spec.claimRef.name")
    );
    finding.arg("owner", owner.as_str()).evidence(
        Source::Spec,
        Some(volume.key()),
        "spec.claimRef",
        &owner,
    )
}
