//! YAML as a tree in which every key and value knows its line.
//!
//! A pack's files are read into this tree first and decoded from it by hand: serde stops at the
//! first wrong key, and an author wants to hear of all of them at once. This is the only module
//! of the lesson reader that knows the YAML crate.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_yaml::{Error, Location, Options, Spanned};

use crate::lesson::problem::ProblemKind;

/// Deepest nesting that is read. An affinity in a pattern in `exercises.yaml` is on level 17; the
/// parser takes some 40 KiB of stack for each level, and threads may have no more than 2 MiB.
const MAX_DEPTH: usize = 24;

/// One YAML value and the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// The line from 1.
    pub(super) line: u32,
    /// The value.
    pub(super) data: Data,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`, in the spellings of YAML 1.2.
    Bool(bool, String),
    /// A number and how it was written: an image tag `1.10` is no `1.1`.
    Number(Number, String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file; a key may be there twice.
    Map(Vec<(Key, Node)>),
}

/// A key of a map and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// The key's text.
    pub(super) name: String,
    /// The line from 1.
    pub(super) line: u32,
}

/// Why a file is no YAML, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// The line from 1; 0 when the parser named none.
    pub(super) line: u32,
    /// The problem.
    pub(super) kind: ProblemKind,
}

/// Reads a file of one document.
pub(super) fn parse(source: &str) -> Result<Node, Broken> {
    let parsed: Spanned<Raw> =
        serde_yaml::from_str_with_options(source, options()).map_err(|error| broken(&error))?;
    Ok(node(parsed, source))
}

/// Reads a file of any number of documents; empty ones are left out.
pub(super) fn parse_all(source: &str) -> Result<Vec<Node>, Broken> {
    let parsed: Vec<Spanned<Raw>> = serde_yaml::from_multiple_with_options(source, options())
        .map_err(|error| broken(&error))?;
    Ok(parsed
        .into_iter()
        .map(|raw| node(raw, source))
        .filter(|node| node.data != Data::Null)
        .collect())
}

impl Node {
    /// The scalar's text: a text itself, a number or a truth value as it was written.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Number(_, text) | Data::Bool(_, text) => Some(text),
            Data::Null | Data::List(_) | Data::Map(_) => None,
        }
    }

    /// The value of a key of a map; the first where it is there twice.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find_map(|(key, value)| (key.name == name).then_some(value))
    }

    /// The entries of a map; none for anything else.
    pub(super) fn entries(&self) -> &[(Key, Self)] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The value without lines, as the cluster's objects are kept.
    pub(super) fn to_json(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(value, _) => Value::Bool(*value),
            Data::Number(value, _) => Value::Number(value.clone()),
            Data::Text(text) => Value::String(text.clone()),
            Data::List(items) => items.iter().map(Self::to_json).collect(),
            Data::Map(entries) => entries
                .iter()
                .map(|(key, value)| (key.name.clone(), value.to_json()))
                .collect(),
        }
    }
}

/// What the parser gives before the scalars' spellings are added.
enum Raw {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn options() -> Options {
    serde_yaml::options! {
        // Repeated keys come through, so that all of them are reported with their lines.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        // `<<` is no key of any lesson file, and kubectl must not read a manifest differently.
        merge_keys: MergeKeyPolicy::AsOrdinary,
        // `on`, `off`, `yes` and `no` are words that a sentence may consist of.
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH },
    }
}

fn node(raw: Spanned<Raw>, source: &str) -> Node {
    let spelling = || spelling(raw.defined, source);
    let line = line(raw.referenced);
    let data = match raw.value {
        Raw::Null => Data::Null,
        Raw::Bool(value) => Data::Bool(value, spelling().unwrap_or_else(|| value.to_string())),
        Raw::Number(value) => {
            let text = spelling().unwrap_or_else(|| value.to_string());
            Data::Number(value, text)
        }
        Raw::Text(text) => Data::Text(text),
        Raw::List(items) => Data::List(items.into_iter().map(|item| node(item, source)).collect()),
        Raw::Map(entries) => Data::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key = Key {
                        line: self::line(key.referenced),
                        name: key.value,
                    };
                    (key, node(value, source))
                })
                .collect(),
        ),
    };
    Node { line, data }
}

/// How a plain scalar stands in the file.
fn spelling(location: Location, source: &str) -> Option<String> {
    let span = location.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let end = start.checked_add(usize::try_from(span.byte_len()?).ok()?)?;
    Some(source.get(start..end)?.trim().to_owned())
}

fn line(location: Location) -> u32 {
    u32::try_from(location.line()).unwrap_or(0)
}

fn broken(error: &Error) -> Broken {
    let error = error.without_snippet();
    let kind = match error {
        Error::MultipleDocuments { .. } => ProblemKind::SeveralDocuments,
        other => ProblemKind::Yaml {
            detail: first_line(&other.to_string()),
        },
    };
    Broken {
        line: error.location().map_or(0, line),
        kind,
    }
}

/// The parser's sentence without the place, which a problem carries itself.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.rfind(" at line ")
        .map_or(line, |end| &line[..end])
        .trim()
        .to_owned()
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        // Infinities were refused by the parser.
        Ok(Number::from_f64(value).map_or(Raw::Null, Raw::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests;
