//! P24: the Pod names a Node itself, and there is no such Node.
//!
//! The scheduler leaves such a Pod alone, and no kubelet takes it: there is neither an Event nor a
//! condition. Within a minute or so it is removed, again without a word; then only the learner's
//! file, or the template that makes the next one, still tells.

use crate::explain::command::KubectlCommand;
use crate::explain::manifest::{written_as, written_in};
use crate::explain::near::near;
use crate::explain::pods::{argument, on_workload};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, repair, wanted};
use crate::snapshot::object::{Object, ObjectKey, text};
use crate::snapshot::path::FieldPath;

/// No such Node.
pub(super) const P24: Rule = Rule {
    code: "P24",
    layer: Layer::Scheduling,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        // Without any, Nodes were not read.
        if context.graph.all("Node").is_empty() {
            return Vec::new();
        }
        let pods = context.pods().into_iter();
        let mut found: Vec<Finding> = pods.filter_map(|pod| of_pod(rule, context, pod)).collect();
        if found.is_empty() {
            let workloads = context.suspects_of("Deployment");
            found.extend(workloads.filter_map(|workload| of_template(rule, context, workload)));
        }
        if found.is_empty() {
            found.extend(removed(rule, context));
        }
        found
    },
};

/// Whether a name is that of no Node.
fn is_unknown(node: &str, context: &Context<'_, '_>) -> bool {
    !node.is_empty() && context.graph.named("Node", node).is_none()
}

fn of_pod(rule: &Rule, context: &Context<'_, '_>, pod: &Object) -> Option<Finding> {
    let node = pod.text("spec.nodeName");
    let waits =
        pod.text("status.phase") == "Pending" && pod.list("status.containerStatuses").is_empty();
    (waits && is_unknown(node, context)).then_some(())?;
    let pod = context.graph.by_key(&pod.key())?;
    let (object, path) = on_workload(pod, context.graph, "spec.nodeName");
    let finding = about(rule, context, &object.key(), path, node)
        .arg("pod", pod.name())
        .evidence(Source::Spec, Some(pod.key()), "spec.nodeName", node)
        .evidence(Source::Status, Some(pod.key()), "status.phase", "Pending")
        .look(&["kubectl", "get", &argument(pod), "-o", "wide"]);
    Some(repaired(finding, context, object))
}

fn of_template(rule: &Rule, context: &Context<'_, '_>, workload: &Object) -> Option<Finding> {
    let node = workload.text("spec.template.spec.nodeName");
    (is_unknown(node, context) && !workload.is_terminating()).then_some(())?;
    let path = FieldPath::parse("spec.template.spec.nodeName");
    let place = path.to_string();
    let finding = about(rule, context, &workload.key(), path, node)
        .arg("pod", workload.name())
        .evidence(Source::Spec, Some(workload.key()), &place, node)
        .look(&["kubectl", "get", "nodes"]);
    Some(repaired(finding, context, workload))
}

/// A Pod that is asked for and not there, and that was made with such a Node from a file.
fn removed(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let absent = wanted::absent(context).into_iter();
    let pods = absent.filter(|absent| absent.kind == "Pod");
    pods.filter_map(|absent| {
        let (file, node) = made_from(context, absent.name)?;
        is_unknown(&node, context).then_some(())?;
        let key = ObjectKey::new("Pod", context.graph.namespace(), absent.name);
        let path = FieldPath::parse("spec.nodeName");
        let finding = about(rule, context, &key, path, &node)
            .variant("removed")
            .confidence(Confidence::Likely)
            .arg("pod", absent.name)
            .expectation(&absent.failed.expectation.id)
            .look(&["kubectl", "get", "nodes"]);
        Some(finding.mended(file))
    })
    .collect()
}

/// The file that a Pod was last made from, and the Node that it is for there.
fn made_from<'s>(context: &Context<'_, 's>, pod: &str) -> Option<(&'s str, String)> {
    let snapshot = context.snapshot();
    let commands = snapshot.commands.iter().rev();
    let given = commands
        .filter(|typed| !typed.failed())
        .filter_map(|typed| KubectlCommand::parse(&typed.argv)?.file());
    given.into_iter().find_map(|file| {
        let mut values = written_in(snapshot.files.get(file)?).into_iter();
        let made = values
            .find(|value| text(value, "kind") == "Pod" && text(value, "metadata.name") == pod)?;
        Some((file, text(&made, "spec.nodeName").to_owned()))
    })
}

fn about(
    rule: &Rule,
    context: &Context<'_, '_>,
    object: &ObjectKey,
    path: FieldPath,
    node: &str,
) -> Finding {
    let nodes = context.graph.all("Node").iter();
    let near = near(node, nodes.map(|known| known.name()));
    Finding::new(rule)
        .object(object.clone())
        .field(path, near.map(str::to_owned), Some(node.to_owned()))
        .arg("node", node)
}

/// The commands that leave the choice to the scheduler: in the template at once, while of a Pod the
/// file is corrected and the Pod made anew.
fn repaired(finding: Finding, context: &Context<'_, '_>, object: &Object) -> Finding {
    if object.kind() == "Pod" {
        return match written_as(context, "Pod", object.name()) {
            Some((file, _)) => finding
                .fix(&["edit", file])
                .fix(&["kubectl", "replace", "--force", "-f", file]),
            None => finding,
        };
    }
    let change = serde_json::json!({"spec": {"template": {"spec": {"nodeName": null}}}});
    let mut finding = finding;
    finding.fix.push(repair::patch(object, &change));
    finding
}
