//! The report as JSON, JUnit and text; the JSON against its schema.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::sample::{at, cluster, judged, pack, snapshot, snapshots, web};
use crate::check::Verdict;
use crate::i18n::{Catalog, Lang};
use crate::lesson::model::Need;
use crate::render::theme::Theme;
use crate::verify::Recorded;
use crate::verify::junit::junit;
use crate::verify::report::{Both, ExerciseResult, FORMAT_VERSION, Summary, VerifyReport};
use crate::verify::text;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../schemas/verify.schema.json");
    serde_json::from_str(text).unwrap()
});

fn report(exercises: Vec<ExerciseResult>) -> VerifyReport {
    VerifyReport {
        format_version: FORMAT_VERSION,
        podo_version: "0.0.0".to_owned(),
        pack: "test".to_owned(),
        at: at(1001),
        cluster: cluster(),
        summary: Summary::of(&exercises),
        exercises,
    }
}

/// Every verdict that a check or the record can give.
fn all_verdicts() -> VerifyReport {
    let (pack, both) = (pack(), Both::new());
    let lesson = &pack.lessons[0];
    let stays = lesson.exercise("stays").unwrap();
    let later = lesson.exercise("later").unwrap();
    let live = snapshots()
        .into_iter()
        .map(|snapshot| judged(lesson, stays, &snapshot, &both));
    let (verdict, at) = (Verdict::Waiting, at(7));
    let recorded = [
        (Recorded::Passed(at), None),
        (Recorded::NotPassed { verdict, at }, None),
        (Recorded::NoVerdict, None),
        (Recorded::Elsewhere, None),
        (Recorded::NeverBegun, None),
        (Recorded::NeverBegun, Some(Need::Docker)),
        (Recorded::Passed(at), Some(Need::Docker)),
    ];
    let recorded = recorded
        .into_iter()
        .map(|(recorded, lacks)| ExerciseResult::recorded((lesson, later), recorded, lacks, &both));
    report(live.chain(recorded).collect())
}

/// A report that is short enough to be read: one of each kind.
fn short() -> VerifyReport {
    let (pack, both) = (pack(), Both::new());
    let lesson = &pack.lessons[0];
    let exercise = |id: &str| lesson.exercise(id).unwrap();
    let mut scaled = snapshot(vec![web(0, 0)]);
    scaled.answers.insert("question".into(), "0".into());
    report(vec![
        judged(lesson, exercise("stays"), &scaled, &both),
        ExerciseResult::recorded(
            (lesson, exercise("passes-by")),
            Recorded::Passed(at(7)),
            None,
            &both,
        ),
        ExerciseResult::recorded(
            (lesson, exercise("until-later")),
            Recorded::NeverBegun,
            Some(Need::Docker),
            &both,
        ),
        ExerciseResult::recorded(
            (lesson, exercise("later")),
            Recorded::Elsewhere,
            None,
            &both,
        ),
    ])
}

fn json_of(report: &VerifyReport) -> Value {
    serde_json::to_value(report).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&SCHEMA)
        .unwrap()
}

fn problems(instance: &Value) -> Vec<String> {
    validator()
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_sample_has_every_verdict() {
    let report = all_verdicts();
    let verdicts: Vec<&str> = report.exercises.iter().map(|e| e.verdict.word()).collect();
    assert_eq!(
        verdicts,
        [
            "pass",
            "fail",
            "waiting",
            "fail",
            "not-set-up",
            "lost",
            "unsupported",
            "error",
            "pass",
            "waiting",
            "not-set-up",
            "not-set-up",
            "not-set-up",
            "unsupported",
            "pass",
        ]
    );
    let Summary {
        passed,
        not_solved,
        unsupported,
        errors,
    } = report.summary;
    assert_eq!((passed, not_solved, unsupported, errors), (3, 9, 2, 1));
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::validate(&SCHEMA).is_ok());
}

#[test]
fn every_real_report_fits_the_schema() {
    for report in [all_verdicts(), short(), report(Vec::new())] {
        let problems = problems(&json_of(&report));
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

#[test]
fn a_field_that_the_schema_does_not_know_does_not_fit() {
    let places = [
        "",
        "/cluster",
        "/summary",
        "/exercises/0",
        "/exercises/0/title",
        "/exercises/0/expectations/0",
        "/exercises/0/findings/0",
        "/exercises/2/notes/0",
    ];
    let sound = json_of(&short());
    for place in places {
        let mut report = sound.clone();
        report.pointer_mut(place).unwrap()["more"] = json!(1);
        assert!(!problems(&report).is_empty(), "{place}");
    }
}

#[test]
fn a_field_that_is_missing_or_wrong_does_not_fit() {
    let sound = json_of(&short());
    for key in sound.as_object().unwrap().keys() {
        let mut report = sound.clone();
        report.as_object_mut().unwrap().remove(key);
        assert!(!problems(&report).is_empty(), "without {key}");
    }
    for (place, value) in [
        ("/formatVersion", json!(2)),
        ("/at", json!("yesterday")),
        ("/summary/passed", json!(-1)),
        ("/exercises/0/verdict", json!("solved")),
        ("/exercises/0/id", json!("one/stays")),
        ("/exercises/0/origin", json!("guessed")),
    ] {
        let mut report = sound.clone();
        *report.pointer_mut(place).unwrap() = value;
        assert!(!problems(&report).is_empty(), "{place}");
    }
}

/// Every place of a schema that describes an object lets no other fields in and describes each.
fn check_strict(schema: &Value, place: &str, problems: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        if schema["additionalProperties"] != json!(false) {
            problems.push(format!("{place} lets other fields in"));
        }
        for (name, property) in properties {
            if property["description"].as_str().is_none_or(str::is_empty) {
                problems.push(format!("{place}/{name} is not described"));
            }
        }
    }
    match schema {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| check_strict(value, &format!("{place}/{key}"), problems)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| check_strict(item, place, problems)),
        _ => {}
    }
}

#[test]
fn schemas_are_strict_and_describe_every_field() {
    let doctor = include_str!("../../../schemas/doctor.schema.json");
    let doctor: Value = serde_json::from_str(doctor).unwrap();
    let explain = include_str!("../../../schemas/explain.schema.json");
    let explain: Value = serde_json::from_str(explain).unwrap();
    let mut problems = Vec::new();
    check_strict(&explain, "explain", &mut problems);
    check_strict(&SCHEMA, "verify", &mut problems);
    check_strict(&doctor, "doctor", &mut problems);
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn json_looks_like_this() {
    insta::assert_json_snapshot!("json", json_of(&short()));
}

#[test]
fn junit_looks_like_this() {
    for lang in Lang::ALL {
        insta::assert_snapshot!(
            format!("junit-{lang}"),
            junit(&short(), lang).unwrap().replace("\r\n", "\n")
        );
    }
}

#[test]
fn text_looks_like_this() {
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let text = |report: &VerifyReport| text::report(report, &catalog, Theme::plain(), 80);
        let texts = [short(), all_verdicts(), report(Vec::new())].map(|r| text(&r));
        insta::assert_snapshot!(format!("text-{lang}"), texts.join("\n"));
    }
}

#[test]
fn junit_is_well_formed_whatever_the_cluster_says() {
    let mut hostile = short();
    let says = "]]> <&\"' \u{1b}[31mred\u{7}\u{0} \u{202e}";
    hostile.exercises[0].findings[0]["headline"] = json!({"ko": says, "en": says});
    hostile.exercises[0].findings[0]["actual"] = json!(says);
    let xml = junit(&hostile, Lang::En).unwrap();
    assert!(!xml.contains('\u{1b}') && !xml.contains('\u{0}') && !xml.contains('\u{7}'));
    let read = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(read.tests, 4);
    assert_eq!((read.failures, read.errors), (2, 0));
}
