//! Evaluating the expectations of an exercise.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answer::answers_equal;
use super::{Cause, Mismatch, Outcome, Report, Verdict, cel, crash, lag, pending, probe};
use crate::lesson::model::{
    Bounds, By, CelExpression, Compare, Exercise, Expectation, ExpectationKind, Lesson, Ref,
    WrongAnswer,
};
use crate::snapshot::ProbeResult;
use crate::snapshot::docker::DOCKER;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::settling::{self, Settling, Work};

/// Judges an exercise of a lesson.
pub fn evaluate(lesson: &Lesson, exercise: &Exercise, graph: &Graph<'_>) -> Report {
    let mut report = Report {
        exercise: lesson.exercise_id(exercise),
        verdict: Verdict::Pass,
        outcomes: Vec::new(),
        given: Vec::new(),
    };
    let snapshot = graph.snapshot();
    let lacking = lesson.needs_of(exercise).find_map(|need| {
        snapshot.lacking.get(&need).map(|reason| Cause::Lacking {
            need,
            reason: reason.clone(),
        })
    });
    let unreachable = snapshot
        .gaps
        .iter()
        .find(|gap| gap.kind.is_empty() && gap.reason.is_fatal());
    let whole = lacking
        .map(|cause| (Verdict::Unsupported, cause))
        .or_else(|| unreachable.map(|gap| (Verdict::Error, Cause::Gap(gap.clone()))));
    if let Some((verdict, cause)) = whole {
        report.verdict = verdict;
        report
            .outcomes
            .extend(exercise.expect.iter().map(|expectation| {
                outcome(expectation, verdict, Some(cause.clone()), Vec::new(), None)
            }));
        return report;
    }
    let evaluator = Evaluator { graph };
    report.outcomes = evaluator.all(&exercise.expect);
    report.given = evaluator.all(&exercise.given);
    let mut given = exercise.given.iter().zip(&report.given);
    let is_lost = given.any(|(given, outcome)| !given.at_start && outcome.verdict == Verdict::Fail);
    report.verdict = whole_verdict(&report, snapshot.inventory.is_some(), is_lost);
    report
}

/// Whether one expectation holds, whatever else the exercise asks.
pub fn holds(expectation: &Expectation, graph: &Graph<'_>) -> bool {
    Evaluator { graph }.one(expectation).verdict == Verdict::Pass
}

/// The verdict of the whole from those of its parts, and from whether something is gone that the
/// exercise builds on.
fn whole_verdict(report: &Report, begun: bool, is_lost: bool) -> Verdict {
    if !begun {
        return Verdict::NotSetUp;
    }
    let has = |verdict| report.with(verdict).next().is_some();
    if report
        .outcomes
        .iter()
        .all(|outcome| outcome.verdict == Verdict::Pass)
    {
        return Verdict::Pass;
    }
    if is_lost {
        return Verdict::Lost;
    }
    [
        Verdict::Fail,
        Verdict::Error,
        Verdict::Unsupported,
        Verdict::Waiting,
    ]
    .into_iter()
    .find(|verdict| has(*verdict))
    .unwrap_or(Verdict::Blocked)
}

fn outcome(
    expectation: &Expectation,
    verdict: Verdict,
    cause: Option<Cause>,
    subjects: Vec<ObjectKey>,
    work: Option<Work>,
) -> Outcome {
    Outcome {
        id: expectation.id.clone(),
        verdict,
        cause,
        subjects,
        work,
    }
}

/// What judging one expectation gave.
struct Judged<'s> {
    cause: Option<Cause>,
    subjects: Vec<&'s Object>,
    /// How far the controllers are with what it is about.
    settling: Settling,
    /// Whether they can make it true: not where what a person wrote differs.
    waiting_helps: bool,
}

impl<'s> Judged<'s> {
    fn pass(subjects: Vec<&'s Object>) -> Self {
        Self {
            cause: None,
            subjects,
            settling: Settling::Settled,
            waiting_helps: true,
        }
    }

    fn fail(cause: Cause, subjects: Vec<&'s Object>) -> Self {
        Self {
            cause: Some(cause),
            subjects,
            settling: Settling::Settled,
            waiting_helps: true,
        }
    }
}

struct Evaluator<'g, 's> {
    graph: &'g Graph<'s>,
}

impl<'s> Evaluator<'_, 's> {
    fn all(&self, expectations: &[Expectation]) -> Vec<Outcome> {
        let mut verdicts: BTreeMap<&str, Verdict> = BTreeMap::new();
        let mut outcomes = Vec::with_capacity(expectations.len());
        for expectation in expectations {
            let open: Vec<String> = expectation
                .after
                .iter()
                .filter(|id| verdicts.get(id.as_str()) != Some(&Verdict::Pass))
                .cloned()
                .collect();
            let outcome = if open.is_empty() {
                self.one(expectation)
            } else {
                let cause = Some(Cause::After { ids: open });
                outcome(expectation, Verdict::Blocked, cause, Vec::new(), None)
            };
            verdicts.insert(&expectation.id, outcome.verdict);
            outcomes.push(outcome);
        }
        outcomes
    }

    fn one(&self, expectation: &Expectation) -> Outcome {
        if let Some(gap) = self.gap_for(&expectation.kind) {
            let verdict = match gap.reason {
                GapReason::Forbidden | GapReason::NotServed => Verdict::Unsupported,
                _ => Verdict::Error,
            };
            return outcome(
                expectation,
                verdict,
                Some(Cause::Gap(gap)),
                Vec::new(),
                None,
            );
        }
        let judged = match &expectation.kind {
            ExpectationKind::Object {
                target,
                pattern,
                by,
            } => self.object(target, pattern, *by),
            ExpectationKind::Absent { target } => self.absent(target),
            ExpectationKind::Count {
                target,
                pattern,
                bounds,
            } => self.count(target, pattern, *bounds),
            ExpectationKind::Cel { expression, .. } => self.cel(expression),
            ExpectationKind::Http(http) => {
                let result = self.probes(&expectation.id).next();
                let service = self.graph.named("Service", &http.service);
                let makers =
                    service.map_or(Settling::Settled, |it| pending::of_served(it, self.graph));
                let cause = probe::http(http, result);
                self.probed(cause, service.into_iter().collect(), makers)
            }
            ExpectationKind::Log(log) => {
                let results: Vec<_> = self.probes(&expectation.id).collect();
                let makers = pending::of_makers(&log.target, self.graph);
                let cause = probe::log(log, &results);
                self.probed(cause, self.graph.resolve(&log.target), makers)
            }
            ExpectationKind::File(file) => {
                let results: Vec<_> = self.probes(&expectation.id).collect();
                let makers = pending::of_makers(&file.target, self.graph);
                let cause = probe::file(file, &results);
                self.probed(cause, self.graph.resolve(&file.target), makers)
            }
            ExpectationKind::Image(image) => {
                let images = &self.graph.snapshot().images;
                self.probed(probe::image(image, images), Vec::new(), Settling::Settled)
            }
            ExpectationKind::Answer {
                is, compare, wrong, ..
            } => self.answer(&expectation.id, is, *compare, wrong),
        };
        let verdict = match (&judged.cause, &judged.settling) {
            (None, _) => Verdict::Pass,
            (Some(_), Settling::Working(_)) if judged.waiting_helps => Verdict::Waiting,
            (Some(_), _) => Verdict::Fail,
        };
        let subjects = judged.subjects.iter().map(|object| object.key()).collect();
        let work = judged
            .cause
            .is_some()
            .then(|| judged.settling.work().cloned())
            .flatten();
        outcome(expectation, verdict, judged.cause, subjects, work)
    }

    /// What could not be read of the kinds that an expectation is about.
    fn gap_for(&self, kind: &ExpectationKind) -> Option<Gap> {
        if self.graph.snapshot().gaps.is_empty() {
            return None;
        }
        let expressions = |all: &[&CelExpression]| -> Vec<String> {
            all.iter()
                .flat_map(|e| e.with.values())
                .map(|target| target.kind.clone())
                .collect()
        };
        let kinds = match kind {
            ExpectationKind::Object { target, .. }
            | ExpectationKind::Absent { target }
            | ExpectationKind::Count { target, .. } => with_owners(target),
            ExpectationKind::Cel { expression, .. } => expressions(&[expression]),
            ExpectationKind::Answer { is, .. } => expressions(&[is]),
            ExpectationKind::Http(_) => vec!["Service".to_owned()],
            ExpectationKind::Log(log) => with_owners(&log.target),
            ExpectationKind::File(file) => with_owners(&file.target),
            ExpectationKind::Image(_) => vec![DOCKER.to_owned()],
        };
        let namespace = self.graph.namespace();
        let here = |gap: &&Gap| {
            gap.namespace
                .as_deref()
                .is_none_or(|other| other == namespace)
        };
        let mut gaps = self.graph.snapshot().gaps.iter().filter(here);
        gaps.find(|gap| kinds.contains(&gap.kind)).cloned()
    }

    fn probes(&self, expectation: &str) -> impl Iterator<Item = &'s ProbeResult> {
        let probes = self.graph.snapshot().probes.iter();
        probes.filter(move |probe| probe.expectation == expectation)
    }

    fn object(&self, target: &Ref, pattern: &Value, by: By) -> Judged<'s> {
        let (candidates, going) = self.split(target);
        if candidates.is_empty() {
            let settling = pending::of_makers(target, self.graph);
            return Judged {
                waiting_helps: true,
                cause: Some(Cause::Missing),
                subjects: going,
                settling,
            };
        }
        let compared: Vec<(&'s Object, Vec<Mismatch>)> = candidates
            .into_iter()
            .map(|object| (object, crash::differences(self.graph, pattern, object)))
            .collect();
        let fitting: Vec<&'s Object> = compared
            .iter()
            .filter(|(_, found)| found.is_empty())
            .map(|(object, _)| *object)
            .collect();
        if fitting.is_empty() {
            let nearest = compared.into_iter().min_by_key(|(_, found)| {
                (
                    found.iter().filter(|m| !m.is_observed()).count(),
                    found.len(),
                )
            });
            let Some((nearest, mismatches)) = nearest else {
                return Judged::fail(Cause::Missing, Vec::new());
            };
            let waiting_helps = mismatches.iter().all(Mismatch::is_observed);
            let settling = match pending::of(nearest, self.graph) {
                Settling::Settled if mismatches.iter().any(Mismatch::wants_an_end) => {
                    lag::about_to_end(nearest, self.graph)
                }
                settling => settling,
            };
            let cause = Some(Cause::Fields { mismatches });
            return Judged {
                waiting_helps,
                cause,
                subjects: vec![nearest],
                settling,
            };
        }
        match by {
            By::Create if fitting.iter().all(|object| !self.is_new(object)) => Judged {
                // A new one may be on its way, as in a rollout.
                settling: pending::of_makers(target, self.graph),
                ..Judged::fail(Cause::FromBefore, fitting)
            },
            By::Change if fitting.iter().all(|object| !self.is_changed(object)) => {
                Judged::fail(Cause::Unchanged, fitting)
            }
            _ => Judged::pass(fitting),
        }
    }

    fn absent(&self, target: &Ref) -> Judged<'s> {
        let (present, going) = self.split(target);
        let stays = |object: &&Object| !settling::is_abandoned(object, self.graph);
        if present.iter().any(stays) {
            return Judged::fail(Cause::Present, present);
        }
        let going: Vec<&Object> = going.into_iter().chain(present).collect();
        if going.is_empty() {
            return Judged::pass(Vec::new());
        }
        let settling = Settling::gravest(going.iter().map(|o| settling::of(o, self.graph)));
        Judged {
            waiting_helps: true,
            cause: Some(Cause::Present),
            subjects: going,
            settling,
        }
    }

    fn count(&self, target: &Ref, pattern: &Value, bounds: Bounds) -> Judged<'s> {
        let (candidates, going) = self.split(target);
        let mut fitting = Vec::new();
        let mut others = Vec::new();
        for object in &candidates {
            let differences = crash::differences(self.graph, pattern, object);
            if differences.is_empty() {
                fitting.push(*object);
            } else {
                others.extend(differences);
            }
        }
        let found = fitting.len() as u64;
        let told = self.told(target).filter(|told| !bounds.contains(*told));
        // On its way to another number a Deployment passes through the one that is wanted.
        let passes_by = told.is_some() && is_observed(pattern);
        if bounds.contains(found) && !passes_by {
            return Judged::pass(fitting);
        }
        let settling = if passes_by || told.is_some_and(|told| told < bounds.min) {
            Settling::Settled
        } else {
            let around = candidates
                .iter()
                .chain(&going)
                .map(|object| pending::of(object, self.graph));
            Settling::gravest(around.chain([pending::of_makers(target, self.graph)]))
        };
        let subjects = if candidates.is_empty() {
            going
        } else {
            candidates
        };
        Judged {
            waiting_helps: true,
            cause: Some(Cause::Count {
                found,
                bounds,
                others,
            }),
            subjects,
            settling,
        }
    }

    fn cel(&self, expression: &CelExpression) -> Judged<'s> {
        let detail = match cel::evaluate(expression, self.graph) {
            Ok(Value::Bool(true)) => return Judged::pass(self.objects_of(expression)),
            Ok(Value::Bool(false)) => None,
            Ok(other) => Some(other.to_string()),
            Err(error) => Some(error.to_string()),
        };
        let subjects = self.objects_of(expression);
        let settling = Settling::gravest(subjects.iter().map(|object| match object.kind() {
            "Endpoints" => pending::of_endpoints(object.name(), self.graph),
            _ => pending::of(object, self.graph),
        }));
        Judged {
            waiting_helps: true,
            cause: Some(Cause::False { detail }),
            subjects,
            settling,
        }
    }

    fn objects_of(&self, expression: &CelExpression) -> Vec<&'s Object> {
        expression
            .with
            .values()
            .flat_map(|target| self.graph.resolve(target))
            .collect()
    }

    /// What a probe found. Where there is no Pod yet, it depends on how far its makers are.
    fn probed(
        &self,
        cause: Option<Cause>,
        subjects: Vec<&'s Object>,
        makers: Settling,
    ) -> Judged<'s> {
        let Some(cause) = cause else {
            return Judged::pass(subjects);
        };
        let pods: Vec<&Object> = subjects
            .iter()
            .flat_map(|object| match object.kind() {
                "Service" => self.graph.pods_selected_by(object),
                _ => vec![*object],
            })
            .filter(|object| !object.is_terminating())
            .collect();
        let settling = if pods.is_empty() {
            makers
        } else {
            Settling::gravest(pods.iter().map(|pod| match pending::of(pod, self.graph) {
                Settling::Settled => lag::just_started(pod, &cause, self.graph),
                state => state,
            }))
        };
        Judged {
            waiting_helps: true,
            settling,
            cause: Some(cause),
            subjects,
        }
    }

    fn answer(
        &self,
        id: &str,
        is: &CelExpression,
        compare: Compare,
        wrong: &[WrongAnswer],
    ) -> Judged<'s> {
        let subjects = self.objects_of(is);
        let live = match cel::evaluate(is, self.graph) {
            Ok(Value::Null) | Err(_)
                if is.with.values().any(|t| self.graph.resolve(t).is_empty()) =>
            {
                return Judged::fail(Cause::Missing, subjects);
            }
            Ok(live) => cel::as_answer(&live),
            Err(error) => {
                let settling =
                    Settling::gravest(subjects.iter().map(|o| pending::of(o, self.graph)));
                let cause = Some(Cause::False {
                    detail: Some(error.to_string()),
                });
                return Judged {
                    waiting_helps: true,
                    cause,
                    subjects,
                    settling,
                };
            }
        };
        let Some(given) = self.graph.snapshot().answers.get(id) else {
            return Judged::fail(Cause::NoAnswer, subjects);
        };
        if answers_equal(given, &live, compare) {
            return Judged::pass(subjects);
        }
        let known = wrong.iter().position(|wrong| {
            cel::evaluate(&wrong.value, self.graph).is_ok_and(|value| match &value {
                Value::Array(items) => items
                    .iter()
                    .any(|item| answers_equal(given, &cel::as_answer(item), compare)),
                value => answers_equal(given, &cel::as_answer(value), compare),
            })
        });
        let given = given.clone();
        Judged::fail(Cause::WrongAnswer { given, live, known }, subjects)
    }

    /// The objects that fit: those that stay, and those being deleted.
    fn split(&self, target: &Ref) -> (Vec<&'s Object>, Vec<&'s Object>) {
        let all = self.graph.resolve(target);
        all.into_iter().partition(|object| !object.is_terminating())
    }

    /// How many Pods the Deployment that makes what is counted is told to run.
    fn told(&self, target: &Ref) -> Option<u64> {
        let (kind, name) = target.owner_parts()?;
        let owner = self.graph.named(kind, name)?;
        let counts = target.kind == "Pod" && kind == "Deployment" && !owner.is_terminating();
        counts.then(|| settling::count(owner, "spec.replicas", 1))
    }

    fn is_new(&self, object: &Object) -> bool {
        let inventory = self.graph.snapshot().inventory.as_ref();
        inventory.is_some_and(|inventory| !inventory.objects.contains_key(object.uid()))
    }

    fn is_changed(&self, object: &Object) -> bool {
        let inventory = self.graph.snapshot().inventory.as_ref();
        inventory.is_some_and(|inventory| match inventory.objects.get(object.uid()) {
            Some(entry) => entry.intent != object.intent_digest(),
            None => true,
        })
    }
}

/// Whether a pattern asks only for what controllers report, so that every Pod may come to fit it.
fn is_observed(pattern: &Value) -> bool {
    let keys = pattern.as_object();
    keys.is_none_or(|keys| keys.keys().all(|key| key == "status"))
}

/// The kinds that have to be read for a reference: its own, and what stands between a Deployment and
/// its Pods.
fn with_owners(target: &Ref) -> Vec<String> {
    let owner = target.owner_parts().map(|(kind, _)| kind);
    let between = (target.kind == "Pod" && owner == Some("Deployment")).then_some("ReplicaSet");
    let kinds = std::iter::once(target.kind.as_str()).chain(between);
    kinds.map(str::to_owned).collect()
}
