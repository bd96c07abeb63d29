//! The embedded cluster: an in-process Kubernetes API on loopback.

pub mod clock;
mod containers;
pub mod defaults;
pub mod kinds;
pub mod names;
pub mod object;
pub mod patch;
pub mod protobuf;
pub mod quantity;
pub mod refusal;
pub mod registry;
pub mod schema;
pub mod store;
pub mod table;
mod tasks;
pub mod validation;
