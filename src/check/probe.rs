//! Judging what a probe found: an HTTP answer, a log, a file, an image.

use jiff::{SignedDuration, Timestamp};

use super::{Cause, ImageFault};
use crate::lesson::model::{FileContent, FileProbe, HttpProbe, ImageProbe, LogProbe};
use crate::snapshot::configuration::{Delivery, REFRESH, delivered};
use crate::snapshot::docker::LocalImage;
use crate::snapshot::graph::Graph;
use crate::snapshot::image::ImagePattern;
use crate::snapshot::object::Object;
use crate::snapshot::{ProbeOutcome, ProbeResult};

/// How much of a file's found content a cause carries, in characters.
const SHOWN: usize = 400;

/// Why an HTTP answer is not the one wanted; `None` when it is.
pub(super) fn http(probe: &HttpProbe, result: Option<&ProbeResult>) -> Option<Cause> {
    let cause = |status, lacks, error| {
        Some(Cause::Http {
            status,
            wanted: probe.status,
            lacks,
            error,
        })
    };
    match result.map(|result| &result.outcome) {
        Some(ProbeOutcome::Http { status, body }) => match &probe.contains {
            _ if *status != probe.status => cause(Some(*status), None, Some(body.clone())),
            Some(text) if !body.contains(text) => cause(Some(*status), Some(text.clone()), None),
            _ => None,
        },
        Some(ProbeOutcome::Failed { message }) => cause(None, None, Some(message.clone())),
        _ => cause(None, None, None),
    }
}

/// Why a log does not have the text; `None` when one of the Pods' logs has it.
pub(super) fn log(probe: &LogProbe, results: &[&ProbeResult]) -> Option<Cause> {
    let has = results.iter().any(|result| match &result.outcome {
        ProbeOutcome::Text { text } => text.lines().any(|line| line.contains(&probe.contains)),
        _ => false,
    });
    (!has).then(|| Cause::Log {
        lacks: probe.contains.clone(),
    })
}

/// Why a file does not have the content; `None` when it has in one of the Pods.
pub(super) fn file(probe: &FileProbe, results: &[&ProbeResult]) -> Option<Cause> {
    let (wanted, fits): (&str, fn(&str, &str) -> bool) = match &probe.content {
        FileContent::Contains(text) => (text, |found, wanted| found.contains(wanted)),
        FileContent::Equals(text) => (text, |found, wanted| found.trim_end() == wanted.trim_end()),
    };
    let texts: Vec<&str> = results
        .iter()
        .filter_map(|result| match &result.outcome {
            ProbeOutcome::Text { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    if texts.iter().any(|text| fits(text, wanted)) {
        return None;
    }
    Some(Cause::File {
        path: probe.path.clone(),
        found: texts.first().map(|text| text.chars().take(SHOWN).collect()),
        wanted: wanted.to_owned(),
    })
}

/// When a ConfigMap got what a probe did not find, if a Pod that is older has it as files, and how
/// long the kubelet may take to renew them.
pub(super) fn renewed(
    cause: &Cause,
    pod: &Object,
    graph: &Graph<'_>,
) -> Option<(Timestamp, SignedDuration)> {
    let wanted = match cause {
        Cause::Log { lacks } => lacks,
        Cause::File { wanted, .. } => wanted,
        Cause::Http { lacks, .. } => lacks.as_ref()?,
        _ => return None,
    };
    let pod = graph.by_uid(pod.uid())?;
    let all = delivered(pod, graph).into_iter();
    let renewed = all.filter(|value| value.delivery == Delivery::File);
    renewed
        .filter(|value| value.has_to_do_with(wanted))
        .filter_map(|value| value.changed_since_start())
        .max()
        .map(|since| (since, REFRESH))
}

/// Why docker's images are not as wanted; `None` when one of them is.
pub(super) fn image(probe: &ImageProbe, images: &[LocalImage]) -> Option<Cause> {
    let named = |name: &str| -> Vec<&LocalImage> {
        let pattern = ImagePattern::parse(name);
        let fits = |image: &&LocalImage| pattern.as_ref().is_some_and(|pattern| image.is(pattern));
        images.iter().filter(fits).collect()
    };
    let fault = |image: &str, fault| {
        Some(Cause::Image {
            image: image.to_owned(),
            fault,
        })
    };
    let mut found = named(&probe.image);
    if found.is_empty() {
        return fault(&probe.image, ImageFault::Missing);
    }
    if let Some(other) = &probe.same_as {
        let others = named(other);
        if others.is_empty() {
            return fault(other, ImageFault::Missing);
        }
        found.retain(|image| others.iter().any(|other| image.holds_same_as(other)));
        if found.is_empty() {
            let from = other.clone();
            return fault(&probe.image, ImageFault::Differs { from });
        }
    }
    if let Some(other) = &probe.differs_from {
        let others = named(other);
        found.retain(|image| !others.iter().any(|other| image.holds_same_as(other)));
        if found.is_empty() {
            let with = other.clone();
            return fault(&probe.image, ImageFault::Same { with });
        }
    }
    None
}
