//! Names of messages.

use std::fmt;

use serde::Serialize;

/// The name of a message in the catalogue, `AREA-NAME`. Made with [`msg!`](crate::msg), so that a
/// test can find every use of an id in the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MessageId(&'static str);

impl MessageId {
    /// The id `id`. Code writes `msg!("…")` instead.
    ///
    /// # Panics
    /// At compile time, on anything but lower-case letters, upper-case letters, digits and dashes.
    pub const fn new(id: &'static str) -> Self {
        let bytes = id.as_bytes();
        assert!(!bytes.is_empty(), "a message id has letters");
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                bytes[at].is_ascii_alphanumeric() || bytes[at] == b'-',
                "a message id has letters, digits and dashes only"
            );
            at += 1;
        }
        Self(id)
    }

    /// The id as it stands in the `.ftl` files.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Names a message of the catalogue: `msg!("check-waiting")`. The id is checked at compile time for
/// its form, and by a test for being there in both languages.
#[macro_export]
macro_rules! msg {
    ($id:literal) => {{
        const ID: $crate::i18n::MessageId = $crate::i18n::MessageId::new($id);
        ID
    }};
}
