//! Explaining a state that nobody gave a task for: which rules have something to say of it, and
//! what becomes of the objects that none of them explains.
//!
//! The report is of expectations that any healthy state meets, so rules that recompute their
//! predicate from objects work as they always do. Rules that compare with what an exercise wants,
//! or with what a learner typed, stay silent.

use std::collections::BTreeMap;

use super::founded::is_founded;
use super::related::Ties;
use super::{Context, Finding, Rule, is_asked_for, rank, rules};
use crate::check::{Outcome, Report, Verdict};
use crate::lesson::model::{Exercise, Lesson};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::ObjectKey;

/// A Service without a Pod that is Ready.
const UNANSWERED: &str = "S02";

/// What is wrong with a state, and what is not settled yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Independent causes, the first one first.
    pub findings: Vec<Finding>,
    /// Findings that follow from others.
    pub folded: Vec<Finding>,
    /// What controllers are still at work on, apart from what a cause keeps from coming right.
    pub waiting: Vec<Finding>,
}

/// Whether a rule speaks of the state itself: its predicate needs neither a wish nor a command.
///
/// Answers (A), docker's images (D), differences from what is wanted (M) and files (Y) are nothing
/// without an exercise; of namespaces (N) only one that is being deleted is a state.
pub fn is_of_state(rule: &Rule) -> bool {
    match rule.code.as_bytes() {
        [b'A' | b'D' | b'M' | b'Y', ..] => rule.waiting,
        [b'N', ..] => rule.code == "N05",
        _ => true,
    }
}

/// Explains the report of expectations that healthy objects meet. `about` says which object each of
/// them is about.
pub fn explain(
    (lesson, exercise): (&Lesson, &Exercise),
    about: &BTreeMap<String, ObjectKey>,
    report: &Report,
    graph: &Graph<'_>,
) -> Explained {
    let failed = only(report, |outcome| {
        !matches!(outcome.verdict, Verdict::Waiting | Verdict::Blocked)
    });
    let context = Context::new(Some(lesson), Some(exercise), &failed, graph);
    let (mut findings, mut folded) = rank::rank(found(&context, false), &context);
    let mut ties = Ties::of(&findings, &context);
    let folded_ties = Ties::of(&folded, &context);
    for failed in context.failed() {
        let Some(object) = about.get(&failed.expectation.id) else {
            continue;
        };
        let unwell = Finding::new(&rules::UNEXPLAINED).object(object.clone());
        let cause = ties.causes(&unwell, &findings).next_back();
        match cause {
            Some(place) => suffers(&mut findings[place], object),
            None if folded_ties.causes(&unwell, &folded).next().is_some() => {}
            None => {
                let alone = only(report, |outcome| outcome.id == failed.expectation.id);
                let alone = Context::new(Some(lesson), Some(exercise), &alone, graph);
                let finding = rules::unexplained_object(object, failed.outcome, &alone);
                ties.add(&finding);
                findings.push(finding);
            }
        }
    }
    fold_unanswered(&mut findings, &mut folded, &context);
    let unsettled = only(report, |outcome| outcome.verdict == Verdict::Waiting);
    let context = Context::new(Some(lesson), Some(exercise), &unsettled, graph);
    let (mut waiting, _) = rank::rank(found(&context, true), &context);
    let ties = Ties::of(&findings, &context);
    waiting.retain(|wait| ties.causes(wait, &findings).next().is_none());
    Explained {
        findings,
        folded,
        waiting,
    }
}

/// That a Service has no Pod that is Ready follows from whatever keeps its Pods from that, even where
/// nothing more is known of it.
fn fold_unanswered(
    findings: &mut Vec<Finding>,
    folded: &mut Vec<Finding>,
    context: &Context<'_, '_>,
) {
    let (unanswered, mut causes): (Vec<_>, Vec<_>) = std::mem::take(findings)
        .into_iter()
        .partition(|f| f.code == UNANSWERED);
    let ties = Ties::of(&causes, context);
    for finding in unanswered {
        let cause = ties.causes(&finding, &causes).next();
        match cause {
            Some(place) => {
                if let Some(service) = &finding.object {
                    suffers(&mut causes[place], service);
                }
                folded.push(finding);
            }
            None => findings.push(finding),
        }
    }
    findings.append(&mut causes);
    findings.sort_by_key(|finding| finding.code == rules::UNEXPLAINED.code);
}

fn found(context: &Context<'_, '_>, waiting: bool) -> Vec<Finding> {
    rules::ALL
        .iter()
        .filter(|rule| rule.waiting == waiting && is_of_state(rule) && is_founded(rule, context))
        .flat_map(|rule| (rule.find)(rule, context))
        .filter(|finding| !is_asked_for(finding, context))
        .collect()
}

/// A report in which all other expectations hold.
fn only(report: &Report, counts: impl Fn(&Outcome) -> bool) -> Report {
    let mut report = report.clone();
    for outcome in &mut report.outcomes {
        if !counts(outcome) {
            outcome.verdict = Verdict::Pass;
            outcome.cause = None;
            outcome.work = None;
        }
    }
    report
}

/// Notes what a cause keeps from being well. Its Pods go without saying.
fn suffers(cause: &mut Finding, object: &ObjectKey) {
    let is_known = cause.object.as_ref() == Some(object) || cause.consequences.contains(object);
    if !is_known && object.kind != "Pod" {
        cause.consequences.push(object.clone());
    }
}
