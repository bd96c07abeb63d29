//! D01: docker's daemon does not answer, so there is nobody to build, name or push an image.
//!
//! Seen in what the observation could not read, or in a failed command; in both only docker's own
//! words tell.

use crate::check::Cause;
use crate::explain::{Context, Finding, Layer, Rule, Source, docker, typed};
use crate::snapshot::docker::DOCKER;

/// The daemon does not answer.
pub(super) const D01: Rule = Rule {
    code: "D01",
    layer: Layer::Client,
    refines: &["D10"],
    teachable: false,
    waiting: false,
    find: daemon,
};

fn daemon(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let gap = context
        .failed()
        .into_iter()
        .find_map(|failed| match &failed.outcome.cause {
            Some(Cause::Gap(gap)) if gap.kind == DOCKER => Some(gap.message.as_str()),
            _ => None,
        });
    if let Some(message) = gap {
        let found = Finding::new(rule).evidence(Source::Probe, None, "docker image ls", message);
        return vec![worded(found, message)];
    }
    let Some((typed, _)) = docker::failed(context) else {
        return Vec::new();
    };
    let Some(line) = typed::said(typed, |line| is_silent(line) || is_denied(line)) else {
        return Vec::new();
    };
    vec![worded(typed::quoted(Finding::new(rule), typed, line), line)]
}

fn worded(finding: Finding, message: &str) -> Finding {
    let finding = finding.look(&["docker", "version"]);
    if is_denied(message) {
        finding.variant("denied")
    } else {
        finding
    }
}

fn is_silent(line: &str) -> bool {
    line.contains("Cannot connect to the Docker daemon")
        || line.contains("failed to connect to the docker API")
        || line.contains("error during connect")
}

fn is_denied(line: &str) -> bool {
    line.contains("permission denied while trying to connect to the ")
}

#[cfg(test)]
mod tests {
    use crate::check::Verdict;
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::docker::DOCKER;
    use crate::snapshot::gap::{Gap, GapReason};

    #[test]
    fn a_daemon_that_podo_does_not_reach_either() {
        let mut snapshot = load("faults/D10/build-no-name.json");
        for (message, variant) in [
            (
                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker \
                 daemon running?",
                None,
            ),
            (
                "permission denied while trying to connect to the Docker daemon socket at \
                 unix:///var/run/docker.sock",
                Some("denied"),
            ),
        ] {
            snapshot.images.clear();
            snapshot.gaps = vec![Gap {
                kind: DOCKER.to_owned(),
                namespace: None,
                reason: GapReason::Other,
                message: message.to_owned(),
            }];
            let diagnosis = explain_snapshot(&snapshot);
            let first = diagnosis.first().unwrap();
            assert_eq!(diagnosis.verdict, Verdict::Error);
            assert_eq!((first.code, first.variant), ("D01", variant));
        }
    }
}
