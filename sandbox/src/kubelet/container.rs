//! One run of a container, and starting it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::mpsc;

use super::{Node, config, pace, volumes::Volumes};
use crate::{
    containers::{
        fs::{Entry, Fs, Mount, Tree, Volume},
        image,
        log::{Log, Stream},
        machine::{End, Env, Io, Machine, Parts},
        network::{NAME_SERVER, PodNet},
        stream::{Input, Output},
    },
    images::Found,
    object::{Meta, Object},
    quantity::Quantity,
};

/// One run of a container: it stays readable after its end.
#[derive(Debug)]
pub(crate) struct Container {
    /// The identity that statuses show.
    pub(crate) id: String,
    pub(crate) machine: Arc<Machine>,
    pub(crate) log: Arc<Log>,
    pub(crate) stdin: Stdin,
    pub(crate) terminal: bool,
    /// The image as the Pod names it, and as statuses show it.
    pub(super) asked: String,
    pub(super) image: String,
    pub(super) image_id: String,
    pub(super) started: Timestamp,
    message_path: String,
    message_from_log: bool,
}

/// The main program's input, for `attach`.
#[derive(Debug)]
pub(crate) struct Stdin {
    /// Nothing if the program takes no input, or none any more.
    sender: Mutex<Option<mpsc::Sender<Bytes>>>,
    /// With `stdinOnce` the input ends with the first client that gives some.
    once: bool,
}

impl Stdin {
    /// The way in for a client.
    pub(crate) fn open(&self) -> Option<mpsc::Sender<Bytes>> {
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if self.once {
            sender.take()
        } else {
            sender.clone()
        }
    }
}

/// What starting a container came to.
#[derive(Debug)]
pub(super) enum Outcome {
    Running(Arc<Container>),
    /// The container was made, but its program cannot be started.
    NoStart {
        id: String,
        message: String,
        image: String,
        image_id: String,
    },
    /// There is no container yet.
    Not {
        reason: &'static str,
        message: String,
        pull: bool,
    },
    /// What was to run right after the start failed.
    HookFailed {
        container: Arc<Container>,
        message: String,
    },
}

/// What starting needs to know.
pub(super) struct Start {
    pub(super) node: Arc<Node>,
    pub(super) pod: Object,
    pub(super) container: Value,
    /// How events name it: `spec.containers{web}`.
    pub(super) field: String,
    pub(super) net: Arc<PodNet>,
    pub(super) volumes: Volumes,
}

/// `containerd://` and an identity.
fn identity() -> String {
    image::digest(&crate::names::uid())
}

impl Container {
    /// What the program left as its last words, if the Pod wants them in the status.
    pub(super) fn last_words(&self, end: End) -> String {
        let bytes = self.machine.fs.read(&self.message_path).unwrap_or_default();
        if bytes.is_empty() && self.message_from_log && end.code != 0 {
            return self.log.tail(80, 2048);
        }
        String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned()
    }
}

impl Start {
    fn normal(&self, reason: &str, message: &str) {
        self.node
            .events
            .normal(&self.pod, &self.field, reason, message);
    }

    fn warning(&self, reason: &str, message: &str) {
        self.node
            .events
            .warning(&self.pod, &self.field, reason, message);
    }

    fn not(&self, reason: &'static str, message: String, pull: bool) -> Outcome {
        let told = if matches!(reason, "CreateContainerConfigError") {
            message.as_str()
        } else {
            reason
        };
        self.warning("Failed", &format!("Error: {told}"));
        Outcome::Not {
            reason,
            message,
            pull,
        }
    }

    /// Pulls the image if need be, makes the container and starts its program.
    pub(super) async fn run(self) -> Outcome {
        let asked = self.container.text_at("image").to_owned();
        let reference = match image::parse(&asked) {
            Ok(reference) => reference,
            Err(why) => {
                let message = format!(
                    "Failed to apply default image tag \"{asked}\": couldn't parse image name \"{asked}\": {why}"
                );
                self.warning("InspectFailed", &message);
                return self.not("InvalidImageName", message, false);
            }
        };
        let found = match self.pull(&asked, &reference).await {
            Ok(found) => found,
            Err(outcome) => return outcome,
        };
        let env = match config::environment(
            &self.node.registry,
            &self.pod,
            &self.container,
            &found.image.config,
            &self.net.ip,
            &self.node.options.ip,
        ) {
            Ok(env) => env,
            Err(why) => return self.not("CreateContainerConfigError", why, false),
        };
        let setting = |key: &str| {
            let own = self
                .container
                .at("securityContext")
                .and_then(|s| s.get(key));
            own.or_else(|| self.pod.at("spec.securityContext").and_then(|s| s.get(key)))
        };
        if setting("runAsNonRoot") == Some(&Value::Bool(true))
            && setting("runAsUser").is_none()
            && let Some(why) = runs_as_root(&found.image.config.user)
        {
            let why = format!(
                "container has runAsNonRoot and {why} (pod: \"{}_{}({})\", container: {})",
                self.pod.name(),
                self.pod.namespace(),
                self.pod.uid(),
                self.container.text_at("name")
            );
            return self.not("CreateContainerConfigError", why, false);
        }
        match config::mounts(&self.node, &self.container, &self.volumes, &env) {
            Ok(mounts) => self.make(&asked, found, env, mounts).await,
            Err(why) => self.not("CreateContainerConfigError", why, false),
        }
    }

    async fn pull(&self, asked: &str, reference: &image::Reference) -> Result<Found, Outcome> {
        let policy = self.container.text_at("imagePullPolicy");
        let always = policy == "Always" || (policy.is_empty() && reference.tag == "latest");
        let (images, node) = (&self.node.images, &self.node.options.name);
        let present = images.on_node(node, reference);
        if let Some(found) = &present
            && !always
        {
            self.normal("Pulled", &format!("Container image \"{asked}\" already present on machine and can be accessed by the pod"));
            return Ok(found.clone());
        }
        if policy == "Never" {
            let message =
                format!("Container image \"{asked}\" is not present with pull policy of Never");
            self.warning("ErrImageNeverPull", &message);
            return Err(self.not("ErrImageNeverPull", message, false));
        }
        self.normal("Pulling", &format!("Pulling image \"{asked}\""));
        // What is there already is only looked up again.
        let took = if present.is_some() {
            pace::STEP
        } else {
            pace::PULL
        };
        self.node.registry.clock().sleep(took).await;
        match images.fetch(node, reference) {
            Ok(found) => {
                let millis = took.as_millis();
                self.normal("Pulled", &format!("Successfully pulled image \"{asked}\" in {millis}ms ({millis}ms including waiting). Image size: {} bytes.", found.image.size));
                Ok(found)
            }
            Err(why) => {
                self.warning(
                    "Failed",
                    &format!("Failed to pull image \"{asked}\": {why}"),
                );
                if image::beyond_the_catalogue(reference) {
                    let text = format!(
                        "This cluster is a simulation (podo-sandbox) and downloads nothing. It knows these images: {}",
                        image::names()
                    );
                    self.warning("NotSimulated", &text);
                }
                Err(self.not("ErrImagePull", why, true))
            }
        }
    }

    #[allow(
        clippy::too_many_lines,
        reason = "the steps of making a container, in their order"
    )]
    async fn make(&self, asked: &str, found: Found, env: Env, mounts: Vec<Mount>) -> Outcome {
        let clock = self.node.registry.clock().clone();
        let argv = config::command(&self.container, &found.image.config, &env);
        let root = Volume::new(Tree::over(Arc::clone(&found.image.files)));
        let hostname = config::hostname(&self.pod);
        let message_path = match self.container.text_at("terminationMessagePath") {
            "" => "/dev/termination-log".to_owned(),
            path => path.to_owned(),
        };
        self.furnish(&root, &hostname, &message_path, clock.now());
        let fs = Fs::new(root, mounts);
        let id = identity();
        let own = self.container.text_at("workingDir");
        let cwd = if own.is_empty() {
            found.image.config.cwd.clone()
        } else {
            own.to_owned()
        };
        let (image_name, image_id) = (found.name, found.id);
        clock.sleep(pace::STEP).await;
        self.normal("Created", "Container created");
        let runc = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process";
        let no_start = |why: String| {
            self.warning("Failed", &format!("Error: {why}"));
            Outcome::NoStart {
                id: id.clone(),
                message: why,
                image: image_name.clone(),
                image_id: image_id.clone(),
            }
        };
        match fs.stat(&cwd) {
            Ok(entry) if entry.is_folder() => {}
            Ok(_) => {
                return no_start(format!(
                    "{runc}: error during container init: mkdir {cwd}: not a directory: unknown"
                ));
            }
            // runc makes the folder. Where it cannot, the program will not find it either.
            Err(_) => {
                let mut at = String::new();
                for part in cwd.split('/').filter(|p| !p.is_empty()) {
                    at = format!("{at}/{part}");
                    let _ = fs.make_folder(&at, clock.now());
                }
            }
        }
        let memory = self
            .container
            .at("resources.limits.memory")
            .and_then(Value::as_str)
            .and_then(Quantity::parse)
            .map(Quantity::value);
        let machine = Machine::new(Parts {
            fs,
            env,
            cwd,
            hostname,
            namespace: self.pod.namespace().to_owned(),
            image: found.image,
            net: Arc::clone(&self.net),
            network: self.node.network.clone(),
            clock: clock.clone(),
            memory,
            tasks: self.node.tasks.clone(),
        });
        clock.sleep(pace::STEP).await;
        let log = Arc::new(Log::new());
        let wants_input = self.container.get("stdin") == Some(&Value::Bool(true));
        let (sender, receiver) = mpsc::channel(64);
        let io = Io {
            input: if wants_input {
                Input::channel(receiver)
            } else {
                Input::empty()
            },
            out: Output::Log(Arc::clone(&log), Stream::Out, clock.clone()),
            err: Output::Log(Arc::clone(&log), Stream::Err, clock.clone()),
            terminal: false,
        };
        if let Err(why) = machine.start(argv, io) {
            return no_start(format!("{runc}: {why}: unknown"));
        }
        self.normal("Started", "Container started");
        let container = Arc::new(Container {
            id,
            machine,
            log,
            stdin: Stdin {
                sender: Mutex::new(wants_input.then_some(sender)),
                once: self.container.get("stdinOnce") == Some(&Value::Bool(true)),
            },
            terminal: self.container.get("tty") == Some(&Value::Bool(true)),
            asked: asked.to_owned(),
            image: image_name,
            image_id,
            started: clock.now(),
            message_path,
            message_from_log: self.container.text_at("terminationMessagePolicy")
                == "FallbackToLogsOnError",
        });
        match self.container.at("lifecycle.postStart") {
            Some(hook) => match super::probe::hook(
                &container,
                hook,
                &self.pod,
                self.container.text_at("name"),
            )
            .await
            {
                Ok(()) => Outcome::Running(container),
                Err((text, short)) => {
                    self.warning("FailedPostStartHook", &text);
                    let _ = short;
                    Outcome::HookFailed {
                        container,
                        message: text,
                    }
                }
            },
            None => Outcome::Running(container),
        }
    }

    /// The files that the kubelet puts into every container.
    fn furnish(&self, root: &Volume, hostname: &str, message_path: &str, now: Timestamp) {
        let namespace = self.pod.namespace();
        let mut files = BTreeMap::new();
        files.insert("/etc/hostname".to_owned(), format!("{hostname}\n"));
        files.insert(
            "/etc/hosts".to_owned(),
            format!("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n{}\t{hostname}\n", self.net.ip),
        );
        files.insert(
            "/etc/resolv.conf".to_owned(),
            format!("search {namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver {NAME_SERVER}\noptions ndots:5\n"),
        );
        files.insert(message_path.to_owned(), String::new());
        let mut tree = root.lock();
        for (path, text) in files {
            tree.put(&path, Entry::file(text.into_bytes(), 0o644, now));
        }
    }
}

/// Why a user of an image may be root, in the kubelet's words; nothing if it is another.
fn runs_as_root(user: &str) -> Option<String> {
    let user = user.split(':').next().unwrap_or_default();
    match user.parse::<i64>() {
        Ok(0) => Some("image will run as root".to_owned()),
        Err(_) if user.is_empty() => Some("image will run as root".to_owned()),
        Ok(_) => None,
        Err(_) => Some(format!(
            "image has non-numeric user ({user}), cannot verify user is non-root"
        )),
    }
}
