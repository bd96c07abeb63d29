//! `ko.md` and `en.md`: front matter, sections by heading, code blocks.
//!
//! The text is cut at its headings and kept as it stands; drawing it is the renderer's business.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::lesson::names::is_id;
use crate::lesson::problem::{Expected, ProblemKind};
use crate::lesson::prose::{Prose, Section};
use crate::lesson::reader::{Fields, Report};
use crate::lesson::yaml::{self, Data};

/// The id of the text before the first heading.
pub(super) const INTRO: &str = "intro";

/// What makes an exercise's id the id of the section that follows it.
pub(super) const DEBRIEF: &str = "-debrief";

/// The line that begins and ends the front matter.
const FENCE: &str = "---";

/// A lesson's prose with the lines that its model has no place for.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The prose.
    pub(super) prose: Prose,
    /// The line on which each section's body begins, section by section.
    pub(super) body_lines: Vec<u32>,
    /// The line of each key of `translatedFrom`.
    pub(super) translated_lines: BTreeMap<String, u32>,
}

/// Where the parts of a file lie in it, as byte ranges.
pub(super) struct Parts<'s> {
    /// The lines between the fences; `None` where there is no front matter.
    pub(super) front: Option<&'s str>,
    /// What comes after.
    pub(super) body: &'s str,
    /// The body's first line in the file.
    pub(super) body_line: u32,
}

/// Cuts a file into front matter and body; `None` where the front matter does not end.
pub(super) fn parts(source: &str) -> Option<Parts<'_>> {
    let mut lines = source.split_inclusive('\n');
    if lines.next().is_none_or(|line| line.trim_end() != FENCE) {
        return Some(Parts {
            front: None,
            body: source,
            body_line: 1,
        });
    }
    let start = source.find('\n').map_or(source.len(), |end| end + 1);
    let mut at = start;
    for line in lines {
        if line.trim_end() == FENCE {
            let body = &source[at + line.len()..];
            let body_line = line_at(source, at + line.len());
            return Some(Parts {
                front: Some(&source[start..at]),
                body,
                body_line,
            });
        }
        at += line.len();
    }
    None
}

/// Reads one language's prose. Line ends must be `\n`.
pub(super) fn read(source: &str, report: &mut Report) -> Draft {
    let Some(parts) = parts(source) else {
        report.add(1, ProblemKind::FrontMatterOpen);
        return Draft::default();
    };
    let mut draft = Draft::default();
    front_matter(parts.front, &mut draft, report);
    sections(&parts, &mut draft, report);
    draft
}

fn front_matter(front: Option<&str>, draft: &mut Draft, report: &mut Report) {
    // One line for the fence above, so that the lines are those of the file.
    let node = match yaml::parse(&format!("\n{}", front.unwrap_or("{}"))) {
        Ok(node) => node,
        Err(broken) => return report.broken(broken),
    };
    let known = &["title", "summary", "translatedFrom"];
    let Some(fields) = Fields::read(&node, "front matter", known, report) else {
        return;
    };
    draft.prose.title = fields.required_text("title", report).unwrap_or_default();
    draft.prose.summary = fields.required_text("summary", report).unwrap_or_default();
    let Some(translated) = fields.node("translatedFrom") else {
        return;
    };
    if !matches!(translated.data, Data::Map(_)) {
        report.wrong_type(translated.line, "translatedFrom", Expected::Map);
    }
    for (key, value) in translated.entries() {
        if draft
            .translated_lines
            .insert(key.name.clone(), key.line)
            .is_some()
        {
            report.add(
                key.line,
                ProblemKind::DuplicateKey {
                    key: key.name.clone(),
                },
            );
        }
        if let Some(digest) = report.text(value, &key.name) {
            draft.prose.translated_from.insert(key.name.clone(), digest);
        }
    }
}

/// A heading that begins a section.
struct Heading {
    range: Range<usize>,
    id: Option<String>,
    title: String,
}

fn sections(parts: &Parts<'_>, draft: &mut Draft, report: &mut Report) {
    let body = parts.body;
    let headings = headings(body);
    let end = headings
        .first()
        .map_or(body.len(), |heading| heading.range.start);
    if !body[..end].trim().is_empty() {
        add(parts, INTRO.to_owned(), String::new(), 0..0, end, draft);
    }
    for (at, heading) in headings.iter().enumerate() {
        let line = parts.body_line + line_at(body, heading.range.start) - 1;
        let end = headings
            .get(at + 1)
            .map_or(body.len(), |next| next.range.start);
        let Some(id) = &heading.id else {
            report.add(
                line,
                ProblemKind::HeadingId {
                    heading: heading.title.clone(),
                },
            );
            continue;
        };
        if !is_id(id) {
            report.add(line, ProblemKind::BadId { id: id.clone() });
        }
        if draft.prose.section(id).is_some() {
            report.add(line, ProblemKind::DuplicateId { id: id.clone() });
        }
        if heading.title.trim().is_empty() {
            report.add(
                line,
                ProblemKind::EmptyText {
                    what: format!("{{#{id}}}"),
                },
            );
        }
        add(
            parts,
            id.clone(),
            heading.title.clone(),
            heading.range.clone(),
            end,
            draft,
        );
    }
}

/// Adds the section whose heading lies at `heading` and whose body ends at `end`.
fn add(
    parts: &Parts<'_>,
    id: String,
    title: String,
    heading: Range<usize>,
    end: usize,
    draft: &mut Draft,
) {
    let text = &parts.body[heading.end..end];
    let blank = text.len() - text.trim_start_matches('\n').len();
    let line = |at: usize| parts.body_line + line_at(parts.body, at) - 1;
    let body_line = line(heading.end + blank);
    draft.body_lines.push(body_line);
    draft.prose.sections.push(Section {
        id,
        title,
        body: text[blank..].trim_end().to_owned(),
        line: if heading.is_empty() {
            body_line
        } else {
            line(heading.start)
        },
    });
}

/// The headings that begin sections: those of level 2, and those of level 3 with an id. A heading
/// in a quotation or a list belongs to the text around it.
fn headings(body: &str) -> Vec<Heading> {
    let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_TABLES;
    let mut headings = Vec::new();
    let mut depth = 0_u32;
    let mut open: Option<Heading> = None;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) if depth == 0 => {
                let begins = level == HeadingLevel::H2 || level == HeadingLevel::H3 && id.is_some();
                let id = id.map(CowStr::into_string);
                open = begins.then(|| Heading {
                    range,
                    id,
                    title: String::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) if depth == 0 => headings.extend(open.take()),
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => depth -= 1,
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut open {
                    heading.title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    headings
}

/// A piece of code in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// Whether it is a block; otherwise it stands in a line of text.
    pub(super) block: bool,
    /// The word behind the fence: `yaml`.
    pub(super) language: String,
    /// The code.
    pub(super) text: String,
    /// Lines above its first, in the text.
    pub(super) line: u32,
}

/// All code in a section's body, in order.
pub(super) fn code(body: &str) -> Vec<Code> {
    let mut all: Vec<Code> = Vec::new();
    let mut inside = false;
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        let line = line_at(body, range.start) - 1;
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let (language, fence) = match kind {
                    CodeBlockKind::Fenced(language) => (language.into_string(), 1),
                    CodeBlockKind::Indented => (String::new(), 0),
                };
                inside = true;
                all.push(Code {
                    block: true,
                    language,
                    text: String::new(),
                    line: line + fence,
                });
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                if let Some(code) = all.last_mut() {
                    code.text.push_str(&text);
                }
            }
            Event::Code(text) => {
                let text = text.into_string();
                all.push(Code {
                    block: false,
                    language: String::new(),
                    text,
                    line,
                });
            }
            _ => {}
        }
    }
    all
}

/// What a text says outside code, piece by piece with the line in it, from 0. What a paragraph
/// says stays together, with a blank where code was.
pub(super) fn words_of(body: &str) -> Vec<(u32, String)> {
    let mut all: Vec<(u32, String)> = Vec::new();
    let (mut in_code, mut fresh) = (false, true);
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        let text = match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                continue;
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                continue;
            }
            Event::Text(text) if !in_code => text,
            Event::Code(_) => CowStr::Borrowed("` `"),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                fresh = true;
                continue;
            }
            _ => continue,
        };
        match all.last_mut().filter(|_| !fresh) {
            Some((_, words)) => words.push_str(&text),
            None => all.push((line_at(body, range.start) - 1, text.into_string())),
        }
        fresh = false;
    }
    all
}

/// The line of a place in a text, from 1.
fn line_at(text: &str, at: usize) -> u32 {
    let ends = text[..at].matches('\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX - 1) + 1
}

#[cfg(test)]
mod tests;
