//! docker and minikube: the verbs and flags of steps.

use crate::lesson::commands::Check;
use crate::lesson::commands::flags::{Flag, Takes, flag, switch, value};

/// One verb and its flags.
struct Verb {
    /// The verb, with its sub-command where it has one.
    name: &'static str,
    flags: &'static [Flag],
    /// Whether flags may stand behind other words; `docker run IMAGE -x` gives `-x` to the image.
    mixed: bool,
    /// Whether its words are paths on the learner's machine.
    paths: bool,
}

const fn verb(name: &'static str, flags: &'static [Flag]) -> Verb {
    Verb {
        name,
        flags,
        mixed: true,
        paths: false,
    }
}

const LISTING: &[Flag] = &[
    flag('a', "all", Takes::Nothing),
    flag('q', "quiet", Takes::Nothing),
    flag('f', "filter", Takes::Value),
    value("format"),
    switch("no-trunc"),
];

const BUILD: &[Flag] = &[
    flag('t', "tag", Takes::Value),
    flag('f', "file", Takes::File),
    flag('q', "quiet", Takes::Nothing),
    value("build-arg"),
    value("target"),
    switch("no-cache"),
    switch("pull"),
];

/// No volumes, no host namespaces, no rights: only what shows that an image runs.
const RUN: &[Flag] = &[
    flag('d', "detach", Takes::Nothing),
    flag('i', "interactive", Takes::Nothing),
    flag('t', "tty", Takes::Nothing),
    flag('p', "publish", Takes::Value),
    flag('e', "env", Takes::Value),
    switch("rm"),
    value("name"),
    value("entrypoint"),
];

const REMOVE: &[Flag] = &[flag('f', "force", Takes::Nothing)];

const STOP: &[Flag] = &[flag('t', "time", Takes::Value)];

const LOGS: &[Flag] = &[
    flag('n', "tail", Takes::Value),
    flag('t', "timestamps", Takes::Nothing),
];

const REMOTE: &[Flag] = &[flag('q', "quiet", Takes::Nothing)];

const FORMAT: &[Flag] = &[flag('f', "format", Takes::Value)];

const DOCKER: &[Verb] = &[
    Verb {
        name: "build",
        flags: BUILD,
        mixed: true,
        paths: true,
    },
    Verb {
        name: "image build",
        flags: BUILD,
        mixed: true,
        paths: true,
    },
    Verb {
        name: "run",
        flags: RUN,
        mixed: false,
        paths: false,
    },
    verb("images", LISTING),
    verb("image ls", LISTING),
    verb("image inspect", FORMAT),
    verb("image history", LISTING),
    verb("image rm", REMOVE),
    verb("rmi", REMOVE),
    verb("ps", LISTING),
    verb("history", LISTING),
    verb("inspect", FORMAT),
    verb("tag", &[]),
    verb("push", REMOTE),
    verb("pull", &[]),
    verb("logs", LOGS),
    verb("stop", STOP),
    verb("rm", REMOVE),
    verb("info", FORMAT),
    verb("version", FORMAT),
];

const OUTPUT: &[Flag] = &[flag('o', "output", Takes::Value)];

const MINIKUBE: &[Verb] = &[
    verb(
        "version",
        &[
            flag('o', "output", Takes::Value),
            switch("short"),
            switch("components"),
        ],
    ),
    verb(
        "status",
        &[
            flag('o', "output", Takes::Value),
            flag('f', "format", Takes::Value),
        ],
    ),
    verb("ip", &[]),
    verb("profile list", OUTPUT),
    verb("node list", OUTPUT),
    verb("service list", OUTPUT),
    verb("addons list", OUTPUT),
    verb("addons enable", &[]),
    verb("addons disable", &[]),
    verb("image ls", &[value("format")]),
    verb("image load", &[]),
    verb("image rm", &[]),
];

/// Checks the words after `docker`.
pub(super) fn docker(args: &[String], check: &mut Check<'_>) {
    run(DOCKER, args, check);
}

/// Checks the words after `minikube`.
pub(super) fn minikube(args: &[String], check: &mut Check<'_>) {
    run(MINIKUBE, args, check);
}

fn run(verbs: &'static [Verb], args: &[String], check: &mut Check<'_>) {
    let starts = |name: &str| {
        let parts: Vec<&str> = name.split(' ').collect();
        let start = args.get(..parts.len())?;
        start
            .iter()
            .zip(&parts)
            .all(|(word, part)| word == part)
            .then_some(parts.len())
    };
    let found = verbs
        .iter()
        .find_map(|verb| Some((verb, starts(verb.name)?)));
    let Some((verb, length)) = found else {
        let known = |word: &String| {
            verbs
                .iter()
                .any(|verb| verb.name.split(' ').next() == Some(word))
        };
        let word = match (args.first(), args.get(1)) {
            (Some(first), Some(second)) if known(first) => second.clone(),
            (Some(first), _) => first.clone(),
            (None, _) => check.written.clone(),
        };
        return check.refuse(&word);
    };
    let line = check.line(&args[length..], &[verb.flags], verb.mixed);
    for (flag, value) in &line.flags {
        if flag.takes == Takes::File {
            check.path(value.unwrap_or_default());
        }
    }
    if verb.name == "push" {
        for word in line.words.iter().filter(|word| !stays_here(word)) {
            check.refuse(word);
        }
    }
    if verb.paths {
        for word in &line.words {
            check.path(word);
        }
    }
}

/// Whether an image is pushed to a registry on this machine: a lesson sends nothing into the world.
fn stays_here(image: &str) -> bool {
    let host = image.split_once('/').map(|(host, _)| host);
    host.and_then(|host| host.split_once(':'))
        .is_some_and(|(host, _)| matches!(host, "localhost" | "127.0.0.1"))
}
