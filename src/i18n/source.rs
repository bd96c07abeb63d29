//! The message files, embedded. The one list of them: a new area is a new line here.

use crate::i18n::Lang;

/// One message file of one language.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The area: the file's name without `.ftl`.
    pub area: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// Embeds `AREA.ftl` of each area for one language.
macro_rules! sources {
    ($lang:literal: $($area:literal)+) => {
        &[$(Source {
            area: $area,
            text: include_str!(concat!($lang, "/", $area, ".ftl")),
        }),+]
    };
}

/// Writes down the areas once, for both languages.
macro_rules! areas {
    ($($area:literal)+) => {
        const KO: &[Source] = sources!("ko": $($area)+);
        const EN: &[Source] = sources!("en": $($area)+);
    };
}

areas!("cli" "repl" "tutor" "check" "noun" "explain" "verify" "doctor" "lesson" "cluster" "sandbox" "progress" "cheatsheet" "health");

/// The message files of a language.
pub const fn sources(lang: Lang) -> &'static [Source] {
    match lang {
        Lang::Ko => KO,
        Lang::En => EN,
    }
}
