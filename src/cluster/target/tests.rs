//! Targets as they are typed, and what is said when none is found.

use std::path::Path;

use serde_json::json;

use super::super::fake::{Fake, Reply};
use super::*;
use crate::sandbox::Sandbox;

#[test]
fn targets_are_read_as_they_are_written() {
    for text in [
        "auto",
        "sandbox",
        "minikube",
        "minikube:two",
        "context:arn:aws:eks:x/y",
    ] {
        assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
    }
    assert_eq!(
        "minikube:".parse::<Target>(),
        Err(TargetError::NameMissing("minikube"))
    );
    assert_eq!(
        "context".parse::<Target>(),
        Err(TargetError::NameMissing("context"))
    );
    assert_eq!("kind".parse::<Target>(), Err(TargetError::Form));
    assert_eq!("auto:x".parse::<Target>(), Err(TargetError::Form));
}

fn nodes(profile: Option<&str>) -> Reply {
    let node = |profile| json!({"metadata": {"labels": {PROFILE_LABEL: profile}}});
    let items: Vec<Value> = profile.map(node).into_iter().collect();
    Reply::json(&json!({"items": items}))
}

/// A kubeconfig with these servers; the contexts named with `minikube` are minikube's.
fn config(servers: &[(&str, &str)], current: &str) -> Kubeconfig {
    let clusters: Vec<_> = servers
        .iter()
        .map(|(name, server)| {
            let provider = name.contains("minikube").then_some(json!([{
                "name": "cluster_info", "extension": {"provider": "minikube.sigs.k8s.io"},
            }]));
            json!({"name": name, "cluster": {"server": server, "extensions": provider}})
        })
        .collect();
    let contexts: Vec<_> = servers
        .iter()
        .map(|(name, _)| json!({"name": name, "context": {"cluster": name}}))
        .collect();
    let text = json!({"current-context": current, "clusters": clusters, "contexts": contexts});
    Kubeconfig::parse(&text.to_string(), Path::new("/k")).unwrap()
}

async fn find_in(target: &str, config: Kubeconfig) -> Result<Found, NotFound> {
    let target: Target = target.parse().unwrap();
    find(&target, Ok(config), no_sandbox, &Proxy::default()).await
}

/// A machine on which the sandbox cannot be started.
fn no_sandbox() -> Result<PathBuf, SandboxError> {
    Err(SandboxError::Ended)
}

#[tokio::test]
async fn auto_takes_only_a_running_minikube() {
    let work = Fake::new(|_| nodes(None));
    let minikube = Fake::new(|_| nodes(Some("two")));
    let servers = [
        ("work", work.selected.server()),
        ("old-minikube", "http://127.0.0.1:1"),
        ("minikube-fake", work.selected.server()),
        ("two-minikube", minikube.selected.server()),
    ];
    let found = find_in("auto", config(&servers, "work")).await.unwrap();
    assert_eq!(found.selected.context(), "two-minikube");
    let profile = "two".to_owned();
    assert_eq!(found.provider, Provider::Minikube { profile });
    assert!(!found.needs_agreement());

    // Without a running one it is the sandbox, and the search is kept for the learner.
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(&sandbox::Files::new(folder.path()), None).unwrap();
    let found = find(
        &Target::Auto,
        Ok(config(&servers[..3], "minikube-fake")),
        || Ok(sandbox.files().kubeconfig()),
        &Proxy::default(),
    )
    .await
    .unwrap();
    assert_eq!(found.provider, Provider::Sandbox);
    assert!(!found.needs_agreement());
    assert_eq!(found.cluster.context(), sandbox::CONTEXT);
    let search = found.instead.unwrap();
    assert_eq!(search.contexts, ["work", "old-minikube", "minikube-fake"]);
    let tried: Vec<_> = search
        .candidates
        .iter()
        .map(|c| c.context.as_str())
        .collect();
    assert_eq!(
        tried,
        ["minikube-fake", "old-minikube"],
        "the current one first"
    );
    assert_eq!(search.candidates[0].outcome, Outcome::NotMinikube);
    assert!(matches!(
        &search.candidates[1].outcome,
        Outcome::Failed {
            reason: GapReason::Refused,
            ..
        }
    ));
}

#[tokio::test]
async fn a_context_that_is_named_is_used_after_a_yes() {
    let work = Fake::new(|_| nodes(None));
    let guest = Fake::new(|_| Reply::status(403, "nodes is forbidden"));
    let servers = [
        ("work", work.selected.server()),
        ("guest", guest.selected.server()),
        ("dead", "http://127.0.0.1:1"),
    ];
    let config = || config(&servers, "work");
    for name in ["work", "guest"] {
        let found = find_in(&format!("context:{name}"), config()).await.unwrap();
        assert!(found.needs_agreement(), "{name}");
        assert_eq!(found.cluster.uid(), "uid-kube-system");
    }
    let error = find_in("context:dead", config()).await.unwrap_err();
    assert!(
        matches!(error, NotFound::Unreachable { failure, .. } if failure.reason == GapReason::Refused)
    );
    let error = find_in("context:wrok", config()).await.unwrap_err();
    assert!(matches!(
        error,
        NotFound::Kubeconfig(KubeconfigError::ContextUnknown { nearest: Some(near), .. }) if near == "work"
    ));
    let error = find_in("minikube:work", config()).await.unwrap_err();
    assert!(matches!(error, NotFound::NoMinikube(_)));
}

#[tokio::test]
async fn without_a_kubeconfig_auto_says_where_it_looked() {
    let missing = || {
        Err(KubeconfigError::Missing {
            files: vec!["/home/me/.kube/config".into()],
        })
    };
    let proxy = Proxy::default();
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(&sandbox::Files::new(folder.path()), None).unwrap();
    let open = || Ok(sandbox.files().kubeconfig());
    let found = find(&Target::Auto, missing(), open, &proxy).await.unwrap();
    let search = found.instead.unwrap();
    assert_eq!(search.files, [PathBuf::from("/home/me/.kube/config")]);
    assert!(search.is_missing);
    let named = Target::Context {
        name: "x".to_owned(),
    };
    let error = find(&named, missing(), open, &proxy).await.unwrap_err();
    assert!(matches!(
        error,
        NotFound::Kubeconfig(KubeconfigError::Missing { .. })
    ));
    let asked = find(&Target::Sandbox, missing(), open, &proxy)
        .await
        .unwrap();
    assert_eq!((asked.provider, asked.instead), (Provider::Sandbox, None));
    let error = find(&Target::Auto, missing(), no_sandbox, &proxy)
        .await
        .unwrap_err();
    assert!(matches!(error, NotFound::Sandbox(SandboxError::Ended)));
}

#[test]
fn a_context_is_asked_for_as_it_was_found() {
    assert_eq!(Target::of_context("podo-sandbox"), Target::Sandbox);
    assert_eq!(Target::of_context("work").to_string(), "context:work");
}
