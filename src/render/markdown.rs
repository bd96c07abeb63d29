//! Lesson text on the terminal.
//!
//! pulldown-cmark is the only parser (`lower`); its events become a small tree (`block`), the
//! tree becomes lines that fit the width (`layout`), and termimad draws these (`draw`) with a
//! skin made from the theme.
//!
//! termimad is not asked to wrap. It cuts between differently styled parts of a word, so that a
//! particle parts from the `` `name` `` in front of it, and it measures with an older table of
//! character widths, one character at a time. It gets finished lines, with the cells they take.
//!
//! What the subset leaves out is still shown, as text, and reported by [`problems`].

mod block;
mod draw;
mod layout;
mod lower;
mod problem;
mod table;

#[cfg(test)]
mod tests;

pub use problem::{Problem, problems};

use super::theme::Theme;

/// Renders Markdown as lines of at most `cells` terminal cells, each ended by `\n`. Lines of code
/// blocks are never wrapped and may be longer.
pub fn render_markdown(src: &str, theme: Theme, cells: usize) -> String {
    let blocks = lower::lower(src);
    let lines = layout::layout(&blocks, theme, cells);
    draw::draw(&lines, theme)
}
