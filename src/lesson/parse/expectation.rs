//! One expectation, of any kind and in any place.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::lesson::expression;
use crate::lesson::model::{
    Bounds, By, CelExpression, Compare, Expectation, ExpectationKind, Ref, WrongAnswer,
};
use crate::lesson::parse::{id, probe};
use crate::lesson::problem::{Expected, ProblemKind};
use crate::lesson::reader::{Fields, Report};
use crate::lesson::refs;
use crate::lesson::schema::check_keys;
use crate::lesson::yaml::{Data, Node};

/// Where an expectation stands; not every key goes everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In `given`.
    Given,
    /// In `expect`.
    Expect {
        /// Whether the exercise is a lab.
        lab: bool,
    },
    /// In a `wait` step.
    Wait,
}

impl Place {
    /// The keys that do not go with the place.
    pub(super) const fn refuses(self) -> &'static [&'static str] {
        match self {
            Self::Wait => &["id", "after", "say", "hidden", "atStart", "by"],
            Self::Given => &["after", "hidden", "answer", "by"],
            Self::Expect { .. } => &[],
        }
    }

    /// Whether a kind of expectation can stand in the place.
    pub(super) fn has(self, kind: &str) -> bool {
        self != Self::Wait || matches!(kind, "object" | "absent" | "count")
    }
}

/// The words of `by`.
pub(super) const BY: &[(&str, By)] = &[
    ("any", By::Any),
    ("create", By::Create),
    ("change", By::Change),
];

/// The words of `compare`.
pub(super) const COMPARE: &[(&str, Compare)] = &[
    ("text", Compare::Text),
    ("number", Compare::Number),
    ("name", Compare::Name),
];

/// The keys that say what kind of expectation it is, each with the keys that go with it.
pub(super) const KINDS: &[(&str, &[&str])] = &[
    ("object", &["match", "by"]),
    ("absent", &[]),
    ("count", &["match", "is", "atLeast", "atMost"]),
    ("cel", &["with", "otherwise"]),
    ("http", &["status", "contains"]),
    ("log", &["container", "contains"]),
    ("file", &["container", "path", "contains", "equals"]),
    ("image", &["sameAs", "differsFrom"]),
    ("answer", &["is", "with", "compare", "wrong"]),
];

/// The keys that go with every kind in `expect`.
pub(super) const COMMON: &[&str] = &["id", "after", "say", "hidden", "atStart"];

/// The keys of one kind only, each once.
const OTHERS: &[&str] = &[
    "match",
    "by",
    "is",
    "atLeast",
    "atMost",
    "with",
    "otherwise",
    "status",
    "contains",
    "container",
    "path",
    "equals",
    "sameAs",
    "differsFrom",
    "compare",
    "wrong",
];

/// Reads one expectation that stands in `key`.
pub(super) fn read(
    node: &Node,
    key: &str,
    place: Place,
    report: &mut Report,
) -> Option<Expectation> {
    let mut known: Vec<&str> = COMMON.to_vec();
    known.extend(KINDS.iter().map(|(kind, _)| *kind));
    known.extend(OTHERS);
    if place == Place::Wait {
        known.push("seconds");
    }
    let fields = Fields::read(node, key, &known, report)?;
    check_place(&fields, key, place, report);
    let id = match place {
        Place::Wait => "wait".to_owned(),
        Place::Given | Place::Expect { .. } => id(&fields, "id", report).unwrap_or_default(),
    };
    let say = fields.node("say").and_then(|node| report.both(node, "say"));
    let kind = one_kind(&fields, place, report)?;
    if matches!(kind, ExpectationKind::Cel { .. }) {
        fields.required("say", report);
    }
    Some(Expectation {
        id,
        line: fields.line,
        after: fields
            .texts("after", report)
            .into_iter()
            .map(|(_, id)| id)
            .collect(),
        say,
        hidden: fields.truth("hidden", report),
        at_start: fields.truth("atStart", report),
        kind,
    })
}

/// Reports keys that do not go with the place.
fn check_place(fields: &Fields<'_>, key: &str, place: Place, report: &mut Report) {
    for refused in place
        .refuses()
        .iter()
        .filter(|refused| fields.node(refused).is_some())
    {
        let kind = ProblemKind::KeyNotHere {
            key: (*refused).to_owned(),
            of: key.to_owned(),
        };
        report.add(fields.line_of(refused), kind);
    }
    if place == (Place::Expect { lab: false }) && fields.node("hidden").is_some() {
        report.add(fields.line_of("hidden"), ProblemKind::HiddenOutsideLab);
    }
}

fn one_kind(fields: &Fields<'_>, place: Place, report: &mut Report) -> Option<ExpectationKind> {
    let mut found = KINDS.iter().filter(|(kind, _)| fields.node(kind).is_some());
    let (Some((kind, own)), None) = (found.next(), found.next()) else {
        let found = KINDS
            .iter()
            .filter(|(kind, _)| fields.node(kind).is_some())
            .count();
        report.add(fields.line, ProblemKind::OneKind { found });
        return None;
    };
    let strangers = OTHERS
        .iter()
        .filter(|key| !own.contains(key) && fields.node(key).is_some());
    for key in strangers {
        let problem = ProblemKind::KeyNotHere {
            key: (*key).to_owned(),
            of: (*kind).to_owned(),
        };
        report.add(fields.line_of(key), problem);
    }
    if !place.has(kind) {
        let problem = ProblemKind::KeyNotHere {
            key: (*kind).to_owned(),
            of: "wait".to_owned(),
        };
        report.add(fields.line_of(kind), problem);
    }
    let target = |report: &mut Report| {
        fields
            .node(kind)
            .and_then(|node| refs::reference(node, kind, report))
    };
    Some(match *kind {
        "object" => ExpectationKind::Object {
            target: target(report)?,
            pattern: pattern(fields, kind, report),
            by: by(fields, report),
        },
        "absent" => ExpectationKind::Absent {
            target: target(report)?,
        },
        "count" => ExpectationKind::Count {
            target: target(report)?,
            pattern: pattern(fields, kind, report),
            bounds: bounds(fields, report),
        },
        "cel" => ExpectationKind::Cel {
            expression: expression(fields, "cel", report),
            otherwise: fields
                .node("otherwise")
                .and_then(|node| report.both(node, "otherwise")),
        },
        "http" => ExpectationKind::Http(probe::http(fields, report)?),
        "log" => ExpectationKind::Log(probe::log(fields, target(report), report)?),
        "file" => ExpectationKind::File(probe::file(fields, target(report), report)?),
        "image" => ExpectationKind::Image(probe::image(fields, report)?),
        _ => answer(fields, report)?,
    })
}

fn by(fields: &Fields<'_>, report: &mut Report) -> By {
    fields.word("by", BY, report).unwrap_or_default()
}

/// `match` of the object or the objects that `kind` names.
fn pattern(fields: &Fields<'_>, kind: &str, report: &mut Report) -> Value {
    let Some(node) = fields.node("match") else {
        return Value::Null;
    };
    if !matches!(node.data, Data::Map(_)) {
        report.wrong_type(node.line, "match", Expected::Map);
    }
    check_repeats(node, report);
    let named = fields
        .node(kind)
        .and_then(|target| target.get("kind"))
        .and_then(Node::text);
    if let Some(named) = named {
        check_keys(named, node, report);
    }
    node.to_json()
}

/// Reports keys that are twice in one map, however deep.
fn check_repeats(node: &Node, report: &mut Report) {
    for (at, (key, value)) in node.entries().iter().enumerate() {
        if node.entries()[..at]
            .iter()
            .any(|(other, _)| other.name == key.name)
        {
            report.add(
                key.line,
                ProblemKind::DuplicateKey {
                    key: key.name.clone(),
                },
            );
        }
        check_repeats(value, report);
    }
    node.items()
        .iter()
        .for_each(|item| check_repeats(item, report));
}

/// `is`, or one or both of `atLeast` and `atMost`.
fn bounds(fields: &Fields<'_>, report: &mut Report) -> Bounds {
    let mut number = |key: &str| fields.number(key, 0..=u64::from(u32::MAX), report);
    let (is, min, max) = (number("is"), number("atLeast"), number("atMost"));
    if fields.node("is").is_some() {
        for key in ["atLeast", "atMost"]
            .iter()
            .filter(|key| fields.node(key).is_some())
        {
            let problem = ProblemKind::KeyNotHere {
                key: (*key).to_owned(),
                of: "is".to_owned(),
            };
            report.add(fields.line_of(key), problem);
        }
        let is = is.unwrap_or_default();
        return Bounds {
            min: is,
            max: Some(is),
        };
    }
    if fields.node("atLeast").is_none() && fields.node("atMost").is_none() {
        fields.required("is", report);
    }
    let min = min.unwrap_or_default();
    if let Some(max) = max.filter(|max| *max < min) {
        let problem = ProblemKind::OutOfRange {
            key: "atLeast".to_owned(),
            min: 0,
            max,
        };
        report.add(fields.line_of("atLeast"), problem);
    }
    Bounds { min, max }
}

fn expression(fields: &Fields<'_>, key: &str, report: &mut Report) -> CelExpression {
    let with = refs::variables(fields, report);
    compiled(fields, key, with, report)
}

fn compiled(
    fields: &Fields<'_>,
    key: &str,
    with: BTreeMap<String, Ref>,
    report: &mut Report,
) -> CelExpression {
    match fields.required(key, report) {
        Some(node) => match report.text(node, key) {
            Some(source) => expression::compile(source, with, node.line, report),
            None => CelExpression {
                source: String::new(),
                with,
            },
        },
        None => CelExpression {
            source: String::new(),
            with,
        },
    }
}

fn answer(fields: &Fields<'_>, report: &mut Report) -> Option<ExpectationKind> {
    let question = fields
        .node("answer")
        .and_then(|node| report.both(node, "answer"));
    let is = expression(fields, "is", report);
    let compare = fields.word("compare", COMPARE, report).unwrap_or_default();
    let mut wrong = Vec::new();
    for item in fields.list("wrong", report) {
        let Some(inner) = Fields::read(item, "wrong", &["cel", "say"], report) else {
            continue;
        };
        let value = compiled(&inner, "cel", is.with.clone(), report);
        let say = inner
            .required("say", report)
            .and_then(|node| report.both(node, "say"));
        wrong.extend(say.map(|say| WrongAnswer { value, say }));
    }
    Some(ExpectationKind::Answer {
        question: question?,
        is,
        compare,
        wrong,
    })
}
