//! Asking docker for its images: by the program, for only that knows where the learner's daemon is.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::probe::DEADLINE;
use crate::cluster::run::{Output, RunError, Runner};
use crate::lesson::model::Program;
use crate::snapshot::docker::{DOCKER, LocalImage, may_mean};
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::image::{ImagePattern, ImageRef};

/// How many names are looked into.
const NAMES: usize = 20;

/// One name on each line.
const NAME: &str = "{{.Repository}}:{{.Tag}}";

/// What an image is, on one line: the whole description would have its environment too, which is
/// nobody's business here.
const DESCRIPTION: &str =
    r#"{"id":{{json .Id}},"names":{{json .RepoTags}},"layers":{{json .RootFS.Layers}}}"#;

/// The images whose names are asked for or nearly so; other images of the learner's are not looked
/// into.
pub(super) async fn images(
    wanted: &BTreeSet<String>,
    runner: &Runner,
) -> Result<Vec<LocalImage>, Gap> {
    let patterns: Vec<ImagePattern> = wanted
        .iter()
        .filter_map(|wanted| ImagePattern::parse(wanted))
        .collect();
    let list = ask(runner, &["image", "ls", "--format", NAME]).await?;
    let meant = |name: &&str| {
        ImageRef::parse(name)
            .is_some_and(|name| patterns.iter().any(|pattern| may_mean(&name, pattern)))
    };
    let names: BTreeSet<&str> = list.stdout.lines().map(str::trim).filter(meant).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut words = vec!["image", "inspect", "--format", DESCRIPTION];
    words.extend(names.into_iter().take(NAMES));
    let described = ask(runner, &words).await?;
    let mut images: Vec<LocalImage> = Vec::new();
    for image in described.stdout.lines().filter_map(description) {
        // It is described once for each of its names.
        if images.iter().all(|other| other.id != image.id) {
            images.push(image);
        }
    }
    Ok(images)
}

/// A line of the form of [`DESCRIPTION`].
fn description(line: &str) -> Option<LocalImage> {
    /// As docker says it: an empty list may be `null`.
    #[derive(Deserialize)]
    struct Described {
        id: String,
        names: Option<Vec<String>>,
        layers: Option<Vec<String>>,
    }
    let described: Described = serde_json::from_str(line).ok()?;
    Some(LocalImage {
        id: described.id,
        names: described.names.unwrap_or_default(),
        layers: described.layers.unwrap_or_default(),
    })
}

async fn ask(runner: &Runner, words: &[&str]) -> Result<Output, Gap> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let gap = |reason, message: String| Gap {
        kind: DOCKER.to_owned(),
        namespace: None,
        reason,
        message,
    };
    match runner.run(Program::Docker, &words, DEADLINE).await {
        // An image that has gone meanwhile is complained of; the others are described all the same.
        Ok(output) if output.exit_code == Some(0) || output.stderr.contains("No such image") => {
            Ok(output)
        }
        Ok(output) => Err(gap(GapReason::Other, output.stderr.trim().to_owned())),
        Err(error @ RunError::TimedOut { .. }) => Err(gap(GapReason::Timeout, error.to_string())),
        Err(error) => Err(gap(GapReason::Other, error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn a_description_is_one_line() {
        let line = r#"{"id":"sha256:1","names":["a:1"],"layers":["sha256:2"]}"#;
        let image = description(line).unwrap();
        assert_eq!((image.id.as_str(), image.names.len()), ("sha256:1", 1));
        let bare = r#"{"id":"sha256:1","names":null,"layers":null}"#;
        assert!(description(bare).unwrap().names.is_empty());
        assert_eq!(description("Error: No such image: a:1"), None);
    }
}
