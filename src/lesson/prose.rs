//! A lesson's prose in one language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// `ko.md` or `en.md`, read.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The lesson's title.
    pub title: String,
    /// One sentence about the lesson.
    pub summary: String,
    /// Section id to the digest of what it was translated from.
    pub translated_from: BTreeMap<String, String>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

impl Prose {
    /// The introduction and reading sections that stand directly before an exercise's section.
    pub fn leading_to(&self, exercise: &str) -> &[Section] {
        let end = self
            .sections
            .iter()
            .position(|section| section.id == exercise)
            .unwrap_or(0);
        let before = &self.sections[..end];
        let start = before
            .iter()
            .rposition(|section| section.id.ends_with("-debrief"))
            .map_or(0, |last| last + 1);
        &before[start..]
    }

    /// The section of that id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The title of an exercise; its id where it has none.
    pub fn exercise_title<'a>(&'a self, exercise: &'a str) -> &'a str {
        self.section(exercise)
            .map_or(exercise, |section| section.title.as_str())
    }
}

/// A piece of prose under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// `intro`, an exercise's id, that id with `-debrief`, or another.
    pub id: String,
    /// The heading's text; empty for the introduction.
    pub title: String,
    /// The Markdown below the heading.
    pub body: String,
    /// The heading's line in the file, from 1.
    pub line: u32,
}

/// Bytes of SHA-256 that a digest shows: enough to notice every change, short enough to read.
const DIGEST_BYTES: usize = 6;

impl Section {
    /// Names what the body says: the first twelve hexadecimal digits of the SHA-256 of its lines.
    /// White space at the ends of lines and of the body does not count.
    pub fn digest(&self) -> String {
        let lines: Vec<&str> = self.body.trim().lines().map(str::trim_end).collect();
        let sum = Sha256::digest(lines.join("\n"));
        sum.iter()
            .take(DIGEST_BYTES)
            .fold(String::new(), |mut digest, byte| {
                // Writing to a `String` does not fail.
                let _ = write!(digest, "{byte:02x}");
                digest
            })
    }
}
