//! Whether controllers are still at work on an object, have finished, or are stuck.
//!
//! Deadlines per phase are those of the fault catalogue: scheduling 5 s, image pull 60 s, container
//! start 10 s, readiness by the probe's own numbers. A decisive signal ends the wait at once; the
//! Deployment's `progressDeadlineSeconds` (600 s) is never waited for.

mod crash;
mod deletion;
mod init;
mod readiness;
mod sets;
mod storage;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

pub use crash::{is_between_crashes, was_replaced};
pub use deletion::is_held_by_finalizer;

use super::configuration;
use super::graph::{Graph, event_time, template_hash};
use super::image::ImageRef;
use super::object::{Object, ObjectKey, list, text};
use super::scheduling::{self, Candidate};

/// How long the scheduler may take.
const SCHEDULING: SignedDuration = SignedDuration::from_secs(5);
/// How long the scheduler's "no" may stand before it counts: it tries again when something changes.
const UNSCHEDULABLE: SignedDuration = SignedDuration::from_secs(2);
/// How long it may take to try again once a Node would take the Pod: the scheduler's back-off grows
/// from 1 s to 10 s (`podInitialBackoffSeconds`, `podMaxBackoffSeconds`).
const RETRYING: SignedDuration = SignedDuration::from_secs(15);
/// How long a claim may take to be bound.
const BINDING: SignedDuration = SignedDuration::from_secs(10);
/// How long an image may take to arrive.
const PULLING: SignedDuration = SignedDuration::from_secs(60);
/// How long a container may take to start once its image is there.
const STARTING: SignedDuration = SignedDuration::from_secs(10);
/// The same where nothing is known to go wrong: on a busy machine, the kubelet told of a container
/// 12 s after it ran.
const STARTING_UNHINDERED: SignedDuration = SignedDuration::from_secs(20);
/// How long the kubelet may take to try again once all that the environment needs is there.
const CONFIGURING: SignedDuration = SignedDuration::from_secs(45);
/// The same for a volume: the wait between two attempts grows to 122 s.
const MOUNTING: SignedDuration = SignedDuration::from_secs(150);
/// How long a controller may take to act on a change.
const RECONCILING: SignedDuration = SignedDuration::from_secs(10);
/// How long a deletion may take beyond the grace period; 75 s were seen on a healthy cluster.
const DELETING: SignedDuration = SignedDuration::from_secs(120);

/// How far the controllers are with an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Settling {
    /// Nothing more will happen by itself.
    Settled,
    /// Work in progress.
    Working(Work),
    /// It will not come right by itself: a decisive signal, or a deadline has passed.
    Stuck(Work),
}

/// What is going on, with whom, until when it is normal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    /// The phase.
    pub phase: Phase,
    /// The object concerned: the Pod rather than the Deployment.
    pub object: ObjectKey,
    /// Until when this is normal; `None` for a decisive signal.
    pub until: Option<Timestamp>,
    /// How many of the parts are ready, where there are parts.
    pub ready: Option<(u64, u64)>,
}

/// The phases of coming up and going away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// A controller has not seen the change yet.
    Observing,
    /// Pods are being made or removed.
    Scaling,
    /// The scheduler looks for a Node.
    Scheduling,
    /// The image is being pulled.
    Pulling,
    /// The container is being made.
    Starting,
    /// The container has crashed or ended and is started again.
    Crashing,
    /// It runs and is not ready yet.
    Readiness,
    /// It has started, and what it writes may still come.
    Output,
    /// A claim gets its volume.
    Binding,
    /// It is being deleted.
    Deleting,
}

impl Settling {
    fn by(
        phase: Phase,
        object: &Object,
        now: Timestamp,
        since: Option<Timestamp>,
        allowed: SignedDuration,
    ) -> Self {
        let until = since.unwrap_or(now) + allowed;
        let work = Work {
            phase,
            object: object.key(),
            until: Some(until),
            ready: None,
        };
        if now < until {
            Self::Working(work)
        } else {
            Self::Stuck(work)
        }
    }

    fn decisive(phase: Phase, object: &Object) -> Self {
        Self::Stuck(Work {
            phase,
            object: object.key(),
            until: None,
            ready: None,
        })
    }

    /// The work, unless settled.
    pub fn work(&self) -> Option<&Work> {
        match self {
            Self::Settled => None,
            Self::Working(work) | Self::Stuck(work) => Some(work),
        }
    }

    /// The gravest of several: stuck before working before settled; the latest deadline of those
    /// at work.
    pub fn gravest(states: impl IntoIterator<Item = Self>) -> Self {
        states
            .into_iter()
            .fold(Self::Settled, |worst, state| match (&worst, &state) {
                (Self::Stuck(_), _) | (_, Self::Settled) => worst,
                (_, Self::Stuck(_)) | (Self::Settled, _) => state,
                (Self::Working(a), Self::Working(b)) => {
                    if b.until > a.until {
                        state
                    } else {
                        worst
                    }
                }
            })
    }
}

/// How far the controllers are with an object.
pub fn of(object: &Object, graph: &Graph<'_>) -> Settling {
    let now = graph.snapshot().at;
    if storage::is_held_by_a_pod(object, graph) {
        return Settling::decisive(Phase::Deleting, object);
    }
    if is_held_by_finalizer(object, now) {
        return Settling::decisive(Phase::Deleting, object);
    }
    if object.is_terminating() {
        let grace = object
            .int("metadata.deletionGracePeriodSeconds")
            .unwrap_or(0);
        let asked = object.time("metadata.deletionTimestamp");
        let allowed = DELETING + SignedDuration::from_secs(grace.clamp(0, 3600));
        return Settling::by(Phase::Deleting, object, now, asked, allowed);
    }
    if is_abandoned(object, graph) {
        return Settling::by(Phase::Deleting, object, now, None, RECONCILING);
    }
    match object.kind() {
        "Pod" => of_pod(object, graph),
        "Deployment" => of_deployment(object, graph),
        "ReplicaSet" => of_replica_set(object, graph),
        "StatefulSet" | "DaemonSet" => sets::of_set(object, graph),
        "PersistentVolumeClaim" => storage::of_claim(object, graph),
        "PersistentVolume" => storage::of_volume(object, graph),
        _ => of_observed_generation(object, graph).unwrap_or(Settling::Settled),
    }
}

/// Whether the workload that controls an object, or one further up, is gone, so that the garbage
/// collector is about to delete the object. (A workload deleted with `--cascade=orphan` leaves no
/// owner reference behind.) Only kinds that every observation lists can be known to be gone.
pub fn is_abandoned(object: &Object, graph: &Graph<'_>) -> bool {
    let mut current = object;
    for _ in 0..8 {
        let Some(owner) = current.controller() else {
            return false;
        };
        if let Some(owner) = graph.controller_of(current) {
            current = owner;
            continue;
        }
        let kind = text(owner, "kind");
        let unread = graph.snapshot().has_gap(kind);
        return matches!(kind, "Deployment" | "ReplicaSet") && !unread;
    }
    false
}

/// Working as long as the controller has not seen the newest spec.
fn of_observed_generation(object: &Object, graph: &Graph<'_>) -> Option<Settling> {
    let generation = object.int("metadata.generation")?;
    let observed = object.int("status.observedGeneration").unwrap_or(0);
    if object.get("status.observedGeneration").is_none()
        && !matches!(object.kind(), "Deployment" | "ReplicaSet")
    {
        return None;
    }
    (observed < generation).then(|| {
        let since = object.last_kubectl_write().or_else(|| object.created());
        Settling::by(
            Phase::Observing,
            object,
            graph.snapshot().at,
            since,
            RECONCILING,
        )
    })
}

fn of_deployment(deployment: &Object, graph: &Graph<'_>) -> Settling {
    if let Some(settling) = of_observed_generation(deployment, graph) {
        return settling;
    }
    let wanted = count(deployment, "spec.replicas", 1);
    let (total, updated, available) = (
        count(deployment, "status.replicas", 0),
        count(deployment, "status.updatedReplicas", 0),
        count(deployment, "status.availableReplicas", 0),
    );
    if updated == wanted && total == wanted && available == wanted {
        return unless_pods_differ(deployment, wanted, graph);
    }
    let paused = deployment.get("spec.paused").and_then(Value::as_bool) == Some(true);
    if paused && updated < wanted {
        return Settling::decisive(Phase::Scaling, deployment);
    }
    let set = graph.current_replica_set(deployment);
    let pods = set.map(|set| graph.pods_of(set)).unwrap_or_default();
    let of_pods = Settling::gravest(
        pods.iter()
            .filter(|pod| !pod.is_terminating())
            .map(|pod| of_pod(pod, graph)),
    );
    let refused = set.is_some_and(|set| set.is_condition_true("ReplicaFailure"));
    let state = match of_pods {
        Settling::Settled if refused => Settling::decisive(Phase::Scaling, deployment),
        Settling::Settled => {
            let since = newest_change(deployment, &pods);
            Settling::by(
                Phase::Scaling,
                deployment,
                graph.snapshot().at,
                since,
                RECONCILING,
            )
        }
        state => state,
    };
    with_ready(state, available.min(updated), wanted)
}

/// A Deployment that says it is done, while the Pods that were read are not those it speaks of: the
/// lists of one look are made at different moments, and a moment later they agree.
fn unless_pods_differ(deployment: &Object, wanted: u64, graph: &Graph<'_>) -> Settling {
    let pods = graph.pods_of(deployment);
    let staying = || pods.iter().filter(|pod| !pod.is_terminating());
    let agrees = staying().count() as u64 == wanted && staying().all(|pod| is_current(pod, graph));
    if agrees || graph.snapshot().has_gap("Pod") {
        return Settling::Settled;
    }
    let now = graph.snapshot().at;
    let since = newest_change(deployment, &pods);
    match Settling::by(Phase::Scaling, deployment, now, since, RECONCILING) {
        working @ Settling::Working(_) => working,
        _ => Settling::Settled,
    }
}

/// The newest sign of life around a Deployment: its conditions and its Pods becoming ready.
fn newest_change(workload: &Object, pods: &[&Object]) -> Option<Timestamp> {
    let conditions = workload.list("status.conditions").iter();
    conditions
        .flat_map(|c| ["lastUpdateTime", "lastTransitionTime"].map(|key| text(c, key).parse().ok()))
        .flatten()
        .chain(workload.last_kubectl_write())
        .chain(workload.created())
        .chain(pods.iter().filter_map(|pod| ready_since(pod)))
        .max()
}

fn ready_since(pod: &Object) -> Option<Timestamp> {
    text(pod.condition("Ready")?, "lastTransitionTime")
        .parse()
        .ok()
}

fn of_replica_set(set: &Object, graph: &Graph<'_>) -> Settling {
    if let Some(settling) = of_observed_generation(set, graph) {
        return settling;
    }
    let wanted = count(set, "spec.replicas", 1);
    let (total, ready) = (
        count(set, "status.replicas", 0),
        count(set, "status.readyReplicas", 0),
    );
    if total == wanted && ready == wanted {
        return Settling::Settled;
    }
    let pods = graph.pods_of(set);
    match Settling::gravest(pods.iter().map(|pod| of(pod, graph))) {
        Settling::Settled if set.is_condition_true("ReplicaFailure") => {
            Settling::decisive(Phase::Scaling, set)
        }
        Settling::Settled => {
            let since = newest_change(set, &pods);
            Settling::by(Phase::Scaling, set, graph.snapshot().at, since, RECONCILING)
        }
        state => with_ready(state, ready, wanted),
    }
}

fn with_ready(state: Settling, ready: u64, wanted: u64) -> Settling {
    let with = |mut work: Work| {
        work.ready = Some((ready, wanted));
        work
    };
    match state {
        Settling::Settled => Settling::Settled,
        Settling::Working(work) => Settling::Working(with(work)),
        Settling::Stuck(work) => Settling::Stuck(with(work)),
    }
}

fn of_pod(pod: &Object, graph: &Graph<'_>) -> Settling {
    let now = graph.snapshot().at;
    if pod.is_terminating() {
        return of(pod, graph);
    }
    match pod.text("status.phase") {
        "Succeeded" | "Failed" => return Settling::Settled,
        _ => {}
    }
    if pod.text("spec.nodeName").is_empty() {
        return of_unscheduled(pod, graph);
    }
    if names_no_node(pod, graph) {
        return Settling::decisive(Phase::Scheduling, pod);
    }
    let mut states = Vec::new();
    let statuses = list(pod.value(), "status.containerStatuses");
    let inits = list(pod.value(), "status.initContainerStatuses");
    for status in inits.iter().chain(statuses) {
        states.push(of_container(status, pod, graph));
    }
    if statuses.is_empty() {
        let since = scheduled_at(pod);
        let allowed = time_to_start(pod, graph);
        states.push(Settling::by(Phase::Starting, pod, now, since, allowed));
    }
    match Settling::gravest(states) {
        Settling::Settled if !pod.is_condition_true("Ready") => readiness::of_pod(pod, graph),
        state => state,
    }
}

/// Whether a Pod that nobody has started names a Node that is not there. (Without any, Nodes were
/// not read.)
fn names_no_node(pod: &Object, graph: &Graph<'_>) -> bool {
    let is_new = list(pod.value(), "status.containerStatuses").is_empty();
    is_new && !graph.all("Node").is_empty() && graph.node_of(pod).is_none()
}

/// How long the containers of a Pod may take to start. A Warning about it (`FailedMount`,
/// `FailedCreatePodSandBox`) says that it will not get better by waiting long.
fn time_to_start(pod: &Object, graph: &Graph<'_>) -> SignedDuration {
    let events = graph.events_of(pod);
    let is_hindered = events
        .iter()
        .any(|event| event.text("type") == "Warning" && event.text("reason") != "FailedScheduling");
    if is_hindered {
        STARTING
    } else {
        STARTING_UNHINDERED
    }
}

/// A Pod without a Node: not looked at yet, or told that there is none for it.
fn of_unscheduled(pod: &Object, graph: &Graph<'_>) -> Settling {
    let now = graph.snapshot().at;
    let told = pod
        .condition("PodScheduled")
        .filter(|c| text(c, "status") == "False");
    let claims = pod
        .list("spec.volumes")
        .iter()
        .any(|volume| volume.get("persistentVolumeClaim").is_some());
    let at = |told: &Value| text(told, "lastTransitionTime").parse().ok();
    let (since, allowed) = match (told, claims) {
        (Some(told), true) if storage::lacks_a_claim(pod, graph) => (at(told), UNSCHEDULABLE),
        (_, true) => (
            pod.created().max(storage::last_change(pod, graph)),
            RETRYING,
        ),
        (Some(told), false) => {
            let told = at(told);
            if scheduling::candidates(pod, graph)
                .iter()
                .all(Candidate::refuses)
            {
                (told, UNSCHEDULABLE)
            } else {
                // What it was told is out of date, and it is tried again.
                (told.max(last_change_of_nodes(graph)), RETRYING)
            }
        }
        (None, false) => (pod.created(), SCHEDULING),
    };
    Settling::by(Phase::Scheduling, pod, now, since, allowed)
}

/// When something was changed that a Node without room, or with another label, may have now: a
/// Node by kubectl, or anything by a command.
fn last_change_of_nodes(graph: &Graph<'_>) -> Option<Timestamp> {
    let snapshot = graph.snapshot();
    let nodes = graph.all("Node").iter();
    let commands = snapshot.commands.iter().filter(|typed| !typed.failed());
    // A command is timed by the clock of this machine, which may be ahead.
    let typed = commands.map(|typed| typed.at.min(snapshot.at));
    nodes
        .filter_map(|node| node.last_kubectl_write())
        .chain(typed)
        .max()
}

fn of_container(status: &Value, pod: &Object, graph: &Graph<'_>) -> Settling {
    let now = graph.snapshot().at;
    if let Some(waiting) = status.get("state").and_then(|state| state.get("waiting")) {
        if is_about_another_image(waiting, status, pod) {
            let since = pod.last_kubectl_write();
            return Settling::by(Phase::Pulling, pod, now, since, PULLING);
        }
        return match text(waiting, "reason") {
            "ErrImagePull"
            | "ImagePullBackOff"
            | "InvalidImageName"
            | "ErrImageNeverPull"
            | "RegistryUnavailable" => Settling::decisive(Phase::Pulling, pod),
            "CrashLoopBackOff" => Settling::decisive(Phase::Crashing, pod),
            "CreateContainerConfigError" => match configuration::complete_since(pod, graph) {
                // It is tried again, with what is there now.
                since @ Some(_) => Settling::by(Phase::Starting, pod, now, since, CONFIGURING),
                None => Settling::decisive(Phase::Starting, pod),
            },
            "CreateContainerError" | "RunContainerError" | "StartError" => {
                Settling::decisive(Phase::Starting, pod)
            }
            // ContainerCreating and PodInitializing cover volumes, the sandbox and the pull.
            _ => {
                let (phase, since, allowed) = match pulling_since(pod, graph) {
                    Some(since) => (Phase::Pulling, Some(since), PULLING),
                    None => starting_since(pod, graph),
                };
                Settling::by(phase, pod, now, since, allowed)
            }
        };
    }
    if status
        .get("state")
        .and_then(|state| state.get("terminated"))
        .is_some()
    {
        let is_init = list(pod.value(), "status.initContainerStatuses").contains(status);
        let code = status
            .pointer("/state/terminated/exitCode")
            .and_then(Value::as_i64);
        if is_init && code == Some(0) {
            return Settling::Settled;
        }
        if pod.text("spec.restartPolicy") == "Never" {
            return Settling::Settled;
        }
        // It will be started again: whether that goes on for ever shows within seconds.
        let ended = text(status, "state.terminated.finishedAt").parse().ok();
        let restarts = status.get("restartCount").and_then(Value::as_i64);
        let phase = if was_replaced(status, pod, graph) {
            Phase::Starting
        } else if restarts > Some(0) {
            return Settling::decisive(Phase::Crashing, pod);
        } else {
            Phase::Crashing
        };
        return Settling::by(phase, pod, now, ended, STARTING);
    }
    if is_between_crashes(status, pod, graph) {
        return Settling::decisive(Phase::Crashing, pod);
    }
    // The kubelet has not yet replaced a container whose image was changed. After its time this
    // says nothing any more: a runtime may know one image by several names.
    let changed = pod.last_kubectl_write();
    if changed.is_some_and(|at| now < at + STARTING) && runs_another_image(status, pod) {
        return Settling::by(Phase::Starting, pod, now, changed, STARTING);
    }
    Settling::Settled
}

/// Since when the containers of a Pod may start, and how long that may take: what a volume was
/// waiting for may have come later than the Pod.
fn starting_since(pod: &Object, graph: &Graph<'_>) -> (Phase, Option<Timestamp>, SignedDuration) {
    let service = init::service_since_start(pod, graph);
    if service.is_some() {
        return (Phase::Starting, service, init::RESOLVING);
    }
    let scheduled = scheduled_at(pod);
    let complete = configuration::complete_since(pod, graph);
    let allowed = if complete > scheduled {
        MOUNTING
    } else {
        time_to_start(pod, graph)
    };
    (Phase::Starting, scheduled.max(complete), allowed)
}

/// Whether a container was started from another image than its spec names now.
fn runs_another_image(status: &Value, pod: &Object) -> bool {
    let wanted = ImageRef::parse(spec_image(status, pod));
    let runs = ImageRef::parse(text(status, "image"));
    matches!((wanted, runs), (Some(wanted), Some(runs)) if !wanted.accepts(&runs))
}

/// The image that the spec names for the container of a status.
fn spec_image<'p>(status: &Value, pod: &'p Object) -> &'p str {
    let specs = pod.list("spec.containers").iter();
    let named = |spec: &&Value| text(spec, "name") == text(status, "name");
    let found = specs.chain(pod.list("spec.initContainers")).find(named);
    found.map(|spec| text(spec, "image")).unwrap_or_default()
}

/// Whether what a container waits for is about an image that the spec no longer has: the status
/// lags behind a change by up to one back-off. Messages of a failed pull always name the image.
fn is_about_another_image(waiting: &Value, status: &Value, pod: &Object) -> bool {
    let message = text(waiting, "message");
    let is_pull = matches!(text(waiting, "reason"), "ErrImagePull" | "ImagePullBackOff");
    let image = spec_image(status, pod);
    let repository_and_tag = image.rsplit('/').next().unwrap_or(image);
    is_pull && !message.is_empty() && !message.contains(repository_and_tag)
}

/// When the pull that is going on began, by the Events of this Pod.
fn pulling_since(pod: &Object, graph: &Graph<'_>) -> Option<Timestamp> {
    let newest = *graph.events_of(pod).last()?;
    (newest.text("reason") == "Pulling")
        .then(|| event_time(newest))
        .flatten()
}

fn scheduled_at(pod: &Object) -> Option<Timestamp> {
    let condition = pod.condition("PodScheduled")?;
    text(condition, "lastTransitionTime").parse().ok()
}

/// A count in an object; negative or absent ones are the default.
pub fn count(object: &Object, keys: &str, default: u64) -> u64 {
    object
        .int(keys)
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or(default)
}

/// Whether a Pod belongs to its Deployment's present template.
pub fn is_current(pod: &Object, graph: &Graph<'_>) -> bool {
    match graph
        .controller_of(pod)
        .and_then(|set| graph.controller_of(set))
    {
        Some(deployment) => graph
            .current_replica_set(deployment)
            .is_none_or(|set| template_hash(set) == template_hash(pod)),
        None => true,
    }
}
