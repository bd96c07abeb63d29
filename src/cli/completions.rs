//! Completion scripts.

use clap_complete::{Shell as ClapShell, generate};

use crate::cli::{Shell, text};
use crate::i18n::{Catalog, Lang};

/// The completion script of a shell; zsh and fish show descriptions, in this language.
pub fn script(shell: Shell, lang: Lang) -> String {
    let shell = match shell {
        Shell::Bash => ClapShell::Bash,
        Shell::Zsh => ClapShell::Zsh,
        Shell::Fish => ClapShell::Fish,
    };
    let mut command = text::bare(&Catalog::new(lang));
    let mut script = Vec::new();
    generate(shell, &mut command, "podo", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
