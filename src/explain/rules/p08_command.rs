//! P08 and P09: the container cannot be started, because there is no such program in it.
//!
//! Read from the words with which the runtime refused to start the container (`exec: "NAME": …`,
//! the same in containerd and Docker), in its waiting state or how its last run ended. P09 where
//! the name has a space in it: command and arguments were written as one string.

use serde_json::{Value, json};

use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source, repair};
use crate::snapshot::object::{Object, list, text};

/// Programs that beginners start most, for recognising a typo.
const PROGRAMS: &[&str] = &[
    "bash",
    "cat",
    "curl",
    "date",
    "echo",
    "env",
    "false",
    "httpd",
    "ls",
    "nginx",
    "node",
    "ping",
    "printenv",
    "python",
    "python3",
    "redis-server",
    "sh",
    "sleep",
    "tail",
    "top",
    "true",
    "wget",
];

/// There is no such program.
pub(super) const P08: Rule = Rule {
    code: "P08",
    layer: Layer::Start,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        find(context, |container, failure| {
            Some(program(rule, context, container, failure))
        })
    },
};

/// Command and arguments are one string.
pub(super) const P09: Rule = Rule {
    code: "P09",
    refines: &["P08"],
    find: |rule, context| {
        find(context, |container, failure| {
            one_string(rule, context, container, failure)
        })
    },
    ..P08
};

/// A program that the runtime could not execute.
struct Failure<'s> {
    /// Its name, as the runtime was given it.
    name: String,
    /// The runtime's words.
    message: &'s str,
}

fn find<'s>(
    context: &Context<'_, 's>,
    of: impl Fn(&Container<'s>, &Failure<'s>) -> Option<Finding>,
) -> Vec<Finding> {
    context
        .pods()
        .into_iter()
        .flat_map(containers)
        .filter_map(|container| of(&container, &failure(&container)?))
        .collect()
}

/// The failure to execute that a container's state tells of.
fn failure<'s>(container: &Container<'s>) -> Option<Failure<'s>> {
    let ended = container.terminated().map(|ended| text(ended, "message"));
    [Some(container.waiting_message()), ended]
        .into_iter()
        .flatten()
        .find_map(|message| executed(message).map(|name| Failure { name, message }))
}

/// The name in `exec: "NAME": reason`, where the reason is about the file itself.
fn executed(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("exec: \"")?;
    let (name, reason) = rest.split_once("\": ")?;
    let about_file = [
        "executable file not found",
        "no such file or directory",
        "permission denied",
        "is a directory",
        "not a directory",
    ];
    about_file
        .iter()
        .any(|words| reason.contains(words))
        .then(|| name.replace("\\\"", "\"").replace("\\\\", "\\"))
}

fn program(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    failure: &Failure<'_>,
) -> Finding {
    let name = failure.name.as_str();
    let found = finding(rule, context, container, failure);
    if failure.message.contains("permission denied") {
        return found.variant("denied");
    }
    if written(container, name).is_none() {
        return found.variant("image");
    }
    let Some(nearest) = nearest_program(name) else {
        return found;
    };
    let found = found.variant("typo").arg("nearest", nearest);
    repaired(found, context, container, &[nearest.to_owned()])
}

fn one_string(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    failure: &Failure<'_>,
) -> Option<Finding> {
    let name = failure.name.as_str();
    if !name.contains(char::is_whitespace) || written(container, name).is_none() {
        return None;
    }
    let words = shell_words::split(name)
        .unwrap_or_else(|_| name.split_whitespace().map(str::to_owned).collect());
    let found = finding(rule, context, container, failure).arg("list", json!(words).to_string());
    Some(repaired(found, context, container, &words))
}

/// What both rules say.
fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    failure: &Failure<'_>,
) -> Finding {
    let name = failure.name.as_str();
    let pod = container.pod.key();
    let place = if container.waiting_reason().is_empty() {
        "terminated"
    } else {
        "waiting"
    };
    let mut found = Finding::new(rule)
        .arg("program", name)
        .arg("container", container.name())
        .evidence(Source::Status, Some(pod), place, failure.message)
        .look(&["kubectl", "describe", &argument(container.pod)]);
    match written(container, name) {
        Some(field) => {
            let (object, path) = container.at(context.graph, &format!("{field}[0]"));
            found = found
                .object(object.key())
                .field(path, None, Some(name.to_owned()));
        }
        None => found = found.object(container.at(context.graph, "image").0.key()),
    }
    found
}

/// The field in which the program's name is the first word: without a `command`, the first of
/// `args` is what the image is told to start (or what its own entry point makes of it).
fn written(container: &Container<'_>, name: &str) -> Option<&'static str> {
    ["command", "args"].into_iter().find(|field| {
        let first = list(container.spec, field).first();
        first.and_then(Value::as_str) == Some(name)
    })
}

/// With what should be there instead of the first word, and the commands that put it there.
fn repaired(
    mut found: Finding,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    first: &[String],
) -> Finding {
    let Some(field) = written(container, text_arg(&found, "program")) else {
        return found;
    };
    let rest = list(container.spec, field)
        .iter()
        .skip(1)
        .filter_map(Value::as_str);
    let words: Vec<String> = first
        .iter()
        .cloned()
        .chain(rest.map(str::to_owned))
        .collect();
    let (object, path) = container.at(context.graph, field);
    let now = container.spec.get(field).map(Value::to_string);
    found = found.field(path, Some(json!(words).to_string()), now);
    for command in repairs(object, container, field, &words) {
        found.fix.push(command);
    }
    found
}

fn text_arg<'f>(found: &'f Finding, name: &str) -> &'f str {
    match found.args.get(name) {
        Some(crate::explain::Arg::Text(text)) => text,
        _ => "",
    }
}

/// A workload is patched; a bare Pod with one container is made anew, as its command cannot change.
fn repairs(
    object: &Object,
    container: &Container<'_>,
    field: &str,
    words: &[String],
) -> Vec<Vec<String>> {
    let owned = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    if object.kind() != "Pod" {
        let containers = if container.init {
            "initContainers"
        } else {
            "containers"
        };
        let change = json!({"name": container.name(), field: words});
        let patch = json!({"spec": {"template": {"spec": {containers: [change]}}}});
        return vec![owned(&[
            "kubectl",
            "patch",
            &argument(object),
            "-p",
            &patch.to_string(),
        ])];
    }
    let restart = object.text("spec.restartPolicy");
    repair::run_anew(object, field, words, restart)
}

/// The program that is nearly of that name.
fn nearest_program(name: &str) -> Option<&'static str> {
    if PROGRAMS.contains(&name) {
        return None;
    }
    PROGRAMS
        .iter()
        .map(|program| (strsim::damerau_levenshtein(program, name), *program))
        .filter(|(distance, program)| *distance <= 2.min(program.len() / 2))
        .min()
        .map(|(_, program)| program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::rules::tests::explain_fixture;

    #[test]
    fn the_repair_has_the_words_apart() {
        for (path, fix) in [
            (
                "faults/P09/faults-pods-command-one-string.json",
                "kubectl run tool --image=busybox:1.36 -- sleep 3600",
            ),
            (
                "faults/P08/faults-pods-command-no-such-program-once.json",
                "kubectl run tool --image=busybox:1.36 --restart=Never -- sleep 3600",
            ),
        ] {
            let diagnosis = explain_fixture(path);
            let fix = fix.split(' ').collect::<Vec<_>>();
            assert_eq!(
                diagnosis.first().unwrap().fix.last().unwrap(),
                &fix,
                "{path}"
            );
        }
    }

    #[test]
    fn names_in_the_words_of_runtimes() {
        let create = "OCI runtime create failed: ";
        for (message, name) in [
            (
                format!(
                    "failed to create containerd task: failed to create shim task: {create}runc create failed: unable to start container process: exec: \"slepp\": executable file not found in $PATH: unknown"
                ),
                Some("slepp"),
            ),
            (
                format!(
                    "{create}container_linux.go:370: starting container process caused: exec: \"sleep 3600\": executable file not found in $PATH: unknown"
                ),
                Some("sleep 3600"),
            ),
            (
                format!(
                    "{create}runc create failed: unable to start container process: exec: \"/opt/tool\": stat /opt/tool: no such file or directory: unknown"
                ),
                Some("/opt/tool"),
            ),
            (
                format!(
                    "{create}runc create failed: unable to start container process: exec: \"sh -c \\\"date\\\"\": executable file not found in $PATH"
                ),
                Some("sh -c \"date\""),
            ),
            (
                format!("{create}container init was OOM-killed (memory limit too low?): unknown"),
                None,
            ),
            (String::new(), None),
        ] {
            assert_eq!(executed(&message).as_deref(), name, "{message}");
        }
    }

    #[test]
    fn typos_of_programs() {
        assert_eq!(nearest_program("slepp"), Some("sleep"));
        assert_eq!(nearest_program("ehco"), Some("echo"));
        assert_eq!(nearest_program("bash"), None);
        assert_eq!(nearest_program("/opt/tool"), None);
    }
}
