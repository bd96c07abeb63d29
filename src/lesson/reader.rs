//! Decoding of one file: collects problems, and gives the keys of a map with their types checked.
//!
//! Nothing here returns an error: what cannot be used is reported and left out, so that one
//! reading finds everything that is wrong.

use std::ops::RangeInclusive;

use crate::i18n::Text;
use crate::lesson::names::{listed, nearest};
use crate::lesson::problem::{Expected, Problem, ProblemKind};
use crate::lesson::yaml::{Broken, Data, Node};

/// The problems of one file, collected as it is read.
#[derive(Debug)]
pub(super) struct Report {
    file: String,
    problems: Vec<Problem>,
}

impl Report {
    /// No problems yet in that file.
    pub(super) fn new(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            problems: Vec::new(),
        }
    }

    /// The file's name, relative to the pack.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// One more problem.
    pub(super) fn add(&mut self, line: u32, kind: ProblemKind) {
        self.problems
            .push(Problem::at(self.file.as_str(), line, kind));
    }

    /// A file that is no YAML.
    pub(super) fn broken(&mut self, broken: Broken) {
        self.add(broken.line, broken.kind);
    }

    /// All problems, in the order of the lines.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }

    /// A word that is none of those allowed.
    pub(super) fn unknown_word(&mut self, line: u32, word: &str, known: &[&str]) {
        self.add(
            line,
            ProblemKind::UnknownWord {
                word: word.to_owned(),
                nearest: nearest(word, known.iter().copied()),
                known: listed(known.iter().copied()),
            },
        );
    }

    /// An id that nothing has.
    pub(super) fn unknown_id<'a>(
        &mut self,
        line: u32,
        id: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let kind = ProblemKind::UnknownId {
            id: id.to_owned(),
            nearest: nearest(id, known),
        };
        self.add(line, kind);
    }

    /// A value of another type than its key takes.
    pub(super) fn wrong_type(&mut self, line: u32, key: &str, expected: Expected) {
        self.add(
            line,
            ProblemKind::WrongType {
                key: key.to_owned(),
                expected,
            },
        );
    }

    /// The node's text; reported where it is none or empty.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let Some(text) = node.text() else {
            self.wrong_type(node.line, key, Expected::Text);
            return None;
        };
        if text.trim().is_empty() {
            self.add(
                node.line,
                ProblemKind::EmptyText {
                    what: key.to_owned(),
                },
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// The node's text in both languages.
    pub(super) fn both(&mut self, node: &Node, key: &str) -> Option<Text> {
        let Data::Map(_) = node.data else {
            self.wrong_type(node.line, key, Expected::BothLanguages);
            return None;
        };
        let fields = Fields::read(node, key, &["ko", "en"], self)?;
        let mut one = |lang: &str| {
            let node = fields.required(lang, self)?;
            self.text(node, &format!("{key}.{lang}"))
        };
        let (ko, en) = (one("ko"), one("en"));
        Some(Text { ko: ko?, en: en? })
    }
}

/// The keys of one map, known ones only.
#[derive(Debug)]
pub(super) struct Fields<'n> {
    /// Where the map begins.
    pub(super) line: u32,
    node: &'n Node,
}

impl<'n> Fields<'n> {
    /// The keys of a map that is the value of `key`; unknown and repeated keys are reported.
    pub(super) fn read(
        node: &'n Node,
        key: &str,
        known: &[&str],
        report: &mut Report,
    ) -> Option<Self> {
        if !matches!(node.data, Data::Map(_)) {
            report.wrong_type(node.line, key, Expected::Map);
            return None;
        }
        let mut seen: Vec<&str> = Vec::new();
        for (key, _) in node.entries() {
            let name = key.name.as_str();
            if !known.contains(&name) {
                report.add(
                    key.line,
                    ProblemKind::UnknownKey {
                        key: name.to_owned(),
                        nearest: nearest(name, known.iter().copied()),
                        known: listed(known.iter().copied()),
                    },
                );
            }
            if seen.contains(&name) {
                report.add(
                    key.line,
                    ProblemKind::DuplicateKey {
                        key: name.to_owned(),
                    },
                );
            }
            seen.push(name);
        }
        Some(Self {
            line: node.line,
            node,
        })
    }

    /// The keys of a map that has been checked already.
    pub(super) fn unchecked(node: &'n Node) -> Self {
        Self {
            line: node.line,
            node,
        }
    }

    /// The value of a key; `null` is as good as nothing.
    pub(super) fn node(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key).filter(|node| node.data != Data::Null)
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, key: &str, report: &mut Report) -> Option<&'n Node> {
        let node = self.node(key);
        if node.is_none() {
            report.add(
                self.line,
                ProblemKind::MissingKey {
                    key: key.to_owned(),
                },
            );
        }
        node
    }

    /// The line of a key, the map's where it is not there.
    pub(super) fn line_of(&self, key: &str) -> u32 {
        let mut keys = self.node.entries().iter().map(|(key, _)| key);
        keys.find(|known| known.name == key)
            .map_or(self.line, |key| key.line)
    }

    /// A text that may be left out.
    pub(super) fn text(&self, key: &str, report: &mut Report) -> Option<String> {
        report.text(self.node(key)?, key)
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, key: &str, report: &mut Report) -> Option<String> {
        let node = self.required(key, report)?;
        report.text(node, key)
    }

    /// `true` or `false`; `false` when left out.
    pub(super) fn truth(&self, key: &str, report: &mut Report) -> bool {
        match self.node(key).map(|node| (&node.data, node.line)) {
            None => false,
            Some((Data::Bool(value, _), _)) => *value,
            Some((_, line)) => {
                report.wrong_type(line, key, Expected::Truth);
                false
            }
        }
    }

    /// A whole number within bounds.
    pub(super) fn number(
        &self,
        key: &str,
        bounds: RangeInclusive<u64>,
        report: &mut Report,
    ) -> Option<u64> {
        let node = self.node(key)?;
        let Data::Number(number, _) = &node.data else {
            report.wrong_type(node.line, key, Expected::Number);
            return None;
        };
        let whole = number.as_u64().filter(|number| bounds.contains(number));
        if whole.is_none() {
            let kind = if number.is_f64() {
                ProblemKind::WrongType {
                    key: key.to_owned(),
                    expected: Expected::Number,
                }
            } else {
                let (min, max) = (*bounds.start(), *bounds.end());
                ProblemKind::OutOfRange {
                    key: key.to_owned(),
                    min,
                    max,
                }
            };
            report.add(node.line, kind);
        }
        whole
    }

    /// The items of a list; none when it is left out.
    pub(super) fn list(&self, key: &str, report: &mut Report) -> &'n [Node] {
        match self.node(key) {
            None => &[],
            Some(node) => {
                if !matches!(node.data, Data::List(_)) {
                    report.wrong_type(node.line, key, Expected::List);
                }
                node.items()
            }
        }
    }

    /// The texts of a list, each with its line.
    pub(super) fn texts(&self, key: &str, report: &mut Report) -> Vec<(u32, String)> {
        let items = self.list(key, report).iter();
        items
            .filter_map(|item| Some((item.line, report.text(item, key)?)))
            .collect()
    }

    /// One of a set of words.
    pub(super) fn word<T: Copy>(
        &self,
        key: &str,
        words: &[(&str, T)],
        report: &mut Report,
    ) -> Option<T> {
        let node = self.node(key)?;
        let text = report.text(node, key)?;
        word(node.line, &text, words, report)
    }
}

/// The value that a word stands for.
pub(super) fn word<T: Copy>(
    line: u32,
    text: &str,
    words: &[(&str, T)],
    report: &mut Report,
) -> Option<T> {
    let found = words.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        report.unknown_word(line, text, &names);
    }
    found.map(|(_, value)| *value)
}
