//! Tests of progress.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::{HINTS, Progress, Seen};
use crate::check::Verdict;
use crate::lesson::model::{Exercise, ExerciseId, Holds, Lesson};
use crate::lesson::prose::Prose;

fn id(exercise: &str) -> ExerciseId {
    ExerciseId {
        pack: "podo".to_owned(),
        lesson: "pods".to_owned(),
        exercise: exercise.to_owned(),
    }
}

fn seen(second: i64) -> Seen {
    on("uid-1", second)
}

fn on(cluster: &str, second: i64) -> Seen {
    Seen {
        at: Timestamp::from_second(second).unwrap(),
        cluster: cluster.to_owned(),
        podo_version: "0.1.0".to_owned(),
        pack_version: "1".to_owned(),
    }
}

/// Progress after these verdicts, one each second.
fn checked(verdicts: &[Verdict]) -> Progress {
    let mut progress = Progress::default();
    progress.record_begin(&id("a"), &seen(0));
    for (second, verdict) in (1..).zip(verdicts) {
        progress.record_check(&id("a"), *verdict, &seen(second));
    }
    progress
}

#[test]
fn only_a_passing_verdict_passes() {
    use Verdict::{Blocked, Error, Fail, Lost, NotSetUp, Unsupported, Waiting};
    assert!(checked(&[Verdict::Pass]).passed(&id("a")));
    let others = [Fail, Waiting, Blocked, NotSetUp, Lost, Unsupported, Error];
    for verdict in others {
        assert!(!checked(&[verdict]).passed(&id("a")), "{verdict:?}");
    }
    assert!(!checked(&others).passed(&id("a")));
    let mut progress = Progress::default();
    progress.record_begin(&id("a"), &seen(1));
    progress.record_hint(&id("a"), HINTS);
    progress.record_solution(&id("a"));
    assert!(!progress.passed(&id("a")));
    assert!(!progress.passed(&id("never-seen")));
}

#[test]
fn a_pass_outlives_what_comes_later() {
    let progress = checked(&[Verdict::Pass, Verdict::Fail, Verdict::Lost, Verdict::Pass]);
    let record = progress.exercise(&id("a")).unwrap();
    assert!(record.passed());
    assert_eq!(record.first_passed_at(), Some(seen(1).at));
    assert_eq!(record.passes().len(), 1);
    assert_eq!(record.last_check().unwrap().seen, seen(4));
    assert_eq!(record.last_seen_at(), Some(seen(4).at));
}

#[test]
fn a_pass_is_of_one_cluster() {
    let mut progress = checked(&[Verdict::Pass]);
    progress.record_check(&id("a"), Verdict::Fail, &on("uid-2", 8));
    let record = progress.exercise(&id("a")).unwrap();
    assert!(record.passed_on("uid-1").is_some());
    assert!(record.passed_on("uid-2").is_none());

    progress.record_check(&id("a"), Verdict::Pass, &on("uid-2", 9));
    let record = progress.exercise(&id("a")).unwrap();
    assert_eq!(record.passed_on("uid-2").unwrap().seen.at, seen(9).at);
    assert_eq!(record.first_passed_at(), Some(seen(1).at));
}

#[test]
fn attempts_are_checks_that_judge_the_work() {
    use Verdict::{Blocked, Error, Fail, Lost, NotSetUp, Pass, Unsupported, Waiting};
    let record = |verdicts| {
        let progress = checked(verdicts);
        let record = progress.exercise(&id("a")).unwrap();
        (record.attempts(), record.failed_in_row())
    };
    assert_eq!(record(&[Fail, Fail, Fail]), (3, 3));
    assert_eq!(record(&[Fail, Waiting, Blocked, Lost, Fail]), (5, 2));
    assert_eq!(record(&[Fail, Error, NotSetUp, Unsupported]), (1, 1));
    assert_eq!(record(&[Fail, Pass, Fail]), (3, 1));
}

#[test]
fn beginning_again_keeps_the_first_time_and_ends_the_row() {
    let mut progress = checked(&[Verdict::Fail, Verdict::Fail]);
    progress.record_begin(&id("a"), &seen(9));
    let record = progress.exercise(&id("a")).unwrap();
    assert_eq!(record.started(), Some(&seen(0)));
    assert_eq!((record.attempts(), record.failed_in_row()), (2, 0));
}

#[test]
fn a_pass_says_what_was_needed_until_then() {
    let mut progress = checked(&[Verdict::Fail]);
    progress.record_hint(&id("a"), 2);
    progress.record_hint(&id("a"), 1);
    progress.record_check(&id("a"), Verdict::Pass, &seen(2));
    progress.record_hint(&id("a"), 9);
    progress.record_solution(&id("a"));
    let record = progress.exercise(&id("a")).unwrap();
    let pass = &record.passes()[0];
    assert_eq!(
        (pass.attempts, pass.hints_used, pass.solution_shown),
        (2, 2, false)
    );
    assert_eq!(
        (record.hints_used(), record.solution_shown()),
        (HINTS, true)
    );
}

#[test]
fn an_exercise_that_was_only_verified_has_no_beginning() {
    let mut progress = Progress::default();
    progress.record_check(&id("a"), Verdict::Pass, &seen(5));
    let record = progress.exercise(&id("a")).unwrap();
    assert_eq!(record.started(), None);
    assert_eq!(record.last_seen_at(), Some(seen(5).at));
    assert!(record.passed());
}

#[test]
fn the_summary_counts_and_names_what_is_next() {
    let mut progress = checked(&[Verdict::Fail, Verdict::Pass]);
    progress.record_check(&id("c"), Verdict::Fail, &seen(7));
    progress.record_hint(&id("c"), 2);
    progress.record_solution(&id("c"));
    progress.record_check(&id("elsewhere"), Verdict::Pass, &seen(99));

    let summary = progress.summary(["a", "b", "c"].map(id));
    assert_eq!(
        (summary.exercises, summary.touched, summary.passed),
        (3, 2, 1)
    );
    assert_eq!(
        (
            summary.attempts,
            summary.hints_used,
            summary.solutions_shown
        ),
        (3, 2, 1)
    );
    assert_eq!(summary.next, Some(id("b")));
    assert_eq!(summary.last_seen_at, Some(seen(7).at));
    assert!(!summary.is_complete());

    assert!(progress.summary([id("a")]).is_complete());
    assert_eq!(progress.summary([id("a")]).next, None);
    assert!(!progress.summary([]).is_complete());
}

/// The written form is a promise: whoever changes it raises the format version.
#[test]
fn the_written_form_of_version_1() {
    let mut progress = checked(&[Verdict::Pass]);
    progress.record_hint(&id("a"), 1);
    let written = json!({
        "exercises": {
            "podo/pods/a": {
                "started": {
                    "at": "1970-01-01T00:00:00Z", "cluster": "uid-1",
                    "podoVersion": "0.1.0", "packVersion": "1",
                },
                "attempts": 1,
                "failedInRow": 0,
                "hintsUsed": 1,
                "solutionShown": false,
                "lastCheck": {
                    "verdict": "pass",
                    "at": "1970-01-01T00:00:01Z", "cluster": "uid-1",
                    "podoVersion": "0.1.0", "packVersion": "1",
                },
                "passes": [{
                    "at": "1970-01-01T00:00:01Z", "cluster": "uid-1",
                    "podoVersion": "0.1.0", "packVersion": "1",
                    "attempts": 1, "hintsUsed": 0, "solutionShown": false,
                }],
            }
        }
    });
    assert_eq!(serde_json::to_value(&progress).unwrap(), written);
    assert_eq!(
        serde_json::from_value::<Progress>(written).unwrap(),
        progress
    );
}

/// The lesson that the exercises are of.
fn lesson(exercises: &[&str]) -> Lesson {
    let exercise = |id: &&str| Exercise {
        id: (*id).to_owned(),
        line: 1,
        minutes: 1,
        needs: Vec::new(),
        teaches: Vec::new(),
        holds: Holds::Lesson,
        lab: false,
        setup: Vec::new(),
        given: Vec::new(),
        expect: Vec::new(),
        solution: Vec::new(),
        mistakes: Vec::new(),
        hints: Vec::new(),
        cluster_wide: Vec::new(),
    };
    Lesson {
        pack: "podo".to_owned(),
        name: "pods".to_owned(),
        minutes: 1,
        needs: Vec::new(),
        exercises: exercises.iter().map(exercise).collect(),
        sections: BTreeMap::new(),
        ko: Prose::default(),
        en: Prose::default(),
        files: BTreeMap::new(),
    }
}

#[test]
fn a_lesson_is_skipped_by_a_verdict_and_by_nothing_else() {
    let lesson = lesson(&["a", "z"]);
    let mut progress = Progress::default();
    progress.record_test(&lesson, seen(1).at);
    assert!(!progress.is_skipped(&lesson), "begun and not passed");
    progress.record_check(&id("z"), Verdict::Fail, &seen(2));
    assert!(!progress.is_skipped(&lesson));
    progress.record_check(&id("z"), Verdict::Pass, &seen(3));
    assert!(progress.is_skipped(&lesson));
    assert!(
        !progress.passed(&id("a")),
        "the others are not passed by that"
    );
    // Without having been begun as a test it is an exercise like any other.
    let mut other = Progress::default();
    other.record_check(&id("z"), Verdict::Pass, &seen(3));
    assert!(!other.is_skipped(&lesson));
    // A solution that was looked up proves nothing.
    let mut shown = Progress::default();
    shown.record_test(&lesson, seen(1).at);
    shown.record_solution(&id("z"));
    shown.record_check(&id("z"), Verdict::Pass, &seen(3));
    assert!(!shown.is_skipped(&lesson));
}

#[test]
fn commands_are_counted_and_older_files_have_none() {
    let lesson = lesson(&["a"]);
    let mut progress = Progress::default();
    for second in [5, 9] {
        let line = "kubectl get pods".to_owned();
        progress.record_command(line, &lesson, seen(second).at);
    }
    let kept: Vec<_> = progress.commands().collect();
    let [(line, used)] = kept[..] else {
        panic!("{kept:?}");
    };
    assert_eq!(
        (line, used.times, used.first),
        ("kubectl get pods", 2, seen(5).at)
    );
    assert_eq!(used.lesson, "podo/pods");
    let older: Progress = serde_json::from_value(json!({"exercises": {}})).unwrap();
    assert_eq!(older, Progress::default());
}
