//! Scenarios: what is typed, and what is waited for in between.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use serde::Deserialize;

/// Where scenarios and recordings lie.
pub(super) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fidelity")
}

/// Scenarios about one thing: one file.
#[derive(Debug)]
pub(super) struct Theme {
    /// The file's name without its ending.
    pub(super) name: String,
    pub(super) scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Files that every scenario of the theme finds in its folder.
    #[serde(default)]
    files: BTreeMap<String, String>,
    scenarios: Vec<Scenario>,
}

/// What happens in one namespace of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scenario {
    /// Letters, digits and dashes; the namespace is made of it.
    pub(super) name: String,
    /// The minor version of the kubectl that is typed with.
    #[serde(default = "oldest")]
    pub(super) kubectl: String,
    /// Where what is expected comes from.
    #[serde(default)]
    pub(super) source: Source,
    /// How many times as fast time runs in the sandbox.
    #[serde(default = "brisk")]
    pub(super) pace: u32,
    /// Why the sandbox cannot replay it yet.
    pub(super) unsimulated: Option<String>,
    /// Changes what all share: recorded alone.
    #[serde(default)]
    pub(super) alone: bool,
    #[serde(default)]
    pub(super) files: BTreeMap<String, String>,
    pub(super) steps: Vec<Step>,
}

/// Where what is expected comes from.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A live cluster.
    #[default]
    Recorded,
    /// What upstream documents of newer versions than the live cluster's.
    Upstream,
}

fn oldest() -> String {
    "1.20".to_owned()
}

const fn brisk() -> u32 {
    4
}

/// One step: exactly one of `run`, `until`, `let` and `objects`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// What is typed after `kubectl`, and compared.
    pub(super) run: Option<String>,
    /// What is typed again and again until its output is as `is` or `matches` says; not compared.
    pub(super) until: Option<String>,
    pub(super) is: Option<String>,
    pub(super) matches: Option<String>,
    /// A name for what `from` shows, for `$NAME` in later steps.
    #[serde(rename = "let")]
    pub(super) variable: Option<String>,
    pub(super) from: Option<String>,
    /// Objects as `get` takes them, compared field by field.
    pub(super) objects: Option<String>,
    /// What is typed into the program.
    #[serde(default)]
    pub(super) input: String,
    /// The command of `KUBE_EDITOR`.
    pub(super) editor: Option<String>,
    /// The program is ended after so many seconds.
    pub(super) seconds: Option<f32>,
    /// What is typed while it runs.
    #[serde(default)]
    pub(super) meanwhile: Vec<String>,
    /// A path that is fetched over HTTP from the port which the program says it forwards; what is
    /// not found is shown as its code alone.
    pub(super) fetch: Option<String>,
    /// The order of the lines is of no meaning.
    #[serde(default)]
    pub(super) sorted: bool,
    /// How often something is said depends on how fast things go: only the last line counts.
    #[serde(default)]
    pub(super) last: bool,
}

impl Step {
    /// What stands for the step in recordings; `None` if nothing of it is compared.
    pub(super) fn title(&self) -> Option<String> {
        match (&self.run, &self.objects) {
            (Some(line), _) => Some(format!("kubectl {line}")),
            (None, Some(what)) => Some(format!("objects {what}")),
            (None, None) => None,
        }
    }
}

impl Scenario {
    /// Where it happens.
    pub(super) fn namespace(&self) -> String {
        format!("fidelity-{}", self.name)
    }

    /// The titles of what is compared, in order.
    pub(super) fn titles(&self) -> Vec<String> {
        self.steps.iter().filter_map(Step::title).collect()
    }
}

/// Reads all themes, in the order of their names.
pub(super) fn read() -> Vec<Theme> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut names = BTreeSet::new();
    let mut themes = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let file: File = serde_yaml::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut scenarios = file.scenarios;
        for scenario in &mut scenarios {
            assert!(
                names.insert(scenario.name.clone()),
                "two scenarios are called {}",
                scenario.name
            );
            for (name, text) in &file.files {
                scenario
                    .files
                    .entry(name.clone())
                    .or_insert_with(|| text.clone());
            }
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        themes.push(Theme { name, scenarios });
    }
    themes
}
