//! How values become text for the terminal.
//!
//! Everything here is pure: the theme, the width and the language are arguments, the result is a
//! `String` or goes to an `impl Write`. What a terminal can do is found out by [`crate::ui`].
//!
//! The order is always the same: foreign strings are made harmless ([`sanitize`]), text is
//! measured in terminal cells ([`width`]) and wrapped ([`wrap`]), and only then is style put on it
//! ([`theme`]), because escape sequences have no width. [`prose`] does the last two steps for
//! interface messages, [`markdown`] for lessons.

pub mod cheatsheet;
pub mod checklist;
pub mod code;
pub mod diagnosis;
pub mod glossary;
pub mod markdown;
pub mod noun;
pub mod problem;
pub mod prose;
pub mod result;
pub mod sanitize;
pub mod task;
pub mod theme;
pub mod verdict;
pub mod width;
pub mod wrap;
