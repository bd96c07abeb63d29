//! One background job: its process, its state, its log.

use std::process::Child;

use jiff::Timestamp;
use nix::errno::Errno;
use nix::sys::signal::killpg;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::log::Log;
use super::{EndedJob, JobView};
use crate::programs::foreground::pid;

/// Whether a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It runs.
    Running,
    /// It was stopped, which happens when it asks something on the terminal (a password). It will
    /// not go on in the background.
    Waiting,
    /// It has ended.
    Ended {
        /// Its exit code, where no signal ended it.
        exit_code: Option<i32>,
        /// The number of the signal that ended it.
        signal: Option<i32>,
    },
}

impl JobState {
    /// Whether it has not ended.
    pub const fn is_alive(self) -> bool {
        !matches!(self, Self::Ended { .. })
    }
}

/// A job, running or ended.
#[derive(Debug)]
pub(super) struct Job {
    id: u32,
    argv: Vec<String>,
    group: Pid,
    state: JobState,
    log: Log,
    started: Timestamp,
    ended: Option<Timestamp>,
    /// Whether the learner knows of its end.
    pub(super) reported: bool,
}

impl Job {
    pub(super) fn new(id: u32, argv: Vec<String>, child: &Child, log: Log) -> Self {
        Self {
            id,
            argv,
            group: pid(child),
            state: JobState::Running,
            log,
            started: Timestamp::now(),
            ended: None,
            reported: false,
        }
    }

    pub(super) const fn id(&self) -> u32 {
        self.id
    }

    pub(super) const fn group(&self) -> Pid {
        self.group
    }

    /// The state when it was looked at last.
    pub(super) const fn state(&self) -> JobState {
        self.state
    }

    /// Looks what has become of it.
    pub(super) fn look(&mut self) -> JobState {
        if !self.state.is_alive() {
            return self.state;
        }
        self.log.keep_small();
        let flags = WaitPidFlag::WNOHANG | WaitPidFlag::WUNTRACED | WaitPidFlag::WCONTINUED;
        let ended = match waitpid(self.group, Some(flags)) {
            Ok(WaitStatus::Exited(_, code)) => Some((Some(code), None)),
            Ok(WaitStatus::Signaled(_, signal, _)) => Some((None, Some(signal as i32))),
            Ok(WaitStatus::Stopped(..)) => {
                self.state = JobState::Waiting;
                None
            }
            Ok(WaitStatus::Continued(_)) => {
                self.state = JobState::Running;
                None
            }
            Ok(_) | Err(Errno::EINTR) => None,
            // It is no child of podo's any more, so it has ended and nobody knows how.
            Err(_) => Some((None, None)),
        };
        if let Some((exit_code, signal)) = ended {
            self.state = JobState::Ended { exit_code, signal };
            self.ended = Some(Timestamp::now());
        }
        self.state
    }

    /// Whether it, or something it started, is still there. Processes of another user
    /// (`minikube tunnel` starts some with sudo) count, though they cannot be signalled.
    pub(super) fn has_processes(&self) -> bool {
        !matches!(killpg(self.group, None), Err(Errno::ESRCH))
    }

    pub(super) fn last_lines(&self, lines: usize) -> String {
        self.log.last_lines(lines)
    }

    pub(super) fn view(&self) -> JobView {
        JobView {
            id: self.id,
            argv: self.argv.clone(),
            state: self.state,
            last_line: self.last_lines(1),
        }
    }

    /// What is told of its end. A job that outlived even SIGKILL (it belongs to another user, or
    /// the system is stuck) is told without code and signal.
    pub(super) fn ended(&self, lines: usize) -> EndedJob {
        let (exit_code, signal) = match self.state {
            JobState::Ended { exit_code, signal } => (exit_code, signal),
            JobState::Running | JobState::Waiting => (None, None),
        };
        EndedJob {
            id: self.id,
            argv: self.argv.clone(),
            exit_code,
            signal,
            last_lines: self.last_lines(lines),
            started: self.started,
            ended: self.ended.unwrap_or_else(Timestamp::now),
        }
    }
}
