//! From the words of the command line to [`Cli`], or to what has to be said instead.

use std::ffi::{OsStr, OsString};

use clap::FromArgMatches;
use clap::error::ErrorKind;

use crate::cli::error::{Failure, render};
use crate::cli::{Cli, Command, ExplainFormat, Target, text};
use crate::exit_code::ExitCode;
use crate::i18n::{Catalog, Lang, LangSources};

/// The environment variables that the command line looks at. A variable that is empty counts as
/// not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    /// `PODO_LANG`: as `--lang`.
    pub podo_lang: Option<OsString>,
    /// `PODO_CLUSTER`: as `--cluster`.
    pub podo_cluster: Option<OsString>,
    /// `PODO_LESSONS`: as `--lessons`.
    pub podo_lessons: Option<OsString>,
    /// `LC_ALL`.
    pub lc_all: Option<OsString>,
    /// `LC_MESSAGES`.
    pub lc_messages: Option<OsString>,
    /// `LANG`.
    pub lang: Option<OsString>,
    /// `COLUMNS`: width of the help in terminal cells. Without it the terminal is asked.
    pub columns: Option<usize>,
}

impl Env {
    /// Asks `get` for each variable; `Env::read(|name| std::env::var_os(name))` in a real run.
    pub fn read(get: impl Fn(&str) -> Option<OsString>) -> Self {
        let get = |name| get(name).filter(|value| !value.is_empty());
        Self {
            podo_lang: get("PODO_LANG"),
            podo_cluster: get("PODO_CLUSTER"),
            podo_lessons: get("PODO_LESSONS"),
            lc_all: get("LC_ALL"),
            lc_messages: get("LC_MESSAGES"),
            lang: get("LANG"),
            columns: get("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok()),
        }
    }

    /// The language to speak, given the value of `--lang` and the saved choice.
    pub fn language(&self, flag: Option<&str>, saved: Option<Lang>) -> Lang {
        Lang::choose(&LangSources {
            flag,
            podo_lang: utf8(self.podo_lang.as_ref()),
            saved: saved.map(Lang::code),
            lc_all: utf8(self.lc_all.as_ref()),
            lc_messages: utf8(self.lc_messages.as_ref()),
            lang: utf8(self.lang.as_ref()),
        })
    }
}

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// What was asked for: help, version.
    Stdout,
    /// What stands in the way.
    Stderr,
}

/// What is printed in place of a run: the help, the version or an error of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliExit {
    /// The text, with its last line ended.
    pub text: String,
    /// Where it goes.
    pub stream: Stream,
    /// How podo ends.
    pub code: ExitCode,
}

/// Reads the command line. `args` begins with the program's own name, as the operating system hands
/// it over; `saved` is the language that the learner chose earlier.
pub fn parse(
    args: impl IntoIterator<Item = OsString>,
    env: &Env,
    saved: Option<Lang>,
) -> Result<Cli, CliExit> {
    let mut words: Vec<OsString> = args.into_iter().collect();
    if words.is_empty() {
        // Nobody has to pass a name on; the words that follow it are what counts.
        words.push("podo".into());
    }
    let language = env.language(lang_flag(&words), saved);
    let mut command = text::command(language);
    if let Some(columns) = env.columns {
        command = command.term_width(columns);
    }
    let words = help_as_option(words, &command);
    let fail = |failure: &Failure<'_>| {
        let catalog = Catalog::new(language);
        CliExit {
            text: render(failure, &catalog, &text::command(language), &words),
            stream: Stream::Stderr,
            code: ExitCode::Usage,
        }
    };
    let parsed = command
        .clone()
        .try_get_matches_from(&words)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                return Err(CliExit {
                    text: error.render().to_string().replace(text::HARD_SPACE, " "),
                    stream: Stream::Stdout,
                    code: ExitCode::Success,
                });
            }
            _ => return Err(fail(&Failure::Clap(&error))),
        },
    };
    if cli.lesson.is_some() && cli.command.is_some() {
        return Err(fail(&Failure::LessonWithCommand));
    }
    if is_form_of_nothing(&cli) {
        return Err(fail(&Failure::FormOfNothing));
    }
    let mut cli = Cli { language, ..cli };
    fill_in(&mut cli, env).map_err(|failure| fail(&failure))?;
    Ok(cli)
}

/// Whether `podo explain` is to report as JSON, and neither a namespace nor a file is named.
fn is_form_of_nothing(cli: &Cli) -> bool {
    match &cli.command {
        Some(Command::Explain(args)) => {
            let is_state = args.code.is_none() && cli.global.namespace.is_some();
            args.output != ExplainFormat::Text && !is_state && args.from.is_empty()
        }
        _ => false,
    }
}

/// Takes from the environment what was not given as an option.
fn fill_in<'a>(cli: &mut Cli, env: &'a Env) -> Result<(), Failure<'a>> {
    let global = &mut cli.global;
    if let (None, Some(value)) = (global.lang, &env.podo_lang) {
        let lang = value.to_str().and_then(|value| value.parse().ok());
        global.lang = Some(lang.ok_or(Failure::EnvLang { value })?);
    }
    if let (None, Some(value)) = (&global.cluster, &env.podo_cluster) {
        let target = value.to_string_lossy().parse::<Target>();
        global.cluster = Some(target.map_err(|error| Failure::EnvCluster { value, error })?);
    }
    if let (None, Some(value)) = (&global.lessons, &env.podo_lessons) {
        global.lessons = Some(value.into());
    }
    Ok(())
}

/// The value of `--lang`, found before anything is parsed, because everything that parsing has to
/// say is said in that language.
fn lang_flag(words: &[OsString]) -> Option<&str> {
    let mut words = words
        .iter()
        .skip(1)
        .map_while(|word| (word != "--").then_some(word));
    while let Some(word) = words.next() {
        if word == "--lang" {
            return words.next()?.to_str();
        }
        if let Some(value) = word.to_str().and_then(|word| word.strip_prefix("--lang=")) {
            return Some(value);
        }
    }
    None
}

/// `podo help verify`, as other programs have it, is `podo verify --help`; `podo lesson help` is
/// `podo lesson --help`.
fn help_as_option(mut words: Vec<OsString>, command: &clap::Command) -> Vec<OsString> {
    let path = path(command, &words);
    if let Some(at) = path.next
        && path.command.has_subcommands()
        && words[at] == "help"
    {
        words.remove(at);
        words.push("--help".into());
    }
    words
}

/// How far the words of a command line lead into the tree of commands.
pub(super) struct Path<'a> {
    /// The names of the commands: `["lesson", "check"]`.
    pub(super) commands: Vec<&'a str>,
    /// The last of these commands.
    pub(super) command: &'a clap::Command,
    /// Where the first word stands that is no option and names no command.
    pub(super) next: Option<usize>,
}

/// Follows the commands that the words name, past the options and their values.
pub(super) fn path<'a>(root: &'a clap::Command, words: &[OsString]) -> Path<'a> {
    let mut command = root;
    let mut commands = Vec::new();
    let mut at = 1;
    while let Some(word) = words.get(at) {
        if word == "--" {
            return Path {
                commands,
                command,
                next: None,
            };
        }
        if let Some(option) = word.to_str().filter(|word| word.starts_with('-')) {
            at += if takes_next(&[root, command], option) {
                2
            } else {
                1
            };
            continue;
        }
        let Some(sub) = command.find_subcommand(word) else {
            return Path {
                commands,
                command,
                next: Some(at),
            };
        };
        commands.push(sub.get_name());
        command = sub;
        at += 1;
    }
    Path {
        commands,
        command,
        next: None,
    }
}

/// Whether the word behind this option is its value. An option that goes with every command is
/// found at the root.
fn takes_next(commands: &[&clap::Command], option: &str) -> bool {
    let arg = commands
        .iter()
        .flat_map(|command| command.get_arguments())
        .find(|arg| match option.strip_prefix("--") {
            Some(long) => arg.get_long() == Some(long),
            None => arg
                .get_short()
                .is_some_and(|short| option == format!("-{short}")),
        });
    arg.is_some_and(|arg| arg.get_action().takes_values())
}

fn utf8(value: Option<&OsString>) -> Option<&str> {
    value.map(OsString::as_os_str).and_then(OsStr::to_str)
}
