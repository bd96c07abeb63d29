//! P06: `imagePullPolicy` is `Never`, and the node does not have the image.
//!
//! The kubelet waits with `ErrImageNeverPull`: it may not ask any registry, so nothing will change by
//! itself.

use serde_json::json;

use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::text;

/// Not to be pulled, and not there.
pub(super) const P06: Rule = Rule {
    code: "P06",
    layer: Layer::Image,
    refines: &["P01", "P02", "P07"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.pods().into_iter();
        pods.flat_map(containers)
            .filter(|container| container.waiting_reason() == "ErrImageNeverPull")
            .map(|container| never(rule, context, &container))
            .collect()
    },
};

fn never(rule: &Rule, context: &Context<'_, '_>, container: &Container<'_>) -> Finding {
    let (object, path) = container.at(context.graph, "imagePullPolicy");
    let policy = text(container.spec, "imagePullPolicy");
    let pod = container.pod.key();
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(
            path.clone(),
            Some("IfNotPresent".to_owned()),
            Some(policy.to_owned()),
        )
        .arg("image", container.image())
        .arg("container", container.name())
        .evidence(
            Source::Status,
            Some(pod.clone()),
            "waiting",
            container.waiting_message(),
        )
        .evidence(Source::Spec, Some(pod), &path.to_string(), policy)
        .look(&["kubectl", "describe", &argument(container.pod)]);
    // In a Pod that is there the policy cannot be changed.
    if object.kind() == "Deployment" {
        let fixed = json!({"name": container.name(), "imagePullPolicy": "IfNotPresent"});
        let patch = json!({"spec": {"template": {"spec": {"containers": [fixed]}}}});
        let patch = patch.to_string();
        found = found.fix(&["kubectl", "patch", &argument(object), "-p", &patch]);
    }
    found
}
