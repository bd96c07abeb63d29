//! Tests from outside: a running sandbox, driven over HTTP and by real kubectls.

mod api;
mod client;
mod kubectl;
mod limits;
mod patches;
mod watches;
