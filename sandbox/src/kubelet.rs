//! The simulated kubelet: a node, its heartbeat, and a worker for each Pod on it.

mod backoff;
mod config;
mod container;
mod disk;
mod node;
mod pace;
mod probe;
mod status;
mod volumes;
mod worker;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::mpsc;

pub(crate) use self::container::Container;
use self::worker::{Message, Worker};
pub use self::{disk::Disk, node::NodeOptions};
use crate::{
    containers::{
        fs::Volume,
        network::{Network, PodNet},
    },
    events::{Recorder, Source},
    feed::{Feed, News},
    images::Images,
    kinds,
    object::{Meta, Object},
    registry::Registry,
    store::Key,
    tasks::Tasks,
};

/// What a node's workers share.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) options: NodeOptions,
    registry: Registry,
    tasks: Tasks,
    events: Recorder,
    network: Network,
    images: Images,
    /// The node's own files, which `hostPath` shows.
    files: Volume,
    pods: Mutex<HashMap<Key, Arc<Handle>>>,
}

/// What others may reach of a Pod on the node: its network, and its containers' runs.
#[derive(Debug)]
pub(crate) struct Handle {
    key: Key,
    uid: String,
    inner: Mutex<Reachable>,
}

#[derive(Debug, Default)]
struct Reachable {
    net: Option<Arc<PodNet>>,
    /// The present or latest run, and the one before it.
    runs: HashMap<String, (Arc<Container>, Option<Arc<Container>>)>,
}

impl Handle {
    fn lock(&self) -> MutexGuard<'_, Reachable> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_net(&self, net: Option<Arc<PodNet>>) {
        self.lock().net = net;
    }

    fn began(&self, name: &str, container: Arc<Container>) {
        let mut inner = self.lock();
        let before = inner.runs.remove(name).map(|(run, _)| run);
        inner.runs.insert(name.to_owned(), (container, before));
    }

    /// The Pod's network, while it has one.
    pub(crate) fn net(&self) -> Option<Arc<PodNet>> {
        self.lock().net.clone()
    }

    /// The present or latest run of a container.
    pub(crate) fn run(&self, name: &str) -> Option<Arc<Container>> {
        self.lock().runs.get(name).map(|(run, _)| Arc::clone(run))
    }

    /// The run before that.
    pub(crate) fn previous(&self, name: &str) -> Option<Arc<Container>> {
        self.lock()
            .runs
            .get(name)
            .and_then(|(_, before)| before.clone())
    }
}

impl Node {
    pub(crate) fn new(
        registry: &Registry,
        tasks: &Tasks,
        network: &Network,
        images: &Images,
        mut options: NodeOptions,
    ) -> Arc<Self> {
        let files = std::mem::take(&mut options.disk).unpack();
        let source = Source {
            component: "kubelet",
            newer: false,
        };
        Arc::new(Self {
            registry: registry.clone(),
            tasks: tasks.clone(),
            events: Recorder::new(registry, source, Some(&options.name)),
            network: network.clone(),
            images: images.clone(),
            files: Volume::new(files),
            pods: Mutex::default(),
            options,
        })
    }

    /// What is on the node's disk, to be kept.
    pub(crate) fn disk(&self) -> Disk {
        Disk::of(&self.files.lock())
    }

    /// A number that grows with what is written to the disk.
    pub(crate) fn disk_changes(&self) -> u64 {
        self.files.lock().changes()
    }

    /// A Pod that has a worker here.
    pub(crate) fn pod(&self, namespace: &str, name: &str) -> Option<Arc<Handle>> {
        self.pods
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&(namespace.to_owned(), name.to_owned()))
            .cloned()
    }

    fn forget(&self, handle: &Handle) {
        let mut pods = self.pods.lock().unwrap_or_else(PoisonError::into_inner);
        // A Pod of the same name may have taken its place.
        if pods.get(&handle.key).is_some_and(|h| h.uid == handle.uid) {
            pods.remove(&handle.key);
        }
    }
}

/// Registers the node and looks after its Pods for ever.
pub(crate) async fn run(node: Arc<Node>) {
    if let Err(refusal) = node::register(&node.registry, &node.options) {
        node.events.warning(
            &serde_json::json!({"kind": "Node", "metadata": {"name": node.options.name}}),
            "",
            "FailedToRegister",
            refusal.message(),
        );
    }
    if let Some(object) = node
        .registry
        .store()
        .get(kinds::NODE, "", &node.options.name)
    {
        node.events
            .normal(&object, "", "Starting", "Starting kubelet.");
    }
    node.tasks.spawn(beat(Arc::clone(&node)));
    let mut feed = Feed::new(&node.registry, &[kinds::POD]);
    let mut workers: HashMap<String, mpsc::UnboundedSender<Message>> = HashMap::new();
    loop {
        match feed.next().await {
            News::Changed(_, event) => attend(&node, &event.object, &mut workers),
            News::All(_, pods) => {
                node.clear_orphans(&pods);
                // Some may have gone unseen; their workers find out.
                workers.retain(|_, worker| worker.send(Message::Look).is_ok());
                for pod in &pods {
                    attend(&node, pod, &mut workers);
                }
            }
        }
    }
}

fn attend(
    node: &Arc<Node>,
    pod: &Object,
    workers: &mut HashMap<String, mpsc::UnboundedSender<Message>>,
) {
    if pod.text_at("spec.nodeName") != node.options.name {
        return;
    }
    if let Some(worker) = workers.get(pod.uid()) {
        if worker.send(Message::Look).is_err() {
            workers.remove(pod.uid());
        }
        return;
    }
    let there = node
        .registry
        .store()
        .get(kinds::POD, pod.namespace(), pod.name());
    let Some(pod) = there.filter(|p| p.uid() == pod.uid()) else {
        return;
    };
    let (sender, inbox) = mpsc::unbounded_channel();
    workers.insert(pod.uid().to_owned(), sender.clone());
    let key = (pod.namespace().to_owned(), pod.name().to_owned());
    let handle = Arc::new(Handle {
        key: key.clone(),
        uid: pod.uid().to_owned(),
        inner: Mutex::default(),
    });
    node.pods
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(key, Arc::clone(&handle));
    let worker = Worker::new(Arc::clone(node), pod, handle, sender);
    node.tasks.spawn(worker.run(inbox));
}

/// Gives signs of life: the Lease every ten seconds, the conditions every five minutes.
async fn beat(node: Arc<Node>) {
    let mut turns = 0_u32;
    loop {
        node.registry.clock().sleep(Duration::from_secs(10)).await;
        turns = turns.wrapping_add(1);
        // A node that was deleted has no pulse; it gets one again when it is registered anew.
        let _ = node::renew(&node.registry, &node.options.name);
        if turns.is_multiple_of(30) {
            let _ = node::heartbeat(&node.registry, &node.options.name);
        }
    }
}
