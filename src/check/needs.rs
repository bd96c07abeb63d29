//! What must be observed to judge and explain an exercise.

use std::collections::BTreeSet;

use crate::lesson::model::{
    Exercise, Expectation, ExpectationKind, FileProbe, HttpProbe, LogProbe, Ref,
};
use crate::snapshot::kinds;
use crate::snapshot::object::{Object, list, text};

/// Kinds that explanations walk through whatever the exercise is about.
const ALWAYS: [&str; 5] = ["Pod", "ReplicaSet", "Deployment", "Node", "Namespace"];

/// Kinds that are read together: whether a claim gets a volume hangs on its class and on the volumes
/// that are there, and what is missing as a `ConfigMap` may be there as a Secret.
const TOGETHER: [&[&str]; 2] = [
    &["PersistentVolumeClaim", "PersistentVolume", "StorageClass"],
    &["ConfigMap", "Secret"],
];

/// Kinds that are read only where a ReplicaSet says that it may not make its Pods, by words of why.
const BEHIND_REFUSALS: [(&str, &str); 4] = [
    ("quota", "ResourceQuota"),
    (" per Container", "LimitRange"),
    (" per Pod", "LimitRange"),
    ("service account", "ServiceAccount"),
];

/// The kinds to read because of what was seen: what Pods that may not be made were refused for, and
/// the Services that an init container which runs may be waiting for.
pub fn further<'o>(seen: impl IntoIterator<Item = &'o Object>) -> BTreeSet<&'static str> {
    let mut kinds = BTreeSet::new();
    for object in seen {
        if object.kind() == "ReplicaSet" && object.is_condition_true("ReplicaFailure") {
            let message = object
                .condition("ReplicaFailure")
                .map_or("", |condition| text(condition, "message"));
            let behind = BEHIND_REFUSALS.into_iter();
            kinds
                .extend(behind.filter_map(|(words, kind)| message.contains(words).then_some(kind)));
        }
        let inits = list(object.value(), "status.initContainerStatuses");
        if inits
            .iter()
            .any(|init| init.pointer("/state/running").is_some())
        {
            kinds.insert("Service");
        }
    }
    kinds
}

/// What one observation has to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Kinds to list in the exercise's namespace, or cluster-wide for such kinds.
    pub kinds: BTreeSet<String>,
    /// `apiVersion` of kinds that podo does not know.
    pub api_versions: std::collections::BTreeMap<String, String>,
    /// Kinds that the exercise asks for by name: also looked for in the namespace `default`, where
    /// they land when a learner works without podo's kubeconfig.
    pub elsewhere: BTreeSet<String>,
    /// HTTP probes by expectation id.
    pub http: Vec<(String, HttpProbe)>,
    /// Log probes by expectation id.
    pub logs: Vec<(String, LogProbe)>,
    /// File probes by expectation id.
    pub files: Vec<(String, FileProbe)>,
    /// Names of images to ask docker for.
    pub images: BTreeSet<String>,
}

impl Needs {
    /// What an exercise's expectations need.
    pub fn of(exercise: &Exercise) -> Self {
        let mut needs = Self::of_expectations(exercise.given.iter().chain(&exercise.expect));
        for target in &exercise.cluster_wide {
            needs.reference(target);
        }
        needs.complete();
        needs
    }

    /// What some expectations need.
    pub fn of_expectations<'e>(expectations: impl Iterator<Item = &'e Expectation>) -> Self {
        let mut needs = Self {
            kinds: ALWAYS.map(str::to_owned).into(),
            ..Self::default()
        };
        for expectation in expectations {
            needs.expectation(expectation);
        }
        needs.complete();
        needs
    }

    /// What an observation of an exercise has read at least, by the kinds that it found.
    pub fn of_found<'k>(kinds: impl Iterator<Item = &'k str>) -> Self {
        let mut needs = Self::of_expectations(std::iter::empty());
        needs.kinds.extend(kinds.map(str::to_owned));
        needs.complete();
        needs
    }

    /// With the kinds that explanations need beside those that are there.
    fn complete(&mut self) {
        for together in TOGETHER {
            if together.iter().any(|kind| self.kinds.contains(*kind)) {
                let all = together.iter().copied();
                self.kinds.extend(all.map(str::to_owned));
            }
        }
    }

    fn expectation(&mut self, expectation: &Expectation) {
        let id = || expectation.id.clone();
        match &expectation.kind {
            ExpectationKind::Object { target, .. } => {
                self.reference(target);
                if target.name.is_some() && kinds::find(&target.kind).is_none_or(|k| k.namespaced) {
                    self.elsewhere.insert(target.kind.clone());
                }
            }
            ExpectationKind::Absent { target } | ExpectationKind::Count { target, .. } => {
                self.reference(target);
            }
            ExpectationKind::Cel { expression, .. } => {
                expression
                    .with
                    .values()
                    .for_each(|target| self.reference(target));
            }
            ExpectationKind::Http(probe) => {
                self.kinds
                    .extend(["Service".to_owned(), "Endpoints".to_owned()]);
                self.http.push((id(), probe.clone()));
            }
            ExpectationKind::Log(probe) => {
                self.reference(&probe.target);
                self.logs.push((id(), probe.clone()));
            }
            ExpectationKind::File(probe) => {
                self.reference(&probe.target);
                self.files.push((id(), probe.clone()));
            }
            ExpectationKind::Image(probe) => {
                self.images.extend(probe.names().map(str::to_owned));
            }
            ExpectationKind::Answer { is, wrong, .. } => {
                let expressions = std::iter::once(is).chain(wrong.iter().map(|wrong| &wrong.value));
                for target in expressions.flat_map(|expression| expression.with.values()) {
                    self.reference(target);
                }
            }
        }
    }

    fn reference(&mut self, target: &Ref) {
        self.kinds.insert(target.kind.clone());
        if let Some(api_version) = &target.api_version {
            self.api_versions
                .insert(target.kind.clone(), api_version.clone());
        }
        if let Some((owner, _)) = target.owner_parts() {
            self.kinds.insert(owner.to_owned());
        }
    }
}
