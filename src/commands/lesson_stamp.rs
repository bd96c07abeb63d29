//! `podo lesson stamp`: notes which version of the other language each section was translated from.

use std::io::Write as _;
use std::path::Path;

use super::{Context, current_folder};
use crate::cli::LessonStampArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::lesson::stamp::stamp;
use crate::msg;

/// Writes `translatedFrom` into the prose of the lessons that are named, or all.
pub fn run(context: &Context, args: &LessonStampArgs) -> Result<ExitCode, CommandError> {
    let folder = context
        .global
        .lessons
        .as_deref()
        .unwrap_or_else(|| current_folder());
    let mut names: Vec<String> = args
        .names
        .iter()
        .map(|name| name.as_str().to_owned())
        .collect();
    if names.is_empty() {
        names = lessons_in(folder)?;
    }
    let mut out = context.out();
    for name in names {
        let lesson = folder.join(&name);
        let (ko, en) = (lesson.join("ko.md"), lesson.join("en.md"));
        let stamped = stamp(
            &name,
            &std::fs::read_to_string(&ko)?,
            &std::fs::read_to_string(&en)?,
            &[],
        )
        .map_err(CommandError::Problems)?;
        std::fs::write(&ko, stamped.ko)?;
        std::fs::write(&en, stamped.en)?;
        let text = context
            .catalog
            .text(msg!("lesson-stamped"), &Args::new().with("lesson", name));
        writeln!(out, "{text}")?;
    }
    Ok(ExitCode::Success)
}

/// The folders with exercises, by name.
fn lessons_in(folder: &Path) -> Result<Vec<String>, CommandError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().join("exercises.yaml").is_file()
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
