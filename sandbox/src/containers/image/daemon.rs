//! The images that one daemon keeps, by their names.

use std::{collections::BTreeMap, sync::Arc};

use super::{Image, Reference, parse};

/// The images of a learner's machine or of a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Daemon {
    named: BTreeMap<String, Named>,
    /// Images whose names others have taken, by their identities.
    nameless: BTreeMap<String, Arc<Image>>,
}

/// An image under one of its names.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) reference: Reference,
    pub(crate) image: Arc<Image>,
    /// The digest by which a registry knows it, if it came from one or was pushed to one.
    pub(crate) digest: Option<String>,
}

impl Named {
    /// What statuses show as the identity of the image.
    pub(crate) fn image_id(&self) -> String {
        match &self.digest {
            Some(digest) => format!("{}@{digest}", self.reference.repository()),
            None => self.image.id.clone(),
        }
    }
}

/// There is no image of a name or identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("No such image: {0}")]
pub(crate) struct NoImage(pub(crate) String);

impl Daemon {
    /// The image of a complete name.
    pub(crate) fn get(&self, reference: &Reference) -> Option<&Named> {
        self.named.get(&reference.to_string())
    }

    /// The image that somebody means: by name, or by the beginning of its identity.
    pub(crate) fn find(&self, text: &str) -> Result<Arc<Image>, NoImage> {
        let no_image = || NoImage(parse(text).map_or_else(|_| text.to_owned(), |r| r.short()));
        if let Some(named) = parse(text).ok().and_then(|r| self.get(&r)) {
            return Ok(Arc::clone(&named.image));
        }
        let wanted = text.strip_prefix("sha256:").unwrap_or(text);
        if wanted.is_empty() || !wanted.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(no_image());
        }
        let mut found: Vec<&Arc<Image>> = self
            .images()
            .filter(|image| image.id["sha256:".len()..].starts_with(wanted))
            .collect();
        found.sort_by_key(|image| &image.id);
        found.dedup_by_key(|image| &image.id);
        match found.as_slice() {
            [one] => Ok(Arc::clone(one)),
            _ => Err(no_image()),
        }
    }

    /// Whether one of its images has a layer.
    pub(crate) fn has_layer(&self, digest: &str) -> bool {
        self.images()
            .any(|image| image.layers.iter().any(|l| l == digest))
    }

    /// Gives an image a name; what had it before stays without one.
    pub(crate) fn put(&mut self, reference: Reference, image: Arc<Image>, digest: Option<String>) {
        self.nameless.remove(&image.id);
        let id = image.id.clone();
        let named = Named {
            reference,
            image,
            digest,
        };
        if let Some(before) = self.named.insert(named.reference.to_string(), named)
            && before.image.id != id
            && !self.named.values().any(|n| n.image.id == before.image.id)
        {
            self.nameless.insert(before.image.id.clone(), before.image);
        }
    }

    /// Keeps an image that has no name.
    pub(crate) fn keep(&mut self, image: Arc<Image>) {
        if !self.named.values().any(|n| n.image.id == image.id) {
            self.nameless.insert(image.id.clone(), image);
        }
    }

    /// Notes by which digest a registry knows an image.
    pub(crate) fn pushed(&mut self, reference: &Reference, digest: &str) {
        if let Some(named) = self.named.get_mut(&reference.to_string()) {
            named.digest = Some(digest.to_owned());
        }
    }

    /// Takes a name away; gives what had it, and whether the image has gone with it.
    pub(crate) fn untag(&mut self, reference: &Reference) -> Option<(Named, bool)> {
        let named = self.named.remove(&reference.to_string())?;
        let last = !self.images().any(|image| image.id == named.image.id);
        Some((named, last))
    }

    /// Takes an image without a name away.
    pub(crate) fn forget(&mut self, id: &str) {
        self.nameless.remove(id);
    }

    /// The names of an image.
    pub(crate) fn names(&self, id: &str) -> Vec<Reference> {
        let of = self.named.values().filter(|n| n.image.id == id);
        of.map(|n| n.reference.clone()).collect()
    }

    /// All images under all their names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Named> {
        self.named.values()
    }

    /// The images that have no name.
    pub(crate) fn nameless(&self) -> impl Iterator<Item = &Arc<Image>> {
        self.nameless.values()
    }

    /// All images, those with several names several times.
    fn images(&self) -> impl Iterator<Item = &Arc<Image>> {
        self.named
            .values()
            .map(|n| &n.image)
            .chain(self.nameless.values())
    }
}
