//! Lessons: the model, and reading a pack into it. Pure: text in, values and problems out.
//!
//! `Pack::read` is the way in: `pack` finds the files, `yaml` and `reader` decode them, `parse`
//! makes the model of `exercises.yaml` (with `refs`, `expression` and `commands`), `markdown` cuts
//! the prose into sections, `manifest` judges what steps give to the cluster, and `lint` compares
//! the two languages. Every problem is a value with file and line.

pub(crate) mod commands;
mod course;
mod expression;
pub mod glossary;
mod kinds;
pub mod korean;
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
pub mod shown;
pub mod stamp;
pub mod written;
mod yaml;

/// The JSON Schema of `exercises.yaml`, for editors; `schemas/exercises.schema.json`.
pub fn exercises_schema() -> serde_json::Value {
    parse::schema()
}

#[cfg(test)]
mod tests;
