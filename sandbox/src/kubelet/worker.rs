//! One Pod on a node, from its first look at the node to its last.
//!
//! The worker is a state machine: whatever happens arrives as a message, after which it does what
//! has become possible, writes the status if that has changed, and says when to look again.

mod end;
mod outcome;
mod probes;
mod report;
mod resume;
mod setup;
mod start;
mod wait;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::mpsc;

use self::{end::Killing, probes::Probing};
use super::{
    Handle, Node,
    backoff::Backoff,
    container::{Container, Outcome},
    probe::{Finding, Kind},
    status::{Ended, State},
    volumes::Volumes,
};
use crate::{
    containers::{
        machine::{End, KILL},
        network::PodNet,
    },
    controllers::owners,
    kinds,
    object::{Meta, Object},
};

/// What happens to a Pod.
#[derive(Debug)]
pub(super) enum Message {
    /// The object has changed.
    Look,
    /// A container was started, or was not.
    Came(usize, Outcome),
    /// A run of a container has ended.
    Ended(usize, String, End),
    /// A probe has an answer.
    Probed(usize, String, Kind, Finding),
}

/// One container of the Pod, over all its runs.
#[derive(Debug)]
struct Slot {
    spec: Value,
    init: bool,
    sidecar: bool,
    state: State,
    last: Option<Ended>,
    /// Containers made so far.
    made: i64,
    /// One of them since the node was started.
    began: bool,
    running: Option<Arc<Container>>,
    image: Option<(String, String)>,
    id: String,
    crash: Backoff,
    pulls: Backoff,
    /// When it ended, if it has to begin anew.
    crashed: Option<Timestamp>,
    /// When the image could not be pulled, and why.
    unpulled: Option<(Timestamp, String)>,
    /// Not before this moment.
    next: Option<Timestamp>,
    announced: Option<Timestamp>,
    killing: Option<Killing>,
    probes: BTreeMap<Kind, Probing>,
}

/// Looks after one Pod.
#[derive(Debug)]
pub(super) struct Worker {
    node: Arc<Node>,
    pod: Object,
    handle: Arc<Handle>,
    slots: Vec<Slot>,
    /// The container that is being started; one at a time.
    busy: Option<usize>,
    since: Timestamp,
    sandbox_due: Option<Timestamp>,
    net: Option<Arc<PodNet>>,
    volumes: Option<Volumes>,
    mount_next: Option<Timestamp>,
    mount_delay: Duration,
    refreshed: Timestamp,
    /// The labels and annotations that volumes show.
    shown: [Option<Value>; 2],
    failure: Option<(&'static str, &'static str)>,
    cleared: Option<Timestamp>,
    own: mpsc::UnboundedSender<Message>,
}

/// When to look again; the earliest wins.
#[derive(Debug, Default)]
struct Wake(Option<Timestamp>);

impl Wake {
    fn at(&mut self, moment: Timestamp) {
        self.0 = Some(self.0.map_or(moment, |m| m.min(moment)));
    }
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| now.saturating_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

impl Worker {
    pub(super) fn new(
        node: Arc<Node>,
        pod: Object,
        handle: Arc<Handle>,
        own: mpsc::UnboundedSender<Message>,
    ) -> Self {
        let now = node.registry.clock().now();
        let slot = |spec: &Value, init: bool| {
            let sidecar = init && spec.text_at("restartPolicy") == "Always";
            let has_inits = !pod.list_at("spec.initContainers").is_empty();
            let mut slot = Slot {
                spec: spec.clone(),
                init,
                sidecar,
                state: State::waiting(if has_inits {
                    "PodInitializing"
                } else {
                    "ContainerCreating"
                }),
                last: None,
                made: 0,
                began: false,
                running: None,
                image: None,
                id: String::new(),
                crash: Backoff::default(),
                pulls: Backoff::default(),
                crashed: None,
                unpulled: None,
                next: None,
                announced: None,
                killing: None,
                probes: BTreeMap::new(),
            };
            let key = if init {
                "status.initContainerStatuses"
            } else {
                "status.containerStatuses"
            };
            let statuses = pod.list_at(key).iter();
            if let Some(before) = statuses.into_iter().find(|s| s["name"] == spec["name"]) {
                slot.resume(before, owners::ended(&pod), now);
            }
            slot
        };
        let inits = pod
            .list_at("spec.initContainers")
            .iter()
            .map(|c| slot(c, true));
        let slots = inits
            .chain(
                pod.list_at("spec.containers")
                    .iter()
                    .map(|c| slot(c, false)),
            )
            .collect();
        Self {
            node,
            handle,
            slots,
            busy: None,
            since: now,
            sandbox_due: None,
            net: None,
            volumes: None,
            mount_next: None,
            mount_delay: Duration::from_millis(500),
            refreshed: now,
            shown: setup::SHOWN.map(|path| pod.at(path).cloned()),
            failure: None,
            cleared: None,
            own,
            pod,
        }
    }

    /// Looks after the Pod until it is gone.
    pub(super) async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Message>) {
        let clock = self.node.registry.clock().clone();
        loop {
            while let Ok(message) = inbox.try_recv() {
                self.hear(message);
            }
            let Some(wake) = self.look() else { break };
            tokio::select! {
                message = inbox.recv() => match message {
                    Some(message) => self.hear(message),
                    None => break,
                },
                () = clock.sleep_until(wake.0.unwrap_or(Timestamp::MAX)), if wake.0.is_some() => {}
            }
        }
        for slot in &self.slots {
            if let Some(running) = &slot.running {
                running.machine.stop(KILL);
            }
        }
        self.release();
        self.node.clear(&self.pod);
        self.node.forget(&self.handle);
    }

    fn now(&self) -> Timestamp {
        self.node.registry.clock().now()
    }

    fn field(&self, number: usize) -> String {
        let slot = &self.slots[number];
        let list = if slot.init {
            "initContainers"
        } else {
            "containers"
        };
        format!("spec.{list}{{{}}}", slot.spec.text_at("name"))
    }

    fn name(&self, number: usize) -> &str {
        self.slots[number].spec.text_at("name")
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Look => {}
            Message::Came(number, outcome) => self.came(number, outcome),
            Message::Ended(number, id, end) => self.ended(number, &id, end),
            Message::Probed(number, id, kind, finding) => self.probed(number, &id, kind, finding),
        }
    }

    /// Does all that can be done now. Nothing is returned when the Pod is gone.
    fn look(&mut self) -> Option<Wake> {
        let now = self.now();
        let found =
            self.node
                .registry
                .store()
                .get(kinds::POD, self.pod.namespace(), self.pod.name());
        self.pod = found.filter(|p| p.uid() == self.pod.uid())?;
        let mut wake = Wake::default();
        self.keep_up();
        if self.pod.deleting() {
            self.terminate(now, &mut wake);
            self.write(now);
            return if self.gone(now, &mut wake) {
                None
            } else {
                Some(wake)
            };
        }
        if owners::ended(&self.pod) || self.failure.is_some() {
            self.end_all(now, &mut wake);
            self.write(now);
            if self.busy.is_none() && self.slots.iter().all(|s| s.running.is_none()) {
                self.release();
                self.write(now);
            }
            return Some(wake);
        }
        self.keep_deadline(now, &mut wake);
        if self.failure.is_none() && self.prepare(now, &mut wake) {
            self.drive(now, &mut wake);
            self.probe(now, &mut wake);
            self.hurry(now, &mut wake);
            self.refresh(now, &mut wake);
        }
        self.write(now);
        Some(wake)
    }
}
