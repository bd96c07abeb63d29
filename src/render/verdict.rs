//! What a verdict other than pass, fail and waiting means for the learner: one or two sentences.

use super::diagnosis::Style;
use super::prose::{Lead, paragraph};
use super::sanitize;
use super::theme::Role;
use crate::check::{Cause, Report, Verdict};
use crate::i18n::{Args, Catalog, MessageId};
use crate::lesson::model::Need;
use crate::msg;
use crate::snapshot::docker::DOCKER;

/// The note of a report; empty where checklist and diagnosis say all.
pub fn note(report: &Report, style: Style<'_>) -> String {
    let catalog = style.catalog;
    let texts = match report.verdict {
        Verdict::Lost => vec![catalog.plain(msg!("check-lost"))],
        Verdict::NotSetUp => {
            let lesson = format!("{}/{}", report.exercise.lesson, report.exercise.exercise);
            vec![catalog.text(
                msg!("check-not-set-up"),
                &Args::new().with("lesson", lesson),
            )]
        }
        Verdict::Unsupported => reasons(report, style)
            .into_iter()
            .map(|reason| {
                catalog.text(
                    msg!("check-unsupported"),
                    &Args::new().with("reason", reason),
                )
            })
            .collect(),
        Verdict::Error => {
            let mut texts = vec![catalog.plain(msg!("check-error"))];
            texts.extend(reasons(report, style));
            texts
        }
        _ => reasons(report, style),
    };
    let lead = Lead::indent("  ");
    texts
        .iter()
        .map(|text| paragraph(text, Role::Text, lead, style.theme, style.cells))
        .collect()
}

/// Why expectations could not be judged, each reason once.
fn reasons(report: &Report, style: Style<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    for cause in report
        .outcomes
        .iter()
        .filter_map(|outcome| outcome.cause.as_ref())
    {
        if let Some(reason) = reason(cause, style.catalog)
            && !reasons.contains(&reason)
        {
            reasons.push(reason);
        }
    }
    reasons
}

/// Why an expectation could not be judged at all; `None` where it was.
pub fn reason(cause: &Cause, catalog: &Catalog) -> Option<String> {
    match cause {
        Cause::Lacking { need, .. } => Some(catalog.plain(lacking(*need))),
        Cause::Gap(gap) => {
            let message = sanitize::line(&gap.message).into_owned();
            let args = Args::new().with("message", message);
            Some(match gap.kind.as_str() {
                "" => catalog.text(msg!("check-gap-server"), &args),
                DOCKER => catalog.text(msg!("check-gap-docker"), &args),
                kind => catalog.text(msg!("check-gap"), &args.with("kind", kind)),
            })
        }
        _ => None,
    }
}

/// What it means that something an exercise needs is not there.
pub fn lacking(need: Need) -> MessageId {
    match need {
        Need::Kubectl => msg!("check-lacking-kubectl"),
        Need::Docker => msg!("check-lacking-docker"),
        Need::Minikube => msg!("check-lacking-minikube"),
        Need::ClusterScope => msg!("check-lacking-cluster-scope"),
    }
}
