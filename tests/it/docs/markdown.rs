//! The documents as Markdown: headings, code blocks, links that lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::recorded::root;

/// The documents for people, by their path from the root.
pub(super) const DOCUMENTS: &[&str] = &[
    "README.md",
    "README.ko.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "STYLE.md",
    "CHANGELOG.md",
    "lessons/README.md",
    "docs/findings.md",
    "docs/findings.ko.md",
    "docs/lessons.md",
    "docs/lessons.ko.md",
    "docs/coverage.md",
    "docs/coverage.ko.md",
    "docs/authoring.md",
    "docs/authoring.ko.md",
];

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The language it is marked with.
    pub(super) info: String,
    /// What is in it.
    pub(super) text: String,
}

/// One document, taken apart.
#[derive(Default)]
pub(super) struct Document {
    /// Headings: their level and text.
    pub(super) headings: Vec<(usize, String)>,
    /// Blocks of code.
    pub(super) blocks: Vec<Block>,
    /// Code within sentences.
    pub(super) code: Vec<String>,
    /// Where links lead.
    pub(super) links: Vec<String>,
}

impl Document {
    /// Takes the document at a path from the root apart.
    pub(super) fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut document = Self::default();
        let (mut heading, mut block) = (None, None);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    heading = Some((level as usize, String::new()));
                }
                Event::End(TagEnd::Heading(_)) => document.headings.extend(heading.take()),
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    let text = String::new();
                    block = Some(Block { info, text });
                }
                Event::End(TagEnd::CodeBlock) => document.blocks.extend(block.take()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    document.links.push(dest_url.to_string());
                }
                Event::Text(text) | Event::Code(text) if block.is_some() || heading.is_some() => {
                    if let Some(block) = &mut block {
                        block.text.push_str(&text);
                    } else if let Some((_, heading)) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::Code(code) => document.code.push(code.to_string()),
                _ => {}
            }
        }
        document
    }

    /// The anchors of the headings, as they are made where the document is shown: lower case, no
    /// punctuation, dashes for spaces.
    fn anchors(&self) -> BTreeSet<String> {
        self.headings.iter().map(|(_, text)| anchor(text)).collect()
    }
}

/// The anchor of a heading.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn links_and_anchors_lead_somewhere() {
    let mut broken = Vec::new();
    for path in DOCUMENTS {
        let document = Document::read(path);
        for link in &document.links {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = Path::new(path).parent().unwrap();
            let target = folder.join(file);
            let target = if file.is_empty() {
                *path
            } else {
                target.to_str().unwrap()
            };
            let there = root().join(target).exists();
            let anchored = || Document::read(target).anchors().contains(anchor);
            if !there || !anchor.is_empty() && !anchored() {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn documents_have_one_title_and_skip_no_level() {
    for path in DOCUMENTS {
        let headings = Document::read(path).headings;
        let titles = headings.iter().filter(|(level, _)| *level == 1).count();
        assert_eq!(titles, 1, "{path}");
        for pair in headings.windows(2) {
            assert!(pair[1].0 <= pair[0].0 + 1, "{path}: {pair:?}");
        }
    }
}

/// A mark of emphasis that follows punctuation and precedes a letter, as a Korean particle, does not
/// end the emphasis. Such marks stay in the text and are seen there.
#[test]
fn emphasis_ends_where_it_should() {
    for path in DOCUMENTS {
        let text = fs::read_to_string(root().join(path)).unwrap();
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            if let Event::Text(text) = event {
                assert!(!text.contains("**"), "{path}: {text}");
            }
        }
    }
}
