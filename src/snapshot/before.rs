//! How cluster-wide objects were before an exercise changed them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::lesson::model::Ref;

/// How the declared cluster-wide objects were. Can be saved, so that a podo that was killed can
/// still put things back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Before {
    /// The cluster it was taken on; putting back on another is refused.
    pub cluster: String,
    pub(crate) nodes: Vec<NodeBefore>,
    pub(crate) others: Vec<OthersBefore>,
}

/// What a person can change at a Node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NodeBefore {
    pub(crate) name: String,
    pub(crate) uid: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) taints: Vec<Value>,
    pub(crate) unschedulable: bool,
}

/// Which objects fitted a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OthersBefore {
    pub(crate) target: Ref,
    pub(crate) uids: Vec<String>,
}
