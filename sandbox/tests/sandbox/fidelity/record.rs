//! Recording scenarios on a live cluster.
//!
//! `PODO_FIDELITY_RECORD` is its kubeconfig, `KUBECTL_BIN` names the kubectls, and
//! `PODO_FIDELITY_ONLY` may hold a pattern for the names of the scenarios that are recorded.

use std::{collections::BTreeSet, fs, sync::Mutex};

use super::{
    run::{self, Place},
    scenario::{self, Scenario, Source},
    transcript::{self, Transcripts},
};

/// How many scenarios are recorded at once, unless they are to be alone.
const AT_ONCE: usize = 8;

#[test]
#[ignore = "needs PODO_FIDELITY_RECORD and KUBECTL_BIN"]
fn record_on_a_live_cluster() {
    let path = std::env::var("PODO_FIDELITY_RECORD").expect("PODO_FIDELITY_RECORD");
    let config = fs::read_to_string(path).unwrap();
    let kubectls = run::kubectls();
    let only = super::only();
    let themes = scenario::read();
    let all = transcript::read(&themes);
    let chosen = themes.iter().flat_map(|theme| theme.scenarios.clone());
    let (alone, together): (Vec<Scenario>, Vec<Scenario>) = chosen
        .filter(|s| s.source == Source::Recorded && only.is_match(&s.name))
        .partition(|scenario| scenario.alone);
    let names: BTreeSet<String> = themes
        .iter()
        .flat_map(|theme| theme.scenarios.iter().map(|s| s.name.clone()))
        .collect();
    let all = Mutex::new(all);
    let problems = Mutex::new(Vec::new());
    let record = |scenario: &Scenario| {
        let place = Place {
            kubectl: &kubectls[&scenario.kubectl],
            config: &config,
        };
        match run::perform(scenario, &place) {
            Ok(answers) => {
                all.lock().unwrap().insert(scenario.name.clone(), answers);
            }
            Err(why) => problems.lock().unwrap().push(why),
        }
    };
    run::at_once(AT_ONCE, together, |scenario| record(&scenario));
    alone.iter().for_each(record);
    let mut all: Transcripts = all.into_inner().unwrap();
    all.retain(|name, _| names.contains(name));
    for theme in &themes {
        transcript::write(theme, &all);
    }
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
