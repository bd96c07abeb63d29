//! V19: a `hostPath` volume asks for something that the node does not have at that path.
//!
//! What is on the node cannot be read through the API: the kubelet's refusal to mount tells, as long
//! as the Pod still waits for this volume.

use crate::explain::pods::{argument, on_workload};
use crate::explain::{Context, Finding, Layer, Rule, Source, wanted};
use crate::snapshot::object::{Object, text};

/// Not there, or something else.
pub(super) const V19: Rule = Rule {
    code: "V19",
    layer: Layer::NodeSetup,
    refines: &["M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.pods().into_iter();
        pods.filter_map(|pod| finding(rule, context, pod)).collect()
    },
};

fn finding(rule: &Rule, context: &Context<'_, '_>, pod: &Object) -> Option<Finding> {
    let waits = pod.text("status.phase") == "Pending" && !pod.text("spec.nodeName").is_empty();
    let mut volumes = pod.list("spec.volumes").iter().enumerate();
    let (index, volume, said) = volumes.find_map(|(index, volume)| {
        let is_checked = !text(volume, "hostPath.type").is_empty();
        let said = refusal(context, pod, text(volume, "name"))?;
        is_checked.then_some((index, volume, said))
    })?;
    waits.then_some(())?;
    let kind = text(volume, "hostPath.type");
    let place = format!("spec.volumes[{index}].hostPath.type");
    let (object, path) = on_workload(pod, context.graph, &place);
    let made = match kind {
        "Directory" => Some("DirectoryOrCreate"),
        "File" => Some("FileOrCreate"),
        _ => None,
    };
    let mut finding = Finding::new(rule)
        .object(object.key())
        .field(path, made.map(str::to_owned), Some(kind.to_owned()))
        .arg("path", text(volume, "hostPath.path"))
        .arg("type", kind)
        .arg("node", pod.text("spec.nodeName"))
        .evidence(Source::Event, Some(pod.key()), "FailedMount", said)
        .look(&["kubectl", "describe", &argument(pod)]);
    if kind == "Directory" {
        finding = finding.variant("folder");
    }
    if let Some(file) = wanted::file_with(context, object.name()) {
        finding = finding.mended(file);
    }
    Some(finding)
}

/// What the kubelet said when it could not mount a volume for its type.
fn refusal<'s>(context: &Context<'_, 's>, pod: &Object, volume: &str) -> Option<&'s str> {
    let events = context.graph.events_of(pod).into_iter().rev();
    events
        .filter(|event| event.text("reason") == "FailedMount")
        .map(|event| event.text("message"))
        .find(|said| {
            said.contains("hostPath type check failed") && said.contains(&format!("\"{volume}\""))
        })
}
