//! K01–K06: the cluster is not reached, or does not let anybody in.
//!
//! The predicate is what podo itself met: a gap of the observation, whose reason comes from the
//! connection's error. A command that the learner typed is explained by its words alone only where
//! there is no observation to compare with, or where it went another way than podo does (flags
//! such as `--kubeconfig`); otherwise podo has reached the cluster since, and the words are stale.

mod words;

use crate::check::Cause;
use crate::explain::typed;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::{Snapshot, TypedCommand};

/// There is no kubeconfig.
pub(super) const K01: Rule = Rule {
    code: "K01",
    layer: Layer::Reach,
    refines: &[],
    teachable: false,
    waiting: false,
    find,
};

/// Nothing listens at the server's address.
pub(super) const K02: Rule = Rule { code: "K02", ..K01 };

/// The server's host name is unknown.
pub(super) const K03: Rule = Rule { code: "K03", ..K01 };

/// The server's address does not answer.
pub(super) const K04: Rule = Rule { code: "K04", ..K01 };

/// The server's certificate does not belong to the kubeconfig.
pub(super) const K05: Rule = Rule { code: "K05", ..K01 };

/// The credentials are not accepted.
pub(super) const K06: Rule = Rule { code: "K06", ..K01 };

/// Flags with which a command goes another way than podo.
const OTHER_WAYS: [&str; 8] = [
    "kubeconfig",
    "context",
    "cluster",
    "user",
    "server",
    "s",
    "token",
    "tls-server-name",
];

fn find(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let met = match context.exercise {
        Some(_) => by_podo(context).map(|gap| of_gap(rule, gap, context)),
        None => None,
    };
    let found = met
        .unwrap_or_else(|| by_command(context).and_then(|typed| of_command(rule, typed, context)));
    found.into_iter().collect()
}

/// What kept podo from reading.
fn by_podo<'c>(context: &Context<'c, '_>) -> Option<&'c Gap> {
    let gaps = context
        .failed()
        .into_iter()
        .filter_map(|failed| match &failed.outcome.cause {
            Some(Cause::Gap(gap)) => Some(gap),
            _ => None,
        });
    gaps.into_iter().find(|gap| gap.reason.is_fatal())
}

/// The failed command, where its words are not stale.
fn by_command<'s>(context: &Context<'_, 's>) -> Option<&'s TypedCommand> {
    let (typed, parsed) = context.failed_command()?;
    let other_way = || OTHER_WAYS.iter().any(|flag| parsed.flag(&[flag]).is_some());
    (context.exercise.is_none() || other_way()).then_some(typed)
}

fn of_gap(rule: &Rule, gap: &Gap, context: &Context<'_, '_>) -> Option<Finding> {
    let snapshot = context.snapshot();
    let missing = ["no kubeconfig", "No such file", "os error 2"];
    let (code, variant) = match gap.reason {
        GapReason::Refused => ("K02", None),
        GapReason::Dns => ("K03", None),
        GapReason::Timeout => ("K04", None),
        GapReason::Certificate => ("K05", None),
        GapReason::Unauthorized => ("K06", None),
        GapReason::Expired => ("K06", Some("expired")),
        GapReason::Kubeconfig if missing.iter().any(|words| gap.message.contains(words)) => {
            ("K01", None)
        }
        _ => return None,
    };
    let server = server_of(snapshot);
    let mut finding = Finding::new(rule).evidence(Source::Probe, None, server, &gap.message);
    finding.variant = variant;
    (code == rule.code).then(|| {
        commands(
            finding.arg("address", server).arg("host", host(server)),
            snapshot,
        )
    })
}

fn of_command(rule: &Rule, typed: &TypedCommand, context: &Context<'_, '_>) -> Option<Finding> {
    let snapshot = context.snapshot();
    let server = server_of(snapshot);
    let said = |line: &str| words::of_line(line, typed, server);
    let quote = typed::said(typed, |line| said(line).is_some())?;
    let (code, variant) = said(quote)?;
    if code != rule.code {
        return None;
    }
    let address = address(quote).unwrap_or(server);
    let mut finding = typed::quoted(Finding::new(rule), typed, quote);
    finding.variant = variant;
    let finding = finding.arg("address", address).arg("host", host(address));
    let mut finding = commands(finding, snapshot);
    if variant == Some("named") {
        finding.fix = vec![typed::without_flag(&typed.argv, &["kubeconfig"])];
    }
    Some(finding)
}

/// The address that a line names.
fn address(line: &str) -> Option<&str> {
    let after = |words: &str| line.split_once(words).map(|(_, after)| after);
    let found = after("The connection to the server ")
        .or_else(|| after("://"))
        .or_else(|| after("lookup "));
    let found = found.or_else(|| after("dial tcp "))?;
    let end = found.find([' ', '/', '"']).unwrap_or(found.len());
    Some(found[..end].trim_end_matches(':')).filter(|address| !address.is_empty())
}

/// The API server's host and port.
fn server_of(snapshot: &Snapshot) -> &str {
    let server = snapshot.cluster.server.as_str();
    let server = server
        .split_once("://")
        .map_or(server, |(_, address)| address);
    server.split('/').next().unwrap_or(server)
}

/// The host of an address.
fn host(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}

/// Where to look, and what repairs it.
fn commands(finding: Finding, snapshot: &Snapshot) -> Finding {
    let profile = minikube_profile(snapshot);
    let minikube = |verb: &str| {
        let mut words = vec!["minikube".to_owned(), verb.to_owned()];
        if let Some(profile) = profile.filter(|profile| *profile != "minikube") {
            words.extend(["-p".to_owned(), profile.to_owned()]);
        }
        words
    };
    let view: &[&str] = &["kubectl", "config", "view", "--minify"];
    let mut finding = match finding.code {
        "K01" => finding.look(&["kubectl", "config", "view"]),
        "K02" | "K04" if profile.is_some() => {
            let look = minikube("status");
            Finding { look, ..finding }
        }
        "K03" => finding.look(&[
            "kubectl",
            "config",
            "view",
            "--minify",
            "-o",
            "jsonpath={.clusters[0].cluster.server}",
        ]),
        _ => finding.look(view),
    };
    if profile.is_some() {
        match finding.code {
            "K02" => finding.fix.push(minikube("start")),
            "K04" => finding
                .fix
                .extend([minikube("start"), minikube("update-context")]),
            "K01" | "K03" | "K05" => finding.fix.push(minikube("update-context")),
            _ => {}
        }
    }
    finding
}

/// The minikube profile that the cluster is, as far as can be told without reaching it.
fn minikube_profile(snapshot: &Snapshot) -> Option<&str> {
    let label =
        |object: &crate::snapshot::object::Object| object.label("minikube.k8s.io/name").is_some();
    let context = snapshot.cluster.context.as_str();
    let known = context.contains("minikube") || snapshot.objects.iter().any(label);
    known.then_some(context)
}
