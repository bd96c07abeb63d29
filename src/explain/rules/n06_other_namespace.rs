//! N06: a Pod names a ConfigMap, Secret or claim that its namespace does not have, and another has.
//!
//! Computed from what the Pod names and what was observed. Many things have the same name in several
//! namespaces, so only what was made since the exercise began counts, and what is in `default`, where
//! things land by mistake: that is likely. Where the exercise itself asks for the object, N03 speaks.

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

/// Where things land without `-n`.
const DEFAULT: &str = "default";

/// The object of that kind and name in another namespace, unless the exercise asks for it.
fn elsewhere<'s>(context: &Context<'_, 's>, kind: &str, name: &str) -> Option<&'s Object> {
    let is_asked_for = |object: &Object| {
        let mut absent = wanted::absent(context).into_iter();
        absent.any(|absent| absent.kind == kind && absent.name == name)
            && wanted::is_made_by_learner(context, object)
    };
    let mut all = context.graph.all(kind).iter().copied();
    let other = all.find(|object| {
        let lands = object.namespace() == DEFAULT || wanted::is_made_by_learner(context, object);
        object.name() == name && wanted::is_elsewhere(context, object) && lands
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
    // The name is right, so it is no value that differs.
    let finding = finding.field(path, None, None);
    Some(found(finding, context, missing.pod, other))
}

/// The claims that a Pod waits for.
fn claims(rule: &Rule, context: &Context<'_, '_>, pod: &Object) -> Vec<Finding> {
    const CLAIM: &str = "PersistentVolumeClaim";
    if !pod.text("spec.nodeName").is_empty() || !context.has_read(CLAIM) {
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
                .field(path, None, None)
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::explain::Confidence;
    use crate::explain::rules::tests::{change, explain_snapshot, load};

    /// The code and the confidence of the first finding, with the ConfigMap in that namespace.
    fn first(namespace: &str, made: Option<&str>) -> (&'static str, Confidence) {
        let mut snapshot = load("faults/N06/faults-maps-borrowed-map-in-default.json");
        change(&mut snapshot, "ConfigMap", |map| {
            if map["metadata"]["name"] == "lent" {
                map["metadata"]["namespace"] = Value::from(namespace);
                if let Some(made) = made {
                    map["metadata"]["creationTimestamp"] = Value::from(made);
                }
            }
        });
        let diagnosis = explain_snapshot(&snapshot);
        let first = diagnosis.first().unwrap();
        (first.code, first.confidence)
    }

    #[test]
    fn what_only_happens_to_have_the_name_is_passed_by() {
        let long_ago = Some("2020-01-01T00:00:00Z");
        for (namespace, made, said) in [
            ("default", None, ("N06", Confidence::Certain)),
            ("default", long_ago, ("N06", Confidence::Likely)),
            ("shop", None, ("N06", Confidence::Certain)),
            ("shop", long_ago, ("C01", Confidence::Certain)),
            ("podo-pods", None, ("C01", Confidence::Certain)),
        ] {
            assert_eq!(first(namespace, made), said, "{namespace} {made:?}");
        }
    }
}
