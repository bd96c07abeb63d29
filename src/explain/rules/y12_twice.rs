//! Y12: a key stands twice in the manifest, and only the second counted.
//!
//! kubectl gives no sign of it. The predicate is the file that the newest change gave to kubectl.

use crate::explain::{Context, Finding, Layer, Rule, typed};
use crate::lesson::written::documents;

/// A key twice.
pub(super) const Y12: Rule = Rule {
    code: "Y12",
    layer: Layer::Client,
    refines: &["M05", "M11", "M12", "W09"],
    teachable: true,
    waiting: false,
    find: |rule, context| twice(rule, context).into_iter().collect(),
};

fn twice(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    // A command alone failed, and this fault makes none fail.
    context.exercise?;
    let (typed, parsed) = context.last_change()?;
    let file = parsed.file()?;
    let content = context.snapshot().files.get(file)?;
    let documents = documents(content);
    let found = documents.iter().flat_map(|document| &document.twice);
    // Two objects without `---` between them are worse than a field that stands twice.
    let found = found
        .clone()
        .find(|twice| twice.outermost)
        .or(found.clone().next())?;
    let finding = Finding::new(rule)
        .arg("file", file)
        .arg("key", found.key.as_str())
        .arg("line", found.line as u64);
    let finding = typed::quoted(finding, typed, "")
        .look(&["edit", file])
        .mended(file);
    Some(if found.outermost {
        finding.variant("documents")
    } else {
        finding
    })
}
