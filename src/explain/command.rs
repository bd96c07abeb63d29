//! A kubectl command line, taken apart as far as explanations need it.

use crate::snapshot::kinds;

/// The words of a kubectl command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubectlCommand<'a> {
    /// `create`, `set`, `get` … Empty when there was none.
    pub verb: &'a str,
    /// The words that are no flags, the verb left out.
    pub words: Vec<&'a str>,
    /// Flags with their values; a flag without one has an empty value.
    pub flags: Vec<(&'a str, &'a str)>,
}

/// Flags of kubectl's commands that stand alone; all others take the next word as their value.
const SWITCHES: &[&str] = &[
    "all",
    "all-namespaces",
    "A",
    "watch",
    "w",
    "it",
    "i",
    "t",
    "ti",
    "stdin",
    "tty",
    "rm",
    "f-",
    "follow",
    "previous",
    "p-",
    "force",
    "now",
    "help",
    "h",
    "recursive",
    "R",
    "show-labels",
    "ignore-not-found",
    "overwrite",
    "local",
    "list",
    "no-headers",
    "server-side",
    "expose",
    "quiet",
    "q",
    "record",
    "wait",
    "watch-only",
    "attach",
    "command",
    "prune",
    "insecure-skip-tls-verify",
    "dry-run",
    "save-config",
    "validate",
    "cascade",
    "client",
    "short",
    "minify",
    "flatten",
    "raw",
    "ignore-daemonsets",
    "delete-emptydir-data",
    "disable-eviction",
    "show-kind",
    "show-managed-fields",
];

/// Verbs that are about Nodes, without the word.
const OF_NODES: [&str; 4] = ["cordon", "drain", "taint", "uncordon"];

/// Verbs that only look.
const LOOKING: &[&str] = &[
    "get",
    "describe",
    "logs",
    "explain",
    "top",
    "version",
    "cluster-info",
    "config",
    "auth",
    "api-resources",
    "api-versions",
    "diff",
    "wait",
    "exec",
    "attach",
    "port-forward",
    "proxy",
    "events",
    "completion",
    "help",
    "options",
    "",
];

impl<'a> KubectlCommand<'a> {
    /// Takes a command apart; `None` when it is not kubectl.
    pub fn parse(argv: &'a [String]) -> Option<Self> {
        let (program, rest) = argv.split_first()?;
        if program != "kubectl" {
            return None;
        }
        let mut command = Self {
            verb: "",
            words: Vec::new(),
            flags: Vec::new(),
        };
        let mut words = rest.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            if word == "--" {
                break;
            }
            let Some(flag) = word.strip_prefix("--").or_else(|| word.strip_prefix('-')) else {
                if command.verb.is_empty() {
                    command.verb = word;
                } else {
                    command.words.push(word);
                }
                continue;
            };
            if let Some((name, value)) = flag.split_once('=') {
                command.flags.push((name, value));
            } else if SWITCHES.contains(&flag) || flag.is_empty() {
                command.flags.push((flag, ""));
            } else {
                let value = words
                    .next_if(|next| !next.starts_with('-'))
                    .unwrap_or_default();
                command.flags.push((flag, value));
            }
        }
        Some(command)
    }

    /// Whether it is meant to change something on the cluster.
    pub fn changes(&self) -> bool {
        let looks = LOOKING.contains(&self.verb)
            || self.verb == "rollout" && matches!(self.words.first(), Some(&"status" | &"history"));
        !looks
    }

    /// The value of a flag, by any of its names.
    pub fn flag(&self, names: &[&str]) -> Option<&'a str> {
        self.flags
            .iter()
            .rev()
            .find(|(name, _)| names.contains(name))
            .map(|(_, value)| *value)
    }

    /// The file that it was given, as the working folder names it: without a `./` in front.
    pub fn file(&self) -> Option<&'a str> {
        let file = self.flag(&["f", "filename"])?;
        Some(file.strip_prefix("./").unwrap_or(file))
    }

    /// The namespace that was asked for.
    pub fn namespace(&self) -> Option<&'a str> {
        self.flag(&["n", "namespace"])
    }

    /// Whether it is about Nodes, or other objects that are in no namespace.
    pub fn is_cluster_wide(&self) -> bool {
        let words = self.words.get(self.subcommands()..).unwrap_or_default();
        let kinds = words.first().and_then(|word| word.split(['/', ',']).next());
        // `run NAME` has no kind, and the name may be like one.
        let kind = kinds
            .filter(|_| self.verb != "run")
            .and_then(kinds::from_argument);
        OF_NODES.contains(&self.verb) || kind.is_some_and(|kind| !kind.namespaced)
    }

    /// Whether it names the object of that kind and name.
    pub fn names(&self, kind: &str, name: &str) -> bool {
        self.object().is_some_and(|(word, named)| {
            named == name && kinds::from_argument(word).is_some_and(|known| known.kind == kind)
        })
    }

    /// How many words behind the verb belong to it: `set image`, `rollout undo`.
    fn subcommands(&self) -> usize {
        usize::from(matches!(self.verb, "set" | "rollout"))
    }

    /// The object it names, as lower-case kind word and name: `deployment/web` or `deployment web`;
    /// for `create KIND NAME` and `run NAME` what is to be made.
    pub fn object(&self) -> Option<(&'a str, &'a str)> {
        let words = self.words.get(self.subcommands()..)?;
        match (self.verb, words) {
            ("run", [name, ..]) => Some(("pod", name)),
            (_, [first, rest @ ..]) => match (first.split_once('/'), rest) {
                (Some((kind, name)), _) => Some((kind, name)),
                (None, [name, ..]) => Some((first, name)),
                (None, []) => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_no_namespace() {
        for (line, wide) in [
            ("kubectl uncordon minikube", true),
            ("kubectl label node minikube disk=ssd", true),
            ("kubectl patch pv/shelf -p x", true),
            ("kubectl get sc,pv", true),
            ("kubectl get pvc,pv", false),
            ("kubectl delete pvc shelf", false),
            ("kubectl set image deployment/web nginx=nginx:1.27", false),
            ("kubectl run node", false),
        ] {
            let words = words(line);
            let command = KubectlCommand::parse(&words).unwrap();
            assert_eq!(command.is_cluster_wide(), wide, "{line}");
        }
    }

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn names_the_object() {
        for (line, object) in [
            (
                "kubectl scale deployment/web --replicas=3",
                Some(("deployment", "web")),
            ),
            (
                "kubectl scale --replicas 3 deploy web",
                Some(("deploy", "web")),
            ),
            (
                "kubectl set image deployment/web nginx=nginx:1.27",
                Some(("deployment", "web")),
            ),
            ("kubectl run web --image=nginx", Some(("pod", "web"))),
            (
                "kubectl create deployment web --image nginx",
                Some(("deployment", "web")),
            ),
            (
                "kubectl rollout status deployment web",
                Some(("deployment", "web")),
            ),
            ("kubectl get pods", None),
        ] {
            let argv = words(line);
            assert_eq!(
                KubectlCommand::parse(&argv).unwrap().object(),
                object,
                "{line}"
            );
        }
    }

    #[test]
    fn what_changes_things() {
        let changes = |line: &str| KubectlCommand::parse(&words(line)).unwrap().changes();
        assert!(changes("kubectl delete pod web"));
        assert!(changes("kubectl rollout undo deployment/web"));
        assert!(!changes("kubectl rollout status deployment/web"));
        assert!(!changes("kubectl -n x get pods"));
    }
}
