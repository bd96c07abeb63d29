//! What is generated from the command line and shipped: completion scripts and manual pages. The
//! files are in `assets/`, and a test compares them with this.

use crate::cli::{Shell, completion_script, man_pages};
use crate::i18n::Lang;

/// One generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Where it is below `assets/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// All generated files.
pub fn assets() -> Vec<Asset> {
    let scripts = [
        ("completions/podo.bash", Shell::Bash, Lang::En),
        ("completions/_podo", Shell::Zsh, Lang::En),
        ("completions/podo.fish", Shell::Fish, Lang::En),
        // Bash shows no descriptions: its script is the same in both languages.
        ("completions/ko/_podo", Shell::Zsh, Lang::Ko),
        ("completions/ko/podo.fish", Shell::Fish, Lang::Ko),
    ];
    let scripts = scripts.into_iter().map(|(path, shell, lang)| Asset {
        path: path.to_owned(),
        text: completion_script(shell, lang),
    });
    let pages = man_pages().into_iter().map(|(path, text)| Asset {
        path: format!("man/{path}"),
        text,
    });
    scripts.chain(pages).collect()
}
