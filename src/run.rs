//! From the words of the command line to an exit code: the one place that reads the environment and
//! the one that prints an error.

use std::ffi::OsString;
use std::io::Write;

use crate::cli::{self, CliExit, Command, Env, LessonCommand, Stream};
use crate::commands::learn::First;
use crate::commands::{self, Context};
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Catalog;
use crate::paths::Paths;
use crate::progress::Settings;
use crate::render::prose::paragraphs;
use crate::render::theme::Role;
use crate::store::Store;
use crate::ui::Terminal;

/// Runs podo with these words, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let env = Env::read(|name| std::env::var_os(name));
    let paths = Paths::from_env();
    // A setting that cannot be read must not keep `--help` from being shown.
    let settings = paths
        .as_ref()
        .ok()
        .and_then(|paths| Store::<Settings>::new(paths.settings_file()).load().ok());
    let saved = settings.as_ref().and_then(|settings| settings.value.lang);
    let cli = match cli::parse(args, &env, saved) {
        Ok(cli) => cli,
        Err(exit) => return leave(&exit),
    };
    let terminal = Terminal::detect();
    let catalog = Catalog::new(cli.language);
    let plain = cli.global.plain;
    let result = paths
        .map_err(CommandError::from)
        .and_then(|paths| Context::new(cli.global, catalog.clone(), paths, terminal))
        .and_then(|context| {
            if let Some(settings) = &settings {
                context.tell_origin(&settings.origin);
            }
            let result = dispatch(cli.command, cli.lesson.as_ref(), &context);
            context.close();
            result
        });
    match result {
        Ok(code) => code,
        Err(error) if error.is_broken_pipe() => ExitCode::Success,
        Err(error) => {
            let (theme, cells) = (terminal.error_theme(plain), terminal.prose_width());
            let text = error.text(&catalog);
            let text = paragraphs(&text, Role::Text, "", theme, cells);
            // Nobody can be told when standard error is gone as well.
            let _ = std::io::stderr().write_all(text.as_bytes());
            error.exit_code()
        }
    }
}

fn leave(exit: &CliExit) -> ExitCode {
    let text = exit.text.as_bytes();
    // A reader that has gone away wants no more text.
    let _ = match exit.stream {
        Stream::Stdout => std::io::stdout().write_all(text),
        Stream::Stderr => std::io::stderr().write_all(text),
    };
    exit.code
}

fn dispatch(
    command: Option<Command>,
    lesson: Option<&cli::Selection>,
    context: &Context,
) -> Result<ExitCode, CommandError> {
    match command {
        None => {
            let first = lesson.cloned().map_or(First::Nothing, First::Start);
            commands::learn::run(context, &first)
        }
        Some(Command::Skip(args)) => commands::learn::run(context, &First::Skip(args.name)),
        Some(Command::Review(args)) => commands::learn::run(context, &First::Review(args.exercise)),
        Some(Command::Glossary(args)) => commands::glossary::run(context, &args),
        Some(Command::Cheatsheet(args)) => commands::cheatsheet::run(context, &args),
        Some(Command::Verify(args)) => commands::verify::run(context, &args),
        Some(Command::Lesson { command }) => match command {
            LessonCommand::List => commands::lesson_list::run(context),
            LessonCommand::Check(args) => commands::lesson_check::run(context, &args),
            LessonCommand::New(args) => commands::lesson_new::run(context, &args),
            LessonCommand::Stamp(args) => commands::lesson_stamp::run(context, &args),
        },
        Some(Command::Doctor(args)) => commands::doctor::run(context, &args),
        Some(Command::Explain(args)) => commands::explain::run(context, &args),
        Some(Command::Shell) => commands::shell::run(context),
        Some(Command::Snapshot) => commands::snapshot::run(context),
        Some(Command::Sandbox(args)) => commands::sandbox::run(context, &args),
        Some(Command::Completions(args)) => commands::completions::run(context, &args),
        Some(Command::Man(args)) => commands::man::run(context, &args),
    }
}
