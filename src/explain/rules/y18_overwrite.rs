//! Y18: `kubectl label` or `annotate` finds another value there and leaves it.

use crate::explain::{Context, Finding, Layer, Rule, typed};
use crate::snapshot::kinds;
use crate::snapshot::object::ObjectKey;

/// The label has a value already.
pub(super) const Y18: Rule = Rule {
    code: "Y18",
    layer: Layer::Client,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| kept(rule, context).into_iter().collect(),
};

/// Key and value of `'app' already has a value (web), and --overwrite is false`.
fn refused(line: &str) -> Option<(&str, &str)> {
    let (before, rest) = line.split_once("' already has a value (")?;
    let (value, rest) = rest.split_once("), and --overwrite is false")?;
    let (_, key) = before.rsplit_once('\'')?;
    rest.is_empty().then_some((key, value))
}

fn kept(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| refused(line).is_some())?;
    let (key, value) = refused(line)?;
    let finding = Finding::new(rule).arg("key", key).arg("value", value);
    let mut finding = typed::quoted(finding, typed, line);
    // With `--all` or `-l` the next word is a label already.
    if let Some((kind, name)) = parsed.object()
        && !name.contains('=')
        && let Some(kind) = kinds::from_argument(kind)
    {
        let object = ObjectKey::new(kind.kind, context.graph.namespace(), name);
        let argument = object.to_string();
        finding = finding
            .object(object)
            .look(&["kubectl", "get", &argument, "--show-labels"]);
    }
    let mut again = typed.argv.clone();
    again.push("--overwrite".to_owned());
    finding.fix.push(again);
    Some(finding)
}
