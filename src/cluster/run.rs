//! Running kubectl, docker and minikube for lesson steps: an argument list, never a shell.
//!
//! What a program gets: the caller's environment without what would make kubectl behave otherwise
//! than the lesson says (see [`OWN_WAYS`]), podo's private kubeconfig as `KUBECONFIG` (minikube the
//! learner's own, for it writes to it), Go's garbage collector less busy unless `GOGC` says otherwise,
//! the working folder, nothing on standard input. Proxy settings stay as they are. Its output is
//! captured and bounded; it has a deadline, and it is killed together with its children when that
//! passes or when nobody waits any more.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures::future::{Either, join, select};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

use crate::lesson::model::Program;

/// How long a step may take unless it says otherwise.
pub const DEADLINE: Duration = Duration::from_mins(1);
/// How much of each output is kept, its end, in bytes.
const LIMIT: usize = 64 * 1024;

/// How long the outputs of a program that has ended are still read.
const LINGERING: Duration = Duration::from_secs(1);

/// Variables that are taken out of a program's environment; names that end in `_` stand for all that
/// begin so.
///
/// - `KUBECONFIG`: replaced by the private one.
/// - `KUBECTL_…`: an external diff program, plugins' folders, feature switches.
/// - `KUBERC`: a file of aliases and default flags; set to `off` instead.
/// - `KUBERNETES_MASTER`: a server for contexts that have none (kubectl before 1.20).
/// - `KUBERNETES_SERVICE_…`, `POD_NAMESPACE`: make kubectl believe that it runs in a Pod.
pub const OWN_WAYS: [&str; 6] = [
    "KUBECONFIG",
    "KUBECTL_",
    "KUBERC",
    "KUBERNETES_MASTER",
    "KUBERNETES_SERVICE_",
    "POD_NAMESPACE",
];

/// How programs are run: where they are, where they work, what they see.
#[derive(Debug, Clone)]
pub struct Runner {
    path: OsString,
    environment: Vec<(OsString, OsString)>,
    own_kubeconfig: Option<OsString>,
    private_kubeconfig: PathBuf,
    folder: PathBuf,
}

/// What a program said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The exit code; `None` when a signal ended it.
    pub exit_code: Option<i32>,
    /// The end of its standard output.
    pub stdout: String,
    /// The end of its standard error.
    pub stderr: String,
}

/// Why a program could not be run to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It is in no folder of the PATH.
    #[error("`{}` is not in any folder of the PATH", program.name())]
    NotInstalled {
        /// Which program.
        program: Program,
    },
    /// The system did not start it.
    #[error("`{}` cannot be started", file.display())]
    NotStarted {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// It did not end in time and was killed.
    #[error("`{}` did not end within {} seconds", program.name(), deadline.as_secs())]
    TimedOut {
        /// Which program.
        program: Program,
        /// The time it had.
        deadline: Duration,
        /// What it had said until then.
        output: Box<Output>,
    },
}

impl Runner {
    /// From a PATH and an environment, for a private kubeconfig and a working folder.
    pub fn new(
        path: &OsStr,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        private_kubeconfig: &Path,
        folder: &Path,
    ) -> Self {
        let mut own_kubeconfig = None;
        let mut kept = Vec::new();
        for (name, value) in environment {
            if name == "KUBECONFIG" {
                own_kubeconfig = Some(value);
            } else if !is_own_way(&name) {
                kept.push((name, value));
            }
        }
        Self {
            path: path.to_owned(),
            environment: kept,
            own_kubeconfig,
            private_kubeconfig: private_kubeconfig.to_owned(),
            folder: folder.to_owned(),
        }
    }

    /// Where a program is on the PATH.
    pub fn find(&self, program: Program) -> Option<PathBuf> {
        find(program.name(), &self.path)
    }

    /// The variables that a program gets, for callers that start it in their own way.
    pub fn environment(&self, program: Program) -> Vec<(OsString, OsString)> {
        let mut environment = self.environment.clone();
        let mut set = |name: &str, value: &OsStr| environment.push((name.into(), value.into()));
        if program == Program::Minikube {
            if let Some(own) = &self.own_kubeconfig {
                set("KUBECONFIG", own);
            }
        } else {
            set("KUBECONFIG", self.private_kubeconfig.as_os_str());
        }
        set("KUBERC", OsStr::new("off"));
        environment
    }

    /// Go's garbage collector runs at four times the memory in use instead of twice: a kubectl that
    /// lives for a tenth of a second takes a third less of the processor, for 8 MB more. Whoever has
    /// set it knows better.
    fn unhurried_collector(&self) -> Option<(&'static str, &'static str)> {
        const GOGC: &str = "GOGC";
        let is_set = self.environment.iter().any(|(name, _)| name == GOGC);
        (!is_set).then_some((GOGC, "400"))
    }

    /// Runs a program to its end.
    pub async fn run(
        &self,
        program: Program,
        args: &[String],
        deadline: Duration,
    ) -> Result<Output, RunError> {
        let file = self
            .find(program)
            .ok_or(RunError::NotInstalled { program })?;
        let mut command = Command::new(&file);
        command
            .args(args)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.environment(program))
            .envs(self.unhurried_collector())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // Its own group, so that what it starts can be killed with it.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command
            .spawn()
            .map_err(|source| RunError::NotStarted { file, source })?;
        let (mut stdout, mut stderr) = (Tail::default(), Tail::default());
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let mut group = Group::of(child);
        let ended = tokio::time::timeout(deadline, async {
            let reading = std::pin::pin!(join(stdout.fill(out), stderr.fill(err)));
            let waiting = std::pin::pin!(group.child.wait());
            match select(waiting, reading).await {
                // Something it left behind may hold its outputs open; what it said is there by now.
                Either::Left((status, reading)) => {
                    let _ = tokio::time::timeout(LINGERING, reading).await;
                    status
                }
                Either::Right((_, waiting)) => waiting.await,
            }
        })
        .await;
        let mut output = Output {
            exit_code: None,
            stdout: stdout.text(),
            stderr: stderr.text(),
        };
        match ended {
            Ok(status) => {
                group.ended = true;
                output.exit_code = status.ok().and_then(|status| status.code());
                Ok(output)
            }
            Err(_) => Err(RunError::TimedOut {
                program,
                deadline,
                output: Box::new(output),
            }),
        }
    }
}

fn is_own_way(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    OWN_WAYS.iter().any(|own| match own.strip_suffix('_') {
        Some(_) => name.starts_with(own),
        None => name == *own,
    })
}

/// A program's file on a PATH.
pub fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| is_executable(file))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// A program and all it started; dropped before it ended, all of it is killed.
struct Group {
    child: Child,
    #[cfg(unix)]
    id: Option<nix::unistd::Pid>,
    ended: bool,
}

impl Group {
    fn of(child: Child) -> Self {
        Self {
            #[cfg(unix)]
            id: child
                .id()
                .and_then(|id| i32::try_from(id).ok())
                .map(nix::unistd::Pid::from_raw),
            child,
            ended: false,
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let (false, Some(id)) = (self.ended, self.id) {
            // The group has the program's id; that it is gone already is fine.
            let _ = nix::sys::signal::killpg(id, nix::sys::signal::Signal::SIGKILL);
        }
    }
}

/// The end of an output.
#[derive(Default)]
struct Tail(Vec<u8>);

impl Tail {
    async fn fill(&mut self, stream: Option<impl AsyncRead + Unpin>) {
        let Some(mut stream) = stream else { return };
        let mut buffer = vec![0; 16 * 1024];
        // An output that cannot be read any more has ended.
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            self.0.extend_from_slice(&buffer[..count]);
            if self.0.len() >= 2 * LIMIT {
                self.0.drain(..self.0.len() - LIMIT);
            }
        }
    }

    fn text(&self) -> String {
        let from = self.0.len().saturating_sub(LIMIT);
        String::from_utf8_lossy(&self.0[from..]).into_owned()
    }
}

#[cfg(test)]
mod tests;
