//! `podo cheatsheet`: the commands used so far, for the terminal or to be printed.

use std::io::Write as _;

use super::Context;
use crate::cli::{CheatsheetArgs, SheetFormat};
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::msg;
use crate::progress::Progress;
use crate::render::cheatsheet;
use crate::render::diagnosis::Style;
use crate::store::Store;

/// Prints the sheet; needs no cluster. That there is nothing on it yet is told on standard error.
pub fn run(context: &Context, args: &CheatsheetArgs) -> Result<ExitCode, CommandError> {
    let progress = context.load(&Store::<Progress>::new(context.paths.progress_file()))?;
    let lines: Vec<&str> = progress.commands().map(|(line, _)| line).collect();
    if lines.is_empty() {
        context.tell(msg!("cheatsheet-empty"), &Args::new());
        return Ok(ExitCode::Success);
    }
    let text = match args.output {
        SheetFormat::Markdown => cheatsheet::markdown(lines, &context.catalog),
        SheetFormat::Text => {
            let style = Style {
                catalog: &context.catalog,
                theme: context.theme(),
                cells: context.terminal.prose_width(),
            };
            cheatsheet::text(lines, style)
        }
    };
    context.out().write_all(text.as_bytes())?;
    Ok(ExitCode::Success)
}
