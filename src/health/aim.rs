//! Commands that reach what was looked at: outside a lesson nobody has set the namespace or the
//! context for them.

use crate::explain::Finding;
use crate::explain::command::KubectlCommand;

/// Where commands have to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The namespace.
    pub namespace: String,
    /// The context, where it is not the one that kubectl takes by itself.
    pub context: Option<String>,
}

/// Verbs of kubectl that are about the kubeconfig or the cluster as a whole.
const ELSEWHERE: [&str; 2] = ["config", "cluster-info"];

impl Aim {
    /// A finding whose commands go there. Words of podo's prompt are left out, and so are repairs
    /// that begin with deleting something: only in an exercise is it known how it comes back.
    pub(super) fn finding(&self, mut finding: Finding) -> Finding {
        finding.look = self.command(finding.look).unwrap_or_default();
        let fixes = finding.fix.into_iter();
        let fixes: Vec<_> = fixes.filter_map(|fix| self.command(fix)).collect();
        finding.fix = if fixes.iter().any(|fix| deletes(fix)) {
            Vec::new()
        } else {
            fixes
        };
        finding
    }

    fn command(&self, mut words: Vec<String>) -> Option<Vec<String>> {
        match words.first()?.as_str() {
            "kubectl" => {}
            "minikube" | "docker" => return Some(words),
            _ => return None,
        }
        let mut flags = Vec::new();
        if is_namespaced(&words) {
            flags.extend(["-n".to_owned(), self.namespace.clone()]);
        }
        if let Some(context) = &self.context {
            flags.extend(["--context".to_owned(), context.clone()]);
        }
        let end = words.iter().position(|word| word == "--");
        let end = end.unwrap_or(words.len());
        words.splice(end..end, flags);
        Some(words)
    }
}

fn deletes(words: &[String]) -> bool {
    words.get(1).is_some_and(|verb| verb == "delete") || words.iter().any(|w| w == "--replicas=0")
}

/// Whether a command of kubectl needs to be told the namespace.
fn is_namespaced(words: &[String]) -> bool {
    let told = |word: &String| {
        let flags = ["-n", "-A", "--all-namespaces"];
        flags.contains(&word.as_str()) || word.starts_with("--namespace")
    };
    let elsewhere = KubectlCommand::parse(words)
        .is_some_and(|command| ELSEWHERE.contains(&command.verb) || command.is_cluster_wide());
    !elsewhere && !words.iter().any(told)
}
