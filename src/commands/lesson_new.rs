//! `podo lesson new NAME`: the skeleton of a lesson that `podo lesson check` accepts.

use std::io::Write as _;
use std::path::Path;

use super::{Context, current_folder};
use crate::cli::LessonNewArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::lesson::stamp::stamp;
use crate::msg;

/// The files of a lesson; `LESSON` stands for its name.
const SKELETON: [(&str, &str); 3] = [
    ("exercises.yaml", include_str!("lesson_new/exercises.yaml")),
    ("ko.md", include_str!("lesson_new/ko.md")),
    ("en.md", include_str!("lesson_new/en.md")),
];

/// Makes the lesson's folder, and a pack around it where there is none. Overwrites nothing.
pub fn run(context: &Context, args: &LessonNewArgs) -> Result<ExitCode, CommandError> {
    let pack = args.dir.as_deref().or(context.global.lessons.as_deref());
    let pack = pack.unwrap_or_else(|| current_folder());
    let name = args.name.as_str();
    let lesson = pack.join(name);
    if lesson.exists() {
        return Err(CommandError::Exists(lesson.display().to_string()));
    }
    std::fs::create_dir_all(&lesson).map_err(CommandError::at(&lesson))?;
    for (file, text) in SKELETON {
        std::fs::write(lesson.join(file), text.replace("LESSON", name))?;
    }
    let [_, ko, en] = SKELETON.map(|(_, text)| text.replace("LESSON", name));
    let stamped = stamp(name, &ko, &en, &[]).map_err(CommandError::Problems)?;
    std::fs::write(lesson.join("en.md"), stamped.en)?;
    let listed = list_in_pack(pack, name)?;
    let mut out = context.out();
    let made = Args::new().with("path", lesson.display().to_string());
    writeln!(out, "{}", context.catalog.text(msg!("lesson-made"), &made))?;
    if !listed {
        let args = Args::new().with("lesson", name);
        writeln!(
            out,
            "{}",
            context.catalog.text(msg!("lesson-made-list"), &args)
        )?;
    }
    let next = Args::new()
        .with("dir", pack.display().to_string())
        .with("lesson", name);
    writeln!(
        out,
        "{}",
        context.catalog.text(msg!("lesson-made-next"), &next)
    )?;
    Ok(ExitCode::Success)
}

/// Adds the lesson to `pack.yaml`, or makes one; false where its list has another form than
/// `lessons: [a, b]`, which is left to its author.
fn list_in_pack(pack: &Path, name: &str) -> Result<bool, CommandError> {
    let file = pack.join("pack.yaml");
    if !file.exists() {
        let id = pack_id(pack);
        let text = format!(
            "formatVersion: 1\npack: {id}\ntitle: {{ko: {id}, en: {id}}}\nlessons: [{name}]\n"
        );
        std::fs::write(file, text)?;
        return Ok(true);
    }
    let text = std::fs::read_to_string(&file)?;
    let mut listed = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let list = line.strip_prefix("lessons:").map(str::trim);
            match list.and_then(|list| list.strip_prefix('[')?.strip_suffix(']')) {
                Some("") => {
                    listed = true;
                    format!("lessons: [{name}]")
                }
                Some(names) => {
                    listed = true;
                    format!("lessons: [{names}, {name}]")
                }
                None => line.to_owned(),
            }
        })
        .collect();
    if listed {
        std::fs::write(file, lines.join("\n") + "\n")?;
    }
    Ok(listed)
}

/// An id for a pack from its folder's name.
fn pack_id(pack: &Path) -> String {
    let path = pack.canonicalize().unwrap_or_else(|_| pack.to_owned());
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase());
    let id: String = name
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let id = id.trim_matches('-').to_owned();
    if id.is_empty() || id == "podo" {
        "my-lessons".to_owned()
    } else {
        id
    }
}
