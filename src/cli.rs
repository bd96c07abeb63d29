//! The command line: what can be typed, as types. No behaviour but [`parse()`].
//!
//! The comments on the fields are the English help; `src/i18n/{ko,en}/cli.ftl` holds what is shown,
//! in both languages, and a test keeps the two together. clap does the parsing; all that it would
//! say itself (help, headings, errors) is said through the catalogue.

mod assets;
mod completions;
mod error;
mod man;
mod parse;
mod selection;
#[cfg(test)]
mod tests;
mod text;
mod value;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};

use crate::i18n::Lang;

pub use crate::cluster::target::{Target, TargetError};
pub use assets::{Asset, assets};
pub use completions::script as completion_script;
pub use man::{page as man_page, pages as man_pages};
pub use parse::{CliExit, Env, Stream, parse};
pub use selection::{LessonName, NameError, Selection};
pub use text::command;
pub use value::{DoctorFormat, ExplainFormat, SheetFormat, Shell, VerifyFormat};

/// Learn Kubernetes in the terminal, on a cluster that is really there
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(
    name = "podo",
    bin_name = "podo",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// The language that everything is said in, chosen from `--lang`, the environment and the
    /// saved setting.
    #[clap(skip)]
    pub language: Lang,

    /// Open the tutor at this lesson or exercise
    #[arg(long, value_name = "LESSON[/EXERCISE]")]
    pub lesson: Option<Selection>,

    /// What goes with every command.
    #[command(flatten)]
    pub global: GlobalArgs,

    /// The command; without one the tutor opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The options that go with every command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct GlobalArgs {
    /// Language of everything podo says
    #[arg(long, global = true, value_name = "LANG", value_parser = value::lang())]
    pub lang: Option<Lang>,

    #[expect(
        rustdoc::broken_intra_doc_links,
        reason = "the brackets are the help's own"
    )]
    /// Cluster to practise on: auto, sandbox, minikube[:PROFILE] or context:NAME
    #[arg(long, global = true, value_name = "TARGET")]
    pub cluster: Option<Target>,

    /// Namespace to practise in, to explain or to save; podo neither creates nor deletes it
    #[arg(short, long, global = true, value_name = "NAME", value_parser = selection::name)]
    pub namespace: Option<String>,

    /// Folder of a lesson pack to use instead of podo's own
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub lessons: Option<PathBuf>,

    /// Text only: no colours, no drawn lines
    #[arg(long, global = true)]
    pub plain: bool,

    /// Answer yes to every question, for scripts
    #[arg(long, global = true)]
    pub yes: bool,
}

/// The commands. Without one the tutor opens.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Check exercises against the cluster and report the verdicts
    Verify(VerifyArgs),
    /// List lessons, or make and prove your own
    #[command(arg_required_else_help = false)]
    Lesson {
        /// What to do with lessons.
        #[command(subcommand)]
        command: LessonCommand,
    },
    /// Show what is there on this machine, and what is missing for what
    Doctor(DoctorArgs),
    /// Explain a finding, or what is wrong in a namespace or a saved state
    Explain(ExplainArgs),
    /// Open the tutor at a lesson's last exercise: whoever passes it may leave out the rest
    Skip(SkipArgs),
    /// Open the tutor at what was passed longest ago, to do it once more
    Review(ReviewArgs),
    /// Look up a word of the course, or list them all
    Glossary(GlossaryArgs),
    /// Print the commands that you have used so far, and what each does
    Cheatsheet(CheatsheetArgs),
    /// Open your own shell on the practice cluster of the lesson worked on last
    Shell,
    /// Print what podo sees of the lesson, or of any namespace, as JSON
    Snapshot,
    /// Run the embedded sandbox for any tool, or look after its state
    Sandbox(SandboxArgs),
    /// Print the completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

/// `podo verify`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct VerifyArgs {
    /// Lessons or exercises to check; without any, the whole course
    #[arg(value_name = "LESSON[/EXERCISE]")]
    pub exercises: Vec<Selection>,

    /// Form of the report
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output: VerifyFormat,

    /// Leave out verdicts that can only come from the record
    #[arg(long)]
    pub live_only: bool,
}

/// `podo lesson …`.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum LessonCommand {
    /// List the lessons and their exercises
    List,
    /// Prove lessons: each start fails, each solution passes, each known mistake is explained
    Check(LessonCheckArgs),
    /// Make the skeleton of a new lesson
    New(LessonNewArgs),
    /// Note which version of the other language each section was translated from
    Stamp(LessonStampArgs),
}

/// `podo lesson check`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct LessonCheckArgs {
    /// Lessons to prove
    #[arg(value_name = "LESSON", conflicts_with = "all")]
    pub names: Vec<LessonName>,

    /// Only read the files, without a cluster
    #[arg(long = "static", action = ArgAction::SetTrue)]
    pub static_only: bool,

    /// Prove every lesson of the pack, and say what the course still owes
    #[arg(long)]
    pub all: bool,

    /// Also run the commands that the findings suggest, and say what became of each
    #[arg(long, conflicts_with = "static_only")]
    pub repairs: bool,

    /// Folder for recordings of what the cluster showed
    #[arg(long, hide = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    #[arg(conflicts_with = "static_only")]
    pub record: Option<PathBuf>,
}

/// `podo lesson new`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct LessonNewArgs {
    /// Name of the lesson: lower-case letters, digits and dashes
    #[arg(value_name = "NAME")]
    pub name: LessonName,

    /// Folder to make it in; without it, the current one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// `podo lesson stamp`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct LessonStampArgs {
    /// Lessons to stamp; without any, all of them
    #[arg(value_name = "LESSON")]
    pub names: Vec<LessonName>,
}

/// `podo doctor`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct DoctorArgs {
    /// Form of the report
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output: DoctorFormat,
}

/// `podo explain`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ExplainArgs {
    /// Code of the finding, such as P01; without it, all codes are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,

    /// File or folder to explain in place of a cluster: of podo snapshot, kubectl get -o json or
    /// kubectl cluster-info dump; - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath, conflicts_with = "code")]
    pub from: Vec<PathBuf>,

    /// Form of what is found in a namespace
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output: ExplainFormat,
}

/// `podo skip`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SkipArgs {
    /// Lesson to skip
    #[arg(value_name = "LESSON")]
    pub name: LessonName,
}

/// `podo review`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ReviewArgs {
    /// Lesson or exercise to review; without it, what was passed longest ago
    #[arg(value_name = "LESSON[/EXERCISE]")]
    pub exercise: Option<Selection>,
}

/// `podo glossary`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct GlossaryArgs {
    /// Word in either language, or kubectl's short name for it; without it, all words are listed
    #[arg(value_name = "TERM")]
    pub term: Vec<String>,
}

/// `podo cheatsheet`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CheatsheetArgs {
    /// Form of the sheet
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output: SheetFormat,
}

/// `podo sandbox`: without a command of its own it serves until Ctrl-C.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SandboxArgs {
    /// How many Nodes it has; one that has more keeps them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub nodes: u8,

    /// What to do with its state; without one, it runs.
    #[command(subcommand)]
    pub command: Option<SandboxCommand>,
}

/// `podo sandbox …`.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SandboxCommand {
    /// Show whether it runs, where, and what is in it
    Status,
    /// Save what is in it under a name
    Save(SavedArgs),
    /// Replace what is in it by a saved state
    Load(SavedArgs),
    /// Delete a saved state
    Delete(SavedArgs),
    /// Delete everything in it
    Reset,
}

/// The name of a saved state.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SavedArgs {
    /// Name of the saved state: lower-case letters, digits and dashes
    #[arg(value_name = "NAME", value_parser = selection::name)]
    pub name: String,
}

/// `podo completions`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct CompletionsArgs {
    /// Shell that the script is for
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// `podo man`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ManArgs {
    /// Write the pages of both languages into this folder instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}
