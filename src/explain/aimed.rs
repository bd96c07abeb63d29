//! What a command of kubectl was aimed at: a kind, and names, labels or all of them.
//!
//! Objects that a command has deleted are no longer there to be looked up, so a target can also be
//! held against the workload that made them.

use super::command::KubectlCommand;
use crate::snapshot::graph::Graph;
use crate::snapshot::kinds;
use crate::snapshot::object::Object;

/// What a command was aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim<'a> {
    /// `Pod`.
    pub kind: &'static str,
    /// The names it gives.
    pub names: Vec<&'a str>,
    /// The labels it selects by; `None` without a selector, or with one that is more than equality.
    pub labels: Option<Vec<(&'a str, &'a str)>>,
    /// Whether it was aimed at all of the kind.
    pub all: bool,
}

impl<'a> Aim<'a> {
    /// The aim of a command; `None` where it names no kind.
    pub fn of(command: &KubectlCommand<'a>) -> Option<Self> {
        let skip = usize::from(matches!(command.verb, "set" | "rollout"));
        // `image nginx=nginx:1.28` of `set` and `team=shop` of `label` are no names.
        let words = command.words.get(skip..)?;
        let mut words = words.iter().copied().filter(|word| !word.contains('='));
        let first = words.next()?;
        let slashed = |word: &'a str| word.split_once('/');
        let (kind, mut names) = match slashed(first) {
            Some((kind, name)) => (kind, vec![name]),
            None => (first, Vec::new()),
        };
        names.extend(words.map(|word| slashed(word).map_or(word, |(_, name)| name)));
        Some(Self {
            kind: kinds::from_argument(kind)?.kind,
            names,
            labels: command.flag(&["l", "selector"]).and_then(equalities),
            all: command.flag(&["all"]).is_some_and(|value| value != "false"),
        })
    }

    /// Whether it was aimed at an object.
    pub fn hits(&self, object: &Object) -> bool {
        object.kind() == self.kind
            && (self.all
                || self.names.contains(&object.name())
                || self.labels.as_ref().is_some_and(|labels| {
                    labels
                        .iter()
                        .all(|(key, value)| object.label(key) == Some(*value))
                }))
    }

    /// Whether it was aimed at objects that a workload makes: at Pods or ReplicaSets with a name
    /// that begins as those of the workload do, or with labels of its template.
    pub fn hits_made_by(&self, workload: &Object, graph: &Graph<'_>) -> bool {
        let begins = format!("{}-", workload.name());
        let template = workload.map("spec.template.metadata.labels");
        let has = |key: &str, value: &str| {
            let own = template
                .and_then(|labels| labels.get(key))
                .and_then(|own| own.as_str());
            own == Some(value)
        };
        matches!(self.kind, "Pod" | "ReplicaSet")
            && self.kind != workload.kind()
            && (self.all
                || self.names.iter().any(|name| name.starts_with(&begins))
                || self
                    .labels
                    .as_ref()
                    .is_some_and(|labels| labels.iter().all(|(key, value)| has(key, value)))
                || graph
                    .owned_by(workload)
                    .iter()
                    .any(|owned| self.hits(owned)))
    }
}

/// The labels of a selector of equalities: `app=web,tier==front`.
fn equalities(selector: &str) -> Option<Vec<(&str, &str)>> {
    selector
        .split(',')
        .map(|part| {
            let (key, value) = part.split_once('=')?;
            let plain = !key.ends_with('!') && !key.contains(' ');
            plain.then_some((key, value.trim_start_matches('=')))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aim(line: &str) -> Option<(&'static str, Vec<String>, Option<usize>, bool)> {
        let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let command = KubectlCommand::parse(&argv).unwrap();
        let aim = Aim::of(&command)?;
        let names = aim.names.iter().map(|name| (*name).to_owned()).collect();
        Some((
            aim.kind,
            names,
            aim.labels.map(|labels| labels.len()),
            aim.all,
        ))
    }

    #[test]
    fn what_commands_are_aimed_at() {
        let named = |kind, names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            Some((kind, names, None, false))
        };
        for (line, expected) in [
            (
                "kubectl delete pod web-1 web-2",
                named("Pod", &["web-1", "web-2"]),
            ),
            (
                "kubectl delete pod/web-1 pod/web-2",
                named("Pod", &["web-1", "web-2"]),
            ),
            (
                "kubectl scale rs/web-1 --replicas=3",
                named("ReplicaSet", &["web-1"]),
            ),
            (
                "kubectl set image pod/web nginx=nginx:1.28",
                named("Pod", &["web"]),
            ),
            (
                "kubectl label deploy web team=shop",
                named("Deployment", &["web"]),
            ),
            (
                "kubectl delete pods -l app=web,x=y --now",
                Some(("Pod", vec![], Some(2), false)),
            ),
            (
                "kubectl delete pods --all",
                Some(("Pod", vec![], None, true)),
            ),
            (
                "kubectl delete pods -l app!=web",
                Some(("Pod", vec![], None, false)),
            ),
            ("kubectl apply -f web.yaml", None),
        ] {
            assert_eq!(aim(line), expected, "{line}");
        }
    }
}
