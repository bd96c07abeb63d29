//! Looking at a namespace without a lesson: one observation, nothing made, nothing changed.

use super::Context;
use crate::cluster::observe::Observer;
use crate::cluster::target::{Found, Target};
use crate::error::{CommandError, StateError};
use crate::health::{self, Aim};
use crate::i18n::Args;
use crate::msg;
use crate::snapshot::Snapshot;
use tokio::runtime::Runtime;

/// A namespace that was looked at.
pub(super) struct Looked {
    /// What is there.
    pub(super) snapshot: Snapshot,
    /// What can look further.
    pub(super) observer: Observer,
}

/// The cluster to look at. To read what the learner's own kubeconfig may read takes no agreement.
pub(super) fn cluster(context: &Context, runtime: &Runtime) -> Result<Found, CommandError> {
    let found = runtime.block_on(context.search())?;
    if found.instead.is_some() {
        context.tell(msg!("sandbox-welcome-instead"), &Args::new());
    }
    Ok(found)
}

/// Looks at a namespace once.
pub(super) async fn look(found: &Found, namespace: &str) -> Result<Looked, CommandError> {
    let mut observer = Observer::new(found.cluster.clone(), namespace, health::needs());
    let seen = observer.observe().await;
    let snapshot = seen.into_snapshot(found.cluster.facts(namespace));
    let all = snapshot.objects.iter();
    let known: Vec<String> = all
        .filter(|object| object.kind() == "Namespace")
        .map(|object| object.name().to_owned())
        .collect();
    // Where Namespaces may not be read, any may be there.
    if !known.is_empty() && !known.iter().any(|name| name == namespace) {
        let namespace = namespace.to_owned();
        return Err(StateError::NoNamespace { namespace, known }.into());
    }
    Ok(Looked { snapshot, observer })
}

/// Where commands have to go to reach what was looked at.
pub(super) fn aim(context: &Context, found: &Found, namespace: &str) -> Aim {
    let is_learners = !matches!(context.target(), Target::Sandbox) && found.instead.is_none();
    let kubeconfig = context.kubeconfig().ok().filter(|_| is_learners);
    let other = kubeconfig.and_then(|kubeconfig| {
        let name = found.cluster.context();
        (kubeconfig.current_context() != Some(name)).then(|| name.to_owned())
    });
    Aim {
        namespace: namespace.to_owned(),
        context: other,
    }
}
