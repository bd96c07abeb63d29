//! What `show` shows: what was not yet read before an exercise, its text, its checklist, and how to
//! go on.

use super::checklist::{checklist, questions};
use super::diagnosis::Style;
use super::markdown::render_markdown;
use super::prose::{Lead, paragraph};
use super::theme::Role;
use crate::i18n::{Args, MessageId};
use crate::lesson::model::{Exercise, Lesson};
use crate::msg;

/// An exercise as it is given to the learner.
pub fn task(lesson: &Lesson, exercise: &Exercise, style: Style<'_>) -> String {
    let (catalog, theme, cells) = (style.catalog, style.theme, style.cells);
    let say = |role: Role, id: MessageId, args: &Args| {
        let text = catalog.text(id, args);
        paragraph(&text, role, Lead::default(), theme, cells)
    };
    let prose = lesson.prose(catalog.lang());
    let mut text = String::from("\n");
    for section in prose.leading_to(&exercise.id) {
        if !section.title.is_empty() {
            let heading = format!("## {}", section.title);
            text.push_str(&render_markdown(&heading, theme, cells));
        }
        text.push_str(&render_markdown(&section.body, theme, cells));
        text.push('\n');
    }
    let title = prose.exercise_title(&exercise.id);
    text.push_str(&say(
        Role::Heading,
        msg!("tutor-position"),
        &position(lesson, exercise).with("title", title),
    ));
    let minutes = Args::new().with("minutes", i64::from(exercise.minutes));
    text.push_str(&say(Role::Dim, msg!("tutor-minutes"), &minutes));
    if let Some(section) = prose.section(&exercise.id) {
        let body = render_markdown(&section.body, theme, cells);
        text.push_str(&format!("\n{body}\n"));
    }
    text.push_str(&say(Role::Strong, msg!("tutor-checklist"), &Args::new()));
    text.push_str(&checklist(exercise, None, catalog, theme, cells));
    match questions(exercise).as_slice() {
        [] => {}
        [_] => text.push_str(&say(Role::Hint, msg!("tutor-how-to-answer"), &Args::new())),
        [first, second, ..] => text.push_str(&say(
            Role::Hint,
            msg!("tutor-how-to-answer-several"),
            &Args::new().with("first", *first).with("second", *second),
        )),
    }
    text.push_str(&say(Role::Hint, msg!("tutor-how-to-check"), &Args::new()));
    text
}

/// Which exercise of how many.
fn position(lesson: &Lesson, exercise: &Exercise) -> Args {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let before = lesson
        .exercises
        .iter()
        .take_while(|other| other.id != exercise.id);
    Args::new()
        .with("at", count(before.count() + 1))
        .with("all", count(lesson.exercises.len()))
}
