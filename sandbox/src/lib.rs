//! The embedded cluster: an in-process Kubernetes API on loopback.

pub mod clock;
pub mod kinds;
pub mod object;
pub mod refusal;
pub mod store;
