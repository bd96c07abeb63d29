//! P07: an image that was built on the learner's machine is looked for in a registry.
//!
//! The registry refuses an image without a registry's host in its name and with the tag `latest` or
//! none, the name resembles nothing known, and `imagePullPolicy` is `Always`, as it is by default
//! for `latest`: a local image would never be used. Whether there is one cannot be seen from here,
//! so this is only likely.

use super::p01_image_name;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::text;

/// A local image with the tag `latest`.
pub(super) const P07: Rule = Rule {
    code: "P07",
    layer: Layer::Image,
    refines: &["P01"],
    teachable: true,
    waiting: false,
    find: local,
};

fn local(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    p01_image_name::find(context, |container, refused| {
        let policy = text(container.spec, "imagePullPolicy");
        if policy != "Always" || !refused.may_be_local(container) {
            return None;
        }
        let place = container.path("imagePullPolicy").to_string();
        let pod = Some(container.pod.key());
        let found = p01_image_name::finding(rule, context, container, refused);
        Some(
            found
                .confidence(Confidence::Likely)
                .evidence(Source::Spec, pod, &place, policy),
        )
    })
}
