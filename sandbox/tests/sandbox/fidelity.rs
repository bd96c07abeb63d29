//! Recorded truth: what real kubectls show on a real cluster, and whether they show it here.
//!
//! `tests/fidelity/README.md` says how scenarios are written, recorded and replayed.

mod accepted;
mod normal;
mod record;
mod replay;
mod run;
mod scenario;
mod transcript;
mod versions;

use std::collections::BTreeMap;

use regex::Regex;

/// How many scenarios there are at least.
const SCENARIOS: usize = 150;

/// Which scenarios: those whose names match `PODO_FIDELITY_ONLY`, or all.
fn only() -> Regex {
    let pattern = std::env::var("PODO_FIDELITY_ONLY").unwrap_or_default();
    Regex::new(&pattern).unwrap()
}

#[test]
fn every_scenario_has_a_recording_of_all_its_steps() {
    let themes = scenario::read();
    let recorded = transcript::read(&themes);
    let titles: BTreeMap<String, Vec<String>> = themes
        .iter()
        .flat_map(|theme| &theme.scenarios)
        .map(|scenario| (scenario.name.clone(), scenario.titles()))
        .collect();
    assert!(titles.len() >= SCENARIOS, "only {} scenarios", titles.len());
    for (name, titles) in &titles {
        let answers = recorded.get(name).map_or(&[][..], Vec::as_slice);
        let recorded: Vec<&str> = answers.iter().map(|a| a.title.as_str()).collect();
        assert_eq!(&recorded, titles, "{name}");
    }
    for name in recorded.keys() {
        assert!(titles.contains_key(name), "no scenario is called {name}");
    }
}

#[test]
fn what_is_accepted_is_about_a_step_that_there_is_and_says_why() {
    let themes = scenario::read();
    let scenarios = || themes.iter().flat_map(|theme| &theme.scenarios);
    for entry in accepted::read() {
        let (name, step) = (&entry.scenario, &entry.step);
        assert!(entry.reason.len() > 15, "{name}: {step}: why?");
        let mut titles = scenarios()
            .filter(|s| s.name == *name)
            .flat_map(scenario::Scenario::titles);
        assert!(titles.any(|title| entry.is_of(&title)), "{name}: {step}");
    }
}
