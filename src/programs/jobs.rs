//! Background jobs: what a `&` at the end of a line starts (port-forward, tunnel, `get -w`).
//!
//! A job has a process group of its own, reads nothing, and writes to a log of its own, open to
//! the learner alone. It lives no longer than podo: dropping [`Jobs`] stops all of them. Nothing
//! runs beside podo here; what became of a job is seen when somebody looks.

mod job;
mod log;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::programs::{Invocation, ProgramError};
use job::Job;
pub use job::JobState;
use log::Log;

#[cfg(test)]
mod tests;

/// How long the start of a job is watched: a port that is taken shows within it.
const FIRST_LOOK: Duration = Duration::from_millis(300);

/// How often a job is looked at while something is waited for.
const STEP: Duration = Duration::from_millis(10);

/// How a job is stopped: signals, each with the time it is given.
const STOPPING: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(3)),
    (Signal::SIGTERM, Duration::from_secs(2)),
    (Signal::SIGKILL, Duration::from_secs(1)),
];

/// How many lines of its log a job that has ended is reported with.
const LAST_LINES: usize = 5;

/// The background jobs of this podo.
#[derive(Debug)]
pub struct Jobs {
    dir: PathBuf,
    all: Vec<Job>,
    live: LiveJobs,
    next: u32,
}

/// What is shown of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its number, from 1, never used twice.
    pub id: u32,
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Whether it runs.
    pub state: JobState,
    /// The last line that it wrote, not sanitised; empty when there is none.
    pub last_line: String,
}

/// A job that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedJob {
    /// Its number.
    pub id: u32,
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Its exit code, where no signal ended it.
    pub exit_code: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// The last lines that it wrote to stdout and stderr, not sanitised.
    pub last_lines: String,
    /// When it was started.
    pub started: Timestamp,
    /// When its end was seen.
    pub ended: Timestamp,
}

/// What became of a job right after its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    /// It runs, under this number.
    Running(u32),
    /// It has ended already.
    Ended(EndedJob),
}

/// The process groups of the jobs that run, to end them from another thread in a hurry.
#[derive(Debug, Clone, Default)]
pub struct LiveJobs(Arc<Mutex<Vec<Pid>>>);

impl LiveJobs {
    /// Asks all of them to end (SIGTERM), without waiting.
    pub fn terminate(&self) {
        for group in self.groups().iter() {
            send(*group, Signal::SIGTERM);
        }
    }

    fn groups(&self) -> std::sync::MutexGuard<'_, Vec<Pid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Jobs {
    /// No jobs yet; their logs will be in `dir`. Logs that a podo left there when it was killed
    /// are removed.
    pub fn new(dir: &Path) -> Self {
        log::sweep(dir);
        Self {
            dir: dir.to_owned(),
            all: Vec::new(),
            live: LiveJobs::default(),
            next: 1,
        }
    }

    /// What [`signals::install`](crate::programs::signals::install) needs.
    pub fn live(&self) -> LiveJobs {
        self.live.clone()
    }

    /// Starts a job and watches it for 300 ms.
    pub fn start(&mut self, invocation: &Invocation) -> Result<Started, ProgramError> {
        let mut command = invocation.command()?;
        let id = self.next;
        let log = Log::create(&self.dir, id)?;
        let [out, err] = log.writers()?;
        command.stdin(Stdio::null()).stdout(out).stderr(err);
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().map_err(|source| ProgramError::NotStarted {
            program: invocation.program().to_owned(),
            source,
        })?;
        self.next += 1;
        let mut job = Job::new(id, invocation.argv(), &child, log);
        self.live.groups().push(job.group());
        let until = Instant::now() + FIRST_LOOK;
        while job.look().is_alive() && Instant::now() < until {
            thread::sleep(STEP);
        }
        let started = if job.state().is_alive() {
            Started::Running(id)
        } else {
            job.reported = true;
            Started::Ended(job.ended(LAST_LINES))
        };
        self.all.push(job);
        self.forget_dead();
        Ok(started)
    }

    /// All jobs of this session, in the order they were started, those that have ended too.
    pub fn list(&mut self) -> Vec<JobView> {
        self.look();
        self.all.iter().map(Job::view).collect()
    }

    /// How many are alive.
    pub fn running(&mut self) -> usize {
        self.look();
        self.all.iter().filter(|job| job.state().is_alive()).count()
    }

    /// The jobs that have ended of themselves since somebody looked last; each is told once.
    pub fn reap(&mut self) -> Vec<EndedJob> {
        self.look();
        let ended = self.all.iter_mut().filter(|job| !job.state().is_alive());
        ended
            .filter(|job| !job.reported)
            .map(|job| {
                job.reported = true;
                job.ended(LAST_LINES)
            })
            .collect()
    }

    /// The last lines of a job's log, not sanitised; `None` where there is no such job.
    pub fn last_lines(&self, id: u32, lines: usize) -> Option<String> {
        let job = self.all.iter().find(|job| job.id() == id)?;
        Some(job.last_lines(lines))
    }

    /// Stops one job and waits for its end, six seconds at most; `None` where no such job runs.
    pub fn stop(&mut self, id: u32) -> Option<EndedJob> {
        self.stop_where(|job| job.id() == id).pop()
    }

    /// Stops all jobs, together, and waits for their end, six seconds at most.
    pub fn stop_all(&mut self) -> Vec<EndedJob> {
        self.stop_where(|_| true)
    }

    fn stop_where(&mut self, which: impl Fn(&Job) -> bool) -> Vec<EndedJob> {
        self.look();
        let chosen = self.all.iter_mut().filter(|job| which(job));
        let mut chosen: Vec<_> = chosen.filter(|job| job.state().is_alive()).collect();
        for (signal, time) in STOPPING {
            for job in chosen.iter().filter(|job| job.has_processes()) {
                send(job.group(), signal);
            }
            let until = Instant::now() + time;
            while any_left(&mut chosen) && Instant::now() < until {
                thread::sleep(STEP);
            }
        }
        let stopped = chosen.iter_mut().map(|job| {
            job.reported = true;
            job.ended(LAST_LINES)
        });
        let stopped = stopped.collect();
        self.forget_dead();
        stopped
    }

    fn look(&mut self) {
        for job in &mut self.all {
            job.look();
        }
        self.forget_dead();
    }

    /// Takes the groups of ended jobs off the list of those to be ended in a hurry: the system may
    /// give their numbers to others.
    fn forget_dead(&mut self) {
        let alive = self.all.iter().filter(|job| job.state().is_alive());
        *self.live.groups() = alive.map(Job::group).collect();
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop_all();
    }
}

/// Whether one of the jobs, or something it started, is still there. Looks at every one of them.
fn any_left(jobs: &mut [&mut Job]) -> bool {
    let mut any = false;
    for job in jobs {
        any |= job.look().is_alive() || job.has_processes();
    }
    any
}

/// Sends a signal to a group. A process that was stopped (it asked for the terminal) sees it only
/// when it goes on.
fn send(group: Pid, signal: Signal) {
    let _ = killpg(group, signal);
    let _ = killpg(group, Signal::SIGCONT);
}
