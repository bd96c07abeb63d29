//! D06 to D08: docker has no image of the name that a command gives, or the registry in the name
//! refuses the image or cannot be reached.
//!
//! What the daemon and the registry said is all there is; the command's own name for the image says
//! which registry was meant.

use crate::explain::docker::DockerCommand;
use crate::explain::{Confidence, Context, Finding, Layer, Rule, docker, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::docker::may_mean;
use crate::snapshot::image::{ImagePattern, ImageRef};

/// docker has no image of that name.
pub(super) const D06: Rule = Rule {
    code: "D06",
    layer: Layer::Client,
    refines: &["D09", "D10", "D11", "D12"],
    teachable: true,
    waiting: false,
    find: unknown,
};

/// The registry refuses the image.
pub(super) const D07: Rule = Rule {
    code: "D07",
    find: |rule, context| pushed(rule, context, refused),
    ..D06
};

/// The registry cannot be reached.
pub(super) const D08: Rule = Rule {
    code: "D08",
    find: |rule, context| pushed(rule, context, unreachable),
    ..D06
};

fn unknown(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let Some((typed, command)) = docker::failed(context) else {
        return Vec::new();
    };
    let name = match command.verb {
        "tag" | "push" => command.words.first().copied(),
        _ => None,
    };
    let line = typed::said(typed, |line| {
        [
            "No such image",
            "does not exist locally",
            "tag does not exist",
        ]
        .iter()
        .any(|words| line.contains(words))
    });
    let (Some(name), Some(line)) = (name, line) else {
        return Vec::new();
    };
    let found = Finding::new(rule).arg("image", name);
    let mut found = typed::quoted(found, typed, line).look(&["docker", "image", "ls"]);
    if let Some(there) = nearest(context, name) {
        let target = command.words.get(1).copied();
        let (variant, target) = match target {
            // The two names stand the other way round.
            Some(target) if target == there => ("swapped", name),
            Some(target) => ("near", target),
            None => ("near", name),
        };
        found = found.variant(variant).arg("nearest", there);
        found = found.fix(&["docker", "tag", there, target]);
        if command.verb == "push" {
            found.fix.push(typed.argv.clone());
        }
    }
    vec![found]
}

/// The name that docker has and that may have been meant; one with the same tag rather than another.
fn nearest<'s>(context: &Context<'_, 's>, name: &str) -> Option<&'s str> {
    let wanted = ImagePattern::parse(name)?;
    let images = context.snapshot().images.iter();
    let names = images.flat_map(|image| &image.names);
    names
        .filter_map(|there| Some((there.as_str(), ImageRef::parse(there)?)))
        .filter(|(_, there)| may_mean(there, &wanted))
        .min_by_key(|(_, there)| there.effective_tag() != wanted.tag())
        .map(|(there, _)| there)
}

type Explain = fn(&Rule, &TypedCommand, &ImageRef) -> Option<Finding>;

/// A push that failed, with the image it was about.
fn pushed(rule: &Rule, context: &Context<'_, '_>, explain: Explain) -> Vec<Finding> {
    let failed: Option<(&TypedCommand, DockerCommand<'_>)> = docker::failed(context);
    let Some((typed, command)) = failed.filter(|(_, command)| command.verb == "push") else {
        return Vec::new();
    };
    let image = command.image().and_then(ImageRef::parse);
    image
        .and_then(|image| explain(rule, typed, &image))
        .map(|found| {
            found
                .arg("image", command.image().unwrap_or_default())
                .look(&["docker", "image", "ls"])
        })
        .into_iter()
        .collect()
}

fn refused(rule: &Rule, typed: &TypedCommand, image: &ImageRef) -> Option<Finding> {
    let line = typed::said(typed, |line| {
        [
            "denied: requested access",
            "push access denied",
            "unauthorized: ",
            "insufficient_scope",
            "no basic auth credentials",
        ]
        .iter()
        .any(|words| line.contains(words))
    })?;
    let found = Finding::new(rule).arg("registry", image.registry.as_str());
    let found = typed::quoted(found, typed, line);
    Some(if image.is_official() {
        found.variant("bare")
    } else {
        // A wrong account and a missing login get the same answer.
        found.confidence(Confidence::Likely)
    })
}

fn unreachable(rule: &Rule, typed: &TypedCommand, image: &ImageRef) -> Option<Finding> {
    let line = typed::said(typed, |line| {
        [
            "connection refused",
            "no such host",
            "i/o timeout",
            "Client.Timeout",
            "gave HTTP response to HTTPS client",
        ]
        .iter()
        .any(|words| line.contains(words))
    })?;
    let found = Finding::new(rule).arg("registry", image.registry.as_str());
    let found = typed::quoted(found, typed, line);
    Some(if line.contains("gave HTTP response") {
        found.variant("http")
    } else if image.is_official() {
        found.variant("bare")
    } else {
        found
    })
}
