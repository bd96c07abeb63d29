//! The way into running Pods: logs, exec, attach, port-forward and the proxies.
//!
//! A [`Runtime`] knows nothing of the wire. It gives streams of bytes, sessions of programs and
//! answers to HTTP requests; whoever serves the API frames them. Refusals carry the codes and words
//! of a kubelet behind an API server.
//!
//! - [`Runtime::logs`] gives a [`Logs`], whose [`Logs::next`] waits only when it follows.
//! - [`Runtime::exec`] and [`Runtime::attach`] give a [`Session`].
//! - [`Runtime::forward`] gives a byte stream to a port, for any number of connections one call each.
//! - [`Runtime::pod_http`] and [`Runtime::service_http`] answer one request.

mod http;
mod logs;
mod terminal;

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

pub use self::logs::{LogOptions, Logs};
pub use crate::containers::log::Stream;
use crate::{
    containers::{
        machine::Io,
        network::Network,
        stream::{Input, Output},
    },
    kinds,
    kubelet::{Container, Handle, Node},
    object::{Meta, Object},
    refusal::Refusal,
    registry::Registry,
    tasks::Tasks,
};

/// The way into the Pods of a cluster; clones share it.
#[derive(Clone, Debug)]
pub struct Runtime {
    registry: Registry,
    nodes: Arc<Vec<Arc<Node>>>,
    network: Network,
    tasks: Tasks,
}

/// What to run in a container, and how.
#[derive(Clone, Debug, Default)]
pub struct ExecOptions {
    /// The container; the Pod's only one if `None`.
    pub container: Option<String>,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// The client sends input.
    pub stdin: bool,
    /// The client has a terminal: it gets an echo, lines can be edited, Ctrl-C works.
    pub tty: bool,
}

/// How a program ended that a client asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// With an exit code.
    Code(i32),
    /// It could not be started; the words are the kubelet's.
    NotStarted(String),
}

/// A program that a client has started, or the main one that it looks at.
///
/// Dropping it ends the program, unless it is the main one.
#[derive(Debug)]
pub struct Session {
    /// Where the client's input goes; closing it ends the input. Nothing if it has none.
    pub input: Option<mpsc::Sender<Bytes>>,
    /// What the program writes. It ends when the program has, and all has been read.
    pub output: mpsc::Receiver<(Stream, Bytes)>,
    /// How the program ended. An error means that the container has gone.
    pub exit: oneshot::Receiver<Exit>,
}

/// How many pieces of output may wait for a slow client.
const WAITING: usize = 64;

impl Runtime {
    pub(crate) fn new(
        registry: &Registry,
        nodes: Vec<Arc<Node>>,
        network: &Network,
        tasks: &Tasks,
    ) -> Self {
        Self {
            registry: registry.clone(),
            nodes: Arc::new(nodes),
            network: network.clone(),
            tasks: tasks.clone(),
        }
    }

    /// Where work for those who reach into Pods goes, so that it ends with the cluster.
    pub(crate) fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// A Pod that has a node.
    pub(crate) fn pod(&self, namespace: &str, name: &str) -> Result<Object, Refusal> {
        let pod = self.registry.get(kinds::POD, namespace, name)?;
        if pod.text_at("spec.nodeName").is_empty() {
            return Err(Refusal::bad_request(format!(
                "pod {name} does not have a host assigned"
            )));
        }
        Ok(pod)
    }

    fn handle(&self, pod: &Object) -> Option<Arc<Handle>> {
        self.nodes
            .iter()
            .find(|n| n.options.name == pod.text_at("spec.nodeName"))?
            .pod(pod.namespace(), pod.name())
    }

    /// The container that is meant, by name.
    fn choose(pod: &Object, asked: Option<&str>) -> Result<String, Refusal> {
        let names = |list: &str| -> Vec<String> {
            pod.list_at(list)
                .iter()
                .map(|c| c.text_at("name").to_owned())
                .collect()
        };
        let (mains, inits) = (names("spec.containers"), names("spec.initContainers"));
        match asked.filter(|a| !a.is_empty()) {
            Some(asked) if mains.iter().chain(&inits).any(|n| n == asked) => Ok(asked.to_owned()),
            Some(asked) => Err(Refusal::bad_request(format!(
                "container {asked} is not valid for pod {}",
                pod.name()
            ))),
            None => match (mains.as_slice(), inits.as_slice()) {
                ([one], _) => Ok(one.clone()),
                (many, []) => Err(Refusal::bad_request(format!(
                    "a container name must be specified for pod {}, choose one of: [{}]",
                    pod.name(),
                    many.join(" ")
                ))),
                (many, inits) => Err(Refusal::bad_request(format!(
                    "a container name must be specified for pod {}, choose one of: [{}] or one of the init containers: [{}]",
                    pod.name(),
                    many.join(" "),
                    inits.join(" ")
                ))),
            },
        }
    }

    /// The run of a container that is there now.
    fn running(
        &self,
        namespace: &str,
        name: &str,
        asked: Option<&str>,
    ) -> Result<Arc<Container>, Refusal> {
        let pod = self.pod(namespace, name)?;
        let container = Self::choose(&pod, asked)?;
        let run = self
            .handle(&pod)
            .and_then(|h| h.run(&container))
            .filter(|run| run.machine.end().is_none());
        run.ok_or_else(|| {
            Refusal::new(
                404,
                "NotFound",
                format!("container not found (\"{container}\")"),
            )
        })
    }

    /// Runs a program in a container.
    pub fn exec(
        &self,
        namespace: &str,
        name: &str,
        options: &ExecOptions,
    ) -> Result<Session, Refusal> {
        let run = self.running(namespace, name, options.container.as_deref())?;
        if options.command.is_empty() {
            return Err(Refusal::bad_request(
                "you must specify at least 1 command for the container",
            ));
        }
        let (sender, output) = mpsc::channel(WAITING);
        let (done, exit) = oneshot::channel();
        let machine = Arc::clone(&run.machine);
        let out = Output::Client(sender.clone(), Stream::Out);
        let err = if options.tty {
            out.clone()
        } else {
            Output::Client(sender.clone(), Stream::Err)
        };
        let (input, from_client) = if options.stdin {
            let (to_program, receiver) = mpsc::channel(WAITING);
            (Input::channel(receiver), Some(to_program))
        } else {
            (Input::empty(), None)
        };
        let (out, err, client_input) = match (options.tty, from_client) {
            (true, to_program) => {
                let terminal =
                    terminal::Terminal::new(&self.tasks, &machine, sender.clone(), to_program);
                (terminal.output.clone(), terminal.output, terminal.input)
            }
            (false, to_program) => (out, err, to_program),
        };
        let argv = options.command.clone();
        let io = Io {
            input,
            out,
            err,
            terminal: options.tty,
        };
        // When the client has gone, so has the receiver of the output; then the program is dropped.
        self.tasks.spawn(async move {
            let outcome = tokio::select! {
                outcome = machine.run(argv, io) => outcome,
                () = sender.closed() => return,
            };
            let id = crate::containers::image::digest(&crate::names::uid());
            let exit = match outcome {
                Ok(code) => Exit::Code(code),
                Err(why) => Exit::NotStarted(format!("error executing command in container: failed to exec in container: failed to start exec \"{id}\": OCI runtime exec failed: exec failed: unable to start container process: {why}: unknown")),
            };
            // The client may have gone in this moment.
            let _ = done.send(exit);
        });
        Ok(Session {
            input: client_input,
            output,
            exit,
        })
    }

    /// Looks at the main program of a container, and sends it input if it takes any.
    pub fn attach(
        &self,
        namespace: &str,
        name: &str,
        options: &ExecOptions,
    ) -> Result<Session, Refusal> {
        let run = self.running(namespace, name, options.container.as_deref())?;
        let (sender, output) = mpsc::channel(WAITING);
        let (done, exit) = oneshot::channel();
        let input = options.stdin.then(|| run.stdin.open()).flatten();
        let input = if options.tty && run.terminal {
            terminal::Terminal::new(&self.tasks, &run.machine, sender.clone(), input).input
        } else {
            input
        };
        self.tasks.spawn(async move {
            let mut changes = run.log.subscribe();
            let (_, mut at, _) = run.log.since(0);
            loop {
                let (lines, next, more) = run.log.since(at);
                at = next;
                for line in lines {
                    if sender.send((Stream::Out, line.text)).await.is_err() {
                        return;
                    }
                }
                if !more {
                    break;
                }
                tokio::select! {
                    changed = changes.changed() => if changed.is_err() { break },
                    () = sender.closed() => return,
                }
            }
            // The client may have gone in this moment.
            let _ = done.send(Exit::Code(run.machine.end().map_or(0, |end| end.code)));
        });
        Ok(Session {
            input,
            output,
            exit,
        })
    }
}
