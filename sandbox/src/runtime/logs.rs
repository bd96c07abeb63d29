//! The logs of a container, from where a client wants them.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};

use super::Runtime;
use crate::{
    containers::log::{Line, Log},
    kinds,
    object::{Meta, Object},
    refusal::Refusal,
};

/// Which lines a client wants.
#[derive(Clone, Debug, Default)]
pub struct LogOptions {
    /// The container; the Pod's only one if `None`.
    pub container: Option<String>,
    /// Those of the run before the present one.
    pub previous: bool,
    /// Wait for more until the container has ended.
    pub follow: bool,
    /// Only so many of the last ones.
    pub tail: Option<usize>,
    /// Only those since so many seconds ago.
    pub since_seconds: Option<i64>,
    /// Only those since a moment.
    pub since: Option<Timestamp>,
    /// Each line with its time.
    pub timestamps: bool,
    /// Only so many bytes.
    pub limit: Option<usize>,
}

/// Lines of a log, one after the other.
#[derive(Debug)]
pub struct Logs {
    log: Arc<Log>,
    ready: VecDeque<Line>,
    at: u64,
    follow: bool,
    timestamps: bool,
    left: Option<usize>,
    changes: tokio::sync::watch::Receiver<u64>,
}

impl Logs {
    /// No lines at all.
    fn empty() -> Self {
        let log = Arc::new(Log::new());
        Self {
            changes: log.subscribe(),
            log,
            ready: VecDeque::new(),
            at: 0,
            follow: false,
            timestamps: false,
            left: None,
        }
    }

    /// The next piece; nothing when there is no more. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.left == Some(0) {
                return None;
            }
            if let Some(line) = self.ready.pop_front() {
                return Some(self.cut(&line));
            }
            if !self.follow {
                return None;
            }
            self.changes.borrow_and_update();
            let (lines, next, more) = self.log.since(self.at);
            self.at = next;
            self.ready.extend(lines);
            if self.ready.is_empty() && (!more || self.changes.changed().await.is_err()) {
                return None;
            }
        }
    }

    fn cut(&mut self, line: &Line) -> Bytes {
        let mut text = line.text.clone();
        if self.timestamps {
            let mut with = format!("{:.9} ", line.at).into_bytes();
            with.extend_from_slice(&text);
            text = with.into();
        }
        if let Some(left) = &mut self.left {
            text.truncate(*left);
            *left -= text.len();
        }
        text
    }
}

impl Runtime {
    /// The logs of a container.
    pub fn logs(&self, namespace: &str, name: &str, options: &LogOptions) -> Result<Logs, Refusal> {
        let pod = self.registry.get(kinds::POD, namespace, name)?;
        let container = Self::choose(&pod, options.container.as_deref())?;
        if pod.text_at("spec.nodeName").is_empty() {
            // Nowhere is nothing to be read, and that is no mistake.
            return Ok(Logs::empty());
        }
        let handle = self.handle(&pod);
        let run = if options.previous {
            // While a container waits for its next start, the latest run is the previous one.
            let ended = handle
                .as_ref()
                .and_then(|h| h.run(&container))
                .filter(|run| run.machine.end().is_some() && waits(&pod, &container));
            let before = ended.or_else(|| handle.as_ref().and_then(|h| h.previous(&container)));
            before.ok_or_else(|| {
                Refusal::bad_request(format!(
                    "previous terminated container \"{container}\" in pod \"{name}\" not found"
                ))
            })?
        } else {
            let run = handle.as_ref().and_then(|h| h.run(&container));
            run.ok_or_else(|| Refusal::bad_request(waiting(&pod, &container)))?
        };
        let changes = run.log.subscribe();
        let (mut lines, at, _) = run.log.since(0);
        let ago = options.since_seconds.and_then(|s| {
            self.registry
                .clock()
                .now()
                .checked_sub(SignedDuration::from_secs(s))
                .ok()
        });
        if let Some(since) = ago.or(options.since) {
            lines.retain(|line| line.at >= since);
        }
        if let Some(tail) = options.tail {
            lines.drain(..lines.len().saturating_sub(tail));
        }
        Ok(Logs {
            log: Arc::clone(&run.log),
            ready: lines.into(),
            at,
            follow: options.follow,
            timestamps: options.timestamps,
            left: options.limit,
            changes,
        })
    }
}

fn state<'a>(pod: &'a Object, container: &str) -> Option<&'a serde_json::Value> {
    let all = pod
        .list_at("status.containerStatuses")
        .iter()
        .chain(pod.list_at("status.initContainerStatuses"));
    all.into_iter().find(|c| c.text_at("name") == container)
}

fn waits(pod: &Object, container: &str) -> bool {
    state(pod, container).is_some_and(|s| s.at("state.waiting").is_some())
}

/// Why there are no logs.
fn waiting(pod: &Object, container: &str) -> String {
    let name = pod.name();
    let Some(status) = state(pod, container) else {
        return format!("container \"{container}\" in pod \"{name}\" is not available");
    };
    let why = match status.text_at("state.waiting.reason") {
        "" => return format!("container \"{container}\" in pod \"{name}\" is terminated"),
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        reason => reason,
    };
    format!("container \"{container}\" in pod \"{name}\" is waiting to start: {why}")
}
