//! What can follow at the cursor: podo's words, lessons and exercises, kubectl's verbs, kinds,
//! flags, names of objects, and files. Pure: all that is looked up comes through [`Sources`].

mod kubectl;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use kubectl::{COMMON_FLAGS, OUTPUTS, VALUE_FLAGS, VERBS, Words};

use crate::lesson::model::Program;
use crate::repl::command::WORDS;
use crate::snapshot::kinds::{self, KINDS};

/// Where names are looked up. Each answer may be empty and has to come at once.
pub trait Sources {
    /// Lessons and exercises, as `start` takes them.
    fn lessons(&self) -> Vec<String>;
    /// Words of the glossary.
    fn terms(&self) -> Vec<String>;
    /// Numbers of background jobs.
    fn jobs(&self) -> Vec<String>;
    /// Files below the working folder, in the folder that `typed` begins with (`a/b` looks in
    /// `a`); folders end in `/`.
    fn files(&self, typed: &str) -> Vec<String>;
    /// Names of objects of a kind (`Pod`).
    fn objects(&self, kind: &str) -> Vec<String>;
}

/// Words that could stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Where the word under the cursor begins, in bytes.
    pub start: usize,
    /// The words, quoted as the line needs them, in the order to be shown.
    pub candidates: Vec<Candidate>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// As it is listed.
    pub display: String,
    /// As it goes into the line, with the blank behind it where the word is complete.
    pub replacement: String,
}

/// minikube's commands that the course knows.
const MINIKUBE: &[&str] = &[
    "addons",
    "dashboard",
    "delete",
    "image",
    "ip",
    "kubectl",
    "logs",
    "node",
    "profile",
    "service",
    "ssh",
    "start",
    "status",
    "stop",
    "tunnel",
    "version",
];

/// docker's commands that the course knows.
const DOCKER: &[&str] = &[
    "build", "exec", "image", "images", "inspect", "logs", "ps", "pull", "push", "rm", "rmi",
    "run", "stop", "tag", "version",
];

/// Kinds whose pods `logs`, `exec` and `port-forward` choose from.
const POD_OWNERS: [&str; 2] = ["deployment/", "service/"];

/// What could stand at byte `pos` of the line.
pub fn complete(line: &str, pos: usize, sources: &dyn Sources) -> Completion {
    let before = line.get(..pos).unwrap_or(line);
    let start = word_start(before);
    let typed = unquoted(&before[start..]);
    let words: Vec<String> = before[..start].split_whitespace().map(unquoted).collect();
    let mut found = candidates(&words, &typed, sources);
    found.retain(|word| word.starts_with(&typed));
    found.dedup();
    let candidates = found.into_iter().map(|word| {
        let open = word.ends_with(['=', '/']);
        let quoted = quoted(&word);
        Candidate {
            replacement: if open {
                quoted.into_owned()
            } else {
                format!("{quoted} ")
            },
            display: word,
        }
    });
    Completion {
        start,
        candidates: candidates.collect(),
    }
}

/// Where the word at the end of the text begins: behind the last blank outside quotes.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_whitespace() => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

/// A word as the line needs it: quoted where a blank or a quote is in it. `--flag=value` needs none.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "-_=/.,:@%+".contains(c);
    if word.chars().all(plain) {
        Cow::Borrowed(word)
    } else {
        shell_words::quote(word)
    }
}

/// A word without its quotes and backslashes, as far as it is typed.
fn unquoted(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '\'' | '"' | '\\'))
        .collect()
}

fn candidates(words: &[String], typed: &str, sources: &dyn Sources) -> Vec<String> {
    let Some((first, rest)) = words.split_first() else {
        let programs = ["kubectl", "minikube", "docker"];
        return owned(programs.iter().chain(WORDS));
    };
    match Program::from_name(first) {
        Some(Program::Kubectl) => kubectl_words(rest, typed, sources),
        Some(Program::Minikube) if rest.is_empty() => owned(MINIKUBE),
        Some(Program::Docker) if rest.is_empty() => owned(DOCKER),
        Some(_) => sources.files(typed),
        None => own_words(first, rest, typed, sources),
    }
}

/// The arguments of podo's own words.
fn own_words(word: &str, rest: &[String], typed: &str, sources: &dyn Sources) -> Vec<String> {
    if !rest.is_empty() {
        return Vec::new();
    }
    match word {
        "start" | "review" => sources.lessons(),
        "lessons" | "skip" => {
            let mut lessons = sources.lessons();
            lessons.retain(|name| !name.contains('/'));
            lessons
        }
        "glossary" => sources.terms(),
        "cheatsheet" => owned(&["markdown"]),
        "edit" | "files" => sources.files(typed),
        "stop" => {
            let mut jobs = sources.jobs();
            jobs.push("all".to_owned());
            jobs
        }
        "lang" => owned(&["ko", "en"]),
        "help" => owned(WORDS),
        _ => Vec::new(),
    }
}

fn kubectl_words(words: &[String], typed: &str, sources: &dyn Sources) -> Vec<String> {
    // What comes behind `--` is the business of the container.
    if words.iter().any(|word| word == "--") {
        return Vec::new();
    }
    let plain = plain_words(words);
    let verb = plain.first().copied();
    if let Some(values) = flag_values(words, typed, verb, sources) {
        return values;
    }
    let known = verb.and_then(kubectl::find);
    if typed.starts_with('-') {
        let own = known.map_or(&[][..], |verb| verb.flags);
        return owned(own.iter().chain(COMMON_FLAGS));
    }
    match (verb, known) {
        (None, _) => VERBS.iter().map(|verb| verb.name.to_owned()).collect(),
        (Some(_), Some(verb)) => positional(verb.words, &plain[1..], typed, sources),
        (Some(_), None) => Vec::new(),
    }
}

/// The values of the flag before the cursor, when it takes some.
fn flag_values(
    words: &[String],
    typed: &str,
    verb: Option<&str>,
    sources: &dyn Sources,
) -> Option<Vec<String>> {
    if let Some((flag, value)) = typed.split_once('=')
        && flag.starts_with("--")
    {
        let values = values_of(flag, verb, value, sources);
        return Some(values.into_iter().map(|v| format!("{flag}={v}")).collect());
    }
    let flag = words.last().filter(|word| word.starts_with('-'))?;
    takes_value(flag, verb).then(|| values_of(flag, verb, typed, sources))
}

fn values_of(flag: &str, verb: Option<&str>, typed: &str, sources: &dyn Sources) -> Vec<String> {
    match flag {
        "-f" | "--filename" | "-k" | "--from-file" => sources.files(typed),
        "-o" | "--output" => owned(OUTPUTS),
        "-n" | "--namespace" => sources.objects("Namespace"),
        "--dry-run" => owned(&["client", "server"]),
        "--restart" => owned(&["Always", "OnFailure", "Never"]),
        "--type" if verb == Some("expose") => owned(&["ClusterIP", "NodePort", "LoadBalancer"]),
        "--type" if verb == Some("patch") => owned(&["strategic", "merge", "json"]),
        "--for" if verb == Some("wait") => {
            owned(&["condition=Ready", "condition=Available", "delete"])
        }
        _ => Vec::new(),
    }
}

/// Whether a flag takes the next word. `logs -f` follows, everywhere else `-f` names a file.
fn takes_value(flag: &str, verb: Option<&str>) -> bool {
    VALUE_FLAGS.contains(&flag) && !(flag == "-f" && verb == Some("logs"))
}

/// The words that are neither flags nor their values.
fn plain_words(words: &[String]) -> Vec<&str> {
    let mut plain: Vec<&str> = Vec::new();
    let mut is_value = false;
    for word in words {
        if is_value {
            is_value = false;
        } else if word.starts_with('-') {
            is_value = takes_value(word, plain.first().copied());
        } else {
            plain.push(word);
        }
    }
    plain
}

fn positional(takes: Words, before: &[&str], typed: &str, sources: &dyn Sources) -> Vec<String> {
    match (takes, before) {
        (Words::Sub(subs) | Words::SubThenObjects(subs), []) => owned(subs),
        // `taint nodes`, `top pods`: the sub-command is the kind.
        (Words::SubThenObjects(_), [sub, objects @ ..]) => match kinds::from_argument(sub) {
            Some(kind) => sources.objects(kind.kind),
            None => object_words(objects, typed, sources),
        },
        (Words::Objects, objects) => object_words(objects, typed, sources),
        (Words::Kind, []) => kind_words(),
        (Words::Node, []) => sources.objects("Node"),
        (Words::Pod, []) => {
            if typed.contains('/') {
                return object_words(&[], typed, sources);
            }
            let mut names = sources.objects("Pod");
            names.extend(owned(&POD_OWNERS));
            names
        }
        _ => Vec::new(),
    }
}

/// A kind and then names of it; or `KIND/NAME`, several of them.
fn object_words(before: &[&str], typed: &str, sources: &dyn Sources) -> Vec<String> {
    if let Some((kind_word, _)) = typed.split_once('/') {
        let names = kinds::from_argument(kind_word).map(|kind| sources.objects(kind.kind));
        let names = names.unwrap_or_default().into_iter();
        return names.map(|name| format!("{kind_word}/{name}")).collect();
    }
    let Some(first) = before.first().filter(|word| !word.contains('/')) else {
        return kind_words();
    };
    // `get pods,services` lists kinds, no names.
    let kind = kinds::from_argument(first);
    let names = kind
        .map(|kind| sources.objects(kind.kind))
        .unwrap_or_default();
    let new = names
        .into_iter()
        .filter(|name| !before[1..].contains(&name.as_str()));
    new.collect()
}

fn kind_words() -> Vec<String> {
    KINDS.iter().map(|kind| kind.plural.to_owned()).collect()
}

fn owned<'a>(words: impl IntoIterator<Item = &'a &'a str>) -> Vec<String> {
    words.into_iter().map(|&word| word.to_owned()).collect()
}
