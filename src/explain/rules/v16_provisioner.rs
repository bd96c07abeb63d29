//! V16: the class of a claim leaves the making of volumes to a program that does not answer.
//!
//! The predicate: the claim was handed over to the provisioner that its class names, none of the
//! provisioner's own Events came of it, and the time in which a volume comes has passed. Whether the
//! program runs somewhere is not looked at, so it is only likely.

use jiff::SignedDuration;

use crate::explain::claims::{Unbound, made_anew, unbound};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;
use crate::snapshot::storage::{default_class, waits_for_pod};

/// How long a provisioner may be silent.
const SILENCE: SignedDuration = SignedDuration::from_secs(10);

/// Where the volume controller notes to whom it has left a claim: of old, and today.
const HANDED_OVER: [&str; 2] = [
    "volume.beta.kubernetes.io/storage-provisioner",
    "volume.kubernetes.io/storage-provisioner",
];

/// The provisioner of minikube's own class.
const MINIKUBE: &str = "k8s.io/minikube-hostpath";

/// Nobody makes the volume.
pub(super) const V16: Rule = Rule {
    code: "V16",
    layer: Layer::Scheduling,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let claims = unbound(context);
        let silent = claims.iter().filter_map(|unbound| {
            let class = unbound.class?;
            is_silent(context, unbound.claim, class).then(|| finding(rule, context, unbound, class))
        });
        silent.collect()
    },
};

fn is_silent(context: &Context<'_, '_>, claim: &Object, class: &Object) -> bool {
    let provisioner = class.text("provisioner");
    let is_left_to_it = HANDED_OVER
        .iter()
        .any(|key| claim.annotation(key) == Some(provisioner));
    let is_placed = claim
        .annotation("volume.kubernetes.io/selected-node")
        .is_some();
    let now = context.snapshot().at;
    let is_old = claim.created().is_some_and(|made| now >= made + SILENCE);
    // The volume controller speaks for itself; anybody else who does is the provisioner.
    let answers = context.graph.events_of(claim).into_iter().any(|event| {
        event.text("reason").starts_with("Provisioning")
            && event.text("source.component") != "persistentvolume-controller"
    });
    is_left_to_it && is_old && !answers && (is_placed || !waits_for_pod(class))
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    unbound: &Unbound<'_>,
    class: &Object,
) -> Finding {
    let provisioner = class.text("provisioner");
    let mut events = context.graph.events_of(unbound.claim).into_iter();
    let waits = events.rfind(|event| event.text("reason") == "ExternalProvisioning");
    let said = waits.map(|event| event.text("message")).unwrap_or_default();
    let finding = Finding::new(rule)
        .confidence(Confidence::Likely)
        .object(unbound.claim.key())
        .arg("class", class.name())
        .arg("provisioner", provisioner)
        .evidence(
            Source::Event,
            Some(unbound.claim.key()),
            "ExternalProvisioning",
            said,
        )
        .evidence(Source::Spec, Some(class.key()), "provisioner", provisioner)
        .look(&["kubectl", "get", "sc"]);
    if provisioner == MINIKUBE {
        let addon = ["minikube", "addons", "enable", "storage-provisioner"];
        return finding.fix(&addon);
    }
    let default = default_class(context.graph).filter(|other| other.name() != class.name());
    match default {
        Some(default) => {
            let path = FieldPath::parse("spec.storageClassName");
            let (wanted, named) = (default.name().to_owned(), class.name().to_owned());
            let finding = finding.field(path, Some(wanted), Some(named));
            made_anew(finding, context, unbound.claim)
        }
        None => finding,
    }
}
