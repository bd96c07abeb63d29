//! Which versions of which kinds a server has.
//!
//! Asked only where the answer is not known beforehand: kinds with one version are listed at once,
//! and a 404 says that they are not there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::classify::Failure;
use super::client::{Cluster, READING};
use crate::snapshot::gap::GapReason;
use crate::snapshot::kinds;
use crate::snapshot::object::{list, text};

/// How a kind is addressed on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// `Deployment`.
    pub kind: String,
    /// `apps/v1`, `v1`.
    pub api_version: String,
    /// `deployments`.
    pub plural: String,
    /// Whether it lives in a namespace.
    pub namespaced: bool,
}

impl Served {
    /// The path of the collection, in a namespace where the kind has them and one is given.
    pub fn path(&self, namespace: Option<&str>) -> String {
        let group = if self.api_version.contains('/') {
            format!("/apis/{}", self.api_version)
        } else {
            format!("/api/{}", self.api_version)
        };
        match namespace.filter(|_| self.namespaced) {
            Some(namespace) => format!("{group}/namespaces/{namespace}/{}", self.plural),
            None => format!("{group}/{}", self.plural),
        }
    }

    /// The path of one object.
    pub fn object(&self, namespace: Option<&str>, name: &str) -> String {
        format!("{}/{name}", self.path(namespace))
    }
}

/// What was asked already: resource lists by `apiVersion`; `None` for a version that is not served.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<HashMap<String, Option<Arc<Vec<Served>>>>>);

impl Cluster {
    /// How a kind is served; `api_version` only for kinds that podo does not know.
    ///
    /// Fails with [`GapReason::NotServed`] when no candidate is there.
    pub async fn served(&self, kind: &str, api_version: Option<&str>) -> Result<Served, Failure> {
        let known = kinds::find(kind);
        let candidates: Vec<&str> = match (api_version, known) {
            (Some(version), _) => vec![version],
            (None, Some(known)) => known.api_versions.to_vec(),
            (None, None) => Vec::new(),
        };
        if let (Some(known), [only]) = (known, candidates.as_slice()) {
            return Ok(Served {
                kind: known.kind.to_owned(),
                api_version: (*only).to_owned(),
                plural: known.plural.to_owned(),
                namespaced: known.namespaced,
            });
        }
        for candidate in &candidates {
            let resources = self.resources(candidate).await?;
            let found = resources
                .iter()
                .flat_map(|resources| resources.iter())
                .find(|resource| resource.kind == kind);
            if let Some(found) = found {
                return Ok(found.clone());
            }
        }
        Err(Failure::new(
            GapReason::NotServed,
            format!(
                "this cluster has no kind {kind} in {}",
                candidates.join(", ")
            ),
        ))
    }

    /// The kinds of one `apiVersion`.
    async fn resources(&self, api_version: &str) -> Result<Option<Arc<Vec<Served>>>, Failure> {
        let cache = &self.discovery().0;
        let known = |cache: &Mutex<HashMap<String, Option<Arc<Vec<Served>>>>>| {
            let cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
            cache.get(api_version).cloned()
        };
        if let Some(resources) = known(cache) {
            return Ok(resources);
        }
        let prefix = if api_version.contains('/') {
            "apis"
        } else {
            "api"
        };
        let resources = match self.get(&format!("/{prefix}/{api_version}"), READING).await {
            Ok(answer) => Some(Arc::new(parse(&answer.value, api_version))),
            Err(failure) if failure.is_not_found() => None,
            Err(failure) => return Err(failure),
        };
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.insert(api_version.to_owned(), resources.clone());
        Ok(resources)
    }
}

fn parse(value: &Value, api_version: &str) -> Vec<Served> {
    list(value, "resources")
        .iter()
        // Subresources: `pods/log`.
        .filter(|resource| !text(resource, "name").contains('/'))
        .map(|resource| Served {
            kind: text(resource, "kind").to_owned(),
            api_version: api_version.to_owned(),
            plural: text(resource, "name").to_owned(),
            namespaced: resource.get("namespaced").and_then(Value::as_bool) == Some(true),
        })
        .collect()
}
