//! Events: told once, counted when they repeat, and limited when there are too many.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{kinds, object::Meta, registry::Registry};

/// Who tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    /// The program.
    pub(crate) component: &'static str,
    /// The newer kind of Events has a time of its own and a series instead of a count.
    pub(crate) newer: bool,
}

/// Tells Events; clones share their memory.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    registry: Registry,
    source: Source,
    /// The node that it is about, if it is one's kubelet.
    host: Option<String>,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    told: HashMap<String, Told>,
    /// The order in which things were told, for forgetting.
    order: VecDeque<String>,
    /// Different messages of otherwise equal Events, and when the last one came.
    similar: HashMap<String, (HashSet<String>, Timestamp)>,
    /// How many an object may still have, and when that was.
    budget: HashMap<String, (f64, Timestamp)>,
}

#[derive(Clone, Debug)]
struct Told {
    name: String,
    count: i64,
}

/// How many objects and Events are remembered, as upstream.
const REMEMBERED: usize = 4096;
/// Many at once, then one in five minutes.
const BURST: f64 = 25.0;
const REFILL_SECONDS: f64 = 300.0;
/// More messages than this are told as one.
const SIMILAR: usize = 10;
const SIMILAR_SECONDS: i64 = 600;
/// How often a name is made up anew when it is taken.
const TRIES: usize = 8;

impl Recorder {
    pub(crate) fn new(registry: &Registry, source: Source, host: Option<&str>) -> Self {
        Self {
            registry: registry.clone(),
            source,
            host: host.map(str::to_owned),
            memory: Arc::default(),
        }
    }

    /// Tells that something normal happened.
    pub(crate) fn normal(&self, about: &Value, field: &str, reason: &str, message: &str) {
        self.tell(about, field, "Normal", reason, message);
    }

    /// Tells that something is wrong.
    pub(crate) fn warning(&self, about: &Value, field: &str, reason: &str, message: &str) {
        self.tell(about, field, "Warning", reason, message);
    }

    fn tell(&self, about: &Value, field: &str, kind: &str, reason: &str, message: &str) {
        let now = self.registry.clock().now();
        let object = [
            about.text_at("kind"),
            about.namespace(),
            about.name(),
            about.uid(),
            field,
        ]
        .join("\u{0}");
        let alike = [object.as_str(), kind, reason].join("\u{0}");
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if !memory.allow(&object, now) && !self.source.newer {
            return;
        }
        let (key, message) = memory.combine(alike, message, now);
        if let Some(told) = memory.told.get(&key).cloned()
            && self.repeat(about, &told, &message, now)
        {
            memory.told.insert(
                key,
                Told {
                    count: told.count + 1,
                    ..told
                },
            );
            return;
        }
        if let Some(name) = self.first(about, field, (kind, reason, &message), now) {
            memory.remember(key, Told { name, count: 1 });
        }
    }

    fn namespace(about: &Value) -> &str {
        match about.namespace() {
            "" => "default",
            namespace => namespace,
        }
    }

    /// Counts an Event that is there already; says whether it still is.
    fn repeat(&self, about: &Value, told: &Told, message: &str, now: Timestamp) -> bool {
        let newer = self.source.newer;
        let changed = self.registry.patch(
            kinds::EVENT,
            Self::namespace(about),
            &told.name,
            |event| {
                if newer {
                    event["series"] =
                        json!({"count": told.count + 1, "lastObservedTime": format!("{now:.6}")});
                } else {
                    event["count"] = (told.count + 1).into();
                    event["lastTimestamp"] = crate::clock::seconds(now).into();
                    event["message"] = message.into();
                }
                Ok(())
            },
        );
        changed.is_ok()
    }

    fn first(
        &self,
        about: &Value,
        field: &str,
        what: (&str, &str, &str),
        now: Timestamp,
    ) -> Option<String> {
        let (kind, reason, message) = what;
        let mut about_it =
            json!({"kind": about.text_at("kind"), "name": about.name(), "uid": about.uid()});
        for (key, value) in [
            ("namespace", about.namespace()),
            ("apiVersion", about.text_at("apiVersion")),
            ("resourceVersion", about.text_at("metadata.resourceVersion")),
            ("fieldPath", field),
        ] {
            if !value.is_empty() {
                about_it[key] = value.into();
            }
        }
        let stamp = crate::clock::seconds(now);
        let host = self.host.clone().unwrap_or_default();
        let mut event = json!({
            "metadata": {"name": name_at(about, now)},
            "involvedObject": about_it,
            "reason": reason,
            "message": message,
            "type": kind,
            "reportingComponent": self.source.component,
            "reportingInstance": host,
        });
        if self.source.newer {
            event["eventTime"] = format!("{now:.6}").into();
            event["reportingInstance"] = format!("{}-minikube", self.source.component).into();
            event["action"] = if reason == "Scheduled" {
                "Binding"
            } else {
                "Scheduling"
            }
            .into();
            event["source"] = json!({});
            event["firstTimestamp"] = Value::Null;
            event["lastTimestamp"] = Value::Null;
        } else {
            event["eventTime"] = Value::Null;
            event["source"] = json!({"component": self.source.component});
            if !host.is_empty() {
                event["source"]["host"] = host.into();
            }
            event["firstTimestamp"] = stamp.clone().into();
            event["lastTimestamp"] = stamp.into();
            event["count"] = 1.into();
        }
        for _ in 0..TRIES {
            let namespace = Self::namespace(about);
            match self.registry.create(kinds::EVENT, namespace, &event) {
                Ok(created) => return Some(created.name().to_owned()),
                // Another of the same moment; they are many when time stands still.
                Err(refusal) if refusal.is_already_exists() => {
                    event["metadata"]["name"] = name_at(about, now).into();
                }
                // A namespace that is going takes no more Events; nobody would read them.
                Err(_) => return None,
            }
        }
        None
    }
}

/// A name for an Event, by which those of one object are in their order.
fn name_at(about: &Value, now: Timestamp) -> String {
    let moment = now.as_nanosecond() + i128::from(crate::names::below(1000));
    format!("{}.{moment:x}", about.name())
}

impl Memory {
    /// Takes one from an object's budget.
    fn allow(&mut self, object: &str, now: Timestamp) -> bool {
        if self.budget.len() > REMEMBERED {
            self.budget.clear();
        }
        let (left, at) = self.budget.entry(object.to_owned()).or_insert((BURST, now));
        let passed = now.duration_since(*at).as_secs_f64().max(0.0);
        *left = (*left + passed / REFILL_SECONDS).min(BURST);
        *at = now;
        let allowed = *left >= 1.0;
        if allowed {
            *left -= 1.0;
        }
        allowed
    }

    /// The key and the message under which an Event is told.
    fn combine(&mut self, alike: String, message: &str, now: Timestamp) -> (String, String) {
        if self.similar.len() > REMEMBERED {
            self.similar.clear();
        }
        let (messages, at) = self
            .similar
            .entry(alike.clone())
            .or_insert_with(|| (HashSet::new(), now));
        if now.duration_since(*at).as_secs() > SIMILAR_SECONDS {
            messages.clear();
        }
        *at = now;
        messages.insert(message.to_owned());
        if messages.len() >= SIMILAR {
            return (alike, format!("(combined from similar events): {message}"));
        }
        (format!("{alike}\u{0}{message}"), message.to_owned())
    }

    fn remember(&mut self, key: String, told: Told) {
        self.order.push_back(key.clone());
        self.told.insert(key, told);
        while self.order.len() > REMEMBERED {
            if let Some(old) = self.order.pop_front() {
                self.told.remove(&old);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::*;
    use crate::{
        clock::Clock,
        store::{Selection, Store},
    };

    #[test]
    fn what_repeats_is_counted_and_what_floods_is_limited() {
        let clock = Clock::manual("2026-01-01T00:00:00Z".parse().unwrap());
        let registry = Registry::new(Arc::new(Store::new(100)), clock.clone());
        registry
            .create(kinds::NAMESPACE, "", &json!({"metadata": {"name": "a"}}))
            .unwrap();
        let recorder = Recorder::new(
            &registry,
            Source {
                component: "kubelet",
                newer: false,
            },
            Some("minikube"),
        );
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "namespace": "a", "uid": "1"}});
        recorder.normal(&pod, "spec.containers{c}", "Pulled", "m");
        clock.advance(Duration::from_secs(5));
        recorder.normal(&pod, "spec.containers{c}", "Pulled", "m");
        let all = || {
            registry
                .list(kinds::EVENT, &Selection::namespace("a"))
                .items
        };
        assert_eq!(all().len(), 1);
        assert_eq!(all()[0]["count"], 2);
        assert_eq!(all()[0]["lastTimestamp"], "2026-01-01T00:00:05Z");
        assert_eq!(
            all()[0]["source"],
            json!({"component": "kubelet", "host": "minikube"})
        );
        for n in 0..40 {
            recorder.warning(
                &pod,
                "spec.containers{c}",
                "Failed",
                &format!("message {n}"),
            );
        }
        let combined: Vec<_> = all()
            .into_iter()
            .filter(|e| e.text_at("message").starts_with("(combined"))
            .collect();
        assert_eq!(all().len(), 1 + 9 + 1);
        assert_eq!(combined[0]["count"], 25 - 2 - 9);
    }
}
