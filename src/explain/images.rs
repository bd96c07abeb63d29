//! What a registry said of an image, and what a name that it does not know may have meant.
//!
//! A registry cannot be asked again from here, and the words of registries differ: Docker Hub says
//! the same of a repository that does not exist and of a private one, and other registries say
//! `not found` of a repository as of a tag. So the name is compared with the one the exercise wants
//! and with images that everybody uses.

use super::pods::{Container, shown};
use crate::explain::Context;
use crate::snapshot::image::ImageRef;

/// Images that beginners use most, for telling a typo from an image of somebody's own.
const WELL_KNOWN: &[&str] = &[
    "alpine",
    "busybox",
    "debian",
    "golang",
    "hello-world",
    "httpd",
    "mariadb",
    "memcached",
    "mongo",
    "mysql",
    "nginx",
    "node",
    "openjdk",
    "php",
    "postgres",
    "python",
    "redis",
    "ruby",
    "tomcat",
    "ubuntu",
    "wordpress",
];

/// What a registry said when it did not give an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No such repository, or one that needs a login: Docker Hub does not tell which.
    Denied,
    /// No such repository or no such tag.
    NotFound,
}

/// An image that a registry does not give out, with all that can be known about why.
#[derive(Debug)]
pub struct Refused {
    /// What the registry said.
    pub refusal: Refusal,
    /// Its words.
    pub message: String,
    /// The image asked for.
    pub actual: ImageRef,
    /// The image that the exercise wants there.
    pub wanted: Option<String>,
    /// The repository that is meant: equal to the one asked for, nearly so, or unknown.
    pub known: Option<String>,
}

impl Refused {
    /// What became of a container's image; `None` when the registry did not say that it has none.
    pub fn of(container: &Container<'_>, context: &Context<'_, '_>) -> Option<Self> {
        if !container.is_pull_failing() {
            return None;
        }
        let message = pull_message(container, context);
        let refusal = refusal(&message)?;
        let actual = container.image_ref()?;
        let (object, _) = container.at(context.graph, "image");
        let wanted = container.wanted(context.wanted(object), "image");
        let wanted = wanted.map(shown).filter(|wanted| is_one(wanted));
        let known = known_repository(&actual, wanted.as_deref());
        Some(Self {
            refusal,
            message,
            actual,
            wanted,
            known,
        })
    }

    /// Whether the repository is one that exists, so that only the tag can be wrong.
    pub fn is_tag(&self) -> bool {
        self.refusal == Refusal::NotFound
            && self.actual.tag.is_some()
            && self.known.as_deref() == Some(self.actual.short_repository().as_str())
    }

    /// The repository that was meant, where the name is nearly that.
    pub fn typo_of(&self) -> Option<&str> {
        self.known
            .as_deref()
            .filter(|known| *known != self.actual.short_repository())
    }

    /// Whether it may be an image that exists only on the learner's machine: no registry's host in
    /// its name, the tag `latest` or none, and nothing known that it resembles.
    pub fn may_be_local(&self, container: &Container<'_>) -> bool {
        let other_wanted = self.wanted.as_deref().and_then(ImageRef::parse);
        self.known.is_none()
            && self.actual.registry == "docker.io"
            && !container.image().starts_with("docker.io/")
            && self.actual.effective_tag() == Some("latest")
            && other_wanted.is_none_or(|wanted| wanted.repository == self.actual.repository)
    }
}

/// Whether the text that an exercise has for an image names one, so that a command can be given it;
/// `*/NAME:TAG` leaves open where it is.
pub fn is_one(wanted: &str) -> bool {
    ImageRef::parse(wanted).is_some()
}

/// The words with which the pull failed: the newest Event that tells, else the waiting message
/// (which tells only until the first back-off).
fn pull_message(container: &Container<'_>, context: &Context<'_, '_>) -> String {
    let event = container.event_message(context.graph, "Failed", container.image());
    let waiting = container.waiting_message();
    // For a moment after a change the container still waits for the image it had before.
    if event.is_empty() && waiting.contains(container.image()) {
        waiting.to_owned()
    } else {
        event.to_owned()
    }
}

/// What the registry said, in any of the wordings seen; `None` for other failures: no such host,
/// time-outs, a login that is refused.
fn refusal(message: &str) -> Option<Refusal> {
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    if says(&["insufficient_scope", "pull access denied"]) {
        Some(Refusal::Denied)
    } else if says(&["not found", "manifest unknown", "name unknown"]) {
        Some(Refusal::NotFound)
    } else {
        None
    }
}

/// The repository that is meant: the one the exercise wants or a well-known one, when equal or
/// nearly so (two edits at most, and no more than a third of the name).
fn known_repository(actual: &ImageRef, wanted: Option<&str>) -> Option<String> {
    let name = actual.short_repository();
    let wanted = wanted
        .and_then(ImageRef::parse)
        .map(|image| image.short_repository());
    let known = wanted
        .into_iter()
        .chain(WELL_KNOWN.iter().map(|known| (*known).to_owned()));
    known
        .map(|known| (strsim::damerau_levenshtein(&known, &name), known))
        .filter(|(distance, known)| *distance <= 2.min(known.len() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests;
