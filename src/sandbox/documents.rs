//! The sandbox's documents: how to reach it, and all that the cluster holds.

use podo_sandbox::State;
use podo_sandbox::tls::Identity;
use serde::{Deserialize, Serialize};

use crate::store::Document;

/// How to reach the sandbox. The same port, token and certificates serve every time, so that a
/// kubeconfig in another terminal stays good; the file is the learner's alone (0600).
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    /// The port on 127.0.0.1; 0 before the first start.
    pub port: u16,
    /// The process that serves it, or did last; 0 before the first start.
    pub process: u32,
    /// The bearer token.
    pub(super) token: Option<String>,
    /// The certificates.
    pub(super) identity: Option<Identity>,
}

/// No token.
impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access")
            .field("port", &self.port)
            .field("process", &self.process)
            .finish_non_exhaustive()
    }
}

impl Document for Access {
    const FORMAT_VERSION: u32 = 1;
}

/// All that the cluster holds, with the values of its Secrets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The cluster.
    pub cluster: State,
}

impl Document for Kept {
    // Raised together with every kind of object and every part that `State` gains: an older podo
    // would drop them.
    const FORMAT_VERSION: u32 = 1;
}
