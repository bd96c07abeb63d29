//! Whether the commands that an explanation suggests repair what it explains: they are run, and the
//! exercise is checked once more.

use serde::Serialize;

use super::Attempt;
use crate::check::Verdict;
use crate::explain::Finding;
use crate::explain::command::KubectlCommand;
use crate::lesson::model::{Action, Program, Step};

/// What became of a mistake after the repair that its finding suggests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The mistake's id.
    pub mistake: String,
    /// The code of its finding.
    pub code: &'static str,
    /// What became of it.
    pub outcome: Outcome,
}

/// What a repair has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "detail", rename_all = "kebab-case")]
pub enum Outcome {
    /// No command is suggested: the cause is for the learner to mend, in a file or in their head.
    None,
    /// The exercise passes.
    Passes,
    /// Another cause comes first now, or nothing but time is missing: the code, if any.
    Next(String),
    /// The same finding again.
    Stays,
    /// A command failed: its words.
    Failed(String),
}

/// Runs what a finding suggests. A suggestion with a step that only a person can do (`edit`) is none,
/// and so is one that changes the cluster where the exercise does not, which nothing would undo.
pub(super) async fn of(attempt: &mut Attempt<'_>, finding: &Finding) -> Outcome {
    let steps: Option<Vec<Step>> = finding.fix.iter().map(|words| step(words)).collect();
    let mut commands = finding
        .fix
        .iter()
        .filter_map(|it| KubectlCommand::parse(it));
    let stays_inside = !attempt.exercise.cluster_wide.is_empty()
        || !commands.any(|command| command.is_cluster_wide());
    let Some(steps) = steps.filter(|steps| !steps.is_empty() && stays_inside) else {
        return Outcome::None;
    };
    let checked = match attempt.perform_and_check(&steps, false).await {
        Ok(checked) => checked,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    match checked.diagnosis.first() {
        _ if checked.report.verdict == Verdict::Pass => Outcome::Passes,
        // Another variant is another thing to do: an account that was missing and is there now.
        Some(first) if (first.code, first.variant) == (finding.code, finding.variant) => {
            Outcome::Stays
        }
        next => Outcome::Next(next.map(|next| next.code).unwrap_or_default().to_owned()),
    }
}

fn step(words: &[String]) -> Option<Step> {
    let (program, args) = words.split_first()?;
    let (program, args) = (Program::from_name(program)?, args.to_vec());
    let action = Action::Run { program, args };
    Some(Step { line: 0, action })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        shell_words::split(line).unwrap()
    }

    #[test]
    fn what_a_person_has_to_do_is_no_step() {
        assert!(step(&words("kubectl scale deployment/web --replicas=3")).is_some());
        assert!(step(&words("edit web.yaml")).is_none());
        assert!(step(&[]).is_none());
    }
}
