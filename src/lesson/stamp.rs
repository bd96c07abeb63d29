//! Writing down which version of a section a translation was made from.
//!
//! English sections count as translated from the Korean ones, unless the Korean file says that a
//! section was translated from the English one.

use std::fmt::Write as _;

use crate::i18n::Lang;
use crate::lesson::lint::prose_file;
use crate::lesson::markdown;
use crate::lesson::problem::Problem;
use crate::lesson::prose::Prose;
use crate::lesson::reader::Report;

/// The key that is written.
const KEY: &str = "translatedFrom:";

/// Both files of a lesson's prose, stamped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The text of `ko.md`.
    pub ko: String,
    /// The text of `en.md`.
    pub en: String,
}

/// Stamps the sections in `only`, or all of them where it is empty, as translated from what the
/// other language says now. Nothing but `translatedFrom` changes in the texts.
///
/// # Errors
/// The problems of a file that cannot be read; `lesson` names the folder in them.
pub fn stamp(lesson: &str, ko: &str, en: &str, only: &[&str]) -> Result<Stamped, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut read = |lang: Lang, source: &str| {
        let mut report = Report::new(format!("{lesson}/{}", prose_file(lang)));
        let prose = markdown::read(&unix(source), &mut report).prose;
        problems.extend(report.into_problems());
        prose
    };
    let (korean, english) = (read(Lang::Ko, ko), read(Lang::En, en));
    if !problems.is_empty() {
        return Err(problems);
    }
    let is_wanted = |id: &str| only.is_empty() || only.contains(&id);
    let from_english = |id: &str| korean.translated_from.contains_key(id);
    Ok(Stamped {
        ko: write(
            ko,
            &digests(&korean, &english, |id| from_english(id) && is_wanted(id)),
        ),
        en: write(
            en,
            &digests(&english, &korean, |id| !from_english(id) && is_wanted(id)),
        ),
    })
}

/// What `translatedFrom` of a translation has to say, in the order of its sections.
fn digests(
    translation: &Prose,
    source: &Prose,
    renew: impl Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let mut digests = Vec::new();
    for section in &translation.sections {
        let digest = match source.section(&section.id) {
            Some(source) if renew(&section.id) => Some(source.digest()),
            Some(_) => translation.translated_from.get(&section.id).cloned(),
            None => None,
        };
        digests.extend(digest.map(|digest| (section.id.clone(), digest)));
    }
    digests
}

/// The file with another `translatedFrom` in its front matter, where the old one was or last.
fn write(source: &str, digests: &[(String, String)]) -> String {
    let text = unix(source);
    let Some(markdown::Parts {
        front: Some(front), ..
    }) = markdown::parts(&text)
    else {
        return source.to_owned();
    };
    let mut before = String::new();
    let mut after = String::new();
    let mut state = Place::Before;
    for line in front.split_inclusive('\n') {
        state = match state {
            Place::Before if line.starts_with(KEY) => Place::Inside,
            Place::Inside if !line.starts_with([' ', '\t']) => Place::After,
            state => state,
        };
        match state {
            Place::Before => before.push_str(line),
            Place::Inside => {}
            Place::After => after.push_str(line),
        }
    }
    let start = text.find('\n').map_or(0, |end| end + 1);
    let rest = &text[start + front.len()..];
    let written = format!("{}{before}{}{after}{rest}", &text[..start], block(digests));
    if source.contains("\r\n") {
        written.replace('\n', "\r\n")
    } else {
        written
    }
}

/// Where a line of the front matter stands.
#[derive(Clone, Copy)]
enum Place {
    Before,
    Inside,
    After,
}

fn block(digests: &[(String, String)]) -> String {
    let mut block = String::new();
    if !digests.is_empty() {
        block.push_str(KEY);
        block.push('\n');
    }
    for (id, digest) in digests {
        // `12e345678901` is a number to YAML, and one that is too large.
        let quote = if digest.chars().all(|c| c.is_ascii_digit() || c == 'e') {
            "\""
        } else {
            ""
        };
        // Writing to a `String` does not fail.
        let _ = writeln!(block, "  {id}: {quote}{digest}{quote}");
    }
    block
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests;
