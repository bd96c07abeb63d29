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
//! - [`table`], [`openapi`], [`api`]: how clients see it
//! - [`cluster`], [`runtime`], [`bridge`]: what makes things happen, and the way into running Pods
//! - [`kubeconfig`], [`tls`], [`sandbox`]: starting it

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
pub mod kinds;
pub mod kubeconfig;
mod kubelet;
pub mod names;
pub mod object;
pub mod openapi;
pub mod patch;
pub mod protobuf;
pub mod quantity;
pub mod refusal;
pub mod registry;
pub mod runtime;
pub mod sandbox;
mod scheduler;
pub mod schema;
pub mod store;
pub mod table;
mod tasks;
pub mod tls;
pub mod validation;

pub use self::sandbox::{Options, Sandbox, StartError};

/// The minor version of Kubernetes 1 that the sandbox presents: that of its types.
pub const MINOR: u8 = 36;
