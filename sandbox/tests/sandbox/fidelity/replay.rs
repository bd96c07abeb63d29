//! Replaying scenarios on the sandbox and comparing what is answered with what was recorded.

use std::sync::Mutex;

use podo_sandbox::{Options, Sandbox, clock::Clock, cluster::NodeOptions};
use tokio::runtime::Handle;

use super::{
    accepted::{self, Accepted, Difference},
    run::{self, Kubectls, Place},
    scenario::{self, Scenario},
    transcript::{self, Answer, Transcripts},
    versions::{Side, Versions},
};

/// How many scenarios are under way at once: most of the time they wait.
const AT_ONCE: usize = 6;

/// What came of all scenarios.
#[derive(Default)]
struct Outcome {
    replayed: usize,
    accepted: usize,
    problems: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs KUBECTL_BIN"]
#[allow(clippy::print_stdout, reason = "the figures belong to the result")]
async fn kubectl_reads_on_the_sandbox_what_it_read_on_a_real_cluster() {
    let kubectls = run::kubectls();
    let only = super::only();
    let themes = scenario::read();
    let recorded = transcript::read(&themes);
    let all = themes.iter().flat_map(|theme| theme.scenarios.clone());
    let (all, waiting): (Vec<Scenario>, Vec<Scenario>) =
        all.partition(|scenario| scenario.unsimulated.is_none());
    let (chosen, left_out): (Vec<Scenario>, Vec<Scenario>) = all
        .into_iter()
        .filter(|scenario| only.is_match(&scenario.name))
        .partition(|scenario| kubectls.contains_key(&scenario.kubectl));
    let handle = Handle::current();
    let work = move || perform_all(chosen, &kubectls, &handle);
    let answers = tokio::task::spawn_blocking(work).await.unwrap();
    let (versions, list) = (Versions::read(), accepted::read());
    let mut outcome = compare(answers, &recorded, &versions, &list);
    // A part of the scenarios, or of the kubectls, does not use the whole list.
    if only.as_str().is_empty() && left_out.is_empty() {
        outcome.problems.extend(unused(&versions, &list));
    }
    println!(
        "{} scenarios replayed, {} left out for want of their kubectl, {} not simulated, {} differences accepted",
        outcome.replayed,
        left_out.len(),
        waiting.len(),
        outcome.accepted
    );
    assert!(
        outcome.problems.is_empty(),
        "{} problems\n{}",
        outcome.problems.len(),
        outcome.problems.join("\n")
    );
}

type Answers = Vec<(String, Result<Vec<Answer>, String>)>;

/// Performs scenarios, several at once, each on a sandbox of its own.
fn perform_all(scenarios: Vec<Scenario>, kubectls: &Kubectls, handle: &Handle) -> Answers {
    let answers = Mutex::new(Vec::new());
    run::at_once(AT_ONCE, scenarios, |scenario| {
        let sandbox = handle.block_on(async {
            let options = Options {
                clock: Clock::scaled(scenario.pace),
                ..Options::default()
            };
            let nodes = NodeOptions::cluster(1);
            Sandbox::start_cluster(options, nodes).await.unwrap()
        });
        let place = Place {
            kubectl: &kubectls[&scenario.kubectl],
            config: &sandbox.kubeconfig(),
        };
        let performed = run::perform(&scenario, &place);
        handle.block_on(sandbox.stop());
        answers.lock().unwrap().push((scenario.name, performed));
    });
    answers.into_inner().unwrap()
}

/// Compares what was answered with what was recorded.
fn compare(
    mut answers: Answers,
    recorded: &Transcripts,
    versions: &Versions,
    list: &[Accepted],
) -> Outcome {
    answers.sort_by(|a, b| a.0.cmp(&b.0));
    let mut outcome = Outcome {
        replayed: answers.len(),
        ..Outcome::default()
    };
    for (name, answers) in answers {
        let wanted = recorded.get(&name).map_or(&[][..], Vec::as_slice);
        let answers = match answers {
            Ok(answers) if answers.len() == wanted.len() => answers,
            Ok(_) => {
                outcome.problems.push(format!("{name}: has no recording"));
                continue;
            }
            Err(why) => {
                outcome.problems.push(why);
                continue;
            }
        };
        for (wanted, answer) in wanted.iter().zip(&answers) {
            let old = versions.apply(Side::Recorded, wanted);
            let new = versions.apply(Side::Sandbox, answer);
            let (fine, left): (Vec<Difference>, Vec<Difference>) =
                accepted::differences(&old, &new)
                    .into_iter()
                    .partition(|d| {
                        list.iter()
                            .any(|entry| entry.covers(&name, &answer.title, d))
                    });
            outcome.accepted += fine.len();
            if !left.is_empty() {
                let (title, shown) = (&answer.title, accepted::show(&left));
                outcome.problems.push(format!("{name}: {title}\n{shown}"));
            }
        }
    }
    outcome
}

/// What stands in the two lists and is of no use any more.
fn unused(versions: &Versions, list: &[Accepted]) -> Vec<String> {
    let rules = versions.unused().into_iter();
    let rules = rules.map(|reason| format!("versions.yaml: nothing differs so any more: {reason}"));
    let entries = list.iter().filter(|entry| !entry.used());
    let entries = entries.map(|entry| {
        format!(
            "accepted.yaml: nothing differs so any more: {}: {}: {}",
            entry.scenario, entry.step, entry.reason
        )
    });
    rules.chain(entries).collect()
}
