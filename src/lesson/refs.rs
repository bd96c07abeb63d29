//! References to objects: `{kind, name}`, `{kind, labels}`, `{kind, owner}`.

use std::collections::BTreeMap;

use crate::lesson::model::Ref;
use crate::lesson::names::{is_api_version, is_object_name, is_variable};
use crate::lesson::problem::{Expected, ProblemKind};
use crate::lesson::reader::{Fields, Report};
use crate::lesson::yaml::Node;
use crate::snapshot::kinds;

/// The keys of a reference.
pub(super) const KEYS: &[&str] = &["apiVersion", "kind", "name", "labels", "owner"];

/// The reference that is the value of `key`.
pub(super) fn reference(node: &Node, key: &str, report: &mut Report) -> Option<Ref> {
    let fields = Fields::read(node, key, KEYS, report)?;
    let kind = fields.required_text("kind", report);
    let api_version = fields.text("apiVersion", report);
    if let Some(kind) = &kind {
        check_kind(kind, api_version.as_deref(), &fields, report);
    }
    let name = fields.text("name", report);
    if let Some(name) = name.as_ref().filter(|name| !is_object_name(name)) {
        report.add(
            fields.line_of("name"),
            ProblemKind::BadName { name: name.clone() },
        );
    }
    Some(Ref {
        api_version,
        kind: kind?,
        name,
        labels: labels(&fields, report),
        owner: owner(&fields, report),
    })
}

/// The variables of an expression. One that could not be read is kept by its name, so that the
/// expression is not blamed for it.
pub(super) fn variables(fields: &Fields<'_>, report: &mut Report) -> BTreeMap<String, Ref> {
    let Some(node) = fields.node("with") else {
        return BTreeMap::new();
    };
    if node.entries().is_empty() {
        report.wrong_type(node.line, "with", Expected::Map);
    }
    let mut variables = BTreeMap::new();
    for (key, value) in node.entries() {
        if !is_variable(&key.name) {
            report.add(
                key.line,
                ProblemKind::BadName {
                    name: key.name.clone(),
                },
            );
        }
        let target = reference(value, &key.name, report).unwrap_or_else(|| Ref::named("", ""));
        if variables.insert(key.name.clone(), target).is_some() {
            report.add(
                key.line,
                ProblemKind::DuplicateKey {
                    key: key.name.clone(),
                },
            );
        }
    }
    variables
}

fn check_kind(kind: &str, api_version: Option<&str>, fields: &Fields<'_>, report: &mut Report) {
    match (kinds::find(kind), api_version) {
        (Some(_), None) => {}
        (Some(_), Some(_)) => {
            let kind = ProblemKind::KeyNotHere {
                key: "apiVersion".into(),
                of: kind.to_owned(),
            };
            report.add(fields.line_of("apiVersion"), kind);
        }
        (None, None) => unknown_kind(fields.line_of("kind"), kind, report),
        (None, Some(version)) => {
            if !is_api_version(version) {
                let kind = ProblemKind::BadName {
                    name: version.to_owned(),
                };
                report.add(fields.line_of("apiVersion"), kind);
            }
        }
    }
}

fn unknown_kind(line: u32, kind: &str, report: &mut Report) {
    let nearest = kinds::nearest(kind).map(str::to_owned);
    let kind = ProblemKind::UnknownKind {
        name: kind.to_owned(),
        nearest,
    };
    report.add(line, kind);
}

fn labels(fields: &Fields<'_>, report: &mut Report) -> BTreeMap<String, String> {
    let Some(node) = fields.node("labels") else {
        return BTreeMap::new();
    };
    if node.entries().is_empty() {
        report.wrong_type(node.line, "labels", Expected::Map);
    }
    let mut labels = BTreeMap::new();
    for (key, value) in node.entries() {
        let Some(text) = value.text() else {
            report.wrong_type(value.line, &key.name, Expected::Text);
            continue;
        };
        if labels.insert(key.name.clone(), text.to_owned()).is_some() {
            report.add(
                key.line,
                ProblemKind::DuplicateKey {
                    key: key.name.clone(),
                },
            );
        }
    }
    labels
}

fn owner(fields: &Fields<'_>, report: &mut Report) -> Option<String> {
    let owner = fields.text("owner", report)?;
    let line = fields.line_of("owner");
    match owner.split_once('/') {
        Some((kind, name)) => {
            if kinds::find(kind).is_none() {
                unknown_kind(line, kind, report);
            }
            if !is_object_name(name) {
                report.add(
                    line,
                    ProblemKind::BadName {
                        name: name.to_owned(),
                    },
                );
            }
        }
        None => report.wrong_type(line, "owner", Expected::Owner),
    }
    Some(owner)
}
