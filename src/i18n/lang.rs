//! The two languages, and which of them is spoken.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language podo speaks.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Korean.
    Ko,
    /// English, the language where nothing asks for another.
    #[default]
    En,
}

/// Where a language may be asked for, strongest first. An empty string counts as absent, as it
/// does for the locale variables of POSIX.
#[derive(Debug, Clone, Copy, Default)]
pub struct LangSources<'a> {
    /// The value of `--lang`.
    pub flag: Option<&'a str>,
    /// The environment variable `PODO_LANG`.
    pub podo_lang: Option<&'a str>,
    /// What the learner chose earlier.
    pub saved: Option<&'a str>,
    /// The environment variable `LC_ALL`.
    pub lc_all: Option<&'a str>,
    /// The environment variable `LC_MESSAGES`.
    pub lc_messages: Option<&'a str>,
    /// The environment variable `LANG`.
    pub lang: Option<&'a str>,
}

/// A name that is no language of podo's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language podo speaks (ko, en)")]
pub struct UnknownLang(pub String);

impl Lang {
    /// Both languages, Korean first.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The two-letter code: `ko`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The language to speak: `--lang`, `PODO_LANG`, the saved choice, the locale, English.
    ///
    /// A choice that names no language is passed over; whoever parses the option reports it, and
    /// needs a language to do so. Of the locale variables the first that is set decides alone, so
    /// that `LC_ALL=C` means English whatever `LANG` says.
    pub fn choose(sources: &LangSources<'_>) -> Self {
        [sources.flag, sources.podo_lang, sources.saved]
            .into_iter()
            .flatten()
            .find_map(|choice| choice.parse().ok())
            .or_else(|| {
                [sources.lc_all, sources.lc_messages, sources.lang]
                    .into_iter()
                    .flatten()
                    .find(|locale| !locale.is_empty())
                    .and_then(Self::from_locale)
            })
            .unwrap_or_default()
    }

    /// The language of a POSIX locale name such as `ko_KR.UTF-8`.
    fn from_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '-', '.', '@']).next()?;
        language.to_ascii_lowercase().parse().ok()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code() == text)
            .ok_or_else(|| UnknownLang(text.to_owned()))
    }
}
