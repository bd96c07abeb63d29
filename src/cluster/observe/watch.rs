//! Following what is held by watches, and by lists where watches break.

use std::collections::HashMap;

use futures::StreamExt;
use futures::stream::{self, BoxStream, SelectAll};
use kube::core::WatchEvent;
use serde_json::Value;
use tokio::time::{Duration, Instant, sleep_until};

use super::Observer;
use crate::cluster::client::{CONNECTING, Cluster};

/// How long a burst of changes is gathered.
const GATHERING: Duration = Duration::from_millis(100);
/// How often probes are made while waiting.
pub(super) const PROBING: Duration = Duration::from_secs(1);
/// A list is not repeated sooner after a watch has broken.
const RETRYING: Duration = Duration::from_secs(1);
/// After that much silence the server is asked whether it is still there: a connection that died
/// without a word looks like one without news.
const SILENCE: Duration = Duration::from_secs(5);

/// The watches under way, by table.
#[derive(Default)]
pub(super) struct Watches {
    streams: SelectAll<BoxStream<'static, (usize, Item)>>,
    tables: HashMap<usize, Follow>,
}

/// How a table is being followed.
enum Follow {
    /// By a watch begun at that time.
    Watched(Instant),
    /// To be listed again at that time.
    Broken(Instant),
}

enum Item {
    Event(WatchEvent<Value>),
    Ended,
}

impl Observer {
    /// Follows until something differs (`true`) or a time has come.
    pub(super) async fn follow(&mut self, until: Instant) -> bool {
        let mut silent_since = Instant::now();
        loop {
            if self.refresh().await {
                return true;
            }
            self.start_watches();
            let wake = until
                .min(silent_since + SILENCE)
                .min(self.watches.next_retry().unwrap_or(until));
            tokio::select! {
                Some((index, item)) = self.watches.streams.next() => {
                    silent_since = Instant::now();
                    if self.receive(index, item) {
                        self.gather().await;
                        return true;
                    }
                }
                () = sleep_until(wake) => {
                    if Instant::now() >= until {
                        return false;
                    }
                    if Instant::now() >= silent_since + SILENCE {
                        silent_since = Instant::now();
                        self.ask_for_life().await;
                    }
                }
            }
        }
    }

    /// Takes in what follows closely on a first change.
    async fn gather(&mut self) {
        let end = Instant::now() + GATHERING;
        while let Ok(Some((index, item))) =
            tokio::time::timeout_at(end, self.watches.streams.next()).await
        {
            self.receive(index, item);
        }
        // Without any stream left `next` ends at once; the time is kept all the same.
        sleep_until(end).await;
    }

    /// Takes one item in; whether anything differs.
    fn receive(&mut self, index: usize, item: Item) -> bool {
        let applied = match item {
            Item::Event(event) => self.tables[index].apply(event),
            Item::Ended => Err(()),
        };
        applied.unwrap_or_else(|()| {
            self.watches.broken(index);
            false
        })
    }

    /// Lists anew the tables whose watch has broken, when their time has come.
    async fn refresh(&mut self) -> bool {
        let now = Instant::now();
        let due: Vec<usize> = self
            .watches
            .tables
            .iter()
            .filter(|(_, follow)| matches!(follow, Follow::Broken(at) if *at <= now))
            .map(|(index, _)| *index)
            .collect();
        if due.is_empty() {
            return false;
        }
        let differs = self.list(&due).await;
        for index in due {
            if self.tables[index].watch_from().is_some() {
                self.watches.tables.remove(&index);
            } else {
                let again = Follow::Broken(Instant::now() + RETRYING);
                self.watches.tables.insert(index, again);
            }
        }
        differs
    }

    fn start_watches(&mut self) {
        for (index, table) in self.tables.iter().enumerate() {
            if self.watches.tables.contains_key(&index) {
                continue;
            }
            match table.watch_from() {
                Some((path, version)) => {
                    let stream = open(&self.cluster, &path, version, index);
                    self.watches.streams.push(stream);
                    let begun = Follow::Watched(Instant::now());
                    self.watches.tables.insert(index, begun);
                }
                // A kind that is not there or not allowed does not come back within a wait; a
                // server that did not answer may.
                None if table.gap().is_some_and(|gap| gap.reason.is_fatal()) => {
                    let again = Follow::Broken(Instant::now() + RETRYING);
                    self.watches.tables.insert(index, again);
                }
                None => {}
            }
        }
    }

    /// Asks the server whether it is there; if not, everything is to be listed again, which says
    /// why not.
    async fn ask_for_life(&mut self) {
        match self.cluster.get("/version", CONNECTING).await {
            Ok(answer) => {
                if let Some(date) = answer.date {
                    self.clock.set(date);
                }
            }
            Err(failure) if failure.reason.is_fatal() => {
                self.watches.streams.clear();
                for index in 0..self.tables.len() {
                    self.watches
                        .tables
                        .insert(index, Follow::Broken(Instant::now()));
                }
            }
            Err(_) => {}
        }
    }
}

impl Watches {
    /// Notes that a table's watch has ended: at once after a long one, later after a short one.
    fn broken(&mut self, index: usize) {
        let now = Instant::now();
        let at = match self.tables.get(&index) {
            Some(Follow::Watched(begun)) => now.max(*begun + RETRYING),
            Some(Follow::Broken(at)) => *at,
            None => now,
        };
        self.tables.insert(index, Follow::Broken(at));
    }

    fn next_retry(&self) -> Option<Instant> {
        self.tables
            .values()
            .filter_map(|follow| match follow {
                Follow::Broken(at) => Some(*at),
                Follow::Watched(_) => None,
            })
            .min()
    }
}

/// A watch as a stream that ends with [`Item::Ended`], whatever ended it.
fn open(
    cluster: &Cluster,
    path: &str,
    version: &str,
    index: usize,
) -> BoxStream<'static, (usize, Item)> {
    let client = cluster.client().clone();
    let uri = format!("{path}watch=1&allowWatchBookmarks=true&resourceVersion={version}");
    let events = async move {
        let Ok(request) = http::Request::get(uri).body(Vec::new()) else {
            return stream::empty().boxed();
        };
        match client.request_events::<Value>(request).await {
            Ok(events) => events
                .map(|event| event.map_or(Item::Ended, Item::Event))
                .boxed(),
            Err(_) => stream::empty().boxed(),
        }
    };
    stream::once(events)
        .flatten()
        .chain(stream::iter([Item::Ended]))
        .scan(false, move |ended, item| {
            let next = (!*ended).then_some((index, item));
            *ended |= matches!(next, Some((_, Item::Ended)));
            std::future::ready(next)
        })
        .boxed()
}
