//! The report of `podo verify` as text.

use super::report::{ExerciseResult, Origin, VerifyReport};
use crate::check::Verdict;
use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::render::checklist::{symbol, verdict_word};
use crate::render::prose::{Lead, paragraph};
use crate::render::sanitize;
use crate::render::theme::{Role, Theme};

/// A line per exercise, the first finding below those that are not solved, a summary.
pub fn report(report: &VerifyReport, catalog: &Catalog, theme: Theme, cells: usize) -> String {
    let cluster = format!("{} ({})", report.cluster.context, report.cluster.version);
    let cluster = sanitize::line(&cluster).into_owned();
    let mut text = catalog.text(
        msg!("verify-cluster"),
        &Args::new().with("cluster", cluster),
    );
    text.push('\n');
    for exercise in &report.exercises {
        text.push_str(&line(exercise, catalog, theme, cells));
    }
    let nowhere = |exercise: &ExerciseResult| exercise.origin == Origin::None;
    let remark = if report.exercises.is_empty() {
        Some(msg!("verify-nothing"))
    } else if report.exercises.iter().all(nowhere) {
        Some(msg!("verify-none-begun"))
    } else {
        None
    };
    if let Some(remark) = remark {
        let remark = catalog.plain(remark);
        text.push_str(&paragraph(
            &remark,
            Role::Text,
            Lead::default(),
            theme,
            cells,
        ));
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let args = Args::new()
        .with("passed", number(report.summary.passed))
        .with("open", number(report.summary.not_solved))
        .with("unsupported", number(report.summary.unsupported))
        .with("errors", number(report.summary.errors));
    text.push_str(&catalog.text(msg!("verify-summary"), &args));
    text.push('\n');
    text
}

fn line(exercise: &ExerciseResult, catalog: &Catalog, theme: Theme, cells: usize) -> String {
    let name = format!("{}/{}", exercise.id.lesson, exercise.id.exercise);
    let origin = match exercise.origin {
        Origin::Live => catalog.plain(msg!("verify-live")),
        Origin::Recorded => catalog.plain(msg!("verify-recorded")),
        Origin::None => String::new(),
    };
    let mut notes = exercise
        .notes
        .iter()
        .map(|note| note.text.get(catalog.lang()));
    let word = match exercise.verdict {
        Verdict::NotSetUp if exercise.origin == Origin::None => {
            notes.next().unwrap_or_default().to_owned()
        }
        verdict if origin.is_empty() => verdict_word(verdict, catalog),
        verdict => format!("{}, {origin}", verdict_word(verdict, catalog)),
    };
    let symbol = theme.paint_symbol(symbol(exercise.verdict));
    let mut text = format!(
        "{symbol} {}  {} ({word})\n",
        theme.paint(Role::Name, name),
        exercise.title.get(catalog.lang()),
    );
    for note in notes {
        let lead = Lead::indent("    ");
        text.push_str(&paragraph(note, Role::Text, lead, theme, cells));
    }
    if let Some(first) = exercise.findings.first() {
        let code = first["code"].as_str().unwrap_or_default();
        let headline = first["headline"][catalog.lang().code()]
            .as_str()
            .unwrap_or_default();
        let sentence = format!("{headline} [{code}]");
        let lead = Lead::indent("    ");
        text.push_str(&paragraph(&sentence, Role::Text, lead, theme, cells));
        for (label, key) in [
            (msg!("check-field"), "field"),
            (msg!("check-expected"), "expected"),
            (msg!("check-actual"), "actual"),
            (msg!("check-look"), "look"),
        ] {
            if let Some(value) = first[key].as_str().filter(|value| !value.is_empty()) {
                let value = format!("{}: {}", catalog.plain(label), sanitize::line(value));
                let lead = Lead::indent("      ");
                text.push_str(&paragraph(&value, Role::Dim, lead, theme, cells));
            }
        }
    }
    text
}
