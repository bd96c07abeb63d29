//! A learner goes through the whole course: the real program, its prompt over a pipe, real kubectl,
//! a real cluster. Each exercise first goes wrong in a declared way, then right; what is typed comes
//! from the lessons themselves, so that a new lesson is covered as soon as it is there.

#![allow(clippy::print_stdout, reason = "timings, shown with --nocapture")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use podo::i18n::{Catalog, Lang};
use podo::lesson::model::{
    Action, Exercise, Expectation, ExpectationKind, Lesson, Mistake, Program, Ref, Step,
};
use podo::msg;
use podo::render::diagnosis::command_line;
use podo::snapshot::Snapshot;
use podo::workbench::{Surroundings, Workbench};
use quick_junit::Report;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::bench::{self, Course, Home, Talk, judged};

/// kubectl's verbs that leave everything as it is: after them there is nothing to reset.
const LOOKS: &[&str] = &["get", "describe", "logs", "explain", "version", "config"];

/// How long a check that does not say what it should is left alone.
const LATER: Duration = Duration::from_secs(20);

/// How many lessons are taken at once: more, and their Pods start so slowly on a small machine that
/// it looks as if something were wrong.
const AT_ONCE: usize = 3;

#[test]
#[ignore = "needs a cluster"]
fn live_the_course_is_taken_and_verified() {
    let course = Course::new();
    let _images = bench::Images::none();
    let names: Vec<&str> = course
        .pack
        .lessons
        .iter()
        .map(|l| l.name.as_str())
        .collect();
    let _namespaces = course.without_namespaces(&names);
    let home = Home::new(&course);
    let hand = Hand::new();
    let (alone, together): (Vec<&Lesson>, Vec<&Lesson>) =
        course.pack.lessons.iter().partition(|lesson| {
            let mut exercises = lesson.exercises.iter();
            exercises.any(|exercise| !exercise.cluster_wide.is_empty())
        });
    // Lessons that leave the cluster as it is are taken at the same time, each at a prompt of its
    // own: several podos share a home.
    let taken = together.into_iter().zip(Lang::ALL.into_iter().cycle());
    let waiting = Mutex::new(taken);
    let next = || waiting.lock().unwrap().next();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((lesson, lang)) = next() {
                    take(&home, &hand, lesson, lang);
                }
            });
        }
    });
    for (lesson, lang) in alone.into_iter().zip(Lang::ALL.into_iter().cycle()) {
        take(&home, &hand, lesson, lang);
    }
    solved(&course, &home);
    undone(&course, &home);
}

/// Takes a lesson from its first exercise to its end.
fn take(home: &Home, hand: &Hand, lesson: &Lesson, lang: Lang) {
    let mut last = Instant::now();
    let catalog = Catalog::new(lang);
    let carried = catalog.plain(msg!("tutor-carried"));
    let passed = catalog.plain(msg!("tutor-passed"));
    let mut talk = home.open(&["--lang", lang.code(), "--lesson", &lesson.name]);
    // Waits only until the lesson is open: its namespace has to be there.
    talk.until_done();
    let bench = hand.bench(home, lesson);
    let mut before: Option<&Exercise> = None;
    for (at, exercise) in lesson.exercises.iter().enumerate() {
        let name = format!("{}/{}", lesson.name, exercise.id);
        if at > 0 {
            let said = talk.say_yes("next");
            let prompt = talk.say("# where");
            assert!(
                prompt.contains(&format!("podo {name}>")),
                "{said}\n{prompt}"
            );
            if before.is_some_and(|before| goes_on(before, exercise)) {
                assert!(said.contains(&carried), "{name} does not go on:\n{said}");
            }
        }
        if !bench::can_be_done(lesson, exercise) {
            let said = talk.say("check");
            assert!(said.contains('∅'), "{name} can be done here:\n{said}");
            println!("  -    {name}");
            before = None;
            continue;
        }
        before = Some(exercise);
        let mut wrong = String::new();
        for mistake in mistakes(exercise) {
            let made = (lesson, exercise, mistake);
            wrong += &go_wrong(&mut talk, hand, home, &bench, made, lang);
            if mistake.steps.iter().any(leaves_a_trace) {
                talk.say_yes("reset");
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
        for step in &exercise.solution {
            hand.does(&mut talk, &bench, lesson, exercise, step);
        }
        let said = checked(&mut talk, &name, |said| said.contains(&passed));
        assert!(said.contains(&passed), "{name} is not passed:\n{said}");
        speaks(&said, lang);
        println!("{:3} s  {name}", last.elapsed().as_secs());
        last = Instant::now();
    }
    let said = talk.say("lessons");
    let (done, all) = (doable(lesson), lesson.exercises.len());
    assert!(said.contains(&format!("{done}/{all}")), "{said}");
    let ended = talk.end();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
}

/// The mistakes that are made at the prompt: one of each exercise. All of them are proven on the
/// sandbox each time, and on the cluster with `PODO_TEST_ALL`, as before a release.
fn mistakes(exercise: &Exercise) -> &[Mistake] {
    let few = usize::from(!exercise.mistakes.is_empty());
    &exercise.mistakes[..if bench::tests_all() {
        exercise.mistakes.len()
    } else {
        few
    }]
}

/// How many exercises of a lesson can be done on this machine.
fn doable(lesson: &Lesson) -> usize {
    let exercises = lesson.exercises.iter();
    exercises
        .filter(|exercise| bench::can_be_done(lesson, exercise))
        .count()
}

/// Whether an exercise takes over the state of the one before: it prepares nothing, or all that it
/// takes as given was there. What only its start needs may have to be set up first.
fn goes_on(before: &Exercise, exercise: &Exercise) -> bool {
    let target = |expectation: &Expectation| match &expectation.kind {
        ExpectationKind::Object { target, .. } => Some(target.clone()),
        _ => None,
    };
    let there: Vec<Ref> = before
        .given
        .iter()
        .chain(&before.expect)
        .filter_map(target)
        .collect();
    let mut given = exercise.given.iter().filter_map(target);
    // What was asked for before holds already: such an exercise has to be set up to begin.
    let asked = |expectation: &Expectation| format!("{:?}", expectation.kind);
    let before: Vec<String> = before.expect.iter().map(asked).collect();
    let mut expected = exercise.expect.iter().filter(|e| !e.at_start);
    if !exercise.setup.is_empty() && expected.any(|e| before.contains(&asked(e))) {
        return false;
    }
    exercise.setup.is_empty()
        || (!exercise.given.is_empty()
            && exercise.given.iter().all(|given| !given.at_start)
            && given.all(|target| there.contains(&target)))
}

/// Makes a mistake; its finding comes first, also when it is said again in the other language, and
/// when the saved state is judged. What is wrong with the latter.
fn go_wrong(
    talk: &mut Talk,
    hand: &Hand,
    home: &Home,
    bench: &Workbench,
    (lesson, exercise, mistake): (&Lesson, &Exercise, &Mistake),
    lang: Lang,
) -> String {
    let name = format!("{}/{} {}", lesson.name, exercise.id, mistake.id);
    for step in &mistake.steps {
        hand.does(talk, bench, lesson, exercise, step);
    }
    let is_found = |said: &str| codes(said).first() == Some(&mistake.finding);
    let said = checked(talk, &name, is_found);
    let first = codes(&said).first().cloned();
    assert_eq!(first.as_ref(), Some(&mistake.finding), "{name}:\n{said}");
    speaks(&said, lang);
    let snapshot = hand.saved(home, bench, lesson, exercise);
    let wrong = judged::again(lesson, exercise, mistake, &snapshot);
    let other = Lang::ALL.into_iter().find(|other| *other != lang).unwrap();
    let why = talk.say("why");
    talk.say(&format!("lang {other}"));
    let again = talk.say("why");
    talk.say(&format!("lang {lang}"));
    speaks(&again, other);
    assert_eq!(codes(&why), codes(&again), "{name}:\n{why}\n{again}");
    for step in &mistake.cleanup {
        hand.does(talk, bench, lesson, exercise, step);
    }
    wrong
}

/// What a check says; one that does not say what it should is asked once more a little later, as a
/// learner on a busy machine would do it.
fn checked(talk: &mut Talk, name: &str, is_right: impl Fn(&str) -> bool) -> String {
    let said = talk.say("check");
    if is_right(&said) {
        return said;
    }
    println!("checked twice: {name}\n{said}");
    std::thread::sleep(LATER);
    talk.say("check")
}

/// The finished course: everything is passed, live or by the record.
fn solved(course: &Course, home: &Home) {
    let lessons = course.pack.lessons.iter().map(|l| l.name.as_str());
    let lessons: Vec<&str> = lessons.collect();
    let (code, report) = verify(home, &lessons);
    assert_eq!(code, Some(0), "{report:#}");
    let all: usize = course.pack.lessons.iter().map(|l| l.exercises.len()).sum();
    let done: usize = course.pack.lessons.iter().map(doable).sum();
    assert_eq!(report["summary"]["passed"], done, "{report:#}");
    let exercises = report["exercises"].as_array().unwrap();
    let other = exercises.iter().filter(|e| e["verdict"] != "pass");
    let verdicts: Vec<&Value> = other.map(|exercise| &exercise["verdict"]).collect();
    assert_eq!(verdicts, vec!["unsupported"; all - done], "{report:#}");
    let count = |origin: &str| exercises.iter().filter(|e| e["origin"] == origin).count();
    let (live, recorded) = (count("live"), count("recorded"));
    println!("verified: {live} live, {recorded} recorded");
    assert!(live > 0 && recorded > 0, "{report:#}");

    let (code, only_live) = verify(home, &[&["--live-only"], &lessons[..]].concat());
    assert_eq!(code, Some(0), "{only_live:#}");
    let exercises = only_live["exercises"].as_array().unwrap();
    assert_eq!(exercises.len(), live);
    assert!(
        exercises
            .iter()
            .all(|exercise| exercise["origin"] == "live")
    );

    for lang in Lang::ALL {
        let words = ["verify", "--lang", lang.code()];
        let ended = home.run(&[&words, &lessons[..]].concat(), "");
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        speaks(&ended.stdout, lang);
        let words = ["verify", "-o", "junit", "--lang", lang.code()];
        let ended = home.run(&[&words, &lessons[..]].concat(), "");
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        let report = Report::deserialize_from_str(&ended.stdout).unwrap();
        assert_eq!((report.tests, report.failures, report.errors), (all, 0, 0));
    }
}

/// Something that must still hold is undone: the report says which field of which object.
fn undone(course: &Course, home: &Home) {
    let namespace = course.namespace("deployments");
    let scale = ["scale", "deployment/web", "--replicas=0", "-n", &namespace];
    bench::kubectl(&scale);
    let (code, report) = verify(home, &["deployments"]);
    assert_eq!(code, Some(1), "{report:#}");
    let exercises = report["exercises"].as_array().unwrap();
    let broken: Vec<&Value> = exercises
        .iter()
        .filter(|e| e["verdict"] != "pass")
        .collect();
    let findings = broken
        .iter()
        .flat_map(|e| e["findings"].as_array().unwrap());
    let replicas: Vec<&Value> = findings
        .filter(|finding| finding["field"] == "spec.replicas")
        .collect();
    assert!(!replicas.is_empty(), "{report:#}");
    for finding in replicas {
        let values = (&finding["expected"], &finding["actual"]);
        assert_eq!(
            values,
            (&Value::from("3"), &Value::from("0")),
            "{finding:#}"
        );
        let object = finding["object"].to_string();
        assert!(object.contains("web"), "{finding:#}");
    }
    let ended = home.run(&["verify", "-o", "junit", "deployments"], "");
    assert_eq!(ended.code, Some(1));
    let report = Report::deserialize_from_str(&ended.stdout).unwrap();
    assert_eq!(report.failures, broken.len());
    for lang in Lang::ALL {
        let ended = home.run(&["verify", "--lang", lang.code(), "deployments"], "");
        assert_eq!(ended.code, Some(1));
        assert!(ended.stdout.contains("spec.replicas"), "{}", ended.stdout);
        speaks(&ended.stdout, lang);
    }
}

fn verify(home: &Home, args: &[&str]) -> (Option<i32>, Value) {
    let ended = home.run(&[&["verify", "-o", "json"], args].concat(), "");
    let report = serde_json::from_str(&ended.stdout);
    let report = report.unwrap_or_else(|error| panic!("{error}: {ended:#?}"));
    (ended.code, report)
}

/// Whether a step changes anything on the cluster, or leaves an answer.
fn leaves_a_trace(step: &Step) -> bool {
    match &step.action {
        Action::Run { program, args } => {
            let verb = args.first().map_or("", String::as_str);
            *program != Program::Kubectl || !LOOKS.contains(&verb)
        }
        Action::Answer { .. } => true,
        Action::File { .. } | Action::Wait { .. } => false,
    }
}

/// Words of the language that was asked for.
fn speaks(text: &str, lang: Lang) {
    let hangul = text.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    assert_eq!(hangul, lang == Lang::Ko, "not in {lang}:\n{text}");
}

/// The codes of findings in what was said, in their order.
fn codes(said: &str) -> Vec<String> {
    let words = said.split_whitespace();
    let marked = words.filter_map(|word| word.strip_prefix('[')?.strip_suffix(']'));
    marked
        .filter(|code| podo::explain::is_code(code))
        .map(str::to_owned)
        .collect()
}

/// The learner's hand: does the steps of a lesson, at the prompt where they are typed.
struct Hand {
    runtime: Runtime,
    surroundings: Surroundings,
}

impl Hand {
    fn new() -> Self {
        Self {
            runtime: bench::runtime(),
            surroundings: Surroundings {
                path: std::env::var_os("PATH").unwrap(),
                environment: std::env::vars_os().collect(),
            },
        }
    }

    /// The place where a podo works on a lesson, to look at beside it.
    fn bench(&self, home: &Home, lesson: &Lesson) -> Workbench {
        let found = self.runtime.block_on(bench::found());
        Workbench::at(found, home.place(lesson), &self.surroundings)
    }

    /// What podo sees now, with what it keeps of the attempt.
    fn saved(
        &self,
        home: &Home,
        bench: &Workbench,
        lesson: &Lesson,
        exercise: &Exercise,
    ) -> Snapshot {
        let session = home.session(lesson);
        let look = bench.look(lesson, exercise, &session);
        let json = serde_json::to_string(&self.runtime.block_on(look)).unwrap();
        serde_json::from_str(&json).unwrap()
    }

    /// Does a step: commands and answers are typed, files are put down, and waiting is waiting.
    fn does(
        &self,
        talk: &mut Talk,
        bench: &Workbench,
        lesson: &Lesson,
        exercise: &Exercise,
        step: &Step,
    ) {
        if let Action::Run { program, args } = &step.action {
            let words: Vec<String> = std::iter::once(program.name().to_owned())
                .chain(args.iter().cloned())
                .collect();
            talk.say(&command_line(&words));
            return;
        }
        let done = bench.perform(lesson, exercise, std::slice::from_ref(step), true);
        let done = self.runtime.block_on(done).unwrap();
        for (to, answer) in done.answers {
            talk.say(&format!("answer {to} {}", shell_words::quote(&answer)));
        }
    }
}
