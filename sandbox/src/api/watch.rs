//! Watches: what is there, if that is asked for, and then every change, as lines of JSON.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::Response;
use serde_json::{Value, json};
use tokio::{
    sync::mpsc::Sender,
    time::{Instant, MissedTickBehavior},
};

use super::{
    Api, Asked,
    accept::{self, Form},
    read,
    reply::{self, Body},
    views,
};
use crate::{
    names,
    object::{Meta, Object},
    refusal::Refusal,
    store::{Change, Watch},
};

/// How often a client that wants it hears how far the watch has come.
const BOOKMARKS: Duration = Duration::from_mins(1);

/// Begins a watch.
pub(super) fn start(api: &Arc<Api>, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let stored = views::stored(kind);
    let form = accept::form(&asked.headers)?;
    read::options(asked, true)?;
    let selection = read::selection(asked)?;
    let store = api.registry.store();
    let wanted = read::revision(asked)?.unwrap_or(0);
    if wanted > store.revision() {
        return Err(read::not_yet(wanted, store.revision()));
    }
    let marks = asked.query.flag("allowWatchBookmarks");
    let initial = asked.query.flag("sendInitialEvents");
    // Without a revision a watch begins with what is there.
    let listing = (initial || (wanted == 0 && !asked.query.has("sendInitialEvents")))
        .then(|| store.list(stored, &selection));
    let since = listing.as_ref().map_or(
        if wanted == 0 {
            store.revision()
        } else {
            wanted
        },
        |l| l.revision,
    );
    let watch = store.watch(stored, selection, since);
    let seconds = asked
        .query
        .number("timeoutSeconds")?
        .and_then(|s| u64::try_from(s).ok())
        .filter(|s| *s > 0);
    let lasting =
        Duration::from_secs(seconds.unwrap_or_else(|| 1800 + u64::from(names::below(1800))));
    let (sender, response) = reply::stream("application/json");
    let feed = Feed {
        api: Arc::clone(api),
        asked: asked.clone(),
        form,
        sender,
        columns: true,
    };
    let present = listing.map(|l| l.items).unwrap_or_default();
    tokio::spawn(feed.run(present, watch, initial && marks, marks, lasting));
    Ok(response)
}

/// One client's watch.
struct Feed {
    api: Arc<Api>,
    asked: Asked,
    form: Form,
    sender: Sender<Bytes>,
    /// The next table needs its columns.
    columns: bool,
}

impl Feed {
    async fn run(
        mut self,
        present: Vec<Object>,
        mut watch: Watch,
        end_of_initial: bool,
        marks: bool,
        lasting: Duration,
    ) {
        for object in present {
            if !self.send(Change::Added.word(), &object).await {
                return;
            }
        }
        if end_of_initial && !self.bookmark(watch.position(), true).await {
            return;
        }
        let end = Instant::now() + lasting;
        let mut marking = tokio::time::interval_at(Instant::now() + BOOKMARKS, BOOKMARKS);
        marking.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = watch.next() => match event {
                    Ok(event) => {
                        let object = stamped(&event.object, event.revision);
                        if !self.send(event.change.word(), &object).await {
                            return;
                        }
                    }
                    Err(expired) => {
                        let status = Refusal::from(expired).to_value().to_string();
                        self.line("ERROR", status.as_bytes()).await;
                        return;
                    }
                },
                _ = marking.tick(), if marks => {
                    if !self.bookmark(watch.position(), false).await {
                        return;
                    }
                }
                () = tokio::time::sleep_until(end) => {
                    if marks {
                        self.bookmark(watch.position(), false).await;
                    }
                    return;
                }
                () = self.sender.closed() => return,
            }
        }
    }

    async fn send(&mut self, word: &str, object: &Object) -> bool {
        let kind = self.asked.place.kind;
        if self.form == Form::Plain && !views::is_view(kind) {
            return self.line(word, &object.text()).await;
        }
        let text = self.shown(&views::show(kind, object.value()));
        self.line(word, &text).await
    }

    fn shown(&mut self, object: &Value) -> Bytes {
        let columns = std::mem::replace(&mut self.columns, false);
        read::shown(&self.api, &self.asked, self.form, object, columns)
    }

    async fn bookmark(&mut self, position: u64, initial: bool) -> bool {
        let kind = self.asked.place.kind;
        let mut metadata =
            json!({"resourceVersion": position.to_string(), "creationTimestamp": null});
        if initial {
            metadata["annotations"] = json!({"k8s.io/initial-events-end": "true"});
        }
        let object = match self.form {
            Form::Plain => {
                json!({"kind": kind.kind, "apiVersion": kind.api_version(), "metadata": metadata})
            }
            Form::Metadata | Form::Table { .. } => json!({"metadata": metadata}),
        };
        let text = self.shown(&object);
        self.line("BOOKMARK", &text).await
    }

    /// One event, in one piece.
    async fn line(&self, word: &str, object: &[u8]) -> bool {
        let mut line = Vec::with_capacity(object.len() + 40);
        line.extend_from_slice(format!("{{\"type\":\"{word}\",\"object\":").as_bytes());
        line.extend_from_slice(object);
        line.extend_from_slice(b"}\n");
        self.sender.send(line.into()).await.is_ok()
    }
}

/// The object with the revision of its event, which a deletion by selector does not give it.
fn stamped(object: &Object, revision: u64) -> Object {
    if object.revision() == revision {
        return object.clone();
    }
    let mut value = object.value().clone();
    value["metadata"]["resourceVersion"] = revision.to_string().into();
    value.into()
}
