//! Tests from outside: one binary for all of them.
//!
//! Those that need a cluster are called `live…`, are ignored by default, and take its kubeconfig
//! from `PODO_TEST_CLUSTER`.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod architecture;
mod bad_input;
mod bench;
mod cli;
mod docs;
mod explain;
mod i18n;
mod live_anywhere;
mod live_bad;
mod live_cluster;
mod live_lessons;
mod live_sandbox;
mod live_session;
mod namespaces;
mod programs;
mod progress;
mod recorded;
