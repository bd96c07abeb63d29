//! What a lesson's prose shows a learner to type: commands, and manifests in blocks of code.

use crate::lesson::markdown;
use crate::lesson::model::Program;

/// Something that a text shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A command, without what a shell would do behind it.
    Command {
        /// The command as it stands there.
        text: String,
        /// Which program.
        program: Program,
        /// Its arguments.
        args: Vec<String>,
    },
    /// A manifest with everything that makes it one.
    Manifest(String),
}

/// Words at which a shell takes over.
const SHELL: [&str; 8] = ["|", "||", "&", "&&", ";", ">", ">>", "<"];

/// Verbs whose next word is a command of its own, with these.
const SUBS: &[(&str, &[&str])] = &[
    (
        "rollout",
        &["history", "pause", "restart", "resume", "status", "undo"],
    ),
    (
        "set",
        &[
            "env",
            "image",
            "resources",
            "selector",
            "serviceaccount",
            "subject",
        ],
    ),
    ("top", &["node", "nodes", "no", "pod", "pods", "po"]),
    (
        "create",
        &[
            "clusterrole",
            "clusterrolebinding",
            "configmap",
            "cm",
            "cronjob",
            "cj",
            "deployment",
            "deploy",
            "ingress",
            "ing",
            "job",
            "namespace",
            "ns",
            "poddisruptionbudget",
            "pdb",
            "priorityclass",
            "pc",
            "quota",
            "resourcequota",
            "role",
            "rolebinding",
            "secret",
            "service",
            "svc",
            "serviceaccount",
            "sa",
            "token",
        ],
    ),
];

/// All that a text shows, in its order.
pub fn shown(body: &str) -> Vec<Shown> {
    let mut all = Vec::new();
    for code in markdown::code(body) {
        if code.block && is_manifest(&code.text) {
            all.push(Shown::Manifest(code.text));
        } else if code.language != "text" {
            let lines = lines(&code.text);
            all.extend(lines.iter().filter_map(|line| command(line)));
        }
    }
    all
}

/// The sub-command of a kubectl command that kubectl does not have. kubectl itself answers such a
/// one with its help and no error.
pub fn unknown_sub(args: &[String]) -> Option<&str> {
    let [verb, sub, ..] = args else {
        return None;
    };
    let (_, subs) = SUBS.iter().find(|(name, _)| name == verb)?;
    // Capitals stand for whatever fits.
    let is_open = sub.chars().all(|c| c.is_ascii_uppercase());
    let is_flag = sub.starts_with('-');
    (!is_flag && !is_open && !subs.contains(&sub.as_str())).then_some(sub)
}

/// Whether a block is a manifest as a whole; an outline says with `…` that something is left out.
fn is_manifest(text: &str) -> bool {
    let has = |key: &str| text.lines().any(|line| line.starts_with(key));
    has("apiVersion:") && has("kind:") && !text.contains('…')
}

/// The commands of a block: a line each, going on behind a `\\` and inside quotes.
fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        if !open.is_empty() {
            open.push('\n');
        }
        open.push_str(line);
        if !line.ends_with('\\') && shell_words::split(&open).is_ok() {
            lines.push(std::mem::take(&mut open));
        }
    }
    lines
}

fn command(line: &str) -> Option<Shown> {
    // What is left out or filled in by a shell cannot be read as it stands.
    if line.contains('…') || line.contains("...") || line.contains("$(") {
        return None;
    }
    let words = shell_words::split(line).ok()?;
    let (first, rest) = words.split_first()?;
    let program = Program::from_name(first)?;
    let is_end = |word: &&String| SHELL.contains(&word.as_str()) || word.starts_with('#');
    let args: Vec<String> = rest
        .iter()
        .take_while(|word| !is_end(word))
        .cloned()
        .collect();
    (!args.is_empty()).then(|| Shown::Command {
        text: line.to_owned(),
        program,
        args,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn commands_and_manifests_are_found() {
        let text = "Use `kubectl get pods` or `web`.\n\n```\nkubectl get pods \\\n  -o wide | grep web\necho a\n\
            kubectl exec web -- …\n```\n\n```yaml\napiVersion: v1\nkind: Pod\n```\n";
        let found = shown(text);
        let commands: Vec<Vec<String>> = found
            .iter()
            .filter_map(|shown| match shown {
                Shown::Command { args, .. } => Some(args.clone()),
                Shown::Manifest(_) => None,
            })
            .collect();
        assert_eq!(commands, [words("get pods"), words("get pods -o wide")]);
        assert_eq!(
            found.last(),
            Some(&Shown::Manifest("apiVersion: v1\nkind: Pod\n".into()))
        );
    }

    #[test]
    fn sub_commands_that_kubectl_does_not_have() {
        assert_eq!(unknown_sub(&words("rollout back web")), Some("back"));
        for line in [
            "rollout undo web",
            "create -f web.yaml",
            "create KIND",
            "get back",
        ] {
            assert_eq!(unknown_sub(&words(line)), None, "{line}");
        }
    }
}
