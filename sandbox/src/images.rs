//! The images of a learner's machine, of the nodes and of registries: what `docker` works with.
//!
//! An image that was built is where it was built and nowhere else. A Pod gets it when it is on the
//! node ([`Images::load`], or a build in [`Place::Node`]) and its `imagePullPolicy` is not `Always`,
//! or when it was pushed to a registry under the name that the Pod says.
//!
//! The registries are simulated. Each hands out the published images that the sandbox knows;
//! [`Images::open_registry`] and [`Images::login`] say where one may push to.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

pub use crate::containers::image::{
    Build, BuildError, Built, Config, Context, ContextError, Health, Progress, Saved, Unreadable,
};
use crate::{
    clock::Clock,
    containers::image::{
        Daemon, Image, Missing, Named, NoImage, Reader, Reference, Surroundings, Writer,
        beyond_the_catalogue, build, digest, familiar, has_repository, names, no_manifest, parse,
        published, unresolved,
    },
};

/// All images there are; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Images(Arc<Mutex<Inner>>);

#[derive(Clone, Debug, Default)]
struct Inner {
    machine: Daemon,
    nodes: BTreeMap<String, Daemon>,
    /// What was pushed, by its complete name.
    pushed: BTreeMap<String, Named>,
    /// Hosts of registries that take everything.
    registries: BTreeSet<String>,
    /// Who is logged in where.
    accounts: BTreeMap<String, String>,
    /// How often something may have changed.
    changes: u64,
}

/// Where a daemon is that keeps images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The learner's machine.
    Machine,
    /// A node, by name: where `minikube docker-env` leads.
    Node(String),
}

/// An image as `docker images` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The repository, without the public registry's name; `<none>` if it has no name.
    pub repository: String,
    /// The tag, or `<none>`.
    pub tag: String,
    /// The digest by which a registry knows it.
    pub digest: Option<String>,
    /// `sha256:` and 64 digits.
    pub id: String,
    /// When it was built.
    pub created: Timestamp,
    /// Bytes.
    pub size: u64,
}

/// What `docker push` and `docker pull` tell at their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Registry and repository in full.
    pub repository: String,
    /// The tag.
    pub tag: String,
    /// The digest by which the registry knows the image.
    pub digest: String,
    /// The digests of the layers, from the bottom.
    pub layers: Vec<String>,
    /// The image was there already.
    pub unchanged: bool,
}

/// What `docker rmi` did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// A name was taken away.
    Untagged(String),
    /// The image, by its identity, has gone.
    Deleted(String),
}

/// Why something could not be done; the words are the daemon's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ImageError(String);

impl From<NoImage> for ImageError {
    fn from(why: NoImage) -> Self {
        Self(why.to_string())
    }
}

/// An image for a container, as the node's runtime shows it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) image: Arc<Image>,
    /// The name in the status.
    pub(crate) name: String,
    /// The identity in the status.
    pub(crate) id: String,
}

impl Found {
    fn new(named: &Named) -> Self {
        let tagged = Reference {
            digest: None,
            ..named.reference.clone()
        };
        Self {
            name: tagged.to_string(),
            id: named.image_id(),
            image: Arc::clone(&named.image),
        }
    }
}

impl Inner {
    fn daemon(&mut self, place: &Place) -> &mut Daemon {
        match place {
            Place::Machine => &mut self.machine,
            Place::Node(name) => self.nodes.entry(name.clone()).or_default(),
        }
    }

    /// What a registry has under a name.
    fn resolve(&self, reference: &Reference) -> Option<Named> {
        let pushed = match &reference.digest {
            None => self.pushed.get(&reference.to_string()),
            Some(digest) => self.pushed.values().find(|named| {
                named.digest.as_ref() == Some(digest)
                    && named.reference.repository() == reference.repository()
            }),
        };
        pushed.cloned().or_else(|| {
            let origin = published(reference)?;
            Some(Named {
                reference: Reference {
                    tag: origin.image().version().to_owned(),
                    ..reference.clone()
                },
                image: origin.image(),
                digest: Some(origin.digest()),
            })
        })
    }

    /// Whether a registry can be reached at all, and whether it has the repository.
    fn known(&self, reference: &Reference) -> Option<bool> {
        let repository = reference.repository();
        let has = self
            .pushed
            .values()
            .any(|named| named.reference.repository() == repository);
        (has || self.registries.contains(&reference.host)).then_some(has)
    }
}

impl Images {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.lock();
        inner.changes += 1;
        inner
    }

    /// A number that grows with every change.
    pub(crate) fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Builds an image in a place. Dropping the future ends the build; nothing is left of it then,
    /// as when it fails.
    pub async fn build(
        &self,
        place: &Place,
        what: &Build,
        context: &Context,
        clock: &Clock,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Built, BuildError> {
        let site = Site {
            images: self,
            place,
        };
        let outcome = build(what, context, &site, clock, progress).await?;
        let (image, names) = (outcome.image, outcome.names);
        let built = Built {
            id: image.id.clone(),
            names: names.iter().map(ToString::to_string).collect(),
            warnings: outcome.warnings,
        };
        let mut inner = self.change();
        let daemon = inner.daemon(place);
        // The same image again is the one that is there.
        let image = daemon.find(&built.id).unwrap_or_else(|_| Arc::new(image));
        if names.is_empty() {
            daemon.keep(image);
        } else {
            for name in names {
                daemon.put(name, Arc::clone(&image), None);
            }
        }
        Ok(built)
    }

    /// Gives an image of a place a further name.
    pub fn tag(&self, place: &Place, source: &str, target: &str) -> Result<(), ImageError> {
        let target = name(target)?;
        let mut inner = self.change();
        let daemon = inner.daemon(place);
        let image = daemon.find(source)?;
        daemon.put(target, image, None);
        Ok(())
    }

    /// The images of a place, the latest first.
    pub fn list(&self, place: &Place) -> Vec<Listed> {
        let mut inner = self.lock();
        let daemon = inner.daemon(place);
        let row = |image: &Image, repository: String, tag: &str, digest: Option<String>| Listed {
            repository,
            tag: tag.to_owned(),
            digest,
            id: image.id.clone(),
            created: image.created,
            size: image.size,
        };
        let mut rows: Vec<Listed> = daemon
            .named()
            .map(|n| {
                let repository = familiar(&n.reference.repository()).to_owned();
                row(&n.image, repository, &n.reference.tag, n.digest.clone())
            })
            .collect();
        let none = "<none>".to_owned();
        rows.extend(
            daemon
                .nameless()
                .map(|image| row(image, none.clone(), "<none>", None)),
        );
        rows.sort_by(|a, b| {
            let key = |l: &Listed| {
                (
                    std::cmp::Reverse(l.created),
                    l.repository.clone(),
                    l.tag.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        rows
    }

    /// What an image of a place says about its containers.
    pub fn config(&self, place: &Place, image: &str) -> Result<Config, ImageError> {
        Ok(self.lock().daemon(place).find(image)?.config.clone())
    }

    /// Takes a name away from a place, and with the last one the image.
    ///
    /// An image that is meant by its identity and has several names goes only with `force`.
    pub fn remove(
        &self,
        place: &Place,
        image: &str,
        force: bool,
    ) -> Result<Vec<Removed>, ImageError> {
        let mut inner = self.change();
        let daemon = inner.daemon(place);
        let found = daemon.find(image)?;
        let by_name = parse(image).ok().filter(|r| daemon.get(r).is_some());
        let names = by_name.map_or_else(|| daemon.names(&found.id), |name| vec![name]);
        if names.len() > 1 && !force {
            let short = &found.id["sha256:".len()..][..12];
            return Err(ImageError(format!(
                "conflict: unable to delete {short} (must be forced) - image is referenced in multiple repositories"
            )));
        }
        let mut removed = Vec::new();
        let mut gone = names.is_empty();
        for name in names {
            let Some((named, last)) = daemon.untag(&name) else {
                continue;
            };
            let repository = name.repository();
            removed.push(Removed::Untagged(name.short()));
            if let Some(digest) = named.digest {
                removed.push(Removed::Untagged(format!(
                    "{}@{digest}",
                    familiar(&repository)
                )));
            }
            gone = last;
        }
        if gone {
            daemon.forget(&found.id);
            removed.push(Removed::Deleted(found.id.clone()));
        }
        Ok(removed)
    }

    /// Opens a registry at a host, such as `localhost:5000`: it takes what is pushed to it.
    pub fn open_registry(&self, host: &str) {
        self.change().registries.insert(host.to_owned());
    }

    /// Lets a user push to their own repositories of a registry, such as `docker.io`.
    pub fn login(&self, host: &str, user: &str) {
        self.change()
            .accounts
            .insert(host.to_owned(), user.to_owned());
    }

    /// Ends that.
    pub fn logout(&self, host: &str) {
        self.change().accounts.remove(host);
    }

    /// Brings an image of a place to the registry that its name says.
    pub fn push(&self, place: &Place, image: &str) -> Result<Moved, ImageError> {
        let reference = name(image)?;
        let mut inner = self.change();
        let Some(named) = inner.daemon(place).get(&reference).cloned() else {
            return Err(ImageError(format!(
                "An image does not exist locally with the tag: {}",
                familiar(&reference.repository())
            )));
        };
        inner.may_push(&reference)?;
        let manifest = format!(
            "sha256:{}",
            digest(&format!("manifest of {}", named.image.id))
        );
        inner.daemon(place).pushed(&reference, &manifest);
        let moved = Moved {
            repository: reference.repository(),
            tag: reference.tag.clone(),
            digest: manifest.clone(),
            layers: named.image.layers.clone(),
            unchanged: inner
                .pushed
                .get(&reference.to_string())
                .is_some_and(|before| before.image.id == named.image.id),
        };
        let named = Named {
            digest: Some(manifest),
            ..named
        };
        inner.pushed.insert(reference.to_string(), named);
        Ok(moved)
    }

    /// Fetches an image from its registry to a place.
    pub fn pull(&self, place: &Place, image: &str) -> Result<Moved, ImageError> {
        let reference = name(image)?;
        let mut inner = self.change();
        let Some(named) = inner.resolve(&reference) else {
            return Err(ImageError(inner.no_pull(&reference)));
        };
        let daemon = inner.daemon(place);
        let before = daemon.get(&reference).map(|n| n.image.id.clone());
        let moved = Moved {
            repository: reference.repository(),
            tag: named.reference.tag.clone(),
            digest: named.digest.clone().unwrap_or_default(),
            layers: named.image.layers.clone(),
            unchanged: before.as_ref() == Some(&named.image.id),
        };
        daemon.put(named.reference, named.image, named.digest);
        Ok(moved)
    }

    /// Copies an image from the learner's machine to a node, as `minikube image load` does.
    pub fn load(&self, image: &str, node: &str) -> Result<(), ImageError> {
        let reference = name(image)?;
        let mut inner = self.change();
        let found = inner.machine.find(image)?;
        inner
            .daemon(&Place::Node(node.to_owned()))
            .put(reference, found, None);
        Ok(())
    }

    /// All of it, for keeping it.
    pub fn dump(&self) -> Saved {
        let inner = self.lock();
        let mut writer = Writer::default();
        let rest = Saved {
            machine: writer.daemon(&inner.machine),
            nodes: inner
                .nodes
                .iter()
                .map(|(node, daemon)| (node.clone(), writer.daemon(daemon)))
                .collect(),
            pushed: inner
                .pushed
                .values()
                .map(|n| writer.name(Some(&n.reference), &n.image, n.digest.as_ref()))
                .collect(),
            registries: inner.registries.iter().cloned().collect(),
            accounts: inner.accounts.clone(),
            ..Saved::default()
        };
        writer.finish(rest)
    }

    /// Puts back what [`Images::dump`] gave, in place of what is there; if something of it cannot be
    /// used, nothing changes.
    pub fn restore(&self, mut saved: Saved) -> Result<(), Unreadable> {
        let reader = Reader::new(&mut saved)?;
        let mut inner = Inner {
            machine: reader.daemon(saved.machine)?,
            registries: saved.registries.into_iter().collect(),
            accounts: saved.accounts,
            ..Inner::default()
        };
        for (node, names) in saved.nodes {
            inner.nodes.insert(node, reader.daemon(names)?);
        }
        for name in saved.pushed {
            let taken = reader.take(name)?;
            if let Some(reference) = taken.reference {
                let named = Named {
                    reference,
                    image: taken.image,
                    digest: taken.digest,
                };
                inner.pushed.insert(named.reference.to_string(), named);
            }
        }
        *self.lock() = inner;
        Ok(())
    }

    /// An image that a node has.
    pub(crate) fn on_node(&self, node: &str, reference: &Reference) -> Option<Found> {
        let inner = self.lock();
        inner.nodes.get(node)?.get(reference).map(Found::new)
    }

    /// Fetches an image for a node; the error is the runtime's, as the kubelet passes it on.
    pub(crate) fn fetch(&self, node: &str, reference: &Reference) -> Result<Found, String> {
        let mut inner = self.lock();
        let Some(named) = inner.resolve(reference) else {
            return Err(unresolved(reference, inner.known(reference)));
        };
        let found = Found::new(&named);
        inner.changes += 1;
        inner
            .daemon(&Place::Node(node.to_owned()))
            .put(named.reference, named.image, named.digest);
        Ok(found)
    }
}

impl Inner {
    /// Whether a registry takes an image; the refusals are Docker's.
    fn may_push(&self, reference: &Reference) -> Result<(), ImageError> {
        let host = reference.host.as_str();
        let own = self
            .accounts
            .get(host)
            .is_some_and(|user| reference.path.split('/').next() == Some(user));
        if own || self.registries.contains(host) {
            return Ok(());
        }
        let bare = host.split(':').next().unwrap_or_default();
        Err(ImageError(match bare {
            "docker.io" => "denied: requested access to the resource is denied".to_owned(),
            "localhost" | "127.0.0.1" => {
                let port = host.split_once(':').map_or("80", |(_, port)| port);
                format!(
                    "Get \"http://{host}/v2/\": dial tcp 127.0.0.1:{port}: connect: connection refused"
                )
            }
            _ if beyond_the_catalogue(reference) => format!(
                "not simulated: this machine is a simulation (podo-sandbox) and has no way to {host}"
            ),
            _ => format!("Get \"https://{host}/v2/\": dial tcp: lookup {bare}: no such host"),
        }))
    }

    /// Why `docker pull` gets nothing.
    fn no_pull(&self, reference: &Reference) -> String {
        let repository = reference.repository();
        let shown = familiar(&repository);
        let there = self.known(reference) == Some(true) || has_repository(&repository);
        if there || self.registries.contains(&reference.host) {
            return format!(
                "manifest for {shown}:{} not found: manifest unknown: manifest unknown",
                reference.tag
            );
        }
        if beyond_the_catalogue(reference) {
            return format!(
                "not simulated: this machine is a simulation (podo-sandbox) and downloads nothing. It knows these images: {}",
                names()
            );
        }
        if reference.host == "docker.io" {
            return format!(
                "pull access denied for {shown}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied"
            );
        }
        match self.may_push(reference) {
            Err(why) => why.0,
            Ok(()) => format!(
                "manifest for {shown}:{} not found: manifest unknown",
                reference.tag
            ),
        }
    }
}

/// A place with all registries: what a build takes images from.
struct Site<'a> {
    images: &'a Images,
    place: &'a Place,
}

impl Surroundings for Site<'_> {
    fn base(&self, reference: &Reference) -> Result<Arc<Image>, Missing> {
        let mut inner = self.images.lock();
        if let Some(named) = inner.daemon(self.place).get(reference) {
            return Ok(Arc::clone(&named.image));
        }
        if let Some(named) = inner.resolve(reference) {
            return Ok(named.image);
        }
        let known = inner.known(reference);
        if known.is_none()
            && beyond_the_catalogue(reference)
            && !has_repository(&reference.repository())
        {
            return Err(Missing {
                why: "not simulated".to_owned(),
                note: Some(format!(
                    "This builder is a simulation (podo-sandbox) and downloads nothing. It knows these images: {}",
                    names()
                )),
            });
        }
        Err(Missing {
            why: no_manifest(reference, known),
            note: None,
        })
    }

    fn has_layer(&self, digest: &str) -> bool {
        let mut inner = self.images.lock();
        inner.daemon(self.place).has_layer(digest)
    }
}

fn name(text: &str) -> Result<Reference, ImageError> {
    parse(text).map_err(ImageError)
}
