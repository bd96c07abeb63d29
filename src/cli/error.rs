//! The command line's own errors, in words: what is wrong, what is near, what to do next.

use std::error::Error;
use std::ffi::{OsStr, OsString};

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::parse::path;
use crate::cli::{NameError, Target, TargetError};
use crate::i18n::{Args, Catalog, Lang, MessageId};
use crate::msg;
use crate::render::wrap::wrap_indented;

/// Why a command line cannot be used.
pub(super) enum Failure<'a> {
    /// What clap found.
    Clap(&'a clap::Error),
    /// `--lesson` opens the tutor; a command does not.
    LessonWithCommand,
    /// A form for what is found, and nothing to look at.
    FormOfNothing,
    /// `PODO_LANG` names no language.
    EnvLang {
        /// What it holds.
        value: &'a OsStr,
    },
    /// `PODO_CLUSTER` names no cluster.
    EnvCluster {
        /// What it holds.
        value: &'a OsStr,
        /// What is wrong with it.
        error: TargetError,
    },
}

/// Widest line of an error, in terminal cells: the command line is read before the terminal is
/// known.
const WIDTH: usize = 80;

/// The failure in words: a line that says it, lines that help, and the next step.
pub(super) fn render(
    failure: &Failure<'_>,
    catalog: &Catalog,
    root: &Command,
    words: &[OsString],
) -> String {
    let path = path(root, words);
    let place = Place {
        catalog,
        root,
        here: path.command,
        full: full_name(&path.commands),
    };
    let mut lines = match failure {
        Failure::Clap(error) => place.clap(error),
        Failure::LessonWithCommand => vec![place.line(msg!("cli-error-lesson-with-command"))],
        Failure::FormOfNothing => vec![place.line(msg!("cli-error-form-of-nothing"))],
        Failure::EnvLang { value } => {
            let values = Lang::ALL.map(Lang::code).join(", ");
            vec![place.env("PODO_LANG", value), place.values(&values)]
        }
        Failure::EnvCluster { value, error } => {
            vec![place.env("PODO_CLUSTER", value), place.target(*error)]
        }
    };
    let next = Args::new().with("command", format!("{} --help", place.full));
    lines.push(catalog.text(msg!("cli-error-next"), &next));
    let wrapped = lines
        .iter()
        .flat_map(|line| line.lines())
        .flat_map(|line| wrap_indented(line, WIDTH, "", "  "));
    wrapped.map(|line| line + "\n").collect()
}

/// Where in the tree of commands the failure is.
struct Place<'a> {
    catalog: &'a Catalog,
    root: &'a Command,
    /// The command that the words lead to.
    here: &'a Command,
    /// `podo lesson check`.
    full: String,
}

impl Place<'_> {
    fn clap(&self, error: &clap::Error) -> Vec<String> {
        match error.kind() {
            ErrorKind::UnknownArgument => self.unknown_argument(error),
            ErrorKind::InvalidSubcommand => self.unknown_command(error),
            ErrorKind::MissingSubcommand => self.missing_command(error),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => self.bad_value(error),
            ErrorKind::TooManyValues => {
                let args = Args::new()
                    .with("option", option(&words(error, ContextKind::InvalidArg)))
                    .with("value", words(error, ContextKind::InvalidValue));
                vec![self.catalog.text(msg!("cli-error-value-not-taken"), &args)]
            }
            ErrorKind::MissingRequiredArgument => {
                let argument = option(&words(error, ContextKind::InvalidArg));
                let args = self.args().with("argument", argument);
                vec![self.catalog.text(msg!("cli-error-missing-argument"), &args)]
            }
            ErrorKind::ArgumentConflict => self.conflict(error),
            ErrorKind::InvalidUtf8 => vec![self.line(msg!("cli-error-utf8"))],
            _ => vec![self.line(msg!("cli-error-other"))],
        }
    }

    fn unknown_argument(&self, error: &clap::Error) -> Vec<String> {
        let word = words(error, ContextKind::InvalidArg);
        if !word.starts_with('-') {
            let args = self.args().with("value", word);
            return vec![self.catalog.text(msg!("cli-error-unexpected-word"), &args)];
        }
        let args = self.args().with("option", word.as_str());
        let mut lines = vec![self.catalog.text(msg!("cli-error-unknown-option"), &args)];
        if let Some(command) = self.commands_with(&word).first() {
            let args = Args::new().with("command", format!("{command} {word}"));
            lines.push(self.catalog.text(msg!("cli-error-option-elsewhere"), &args));
        } else {
            lines.extend(self.nearest(&words(error, ContextKind::SuggestedArg)));
        }
        lines
    }

    fn unknown_command(&self, error: &clap::Error) -> Vec<String> {
        let args = self
            .args()
            .with("name", words(error, ContextKind::InvalidSubcommand));
        let mut lines = vec![self.catalog.text(msg!("cli-error-unknown-command"), &args)];
        // clap puts the nearest last; the others would only be noise.
        let near = match error.get(ContextKind::SuggestedSubcommand) {
            Some(ContextValue::Strings(names)) => names.last().cloned().unwrap_or_default(),
            _ => words(error, ContextKind::SuggestedSubcommand),
        };
        if near.is_empty() {
            lines.push(self.values(&self.subcommands()));
        } else {
            lines.extend(self.nearest(&format!("{} {near}", self.full)));
        }
        lines
    }

    fn missing_command(&self, _: &clap::Error) -> Vec<String> {
        vec![
            self.line(msg!("cli-error-missing-command")),
            self.values(&self.subcommands()),
        ]
    }

    fn bad_value(&self, error: &clap::Error) -> Vec<String> {
        let given = words(error, ContextKind::InvalidArg);
        let value = words(error, ContextKind::InvalidValue);
        let args = Args::new().with("option", option(&given));
        let mut lines = if value.is_empty() {
            vec![self.catalog.text(msg!("cli-error-no-value"), &args)]
        } else {
            let place = if given.starts_with('-') {
                "option"
            } else {
                "argument"
            };
            let args = args.with("value", value).with("place", place);
            vec![self.catalog.text(msg!("cli-error-bad-value"), &args)]
        };
        lines.extend(self.nearest(&words(error, ContextKind::SuggestedValue)));
        let values = words(error, ContextKind::ValidValue);
        if !values.is_empty() {
            lines.push(self.values(&values));
        }
        let source = error.source();
        if let Some(error) = source.and_then(|source| source.downcast_ref::<TargetError>()) {
            lines.push(self.target(*error));
        }
        if let Some(error) = source.and_then(|source| source.downcast_ref::<NameError>()) {
            lines.push(self.line(match error {
                NameError::Characters => msg!("cli-error-name-characters"),
                NameError::Depth => msg!("cli-error-name-depth"),
            }));
        }
        lines
    }

    fn conflict(&self, error: &clap::Error) -> Vec<String> {
        let first = words(error, ContextKind::InvalidArg);
        let second = words(error, ContextKind::PriorArg);
        let args = Args::new().with("option", option(&first));
        if first == second || second.is_empty() {
            return vec![self.catalog.text(msg!("cli-error-repeated"), &args)];
        }
        let args = args.with("other", option(&second));
        vec![self.catalog.text(msg!("cli-error-conflict"), &args)]
    }

    /// What is wrong with the name of a cluster.
    fn target(&self, error: TargetError) -> String {
        match error {
            TargetError::Form => self.values(&Target::FORMS.join(", ")),
            TargetError::NameMissing(form) => {
                let args = Args::new().with("form", format!("{form}:"));
                self.catalog.text(msg!("cli-error-target-name"), &args)
            }
        }
    }

    fn env(&self, variable: &str, value: &OsStr) -> String {
        let args = Args::new()
            .with("variable", variable)
            .with("value", shown(value));
        self.catalog.text(msg!("cli-error-env"), &args)
    }

    fn values(&self, values: &str) -> String {
        self.catalog.text(
            msg!("cli-error-values"),
            &Args::new().with("values", values),
        )
    }

    fn nearest(&self, name: &str) -> Option<String> {
        let args = Args::new().with("nearest", name);
        (!name.is_empty()).then(|| self.catalog.text(msg!("cli-error-nearest"), &args))
    }

    fn args(&self) -> Args {
        Args::new().with("command", self.full.as_str())
    }

    /// A message that says no more than where it is.
    fn line(&self, id: MessageId) -> String {
        self.catalog.text(id, &self.args())
    }

    /// The commands that can follow here.
    fn subcommands(&self) -> String {
        let names = self.here.get_subcommands().map(Command::get_name);
        names.collect::<Vec<_>>().join(", ")
    }

    /// The commands that have an option which this one has not.
    fn commands_with(&self, option: &str) -> Vec<String> {
        let mut found = Vec::new();
        search(
            self.root,
            "podo",
            option.trim_start_matches("--"),
            &mut found,
        );
        found
    }
}

/// Collects the full names of the commands that have the long option `long`.
fn search(command: &Command, full: &str, long: &str, found: &mut Vec<String>) {
    let visible = |arg: &&clap::Arg| !arg.is_hide_set();
    if command
        .get_arguments()
        .filter(visible)
        .any(|arg| arg.get_long() == Some(long))
    {
        found.push(full.to_owned());
    }
    for sub in command.get_subcommands() {
        search(sub, &format!("{full} {}", sub.get_name()), long, found);
    }
}

fn full_name(commands: &[&str]) -> String {
    ["podo"]
        .iter()
        .chain(commands)
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

/// `--output` of clap's `--output <FORMAT>`; `SHELL` of `<SHELL>`, `LESSON` of `[LESSON]...`.
fn option(arg: &str) -> String {
    if arg.starts_with('-') {
        return arg.split(' ').next().unwrap_or(arg).to_owned();
    }
    let arg = arg.trim_end_matches("...");
    let bare = ["<>", "[]"].into_iter().find_map(|pair| {
        arg.strip_prefix(&pair[..1])
            .and_then(|arg| arg.strip_suffix(&pair[1..]))
    });
    bare.unwrap_or(arg).to_owned()
}

/// What clap says about one side of an error, several of them with commas between.
fn words(error: &clap::Error, kind: ContextKind) -> String {
    error
        .get(kind)
        .map(|value| shown(OsStr::new(&value.to_string())))
        .unwrap_or_default()
}

/// Words from the command line or the environment, with control characters made visible.
fn shown(text: &OsStr) -> String {
    text.to_string_lossy()
        .chars()
        .map(|c| {
            if c.is_control() {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}
