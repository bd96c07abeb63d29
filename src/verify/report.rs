//! The report of `podo verify`, as it is printed in JSON. `schemas/verify.schema.json` describes
//! it; a test compares the two.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::Recorded;
use super::note::{self, Note};
use crate::check::{Outcome, Report, Verdict};
use crate::explain::{Diagnosis, Finding};
use crate::i18n::{Catalog, Text};
use crate::lesson::model::{Exercise, ExerciseId, Lesson, Need};
use crate::lesson::prose::Prose;
use crate::render::checklist::sentence;
use crate::render::diagnosis::{because, command_line, headline};
use crate::snapshot::ClusterFacts;

/// The version of the report's form.
pub const FORMAT_VERSION: u32 = 1;

/// What `podo verify` found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyReport {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// podo's version.
    pub podo_version: String,
    /// The pack's id.
    pub pack: String,
    /// When it was verified.
    pub at: Timestamp,
    /// Where.
    pub cluster: ClusterSummary,
    /// How many exercises got which verdict.
    pub summary: Summary,
    /// Every exercise asked for, in the course's order.
    pub exercises: Vec<ExerciseResult>,
}

/// Which cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterSummary {
    /// The context's name.
    pub context: String,
    /// Its identity.
    pub uid: String,
    /// Its version.
    pub version: String,
}

impl From<&ClusterFacts> for ClusterSummary {
    fn from(facts: &ClusterFacts) -> Self {
        Self {
            context: facts.context.clone(),
            uid: facts.uid.clone(),
            version: facts.version.clone(),
        }
    }
}

/// How many exercises got which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Passed, live or by the record.
    pub passed: usize,
    /// Not solved: failed, waiting, blocked, lost or never begun.
    pub not_solved: usize,
    /// Cannot be shown on this cluster.
    pub unsupported: usize,
    /// Could not be checked.
    pub errors: usize,
}

impl Summary {
    /// Counts the verdicts.
    pub fn of(exercises: &[ExerciseResult]) -> Self {
        let mut summary = Self::default();
        for exercise in exercises {
            match exercise.verdict {
                Verdict::Pass => summary.passed += 1,
                Verdict::Unsupported => summary.unsupported += 1,
                Verdict::Error => summary.errors += 1,
                _ => summary.not_solved += 1,
            }
        }
        summary
    }
}

/// Where a verdict comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Seen on the cluster now.
    Live,
    /// Seen on this cluster when the exercise was worked on.
    Recorded,
    /// Nowhere: there is no verdict of this cluster.
    None,
}

impl Origin {
    /// The word used in JSON and JUnit.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Recorded => "recorded",
            Self::None => "none",
        }
    }
}

/// What became of one exercise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExerciseResult {
    /// `PACK/LESSON/EXERCISE`.
    #[serde(serialize_with = "as_text")]
    pub id: ExerciseId,
    /// Its title.
    pub title: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// Where the verdict comes from.
    pub origin: Origin,
    /// When it was seen; `null` when it never was.
    pub at: Option<Timestamp>,
    /// Why there is no verdict, or none on this cluster.
    pub notes: Vec<Note>,
    /// Its expectations; none where nothing was looked at.
    pub expectations: Vec<ExpectationResult>,
    /// Findings, the first cause first.
    pub findings: Vec<Value>,
}

fn as_text<S: serde::Serializer>(id: &ExerciseId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

/// What became of one expectation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpectationResult {
    /// Its id.
    pub id: String,
    /// Its sentence.
    pub text: Text,
    /// Its verdict.
    pub verdict: Verdict,
}

/// podo's messages in both languages, for reports that carry both.
pub struct Both {
    /// Korean.
    pub ko: Catalog,
    /// English.
    pub en: Catalog,
}

impl Both {
    /// Both catalogues.
    pub fn new() -> Self {
        use crate::i18n::Lang;
        Self {
            ko: Catalog::new(Lang::Ko),
            en: Catalog::new(Lang::En),
        }
    }

    /// A text made in each language.
    pub(super) fn text(&self, say: impl Fn(&Catalog) -> String) -> Text {
        Text {
            ko: say(&self.ko),
            en: say(&self.en),
        }
    }
}

impl Default for Both {
    fn default() -> Self {
        Self::new()
    }
}

impl ExerciseResult {
    /// What was seen on the cluster at an instant.
    pub fn live(
        (lesson, exercise): (&Lesson, &Exercise),
        (report, diagnosis): (&Report, &Diagnosis),
        at: Timestamp,
        both: &Both,
    ) -> Self {
        Self {
            id: lesson.exercise_id(exercise),
            title: title(lesson, exercise),
            verdict: report.verdict,
            origin: Origin::Live,
            at: Some(at),
            notes: note::of_check(report, both),
            expectations: expectations(exercise, &report.outcomes, both),
            findings: findings(diagnosis, both),
        }
    }

    /// What the record says. An exercise that was not passed and that `lacks` something here can't
    /// be done here.
    pub fn recorded(
        (lesson, exercise): (&Lesson, &Exercise),
        recorded: Recorded,
        lacks: Option<Need>,
        both: &Both,
    ) -> Self {
        let (verdict, origin, at) = match recorded {
            Recorded::Passed(at) => (Verdict::Pass, Origin::Recorded, Some(at)),
            Recorded::NotPassed { verdict, at } => (verdict, Origin::Recorded, Some(at)),
            _ => (Verdict::NotSetUp, Origin::None, None),
        };
        let result = Self {
            id: lesson.exercise_id(exercise),
            title: title(lesson, exercise),
            verdict,
            origin,
            at,
            notes: note::of_record(recorded, both),
            expectations: Vec::new(),
            findings: Vec::new(),
        };
        result.unless_passed(lacks, both)
    }

    /// This result, or, where it is no pass and something is lacking, that the exercise cannot be
    /// done without.
    #[must_use]
    pub fn unless_passed(self, lacks: Option<Need>, both: &Both) -> Self {
        match lacks {
            Some(need) if self.verdict != Verdict::Pass => Self {
                verdict: Verdict::Unsupported,
                notes: vec![Note::lacking(need, both)],
                findings: Vec::new(),
                ..self
            },
            _ => self,
        }
    }
}

/// The title of an exercise.
fn title(lesson: &Lesson, exercise: &Exercise) -> Text {
    let title = |prose: &Prose| prose.exercise_title(&exercise.id).to_owned();
    Text {
        ko: title(&lesson.ko),
        en: title(&lesson.en),
    }
}

/// The expectations of an exercise with their verdicts.
fn expectations(exercise: &Exercise, outcomes: &[Outcome], both: &Both) -> Vec<ExpectationResult> {
    exercise
        .expect
        .iter()
        .zip(outcomes)
        .map(|(expectation, outcome)| ExpectationResult {
            id: expectation.id.clone(),
            text: both.text(|catalog| sentence(expectation, catalog)),
            verdict: outcome.verdict,
        })
        .collect()
}

/// The findings of a diagnosis.
fn findings(diagnosis: &Diagnosis, both: &Both) -> Vec<Value> {
    diagnosis
        .findings
        .iter()
        .map(|found| finding(found, both))
        .collect()
}

/// One finding with its words in both languages.
pub fn finding(found: &Finding, both: &Both) -> Value {
    let evidence: Vec<Value> = found
        .evidence
        .iter()
        .map(|evidence| {
            json!({
                "source": evidence.source,
                "object": evidence.object,
                "place": evidence.place,
                "quote": evidence.quote,
            })
        })
        .collect();
    json!({
        "code": found.code,
        "confidence": found.confidence,
        "expectation": found.expectation,
        "headline": both.text(|catalog| headline(found, catalog)),
        "because": both.text(|catalog| because(found, catalog)),
        "object": found.object,
        "field": found.field.as_ref().map(ToString::to_string),
        "expected": found.expected,
        "actual": found.actual,
        "evidence": evidence,
        "consequences": found.consequences,
        "look": command(&found.look),
        "fix": found.fix.iter().filter_map(|fix| command(fix)).collect::<Vec<_>>(),
    })
}

fn command(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| command_line(words))
}
