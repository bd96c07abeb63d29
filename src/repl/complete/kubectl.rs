//! What kubectl's verbs take: kinds, names, sub-commands and flags, as far as the course uses them.
//! From the reference of kubectl 1.20 to 1.36; a table for completion only, nothing is checked
//! against it.

/// What a verb's words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Nothing that could be completed.
    None,
    /// A kind and then names of it, or `KIND/NAME`.
    Objects,
    /// Sub-commands and then a kind and names.
    SubThenObjects(&'static [&'static str]),
    /// Sub-commands, nothing after them.
    Sub(&'static [&'static str]),
    /// A pod's name, or `KIND/NAME`.
    Pod,
    /// A node's name.
    Node,
    /// A kind, without names.
    Kind,
}

/// A verb with what it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verb {
    pub(super) name: &'static str,
    pub(super) words: Words,
    pub(super) flags: &'static [&'static str],
}

const fn verb(name: &'static str, words: Words, flags: &'static [&'static str]) -> Verb {
    Verb { name, words, flags }
}

/// Flags of every verb.
pub(super) const COMMON_FLAGS: &[&str] = &["--namespace", "-n", "--help", "-v"];

/// Formats for `-o`.
pub(super) const OUTPUTS: &[&str] = &[
    "wide",
    "yaml",
    "json",
    "name",
    "jsonpath=",
    "custom-columns=",
];

/// What `create` makes without a file.
const CREATE: &[&str] = &[
    "clusterrole",
    "clusterrolebinding",
    "configmap",
    "cronjob",
    "deployment",
    "ingress",
    "job",
    "namespace",
    "poddisruptionbudget",
    "priorityclass",
    "quota",
    "role",
    "rolebinding",
    "secret",
    "service",
    "serviceaccount",
    "token",
];

/// The verbs, in alphabetical order.
pub(super) const VERBS: &[Verb] = &[
    verb("annotate", Words::Objects, &["--overwrite", "--all", "-l"]),
    verb("api-resources", Words::None, &["--namespaced", "-o"]),
    verb("api-versions", Words::None, &[]),
    verb(
        "apply",
        Words::None,
        &[
            "-f",
            "--filename",
            "-k",
            "-R",
            "--dry-run=",
            "--server-side",
            "-o",
        ],
    ),
    verb("attach", Words::Pod, &["-it", "-c", "--container"]),
    verb("auth", Words::Sub(&["can-i", "whoami"]), &[]),
    verb(
        "autoscale",
        Words::Objects,
        &["--min=", "--max=", "--cpu-percent="],
    ),
    verb("cluster-info", Words::Sub(&["dump"]), &[]),
    verb(
        "config",
        Words::Sub(&[
            "current-context",
            "get-contexts",
            "set-context",
            "use-context",
            "view",
        ]),
        &["--minify", "--current"],
    ),
    verb("cordon", Words::Node, &[]),
    verb("cp", Words::Pod, &["-c", "--container"]),
    verb(
        "create",
        Words::Sub(CREATE),
        &[
            "-f",
            "--filename",
            "--image=",
            "--replicas=",
            "--port=",
            "--from-literal=",
            "--from-file=",
            "--schedule=",
            "--tcp=",
            "--dry-run=",
            "-o",
        ],
    ),
    verb("debug", Words::Pod, &["-it", "--image=", "--target="]),
    verb(
        "delete",
        Words::Objects,
        &[
            "-f",
            "--filename",
            "-l",
            "--all",
            "--now",
            "--wait=",
            "--ignore-not-found",
        ],
    ),
    verb("describe", Words::Objects, &["-f", "-l", "--show-events"]),
    verb("diff", Words::None, &["-f", "--filename", "-k"]),
    verb(
        "drain",
        Words::Node,
        &["--ignore-daemonsets", "--delete-emptydir-data", "--force"],
    ),
    verb("edit", Words::Objects, &["-o"]),
    verb("events", Words::None, &["--for=", "--types=", "--watch"]),
    verb("exec", Words::Pod, &["-it", "-c", "--container", "--"]),
    verb("explain", Words::Kind, &["--recursive", "--api-version="]),
    verb(
        "expose",
        Words::Objects,
        &[
            "--port=",
            "--target-port=",
            "--type=",
            "--name=",
            "--dry-run=",
            "-o",
        ],
    ),
    verb(
        "get",
        Words::Objects,
        &[
            "-o",
            "--output=",
            "-w",
            "--watch",
            "-l",
            "--selector=",
            "-A",
            "--all-namespaces",
            "-f",
            "--show-labels",
            "--sort-by=",
            "--field-selector=",
            "--no-headers",
        ],
    ),
    verb(
        "label",
        Words::Objects,
        &["--overwrite", "--all", "-l", "--list"],
    ),
    verb(
        "logs",
        Words::Pod,
        &[
            "-f",
            "--follow",
            "-c",
            "--container",
            "--previous",
            "--tail=",
            "--since=",
            "-l",
            "--timestamps",
        ],
    ),
    verb("patch", Words::Objects, &["-p", "--patch=", "--type="]),
    verb("port-forward", Words::Pod, &["--address="]),
    verb("proxy", Words::None, &["--port="]),
    verb("replace", Words::None, &["-f", "--filename", "--force"]),
    verb(
        "rollout",
        Words::SubThenObjects(&["history", "pause", "restart", "resume", "status", "undo"]),
        &["--to-revision=", "--revision=", "--timeout=", "--watch="],
    ),
    verb(
        "run",
        Words::None,
        &[
            "--image=",
            "--port=",
            "--env=",
            "--labels=",
            "--restart=",
            "--rm",
            "-it",
            "--command",
            "--dry-run=",
            "-o",
        ],
    ),
    verb(
        "scale",
        Words::Objects,
        &["--replicas=", "--current-replicas="],
    ),
    verb(
        "set",
        Words::SubThenObjects(&["env", "image", "resources", "selector", "serviceaccount"]),
        &["--limits=", "--requests=", "--from="],
    ),
    verb("taint", Words::SubThenObjects(&["nodes"]), &["--overwrite"]),
    verb(
        "top",
        Words::SubThenObjects(&["nodes", "pods"]),
        &["--containers", "-l", "-A"],
    ),
    verb("uncordon", Words::Node, &[]),
    verb("version", Words::None, &["--client", "-o"]),
    verb(
        "wait",
        Words::Objects,
        &["--for=", "--timeout=", "-l", "--all"],
    ),
];

/// The verb of that name.
pub(super) fn find(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

/// Flags that take the next word as their value, where they stand without `=`.
pub(super) const VALUE_FLAGS: &[&str] = &[
    "-n",
    "--namespace",
    "-o",
    "--output",
    "-f",
    "--filename",
    "-k",
    "-l",
    "--selector",
    "-c",
    "--container",
    "-p",
    "-v",
    "--image",
    "--replicas",
    "--port",
    "--context",
];
