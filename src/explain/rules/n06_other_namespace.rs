//! N06: a Pod names a ConfigMap, Secret or claim that its namespace does not have, and another has.
//!
//! Computed from what the Pod names and what was observed. Where what is there was not made in this
//! exercise it may only happen to have that name: then it is likely. Where the exercise itself asks
//! for the object, N03 speaks.

use crate::explain::pods::on_workload;
use crate::explain::rules::c01_reference::{self, Missing};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, wanted};
use crate::snapshot::object::{Object, text};

/// In another namespace.
pub(super) const N06: Rule = Rule {
    code: "N06",
    layer: Layer::Place,
    refines: &["C01", "C02", "C16", "M05", "M11", "M12", "V05"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found = c01_reference::find(context, |missing| reference(rule, context, missing));
        let pods = context.pods().into_iter();
        found.extend(pods.flat_map(|pod| claims(rule, context, pod)));
        found
    },
};

/// The object of that kind and name in another namespace, unless the exercise asks for it.
fn elsewhere<'s>(context: &Context<'_, 's>, kind: &str, name: &str) -> Option<&'s Object> {
    let here = context.graph.namespace();
    let is_asked_for = |object: &Object| {
        let mut absent = wanted::absent(context).into_iter();
        absent.any(|absent| absent.kind == kind && absent.name == name)
            && wanted::is_made_by_learner(context, object)
    };
    let mut all = context.graph.all(kind).iter().copied();
    let other = all.find(|object| {
        let namespace = object.namespace();
        object.name() == name && !namespace.is_empty() && namespace != here
    });
    other.filter(|other| !is_asked_for(other))
}

fn reference(rule: &Rule, context: &Context<'_, '_>, missing: &Missing<'_>) -> Option<Finding> {
    let named = &missing.reference;
    let other = elsewhere(context, named.kind, named.name)?;
    missing.object.is_none().then_some(())?;
    let path = named.name_path.to_string();
    let (_, path) = on_workload(missing.pod, context.graph, &path);
    let finding = c01_reference::finding(rule, context, missing);
    let finding = finding.field(path, None, Some(named.name.to_owned()));
    Some(found(finding, context, missing.pod, other))
}

/// The claims that a Pod waits for.
fn claims(rule: &Rule, context: &Context<'_, '_>, pod: &Object) -> Vec<Finding> {
    const CLAIM: &str = "PersistentVolumeClaim";
    if !pod.text("spec.nodeName").is_empty() || !c01_reference::is_known(context, CLAIM) {
        return Vec::new();
    }
    let volumes = pod.list("spec.volumes").iter().enumerate();
    volumes
        .filter_map(|(index, volume)| {
            let name = text(volume, "persistentVolumeClaim.claimName");
            let is_here = context.graph.named(CLAIM, name).is_some();
            let other = elsewhere(context, CLAIM, name).filter(|_| !is_here)?;
            let place = format!("spec.volumes[{index}].persistentVolumeClaim.claimName");
            let (owner, path) = on_workload(pod, context.graph, &place);
            let said = pod.condition("PodScheduled");
            let said = said.map(|said| text(said, "message")).unwrap_or_default();
            let finding = Finding::new(rule)
                .object(owner.key())
                .field(path, None, Some(name.to_owned()))
                .arg("source", CLAIM)
                .arg("map", name)
                .evidence(Source::Condition, Some(pod.key()), "PodScheduled", said);
            Some(found(finding, context, pod, other))
        })
        .collect()
}

/// With where it is, and the command that makes it here where the learner typed one.
fn found(finding: Finding, context: &Context<'_, '_>, pod: &Object, other: &Object) -> Finding {
    let namespace = other.namespace();
    let own = wanted::is_made_by_learner(context, other);
    let mut finding = finding
        .confidence(if own {
            Confidence::Certain
        } else {
            Confidence::Likely
        })
        .arg("pod", pod.name())
        .arg("other", namespace)
        .arg("here", context.graph.namespace())
        .evidence(
            Source::Spec,
            Some(other.key()),
            "metadata.namespace",
            namespace,
        )
        .look(&["kubectl", "get", &other.key().to_string(), "-n", namespace]);
    let again = wanted::remake(context, other.kind(), other.name(), other);
    finding.fix.extend(again);
    finding
}
