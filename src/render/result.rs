//! What `check` shows: the checklist with its verdicts, the verdict of the whole in a word, and the
//! first cause.

use super::checklist::checklist;
use super::diagnosis::{Detail, Style, diagnosis};
use super::prose::{Lead, paragraph};
use super::theme::Role;
use super::verdict;
use crate::check::{Report, Verdict};
use crate::explain::Diagnosis;
use crate::lesson::model::Exercise;
use crate::msg;

/// The result of a check of an exercise.
pub fn result(
    exercise: &Exercise,
    report: &Report,
    found: &Diagnosis,
    style: Style<'_>,
    detail: Detail,
) -> String {
    let (catalog, theme, cells) = (style.catalog, style.theme, style.cells);
    let mut text = checklist(exercise, Some(&report.outcomes), catalog, theme, cells);
    let word = match report.verdict {
        Verdict::Pass => Some((msg!("tutor-passed"), Role::Ok)),
        Verdict::Waiting => Some((msg!("tutor-still-waiting"), Role::Waiting)),
        Verdict::Fail => Some((msg!("tutor-not-yet"), Role::Error)),
        // The note says these in a sentence.
        _ => None,
    };
    if let Some((id, role)) = word {
        let word = catalog.plain(id);
        text.push_str(&paragraph(&word, role, Lead::default(), theme, cells));
    }
    text.push_str(&verdict::note(report, style));
    text.push_str(&diagnosis(found, exercise, style, detail));
    // Where there are several causes, `why` was spoken of already.
    if report.verdict == Verdict::Fail && found.first().is_some() && found.others() == 0 {
        let more = catalog.plain(msg!("tutor-why-more"));
        text.push_str(&paragraph(&more, Role::Hint, Lead::default(), theme, cells));
    }
    text
}
