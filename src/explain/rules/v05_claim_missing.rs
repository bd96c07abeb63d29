//! V05: a Pod names a claim that its namespace does not have.

use crate::explain::pods::on_workload;
use crate::explain::{Context, Finding, Layer, Rule, Source, wanted};
use crate::snapshot::object::{Object, text};
use crate::snapshot::storage::is_told_missing;

/// No such claim.
pub(super) const V05: Rule = Rule {
    code: "V05",
    layer: Layer::Scheduling,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.pods().into_iter();
        let waiting = pods.filter(|pod| pod.text("spec.nodeName").is_empty());
        waiting
            .flat_map(|pod| missing(rule, context, pod))
            .collect()
    },
};

fn missing(rule: &Rule, context: &Context<'_, '_>, pod: &Object) -> Vec<Finding> {
    let said = pod
        .condition("PodScheduled")
        .map(|condition| text(condition, "message"))
        .unwrap_or_default();
    let volumes = pod.list("spec.volumes").iter().enumerate();
    let named = volumes
        .map(|(index, volume)| (index, text(volume, "persistentVolumeClaim.claimName")))
        .filter(|(_, name)| {
            // Claims are only read where the exercise is about some; then the words decide.
            let has_read = context
                .graph
                .of_kind("PersistentVolumeClaim")
                .next()
                .is_some();
            let told = is_told_missing(pod, name);
            !name.is_empty()
                && context.graph.named("PersistentVolumeClaim", name).is_none()
                && (has_read || told)
        });
    named
        .map(|(index, name)| finding(rule, context, pod, index, name, said))
        .collect()
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    pod: &Object,
    index: usize,
    name: &str,
    said: &str,
) -> Finding {
    let place = format!("spec.volumes[{index}].persistentVolumeClaim.claimName");
    let (object, path) = on_workload(pod, context.graph, &place);
    let near = near(context, name);
    let mut finding = Finding::new(rule)
        .object(object.key())
        .field(path.clone(), near.map(str::to_owned), Some(name.to_owned()))
        .arg("pod", pod.name())
        .arg("claim", name)
        .evidence(Source::Condition, Some(pod.key()), "PodScheduled", said)
        .look(&["kubectl", "get", "pvc"]);
    if let Some(near) = near {
        finding = finding.variant("near").arg("near", near);
    }
    if let Some(file) = wanted::file_with(context, object.name()) {
        finding = finding.mended(file);
    }
    finding
}

/// The claim that is meant: one of nearly that name, or the only one there is if the exercise is
/// about it.
fn near<'s>(context: &Context<'_, 's>, name: &str) -> Option<&'s str> {
    let claims: Vec<&Object> = context
        .graph
        .of_kind("PersistentVolumeClaim")
        .filter(|claim| !claim.is_terminating())
        .collect();
    let nearest = claims
        .iter()
        .map(|other| {
            (
                strsim::damerau_levenshtein(other.name(), name),
                other.name(),
            )
        })
        .filter(|(distance, _)| *distance <= 2.max(name.chars().count() / 3))
        .min()
        .map(|(_, other)| other);
    nearest.or(match claims.as_slice() {
        [only] if wanted::is_wanted(context, only) => Some(only.name()),
        _ => None,
    })
}
