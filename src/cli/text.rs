//! clap's command tree with all its texts in one language.
//!
//! clap has no translations of its own, so every text that it would make up is either replaced
//! (headings, usage) or switched off and written into the help instead (defaults, possible values).
//!
//! Message ids follow the tree: `cli-about`, `cli-arg-lang`, `cli-verify-about`,
//! `cli-verify-arg-output`, `cli-lesson-check-arg-names`.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::cli::Cli;
use crate::i18n::{Args, Catalog, Lang, MessageId};
use crate::msg;

/// Widest help, in terminal cells; lines longer than this are hard to read.
const MAX_WIDTH: usize = 100;

/// Stands for the spaces inside a note, so that clap breaks no line there; an ordinary space again
/// before anybody sees it.
pub(super) const HARD_SPACE: &str = "\u{a0}";

/// The options that an environment variable stands in for: the option's id and the variable.
pub(super) const ENVIRONMENT: [(&str, &str); 3] = [
    ("lang", "PODO_LANG"),
    ("cluster", "PODO_CLUSTER"),
    ("lessons", "PODO_LESSONS"),
];

/// The whole command line in one language, as `--help` shows it.
pub fn command(lang: Lang) -> Command {
    let catalog = Catalog::new(lang);
    let command = Translator {
        catalog: &catalog,
        notes: true,
    }
    .tree();
    // Usage lines exist only in a finished tree, and a finished tree cannot be changed any more.
    let mut finished = command.clone();
    finished.build();
    usage(command, &mut finished, &catalog).max_term_width(MAX_WIDTH)
}

/// The same without what only the help screen shows, for completions and the manual page.
pub(super) fn bare(catalog: &Catalog) -> Command {
    let mut command = Translator {
        catalog,
        notes: false,
    }
    .tree();
    command.build();
    command
}

/// Puts the usage lines into a tree, with the placeholder for options in the catalogue's language.
fn usage(command: Command, finished: &mut Command, catalog: &Catalog) -> Command {
    let line = usage_line(finished, catalog);
    command.override_usage(line).mut_subcommands(|sub| {
        let finished = finished
            .find_subcommand_mut(sub.get_name())
            .expect("the finished tree is a copy of this one");
        usage(sub, finished, catalog)
    })
}

/// The usage line of a finished command: `podo verify [OPTIONS] …`.
pub(super) fn usage_line(finished: &mut Command, catalog: &Catalog) -> String {
    let options = catalog.plain(msg!("cli-placeholder-options"));
    let line = finished.render_usage().to_string();
    line.trim_start_matches("Usage: ")
        .replace("[OPTIONS]", &options)
}

/// Names of the message ids of a command below `prefix`.
pub(super) fn below(prefix: &str, name: &str) -> String {
    format!("{prefix}-{}", name.replace('_', "-"))
}

/// The id of an argument's help: an option that goes with every command has one text everywhere.
pub(super) fn arg_id(prefix: &str, arg: &Arg) -> String {
    let prefix = if arg.is_global_set() { "cli" } else { prefix };
    below(&format!("{prefix}-arg"), arg.get_id().as_str())
}

/// Goes through the tree and replaces its texts.
struct Translator<'a> {
    catalog: &'a Catalog,
    /// Whether the help of an argument ends with its possible values, default and variable.
    notes: bool,
}

impl Translator<'_> {
    fn tree(&self) -> Command {
        let help = Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .global(true);
        let version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version);
        self.command(Cli::command().arg(help).arg(version), "cli")
    }

    fn command(&self, command: Command, prefix: &str) -> Command {
        let heading = self.catalog.plain(msg!("cli-heading-usage"));
        // Few commands have more to say than what they do and take.
        let after = self
            .catalog
            .text_dyn(&format!("{prefix}-after-help"), &Args::new());
        command
            .after_help(after.unwrap_or_default())
            .about(self.dynamic(&format!("{prefix}-about")))
            .help_template(format!(
                "{{about-with-newline}}\n{heading}: {{usage}}\n\n{{all-args}}{{after-help}}"
            ))
            .subcommand_help_heading(self.catalog.plain(msg!("cli-heading-commands")))
            .subcommand_value_name(self.catalog.plain(msg!("cli-placeholder-command")))
            .mut_args(|arg| self.arg(arg, prefix))
            .mut_subcommands(|sub| {
                let prefix = below(prefix, sub.get_name());
                self.command(sub, &prefix)
            })
    }

    fn arg(&self, arg: Arg, prefix: &str) -> Arg {
        let help = self.help(&arg, prefix);
        let heading = self.catalog.plain(heading(&arg));
        let takes_values = arg.get_action().takes_values();
        let arg = arg.help(help).help_heading(heading);
        // clap has no such settings on flags.
        if takes_values {
            arg.hide_possible_values(true).hide_default_value(true)
        } else {
            arg
        }
    }

    fn help(&self, arg: &Arg, prefix: &str) -> StyledStr {
        let mut help = self.dynamic(&arg_id(prefix, arg));
        if self.notes {
            for note in notes(arg, self.catalog) {
                help.push(' ');
                help.push_str(&note.replace(' ', HARD_SPACE));
            }
        }
        help.into()
    }

    fn dynamic(&self, id: &str) -> String {
        let text = self.catalog.text_dyn(id, &Args::new());
        debug_assert!(
            text.is_some(),
            "no message `{id}` in {}",
            self.catalog.lang()
        );
        text.unwrap_or_default()
    }
}

/// The heading an argument stands under.
fn heading(arg: &Arg) -> MessageId {
    if arg.is_positional() {
        msg!("cli-heading-arguments")
    } else if arg.is_global_set() {
        msg!("cli-heading-global-options")
    } else {
        msg!("cli-heading-options")
    }
}

/// What is said behind an argument's help: its values, its default, its environment variable.
pub(super) fn notes(arg: &Arg, catalog: &Catalog) -> Vec<String> {
    let mut notes = Vec::new();
    // clap gives flags the values `true` and `false`, which nobody types.
    if !arg.get_action().takes_values() {
        return notes;
    }
    let values = arg.get_possible_values();
    if !values.is_empty() {
        let values = values.iter().map(clap::builder::PossibleValue::get_name);
        let args = Args::new().with("values", values.collect::<Vec<_>>().join(", "));
        notes.push(catalog.text(msg!("cli-note-values"), &args));
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if !defaults.is_empty() {
        let args = Args::new().with("value", defaults.join(" "));
        notes.push(catalog.text(msg!("cli-note-default"), &args));
    }
    if let Some((_, variable)) = ENVIRONMENT.iter().find(|(id, _)| arg.get_id() == id) {
        let args = Args::new().with("variable", *variable);
        notes.push(catalog.text(msg!("cli-note-env"), &args));
    }
    notes
}
