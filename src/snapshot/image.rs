//! Image references: registry, repository, tag, digest.
//!
//! Normalised as the container runtimes do (`github.com/distribution/reference`): `nginx` is
//! `docker.io/library/nginx`, and the tag is `latest` where neither tag nor digest is given.

use std::fmt;

/// An image reference, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRef {
    /// `docker.io`.
    pub registry: String,
    /// `library/nginx`.
    pub repository: String,
    /// `1.27`, when given.
    pub tag: Option<String>,
    /// `sha256:…`, when given.
    pub digest: Option<String>,
}

impl ImageRef {
    /// Reads a reference; `None` for text that the runtimes refuse.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        let (path, tag) = match name.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
            _ => (name, None),
        };
        let (registry, repository) = match path.split_once('/') {
            Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => {
                (host, rest.to_owned())
            }
            Some(_) => ("docker.io", path.to_owned()),
            None => ("docker.io", format!("library/{path}")),
        };
        let repository = match (registry, repository.contains('/')) {
            ("docker.io" | "index.docker.io", false) => format!("library/{repository}"),
            _ => repository,
        };
        let registry = if registry == "index.docker.io" {
            "docker.io"
        } else {
            registry
        };
        let sound = repository.split('/').all(is_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(|digest| digest.contains(':'))
            && !registry.is_empty();
        sound.then(|| Self {
            registry: registry.to_owned(),
            repository,
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// The tag that will be pulled: `latest` where none is given, nothing for a digest alone.
    pub fn effective_tag(&self) -> Option<&str> {
        match (&self.tag, &self.digest) {
            (Some(tag), _) => Some(tag),
            (None, None) => Some("latest"),
            (None, Some(_)) => None,
        }
    }

    /// The name as people write it: without `docker.io/` and `library/`.
    pub fn short_repository(&self) -> String {
        if self.registry == "docker.io" {
            self.repository
                .strip_prefix("library/")
                .unwrap_or(&self.repository)
                .to_owned()
        } else {
            format!("{}/{}", self.registry, self.repository)
        }
    }

    /// The last part of the repository's name: `app` of `localhost:5000/me/app`.
    pub fn last_name(&self) -> &str {
        self.repository
            .rsplit('/')
            .next()
            .unwrap_or(&self.repository)
    }

    /// Whether it is one of Docker's own on Docker Hub, as a name without registry and account is.
    pub fn is_official(&self) -> bool {
        self.registry == "docker.io" && self.repository.starts_with("library/")
    }

    /// Whether another reference names the same: `shop` is `shop:latest`, and no other tag.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.registry == other.registry
            && self.repository == other.repository
            && self.effective_tag() == other.effective_tag()
            && self.digest == other.digest
    }

    /// Whether an actual image is one that a pattern asks for: the same repository, and the same
    /// tag and digest as far as the pattern names them.
    pub fn accepts(&self, actual: &Self) -> bool {
        self.registry == actual.registry
            && self.repository == actual.repository
            && self
                .tag
                .as_deref()
                .is_none_or(|tag| actual.effective_tag() == Some(tag))
            && self
                .digest
                .as_ref()
                .is_none_or(|digest| actual.digest.as_ref() == Some(digest))
    }
}

/// What is asked of the name of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImagePattern {
    /// This repository, with this tag as far as it is named.
    Exactly(ImageRef),
    /// `*/NAME:TAG`: a repository whose name ends so, in any registry or account. Where one's own
    /// images go is for everybody to choose.
    Anywhere {
        /// The last part of the repository's name.
        name: String,
        /// The tag, when it is named.
        tag: Option<String>,
    },
}

impl ImagePattern {
    /// Reads a pattern; `None` for text that can name no image.
    pub fn parse(text: &str) -> Option<Self> {
        let Some(rest) = text.strip_prefix("*/") else {
            return ImageRef::parse(text).map(Self::Exactly);
        };
        let image = ImageRef::parse(rest)?;
        let name = image.repository.strip_prefix("library/")?;
        Some(Self::Anywhere {
            name: name.to_owned(),
            tag: image.tag.filter(|_| image.digest.is_none()),
        })
    }

    /// Whether an image is one that is asked for. A name without registry and account is nowhere
    /// but on the machine (or Docker's own on Docker Hub), so `*/NAME` does not mean it.
    pub fn accepts(&self, actual: &ImageRef) -> bool {
        match self {
            Self::Exactly(wanted) => wanted.accepts(actual),
            Self::Anywhere { name, tag } => {
                !actual.is_official()
                    && actual.last_name() == name
                    && tag
                        .as_deref()
                        .is_none_or(|tag| actual.effective_tag() == Some(tag))
            }
        }
    }

    /// The last part of the repository's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Exactly(image) => image.last_name(),
            Self::Anywhere { name, .. } => name,
        }
    }

    /// The tag asked for, if one is.
    pub fn tag(&self) -> Option<&str> {
        match self {
            Self::Exactly(image) => image.tag.as_deref(),
            Self::Anywhere { tag, .. } => tag.as_deref(),
        }
    }
}

impl fmt::Display for ImageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.short_repository())?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

/// Lower-case letters and digits, with single `.`, `_`, `__` or dashes between.
fn is_component(text: &str) -> bool {
    let alnum = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(alnum)
        && text.ends_with(alnum)
        && text
            .chars()
            .all(|c| alnum(c) || matches!(c, '.' | '_' | '-'))
}

/// A word character, then up to 127 word characters, dots and dashes.
fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_image_in_other_words() {
        let wanted = ImageRef::parse("nginx:1.27").unwrap();
        for same in [
            "nginx:1.27",
            "library/nginx:1.27",
            "docker.io/library/nginx:1.27",
        ] {
            assert!(wanted.accepts(&ImageRef::parse(same).unwrap()), "{same}");
        }
        for other in [
            "nginx",
            "nginx:1.28",
            "quay.io/library/nginx:1.27",
            "me/nginx:1.27",
        ] {
            assert!(!wanted.accepts(&ImageRef::parse(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn no_tag_asks_for_any() {
        let wanted = ImageRef::parse("nginx").unwrap();
        assert!(wanted.accepts(&ImageRef::parse("nginx:1.27").unwrap()));
        let latest = ImageRef::parse("nginx:latest").unwrap();
        assert!(latest.accepts(&ImageRef::parse("nginx").unwrap()));
    }

    #[test]
    fn registries_and_ports() {
        let image = ImageRef::parse("127.0.0.1:5000/me/app:1").unwrap();
        assert_eq!(image.registry, "127.0.0.1:5000");
        assert_eq!(image.to_string(), "127.0.0.1:5000/me/app:1");
        assert_eq!(
            ImageRef::parse("docker.io/nginx").unwrap().repository,
            "library/nginx"
        );
    }

    #[test]
    fn no_tag_is_the_tag_latest() {
        let parse = |text: &str| ImageRef::parse(text).unwrap();
        assert!(parse("shop").is_same_as(&parse("docker.io/library/shop:latest")));
        assert!(!parse("shop").is_same_as(&parse("shop:1")));
        assert!(parse("shop:1").is_official() && !parse("me/shop:1").is_official());
    }

    #[test]
    fn anywhere_means_any_registry_or_account() {
        let wanted = ImagePattern::parse("*/shop:1").unwrap();
        let accepts = |text: &str| wanted.accepts(&ImageRef::parse(text).unwrap());
        for fits in ["localhost:5000/shop:1", "me/shop:1", "ghcr.io/me/a/shop:1"] {
            assert!(accepts(fits), "{fits}");
        }
        for other in ["shop:1", "me/shop", "me/shop:2", "me/shop2:1", "shop/me:1"] {
            assert!(!accepts(other), "{other}");
        }
        let any_tag = ImagePattern::parse("*/shop").unwrap();
        assert!(any_tag.accepts(&ImageRef::parse("me/shop:7").unwrap()));
        for text in ["*/", "*/Shop", "*/me/shop", "*"] {
            assert_eq!(ImagePattern::parse(text), None, "{text}");
        }
    }

    #[test]
    fn refused() {
        for text in [
            "Nginx",
            "nginx:",
            "nginx: 1.25",
            "nginx ",
            "",
            "a//b",
            ":1",
            "nginx:1/2:3 ",
        ] {
            assert_eq!(ImageRef::parse(text), None, "{text}");
        }
    }
}
