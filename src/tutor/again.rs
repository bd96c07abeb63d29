//! `skip`, `review`: what is known already, and whether it still is.
//!
//! Neither has a judge of its own: `skip` goes to a lesson's last exercise, `review` to one that was
//! passed some time ago, and `check` says what came of it. Unlike `podo verify`, which asks whether
//! what was built still holds, `review` has the learner build it once more, in a namespace of its own
//! that the lesson's is not touched by.

use std::time::Duration;

use jiff::Timestamp;

use super::{Done, Standing, Tutor};
use crate::i18n::Args;
use crate::lesson::model::Lesson;
use crate::msg;
use crate::progress::{Progress, Session};
use crate::render::theme::Role;
use crate::ui::input::Ask;

/// How long an exercise rests before it is proposed again.
const REST: Duration = Duration::from_hours(24);

/// An exercise that can be reviewed.
struct Due<'a> {
    lesson: &'a Lesson,
    /// Its index in the lesson.
    at: usize,
    /// When it was checked last.
    seen: Timestamp,
}

impl Due<'_> {
    fn name(&self) -> String {
        format!("{}/{}", self.lesson.name, self.lesson.exercises[self.at].id)
    }
}

impl<'a> Tutor<'a> {
    /// Goes to the last exercise of a lesson: whoever passes it may leave out the rest.
    pub(super) fn skip(&mut self, args: &[String], ask: &mut dyn Ask) -> Done {
        let Some(name) = args.first().map(|name| name.trim_end_matches('/')) else {
            self.tell(msg!("tutor-usage-skip"));
            return Ok(());
        };
        let Some(lesson) = self.kit.pack.lesson(name) else {
            self.no_such_lesson(name);
            return Ok(());
        };
        let Some(last) = lesson.exercises.last() else {
            return Ok(());
        };
        let now = Timestamp::now();
        let recorded = self.progress.update(|progress| {
            progress.record_test(lesson, now);
            progress.is_skipped(lesson)
        });
        let args = Args::new()
            .with("lesson", name)
            .with("exercise", last.id.as_str());
        if self.loaded(recorded)? {
            self.say(msg!("tutor-skip-already"), &args);
            return Ok(());
        }
        self.say(msg!("tutor-skip"), &args);
        self.start(&[format!("{name}/{}", last.id)], ask)
    }

    /// Has an exercise done again that was passed some time ago: the one that is named, or the one
    /// that was seen longest ago.
    pub(super) fn review(&mut self, args: &[String], ask: &mut dyn Ask) -> Done {
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let mut passed = self.passed(&progress);
        if let Some(wanted) = args.first() {
            let wanted = wanted.trim_end_matches('/');
            passed.retain(|due| due.name() == wanted || due.lesson.name == wanted);
        } else if !passed.is_empty() {
            let now = Timestamp::now();
            let rested = |due: &Due<'_>| now.duration_since(due.seen).unsigned_abs() >= REST;
            let resting = passed.len();
            passed.retain(rested);
            if passed.is_empty() {
                let args = Args::new().with("count", super::course::count(resting));
                self.say(msg!("tutor-review-resting"), &args);
                return Ok(());
            }
        }
        let Some(due) = passed.first() else {
            self.tell(msg!("tutor-review-none"));
            return Ok(());
        };
        let (lesson, at, left) = (due.lesson, due.at, passed.len());
        self.review_one(lesson, at, left, ask)
    }

    /// The exercises that were passed, the one that was seen longest ago first.
    fn passed(&self, progress: &Progress) -> Vec<Due<'a>> {
        let mut all = Vec::new();
        for lesson in &self.kit.pack.lessons {
            for (at, exercise) in lesson.exercises.iter().enumerate() {
                let record = progress.exercise(&lesson.exercise_id(exercise));
                let Some(record) = record.filter(|record| record.passed()) else {
                    continue;
                };
                if let Some(check) = record.last_check() {
                    let seen = check.seen.at;
                    all.push(Due { lesson, at, seen });
                }
            }
        }
        // The sort is stable: what was seen at one time stays in the course's order.
        all.sort_by_key(|due| due.seen);
        all
    }

    fn review_one(
        &mut self,
        lesson: &'a Lesson,
        at: usize,
        left: usize,
        ask: &mut dyn Ask,
    ) -> Done {
        let is_open = self.desk.as_ref().is_some_and(|desk| {
            desk.standing == Standing::Review && desk.lesson.name == lesson.name
        });
        if !is_open {
            self.leave_lesson(ask)?;
            match self.open(lesson, Standing::Review, ask)? {
                Some(desk) => self.desk = Some(desk),
                None => return Ok(()),
            }
        }
        let args = Args::new().with("left", super::course::count(left)).with(
            "exercise",
            format!("{}/{}", lesson.name, lesson.exercises[at].id),
        );
        self.say_as(Role::Dim, "", msg!("tutor-review"), &args);
        let id = &lesson.exercises[at].id;
        let session = self.session()?;
        let goes_on = session
            .attempt()
            .is_some_and(|attempt| attempt.id().exercise == *id);
        if goes_on {
            if let Some(desk) = &mut self.desk {
                desk.at = at;
            }
            return self.show();
        }
        self.begin(at, ask)?;
        if self.session()?.attempt().is_none() {
            self.desk = None;
        }
        Ok(())
    }

    /// After an exercise was passed once more: its namespace goes, and the next one is named.
    pub(super) fn end_review(&mut self) -> Done {
        self.put_back_cluster_wide()?;
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        if desk.bench.namespace().is_assigned() {
            self.tell(msg!("tutor-review-passed"));
            return Ok(());
        }
        let Some(desk) = self.desk.take() else {
            return Ok(());
        };
        self.wait(desk.bench.close())??;
        self.loaded(desk.session.update(Session::release))?;
        let args = Args::new().with("namespace", desk.bench.namespace().name());
        self.say(msg!("tutor-ended"), &args);
        self.tell(msg!("tutor-review-passed"));
        Ok(())
    }
}
