//! The words of a course: `glossary.yaml`.

use crate::lesson::model::Term;
use crate::lesson::parse::{format, parse};
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::{Fields, Report};
use crate::lesson::yaml::Node;

const KEYS: &[&str] = &["en", "ko", "words", "avoid", "taught", "means"];

/// Reads `glossary.yaml`; nothing where it is no list of terms at all.
pub(in crate::lesson) fn read(source: &str, report: &mut Report) -> Vec<Term> {
    terms(source, report).unwrap_or_default()
}

fn terms(source: &str, report: &mut Report) -> Option<Vec<Term>> {
    let node = parse(source, report)?;
    let fields = Fields::read(&node, "glossary.yaml", &["formatVersion", "terms"], report)?;
    format(&fields, report)?;
    fields.required("terms", report)?;
    let mut terms: Vec<Term> = Vec::new();
    for node in fields.list("terms", report) {
        let Some(term) = term(node, report) else {
            continue;
        };
        if terms
            .iter()
            .any(|other| other.en == term.en || other.ko == term.ko)
        {
            report.add(term.line, ProblemKind::DuplicateId { id: term.en });
        } else {
            terms.push(term);
        }
    }
    Some(terms)
}

fn term(node: &Node, report: &mut Report) -> Option<Term> {
    let fields = Fields::read(node, "terms", KEYS, report)?;
    let plain = |texts: Vec<(u32, String)>| texts.into_iter().map(|(_, text)| text).collect();
    let words = plain(fields.texts("words", report));
    let avoid = plain(fields.texts("avoid", report));
    let (ko, en) = (
        fields.required_text("ko", report),
        fields.required_text("en", report),
    );
    let taught = fields.text("taught", report);
    let means = fields
        .required("means", report)
        .and_then(|node| report.both(node, "means"));
    Some(Term {
        line: fields.line,
        ko: ko?,
        en: en?,
        words,
        avoid,
        taught,
        means: means?,
    })
}
