//! The simulated registry: what it hands out, and how it refuses what it does not have.

use super::{Origin, Published, Reference, catalogue::CATALOGUE, familiar};

/// Finds an image among those of the catalogue.
pub(crate) fn published(reference: &Reference) -> Option<Origin> {
    let repository = reference.repository();
    let published = CATALOGUE
        .iter()
        .find(|image| image.repository == repository)?;
    let tag = match &reference.digest {
        Some(digest) => published
            .tags
            .iter()
            .find(|tag| published.digest(tag) == *digest)
            .copied(),
        None => published.tag(&reference.tag),
    };
    tag.map(|tag| Origin { published, tag })
}

/// Whether the catalogue has a repository, if not the tag.
pub(crate) fn has_repository(repository: &str) -> bool {
    CATALOGUE.iter().any(|image| image.repository == repository)
}

/// Why a name leads nowhere, in containerd's words.
///
/// `known` says that the registry is one that can be reached, and whether it has the repository.
pub(crate) fn no_manifest(reference: &Reference, known: Option<bool>) -> String {
    let repository = reference.repository();
    let not_found = format!("{reference}: not found");
    if known == Some(true) || has_repository(&repository) {
        return not_found;
    }
    let host = reference.host.split(':').next().unwrap_or_default();
    let manifest = format!("/v2/{}/manifests/{}", reference.path, reference.tag);
    match host {
        "docker.io" => "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed".to_owned(),
        "registry.k8s.io" => not_found,
        _ if known.is_some() => not_found,
        "localhost" | "127.0.0.1" => {
            let port = reference
                .host
                .split_once(':')
                .map_or("80", |(_, port)| port);
            format!(
                "failed to do request: Head \"http://{}{manifest}\": dial tcp 127.0.0.1:{port}: connect: connection refused",
                reference.host
            )
        }
        _ => format!(
            "failed to do request: Head \"https://{}{manifest}\": dial tcp: lookup {host} on 192.168.49.1:53: no such host",
            reference.host
        ),
    }
}

/// The same, as the kubelet passes it on.
pub(crate) fn unresolved(reference: &Reference, known: Option<bool>) -> String {
    let why = no_manifest(reference, known);
    let code = if why.ends_with(": not found") {
        "rpc error: code = NotFound desc = "
    } else {
        ""
    };
    format!(
        "{code}failed to pull and unpack image \"{reference}\": failed to resolve reference \"{reference}\": {why}"
    )
}

/// Images that really exist somewhere and that only the simulation lacks, as far as one can tell.
pub(crate) fn beyond_the_catalogue(reference: &Reference) -> bool {
    const WELL_KNOWN: &[&str] = &[
        "mysql",
        "mariadb",
        "mongo",
        "node",
        "python",
        "golang",
        "ubuntu",
        "debian",
        "centos",
        "fedora",
        "rabbitmq",
        "wordpress",
        "php",
        "ruby",
        "openjdk",
        "eclipse-temurin",
        "tomcat",
        "traefik",
        "haproxy",
        "registry",
        "hello-world",
        "caddy",
        "ghost",
        "influxdb",
        "elasticsearch",
        "kibana",
        "nats",
        "consul",
        "vault",
        "perl",
        "rust",
        "amazonlinux",
    ];
    match reference.host.as_str() {
        "docker.io" => reference
            .path
            .strip_prefix("library/")
            .is_none_or(|name| WELL_KNOWN.contains(&name)),
        "registry.k8s.io" | "k8s.gcr.io" | "gcr.io" | "quay.io" | "ghcr.io" | "public.ecr.aws"
        | "mcr.microsoft.com" => true,
        _ => false,
    }
}

/// The names in the catalogue, as one would type them.
pub(crate) fn names() -> String {
    let short = |image: &Published| familiar(image.repository);
    CATALOGUE.iter().map(short).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};

    #[test]
    fn unknown_images_fail_in_the_words_of_the_registry() {
        let error = |name: &str| {
            let reference = parse(name).unwrap();
            assert!(published(&reference).is_none());
            unresolved(&reference, None)
        };
        assert!(published(&parse("nginx:1.27").unwrap()).is_some());
        assert_eq!(
            error("nginx:1.72"),
            "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/nginx:1.72\": failed to resolve reference \"docker.io/library/nginx:1.72\": docker.io/library/nginx:1.72: not found"
        );
        assert!(error("ngnix:1.27").contains("pull access denied, repository does not exist"));
        assert!(
            error("127.0.0.1:9/nginx:1.27")
                .ends_with("dial tcp 127.0.0.1:9: connect: connection refused")
        );
        assert!(
            error("registry.nowhere.example/nginx").contains("lookup registry.nowhere.example")
        );
    }
}
