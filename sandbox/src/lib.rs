//! The embedded cluster: an in-process Kubernetes API on loopback.
//!
//! [`Sandbox::start`] gives a running API with an address, a token and a kubeconfig; any kubectl
//! works against it. Controllers share its [`registry::Registry`], which is the same cluster without
//! HTTP between. The tutor depends on this crate, never the other way.
//!
//! From the bottom to the top:
//!
//! - [`clock`], [`names`], [`quantity`], [`object`], [`kinds`], [`refusal`]: what everything speaks of
//! - [`store`]: objects, revisions, watches, selectors
//! - [`schema`], [`protobuf`], [`patch`]: types, and how documents become objects
//! - [`defaults`], [`validation`], [`registry`]: what creating, changing and deleting mean
//! - `resources`, `quota`, `volume`: amounts, and what holds for quotas and storage everywhere
//! - [`table`], [`openapi`], [`api`]: how clients see it
//! - [`images`]: what a learner builds, tags and pushes
//! - [`cluster`], [`runtime`], [`bridge`]: what makes things happen, and the way into running Pods
//! - [`kubeconfig`], [`tls`], [`state`], [`sandbox`]: starting it, and going on where it ended

pub mod api;
pub mod bridge;
pub mod clock;
pub mod cluster;
mod containers;
mod controllers;
pub mod defaults;
mod events;
mod feed;
#[cfg(test)]
mod fuzz;
pub mod images;
pub mod kinds;
pub mod kubeconfig;
mod kubelet;
pub mod names;
pub mod object;
pub mod openapi;
pub mod patch;
pub mod protobuf;
pub mod quantity;
mod quota;
pub mod refusal;
pub mod registry;
mod resources;
pub mod runtime;
pub mod sandbox;
mod scheduler;
pub mod schema;
pub mod state;
pub mod store;
pub mod table;
mod tasks;
pub mod tls;
pub mod validation;
mod volume;

pub use self::{
    sandbox::{Options, Sandbox, StartError},
    state::{Mark, State},
};

/// The minor version of Kubernetes 1 that the sandbox presents: that of its types.
pub const MINOR: u8 = 36;
