//! Values that come from a fixed list.

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::i18n::Lang;

/// Form of the report of `podo verify`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum VerifyFormat {
    /// For people.
    #[default]
    Text,
    /// For programs, with a published schema.
    Json,
    /// For build servers.
    Junit,
}

/// Form of the report of `podo doctor`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DoctorFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Form of what `podo explain` finds in a namespace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExplainFormat {
    /// For people.
    #[default]
    Text,
    /// For programs, with a published schema.
    Json,
}

/// Form of `podo cheatsheet`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SheetFormat {
    /// For the terminal.
    #[default]
    Text,
    /// To be printed or kept.
    Markdown,
}

/// A shell that podo has completions for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// GNU Bash.
    Bash,
    /// Z shell.
    Zsh,
    /// fish.
    Fish,
}

impl Shell {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bash, Self::Zsh, Self::Fish];
}

/// clap's list of values. Written out because clap's derive would take the comments on the variants
/// for help texts, which come from the catalogue here.
macro_rules! value_enum {
    ($name:ident { $($variant:ident = $text:literal),+ }) => {
        impl ValueEnum for $name {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$variant),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(PossibleValue::new(match self {
                    $(Self::$variant => $text),+
                }))
            }
        }
    };
}

value_enum!(VerifyFormat { Text = "text", Json = "json", Junit = "junit" });
value_enum!(DoctorFormat { Text = "text", Json = "json" });
value_enum!(ExplainFormat { Text = "text", Json = "json" });
value_enum!(SheetFormat { Text = "text", Markdown = "markdown" });
value_enum!(Shell { Bash = "bash", Zsh = "zsh", Fish = "fish" });

/// Reads a language. clap stays out of `i18n`, so the list is put together here.
pub(super) fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::code)).try_map(|code| code.parse::<Lang>())
}
