//! A stage while it is built: its files and its configuration.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::{
    super::{
        Config, Image, Origin, digest,
        dockerfile::{Command, Dockerfile, Variables, What},
    },
    error::Failure,
};
use crate::containers::fs::{Content, Entry, Fs, Tree, Volume, join};

/// A stage while it is built.
pub(super) struct State {
    /// The files; a `RUN` changes them through a container.
    pub(super) root: Volume,
    pub(super) config: Config,
    /// `ARG`s that have a value.
    pub(super) args: Variables,
    pub(super) origin: Origin,
    layers: Vec<String>,
    /// This stage has said `CMD`.
    own_cmd: bool,
}

impl State {
    /// A stage that begins with an image.
    pub(super) fn of(image: &Image) -> Self {
        Self {
            root: Volume::new(flat(image)),
            config: image.config.clone(),
            args: Variables::new(),
            origin: image.origin,
            layers: image.layers.clone(),
            own_cmd: false,
        }
    }

    /// A stage that begins with this one.
    pub(super) fn child(&self) -> Self {
        Self {
            root: Volume::new(self.files()),
            config: self.config.clone(),
            args: self.args.clone(),
            origin: self.origin,
            layers: self.layers.clone(),
            own_cmd: false,
        }
    }

    pub(super) fn files(&self) -> Tree {
        self.root.lock().clone()
    }

    /// The files, as programs see them.
    pub(super) fn fs(&self) -> Fs {
        Fs::new(self.root.clone(), Vec::new())
    }

    /// What variables in an instruction stand for.
    pub(super) fn variables(&self) -> Variables {
        let mut all = self.args.clone();
        all.extend(self.config.env.iter().cloned());
        all
    }

    fn words(&self, command: &Command) -> Vec<String> {
        match command {
            Command::Exec(words) => words.clone(),
            Command::Shell(line) if line.is_empty() => Vec::new(),
            Command::Shell(line) => {
                let mut words = self.config.shell();
                words.push(line.clone());
                words
            }
        }
    }

    /// The words of a command to be run now.
    pub(super) fn command(&self, command: &Command) -> Vec<String> {
        self.words(command)
    }

    pub(super) fn cmd(&mut self, command: &Command) {
        self.config.cmd = self.words(command);
        self.own_cmd = true;
    }

    /// Sets the entrypoint; a command that was not said in this stage belonged to another one.
    pub(super) fn entrypoint(&mut self, command: &Command) {
        self.config.entrypoint = self.words(command);
        if !self.own_cmd {
            self.config.cmd.clear();
        }
    }

    /// Notes a port, several ports, or one with a protocol: `80`, `8000-8002`, `53/udp`.
    pub(super) fn expose(&mut self, words: &str) -> Result<(), Failure> {
        for word in words.split_whitespace() {
            let (ports, protocol) = word.split_once('/').unwrap_or((word, "tcp"));
            let protocol = protocol.to_ascii_lowercase();
            if !matches!(protocol.as_str(), "tcp" | "udp" | "sctp") {
                return Err(Failure::new(format!("invalid proto: {protocol}")));
            }
            let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
            let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else {
                return Err(Failure::new(format!("invalid containerPort: {ports}")));
            };
            for port in first..=last {
                self.config
                    .exposed_ports
                    .insert(format!("{port}/{protocol}"));
            }
        }
        Ok(())
    }

    /// Changes the working directory, and makes it.
    pub(super) fn workdir(&mut self, path: &str, now: Timestamp) -> Result<(), Failure> {
        self.config.cwd = join(&self.config.cwd, path);
        self.make_folder(&self.config.cwd, now).map(|_| ())
    }

    /// Makes a folder with all above it; gives its path without links.
    pub(super) fn make_folder(&self, path: &str, now: Timestamp) -> Result<String, Failure> {
        let fs = self.fs();
        let mut at = String::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            at = format!("{at}/{part}");
            match fs.stat(&at) {
                Ok(entry) if entry.is_folder() => {}
                Ok(_) => return Err(Failure::new(format!("mkdir {at}: not a directory"))),
                Err(_) => fs.make_folder(&at, now).map_err(|why| {
                    Failure::new(format!("mkdir {at}: {}", why.to_string().to_lowercase()))
                })?,
            }
        }
        fs.resolve(if at.is_empty() { "/" } else { &at })
            .map_err(|why| Failure::new(format!("mkdir {at}: {why}")))
    }

    /// Puts an entry at a path whose folder is there.
    pub(super) fn put(&self, path: &str, entry: Entry) {
        self.root.lock().put(path, entry);
    }

    /// Closes a layer and gives its digest: it depends on what was said and on what came of it.
    pub(super) fn close(&mut self, text: &str) -> String {
        let before = self.layers.last().map_or("", String::as_str);
        let files = fingerprint(&self.root.lock());
        let layer = format!("sha256:{}", digest(&format!("{before} {text} {files:x}")));
        self.layers.push(layer.clone());
        layer
    }

    pub(super) fn image(mut self, labels: &BTreeMap<String, String>, now: Timestamp) -> Image {
        self.config.labels.extend(labels.clone());
        let files = self.files();
        let own: usize = files
            .own()
            .filter_map(|(_, entry)| match &entry?.content {
                Content::File(bytes) => Some(bytes.len()),
                _ => None,
            })
            .sum();
        let config = serde_json::to_string(&self.config).unwrap_or_default();
        let content = format!("{} {config} {}", self.origin.name(), self.layers.join(" "));
        Image {
            id: format!("sha256:{}", digest(&content)),
            config: self.config,
            size: self.origin.image().size + own as u64,
            files: Arc::new(files),
            created: now,
            origin: self.origin,
            layers: self.layers,
        }
    }
}

/// An image's files as one tree over those of the published image at the bottom.
fn flat(image: &Image) -> Tree {
    if image.id == image.origin.image().id {
        Tree::over(Arc::clone(&image.files))
    } else {
        (*image.files).clone()
    }
}

/// A number that depends on all files but not on their times.
fn fingerprint(tree: &Tree) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for (path, entry) in tree.own() {
        add(path.as_bytes());
        let Some(entry) = entry else {
            continue;
        };
        add(&entry.mode.to_le_bytes());
        match &entry.content {
            Content::File(bytes) => add(bytes),
            Content::Link(text) => add(text.as_bytes()),
            Content::Program(name) | Content::Device(name) => add(name.as_bytes()),
            Content::Folder => {}
        }
    }
    hash
}

/// Where in the build an instruction stands.
pub(super) struct Position {
    /// The stage, if there are several.
    stage: String,
    now: usize,
    all: usize,
}

impl Position {
    pub(super) fn new(file: &Dockerfile, number: usize) -> Self {
        let stage = &file.stages[number];
        let name = match (&stage.name, file.stages.len()) {
            (_, 1) => String::new(),
            (Some(name), _) => format!("{name} "),
            (None, _) => format!("stage-{number} "),
        };
        let counts = |what: &What| {
            matches!(
                what,
                What::Run(..) | What::Copy(_) | What::Add(_) | What::Workdir(_)
            )
        };
        Self {
            stage: name,
            now: 0,
            all: stage
                .instructions
                .iter()
                .filter(|i| counts(&i.what))
                .count(),
        }
    }

    /// The stage begins with an image from elsewhere, which is a step too.
    pub(super) fn pulls(&mut self) {
        self.all += 1;
    }

    /// The name of the next step.
    pub(super) fn step(&mut self, text: &str) -> String {
        self.now += 1;
        format!("[{}{}/{}] {text}", self.stage, self.now, self.all)
    }
}
