//! Choices that outlive a session.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::LessonId;
use crate::i18n::Lang;
use crate::store::document::Document;

#[cfg(test)]
mod tests;

/// What the learner chose and agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The chosen language; `None` follows the locale.
    pub lang: Option<Lang>,
    /// The lesson that was open last.
    pub last_lesson: Option<LessonId>,
    trusted_contexts: BTreeMap<String, String>,
    trusted_packs: BTreeSet<String>,
}

impl Document for Settings {
    const FORMAT_VERSION: u32 = 1;
}

/// Whether the learner has agreed to a context's use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// Yes, for this very cluster.
    Agreed,
    /// Yes, but the name then led to another cluster; ask again and say so.
    OtherCluster {
        /// The identity of the cluster that was agreed to.
        agreed: String,
    },
    /// Never asked.
    Unknown,
}

impl Settings {
    /// Whether the learner agreed to use the context `name` while it leads to the cluster of the
    /// identity `cluster`.
    pub fn trust_of(&self, name: &str, cluster: &str) -> Trust {
        match self.trusted_contexts.get(name) {
            Some(agreed) if agreed == cluster => Trust::Agreed,
            Some(agreed) => Trust::OtherCluster {
                agreed: agreed.clone(),
            },
            None => Trust::Unknown,
        }
    }

    /// Notes that the learner agreed to use a context, bound to the cluster it leads to now.
    pub fn trust(&mut self, name: impl Into<String>, cluster: impl Into<String>) {
        self.trusted_contexts.insert(name.into(), cluster.into());
    }

    /// Whether the learner agreed to use a pack with these contents, by their digest.
    pub fn agreed_to_pack(&self, digest: &str) -> bool {
        self.trusted_packs.contains(digest)
    }

    /// Notes that the learner agreed to use a pack; with other contents it is another pack.
    pub fn agree_to_pack(&mut self, digest: impl Into<String>) {
        self.trusted_packs.insert(digest.into());
    }

    /// Takes the agreement back.
    pub fn distrust(&mut self, name: &str) {
        self.trusted_contexts.remove(name);
    }
}
