//! Tests from outside: a running sandbox, driven over HTTP and by real kubectls.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod api;
mod client;
mod cluster;
mod fidelity;
mod images;
mod kube_rs;
mod kubectl;
mod limits;
mod mutations;
mod patches;
mod reach;
mod rights;
mod watches;
mod wire;
