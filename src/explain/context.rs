//! What rules see: the failed expectations, and the objects that hang on them.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::command::KubectlCommand;
use crate::check::needs::{self, Needs};
use crate::check::{Mismatch, Outcome, Report, Verdict};
use crate::lesson::model::{Exercise, Expectation, ExpectationKind, Lesson, Ref};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::Object;
use crate::snapshot::{Snapshot, TypedCommand, settling, storage};

/// A failed expectation with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Failed<'c> {
    /// The expectation.
    pub expectation: &'c Expectation,
    /// What became of it.
    pub outcome: &'c Outcome,
}

/// What rules see.
#[derive(Debug)]
pub struct Context<'c, 's> {
    /// The lesson; none for a command alone.
    pub lesson: Option<&'c Lesson>,
    /// The exercise; none for a command alone.
    pub exercise: Option<&'c Exercise>,
    /// The check's report.
    pub report: &'c Report,
    /// The snapshot's objects and their edges.
    pub graph: &'c Graph<'s>,
    suspects: Vec<&'s Object>,
    /// The kinds that the exercise asks to be read.
    asked_for: OnceCell<BTreeSet<String>>,
}

impl<'c, 's> Context<'c, 's> {
    /// Gathers what hangs on the failed expectations.
    pub fn new(
        lesson: Option<&'c Lesson>,
        exercise: Option<&'c Exercise>,
        report: &'c Report,
        graph: &'c Graph<'s>,
    ) -> Self {
        let mut context = Self {
            lesson,
            exercise,
            report,
            graph,
            suspects: Vec::new(),
            asked_for: OnceCell::new(),
        };
        context.suspects = context.find_suspects();
        context
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.graph.snapshot()
    }

    /// Whether the objects of a kind in the namespace were read, so that one that was not seen is not
    /// there: the exercise asks for them, or what was seen gave reason to look.
    pub fn has_read(&self, kind: &str) -> bool {
        let kinds = |exercise| Needs::of(exercise).kinds;
        let asked_for = self
            .asked_for
            .get_or_init(|| self.exercise.map(kinds).unwrap_or_default());
        let further = || needs::further(&self.snapshot().objects).contains(kind);
        (asked_for.contains(kind) || further()) && !self.snapshot().has_gap(kind)
    }

    /// The expectations that do not hold (failed, waiting, or gone from the start state), in the
    /// lesson's order; blocked ones are left out: what blocks them is among these.
    pub fn failed(&self) -> Vec<Failed<'c>> {
        let Some(exercise) = self.exercise else {
            return Vec::new();
        };
        let expected = exercise.expect.iter().zip(&self.report.outcomes);
        // What only the start needs is no matter any more.
        let given = exercise.given.iter().zip(&self.report.given);
        let given = given.filter(|(given, _)| !given.at_start);
        expected
            .chain(given)
            .filter(|(_, outcome)| !matches!(outcome.verdict, Verdict::Pass | Verdict::Blocked))
            .map(|(expectation, outcome)| Failed {
                expectation,
                outcome,
            })
            .collect()
    }

    /// The fields that differ, of all failed expectations.
    pub fn mismatches(&self) -> Vec<(Failed<'c>, &'c Mismatch)> {
        use crate::check::Cause;
        self.failed()
            .into_iter()
            .flat_map(|failed| {
                let mismatches: &[Mismatch] = match &failed.outcome.cause {
                    Some(Cause::Fields { mismatches }) => mismatches,
                    Some(Cause::Count { others, .. }) => others,
                    _ => &[],
                };
                mismatches.iter().map(move |mismatch| (failed, mismatch))
            })
            .collect()
    }

    /// The objects that failed expectations hang on: their subjects, the workloads around these,
    /// their Pods, the Nodes of their Pods. Unrelated objects are never among them.
    pub fn suspects(&self) -> &[&'s Object] {
        &self.suspects
    }

    /// The suspects of a kind.
    pub fn suspects_of<'x>(&'x self, kind: &'x str) -> impl Iterator<Item = &'s Object> + 'x {
        self.suspects
            .iter()
            .copied()
            .filter(move |object| object.kind() == kind)
    }

    /// The suspect Pods that count: not being deleted, and of their Deployment's present template.
    pub fn pods(&self) -> Vec<&'s Object> {
        self.suspects_of("Pod")
            .filter(|pod| !pod.is_terminating() && settling::is_current(pod, self.graph))
            .collect()
    }

    /// The pattern that the exercise has for an object, if it names it: what is wanted of it.
    pub fn wanted(&self, object: &Object) -> Option<&'c Value> {
        self.patterns(object.kind(), object.name()).next()
    }

    /// The patterns that the exercise has for an object of that kind and name.
    pub fn patterns<'x>(
        &self,
        kind: &'x str,
        name: &'x str,
    ) -> impl Iterator<Item = &'c Value> + use<'c, 'x> {
        let all = self.all_patterns();
        let of_it = all
            .filter(move |(target, _)| target.kind == kind && target.name.as_deref() == Some(name));
        of_it.map(|(_, pattern)| pattern)
    }

    /// The patterns that the exercise has for objects, with what each is for.
    pub fn all_patterns(&self) -> impl Iterator<Item = (&'c Ref, &'c Value)> + use<'c> {
        let expectations = self.exercise.map(|exercise| exercise.expect.as_slice());
        let all = expectations.unwrap_or_default().iter();
        all.filter_map(|expectation| match &expectation.kind {
            ExpectationKind::Object {
                target, pattern, ..
            } if !pattern.is_null() => Some((target, pattern)),
            _ => None,
        })
    }

    /// All references of the exercise's object expectations to named objects.
    pub fn wanted_refs(&self) -> Vec<&'c Ref> {
        let expectations = self.exercise.map(|exercise| exercise.expect.as_slice());
        expectations
            .unwrap_or_default()
            .iter()
            .filter_map(|expectation| match &expectation.kind {
                ExpectationKind::Object { target, .. } if target.name.is_some() => Some(target),
                _ => None,
            })
            .collect()
    }

    /// Whether an object was there before the exercise began; false where that is not known.
    pub fn is_from_before(&self, object: &Object) -> bool {
        let inventory = self.snapshot().inventory.as_ref();
        inventory.is_some_and(|inventory| inventory.objects.contains_key(object.uid()))
    }

    /// The newest command that was to change something, with its words taken apart, if it failed
    /// and nothing that changes things has succeeded since.
    pub fn failed_command(&self) -> Option<(&'s TypedCommand, KubectlCommand<'s>)> {
        let commands = self.snapshot().commands.iter().rev();
        let newest = commands
            .filter_map(|typed| KubectlCommand::parse(&typed.argv).map(|parsed| (typed, parsed)))
            .find(|(typed, parsed)| parsed.changes() || typed.failed() && self.is_last(typed));
        newest.filter(|(typed, _)| typed.failed())
    }

    /// Whether nothing was typed after this command.
    fn is_last(&self, typed: &TypedCommand) -> bool {
        let last = self.snapshot().last_command();
        last.is_some_and(|last| std::ptr::eq(last, typed))
    }

    /// The newest command that changed something and succeeded.
    pub fn last_change(&self) -> Option<(&'s TypedCommand, KubectlCommand<'s>)> {
        let commands = self.snapshot().commands.iter().rev();
        commands
            .filter(|typed| !typed.failed())
            .filter_map(|typed| KubectlCommand::parse(&typed.argv).map(|parsed| (typed, parsed)))
            .find(|(_, parsed)| parsed.changes())
    }

    /// The newest `delete` that succeeded, of those that a condition holds for.
    pub fn last_deletion(
        &self,
        is_meant: impl Fn(&TypedCommand, &KubectlCommand<'s>) -> bool,
    ) -> Option<&'s TypedCommand> {
        let commands = self.snapshot().commands.iter().rev();
        let mut done = commands.filter(|typed| !typed.failed());
        done.find(|typed| {
            KubectlCommand::parse(&typed.argv)
                .is_some_and(|command| command.verb == "delete" && is_meant(typed, &command))
        })
    }

    fn find_suspects(&self) -> Vec<&'s Object> {
        let mut found = Gathered::default();
        for failed in self.failed() {
            for key in &failed.outcome.subjects {
                if let Some(object) = self.graph.by_key(key) {
                    self.gather(object, &mut found);
                }
            }
            if let Some(work) = &failed.outcome.work
                && let Some(object) = self.graph.by_key(&work.object)
            {
                self.gather(object, &mut found);
            }
            for target in targets(failed.expectation) {
                for object in self.around(target) {
                    self.gather(object, &mut found);
                }
            }
        }
        found.objects
    }

    /// Objects that a reference points at, its owner and the makers of what it asks for.
    fn around(&self, target: &Ref) -> Vec<&'s Object> {
        let mut objects = self.graph.resolve(target);
        if let Some((kind, name)) = target.owner_parts() {
            objects.extend(self.graph.named(kind, name));
        }
        if target.kind == "Pod" && !target.labels.is_empty() {
            let deployments = self.graph.of_kind("Deployment");
            objects.extend(deployments.filter(|deployment| self.graph.makes(deployment, target)));
        }
        objects
    }

    /// The claims of a Pod and their volumes.
    fn gather_storage(&self, pod: &Object, found: &mut Gathered<'s>) {
        let claims = storage::claim_names(pod)
            .filter_map(|name| self.graph.named("PersistentVolumeClaim", name));
        for claim in claims {
            found.add(claim);
            let volume = claim.text("spec.volumeName");
            if let Some(volume) = self.graph.named("PersistentVolume", volume) {
                found.add(volume);
            }
        }
    }

    /// An object, its workload from top to bottom, and the Nodes below.
    fn gather(&self, object: &'s Object, found: &mut Gathered<'s>) {
        if object.kind() == "Service" {
            found.add(object);
            for pod in self.graph.pods_selected_by(object) {
                self.gather(pod, found);
            }
            // One that has no Pods at the moment is what a Service without any is about.
            let deployments = self.graph.of_kind("Deployment");
            for deployment in deployments.filter(|it| Graph::serves(object, it)) {
                self.gather(deployment, found);
            }
            return;
        }
        let top = self.graph.root_owner(object);
        if !found.add(top) {
            found.add(object);
            return;
        }
        let mut queue = vec![top];
        while let Some(next) = queue.pop() {
            for owned in self.graph.owned_by(next) {
                if found.add(owned) {
                    queue.push(owned);
                }
            }
            if next.kind() == "Pod" {
                self.gather_storage(next, found);
                if let Some(node) = self.graph.node_of(next) {
                    found.add(node);
                } else if next.text("spec.nodeName").is_empty() {
                    for node in self.graph.all("Node") {
                        found.add(node);
                    }
                }
            }
        }
    }
}

/// Suspects in the order they were found, each once.
#[derive(Default)]
struct Gathered<'s> {
    seen: HashSet<*const Object>,
    objects: Vec<&'s Object>,
}

impl<'s> Gathered<'s> {
    fn add(&mut self, object: &'s Object) -> bool {
        let new = self.seen.insert(std::ptr::from_ref(object));
        if new {
            self.objects.push(object);
        }
        new
    }
}

/// The references of an expectation.
pub fn targets(expectation: &Expectation) -> Vec<&Ref> {
    match &expectation.kind {
        ExpectationKind::Object { target, .. }
        | ExpectationKind::Absent { target }
        | ExpectationKind::Count { target, .. } => vec![target],
        ExpectationKind::Cel { expression, .. } => expression.with.values().collect(),
        ExpectationKind::Answer { is, .. } => is.with.values().collect(),
        ExpectationKind::Log(probe) => vec![&probe.target],
        ExpectationKind::File(probe) => vec![&probe.target],
        ExpectationKind::Http(_) | ExpectationKind::Image(_) => Vec::new(),
    }
}
