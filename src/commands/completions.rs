//! `podo completions SHELL`.

use std::io::Write as _;

use super::Context;
use crate::cli::{CompletionsArgs, completion_script};
use crate::error::CommandError;
use crate::exit_code::ExitCode;

/// Prints the completion script.
pub fn run(context: &Context, args: &CompletionsArgs) -> Result<ExitCode, CommandError> {
    let script = completion_script(args.shell, context.catalog.lang());
    context.out().write_all(script.as_bytes())?;
    Ok(ExitCode::Success)
}
