//! D13: the node cannot get an image that docker on the learner's machine has: it was never pushed,
//! or its name leads to no registry of the learner's.
//!
//! The registry says that it has no such image, and docker has one of exactly that name. After a
//! push the node may still be waiting to try again, with the old words in its Events.

use super::p01_image_name;
use crate::explain::docker::DockerCommand;
use crate::explain::images::Refused;
use crate::explain::pods::{Container, argument};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::docker::LocalImage;
use crate::snapshot::image::ImageRef;
use crate::snapshot::object::Object;

/// Built, but not where the cluster looks.
pub(super) const D13: Rule = Rule {
    code: "D13",
    layer: Layer::Image,
    refines: &["P01", "P02", "P07"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        p01_image_name::find(context, |container, refused| {
            of_container(rule, context, container, refused)
        })
    },
};

fn of_container(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    refused: &Refused,
) -> Option<Finding> {
    let wanted = &refused.actual;
    let mut images = context.snapshot().images.iter();
    let local = images.find(|image| image.references().any(|name| name.is_same_as(wanted)))?;
    let (object, _) = container.at(context.graph, "image");
    let image = container.image();
    let found = p01_image_name::finding(rule, context, container, refused).evidence(
        Source::Probe,
        None,
        "docker image ls",
        image,
    );
    let mut found = Finding {
        fix: Vec::new(),
        ..found
    };
    if wanted.is_official() {
        if let Some(name) = name_elsewhere(local) {
            let change = format!("{}={name}", container.name());
            found = found.fix(&["kubectl", "set", "image", &argument(object), &change]);
        }
        return Some(found.variant("local"));
    }
    if pushed_since(context, container, wanted) {
        return Some(again(found.variant("since"), object));
    }
    Some(again(found.fix(&["docker", "push", image]), object))
}

/// A name of the image that leads to a registry or an account.
fn name_elsewhere(local: &LocalImage) -> Option<&str> {
    let leads = |name: &&String| ImageRef::parse(name).is_some_and(|name| !name.is_official());
    local.names.iter().find(leads).map(String::as_str)
}

/// Whether the image was pushed after the node had last been refused it.
fn pushed_since(context: &Context<'_, '_>, container: &Container<'_>, wanted: &ImageRef) -> bool {
    let refused = context
        .graph
        .events_of(container.pod)
        .into_iter()
        .filter(|event| event.text("reason") == "Failed")
        .filter_map(|event| event.text("lastTimestamp").parse::<jiff::Timestamp>().ok())
        .max();
    let mut commands = context.snapshot().commands.iter();
    commands.any(|typed| {
        let pushed = DockerCommand::parse(&typed.argv)
            .filter(|command| command.verb == "push" && !typed.failed())
            .and_then(|command| command.image().and_then(ImageRef::parse));
        pushed.is_some_and(|image| image.is_same_as(wanted))
            && refused.is_none_or(|at| typed.at > at)
    })
}

/// With the command that makes the node try at once.
fn again(found: Finding, object: &Object) -> Finding {
    if matches!(object.kind(), "Deployment" | "StatefulSet" | "DaemonSet") {
        found.fix(&["kubectl", "rollout", "restart", &argument(object)])
    } else {
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::TypedCommand;

    #[test]
    fn a_push_after_the_last_try_is_noticed() {
        let mut snapshot = load("faults/D13/run-own-not-pushed.json");
        let first = |snapshot: &_| {
            let diagnosis = explain_snapshot(snapshot);
            let first = diagnosis.first().unwrap();
            let fix = first.fix.iter().map(|words| words.join(" ")).collect();
            (first.code, first.variant, fix)
        };
        let push = "docker push localhost:5000/me/podo-shop:1".to_owned();
        let restart = "kubectl rollout restart deployment/shop".to_owned();
        let expected: (_, _, Vec<String>) = ("D13", None, vec![push.clone(), restart.clone()]);
        assert_eq!(first(&snapshot), expected);
        snapshot.commands.push(TypedCommand {
            argv: push.split(' ').map(str::to_owned).collect(),
            exit_code: Some(0),
            stderr: String::new(),
            at: snapshot.at + jiff::SignedDuration::from_secs(1),
        });
        assert_eq!(first(&snapshot), ("D13", Some("since"), vec![restart]));
    }

    #[test]
    fn a_name_without_a_registry_is_changed_to_one_that_has_it() {
        let diagnosis = explain_snapshot(&load("faults/D13/run-own-local-name.json"));
        let first = diagnosis.first().unwrap();
        assert_eq!(first.variant, Some("local"));
        assert_eq!(
            first.fix[0].join(" "),
            "kubectl set image deployment/shop podo-shop=localhost:5000/podo-shop:1"
        );
    }
}
