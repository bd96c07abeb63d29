//! `podo`: opens the tutor.

use super::{Context, check_selection};
use crate::cli::Selection;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::paths::make_private_dir;
use crate::repl::{self, Start};
use crate::tutor::{Equipment, Tutor};

/// Finds pack and cluster, and hands over to the prompt.
pub fn run(context: &Context, lesson: Option<&Selection>) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    if let Some(wanted) = lesson {
        check_selection(&pack, wanted)?;
    }
    // Said now and not after an hour's work: nothing could be kept.
    let kept = context.paths.data_dir();
    make_private_dir(kept).map_err(CommandError::at(kept))?;
    let runtime = context.runtime()?;
    let found = context.find_agreed(&runtime)?;
    let kubeconfig = || context.kubeconfig();
    let tutor = Tutor::new(Equipment {
        pack: &pack,
        paths: &context.paths,
        runtime: runtime.handle().clone(),
        surroundings: context.surroundings.clone(),
        found,
        kubeconfig: &kubeconfig,
        namespace: context.global.namespace.clone(),
        catalog: context.catalog.clone(),
        terminal: context.terminal,
        plain: context.global.plain,
        yes: context.global.yes,
    });
    let start = Start {
        lesson: lesson.map(ToString::to_string),
        history: context.paths.history_file(),
        plain: context.global.plain,
        terminal: context.terminal,
        runtime: runtime.handle().clone(),
    };
    repl::run(tutor, &start)?;
    Ok(ExitCode::Success)
}
