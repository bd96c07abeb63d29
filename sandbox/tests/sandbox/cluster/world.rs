//! A cluster for a test, and waiting for it to come to something.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use podo_sandbox::{
    State,
    clock::Clock,
    cluster::{Cluster, NodeOptions},
    kinds::{self, Kind},
    object::{Meta, Object},
    refusal::Refusal,
    registry::{Deletion, Registry},
    runtime::{ExecOptions, Exit, LogOptions},
    store::{Change, LabelSelector, RING, Selection, Store, Watch},
};
use serde_json::{Value, json};

/// The namespace in which tests work.
pub(super) const HERE: &str = "default";

/// A running cluster.
pub(super) struct World {
    pub(super) cluster: Cluster,
    pub(super) registry: Registry,
    pods: Watch,
}

impl World {
    /// A cluster whose time runs so many times as fast.
    pub(super) async fn fast(factor: u32) -> Self {
        Self::start(Clock::scaled(factor), 1).await
    }

    pub(super) async fn start(clock: Clock, nodes: usize) -> Self {
        let registry = Registry::new(Arc::new(Store::new(RING)), clock);
        Self::start_over(registry, NodeOptions::cluster(nodes)).await
    }

    /// A cluster that goes on from what was kept of one.
    pub(super) async fn resume(state: State, clock: Clock) -> Self {
        let mut nodes = NodeOptions::cluster(1);
        let registry = state.unpack(RING, clock, &mut nodes);
        Self::start_over(registry, nodes).await
    }

    async fn start_over(registry: Registry, nodes: Vec<NodeOptions>) -> Self {
        let cluster = Cluster::start(&registry, nodes).unwrap();
        let world = Self::over(cluster, registry);
        world
            .until("the node", || {
                world
                    .get(kinds::NODE, "minikube")
                    .is_some_and(|n| n.at("status.nodeInfo").is_some())
            })
            .await;
        world
    }

    /// A cluster that runs already.
    pub(super) fn over(cluster: Cluster, registry: Registry) -> Self {
        let since = registry.store().revision();
        let pods = registry.watch(kinds::POD, Selection::default(), since);
        Self {
            cluster,
            registry,
            pods,
        }
    }

    pub(super) fn get(&self, kind: &Kind, name: &str) -> Option<Object> {
        let namespace = if kind.namespaced { HERE } else { "" };
        self.registry.store().get(kind, namespace, name)
    }

    pub(super) fn list(&self, kind: &Kind, labels: &str) -> Vec<Object> {
        let selection = Selection::namespace(HERE).labelled(LabelSelector::parse(labels).unwrap());
        self.registry.list(kind, &selection).items
    }

    pub(super) fn create(&self, kind: &Kind, object: &Value) -> Object {
        self.registry
            .create(kind, if kind.namespaced { HERE } else { "" }, object)
            .unwrap()
    }

    pub(super) fn patch(&self, kind: &Kind, name: &str, mut change: impl FnMut(&mut Value)) {
        let namespace = if kind.namespaced { HERE } else { "" };
        self.registry
            .patch(kind, namespace, name, |object| {
                change(object);
                Ok(())
            })
            .unwrap();
    }

    pub(super) fn delete(
        &self,
        kind: &Kind,
        name: &str,
        deletion: &Deletion,
    ) -> Result<(), Refusal> {
        self.registry
            .delete(
                kind,
                if kind.namespaced { HERE } else { "" },
                name,
                deletion,
            )
            .map(|_| ())
    }

    /// What `kubectl run` makes.
    pub(super) fn run(&self, name: &str, image: &str, args: &[&str]) -> Object {
        let mut container = json!({"name": name, "image": image});
        if !args.is_empty() {
            container["args"] = json!(args);
        }
        self.create(kinds::POD, &json!({"metadata": {"name": name, "labels": {"run": name}}, "spec": {"containers": [container]}}))
    }

    pub(super) fn run_once(&self, name: &str, image: &str, args: &[&str]) -> Object {
        let container = json!({"name": name, "image": image, "args": args});
        self.create(kinds::POD, &json!({"metadata": {"name": name}, "spec": {"restartPolicy": "Never", "containers": [container]}}))
    }

    /// What `kubectl create deployment` makes.
    pub(super) fn deployment(&self, name: &str, image: &str, replicas: u32) -> Object {
        let container = image.split(['/', ':']).next().unwrap_or(image);
        self.create(
            kinds::DEPLOYMENT,
            &json!({"metadata": {"name": name, "labels": {"app": name}}, "spec": {
                "replicas": replicas,
                "selector": {"matchLabels": {"app": name}},
                "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": container, "image": image}]}},
            }}),
        )
    }

    /// Waits until something is so.
    pub(super) async fn until(&self, what: &str, mut so: impl FnMut() -> bool) {
        let began = Instant::now();
        while !so() {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "waited too long for {what}\n{}",
                self.describe()
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    pub(super) fn phase(&self, pod: &str) -> String {
        self.get(kinds::POD, pod)
            .map_or_else(String::new, |p| p.text_at("status.phase").to_owned())
    }

    /// The status of a Pod's first container.
    pub(super) fn container(&self, pod: &str) -> Value {
        self.get(kinds::POD, pod)
            .and_then(|p| p.list_at("status.containerStatuses").first().cloned())
            .unwrap_or_default()
    }

    pub(super) async fn until_ready(&self, pod: &str) {
        self.until(&format!("{pod} to be ready"), || {
            self.condition(kinds::POD, pod, "Ready").0 == "True"
        })
        .await;
    }

    pub(super) async fn until_waiting(&self, pod: &str, reason: &str) {
        self.until(&format!("{pod} to wait for {reason}"), || {
            self.container(pod).text_at("state.waiting.reason") == reason
        })
        .await;
    }

    /// Status, reason and message of a condition.
    pub(super) fn condition(
        &self,
        kind: &Kind,
        name: &str,
        condition: &str,
    ) -> (String, String, String) {
        let object = self.get(kind, name);
        let found = object.as_ref().and_then(|o| {
            o.list_at("status.conditions")
                .iter()
                .find(|c| c.text_at("type") == condition)
        });
        found.map_or_else(Default::default, |c| {
            (
                c.text_at("status").to_owned(),
                c.text_at("reason").to_owned(),
                c.text_at("message").to_owned(),
            )
        })
    }

    /// The Events about an object: reason and message, in the order in which they began.
    pub(super) fn events(&self, name: &str) -> Vec<(String, String)> {
        let mut events: Vec<Object> = self
            .registry
            .list(kinds::EVENT, &Selection::default())
            .items
            .into_iter()
            .filter(|e| e.text_at("involvedObject.name") == name)
            .collect();
        // Names end with the time, finer than the stamps.
        events.sort_by_key(|e| e.name().rsplit('.').next().unwrap_or("").to_owned());
        events
            .iter()
            .map(|e| {
                (
                    e.text_at("reason").to_owned(),
                    e.text_at("message").to_owned(),
                )
            })
            .collect()
    }

    pub(super) fn reasons(&self, name: &str) -> Vec<String> {
        self.events(name)
            .into_iter()
            .map(|(reason, _)| reason)
            .collect()
    }

    pub(super) fn message(&self, name: &str, reason: &str) -> String {
        self.events(name)
            .into_iter()
            .find(|(r, _)| r == reason)
            .map_or_else(String::new, |(_, m)| m)
    }

    /// Every state that a Pod has been in so far, as `f` sees it, without repetitions.
    pub(super) fn history<T: PartialEq>(&mut self, pod: &str, f: impl Fn(&Object) -> T) -> Vec<T> {
        let mut seen: Vec<T> = Vec::new();
        while let Ok(Some(event)) = self.pods.try_next() {
            if event.object.name() == pod && event.change != Change::Deleted {
                let state = f(&event.object);
                if seen.last() != Some(&state) {
                    seen.push(state);
                }
            }
        }
        seen
    }

    /// Every state of every Pod since the last call.
    pub(super) fn all_states(&mut self) -> Vec<Object> {
        let mut states = Vec::new();
        while let Ok(Some(event)) = self.pods.try_next() {
            if event.change != Change::Deleted {
                states.push(event.object);
            }
        }
        states
    }

    pub(super) async fn logs(&self, pod: &str, options: &LogOptions) -> Result<String, Refusal> {
        let mut logs = self.cluster.runtime().logs(HERE, pod, options)?;
        let mut text = Vec::new();
        while let Some(bytes) = soon(logs.next()).await {
            text.extend_from_slice(&bytes);
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// What `kubectl exec` gives: exit code and output.
    pub(super) async fn exec(
        &self,
        pod: &str,
        container: Option<&str>,
        command: &[&str],
    ) -> (i32, String) {
        let options = ExecOptions {
            container: container.map(str::to_owned),
            command: command.iter().map(|c| (*c).to_owned()).collect(),
            ..ExecOptions::default()
        };
        let mut session = self.cluster.runtime().exec(HERE, pod, &options).unwrap();
        let mut text = Vec::new();
        while let Some((_, bytes)) = soon(session.output.recv()).await {
            text.extend_from_slice(&bytes);
        }
        let code = match soon(session.exit).await.unwrap() {
            Exit::Code(code) => code,
            Exit::NotStarted(why) => panic!("{why}"),
        };
        (code, String::from_utf8_lossy(&text).into_owned())
    }

    fn describe(&self) -> String {
        let mut text = String::new();
        for kind in [
            kinds::DEPLOYMENT,
            kinds::REPLICA_SET,
            kinds::POD,
            kinds::JOB,
        ] {
            for object in self.registry.list(kind, &Selection::default()).items {
                text.push_str(&format!(
                    "{} {}: {}\n",
                    kind.kind,
                    object.name(),
                    object["status"]
                ));
            }
        }
        for event in self
            .registry
            .list(kinds::EVENT, &Selection::default())
            .items
        {
            text.push_str(&format!(
                "{} {} {}\n",
                event.text_at("involvedObject.name"),
                event.text_at("reason"),
                event.text_at("message")
            ));
        }
        text
    }
}

/// Waits for something that must come; a test that would hang fails instead.
pub(super) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future)
        .await
        .expect("this should have come")
}
