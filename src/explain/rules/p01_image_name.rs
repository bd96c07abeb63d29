//! P01 and P02: the registry does not have the image, or not with that tag.
//!
//! A container whose image cannot be pulled, because the registry says that it has no such image.
//! P02 where the repository is the one that the exercise wants or a well-known one, so that only
//! the tag can be wrong; P01 otherwise: a typo of such a name, or a name that nothing here knows.

use crate::explain::images::{Refusal, Refused};
use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};

/// There is no image of that name.
pub(super) const P01: Rule = Rule {
    code: "P01",
    layer: Layer::Image,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        find(context, |container, refused| {
            name(rule, context, container, refused)
        })
    },
};

/// The image has no such tag.
pub(super) const P02: Rule = Rule {
    code: "P02",
    find: |rule, context| {
        find(context, |container, refused| {
            tag(rule, context, container, refused)
        })
    },
    ..P01
};

/// What is found of each container of the suspect Pods whose image the registry refuses.
pub(super) fn find<'s>(
    context: &Context<'_, 's>,
    of: impl Fn(&Container<'s>, &Refused) -> Option<Finding>,
) -> Vec<Finding> {
    context
        .pods()
        .into_iter()
        .flat_map(containers)
        .filter_map(|container| of(&container, &Refused::of(&container, context)?))
        .collect()
}

fn name(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    refused: &Refused,
) -> Option<Finding> {
    if refused.is_tag() {
        return None;
    }
    let found = finding(rule, context, container, refused);
    Some(match (refused.typo_of(), refused.refusal) {
        (Some(known), _) => found.variant("typo").arg("nearest", known),
        // Its registry has some images only, so nothing is said of the name.
        _ if context.snapshot().cluster.is_sandbox() && refused.wanted.is_none() => found
            .variant("sandbox")
            .confidence(Confidence::Likely)
            .look(&["podo", "sandbox", "--help"]),
        (None, Refusal::Denied) => found.variant("denied").confidence(Confidence::Likely),
        (None, Refusal::NotFound) => found.variant("unknown").confidence(Confidence::Likely),
    })
}

fn tag(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    refused: &Refused,
) -> Option<Finding> {
    refused
        .is_tag()
        .then(|| finding(rule, context, container, refused))
}

/// What both rules (and P07) say of an image that the registry refuses.
pub(super) fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    refused: &Refused,
) -> Finding {
    let (object, path) = container.at(context.graph, "image");
    let tag = refused.actual.tag.as_deref();
    let fixed = refused.wanted.clone().or_else(|| {
        let tag = tag.map(|tag| format!(":{tag}")).unwrap_or_default();
        refused.typo_of().map(|known| format!("{known}{tag}"))
    });
    let pod = container.pod.key();
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, fixed.clone(), Some(container.image().to_owned()))
        .arg("image", container.image())
        .arg("repository", refused.actual.short_repository())
        .arg("tag", refused.actual.effective_tag().unwrap_or_default())
        .arg("container", container.name())
        .evidence(
            Source::Status,
            Some(pod.clone()),
            "waiting",
            container.waiting_reason(),
        )
        .evidence(Source::Event, Some(pod), "Failed", &refused.message)
        .look(&["kubectl", "describe", &argument(container.pod)]);
    if let Some(fixed) = fixed {
        let change = format!("{}={fixed}", container.name());
        found = found.fix(&["kubectl", "set", "image", &argument(object), &change]);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::explain::Confidence;
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::Snapshot;

    /// What Docker Hub says of a repository that it does not have, in containerd's words.
    const DENIED: &str = "failed to pull and unpack image: failed to resolve reference: pull access \
                          denied, repository does not exist or may require authorization: server \
                          message: insufficient_scope: authorization failed";

    /// A recording in which the registry says something else about an image.
    fn said(path: &str, image: &str) -> Snapshot {
        let mut snapshot = load(path);
        for event in &mut snapshot.events {
            let mut value = event.value().clone();
            if event.text("message").starts_with("Failed to pull image") {
                value["message"] = format!("Failed to pull image \"{image}\": {DENIED}").into();
            }
            *event = crate::snapshot::object::Object::redacted(value, "Event", "v1");
        }
        snapshot
    }

    #[test]
    fn docker_hub_does_not_tell_a_missing_image_from_a_private_one() {
        let path = "faults/P01/faults-pods-own-image-other-tag.json";
        let diagnosis = explain_snapshot(&said(path, "grape-shop:v1"));
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("P01", Some("denied")));
        assert_eq!(first.confidence, Confidence::Likely);
        // A name that is nearly a well-known one is a typo all the same.
        let path = "faults/P01/faults-pods-image-name-typo.json";
        let diagnosis = explain_snapshot(&said(path, "ngnix:1.27"));
        let first = diagnosis.first().unwrap();
        assert_eq!((first.code, first.variant), ("P01", Some("typo")));
        assert_eq!(first.confidence, Confidence::Certain);
    }

    #[test]
    fn a_known_repository_that_is_denied_lacks_no_tag() {
        let path = "faults/P02/faults-pods-image-tag-typo.json";
        let diagnosis = explain_snapshot(&said(path, "nginx:1.72"));
        assert_eq!(diagnosis.first().unwrap().code, "P01");
    }

    #[test]
    fn the_repair_is_what_the_exercise_wants() {
        for (path, fix) in [
            (
                "faults/P02/faults-pods-image-tag-typo.json",
                "kubectl set image pod/web web=nginx:1.27",
            ),
            (
                "faults/P01/faults-pods-own-image-known-name.json",
                "kubectl set image deployment/shop nginxx=nginx",
            ),
        ] {
            let diagnosis = explain_snapshot(&load(path));
            assert_eq!(diagnosis.first().unwrap().fix[0].join(" "), fix);
        }
    }

    #[test]
    fn the_sandbox_does_not_say_that_an_image_is_nowhere() {
        let mut snapshot = said(
            "faults/P01/faults-pods-own-image-other-tag.json",
            "grape-shop:v1",
        );
        let first = |snapshot: &Snapshot| {
            let found = explain_snapshot(snapshot).findings.remove(0);
            (found.code, found.variant)
        };
        assert_eq!(first(&snapshot), ("P01", Some("denied")));
        snapshot.cluster.version = "v1.36.0+podo".to_owned();
        assert_eq!(first(&snapshot), ("P01", Some("sandbox")));
    }
}
