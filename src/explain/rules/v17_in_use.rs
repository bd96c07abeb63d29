//! V17: a claim was deleted and does not go, because a Pod uses it.

use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::Object;
use crate::snapshot::storage::{is_held, users};

/// Still in use.
pub(super) const V17: Rule = Rule {
    code: "V17",
    layer: Layer::Controller,
    refines: &["M10", "M11"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let claims = context.suspects_of("PersistentVolumeClaim");
        claims
            .filter(|claim| is_held(claim))
            .filter_map(|claim| finding(rule, context, claim))
            .collect()
    },
};

fn finding(rule: &Rule, context: &Context<'_, '_>, claim: &Object) -> Option<Finding> {
    let users = users(claim, context.graph);
    let pod = users.iter().find(|pod| !pod.is_terminating())?;
    let top = context.graph.root_owner(pod);
    let argument = argument(top);
    let fix = match top.kind() {
        "Deployment" => vec!["kubectl", "scale", argument.as_str(), "--replicas=0"],
        _ => vec!["kubectl", "delete", argument.as_str()],
    };
    let deleted = claim.text("metadata.deletionTimestamp");
    Some(
        Finding::new(rule)
            .object(claim.key())
            .arg("pod", pod.name())
            .evidence(
                Source::Status,
                Some(claim.key()),
                "metadata.deletionTimestamp",
                deleted,
            )
            .evidence(
                Source::Spec,
                Some(claim.key()),
                "metadata.finalizers",
                "kubernetes.io/pvc-protection",
            )
            .look(&["kubectl", "describe", "pvc", claim.name()])
            .fix(&fix),
    )
}
