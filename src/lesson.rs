//! Lessons: the model, and reading a pack into it. Pure: text in, values and problems out.
//!
//! `Pack::read` is the way in: `pack` finds the files, `yaml` and `reader` decode them, `parse`
//! makes the model of `exercises.yaml` (with `refs`, `expression` and `commands`), `markdown` cuts
//! the prose into sections, `manifest` judges what steps give to the cluster, and `lint` compares
//! the two languages. Every problem is a value with file and line.

mod commands;
mod expression;
mod kinds;
mod lint;
mod manifest;
mod markdown;
pub mod model;
mod names;
pub mod pack;
mod parse;
pub mod problem;
pub mod prose;
mod reader;
mod refs;
mod schema;
pub mod stamp;
pub mod written;
mod yaml;

#[cfg(test)]
mod tests;
