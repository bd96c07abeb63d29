//! Paths to fields of objects, written as Kubernetes writes them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A step from a value into one below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A key of a map.
    Key(String),
    /// An index into a list.
    Index(usize),
}

/// A path to a field: `spec.template.spec.containers[0].image`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FieldPath(Vec<Segment>);

impl FieldPath {
    /// The object itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a path such as `spec.containers[0].image` or `metadata.labels["a.b/c"]`.
    ///
    /// Text that is no path (an open bracket, say) becomes one key, so nothing is lost.
    pub fn parse(text: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            if let Some(after) = rest.strip_prefix("[\"")
                && let Some((key, after)) = after.split_once("\"]")
            {
                segments.push(Segment::Key(key.to_owned()));
                rest = after;
            } else if let Some(after) = rest.strip_prefix('[')
                && let Some((index, after)) = after.split_once(']')
                && let Ok(index) = index.parse()
            {
                segments.push(Segment::Index(index));
                rest = after;
            } else {
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| matches!(c, '.' | '['))
                    .map_or(rest.len(), |(at, _)| at);
                segments.push(Segment::Key(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
        Self(segments)
    }

    /// This path and one key more.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Segment::Key(key.to_owned()))
    }

    /// This path and one index more.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    fn with(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Self(segments)
    }

    /// The steps.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The first key: `metadata`, `spec`, `status` …
    pub fn top(&self) -> Option<&str> {
        match self.0.first() {
            Some(Segment::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The last key, indexes skipped.
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        })
    }

    /// Whether this path ends with these keys, indexes skipped.
    pub fn ends_with(&self, keys: &[&str]) -> bool {
        let own: Vec<&str> = self
            .0
            .iter()
            .filter_map(|segment| match segment {
                Segment::Key(key) => Some(key.as_str()),
                Segment::Index(_) => None,
            })
            .collect();
        own.ends_with(keys)
    }

    /// The value at this path.
    pub fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0
            .iter()
            .try_fold(value, |value, segment| match segment {
                Segment::Key(key) => value.get(key),
                Segment::Index(index) => value.get(index),
            })
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if key.contains(['.', '[', '/']) => write!(f, "[\"{key}\"]")?,
                Segment::Key(key) if at == 0 => write!(f, "{key}")?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn written_and_read_again() {
        for text in [
            "",
            "spec",
            "spec.template.spec.containers[0].image",
            "metadata.labels[\"app.kubernetes.io/name\"]",
            "data[\"a.b\"].c[2][3]",
        ] {
            assert_eq!(FieldPath::parse(text).to_string(), text);
        }
    }

    #[test]
    fn finds_the_value() {
        let value = json!({"spec": {"containers": [{"image": "nginx"}]}});
        assert_eq!(
            FieldPath::parse("spec.containers[0].image").of(&value),
            Some(&json!("nginx"))
        );
        assert_eq!(
            FieldPath::parse("spec.containers[1].image").of(&value),
            None
        );
    }

    #[test]
    fn odd_text_is_kept() {
        assert_eq!(FieldPath::parse("a[b").to_string(), "a[\"[b\"]");
    }
}
