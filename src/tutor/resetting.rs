//! Getting to an exercise's start state: by going on from where the last one ended, or by emptying
//! the namespace and setting up. What is deleted is said before.

use super::course::exercise_ids;
use super::{Done, Standing, Tutor, TutorError};
use crate::check::{self, Verdict};
use crate::explain::context::targets;
use crate::i18n::Args;
use crate::lesson::model::{By, Exercise, ExpectationKind, Lesson, Ref};
use crate::msg;
use crate::progress::{AttemptId, Session};
use crate::render::sanitize;
use crate::render::theme::Role;
use crate::snapshot::Snapshot;
use crate::snapshot::graph::Graph;
use crate::ui::input::Ask;

impl<'a> Tutor<'a> {
    /// Begins an exercise of the open lesson.
    pub(super) fn begin(&mut self, at: usize, ask: &mut dyn Ask) -> Done {
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let (lesson, exercise) = (desk.lesson, &desk.lesson.exercises[at]);
        let goes_on = desk.last.is_some();
        if self.can_go_on(lesson, exercise)? {
            self.hand_out(lesson, exercise)?;
            if goes_on {
                self.say_as(Role::Dim, "", msg!("tutor-carried"), &Args::new());
            }
        } else if !self.set_up(lesson, exercise, ask)? {
            let name = format!("{}/{}", lesson.name, exercise.id);
            self.say(
                msg!("tutor-begin-kept"),
                &Args::new().with("exercise", name),
            );
            return Ok(());
        }
        self.take_over(lesson, exercise, at)?;
        self.show()
    }

    /// The files that the exercise works with, where the learner does not have them.
    fn hand_out(&self, lesson: &Lesson, exercise: &Exercise) -> Done {
        if let Some(desk) = &self.desk {
            desk.bench.hand_out(lesson, exercise)?;
        }
        Ok(())
    }

    /// Whether the present state is a start state of the exercise: what it takes as given holds, so
    /// do its guards, what has to be made is not there, and it is not solved yet. An exercise that
    /// takes nothing as given and sets nothing up can start anywhere.
    fn can_go_on(&mut self, lesson: &'a Lesson, exercise: &'a Exercise) -> Done<bool> {
        if exercise.given.is_empty() && !exercise.setup.is_empty() {
            return Ok(false);
        }
        let Some(desk) = &self.desk else {
            return Ok(false);
        };
        let session = Session::default();
        let mut snapshot: Snapshot = self.wait(desk.bench.look(lesson, exercise, &session))?;
        // What is there now is there at the start: an object that has to be made anew is not made.
        let (inventory, _) = self.wait(desk.bench.take_inventory(exercise))?;
        snapshot.inventory = Some(inventory);
        let graph = Graph::new(&snapshot);
        let report = check::evaluate(lesson, exercise, &graph);
        let holds = |outcome: &check::Outcome| outcome.verdict == Verdict::Pass;
        let expected = || exercise.expect.iter().zip(&report.outcomes);
        let guarded = expected().all(|(expectation, outcome)| {
            !expectation.at_start || outcome.verdict == Verdict::Blocked || holds(outcome)
        });
        let starts = report.given.iter().all(holds) && guarded && !in_the_way(exercise, &graph);
        Ok(starts && (exercise.setup.is_empty() || report.verdict != Verdict::Pass))
    }

    /// Empties the namespace, after a yes, and sets the exercise up; false when the learner said
    /// no.
    fn set_up(
        &mut self,
        lesson: &'a Lesson,
        exercise: &'a Exercise,
        ask: &mut dyn Ask,
    ) -> Done<bool> {
        let Some(desk) = &self.desk else {
            return Ok(false);
        };
        self.wait(desk.bench.renew())??;
        let plan = self.wait(desk.bench.plan_emptying(exercise))??;
        if !plan.is_empty() {
            let namespace = desk.bench.namespace().name().to_owned();
            self.say(
                msg!("tutor-delete-list"),
                &Args::new().with("namespace", namespace),
            );
            let names: Vec<String> = plan
                .keys()
                .map(|key| format!("  {}\n", sanitize::line(&key.to_string())))
                .collect();
            self.put(&names.concat());
            if !self.agree(msg!("tutor-delete-ask"), &Args::new(), ask) {
                self.tell(msg!("tutor-delete-kept"));
                return Ok(false);
            }
        }
        if !(plan.is_empty() && exercise.setup.is_empty()) {
            self.say_as(Role::Dim, "", msg!("tutor-setting-up"), &Args::new());
        }
        self.put_back_cluster_wide()?;
        let Some(desk) = &self.desk else {
            return Ok(false);
        };
        self.wait(desk.bench.empty(&plan))??;
        let emptied = desk.session.update(Session::emptied);
        self.loaded(emptied)?;
        self.remember_cluster_wide(exercise)?;
        let Some(desk) = &self.desk else {
            return Ok(false);
        };
        let performed =
            self.wait(desk.bench.perform(lesson, exercise, &exercise.setup, false))??;
        for (name, kept) in performed.kept {
            let args = Args::new().with("name", name).with("kept", kept);
            self.say(msg!("tutor-file-kept"), &args);
        }
        Ok(true)
    }

    /// Takes the inventory, and writes down that the exercise has begun.
    fn take_over(&mut self, lesson: &'a Lesson, exercise: &'a Exercise, at: usize) -> Done {
        self.remember_cluster_wide(exercise)?;
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let (inventory, _) = self.wait(desk.bench.take_inventory(exercise))?;
        let target = self.target(desk.bench.namespace());
        let id = AttemptId {
            exercise: exercise.id.clone(),
            begun_at: inventory.at,
        };
        let begun_at = inventory.at;
        let begun = desk
            .session
            .update(|session| session.begin(target, id, inventory));
        if self.loaded(begun)?.is_err() {
            // Another podo has bound the lesson to another place since it was opened here.
            return Err(TutorError::Interrupted);
        }
        let seen = self.seen(begun_at);
        let id = lesson.exercise_id(exercise);
        let recorded = self
            .progress
            .update(|progress| progress.record_begin(&id, &seen));
        self.loaded(recorded)?;
        if let Some(desk) = &mut self.desk {
            desk.at = at;
            desk.last = None;
        }
        Ok(())
    }

    /// Back to the start state of the present exercise.
    pub(super) fn reset(&mut self, ask: &mut dyn Ask) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let (lesson, exercise, at) = (desk.lesson, desk.exercise(), desk.at);
        if self.set_up(lesson, exercise, ask)? {
            self.take_over(lesson, exercise, at)?;
            self.tell(msg!("tutor-reset-done"));
        }
        Ok(())
    }

    /// Keeps the state of the cluster-wide objects that an exercise declares, so that `reset` and
    /// the lesson's end can put them back. Kept once: the first state is the one to go back to.
    fn remember_cluster_wide(&mut self, exercise: &Exercise) -> Done {
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        if exercise.cluster_wide.is_empty() {
            return Ok(());
        }
        let before = self.wait(desk.bench.capture(exercise))??;
        let kept = desk
            .session
            .update(|session| session.remember(&exercise.id, before));
        self.loaded(kept)
    }

    /// Puts back what exercises of this lesson changed cluster-wide.
    pub(super) fn put_back_cluster_wide(&mut self) -> Done {
        for before in self.session()?.remembered() {
            let Some(desk) = &self.desk else {
                return Ok(());
            };
            let done = self.wait(desk.bench.restore(before))??;
            if !done.is_empty() {
                let what: Vec<String> = done.iter().map(ToString::to_string).collect();
                let what = sanitize::line(&what.join(", ")).into_owned();
                self.say(msg!("tutor-restore-list"), &Args::new().with("what", what));
            }
        }
        Ok(())
    }

    /// Before the open lesson is left: one that is complete is tidied up after a yes. Of another, what
    /// its exercises changed cluster-wide is said, and put back after a yes: nobody should be left with
    /// a cordoned Node unawares.
    pub(super) fn leave_lesson(&mut self, ask: &mut dyn Ask) -> Done {
        if self.is_over()? {
            return self.close_lesson(ask);
        }
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let lesson = desk.lesson.name.clone();
        let session = self.session()?;
        let mut left = Vec::new();
        for before in session.remembered() {
            let Some(desk) = &self.desk else {
                return Ok(());
            };
            left.extend(self.wait(desk.bench.plan_restoring(before))??);
        }
        if left.is_empty() {
            return Ok(());
        }
        let what: Vec<String> = left.iter().map(ToString::to_string).collect();
        let what = sanitize::line(&what.join(", ")).into_owned();
        self.say(msg!("tutor-left"), &Args::new().with("what", what));
        if !self.agree(msg!("tutor-left-ask"), &Args::new(), ask) {
            self.say(msg!("tutor-left-kept"), &Args::new().with("lesson", lesson));
            return Ok(());
        }
        for before in session.remembered() {
            let Some(desk) = &self.desk else {
                return Ok(());
            };
            self.wait(desk.bench.restore(before))??;
        }
        self.tell(msg!("tutor-left-done"));
        Ok(())
    }

    /// Whether the lesson that is open is complete.
    fn is_over(&mut self) -> Done<bool> {
        let Some(desk) = &self.desk else {
            return Ok(false);
        };
        let (lesson, standing) = (desk.lesson, desk.standing);
        let progress = self.progress.load();
        let summary = self.loaded(progress)?.summary(exercise_ids(lesson));
        Ok(standing == Standing::Lesson && summary.is_complete())
    }

    /// Ends a lesson: cluster-wide changes are put back, and the namespace goes after a yes.
    pub(super) fn close_lesson(&mut self, ask: &mut dyn Ask) -> Done {
        self.put_back_cluster_wide()?;
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        if desk.bench.namespace().is_assigned() {
            return Ok(());
        }
        let namespace = desk.bench.namespace().name().to_owned();
        let args = Args::new().with("namespace", namespace);
        if !self.agree(msg!("tutor-end-ask"), &args, ask) {
            return Ok(());
        }
        let Some(desk) = self.desk.take() else {
            return Ok(());
        };
        self.wait(desk.bench.close())??;
        self.loaded(desk.session.update(Session::release))?;
        self.say(msg!("tutor-ended"), &args);
        Ok(())
    }
}

/// Whether an object that the exercise wants made is there already, and not as a part of its start.
fn in_the_way(exercise: &Exercise, graph: &Graph<'_>) -> bool {
    let given: Vec<&Ref> = exercise.given.iter().flat_map(targets).collect();
    exercise.expect.iter().any(|expectation| {
        let ExpectationKind::Object {
            target,
            by: By::Create,
            ..
        } = &expectation.kind
        else {
            return false;
        };
        let there = |name: &String| graph.named(&target.kind, name).is_some();
        target.name.as_ref().is_some_and(there) && !given.contains(&target)
    })
}
