//! Text measured in terminal cells: a Hangul syllable takes two, a combining mark none.
//!
//! The unit is always the grapheme cluster, so that neither a decomposed syllable nor an emoji
//! sequence is ever cut in the middle. Strings from outside pass [`super::sanitize`] first: control
//! characters have no width that could be counted.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

#[cfg(test)]
mod tests;

/// Returns how many terminal cells `text` takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Appends spaces until `text` takes `cells` cells; a longer text stays as it is.
pub fn pad_right(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// Prepends spaces until `text` takes `cells` cells; a longer text stays as it is.
pub fn pad_left(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

/// Shortens `text` to at most `cells` cells, the last of them taken by `mark` where anything was
/// cut. Where not even the mark fits, the text is cut without it.
pub fn truncate<'a>(text: &'a str, cells: usize, mark: &str) -> Cow<'a, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let mark = if width(mark) <= cells { mark } else { "" };
    let (head, _) = split_at(text, cells - width(mark));
    Cow::Owned(format!("{head}{mark}"))
}

/// Shortens or pads `text` to exactly `cells` cells: a cell of a table.
pub fn fit(text: &str, cells: usize, mark: &str) -> String {
    pad_right(&truncate(text, cells, mark), cells)
}

/// Splits `text` behind the last grapheme cluster that ends within `cells` cells.
pub fn split_at(text: &str, cells: usize) -> (&str, &str) {
    let mut used = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > cells {
            return text.split_at(start);
        }
    }
    (text, "")
}

/// Returns the width of the widest line of `text`.
pub fn widest_line(text: &str) -> usize {
    text.lines().map(width).max().unwrap_or(0)
}
