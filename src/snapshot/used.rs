//! A command line as it stands on a cheat sheet: what was typed for its own sake is left, names and
//! values are replaced by words in capitals. Nothing of a Secret can be in it.

use super::kinds;
use crate::lesson::model::Program;

/// What a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To see what is there.
    Look,
    /// To make something.
    Make,
    /// To change something.
    Change,
    /// To move between versions.
    Update,
    /// To get to what runs in the cluster.
    Reach,
    /// To delete something.
    Remove,
    /// To look after nodes, clusters and access.
    Cluster,
    /// To make and move images.
    Images,
}

impl Purpose {
    /// All of them, in the order of a cheat sheet.
    pub const ALL: [Self; 8] = [
        Self::Look,
        Self::Make,
        Self::Change,
        Self::Update,
        Self::Reach,
        Self::Remove,
        Self::Cluster,
        Self::Images,
    ];

    /// Its name in message ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Make => "make",
            Self::Change => "change",
            Self::Update => "update",
            Self::Reach => "reach",
            Self::Remove => "remove",
            Self::Cluster => "cluster",
            Self::Images => "images",
        }
    }
}

use Purpose::{Change, Cluster, Images, Look, Make, Reach, Remove, Update};

/// The commands that a cheat sheet has, by the words they begin with.
pub const COMMANDS: &[(&str, Purpose)] = &[
    ("kubectl get", Look),
    ("kubectl describe", Look),
    ("kubectl logs", Look),
    ("kubectl explain", Look),
    ("kubectl top", Look),
    ("kubectl api-resources", Look),
    ("kubectl diff", Look),
    ("kubectl wait", Look),
    ("kubectl create", Make),
    ("kubectl run", Make),
    ("kubectl apply", Make),
    ("kubectl expose", Make),
    ("kubectl scale", Change),
    ("kubectl autoscale", Change),
    ("kubectl set", Change),
    ("kubectl edit", Change),
    ("kubectl patch", Change),
    ("kubectl replace", Change),
    ("kubectl label", Change),
    ("kubectl annotate", Change),
    ("kubectl rollout status", Update),
    ("kubectl rollout history", Update),
    ("kubectl rollout undo", Update),
    ("kubectl rollout restart", Update),
    ("kubectl rollout pause", Update),
    ("kubectl rollout resume", Update),
    ("kubectl exec", Reach),
    ("kubectl port-forward", Reach),
    ("kubectl cp", Reach),
    ("kubectl attach", Reach),
    ("kubectl proxy", Reach),
    ("kubectl delete", Remove),
    ("kubectl cordon", Cluster),
    ("kubectl uncordon", Cluster),
    ("kubectl drain", Cluster),
    ("kubectl taint", Cluster),
    ("kubectl config", Cluster),
    ("kubectl cluster-info", Cluster),
    ("kubectl version", Cluster),
    ("minikube start", Cluster),
    ("minikube stop", Cluster),
    ("minikube status", Cluster),
    ("minikube delete", Cluster),
    ("minikube ip", Cluster),
    ("minikube dashboard", Cluster),
    ("minikube addons", Cluster),
    ("minikube service", Reach),
    ("minikube tunnel", Reach),
    ("minikube ssh", Reach),
    ("minikube image", Images),
    ("docker build", Images),
    ("docker tag", Images),
    ("docker push", Images),
    ("docker pull", Images),
    ("docker images", Images),
    ("docker image", Images),
    ("docker run", Images),
    ("docker ps", Images),
    ("docker rmi", Images),
];

/// The entry of [`COMMANDS`] that a line belongs to.
pub fn command_of(line: &str) -> Option<(&'static str, Purpose)> {
    let begins = |command: &str| {
        let rest = line.strip_prefix(command);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    COMMANDS
        .iter()
        .copied()
        .find(|(command, _)| begins(command))
}

/// Flags with a value, and what stands for it.
const VALUES: &[(&str, &str)] = &[
    ("-n", "NAMESPACE"),
    ("--namespace", "NAMESPACE"),
    ("-l", "KEY=VALUE"),
    ("--selector", "KEY=VALUE"),
    ("-f", "FILE"),
    ("--filename", "FILE"),
    ("-k", "FOLDER"),
    ("-c", "CONTAINER"),
    ("--container", "CONTAINER"),
    ("-L", "KEY"),
    ("--label-columns", "KEY"),
    ("--image", "IMAGE"),
    ("--replicas", "N"),
    ("--port", "PORT"),
    ("--target-port", "PORT"),
    ("--tcp", "PORT:PORT"),
    ("--name", "NAME"),
    ("--from-literal", "KEY=VALUE"),
    ("--from-file", "FILE"),
    ("--from-env-file", "FILE"),
    ("--env", "KEY=VALUE"),
    ("-e", "KEY=VALUE"),
    ("--timeout", "TIME"),
    ("--since", "TIME"),
    ("--to-revision", "N"),
    ("--revision", "N"),
    ("--tail", "N"),
    ("--grace-period", "N"),
    ("--min", "N"),
    ("--max", "N"),
    ("--cpu-percent", "N"),
    ("--nodes", "N"),
    ("-v", "N"),
    ("-t", "TAG"),
    ("--tag", "TAG"),
    ("-p", "VALUE"),
    ("--patch", "VALUE"),
    ("--profile", "NAME"),
    ("--sort-by", "FIELD"),
    ("--field-selector", "FIELD=VALUE"),
];

/// Flags whose value is one of a few words, which is what the flag is about; and with `*` all that
/// begins so.
const KEPT: &[(&str, &[&str])] = &[
    ("-o", OUTPUTS),
    ("--output", OUTPUTS),
    (
        "--type",
        &[
            "ClusterIP",
            "NodePort",
            "LoadBalancer",
            "merge",
            "json",
            "strategic",
        ],
    ),
    ("--restart", &["Always", "OnFailure", "Never"]),
    ("--dry-run", &["client", "server"]),
    ("--driver", &["docker"]),
    (
        "--for",
        &["condition=Ready", "condition=Available", "delete"],
    ),
];

const OUTPUTS: &[&str] = &["wide", "yaml", "json", "name"];

/// Flags of other verbs than the one they stand with here: there they take no value.
const BARE: &[(&str, &str)] = &[
    ("kubectl logs", "-f"),
    ("kubectl logs", "-p"),
    ("kubectl exec", "-t"),
    ("kubectl run", "-t"),
    ("docker run", "-t"),
];

/// A command as a cheat sheet has it; `None` for one that it does not have.
pub fn generalised(argv: &[String]) -> Option<String> {
    let (first, rest) = argv.split_first()?;
    let program = Program::from_name(first)?;
    // Flags may stand in front of the verb.
    let verb = rest.iter().find(|word| !word.starts_with('-'))?;
    let sub = rest.iter().skip_while(|word| *word != verb).nth(1);
    let sub = sub.filter(|_| program == Program::Kubectl && verb == "rollout");
    let line: Vec<&str> = [Some(program.name()), Some(verb), sub.map(String::as_str)]
        .into_iter()
        .flatten()
        .collect();
    let (command, _) = command_of(&line.join(" "))?;
    let mut words = Words::new(command);
    let begins = command.split(' ').skip(1).count();
    let mut left = rest.iter().peekable();
    let mut verbs = 0;
    while let Some(word) = left.next() {
        if word == "--" {
            words.end = Some("-- COMMAND");
            break;
        }
        if word.starts_with('-') && word.len() > 1 {
            let next = left.peek().map(|next| next.as_str());
            if words.flag(word, next) {
                left.next();
            }
        } else if verbs < begins {
            verbs += 1;
        } else {
            words.plain(word);
        }
    }
    Some(words.line())
}

/// A command's words as they are replaced, flags behind the others.
struct Words {
    command: &'static str,
    plain: Vec<String>,
    flags: Vec<String>,
    end: Option<&'static str>,
}

impl Words {
    const fn new(command: &'static str) -> Self {
        Self {
            command,
            plain: Vec::new(),
            flags: Vec::new(),
            end: None,
        }
    }

    /// Adds a flag; true where the next word is its value.
    fn flag(&mut self, word: &str, next: Option<&str>) -> bool {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (word, None),
        };
        let is_bare = BARE.contains(&(self.command, flag));
        let kept = KEPT.iter().find(|(name, _)| *name == flag);
        let known = VALUES.iter().find(|(name, _)| *name == flag && !is_bare);
        let takes_next = value.is_none() && (kept.is_some() || known.is_some()) && next.is_some();
        let value = value.or_else(|| next.filter(|_| takes_next));
        let shown = match (value, kept, known) {
            (None, ..) | (Some("true" | "false"), None, None) => {
                return self.add_flag(word.to_owned(), false);
            }
            (Some(value), Some((_, words)), _) if words.contains(&value) => value,
            (Some(value), Some(_), _) => form(value),
            (_, None, Some((_, placeholder))) => placeholder,
            _ => "VALUE",
        };
        let joint = if flag.starts_with("--") { "=" } else { " " };
        self.add_flag(format!("{flag}{joint}{shown}"), takes_next)
    }

    fn add_flag(&mut self, flag: String, takes_next: bool) -> bool {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
        takes_next
    }

    /// Adds a word that is no flag.
    fn plain(&mut self, word: &str) {
        let shown = match (self.command, self.plain.len()) {
            ("kubectl create" | "kubectl set" | "kubectl config" | "kubectl top", 0) => {
                word.to_owned()
            }
            ("kubectl create", 1) if ["service", "secret"].contains(&&*self.plain[0]) => {
                kept_word(word)
            }
            ("minikube addons" | "minikube image" | "docker image", 0) => kept_word(word),
            ("kubectl explain", _) => "FIELD".to_owned(),
            ("docker build", _) if word == "." => word.to_owned(),
            ("docker build", _) => "FOLDER".to_owned(),
            ("docker tag" | "docker push" | "docker pull" | "docker run" | "docker rmi", at) => {
                image_word(self.command, at)
            }
            ("kubectl cordon" | "kubectl uncordon" | "kubectl drain", _) => "NODE".to_owned(),
            ("kubectl cp", _) => "FILE".to_owned(),
            (
                "kubectl run" | "kubectl logs" | "kubectl exec" | "kubectl attach"
                | "minikube service",
                _,
            ) if !word.contains('/') => "NAME".to_owned(),
            _ => self.object_word(word),
        };
        // Several names are as good as one.
        if self.plain.last() != Some(&shown) || self.plain.len() < 2 {
            self.plain.push(shown);
        }
    }

    /// A kind, a name, both, or a key with a value.
    fn object_word(&self, word: &str) -> String {
        if let Some((key, value)) = word.split_once('=') {
            let image =
                self.command == "kubectl set" && value.contains(|c: char| c.is_alphanumeric());
            let is_image = image && self.plain.first().is_some_and(|sub| sub == "image");
            return match (is_image, key.is_empty()) {
                (true, _) => "CONTAINER=IMAGE".to_owned(),
                (false, _) => "KEY=VALUE".to_owned(),
            };
        }
        if let Some((kind, _)) = word.split_once('/') {
            return match kinds::from_argument(kind) {
                Some(kind) => format!("{}/NAME", kind.kind.to_lowercase()),
                None => "KIND/NAME".to_owned(),
            };
        }
        if word.contains(':') || word.chars().all(|c| c.is_ascii_digit()) {
            return "PORT:PORT".to_owned();
        }
        if word.ends_with('-') {
            return "KEY-".to_owned();
        }
        let at = usize::from(self.command == "kubectl set");
        if self.plain.len() > at {
            return "NAME".to_owned();
        }
        let kinds: Option<Vec<&str>> = word
            .split(',')
            .map(|word| {
                if word == "all" {
                    Some("all")
                } else {
                    kinds::from_argument(word).map(|kind| kind.plural)
                }
            })
            .collect();
        kinds.map_or_else(|| "NAME".to_owned(), |kinds| kinds.join(","))
    }

    fn line(self) -> String {
        let begin = std::iter::once(self.command.to_owned());
        let end = self.end.map(str::to_owned);
        let words: Vec<String> = begin
            .chain(self.plain)
            .chain(self.flags)
            .chain(end)
            .collect();
        words.join(" ")
    }
}

/// A sub-command as it is; anything that has other characters than one is a name.
fn kept_word(word: &str) -> String {
    let known = [
        "generic",
        "tls",
        "docker-registry",
        "clusterip",
        "nodeport",
        "loadbalancer",
        "externalname",
        "enable",
        "disable",
        "list",
        "load",
        "ls",
        "rm",
        "build",
        "prune",
    ];
    if known.contains(&word) { word } else { "NAME" }.to_owned()
}

fn image_word(command: &str, at: usize) -> String {
    let word = match (command, at) {
        ("docker tag", 0) => "IMAGE",
        ("docker tag" | "docker push", _) => "TAG",
        ("docker run", 1..) => "COMMAND",
        _ => "IMAGE",
    };
    word.to_owned()
}

/// What an output is made of, without what exactly.
fn form(value: &str) -> &'static str {
    if value.starts_with("jsonpath") {
        "jsonpath=PATH"
    } else if value.starts_with("custom-columns") {
        "custom-columns=COLUMNS"
    } else {
        "VALUE"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(line: &str) -> Option<String> {
        generalised(&shell_words::split(line).unwrap())
    }

    #[test]
    fn names_and_values_become_words_in_capitals() {
        for (typed, line) in [
            ("kubectl get po", "kubectl get pods"),
            (
                "kubectl get pods -o wide -n kube-system",
                "kubectl get pods -o wide -n NAMESPACE",
            ),
            (
                "kubectl get pod web -o jsonpath='{.status.podIP}'",
                "kubectl get pods NAME -o jsonpath=PATH",
            ),
            ("kubectl get deploy,svc", "kubectl get deployments,services"),
            (
                "kubectl run web --image=nginx:1.27",
                "kubectl run NAME --image=IMAGE",
            ),
            (
                "kubectl run hello --image busybox --restart=Never -- echo secret",
                "kubectl run NAME --image=IMAGE --restart=Never -- COMMAND",
            ),
            (
                "kubectl create deployment web --image=nginx",
                "kubectl create deployment NAME --image=IMAGE",
            ),
            (
                "kubectl create secret generic db --from-literal=password=hunter2",
                "kubectl create secret generic NAME --from-literal=KEY=VALUE",
            ),
            (
                "kubectl scale deployment/web --replicas=3",
                "kubectl scale deployment/NAME --replicas=N",
            ),
            (
                "kubectl scale deploy web --replicas 3",
                "kubectl scale deployments NAME --replicas=N",
            ),
            (
                "kubectl set image deployment/web nginx=nginx:1.28",
                "kubectl set image deployment/NAME CONTAINER=IMAGE",
            ),
            (
                "kubectl rollout undo deployment/web --to-revision=1",
                "kubectl rollout undo deployment/NAME --to-revision=N",
            ),
            (
                "kubectl logs -f web -c helper",
                "kubectl logs NAME -f -c CONTAINER",
            ),
            (
                "kubectl exec -it web -- sh -c 'echo hunter2'",
                "kubectl exec NAME -it -- COMMAND",
            ),
            (
                "kubectl expose deployment web --type=NodePort --port=80",
                "kubectl expose deployments NAME --type=NodePort --port=PORT",
            ),
            (
                "kubectl label node minikube disk=ssd",
                "kubectl label nodes NAME KEY=VALUE",
            ),
            ("kubectl delete pod a b c", "kubectl delete pods NAME"),
            ("kubectl apply -f web.yaml", "kubectl apply -f FILE"),
            (
                "kubectl port-forward svc/web 8080:80",
                "kubectl port-forward service/NAME PORT:PORT",
            ),
            (
                "kubectl patch secret db -p '{\"data\":{}}'",
                "kubectl patch secrets NAME -p VALUE",
            ),
            ("docker build -t me/web:1 .", "docker build . -t TAG"),
            ("docker tag web me/web:1", "docker tag IMAGE TAG"),
            (
                "minikube start --driver=docker",
                "minikube start --driver=docker",
            ),
            ("minikube service web", "minikube service NAME"),
        ] {
            assert_eq!(sheet(typed).as_deref(), Some(line), "{typed}");
        }
    }

    #[test]
    fn what_no_sheet_has_is_left_out() {
        for line in [
            "kubectl",
            "kubectl frobnicate x",
            "docker login -p hunter2",
            "ls",
            "kubectl rollout",
        ] {
            assert_eq!(sheet(line), None, "{line}");
        }
    }
}
