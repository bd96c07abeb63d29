//! Proofs of exercises as lines, for the author of a lesson.

use std::collections::BTreeMap;

use super::repair::{Outcome, Repair};
use super::shown::Misprint;
use super::{Flaw, Proof};
use crate::i18n::{Args, Catalog};
use crate::lesson::model::Need;
use crate::msg;
use crate::render::sanitize;
use crate::render::theme::{Role, Symbol, Theme};
use crate::render::verdict::lacking;

/// A proof: a line for the exercise, a line for each flaw.
pub fn proof(proof: &Proof, catalog: &Catalog, theme: Theme) -> String {
    let symbol = match (&proof.lacking, proof.flaws.is_empty()) {
        (Some(_), _) => Symbol::Unsupported,
        (None, true) => Symbol::Pass,
        (None, false) => Symbol::Fail,
    };
    let name = theme.paint(Role::Name, &proof.exercise.exercise);
    let note = if let Some(need) = proof.lacking {
        let args = Args::new().with("reason", lacking(need));
        catalog.text(msg!("verify-not-proven"), &args)
    } else {
        let pairs: Vec<String> = proof
            .mistakes
            .iter()
            .map(|(mistake, code)| format!("{mistake}={code}"))
            .collect();
        pairs.join(" ")
    };
    let mut text = format!("  {} {name}  {note}\n", theme.paint_symbol(symbol));
    for found in &proof.flaws {
        let sentence = flaw(found, catalog);
        text.push_str(&format!("      {}\n", sanitize::line(&sentence)));
    }
    let told = proof.repairs.iter().filter_map(|it| repair(it, catalog));
    for sentence in told {
        text.push_str(&format!("      {}\n", sanitize::line(&sentence)));
    }
    text
}

/// What became of a repair that did not lead to a pass; nothing of the others.
fn repair(repair: &Repair, catalog: &Catalog) -> Option<String> {
    let args = Args::new()
        .with("mistake", repair.mistake.as_str())
        .with("code", repair.code);
    Some(match &repair.outcome {
        Outcome::None | Outcome::Passes => return None,
        Outcome::Next(next) => {
            let next = if next.is_empty() { "-" } else { next };
            catalog.text(msg!("verify-repair-next"), &args.with("next", next))
        }
        Outcome::Stays => catalog.text(msg!("verify-repair-stays"), &args),
        Outcome::Failed(detail) => {
            let args = args.with("detail", detail.as_str());
            catalog.text(msg!("verify-repair-failed"), &args)
        }
    })
}

/// How many repairs were suggested, and what became of them; empty where none were tried.
fn repairs(proofs: &[Proof], catalog: &Catalog) -> String {
    let all: Vec<&Repair> = proofs.iter().flat_map(|proof| &proof.repairs).collect();
    if all.is_empty() {
        return String::new();
    }
    let count = |is: fn(&Outcome) -> bool| {
        let them = all.iter().filter(|repair| is(&repair.outcome));
        i64::try_from(them.count()).unwrap_or(i64::MAX)
    };
    let args = Args::new()
        .with("all", count(|_| true))
        .with("suggested", count(|it| *it != Outcome::None))
        .with("passed", count(|it| *it == Outcome::Passes))
        .with("next", count(|it| matches!(it, Outcome::Next(_))))
        .with("stays", count(|it| *it == Outcome::Stays))
        .with("failed", count(|it| matches!(it, Outcome::Failed(_))));
    catalog.text(msg!("verify-repairs"), &args) + "\n"
}

/// Something shown that would not work.
pub fn misprint(misprint: &Misprint, catalog: &Catalog) -> String {
    let line = |text: &str| sanitize::line(text).into_owned();
    let args = Args::new()
        .with("place", line(&misprint.place))
        .with("text", line(&misprint.text))
        .with("detail", line(&misprint.detail));
    catalog.text(msg!("verify-misprint"), &args)
}

/// How many exercises are proven, how many not and why; what was shown and how much of it is wrong.
pub fn summary(proofs: &[Proof], (shown, wrong): (usize, usize), catalog: &Catalog) -> String {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let proven = proofs.iter().filter(|proof| proof.is_proven()).count();
    let flawed = proofs
        .iter()
        .filter(|proof| !proof.flaws.is_empty())
        .count();
    let args = Args::new()
        .with("proven", number(proven))
        .with("all", number(proofs.len()))
        .with("flawed", number(flawed))
        .with("shown", number(shown))
        .with("wrong", number(wrong));
    let mut text = catalog.text(msg!("verify-proofs"), &args) + "\n";
    text.push_str(&repairs(proofs, catalog));
    let mut unsupported: BTreeMap<Need, usize> = BTreeMap::new();
    for need in proofs.iter().filter_map(|proof| proof.lacking) {
        *unsupported.entry(need).or_default() += 1;
    }
    for (need, count) in unsupported {
        let args = Args::new()
            .with("reason", lacking(need))
            .with("count", number(count));
        text.push_str(&catalog.text(msg!("verify-proofs-unsupported"), &args));
        text.push('\n');
    }
    text
}

fn flaw(flaw: &Flaw, catalog: &Catalog) -> String {
    let none = Args::new;
    match flaw {
        Flaw::Setup { detail } => catalog.text(
            msg!("verify-flaw-setup"),
            &none().with("detail", detail.as_str()),
        ),
        Flaw::GivenMissing { id } => {
            catalog.text(msg!("verify-flaw-given"), &none().with("id", id.as_str()))
        }
        Flaw::PassesAtStart { id } => {
            catalog.text(msg!("verify-flaw-passes"), &none().with("id", id.as_str()))
        }
        Flaw::FailsAtStart { id } => {
            catalog.text(msg!("verify-flaw-fails"), &none().with("id", id.as_str()))
        }
        Flaw::Solution { detail } => catalog.text(
            msg!("verify-flaw-solution"),
            &none().with("detail", detail.as_str()),
        ),
        Flaw::SolutionRejected { verdict, finding } => {
            let args = none()
                .with("verdict", verdict.word())
                .with("finding", finding.as_str());
            catalog.text(msg!("verify-flaw-rejected"), &args)
        }
        Flaw::MistakeSteps { mistake, detail } => {
            let args = none()
                .with("mistake", mistake.as_str())
                .with("detail", detail.as_str());
            catalog.text(msg!("verify-flaw-steps"), &args)
        }
        Flaw::MistakePasses { mistake } => {
            let args = none().with("mistake", mistake.as_str());
            catalog.text(msg!("verify-flaw-mistake-passes"), &args)
        }
        Flaw::OtherFinding {
            mistake,
            wanted,
            got,
            says,
        } => {
            let args = none()
                .with("mistake", mistake.as_str())
                .with("wanted", wanted.as_str())
                .with("got", if got.is_empty() { "-" } else { got })
                .with("says", says.as_str());
            catalog.text(msg!("verify-flaw-other"), &args)
        }
        Flaw::NoWords { code, lang } => {
            let args = none().with("code", code.as_str()).with("lang", lang.code());
            catalog.text(msg!("verify-flaw-words"), &args)
        }
    }
}
