//! N04: the file names one Namespace and the command another, so kubectl does neither.
//!
//! kubectl finds it out by itself, before it asks the server; nothing has happened.

use crate::explain::{Context, Finding, Layer, Rule, typed};

/// File and command name different Namespaces.
pub(super) const N04: Rule = Rule {
    code: "N04",
    layer: Layer::Client,
    refines: &["M05", "M10", "M11", "M12", "Y15"],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context).into_iter().collect(),
};

fn find(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, command) = context.failed_command()?;
    let says = "the namespace from the provided object \"";
    let line = typed::said(typed, |line| line.contains(says))?;
    let (_, rest) = line.split_once(says)?;
    let (in_file, rest) = rest.split_once('"')?;
    let (_, rest) = rest.split_once("does not match the namespace \"")?;
    let (asked, _) = rest.split_once('"')?;
    let file = command.file()?;
    let finding = Finding::new(rule)
        .arg("file", file)
        .arg("in_file", in_file)
        .arg("asked", asked);
    let mut finding = typed::quoted(finding, typed, line);
    // The Namespace of the lesson is the one that is right, whoever named it.
    if in_file != context.graph.namespace() {
        return Some(finding.mended(file));
    }
    let again = typed::without_flag(&typed.argv, &["n", "namespace"]);
    finding.fix.push(again);
    Some(finding)
}
