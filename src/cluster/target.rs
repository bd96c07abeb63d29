//! Which cluster to practise on: what was asked for, and finding it.
//!
//! `auto` looks only at contexts that minikube made, never at another that happens to be current;
//! where none of them answers, it takes the sandbox.
//! Whether a cluster is minikube's is decided by the label on its Node, not by a name alone.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use serde_json::Value;

use super::client::{Cluster, Failure};
use super::kubeconfig::{Files, Kubeconfig, KubeconfigError, Selected};
use super::proxy::Proxy;
use crate::sandbox::{self, SandboxError};
use crate::snapshot::gap::GapReason;
use crate::snapshot::object::{get, list};

/// The label that minikube puts on its Nodes; its value is the profile.
const PROFILE_LABEL: &str = "minikube.k8s.io/name";
/// How long a candidate has to answer.
const DEADLINE: Duration = Duration::from_secs(3);

/// Which cluster to practise on: the value of `--cluster` and `PODO_CLUSTER`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Target {
    /// A running minikube, else the sandbox: `auto`.
    #[default]
    Auto,
    /// The cluster inside podo: `sandbox`.
    Sandbox,
    /// A minikube: `minikube`, `minikube:PROFILE`.
    Minikube {
        /// The profile; `None` is the one that minikube itself would take.
        profile: Option<String>,
    },
    /// A context of the learner's kubeconfig: `context:NAME`. The name is taken as it stands, colons
    /// and slashes included, as cloud providers put them there.
    Context {
        /// The context's name.
        name: String,
    },
}

/// A text that names no cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// None of the forms.
    #[error("a cluster is written {}", Target::FORMS.join(", "))]
    Form,
    /// `minikube:` or `context:` with nothing behind it.
    #[error("`{0}:` needs a name behind it")]
    NameMissing(&'static str),
}

impl Target {
    /// The forms in which a target is written.
    pub const FORMS: [&'static str; 5] = [
        "auto",
        "sandbox",
        "minikube",
        "minikube:PROFILE",
        "context:NAME",
    ];

    /// How the cluster behind a context is asked for.
    pub fn of_context(name: &str) -> Self {
        if name == sandbox::CONTEXT {
            return Self::Sandbox;
        }
        Self::Context {
            name: name.to_owned(),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Sandbox => f.write_str("sandbox"),
            Self::Minikube { profile: None } => f.write_str("minikube"),
            Self::Minikube {
                profile: Some(profile),
            } => write!(f, "minikube:{profile}"),
            Self::Context { name } => write!(f, "context:{name}"),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        match text.split_once(':') {
            None => match text {
                "auto" => Ok(Self::Auto),
                "sandbox" => Ok(Self::Sandbox),
                "minikube" => Ok(Self::Minikube { profile: None }),
                "context" => Err(TargetError::NameMissing("context")),
                _ => Err(TargetError::Form),
            },
            Some(("minikube", "")) => Err(TargetError::NameMissing("minikube")),
            Some(("minikube", profile)) => Ok(Self::Minikube {
                profile: Some(profile.to_owned()),
            }),
            Some(("context", "")) => Err(TargetError::NameMissing("context")),
            Some(("context", name)) => Ok(Self::Context {
                name: name.to_owned(),
            }),
            Some(_) => Err(TargetError::Form),
        }
    }
}

/// A cluster to practise on, found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The connection.
    pub cluster: Cluster,
    /// The context it was reached through, for the private kubeconfig.
    pub selected: Selected,
    /// Whose it is.
    pub provider: Provider,
    /// The search for a minikube that led to the sandbox, where `auto` found none.
    pub instead: Option<Search>,
}

/// Whose cluster it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provider {
    /// podo's own, simulated.
    Sandbox,
    /// A minikube, by the label on a Node.
    Minikube {
        /// Its profile.
        profile: String,
    },
    /// Somebody else's. It is used only after a yes, once per context and [`Cluster::uid`].
    Other,
}

impl Found {
    /// Whether the learner has to agree before podo uses it.
    pub fn needs_agreement(&self) -> bool {
        self.provider == Provider::Other
    }
}

/// What became of one context that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The context's name.
    pub context: String,
    /// The API server's address; empty when the context does not lead to one.
    pub server: String,
    /// Why it is not the one.
    pub outcome: Outcome,
}

/// Why a context is not the one that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It could not be reached or read.
    Failed {
        /// The kind of reason.
        reason: GapReason,
        /// The server's or the system's own words.
        message: String,
    },
    /// It answers, and no Node has minikube's label.
    NotMinikube,
}

/// What was looked for, where, and what was found: enough to tell a learner exactly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The kubeconfig files.
    pub files: Vec<PathBuf>,
    /// Whether none of them is there.
    pub is_missing: bool,
    /// All contexts in them.
    pub contexts: Vec<String>,
    /// The contexts that were tried, in order.
    pub candidates: Vec<Candidate>,
}

/// Why there is no cluster to practise on.
#[derive(Debug, thiserror::Error)]
pub enum NotFound {
    /// The kubeconfig, or the context that was named, cannot be used.
    #[error(transparent)]
    Kubeconfig(#[from] KubeconfigError),
    /// The sandbox cannot be started or joined.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// No running minikube.
    #[error("no running minikube among {} contexts", .0.contexts.len())]
    NoMinikube(Search),
    /// The context that was named does not answer.
    #[error("`{context}` at {server} does not answer")]
    Unreachable {
        /// The context.
        context: String,
        /// The API server's address.
        server: String,
        /// Why.
        #[source]
        failure: Failure,
    },
}

impl NotFound {
    fn unreachable(selected: &Selected, failure: Failure) -> Self {
        Self::Unreachable {
            context: selected.context().to_owned(),
            server: selected.server().to_owned(),
            failure,
        }
    }
}

/// Finds the cluster that was asked for. `open_sandbox` starts or joins the sandbox and gives its
/// kubeconfig; it is called only when the sandbox is what it comes to.
pub async fn find(
    target: &Target,
    kubeconfig: Result<Kubeconfig, KubeconfigError>,
    open_sandbox: impl FnOnce() -> Result<PathBuf, SandboxError>,
    proxy: &Proxy,
) -> Result<Found, NotFound> {
    match target {
        Target::Sandbox => connect_sandbox(&open_sandbox()?).await,
        Target::Auto => {
            let search = match kubeconfig {
                Err(KubeconfigError::Missing { files }) => Search {
                    files,
                    is_missing: true,
                    ..Search::default()
                },
                other => {
                    let kubeconfig = other?;
                    let contexts = kubeconfig.minikube_contexts();
                    match minikube(&kubeconfig, contexts, proxy).await {
                        Err(NotFound::NoMinikube(search)) => search,
                        found => return found,
                    }
                }
            };
            let mut found = connect_sandbox(&open_sandbox()?).await?;
            found.instead = Some(search);
            Ok(found)
        }
        Target::Minikube { profile } => {
            let kubeconfig = kubeconfig?;
            // minikube calls the context like the profile.
            let contexts = match profile {
                Some(profile) => {
                    kubeconfig.select(Some(profile))?;
                    vec![profile.as_str()]
                }
                None => kubeconfig.minikube_contexts(),
            };
            minikube(&kubeconfig, contexts, proxy).await
        }
        Target::Context { name } => {
            let selected = kubeconfig?.select(Some(name))?;
            let found = probe(selected.clone(), proxy).await;
            found.map_err(|failure| NotFound::unreachable(&selected, failure))
        }
    }
}

/// The sandbox, through the kubeconfig that it wrote. It is on this machine, so no proxy is asked.
pub async fn connect_sandbox(kubeconfig: &Path) -> Result<Found, NotFound> {
    let selected = Kubeconfig::load(Files::only(kubeconfig))?.select(None)?;
    match Cluster::connect(&selected, &Proxy::default(), DEADLINE).await {
        Ok(cluster) => Ok(Found {
            cluster,
            selected,
            provider: Provider::Sandbox,
            instead: None,
        }),
        Err(failure) => Err(NotFound::unreachable(&selected, failure)),
    }
}

/// The first of some contexts that answers and is minikube's; all are tried at once.
async fn minikube(
    kubeconfig: &Kubeconfig,
    contexts: Vec<&str>,
    proxy: &Proxy,
) -> Result<Found, NotFound> {
    // In their order, so that a first one that answers need not wait for a second that does not.
    let at_once = contexts.len().max(1);
    let tried = stream::iter(contexts.into_iter().map(|context| async move {
        match kubeconfig.select(Some(context)) {
            Err(error) => Err(Candidate {
                context: context.to_owned(),
                server: String::new(),
                outcome: Outcome::Failed {
                    reason: GapReason::Kubeconfig,
                    message: error.to_string(),
                },
            }),
            Ok(selected) => attempt(selected, proxy).await,
        }
    }));
    let mut tried = std::pin::pin!(tried.buffered(at_once));
    let mut search = Search {
        is_missing: false,
        files: kubeconfig.files().paths().to_vec(),
        contexts: kubeconfig
            .contexts()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        candidates: Vec::new(),
    };
    while let Some(outcome) = tried.next().await {
        match outcome {
            Ok(found) => return Ok(found),
            Err(candidate) => search.candidates.push(candidate),
        }
    }
    Err(NotFound::NoMinikube(search))
}

async fn attempt(selected: Selected, proxy: &Proxy) -> Result<Found, Candidate> {
    let candidate = |outcome| Candidate {
        context: selected.context().to_owned(),
        server: selected.server().to_owned(),
        outcome,
    };
    match probe(selected.clone(), proxy).await {
        Ok(found) if matches!(found.provider, Provider::Minikube { .. }) => Ok(found),
        Ok(_) => Err(candidate(Outcome::NotMinikube)),
        Err(failure) => Err(candidate(Outcome::Failed {
            reason: failure.reason,
            message: failure.message,
        })),
    }
}

/// Connects and looks for minikube's label.
async fn probe(selected: Selected, proxy: &Proxy) -> Result<Found, Failure> {
    let cluster = Cluster::connect(&selected, proxy, DEADLINE).await?;
    let provider = match profile(&cluster).await {
        Ok(Some(profile)) => Provider::Minikube { profile },
        Ok(None) => Provider::Other,
        // Who may not read Nodes can still practise, as on any cluster that is not minikube.
        Err(failure) if failure.reason == GapReason::Forbidden => Provider::Other,
        Err(failure) => return Err(failure),
    };
    Ok(Found {
        cluster,
        selected,
        provider,
        instead: None,
    })
}

/// The minikube profile by the label on a Node.
async fn profile(cluster: &Cluster) -> Result<Option<String>, Failure> {
    let path = format!("/api/v1/nodes?limit=1&labelSelector={PROFILE_LABEL}");
    let answer = cluster.get(&path, DEADLINE).await?;
    let node = list(&answer.value, "items").first();
    let labels = node.and_then(|node| get(node, "metadata.labels"));
    Ok(labels
        .and_then(|labels| labels.get(PROFILE_LABEL))
        .and_then(Value::as_str)
        .map(str::to_owned))
}

#[cfg(test)]
mod tests;
