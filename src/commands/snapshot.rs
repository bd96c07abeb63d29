//! `podo snapshot`: what podo sees of the lesson that is being worked on, or of any namespace, as
//! JSON.

use std::io::Write as _;

use super::{Context, look, until_interrupted};
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::progress::{Session, Settings};
use crate::render::sanitize;
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::workbench::Workbench;

/// Prints the snapshot of the lesson that was worked on last, or of the namespace that was named.
pub fn run(context: &Context) -> Result<ExitCode, CommandError> {
    if let Some(namespace) = &context.global.namespace
        && !is_lessons(context, namespace)?
    {
        return of_namespace(context, namespace);
    }
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
    print(context, &snapshot)
}

/// Whether a namespace is the one that was assigned to the lesson worked on last.
fn is_lessons(context: &Context, namespace: &str) -> Result<bool, CommandError> {
    let settings = context.load(&Store::<Settings>::new(context.paths.settings_file()))?;
    let Some(id) = settings.last_lesson else {
        return Ok(false);
    };
    let session = context.load(&Store::<Session>::new(context.paths.session_file(&id)))?;
    let target = session.target();
    Ok(target.is_some_and(|target| target.namespace == namespace))
}

/// The snapshot of a namespace that need not be a lesson's.
fn of_namespace(context: &Context, namespace: &str) -> Result<ExitCode, CommandError> {
    let runtime = context.runtime()?;
    let found = look::cluster(context, &runtime)?;
    let looked = until_interrupted(&runtime, look::look(&found, namespace))?;
    print(context, &looked.snapshot)
}

fn print(context: &Context, snapshot: &Snapshot) -> Result<ExitCode, CommandError> {
    let json = serde_json::to_string_pretty(snapshot).map_err(std::io::Error::from)?;
    writeln!(context.out(), "{}", sanitize::json(&json))?;
    Ok(ExitCode::Success)
}
