//! V20: the volume of a claim was deleted, and the claim is `Lost`.

use crate::explain::{Context, Finding, Layer, Rule, Source, wanted};
use crate::snapshot::object::Object;

/// Its volume is gone.
pub(super) const V20: Rule = Rule {
    code: "V20",
    layer: Layer::Scheduling,
    refines: &["M05", "M07", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let claims = context.suspects_of("PersistentVolumeClaim");
        let lost = claims.filter(|claim| claim.text("status.phase") == "Lost");
        lost.map(|claim| finding(rule, context, claim)).collect()
    },
};

fn finding(rule: &Rule, context: &Context<'_, '_>, claim: &Object) -> Finding {
    let volume = claim.text("spec.volumeName");
    let mut events = context.graph.events_of(claim).into_iter();
    let lost = events.rfind(|event| event.text("reason") == "ClaimLost");
    let said = lost.map(|event| event.text("message")).unwrap_or_default();
    let finding = Finding::new(rule)
        .object(claim.key())
        .arg("volume", volume)
        .evidence(Source::Status, Some(claim.key()), "status.phase", "Lost")
        .evidence(Source::Event, Some(claim.key()), "ClaimLost", said)
        .look(&["kubectl", "get", "pvc,pv"])
        .fix(&["kubectl", "delete", "pvc", claim.name()]);
    // One made by hand is made by hand again, and before the claim looks for one.
    let files = [volume, claim.name()].map(|name| wanted::file_with(context, name));
    let files = files.into_iter().flatten();
    files.fold(finding, |finding, file| {
        finding.fix(&["kubectl", "apply", "-f", file])
    })
}
