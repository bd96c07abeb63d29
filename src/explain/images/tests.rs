//! Names of images: typos and near names.

use super::*;

#[test]
fn what_registries_say() {
    let pulled = "failed to pull and unpack image \"docker.io/library/x:1\": failed to resolve \
                  reference \"docker.io/library/x:1\": ";
    for (message, expected) in [
        // containerd with any registry.
        (
            format!("rpc error: code = NotFound desc = {pulled}docker.io/library/x:1: not found"),
            Some(Refusal::NotFound),
        ),
        // containerd with Docker Hub.
        (
            format!(
                "{pulled}pull access denied, repository does not exist or may require \
                 authorization: server message: insufficient_scope: authorization failed"
            ),
            Some(Refusal::Denied),
        ),
        // Docker.
        (
            "Error response from daemon: pull access denied for x, repository does not exist or \
             may require 'docker login'"
                .to_owned(),
            Some(Refusal::Denied),
        ),
        (
            "Error response from daemon: manifest for x:1 not found: manifest unknown".to_owned(),
            Some(Refusal::NotFound),
        ),
        // Neither is about the image's name.
        (
            format!(
                "{pulled}failed to do request: Head \"https://r/v2/\": dial tcp: lookup r: no such host"
            ),
            None,
        ),
        (
            "pulling from host r failed with status code [manifests 1]: 401 Unauthorized"
                .to_owned(),
            None,
        ),
    ] {
        assert_eq!(refusal(&message), expected, "{message}");
    }
}

#[test]
fn the_repository_that_is_meant() {
    let meant = |name: &str, wanted| known_repository(&ImageRef::parse(name).unwrap(), wanted);
    assert_eq!(meant("ngnix:1.27", None).as_deref(), Some("nginx"));
    assert_eq!(meant("nginx:1.72", None).as_deref(), Some("nginx"));
    assert_eq!(meant("busyboxx", None).as_deref(), Some("busybox"));
    assert_eq!(meant("grape-shop", None), None);
    assert_eq!(
        meant("me/grap-shop", Some("me/grape-shop:1")).as_deref(),
        Some("me/grape-shop")
    );
    // A short name is not a typo of every other short name.
    assert_eq!(meant("web", None), None);
    // What the exercise wants goes before what is well known.
    assert_eq!(meant("nod", Some("nod:1")).as_deref(), Some("nod"));
}
