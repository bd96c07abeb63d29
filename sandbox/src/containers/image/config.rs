//! What an image says about the containers made from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What an image says about the containers made from it; the words are those of the OCI's image
/// specification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Config {
    /// The words before `cmd`.
    pub entrypoint: Vec<String>,
    /// The main program, or its arguments.
    pub cmd: Vec<String>,
    /// The environment, in order.
    pub env: Vec<(String, String)>,
    /// The working directory.
    #[serde(rename = "workingDir")]
    pub cwd: String,
    /// The user, and perhaps the group; root if empty.
    pub user: String,
    /// Ports with their protocols: `80/tcp`.
    pub exposed_ports: BTreeSet<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Folders that shall be volumes.
    pub volumes: BTreeSet<String>,
    /// The words before a command in shell form; `/bin/sh -c` if empty.
    pub shell: Vec<String>,
    /// The signal that ends the main program; `SIGTERM` if empty.
    pub stop_signal: String,
    /// How Docker finds out whether the program is well. Kubernetes does not look at it.
    pub healthcheck: Option<Health>,
}

/// How Docker finds out whether a program is well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `NONE`, or `CMD` and words, or `CMD-SHELL` and a line.
    pub test: Vec<String>,
    /// What was said about times and repetitions, by name.
    pub options: BTreeMap<String, String>,
}

impl Config {
    /// The words before a command in shell form.
    pub(crate) fn shell(&self) -> Vec<String> {
        if self.shell.is_empty() {
            vec!["/bin/sh".to_owned(), "-c".to_owned()]
        } else {
            self.shell.clone()
        }
    }

    /// Sets a variable, in its place if it is there.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        match self.env.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.env.push((name.to_owned(), value)),
        }
    }
}
