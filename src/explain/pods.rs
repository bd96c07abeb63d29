//! What the containers of a Pod are doing, normalised.
//!
//! `ErrImagePull` and `ImagePullBackOff` are one state, and so are `Error`, `CrashLoopBackOff` and
//! the moment of `Running` between two crashes: rules must say the same whenever they look.

use serde_json::Value;

use crate::snapshot::graph::Graph;
use crate::snapshot::image::ImageRef;
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::path::FieldPath;

/// A container of a Pod: its spec and its status.
#[derive(Debug, Clone, Copy)]
pub struct Container<'s> {
    /// The Pod.
    pub pod: &'s Object,
    /// The container's entry in the spec.
    pub spec: &'s Value,
    /// Its entry in the status, once there is one.
    pub status: Option<&'s Value>,
    /// Its index in the spec's list.
    pub index: usize,
    /// Whether it is an init container.
    pub init: bool,
}

/// The containers of a Pod, init containers first.
pub fn containers(pod: &Object) -> Vec<Container<'_>> {
    let of = |specs: &str, statuses: &str, init: bool| {
        pod.list(specs)
            .iter()
            .enumerate()
            .map(|(index, spec)| {
                let statuses = pod.list(statuses).iter();
                let status = statuses
                    .into_iter()
                    .find(|status| text(status, "name") == text(spec, "name"));
                Container {
                    pod,
                    spec,
                    status,
                    index,
                    init,
                }
            })
            .collect::<Vec<_>>()
    };
    let mut all = of("spec.initContainers", "status.initContainerStatuses", true);
    all.extend(of("spec.containers", "status.containerStatuses", false));
    all
}

impl<'s> Container<'s> {
    /// Its name.
    pub fn name(&self) -> &'s str {
        text(self.spec, "name")
    }

    /// Its image as the spec has it.
    pub fn image(&self) -> &'s str {
        text(self.spec, "image")
    }

    /// The reason it waits for; empty when it does not wait.
    pub fn waiting_reason(&self) -> &'s str {
        self.status
            .map(|status| text(status, "state.waiting.reason"))
            .unwrap_or_default()
    }

    /// The message beside that reason, which `kubectl describe` does not print.
    pub fn waiting_message(&self) -> &'s str {
        self.status
            .map(|status| text(status, "state.waiting.message"))
            .unwrap_or_default()
    }

    /// How its last run ended: now, or before the present one.
    pub fn terminated(&self) -> Option<&'s Value> {
        let status = self.status?;
        status
            .pointer("/state/terminated")
            .or_else(|| status.pointer("/lastState/terminated"))
    }

    /// The exit code of its last run.
    pub fn exit_code(&self) -> Option<i64> {
        self.terminated()?.get("exitCode")?.as_i64()
    }

    /// How often it was started again.
    pub fn restarts(&self) -> i64 {
        self.status
            .and_then(|s| s.get("restartCount"))
            .and_then(Value::as_i64)
            .unwrap_or(0)
    }

    /// Whether its image cannot be got.
    pub fn is_pull_failing(&self) -> bool {
        matches!(self.waiting_reason(), "ErrImagePull" | "ImagePullBackOff")
    }

    /// The path of a field of it in the Pod: `spec.containers[0].image`.
    pub fn path(&self, field: &str) -> FieldPath {
        let containers = if self.init {
            "initContainers"
        } else {
            "containers"
        };
        FieldPath::parse(&format!("spec.{containers}[{}].{field}", self.index))
    }

    /// The object to repair and the path there: the Deployment's template where the Pod belongs to
    /// one, else the Pod.
    pub fn at(&self, graph: &Graph<'s>, field: &str) -> (&'s Object, FieldPath) {
        on_workload(self.pod, graph, &self.path(field).to_string())
    }

    /// What the exercise wants of a field of this container, from its pattern for the object that
    /// [`Container::at`] names.
    pub fn wanted<'p>(&self, pattern: Option<&'p Value>, field: &str) -> Option<&'p Value> {
        let pattern = pattern?;
        let spec = pattern
            .pointer("/spec/template/spec")
            .or_else(|| pattern.get("spec"))?;
        let items = list(
            spec,
            if self.init {
                "initContainers"
            } else {
                "containers"
            },
        );
        let named = items.iter().find(|item| text(item, "name") == self.name());
        let item = named.or_else(|| items.iter().find(|item| item.get("name").is_none()))?;
        item.get(field)
    }

    /// The newest message of Events about this Pod with that reason which names the container or
    /// its image.
    pub fn event_message(&self, graph: &Graph<'s>, reason: &str, has: &str) -> &'s str {
        let events = graph.events_of(self.pod).into_iter().rev();
        events
            .filter(|event| event.text("reason") == reason)
            .map(|event| event.text("message"))
            .find(|message| message.contains(has))
            .unwrap_or_default()
    }

    /// Whether a liveness or startup probe had it ended: it has one, and an Event tells so. Without
    /// the Event such an end cannot be told from one of the program's own.
    pub fn is_ended_by(&self, probe: &str, graph: &Graph<'s>) -> bool {
        let Some(kind) = probe.strip_suffix("Probe") else {
            return false;
        };
        let ended = format!("Container {} failed {kind} probe", self.name());
        self.spec.get(probe).is_some() && !self.event_message(graph, "Killing", &ended).is_empty()
    }

    /// The image, taken apart.
    pub fn image_ref(&self) -> Option<ImageRef> {
        ImageRef::parse(self.image())
    }
}

/// The object to repair and the path there for a path in a Pod: below the template of the workload
/// that makes the Pod, where there is one.
pub fn on_workload<'s>(pod: &'s Object, graph: &Graph<'s>, path: &str) -> (&'s Object, FieldPath) {
    let top = graph.root_owner(pod);
    if std::ptr::eq(top, pod) || top.get("spec.template").is_none() {
        return (pod, FieldPath::parse(path));
    }
    (top, FieldPath::parse(&format!("spec.template.{path}")))
}

/// The workload's argument for kubectl: `deployment/web` or `pod/web`.
pub fn argument(object: &Object) -> String {
    object.key().to_string()
}

/// The image of the first container of a Pod or of a workload's template, or in a pattern for one.
pub fn first_image(value: &Value) -> Option<&str> {
    let containers = ["spec.template.spec.containers", "spec.containers"];
    let mut lists = containers.iter().map(|path| list(value, path));
    let first = lists.find_map(|list| list.first())?;
    Some(text(first, "image"))
}

/// A JSON value as it is shown: text without quotes.
pub fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
