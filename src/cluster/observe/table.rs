//! One list that is held: its objects, where it stands, and why it could not be read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kube::core::WatchEvent;
use serde_json::{Map, Value};

use super::LISTING;
use crate::cluster::client::{Cluster, Failure, READING, Served};
use crate::snapshot::gap::Gap;
use crate::snapshot::object::{Object, text};

/// How many objects one page has: the size that client-go's reflectors take.
const PAGE: usize = 500;

/// The objects of one kind in one namespace, or cluster-wide, or of one name in other namespaces.
pub(super) struct Table {
    kind: String,
    /// Only for kinds that podo does not know.
    api_version: Option<String>,
    /// Where; `None` for cluster-wide kinds.
    place: Option<String>,
    /// The lesson's namespace.
    home: String,
    /// Only objects of that name, in namespaces that are not read already.
    only: Option<Only>,
    state: State,
}

/// Which objects of a kind are read of other namespaces.
struct Only {
    name: String,
    /// Another namespace than the lesson's that is read already.
    not_in: Option<String>,
}

enum State {
    /// Never read.
    New,
    /// Read up to a resource version.
    Held(Held),
    /// Could not be read.
    Failed(Failure),
}

struct Held {
    served: Served,
    objects: BTreeMap<String, Object>,
    resource_version: String,
}

/// What a list gave.
pub(super) struct Listed {
    held: Held,
    /// The API server's clock.
    pub(super) date: Option<Timestamp>,
}

impl Table {
    pub(super) fn new(
        kind: &str,
        api_version: Option<&str>,
        place: Option<&str>,
        home: &str,
    ) -> Self {
        Self {
            kind: kind.to_owned(),
            api_version: api_version.map(str::to_owned),
            place: place.map(str::to_owned),
            home: home.to_owned(),
            only: None,
            state: State::New,
        }
    }

    /// For the objects of a kind and name in other namespaces than the lesson's and one more.
    pub(super) fn of_name(kind: &str, name: &str, home: &str, not_in: Option<&str>) -> Self {
        let only = Only {
            name: name.to_owned(),
            not_in: not_in.map(str::to_owned),
        };
        Self {
            only: Some(only),
            ..Self::new(kind, None, None, home)
        }
    }

    /// Whether it is for objects of one name.
    pub(super) fn is_of_name(&self) -> bool {
        self.only.is_some()
    }

    /// Whether it is for the objects of that kind and name.
    pub(super) fn is_for(&self, kind: &str, name: &str) -> bool {
        self.kind == kind && self.only.as_ref().is_some_and(|only| only.name == name)
    }

    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether it has been read, or tried.
    pub(super) fn is_listed(&self) -> bool {
        !matches!(self.state, State::New)
    }

    /// Whether the exercise itself is about it, and not only a look at where things land by mistake.
    pub(super) fn is_asked_for(&self) -> bool {
        self.only.is_none() && self.place.as_deref().is_none_or(|place| place == self.home)
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = &Object> {
        let held = match &self.state {
            State::Held(held) => Some(held),
            _ => None,
        };
        held.into_iter().flat_map(|held| held.objects.values())
    }

    /// The `apiVersion` it was read in.
    pub(super) fn version(&self) -> Option<&str> {
        match &self.state {
            State::Held(held) => Some(&held.served.api_version),
            _ => None,
        }
    }

    /// The path with what is selected there, and the resource version to watch from.
    pub(super) fn watch_from(&self) -> Option<(String, &str)> {
        match &self.state {
            State::Held(held) => {
                let path = held.served.path(self.place.as_deref());
                let selected = self.selected().map(|selected| format!("{selected}&"));
                let path = format!("{path}?{}", selected.unwrap_or_default());
                Some((path, &held.resource_version))
            }
            _ => None,
        }
    }

    /// The parameter that selects the objects of one name, as it stands in an address.
    fn selected(&self) -> Option<String> {
        let only = self.only.as_ref()?;
        let apart = std::iter::once(self.home.as_str()).chain(only.not_in.as_deref());
        let apart = apart.map(|place| format!("%2Cmetadata.namespace%21%3D{place}"));
        let apart: String = apart.collect();
        Some(format!(
            "fieldSelector=metadata.name%3D{}{apart}",
            only.name
        ))
    }

    /// Why it could not be read; nothing for what is only a look elsewhere.
    pub(super) fn gap(&self) -> Option<Gap> {
        match &self.state {
            State::Failed(failure) if self.is_asked_for() => {
                Some(failure.gap(&self.kind, self.place.as_deref()))
            }
            _ => None,
        }
    }

    /// Reads it, page by page.
    pub(super) async fn list(&self, cluster: &Cluster) -> Result<Listed, Failure> {
        let reading = async {
            let served = cluster
                .served(&self.kind, self.api_version.as_deref())
                .await?;
            match self.pages(cluster, &served, Some(PAGE)).await {
                // The pages' resource version is gone: once more, in one piece.
                Err(failure) if failure.status == Some(410) => {
                    self.pages(cluster, &served, None).await
                }
                other => other,
            }
        };
        tokio::time::timeout(LISTING, reading)
            .await
            .map_err(|_| Failure::timeout(LISTING))?
    }

    async fn pages(
        &self,
        cluster: &Cluster,
        served: &Served,
        page: Option<usize>,
    ) -> Result<Listed, Failure> {
        let mut listed = Listed {
            held: Held {
                served: served.clone(),
                objects: BTreeMap::new(),
                resource_version: String::new(),
            },
            date: None,
        };
        let path = served.path(self.place.as_deref());
        let limit = page.map(|page| format!("limit={page}"));
        let query: Vec<String> = limit.into_iter().chain(self.selected()).collect();
        let query = match query.join("&") {
            none if none.is_empty() => none,
            query => format!("?{query}"),
        };
        let mut more = String::new();
        loop {
            let mut answer = cluster
                .get(&format!("{path}{query}{more}"), READING)
                .await?;
            listed.date = listed.date.max(answer.date);
            let metadata = answer.value.get("metadata");
            let metadata = |key| {
                metadata
                    .map(|m| text(m, key).to_owned())
                    .unwrap_or_default()
            };
            listed.held.resource_version = metadata("resourceVersion");
            let token = metadata("continue");
            let items = answer.value.get_mut("items").map(Value::take);
            if let Some(Value::Array(items)) = items {
                for item in items {
                    let object = self.object(item, served);
                    listed.held.objects.insert(self.key(&object), object);
                }
            }
            if token.is_empty() {
                return Ok(listed);
            }
            more = format!("&continue={token}");
        }
    }

    /// An object as it may be held: redacted, and of Namespaces that are not the lesson's only what
    /// says that they are there.
    fn object(&self, mut value: Value, served: &Served) -> Object {
        let is_theirs = self.kind == "Namespace" && text(&value, "metadata.name") != self.home;
        if is_theirs || self.only.is_some() {
            value = outline(&value);
        }
        Object::redacted(value, &self.kind, &served.api_version)
    }

    /// What tells its objects from one another.
    fn key(&self, object: &Object) -> String {
        if self.only.is_some() {
            object.namespace().to_owned()
        } else {
            object.name().to_owned()
        }
    }

    /// Takes the outcome of a list in; whether anything differs.
    pub(super) fn take(&mut self, outcome: Result<Listed, Failure>) -> bool {
        let state = match outcome {
            Ok(listed) => State::Held(listed.held),
            Err(failure) => State::Failed(failure),
        };
        let same = match (&self.state, &state) {
            (State::Held(before), State::Held(after)) => before.objects == after.objects,
            (State::Failed(before), State::Failed(after)) => before.reason == after.reason,
            _ => false,
        };
        self.state = state;
        !same
    }

    /// Takes an event of the watch in; whether anything differs. `Err`: the watch has lost track.
    pub(super) fn apply(&mut self, event: WatchEvent<Value>) -> Result<bool, ()> {
        let (value, gone) = match event {
            WatchEvent::Added(value) | WatchEvent::Modified(value) => (value, false),
            WatchEvent::Deleted(value) => (value, true),
            WatchEvent::Bookmark(_) => return Ok(false),
            WatchEvent::Error(_) => return Err(()),
        };
        let State::Held(held) = &self.state else {
            return Err(());
        };
        let object = self.object(value, &held.served);
        let key = self.key(&object);
        let State::Held(held) = &mut self.state else {
            return Err(());
        };
        let before = if gone {
            held.objects.remove(&key)
        } else {
            held.objects.insert(key.clone(), object)
        };
        Ok(before.as_ref() != held.objects.get(&key))
    }
}

/// Of something that is not the lesson's: name, identity, age and phase.
fn outline(value: &Value) -> Value {
    let keep = |from: &str, keys: &[&str]| {
        let from = value.get(from);
        let kept = keys.iter().filter_map(|key| {
            let value = from?.get(key)?;
            Some(((*key).to_owned(), value.clone()))
        });
        Value::Object(kept.collect::<Map<String, Value>>())
    };
    let mut outline = Map::new();
    let keys = [
        "name",
        "namespace",
        "uid",
        "creationTimestamp",
        "deletionTimestamp",
        "resourceVersion",
    ];
    outline.insert("metadata".to_owned(), keep("metadata", &keys));
    outline.insert("status".to_owned(), keep("status", &["phase"]));
    Value::Object(outline)
}
