//! Images: what containers are made from, where they come from, and where they are kept.

mod build;
mod catalogue;
mod config;
mod context;
mod daemon;
mod dockerfile;
mod programs;
mod published;
mod reference;
mod registry;
mod saved;
mod stored;

use std::sync::Arc;

use jiff::Timestamp;

use super::fs::Tree;
pub use build::{Build, BuildError, Built, Progress};
pub(crate) use build::{Missing, Surroundings, build};
pub use config::{Config, Health};
pub use context::{Context, ContextError};
pub(crate) use daemon::{Daemon, Named, NoImage};
use published::Published;
pub(crate) use reference::{Reference, familiar, parse};
pub(crate) use registry::{
    beyond_the_catalogue, has_repository, names, no_manifest, published, unresolved,
};
pub(crate) use saved::{Reader, Writer};
pub use saved::{Saved, Unreadable};
pub(crate) use stored::Stored;

/// An image, be it published or built.
#[derive(Debug)]
pub(crate) struct Image {
    /// `sha256:` and what identifies its content.
    pub(crate) id: String,
    pub(crate) config: Config,
    pub(crate) files: Arc<Tree>,
    /// Bytes.
    pub(crate) size: u64,
    pub(crate) created: Timestamp,
    origin: Origin,
    /// The digests of its layers, from the bottom.
    pub(crate) layers: Vec<String>,
}

/// The published image at the bottom of an image: that itself, or what it was built from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    published: &'static Published,
    tag: &'static str,
}

impl Origin {
    /// The image itself.
    pub(crate) fn image(self) -> Arc<Image> {
        self.published.image(self.tag)
    }

    /// The digest by which its registry knows it.
    pub(crate) fn digest(self) -> String {
        self.published.digest(self.tag)
    }

    /// Repository and tag, as they are written.
    fn name(self) -> String {
        format!("{}:{}", self.published.repository, self.tag)
    }
}

impl Image {
    /// Whether its programs are busybox's, which complain in words of their own.
    pub(crate) fn is_busybox(&self) -> bool {
        self.origin.published.is_busybox(self.origin.tag)
    }

    /// Whether it is a published image of a name, or was built from one.
    pub(crate) fn is_of(&self, name: &str) -> bool {
        familiar(self.origin.published.repository) == name
    }

    /// The version of the programs in it: the tag of what it was built from.
    pub(crate) fn version(&self) -> &'static str {
        self.origin.tag
    }
}

/// Sixty-four hexadecimal digits that depend on a text; they identify, they do not protect.
pub(crate) fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for round in 0_u8..4 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in std::iter::once(round)
            .chain(text.bytes())
            .chain(text.bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash ^= hash >> 29;
        digits.push_str(&format!("{hash:016x}"));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_long_and_differ() {
        assert_eq!(digest("a").len(), 64);
        assert_ne!(digest("a"), digest("b"));
    }
}
