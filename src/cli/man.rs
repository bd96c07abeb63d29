//! The manual page, one per language, with all commands on it.
//!
//! Written with the roff of `clap_mangen`, whose own pages have English headings and are one file
//! per command.

use clap::{Arg, Command};
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use crate::cli::text;
use crate::exit_code::ExitCode;
use crate::i18n::{Args, Catalog, Lang, MessageId};
use crate::msg;

/// The manual pages of both languages by their path below a folder of manual pages.
pub fn pages() -> [(&'static str, String); 2] {
    [("podo.1", page(Lang::En)), ("ko/podo.1", page(Lang::Ko))]
}

/// The manual page in one language, as roff.
pub fn page(lang: Lang) -> String {
    let catalog = Catalog::new(lang);
    let root = text::bare(&catalog);
    let mut page = Page {
        roff: Roff::new(),
        catalog: &catalog,
    };
    page.write(root);
    page.roff.render()
}

/// A page that is being written.
struct Page<'a> {
    roff: Roff,
    catalog: &'a Catalog,
}

impl Page<'_> {
    fn write(&mut self, mut root: Command) {
        let version = root.get_version().unwrap_or_default().to_owned();
        // An empty argument has to be written as such, or the ones behind it move up.
        self.roff
            .control("TH", ["podo", "1", "\"\"", &format!("podo {version}")]);
        self.section(msg!("cli-man-name"));
        self.roff.text([roman(format!("podo - {}", about(&root)))]);
        self.section(msg!("cli-man-synopsis"));
        let usage = text::usage_line(&mut root, self.catalog);
        self.roff.text(usage_inlines("podo", &usage));
        self.section(msg!("cli-man-description"));
        self.lines(&self.catalog.plain(msg!("cli-man-about-podo")));
        self.section(msg!("cli-heading-options"));
        let options: Vec<_> = visible(&root)
            .into_iter()
            .filter(|arg| !arg.is_global_set())
            .collect();
        self.arguments(&options);
        self.section(msg!("cli-heading-global-options"));
        let global: Vec<_> = visible(&root)
            .into_iter()
            .filter(|arg| arg.is_global_set())
            .collect();
        self.arguments(&global);
        self.section(msg!("cli-heading-commands"));
        self.commands(&mut root, "podo");
        self.environment();
        self.exit_codes();
    }

    /// The commands below `command` that do something, each with its own arguments.
    fn commands(&mut self, command: &mut Command, full: &str) {
        for sub in command.get_subcommands_mut() {
            let full = format!("{full} {}", sub.get_name());
            if sub.is_subcommand_required_set() {
                self.commands(sub, &full);
                continue;
            }
            self.roff.control("SS", [full.as_str()]);
            let usage = text::usage_line(sub, self.catalog);
            self.roff.text(usage_inlines(&full, &usage));
            self.roff.control("PP", []);
            self.roff.text([roman(about(sub))]);
            let own: Vec<_> = visible(sub)
                .into_iter()
                .filter(|arg| !arg.is_global_set())
                .collect();
            self.arguments(&own);
            self.commands(sub, &full);
        }
    }

    fn arguments(&mut self, args: &[&Arg]) {
        for arg in args {
            self.roff.control("TP", []);
            self.roff.text(header(arg));
            let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            for note in text::notes(arg, self.catalog) {
                help.push(' ');
                help.push_str(&note);
            }
            self.roff.text([roman(help)]);
        }
    }

    fn environment(&mut self) {
        self.section(msg!("cli-man-environment"));
        for (option, variable) in text::ENVIRONMENT {
            let args = Args::new().with("option", format!("--{option}"));
            let help = self.catalog.text(msg!("cli-man-environment-same"), &args);
            self.entry(variable, &help);
        }
        let locale = self.catalog.plain(msg!("cli-man-environment-locale"));
        self.entry("LC_ALL, LC_MESSAGES, LANG", &locale);
    }

    fn exit_codes(&mut self) {
        self.section(msg!("cli-man-exit-codes"));
        for code in ExitCode::ALL {
            let help = self.catalog.plain(exit_code_text(code));
            self.entry(&code.code().to_string(), &help);
        }
    }

    fn section(&mut self, title: MessageId) {
        let title = self.catalog.plain(title).to_uppercase();
        self.roff.control("SH", [title.as_str()]);
    }

    fn entry(&mut self, name: &str, help: &str) {
        self.roff.control("TP", []);
        self.roff.text([bold(name)]);
        self.roff.text([roman(help)]);
    }

    /// Paragraphs, divided by empty lines.
    fn lines(&mut self, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.roff.control("PP", []);
            } else {
                self.roff.text([roman(line)]);
            }
        }
    }
}

/// What an exit code means.
fn exit_code_text(code: ExitCode) -> MessageId {
    match code {
        ExitCode::Success => msg!("cli-exit-success"),
        ExitCode::NotSolved => msg!("cli-exit-not-solved"),
        ExitCode::Usage => msg!("cli-exit-usage"),
        ExitCode::Environment => msg!("cli-exit-environment"),
        ExitCode::Internal => msg!("cli-exit-internal"),
        ExitCode::Interrupted => msg!("cli-exit-interrupted"),
    }
}

fn about(command: &Command) -> String {
    command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn visible(command: &Command) -> Vec<&Arg> {
    command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set())
        .collect()
}

/// A usage line with the command's name in bold.
fn usage_inlines(name: &str, usage: &str) -> Vec<Inline> {
    let rest = usage.strip_prefix(name).unwrap_or(usage);
    vec![bold(name), roman(rest)]
}

/// `-o, --output FORMAT`, or the name of an argument.
fn header(arg: &Arg) -> Vec<Inline> {
    let names: Vec<_> = arg
        .get_short()
        .map(|short| format!("-{short}"))
        .into_iter()
        .chain(arg.get_long().map(|long| format!("--{long}")))
        .collect();
    let mut header = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            header.push(roman(", "));
        }
        header.push(bold(name));
    }
    if arg.get_action().takes_values() {
        if !header.is_empty() {
            header.push(roman(" "));
        }
        let values = arg.get_value_names().unwrap_or_default();
        header.push(italic(values.join(" ")));
    }
    header
}
