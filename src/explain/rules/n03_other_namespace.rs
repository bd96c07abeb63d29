//! N03: what is wanted was made in another Namespace.
//!
//! The predicate: an object that a failed expectation asks for by kind and name is not in the
//! exercise's Namespace, and one of that kind and name stands in another Namespace that was
//! observed (`default`), made since the exercise began.

use crate::explain::wanted::{self, Absent};
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::object::Object;

/// In another Namespace.
pub(super) const N03: Rule = Rule {
    code: "N03",
    layer: Layer::Place,
    refines: &["M02", "M03", "M07", "M11"],
    teachable: true,
    waiting: false,
    find: other_namespace,
};

fn other_namespace(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let found = wanted::absent(context).into_iter().filter_map(|absent| {
        let mut all = context.graph.all(absent.kind).iter().copied();
        let elsewhere = all.find(|object| {
            object.name() == absent.name
                && wanted::is_elsewhere(context, object)
                && wanted::is_made_by_learner(context, object)
        })?;
        Some(finding(rule, context, absent, elsewhere))
    });
    found.collect()
}

fn finding(rule: &Rule, context: &Context<'_, '_>, absent: Absent<'_>, object: &Object) -> Finding {
    let (here, other) = (context.graph.namespace(), object.namespace());
    let created = object.text("metadata.creationTimestamp");
    let resource = object.key().to_string();
    let mut finding = Finding::new(rule)
        .object(object.key())
        .field(
            crate::snapshot::path::FieldPath::parse("metadata.namespace"),
            Some(here.to_owned()),
            Some(other.to_owned()),
        )
        .arg("namespace", here)
        .arg("other", other)
        .expectation(&absent.failed.expectation.id)
        .evidence(
            Source::Spec,
            Some(object.key()),
            "metadata.namespace",
            other,
        )
        .evidence(
            Source::Spec,
            Some(object.key()),
            "metadata.creationTimestamp",
            created,
        )
        .look(&["kubectl", "get", &resource, "-n", other]);
    match (wanted::maker(context, object), file_for(context, other)) {
        (Some((typed, _)), _) => {
            finding = finding.evidence(Source::Command, None, "", &typed::line(typed));
            finding.fix.extend(wanted::remake(
                context,
                object.kind(),
                object.name(),
                object,
            ));
        }
        (None, Some(file)) => {
            finding = finding.variant("file").arg("file", file);
            finding = finding.mended(file);
        }
        (None, None) => finding.fix.extend(wanted::remake(
            context,
            object.kind(),
            object.name(),
            object,
        )),
    }
    finding.fix.push(wanted::delete(context, object));
    finding
}

/// The learner's file that names the other Namespace.
fn file_for<'s>(context: &Context<'_, 's>, other: &str) -> Option<&'s str> {
    let line = format!("namespace: {other}");
    let names = |content: &str| {
        content
            .lines()
            .any(|text| text.trim().replace(['"', '\''], "") == line)
    };
    let mut files = context.snapshot().files.iter();
    files
        .find(|(_, content)| names(content))
        .map(|(file, _)| file.as_str())
}
