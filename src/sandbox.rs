//! The embedded sandbox on this machine: one cluster for all of a learner's podos.
//!
//! The first podo that needs it holds a lock and serves the cluster from its own process. Others
//! find it by what it wrote beside the lock, join it, and wait for the lock: when the first one
//! leaves, however that happens, one of them goes on with the same state on the same port, with the
//! same token and certificate, so that kubeconfigs stay good.
//!
//! | file | what |
//! |---|---|
//! | `sandbox/keeper.rs` | the thread that waits for the lock, serves, and keeps the state |
//! | `sandbox/documents.rs` | the documents: how to reach it, and all that the cluster holds |
//! | `sandbox/saved.rs` | states under a name: saving, loading, deleting, starting afresh |

pub mod documents;
mod keeper;
pub mod saved;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use podo_sandbox::StartError;
use tokio::sync::watch;

use crate::store::{Origin, Store, StoreError};

use documents::{Access, Kept};
use keeper::{Keeper, Opened};

/// The name of the context in the sandbox's kubeconfig.
pub const CONTEXT: &str = podo_sandbox::kubeconfig::NAME;

/// How often the cluster's state is brought to the disk while it changes: what a crash can lose.
pub const KEEP_EVERY: Duration = Duration::from_secs(1);

/// How long the podo that serves may take until it answers.
const ANSWERING: Duration = Duration::from_secs(5);

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A document of its own.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its folder or its lock.
    #[error("`{}`: {source}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It cannot be started.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Another podo serves it and does not answer.
    #[error("the sandbox of process {process} does not answer at 127.0.0.1:{port}")]
    Silent {
        /// The other podo's process, 0 when it has not said.
        process: u32,
        /// The port.
        port: u16,
    },
    /// It runs, and what was asked for needs it not to.
    #[error("the sandbox runs in process {process}")]
    Runs {
        /// The podo that serves it, 0 when it has not said.
        process: u32,
    },
    /// There is no saved state of that name.
    #[error("no saved state `{name}`")]
    NotSaved {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The thread that serves it has ended without a word.
    #[error("the sandbox ended unexpectedly")]
    Ended,
}

/// Where the sandbox's files are.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Files in this folder, which need not exist.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A kubeconfig for any tool, mode 0600.
    pub fn kubeconfig(&self) -> PathBuf {
        self.folder.join("kubeconfig")
    }

    /// How to reach it: port, token, certificates.
    pub fn access(&self) -> Store<Access> {
        Store::new(self.folder.join("access.json"))
    }

    /// All that the cluster holds.
    pub fn state(&self) -> Store<Kept> {
        Store::new(self.folder.join("state.json"))
    }

    fn lock(&self) -> PathBuf {
        self.folder.join("running.lock")
    }

    fn error(path: &Path) -> impl FnOnce(io::Error) -> SandboxError {
        let path = path.to_owned();
        move |source| SandboxError::File { path, source }
    }
}

/// The sandbox, served from here or joined. Dropping it leaves it like [`Sandbox::close`].
#[derive(Debug)]
pub struct Sandbox {
    files: Files,
    serves: Arc<AtomicBool>,
    closed: watch::Sender<bool>,
    keeper: Option<JoinHandle<Result<(), SandboxError>>>,
    origin: Origin,
}

impl Sandbox {
    /// Serves the sandbox where nobody does, else joins it. `nodes` is how many Nodes it has at
    /// least, one without it; who joins changes nothing.
    pub fn open(files: &Files, nodes: Option<usize>) -> Result<Self, SandboxError> {
        let (tell, told) = mpsc::channel();
        let (closed, is_closed) = watch::channel(false);
        let serves = Arc::new(AtomicBool::new(false));
        let keeper = Keeper {
            files: files.clone(),
            nodes,
            serves: Arc::clone(&serves),
            closed: is_closed,
        };
        let keeper = thread::Builder::new()
            .name("podo-sandbox".to_owned())
            .spawn(move || keeper.run(&tell))
            .map_err(Files::error(files.folder()))?;
        let mut sandbox = Self {
            files: files.clone(),
            serves,
            closed,
            keeper: Some(keeper),
            origin: Origin::Present,
        };
        match told.recv() {
            Ok(Opened::Serving(origin)) => sandbox.origin = origin,
            Ok(Opened::Waiting) => sandbox.wait_for_answer()?,
            Err(mpsc::RecvError) => return Err(sandbox.ended()),
        }
        Ok(sandbox)
    }

    /// Whether this process serves it.
    pub fn serves(&self) -> bool {
        self.serves.load(Ordering::SeqCst)
    }

    /// How the kept state was found: a damaged one was set aside, and the cluster is a fresh one.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Leaves the sandbox. Where it is served from here, it ends when its state is on the disk.
    pub fn close(mut self) -> Result<(), SandboxError> {
        self.leave()
    }

    fn leave(&mut self) -> Result<(), SandboxError> {
        self.closed.send_replace(true);
        match self.keeper.take() {
            Some(keeper) if self.serves() => keeper.join().unwrap_or(Err(SandboxError::Ended)),
            // One that waits for the lock ends with the process, or gives the lock back at once.
            _ => Ok(()),
        }
    }

    /// The keeper has gone without serving: its error is the reason.
    fn ended(&mut self) -> SandboxError {
        match self.keeper.take().map(JoinHandle::join) {
            Some(Ok(Err(error))) => error,
            _ => SandboxError::Ended,
        }
    }

    /// Waits until the podo that serves it answers: it may have been started just now.
    fn wait_for_answer(&self) -> Result<(), SandboxError> {
        let deadline = Instant::now() + ANSWERING;
        loop {
            let access = self.files.access().load()?.value;
            if answers(access.port) && self.files.kubeconfig().exists() {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(SandboxError::Silent {
                    process: access.process,
                    port: access.port,
                });
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Whoever wants to know whether the state was kept calls `close`.
        let _ = self.leave();
    }
}

/// Whether something listens at the port of this machine.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    port != 0 && TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}
