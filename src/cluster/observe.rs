//! Looking at a cluster: lists, watches and probes to plain values.
//!
//! An [`Observer`] lists once what an exercise needs, all kinds at the same time, and then follows
//! the lists by watches, so that each further look costs no list. It never fails: what could not be
//! read is a gap in what was [`Seen`]. Objects are redacted before they are held.

use std::collections::BTreeMap;

use futures::future::{join, join_all};
use jiff::{SignedDuration, Timestamp};
use tokio::time::{Duration, Instant};

use super::client::{Cluster, Failure};
use super::run::Runner;
use crate::check::needs::{self, Needs};
use crate::snapshot::docker::LocalImage;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::{
    ClusterFacts, Inventory, InventoryEntry, PreviousLog, ProbeResult, Snapshot, kinds,
};
use table::{Listed, Table};
use watch::Watches;

mod docker;
mod elsewhere;
mod exec;
mod probe;
mod table;
mod watch;

/// Where objects land when a learner works without podo's kubeconfig.
const DEFAULT_NAMESPACE: &str = "default";

/// What one look at a cluster saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The API server's clock (this machine's where the server told none).
    pub at: Timestamp,
    /// Objects of all kinds, Events apart.
    pub objects: Vec<Object>,
    /// Events of the namespace.
    pub events: Vec<Object>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// What the probes found.
    pub probes: Vec<ProbeResult>,
    /// Images that docker has.
    pub images: Vec<LocalImage>,
    /// The `apiVersion` that each kind was read in.
    pub versions: BTreeMap<String, String>,
}

impl Seen {
    /// A snapshot of it; what podo knows besides the cluster is for the caller to add.
    pub fn into_snapshot(self, facts: ClusterFacts) -> Snapshot {
        Snapshot {
            objects: self.objects,
            events: self.events,
            gaps: self.gaps,
            probes: self.probes,
            images: self.images,
            ..Snapshot::new(self.at, facts)
        }
    }
}

/// What there is now, to be kept when an exercise begins.
pub fn inventory(seen: &Seen) -> Inventory {
    inventory_at(seen.at, &seen.objects)
}

/// The same from a snapshot.
pub fn inventory_of(snapshot: &Snapshot) -> Inventory {
    inventory_at(snapshot.at, &snapshot.objects)
}

fn inventory_at(at: Timestamp, objects: &[Object]) -> Inventory {
    let entry = |object: &Object| InventoryEntry {
        key: object.key(),
        generation: object.int("metadata.generation"),
        resource_version: object.text("metadata.resourceVersion").to_owned(),
        intent: object.intent_digest(),
    };
    Inventory {
        at,
        objects: objects
            .iter()
            .map(|object| (object.uid().to_owned(), entry(object)))
            .collect(),
    }
}

/// Why [`Observer::wait_for_change`] returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Change {
    /// Something changed, or it is time to probe again.
    Changed,
    /// Nothing changed until the deadline.
    TimedOut,
}

/// What the kubelet answers in place of a log that it has no longer, as if it were the log.
const LOG_GONE: &str = "unable to retrieve container logs for";

/// Looks at what an exercise needs, again and again.
pub struct Observer {
    cluster: Cluster,
    namespace: String,
    needs: Needs,
    runner: Option<Runner>,
    tables: Vec<Table>,
    watches: Watches,
    clock: Clock,
}

impl Observer {
    /// For a namespace and what has to be read there.
    pub fn new(cluster: Cluster, namespace: &str, needs: Needs) -> Self {
        let tables = tables(namespace, &needs);
        Self {
            cluster,
            namespace: namespace.to_owned(),
            needs,
            runner: None,
            tables,
            watches: Watches::default(),
            clock: Clock::default(),
        }
    }

    /// With programs: kubectl reads files where the server refuses web sockets, docker tells of its
    /// images.
    #[must_use]
    pub fn with_programs(mut self, runner: Runner) -> Self {
        self.runner = Some(runner);
        self
    }

    /// Lists everything anew, then probes.
    pub async fn observe(&mut self) -> Seen {
        self.watches = Watches::default();
        let all: Vec<usize> = (0..self.tables.len()).collect();
        self.list(&all).await;
        self.look().await
    }

    /// What is held, with probes made anew. Lists only if nothing was listed yet.
    pub async fn look(&mut self) -> Seen {
        let unlisted: Vec<usize> = (0..self.tables.len())
            .filter(|index| !self.tables[*index].is_listed())
            .collect();
        if !unlisted.is_empty() {
            self.list(&unlisted).await;
        }
        self.look_further().await;
        self.look_elsewhere().await;
        let mut seen = self.held();
        if self.has_probes() {
            let facts = self.cluster.facts(&self.namespace);
            let snapshot = seen.into_snapshot(facts);
            let planned = probe::plan(&self.needs, &Graph::new(&snapshot));
            let made = planned.into_iter().map(|planned| {
                probe::make(
                    &self.cluster,
                    &self.namespace,
                    self.runner.as_ref(),
                    planned,
                )
            });
            let (probes, images) = join(join_all(made), self.images()).await;
            seen = self.held_with(snapshot.objects, snapshot.events, snapshot.gaps);
            seen.probes = probes;
            match images {
                Ok(images) => seen.images = images,
                Err(gap) => seen.gaps.push(gap),
            }
        }
        seen
    }

    /// Waits until what is held differs from the cluster no more than 100 ms, after a change.
    ///
    /// With probes it also returns after a second, for probes can't be watched. Dropping the future
    /// loses nothing: the next call goes on where it was.
    pub async fn wait_for_change(&mut self, deadline: Instant) -> Change {
        let probes_due = Instant::now() + watch::PROBING;
        let until = if self.has_probes() {
            deadline.min(probes_due)
        } else {
            deadline
        };
        if self.follow(until).await {
            return Change::Changed;
        }
        if Instant::now() < deadline {
            Change::Changed
        } else {
            Change::TimedOut
        }
    }

    /// The end of the log of a container's run that ended: of the previous one, or of the present
    /// one where the container was not started again yet or the kubelet has cleaned up.
    pub async fn previous_log(&self, pod: &str, container: &str) -> Result<PreviousLog, Failure> {
        let log = |previous| probe::log(&self.cluster, &self.namespace, pod, container, previous);
        let text = match log(true).await {
            Ok(text) if !text.starts_with(LOG_GONE) => text,
            _ => log(false).await?,
        };
        Ok(PreviousLog {
            pod: pod.to_owned(),
            container: container.to_owned(),
            text,
        })
    }

    /// Lists the kinds that what is held gives reason to look at; from then on they are held too.
    async fn look_further(&mut self) {
        let held = self.tables.iter().flat_map(Table::objects);
        let mut further = needs::further(held);
        further.retain(|kind| {
            let is_held = |table: &Table| table.kind() == *kind && table.is_asked_for();
            !self.tables.iter().any(is_held)
        });
        let place = Some(self.namespace.as_str());
        let tables = further
            .into_iter()
            .map(|kind| Table::new(kind, None, place, &self.namespace));
        let tables = tables.collect();
        self.list_too(tables).await;
    }

    /// Looks for what Pods wait for in vain in other namespaces, once for each.
    async fn look_elsewhere(&mut self) {
        let tables = elsewhere::tables(&self.tables, &self.namespace, &self.needs.elsewhere);
        self.list_too(tables).await;
    }

    /// Holds more tables, and lists what is in them.
    async fn list_too(&mut self, tables: Vec<Table>) {
        let known = self.tables.len();
        self.tables.extend(tables);
        let added: Vec<usize> = (known..self.tables.len()).collect();
        if !added.is_empty() {
            self.list(&added).await;
        }
    }

    fn has_probes(&self) -> bool {
        !(self.needs.http.is_empty()
            && self.needs.logs.is_empty()
            && self.needs.files.is_empty()
            && self.needs.images.is_empty())
    }

    /// What docker has of the images asked for.
    async fn images(&self) -> Result<Vec<LocalImage>, Gap> {
        match &self.runner {
            Some(runner) if !self.needs.images.is_empty() => {
                docker::images(&self.needs.images, runner).await
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Lists some tables at the same time; whether anything differs from what was held.
    async fn list(&mut self, indices: &[usize]) -> bool {
        let lists = indices
            .iter()
            .map(|index| self.tables[*index].list(&self.cluster));
        let outcomes: Vec<Result<Listed, Failure>> = join_all(lists).await;
        // From here on nothing is awaited, so that a dropped future leaves no table half done.
        let dates = outcomes.iter().flatten().filter_map(|listed| listed.date);
        if let Some(date) = dates.max() {
            self.clock.set(date);
        }
        let mut changed = false;
        for (index, outcome) in indices.iter().zip(outcomes) {
            changed |= self.tables[*index].take(outcome);
        }
        changed
    }

    /// What is held, as a look without probes.
    fn held(&self) -> Seen {
        let mut objects = Vec::new();
        let mut events = Vec::new();
        for table in &self.tables {
            let into = if table.kind() == "Event" {
                &mut events
            } else {
                &mut objects
            };
            into.extend(table.objects().cloned());
        }
        self.held_with(objects, events, gaps(&self.tables))
    }

    fn held_with(&self, objects: Vec<Object>, events: Vec<Object>, gaps: Vec<Gap>) -> Seen {
        Seen {
            at: self.clock.now(),
            objects,
            events,
            gaps,
            probes: Vec::new(),
            images: Vec::new(),
            versions: self
                .tables
                .iter()
                .filter_map(|table| Some((table.kind().to_owned(), table.version()?.to_owned())))
                .collect(),
        }
    }
}

/// The lists that one observation needs.
fn tables(namespace: &str, needs: &Needs) -> Vec<Table> {
    let version = |kind: &str| needs.api_versions.get(kind).map(String::as_str);
    let mut tables: Vec<Table> = needs
        .kinds
        .iter()
        .map(String::as_str)
        .filter(|kind| *kind != "Event")
        .chain(std::iter::once("Event"))
        .map(|kind| {
            let cluster_wide = kinds::find(kind).is_some_and(|kind| !kind.namespaced);
            let place = (!cluster_wide).then_some(namespace);
            Table::new(kind, version(kind), place, namespace)
        })
        .collect();
    if namespace != DEFAULT_NAMESPACE {
        let elsewhere = needs.elsewhere.iter().map(String::as_str);
        tables.extend(
            elsewhere
                .map(|kind| Table::new(kind, version(kind), Some(DEFAULT_NAMESPACE), namespace)),
        );
    }
    tables
}

/// What could not be read: one gap for the server as a whole where it is the server, else one for
/// each kind.
fn gaps(tables: &[Table]) -> Vec<Gap> {
    let failed: Vec<Gap> = tables.iter().filter_map(Table::gap).collect();
    let all = failed.len() == tables.iter().filter(|table| table.is_asked_for()).count();
    // One list that is late does not make the server dead; one that is refused does.
    let server = |gap: &&Gap| gap.reason.is_fatal() && (all || gap.reason != GapReason::Timeout);
    match failed.iter().find(server) {
        Some(gap) => vec![Gap {
            kind: String::new(),
            namespace: None,
            reason: gap.reason,
            message: gap.message.clone(),
        }],
        None => failed,
    }
}

/// The API server's clock between two answers.
#[derive(Debug, Default)]
struct Clock {
    set: Option<(Timestamp, Instant)>,
}

impl Clock {
    fn set(&mut self, date: Timestamp) {
        // Answers tell the second only; a clock that has run on since must not jump back.
        let at = self.set.map_or(date, |_| date.max(self.now()));
        self.set = Some((at, Instant::now()));
    }

    fn now(&self) -> Timestamp {
        match self.set {
            Some((date, read)) => {
                let elapsed = SignedDuration::try_from(read.elapsed()).unwrap_or_default();
                date.checked_add(elapsed).unwrap_or(date)
            }
            None => Timestamp::now(),
        }
    }
}

/// How long one list may take, all its pages together.
const LISTING: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests;
