//! P10 and P11: the program in the container ends, with an error or without one.
//!
//! P10: a container that is started again and again, or (with `restartPolicy: Never`) has ended,
//! and whose last run ended with another exit code than 0. P11: the exit code is 0, and the Pod is
//! one whose program has to keep running; or the Pod is wanted to end well (`Succeeded`), which one
//! with `restartPolicy: Always` never does, whatever its program does at the moment.
//!
//! Neither where something else ended the program: the node for its memory (P13), the runtime that
//! could not start it (P08), a liveness probe, or a change of its image.

use serde_json::Value;

use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source, repair};
use crate::snapshot::object::{Object, list, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling;

/// What the kubelet says in place of the log of a container that is no longer there.
const NO_LOG: &str = "unable to retrieve container logs for";

/// How many of a program's last lines are quoted.
const LAST_WORDS: usize = 2;

/// It ends with an error.
pub(super) const P10: Rule = Rule {
    code: "P10",
    layer: Layer::Run,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        ended(context)
            .filter(|(container, code)| *code != 0 && !is_start_error(container))
            .map(|(container, code)| crashes(rule, context, &container, code))
            .collect()
    },
};

/// It has done its work and ends.
pub(super) const P11: Rule = Rule {
    code: "P11",
    find: |rule, context| {
        let never_done = never_done(context);
        let is_never_done = |pod: &Object| never_done.iter().any(|other| std::ptr::eq(*other, pod));
        let ends = ended(context).filter(|(container, code)| {
            *code == 0
                && !container.init
                && container.pod.text("spec.restartPolicy") == "Always"
                && !is_never_done(container.pod)
        });
        ends.map(|(container, _)| finishes(rule, context, &container))
            .chain(never_done.iter().map(|pod| starts_again(rule, pod)))
            .collect()
    },
    ..P10
};

/// The containers whose program ended by itself, with their exit code.
pub(super) fn ended<'x>(
    context: &'x Context<'_, '_>,
) -> impl Iterator<Item = (Container<'x>, i64)> + 'x {
    let all = context.pods().into_iter().flat_map(containers);
    all.filter(|container| has_ended(container, context))
        .filter_map(|container| container.exit_code().map(|code| (container, code)))
}

fn has_ended(container: &Container<'_>, context: &Context<'_, '_>) -> bool {
    let Some(status) = container.status else {
        return false;
    };
    let ends = container.waiting_reason() == "CrashLoopBackOff"
        || status.pointer("/state/terminated").is_some()
        || settling::is_between_crashes(status, container.pod, context.graph);
    let killed = container
        .terminated()
        .is_some_and(|ended| text(ended, "reason") == "OOMKilled");
    ends && !killed
        && !settling::was_replaced(status, container.pod, context.graph)
        && !["livenessProbe", "startupProbe"]
            .iter()
            .any(|probe| container.is_ended_by(probe, context.graph))
}

/// Whether the runtime could not even start it.
pub(super) fn is_start_error(container: &Container<'_>) -> bool {
    container
        .terminated()
        .is_some_and(|ended| matches!(text(ended, "reason"), "StartError" | "ContainerCannotRun"))
}

/// What P10 and P26 say of a program that ended with an error.
pub(super) fn crashes(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    code: i64,
) -> Finding {
    let pod = container.pod.key();
    let running = container
        .status
        .and_then(|status| status.pointer("/state/terminated"))
        .is_some();
    let state = if running { "state" } else { "lastState" };
    let statuses = if container.init {
        "initContainerStatuses"
    } else {
        "containerStatuses"
    };
    let path = format!(
        "status.{statuses}[{}].{state}.terminated.exitCode",
        container.index
    );
    let reason = container
        .terminated()
        .map_or("", |ended| text(ended, "reason"));
    let mut found = Finding::new(rule)
        .object(pod.clone())
        .field(FieldPath::parse(&path), None, Some(code.to_string()))
        .arg("exit", code)
        .arg("pod", container.pod.name())
        .arg("container", container.name())
        .arg("restarts", container.restarts());
    found.variant = meaning(code);
    for line in last_words(container, context) {
        found = found.evidence(Source::Log, Some(pod.clone()), container.name(), line);
    }
    found = found
        .evidence(
            Source::Status,
            Some(pod.clone()),
            "waiting",
            container.waiting_reason(),
        )
        .evidence(
            Source::Status,
            Some(pod),
            "terminated",
            &format!("{reason}, exit code {code}"),
        );
    let mut look = vec!["kubectl", "logs", container.pod.name()];
    if container.pod.list("spec.containers").len() > 1 || container.init {
        look.extend(["-c", container.name()]);
    }
    if !running {
        look.push("--previous");
    }
    found.look(&look)
}

/// The exit codes whose meaning is known, as names of sentences.
fn meaning(code: i64) -> Option<&'static str> {
    match code {
        1 => Some("error"),
        2 => Some("usage"),
        126 => Some("not-executable"),
        127 => Some("not-found"),
        137 => Some("killed"),
        139 => Some("segfault"),
        143 => Some("terminated"),
        _ => None,
    }
}

/// The last lines of the log of the run that ended.
fn last_words<'s>(container: &Container<'_>, context: &Context<'_, 's>) -> Vec<&'s str> {
    let log = context
        .snapshot()
        .previous_logs
        .iter()
        .find(|log| log.pod == container.pod.name() && log.container == container.name());
    let says = |line: &&str| !line.trim().is_empty() && !line.starts_with(NO_LOG);
    let lines: Vec<&str> = log
        .map(|log| log.text.lines().filter(says).collect())
        .unwrap_or_default();
    lines[lines.len().saturating_sub(LAST_WORDS)..].to_vec()
}

/// The bare Pods that are wanted to end well and are started again each time, unless a program of
/// theirs fails.
fn never_done<'s>(context: &Context<'_, 's>) -> Vec<&'s Object> {
    let wanted = |pod: &Object| {
        context.mismatches().iter().any(|(_, mismatch)| {
            mismatch.object == pod.key()
                && mismatch.path.to_string() == "status.phase"
                && mismatch.expected == "Succeeded"
        })
    };
    let runs = |container: &Container<'_>| {
        container.exit_code().is_none_or(|code| code == 0)
            && matches!(container.waiting_reason(), "" | "CrashLoopBackOff")
            && container.status.is_some()
    };
    context
        .pods()
        .into_iter()
        .filter(|pod| pod.controller().is_none() && pod.text("spec.restartPolicy") == "Always")
        .filter(|pod| wanted(pod) && containers(pod).iter().all(runs))
        .collect()
}

fn starts_again(rule: &Rule, pod: &Object) -> Finding {
    let mut found = Finding::new(rule)
        .variant("never-done")
        .object(pod.key())
        .field(
            FieldPath::parse("spec.restartPolicy"),
            Some("Never".to_owned()),
            Some("Always".to_owned()),
        )
        .arg("pod", pod.name())
        .look(&["kubectl", "get", &argument(pod), "--watch"]);
    for container in containers(pod) {
        let restarts = container.restarts().to_string();
        let place = format!("{}  restartCount", container.name());
        found = found.evidence(Source::Status, Some(pod.key()), &place, &restarts);
    }
    if let [container] = pod.list("spec.containers") {
        let field = ["command", "args"]
            .into_iter()
            .find(|field| container.get(field).is_some())
            .unwrap_or("args");
        let words: Vec<String> = list(container, field)
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        found.fix = repair::run_anew(pod, field, &words, "Never");
    }
    found
}

fn finishes(rule: &Rule, context: &Context<'_, '_>, container: &Container<'_>) -> Finding {
    let field = if container.spec.get("args").is_some() {
        "args"
    } else {
        "command"
    };
    let (object, path) = container.at(context.graph, field);
    let pod = container.pod.key();
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(
            path,
            None,
            Some(
                container
                    .spec
                    .get(field)
                    .map(Value::to_string)
                    .unwrap_or_default(),
            ),
        )
        .arg("image", container.image())
        .arg("pod", container.pod.name())
        .arg("container", container.name())
        .evidence(
            Source::Status,
            Some(pod.clone()),
            "waiting",
            container.waiting_reason(),
        )
        .evidence(
            Source::Status,
            Some(pod),
            "terminated",
            "Completed, exit code 0",
        )
        .look(&["kubectl", "describe", &argument(container.pod)]);
    if object.kind() == "Pod" {
        found = found.variant("pod");
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::explain::{Source, wants_previous_log};

    #[test]
    fn the_last_words_are_asked_for_once() {
        let mut snapshot = load("faults/P10/faults-pods-command-exit-127.json");
        let logs = std::mem::take(&mut snapshot.previous_logs);
        let asked = wants_previous_log(&explain_snapshot(&snapshot));
        assert_eq!(asked, Some(("tool".to_owned(), "tool".to_owned())));
        snapshot.previous_logs = logs;
        let diagnosis = explain_snapshot(&snapshot);
        assert_eq!(wants_previous_log(&diagnosis), None);
        let first = diagnosis.first().unwrap();
        assert_eq!(first.variant, Some("not-found"));
        let words = first
            .evidence
            .iter()
            .find(|evidence| evidence.source == Source::Log);
        assert_eq!(words.unwrap().quote, "sh: slepp: not found");
    }

    #[test]
    fn other_findings_ask_for_no_log() {
        let snapshot = load("faults/P11/faults-pods-command-no-command.json");
        assert_eq!(wants_previous_log(&explain_snapshot(&snapshot)), None);
    }
}
