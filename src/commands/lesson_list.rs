//! `podo lesson list`: lessons and exercises, with what is done.

use super::Context;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::lesson::model::Lesson;
use crate::msg;
use crate::progress::Progress;
use crate::render::theme::{Role, Symbol};
use crate::store::Store;

/// Prints the list; needs no cluster.
pub fn run(context: &Context) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    let progress = context.load(&Store::<Progress>::new(context.paths.progress_file()))?;
    let mut out = context.out();
    for lesson in &pack.lessons {
        list(lesson, &progress, context, &mut out)?;
    }
    Ok(ExitCode::Success)
}

fn list(
    lesson: &Lesson,
    progress: &Progress,
    context: &Context,
    out: &mut impl std::io::Write,
) -> Result<(), CommandError> {
    let theme = context.theme();
    let prose = lesson.prose(context.catalog.lang());
    let minutes = Args::new().with("minutes", i64::from(lesson.minutes));
    let minutes = context.catalog.text(msg!("tutor-minutes"), &minutes);
    writeln!(
        out,
        "{}  {} ({minutes})",
        theme.paint(Role::Name, &lesson.name),
        theme.paint(Role::Heading, &prose.title),
    )?;
    for exercise in &lesson.exercises {
        let id = lesson.exercise_id(exercise);
        let symbol = if progress.passed(&id) {
            Symbol::Pass
        } else {
            Symbol::Bullet
        };
        let title = prose.exercise_title(&exercise.id);
        let name = format!("{}/{}", lesson.name, exercise.id);
        writeln!(
            out,
            "  {} {}  {title}",
            theme.paint_symbol(symbol),
            theme.paint(Role::Name, name)
        )?;
    }
    Ok(())
}
