//! P26 and P27: an init container fails, or does not come to an end.
//!
//! The containers of a Pod are started once all its init containers have ended well. P26: the
//! program of one ended with an error. P27: one runs on; where its command asks for a Service that
//! is not there, that is what it waits for, else only that it runs is known. Init containers that
//! are to go on running (`restartPolicy: Always`) hold nothing up.

use super::p10_exit;
use crate::explain::near::near;
use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, list, text};

/// It ends with an error.
pub(super) const P26: Rule = Rule {
    code: "P26",
    layer: Layer::Run,
    refines: &["P10"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let ended = p10_exit::ended(context)
            .filter(|(container, code)| container.init && *code != 0)
            .filter(|(container, _)| !p10_exit::is_start_error(container));
        ended
            .map(|(container, code)| {
                p10_exit::crashes(rule, context, &container, code).arg("main", main(container.pod))
            })
            .collect()
    },
};

/// It runs on.
pub(super) const P27: Rule = Rule {
    code: "P27",
    refines: &["S16"],
    find: |rule, context| {
        let all = context.pods().into_iter().flat_map(containers);
        let running = all.filter(|container| container.init && holds_up(container));
        running
            .map(|container| waits(rule, context, &container))
            .collect()
    },
    ..P26
};

/// Programs that ask a host, whose name is among their words.
const ASKING: [&str; 6] = ["nslookup", "wget", "curl", "nc", "ping", "getent"];

/// Where a container finds the name of its own namespace.
const OWN_NAMESPACE: &str = "serviceaccount/namespace";

/// The first of a Pod's own containers.
fn main(pod: &Object) -> &str {
    let first = pod.list("spec.containers").first();
    first.map_or("", |container| text(container, "name"))
}

/// Whether an init container runs, and the others wait for its end.
fn holds_up(container: &Container<'_>) -> bool {
    let runs = container
        .status
        .is_some_and(|status| status.pointer("/state/running").is_some());
    runs && text(container.spec, "restartPolicy") != "Always"
}

fn waits(rule: &Rule, context: &Context<'_, '_>, container: &Container<'_>) -> Finding {
    let pod = container.pod.key();
    let field = if container.spec.get("args").is_some() {
        "args"
    } else {
        "command"
    };
    let script = script(container);
    let name = container.name();
    let since = container
        .status
        .map_or("", |status| text(status, "state.running.startedAt"));
    let (object, path) = container.at(context.graph, field);
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, None, Some(script.clone()))
        .arg("container", name)
        .arg("main", main(container.pod))
        .arg("pod", container.pod.name())
        .confidence(Confidence::Likely)
        .evidence(Source::Status, Some(pod.clone()), "running since", since)
        .evidence(Source::Spec, Some(pod), field, &script)
        .look(&["kubectl", "logs", container.pod.name(), "-c", name]);
    let Some(service) = missing_service(context, &script) else {
        return found;
    };
    let services = context.graph.of_kind("Service");
    let near = near(service, services.map(Object::name));
    found = found
        .confidence(Confidence::Certain)
        .variant("service")
        .arg("service", service)
        .look(&["kubectl", "get", "services"]);
    if let Some(near) = near {
        return found.variant("near").arg("nearest", near);
    }
    exposed(found, context, service)
}

/// With the command that makes the Service, where a Deployment of its name is there to be exposed.
fn exposed(found: Finding, context: &Context<'_, '_>, service: &str) -> Finding {
    let Some(deployment) = context.graph.named("Deployment", service) else {
        return found;
    };
    let containers = list(deployment.value(), "spec.template.spec.containers").iter();
    let mut ports = containers
        .flat_map(|container| list(container, "ports"))
        .filter_map(|port| port.get("containerPort")?.as_i64());
    let argument = argument(deployment);
    match ports.next() {
        Some(port) => {
            let port = format!("--port={port}");
            found.fix(&["kubectl", "expose", &argument, &port])
        }
        None => found,
    }
}

/// All that a container is given to do, as one text.
fn script(container: &Container<'_>) -> String {
    let words = ["command", "args"].into_iter();
    let words = words.flat_map(|field| list(container.spec, field));
    let words: Vec<&str> = words.filter_map(serde_json::Value::as_str).collect();
    words.join(" ")
}

/// The Service of this namespace that a script asks for and that is not there.
fn missing_service<'t>(context: &Context<'_, '_>, script: &'t str) -> Option<&'t str> {
    let namespace = context.graph.namespace();
    let mut names = asked(script).filter_map(|host| {
        let mut labels = host.split('.');
        let name = labels.next()?;
        // `db.shop`: of another namespace, or of the world outside, nothing is known. The own one is
        // often read from a file.
        let is_own = |second: &str| {
            second == namespace || second.starts_with('$') && script.contains(OWN_NAMESPACE)
        };
        let is_here = labels.next().is_none_or(is_own);
        (is_here && is_name(name)).then_some(name)
    });
    let name = names.find(|name| context.graph.named("Service", name).is_none())?;
    context.has_read("Service").then_some(name)
}

/// The hosts that a shell's text asks for: the first word behind a program that asks which is
/// neither an option nor a number.
fn asked(script: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| matches!(c, ';' | '&' | '|' | '(' | ')' | '\n' | '`');
    script.split(ends).filter_map(|command| {
        let mut words = command.split_whitespace();
        words.find(|word| ASKING.contains(word))?;
        let host = words.find(|word| {
            let is_number = word.chars().all(|c| c.is_ascii_digit());
            !word.starts_with(['-', '>', '<', '/']) && !is_number && *word != "hosts"
        })?;
        let host = host.trim_matches(['"', '\'']);
        let host = host.split_once("://").map_or(host, |(_, rest)| rest);
        host.split(['/', ':']).next()
    })
}

/// Whether it can be the name of a Service, and is no address.
fn is_name(name: &str) -> bool {
    let of_names = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.chars().all(of_names)
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name != "localhost"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Verdict;
    use crate::explain::rules::tests::{change, explain_snapshot, load};
    use crate::snapshot::gap::{Gap, GapReason};

    #[test]
    fn the_hosts_that_a_script_asks_for() {
        for (script, hosts) in [
            ("sh -c until nslookup db; do sleep 2; done", &["db"][..]),
            (
                "sh -c until wget -qO- http://db:5432/ready; do echo waiting for db; sleep 2; done",
                &["db"],
            ),
            (
                "sh -c while ! nc -z -w 2 db.shop 5432; do sleep 1; done",
                &["db.shop"],
            ),
            (
                "sh -c until nslookup db.$(cat /run/namespace).svc; do sleep 2; done",
                &["db.$"],
            ),
            ("sh -c sleep 3600", &[]),
            ("sh -c nslookup $HOST", &["$HOST"]),
        ] {
            assert_eq!(asked(script).collect::<Vec<_>>(), hosts, "{script}");
        }
        assert!(!is_name("$HOST") && !is_name("10"));
    }

    #[test]
    fn only_what_was_read_is_known_to_be_missing() {
        let mut snapshot = load("faults/P27/faults-starts-init-no-service.json");
        let first = explain_snapshot(&snapshot).findings.remove(0);
        assert_eq!(
            (first.variant, first.confidence),
            (Some("service"), Confidence::Certain)
        );
        snapshot.gaps.push(Gap {
            kind: "Service".to_owned(),
            namespace: None,
            reason: GapReason::Forbidden,
            message: "services is forbidden".to_owned(),
        });
        let first = explain_snapshot(&snapshot).findings.remove(0);
        assert_eq!(
            (first.variant, first.confidence),
            (None, Confidence::Likely)
        );
    }

    #[test]
    fn an_init_container_that_is_to_run_on_holds_nothing_up() {
        let mut snapshot = load("faults/P27/faults-starts-init-no-service.json");
        change(&mut snapshot, "Pod", |pod| {
            pod["spec"]["initContainers"][0]["restartPolicy"] = "Always".into();
        });
        assert_ne!(explain_snapshot(&snapshot).first().unwrap().code, "P27");
    }

    #[test]
    fn a_service_that_was_made_just_now_takes_its_time() {
        let mut snapshot = load("faults/P27/faults-starts-init-no-service.json");
        let service = serde_json::json!({
            "kind": "Service", "apiVersion": "v1",
            "metadata": {
                "name": "db", "namespace": snapshot.cluster.namespace, "uid": "db",
                "creationTimestamp": snapshot.at.to_string(),
            },
        });
        snapshot
            .objects
            .push(Object::redacted(service, "Service", "v1"));
        let made = snapshot.at;
        let mut after = |seconds| {
            snapshot.at = made + jiff::SignedDuration::from_secs(seconds);
            explain_snapshot(&snapshot).verdict
        };
        assert_eq!(after(20), Verdict::Waiting);
        assert_eq!(after(60), Verdict::Fail);
    }
}
