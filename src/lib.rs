//! podo: an interactive Kubernetes tutor for the terminal, in Korean and English.
//!
//! `ARCHITECTURE.md` is the map.

pub mod check;
pub mod cli;
pub mod cluster;
pub mod commands;
pub mod complaint;
pub mod error;
pub mod exit_code;
pub mod explain;
pub mod health;
pub mod i18n;
pub mod lesson;
pub mod lesson_source;
pub mod paths;
pub mod programs;
pub mod progress;
pub mod prove;
pub mod render;
pub mod repl;
mod run;
pub mod sandbox;
pub mod snapshot;
pub mod store;
pub mod tutor;
pub mod ui;
pub mod verify;
pub mod workbench;

pub use run::run;
