//! What a lesson may not contain: constructs that the terminal can't show, or that would not come
//! out as their author meant.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::lower::options;

/// Lists within one another that a lesson may use.
const MAX_LISTS: usize = 2;

/// A construct outside the Markdown that lessons may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// A tag, or something in angle brackets that reads as one.
    Html,
    /// An image.
    Image,
    /// A footnote's definition.
    Footnote,
    /// A list within a list within a list.
    DeepList,
    /// A block quote within another.
    DeepQuote,
    /// A heading of this level; only 2 and 3 are used.
    HeadingLevel(u8),
    /// A heading or a table inside a list or a block quote.
    Misplaced,
    /// A code block by indentation; only fenced ones are used.
    IndentedCode,
    /// A rule between paragraphs.
    Rule,
    /// Text struck through.
    Strikethrough,
    /// A list with boxes to tick.
    TaskList,
    /// A `*` that was meant to emphasise and does not, because punctuation stands between it and a
    /// letter: `**파드(Pod)**는` is shown with its stars.
    StrayEmphasis,
}

impl Problem {
    /// The construct's name, as `lesson-problem-markdown` knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Image => "image",
            Self::Footnote => "footnote",
            Self::DeepList => "deep-list",
            Self::DeepQuote => "deep-quote",
            Self::HeadingLevel(_) => "heading-level",
            Self::Misplaced => "misplaced",
            Self::IndentedCode => "indented-code",
            Self::Rule => "rule",
            Self::Strikethrough => "strikethrough",
            Self::TaskList => "task-list",
            Self::StrayEmphasis => "stray-emphasis",
        }
    }
}

/// Reports every construct outside the subset with its line, counted from 1, in the order of the
/// text.
pub fn problems(src: &str) -> Vec<(usize, Problem)> {
    // The extensions are on so that they are seen; rendering takes them for text.
    let wider = options()
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let lines = Lines::new(src);
    let mut lint = Lint {
        src,
        ..Lint::default()
    };
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(src, wider).into_offset_iter() {
        let start = range.start;
        if let Some(problem) = lint.event(&event, range) {
            found.push((lines.line(lint.at.take().unwrap_or(start)), problem));
        }
    }
    found.dedup();
    found
}

#[derive(Default)]
struct Lint<'a> {
    src: &'a str,
    lists: usize,
    quotes: usize,
    code: bool,
    /// Where exactly the problem is, if not where the event begins.
    at: Option<usize>,
}

impl Lint<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) -> Option<Problem> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => {
                self.end(*end);
                None
            }
            Event::InlineHtml(_) => Some(Problem::Html),
            Event::FootnoteReference(_) => Some(Problem::Footnote),
            Event::TaskListMarker(_) => Some(Problem::TaskList),
            Event::Rule => Some(Problem::Rule),
            Event::Text(_) if !self.code => {
                self.at = stray_star(self.src, range);
                self.at.map(|_| Problem::StrayEmphasis)
            }
            _ => None,
        }
    }

    fn start(&mut self, tag: &Tag<'_>) -> Option<Problem> {
        let nested = self.lists + self.quotes > 0;
        match tag {
            Tag::HtmlBlock => Some(Problem::Html),
            Tag::Image { .. } => Some(Problem::Image),
            Tag::FootnoteDefinition(_) => Some(Problem::Footnote),
            Tag::Strikethrough => Some(Problem::Strikethrough),
            Tag::Heading {
                level: HeadingLevel::H2 | HeadingLevel::H3,
                ..
            }
            | Tag::Table(_) => nested.then_some(Problem::Misplaced),
            Tag::Heading { level, .. } => Some(Problem::HeadingLevel(*level as u8)),
            Tag::CodeBlock(kind) => {
                self.code = true;
                matches!(kind, CodeBlockKind::Indented).then_some(Problem::IndentedCode)
            }
            Tag::List(_) => {
                self.lists += 1;
                (self.lists > MAX_LISTS).then_some(Problem::DeepList)
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                (self.quotes > 1).then_some(Problem::DeepQuote)
            }
            _ => None,
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::CodeBlock => self.code = false,
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
    }
}

/// Finds a star in a piece of text that touches a word and is not escaped. One with spaces around
/// it is a sign of multiplication.
fn stray_star(src: &str, range: Range<usize>) -> Option<usize> {
    let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '*');
    src[range.clone()]
        .match_indices('*')
        .map(|(offset, _)| range.start + offset)
        .find(|&at| {
            let before = src[..at].trim_end_matches('*').chars().next_back();
            let after = src[at..].trim_start_matches('*').chars().next();
            before != Some('\\') && (touches(before) || touches(after))
        })
}

/// Byte offsets of line starts.
struct Lines(Vec<usize>);

impl Lines {
    fn new(src: &str) -> Self {
        let ends = src.match_indices('\n').map(|(end, _)| end + 1);
        Self(std::iter::once(0).chain(ends).collect())
    }

    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|&start| start <= offset)
    }
}
