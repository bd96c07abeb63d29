//! `podo snapshot`: what podo sees of the lesson that is being worked on, as JSON.

use std::io::Write as _;

use super::Context;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::progress::Session;
use crate::store::Store;
use crate::workbench::Workbench;

/// Prints the snapshot of the lesson that was worked on last.
pub fn run(context: &Context) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    let runtime = context.runtime()?;
    let found = context.find_cluster(&runtime)?;
    let (lesson, id) = context.last_lesson(&pack)?;
    let session = context.load(&Store::<Session>::new(context.paths.session_file(&id)))?;
    let current = session
        .attempt()
        .and_then(|attempt| lesson.exercise(&attempt.id().exercise));
    let exercise = current
        .or_else(|| lesson.exercises.first())
        .ok_or_else(|| super::no_such(&pack, &lesson.name))?;
    let bench = Workbench::at(found, context.place(lesson, &id), &context.surroundings);
    let snapshot = runtime.block_on(bench.look(lesson, exercise, &session));
    let json = serde_json::to_string_pretty(&snapshot).map_err(std::io::Error::from)?;
    writeln!(context.out(), "{json}")?;
    Ok(ExitCode::Success)
}
