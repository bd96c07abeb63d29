//! M02 and M03: what is wanted is not there, but something near it is: the kind with a misspelt
//! name, or the name on another kind.
//!
//! The predicate of both: a failed expectation asks for an object by kind and name, there is none,
//! and the learner has made one since the exercise began that the exercise does not ask for
//! itself. M02: of the same kind, and the names differ by two edits at most and by no more than a
//! third of the wanted name, or only in case and digits. M03: of the same name, and a kind that is
//! easily taken for the wanted one.

use crate::explain::wanted::{self, Absent};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::kinds;
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// Kinds that are taken for each other.
const ALIKE: &[&[&str]] = &[
    &[
        "Pod",
        "Deployment",
        "ReplicaSet",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
    ],
    &["ConfigMap", "Secret"],
    &["PersistentVolume", "PersistentVolumeClaim"],
    &["Service", "Ingress"],
];

/// The name is misspelt.
pub(super) const M02: Rule = Rule {
    code: "M02",
    layer: Layer::Place,
    refines: &["M11", "M07"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context, misspelt),
};

/// It is of another kind.
pub(super) const M03: Rule = Rule {
    code: "M03",
    find: |rule, context| find(rule, context, other_kind),
    ..M02
};

type Near = for<'s> fn(&Rule, &Context<'_, 's>, &Absent<'_>) -> Option<Finding>;

fn find(rule: &Rule, context: &Context<'_, '_>, near: Near) -> Vec<Finding> {
    let absent = wanted::absent(context);
    let found = absent.iter().filter_map(|absent| {
        let finding = near(rule, context, absent)?;
        Some(finding.expectation(&absent.failed.expectation.id))
    });
    found.collect()
}

/// Whether the learner has made it, and for nothing else that the exercise asks for.
fn is_stray(context: &Context<'_, '_>, object: &Object) -> bool {
    wanted::is_made_by_learner(context, object) && !wanted::is_wanted(context, object)
}

fn misspelt(rule: &Rule, context: &Context<'_, '_>, absent: &Absent<'_>) -> Option<Finding> {
    let strays = context
        .graph
        .of_kind(absent.kind)
        .filter(|object| is_stray(context, object));
    let near = strays.filter_map(|object| Some((distance(absent.name, object.name())?, object)));
    let (_, object) = near.min_by_key(|(distance, object)| (*distance, object.name()))?;
    let path = FieldPath::parse("metadata.name");
    let (expected, actual) = (absent.name.to_owned(), object.name().to_owned());
    let finding = Finding::new(rule)
        .object(object.key())
        .field(path, Some(expected), Some(actual))
        .arg("wanted", absent.name)
        .look(&["kubectl", "get", plural(absent.kind)]);
    Some(remade(finding, context, absent, object))
}

fn other_kind(rule: &Rule, context: &Context<'_, '_>, absent: &Absent<'_>) -> Option<Finding> {
    let alike = ALIKE.iter().find(|kinds| kinds.contains(&absent.kind))?;
    let others = alike.iter().filter(|kind| **kind != absent.kind);
    let object = others
        .filter_map(|kind| context.graph.named(kind, absent.name))
        .find(|object| is_stray(context, object))?;
    let (expected, actual) = (absent.kind.to_owned(), object.kind().to_owned());
    let both = format!("{},{}", plural(absent.kind), plural(object.kind()));
    let finding = Finding::new(rule)
        .object(object.key())
        .field(FieldPath::parse("kind"), Some(expected), Some(actual))
        .arg("wanted", absent.kind)
        .look(&["kubectl", "get", &both]);
    Some(remade(finding, context, absent, object))
}

/// With how it was made as evidence, and the commands that make it right.
fn remade(
    finding: Finding,
    context: &Context<'_, '_>,
    absent: &Absent<'_>,
    object: &Object,
) -> Finding {
    let created = object.text("metadata.creationTimestamp");
    let mut finding = finding.evidence(
        Source::Spec,
        Some(object.key()),
        "metadata.creationTimestamp",
        created,
    );
    if let Some((typed, _)) = wanted::maker(context, object) {
        finding = finding.evidence(Source::Command, None, "", &typed::line(typed));
    } else if let Some(file) = wanted::file_with(context, object.name()) {
        finding = finding.variant("file").arg("file", file);
        finding = finding.mended(file);
        finding.fix.push(wanted::delete(context, object));
        return finding;
    }
    finding.fix.push(wanted::delete(context, object));
    finding
        .fix
        .extend(wanted::remake(context, absent.kind, absent.name, object));
    finding
}

/// How far a name is from the wanted one; none where it is another name.
fn distance(wanted: &str, found: &str) -> Option<usize> {
    let letters = |name: &str| -> String {
        let letters = name
            .chars()
            .filter(|c| !c.is_ascii_digit())
            .map(|c| c.to_ascii_lowercase());
        letters.collect()
    };
    let distance = strsim::damerau_levenshtein(wanted, found);
    let near = distance <= 2.min(wanted.chars().count() / 3);
    let core = letters(wanted);
    let same =
        !core.is_empty() && core.trim_end_matches('-') == letters(found).trim_end_matches('-');
    (distance > 0 && (near || same)).then_some(distance)
}

fn plural(kind: &str) -> &str {
    kinds::find(kind).map_or(kind, |kind| kind.plural)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn near_names() {
        for (wanted, found) in [
            ("web", "wbe"),
            ("web", "web1"),
            ("web", "web-1"),
            ("web-2", "web"),
            ("web", "Web"),
            ("grape", "grpae"),
            ("frontend", "fronted"),
            ("my-web", "myweb"),
        ] {
            assert!(distance(wanted, found).is_some(), "{wanted} {found}");
        }
        for (wanted, found) in [
            ("web", "web"),
            ("web", "app"),
            ("web", "db"),
            ("web", "website"),
            ("a", "b"),
            ("1", "2"),
            ("api", "app2"),
        ] {
            assert!(distance(wanted, found).is_none(), "{wanted} {found}");
        }
    }
}
