//! From the tree to lines that fit the width.

use super::block::{Alignment, Block, Inline, List, Style};
use super::table;
use crate::render::theme::Theme;
use crate::render::width::width;
use crate::render::wrap::{Span, wrap_spans};

/// A line ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What stands in front of it.
    pub(super) lead: Vec<Lead>,
    pub(super) body: Body,
}

/// A part of what stands in front of a line.
#[derive(Clone, Debug)]
pub(super) enum Lead {
    /// So many empty cells.
    Space(usize),
    /// The bullet of a list and a space.
    Bullet,
    /// The number of an item, set right in so many cells, with its dot and a space.
    Number { index: u64, digits: usize },
    /// The mark of a quote and a space.
    Quote,
}

impl Lead {
    fn cells(&self) -> usize {
        match self {
            Self::Space(cells) => *cells,
            Self::Bullet | Self::Quote => 2,
            Self::Number { digits, .. } => digits + 2,
        }
    }
}

/// The line itself.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A line of text; a heading's has its level.
    Text {
        heading: Option<u8>,
        spans: Vec<Inline>,
    },
    /// A line of a code block.
    Code(String),
    /// A line of a table's row: for each column its width, with a space on either side, and text.
    Row(Vec<(usize, Alignment, Vec<Inline>)>),
    /// A border of a table, with the widths of its columns.
    Border(Border, Vec<usize>),
    /// A rule across so many cells.
    Rule(usize),
    Empty,
}

/// Which border of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    Top,
    Inner,
    Bottom,
}

/// Lays blocks out in lines of at most `cells` cells.
pub(super) fn layout(blocks: &[Block], theme: Theme, cells: usize) -> Vec<Line> {
    let mut page = Page {
        lines: Vec::new(),
        theme,
        cells,
        first: None,
        rest: Vec::new(),
    };
    page.blocks(blocks, true);
    page.lines
}

struct Page {
    lines: Vec<Line>,
    theme: Theme,
    cells: usize,
    /// The lead of the next line, where it differs from those that follow.
    first: Option<Vec<Lead>>,
    /// The lead of all other lines.
    rest: Vec<Lead>,
}

impl Page {
    /// The cells between the lead and the right edge.
    fn room(&self) -> usize {
        let lead: usize = self.rest.iter().map(Lead::cells).sum();
        self.cells.saturating_sub(lead).max(1)
    }

    fn push(&mut self, body: Body) {
        let lead = self.first.take().unwrap_or_else(|| self.rest.clone());
        self.lines.push(Line { lead, body });
    }

    /// Blocks one under the other, with an empty line between them where they are `apart`.
    fn blocks(&mut self, blocks: &[Block], apart: bool) {
        for (index, block) in blocks.iter().enumerate() {
            if apart && index > 0 {
                self.push(Body::Empty);
            }
            self.block(block);
        }
        if blocks.is_empty() && self.first.is_some() {
            self.push(Body::Empty);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.text(None, text),
            Block::Code(lines) => {
                self.within(&[Lead::Space(2)], &[Lead::Space(2)], |page| {
                    for line in lines {
                        page.push(if line.is_empty() {
                            Body::Empty
                        } else {
                            Body::Code(line.clone())
                        });
                    }
                });
            }
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => {
                self.within(&[Lead::Quote], &[Lead::Quote], |page| {
                    page.blocks(blocks, true);
                });
            }
            Block::Table(table) => {
                for body in table::layout(table, self.room()) {
                    self.push(body);
                }
            }
            Block::Rule => {
                let cells = self.room();
                self.push(Body::Rule(cells));
            }
        }
    }

    /// A heading without a style of its own keeps its number signs: nothing else would tell it
    /// from a short paragraph.
    fn heading(&mut self, level: u8, text: &[Inline]) {
        if !self.theme.is_plain() {
            self.text(Some(level), text);
            return;
        }
        let sign = format!("{} ", "#".repeat(usize::from(level)));
        let hang = Lead::Space(width(&sign));
        let room = self.room().saturating_sub(width(&sign));
        let mut lines = wrap_spans(text, room, room).into_iter();
        let mut first = vec![Span::new(sign, Style::default())];
        first.extend(lines.next().unwrap_or_default());
        self.push(Body::Text {
            heading: Some(level),
            spans: first,
        });
        self.within(
            std::slice::from_ref(&hang),
            std::slice::from_ref(&hang),
            |page| {
                for spans in lines {
                    page.push(Body::Text {
                        heading: Some(level),
                        spans,
                    });
                }
            },
        );
    }

    fn text(&mut self, heading: Option<u8>, text: &[Inline]) {
        for spans in wrap_spans(text, self.room(), self.room()) {
            self.push(Body::Text { heading, spans });
        }
    }

    fn list(&mut self, list: &List) {
        let digits = list.start.map_or(0, |start| {
            let highest = start.saturating_add(list.items.len().saturating_sub(1) as u64);
            highest.to_string().len()
        });
        for (index, item) in (0..).zip(&list.items) {
            if list.loose && index > 0 {
                self.push(Body::Empty);
            }
            let lead = match list.start {
                None => Lead::Bullet,
                Some(start) => Lead::Number {
                    index: start.saturating_add(index),
                    digits,
                },
            };
            let hang = Lead::Space(lead.cells());
            self.within(&[lead], &[hang], |page| page.blocks(item, list.loose));
        }
    }

    /// Lays out `inner` behind a further lead.
    fn within(&mut self, first: &[Lead], rest: &[Lead], inner: impl FnOnce(&mut Self)) {
        let outer = self.rest.clone();
        let mut next = self.first.take().unwrap_or_else(|| outer.clone());
        next.extend_from_slice(first);
        self.first = Some(next);
        self.rest.extend_from_slice(rest);
        inner(self);
        self.rest = outer;
        self.first = None;
    }
}
