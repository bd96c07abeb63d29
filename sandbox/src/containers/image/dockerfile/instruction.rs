//! One instruction, with what it says.

use std::collections::BTreeMap;

use super::{
    Mistake, Span,
    lines::{HereDocument, Line},
    words::{close_to, flags, json, pairs, quoted},
};
use crate::containers::image::Health;

/// One instruction.
#[derive(Debug)]
pub(in super::super) struct Instruction {
    /// As it is written, continuations joined.
    pub(in super::super) text: String,
    pub(in super::super) span: Span,
    pub(in super::super) what: What,
}

/// What an instruction says.
#[derive(Debug)]
pub(in super::super) enum What {
    From { image: String, name: Option<String> },
    Arg(Vec<(String, Option<String>)>),
    Env(Vec<(String, String)>),
    Label(Vec<(String, String)>),
    Copy(Files),
    Add(Files),
    Run(Command, Vec<HereDocument>),
    Cmd(Command),
    Entrypoint(Command),
    Shell(Vec<String>),
    Expose(Vec<String>),
    Volume(Vec<String>),
    Workdir(String),
    User(String),
    StopSignal(String),
    Healthcheck(Health),
    Maintainer,
}

/// What a `COPY` or `ADD` copies.
#[derive(Debug)]
pub(in super::super) struct Files {
    /// The stage or image to copy from; the context if there is none.
    pub(in super::super) from: Option<String>,
    pub(in super::super) owner: Option<String>,
    pub(in super::super) mode: Option<String>,
    pub(in super::super) sources: Vec<String>,
    pub(in super::super) documents: Vec<HereDocument>,
    pub(in super::super) target: String,
}

/// A command in one of its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Command {
    Exec(Vec<String>),
    Shell(String),
}

const NAMES: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Something is wrong with the words, or with what they say; `BuildKit` tells the two differently.
enum Wrong {
    Words(String),
    Meaning(String),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Meaning(why)
    }
}

impl Instruction {
    pub(super) fn parse(line: Line, escape: char) -> Result<Self, Mistake> {
        let Line {
            text,
            span,
            documents,
        } = line;
        match parse(&text, documents, escape) {
            Ok(what) => Ok(Self { text, span, what }),
            Err(Wrong::Words(why)) => Err(Mistake::at(span, why)),
            Err(Wrong::Meaning(why)) => {
                let why = format!("dockerfile parse error on line {}: {why}", span.first);
                Err(Mistake::at(span, why))
            }
        }
    }
}

fn parse(text: &str, documents: Vec<HereDocument>, escape: char) -> Result<What, Wrong> {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let name = word.to_ascii_uppercase();
    let (given, rest) = flags(rest);
    let allowed: &[&str] = match name.as_str() {
        "FROM" => &["platform"],
        "COPY" => &["from", "chown", "chmod", "link"],
        "ADD" => &["chown", "chmod", "link"],
        "RUN" => &["mount", "network", "security"],
        "HEALTHCHECK" => &[
            "interval",
            "timeout",
            "start-period",
            "start-interval",
            "retries",
        ],
        _ => &[],
    };
    let line = rest.trim();
    let one = || -> Result<String, Wrong> {
        if line.is_empty() {
            return Err(Wrong::Meaning(format!(
                "{name} requires exactly one argument"
            )));
        }
        Ok(line.to_owned())
    };
    let some = |words: Vec<String>| {
        if words.is_empty() {
            return Err(Wrong::Meaning(format!(
                "{name} requires at least one argument"
            )));
        }
        Ok(words)
    };
    let list = || -> Result<Vec<String>, Wrong> {
        let words = json(line).map_err(Wrong::Words)?;
        Ok(words.unwrap_or_else(|| line.split_whitespace().map(str::to_owned).collect()))
    };
    let named = || -> Result<Vec<(String, String)>, Wrong> {
        let pairs = pairs(&name, line, escape).map_err(Wrong::Words)?;
        if pairs.is_empty() {
            return Err(Wrong::Meaning(format!(
                "{name} requires at least one argument"
            )));
        }
        if pairs.iter().any(|(key, _)| key.is_empty()) {
            return Err(Wrong::Meaning(format!("{name} names can not be blank")));
        }
        Ok(pairs)
    };
    let flags = if NAMES.contains(&name.as_str()) {
        options(&given, allowed)?
    } else {
        BTreeMap::new()
    };
    Ok(match name.as_str() {
        "FROM" => from(line)?,
        "ARG" => What::Arg(arguments(some(quoted(line, escape))?)?),
        "ENV" => What::Env(named()?),
        "LABEL" => What::Label(named()?),
        "COPY" => What::Copy(files(&name, list()?, documents, &flags)?),
        "ADD" => What::Add(files(&name, list()?, documents, &flags)?),
        "RUN" => run(line, documents, &flags)?,
        "CMD" => What::Cmd(command(line)?),
        "ENTRYPOINT" => What::Entrypoint(command(line)?),
        "SHELL" => match json(line).map_err(Wrong::Words)? {
            Some(words) => What::Shell(some(words)?),
            None if line.is_empty() => {
                return Err(Wrong::Meaning(
                    "SHELL requires at least one argument".to_owned(),
                ));
            }
            None => {
                return Err(Wrong::Meaning(
                    "SHELL requires the arguments to be in JSON form".to_owned(),
                ));
            }
        },
        "EXPOSE" => What::Expose(some(line.split_whitespace().map(str::to_owned).collect())?),
        "VOLUME" => What::Volume(volumes(some(list()?)?)?),
        "WORKDIR" => What::Workdir(one()?),
        "USER" => What::User(one()?),
        "STOPSIGNAL" => What::StopSignal(one()?),
        "MAINTAINER" => one().map(|_| What::Maintainer)?,
        "HEALTHCHECK" => What::Healthcheck(health(line, flags)?),
        "ONBUILD" => return Err(not_simulated("ONBUILD")),
        _ => {
            let meant = close_to(word, NAMES)
                .map_or_else(String::new, |name| format!(" (did you mean {name}?)"));
            return Err(Wrong::Meaning(format!(
                "unknown instruction: {word}{meant}"
            )));
        }
    })
}

fn not_simulated(what: &str) -> Wrong {
    Wrong::Meaning(format!(
        "not simulated: this builder (podo-sandbox) does not know {what}"
    ))
}

/// Flags by name; a flag without a value is one that can only be true.
fn options(given: &[&str], allowed: &[&str]) -> Result<BTreeMap<String, String>, String> {
    let mut options = BTreeMap::new();
    for flag in given {
        let (name, value) = match flag[2..].split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (&flag[2..], None),
        };
        if !allowed.contains(&name) {
            return Err(format!("unknown flag: --{name}"));
        }
        let value = match value {
            Some(value) => value,
            None if name == "link" => "true",
            None => return Err(format!("missing a value on flag: --{name}")),
        };
        if options.insert(name.to_owned(), value.to_owned()).is_some() && name != "mount" {
            return Err(format!("duplicate flag specified: --{name}"));
        }
    }
    Ok(options)
}

fn from(line: &str) -> Result<What, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (image, name) = match words.as_slice() {
        [image] => (image, None),
        [image, keyword, name] if keyword.eq_ignore_ascii_case("as") => (image, Some(*name)),
        _ => return Err("FROM requires either one or three arguments".to_owned()),
    };
    let name = match name {
        None => None,
        Some(name) => {
            let lower = name.to_ascii_lowercase();
            let good = lower.starts_with(|c: char| c.is_ascii_lowercase())
                && lower
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c));
            if !good {
                return Err(format!(
                    "invalid name for build stage: {name:?}, name can't start with a number or contain symbols"
                ));
            }
            Some(lower)
        }
    };
    Ok(What::From {
        image: (*image).to_owned(),
        name,
    })
}

fn arguments(words: Vec<String>) -> Result<Vec<(String, Option<String>)>, String> {
    words
        .into_iter()
        .map(|word| match word.split_once('=') {
            Some(("", _)) => Err("ARG names can not be blank".to_owned()),
            Some((name, value)) => Ok((name.to_owned(), Some(value.to_owned()))),
            None => Ok((word, None)),
        })
        .collect()
}

fn files(
    name: &str,
    mut words: Vec<String>,
    documents: Vec<HereDocument>,
    flags: &BTreeMap<String, String>,
) -> Result<Files, String> {
    let target = words.pop().filter(|_| !words.is_empty()).ok_or_else(|| {
        format!("{name} requires at least two arguments, but only one was provided. Destination could not be determined")
    })?;
    if documents.iter().any(|d| d.word == target) {
        return Err(format!("{name} cannot accept a heredoc as a destination"));
    }
    words.retain(|word| !documents.iter().any(|d| d.word == *word));
    let flag = |name: &str| flags.get(name).cloned();
    Ok(Files {
        from: flag("from"),
        owner: flag("chown"),
        mode: flag("chmod"),
        sources: words,
        documents,
        target,
    })
}

fn run(
    line: &str,
    documents: Vec<HereDocument>,
    flags: &BTreeMap<String, String>,
) -> Result<What, Wrong> {
    // A cache changes how long a build takes and nothing else.
    let other = flags
        .iter()
        .find(|(flag, value)| *flag != "mount" || !value.contains("type=cache"));
    match other {
        Some((flag, value)) => Err(not_simulated(&format!("--{flag}={value}"))),
        None => Ok(What::Run(command(line)?, documents)),
    }
}

fn command(line: &str) -> Result<Command, Wrong> {
    Ok(match json(line).map_err(Wrong::Words)? {
        Some(words) => Command::Exec(words),
        None => Command::Shell(line.to_owned()),
    })
}

fn volumes(words: Vec<String>) -> Result<Vec<String>, String> {
    if words.iter().any(|word| word.trim().is_empty()) {
        return Err("VOLUME specified can not be an empty string".to_owned());
    }
    Ok(words)
}

fn health(line: &str, options: BTreeMap<String, String>) -> Result<Health, Wrong> {
    let (kind, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let test = match kind.to_ascii_uppercase().as_str() {
        "" => {
            return Err(Wrong::Meaning(
                "HEALTHCHECK requires at least one argument".to_owned(),
            ));
        }
        "NONE" if rest.trim().is_empty() => vec!["NONE".to_owned()],
        "NONE" => {
            return Err(Wrong::Meaning(
                "HEALTHCHECK NONE takes no arguments".to_owned(),
            ));
        }
        "CMD" => match command(rest.trim())? {
            Command::Shell(line) if line.is_empty() => {
                return Err(Wrong::Meaning(
                    "Missing command after HEALTHCHECK CMD".to_owned(),
                ));
            }
            Command::Exec(words) if words.is_empty() => {
                return Err(Wrong::Meaning(
                    "Missing command after HEALTHCHECK CMD".to_owned(),
                ));
            }
            Command::Shell(line) => vec!["CMD-SHELL".to_owned(), line],
            Command::Exec(words) => std::iter::once("CMD".to_owned()).chain(words).collect(),
        },
        kind => {
            return Err(Wrong::Meaning(format!(
                "Unknown type {kind:?} in HEALTHCHECK (try CMD)"
            )));
        }
    };
    Ok(Health { test, options })
}
