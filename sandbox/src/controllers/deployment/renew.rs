//! The ReplicaSet of the present template: found or made, with its revision.

use super::{
    Work,
    sets::{self, Set},
    status,
};
use crate::{
    controllers::owners,
    kinds,
    object::{Meta, child},
    refusal::Refusal,
    registry::{Part, Write},
};

impl Work<'_> {
    /// Gives the new ReplicaSet its revision, or makes it.
    pub(super) fn renew(&mut self, make: bool) -> Result<(), Refusal> {
        let revision = self.old.iter().map(Set::revision).max().unwrap_or(0) + 1;
        if let Some(set) = &self.new {
            let wanted = sets::annotations(&self.deployment, set, revision);
            let wait = self.deployment.int_at("spec.minReadySeconds").unwrap_or(0);
            if wanted != set.annotations() || set.wait() != wait {
                let object = self.registry.patch(
                    kinds::REPLICA_SET,
                    set.namespace(),
                    set.name(),
                    |object| {
                        *child(child(object, "metadata"), "annotations") = wanted.clone();
                        *child(child(object, "spec"), "minReadySeconds") = wait.into();
                        Ok(())
                    },
                )?;
                self.new = Some(Set(object));
            }
            let (revision, name) = self
                .new
                .as_ref()
                .map(|s| (s.revision(), s.name().to_owned()))
                .unwrap_or_default();
            let found = owners::condition(&self.deployment, "Progressing")
                .is_none()
                .then(|| {
                    (
                        "FoundNewReplicaSet",
                        format!("Found new replica set \"{name}\""),
                    )
                });
            return self.note(revision, found.as_ref());
        }
        if !make {
            return Ok(());
        }
        let count = self
            .numbers
            .new_size(0, self.all().map(Set::replicas).sum());
        let object = sets::make(&self.deployment, revision, count, &self.numbers);
        match self
            .registry
            .create(kinds::REPLICA_SET, self.deployment.namespace(), &object)
        {
            Ok(set) => {
                let name = set.name().to_owned();
                if count > 0 {
                    self.events.normal(
                        &self.deployment,
                        "",
                        "ScalingReplicaSet",
                        &format!("Scaled up replica set {name} from 0 to {count}"),
                    );
                }
                self.new = Some(Set(set));
                let text = format!("Created new replica set \"{name}\"");
                self.note(revision, Some(&("NewReplicaSetCreated", text)))
            }
            Err(refusal) if refusal.is_already_exists() => {
                // Another template has the same short name: the next try counts one more.
                self.registry.update_status(
                    kinds::DEPLOYMENT,
                    self.deployment.namespace(),
                    self.deployment.name(),
                    |status| {
                        let collisions = status.int_at("collisionCount").unwrap_or(0) + 1;
                        *child(status, "collisionCount") = collisions.into();
                    },
                )?;
                Err(refusal)
            }
            Err(refusal) => {
                if !self.namespace_goes() {
                    self.events.warning(
                        &self.deployment,
                        "",
                        "ReplicaSetCreateError",
                        &format!("Failed to create new replica set: {}", refusal.message()),
                    );
                }
                Err(refusal)
            }
        }
    }

    /// Notes the revision, and a step of the rollout.
    fn note(&mut self, revision: i64, step: Option<&(&str, String)>) -> Result<(), Refusal> {
        let has = self
            .deployment
            .annotation(sets::REVISION)
            .and_then(|r| r.parse::<i64>().ok())
            == Some(revision);
        if has && step.is_none() {
            return Ok(());
        }
        let now = self.registry.clock().stamp();
        let deadline = self.numbers.deadline.is_some();
        let done = self.registry.modify(
            kinds::DEPLOYMENT,
            self.deployment.namespace(),
            self.deployment.name(),
            Part::Status,
            &Write::default(),
            |object| {
                *child(
                    child(child(object, "metadata"), "annotations"),
                    sets::REVISION,
                ) = revision.to_string().into();
                if let Some((reason, message)) = step.filter(|_| deadline) {
                    status::set_condition(
                        child(object, "status"),
                        "Progressing",
                        "True",
                        reason,
                        message,
                        &now,
                    );
                }
                Ok(())
            },
        )?;
        self.deployment = done;
        Ok(())
    }
}
