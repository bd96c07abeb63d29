//! What is expected of the objects of a namespace so that they count as healthy.
//!
//! Only what somebody asked for is expected: nothing of a workload scaled to 0, of a Job that has
//! completed, of a Service that leads to no Pods of the cluster, of a rollout that is paused.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use crate::explain::services::{Port, Target, declared, ports};
use crate::lesson::model::{
    By, CelExpression, Exercise, Expectation, ExpectationKind, Holds, Lesson, Ref,
};
use crate::lesson::prose::Prose;
use crate::snapshot::graph::{Graph, selects};
use crate::snapshot::object::{Object, ObjectKey, text};
use crate::snapshot::settling::{self, Settling};
use crate::snapshot::storage::{provisioning_class, users, waits_for_pod};

/// True where a Service has an address to send requests to.
const HAS_ADDRESS: &str = "endpoints != null && has(endpoints.subsets) && \
    endpoints.subsets.exists(s, has(s.addresses) && size(s.addresses) > 0)";

/// True where it has Pods: addresses of before a change of its selector are about to go.
const HAS_PODS: &str = "size(pods) > 0";

/// Of how many Pods of one owner that are not Ready something is expected.
const OF_ONE_OWNER: usize = 3;

/// What is expected of a namespace.
pub(super) struct Expected {
    /// The expectations, as those of an exercise.
    pub(super) exercise: Exercise,
    /// Which object each is about.
    pub(super) about: BTreeMap<String, ObjectKey>,
    /// Those that rest on a guess at what was meant.
    pub(super) guessed: BTreeSet<String>,
    /// How many objects were judged.
    pub(super) judged: usize,
}

/// What is expected of the objects of a snapshot.
pub(super) fn of(graph: &Graph<'_>) -> (Lesson, Expected) {
    let mut making = Making {
        graph,
        expect: Vec::new(),
        about: BTreeMap::new(),
        guessed: BTreeSet::new(),
    };
    making.namespace();
    making.nodes();
    making.claims();
    making.workloads();
    making.pods();
    making.services();
    making.deletions();
    let objects = making.about.values();
    let objects: BTreeSet<&ObjectKey> = objects.filter(|key| key.kind != "Namespace").collect();
    let judged = objects.len();
    let expected = Expected {
        exercise: exercise(making.expect),
        about: making.about,
        guessed: making.guessed,
        judged,
    };
    (lesson(), expected)
}

/// Whether a Service sends requests to Pods that it finds by their labels.
pub(super) fn leads_to_pods(service: &Object) -> bool {
    let selector = service.map("spec.selector");
    selector.is_some_and(|selector| !selector.is_empty())
        && service.text("spec.type") != "ExternalName"
        && !service.is_terminating()
}

struct Making<'g, 's> {
    graph: &'g Graph<'s>,
    expect: Vec<Expectation>,
    about: BTreeMap<String, ObjectKey>,
    guessed: BTreeSet<String>,
}

impl<'s> Making<'_, 's> {
    fn namespace(&mut self) {
        let name = self.graph.namespace();
        let status = json!({"status": {"phase": "Active"}});
        match self.graph.named("Namespace", name) {
            Some(namespace) if !namespace.is_terminating() => self.object(namespace, status),
            // Where nothing at all was read, this is what says so.
            _ => {
                let key = ObjectKey::new("Namespace", "", name);
                if self.graph.named("Namespace", name).is_some() || self.is_unreachable() {
                    self.expect(key.to_string(), key, object("Namespace", name, status));
                }
            }
        }
    }

    /// The Nodes that Pods of the namespace run on.
    fn nodes(&mut self) {
        let pods = self.graph.of_kind("Pod").filter(|pod| !pod.has_ended());
        let used: BTreeSet<&str> = pods.map(|pod| pod.text("spec.nodeName")).collect();
        let nodes: Vec<_> = self.graph.of_kind("Node").collect();
        for node in nodes.into_iter().filter(|node| used.contains(node.name())) {
            let status = json!({"conditions": [{"type": "Ready", "status": "True"}]});
            self.object(node, json!({"status": status}));
        }
    }

    fn claims(&mut self) {
        for claim in self.staying("PersistentVolumeClaim") {
            let is_used = !users(claim, self.graph).is_empty();
            let waits = match provisioning_class(claim, self.graph) {
                Some(class) => waits_for_pod(class),
                // A class that is not known may be one that waits.
                None => !self.is_read("StorageClass"),
            };
            if is_used || !waits {
                self.object(claim, json!({"status": {"phase": "Bound"}}));
            }
        }
    }

    fn workloads(&mut self) {
        for deployment in self.staying("Deployment") {
            let wanted = settling::count(deployment, "spec.replicas", 1);
            let paused = deployment.get("spec.paused") == Some(&Value::Bool(true));
            let mut status = json!({"availableReplicas": wanted});
            if !paused {
                // A rollout that is stuck leaves the old Pods available.
                status["updatedReplicas"] = json!(wanted);
                status["replicas"] = json!(wanted);
            }
            if wanted > 0 {
                self.object(deployment, json!({"status": status}));
            }
        }
        for set in self.staying("ReplicaSet") {
            let is_own = self.graph.controller_of(set).is_none();
            self.count(set, "readyReplicas", is_own);
        }
        for set in self.staying("StatefulSet") {
            self.count(set, "readyReplicas", true);
        }
        for set in self.staying("DaemonSet") {
            let wanted = settling::count(set, "status.desiredNumberScheduled", 0);
            if wanted > 0 {
                self.object(set, json!({"status": {"numberReady": wanted}}));
            }
        }
        for job in self.staying("Job") {
            if job.is_condition_true("Failed") && !self.is_superseded(job) {
                let status = json!({"conditions": [{"type": "Complete", "status": "True"}]});
                self.object(job, json!({"status": status}));
            }
        }
    }

    fn count(&mut self, set: &'s Object, field: &str, applies: bool) {
        let wanted = settling::count(set, "spec.replicas", 1);
        if applies && wanted > 0 && !settling::is_abandoned(set, self.graph) {
            self.object(set, json!({"status": {field: wanted}}));
        }
    }

    /// Whether its CronJob has run again since.
    fn is_superseded(&self, job: &'s Object) -> bool {
        let Some(owner) = job.controller() else {
            return false;
        };
        let same = |other: &Object| {
            let uid = other.controller().map(|other| text(other, "uid"));
            uid == Some(text(owner, "uid"))
        };
        let mut jobs = self.graph.of_kind("Job");
        jobs.any(|other| same(other) && other.created() > job.created())
    }

    fn pods(&mut self) {
        let mut unwell: HashMap<*const Object, usize> = HashMap::new();
        for pod in self.staying("Pod") {
            let owner = self.graph.controller_of(pod);
            // Its other Pods are seen with it, and most often have the same fault.
            let of_set = owner.filter(|owner| owner.kind() != "Job");
            if let Some(owner) = of_set.filter(|_| !pod.is_condition_true("Ready")) {
                let known = unwell.entry(std::ptr::from_ref(owner)).or_default();
                *known += 1;
                if *known > OF_ONE_OWNER {
                    continue;
                }
            }
            let of_job = owner.filter(|owner| owner.kind() == "Job");
            let wanted = match of_job {
                Some(job) => self.wanted_of_job_pod(pod, job),
                None => self.is_to_run(pod).then(running),
            };
            if let Some(wanted) = wanted {
                self.object(pod, wanted);
            }
        }
    }

    /// Whether a Pod is to run and to be ready now.
    fn is_to_run(&self, pod: &'s Object) -> bool {
        let replaced = pod.controller().is_some() && pod.text("status.phase") == "Failed";
        pod.text("status.phase") != "Succeeded"
            && !replaced
            && settling::is_current(pod, self.graph)
            && !settling::is_abandoned(pod, self.graph)
    }

    /// A Job tries again until it gives up, so only its newest Pod counts.
    fn wanted_of_job_pod(&self, pod: &'s Object, job: &'s Object) -> Option<Value> {
        let is_over = job.is_condition_true("Complete") || job.is_condition_true("Failed");
        let pods = self.graph.pods_of(job);
        let newer = |other: &&Object| other.created() > pod.created();
        if is_over || pods.iter().any(newer) {
            return None;
        }
        match pod.text("status.phase") {
            "Succeeded" => None,
            "Failed" => Some(json!({"status": {"phase": "Succeeded"}})),
            _ => Some(running()),
        }
    }

    fn services(&mut self) {
        if !self.is_read("Pod") {
            return;
        }
        for service in self.staying("Service") {
            let Some(selector) = service
                .map("spec.selector")
                .filter(|_| leads_to_pods(service))
            else {
                continue;
            };
            let pods = self.graph.pods_selected_by(service);
            if pods.iter().all(|pod| pod.has_ended()) && self.is_made_elsewhere(service) {
                continue;
            }
            let labels = selector.iter().filter_map(|(key, value)| {
                let value = value.as_str()?;
                Some((key.clone(), value.to_owned()))
            });
            let of_pods = Ref {
                api_version: None,
                kind: "Pod".to_owned(),
                name: None,
                labels: labels.collect(),
                owner: None,
            };
            let endpoints = Ref::named("Endpoints", service.name());
            let with = [("endpoints", endpoints), ("pods", of_pods)];
            let source = if pods.is_empty() {
                HAS_PODS
            } else {
                HAS_ADDRESS
            };
            let expression = CelExpression {
                source: source.to_owned(),
                with: with.map(|(name, target)| (name.to_owned(), target)).into(),
            };
            let id = service.key().to_string();
            // A workload that was not read may be scaled to 0.
            if pods.is_empty() && !(self.is_read("Deployment") && self.is_read("StatefulSet")) {
                self.guessed.insert(id.clone());
            }
            self.expect(
                id,
                service.key(),
                ExpectationKind::Cel {
                    expression,
                    otherwise: None,
                },
            );
            self.port(service);
        }
    }

    /// Whether a workload makes Pods with a Service's labels: what keeps them away is its matter,
    /// and none are missed where it is scaled to 0.
    fn is_made_elsewhere(&self, service: &Object) -> bool {
        let kinds = [
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "Job",
        ];
        let mut workloads = kinds.into_iter().flat_map(|kind| self.graph.of_kind(kind));
        workloads.any(|workload| Graph::serves(service, workload))
    }

    /// The only port of a Service leads to a port that no container declares, while all its Pods
    /// declare one and the same other. Ports need not be declared, so this is a guess; another
    /// Service that leads to the declared one says that this one means something else.
    fn port(&mut self, service: &'s Object) {
        let pods = self.graph.pods_selected_by(service);
        let ready: Vec<_> = pods
            .into_iter()
            .filter(|pod| pod.is_condition_true("Ready"))
            .collect();
        let declares = |pod: &&Object| !declared(&[*pod]).is_empty();
        let all = declared(&ready);
        let own = ports(service);
        let ([port], [only]) = (own.as_slice(), all.as_slice()) else {
            return;
        };
        let Target::Number(number) = port.target else {
            return;
        };
        let leads_there = |other: &Object| {
            let selector = other.map("spec.selector").filter(|s| !s.is_empty());
            let selects = selector.is_some_and(|s| ready.iter().any(|pod| selects(s, pod)));
            let is_it = |port: &Port<'_>| match port.target {
                Target::Number(number) => number == only.number && port.protocol == only.protocol,
                Target::Name(name) => name == only.name,
            };
            selects && ports(other).iter().any(is_it)
        };
        let differs = number != only.number || port.protocol != only.protocol;
        if !differs || !ready.iter().all(declares) || self.graph.of_kind("Service").any(leads_there)
        {
            return;
        }
        let wanted = json!({"spec": {"ports": [{
            "port": port.port,
            "targetPort": only.number,
            "protocol": only.protocol,
        }]}});
        let id = format!("{}/ports", service.key());
        self.guessed.insert(id.clone());
        let kind = object("Service", service.name(), wanted);
        self.expect(id, service.key(), kind);
    }

    /// What is being deleted and does not go.
    fn deletions(&mut self) {
        for kind in ["Pod", "PersistentVolumeClaim"] {
            let going = self.graph.of_kind(kind).filter(|o| o.is_terminating());
            for object in going.collect::<Vec<_>>() {
                if matches!(settling::of(object, self.graph), Settling::Stuck(_)) {
                    let target = Ref::named(kind, object.name());
                    let id = object.key().to_string();
                    self.expect(id, object.key(), ExpectationKind::Absent { target });
                }
            }
        }
    }

    /// The objects of a kind that are not being deleted.
    fn staying(&self, kind: &str) -> Vec<&'s Object> {
        let all = self.graph.of_kind(kind);
        all.filter(|object| !object.is_terminating()).collect()
    }

    fn is_read(&self, kind: &str) -> bool {
        !self.graph.snapshot().has_gap(kind)
    }

    fn is_unreachable(&self) -> bool {
        !self.is_read("")
    }

    fn object(&mut self, of: &Object, pattern: Value) {
        let id = of.key().to_string();
        self.expect(id, of.key(), object(of.kind(), of.name(), pattern));
    }

    fn expect(&mut self, id: String, about: ObjectKey, kind: ExpectationKind) {
        self.about.insert(id.clone(), about);
        self.expect.push(Expectation {
            id,
            line: 0,
            after: Vec::new(),
            say: None,
            hidden: false,
            at_start: false,
            kind,
        });
    }
}

fn object(kind: &str, name: &str, pattern: Value) -> ExpectationKind {
    ExpectationKind::Object {
        target: Ref::named(kind, name),
        pattern,
        by: By::Any,
    }
}

fn running() -> Value {
    json!({"status": {
        "phase": "Running",
        "conditions": [{"type": "Ready", "status": "True"}],
    }})
}

/// The expectations as an exercise, which is what is judged and explained. It names the kinds that
/// were asked for, so that rules can tell what is missing from what was never looked for.
fn exercise(expect: Vec<Expectation>) -> Exercise {
    let kinds = super::KINDS.into_iter();
    let asked_for = kinds.map(|kind| Ref {
        name: None,
        ..Ref::named(kind, "")
    });
    Exercise {
        id: String::new(),
        line: 0,
        minutes: 0,
        needs: Vec::new(),
        teaches: Vec::new(),
        holds: Holds::Moment,
        lab: false,
        setup: Vec::new(),
        given: Vec::new(),
        expect,
        solution: Vec::new(),
        mistakes: Vec::new(),
        hints: Vec::new(),
        cluster_wide: asked_for.collect(),
    }
}

fn lesson() -> Lesson {
    Lesson {
        pack: String::new(),
        name: String::new(),
        minutes: 0,
        needs: Vec::new(),
        exercises: Vec::new(),
        sections: BTreeMap::new(),
        ko: Prose::default(),
        en: Prose::default(),
        files: BTreeMap::new(),
    }
}
