//! P05: the text at `image` is no image reference: upper case, a space, something else that the
//! container runtimes refuse.
//!
//! Seen in the spec itself, whatever the container does as yet, or in one that waits with
//! `InvalidImageName`; and in a failed command that carries such an image: kubectl and the API server
//! refuse some of these before there is any object.

use crate::check::Cause;
use crate::explain::command::KubectlCommand;
use crate::explain::pods::{Container, argument, containers, shown};
use crate::explain::{Context, Finding, Layer, Rule, Source, images, typed};
use crate::snapshot::image::ImageRef;

/// No image reference.
pub(super) const P05: Rule = Rule {
    code: "P05",
    layer: Layer::Image,
    refines: &["M05", "M11", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found = of_containers(rule, context);
        found.extend(of_command(rule, context));
        found
    },
};

fn of_containers(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    context
        .pods()
        .into_iter()
        .flat_map(containers)
        .filter(|container| {
            container.waiting_reason() == "InvalidImageName"
                || !container.image().is_empty() && container.image_ref().is_none()
        })
        .map(|container| of_container(rule, context, &container))
        .collect()
}

fn of_container(rule: &Rule, context: &Context<'_, '_>, container: &Container<'_>) -> Finding {
    let (object, path) = container.at(context.graph, "image");
    let image = container.image();
    let wanted = container.wanted(context.wanted(object), "image");
    let wanted = wanted.map(shown).filter(|wanted| images::is_one(wanted));
    let fixed = wanted.or_else(|| mended(image));
    let message = match container.event_message(context.graph, "InspectFailed", image) {
        "" => container.waiting_message(),
        message => message,
    };
    let pod = container.pod.key();
    let mut found = Finding::new(rule)
        .variant(fault(image))
        .object(object.key())
        .field(path, fixed.clone(), Some(image.to_owned()))
        .arg("image", image)
        .evidence(
            Source::Status,
            Some(pod.clone()),
            "waiting",
            container.waiting_reason(),
        )
        .evidence(Source::Event, Some(pod), "InspectFailed", message)
        .look(&["kubectl", "describe", &argument(container.pod)]);
    if let Some(fixed) = fixed {
        let change = format!("{}={fixed}", container.name());
        found = found.fix(&["kubectl", "set", "image", &argument(object), &change]);
    }
    found
}

/// A command that failed with such an image in its words.
fn of_command(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let (typed, command) = context.failed_command()?;
    let image = image_of(&command).filter(|image| ImageRef::parse(image).is_none())?;
    let found = Finding::new(rule).variant(fault(image)).arg("image", image);
    let said = typed::said(typed, |line| {
        line.contains(image) || line.starts_with("error")
    });
    let mut found = typed::quoted(found, typed, said.unwrap_or(typed.stderr.trim()));
    found.layer = Layer::Client;
    // What it should have made is missing: this is why.
    let missing = context.failed().into_iter().find(|failed| {
        matches!(
            failed.outcome.cause,
            Some(Cause::Missing | Cause::Count { .. })
        )
    });
    if let Some(failed) = missing {
        found = found.expectation(&failed.expectation.id);
    }
    if let Some(fixed) = mended(image) {
        let words: Vec<String> = typed
            .argv
            .iter()
            .map(|word| word.replace(image, &fixed))
            .collect();
        found.expected = Some(fixed);
        found.actual = Some(image.to_owned());
        found.fix.push(words);
    }
    Some(found.look(&["kubectl", command.verb, "--help"]))
}

/// The image that a command is given: `--image=…`, or the first `container=image` of `set image`.
fn image_of<'a>(command: &KubectlCommand<'a>) -> Option<&'a str> {
    if command.verb == "set" && command.words.first() == Some(&"image") {
        let mut changes = command.words.iter().filter_map(|word| word.split_once('='));
        return changes.next().map(|(_, image)| image);
    }
    command.flag(&["image"])
}

/// What lessons and manuals write where an image of one's own goes.
const PLACEHOLDERS: [&str; 4] = ["IMAGE", "IMAGE:TAG", "IMAGE_NAME", "NEW_IMAGE"];

/// What is wrong with the text, as the name of a sentence.
fn fault(image: &str) -> &'static str {
    if PLACEHOLDERS.contains(&image) {
        "placeholder"
    } else if image.contains(char::is_whitespace) {
        "space"
    } else if image.contains(char::is_uppercase) {
        "upper"
    } else {
        "other"
    }
}

/// The reference in lower case and without spaces, where that is one.
fn mended(image: &str) -> Option<String> {
    let words: String = image.split_whitespace().collect();
    let mended = match words.rsplit_once(':') {
        // A tag may have upper-case letters.
        Some((name, tag)) if !tag.contains('/') => format!("{}:{tag}", name.to_lowercase()),
        _ => words.to_lowercase(),
    };
    ImageRef::parse(&mended).is_some().then_some(mended)
}
