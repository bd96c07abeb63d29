//! Y09, Y10, Y11: the manifest does not say rightly what it describes: `apiVersion` and `kind`.

use crate::explain::manifest::{Refused, refused};
use crate::explain::{Context, Finding, Layer, Rule};
use crate::snapshot::kinds;
use crate::snapshot::object::text;

/// The kind is not in that API version.
pub(super) const Y09: Rule = Rule {
    code: "Y09",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| version(rule, context).into_iter().collect(),
};

/// There is no such kind, or none is written.
pub(super) const Y10: Rule = Rule {
    code: "Y10",
    find: |rule, context| kind(rule, context).into_iter().collect(),
    ..Y09
};

/// No API version is written.
pub(super) const Y11: Rule = Rule {
    code: "Y11",
    find: |rule, context| no_version(rule, context).into_iter().collect(),
    ..Y09
};

/// Kind and version of `no matches for kind "Deployment" in version "v1"`, and of what an older
/// server says where only the case of the kind differs.
fn unmatched(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line
        .split_once("no matches for kind \"")
        .or_else(|| line.split_once("no kind \""))?;
    let (kind, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("version \"")?;
    Some((kind, rest.split_once('"')?.0))
}

/// Whether the file still says so; where podo has not seen it, kubectl's words stand.
fn still(refused: &Refused<'_>, key: &str, value: &str) -> bool {
    refused.documents.is_empty()
        || refused
            .values()
            .any(|document| text(document, key) == value)
}

fn version(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let refused = refused(context, |line| unmatched(line).is_some())?;
    let (kind, version) = unmatched(refused.line)?;
    let known = kinds::find(kind)?;
    if !still(&refused, "apiVersion", version) || known.api_versions.contains(&version) {
        return None;
    }
    let right = known.api_versions.first()?;
    let finding = refused
        .finding(rule)
        .arg("what", kind)
        .arg("version", version);
    Some(finding.arg("right", *right))
}

fn kind(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let none = |line: &str| line.contains("kind not set") || line.contains("'Kind' is missing");
    let refused = refused(context, |line| none(line) || unmatched(line).is_some())?;
    if none(refused.line) {
        let is_there = |document: &serde_json::Value| document.get("kind").is_some();
        if refused.values().any(is_there) && refused.values().all(is_there) {
            return None;
        }
        return Some(refused.finding(rule).variant("none"));
    }
    let (kind, _) = unmatched(refused.line)?;
    if kinds::find(kind).is_some() || !still(&refused, "kind", kind) {
        return None;
    }
    let finding = refused.finding(rule).arg("what", kind);
    Some(match kinds::nearest(kind) {
        Some(right) if right.eq_ignore_ascii_case(kind) => {
            finding.variant("case").arg("right", right)
        }
        Some(right) => finding.variant("near").arg("right", right),
        None => finding,
    })
}

fn no_version(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let refused = refused(context, |line| {
        line.contains("apiVersion not set") || line.contains("'apiVersion' is missing")
    })?;
    let without = |document: &&serde_json::Value| document.get("apiVersion").is_none();
    let document = refused.values().find(without);
    if document.is_none() && !refused.documents.is_empty() {
        return None;
    }
    let kind = document
        .map(|document| text(document, "kind"))
        .unwrap_or_default();
    let finding = refused.finding(rule);
    Some(
        match kinds::find(kind).and_then(|known| known.api_versions.first()) {
            Some(right) => finding
                .variant("known")
                .arg("what", kind)
                .arg("right", *right),
            None => finding,
        },
    )
}
