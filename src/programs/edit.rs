//! `edit FILE`: a file of the working folder in the learner's editor, or in a plain one that works
//! line by line, on every terminal and from a script.

mod buffer;
mod dialogue;
mod place;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::programs::{Invocation, ProgramError, foreground};
use crate::render::sanitize;
use crate::ui::input::Ask;

pub use place::resolve;

/// The largest file that the plain editor takes, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Why a file was not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The name is empty, absolute, leads upwards, begins with a dash or has control characters.
    #[error("`{name}` is no name of a file in the working folder")]
    Name {
        /// The name as it was typed.
        name: String,
    },
    /// The name leads out of the working folder through a link.
    #[error("`{name}` leads out of the working folder")]
    Outside {
        /// The name as it was typed.
        name: String,
    },
    /// The name is a folder's, a pipe's …
    #[error("`{name}` is not a file")]
    NotAFile {
        /// The name as it was typed.
        name: String,
    },
    /// The plain editor is for text (UTF-8) of at most 1 MiB.
    #[error("`{name}` is not a text that the plain editor takes")]
    NotText {
        /// The name as it was typed.
        name: String,
    },
    /// VISUAL or EDITOR has a quote that is not closed.
    #[error("`{variable}` is not a command")]
    EditorWords {
        /// The variable.
        variable: &'static str,
    },
    /// The editor could not be run.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The file could not be read or written.
    #[error("`{name}` could not be read or written")]
    File {
        /// The name as it was typed.
        name: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The dialogue with the learner broke off.
    #[error("the terminal could not be used")]
    Terminal(#[from] io::Error),
}

impl EditError {
    /// The error in the learner's language.
    pub fn text(&self, catalog: &Catalog) -> String {
        let named = |name: &str| Args::new().with("name", sanitize::line(name).into_owned());
        match self {
            Self::Name { name } => catalog.text(msg!("repl-edit-bad-name"), &named(name)),
            Self::Outside { name } => catalog.text(msg!("repl-edit-outside"), &named(name)),
            Self::NotAFile { name } => catalog.text(msg!("repl-edit-not-a-file"), &named(name)),
            Self::NotText { name } => catalog.text(msg!("repl-edit-not-text"), &named(name)),
            Self::EditorWords { variable } => {
                let args = Args::new().with("variable", *variable);
                catalog.text(msg!("repl-edit-editor-words"), &args)
            }
            Self::Program(error) => error.text(catalog),
            Self::File { name, source } => {
                let args = named(name).with("reason", source.to_string());
                catalog.text(msg!("repl-edit-file-error"), &args)
            }
            Self::Terminal(source) => {
                let args = Args::new().with("reason", source.to_string());
                catalog.text(msg!("repl-edit-terminal"), &args)
            }
        }
    }
}

/// What became of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// It holds something else now, or is new.
    Saved,
    /// It is as it was.
    Unchanged,
}

/// Which editor is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editor {
    /// The learner's own: a program and its first arguments.
    Own(Vec<String>),
    /// podo's plain one.
    Plain,
}

impl Editor {
    /// VISUAL, else EDITOR, split as a shell splits words; the plain one where neither is set or
    /// `plain` is wanted (`--plain`, no terminal). `var` looks a variable of the environment up.
    pub fn choose(plain: bool, var: impl Fn(&str) -> Option<OsString>) -> Result<Self, EditError> {
        if plain {
            return Ok(Self::Plain);
        }
        for variable in ["VISUAL", "EDITOR"] {
            let Some(value) = var(variable).and_then(|value| value.into_string().ok()) else {
                continue;
            };
            let words =
                shell_words::split(&value).map_err(|_| EditError::EditorWords { variable })?;
            if !words.is_empty() {
                return Ok(Self::Own(words));
            }
        }
        Ok(Self::Plain)
    }
}

/// What the editing needs of the outside.
pub struct Desk<'a> {
    /// The working folder.
    pub dir: &'a Path,
    /// Which editor.
    pub editor: Editor,
    /// Who types the commands of the plain editor.
    pub ask: &'a mut dyn Ask,
    /// Where it answers.
    pub out: &'a mut dyn Write,
    /// podo's messages.
    pub catalog: &'a Catalog,
}

/// Edits the file `name` of the working folder.
pub fn edit(desk: &mut Desk<'_>, name: &str) -> Result<Edited, EditError> {
    let path = resolve(desk.dir, name)?;
    let Editor::Own(words) = &desk.editor else {
        return plain(desk, name, &path);
    };
    match own(desk.dir, words, name, &path, desk.catalog, desk.out) {
        Err(EditError::Program(ProgramError::NotFound { program, .. })) => {
            let args = Args::new().with("program", sanitize::line(&program).into_owned());
            writeln!(
                desk.out,
                "{}",
                desk.catalog.text(msg!("repl-edit-no-editor"), &args)
            )?;
            plain(desk, name, &path)
        }
        other => other,
    }
}

/// Edits in the learner's editor. It gets the name as it was typed, for that is what it shows.
fn own(
    dir: &Path,
    words: &[String],
    name: &str,
    path: &Path,
    catalog: &Catalog,
    out: &mut dyn Write,
) -> Result<Edited, EditError> {
    let (program, first) = words
        .split_first()
        .ok_or(EditError::EditorWords { variable: "EDITOR" })?;
    let mut args = first.to_vec();
    args.push(name.to_owned());
    let before = fs::read(path).ok();
    make_folder(path, name)?;
    out.flush()?;
    let invocation = Invocation::new(program, args).in_dir(dir).on_terminal();
    let finished = foreground::run(&invocation, &mut || {
        // Nothing is lost when the terminal does not take it.
        let _ = writeln!(out, "{}", stopped_notice(program, catalog));
    })?;
    if !finished.success() {
        let args = Args::new().with("program", sanitize::line(program).into_owned());
        writeln!(
            out,
            "{}",
            catalog.text(msg!("repl-edit-editor-failed"), &args)
        )?;
    }
    Ok(if fs::read(path).ok() == before {
        Edited::Unchanged
    } else {
        Edited::Saved
    })
}

/// What is said when a foreground program was stopped (Ctrl-Z) and goes on.
pub fn stopped_notice(program: &str, catalog: &Catalog) -> String {
    let args = Args::new().with("program", sanitize::line(program).into_owned());
    catalog.text(msg!("repl-program-continued"), &args)
}

fn plain(desk: &mut Desk<'_>, name: &str, path: &Path) -> Result<Edited, EditError> {
    let text = read(path, name)?;
    let mut dialogue = dialogue::Dialogue {
        name,
        ask: &mut *desk.ask,
        out: &mut *desk.out,
        catalog: desk.catalog,
    };
    dialogue.run(text.as_deref(), &mut |text| write(path, name, text))
}

/// The file's text; `None` where there is no file yet.
fn read(path: &Path, name: &str) -> Result<Option<String>, EditError> {
    let name = || name.to_owned();
    let read = fs::metadata(path).and_then(|metadata| {
        let small = metadata.len() <= LARGEST;
        small.then(|| fs::read(path)).transpose()
    });
    let bytes = match read {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(EditError::NotText { name: name() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(EditError::File {
                name: name(),
                source,
            });
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| EditError::NotText { name: name() })?;
    if text.contains('\0') {
        return Err(EditError::NotText { name: name() });
    }
    Ok(Some(text))
}

/// Writes a file whole: a new one beside it takes its place, with its permissions.
fn write(path: &Path, name: &str, text: &str) -> Result<(), EditError> {
    make_folder(path, name)?;
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let replace = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        let permissions = match fs::metadata(path) {
            Ok(metadata) => metadata.permissions(),
            // As any new file: less what the learner's umask takes away. A file that goes into an
            // image is read by other users there.
            Err(_) => std::os::unix::fs::PermissionsExt::from_mode(0o666),
        };
        let exists = path.exists();
        builder
            .prefix(".")
            .suffix(".tmp")
            .permissions(permissions.clone());
        let mut file = builder.tempfile_in(&folder)?;
        file.write_all(text.as_bytes())?;
        if exists {
            file.as_file().set_permissions(permissions)?;
        }
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|source| EditError::File {
        name: name.to_owned(),
        source,
    })
}

/// Makes the folder that a new file is to be in.
fn make_folder(path: &Path, name: &str) -> Result<(), EditError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|source| EditError::File {
        name: name.to_owned(),
        source,
    })
}
