//! A lesson's namespace: making it, emptying it, deleting it.
//!
//! podo uses a namespace only if it made it (its labels say so) or if it was assigned to it; an
//! assigned one is never made nor deleted. It deletes exactly what it named before.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::client::{Cluster, Failure, READING};
use crate::snapshot::object::{get, list, text};

mod empty;

pub use empty::{Doomed, Plan};

/// The label that says who made a namespace, and podo's value.
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
const PODO: &str = "podo";
/// The labels that say for what.
const PACK: &str = "podo/pack";
const LESSON: &str = "podo/lesson";
/// The longest name of a namespace (RFC 1123).
const NAME_LIMIT: usize = 63;
/// How long a new namespace may take until Pods can be made in it.
const SETTING_UP: Duration = Duration::from_secs(10);
/// How often is looked whether something is gone or there.
const LOOKING: Duration = Duration::from_millis(100);

/// Why a namespace cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamespaceError {
    /// There is one of that name, and podo did not make it, or made it for another lesson.
    #[error("namespace `{name}` was not made by podo for this lesson")]
    Foreign {
        /// Its name.
        name: String,
    },
    /// It is being deleted.
    #[error("namespace `{name}` is being deleted")]
    Terminating {
        /// Its name.
        name: String,
    },
    /// The one that was assigned is not there.
    #[error("there is no namespace `{name}`")]
    Missing {
        /// Its name.
        name: String,
    },
    /// An assigned namespace is not podo's to delete.
    #[error("namespace `{name}` was assigned; podo does not delete it")]
    Assigned {
        /// Its name.
        name: String,
    },
    /// Something is still there after the deadline.
    #[error("{} objects are still there in `{name}`", left.len())]
    StillThere {
        /// The namespace.
        name: String,
        /// What is left; empty when it is the namespace itself.
        left: Vec<crate::snapshot::object::ObjectKey>,
    },
    /// A request failed.
    #[error(transparent)]
    Request(#[from] Failure),
}

/// Where a lesson takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonNamespace {
    name: String,
    owner: Owner,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Owner {
    /// podo's own, for a lesson of a pack.
    Podo { pack: String, lesson: String },
    /// Somebody else's, assigned with `--namespace`.
    Assigned,
}

impl LessonNamespace {
    /// podo's own for a lesson: `podo-LESSON`, with the pack's name for packs that are not podo's.
    pub fn of_lesson(pack: &str, lesson: &str) -> Self {
        let name = if pack == PODO {
            format!("{PODO}-{lesson}")
        } else {
            format!("{PODO}-{pack}-{lesson}")
        };
        Self::own(&shortened(name), pack, lesson)
    }

    /// podo's own under another name: a throw-away namespace in which a lesson is proven.
    pub fn own(name: &str, pack: &str, lesson: &str) -> Self {
        Self {
            name: name.to_owned(),
            owner: Owner::Podo {
                pack: pack.to_owned(),
                lesson: lesson.to_owned(),
            },
        }
    }

    /// One that was assigned.
    pub fn assigned(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            owner: Owner::Assigned,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it was assigned.
    pub fn is_assigned(&self) -> bool {
        self.owner == Owner::Assigned
    }

    fn path(&self) -> String {
        format!("/api/v1/namespaces/{}", self.name)
    }

    /// Makes sure that it can be used; whether it was made just now.
    pub async fn ensure(&self, cluster: &Cluster) -> Result<bool, NamespaceError> {
        match self.check(cluster).await {
            Ok(()) => Ok(false),
            Err(NamespaceError::Missing { name }) => match &self.owner {
                Owner::Assigned => Err(NamespaceError::Missing { name }),
                Owner::Podo { pack, lesson } => self.make(cluster, pack, lesson).await,
            },
            Err(error) => Err(error),
        }
    }

    /// Whether it is there, may be used, and stays.
    pub async fn check(&self, cluster: &Cluster) -> Result<(), NamespaceError> {
        let name = self.name.clone();
        let namespace = match cluster.get(&self.path(), READING).await {
            Ok(answer) => answer.value,
            Err(failure) if failure.is_not_found() => return Err(NamespaceError::Missing { name }),
            // Who was given one namespace may not be allowed to read it as an object.
            Err(failure) if failure.status == Some(403) && self.is_assigned() => return Ok(()),
            Err(failure) => return Err(failure.into()),
        };
        if !self.is_ours(&namespace) {
            return Err(NamespaceError::Foreign { name });
        }
        if text(&namespace, "status.phase") == "Terminating" {
            return Err(NamespaceError::Terminating { name });
        }
        Ok(())
    }

    fn is_ours(&self, namespace: &Value) -> bool {
        let Owner::Podo { pack, lesson } = &self.owner else {
            return true;
        };
        let labels = get(namespace, "metadata.labels");
        let label = |key| labels?.get(key)?.as_str();
        label(MANAGED_BY) == Some(PODO)
            && label(PACK) == Some(pack)
            && label(LESSON) == Some(lesson)
    }

    async fn make(
        &self,
        cluster: &Cluster,
        pack: &str,
        lesson: &str,
    ) -> Result<bool, NamespaceError> {
        let namespace = json!({
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {
                "name": self.name,
                "labels": {MANAGED_BY: PODO, PACK: pack, LESSON: lesson},
            },
        });
        let json = "application/json";
        let path = "/api/v1/namespaces";
        match cluster
            .send(Method::POST, path, json, &namespace, READING)
            .await
        {
            Ok(_) => {}
            // Another podo was faster; what it made must be the same.
            Err(failure) if failure.is_conflict() => {
                self.check(cluster).await?;
                return Ok(false);
            }
            Err(failure) => return Err(failure.into()),
        }
        self.wait_until_usable(cluster).await?;
        Ok(true)
    }

    /// Pods are refused until the ServiceAccount `default` is there, on servers before 1.24 with its
    /// token; controllers make both a moment after the namespace.
    async fn wait_until_usable(&self, cluster: &Cluster) -> Result<(), NamespaceError> {
        let path = format!("{}/serviceaccounts/default", self.path());
        let needs_token = cluster.minor().is_some_and(|minor| minor < 24);
        let end = Instant::now() + SETTING_UP;
        while Instant::now() < end {
            match cluster.get(&path, READING).await {
                Ok(answer) if !needs_token || !list(&answer.value, "secrets").is_empty() => break,
                Ok(_) => {}
                Err(failure) if failure.is_not_found() => {}
                // Who may not read it cannot wait for it.
                Err(failure) if failure.status == Some(403) => break,
                Err(failure) => return Err(failure.into()),
            }
            sleep(LOOKING / 2).await;
        }
        Ok(())
    }

    /// Deletes it, which must be podo's own, and waits until it is gone. Gone already is fine.
    pub async fn delete(
        &self,
        cluster: &Cluster,
        deadline: Duration,
    ) -> Result<(), NamespaceError> {
        if self.is_assigned() {
            return Err(NamespaceError::Assigned {
                name: self.name.clone(),
            });
        }
        match self.check(cluster).await {
            Ok(()) => {}
            Err(NamespaceError::Missing { .. }) => return Ok(()),
            Err(NamespaceError::Terminating { .. }) => {
                return self.wait_until_gone(cluster, deadline).await;
            }
            Err(error) => return Err(error),
        }
        // Pods first, without grace: what nobody needs any more should not keep anybody waiting.
        let plan = self.plan(cluster).await?;
        empty::delete_all(cluster, &plan).await?;
        let options = json!({"propagationPolicy": "Background"});
        let json = "application/json";
        match cluster
            .send(Method::DELETE, &self.path(), json, &options, READING)
            .await
        {
            Ok(_) => {}
            // 409: it is being deleted already.
            Err(failure) if failure.is_not_found() || failure.is_conflict() => {}
            Err(failure) => return Err(failure.into()),
        }
        self.wait_until_gone(cluster, deadline).await
    }

    /// Waits until it is gone, without deleting it.
    pub async fn wait_until_gone(
        &self,
        cluster: &Cluster,
        deadline: Duration,
    ) -> Result<(), NamespaceError> {
        let end = Instant::now() + deadline;
        loop {
            match cluster.get(&self.path(), READING).await {
                Err(failure) if failure.is_not_found() => return Ok(()),
                Err(failure) => return Err(failure.into()),
                Ok(_) if Instant::now() >= end => {
                    return Err(NamespaceError::StillThere {
                        name: self.name.clone(),
                        left: Vec::new(),
                    });
                }
                Ok(_) => empty::hurry_pods(cluster, &self.name).await?,
            }
            sleep(LOOKING).await;
        }
    }
}

/// A name that fits, still one of its own: its end is a digest of the whole.
pub(crate) fn shortened(name: String) -> String {
    use sha2::{Digest, Sha256};
    if name.len() <= NAME_LIMIT {
        return name;
    }
    let digest = Sha256::digest(&name);
    let tail = digest
        .iter()
        .take(4)
        .fold(0_u32, |tail, byte| (tail << 8) | u32::from(*byte));
    let head = &name[..NAME_LIMIT - "-01234567".len()];
    format!("{}-{tail:08x}", head.trim_end_matches('-'))
}

#[cfg(test)]
mod tests;
