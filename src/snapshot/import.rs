//! A state from files: what `kubectl get … -o json`, `kubectl cluster-info dump` and `podo snapshot`
//! print.
//!
//! The text is not trusted. What is not an object with a kind and a name is refused with its place;
//! what a file does not have is not known to be absent. Pure: `commands` reads the files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::gap::Gap;
use super::object::{Object, ObjectKey, text};
use super::{ClusterFacts, FORMAT_VERSION, PreviousLog, Snapshot};

/// What one file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// A whole state by podo.
    Snapshot(Box<Snapshot>),
    /// Objects by kubectl.
    Objects(Objects),
}

/// Objects of a file, or of several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Objects {
    /// The objects; of one that comes twice the later.
    objects: BTreeMap<ObjectKey, Object>,
    /// The kinds that were listed, so that what is not there is absent.
    listed: BTreeSet<String>,
}

/// Why a text is none of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// It is not JSON, or not a snapshot.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        detail: String,
    },
    /// A value is no object of Kubernetes.
    Form {
        /// Where: `items[3]`.
        place: String,
    },
    /// A later form of podo's snapshots.
    Version(u64),
}

impl From<serde_json::Error> for Malformed {
    fn from(error: serde_json::Error) -> Self {
        let whole = error.to_string();
        // Line and column are told apart from the words.
        let detail = whole.split(" at line ").next().unwrap_or_default();
        Self::Json {
            line: error.line(),
            column: error.column(),
            detail: detail.to_owned(),
        }
    }
}

/// Reads a text.
pub fn read(content: &str) -> Result<Document, Malformed> {
    let value: Value = serde_json::from_str(content)?;
    if let Some(version) = value
        .get("formatVersion")
        .filter(|_| value.get("kind").is_none())
    {
        let version = version.as_u64().unwrap_or_default();
        if version > u64::from(FORMAT_VERSION) {
            return Err(Malformed::Version(version));
        }
        // From the text again, so that a complaint has its line.
        let mut snapshot: Snapshot = serde_json::from_str(content)?;
        snapshot.objects = redacted(snapshot.objects);
        snapshot.events = redacted(snapshot.events);
        return Ok(Document::Snapshot(Box::new(snapshot)));
    }
    let mut objects = Objects::default();
    objects.add_value(value, "", None)?;
    Ok(Document::Objects(objects))
}

/// Objects as podo takes them in: whoever wrote the file may have left more in them.
fn redacted(objects: Vec<Object>) -> Vec<Object> {
    let objects = objects.into_iter();
    objects
        .map(|object| {
            let (kind, version) = (
                object.kind().to_owned(),
                object.text("apiVersion").to_owned(),
            );
            Object::redacted(object.into_value(), &kind, &version)
        })
        .collect()
}

impl Objects {
    /// With those of another file.
    pub fn add(&mut self, other: Self) {
        self.objects.extend(other.objects);
        self.listed.extend(other.listed);
    }

    /// The namespaces that something is in.
    pub fn namespaces(&self) -> BTreeSet<&str> {
        let all = self.objects.keys().map(|key| key.namespace.as_str());
        let own = self.objects.keys().filter(|key| key.kind == "Namespace");
        let named = own.map(|key| key.name.as_str());
        all.chain(named).filter(|name| !name.is_empty()).collect()
    }

    /// The newest time that any of it tells.
    pub fn newest(&self) -> Option<Timestamp> {
        self.objects
            .values()
            .filter_map(|o| newest(o.value()))
            .max()
    }

    /// The state of a namespace, as it was at an instant.
    pub fn into_snapshot(self, namespace: &str, at: Timestamp) -> Snapshot {
        let facts = ClusterFacts {
            namespace: namespace.to_owned(),
            ..ClusterFacts::default()
        };
        let mut snapshot = Snapshot::new(at, facts);
        let is_here = |key: &ObjectKey| key.namespace.is_empty() || key.namespace == namespace;
        let mut alone = BTreeSet::new();
        for (key, object) in self.objects {
            if !self.listed.contains(&key.kind) {
                alone.insert(key.kind.clone());
            }
            if !is_here(&key) {
                continue;
            }
            if key.kind == "Event" {
                snapshot.events.push(object);
            } else {
                snapshot.objects.push(object);
            }
        }
        // Of a kind of which only single objects are there, others may exist.
        snapshot.gaps = alone.into_iter().map(Gap::not_included).collect();
        snapshot
    }

    /// The kinds that were listed.
    pub fn listed(&self) -> &BTreeSet<String> {
        &self.listed
    }

    fn add_value(
        &mut self,
        value: Value,
        place: &str,
        of: Option<(&str, &str)>,
    ) -> Result<(), Malformed> {
        let (kind, version) = match (text(&value, "kind"), of) {
            ("", Some((kind, version))) => (kind.to_owned(), version.to_owned()),
            (kind, _) => (kind.to_owned(), text(&value, "apiVersion").to_owned()),
        };
        let wrong = || Malformed::Form {
            place: if place.is_empty() { "{}" } else { place }.to_owned(),
        };
        let is_list = of.is_none() && value.get("items").is_some();
        let item = kind.strip_suffix("List").filter(|_| is_list);
        if let Some(item) = item {
            return self.add_list(value, item, &version).ok_or_else(wrong)?;
        }
        let name = text(&value, "metadata.name");
        if kind.is_empty() || name.is_empty() {
            return Err(wrong());
        }
        // Events of the newer API have other fields; kubectl asks for those of `v1`.
        if kind == "Event" && !matches!(version.as_str(), "" | "v1") {
            return Ok(());
        }
        let object = Object::redacted(value, &kind, &version);
        if of.is_some() {
            self.listed.insert(kind);
        }
        self.objects.insert(object.key(), object);
        Ok(())
    }

    /// The items of a list; `None` where it has none.
    fn add_list(
        &mut self,
        mut value: Value,
        item: &str,
        version: &str,
    ) -> Option<Result<(), Malformed>> {
        let items = match value.get_mut("items")?.take() {
            Value::Array(items) => items,
            // An empty list may be written so.
            Value::Null => Vec::new(),
            _ => return None,
        };
        // `List` holds objects of any kind, `PodList` Pods, even where there is none.
        if !item.is_empty() {
            self.listed.insert(item.to_owned());
        }
        for (index, value) in items.into_iter().enumerate() {
            let place = format!("items[{index}]");
            if let Err(error) = self.add_value(value, &place, Some((item, version))) {
                return Some(Err(error));
            }
        }
        Some(Ok(()))
    }
}

/// The newest of the times that controllers and clients wrote into a value. A deletion's time may
/// lie ahead.
fn newest(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Object(map) => {
            let of_entry = |(key, value): (&String, &Value)| match value {
                Value::String(text) if is_time(key) => text.parse().ok(),
                value => newest(value),
            };
            map.iter().filter_map(of_entry).max()
        }
        Value::Array(items) => items.iter().filter_map(newest).max(),
        _ => None,
    }
}

fn is_time(key: &str) -> bool {
    (key.ends_with("Time") || key.ends_with("Timestamp") || key.ends_with("At") || key == "time")
        && !key.starts_with("deletion")
}

/// The logs of a Pod's containers as `kubectl cluster-info dump` writes them into one file.
///
/// Only of containers that have ended: a log is kept as the last words of the run that ended.
pub fn last_words(pod: &Object, content: &str) -> Vec<PreviousLog> {
    let statuses = pod.list("status.containerStatuses").iter();
    let ended = statuses.filter(|status| status.pointer("/state/running").is_none());
    let of_container = |container: &str| {
        let start = format!("==== START logs for container {container} of pod ");
        let end = format!("==== END logs for container {container} of pod ");
        let lines = content
            .lines()
            .skip_while(|line| !line.starts_with(&start))
            .skip(1);
        let lines: Vec<&str> = lines.take_while(|line| !line.starts_with(&end)).collect();
        let last = lines.len().saturating_sub(LAST_LINES);
        lines[last..].join("\n")
    };
    ended
        .map(|status| text(status, "name"))
        .map(|container| PreviousLog {
            pod: pod.name().to_owned(),
            container: container.to_owned(),
            text: of_container(container),
        })
        .filter(|log| !log.text.is_empty())
        .collect()
}

/// How many lines of a log are kept.
const LAST_LINES: usize = 20;
