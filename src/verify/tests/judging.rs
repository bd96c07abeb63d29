//! The table: record and session on one side, where the verdict comes from on the other.

use super::sample::{HERE, at, pack};
use crate::check::Verdict;
use crate::lesson::model::Lesson;
use crate::progress::{AttemptId, Progress, Seen, Session, Target};
use crate::snapshot::Inventory;
use crate::verify::{Judging, Recorded, judging};

const ELSEWHERE: &str = "uid-elsewhere";

/// A learner at work on one cluster.
struct Learner {
    lesson: Lesson,
    progress: Progress,
    session: Session,
    cluster: &'static str,
    clock: i64,
}

impl Learner {
    fn on(cluster: &'static str) -> Self {
        Self {
            lesson: pack().lessons.remove(0),
            progress: Progress::default(),
            session: Session::default(),
            cluster,
            clock: 0,
        }
    }

    fn seen(&mut self) -> Seen {
        self.clock += 1;
        Seen {
            at: at(self.clock),
            cluster: self.cluster.to_owned(),
            podo_version: "0.1.0".to_owned(),
            pack_version: String::new(),
        }
    }

    fn begin(&mut self, exercise: &str) {
        let seen = self.seen();
        let target = Target {
            context: "minikube".to_owned(),
            cluster: self.cluster.to_owned(),
            namespace: "podo-one".to_owned(),
        };
        let id = AttemptId {
            exercise: exercise.to_owned(),
            begun_at: seen.at,
        };
        self.session.begin(target, id, Inventory::empty()).unwrap();
        let id = self.id(exercise);
        self.progress.record_begin(&id, &seen);
    }

    fn id(&self, exercise: &str) -> crate::lesson::model::ExerciseId {
        self.lesson
            .exercise_id(self.lesson.exercise(exercise).unwrap())
    }

    fn check(&mut self, exercise: &str, verdict: Verdict) {
        let seen = self.seen();
        let id = self.id(exercise);
        self.progress.record_check(&id, verdict, &seen);
        let attempt = self.session.attempt().unwrap().id().clone();
        let kept = self.session.record_check(&attempt, verdict, ["pod"]);
        assert!(kept.is_some());
    }

    fn solve(&mut self, exercise: &str) {
        self.begin(exercise);
        self.check(exercise, Verdict::Pass);
    }

    fn judged(&self, exercise: &str) -> Judging {
        judging(
            &self.lesson,
            self.lesson.exercise(exercise).unwrap(),
            &self.progress,
            &self.session,
            HERE,
        )
    }

    #[track_caller]
    fn is_recorded(&self, exercise: &str, recorded: Recorded) {
        let judged = self.judged(exercise);
        assert!(
            matches!(judged, Judging::Recorded(found) if found == recorded),
            "{judged:?}"
        );
    }

    #[track_caller]
    fn is_holding(&self, exercise: &str) -> Vec<String> {
        match self.judged(exercise) {
            Judging::Holding(holding) => {
                assert!(holding.given.is_empty());
                holding.expect.into_iter().map(|e| e.id).collect()
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_was_never_begun_is_told_from_the_record() {
    let learner = Learner::on(HERE);
    learner.is_recorded("stays", Recorded::NeverBegun);
}

#[test]
fn the_exercise_being_worked_on_is_judged_as_a_whole() {
    let mut learner = Learner::on(HERE);
    learner.begin("stays");
    assert!(matches!(learner.judged("stays"), Judging::Current));
    learner.check("stays", Verdict::Fail);
    assert!(matches!(learner.judged("stays"), Judging::Current));
}

#[test]
fn what_holds_for_the_lesson_is_judged_without_its_questions() {
    let mut learner = Learner::on(HERE);
    learner.solve("stays");
    assert_eq!(learner.is_holding("stays"), ["three", "available"]);
    let Judging::Holding(holding) = learner.judged("stays") else {
        panic!("just now it held");
    };
    // What came after a question comes after nothing now.
    assert_eq!(holding.expect[0].after, [""; 0]);
    assert_eq!(holding.expect[1].after, ["three"]);

    // A later check that fails does not take the obligation away.
    learner.check("stays", Verdict::Fail);
    learner.begin("later");
    assert_eq!(learner.is_holding("stays").len(), 2);
}

#[test]
fn what_holds_for_a_moment_is_recorded() {
    let mut learner = Learner::on(HERE);
    learner.solve("passes-by");
    learner.is_recorded("passes-by", Recorded::Passed(at(2)));
}

#[test]
fn what_holds_until_another_exercise_is_recorded_once_that_is_begun() {
    let mut learner = Learner::on(HERE);
    learner.solve("until-later");
    assert_eq!(learner.is_holding("until-later"), ["pod"]);
    learner.begin("later");
    learner.is_recorded("until-later", Recorded::Passed(at(2)));
}

#[test]
fn an_exercise_of_questions_alone_has_nothing_to_look_at() {
    let mut learner = Learner::on(HERE);
    learner.solve("asks-only");
    learner.is_recorded("asks-only", Recorded::Passed(at(2)));
}

#[test]
fn what_podo_deleted_for_another_start_state_need_not_hold() {
    let mut learner = Learner::on(HERE);
    learner.solve("stays");
    learner.session.emptied();
    learner.begin("later");
    learner.is_recorded("stays", Recorded::Passed(at(2)));
}

#[test]
fn a_lesson_that_has_ended_is_recorded() {
    let mut learner = Learner::on(HERE);
    learner.solve("stays");
    learner.session.release();
    learner.is_recorded("stays", Recorded::Passed(at(2)));
    // Taken a second time, its first exercise is new and the others still need not hold.
    learner.begin("later");
    learner.is_recorded("stays", Recorded::Passed(at(2)));
    assert!(matches!(learner.judged("later"), Judging::Current));
}

#[test]
fn an_exercise_that_was_left_keeps_its_last_verdict() {
    let mut learner = Learner::on(HERE);
    learner.begin("stays");
    learner.check("stays", Verdict::Waiting);
    learner.begin("later");
    let (verdict, at) = (Verdict::Waiting, at(2));
    learner.is_recorded("stays", Recorded::NotPassed { verdict, at });
    learner.begin("passes-by");
    learner.is_recorded("later", Recorded::NoVerdict);
}

#[test]
fn a_check_that_told_nothing_is_no_verdict() {
    let mut learner = Learner::on(HERE);
    learner.begin("stays");
    learner.check("stays", Verdict::Error);
    learner.begin("later");
    learner.is_recorded("stays", Recorded::NoVerdict);
}

#[test]
fn what_was_seen_on_another_cluster_counts_there() {
    let mut learner = Learner::on(ELSEWHERE);
    learner.solve("stays");
    learner.begin("later");
    learner.check("later", Verdict::Fail);
    learner.begin("passes-by");
    for exercise in ["stays", "later", "passes-by"] {
        learner.is_recorded(exercise, Recorded::Elsewhere);
    }
    learner.is_recorded("asks-only", Recorded::NeverBegun);
}

#[test]
fn a_lesson_that_moved_away_leaves_its_record() {
    let mut learner = Learner::on(HERE);
    learner.solve("stays");
    learner.session.release();
    learner.cluster = ELSEWHERE;
    learner.solve("stays");
    learner.is_recorded("stays", Recorded::Passed(at(2)));
}
