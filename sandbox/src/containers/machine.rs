//! The inside of one container: files, environment, processes, and how it ends.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::{
    fs::{Content, Fs, Trouble, join},
    image::Image,
    network::{Network, PodNet},
    programs,
    stream::{Input, Output},
};
use crate::{clock::Clock, tasks::Tasks};

/// Ends a program that does not listen.
pub(crate) const KILL: i32 = 9;
/// Asks a program to end.
pub(crate) const TERM: i32 = 15;
/// What Ctrl-C sends.
pub(crate) const INT: i32 = 2;
/// What asks nginx to end gently.
pub(crate) const QUIT: i32 = 3;
/// A terminal that has gone.
pub(crate) const HUP: i32 = 1;

/// How a container ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) code: i32,
    /// It wanted more memory than its limit.
    pub(crate) out_of_memory: bool,
}

/// Why a program could not be started; the text is runc's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoProgram {
    #[error("exec: \"{0}\": executable file not found in $PATH")]
    NotFound(String),
    #[error("exec: \"{0}\": stat {0}: no such file or directory")]
    NoFile(String),
    #[error("exec: \"{0}\": permission denied")]
    Denied(String),
    #[error("exec {0}: exec format error")]
    Format(String),
}

/// What a path to a program leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// One that the simulation knows.
    Known(&'static str),
    /// A script, with its path and its interpreter.
    Script(String, &'static str),
}

/// The environment of a process.
pub(crate) type Env = BTreeMap<String, String>;

/// A running container's inside: its parts, and what happens among them.
#[derive(Debug)]
pub(crate) struct Machine {
    parts: Parts,
    table: Mutex<Table>,
    end: watch::Sender<Option<End>>,
}

#[derive(Debug, Default)]
struct Table {
    last: u32,
    running: BTreeMap<u32, Entry>,
}

/// A process in the table.
#[derive(Clone, Debug)]
struct Entry {
    parent: u32,
    argv: Vec<String>,
    started: Timestamp,
    signal: mpsc::UnboundedSender<i32>,
}

/// What `ps` shows of a process.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) pid: u32,
    pub(crate) parent: u32,
    pub(crate) argv: Vec<String>,
    pub(crate) started: Timestamp,
}

/// What a machine is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) fs: Fs,
    pub(crate) env: Env,
    pub(crate) cwd: String,
    pub(crate) hostname: String,
    pub(crate) namespace: String,
    pub(crate) image: Arc<Image>,
    pub(crate) net: Arc<PodNet>,
    pub(crate) network: Network,
    pub(crate) clock: Clock,
    /// The most memory it may use, in bytes.
    pub(crate) memory: Option<i64>,
    pub(crate) tasks: Tasks,
}

impl Deref for Machine {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Machine {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self {
            parts,
            table: Mutex::default(),
            end: watch::Sender::new(None),
        })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds a program by name or path, as `exec` does.
    pub(crate) fn program(&self, name: &str, env: &Env, cwd: &str) -> Result<Program, NoProgram> {
        if name.contains('/') {
            return self.program_at(&join(cwd, name), name);
        }
        let path = env.get("PATH").map_or(
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            String::as_str,
        );
        let mut denied = false;
        for folder in path.split(':') {
            match self.program_at(&join(folder, name), name) {
                Ok(program) => return Ok(program),
                Err(NoProgram::Denied(_)) => denied = true,
                Err(_) => {}
            }
        }
        Err(if denied {
            NoProgram::Denied(name.to_owned())
        } else {
            NoProgram::NotFound(name.to_owned())
        })
    }

    fn program_at(&self, path: &str, shown: &str) -> Result<Program, NoProgram> {
        let entry = self.fs.stat(path).map_err(|trouble| match trouble {
            Trouble::NoFolder | Trouble::Denied => NoProgram::Denied(shown.to_owned()),
            _ => NoProgram::NoFile(shown.to_owned()),
        })?;
        if !entry.executable() {
            return Err(NoProgram::Denied(shown.to_owned()));
        }
        match entry.content {
            Content::Program(name) => Ok(Program::Known(name)),
            Content::File(bytes) => {
                let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
                let first = String::from_utf8_lossy(first);
                let Some(interpreter) = first.strip_prefix("#!") else {
                    return Err(NoProgram::Format(shown.to_owned()));
                };
                let mut words = interpreter.split_whitespace();
                let mut path = words.next().unwrap_or_default();
                if path.ends_with("/env") {
                    path = words.next().unwrap_or_default();
                }
                match self.program(path, &self.env, "/") {
                    Ok(Program::Known(name)) => Ok(Program::Script(join("/", shown), name)),
                    _ => Err(NoProgram::NoFile(shown.to_owned())),
                }
            }
            _ => Err(NoProgram::Denied(shown.to_owned())),
        }
    }

    /// A new process, not yet running.
    pub(crate) fn process(self: &Arc<Self>, parent: u32, argv: Vec<String>, io: Io) -> Process {
        let (signal, signals) = mpsc::unbounded_channel();
        let mut table = self.table();
        table.last += 1;
        let pid = table.last;
        table.running.insert(
            pid,
            Entry {
                parent,
                argv: argv.clone(),
                started: self.clock.now(),
                signal,
            },
        );
        drop(table);
        Process {
            machine: Arc::clone(self),
            pid,
            argv,
            env: self.env.clone(),
            cwd: self.cwd.clone(),
            input: io.input,
            out: io.out,
            err: io.err,
            terminal: io.terminal,
            signals,
        }
    }

    /// Starts the main program; what it comes to is told by [`Machine::ended`].
    pub(crate) fn start(self: &Arc<Self>, argv: Vec<String>, io: Io) -> Result<(), NoProgram> {
        let name = argv.first().cloned().unwrap_or_default();
        let program = self.program(&name, &self.env, &self.cwd)?;
        let process = self.process(0, argv, io);
        let machine = Arc::clone(self);
        let mut end = self.end.subscribe();
        self.tasks.spawn(async move {
            tokio::select! {
                code = programs::run(program, process) => machine.finish(End { code, out_of_memory: false }),
                _ = end.wait_for(Option::is_some) => {}
            }
            machine.table().running.clear();
        });
        Ok(())
    }

    /// Starts a further program, as `kubectl exec` does, and says how it ended.
    pub(crate) async fn run(self: &Arc<Self>, argv: Vec<String>, io: Io) -> Result<i32, NoProgram> {
        let name = argv.first().cloned().unwrap_or_default();
        let program = self.program(&name, &self.env, &self.cwd)?;
        let process = self.process(0, argv, io);
        let mut end = self.end.subscribe();
        tokio::select! {
            code = programs::run(program, process) => Ok(code),
            _ = end.wait_for(Option::is_some) => Ok(128 + KILL),
        }
    }

    /// Runs something beside the rest, for as long as the container lives.
    pub(crate) fn beside(self: &Arc<Self>, future: impl Future<Output = ()> + Send + 'static) {
        let mut end = self.end.subscribe();
        self.tasks.spawn(async move {
            tokio::select! {
                () = future => {}
                _ = end.wait_for(Option::is_some) => {}
            }
        });
    }

    fn finish(&self, end: End) {
        self.end.send_if_modified(|state| {
            let first = state.is_none();
            if first {
                *state = Some(end);
            }
            first
        });
    }

    /// How the container has ended, if it has.
    pub(crate) fn end(&self) -> Option<End> {
        *self.end.borrow()
    }

    /// Waits until the container has ended.
    pub(crate) async fn ended(&self) -> End {
        let mut end = self.end.subscribe();
        loop {
            if let Some(end) = *end.borrow_and_update() {
                return end;
            }
            if end.changed().await.is_err() {
                return End {
                    code: 128 + KILL,
                    out_of_memory: false,
                };
            }
        }
    }

    /// Sends the main program a signal from outside.
    pub(crate) fn stop(&self, signal: i32) {
        if signal == KILL {
            self.finish(End {
                code: 128 + KILL,
                out_of_memory: false,
            });
        } else {
            self.send(1, signal);
        }
    }

    /// Ends the container because it wanted too much memory.
    pub(crate) fn out_of_memory(&self) {
        self.finish(End {
            code: 128 + KILL,
            out_of_memory: true,
        });
    }

    /// Sends a process a signal from inside; says whether there is such a process.
    pub(crate) fn send(&self, pid: u32, signal: i32) -> bool {
        // The kernel keeps the first process of a container from being killed from inside.
        if pid == 1 && signal == KILL {
            return self.table().running.contains_key(&1);
        }
        self.table()
            .running
            .get(&pid)
            .is_some_and(|entry| signal == 0 || entry.signal.send(signal).is_ok())
    }

    /// Sends a signal to all that a process has started.
    pub(crate) fn send_below(&self, pid: u32, signal: i32) -> bool {
        let below: Vec<u32> = self
            .table()
            .running
            .iter()
            .filter(|(_, e)| e.parent == pid)
            .map(|(p, _)| *p)
            .collect();
        for child in &below {
            self.send_below(*child, signal);
            self.send(*child, signal);
        }
        !below.is_empty()
    }

    /// The processes, by number.
    pub(crate) fn processes(&self) -> Vec<Shown> {
        let table = self.table();
        let shown = |(pid, e): (&u32, &Entry)| Shown {
            pid: *pid,
            parent: e.parent,
            argv: e.argv.clone(),
            started: e.started,
        };
        table.running.iter().map(shown).collect()
    }
}

/// Where a process reads and writes.
#[derive(Clone, Debug)]
pub(crate) struct Io {
    pub(crate) input: Input,
    pub(crate) out: Output,
    pub(crate) err: Output,
    /// Somebody sits before it.
    pub(crate) terminal: bool,
}

#[cfg(test)]
impl Io {
    /// Nothing to read, nowhere to write.
    pub(crate) fn none() -> Self {
        Self {
            input: Input::empty(),
            out: Output::Null,
            err: Output::Null,
            terminal: false,
        }
    }
}

/// A process: what a program may use. It leaves the table when it is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) machine: Arc<Machine>,
    pub(crate) pid: u32,
    pub(crate) argv: Vec<String>,
    pub(crate) env: Env,
    pub(crate) cwd: String,
    pub(crate) input: Input,
    pub(crate) out: Output,
    pub(crate) err: Output,
    pub(crate) terminal: bool,
    pub(crate) signals: mpsc::UnboundedReceiver<i32>,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.machine.table().running.remove(&self.pid);
    }
}

impl Process {
    /// A path as the process means it.
    pub(crate) fn path(&self, path: &str) -> String {
        join(&self.cwd, path)
    }

    /// The arguments behind the program's name.
    pub(crate) fn args(&self) -> &[String] {
        self.argv.get(1..).unwrap_or_default()
    }

    /// The program's name as it was called, without its folder.
    pub(crate) fn name(&self) -> &str {
        super::fs::base(self.argv.first().map_or("", String::as_str))
    }

    /// Writes a complaint.
    pub(crate) async fn complain(&self, text: &str) {
        // Whoever does not read complaints misses them.
        let _ = self.err.write(format!("{text}\n")).await;
    }

    /// Waits for a signal that ends a program which does not handle signals.
    pub(crate) async fn fatal(signals: &mut mpsc::UnboundedReceiver<i32>, pid: u32) -> i32 {
        loop {
            match signals.recv().await {
                // The first process of a container is spared what it does not handle.
                Some(_) if pid == 1 => {}
                Some(17 | 18 | 28) => {}
                Some(signal) => return signal,
                None => std::future::pending().await,
            }
        }
    }
}
