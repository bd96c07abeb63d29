//! The long text of a finding's code: what it is, how one sees it, how one avoids it. And the list of
//! all codes.

use super::diagnosis::Style;
use super::markdown::render_markdown;
use super::theme::{Role, Theme};
use crate::explain::{is_code, rules};
use crate::i18n::{Args, Catalog};

/// The text of a code; `None` when no finding has it.
pub fn code(code: &str, style: Style<'_>) -> Option<String> {
    if !is_code(code) {
        return None;
    }
    let text = |part: &str| {
        style
            .catalog
            .text_dyn(&format!("explain-{code}-{part}"), &Args::new())
            .unwrap_or_default()
    };
    let heading = style
        .theme
        .paint(Role::Heading, format!("{code}  {}", text("title")));
    let body = render_markdown(&text("long"), style.theme, style.cells);
    Some(format!("{heading}\n\n{body}"))
}

/// All codes with their titles, a line each.
pub fn codes(catalog: &Catalog, theme: Theme) -> String {
    let all = rules::ALL.iter().map(|rule| rule.code);
    all.chain([rules::UNEXPLAINED.code])
        .map(|code| {
            let title = catalog.text_dyn(&format!("explain-{code}-title"), &Args::new());
            let code = theme.paint(Role::Name, code);
            format!("  {code}  {}\n", title.unwrap_or_default())
        })
        .collect()
}
