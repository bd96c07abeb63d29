//! The simulated registry: what it hands out, and how it refuses what it does not have.

use super::{Image, Reference, catalogue::CATALOGUE};

/// Finds an image as a registry does; the error is containerd's, as the kubelet passes it on.
pub(crate) fn pull(reference: &Reference) -> Result<(&'static Image, String), String> {
    let repository = format!("{}/{}", reference.host, reference.path);
    let known = CATALOGUE
        .iter()
        .find(|image| image.repository == repository);
    let failed = format!(
        "failed to pull and unpack image \"{reference}\": failed to resolve reference \"{reference}\""
    );
    if let Some(image) = known {
        let tag = match &reference.digest {
            Some(digest) => image
                .tags
                .iter()
                .find(|tag| image.id(tag).ends_with(digest.as_str()))
                .copied(),
            None => image
                .tags
                .iter()
                .find(|tag| **tag == reference.tag)
                .copied(),
        };
        return tag.map(|tag| (image, tag.to_owned())).ok_or_else(|| {
            format!("rpc error: code = NotFound desc = {failed}: {reference}: not found")
        });
    }
    let host = reference.host.split(':').next().unwrap_or_default();
    let manifest = format!("/v2/{}/manifests/{}", reference.path, reference.tag);
    Err(match host {
        "docker.io" => format!(
            "{failed}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
        ),
        "localhost" | "127.0.0.1" => {
            let port = reference
                .host
                .split_once(':')
                .map_or("80", |(_, port)| port);
            format!(
                "{failed}: failed to do request: Head \"http://{}{manifest}\": dial tcp 127.0.0.1:{port}: connect: connection refused",
                reference.host
            )
        }
        "registry.k8s.io" => {
            format!("rpc error: code = NotFound desc = {failed}: {reference}: not found")
        }
        _ => format!(
            "{failed}: failed to do request: Head \"https://{}{manifest}\": dial tcp: lookup {host} on 192.168.49.1:53: no such host",
            reference.host
        ),
    })
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
    let short = |image: &Image| {
        let name = image.repository;
        name.strip_prefix("docker.io/library/")
            .or(name.strip_prefix("docker.io/"))
            .unwrap_or(name)
            .to_owned()
    };
    CATALOGUE.iter().map(short).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};

    #[test]
    fn unknown_images_fail_in_the_words_of_the_registry() {
        let error = |name: &str| pull(&parse(name).unwrap()).unwrap_err();
        assert!(pull(&parse("nginx:1.27").unwrap()).is_ok());
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
