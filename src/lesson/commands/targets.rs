//! What a kubectl command changes or makes: kinds that lessons may touch, and cluster-wide
//! objects that must be declared.

use crate::lesson::commands::Check;
use crate::lesson::commands::flags::Line;
use crate::lesson::kinds::is_makeable;
use crate::lesson::manifest::is_manifest;
use crate::snapshot::kinds::{Kind, find, from_argument};

/// The words after `create` that lessons may use, each with the kind that it makes.
const CREATE: &[(&str, &str)] = &[
    ("configmap", "ConfigMap"),
    ("cm", "ConfigMap"),
    ("cronjob", "CronJob"),
    ("cj", "CronJob"),
    ("deployment", "Deployment"),
    ("deploy", "Deployment"),
    ("ingress", "Ingress"),
    ("ing", "Ingress"),
    ("job", "Job"),
    ("namespace", "Namespace"),
    ("ns", "Namespace"),
    ("quota", "ResourceQuota"),
    ("resourcequota", "ResourceQuota"),
    ("secret", "Secret"),
    ("service", "Service"),
    ("svc", "Service"),
    ("serviceaccount", "ServiceAccount"),
    ("sa", "ServiceAccount"),
];

/// The kind of `kubectl` words that stand for several kinds.
const EVERYTHING: &str = "all";

/// `cordon NODE`, `taint node NODE KEY=VALUE:EFFECT` …
pub(super) fn nodes(verb: &str, line: &Line<'_>, check: &mut Check<'_>) {
    let words = if verb == "taint" {
        match line.words.split_first() {
            Some((word, names)) if is_kind(word, "Node") => names,
            Some((word, _)) if word.starts_with("node/") || word.starts_with("nodes/") => {
                &line.words
            }
            Some((word, _)) => return check.refuse(word),
            None => return check.refuse(verb),
        }
    } else {
        &line.words[..]
    };
    let names = words.iter().filter(|word| !is_assignment(word));
    let names: Vec<&str> = names
        .map(|word| word.split_once('/').map_or(*word, |(_, name)| name))
        .collect();
    if names.is_empty() {
        check.must_declare("Node", None);
    }
    for name in names {
        check.must_declare("Node", Some(name));
    }
}

/// `scale deployment web`, `delete pod/web`, `label pods,svc --all` …
pub(super) fn changed(verb: &str, line: &Line<'_>, check: &mut Check<'_>) {
    let Some((first, names)) = line.words.split_first() else {
        if !line.has("filename") && !line.has("kustomize") {
            check.refuse(verb);
        }
        return;
    };
    if first.contains('/') {
        // Every word names its kind itself; what follows may also be `KEY=VALUE`.
        for (word, name) in line.words.iter().filter_map(|word| word.split_once('/')) {
            if !is_assignment(word) {
                touch(verb, word, Some(name), check);
            }
        }
        return;
    }
    let names: Vec<&str> = names
        .iter()
        .copied()
        .filter(|word| !is_assignment(word))
        .collect();
    for word in first.split(',') {
        if names.is_empty() {
            touch(verb, word, None, check);
        }
        for name in &names {
            touch(verb, word, Some(name), check);
        }
    }
}

/// `create deployment web`, `apply -f web.yaml`, `run web` …
pub(super) fn made(verb: &str, line: &Line<'_>, check: &mut Check<'_>) {
    if verb == "run" {
        return;
    }
    let Some((word, rest)) = line.words.split_first() else {
        if !line.has("filename") && !line.has("kustomize") {
            check.refuse(verb);
        }
        return;
    };
    // `apply web.yaml`: a beginner's slip that kubectl refuses.
    let forgotten = verb != "create" && !line.has("filename") && is_manifest(word);
    if forgotten && check.is_mistake() {
        return;
    }
    // `apply edit-last-applied` opens an editor; `apply` and `replace` take no words otherwise.
    let found = CREATE
        .iter()
        .find(|(name, _)| verb == "create" && name == word);
    match found.and_then(|(_, kind)| find(kind)) {
        Some(kind) if !kind.namespaced => check.must_declare(kind.kind, rest.first().copied()),
        Some(_) => {}
        None => check.refuse(word),
    }
}

/// One object, or all of a kind, that a verb changes.
fn touch(verb: &str, word: &str, name: Option<&str>, check: &mut Check<'_>) {
    if word == EVERYTHING && verb == "delete" {
        return;
    }
    match from_argument(word) {
        Some(kind) if is_allowed(verb, kind) => {
            if !kind.namespaced {
                check.must_declare(kind.kind, name);
            }
        }
        // A kind that does not exist changes nothing: a beginner's slip.
        None if check.is_mistake() => {}
        _ => check.refuse(word),
    }
}

/// Whether a verb may change objects of a kind: those that lessons make, and labels and
/// annotations of nodes.
fn is_allowed(verb: &str, kind: &Kind) -> bool {
    is_makeable(kind) || (kind.kind == "Node" && matches!(verb, "label" | "annotate"))
}

fn is_kind(word: &str, name: &str) -> bool {
    from_argument(word).is_some_and(|kind| kind.kind == name)
}

/// `app=web`, `app-`, `key=value:NoSchedule`, `key:NoSchedule-`: what to set or take away, not
/// whose.
fn is_assignment(word: &str) -> bool {
    word.contains('=') || word.ends_with('-')
}
