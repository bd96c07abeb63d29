//! One Pod on a node, from its first look at the node to its last.
//!
//! The worker is a state machine: whatever happens arrives as a message, after which it does what
//! has become possible, writes the status if that has changed, and says when to look again.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::mpsc;

use super::{
    Handle, Node,
    backoff::Backoff,
    container::{Container, Outcome, Start},
    pace,
    probe::{self, Finding, Kind},
    status::{self, Ended, State, Told},
    volumes::Volumes,
};
use crate::{
    containers::{
        machine::{End, KILL, TERM},
        network::PodNet,
    },
    kinds,
    object::{Meta, Object, child},
    quantity::Quantity,
    registry::{Deletion, Part, Write},
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

/// One probe's memory.
#[derive(Debug)]
struct Probing {
    next: Timestamp,
    good: i64,
    bad: i64,
    asking: bool,
    result: Option<bool>,
}

/// A container that has been asked to end.
#[derive(Debug)]
struct Killing {
    deadline: Timestamp,
    killed: bool,
    /// Its definition has changed: it begins anew, without a back-off.
    renewed: bool,
    /// A probe has failed.
    probed: bool,
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

/// What is told of a Pod that has run too long.
const TOO_LONG: &str = "Pod was active on the node longer than the specified deadline";
/// A Pod whose memory limit is smaller than this cannot even be set up.
const LEAST_MEMORY: i64 = 4 << 20;

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
            let key = if init {
                "status.initContainerStatuses"
            } else {
                "status.containerStatuses"
            };
            let before = pod.list_at(key).iter().find(|s| s["name"] == spec["name"]);
            let made = before
                .filter(|b| !b.text_at("containerID").is_empty())
                .and_then(|b| b.int_at("restartCount"))
                .map_or(0, |r| r + 1);
            let has_inits = !pod.list_at("spec.initContainers").is_empty();
            Slot {
                spec: spec.clone(),
                init,
                sidecar,
                state: State::waiting(if has_inits {
                    "PodInitializing"
                } else {
                    "ContainerCreating"
                }),
                last: None,
                made,
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
            }
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

    /// Gives the Pod's address back.
    fn release(&mut self) {
        if let Some(net) = self.net.take() {
            self.node.network.leave(&net);
            self.handle.set_net(None);
        }
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
        let over = matches!(self.pod.text_at("status.phase"), "Succeeded" | "Failed")
            || self.failure.is_some();
        if over {
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

    /// Takes over what may change of a Pod's containers: their images.
    fn keep_up(&mut self) {
        for slot in &mut self.slots {
            let list = if slot.init {
                "spec.initContainers"
            } else {
                "spec.containers"
            };
            let Some(spec) = self
                .pod
                .list_at(list)
                .iter()
                .find(|c| c["name"] == slot.spec["name"])
            else {
                continue;
            };
            if spec.get("image") != slot.spec.get("image") {
                slot.pulls = Backoff::default();
                slot.crash = Backoff::default();
                slot.unpulled = None;
                slot.next = None;
                slot.announced = None;
            }
            if spec != &slot.spec {
                slot.spec = spec.clone();
            }
        }
    }

    fn keep_deadline(&mut self, now: Timestamp, wake: &mut Wake) {
        let Some(limit) = self.pod.int_at("spec.activeDeadlineSeconds") else {
            return;
        };
        let start = self
            .pod
            .text_at("status.startTime")
            .parse()
            .unwrap_or(self.since);
        let due = start
            .saturating_add(SignedDuration::from_secs(limit))
            .unwrap_or(Timestamp::MAX);
        if due > now {
            wake.at(due);
            return;
        }
        self.failure = Some(("DeadlineExceeded", TOO_LONG));
        self.node
            .events
            .normal(&self.pod, "", "DeadlineExceeded", TOO_LONG);
        self.end_all(now, wake);
    }

    /// Mounts the volumes and sets up the network; says whether containers can be started.
    fn prepare(&mut self, now: Timestamp, wake: &mut Wake) -> bool {
        if self.volumes.is_none() {
            if let Some(next) = self.mount_next.filter(|n| *n > now) {
                wake.at(next);
                return false;
            }
            match Volumes::mount(
                &self.node.registry,
                &self.pod,
                &self.node.files,
                &self.node.options.ip,
            ) {
                Ok(volumes) => self.volumes = Some(volumes),
                Err(failures) => {
                    for (name, why) in failures {
                        self.node.events.warning(
                            &self.pod,
                            "",
                            "FailedMount",
                            &format!("MountVolume.SetUp failed for volume \"{name}\" : {why}"),
                        );
                    }
                    let next = later(now, self.mount_delay);
                    self.mount_delay = (self.mount_delay * 2).min(Duration::from_secs(122));
                    self.mount_next = Some(next);
                    wake.at(next);
                    return false;
                }
            }
        }
        if self.net.is_some() {
            return true;
        }
        let due = *self.sandbox_due.get_or_insert(later(now, pace::SANDBOX));
        if due > now {
            wake.at(due);
            return false;
        }
        if self.too_little_memory() {
            let id = crate::containers::image::digest(&crate::names::uid());
            self.node.events.warning(&self.pod, "", "FailedCreatePodSandBox", &format!("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox \"{id}\": failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown"));
            let next = later(now, pace::AGAIN);
            self.sandbox_due = Some(next);
            wake.at(next);
            return false;
        }
        let before = Some(self.pod.text_at("status.podIP")).filter(|ip| !ip.is_empty());
        let net = self.node.network.join(before);
        self.handle.set_net(Some(Arc::clone(&net)));
        self.net = Some(net);
        true
    }

    /// Whether the limits of all containers together leave no room for anything.
    fn too_little_memory(&self) -> bool {
        let limit = |slot: &Slot| {
            slot.spec
                .at("resources.limits.memory")
                .and_then(Value::as_str)
                .and_then(Quantity::parse)
                .map(Quantity::value)
        };
        let limits: Option<Vec<i64>> = self
            .slots
            .iter()
            .filter(|s| !s.init || s.sidecar)
            .map(limit)
            .collect();
        limits.is_some_and(|limits| !limits.is_empty() && limits.iter().sum::<i64>() < LEAST_MEMORY)
    }

    /// Starts the containers that are due: first those that come before, then the others.
    fn drive(&mut self, now: Timestamp, wake: &mut Wake) {
        let policy = self.pod.text_at("spec.restartPolicy").to_owned();
        let main_ran = self.slots.iter().any(|s| !s.init && s.made > 0);
        for number in 0..self.slots.len() {
            let slot = &self.slots[number];
            if !slot.init || (main_ran && !slot.sidecar) {
                continue;
            }
            match &slot.state {
                State::Running { .. } if slot.sidecar && self.started(number) => {}
                State::Ended(end) if !slot.sidecar && end.code == 0 => {}
                State::Running { .. } => return,
                State::Ended(_) if !slot.sidecar && policy == "Never" => return,
                State::Ended(_) | State::Waiting { .. } => {
                    self.start(number, now, wake);
                    if !main_ran {
                        return;
                    }
                }
            }
        }
        for number in 0..self.slots.len() {
            let slot = &self.slots[number];
            if slot.init {
                continue;
            }
            match &slot.state {
                State::Running { .. } => self.renew(number, now),
                State::Waiting { .. } => self.start(number, now, wake),
                State::Ended(end) => {
                    let again = match policy.as_str() {
                        "Never" => false,
                        "OnFailure" => end.code != 0,
                        _ => true,
                    };
                    if again {
                        self.start(number, now, wake);
                    }
                }
            }
        }
    }

    /// Ends a container whose image is no longer the wanted one.
    fn renew(&mut self, number: usize, now: Timestamp) {
        let slot = &self.slots[number];
        let changed = slot
            .running
            .as_ref()
            .is_some_and(|r| r.asked != slot.spec.text_at("image"));
        if changed && slot.killing.is_none() {
            let text = format!(
                "Container {} definition changed, will be restarted",
                self.name(number)
            );
            self.kill(number, now, None, &text);
            if let Some(killing) = &mut self.slots[number].killing {
                killing.renewed = true;
            }
        }
    }

    /// Starts a container, or says what it waits for.
    fn start(&mut self, number: usize, now: Timestamp, wake: &mut Wake) {
        if self.busy.is_some() {
            return;
        }
        if let Some(next) = self.slots[number].next.filter(|n| *n > now) {
            wake.at(next);
            return;
        }
        if self.waits_after_crash(number, now, wake) || self.waits_for_image(number, now, wake) {
            return;
        }
        let (Some(net), Some(volumes)) = (&self.net, &self.volumes) else {
            return;
        };
        let (net, volumes) = (Arc::clone(net), volumes.clone());
        let field = self.field(number);
        let slot = &mut self.slots[number];
        if slot.crashed.take().is_some() {
            slot.crash.next(now);
        }
        slot.next = None;
        slot.announced = None;
        if slot.init
            && let State::Waiting { reason, .. } = &slot.state
            && reason == "ContainerCreating"
        {
            slot.state = State::waiting("PodInitializing");
        }
        self.busy = Some(number);
        let start = Start {
            node: Arc::clone(&self.node),
            pod: self.pod.clone(),
            container: slot.spec.clone(),
            field,
            net,
            volumes,
        };
        let own = self.own.clone();
        self.node.tasks.spawn(async move {
            let outcome = start.run().await;
            // The worker may have gone with its Pod; then nobody needs to know.
            let _ = own.send(Message::Came(number, outcome));
        });
    }

    fn waits_after_crash(&mut self, number: usize, now: Timestamp, wake: &mut Wake) -> bool {
        let field = self.field(number);
        let slot = &mut self.slots[number];
        let Some(until) = slot.crashed.and_then(|at| slot.crash.until(at, now)) else {
            return false;
        };
        if let State::Ended(end) = &slot.state {
            slot.last = Some(end.clone());
        }
        let (name, delay) = (
            slot.spec.text_at("name").to_owned(),
            slot.crash.delay().as_secs(),
        );
        let delay = if delay >= 60 && delay.is_multiple_of(60) {
            format!("{}m0s", delay / 60)
        } else if delay > 60 {
            format!("{}m{}s", delay / 60, delay % 60)
        } else {
            format!("{delay}s")
        };
        let full = format!(
            "{}_{}({})",
            self.pod.name(),
            self.pod.namespace(),
            self.pod.uid()
        );
        slot.state = State::Waiting {
            reason: "CrashLoopBackOff".into(),
            message: format!("back-off {delay} restarting failed container={name} pod={full}"),
        };
        let due = slot.announced.map_or(now, |at| later(at, pace::AGAIN));
        if due <= now {
            slot.announced = Some(now);
            self.node.events.warning(
                &self.pod,
                &field,
                "BackOff",
                &format!("Back-off restarting failed container {name} in pod {full}"),
            );
            wake.at(later(now, pace::AGAIN));
        } else {
            wake.at(due);
        }
        wake.at(until);
        true
    }

    fn waits_for_image(&mut self, number: usize, now: Timestamp, wake: &mut Wake) -> bool {
        let field = self.field(number);
        let slot = &mut self.slots[number];
        let Some((at, why)) = slot.unpulled.clone() else {
            return false;
        };
        let Some(until) = slot.pulls.until(at, now) else {
            return false;
        };
        wake.at(until);
        let shown = later(at, pace::SHOWN);
        if shown > now {
            wake.at(shown);
            return true;
        }
        let image = slot.spec.text_at("image").to_owned();
        let text = format!("Back-off pulling image \"{image}\"");
        slot.state = State::Waiting {
            reason: "ImagePullBackOff".into(),
            message: format!("{text}: ErrImagePull: {why}"),
        };
        let due = slot.announced.map_or(now, |at| later(at, pace::AGAIN));
        if due <= now {
            slot.announced = Some(now);
            self.node.events.normal(&self.pod, &field, "BackOff", &text);
            self.node
                .events
                .warning(&self.pod, &field, "Failed", "Error: ImagePullBackOff");
            wake.at(later(now, pace::AGAIN));
        } else {
            wake.at(due);
        }
        true
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each of the outcomes")]
    fn came(&mut self, number: usize, outcome: Outcome) {
        self.busy = None;
        let now = self.now();
        let policy = self.pod.text_at("spec.restartPolicy").to_owned();
        let slot = &mut self.slots[number];
        if let State::Ended(end) = &slot.state {
            slot.last = Some(end.clone());
        }
        match outcome {
            Outcome::Running(container) => {
                slot.made += 1;
                slot.unpulled = None;
                slot.pulls = Backoff::default();
                slot.state = State::Running {
                    started: container.started,
                };
                slot.image = Some((container.image.clone(), container.image_id.clone()));
                slot.id.clone_from(&container.id);
                slot.killing = None;
                slot.probes = probing(&slot.spec, now);
                slot.running = Some(Arc::clone(&container));
                self.handle
                    .began(slot.spec.text_at("name"), Arc::clone(&container));
                self.follow(number, container);
            }
            Outcome::NoStart {
                id,
                message,
                image,
                image_id,
                ..
            } => {
                slot.made += 1;
                slot.unpulled = None;
                slot.image = Some((image, image_id));
                slot.id.clone_from(&id);
                let end = Ended {
                    code: 128,
                    reason: "StartError".into(),
                    message: message.clone(),
                    started: Timestamp::UNIX_EPOCH,
                    finished: now,
                    id,
                };
                if policy == "Never" && !slot.sidecar {
                    slot.state = State::Ended(end);
                } else {
                    slot.state = State::Waiting {
                        reason: "RunContainerError".into(),
                        message,
                    };
                    slot.last = Some(end);
                    slot.crashed = Some(now);
                    slot.next = Some(later(now, pace::NOTICE));
                }
            }
            Outcome::Not {
                reason,
                message,
                pull,
            } => {
                slot.state = State::Waiting {
                    reason: reason.into(),
                    message: message.clone(),
                };
                if pull {
                    slot.pulls.next(now);
                    slot.unpulled = Some((now, message));
                } else {
                    slot.next = Some(later(now, pace::AGAIN));
                }
            }
            Outcome::HookFailed { container, message } => {
                container.machine.stop(KILL);
                container.log.end(now);
                slot.made += 1;
                slot.image = Some((container.image.clone(), container.image_id.clone()));
                slot.id.clone_from(&container.id);
                let end = Ended {
                    code: 137,
                    reason: "Error".into(),
                    message: String::new(),
                    started: container.started,
                    finished: now,
                    id: container.id.clone(),
                };
                slot.last = Some(end.clone());
                slot.crashed = Some(now);
                slot.next = Some(later(now, pace::NOTICE));
                slot.state = if policy == "Never" {
                    State::Ended(end)
                } else {
                    State::Waiting {
                        reason: "PostStartHookError".into(),
                        message,
                    }
                };
                self.handle.began(slot.spec.text_at("name"), container);
                let field = self.field(number);
                self.node
                    .events
                    .normal(&self.pod, &field, "Killing", "FailedPostStartHook");
            }
        }
    }

    /// Tells the worker when a run has ended.
    fn follow(&self, number: usize, container: Arc<Container>) {
        let own = self.own.clone();
        let clock = self.node.registry.clock().clone();
        self.node.tasks.spawn(async move {
            let end = container.machine.ended().await;
            container.log.end(clock.now());
            // The worker may have gone with its Pod; then nobody needs to know.
            let _ = own.send(Message::Ended(number, container.id.clone(), end));
        });
    }

    fn ended(&mut self, number: usize, id: &str, end: End) {
        let now = self.now();
        let slot = &mut self.slots[number];
        let Some(running) = slot.running.take_if(|r| r.id == id) else {
            return;
        };
        let reason = match (end.out_of_memory, end.code) {
            (true, _) => "OOMKilled",
            (false, 0) => "Completed",
            (false, _) => "Error",
        };
        let killing = slot.killing.take();
        let renewed = killing.as_ref().is_some_and(|k| k.renewed);
        // The first time that a probe ends a container, upstream does not count it as a crash: it
        // kills and restarts in one go, before it has seen the end.
        let uncounted = killing.is_some_and(|k| k.probed) && slot.made == 1;
        slot.state = State::Ended(Ended {
            code: end.code,
            reason: reason.into(),
            message: running.last_words(end),
            started: running.started,
            finished: now,
            id: id.to_owned(),
        });
        slot.probes.clear();
        if renewed || uncounted {
            slot.crash = Backoff::default();
            slot.crashed = None;
        } else {
            slot.crashed = Some(now);
            slot.next = Some(later(now, pace::NOTICE));
        }
    }

    /// Asks a container to end, first by its hook, then by a signal.
    fn kill(&mut self, number: usize, now: Timestamp, grace: Option<i64>, text: &str) {
        let field = self.field(number);
        let own = self
            .pod
            .int_at("spec.terminationGracePeriodSeconds")
            .unwrap_or(30);
        let slot = &mut self.slots[number];
        let Some(running) = slot.running.clone().filter(|_| slot.killing.is_none()) else {
            return;
        };
        let grace = Duration::from_secs(u64::try_from(grace.unwrap_or(own)).unwrap_or(0));
        slot.killing = Some(Killing {
            deadline: later(now, grace),
            killed: false,
            renewed: false,
            probed: false,
        });
        self.node.events.normal(&self.pod, &field, "Killing", text);
        let Some(hook) = slot.spec.at("lifecycle.preStop").cloned() else {
            running.machine.stop(TERM);
            return;
        };
        let (node, pod, name) = (
            Arc::clone(&self.node),
            self.pod.clone(),
            slot.spec.text_at("name").to_owned(),
        );
        self.node.tasks.spawn(async move {
            let clock = node.registry.clock().clone();
            tokio::select! {
                outcome = probe::hook(&running, &hook, &pod, &name) => {
                    if let Err((text, _)) = outcome {
                        node.events.warning(&pod, &field, "FailedPreStopHook", &text);
                    }
                }
                () = clock.sleep(grace) => {}
            }
            running.machine.stop(TERM);
        });
    }

    /// Kills what has not ended in time.
    fn hurry(&mut self, now: Timestamp, wake: &mut Wake) {
        for slot in &mut self.slots {
            let (Some(running), Some(killing)) = (&slot.running, &mut slot.killing) else {
                continue;
            };
            if killing.killed {
                continue;
            }
            if killing.deadline <= now {
                killing.killed = true;
                running.machine.stop(KILL);
            } else {
                wake.at(killing.deadline);
            }
        }
    }

    fn end_all(&mut self, now: Timestamp, wake: &mut Wake) {
        for number in 0..self.slots.len() {
            let text = format!("Stopping container {}", self.name(number));
            self.kill(number, now, None, &text);
        }
        self.hurry(now, wake);
    }

    /// Ends a Pod that is being deleted.
    fn terminate(&mut self, now: Timestamp, wake: &mut Wake) {
        let grace = self
            .pod
            .int_at("metadata.deletionGracePeriodSeconds")
            .unwrap_or(30);
        let mains = self.slots.iter().any(|s| !s.init && s.running.is_some());
        for number in 0..self.slots.len() {
            // Those that came before and stayed go after the others.
            if mains && self.slots[number].init {
                continue;
            }
            let text = format!("Stopping container {}", self.name(number));
            self.kill(number, now, Some(grace), &text);
            let latest = later(now, Duration::from_secs(u64::try_from(grace).unwrap_or(0)));
            if let Some(killing) = &mut self.slots[number].killing {
                killing.deadline = killing.deadline.min(latest);
            }
        }
        self.probe(now, wake);
        self.hurry(now, wake);
    }

    /// Says whether a Pod that is being deleted is gone now.
    fn gone(&mut self, now: Timestamp, wake: &mut Wake) -> bool {
        if self.busy.is_some() || self.slots.iter().any(|s| s.running.is_some()) {
            return false;
        }
        let due = *self.cleared.get_or_insert(later(now, pace::CLEAR));
        if due > now {
            wake.at(due);
            return false;
        }
        let deletion = Deletion::now().only(&self.pod);
        match self.node.registry.delete(
            kinds::POD,
            self.pod.namespace(),
            self.pod.name(),
            &deletion,
        ) {
            // A finalizer may still hold it; its change will wake this worker again.
            Ok(done) => matches!(done, crate::registry::Deleted::Gone(_)),
            Err(refusal) => refusal.is_not_found() || refusal.is_conflict(),
        }
    }

    fn started(&self, number: usize) -> bool {
        let slot = &self.slots[number];
        slot.running.is_some()
            && slot
                .probes
                .get(&Kind::Startup)
                .is_none_or(|p| p.result == Some(true))
    }

    fn ready(&self, number: usize) -> bool {
        let slot = &self.slots[number];
        if slot.init && !slot.sidecar {
            return matches!(&slot.state, State::Ended(end) if end.code == 0);
        }
        self.started(number)
            && slot
                .probes
                .get(&Kind::Readiness)
                .is_none_or(|p| p.result == Some(true))
    }

    /// Asks the probes that are due.
    fn probe(&mut self, now: Timestamp, wake: &mut Wake) {
        for number in 0..self.slots.len() {
            let started = self.started(number);
            let deleting = self.pod.deleting();
            let slot = &mut self.slots[number];
            let Some(running) = slot.running.clone() else {
                continue;
            };
            for (kind, probing) in &mut slot.probes {
                let on = match kind {
                    Kind::Startup => probing.result != Some(true),
                    _ => started,
                };
                // What is being ended is only asked whether it is still ready.
                if !on
                    || probing.asking
                    || ((slot.killing.is_some() || deleting) && *kind != Kind::Readiness)
                {
                    continue;
                }
                if probing.next > now {
                    wake.at(probing.next);
                    continue;
                }
                probing.asking = true;
                let (own, kind, spec, id) = (
                    self.own.clone(),
                    *kind,
                    slot.spec.clone(),
                    running.id.clone(),
                );
                let running = Arc::clone(&running);
                self.node.tasks.spawn(async move {
                    let finding = probe::ask(&running, &spec, &spec[kind.key()]).await;
                    // The worker may have gone with its Pod; then nobody needs to know.
                    let _ = own.send(Message::Probed(number, id, kind, finding));
                });
            }
        }
    }

    fn probed(&mut self, number: usize, id: &str, kind: Kind, finding: Finding) {
        let now = self.now();
        let field = self.field(number);
        let slot = &mut self.slots[number];
        if slot.running.as_ref().is_none_or(|r| r.id != id) {
            return;
        }
        let Some(probing) = slot.probes.get_mut(&kind) else {
            return;
        };
        let spec = &slot.spec[kind.key()];
        let setting = |key: &str, default| spec.int_at(key).unwrap_or(default);
        probing.asking = false;
        probing.next = later(
            now,
            Duration::from_secs(u64::try_from(setting("periodSeconds", 10).max(1)).unwrap_or(10)),
        );
        let text = match finding {
            Finding::Good => {
                probing.good += 1;
                probing.bad = 0;
                if probing.good >= setting("successThreshold", 1) {
                    probing.result = Some(true);
                }
                return;
            }
            Finding::Bad(why) => format!("{} probe failed: {why}", kind.word()),
            Finding::Error(why) => {
                // It is not known; nothing changes, but it is told.
                self.node.events.warning(
                    &self.pod,
                    &field,
                    "Unhealthy",
                    &format!(
                        "{} probe errored and resulted in unknown state: {why}",
                        kind.word()
                    ),
                );
                return;
            }
        };
        probing.bad += 1;
        probing.good = 0;
        let enough = probing.bad >= setting("failureThreshold", 3);
        let grace = spec.int_at("terminationGracePeriodSeconds");
        if enough {
            probing.result = Some(false);
            probing.bad = 0;
        }
        self.node
            .events
            .warning(&self.pod, &field, "Unhealthy", &text);
        if enough && kind != Kind::Readiness {
            let word = kind.word().to_lowercase();
            let text = format!(
                "Container {} failed {word} probe, will be restarted",
                self.name(number)
            );
            self.kill(number, now, grace, &text);
            if let Some(killing) = &mut self.slots[number].killing {
                killing.probed = true;
            }
        }
    }

    /// Shows changed configuration in mounted volumes, some time after the change.
    fn refresh(&mut self, now: Timestamp, wake: &mut Wake) {
        let Some(volumes) = self
            .volumes
            .as_mut()
            .filter(|_| !self.pod.list_at("spec.volumes").is_empty())
        else {
            return;
        };
        let due = later(self.refreshed, pace::REFRESH);
        if due <= now {
            volumes.refresh(&self.node.registry, &self.pod, &self.node.options.ip);
            self.refreshed = now;
            wake.at(later(now, pace::REFRESH));
        } else {
            wake.at(due);
        }
    }

    /// Writes the status if it has changed.
    fn write(&mut self, now: Timestamp) {
        let told = |(number, slot): (usize, &Slot)| -> (bool, bool, usize) {
            let _ = slot;
            (self.ready(number), self.started(number), number)
        };
        let facts: Vec<(bool, bool, usize)> = self.slots.iter().enumerate().map(told).collect();
        let containers: Vec<Told<'_>> = facts
            .iter()
            .map(|(ready, started, number)| {
                let slot = &self.slots[*number];
                Told {
                    spec: &slot.spec,
                    state: &slot.state,
                    last: slot.last.as_ref(),
                    restarts: (slot.made - 1).max(0),
                    ready: *ready,
                    started: *started,
                    image: slot.image.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
                    id: &slot.id,
                    init: slot.init,
                    sidecar: slot.sidecar,
                }
            })
            .collect();
        // The address is told when the first container has been started, as upstream does.
        let ip = self.net.as_ref().map(|n| n.ip.as_str()).filter(|_| {
            self.busy.is_none()
                || self.slots.iter().any(|s| s.made > 0)
                || !self.pod.text_at("status.podIP").is_empty()
        });
        let pod = status::Pod {
            object: &self.pod,
            containers,
            host: &self.node.options.ip,
            ip,
            since: self.since,
            failure: self.failure,
        };
        let next = status::of(&pod, now);
        if self.pod.get("status") == Some(&next) {
            return;
        }
        let written = self.node.registry.modify(
            kinds::POD,
            self.pod.namespace(),
            self.pod.name(),
            Part::Status,
            &Write::default(),
            |object| {
                *child(object, "status") = next.clone();
                Ok(())
            },
        );
        if let Ok(object) = written {
            self.pod = object;
        }
    }
}

/// The probes of a container that has just been started.
fn probing(spec: &Value, now: Timestamp) -> BTreeMap<Kind, Probing> {
    Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let probe = spec.get(kind.key()).filter(|p| p.is_object())?;
            let delay =
                u64::try_from(probe.int_at("initialDelaySeconds").unwrap_or(0)).unwrap_or(0);
            let next = later(now, Duration::from_secs(delay));
            Some((
                kind,
                Probing {
                    next,
                    good: 0,
                    bad: 0,
                    asking: false,
                    result: None,
                },
            ))
        })
        .collect()
}
