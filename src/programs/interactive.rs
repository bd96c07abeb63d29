//! Which commands need the terminal for themselves: all their streams stay on it, and nothing of
//! their stderr is kept. Pure.
//!
//! The other way round a mistake is small: a command that is not known here runs all the same, it
//! only sees that its stderr is no terminal.

#[cfg(test)]
mod tests;

/// kubectl's flags before the verb that take the next word as their value.
const KUBECTL_VALUES: [&str; 13] = [
    "-n",
    "--namespace",
    "--context",
    "--cluster",
    "--user",
    "-s",
    "--server",
    "-v",
    "--v",
    "--kubeconfig",
    "--as",
    "--token",
    "--request-timeout",
];

/// docker's flags before the verb that take the next word as their value.
const DOCKER_VALUES: [&str; 6] = ["-H", "--host", "-c", "--context", "--config", "-l"];

/// minikube's flags before the verb that take the next word as their value.
const MINIKUBE_VALUES: [&str; 2] = ["-p", "--profile"];

/// Whether stderr has to stay a terminal for this command.
pub(super) fn needs_terminal(program: &str, args: &[String]) -> bool {
    let name = program.rsplit('/').next().unwrap_or(program);
    match name {
        "kubectl" => kubectl(args),
        "docker" => docker(args),
        "minikube" => minikube(args),
        // Nothing is known of it: an editor, a shell.
        _ => true,
    }
}

fn kubectl(args: &[String]) -> bool {
    let (Some(verb), rest) = verb(args, &KUBECTL_VALUES) else {
        return false;
    };
    match verb {
        "edit" => true,
        "exec" | "attach" | "run" | "debug" => wants_tty(rest),
        "create" | "set" | "expose" => rest.iter().any(|word| word == "--edit"),
        "apply" => rest.first().is_some_and(|word| word == "edit-last-applied"),
        _ => false,
    }
}

fn minikube(args: &[String]) -> bool {
    match verb(args, &MINIKUBE_VALUES) {
        // A shell on the node, and a tunnel that may ask for the administrator's password.
        (Some("ssh" | "tunnel"), _) => true,
        (Some("kubectl"), [dashes, rest @ ..]) if dashes == "--" => kubectl(rest),
        _ => false,
    }
}

fn docker(args: &[String]) -> bool {
    let (Some(mut verb_name), mut rest) = verb(args, &DOCKER_VALUES) else {
        return false;
    };
    if let ("container" | "compose", Some((second, after))) = (verb_name, rest.split_first()) {
        (verb_name, rest) = (second, after);
    }
    match verb_name {
        "attach" | "login" => true,
        "start" => rest.iter().any(|word| short_flags(word).contains('i')),
        // `docker build -t` names an image.
        "run" | "exec" | "create" => wants_tty(rest),
        _ => false,
    }
}

/// The verb, and the words behind it.
fn verb<'a>(args: &'a [String], with_value: &[&str]) -> (Option<&'a str>, &'a [String]) {
    let mut at = 0;
    while let Some(word) = args.get(at) {
        if !word.starts_with('-') {
            return (Some(word), &args[at + 1..]);
        }
        at += if with_value.contains(&word.as_str()) {
            2
        } else {
            1
        };
    }
    (None, &[])
}

/// Whether a terminal is asked for before `--`: `-t`, `-it`, `--tty`; the last one counts.
fn wants_tty(args: &[String]) -> bool {
    let mut wanted = false;
    for word in args.iter().take_while(|word| *word != "--") {
        match word.as_str() {
            "--tty" | "--tty=true" => wanted = true,
            "--tty=false" => wanted = false,
            _ => wanted |= short_flags(word).contains('t'),
        }
    }
    wanted
}

/// The switches in a word like `-it`; the first letter that is none of them may take the rest as
/// its value (`-ndefault`), so reading stops there.
fn short_flags(word: &str) -> &str {
    let Some(letters) = word.strip_prefix('-') else {
        return "";
    };
    let end = letters.find(|c| !matches!(c, 'i' | 't' | 'q' | 'a' | 'd'));
    &letters[..end.unwrap_or(letters.len())]
}
