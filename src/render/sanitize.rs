//! Strings from outside, made harmless: names, events, logs, stderr, answers, lesson text.
//!
//! Whatever a terminal would act on, or a reader could not see, is written out as Rust writes it
//! (`\u{1b}`, `\u{202e}`): control characters and with them every escape sequence, direction marks
//! and isolates, characters without a shape, line separators, and spaces that look like a space
//! and are none (a no-break space in a pasted manifest is an error that nobody sees). What makes up
//! a visible cluster stays: jamo, accents, emoji sequences.
//!
//! Every foreign string passes here once, where it is put into a message. The result is for
//! reading: it is not meant to be turned back.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::width::width;

#[cfg(test)]
mod tests;

/// Cells between two tab stops, as terminals have them.
const TAB_STOP: usize = 8;

/// Characters without a width that one cluster may carry. Real scripts need five or six; a stack
/// of hundreds paints over the lines above it.
const MAX_MARKS: usize = 8;

/// How a string is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy<'a> {
    block: bool,
    keep_spaces: bool,
    limit: Option<usize>,
    mark: &'a str,
}

impl<'a> Policy<'a> {
    /// One line: line ends and tabs are written out as `\n`, `\r`, `\t`.
    pub const LINE: Policy<'static> = Policy {
        block: false,
        keep_spaces: false,
        limit: None,
        mark: "…",
    };

    /// Several lines: line ends stay (`\r\n` becomes `\n`), tabs become spaces up to the next tab
    /// stop.
    pub const BLOCK: Policy<'static> = Policy {
        block: true,
        ..Policy::LINE
    };

    /// Leaves no-break and other unusual spaces alone, for text that somebody typeset.
    #[must_use]
    pub const fn keep_spaces(self) -> Self {
        Self {
            keep_spaces: true,
            ..self
        }
    }

    /// Cuts the result after `cells` terminal cells, the mark included; a line end counts as one.
    #[must_use]
    pub const fn limit(self, cells: usize) -> Self {
        Self {
            limit: Some(cells),
            ..self
        }
    }

    /// Replaces the mark `…` that stands where something was cut.
    #[must_use]
    pub const fn mark(self, mark: &'a str) -> Self {
        Self { mark, ..self }
    }
}

/// Makes `text` harmless on a single line.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, Policy::LINE)
}

/// Makes `text` harmless as a block of lines.
pub fn block(text: &str) -> Cow<'_, str> {
    clean(text, Policy::BLOCK)
}

/// Makes `text` harmless. Borrows where there is nothing to do, and reads no further than the
/// limit reaches.
pub fn clean<'a>(text: &'a str, policy: Policy<'_>) -> Cow<'a, str> {
    let fits = policy.limit.is_none_or(|cells| text.len() <= cells);
    if fits && text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = Cleaned::new(policy);
    for grapheme in text.graphemes(true) {
        if !out.push(grapheme) {
            break;
        }
    }
    Cow::Owned(out.text)
}

/// Makes a JSON text harmless that is to be printed and parsed: what can't be seen in its strings is
/// written as JSON escapes it. Elsewhere JSON has no such characters, but for line ends.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

struct Cleaned<'a> {
    text: String,
    policy: Policy<'a>,
    /// Cells in `text`.
    used: usize,
    /// Cells since the last line end.
    column: usize,
    /// How much of `text` may stay if it has to be cut.
    safe: usize,
}

impl<'a> Cleaned<'a> {
    fn new(policy: Policy<'a>) -> Self {
        Self {
            text: String::new(),
            policy,
            used: 0,
            column: 0,
            safe: 0,
        }
    }

    /// Appends one cluster; `false` where the limit is reached.
    fn push(&mut self, grapheme: &str) -> bool {
        match grapheme {
            "\n" | "\r\n" if self.policy.block => {
                self.column = 0;
                self.append("\n", 1)
            }
            "\t" if self.policy.block => {
                let cells = TAB_STOP - self.column % TAB_STOP;
                self.column += cells;
                self.append(&" ".repeat(cells), cells)
            }
            _ => {
                let shown = show(grapheme, self.policy.keep_spaces);
                let cells = width(&shown);
                self.column += cells;
                self.append(&shown, cells)
            }
        }
    }

    fn append(&mut self, shown: &str, cells: usize) -> bool {
        let mark = self.policy.mark;
        if let Some(limit) = self.policy.limit {
            if self.used + width(mark) <= limit {
                self.safe = self.text.len();
            }
            if self.used + cells > limit {
                self.text.truncate(self.safe);
                if width(mark) <= limit {
                    self.text.push_str(mark);
                }
                return false;
            }
        }
        self.text.push_str(shown);
        self.used += cells;
        true
    }
}

/// Writes out what of a cluster can't be seen.
fn show(grapheme: &str, keep_spaces: bool) -> String {
    let chars: Vec<char> = grapheme.chars().collect();
    let mut shown = String::with_capacity(grapheme.len());
    let mut marks = 0;
    for (index, &c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| chars[before]);
        marks += usize::from(before.is_some() && c.width() == Some(0));
        let hidden = is_hidden(c) && !belongs(before, c, chars.get(index + 1).copied());
        let odd = !keep_spaces && is_odd_space(c);
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if hidden || odd || marks > MAX_MARKS => shown.extend(c.escape_unicode()),
            _ => shown.push(c),
        }
    }
    shown
}

/// Whether an invisible character does its proper work here: a joiner between two visible
/// characters of one cluster, a variation selector behind the emoji that it selects.
fn belongs(before: Option<char>, c: char, after: Option<char>) -> bool {
    match (before, c) {
        (Some(_), '\u{200d}') => after.and_then(char::width).is_some_and(|cells| cells > 0),
        (Some(base), '\u{fe0e}' | '\u{fe0f}') => {
            !base.is_alphanumeric() && width(&format!("{base}\u{fe0f}")) == 2
        }
        _ => false,
    }
}

/// Controls, direction marks, and what Unicode calls default-ignorable: characters that a reader
/// can't see, and that some terminals act on.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}'                                    // soft hyphen
            | '\u{34f}'                                 // combining grapheme joiner
            | '\u{61c}'                                 // Arabic letter mark
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
            | '\u{17b4}' | '\u{17b5}'                   // Khmer inherent vowels
            | '\u{180b}'..='\u{180f}'                   // Mongolian selectors
            | '\u{200b}'..='\u{200f}'                   // zero-width space, joiners, direction
            | '\u{2028}'..='\u{202e}'                   // separators, embeddings, overrides
            | '\u{2060}'..='\u{206f}'                   // word joiner, isolates
            | '\u{fe00}'..='\u{fe0f}'                   // variation selectors
            | '\u{feff}'                                // byte-order mark
            | '\u{fff0}'..='\u{fffb}'                   // interlinear annotation
            | '\u{1bca0}'..='\u{1bca3}'                 // shorthand controls
            | '\u{1d173}'..='\u{1d17a}'                 // musical controls
            | '\u{e0000}'..='\u{e0fff}'                 // tags, more variation selectors
        )
}

/// Looks like a space, is none to YAML or a shell.
fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii() || c == '\u{2800}'
}
