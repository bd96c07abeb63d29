//! What a container has written, as `kubectl logs` reads it.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::watch;

/// Standard output or standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// One line with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: Timestamp,
    /// The text, with its line end if it had one.
    pub(crate) text: Bytes,
}

/// How much is kept; a kubelet keeps 10 MiB and then begins anew.
const LIMIT: usize = 2 << 20;

/// The lines of one container, from its start to its end.
#[derive(Debug)]
pub(crate) struct Log {
    inner: Mutex<Inner>,
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Inner {
    lines: VecDeque<Line>,
    /// The number of the first line that is still there.
    first: u64,
    size: usize,
    out: Vec<u8>,
    err: Vec<u8>,
    ended: bool,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            inner: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what a program wrote; lines come when they are complete.
    pub(crate) fn write(&self, stream: Stream, bytes: &[u8], now: Timestamp) {
        let mut inner = self.lock();
        let mut partial = std::mem::take(if stream == Stream::Out {
            &mut inner.out
        } else {
            &mut inner.err
        });
        partial.extend_from_slice(bytes);
        let mut rest = partial.as_slice();
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            inner.push(Line {
                at: now,
                text: Bytes::copy_from_slice(line),
            });
            rest = after;
        }
        // A program that never ends its line must not fill the memory.
        if rest.len() > 16 << 10 {
            inner.push(Line {
                at: now,
                text: Bytes::copy_from_slice(rest),
            });
            rest = &[];
        }
        let rest = rest.to_vec();
        *(if stream == Stream::Out {
            &mut inner.out
        } else {
            &mut inner.err
        }) = rest;
        drop(inner);
        self.changed.send_modify(|n| *n += 1);
    }

    /// Says that nothing more comes.
    pub(crate) fn end(&self, now: Timestamp) {
        let mut inner = self.lock();
        for partial in [
            std::mem::take(&mut inner.out),
            std::mem::take(&mut inner.err),
        ] {
            if !partial.is_empty() {
                inner.push(Line {
                    at: now,
                    text: partial.into(),
                });
            }
        }
        inner.ended = true;
        drop(inner);
        self.changed.send_modify(|n| *n += 1);
    }

    /// The lines from a number on, the number of the next, and whether more may come.
    pub(crate) fn since(&self, from: u64) -> (Vec<Line>, u64, bool) {
        let inner = self.lock();
        let skip = usize::try_from(from.saturating_sub(inner.first)).unwrap_or(usize::MAX);
        let lines: Vec<Line> = inner.lines.iter().skip(skip).cloned().collect();
        (lines, inner.first + inner.lines.len() as u64, !inner.ended)
    }

    /// The end of the text, as a termination message takes it.
    pub(crate) fn tail(&self, lines: usize, bytes: usize) -> String {
        let inner = self.lock();
        let skip = inner.lines.len().saturating_sub(lines);
        let text: Vec<u8> = inner
            .lines
            .iter()
            .skip(skip)
            .flat_map(|l| l.text.iter().copied())
            .collect();
        String::from_utf8_lossy(&text[text.len().saturating_sub(bytes)..]).into_owned()
    }

    /// Tells of changes.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}

impl Inner {
    fn push(&mut self, line: Line) {
        self.size += line.text.len();
        self.lines.push_back(line);
        while self.size > LIMIT {
            let Some(old) = self.lines.pop_front() else {
                break;
            };
            self.size -= old.text.len();
            self.first += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_and_the_last_one_may_lack_its_end() {
        let log = Log::new();
        log.write(Stream::Out, b"a\nb", Timestamp::UNIX_EPOCH);
        log.write(Stream::Err, b"!\n", Timestamp::UNIX_EPOCH);
        let texts = |from| {
            log.since(from)
                .0
                .iter()
                .map(|l| l.text.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(0), ["a\n", "!\n"]);
        log.end(Timestamp::UNIX_EPOCH);
        assert_eq!(texts(2), ["b"]);
        assert_eq!(log.since(3), (vec![], 3, false));
        assert_eq!(log.tail(2, 2), "\nb");
    }
}
