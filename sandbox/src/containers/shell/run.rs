//! Running what a script says: the shell with what it knows, and how it starts.

mod built_in;
mod call;
mod commands;
mod redirect;
mod supervise;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, mpsc, watch};

use super::parse::Command;
use crate::containers::{
    machine::{Env, Io, Process},
    stream::Output,
};
use supervise::{Work, supervise};

/// Why a script does not go on with its next command.
#[derive(Debug)]
pub(super) enum Stop {
    Exit(i32),
    Break(u32),
    Continue(u32),
    Return(i32),
    /// Another program takes the shell's place.
    Exec(&'static str, Vec<String>, Env),
}

type Outcome = Result<i32, Stop>;
type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Signals that came while a command ran.
#[derive(Debug, Default)]
struct Signals {
    trapped: Mutex<HashSet<i32>>,
    pending: Mutex<Vec<i32>>,
    came: Notify,
}

/// A shell at work.
#[derive(Debug)]
pub(super) struct Shell {
    pub(super) process: Process,
    variables: BTreeMap<String, String>,
    functions: HashMap<String, Command>,
    /// `$1` and on.
    pub(super) arguments: Vec<String>,
    /// `$0`.
    name: String,
    last: i32,
    traps: BTreeMap<i32, String>,
    signals: Arc<Signals>,
    background: Option<u32>,
    jobs: HashMap<u32, watch::Receiver<Option<i32>>>,
    stop_on_failure: bool,
    trace: bool,
    /// How many conditions stand around the present command: failures there are no failures.
    conditions: u32,
    depth: u32,
}

/// How deep functions and scripts may call each other.
const DEPTH: u32 = 60;

/// Runs a shell process: `-c`, a script file, or what comes from its input.
pub(super) async fn main(mut process: Process) -> i32 {
    let mut args = process.args().to_vec().into_iter();
    let (mut text, mut stop_on_failure, mut trace, mut interactive, mut rest) =
        (None, false, false, process.terminal, Vec::new());
    let mut name = process.name().to_owned();
    while let Some(arg) = args.next() {
        if arg == "--" {
            rest.extend(args.by_ref());
        } else if let Some(flags) = arg
            .strip_prefix('-')
            .filter(|f| !f.is_empty() && !f.starts_with('-'))
        {
            stop_on_failure |= flags.contains('e');
            trace |= flags.contains('x');
            interactive |= flags.contains('i');
            if flags.contains('o') {
                args.next();
            }
            if flags.contains('c') {
                let Some(script) = args.next() else {
                    process
                        .complain(&format!("{name}: -c requires an argument"))
                        .await;
                    return 2;
                };
                text = Some(script);
                rest.extend(args.by_ref());
            }
        } else if !arg.starts_with("--") {
            rest.push(arg);
            rest.extend(args.by_ref());
        }
    }
    if text.is_none() && !rest.is_empty() {
        let path = rest[0].clone();
        if let Ok(bytes) = process.machine.fs.read(&process.path(&path)) {
            text = Some(String::from_utf8_lossy(&bytes).into_owned());
        } else {
            process
                .complain(&format!(
                    "{name}: can't open '{path}': No such file or directory"
                ))
                .await;
            return 2;
        }
    }
    if text.is_some() && !rest.is_empty() {
        name = rest.remove(0);
    }
    let signals = std::mem::replace(&mut process.signals, mpsc::unbounded_channel().1);
    let mut shell = Shell::new(process, name, rest);
    shell.stop_on_failure = stop_on_failure;
    shell.trace = trace;
    supervise(
        shell,
        text.map_or(Work::Input(interactive), Work::Script),
        signals,
    )
    .await
}

impl Stop {
    fn code(&self) -> i32 {
        match self {
            Self::Exit(code) | Self::Return(code) => *code,
            Self::Break(_) | Self::Continue(_) | Self::Exec(..) => 0,
        }
    }
}

impl Shell {
    fn new(process: Process, name: String, arguments: Vec<String>) -> Self {
        Self {
            process,
            variables: BTreeMap::new(),
            functions: HashMap::new(),
            arguments,
            name,
            last: 0,
            traps: BTreeMap::new(),
            signals: Arc::default(),
            background: None,
            jobs: HashMap::new(),
            stop_on_failure: false,
            trace: false,
            conditions: 0,
            depth: 0,
        }
    }

    /// A shell that knows what this one knows and changes nothing in it.
    fn fork(&self, io: Io) -> Self {
        let mut process =
            self.process
                .machine
                .process(self.process.pid, self.process.argv.clone(), io);
        process.env.clone_from(&self.process.env);
        process.cwd.clone_from(&self.process.cwd);
        Self {
            process,
            variables: self.variables.clone(),
            functions: self.functions.clone(),
            arguments: self.arguments.clone(),
            name: self.name.clone(),
            last: self.last,
            traps: BTreeMap::new(),
            signals: Arc::default(),
            background: self.background,
            jobs: HashMap::new(),
            stop_on_failure: self.stop_on_failure,
            trace: self.trace,
            conditions: self.conditions,
            depth: self.depth,
        }
    }

    fn io(&self) -> Io {
        Io {
            input: self.process.input.clone(),
            out: self.process.out.clone(),
            err: self.process.err.clone(),
            terminal: self.process.terminal,
        }
    }

    fn busybox(&self) -> bool {
        self.process.machine.image.is_busybox()
    }

    /// A complaint with the shell's name before it.
    async fn complain(&self, text: &str) {
        let line = match (self.busybox(), self.name.ends_with("bash")) {
            (true, _) => format!("{}: {text}", self.name),
            (false, true) => format!("{}: line 1: {text}", self.name),
            (false, false) => format!("{}: 1: {text}", self.name),
        };
        self.process.complain(&line).await;
    }

    /// A complaint that ends the script.
    pub(super) async fn fail(&self, text: &str) -> Stop {
        self.complain(text).await;
        Stop::Exit(2)
    }

    async fn syntax(&self, why: &str) {
        let text = if self.busybox() {
            format!("syntax error: {why}")
        } else {
            let turned = why
                .strip_prefix("unexpected ")
                .map(|what| format!("{what} unexpected"));
            format!("Syntax error: {}", turned.unwrap_or_else(|| why.to_owned()))
        };
        self.complain(&text).await;
    }

    /// What a script writes, without the line ends at its end.
    pub(super) async fn output_of(&mut self, script: &str) -> Result<String, Stop> {
        if self.depth >= DEPTH {
            return Err(self.fail("substitutions are nested too deeply").await);
        }
        let all = Arc::new(Mutex::new(Vec::new()));
        let mut shell = self.fork(Io {
            out: Output::Collect(Arc::clone(&all)),
            terminal: false,
            ..self.io()
        });
        shell.depth += 1;
        let outcome = shell.evaluate(script).await;
        self.last = outcome.unwrap_or_else(|stop| stop.code());
        let bytes = std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(String::from_utf8_lossy(&bytes)
            .trim_end_matches('\n')
            .to_owned())
    }

    /// A variable's value, or that of one of the special ones.
    pub(super) fn lookup(&self, name: &str) -> Option<String> {
        match name {
            "?" => Some(self.last.to_string()),
            "$" => Some(self.process.pid.to_string()),
            "!" => self.background.map(|pid| pid.to_string()),
            "#" => Some(self.arguments.len().to_string()),
            "@" | "*" => Some(self.arguments.join(" ")),
            "-" => Some(String::new()),
            "0" => Some(self.name.clone()),
            "RANDOM" if !self.busybox() && !self.name.ends_with("bash") => None,
            "RANDOM" => Some(crate::names::below(32_768).to_string()),
            "PWD" => Some(self.process.cwd.clone()),
            "HOSTNAME" if self.busybox() => self
                .process
                .env
                .get(name)
                .cloned()
                .or_else(|| Some(self.process.machine.hostname.clone())),
            _ if name.bytes().all(|b| b.is_ascii_digit()) => {
                let number: usize = name.parse().ok()?;
                self.arguments.get(number.checked_sub(1)?).cloned()
            }
            _ => self
                .variables
                .get(name)
                .or_else(|| self.process.env.get(name))
                .cloned(),
        }
    }

    pub(super) fn get(&self, name: &str) -> String {
        self.lookup(name).unwrap_or_default()
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        if self.process.env.contains_key(name) {
            self.process.env.insert(name.to_owned(), value.to_owned());
        } else {
            self.variables.insert(name.to_owned(), value.to_owned());
        }
    }
}
