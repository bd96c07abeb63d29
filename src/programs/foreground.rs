//! Runs a program in the foreground of podo's terminal and waits for its end.
//!
//! As in a shell, the program gets a process group of its own and the terminal: Ctrl-C ends it and
//! not podo. podo has no `fg`, so a program that Ctrl-Z stops goes on at once, and the caller is
//! told so that it can say how programs are ended here. Afterwards podo has the terminal back, in
//! the modes it had before.
//!
//! stdin and stdout are podo's own. stderr is copied to podo's as it comes, and its end is kept for
//! the explanation; commands that draw on the screen keep the terminal instead. Where podo reads a
//! script and not a terminal, the program reads nothing, or it would eat the script.

use std::io::{self, IsTerminal, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::programs::terminal::{self, Terminal};
use crate::programs::{Invocation, ProgramError};
use crate::progress::STDERR_TAIL;

/// How much of stderr is kept, in bytes: one more than is used, so that
/// [`typed_command`](crate::progress::typed_command) sees that something was cut off.
const KEPT: usize = STDERR_TAIL + 1;

/// How long the end of stderr is waited for when the program has ended: what it started may hold
/// stderr for ever.
const LINGER: Duration = Duration::from_millis(200);

/// The pause before a stopped program goes on, so that one that stops again and again does not
/// take the whole processor.
const PAUSE: Duration = Duration::from_millis(20);

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its exit code, where no signal ended it.
    pub exit_code: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// The end of what it wrote to stderr; `None` where stderr stayed on the terminal.
    pub stderr_tail: Option<Vec<u8>>,
    /// When it was started.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
}

impl Finished {
    /// Whether it did what it was asked for.
    pub const fn success(&self) -> bool {
        matches!(self.exit_code, Some(0))
    }

    /// Whether Ctrl-C ended it: by the signal, or by the code that shells report for it.
    pub const fn interrupted(&self) -> bool {
        matches!(self.signal, Some(2)) || matches!(self.exit_code, Some(130))
    }

    /// Whether it ended with a code and without a word on stderr, so that there is nothing to
    /// remark on. kubectl ends so (code 1) where Ctrl-C stops a watch, and where the code is the
    /// answer (`diff`, `auth can-i`).
    pub fn failed_silently(&self) -> bool {
        let silent = self.stderr_tail.as_ref().is_some_and(Vec::is_empty);
        silent && self.exit_code.is_some_and(|code| code != 0)
    }
}

/// Runs a program until it ends. `stopped` is called once if the program is stopped by Ctrl-Z (or
/// from elsewhere), with podo on the terminal; the program goes on when it returns.
///
/// Blocks; belongs on the main thread. The caller flushes what it has buffered before.
pub fn run(invocation: &Invocation, stopped: &mut dyn FnMut()) -> Result<Finished, ProgramError> {
    let mut command = invocation.command()?;
    let stdin = io::stdin().is_terminal();
    command.stdin(if stdin {
        Stdio::inherit()
    } else {
        Stdio::null()
    });
    let copied = !invocation.needs_terminal();
    if copied {
        command.stderr(Stdio::piped());
    }
    let terminal = Terminal::hold();
    if terminal.is_some() {
        command.process_group(0);
    }
    let started = Timestamp::now();
    let mut child = command.spawn().map_err(|source| ProgramError::NotStarted {
        program: invocation.program().to_owned(),
        source,
    })?;
    let kept = child
        .stderr
        .take()
        .map(|stderr| Copier::start(stderr, io::stderr()));
    let ended = wait(&child, terminal.as_ref(), stopped);
    if let Some(terminal) = &terminal {
        terminal.take_back();
    }
    let stderr_tail = kept.map(Copier::finish);
    let (exit_code, signal) = ended.map_err(|errno| ProgramError::Lost {
        program: invocation.program().to_owned(),
        source: errno.into(),
    })?;
    Ok(Finished {
        exit_code,
        signal,
        stderr_tail,
        started,
        ended: Timestamp::now(),
    })
}

/// Waits for the program's end: its exit code, or the signal that ended it.
fn wait(
    child: &Child,
    terminal: Option<&Terminal>,
    stopped: &mut dyn FnMut(),
) -> Result<(Option<i32>, Option<i32>), Errno> {
    let id = pid(child);
    // Without the terminal a stop is not podo's business: whoever stopped it will continue it.
    let flags = terminal.map(|_| {
        terminal::give(id);
        WaitPidFlag::WUNTRACED
    });
    let mut told = false;
    loop {
        match waitpid(id, flags) {
            Ok(WaitStatus::Exited(_, code)) => return Ok((Some(code), None)),
            Ok(WaitStatus::Signaled(_, signal, _)) => return Ok((None, Some(signal as i32))),
            Ok(WaitStatus::Stopped(_, signal)) => {
                if let Some(terminal) = terminal {
                    // It asked for the terminal before it was given to it: nothing to tell.
                    let early = matches!(signal, Signal::SIGTTIN | Signal::SIGTTOU);
                    terminal.borrow_from(id, || {
                        if !early && !std::mem::replace(&mut told, true) {
                            stopped();
                        }
                    });
                    thread::sleep(PAUSE);
                }
                // All of its group: the editor that `kubectl edit` started was stopped with it.
                let _ = killpg(id, Signal::SIGCONT);
            }
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// A child's process id, which is its group's where it has one of its own.
pub(super) fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("process ids are positive 32-bit numbers"))
}

/// Copies a stream as it comes and keeps its end.
struct Copier {
    kept: Arc<Mutex<Vec<u8>>>,
    done: Receiver<()>,
}

impl Copier {
    fn start(from: impl Read + Send + 'static, to: impl Write + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (sender, done) = mpsc::channel();
        let shared = Arc::clone(&kept);
        thread::spawn(move || {
            terminal::write_from_behind();
            copy(from, to, &shared);
            // Nobody waits any more when the program ended long ago.
            let _ = sender.send(());
        });
        Self { kept, done }
    }

    /// What was kept, when the stream has ended or the wait for it. The copying goes on where
    /// something else still writes.
    fn finish(self) -> Vec<u8> {
        let _ = self.done.recv_timeout(LINGER);
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn copy(mut from: impl Read, mut to: impl Write, kept: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 4096];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return,
            Ok(read) => &buffer[..read],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        // A reader of podo's stderr who has gone must not stop the program.
        let _ = to.write_all(read).and_then(|()| to.flush());
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(read);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }
}
