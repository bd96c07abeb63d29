//! Where programs read from and write to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::{
    fs::Fs,
    log::{Log, Stream},
};
use crate::clock::Clock;

/// Whoever read the output has gone away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// Where a program writes; clones write to the same place.
#[derive(Clone, Debug)]
pub(crate) enum Output {
    /// Nowhere.
    Null,
    /// The container's log.
    Log(Arc<Log>, Stream, Clock),
    /// The next program of a pipeline.
    Pipe(mpsc::Sender<Bytes>),
    /// Whoever asked for the program to run.
    Client(mpsc::Sender<(Stream, Bytes)>, Stream),
    /// What a shell collects.
    Collect(Arc<Mutex<Vec<u8>>>),
    /// A file.
    File(Fs, String, Clock),
}

impl Output {
    /// Writes all of it.
    pub(crate) async fn write(&self, bytes: impl AsRef<[u8]> + Send) -> Result<(), Broken> {
        let bytes = bytes.as_ref();
        if bytes.is_empty() {
            return Ok(());
        }
        match self {
            Self::Pipe(sender) => sender
                .send(Bytes::copy_from_slice(bytes))
                .await
                .map_err(|_| Broken),
            Self::Client(sender, stream) => sender
                .send((*stream, Bytes::copy_from_slice(bytes)))
                .await
                .map_err(|_| Broken),
            _ => {
                self.write_now(bytes);
                Ok(())
            }
        }
    }

    /// Writes without waiting; a reader that does not keep up misses it.
    pub(crate) fn write_now(&self, bytes: &[u8]) {
        match self {
            Self::Null => {}
            Self::Log(log, stream, clock) => log.write(*stream, bytes, clock.now()),
            Self::Pipe(sender) => drop(sender.try_send(Bytes::copy_from_slice(bytes))),
            Self::Client(sender, stream) => {
                drop(sender.try_send((*stream, Bytes::copy_from_slice(bytes))));
            }
            Self::Collect(all) => all
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(bytes),
            // The file may have been removed since it was opened; a program does not notice.
            Self::File(fs, path, clock) => drop(fs.write(path, bytes, true, clock.now())),
        }
    }
}

/// Where a program reads; clones read on where the last one stopped.
#[derive(Clone, Debug)]
pub(crate) struct Input(Arc<tokio::sync::Mutex<Source>>);

#[derive(Debug)]
struct Source {
    more: Option<mpsc::Receiver<Bytes>>,
    buffer: VecDeque<u8>,
}

impl Input {
    /// Nothing to read.
    pub(crate) fn empty() -> Self {
        Self::text(&[])
    }

    /// A text.
    pub(crate) fn text(text: &[u8]) -> Self {
        Self(Arc::new(tokio::sync::Mutex::new(Source {
            more: None,
            buffer: text.to_vec().into(),
        })))
    }

    /// What somebody sends.
    pub(crate) fn channel(more: mpsc::Receiver<Bytes>) -> Self {
        Self(Arc::new(tokio::sync::Mutex::new(Source {
            more: Some(more),
            buffer: VecDeque::new(),
        })))
    }

    /// One line with its end; nothing at the end of the input.
    pub(crate) async fn line(&self) -> Option<Vec<u8>> {
        let mut source = self.0.lock().await;
        loop {
            if let Some(end) = source.buffer.iter().position(|b| *b == b'\n') {
                return Some(source.buffer.drain(..=end).collect());
            }
            if !source.fill().await {
                let rest: Vec<u8> = source.buffer.drain(..).collect();
                return (!rest.is_empty()).then_some(rest);
            }
        }
    }

    /// What is there, waiting for something.
    pub(crate) async fn some(&self) -> Option<Vec<u8>> {
        let mut source = self.0.lock().await;
        while source.buffer.is_empty() {
            if !source.fill().await {
                return None;
            }
        }
        Some(source.buffer.drain(..).collect())
    }

    /// Everything up to the end.
    pub(crate) async fn all(&self) -> Vec<u8> {
        let mut source = self.0.lock().await;
        while source.fill().await {}
        source.buffer.drain(..).collect()
    }
}

impl Source {
    async fn fill(&mut self) -> bool {
        let Some(more) = &mut self.more else {
            return false;
        };
        match more.recv().await {
            Some(bytes) => {
                self.buffer.extend(bytes);
                true
            }
            None => false,
        }
    }
}
