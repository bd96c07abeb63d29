//! What is offered at the cursor.

use super::kubectl::{VERBS, Words};
use super::{Sources, complete};

struct Fake;

impl Sources for Fake {
    fn lessons(&self) -> Vec<String> {
        ["pods", "pods/first-pod", "deployments"]
            .map(str::to_owned)
            .into()
    }

    fn terms(&self) -> Vec<String> {
        ["Pod", "파드", "port forwarding"].map(str::to_owned).into()
    }

    fn jobs(&self) -> Vec<String> {
        vec!["1".to_owned()]
    }

    fn files(&self, _typed: &str) -> Vec<String> {
        ["web.yaml", "my file.yaml", "sub/"]
            .map(str::to_owned)
            .into()
    }

    fn objects(&self, kind: &str) -> Vec<String> {
        match kind {
            "Pod" => vec!["web-1".to_owned(), "web-2".to_owned()],
            "Deployment" => vec!["web".to_owned()],
            "Namespace" => vec!["default".to_owned()],
            "Node" => vec!["minikube".to_owned()],
            _ => Vec::new(),
        }
    }
}

/// What completes a line at its end.
fn check(line: &str) -> Vec<String> {
    let completion = complete(line, line.len(), &Fake);
    let words = completion.candidates.into_iter();
    words
        .map(|word| format!("{}{}", &line[..completion.start], word.replacement))
        .collect()
}

#[test]
fn lines_are_completed() {
    for (line, expected) in [
        ("kub", &["kubectl "][..]),
        ("chec", &["check "]),
        ("start p", &["start pods ", "start pods/first-pod "]),
        ("start pods x", &[]),
        ("skip d", &["skip deployments "]),
        ("review pods/", &["review pods/first-pod "]),
        ("glossary 파", &["glossary 파드 "]),
        ("glossary po", &["glossary 'port forwarding' "]),
        ("cheatsheet m", &["cheatsheet markdown "]),
        ("lang ", &["lang ko ", "lang en "]),
        ("stop ", &["stop 1 ", "stop all "]),
        ("edit w", &["edit web.yaml "]),
        ("edit s", &["edit sub/"]),
        ("edit my", &["edit 'my file.yaml' "]),
        ("edit 'my f", &["edit 'my file.yaml' "]),
        ("minikube stat", &["minikube status "]),
        ("docker bu", &["docker build "]),
        ("kubectl desc", &["kubectl describe "]),
        ("kubectl get depl", &["kubectl get deployments "]),
        (
            "kubectl get po ",
            &["kubectl get po web-1 ", "kubectl get po web-2 "],
        ),
        (
            "kubectl delete pod web-1 ",
            &["kubectl delete pod web-1 web-2 "],
        ),
        ("kubectl get deploy/", &["kubectl get deploy/web "]),
        (
            "kubectl delete pod/web-1 pod/web-2",
            &["kubectl delete pod/web-1 pod/web-2 "],
        ),
        (
            "kubectl -n default logs web-1",
            &["kubectl -n default logs web-1 "],
        ),
        ("kubectl logs -f web-1", &["kubectl logs -f web-1 "]),
        (
            "kubectl logs deployment/",
            &["kubectl logs deployment/web "],
        ),
        ("kubectl exec -it dep", &["kubectl exec -it deployment/"]),
        ("kubectl exec web-1 -- w", &[]),
        ("kubectl apply -f w", &["kubectl apply -f web.yaml "]),
        (
            "kubectl apply --filename=w",
            &["kubectl apply --filename=web.yaml "],
        ),
        ("kubectl get pods -o y", &["kubectl get pods -o yaml "]),
        ("kubectl get pods -n d", &["kubectl get pods -n default "]),
        ("kubectl get pods -o=", &[]),
        ("kubectl scale --repl", &["kubectl scale --replicas="]),
        ("kubectl rollout und", &["kubectl rollout undo "]),
        (
            "kubectl rollout undo deployment w",
            &["kubectl rollout undo deployment web "],
        ),
        (
            "kubectl set image deploy",
            &["kubectl set image deployments "],
        ),
        ("kubectl taint nodes ", &["kubectl taint nodes minikube "]),
        ("kubectl cordon ", &["kubectl cordon minikube "]),
        ("kubectl create dep", &["kubectl create deployment "]),
        (
            "kubectl create deployment web --im",
            &["kubectl create deployment web --image="],
        ),
        ("kubectl frobnicate a", &[]),
        ("xyz ", &[]),
    ] {
        assert_eq!(check(line), expected, "{line}");
    }
}

#[test]
fn only_what_is_before_the_cursor_counts() {
    let completion = complete("kubectl get po -o wide", 14, &Fake);
    assert_eq!(completion.start, 12);
    assert_eq!(completion.candidates[0].display, "pods");
    // A cursor within a character is no place, and no reason to end.
    complete("한", 1, &Fake);
}

#[test]
fn the_table_is_sorted_and_its_flags_are_flags() {
    assert!(VERBS.windows(2).all(|pair| pair[0].name < pair[1].name));
    for verb in VERBS {
        for flag in verb.flags {
            assert!(flag.starts_with('-'), "{} {flag}", verb.name);
        }
        if let Words::Sub(subs) | Words::SubThenObjects(subs) = verb.words {
            assert!(subs.is_sorted(), "{}", verb.name);
        }
    }
}
