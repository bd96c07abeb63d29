//! Explaining a report: findings, ranked, the first cause first. Pure.
//!
//! ```text
//! Report ──> Context (what failed, which objects hang on it) ──> rules ──> findings ──> rank ──> Diagnosis
//! ```
//!
//! A rule fires on a predicate over the present state; messages and events only give it words or
//! break ties. It returns values and message ids, never prose: `render` turns them into Korean and
//! English. A rule that cannot be sure says [`Confidence::Likely`]; where no rule fires the
//! diagnosis says so (`U01`) and shows the raw evidence.

pub mod aimed;
pub mod claims;
pub mod command;
pub mod context;
pub mod denied;
pub mod docker;
mod founded;
pub mod hosts;
pub mod images;
pub mod manifest;
pub mod near;
pub mod pods;
mod rank;
pub mod refused;
mod related;
pub mod repair;
pub mod rules;
pub mod scheduling;
pub mod services;
pub mod state;
pub mod typed;
pub mod wanted;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::check::{Mismatch, Report, Verdict};
use crate::i18n::Text;
use crate::lesson::model::{Exercise, ExerciseId, Lesson};
use crate::snapshot::Snapshot;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::ObjectKey;
use crate::snapshot::path::FieldPath;

pub use context::Context;

/// The layers from the learner's command down to a difference of intent. A fault in one can only
/// show when all above it are passed, so the lowest number is the first cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// The command or file the learner typed.
    Client,
    /// Reaching the cluster, and being let in.
    Reach,
    /// The right cluster, namespace, name, kind.
    Place,
    /// The API server's validation and admission.
    Admission,
    /// Controllers making objects.
    Controller,
    /// Finding a Node.
    Scheduling,
    /// Volumes and the Pod's sandbox on the Node.
    NodeSetup,
    /// Getting the image.
    Image,
    /// Making and starting the container.
    Start,
    /// Running.
    Run,
    /// Being ready.
    Ready,
    /// Being reached.
    Routing,
    /// Everything is healthy, and something wanted differs.
    Intent,
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The state proves it.
    Certain,
    /// It looks like it.
    Likely,
    /// Only the evidence is known.
    Unknown,
}

/// Where a piece of evidence was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// What was asked for.
    Spec,
    /// What a controller reports.
    Status,
    /// A condition.
    Condition,
    /// An Event.
    Event,
    /// A container's log.
    Log,
    /// A command that the learner typed, or its output.
    Command,
    /// What the learner answered.
    Answer,
    /// An answer over HTTP, or a file.
    Probe,
}

/// One quotation, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Where it was seen.
    pub source: Source,
    /// On which object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectKey>,
    /// In which field, or what kind of thing (an Event's reason).
    pub place: String,
    /// The words, exactly as they stand there.
    pub quote: String,
}

/// A value for a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// Text.
    Text(String),
    /// A number, so that plural forms work.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// One finding: what is wrong, where, and how one sees it.
///
/// Its words are the messages `explain-CODE-headline` and `explain-CODE-because`, with `-VARIANT`
/// behind where there is one, over `args`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The stable code: `P01`.
    pub code: &'static str,
    /// Which of the code's sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<&'static str>,
    /// The layer.
    pub layer: Layer,
    /// How sure it is.
    pub confidence: Confidence,
    /// The object at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectKey>,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldPath>,
    /// What is wanted there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// Values for the messages.
    pub args: BTreeMap<&'static str, Arg>,
    /// At most three are shown; `why` shows all.
    pub evidence: Vec<Evidence>,
    /// Objects that suffer from it.
    pub consequences: Vec<ObjectKey>,
    /// A command that shows it; words, not yet quoted.
    pub look: Vec<String>,
    /// Commands that repair it, in order; empty where no command can.
    pub fix: Vec<Vec<String>>,
    /// The expectation it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectation: Option<String>,
    /// The lesson's own sentence in place of the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub say: Option<Text>,
}

impl Finding {
    /// Whether it only says that a question has no answer yet, which is no fault.
    pub fn is_open_question(&self) -> bool {
        self.code == "A01"
    }

    /// A finding of a rule, certain, without anything else yet.
    pub fn new(rule: &Rule) -> Self {
        Self {
            code: rule.code,
            variant: None,
            layer: rule.layer,
            confidence: Confidence::Certain,
            object: None,
            field: None,
            expected: None,
            actual: None,
            args: BTreeMap::new(),
            evidence: Vec::new(),
            consequences: Vec::new(),
            look: Vec::new(),
            fix: Vec::new(),
            expectation: None,
            say: None,
        }
    }

    /// With the code's sentences of that name.
    #[must_use]
    pub fn variant(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    /// With that confidence.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// About that object; its kind and name become the arguments `kind` and `name`.
    #[must_use]
    pub fn object(mut self, object: ObjectKey) -> Self {
        self.args.insert("kind", object.kind.as_str().into());
        self.args.insert("name", object.name.as_str().into());
        self.object = Some(object);
        self
    }

    /// About that field, with what is wanted and what is there.
    #[must_use]
    pub fn field(
        mut self,
        path: FieldPath,
        expected: Option<String>,
        actual: Option<String>,
    ) -> Self {
        self.field = Some(path);
        self.expected = expected;
        self.actual = actual;
        self
    }

    /// With a value for the messages.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(name, value.into());
        self
    }

    /// With a piece of evidence; an empty quotation is none.
    #[must_use]
    pub fn evidence(
        mut self,
        source: Source,
        object: Option<ObjectKey>,
        place: &str,
        quote: &str,
    ) -> Self {
        if !quote.is_empty() {
            let (place, quote) = (place.to_owned(), quote.to_owned());
            self.evidence.push(Evidence {
                source,
                object,
                place,
                quote,
            });
        }
        self
    }

    /// With the command that shows it.
    #[must_use]
    pub fn look(mut self, words: &[&str]) -> Self {
        self.look = words.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// With one more command that repairs it.
    #[must_use]
    pub fn fix(mut self, words: &[&str]) -> Self {
        self.fix
            .push(words.iter().map(|word| (*word).to_owned()).collect());
        self
    }

    /// With the commands that mend it in the learner's file: the file is edited, and applied anew.
    #[must_use]
    pub fn mended(self, file: &str) -> Self {
        self.fix(&["edit", file])
            .fix(&["kubectl", "apply", "-f", file])
    }

    /// For an expectation.
    #[must_use]
    pub fn expectation(mut self, id: &str) -> Self {
        self.expectation = Some(id.to_owned());
        self
    }
}

/// A rule: one code, one predicate.
#[derive(Debug)]
pub struct Rule {
    /// The stable code.
    pub code: &'static str,
    /// Its layer.
    pub layer: Layer,
    /// Codes of more general rules that this one replaces where both fire on related objects.
    pub refines: &'static [&'static str],
    /// Whether there is something to learn from finding the cause; otherwise the repair is shown
    /// at once (nobody learns from a stopped cluster).
    pub teachable: bool,
    /// Whether it says why something is not there yet, rather than what is wrong.
    pub waiting: bool,
    /// The predicate.
    pub find: fn(&Rule, &Context<'_, '_>) -> Vec<Finding>,
}

/// What a check means: the first cause, what else is wrong, what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// The report's verdict.
    pub verdict: Verdict,
    /// Independent findings, the first cause first; empty when all is well.
    pub findings: Vec<Finding>,
    /// Findings that follow from others; `why` shows them.
    pub folded: Vec<Finding>,
    /// Ids of the expectations that already hold.
    pub right: Vec<String>,
}

impl Diagnosis {
    /// The first cause.
    pub fn first(&self) -> Option<&Finding> {
        self.findings.first()
    }

    /// How many causes there are besides the first. A question that is still open is none.
    pub fn others(&self) -> usize {
        let others = self.findings.iter().skip(1);
        others.filter(|finding| !finding.is_open_question()).count()
    }
}

/// Explains the report of an exercise.
pub fn explain(
    lesson: &Lesson,
    exercise: &Exercise,
    report: &Report,
    graph: &Graph<'_>,
) -> Diagnosis {
    let right = report
        .with(Verdict::Pass)
        .map(|outcome| outcome.id.clone())
        .collect();
    if report.verdict == Verdict::Pass {
        let (verdict, findings, folded) = (Verdict::Pass, Vec::new(), Vec::new());
        return Diagnosis {
            verdict,
            findings,
            folded,
            right,
        };
    }
    let context = Context::new(Some(lesson), Some(exercise), report, graph);
    let waiting = report.verdict == Verdict::Waiting;
    let found: Vec<Finding> = rules::ALL
        .iter()
        .filter(|rule| rule.waiting == waiting && founded::is_founded(rule, &context))
        .flat_map(|rule| (rule.find)(rule, &context))
        .filter(|finding| !is_asked_for(finding, &context))
        .collect();
    let (mut findings, folded) = rank::rank(found, &context);
    // Where nothing was judged there is nothing to explain.
    let judged = !matches!(report.verdict, Verdict::Unsupported | Verdict::NotSetUp);
    if findings.is_empty() && judged {
        findings = rules::unexplained(&context);
    }
    Diagnosis {
        verdict: report.verdict,
        findings,
        folded,
        right,
    }
}

/// Whether a finding complains of a value that the exercise asks for: a fault that is to be seen
/// happening, such as an image that does not exist.
fn is_asked_for(finding: &Finding, context: &Context<'_, '_>) -> bool {
    let (Some(key), Some(field), Some(actual)) = (&finding.object, &finding.field, &finding.actual)
    else {
        return false;
    };
    let Some(object) = context.graph.by_key(key) else {
        return false;
    };
    let is_missed = |mismatch: &Mismatch| mismatch.object == *key && mismatch.path == *field;
    if context.mismatches().iter().any(|(_, m)| is_missed(m)) {
        return false;
    }
    let is_that = |value: Option<&Value>| value.is_some_and(|value| pods::shown(value) == *actual);
    // What was only tried, and refused, is not what the object has.
    let wanted = context.wanted(object).and_then(|wanted| field.of(wanted));
    is_that(wanted) && is_that(object.field(field))
}

/// Explains a command that has just failed, without looking at the exercise: what its output and
/// exit code alone can tell. `None` when no rule knows it.
pub fn explain_command(snapshot: &Snapshot) -> Option<Finding> {
    // An older command that failed is not what was asked about.
    let failed = snapshot.last_command().is_some_and(|typed| {
        let is_kubectl = command::KubectlCommand::parse(&typed.argv).is_some();
        typed.failed() && (is_kubectl || docker::DockerCommand::parse(&typed.argv).is_some())
    });
    if !failed {
        return None;
    }
    let graph = Graph::new(snapshot);
    // Between exercises there is none; rules that see no exercise do not look at its id.
    let none = || ExerciseId {
        pack: String::new(),
        lesson: String::new(),
        exercise: String::new(),
    };
    let report = Report {
        exercise: snapshot.exercise.clone().unwrap_or_else(none),
        verdict: Verdict::Fail,
        outcomes: Vec::new(),
        given: Vec::new(),
    };
    let context = Context::new(None, None, &report, &graph);
    let found = rules::ALL
        .iter()
        .flat_map(|rule| (rule.find)(rule, &context));
    let about_command = found.filter(|finding| {
        finding
            .evidence
            .iter()
            .any(|evidence| evidence.source == Source::Command)
    });
    rank::rank(about_command.collect(), &context)
        .0
        .into_iter()
        .next()
}

/// The Pod and container whose log would say more about the first cause: that of the run that ended
/// (`logs --previous`, or the present log where the container was not started again yet). With it
/// in [`Snapshot::previous_logs`] the same check can be explained once more. `None` when no log is
/// wanted, or it is there already.
pub fn wants_previous_log(diagnosis: &Diagnosis) -> Option<(String, String)> {
    diagnosis.first().and_then(log_wanted)
}

/// The same for any finding.
pub fn log_wanted(finding: &Finding) -> Option<(String, String)> {
    if !rules::quotes_log(finding.code) {
        return None;
    }
    let has_log = finding
        .evidence
        .iter()
        .any(|evidence| evidence.source == Source::Log);
    match (finding.args.get("pod"), finding.args.get("container")) {
        (Some(Arg::Text(pod)), Some(Arg::Text(container))) if !has_log => {
            Some((pod.clone(), container.clone()))
        }
        _ => None,
    }
}

/// The rule of that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules::ALL.iter().copied().find(|rule| rule.code == code)
}

/// Whether a finding can have that code.
pub fn is_code(code: &str) -> bool {
    code == rules::UNEXPLAINED.code || rule(code).is_some()
}
