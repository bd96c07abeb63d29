//! Running what a script says.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinSet,
};

use super::{
    expand::matches,
    parse::{self, Body, Command, Item, List, Pipeline, Redirect, RedirectKind, Word},
};
use crate::containers::{
    fs::{Content, Trouble},
    machine::{Env, INT, Io, NoProgram, Process, Program},
    programs,
    stream::{Input, Output},
};

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
const BUILT_IN: &[&str] = &[
    "echo", "printf", "test", "[", "true", "false", "pwd", "kill",
];

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

/// What a shell is to do.
enum Work {
    Script(String),
    Input(bool),
    Item(Item),
}

/// Lets a shell work, and hands it signals; what it does not trap ends it, unless it is the first
/// process of its container.
async fn supervise(
    mut shell: Shell,
    work: Work,
    mut incoming: mpsc::UnboundedReceiver<i32>,
) -> i32 {
    let signals = Arc::clone(&shell.signals);
    let spared = shell.process.pid == 1;
    let interactive = matches!(work, Work::Input(true));
    let outcome = {
        let mut run = Box::pin(shell.work(work));
        loop {
            tokio::select! {
                outcome = &mut run => break outcome,
                Some(signal) = incoming.recv() => {
                    if signals.trapped.lock().unwrap_or_else(PoisonError::into_inner).contains(&signal) {
                        signals.pending.lock().unwrap_or_else(PoisonError::into_inner).push(signal);
                        signals.came.notify_waiters();
                    } else if !(spared || (interactive && signal == INT)) {
                        return 128 + signal;
                    }
                }
            }
        }
    };
    match outcome {
        Err(Stop::Exec(program, argv, env)) => {
            let mut process = shell.process;
            process.argv = argv;
            process.env = env;
            process.signals = incoming;
            programs::run(Program::Known(program), process).await
        }
        other => {
            let code = other.unwrap_or_else(|stop| stop.code());
            shell.leave(code).await
        }
    }
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
        self.process
            .machine
            .image
            .is_busybox(&self.process.machine.tag)
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

    async fn work(&mut self, work: Work) -> Outcome {
        match work {
            Work::Script(text) => {
                let mut list = match parse::script(&text) {
                    Ok(list) => list,
                    Err(why) => {
                        self.syntax(&why).await;
                        return Ok(2);
                    }
                };
                let last = list.pop();
                self.list(&list).await?;
                let Some(item) = last else {
                    return Ok(self.last);
                };
                self.final_item(&item).await
            }
            Work::Input(interactive) => self.read_commands(interactive).await,
            Work::Item(item) => self.item(&item).await,
        }
    }

    /// The last command of a script takes the shell's place where nothing has to come after it.
    async fn final_item(&mut self, item: &Item) -> Outcome {
        let plain = item.rest.is_empty()
            && !item.background
            && !item.first.negated
            && self.traps.is_empty();
        if plain
            && let [
                Command {
                    body: Body::Simple { assignments, words },
                    redirects,
                },
            ] = item.first.commands.as_slice()
            && assignments.is_empty()
            && redirects.is_empty()
            && !words.is_empty()
        {
            let argv = self.arguments(words).await?;
            if let Some(name) = argv.first().filter(|n| !self.is_own(n))
                && let Ok(Program::Known(program)) =
                    self.process
                        .machine
                        .program(name, &self.process.env, &self.process.cwd)
            {
                return Err(Stop::Exec(program, argv, self.process.env.clone()));
            }
            return self.call(argv, Vec::new(), &[]).await;
        }
        self.item(item).await
    }

    fn is_own(&self, name: &str) -> bool {
        self.functions.contains_key(name) || BUILT_IN.contains(&name) || is_special(name)
    }

    async fn read_commands(&mut self, interactive: bool) -> Outcome {
        let mut text = String::new();
        loop {
            if interactive {
                let prompt = if !text.is_empty() {
                    "> ".to_owned()
                } else if self.busybox() {
                    format!(
                        "{} # ",
                        if self.process.cwd == self.get("HOME") {
                            "~"
                        } else {
                            &self.process.cwd
                        }
                    )
                } else if self.name.ends_with("bash") {
                    format!(
                        "root@{}:{}# ",
                        self.process.machine.hostname, self.process.cwd
                    )
                } else {
                    "# ".to_owned()
                };
                // Whoever has gone reads no prompt; the input will have ended too.
                let _ = self.process.err.write(prompt).await;
            }
            let Some(line) = self.process.input.line().await else {
                if !text.is_empty() {
                    self.syntax("unexpected end of file").await;
                    return Ok(2);
                }
                return Ok(self.last);
            };
            text.push_str(&String::from_utf8_lossy(&line));
            match parse::script(&text) {
                Ok(list) => {
                    text.clear();
                    match self.list(&list).await {
                        Ok(_) | Err(Stop::Break(_) | Stop::Continue(_)) => {}
                        Err(Stop::Return(code)) => self.last = code,
                        Err(other)
                            if interactive
                                && matches!(other, Stop::Exit(2))
                                && !text_is_exit(&list) =>
                        {
                            self.last = 2;
                        }
                        Err(other) => return Err(other),
                    }
                }
                Err(why)
                    if why.contains("end of file")
                        || why.contains("unterminated")
                        || why.contains("EOF") => {}
                Err(why) => {
                    text.clear();
                    self.syntax(&why).await;
                    self.last = 2;
                    if !interactive {
                        return Ok(2);
                    }
                }
            }
        }
    }

    /// What is left to do when the shell ends.
    async fn leave(mut self, code: i32) -> i32 {
        self.last = code;
        if let Some(action) = self.traps.remove(&0) {
            match self.evaluate(&action).await {
                Err(Stop::Exit(code)) => return code,
                Ok(_) | Err(_) => return code,
            }
        }
        code
    }

    /// Runs the actions of signals that have come.
    async fn traps(&mut self) -> Outcome {
        loop {
            let next = {
                let mut pending = self
                    .signals
                    .pending
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                if pending.is_empty() {
                    None
                } else {
                    Some(pending.remove(0))
                }
            };
            let Some(signal) = next else {
                return Ok(self.last);
            };
            if let Some(action) = self.traps.get(&signal).cloned() {
                let before = self.last;
                self.evaluate(&action).await?;
                self.last = before;
            }
        }
    }

    async fn evaluate(&mut self, text: &str) -> Outcome {
        match parse::script(text) {
            Ok(list) => self.list(&list).await,
            Err(why) => {
                self.syntax(&why).await;
                Err(Stop::Exit(2))
            }
        }
    }

    fn list<'a>(&'a mut self, list: &'a [Item]) -> Running<'a> {
        Box::pin(async move {
            for item in list {
                self.last = self.item(item).await?;
                if !self.traps.is_empty() {
                    self.traps().await?;
                }
            }
            Ok(self.last)
        })
    }

    fn item<'a>(&'a mut self, item: &'a Item) -> Running<'a> {
        Box::pin(async move {
            if item.background {
                return Ok(self.start(item));
            }
            let conditional = !item.rest.is_empty();
            self.conditions += u32::from(conditional);
            let first = self.pipeline(&item.first).await;
            self.conditions -= u32::from(conditional);
            self.last = first?;
            let count = item.rest.len();
            for (number, (and, pipeline)) in item.rest.iter().enumerate() {
                if (self.last == 0) == *and {
                    let inner = number + 1 < count;
                    self.conditions += u32::from(inner);
                    let outcome = self.pipeline(pipeline).await;
                    self.conditions -= u32::from(inner);
                    self.last = outcome?;
                }
            }
            Ok(self.last)
        })
    }

    /// Runs an item beside the script.
    fn start(&mut self, item: &Item) -> i32 {
        let io = Io {
            input: Input::empty(),
            terminal: false,
            ..self.io()
        };
        let mut shell = self.fork(io);
        let pid = shell.process.pid;
        let incoming = std::mem::replace(&mut shell.process.signals, mpsc::unbounded_channel().1);
        let (done, ended) = watch::channel(None);
        let item = Item {
            background: false,
            ..item.clone()
        };
        let machine = Arc::clone(&self.process.machine);
        machine.beside(async move {
            let code = supervise_boxed(shell, Work::Item(item), incoming).await;
            done.send_replace(Some(code));
        });
        self.background = Some(pid);
        self.jobs.insert(pid, ended);
        0
    }

    async fn pipeline(&mut self, pipeline: &Pipeline) -> Outcome {
        self.conditions += u32::from(pipeline.negated);
        let outcome = match pipeline.commands.as_slice() {
            [one] => self.command(one).await,
            many => Ok(self.piped(many).await),
        };
        self.conditions -= u32::from(pipeline.negated);
        let code = outcome?;
        let code = if pipeline.negated {
            i32::from(code == 0)
        } else {
            code
        };
        if code != 0 && self.stop_on_failure && self.conditions == 0 && !pipeline.negated {
            return Err(Stop::Exit(code));
        }
        Ok(code)
    }

    async fn piped(&mut self, commands: &[Command]) -> i32 {
        let mut stages = JoinSet::new();
        let mut input = self.process.input.clone();
        let count = commands.len();
        for (number, command) in commands.iter().enumerate() {
            let last = number + 1 == count;
            let (out, next) = if last {
                (self.process.out.clone(), Input::empty())
            } else {
                let (sender, receiver) = mpsc::channel(8);
                (Output::Pipe(sender), Input::channel(receiver))
            };
            let io = Io {
                input: std::mem::replace(&mut input, next),
                out,
                terminal: false,
                ..self.io()
            };
            let mut shell = self.fork(io);
            let command = command.clone();
            stages.spawn(async move {
                let outcome = shell.command(&command).await;
                (last, outcome.unwrap_or_else(|stop| stop.code()))
            });
        }
        let mut code = 0;
        while let Some(done) = stages.join_next().await {
            if let Ok((true, last)) = done {
                code = last;
            }
        }
        code
    }

    fn command<'a>(&'a mut self, command: &'a Command) -> Running<'a> {
        Box::pin(async move {
            if let Body::Simple { assignments, words } = &command.body {
                return self.simple(assignments, words, &command.redirects).await;
            }
            let before = self.io();
            if let Err(code) = self.redirect(&command.redirects).await? {
                self.restore(before);
                return Ok(code);
            }
            let outcome = self.compound(&command.body).await;
            self.restore(before);
            outcome
        })
    }

    async fn compound(&mut self, body: &Body) -> Outcome {
        match body {
            Body::Simple { .. } => Ok(0),
            Body::Group(list) => self.list(list).await,
            Body::Subshell(list) => {
                let mut shell = self.fork(self.io());
                Ok(shell.list(list).await.unwrap_or_else(|stop| stop.code()))
            }
            Body::If(arms, otherwise) => {
                for (condition, body) in arms {
                    if self.condition(condition).await? == 0 {
                        return self.list(body).await;
                    }
                }
                match otherwise {
                    Some(body) => self.list(body).await,
                    None => Ok(0),
                }
            }
            Body::Loop {
                until,
                condition,
                body,
            } => {
                let (mut code, mut turns) = (0, 0_u32);
                loop {
                    // A loop of built-in commands must let others run as well, and not heat the machine.
                    turns = turns.wrapping_add(1);
                    if turns % 64 == 0 {
                        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                    }
                    if (self.condition(condition).await? == 0) == *until {
                        return Ok(code);
                    }
                    if !goes_on(self.list(body).await, &mut code)? {
                        return Ok(0);
                    }
                    self.traps().await?;
                }
            }
            Body::For { name, words, body } => {
                let values = match words {
                    Some(words) => self.arguments(words).await?,
                    None => self.arguments.clone(),
                };
                let mut code = 0;
                for value in values {
                    self.set(name, &value);
                    if !goes_on(self.list(body).await, &mut code)? {
                        return Ok(0);
                    }
                    tokio::task::yield_now().await;
                }
                Ok(code)
            }
            Body::Case { word, arms } => {
                let value = self.text(word).await?;
                for (patterns, body) in arms {
                    for pattern in patterns {
                        let pattern = self.pattern(pattern).await?;
                        if matches(&pattern, &value) {
                            return self.list(body).await;
                        }
                    }
                }
                Ok(0)
            }
            Body::Function { name, body } => {
                self.functions.insert(name.clone(), (**body).clone());
                Ok(0)
            }
        }
    }

    async fn condition(&mut self, list: &List) -> Outcome {
        self.conditions += 1;
        let outcome = self.list(list).await;
        self.conditions -= 1;
        outcome
    }

    fn restore(&mut self, io: Io) {
        self.process.input = io.input;
        self.process.out = io.out;
        self.process.err = io.err;
        self.process.terminal = io.terminal;
    }

    /// Turns the shell's own streams; the inner error is the exit code of a command that cannot.
    async fn redirect(&mut self, redirects: &[Redirect]) -> Result<Result<(), i32>, Stop> {
        for redirect in redirects {
            let target = self.text(&redirect.target).await?;
            let machine = Arc::clone(&self.process.machine);
            let path = self.process.path(&target);
            let device = match machine.fs.stat(&path).map(|e| e.content) {
                Ok(Content::Device(name)) => Some(name),
                _ => None,
            };
            match redirect.kind {
                RedirectKind::Here => self.process.input = Input::text(target.as_bytes()),
                RedirectKind::Read => match (device, machine.fs.read(&path)) {
                    (Some("stdin" | "tty"), _) => {}
                    (_, Ok(bytes)) => self.process.input = Input::text(&bytes),
                    (_, Err(trouble)) => {
                        let why = if trouble == Trouble::Missing {
                            "no such file".to_owned()
                        } else {
                            trouble.to_string()
                        };
                        let text = if self.busybox() {
                            format!("can't open {target}: {why}")
                        } else {
                            format!("cannot open {target}: {}", dash(trouble))
                        };
                        self.complain(&text).await;
                        return Ok(Err(if self.busybox() { 1 } else { 2 }));
                    }
                },
                RedirectKind::Write | RedirectKind::Append => {
                    let output = match device {
                        Some("null") => Output::Null,
                        Some("stdout") => self.process.out.clone(),
                        Some("stderr") => self.process.err.clone(),
                        _ => {
                            let append = redirect.kind == RedirectKind::Append;
                            if let Err(trouble) =
                                machine.fs.write(&path, &[], append, machine.clock.now())
                            {
                                let text = match (self.busybox(), trouble) {
                                    (true, Trouble::Missing) => {
                                        format!("can't create {target}: nonexistent directory")
                                    }
                                    (true, other) => format!("can't create {target}: {other}"),
                                    (false, other) => {
                                        format!("cannot create {target}: {}", dash(other))
                                    }
                                };
                                self.complain(&text).await;
                                return Ok(Err(if self.busybox() { 1 } else { 2 }));
                            }
                            Output::File(machine.fs.clone(), path, machine.clock.clone())
                        }
                    };
                    if redirect.stream == 2 {
                        self.process.err = output;
                    } else {
                        self.process.out = output;
                    }
                }
                RedirectKind::Duplicate => match (redirect.stream, target.as_str()) {
                    (2, "1") => self.process.err = self.process.out.clone(),
                    (1, "2") => self.process.out = self.process.err.clone(),
                    (1, "-") => self.process.out = Output::Null,
                    (2, "-") => self.process.err = Output::Null,
                    (0, "-") => self.process.input = Input::empty(),
                    _ => {}
                },
            }
        }
        Ok(Ok(()))
    }

    async fn simple(
        &mut self,
        assignments: &[(String, Word)],
        words: &[Word],
        redirects: &[Redirect],
    ) -> Outcome {
        let argv = self.arguments(words).await?;
        let mut values = Vec::new();
        self.last = if argv.is_empty() { 0 } else { self.last };
        for (name, word) in assignments {
            values.push((name.clone(), self.text(word).await?));
        }
        if self.trace && !(argv.is_empty() && values.is_empty()) {
            let set = values.iter().map(|(n, v)| format!("{n}={v}"));
            let line = set
                .chain(argv.iter().cloned())
                .collect::<Vec<_>>()
                .join(" ");
            self.process.complain(&format!("+ {line}")).await;
        }
        if argv.is_empty() {
            for (name, value) in values {
                self.set(&name, &value);
            }
            let before = self.io();
            let outcome = self.redirect(redirects).await?;
            self.restore(before);
            return Ok(outcome.err().unwrap_or(self.last));
        }
        self.call(argv, values, redirects).await
    }

    /// Calls a function, a command of the shell's own, or a program.
    async fn call(
        &mut self,
        argv: Vec<String>,
        values: Vec<(String, String)>,
        redirects: &[Redirect],
    ) -> Outcome {
        let before = self.io();
        if let Err(code) = self.redirect(redirects).await? {
            self.restore(before);
            return Ok(code);
        }
        let lasting = argv[0] == "exec" && argv.len() == 1;
        let outcome = self.dispatch(argv, values).await;
        if !lasting {
            self.restore(before);
        }
        outcome
    }

    async fn dispatch(&mut self, argv: Vec<String>, values: Vec<(String, String)>) -> Outcome {
        let name = argv[0].clone();
        if let Some(function) = self.functions.get(&name).cloned() {
            if self.depth >= DEPTH {
                return Err(self.fail(&format!("{name}: called too deeply")).await);
            }
            for (name, value) in values {
                self.set(&name, &value);
            }
            let arguments = std::mem::replace(&mut self.arguments, argv[1..].to_vec());
            self.depth += 1;
            let outcome = self.command(&function).await;
            self.depth -= 1;
            self.arguments = arguments;
            return match outcome {
                Err(Stop::Return(code)) => Ok(code),
                other => other,
            };
        }
        if is_special(&name) {
            for (name, value) in values {
                self.set(&name, &value);
            }
            return Box::pin(self.special(&name, &argv)).await;
        }
        let mut env = self.process.env.clone();
        env.extend(values);
        let program = if BUILT_IN.contains(&name.as_str()) {
            let known = BUILT_IN
                .iter()
                .copied()
                .find(|b| *b == name)
                .unwrap_or("true");
            Program::Known(known)
        } else {
            match self.process.machine.program(&name, &env, &self.process.cwd) {
                Ok(program) => program,
                Err(why) => return Ok(self.missing(&name, &why).await),
            }
        };
        let mut child = self
            .process
            .machine
            .process(self.process.pid, argv, self.io());
        child.env = env;
        child.cwd.clone_from(&self.process.cwd);
        Ok(programs::run(program, child).await)
    }

    async fn missing(&self, name: &str, why: &NoProgram) -> i32 {
        let bash = self.name.ends_with("bash");
        let (text, code) = match why {
            NoProgram::NotFound(_) if bash => (format!("{name}: command not found"), 127),
            NoProgram::NoFile(_) if bash => (format!("{name}: No such file or directory"), 127),
            NoProgram::NotFound(_) | NoProgram::NoFile(_) => (format!("{name}: not found"), 127),
            NoProgram::Denied(_) => (format!("{name}: Permission denied"), 126),
            NoProgram::Format(_) => (format!("{name}: Exec format error"), 126),
        };
        self.complain(&text).await;
        code
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

    /// The commands that only the shell itself can do.
    async fn special(&mut self, name: &str, argv: &[String]) -> Outcome {
        let args = &argv[1..];
        let number = |default: i32| args.first().and_then(|a| a.parse().ok()).unwrap_or(default);
        match name {
            "exit" => Err(Stop::Exit(number(self.last) & 0xff)),
            "return" => Err(Stop::Return(number(self.last) & 0xff)),
            "break" => Err(Stop::Break(u32::try_from(number(1)).unwrap_or(1))),
            "continue" => Err(Stop::Continue(u32::try_from(number(1)).unwrap_or(1))),
            "cd" => self.change_folder(args).await,
            "export" | "readonly" | "local" | "declare" => {
                for arg in args.iter().filter(|a| !a.starts_with('-')) {
                    let (key, value) = match arg.split_once('=') {
                        Some((key, value)) => (key, value.to_owned()),
                        None => (arg.as_str(), self.get(arg)),
                    };
                    if name == "export" {
                        self.variables.remove(key);
                        self.process.env.insert(key.to_owned(), value);
                    } else {
                        self.set(key, &value);
                    }
                }
                if name == "export" && args.is_empty() {
                    let lines: String = self
                        .process
                        .env
                        .iter()
                        .map(|(k, v)| format!("export {k}='{v}'\n"))
                        .collect();
                    return Ok(i32::from(self.process.out.write(lines).await.is_err()));
                }
                Ok(0)
            }
            "unset" => {
                for arg in args {
                    self.variables.remove(arg);
                    self.process.env.remove(arg);
                    self.functions.remove(arg);
                }
                Ok(0)
            }
            "set" => Ok(self.options(args).await),
            "shift" => {
                let by = usize::try_from(number(1))
                    .unwrap_or(0)
                    .min(self.arguments.len());
                self.arguments.drain(..by);
                Ok(0)
            }
            "eval" => self.evaluate(&args.join(" ")).await,
            "." | "source" => {
                let path = args.first().cloned().unwrap_or_default();
                match self.process.machine.fs.read(&self.process.path(&path)) {
                    Ok(bytes) => self.evaluate(&String::from_utf8_lossy(&bytes)).await,
                    Err(_) => Err(self
                        .fail(&format!("can't open '{path}': No such file or directory"))
                        .await),
                }
            }
            "read" => Ok(self.read(args).await),
            "trap" => {
                self.trap(args);
                Ok(0)
            }
            "wait" => self.wait(args).await,
            "exec" => self.exec(args).await,
            "command" | "type" | "builtin" => self.about(name, args).await,
            "umask" => Ok(i32::from(
                args.is_empty() && self.process.out.write("0022\n").await.is_err(),
            )),
            _ => Ok(0),
        }
    }

    async fn change_folder(&mut self, args: &[String]) -> Outcome {
        let home = self.get("HOME");
        let target = match args.first().map(String::as_str) {
            None => home,
            Some("-") => self.get("OLDPWD"),
            Some(target) => target.to_owned(),
        };
        let path = self
            .process
            .path(if target.is_empty() { "/" } else { &target });
        let resolved = self.process.machine.fs.resolve(&path);
        match resolved.and_then(|path| {
            self.process
                .machine
                .fs
                .stat(&path)
                .map(|entry| (path, entry))
        }) {
            Ok((path, entry)) if entry.is_folder() => {
                let before = std::mem::replace(&mut self.process.cwd, path);
                self.set("OLDPWD", &before);
                Ok(0)
            }
            Ok(_) => {
                self.complain(&format!("cd: can't cd to {target}: Not a directory"))
                    .await;
                Ok(2)
            }
            Err(trouble) => {
                self.complain(&format!("cd: can't cd to {target}: {trouble}"))
                    .await;
                Ok(2)
            }
        }
    }

    async fn options(&mut self, args: &[String]) -> i32 {
        let mut args = args.iter();
        if args.len() == 0 {
            let lines: String = self
                .variables
                .iter()
                .chain(&self.process.env)
                .map(|(k, v)| format!("{k}='{v}'\n"))
                .collect();
            return i32::from(self.process.out.write(lines).await.is_err());
        }
        while let Some(arg) = args.next() {
            let on = arg.starts_with('-');
            match arg.as_str() {
                "--" => {
                    self.arguments = args.by_ref().cloned().collect();
                }
                "-o" | "+o" => {
                    if args.next().is_some_and(|o| o == "errexit") {
                        self.stop_on_failure = on;
                    }
                }
                flags if flags.starts_with(['-', '+']) => {
                    if flags.contains('e') {
                        self.stop_on_failure = on;
                    }
                    if flags.contains('x') {
                        self.trace = on;
                    }
                    if flags.ends_with('o') {
                        args.next();
                    }
                }
                _ => {
                    self.arguments = std::iter::once(arg).chain(args.by_ref()).cloned().collect();
                }
            }
        }
        0
    }

    async fn read(&mut self, args: &[String]) -> i32 {
        let mut names = Vec::new();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-r" | "-s" => {}
                "-p" => {
                    let prompt = args.next().cloned().unwrap_or_default();
                    // A prompt that nobody sees does no harm.
                    let _ = self.process.err.write(prompt).await;
                }
                name => names.push(name.to_owned()),
            }
        }
        let Some(line) = self.process.input.line().await else {
            return 1;
        };
        let line = String::from_utf8_lossy(&line)
            .trim_end_matches('\n')
            .to_owned();
        let mut rest = line.trim();
        let count = names.len();
        for (number, name) in names.iter().enumerate() {
            let value = if number + 1 == count {
                rest
            } else {
                let (first, after) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
                rest = after.trim_start();
                first
            };
            self.set(name, value);
        }
        0
    }

    fn trap(&mut self, args: &[String]) {
        let Some((action, signals)) = args.split_first() else {
            return;
        };
        for signal in signals {
            let Some(signal) = programs::signal(signal) else {
                continue;
            };
            let mut trapped = self
                .signals
                .trapped
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if action == "-" {
                trapped.remove(&signal);
                self.traps.remove(&signal);
            } else {
                trapped.insert(signal);
                self.traps.insert(signal, action.clone());
            }
        }
    }

    async fn wait(&mut self, args: &[String]) -> Outcome {
        let wanted: Vec<u32> = if args.is_empty() {
            self.jobs.keys().copied().collect()
        } else {
            args.iter().filter_map(|a| a.parse().ok()).collect()
        };
        let mut code = 0;
        for pid in wanted {
            let Some(mut job) = self.jobs.get(&pid).cloned() else {
                code = 127;
                continue;
            };
            let signals = Arc::clone(&self.signals);
            let came = signals.came.notified();
            tokio::pin!(came);
            came.as_mut().enable();
            let waiting = signals
                .pending
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .first()
                .copied();
            if let Some(signal) = waiting {
                self.traps().await?;
                return Ok(128 + signal);
            }
            tokio::select! {
                done = async { job.wait_for(Option::is_some).await.ok().and_then(|code| *code) } => {
                    code = done.unwrap_or(0);
                    self.jobs.remove(&pid);
                }
                () = came => {
                    let signal = signals.pending.lock().unwrap_or_else(PoisonError::into_inner).first().copied();
                    self.traps().await?;
                    return Ok(128 + signal.unwrap_or(0));
                }
            }
        }
        Ok(if args.is_empty() { 0 } else { code })
    }

    async fn exec(&mut self, args: &[String]) -> Outcome {
        let Some(name) = args.first() else {
            return Ok(0);
        };
        match self
            .process
            .machine
            .program(name, &self.process.env, &self.process.cwd)
        {
            Ok(Program::Known(program)) => {
                Err(Stop::Exec(program, args.to_vec(), self.process.env.clone()))
            }
            Ok(Program::Script(path, shell)) => {
                let argv = [shell.to_owned(), path]
                    .into_iter()
                    .chain(args[1..].iter().cloned())
                    .collect();
                Err(Stop::Exec(shell, argv, self.process.env.clone()))
            }
            Err(why) => Err(Stop::Exit(self.missing(name, &why).await)),
        }
    }

    async fn about(&mut self, name: &str, args: &[String]) -> Outcome {
        let look = name == "type" || args.first().is_some_and(|a| a == "-v" || a == "-V");
        let wanted = args
            .iter()
            .find(|a| !a.starts_with('-'))
            .cloned()
            .unwrap_or_default();
        if !look {
            let rest: Vec<String> = args
                .iter()
                .skip_while(|a| a.starts_with('-'))
                .cloned()
                .collect();
            return if rest.is_empty() {
                Ok(0)
            } else {
                self.dispatch_boxed(rest).await
            };
        }
        let path = if self.is_own(&wanted) {
            Some(if name == "type" {
                format!("{wanted} is a shell builtin")
            } else {
                wanted.clone()
            })
        } else {
            let folders = self.get("PATH");
            let found = folders
                .split(':')
                .map(|f| format!("{f}/{wanted}"))
                .find(|path| {
                    self.process
                        .machine
                        .fs
                        .stat(path)
                        .is_ok_and(|e| e.executable())
                });
            found.map(|path| {
                if name == "type" {
                    format!("{wanted} is {path}")
                } else {
                    path
                }
            })
        };
        if let Some(line) = path {
            Ok(i32::from(
                self.process.out.write(format!("{line}\n")).await.is_err(),
            ))
        } else {
            if name == "type" {
                self.complain(&format!("{wanted}: not found")).await;
            }
            Ok(127)
        }
    }

    fn dispatch_boxed(&mut self, argv: Vec<String>) -> Running<'_> {
        Box::pin(self.dispatch(argv, Vec::new()))
    }
}

/// Takes the outcome of a turn of a loop: whether the loop goes on. What is meant for a loop further
/// out, or for the shell, is passed on.
fn goes_on(turn: Outcome, code: &mut i32) -> Result<bool, Stop> {
    match turn {
        Ok(last) => *code = last,
        Err(Stop::Break(n)) if n <= 1 => return Ok(false),
        Err(Stop::Break(n)) => return Err(Stop::Break(n - 1)),
        Err(Stop::Continue(n)) if n <= 1 => {}
        Err(Stop::Continue(n)) => return Err(Stop::Continue(n - 1)),
        Err(other) => return Err(other),
    }
    Ok(true)
}

/// [`supervise`] behind a pointer, so that a script in a script has a size.
fn supervise_boxed(
    shell: Shell,
    work: Work,
    incoming: mpsc::UnboundedReceiver<i32>,
) -> Pin<Box<dyn Future<Output = i32> + Send>> {
    Box::pin(supervise(shell, work, incoming))
}

/// Whether a line that was typed asks to leave.
fn text_is_exit(list: &List) -> bool {
    list.iter().any(|item| {
        item.first.commands.iter().any(|c| {
            matches!(&c.body, Body::Simple { words, .. } if words.first().is_some_and(|w| *w == [parse::Part::Text("exit".into(), false)]))
        })
    })
}

fn is_special(name: &str) -> bool {
    const SPECIAL: &[&str] = &[
        ":", "exit", "return", "break", "continue", "cd", "export", "readonly", "local", "declare",
        "unset", "set", "shift", "eval", ".", "source", "read", "trap", "wait", "exec", "command",
        "type", "builtin", "umask", "ulimit", "alias", "jobs",
    ];
    SPECIAL.contains(&name)
}

/// A trouble as dash puts it.
fn dash(trouble: Trouble) -> String {
    match trouble {
        Trouble::Missing => "Directory nonexistent".into(),
        other => other.to_string(),
    }
}
