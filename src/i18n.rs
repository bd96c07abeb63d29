//! What podo says, in both of its languages: the [`Lang`], texts that lesson files carry in both
//! ([`Text`]) and the [`Catalog`] of podo's own messages.
//!
//! Messages are Fluent files, `src/i18n/{ko,en}/AREA.ftl`, embedded in the binary. Code names a
//! message by its id (`msg!("check-waiting")`) and hands over values ([`Args`]); it never holds
//! prose. `tests/it/i18n.rs` sees to it that both languages have the same ids and variables, that
//! every id in the code exists, and that the texts keep to the house's rules.
//!
//! Pure: the language is a value that is passed down, never a global, and nothing is read from
//! the environment here.

mod args;
mod catalog;
mod lang;
mod message;
pub mod source;
#[cfg(test)]
mod tests;
mod text;

pub use args::{Args, Value};
pub use catalog::Catalog;
pub use lang::{Lang, LangSources, UnknownLang};
pub use message::MessageId;
pub use text::Text;

pub use crate::msg;
