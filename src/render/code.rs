//! The long text of a finding's code: what it is, how one sees it, how one avoids it.

use super::diagnosis::Style;
use super::markdown::render_markdown;
use super::theme::Role;
use crate::explain::is_code;
use crate::i18n::Args;

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
