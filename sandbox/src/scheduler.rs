//! The scheduler: which node a Pod runs on, and why none does.
//!
//! One Pod at a time. A Pod that fits nowhere gets a condition and an Event that say what each node
//! lacks, and waits for a change of nodes or Pods, with a back-off from one to ten seconds.

mod affinity;
mod fit;
mod volumes;

use std::{collections::HashMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

pub(crate) use self::fit::{Usage, tolerates};
use self::volumes::Claims;
use crate::{
    events::{Recorder, Source},
    feed::{Feed, News},
    kinds,
    object::{Meta, Object, child},
    registry::Registry,
    store::{Change, Key, Selection},
};

/// A Pod that waits for a place.
#[derive(Debug)]
struct Waiting {
    priority: i64,
    tries: u32,
    /// Not before this moment.
    due: Timestamp,
    /// Something has changed since it was tried.
    hopeful: bool,
}

/// The scheduler's state.
#[derive(Debug)]
struct Scheduler {
    registry: Registry,
    events: Recorder,
    waiting: HashMap<Key, Waiting>,
    /// What the Pods on each node use.
    usage: HashMap<String, Usage>,
    placed: HashMap<String, (String, Usage)>,
    turn: usize,
}

/// How long a Pod waits at most before it is tried again though nothing has changed.
const AGAIN: Duration = Duration::from_mins(5);

/// Runs the scheduler for ever.
pub(crate) async fn run(registry: Registry) {
    let source = Source {
        component: "default-scheduler",
        newer: true,
    };
    let mut feed = Feed::new(
        &registry,
        &[
            kinds::NODE,
            kinds::POD,
            kinds::PERSISTENT_VOLUME,
            kinds::PERSISTENT_VOLUME_CLAIM,
            kinds::STORAGE_CLASS,
        ],
    );
    let mut scheduler = Scheduler {
        events: Recorder::new(&registry, source, None),
        registry: registry.clone(),
        waiting: HashMap::new(),
        usage: HashMap::new(),
        placed: HashMap::new(),
        turn: 0,
    };
    loop {
        while let Some(news) = feed.try_next() {
            scheduler.hear(news);
        }
        let now = registry.clock().now();
        if let Some(key) = scheduler.next(now) {
            scheduler.schedule(&key, now);
            scheduler.turn += 1;
            if scheduler.turn.is_multiple_of(16) {
                tokio::task::yield_now().await;
            }
            continue;
        }
        let due = scheduler
            .waiting
            .values()
            .filter(|w| w.hopeful)
            .map(|w| w.due)
            .min();
        let due = due.unwrap_or_else(|| {
            now.saturating_add(SignedDuration::from_secs(300))
                .unwrap_or(Timestamp::MAX)
        });
        tokio::select! {
            news = feed.next() => scheduler.hear(news),
            () = registry.clock().sleep_until(due) => {}
        }
    }
}

impl Scheduler {
    fn hear(&mut self, news: News) {
        let (kind, objects) = match news {
            News::Changed(kind, event) => (kind, vec![(event.object, event.change)]),
            News::All(kind, objects) => {
                if kind == kinds::POD {
                    self.usage.clear();
                    self.placed.clear();
                }
                (
                    kind,
                    objects.into_iter().map(|o| (o, Change::Added)).collect(),
                )
            }
        };
        for (object, change) in objects {
            if kind == kinds::POD {
                self.hear_pod(&object, change);
            } else {
                self.hope();
            }
        }
    }

    fn hear_pod(&mut self, pod: &Object, change: Change) {
        let key = (pod.namespace().to_owned(), pod.name().to_owned());
        let over = change == Change::Deleted
            || matches!(pod.text_at("status.phase"), "Succeeded" | "Failed");
        let node = pod.text_at("spec.nodeName");
        if over || !node.is_empty() {
            self.waiting.remove(&key);
        }
        if over {
            if let Some((node, usage)) = self.placed.remove(pod.uid()) {
                self.usage.entry(node).or_default().remove(&usage);
                self.hope();
            }
        } else if !node.is_empty() {
            if !self.placed.contains_key(pod.uid()) {
                self.place(pod, node);
            }
        } else if !pod.deleting() && pod.text_at("spec.schedulerName") == "default-scheduler" {
            let now = self.registry.clock().now();
            let waiting = self.waiting.entry(key).or_insert(Waiting {
                priority: pod.int_at("spec.priority").unwrap_or(0),
                tries: 0,
                due: now,
                hopeful: true,
            });
            // A change of labels or gates may be what it waited for; its status is our own doing.
            if change == Change::Added {
                waiting.hopeful = true;
            }
        }
    }

    fn place(&mut self, pod: &Object, node: &str) {
        let usage = Usage::of(pod);
        self.usage.entry(node.to_owned()).or_default().add(&usage);
        self.placed
            .insert(pod.uid().to_owned(), (node.to_owned(), usage));
    }

    /// Something changed that may give waiting Pods a place.
    fn hope(&mut self) {
        for waiting in self.waiting.values_mut() {
            waiting.hopeful = true;
        }
    }

    fn next(&mut self, now: Timestamp) -> Option<Key> {
        let long_ago = |w: &Waiting| {
            now.duration_since(w.due) > SignedDuration::try_from(AGAIN).unwrap_or_default()
        };
        let ready = self
            .waiting
            .iter()
            .filter(|(_, w)| (w.hopeful && w.due <= now) || long_ago(w));
        // The Pod with the higher priority first, then the one that is due the longest.
        let first =
            ready.min_by(|(a, x), (b, y)| (y.priority, x.due, a).cmp(&(x.priority, y.due, b)));
        first.map(|(key, _)| key.clone())
    }

    fn schedule(&mut self, key: &Key, now: Timestamp) {
        let Some(pod) = self.registry.store().get(kinds::POD, &key.0, &key.1) else {
            self.waiting.remove(key);
            return;
        };
        if !pod.list_at("spec.schedulingGates").is_empty() {
            self.fail(
                &pod,
                key,
                "SchedulingGated",
                "Scheduling is blocked due to non-empty scheduling gates",
                now,
            );
            return;
        }
        let nodes = self.registry.list(kinds::NODE, &Selection::default()).items;
        let claims = match Claims::of(&self.registry, &pod) {
            Ok(claims) => claims,
            Err(why) => {
                // Upstream's search for Pods to make room finds no notes on this one, and says so.
                let text = format!("0/{} nodes are available: {why}. not found", nodes.len());
                self.fail(&pod, key, "Unschedulable", &text, now);
                return;
            }
        };
        let mut reasons: HashMap<String, usize> = HashMap::new();
        let (mut hopeless, mut best) = (0, None);
        let wanted = Usage::of(&pod);
        for node in &nodes {
            let empty = Usage::default();
            let used = self.usage.get(node.name()).unwrap_or(&empty);
            let fits = fit::check(&pod, node, used, &wanted);
            match fits.and_then(|()| claims.check(&self.registry, node)) {
                Ok(()) => {
                    // The emptiest node; among equals by turns.
                    let score = fit::score(&pod, node, used, &wanted);
                    if best.as_ref().is_none_or(|(s, _)| score > *s) {
                        best = Some((score, node));
                    }
                }
                Err(no) => {
                    hopeless += usize::from(!no.curable);
                    for reason in no.reasons {
                        *reasons.entry(reason).or_default() += 1;
                    }
                }
            }
        }
        if let Some((_, node)) = best {
            match claims.choose(&self.registry, node) {
                Ok(true) => self.bind(&pod, key, node.name()),
                // When they are bound, the feed says so. What has changed meanwhile is seen there too.
                Ok(false) | Err(_) => self.rest(key, now),
            }
            return;
        }
        let text = if nodes.is_empty() {
            "no nodes available to schedule pods".to_owned()
        } else {
            let mut parts: Vec<String> = reasons
                .into_iter()
                .map(|(reason, count)| format!("{count} {reason}"))
                .collect();
            parts.sort();
            let tail = fit::preemption(nodes.len(), nodes.len() - hopeless, hopeless);
            format!(
                "0/{} nodes are available: {}. {tail}",
                nodes.len(),
                parts.join(", ")
            )
        };
        self.fail(&pod, key, "Unschedulable", &text, now);
    }

    /// Leaves a Pod alone until something happens.
    fn rest(&mut self, key: &Key, now: Timestamp) {
        if let Some(waiting) = self.waiting.get_mut(key) {
            waiting.hopeful = false;
            waiting.due = now;
        }
    }

    fn bind(&mut self, pod: &Object, key: &Key, node: &str) {
        self.waiting.remove(key);
        // If it cannot be bound it was deleted or placed meanwhile, and the feed will say so.
        if let Ok(bound) = self.registry.bind(pod.namespace(), pod.name(), node) {
            self.place(&bound, node);
            self.events.normal(
                &bound,
                "",
                "Scheduled",
                &format!(
                    "Successfully assigned {}/{} to {node}",
                    pod.namespace(),
                    pod.name()
                ),
            );
        }
    }

    fn fail(&mut self, pod: &Object, key: &Key, reason: &str, message: &str, now: Timestamp) {
        let stamp = crate::clock::seconds(now);
        let condition = json!({"type": "PodScheduled", "status": "False", "lastProbeTime": null, "lastTransitionTime": stamp, "reason": reason, "message": message});
        let before = crate::controllers::owners::condition(pod, "PodScheduled");
        let same = before
            .is_some_and(|b| b.text_at("reason") == reason && b.text_at("message") == message);
        if !same {
            // A Pod that has gone needs no condition.
            let _ =
                self.registry
                    .update_status(kinds::POD, pod.namespace(), pod.name(), |status| {
                        let list = child(status, "conditions");
                        let mut items: Vec<Value> = list.as_array().cloned().unwrap_or_default();
                        let mut condition = condition.clone();
                        if let Some(old) = items.iter().find(|c| {
                            c.text_at("type") == "PodScheduled" && c.text_at("status") == "False"
                        }) {
                            condition["lastTransitionTime"] = old["lastTransitionTime"].clone();
                        }
                        items.retain(|c| c.text_at("type") != "PodScheduled");
                        items.push(condition);
                        *list = items.into();
                    });
        }
        if reason != "SchedulingGated" {
            self.events.warning(pod, "", "FailedScheduling", message);
        }
        if let Some(waiting) = self.waiting.get_mut(key) {
            waiting.tries += 1;
            waiting.hopeful = false;
            let pause = SignedDuration::from_secs(1 << waiting.tries.saturating_sub(1).min(4))
                .min(SignedDuration::from_secs(10));
            waiting.due = now.saturating_add(pause).unwrap_or(Timestamp::MAX);
        }
    }
}
