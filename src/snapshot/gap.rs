//! What an observation could not read.

use serde::{Deserialize, Serialize};

/// Something that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// The kind of object that was asked for; empty when the server as a whole did not answer.
    pub kind: String,
    /// Where; `None` for cluster-wide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Why not.
    pub reason: GapReason,
    /// The server's or the system's own words.
    pub message: String,
}

impl Gap {
    /// A kind that a saved state does not have, or not all of.
    pub fn not_included(kind: String) -> Self {
        Self {
            kind,
            namespace: None,
            reason: GapReason::NotIncluded,
            message: String::new(),
        }
    }
}

/// Why something could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// 403: logged in, but not allowed.
    Forbidden,
    /// 401: the credentials are not accepted.
    Unauthorized,
    /// The server does not have this kind.
    NotServed,
    /// No answer within the deadline.
    Timeout,
    /// Nothing listens at the address.
    Refused,
    /// The address's host name is unknown.
    Dns,
    /// The server's certificate does not belong to this kubeconfig.
    Certificate,
    /// The learner's certificate has expired.
    Expired,
    /// The kubeconfig cannot be used.
    Kubeconfig,
    /// A saved state that does not have this kind.
    NotIncluded,
    /// Any other answer.
    Other,
}

impl GapReason {
    /// Whether nothing at all can be read from the cluster for this reason.
    pub fn is_fatal(self) -> bool {
        !matches!(
            self,
            Self::Forbidden | Self::NotServed | Self::NotIncluded | Self::Other
        )
    }
}
