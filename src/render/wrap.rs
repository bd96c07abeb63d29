//! Wrapping at a width, in terminal cells.
//!
//! Lines break at spaces only, in Korean as in English: a Korean word keeps its particle, also
//! where the two are styled differently (`` `web` `` and 은 in one word). Only a word that is longer
//! than a whole line is cut, between grapheme clusters. A span that is marked as
//! [whole](Span::whole), such as a command, keeps its own spaces on one line as long as it fits one.

use unicode_segmentation::UnicodeSegmentation;

use super::width::{split_at, width};

#[cfg(test)]
mod tests;

/// A run of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span<S> {
    /// The text. A `\n` in it ends the line.
    pub text: String,
    /// Whatever the caller draws it with.
    pub style: S,
    /// Whether the spaces inside are no places to break at while the span fits a line.
    pub whole: bool,
}

impl<S> Span<S> {
    /// A span that breaks at its spaces.
    pub fn new(text: impl Into<String>, style: S) -> Self {
        Self {
            text: text.into(),
            style,
            whole: false,
        }
    }

    /// A span that stays on one line where that is possible.
    pub fn whole(text: impl Into<String>, style: S) -> Self {
        Self {
            text: text.into(),
            style,
            whole: true,
        }
    }
}

/// Wraps `text` into lines of at most `cells` cells. Runs of spaces become one, line ends in the
/// text are kept. An empty text has no lines.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    wrap_indented(text, cells, "", "")
}

/// Wraps `text` like [`wrap`], with `first` in front of the first line and `rest` in front of
/// every other one; both count towards `cells`.
pub fn wrap_indented(text: &str, cells: usize, first: &str, rest: &str) -> Vec<String> {
    let lines = wrap_spans(
        &[Span::new(text, ())],
        cells.saturating_sub(width(first)),
        cells.saturating_sub(width(rest)),
    );
    let plain = lines
        .iter()
        .map(|line| line.iter().map(|span| span.text.as_str()).collect());
    plain
        .enumerate()
        .map(|(index, line): (usize, String)| {
            let lead = if index == 0 { first } else { rest };
            if line.is_empty() {
                lead.trim_end().to_owned()
            } else {
                format!("{lead}{line}")
            }
        })
        .collect()
}

/// Wraps styled text: the first line may take `first` cells, all others `rest`. Neighbours of the
/// same style come back as one span.
pub fn wrap_spans<S: Clone + PartialEq>(
    spans: &[Span<S>],
    first: usize,
    rest: usize,
) -> Vec<Vec<Span<S>>> {
    let mut filler = Filler {
        lines: Vec::new(),
        line: Vec::new(),
        used: 0,
        first,
        rest,
    };
    for token in tokenize(spans) {
        match token {
            Token::LineEnd => filler.end_line(),
            Token::Word { space, pieces } => filler.place(space, &pieces),
        }
    }
    if !filler.line.is_empty() {
        filler.end_line();
    }
    filler.lines
}

/// Returns the cells of the longest word: what a column needs so that nothing is cut.
pub fn longest_word<S>(spans: &[Span<S>]) -> usize {
    let word = |token: &Token<'_, S>| match token {
        Token::Word { pieces, .. } => pieces.iter().map(|piece| width(piece.text)).sum(),
        Token::LineEnd => 0,
    };
    tokenize(spans).iter().map(word).max().unwrap_or(0)
}

/// A part of a word: text of one style.
#[derive(Clone)]
struct Piece<'a, S> {
    text: &'a str,
    style: &'a S,
}

enum Token<'a, S> {
    /// `space` is the style of the space in front of the word, if there is one.
    Word {
        space: Option<&'a S>,
        pieces: Vec<Piece<'a, S>>,
    },
    LineEnd,
}

/// Whether a line may end here. A no-break space is not among them.
fn is_break(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}')
}

fn tokenize<S>(spans: &[Span<S>]) -> Vec<Token<'_, S>> {
    let mut tokens = Vec::new();
    let mut space = None;
    let mut word: Vec<Piece<'_, S>> = Vec::new();
    for span in spans {
        let mut rest = span.text.as_str();
        while let Some(c) = rest.chars().next() {
            if c == '\n' || (is_break(c) && !span.whole) {
                if !word.is_empty() {
                    let pieces = std::mem::take(&mut word);
                    tokens.push(Token::Word {
                        space: space.take(),
                        pieces,
                    });
                }
                if c == '\n' {
                    tokens.push(Token::LineEnd);
                    space = None;
                } else {
                    space = Some(&span.style);
                }
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let end = rest.find(|c| c == '\n' || (is_break(c) && !span.whole));
            let (text, tail) = rest.split_at(end.unwrap_or(rest.len()));
            word.push(Piece {
                text,
                style: &span.style,
            });
            rest = tail;
        }
    }
    if !word.is_empty() {
        tokens.push(Token::Word {
            space,
            pieces: word,
        });
    }
    tokens
}

struct Filler<S> {
    lines: Vec<Vec<Span<S>>>,
    line: Vec<Span<S>>,
    used: usize,
    first: usize,
    rest: usize,
}

impl<S: Clone + PartialEq> Filler<S> {
    /// The cells of the line being filled.
    fn room(&self) -> usize {
        if self.lines.is_empty() {
            self.first
        } else {
            self.rest
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    fn push(&mut self, text: &str, style: &S) {
        self.used += width(text);
        match self.line.last_mut() {
            Some(last) if last.style == *style => last.text.push_str(text),
            _ => self.line.push(Span::new(text, style.clone())),
        }
    }

    fn place(&mut self, space: Option<&S>, word: &[Piece<'_, S>]) {
        let wanted: usize = word.iter().map(|piece| width(piece.text)).sum();
        let gap = usize::from(space.is_some() && self.used > 0);
        if self.used + gap + wanted > self.room() {
            let fresh = if self.used > 0 {
                self.rest
            } else {
                self.room()
            };
            if wanted > fresh && word.iter().any(|piece| piece.text.contains(is_break)) {
                self.place_parts(space, word);
                return;
            }
            if self.used > 0 {
                self.end_line();
            }
        }
        if let Some(style) = space.filter(|_| self.used > 0) {
            self.push(" ", style);
        }
        for piece in word {
            self.push_cut(piece);
        }
    }

    /// Places a word that no line can hold at the spaces that it would rather keep.
    fn place_parts(&mut self, space: Option<&S>, word: &[Piece<'_, S>]) {
        let loose: Vec<Span<S>> = word
            .iter()
            .map(|piece| Span::new(piece.text, piece.style.clone()))
            .collect();
        let mut lead = space;
        for token in tokenize(&loose) {
            if let Token::Word { space, pieces } = token {
                self.place(space.or(lead), &pieces);
                lead = None;
            }
        }
    }

    /// Appends a piece, cut between grapheme clusters where the line ends.
    fn push_cut(&mut self, piece: &Piece<'_, S>) {
        let mut text = piece.text;
        while self.used + width(text) > self.room() {
            let (mut head, mut tail) = split_at(text, self.room().saturating_sub(self.used));
            if head.is_empty() {
                if self.used > 0 {
                    self.end_line();
                    continue;
                }
                // A cluster wider than a line has to go somewhere.
                let cluster = text.graphemes(true).next().map_or(0, str::len);
                (head, tail) = text.split_at(cluster);
            }
            self.push(head, piece.style);
            text = tail;
            if text.is_empty() {
                return;
            }
            self.end_line();
        }
        self.push(text, piece.style);
    }
}
