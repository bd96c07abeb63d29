//! A container's probes: when they ask, and what their answers make of the container.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use super::{Message, Wake, Worker, later};
use crate::{
    kubelet::{
        probe::{self, Finding, Kind},
        status::State,
    },
    object::Meta,
};

/// One probe's memory.
#[derive(Debug)]
pub(super) struct Probing {
    next: Timestamp,
    good: i64,
    bad: i64,
    asking: bool,
    result: Option<bool>,
}

impl Worker {
    pub(super) fn started(&self, number: usize) -> bool {
        let slot = &self.slots[number];
        slot.running.is_some()
            && slot
                .probes
                .get(&Kind::Startup)
                .is_none_or(|p| p.result == Some(true))
    }

    pub(super) fn ready(&self, number: usize) -> bool {
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
    pub(super) fn probe(&mut self, now: Timestamp, wake: &mut Wake) {
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

    pub(super) fn probed(&mut self, number: usize, id: &str, kind: Kind, finding: Finding) {
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
}

/// The probes of a container that has just been started.
pub(super) fn probing(spec: &Value, now: Timestamp) -> BTreeMap<Kind, Probing> {
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
