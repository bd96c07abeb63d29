//! P04: the node cannot reach the registry that the image's name leads to.
//!
//! The node's own words tell: nobody listens at that address, the host has no address, no answer
//! comes, or the registry speaks HTTP where HTTPS is expected. What answers on the learner's machine
//! need not answer on the node: `localhost` is the node itself there.

use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source};

/// The registry cannot be reached from the node.
pub(super) const P04: Rule = Rule {
    code: "P04",
    layer: Layer::Image,
    refines: &["M05", "P01"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.pods().into_iter();
        pods.flat_map(containers)
            .filter_map(|container| unreachable(rule, context, &container))
            .collect()
    },
};

fn unreachable(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
) -> Option<Finding> {
    if !container.is_pull_failing() {
        return None;
    }
    let event = container.event_message(context.graph, "Failed", container.image());
    let message = if event.is_empty() {
        container.waiting_message()
    } else {
        event
    };
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    let variant = if says(&["gave HTTP response to HTTPS client"]) {
        Some("http")
    } else if says(&["connection refused", "no route to host"]) {
        None
    } else if says(&["no such host", "server misbehaving"]) {
        Some("host")
    } else if says(&["i/o timeout", "deadline exceeded", "Client.Timeout"]) {
        Some("silent")
    } else {
        return None;
    };
    let registry = container.image_ref()?.registry;
    let (object, path) = container.at(context.graph, "image");
    let pod = container.pod.key();
    let local = registry.starts_with("localhost") || registry.starts_with("127.");
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, None, Some(container.image().to_owned()))
        .arg("image", container.image())
        .arg("registry", registry)
        .evidence(Source::Event, Some(pod), "Failed", message)
        .look(&["kubectl", "describe", &argument(container.pod)]);
    found.variant = match variant {
        None if local => Some("local"),
        variant => variant,
    };
    Some(found)
}
