//! `podo glossary [TERM]`: a word of the course, or all of them.

use std::io::Write as _;

use super::Context;
use crate::cli::GlossaryArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::lesson::glossary::{Entry, look_up};
use crate::msg;
use crate::render::diagnosis::Style;
use crate::render::glossary::{term, terms};

/// Prints the term, or all terms; needs no cluster.
pub fn run(context: &Context, args: &GlossaryArgs) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    let style = Style {
        catalog: &context.catalog,
        theme: context.theme(),
        cells: context.terminal.prose_width(),
    };
    let word = args.term.join(" ");
    let text = if pack.glossary.is_empty() {
        context.catalog.plain(msg!("tutor-glossary-none")) + "\n"
    } else if word.is_empty() {
        terms(&pack, style)
    } else {
        let nearest = match look_up(&pack.glossary, &word) {
            Entry::Term(found) => {
                let text = term(found, &pack, style);
                context.out().write_all(text.as_bytes())?;
                return Ok(ExitCode::Success);
            }
            Entry::Near(near) => Some(near.name(context.catalog.lang()).to_owned()),
            Entry::Unknown => None,
        };
        let word = crate::render::sanitize::line(&word).into_owned();
        return Err(CommandError::NoSuchTerm { word, nearest });
    };
    context.out().write_all(text.as_bytes())?;
    Ok(ExitCode::Success)
}
