//! Controllers: each compares what is wanted with what is there, and does the next step.
//!
//! A controller names the kinds that it follows, says which of its own objects a change concerns,
//! and reconciles one of those at a time. It holds no copy of the cluster: the store is in the
//! same process and always current, so nothing has to be expected or waited for.

pub(crate) mod deployment;
pub(crate) mod endpoints;
pub(crate) mod ephemeral;
pub(crate) mod expiry;
pub(crate) mod garbage;
pub(crate) mod job;
pub(crate) mod namespace;
pub(crate) mod nodes;
pub(crate) mod owners;
pub(crate) mod protection;
pub(crate) mod provisioner;
pub(crate) mod quotas;
pub(crate) mod replica_set;
mod runner;
pub(crate) mod volumes;

pub(crate) use self::runner::{Controller, Queue, run};
