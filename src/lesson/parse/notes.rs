//! What a course has to teach (`notes.yaml`), and what its exercises and sections say they teach.

use crate::i18n::Text;
use crate::lesson::model::Item;
use crate::lesson::parse::{Surroundings, format, id, parse};
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::{Fields, Report};
use crate::lesson::yaml::Node;

/// The greatest number of a line.
const MAX_LINE: u64 = 1_000_000;

/// What one reading section teaches.
#[derive(Debug)]
pub(in crate::lesson) struct Teaching {
    /// The section's id.
    pub(in crate::lesson) section: String,
    /// The line of the section's id.
    pub(in crate::lesson) line: u32,
    /// The ids of the items.
    pub(in crate::lesson) items: Vec<String>,
}

impl Teaching {
    /// The section's id with the ids of the items.
    pub(in crate::lesson) fn into_pair(self) -> (String, Vec<String>) {
        (self.section, self.items)
    }
}

/// Reads `notes.yaml`; `None` where it is no list of items at all.
pub(in crate::lesson) fn read(source: &str, report: &mut Report) -> Option<Vec<Item>> {
    let node = parse(source, report)?;
    let fields = Fields::read(&node, "notes.yaml", &["formatVersion", "items"], report)?;
    format(&fields, report)?;
    fields.required("items", report)?;
    let mut items: Vec<Item> = Vec::new();
    for node in fields.list("items", report) {
        let Some(item) = item(node, report) else {
            continue;
        };
        if items.iter().any(|other| other.id == item.id) {
            report.add(item.line, ProblemKind::DuplicateId { id: item.id });
        } else {
            items.push(item);
        }
    }
    Some(items)
}

fn item(node: &Node, report: &mut Report) -> Option<Item> {
    let fields = Fields::read(node, "items", &["id", "line", "ko", "en"], report)?;
    let id = id(&fields, "id", report);
    fields.required("line", report);
    let source_line = fields.number("line", 1..=MAX_LINE, report);
    let ko = fields.required_text("ko", report);
    let en = fields.required_text("en", report);
    Some(Item {
        id: id?,
        line: fields.line,
        source_line: source_line
            .and_then(|line| u32::try_from(line).ok())
            .unwrap_or_default(),
        text: Text { ko: ko?, en: en? },
    })
}

/// The items that `teaches` names.
pub(super) fn teaches(
    fields: &Fields<'_>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Vec<String> {
    let mut taught: Vec<String> = Vec::new();
    for (line, id) in fields.texts("teaches", report) {
        let known = |notes: &[Item]| notes.iter().any(|item| item.id == id);
        match around.notes {
            Some(notes) if !known(notes) => {
                report.unknown_id(line, &id, notes.iter().map(|item| item.id.as_str()));
            }
            _ if taught.contains(&id) => report.add(line, ProblemKind::DuplicateId { id }),
            _ => taught.push(id),
        }
    }
    taught
}

/// What the introduction and the reading sections teach.
pub(super) fn sections(
    lesson: &Fields<'_>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Vec<Teaching> {
    let Some(node) = lesson.node("sections") else {
        return Vec::new();
    };
    let ids: Vec<&str> = node
        .entries()
        .iter()
        .map(|(key, _)| key.name.as_str())
        .collect();
    if Fields::read(node, "sections", &ids, report).is_none() {
        return Vec::new();
    }
    let mut sections = Vec::new();
    for (key, node) in node.entries() {
        if let Some(fields) = Fields::read(node, &key.name, &["teaches"], report) {
            sections.push(Teaching {
                section: key.name.clone(),
                line: key.line,
                items: teaches(&fields, around, report),
            });
        }
    }
    sections
}
