//! What a report says of an exercise beside its verdict: why there is none, or none on this cluster.

use serde::Serialize;

use super::Recorded;
use super::report::Both;
use crate::check::{Cause, Report, Verdict};
use crate::i18n::{Args, MessageId, Text};
use crate::lesson::model::Need;
use crate::msg;
use crate::render::verdict::{lacking, reason};

/// What a note is about; the words of the report's schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCode {
    /// The exercise was never begun.
    NeverBegun,
    /// It was begun, and no check gave a verdict.
    NoVerdict,
    /// It was begun or passed on another cluster only.
    OtherCluster,
    /// Something it needs is not there.
    Lacking,
    /// Something could not be read from the cluster.
    Gap,
    /// Its start state is gone.
    Lost,
}

/// One note with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// What it is about.
    pub code: NoteCode,
    /// Its words.
    pub text: Text,
}

impl Note {
    /// That an exercise needs something that is not there.
    pub fn lacking(need: Need, both: &Both) -> Self {
        Self {
            code: NoteCode::Lacking,
            text: both.text(|catalog| {
                let args = Args::new().with("reason", catalog.plain(lacking(need)));
                catalog.text(msg!("check-unsupported"), &args)
            }),
        }
    }

    fn plain(code: NoteCode, id: MessageId, both: &Both) -> Self {
        Self {
            code,
            text: both.text(|catalog| catalog.plain(id)),
        }
    }
}

/// Why a recorded verdict is no pass.
pub fn of_record(recorded: Recorded, both: &Both) -> Vec<Note> {
    let (code, id) = match recorded {
        Recorded::Passed(_) | Recorded::NotPassed { .. } => return Vec::new(),
        Recorded::NoVerdict => (NoteCode::NoVerdict, msg!("verify-no-verdict")),
        Recorded::Elsewhere => (NoteCode::OtherCluster, msg!("verify-elsewhere")),
        Recorded::NeverBegun => (NoteCode::NeverBegun, msg!("verify-never")),
    };
    vec![Note::plain(code, id, both)]
}

/// What a live check says beside verdicts and findings, each thing once.
pub fn of_check(report: &Report, both: &Both) -> Vec<Note> {
    let mut notes = Vec::new();
    if report.verdict == Verdict::Lost {
        notes.push(Note::plain(NoteCode::Lost, msg!("check-lost"), both));
    }
    for cause in report
        .outcomes
        .iter()
        .filter_map(|outcome| outcome.cause.as_ref())
    {
        let note = match cause {
            Cause::Lacking { need, .. } => Note::lacking(*need, both),
            Cause::Gap(_) => Note {
                code: NoteCode::Gap,
                text: both.text(|catalog| reason(cause, catalog).unwrap_or_default()),
            },
            _ => continue,
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
