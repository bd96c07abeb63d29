//! Images in a form that can be kept in a file, and back.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Config, Daemon, Image, Origin, Reference, Stored, catalogue::SCRATCH, parse, published,
};
use crate::containers::fs::{Tree, normal};

/// All that [`crate::images::Images`] holds, for keeping it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// By identity.
    pub(crate) images: BTreeMap<String, Kept>,
    pub(crate) machine: Vec<Placed>,
    pub(crate) nodes: BTreeMap<String, Vec<Placed>>,
    pub(crate) pushed: Vec<Placed>,
    pub(crate) registries: Vec<String>,
    pub(crate) accounts: BTreeMap<String, String>,
}

/// An image with one of its names, or without any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Placed {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The published image at the bottom.
    origin: String,
    /// What was made of it; nothing if it is the published image itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    built: Option<Built>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Built {
    config: Config,
    created: Timestamp,
    size: u64,
    layers: Vec<String>,
    /// What it has beside the published image; nothing where one of that image's files was removed.
    files: BTreeMap<String, Option<Stored>>,
}

/// Why kept images cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the kept image {image} cannot be used: {why}")]
pub struct Unreadable {
    image: String,
    why: String,
}

impl Origin {
    /// What `FROM scratch` begins with.
    pub(crate) fn scratch() -> Self {
        Self {
            published: &SCRATCH,
            tag: "",
        }
    }

    fn named(name: &str) -> Option<Self> {
        if name == Self::scratch().name() {
            return Some(Self::scratch());
        }
        published(&parse(name).ok()?)
    }
}

/// Puts images down.
#[derive(Debug, Default)]
pub(crate) struct Writer(BTreeMap<String, Kept>);

impl Writer {
    /// An image with its name.
    pub(crate) fn name(
        &mut self,
        reference: Option<&Reference>,
        image: &Image,
        digest: Option<&String>,
    ) -> Placed {
        if !self.0.contains_key(&image.id) {
            self.0.insert(image.id.clone(), Kept::of(image));
        }
        Placed {
            name: reference.map(ToString::to_string),
            id: image.id.clone(),
            digest: digest.cloned(),
        }
    }

    /// All images of a daemon.
    pub(crate) fn daemon(&mut self, daemon: &Daemon) -> Vec<Placed> {
        let mut names: Vec<Placed> = daemon
            .named()
            .map(|n| self.name(Some(&n.reference), &n.image, n.digest.as_ref()))
            .collect();
        names.extend(daemon.nameless().map(|image| self.name(None, image, None)));
        names
    }

    /// The rest of what is to be kept, with the images that were put down.
    pub(crate) fn finish(self, rest: Saved) -> Saved {
        Saved {
            images: self.0,
            ..rest
        }
    }
}

impl Kept {
    fn of(image: &Image) -> Self {
        let published = image.origin.image();
        let files = image.files.own();
        Self {
            origin: image.origin.name(),
            built: (published.id != image.id).then(|| Built {
                config: image.config.clone(),
                created: image.created,
                size: image.size,
                layers: image.layers.clone(),
                files: files
                    .map(|(path, e)| (path.to_owned(), e.map(Stored::from)))
                    .collect(),
            }),
        }
    }

    fn image(self, id: &str) -> Result<Arc<Image>, String> {
        let origin = Origin::named(&self.origin)
            .ok_or_else(|| format!("there is no image {:?} any longer", self.origin))?;
        let published = origin.image();
        let Some(built) = self.built else {
            return Ok(published);
        };
        if !id
            .strip_prefix("sha256:")
            .is_some_and(|d| d.len() == 64 && d.is_ascii())
        {
            return Err("its identity is not one".to_owned());
        }
        let mut files = Tree::over(Arc::clone(&published.files));
        for (path, file) in built.files {
            if normal(&path) != path || path == "/" || path.split('/').any(|part| part == "..") {
                return Err(format!("{path:?} is no path of a file"));
            }
            files.put_own(path, file.map(Stored::entry).transpose()?);
        }
        Ok(Arc::new(Image {
            id: id.to_owned(),
            config: built.config,
            files: Arc::new(files),
            size: built.size,
            created: built.created,
            origin,
            layers: built.layers,
        }))
    }
}

/// An image that was kept, with what was known of it.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) reference: Option<Reference>,
    pub(crate) image: Arc<Image>,
    pub(crate) digest: Option<String>,
}

/// Takes images up again.
#[derive(Debug)]
pub(crate) struct Reader(BTreeMap<String, Arc<Image>>);

impl Reader {
    pub(crate) fn new(saved: &mut Saved) -> Result<Self, Unreadable> {
        let mut images = BTreeMap::new();
        for (id, kept) in std::mem::take(&mut saved.images) {
            let image = kept.image(&id).map_err(|why| Unreadable {
                image: id.clone(),
                why,
            })?;
            images.insert(id, image);
        }
        Ok(Self(images))
    }

    /// An image with its name, if it has one.
    pub(crate) fn take(&self, placed: Placed) -> Result<Taken, Unreadable> {
        let unreadable = |why: String| Unreadable {
            image: placed.id.clone(),
            why,
        };
        let image = self
            .0
            .get(&placed.id)
            .ok_or_else(|| unreadable("it was not kept".to_owned()))?;
        let reference = placed
            .name
            .as_deref()
            .map(parse)
            .transpose()
            .map_err(unreadable)?;
        Ok(Taken {
            reference,
            image: Arc::clone(image),
            digest: placed.digest,
        })
    }

    /// All images of a daemon.
    pub(crate) fn daemon(&self, names: Vec<Placed>) -> Result<Daemon, Unreadable> {
        let mut daemon = Daemon::default();
        for name in names {
            let taken = self.take(name)?;
            match taken.reference {
                Some(reference) => daemon.put(reference, taken.image, taken.digest),
                None => daemon.keep(taken.image),
            }
        }
        Ok(daemon)
    }
}
