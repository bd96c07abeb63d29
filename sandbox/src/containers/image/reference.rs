//! Names of images: taken apart, completed, or refused.

/// A name of an image, taken apart and completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The registry's host.
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) tag: String,
    /// With `sha256:` before it.
    pub(crate) digest: Option<String>,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.digest {
            Some(digest) => write!(f, "{}/{}@{digest}", self.host, self.path),
            None => write!(f, "{}/{}:{}", self.host, self.path, self.tag),
        }
    }
}

impl Reference {
    /// Registry and repository, without tag and digest.
    pub(crate) fn repository(&self) -> String {
        format!("{}/{}", self.host, self.path)
    }

    /// Repository and tag as one types them.
    pub(crate) fn short(&self) -> String {
        format!("{}:{}", familiar(&self.repository()), self.tag)
    }
}

/// A repository as one types it: the public registry's name is left out.
pub(crate) fn familiar(repository: &str) -> &str {
    repository
        .strip_prefix("docker.io/library/")
        .or(repository.strip_prefix("docker.io/"))
        .unwrap_or(repository)
}

/// Reads the name of an image; the error is what is wrong, in the words of the library that all use.
pub(crate) fn parse(text: &str) -> Result<Reference, String> {
    let malformed = || "invalid reference format".to_owned();
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest.to_owned())),
        None => (text, None),
    };
    if let Some(digest) = &digest
        && !digest
            .strip_prefix("sha256:")
            .is_some_and(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        return Err(malformed());
    }
    let (host, remote) = match rest.split_once('/') {
        Some((host, remote)) if host.contains(['.', ':']) || host == "localhost" => {
            (host.to_owned(), remote.to_owned())
        }
        _ => ("docker.io".to_owned(), rest.to_owned()),
    };
    let (path, tag) = match remote.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path.to_owned(), Some(tag.to_owned())),
        _ => (remote, None),
    };
    let path = if host == "docker.io" && !path.contains('/') {
        format!("library/{path}")
    } else {
        path
    };
    if path.chars().any(|c| c.is_ascii_uppercase()) {
        return Err(format!(
            "invalid reference format: repository name ({path}) must be lowercase"
        ));
    }
    let part = |p: &str| {
        let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        edge(p.as_bytes().first())
            && edge(p.as_bytes().last())
            && p.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    let host_ok = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let tag_ok = tag.as_deref().is_none_or(|t| {
        !t.is_empty()
            && t.len() <= 128
            && !t.starts_with(['.', '-'])
            && t.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    });
    if !host_ok || !tag_ok || !path.split('/').all(part) {
        return Err(malformed());
    }
    let host = if host == "index.docker.io" {
        "docker.io".to_owned()
    } else {
        host
    };
    Ok(Reference {
        host,
        path,
        tag: tag.unwrap_or_else(|| "latest".to_owned()),
        digest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_and_wrong_ones_say_why() {
        assert_eq!(
            parse("nginx:1.27").unwrap().to_string(),
            "docker.io/library/nginx:1.27"
        );
        assert_eq!(
            parse("kicbase/echo-server").unwrap().to_string(),
            "docker.io/kicbase/echo-server:latest"
        );
        assert_eq!(parse("127.0.0.1:9/nginx:1").unwrap().host, "127.0.0.1:9");
        assert_eq!(
            parse("Nginx:1.27").unwrap_err(),
            "invalid reference format: repository name (library/Nginx) must be lowercase"
        );
        for bad in ["nginx: 1.27", "", "nginx:", "a//b", "nginx@sha256:1"] {
            assert_eq!(parse(bad).unwrap_err(), "invalid reference format", "{bad}");
        }
    }
}
