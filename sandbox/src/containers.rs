//! Containers that are simulated: files, processes, a shell, and HTTP between Pods.
//!
//! A container is a [`machine::Machine`]: the files of its image and its volumes, a table of
//! processes, and a place in the [`network`]. Its programs are written here in Rust and behave as
//! the real ones do where a lesson or a beginner can see it. An image has the programs that the
//! public image has, and no others; what a program cannot do here it says.

pub(crate) mod fs;
pub(crate) mod image;
pub(crate) mod log;
pub(crate) mod machine;
pub(crate) mod network;
mod programs;
mod shell;
pub(crate) mod stream;
