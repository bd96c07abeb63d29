//! `podo explain CODE`: the long text of a finding.

use std::io::Write as _;

use super::Context;
use crate::cli::ExplainArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::render::code::code;
use crate::render::diagnosis::Style;

/// Prints the text of a code.
pub fn run(context: &Context, args: &ExplainArgs) -> Result<ExitCode, CommandError> {
    let wanted = args.code.to_uppercase();
    let style = Style {
        catalog: &context.catalog,
        theme: context.theme(),
        cells: context.terminal.prose_width(),
    };
    let text = code(&wanted, style).ok_or(CommandError::NoSuchCode(wanted))?;
    context.out().write_all(text.as_bytes())?;
    Ok(ExitCode::Success)
}
