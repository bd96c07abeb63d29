//! Y14: there is no file of that name, or nothing in it.

use crate::explain::manifest::refused;
use crate::explain::{Context, Finding, Layer, Rule, typed};

/// No such file, or an empty one.
pub(super) const Y14: Rule = Rule {
    code: "Y14",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let missing = missing(rule, context);
        missing
            .or_else(|| empty(rule, context))
            .into_iter()
            .collect()
    },
};

fn missing(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (begin, end) = ("the path \"", "\" does not exist");
    let refused = refused(context, |line| line.contains(begin) && line.contains(end))?;
    let (_, rest) = refused.line.split_once(begin)?;
    let (path, _) = rest.split_once(end)?;
    let files = &context.snapshot().files;
    if files.contains_key(path) {
        return None;
    }
    let mut finding = Finding::new(rule).arg("file", path).look(&["files"]);
    finding = typed::quoted(finding, refused.typed, refused.line);
    let near = files
        .keys()
        .map(|name| (strsim::normalized_damerau_levenshtein(path, name), name))
        .filter(|(alike, _)| *alike >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    if let Some((_, name)) = near {
        let fix = typed::with_word(&refused.typed.argv, path, name);
        finding = finding.variant("near").arg("near", name.as_str());
        finding.fix.push(fix);
    }
    Some(finding)
}

fn empty(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let folder = "recognized file extensions are";
    let refused = refused(context, |line| {
        line.contains("no objects passed to") || line.contains(folder)
    })?;
    if refused.line.contains(folder) {
        return Some(refused.finding(rule).variant("folder"));
    }
    refused
        .documents
        .is_empty()
        .then(|| refused.finding(rule).variant("empty"))
}
