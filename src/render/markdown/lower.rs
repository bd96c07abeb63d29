//! From pulldown-cmark's events to the tree.
//!
//! Foreign text is made harmless here: a lesson pack is somebody else's file. Containers nested
//! deeper than [`MAX_DEPTH`] are shown without their own indentation, so that neither a narrow
//! terminal nor the stack can run out.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, Inline, List, Style, Table};
use crate::render::sanitize::{Policy, block, clean};
use crate::render::wrap::Span;

/// Containers (lists and quotes) within one another that are still drawn as such.
const MAX_DEPTH: usize = 4;

/// Lowers Markdown to blocks.
pub(super) fn lower(src: &str) -> Vec<Block> {
    let mut lowering = Lowering::default();
    for event in Parser::new_ext(src, options()) {
        lowering.event(event);
    }
    lowering.flush();
    lowering.root
}

/// The extensions that lessons use: tables, and the ids of headings.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES
}

#[derive(Default)]
struct Lowering {
    root: Vec<Block>,
    /// The containers that are open, innermost last.
    open: Vec<Container>,
    /// Starts of lists, items and quotes that were passed over because they nest too deep.
    skipped: usize,
    /// The text of the block being read.
    inlines: Vec<Inline>,
    strong: usize,
    emphasis: usize,
    /// The addresses of the links being read, with where their text begins.
    links: Vec<(String, usize)>,
    code: Option<String>,
    table: Table,
    row: Vec<Vec<Inline>>,
}

enum Container {
    List(List),
    Item { blocks: Vec<Block>, loose: bool },
    Quote(Vec<Block>),
}

impl Lowering {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => {
                let style = Style {
                    code: true,
                    ..self.style()
                };
                let text = format!("`{}`", harmless(&code));
                self.inlines.push(Span::whole(text, style));
            }
            // HTML means nothing here and is shown as it was written: `<name>` in prose is most
            // likely a placeholder.
            Event::InlineHtml(html) => self.text(&html),
            Event::Html(html) => {
                self.text(html.trim_end());
                self.raw("\n");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::SoftBreak => self.raw(" "),
            Event::HardBreak => self.raw("\n"),
            Event::Rule => {
                self.flush();
                self.push(Block::Rule);
            }
            Event::TaskListMarker(done) => self.raw(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((harmless(&dest_url), self.inlines.len()));
            }
            Tag::Paragraph => {
                self.flush();
                if let Some(Container::Item { loose, .. }) = self.open.last_mut() {
                    *loose = true;
                }
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::List(start) => {
                self.open(Container::List(List {
                    start,
                    loose: false,
                    items: Vec::new(),
                }));
            }
            Tag::Item => self.open(Container::Item {
                blocks: Vec::new(),
                loose: false,
            }),
            Tag::BlockQuote(_) => self.open(Container::Quote(Vec::new())),
            Tag::Table(alignments) => {
                self.flush();
                self.table = Table {
                    alignments,
                    ..Table::default()
                };
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.inlines);
                self.push(Block::Heading {
                    level: level as u8,
                    text,
                });
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.push(Block::Code(
                    block(&code).lines().map(str::to_owned).collect(),
                ));
            }
            TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) => self.close(),
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.inlines)),
            TagEnd::TableHead => self.table.head = std::mem::take(&mut self.row),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.push(Block::Table(table));
            }
            _ => self.flush(),
        }
    }

    fn style(&self) -> Style {
        Style {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            code: false,
        }
    }

    fn text(&mut self, text: &str) {
        self.raw(&harmless(text));
    }

    fn raw(&mut self, text: &str) {
        self.inlines.push(Span::new(text, self.style()));
    }

    /// Adds the address behind a link's text, unless the text is the address.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let text: String = self.inlines[start..]
            .iter()
            .map(|span| span.text.as_str())
            .collect();
        if address.is_empty() || address.strip_prefix("mailto:").unwrap_or(&address) == text {
            return;
        }
        let gap = if text.is_empty() { "" } else { " " };
        self.raw(&format!("{gap}<{address}>"));
    }

    fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.root.push(block),
            Some(Container::Item { blocks, .. } | Container::Quote(blocks)) => blocks.push(block),
            // A list holds items only.
            Some(Container::List(list)) => list.items.push(vec![block]),
        }
    }

    /// Ends a paragraph that has no tag of its own: the text of a tight list's item.
    fn flush(&mut self) {
        if self.inlines.iter().any(|span| !span.text.trim().is_empty()) {
            let text = std::mem::take(&mut self.inlines);
            self.push(Block::Paragraph(text));
        }
        self.inlines.clear();
    }

    fn open(&mut self, container: Container) {
        self.flush();
        let is_item = matches!(container, Container::Item { .. });
        let drawn = |open: &&Container| !matches!(open, Container::Item { .. });
        let depth = self.open.iter().filter(drawn).count();
        if self.skipped > 0 || (!is_item && depth >= MAX_DEPTH) {
            self.skipped += 1;
        } else {
            self.open.push(container);
        }
    }

    fn close(&mut self) {
        self.flush();
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.open.pop() {
            Some(Container::List(list)) => self.push(Block::List(list)),
            Some(Container::Quote(blocks)) => self.push(Block::Quote(blocks)),
            Some(Container::Item { blocks, loose }) => {
                if let Some(Container::List(list)) = self.open.last_mut() {
                    list.loose |= loose;
                    list.items.push(blocks);
                }
            }
            None => {}
        }
    }
}

/// Text as it may be shown. The author's no-break spaces are meant.
fn harmless(text: &str) -> String {
    clean(text, Policy::LINE.keep_spaces()).into_owned()
}
