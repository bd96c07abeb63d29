//! The tree that a lesson's Markdown is lowered to: what the terminal can show, nothing else.

use crate::render::wrap::Span;

pub(super) use pulldown_cmark::Alignment;

/// How a run of text is set. Flags, because they combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
}

/// A run of harmless text; code is whole.
pub(super) type Inline = Span<Style>;

#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// The lines of a code block.
    Code(Vec<String>),
    List(List),
    Quote(Vec<Block>),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug)]
pub(super) struct List {
    /// The first number; a list without one has bullets.
    pub(super) start: Option<u64>,
    /// Whether the items are set apart by empty lines.
    pub(super) loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

/// The text of a table's cell.
pub(super) type Cell = Vec<Inline>;

#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// One per column.
    pub(super) alignments: Vec<Alignment>,
    pub(super) head: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}
