//! `podo shell`: the learner's own shell on the practice cluster.

use std::collections::BTreeSet;

use super::Context;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::msg;
use crate::programs::{Finished, foreground, subshell};
use crate::workbench::Workbench;

/// Opens the shell where the lesson that was worked on last takes place; its exit code is podo's.
pub fn run(context: &Context) -> Result<ExitCode, CommandError> {
    if subshell::is_nested(|name| std::env::var_os(name)) {
        return Err(CommandError::NestedShell);
    }
    let pack = context.pack()?;
    let runtime = context.runtime()?;
    let found = context.find_cluster(&runtime)?;
    let (lesson, id) = context.last_lesson(&pack)?;
    let place = context.place(lesson, &id);
    let (needs, surroundings) = (BTreeSet::new(), &context.surroundings);
    let opening = Workbench::open(found, place, &needs, surroundings);
    let (bench, _) = runtime.block_on(opening)?;
    let shell = subshell::learners_shell(|name| std::env::var_os(name));
    let invocation = subshell::Place {
        shell: &shell,
        kubeconfig: bench.kubeconfig(),
        dir: bench.folder(),
        mark: &lesson.name,
    }
    .open();
    context.tell_text(&context.catalog.plain(msg!("tutor-shell")));
    let finished: Finished = foreground::run(&invocation, &mut || {})?;
    Ok(if finished.success() {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    })
}
