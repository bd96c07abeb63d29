//! D02 to D05: a docker command that failed for what stands in it: no folder to build from, no
//! Dockerfile, a file to copy that is not there, a name that can be none.
//!
//! D02 and D05 show in the words of the command itself; D03 and D04 have nothing but what the
//! builder said, in the words of the old one and of `BuildKit`.

use crate::explain::docker::DockerCommand;
use crate::explain::{Context, Finding, Layer, Rule, docker, typed};
use crate::snapshot::TypedCommand;
use crate::snapshot::image::ImageRef;

/// `docker build` without the folder.
pub(super) const D02: Rule = Rule {
    code: "D02",
    layer: Layer::Client,
    refines: &["D09", "D10", "D11", "D12"],
    teachable: true,
    waiting: false,
    find: |rule, context| failed(rule, context, no_folder),
};

/// There is no Dockerfile.
pub(super) const D03: Rule = Rule {
    code: "D03",
    find: |rule, context| failed(rule, context, no_dockerfile),
    ..D02
};

/// `COPY` names a file that is not in the folder.
pub(super) const D04: Rule = Rule {
    code: "D04",
    find: |rule, context| failed(rule, context, nothing_to_copy),
    ..D02
};

/// A name that no image can have.
pub(super) const D05: Rule = Rule {
    code: "D05",
    find: |rule, context| failed(rule, context, bad_name),
    ..D02
};

type Explain = fn(&Rule, &TypedCommand, &DockerCommand<'_>) -> Option<Finding>;

fn failed(rule: &Rule, context: &Context<'_, '_>, explain: Explain) -> Vec<Finding> {
    let failed = docker::failed(context);
    failed
        .and_then(|(typed, command)| explain(rule, typed, &command))
        .into_iter()
        .collect()
}

fn no_folder(rule: &Rule, typed: &TypedCommand, command: &DockerCommand<'_>) -> Option<Finding> {
    if command.verb != "build" || !command.words.is_empty() {
        return None;
    }
    let line = typed::said(typed, |line| line.contains("requires"))?;
    let mut found = typed::quoted(Finding::new(rule), typed, line)
        .arg("command", typed::line(typed))
        .look(&["docker", "build", "--help"]);
    let mut fixed = typed.argv.clone();
    fixed.push(".".to_owned());
    found.fix.push(fixed);
    Some(found)
}

fn no_dockerfile(
    rule: &Rule,
    typed: &TypedCommand,
    command: &DockerCommand<'_>,
) -> Option<Finding> {
    if command.verb != "build" {
        return None;
    }
    let line = typed::said(typed, |line| {
        let file = line.contains("failed to read dockerfile")
            || line.contains("evaluate symlinks in Dockerfile path");
        file && line.contains("no such file or directory")
    });
    let folder = command.words.first().copied().unwrap_or(".");
    let found = Finding::new(rule).arg("folder", folder);
    let found = found.look(&["files"]);
    if let Some(line) = line {
        let named = command.flag(&["f", "file"]);
        let found = match named {
            Some(file) => found.variant("named").arg("file", file),
            None => found,
        };
        return Some(typed::quoted(found, typed, line));
    }
    let missing = |line: &str| line.contains("path \"") && line.contains("not found");
    let line = typed::said(typed, missing)?;
    Some(typed::quoted(found.variant("folder"), typed, line))
}

fn nothing_to_copy(
    rule: &Rule,
    typed: &TypedCommand,
    command: &DockerCommand<'_>,
) -> Option<Finding> {
    if command.verb != "build" {
        return None;
    }
    let line = typed::said(typed, |line| {
        line.contains("COPY failed: ") && line.contains("file does not exist")
            || line.contains("failed to compute cache key") && line.contains("not found")
    })?;
    let file = match line.split_once("stat ") {
        Some((_, rest)) => rest.split(':').next(),
        None => line.split('"').nth(1),
    };
    let folder = command.words.first().copied().unwrap_or(".");
    let found = Finding::new(rule)
        .arg("file", file.unwrap_or_default().trim_start_matches('/'))
        .arg("folder", folder)
        .look(&["files"]);
    Some(typed::quoted(found, typed, line))
}

fn bad_name(rule: &Rule, typed: &TypedCommand, command: &DockerCommand<'_>) -> Option<Finding> {
    let mut names: Vec<&str> = command.image().into_iter().collect();
    if command.verb == "tag" {
        names.extend(&command.words);
    }
    let name = names
        .into_iter()
        .find(|name| ImageRef::parse(name).is_none())?;
    let line = typed::said(typed, |line| line.contains("invalid reference format"))?;
    let found = Finding::new(rule).arg("image", name);
    let mut found = typed::quoted(found, typed, line).look(&["docker", command.verb, "--help"]);
    let mended: String = name.to_lowercase().split_whitespace().collect();
    if ImageRef::parse(&mended).is_some() {
        let words = typed.argv.iter();
        found
            .fix
            .push(words.map(|word| word.replace(name, &mended)).collect());
    }
    Some(found)
}
