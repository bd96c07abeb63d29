//! `podo man`: the manual page, printed or written into a folder in both languages.

use std::io::Write as _;

use super::Context;
use crate::cli::{ManArgs, man_page, man_pages};
use crate::error::CommandError;
use crate::exit_code::ExitCode;

/// Prints the page of the present language, or writes all pages into a folder.
pub fn run(context: &Context, args: &ManArgs) -> Result<ExitCode, CommandError> {
    let Some(folder) = &args.dir else {
        context
            .out()
            .write_all(man_page(context.catalog.lang()).as_bytes())?;
        return Ok(ExitCode::Success);
    };
    for (path, page) in man_pages() {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(CommandError::at(parent))?;
        }
        std::fs::write(&path, page).map_err(CommandError::at(&path))?;
        writeln!(context.out(), "{}", path.display())?;
    }
    Ok(ExitCode::Success)
}
