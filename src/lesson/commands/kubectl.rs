//! kubectl: the verbs of steps, and what is looked at beyond their flags.

use crate::lesson::commands::flags::{Flag, Line, Takes};
use crate::lesson::commands::kubectl_flags as f;
use crate::lesson::commands::{Check, Use, targets};
use crate::lesson::model::Program;
use crate::lesson::problem::ProblemKind;

/// What a verb does to the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Only looks.
    Look,
    /// Changes the objects that its words name.
    Change,
    /// Makes what its files say, or what its first word names.
    Make,
    /// Changes nodes.
    Nodes,
    /// Runs a command in a container.
    Exec,
}

/// One verb and what may follow it.
struct Verb {
    /// The verb, with its sub-command where it has one.
    name: &'static str,
    does: Does,
    flags: &'static [&'static [Flag]],
}

const fn verb(name: &'static str, does: Does, flags: &'static [&'static [Flag]]) -> Verb {
    Verb { name, does, flags }
}

const VERBS: &[Verb] = &[
    verb("get", Does::Look, &[f::GET, f::OUTPUT, f::SELECT, f::FILES]),
    verb("describe", Does::Look, &[f::GET, f::SELECT, f::FILES]),
    verb("logs", Does::Look, &[f::LOGS]),
    verb("top pod", Does::Look, &[f::TOP, f::SELECT, f::OUTPUT]),
    verb("top pods", Does::Look, &[f::TOP, f::SELECT, f::OUTPUT]),
    verb("top node", Does::Look, &[f::TOP, f::SELECT, f::OUTPUT]),
    verb("top nodes", Does::Look, &[f::TOP, f::SELECT, f::OUTPUT]),
    verb("explain", Does::Look, &[f::EXPLAIN]),
    verb("api-resources", Does::Look, &[f::RESOURCES, f::OUTPUT]),
    verb("cluster-info", Does::Look, &[]),
    verb("config view", Does::Look, &[f::OUTPUT, f::CONFIG]),
    verb("config current-context", Does::Look, &[]),
    verb("config get-contexts", Does::Look, &[f::OUTPUT]),
    verb("version", Does::Look, &[f::VERSION, f::OUTPUT]),
    verb(
        "wait",
        Does::Look,
        &[f::WAIT, f::SELECT, f::FILES, f::OUTPUT],
    ),
    verb(
        "rollout status",
        Does::Look,
        &[f::ROLLOUT, f::SELECT, f::FILES],
    ),
    verb(
        "rollout history",
        Does::Look,
        &[f::ROLLOUT, f::SELECT, f::FILES, f::OUTPUT],
    ),
    verb(
        "rollout undo",
        Does::Change,
        &[f::ROLLOUT, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "rollout restart",
        Does::Change,
        &[f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "rollout pause",
        Does::Change,
        &[f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "rollout resume",
        Does::Change,
        &[f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "annotate",
        Does::Change,
        &[f::META, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "label",
        Does::Change,
        &[f::META, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "apply",
        Does::Make,
        &[
            f::APPLY,
            f::DELETION,
            f::SELECT,
            f::FILES,
            f::CHANGE,
            f::OUTPUT,
        ],
    ),
    verb(
        "create",
        Does::Make,
        &[f::CREATE, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "replace",
        Does::Make,
        &[f::DELETION, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "run",
        Does::Make,
        &[f::RUN, f::DELETION, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "delete",
        Does::Change,
        &[
            f::DELETION,
            f::MISSING,
            f::SELECT,
            f::FILES,
            f::CHANGE,
            f::OUTPUT,
        ],
    ),
    verb(
        "patch",
        Does::Change,
        &[f::PATCH, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "scale",
        Does::Change,
        &[f::SCALE, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "autoscale",
        Does::Change,
        &[f::AUTOSCALE, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "expose",
        Does::Change,
        &[f::EXPOSE, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "set image",
        Does::Change,
        &[f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "set env",
        Does::Change,
        &[f::SET, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "set resources",
        Does::Change,
        &[f::SET, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb(
        "set selector",
        Does::Change,
        &[f::META, f::SELECT, f::FILES, f::CHANGE, f::OUTPUT],
    ),
    verb("cordon", Does::Nodes, &[f::SELECT, f::CHANGE]),
    verb("uncordon", Does::Nodes, &[f::SELECT, f::CHANGE]),
    verb(
        "drain",
        Does::Nodes,
        &[f::DRAIN, f::DELETION, f::SELECT, f::CHANGE],
    ),
    verb(
        "taint",
        Does::Nodes,
        &[f::META, f::SELECT, f::CHANGE, f::OUTPUT],
    ),
    verb("exec", Does::Exec, &[f::EXEC]),
];

/// The namespace that a mistake may stray into, as learners do who forget where they are.
const STRAY_NAMESPACE: &str = "default";

/// Beginnings of names that belong to the cluster itself.
const SYSTEM_NAMESPACES: &str = "kube-";

/// Checks the words after `kubectl`.
pub(super) fn check(args: &[String], check: &mut Check<'_>) {
    let Some((verb, before, after)) = find_verb(args, check) else {
        return;
    };
    let words: Vec<String> = before.iter().chain(after).cloned().collect();
    let mut flags = vec![f::EVERYWHERE];
    flags.extend(verb.flags);
    if check.is_mistake() {
        flags.push(f::CARRIED_OVER);
    }
    let line = check.line(&words, &flags, true);
    check_flags(verb, &line, check);
    match verb.does {
        // A command in a container of the namespace can do no more than one given to `run`.
        Does::Look | Does::Exec => {}
        Does::Nodes => targets::nodes(verb.name, &line, check),
        Does::Change => targets::changed(verb.name, &line, check),
        Does::Make => targets::made(verb.name, &line, check),
    }
}

/// The verb with the words before and after it; reported where there is none on the list.
fn find_verb<'a>(
    args: &'a [String],
    check: &mut Check<'_>,
) -> Option<(&'static Verb, &'a [String], &'a [String])> {
    // Flags may stand before the verb: `kubectl -n default get pods`.
    let mut at = 0;
    while let Some(word) = args.get(at).filter(|word| word.starts_with('-')) {
        at += if word.contains('=') || (word.starts_with("-n") && word.len() > 2) {
            1
        } else {
            2
        };
    }
    let Some(first) = args.get(at) else {
        check.refuse(Program::Kubectl.name());
        return None;
    };
    let two = args.get(at + 1).map(|second| format!("{first} {second}"));
    let found = VERBS.iter().find_map(|verb| {
        let length = if verb.name == first {
            1
        } else if two.as_deref() == Some(verb.name) {
            2
        } else {
            return None;
        };
        Some((verb, &args[..at], &args[at + length..]))
    });
    if found.is_none() {
        let known = VERBS
            .iter()
            .any(|verb| verb.name.split(' ').next() == Some(first));
        let second = args.get(at + 1).filter(|_| known);
        check.refuse(second.unwrap_or(first));
    }
    found
}

/// Checks the values of flags.
fn check_flags(verb: &Verb, line: &Line<'_>, check: &mut Check<'_>) {
    for (flag, value) in &line.flags {
        let value = value.unwrap_or_default();
        match flag.takes {
            Takes::Manifests => value.split(',').for_each(|path| check.manifest(path)),
            Takes::Kustomization => check.kustomization(value),
            Takes::File => drop(check.path(value)),
            Takes::KeyFile => {
                for part in value.split(',') {
                    let path = part.split_once('=').map_or(part, |(_, path)| path);
                    check.path(path);
                }
            }
            Takes::ObjectPart => check.object_part(value),
            Takes::Output if reads_a_file(value) => check.refuse(value),
            Takes::Namespace => check_namespace(verb, value, check),
            Takes::EveryNamespace if verb.does != Does::Look => check.refuse("-A"),
            Takes::Nothing
            | Takes::Value
            | Takes::Maybe
            | Takes::Output
            | Takes::EveryNamespace => {}
        }
    }
}

/// Whether a way of writing output takes its template from a file: `jsonpath-file=…`.
fn reads_a_file(output: &str) -> bool {
    output
        .split('=')
        .next()
        .is_some_and(|way| way.contains("file"))
}

fn check_namespace(verb: &Verb, namespace: &str, check: &mut Check<'_>) {
    let allowed = match check.usage {
        Use::Setup => false,
        Use::Solution => verb.does == Does::Look,
        // Making something in a namespace that does not exist is a mistake of its own.
        Use::Mistake { .. } if verb.does == Does::Make => !namespace.starts_with(SYSTEM_NAMESPACES),
        Use::Mistake { .. } | Use::Cleanup => {
            verb.does == Does::Look || namespace == STRAY_NAMESPACE
        }
    };
    let strays = verb.does != Does::Look && namespace == STRAY_NAMESPACE;
    if !allowed {
        check.refuse("--namespace");
    } else if strays && matches!(check.usage, Use::Mistake { cleaned_up: false }) {
        check.done.problems.push(ProblemKind::NotDeclared {
            what: format!("-n {namespace}"),
        });
    }
}
