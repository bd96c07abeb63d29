//! D09 to D12: docker's images are not as the exercise wants them: another name or tag was given,
//! there is none yet, a new name stands for old contents, or two names that should agree do not.

use crate::check::{Cause, ImageFault};
use crate::explain::context::Failed;
use crate::explain::{Context, Finding, Layer, Rule, Source, docker, typed};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::TypedCommand;
use crate::snapshot::docker::may_mean;
use crate::snapshot::image::{ImagePattern, ImageRef};

/// The image has another name or tag.
pub(super) const D09: Rule = Rule {
    code: "D09",
    layer: Layer::Place,
    refines: &["D10"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        each(context, |failed, image, fault| {
            matches!(fault, ImageFault::Missing)
                .then(|| other_name(rule, context, failed, image))?
        })
    },
};

/// There is no such image yet.
pub(super) const D10: Rule = Rule {
    code: "D10",
    refines: &[],
    find: |rule, context| {
        each(context, |failed, image, fault| {
            matches!(fault, ImageFault::Missing).then(|| missing(rule, context, failed, image))
        })
    },
    ..D09
};

/// A new name for what was there before.
pub(super) const D11: Rule = Rule {
    code: "D11",
    layer: Layer::Intent,
    refines: &[],
    find: |rule, context| {
        each(context, |failed, image, fault| match fault {
            ImageFault::Same { with } => Some(same(rule, context, failed, image, with)),
            _ => None,
        })
    },
    ..D09
};

/// Two names that should stand for one image.
pub(super) const D12: Rule = Rule {
    code: "D12",
    layer: Layer::Intent,
    refines: &[],
    find: |rule, context| {
        each(context, |failed, image, fault| match fault {
            ImageFault::Differs { from } => Some(differs(rule, context, failed, image, from)),
            _ => None,
        })
    },
    ..D09
};

/// What is found of each failed look at an image.
fn each(
    context: &Context<'_, '_>,
    explain: impl Fn(&Failed<'_>, &str, &ImageFault) -> Option<Finding>,
) -> Vec<Finding> {
    let failed = context.failed().into_iter();
    failed
        .filter_map(|failed| match &failed.outcome.cause {
            Some(Cause::Image { image, fault }) => explain(&failed, image, fault),
            _ => None,
        })
        .map(|found| found.look(&["docker", "image", "ls"]))
        .collect()
}

/// The names that docker has and that may be meant for one; not those that the exercise speaks of
/// too, unless one of them was built or given just now. That one comes first, then those that are
/// right up to the tag.
fn candidates<'s>(context: &Context<'_, 's>, wanted: &ImagePattern) -> Vec<(&'s str, ImageRef)> {
    let exercise = context.exercise;
    let expectations = exercise.map(|exercise| exercise.given.iter().chain(&exercise.expect));
    let spoken_of: Vec<ImagePattern> = expectations
        .into_iter()
        .flatten()
        .filter_map(|expectation| match &expectation.kind {
            ExpectationKind::Image(probe) => Some(probe.names()),
            _ => None,
        })
        .flatten()
        .filter_map(ImagePattern::parse)
        .collect();
    let newest = docker::last_done(context)
        .and_then(|(_, command)| command.image().and_then(ImageRef::parse));
    let is_newest = |name: &ImageRef| {
        newest
            .as_ref()
            .is_some_and(|newest| newest.is_same_as(name))
    };
    let images = context.snapshot().images.iter();
    let names = images.flat_map(|image| &image.names).map(String::as_str);
    let mut found: Vec<_> = names
        .filter_map(|name| Some((name, ImageRef::parse(name)?)))
        .filter(|(_, name)| {
            let known = spoken_of.iter().any(|pattern| pattern.accepts(name));
            may_mean(name, wanted) && !wanted.accepts(name) && (!known || is_newest(name))
        })
        .collect();
    found.sort_by_key(|(_, name)| (!is_newest(name), name.last_name() != wanted.name()));
    found
}

fn other_name(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: &Failed<'_>,
    image: &str,
) -> Option<Finding> {
    if built_nameless(context).is_some() {
        return None;
    }
    let wanted = ImagePattern::parse(image)?;
    let (name, reference) = candidates(context, &wanted).into_iter().next()?;
    let short = image.trim_start_matches("*/");
    let finding = Finding::new(rule)
        .arg("image", short)
        .arg("found", name)
        .evidence(Source::Probe, None, "docker image ls", name)
        .expectation(&failed.expectation.id);
    let finding = match &wanted {
        ImagePattern::Anywhere { .. } if reference.is_official() => {
            return Some(finding.variant("bare"));
        }
        _ if reference.last_name() == wanted.name()
            && reference.effective_tag() != wanted.tag() =>
        {
            finding.variant("tag")
        }
        _ => finding.variant("name"),
    };
    let repository = reference.short_repository();
    let place = match (&wanted, repository.rsplit_once('/')) {
        (ImagePattern::Anywhere { .. }, Some((place, _))) => format!("{place}/"),
        _ => String::new(),
    };
    Some(finding.fix(&["docker", "tag", name, &format!("{place}{short}")]))
}

/// The newest command that made something, if it built an image and gave it no name.
fn built_nameless<'s>(context: &Context<'_, 's>) -> Option<&'s TypedCommand> {
    docker::last_done(context)
        .filter(|(_, command)| command.verb == "build" && command.image().is_none())
        .map(|(typed, _)| typed)
}

fn missing(rule: &Rule, context: &Context<'_, '_>, failed: &Failed<'_>, image: &str) -> Finding {
    let finding = Finding::new(rule)
        .arg("image", image.trim_start_matches("*/"))
        .expectation(&failed.expectation.id);
    if let Some((typed, _)) = docker::failed(context) {
        return typed::quoted(finding, typed, typed::complaint(typed));
    }
    match built_nameless(context) {
        Some(typed) => typed::quoted(finding.variant("nameless"), typed, ""),
        None if image.starts_with("*/") => finding.variant("anywhere"),
        None => finding,
    }
}

fn same(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: &Failed<'_>,
    image: &str,
    with: &str,
) -> Finding {
    let finding = Finding::new(rule)
        .arg("image", image.trim_start_matches("*/"))
        .arg("other", with)
        .expectation(&failed.expectation.id);
    match docker::last_done(context) {
        Some((typed, command)) if command.verb == "tag" => {
            typed::quoted(finding.variant("tagged"), typed, "")
        }
        Some((typed, command)) if command.verb == "build" => typed::quoted(finding, typed, ""),
        _ => finding,
    }
}

fn differs(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: &Failed<'_>,
    image: &str,
    from: &str,
) -> Finding {
    let pattern = ImagePattern::parse(image);
    let images = context.snapshot().images.iter();
    let mut names = images.flat_map(|image| &image.names).filter(|name| {
        let name = ImageRef::parse(name);
        name.zip(pattern.as_ref())
            .is_some_and(|(name, pattern)| pattern.accepts(&name))
    });
    let name = names.next().map_or(image, String::as_str);
    Finding::new(rule)
        .arg("image", name)
        .arg("other", from)
        .expectation(&failed.expectation.id)
        .fix(&["docker", "tag", from, name])
}
