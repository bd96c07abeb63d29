//! What one observation of a cluster saw. Pure: values, accessors, no I/O and no clock.
//!
//! A [`Snapshot`] can be saved and loaded as JSON, so that every verdict and explanation can be
//! reproduced without a cluster. Values of Secrets never enter it: [`object::Object::redacted`] is
//! applied before an object is stored. What could not be read is a [`gap::Gap`], a fact like others.

pub mod before;
pub mod configuration;
pub mod docker;
pub mod gap;
pub mod graph;
pub mod image;
pub mod import;
pub mod kinds;
pub mod object;
pub mod path;
pub mod quantity;
pub mod scheduling;
pub mod settling;
pub mod storage;
pub mod used;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::lesson::model::{ExerciseId, Need};
use docker::LocalImage;
use gap::Gap;
use object::{Object, ObjectKey};

/// The version of the saved form.
pub const FORMAT_VERSION: u32 = 1;

/// What one observation saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// [`FORMAT_VERSION`] when it was written.
    pub format_version: u32,
    /// The API server's clock at the observation (this machine's where the server told none).
    pub at: Timestamp,
    /// Which cluster and namespace.
    pub cluster: ClusterFacts,
    /// The exercise it was taken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<ExerciseId>,
    /// Objects of all kinds that were listed, Events apart.
    pub objects: Vec<Object>,
    /// `v1` Events of the namespace.
    #[serde(default)]
    pub events: Vec<Object>,
    /// What could not be read, and why.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    /// Results of HTTP, log and file probes.
    #[serde(default)]
    pub probes: Vec<ProbeResult>,
    /// What the docker program has of the images that the exercise speaks of, and of names like theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<LocalImage>,
    /// Log tails taken for the explanation: of the container's previous run.
    #[serde(default)]
    pub previous_logs: Vec<PreviousLog>,
    /// What the learner typed, by expectation id.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Text files of the learner's working folder, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Commands typed since the exercise began, oldest first.
    #[serde(default)]
    pub commands: Vec<TypedCommand>,
    /// What existed when the exercise began; `None` when it never was.
    #[serde(default)]
    pub inventory: Option<Inventory>,
    /// Expectations that passed in an earlier check of this exercise.
    #[serde(default)]
    pub passed_before: BTreeSet<String>,
    /// What this machine and cluster lack, with the reason.
    #[serde(default)]
    pub lacking: BTreeMap<Lack, String>,
}

/// Something an exercise may need that is not there.
pub type Lack = Need;

impl Snapshot {
    /// An empty snapshot of a cluster at an instant.
    pub fn new(at: Timestamp, cluster: ClusterFacts) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            at,
            cluster,
            exercise: None,
            objects: Vec::new(),
            events: Vec::new(),
            gaps: Vec::new(),
            probes: Vec::new(),
            images: Vec::new(),
            previous_logs: Vec::new(),
            answers: BTreeMap::new(),
            files: BTreeMap::new(),
            commands: Vec::new(),
            inventory: None,
            passed_before: BTreeSet::new(),
            lacking: BTreeMap::new(),
        }
    }

    /// Whether objects of a kind could not be read; of the kind `""`, whether the server did not answer.
    pub fn has_gap(&self, kind: &str) -> bool {
        self.gaps.iter().any(|gap| gap.kind == kind)
    }

    /// The newest command typed, if any.
    pub fn last_command(&self) -> Option<&TypedCommand> {
        self.commands.last()
    }
}

/// Facts about the cluster and how it is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterFacts {
    /// UID of the Namespace `kube-system`, or `ca-` and a digest where that may not be read.
    pub uid: String,
    /// `v1.20.2`; empty when the server did not say.
    pub version: String,
    /// The context's name in the learner's kubeconfig.
    pub context: String,
    /// The API server's address.
    pub server: String,
    /// The namespace the exercise works in.
    pub namespace: String,
    /// The cluster UID that the lesson was begun on, if it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_on: Option<String>,
}

impl ClusterFacts {
    /// Whether it is podo's sandbox, which says so in its version.
    pub fn is_sandbox(&self) -> bool {
        self.version.ends_with("+podo")
    }
}

/// A command the learner typed in podo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypedCommand {
    /// The words, the program first.
    pub argv: Vec<String>,
    /// The exit code; `None` when it was ended by a signal.
    pub exit_code: Option<i32>,
    /// The end of its standard error, at most 4 KiB.
    #[serde(default)]
    pub stderr: String,
    /// When it ended, by this machine's clock.
    pub at: Timestamp,
}

impl TypedCommand {
    /// Whether it ended with another exit code than 0.
    pub fn failed(&self) -> bool {
        self.exit_code != Some(0)
    }
}

/// What existed when an exercise began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inventory {
    /// The API server's clock when it was taken.
    pub at: Timestamp,
    /// UID of each object to what it was.
    pub objects: BTreeMap<String, InventoryEntry>,
}

impl Inventory {
    /// An inventory without objects: whatever is found later counts as new.
    pub fn empty() -> Self {
        Self {
            at: Timestamp::UNIX_EPOCH,
            objects: BTreeMap::new(),
        }
    }
}

/// One object of an inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InventoryEntry {
    /// Which object.
    pub key: ObjectKey,
    /// `metadata.generation` where the kind has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
    /// `metadata.resourceVersion`, opaque.
    #[serde(default)]
    pub resource_version: String,
    /// Digest of what a person can change: everything but status and bookkeeping.
    #[serde(default)]
    pub intent: String,
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeResult {
    /// The expectation it was made for.
    pub expectation: String,
    /// The Pod it looked into; `None` for HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pod: Option<String>,
    /// What it found.
    pub outcome: ProbeOutcome,
}

/// What a probe found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "camelCase")]
pub enum ProbeOutcome {
    /// An HTTP answer: the status and the body's beginning (64 KiB at most).
    Http {
        /// The status code.
        status: u16,
        /// The body's beginning.
        body: String,
    },
    /// The text that was read (64 KiB at most): a log's end or a file.
    Text {
        /// The text.
        text: String,
    },
    /// There is no such file.
    NoFile,
    /// No Pod fits, or none is running yet.
    NoPod,
    /// It could not be made.
    Failed {
        /// The server's or podo's words.
        message: String,
    },
}

/// The end of the log of a container's previous run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviousLog {
    /// The Pod's name.
    pub pod: String,
    /// The container's name.
    pub container: String,
    /// The last lines.
    pub text: String,
}
