//! M13: the Pod runs, and a file or a log does not have what the exercise looks for in it.

use crate::check::Cause;
use crate::explain::context::Failed;
use crate::explain::pods::argument;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::lesson::model::ExpectationKind;
use crate::snapshot::ProbeOutcome;

/// Another content than wanted.
pub(super) const M13: Rule = Rule {
    code: "M13",
    layer: Layer::Intent,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        context
            .failed()
            .into_iter()
            .filter_map(|failed| content(rule, context, failed))
            .collect()
    },
};

/// The last line of a log that was read for an expectation; empty where there is none.
fn last_line<'s>(context: &Context<'_, 's>, expectation: &str, pod: &str) -> &'s str {
    let mut probes = context.snapshot().probes.iter();
    let of_pod = probes.find(|probe| {
        probe.expectation == expectation && probe.pod.as_deref().is_none_or(|name| name == pod)
    });
    match of_pod.map(|probe| &probe.outcome) {
        Some(ProbeOutcome::Text { text }) => text.trim_end().lines().last().unwrap_or_default(),
        _ => "",
    }
}

/// How a file's content differs: it has more than that, only capitals and spaces are others, or
/// something else is there.
fn difference(found: &str, wanted: &str) -> &'static str {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        letters.flat_map(char::to_lowercase).collect()
    };
    if found.contains(wanted.trim()) {
        "more"
    } else if letters(found).contains(&letters(wanted)) {
        "spelling"
    } else {
        "other"
    }
}

fn content(rule: &Rule, context: &Context<'_, '_>, failed: Failed<'_>) -> Option<Finding> {
    let pod = failed.outcome.subjects.first()?;
    let object = context.graph.by_key(pod)?;
    let finding = Finding::new(rule)
        .object(pod.clone())
        .expectation(&failed.expectation.id);
    let container = match &failed.expectation.kind {
        ExpectationKind::Log(probe) => probe.container.clone(),
        ExpectationKind::File(probe) => probe.container.clone(),
        _ => None,
    };
    let chosen: Vec<&str> = container
        .as_deref()
        .map(|container| vec!["-c", container])
        .unwrap_or_default();
    match failed.outcome.cause.as_ref()? {
        Cause::Log { lacks } => {
            let look = [&["kubectl", "logs", object.name()][..], &chosen].concat();
            let ended = object.has_ended();
            let finding = finding
                .variant(if ended { "log-ended" } else { "log" })
                .arg("text", lacks.as_str())
                .look(&look);
            let said = last_line(context, &failed.expectation.id, object.name());
            Some(finding.evidence(Source::Log, Some(pod.clone()), "log", said))
        }
        Cause::File {
            path,
            found,
            wanted,
        } => {
            let argument = argument(object);
            let read = ["--", "cat", path.as_str()];
            let look = [&["kubectl", "exec", argument.as_str()][..], &chosen, &read].concat();
            let finding = finding
                .arg("path", path.as_str())
                .arg("text", wanted.as_str());
            let finding = match found {
                Some(found) => finding.variant(difference(found, wanted)).evidence(
                    Source::Probe,
                    Some(pod.clone()),
                    path,
                    found,
                ),
                None => finding.variant("file"),
            };
            Some(finding.look(&look))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_file_can_differ_in_three_ways() {
        for (found, expected) in [
            ("opened\nvisitor\n", "more"),
            ("Opened", "spelling"),
            ("o pened\n", "spelling"),
            ("closed", "other"),
            ("", "other"),
        ] {
            assert_eq!(difference(found, "opened"), expected, "{found}");
        }
    }
}
