//! P35: the ServiceAccount that the Pods are to run as is not there.

use crate::explain::denied::{self, Denied, Maker, Now, between};
use crate::explain::near::near;
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// No such account.
pub(super) const P35: Rule = Rule {
    code: "P35",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let all = denied::all(context).into_iter();
        all.filter_map(|denied| missing(rule, context, &denied))
            .collect()
    },
};

fn missing(rule: &Rule, context: &Context<'_, '_>, denied: &Denied<'_>) -> Option<Finding> {
    let (_, rest) = denied.why.split_once("error looking up service account ")?;
    let name = between(rest, "serviceaccount \"", "\"")?;
    let is_there = context.graph.named("ServiceAccount", name).is_some();
    // Every namespace has one, so that none at all were read.
    let any = context.graph.of_kind("ServiceAccount").next().is_some();
    let now = denied.now("ServiceAccount", any && !is_there, context);
    let mut finding = denied
        .finding(rule, now, context)
        .arg("account", name)
        .look(&["kubectl", "get", "serviceaccounts"]);
    if now == Now::Past {
        return Some(finding);
    }
    let accounts = context.graph.of_kind("ServiceAccount");
    let near = near(name, accounts.map(Object::name));
    if let Maker::Set(_) = denied.maker {
        let path = FieldPath::parse("spec.template.spec.serviceAccountName");
        finding = finding.field(path, near.map(str::to_owned), Some(name.to_owned()));
    }
    let Some(near) = near else {
        let finding = finding.fix(&["kubectl", "create", "serviceaccount", name]);
        return Some(again(finding, denied));
    };
    finding = finding.variant("near").arg("nearest", near);
    Some(match denied.workload(context) {
        Some(workload) => finding.fix(&[
            "kubectl",
            "set",
            "serviceaccount",
            &argument(workload),
            near,
        ]),
        None => denied.mended(finding),
    })
}

/// A command that was refused is to be typed once more; a ReplicaSet tries by itself.
fn again(mut finding: Finding, denied: &Denied<'_>) -> Finding {
    if let Maker::Command { typed, .. } = denied.maker {
        finding.fix.push(typed.argv.clone());
    }
    finding
}
