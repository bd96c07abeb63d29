//! `podo explain [CODE]`: the long text of a finding, or all codes.

use std::io::Write as _;

use super::Context;
use crate::cli::ExplainArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::render::code::{code, codes};
use crate::render::diagnosis::Style;

/// Prints the text of a code, or all codes.
pub fn run(context: &Context, args: &ExplainArgs) -> Result<ExitCode, CommandError> {
    let Some(wanted) = args.code.as_ref().map(|code| code.to_uppercase()) else {
        let list = codes(&context.catalog, context.theme());
        context.out().write_all(list.as_bytes())?;
        return Ok(ExitCode::Success);
    };
    let style = Style {
        catalog: &context.catalog,
        theme: context.theme(),
        cells: context.terminal.prose_width(),
    };
    let text = code(&wanted, style).ok_or(CommandError::NoSuchCode(wanted))?;
    context.out().write_all(text.as_bytes())?;
    Ok(ExitCode::Success)
}
