//! The thread that waits for the lock, serves the sandbox, and keeps its state on the disk.

use std::fs::{File, TryLockError};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use podo_sandbox::cluster::NodeOptions;
use podo_sandbox::{Options, State};
use tokio::sync::watch;

use super::documents::{Access, Kept};
use super::{Files, KEEP_EVERY, SandboxError};
use crate::paths::make_private_dir;
use crate::store::{Origin, StoreError, lock};

/// What became of opening.
pub(super) enum Opened {
    /// This process serves the sandbox; its state was found so.
    Serving(Origin),
    /// Another process does; this one waits for its turn.
    Waiting,
}

/// The thread's part of a [`Sandbox`](super::Sandbox).
pub(super) struct Keeper {
    pub(super) files: Files,
    pub(super) nodes: Option<usize>,
    /// This process holds the lock.
    pub(super) serves: Arc<AtomicBool>,
    pub(super) closed: watch::Receiver<bool>,
}

impl Keeper {
    /// Serves as soon as the lock is free, until it is told to end.
    pub(super) fn run(mut self, tell: &mpsc::Sender<Opened>) -> Result<(), SandboxError> {
        make_private_dir(self.files.folder()).map_err(Files::error(self.files.folder()))?;
        let path = self.files.lock();
        let lock = lock::open(&path).map_err(Files::error(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                // An opener that has gone away needs no answer.
                let _ = tell.send(Opened::Waiting);
                // Whoever takes over changes nothing.
                self.nodes = None;
                lock::lock(&lock).map_err(Files::error(&path))?;
            }
            Err(TryLockError::Error(error)) => return Err(Files::error(&path)(error)),
        }
        self.serves.store(true, Ordering::SeqCst);
        if *self.closed.borrow() {
            return Ok(());
        }
        // The cluster has a runtime of its own, so that it lives on whatever the prompt is doing.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("podo-sandbox-worker")
            .enable_all()
            .build()
            .map_err(Files::error(self.files.folder()))?;
        runtime.block_on(self.serve(tell))
    }

    async fn serve(mut self, tell: &mpsc::Sender<Opened>) -> Result<(), SandboxError> {
        let access = self.files.access().load()?.value;
        let kept = self.files.state().load()?;
        let sandbox = self.start(access, kept.value.cluster).await?;
        let _ = tell.send(Opened::Serving(kept.origin));
        let mut on_disk = None;
        while !*self.closed.borrow() {
            let mark = Some(sandbox.mark());
            // What cannot be written now is tried again, and told at the end if it still cannot.
            if mark != on_disk && self.keep(sandbox.state()).is_ok() {
                on_disk = mark;
            }
            tokio::select! {
                () = tokio::time::sleep(KEEP_EVERY) => {}
                // The sender is gone only when the process ends.
                _ = self.closed.changed() => {}
            }
        }
        let state = sandbox.stop().await;
        Ok(self.keep(state)?)
    }

    /// Starts on the port of last time, or on a free one where that is taken.
    async fn start(
        &self,
        access: Access,
        state: State,
    ) -> Result<podo_sandbox::Sandbox, SandboxError> {
        let nodes = self.nodes.unwrap_or(1).max(state.count("nodes"));
        // Somebody else may have the port of last time by now.
        let is_free = TcpListener::bind((Ipv4Addr::LOCALHOST, access.port)).is_ok();
        let options = Options {
            port: if is_free { access.port } else { 0 },
            token: access.token,
            identity: access.identity,
            ..Options::default()
        };
        let sandbox =
            podo_sandbox::Sandbox::resume(options, state, NodeOptions::cluster(nodes)).await?;
        let now = Access {
            port: sandbox.address().port(),
            process: std::process::id(),
            token: Some(sandbox.token().to_owned()),
            identity: Some(sandbox.identity().clone()),
        };
        self.files.access().replace(&now)?;
        let kubeconfig = self.files.kubeconfig();
        sandbox
            .write_kubeconfig(&kubeconfig)
            .map_err(Files::error(&kubeconfig))?;
        Ok(sandbox)
    }

    fn keep(&self, cluster: State) -> Result<(), StoreError> {
        self.files.state().replace(&Kept { cluster })
    }
}

/// The lock of a folder's sandbox, if nobody holds it.
pub(super) fn free(files: &Files) -> Result<Option<File>, SandboxError> {
    make_private_dir(files.folder()).map_err(Files::error(files.folder()))?;
    let path = files.lock();
    let lock = lock::open(&path).map_err(Files::error(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(Files::error(&path)(error)),
    }
}
