//! The learner's kubeconfig: reading it, choosing a context, and the private file made from it.
//!
//! podo never uses the learner's file as it stands. It takes exactly one context out of it and
//! writes that to a file of its own, which it also hands to the programs it starts.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use kube::config::Kubeconfig as Raw;
use serde_json::Value;

mod private;
mod read;

/// The provider that minikube writes into the extensions of its entries.
const MINIKUBE_PROVIDER: &str = "minikube.sigs.k8s.io";

/// Why a kubeconfig cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KubeconfigError {
    /// None of the files is there.
    #[error("no kubeconfig at {}", shown(files))]
    Missing {
        /// Where it was looked for.
        files: Vec<PathBuf>,
    },
    /// A file is there and cannot be read.
    #[error("{} cannot be read", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// A file is no kubeconfig.
    #[error("{}:{line}: {message}", file.display())]
    Broken {
        /// Which file.
        file: PathBuf,
        /// The line from 1; 0 when the file as a whole is meant.
        line: u64,
        /// The column from 1; 0 when the line as a whole is meant.
        column: u64,
        /// The parser's words, without any of the file's content.
        message: String,
    },
    /// No context was named, and the files name none as the current one.
    #[error("no current context")]
    NoCurrentContext {
        /// The contexts there are.
        known: Vec<String>,
    },
    /// There is no context of that name.
    #[error("no context `{}`", context.escape_debug())]
    ContextUnknown {
        /// The name asked for.
        context: String,
        /// The nearest there is, if one is near.
        nearest: Option<String>,
        /// The contexts there are.
        known: Vec<String>,
    },
    /// The context names a cluster that is not there, or has no server.
    #[error("context `{context}` names the cluster `{cluster}`, which has no entry with a server")]
    ClusterMissing {
        /// The context.
        context: String,
        /// The cluster it names.
        cluster: String,
    },
    /// The context names a user that is not there.
    #[error("context `{context}` names the user `{user}`, which has no entry")]
    UserMissing {
        /// The context.
        context: String,
        /// The user it names.
        user: String,
    },
    /// A name holds control characters: nothing that a person made.
    #[error("the name `{}` holds control characters", name.escape_debug())]
    ControlCharacters {
        /// The name.
        name: String,
    },
    /// The private file cannot be written.
    #[error("{} cannot be written", file.display())]
    Unwritable {
        /// Which file.
        file: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

fn shown(files: &[PathBuf]) -> String {
    let files: Vec<_> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    files.join(", ")
}

/// The files that kubectl would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files(Vec<PathBuf>);

impl Files {
    /// From the values of `KUBECONFIG` and of the home and current folders.
    pub fn new(kubeconfig: Option<&OsStr>, home: Option<&Path>, current: &Path) -> Self {
        let listed: Vec<PathBuf> = kubeconfig
            .map(|list| {
                std::env::split_paths(list)
                    .filter(|path| !path.as_os_str().is_empty())
                    .map(|path| current.join(path))
                    .collect()
            })
            .unwrap_or_default();
        if !listed.is_empty() {
            return Self(listed);
        }
        Self(
            home.map(|home| home.join(".kube").join("config"))
                .into_iter()
                .collect(),
        )
    }

    /// One file, whatever the environment says.
    pub fn only(file: &Path) -> Self {
        Self(vec![file.to_owned()])
    }

    /// The paths, absolute.
    pub fn paths(&self) -> &[PathBuf] {
        &self.0
    }
}

/// The learner's kubeconfig, all files merged as kubectl merges them.
#[derive(Clone)]
pub struct Kubeconfig {
    files: Files,
    raw: Raw,
}

/// Only names: the rest may hold secrets.
impl fmt::Debug for Kubeconfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kubeconfig")
            .field("files", &self.files)
            .field("contexts", &self.contexts())
            .finish_non_exhaustive()
    }
}

impl Kubeconfig {
    /// Reads and merges the files. Files that are not there are passed over as long as one is.
    pub fn load(files: Files) -> Result<Self, KubeconfigError> {
        let mut raw = Raw::default();
        let mut found = false;
        for file in files.paths() {
            if let Some(next) = read::file(file)? {
                found = true;
                merge(&mut raw, next);
            }
        }
        if found {
            Ok(Self { files, raw })
        } else {
            Err(KubeconfigError::Missing {
                files: files.0.clone(),
            })
        }
    }

    /// Reads one from a text; relative paths in it are taken from the folder of `file`.
    pub fn parse(text: &str, file: &Path) -> Result<Self, KubeconfigError> {
        let mut raw = Raw::default();
        for document in read::documents(text, file)? {
            merge(&mut raw, document);
        }
        Ok(Self {
            files: Files(vec![file.to_owned()]),
            raw,
        })
    }

    /// The files it was looked for in.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The names of all contexts, in the files' order.
    pub fn contexts(&self) -> Vec<&str> {
        let named = self.raw.contexts.iter();
        named.map(|context| context.name.as_str()).collect()
    }

    /// The current context's name.
    pub fn current_context(&self) -> Option<&str> {
        self.raw
            .current_context
            .as_deref()
            .filter(|name| !name.is_empty())
    }

    /// The contexts that minikube made: by their name `minikube`, or by what minikube writes into
    /// their own or their cluster's extensions. The current one comes first.
    pub fn minikube_contexts(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .raw
            .contexts
            .iter()
            .filter(|named| self.is_minikube(named))
            .map(|named| named.name.as_str())
            .collect();
        names.sort_by_key(|name| Some(*name) != self.current_context());
        names
    }

    fn is_minikube(&self, named: &kube::config::NamedContext) -> bool {
        let provided = |extensions: Option<&Vec<kube::config::NamedExtension>>| {
            extensions.into_iter().flatten().any(|extension| {
                extension.extension.get("provider").and_then(Value::as_str)
                    == Some(MINIKUBE_PROVIDER)
            })
        };
        let context = named.context.as_ref();
        let cluster = context.and_then(|context| {
            let mut clusters = self.raw.clusters.iter();
            clusters.find(|cluster| cluster.name == context.cluster)
        });
        named.name == "minikube"
            || context.is_some_and(|context| provided(context.extensions.as_ref()))
            || cluster
                .and_then(|cluster| cluster.cluster.as_ref())
                .is_some_and(|cluster| provided(cluster.extensions.as_ref()))
    }

    /// Takes one context out; `None` is the current one.
    pub fn select(&self, context: Option<&str>) -> Result<Selected, KubeconfigError> {
        let known = || self.contexts().into_iter().map(str::to_owned).collect();
        let name = context
            .or(self.current_context())
            .ok_or_else(|| KubeconfigError::NoCurrentContext { known: known() })?;
        let named = self
            .raw
            .contexts
            .iter()
            .find(|named| named.name == name)
            .ok_or_else(|| KubeconfigError::ContextUnknown {
                context: name.to_owned(),
                nearest: nearest(name, &self.contexts()),
                known: known(),
            })?;
        let context = named.context.clone().unwrap_or_default();
        refuse_control_characters([name, &context.cluster])?;
        refuse_control_characters(context.user.as_deref())?;
        let cluster = self
            .raw
            .clusters
            .iter()
            .find(|cluster| cluster.name == context.cluster)
            .filter(|cluster| !server_of(cluster).is_empty())
            .ok_or_else(|| KubeconfigError::ClusterMissing {
                context: name.to_owned(),
                cluster: context.cluster.clone(),
            })?;
        let user = match context.user.as_deref().filter(|user| !user.is_empty()) {
            None => None,
            Some(user) => {
                let mut users = self.raw.auth_infos.iter();
                let entry = users.find(|entry| entry.name == user);
                Some(entry.ok_or_else(|| KubeconfigError::UserMissing {
                    context: name.to_owned(),
                    user: user.to_owned(),
                })?)
            }
        };
        Ok(Selected {
            server: server_of(cluster).to_owned(),
            raw: Raw {
                api_version: Some("v1".to_owned()),
                kind: Some("Config".to_owned()),
                current_context: Some(name.to_owned()),
                clusters: vec![cluster.clone()],
                contexts: vec![kube::config::NamedContext {
                    context: Some(context.clone()),
                    ..named.clone()
                }],
                auth_infos: user.cloned().into_iter().collect(),
                ..Raw::default()
            },
        })
    }

    /// Writes the private kubeconfig: one context, the namespace set, mode 0600.
    pub fn private_kubeconfig(
        &self,
        context: &str,
        namespace: &str,
        path: &Path,
    ) -> Result<(), KubeconfigError> {
        self.select(Some(context))?.write(namespace, path)
    }
}

fn refuse_control_characters<'n>(
    names: impl IntoIterator<Item = &'n str>,
) -> Result<(), KubeconfigError> {
    let mut names = names.into_iter();
    match names.find(|name| name.chars().any(char::is_control)) {
        Some(name) => Err(KubeconfigError::ControlCharacters {
            name: name.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Merges as kubectl does: whoever comes first has a name.
fn merge(base: &mut Raw, next: Raw) {
    fn append<T>(base: &mut Vec<T>, next: Vec<T>, name: fn(&T) -> &String) {
        let known: HashSet<String> = base.iter().map(|item| name(item).clone()).collect();
        base.extend(next.into_iter().filter(|item| !known.contains(name(item))));
    }
    append(&mut base.clusters, next.clusters, |item| &item.name);
    append(&mut base.contexts, next.contexts, |item| &item.name);
    append(&mut base.auth_infos, next.auth_infos, |item| &item.name);
    if base.current_context.as_deref().is_none_or(str::is_empty) {
        base.current_context = next.current_context;
    }
}

fn server_of(cluster: &kube::config::NamedCluster) -> &str {
    cluster
        .cluster
        .as_ref()
        .and_then(|cluster| cluster.server.as_deref())
        .unwrap_or_default()
}

fn nearest(name: &str, known: &[&str]) -> Option<String> {
    known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), *other))
        .filter(|(distance, other)| *distance <= 2.max(other.chars().count() / 3))
        .min()
        .map(|(_, other)| other.to_owned())
}

/// Exactly one context of a kubeconfig, with its cluster and user.
#[derive(Clone)]
pub struct Selected {
    server: String,
    raw: Raw,
}

/// Only names: the rest may hold secrets.
impl fmt::Debug for Selected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selected")
            .field("context", &self.context())
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl Selected {
    /// The context's name.
    pub fn context(&self) -> &str {
        self.raw.current_context.as_deref().unwrap_or_default()
    }

    /// The API server's address.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The text of the private kubeconfig with the namespace set: JSON, which is YAML as well and
    /// has no surprises with names that look like something else.
    pub fn text(&self, namespace: &str) -> String {
        private::text(&self.raw, namespace)
    }

    /// Writes the private kubeconfig, mode 0600 from the first byte, in one step.
    pub fn write(&self, namespace: &str, path: &Path) -> Result<(), KubeconfigError> {
        private::write(&self.text(namespace), path)
    }

    /// What kube's client is made from.
    pub(super) fn raw(&self) -> &Raw {
        &self.raw
    }
}

#[cfg(test)]
mod tests;
