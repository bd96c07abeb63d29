//! V01 and V02: the API server refuses a Pod or template for its mounts. V01: a container mounts a
//! volume that is not defined. V02: two volumes are mounted at one path of a container.
//!
//! Nothing of it ever reaches the cluster, so the predicate is the refusal of the newest command,
//! with the field and the value that it names.

use crate::explain::refused::{self, Refused, quoted_word};
use crate::explain::{Context, Finding, Layer, Rule};
use crate::snapshot::path::FieldPath;

/// The volume is not defined.
pub(super) const V01: Rule = Rule {
    code: "V01",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, "name", "Not found: "),
};

/// Two volumes at one path.
pub(super) const V02: Rule = Rule {
    code: "V02",
    find: |rule, context| find(rule, context, "mountPath", "must be unique"),
    ..V01
};

fn find(rule: &Rule, context: &Context<'_, '_>, key: &str, says: &str) -> Vec<Finding> {
    let refused = refused::fields(context);
    // A volume that is refused itself counts as not defined, although it is written there.
    if refused.iter().any(|refused| is_volume(refused.field)) {
        return Vec::new();
    }
    let fitting = refused
        .iter()
        .filter(|refused| is_mount(refused.field, key) && refused.why.contains(says));
    fitting
        .filter_map(|refused| finding(rule, context, refused))
        .collect()
}

/// Whether a field is of a volume: `spec.volumes[0].persistentVolumeClaim`.
fn is_volume(field: &str) -> bool {
    field.contains("spec.volumes[")
}

/// Whether a field is that key of a mount: `spec.containers[0].volumeMounts[1].name`.
fn is_mount(field: &str, key: &str) -> bool {
    field
        .rsplit_once('.')
        .is_some_and(|(mount, last)| last == key && mount.contains(".volumeMounts["))
}

fn finding(rule: &Rule, context: &Context<'_, '_>, refused: &Refused<'_>) -> Option<Finding> {
    let value = quoted_word(refused.why)?;
    let mut finding = Finding::new(rule)
        .arg("kind", refused.kind)
        .arg("name", refused.name)
        .arg("value", value)
        .field(
            FieldPath::parse(refused.field),
            None,
            Some(value.to_owned()),
        );
    match (refused.object(context), refused.to_be_made(context)) {
        (Some(object), _) => finding = finding.object(object.key()),
        (None, Some(id)) => finding = finding.expectation(id),
        (None, None) => {}
    }
    if let Some(near) = near(context, refused, value).filter(|_| rule.code == V01.code) {
        finding = finding.variant("near").arg("near", near);
    }
    let finding = finding.look(&["kubectl", "explain", "pod.spec.containers.volumeMounts"]);
    Some(refused.told(finding))
}

/// A name in the file that the wanted one may have been meant for: nearly the same letters.
fn near(context: &Context<'_, '_>, refused: &Refused<'_>, name: &str) -> Option<String> {
    let text = context.snapshot().files.get(refused.file()?)?;
    let names = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- name: "));
    let names = names.map(|other| other.trim_matches(['"', '\'']).to_owned());
    names
        .map(|other| (strsim::damerau_levenshtein(&other, name), other))
        .filter(|(distance, _)| (1..=2).contains(distance))
        .min()
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::{explain_snapshot, load};

    #[test]
    fn a_name_that_nearly_fits_is_named() {
        let snapshot = load("faults/V01/faults-storage-shared-volume-name-typo.json");
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("V01", Some("near")));
    }
}
