//! `RUN`: a command in a container that has no cluster around it.

use std::{sync::Arc, time::Duration};

use tokio::sync::mpsc;

use super::{
    super::dockerfile::{Command, HereDocument},
    Progress,
    error::Failure,
    stage::State,
};
use crate::{
    clock::Clock,
    containers::{
        fs::{Content, Entry},
        log::Stream,
        machine::{Env, Io, KILL, Machine, Parts},
        network::Network,
        stream::{Input, Output},
    },
    store::Store,
    tasks::Tasks,
};

/// A command that does not end is given up: nobody waits for ever.
const LONGEST: Duration = Duration::from_mins(2);
/// Bytes of a layer.
const LARGEST: usize = 256 << 20;
/// How much of the output an error shows.
const SHOWN: usize = 8192;

/// What a `RUN` could not do, and the end of what it wrote.
type Failed = (Failure, String);

/// Runs a command on a stage's files.
pub(super) async fn run(
    state: &State,
    command: &Command,
    documents: &[HereDocument],
    clock: &Clock,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<(), Failed> {
    let argv = words(state, command, documents, clock);
    let shown = argv.join(" ");
    let tasks = Tasks::new();
    let machine = machine(state, clock, &tasks);
    let mut output = Vec::new();
    let ended = attend(&machine, argv, &mut output, progress).await;
    machine.stop(KILL);
    tasks.stop().await;
    state.root.lock().remove(SCRIPTS);
    let text = String::from_utf8_lossy(&output).into_owned();
    let fail = |why: String, note: Option<String>| (Failure::new(why).noting(note), text.clone());
    match ended {
        Ok(0) if size(state) > LARGEST => Err(fail(
            format!("not simulated: a layer of more than {LARGEST} bytes"),
            None,
        )),
        Ok(0) => Ok(()),
        Ok(code) => Err(fail(
            format!("process {shown:?} did not complete successfully: exit code: {code}"),
            lacks(code, &text),
        )),
        Err(why) => Err(fail(why, None)),
    }
}

/// Where scripts from here-documents stand while they run.
const SCRIPTS: &str = "/dev/pipes";

/// The words to run; a script in a here-document becomes a file or an argument.
fn words(
    state: &State,
    command: &Command,
    documents: &[HereDocument],
    clock: &Clock,
) -> Vec<String> {
    let Command::Shell(line) = command else {
        return state.command(command);
    };
    let script = match documents {
        [] => line.clone(),
        [only] if *line == only.word && only.text.starts_with("#!") => {
            let path = format!("{SCRIPTS}/{}", only.name);
            let entry = Entry {
                mode: 0o755,
                ..Entry::file(only.text.as_bytes(), 0o755, clock.now())
            };
            state.put(&path, entry);
            path
        }
        [only] if *line == only.word => only.text.clone(),
        several => {
            let mut script = format!("{line}\n");
            for document in several {
                script.push_str(&format!("{}{}\n", document.text, document.name));
            }
            script
        }
    };
    state.command(&Command::Shell(script))
}

fn machine(state: &State, clock: &Clock, tasks: &Tasks) -> Arc<Machine> {
    let network = Network::new(Arc::new(Store::new(1)));
    let mut env: Env = state.variables();
    env.entry("HOME".to_owned())
        .or_insert_with(|| "/root".to_owned());
    let cwd = match state.config.cwd.as_str() {
        "" => "/".to_owned(),
        cwd => cwd.to_owned(),
    };
    Machine::new(Parts {
        fs: state.fs(),
        env,
        cwd,
        hostname: "buildkitsandbox".to_owned(),
        namespace: "default".to_owned(),
        image: state.origin.image(),
        net: network.join(None),
        network,
        clock: clock.clone(),
        memory: None,
        tasks: tasks.clone(),
    })
}

/// Lets a program run, and passes on what it writes.
async fn attend(
    machine: &Arc<Machine>,
    argv: Vec<String>,
    output: &mut Vec<u8>,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<i32, String> {
    let (sender, mut receiver) = mpsc::channel(64);
    let io = Io {
        input: Input::empty(),
        out: Output::Client(sender.clone(), Stream::Out),
        err: Output::Client(sender, Stream::Err),
        terminal: false,
    };
    let mut take = |bytes: &[u8]| {
        progress(Progress::Output(bytes));
        output.extend_from_slice(bytes);
        let more = output.len().saturating_sub(SHOWN);
        output.drain(..more);
    };
    let run = machine.run(argv, io);
    let limit = tokio::time::sleep(LONGEST);
    tokio::pin!(run, limit);
    let ended = loop {
        tokio::select! {
            ended = &mut run => break ended,
            Some((_, bytes)) = receiver.recv() => take(&bytes),
            () = &mut limit => {
                return Err(format!(
                    "not simulated: a command that runs longer than {} seconds",
                    LONGEST.as_secs()
                ));
            }
        }
    };
    while let Ok((_, bytes)) = receiver.try_recv() {
        take(&bytes);
    }
    match ended {
        Ok(code) => Ok(code),
        Err(why) => {
            take(format!("runc run failed: unable to start container process: error during container init: {why}\n").as_bytes());
            Ok(1)
        }
    }
}

fn size(state: &State) -> usize {
    let files = state.files();
    files
        .own()
        .filter_map(|(_, entry)| match &entry?.content {
            Content::File(bytes) => Some(bytes.len()),
            _ => None,
        })
        .sum()
}

/// What to say where a command may exist in the real image.
fn lacks(code: i32, output: &str) -> Option<String> {
    let simulated = code == 127 || output.contains("not simulated");
    simulated.then(|| {
        "This image is a simulation (podo-sandbox): it has a shell, small tools and web servers, but no package manager and no compiler, and it downloads nothing.".to_owned()
    })
}
