//! The report as JUnit XML, for CI systems: a test suite per lesson, a test case per exercise.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::Value;

use super::report::{ExerciseResult, VerifyReport};
use crate::check::Verdict;
use crate::i18n::Lang;

/// The report in JUnit's form, in one language.
pub fn junit(report: &VerifyReport, lang: Lang) -> Result<String, quick_junit::SerializeError> {
    let mut xml = Report::new(report.pack.as_str());
    let mut suites: Vec<TestSuite> = Vec::new();
    for exercise in &report.exercises {
        let lesson = exercise.id.lesson.as_str();
        if suites
            .last()
            .is_none_or(|suite| suite.name.as_str() != lesson)
        {
            suites.push(TestSuite::new(lesson));
        }
        if let Some(suite) = suites.last_mut() {
            suite.add_test_case(case(exercise, &report.pack, lang));
        }
    }
    xml.add_test_suites(suites);
    xml.to_string()
}

fn case(exercise: &ExerciseResult, pack: &str, lang: Lang) -> TestCase {
    let failed = |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(exercise.verdict.word());
        if let Some(first) = exercise.findings.first() {
            status.set_message(sentence(first, "headline", lang));
            status.set_description(detail(exercise, lang));
        } else {
            status.set_message(notes(exercise, lang));
        }
        status
    };
    let status = match exercise.verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Unsupported => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(notes(exercise, lang));
            status
        }
        Verdict::Error => failed(NonSuccessKind::Error),
        _ => failed(NonSuccessKind::Failure),
    };
    let mut case = TestCase::new(exercise.id.exercise.as_str(), status);
    case.set_classname(format!("{pack}.{}", exercise.id.lesson));
    // An attribute of its own would not be in JUnit's schema.
    case.add_property(("origin", exercise.origin.word()));
    case
}

/// The notes, or the verdict's word where there are none.
fn notes(exercise: &ExerciseResult, lang: Lang) -> String {
    let notes: Vec<&str> = exercise
        .notes
        .iter()
        .map(|note| note.text.get(lang))
        .collect();
    if notes.is_empty() {
        exercise.verdict.word().to_owned()
    } else {
        notes.join(" ")
    }
}

fn sentence(finding: &Value, key: &str, lang: Lang) -> String {
    finding[key][lang.code()]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Code, field, expected, actual and reason of every finding, in plain lines.
fn detail(exercise: &ExerciseResult, lang: Lang) -> String {
    let mut lines = Vec::new();
    for finding in &exercise.findings {
        let code = finding["code"].as_str().unwrap_or_default();
        lines.push(format!("[{code}] {}", sentence(finding, "headline", lang)));
        for key in ["field", "expected", "actual", "look"] {
            if let Some(value) = finding[key].as_str() {
                lines.push(format!("  {key}: {value}"));
            }
        }
        lines.push(format!("  {}", sentence(finding, "because", lang)));
    }
    lines.join("\n")
}
