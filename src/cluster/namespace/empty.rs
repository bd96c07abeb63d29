//! Emptying a namespace: a plan that can be shown, then exactly that.

use std::collections::HashMap;

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use http::Method;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use super::{LOOKING, LessonNamespace, NamespaceError};
use crate::cluster::client::{Cluster, Failure, READING};
use crate::snapshot::gap::GapReason;
use crate::snapshot::kinds::{self, KINDS};
use crate::snapshot::object::{Object, ObjectKey, text};

/// Kinds that controllers make by themselves; they go with what they belong to.
const MADE_BY_CONTROLLERS: [&str; 3] = ["Endpoints", "EndpointSlice", "Event"];

/// How many objects are deleted at the same time: each needs a connection.
const AT_ONCE: usize = 16;

/// An object that would be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doomed {
    /// Which.
    pub key: ObjectKey,
    /// Exactly this one, and not another that takes its name meanwhile.
    uid: String,
    path: String,
}

/// What emptying a namespace would delete; what belongs to these objects goes with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The objects, by kind and name.
    pub objects: Vec<Doomed>,
    /// Pods go together with their containers, which takes the kubelet some seconds. Otherwise only
    /// the object goes at once: its containers run on for a while, and `exec` into a new Pod of the
    /// same name can end up in one of the old one.
    pub thorough: bool,
}

impl Plan {
    /// Whether there is nothing to delete.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Which objects, to be shown.
    pub fn keys(&self) -> impl Iterator<Item = &ObjectKey> {
        self.objects.iter().map(|doomed| &doomed.key)
    }
}

impl LessonNamespace {
    /// What emptying it would delete.
    pub async fn plan(&self, cluster: &Cluster) -> Result<Plan, NamespaceError> {
        self.check(cluster).await?;
        let mut plan = Plan {
            objects: all(cluster, &self.name)
                .await?
                .into_iter()
                .filter(|found| is_made_by_hand(&found.object) && !self.is_given(&found.object))
                .map(|found| found.doomed())
                .collect(),
            thorough: false,
        };
        plan.objects.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(plan)
    }

    /// Whether an object came with an assigned namespace: whoever assigned it set its limits.
    fn is_given(&self, object: &Object) -> bool {
        self.is_assigned() && matches!(object.kind(), "ResourceQuota" | "LimitRange")
    }

    /// Deletes what the plan names, and waits until that and all that belongs to it is gone.
    pub async fn empty(
        &self,
        cluster: &Cluster,
        plan: &Plan,
        deadline: Duration,
    ) -> Result<(), NamespaceError> {
        self.check(cluster).await?;
        delete_all(cluster, plan).await?;
        let end = Instant::now() + deadline;
        loop {
            let found = all(cluster, &self.name).await?;
            let objects = || found.iter().map(|found| &found.object);
            let by_uid = objects().map(|object| (object.uid(), object)).collect();
            let left: Vec<ObjectKey> = objects()
                .filter(|object| is_going(object, plan, &by_uid))
                .map(Object::key)
                .collect();
            if left.is_empty() {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(NamespaceError::StillThere {
                    name: self.name.clone(),
                    left,
                });
            }
            hurry(cluster, &found, plan.thorough).await?;
            sleep(LOOKING).await;
        }
    }
}

/// An object of the namespace and where it is.
struct Found {
    object: Object,
    path: String,
}

impl Found {
    fn doomed(&self) -> Doomed {
        Doomed {
            key: self.object.key(),
            uid: self.object.uid().to_owned(),
            path: self.path.clone(),
        }
    }
}

/// Everything of the kinds podo knows, all kinds at the same time. Kinds that may not be read or are
/// not there are passed over.
async fn all(cluster: &Cluster, namespace: &str) -> Result<Vec<Found>, Failure> {
    let kinds = KINDS
        .iter()
        .filter(|kind| kind.namespaced && !MADE_BY_CONTROLLERS.contains(&kind.kind));
    let lists = kinds.map(|kind| of_kind(cluster, namespace, kind.kind));
    let mut all = Vec::new();
    for outcome in join_all(lists).await {
        match outcome {
            Ok(found) => all.extend(found),
            Err(failure)
                if matches!(failure.reason, GapReason::Forbidden | GapReason::NotServed) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(all)
}

async fn of_kind(cluster: &Cluster, namespace: &str, kind: &str) -> Result<Vec<Found>, Failure> {
    let served = cluster.served(kind, None).await?;
    let path = served.path(Some(namespace));
    let mut answer = cluster.get(&path, READING).await?;
    let items = match answer.value.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    Ok(items
        .into_iter()
        .map(|item| {
            let object = Object::redacted(item, kind, &served.api_version);
            Found {
                path: format!("{path}/{}", object.name()),
                object,
            }
        })
        .collect())
}

/// Whether somebody made it, as opposed to a controller or the namespace's own furniture.
fn is_made_by_hand(object: &Object) -> bool {
    let furniture = match object.kind() {
        "ServiceAccount" => object.name() == "default",
        "ConfigMap" => object.name() == "kube-root-ca.crt",
        "Secret" => object.text("type") == "kubernetes.io/service-account-token",
        _ => false,
    };
    !furniture && object.controller().is_none()
}

/// Whether an object is to go by this plan: named in it, or owned by something that goes or is gone.
/// Objects are known by their UID, so that what was made anew meanwhile is not waited for.
fn is_going(object: &Object, plan: &Plan, by_uid: &HashMap<&str, &Object>) -> bool {
    let mut object = object;
    // Owners form a tree; the bound only guards against a forged circle.
    for _ in 0..8 {
        if plan.objects.iter().any(|doomed| doomed.uid == object.uid()) {
            return true;
        }
        let Some(owner) = object.controller() else {
            return false;
        };
        match by_uid.get(text(owner, "uid")) {
            Some(owner) => object = owner,
            // Gone already, unless it is of a kind that is not looked at.
            None => return kinds::find(text(owner, "kind")).is_some_and(|kind| kind.namespaced),
        }
    }
    false
}

/// Deletes what a plan names; gone already is fine.
pub(super) async fn delete_all(cluster: &Cluster, plan: &Plan) -> Result<(), Failure> {
    let grace = i64::from(plan.thorough);
    let deletions = plan
        .objects
        .iter()
        .map(|doomed| delete(cluster, doomed, grace));
    // What cannot be deleted keeps nothing else from it.
    let outcomes: Vec<Result<(), Failure>> = stream::iter(deletions)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    outcomes.into_iter().collect()
}

/// Deletes an object; a Pod's programs get `grace` seconds to end.
async fn delete(cluster: &Cluster, doomed: &Doomed, grace: i64) -> Result<(), Failure> {
    let mut options = json!({
        "propagationPolicy": "Background",
        "preconditions": {"uid": doomed.uid},
    });
    if doomed.key.kind == "Pod" {
        options["gracePeriodSeconds"] = Value::from(grace);
    }
    let json = "application/json";
    match cluster
        .send(Method::DELETE, &doomed.path, json, &options, READING)
        .await
    {
        Ok(_) => Ok(()),
        // Gone, or another object has its name by now.
        Err(failure) if failure.is_not_found() || failure.is_conflict() => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Ends the grace period of Pods that are going already.
pub(super) async fn hurry_pods(cluster: &Cluster, namespace: &str) -> Result<(), Failure> {
    match of_kind(cluster, namespace, "Pod").await {
        Ok(found) => hurry(cluster, &found, false).await,
        Err(failure) if failure.is_not_found() || failure.reason == GapReason::Forbidden => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The same for Pods that were listed; with `thorough`, only for those of controllers: nobody else
/// ever gets their names.
async fn hurry(cluster: &Cluster, found: &[Found], thorough: bool) -> Result<(), Failure> {
    let going = found.iter().filter(|found| {
        let grace = found.object.int("metadata.deletionGracePeriodSeconds");
        found.object.kind() == "Pod"
            && found.object.is_terminating()
            && grace != Some(0)
            && !(thorough && found.object.controller().is_none())
    });
    let plan = Plan {
        objects: going.map(Found::doomed).collect(),
        thorough: false,
    };
    delete_all(cluster, &plan).await
}
