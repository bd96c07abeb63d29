//! All talk with a cluster: finding it, reading it, and the few things podo changes in it.
//!
//! ```text
//! kubeconfig ──> target ──> client ──> observe ──> Seen ──> snapshot::Snapshot
//!                              ├─────> namespace   makes, empties, deletes a lesson's namespace
//!                              └─────> undo        puts cluster-wide objects back
//! run                                              runs kubectl and other programs for lesson steps
//! ```
//!
//! Nothing here reads the environment: what comes from it is passed in. Every request has a
//! deadline. An observation never fails; what it could not read is a [`crate::snapshot::gap::Gap`].

mod certificate;
mod classify;
pub mod client;
mod discovery;
pub mod kubeconfig;
pub mod namespace;
pub mod observe;
pub mod proxy;
pub mod run;
pub mod target;
pub mod undo;

#[cfg(test)]
mod fake;
