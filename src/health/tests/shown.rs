//! What is shown of a state: in words, and as JSON by its schema.

use std::sync::LazyLock;

use serde_json::Value;

use super::{examine, state};
use crate::complaint;
use crate::health::{Aim, report, text};
use crate::i18n::{Catalog, Lang};
use crate::render::diagnosis::Style;
use crate::render::theme::Theme;
use crate::snapshot::Snapshot;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../schemas/explain.schema.json");
    serde_json::from_str(text).unwrap()
});

const STATES: [&str; 3] = [
    "unhealthy/several-causes",
    "healthy/deployment-and-service",
    "healthy/empty",
];

fn aim() -> Aim {
    Aim {
        namespace: "shop".to_owned(),
        context: None,
    }
}

fn json(snapshot: &Snapshot) -> (String, Value) {
    let text = report::json(&examine(snapshot).aimed(&aim()), snapshot).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

#[test]
fn it_is_said_like_this() {
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let style = Style {
            catalog: &catalog,
            theme: Theme::plain(),
            cells: 80,
        };
        let said = STATES.map(|name| {
            let snapshot = state(name);
            let health = examine(&snapshot).aimed(&aim());
            let reason = |reason| complaint::reason(reason, &catalog);
            text::report(&health, &snapshot, reason, style)
        });
        insta::assert_snapshot!(format!("said-{lang}"), said.join("\n"));
    }
}

#[test]
fn the_json_fits_its_schema() {
    assert!(jsonschema::meta::validate(&SCHEMA).is_ok());
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&SCHEMA)
        .unwrap();
    for name in STATES {
        let (_, value) = json(&state(name));
        let problems: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let mut more = value.clone();
        more["more"] = serde_json::json!(1);
        assert!(!validator.is_valid(&more));
        for key in value.as_object().unwrap().keys() {
            let mut less = value.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!validator.is_valid(&less), "{name} without {key}");
        }
    }
}

#[test]
fn json_of_what_somebody_else_wrote_is_harmless() {
    let mut snapshot = state("unhealthy/several-causes");
    let evil = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}";
    super::change(&mut snapshot, "Service", "api", |service| {
        service["spec"]["selector"]["app"] = Value::from(evil);
    });
    let (text, value) = json(&snapshot);
    let is_harmless = |c: char| c == '\n' || !c.is_control() && c != '\u{202e}';
    assert!(text.chars().all(is_harmless));
    let findings = value["findings"].as_array().unwrap().iter();
    let actual = findings.map(|f| f["actual"].as_str().unwrap_or_default());
    assert!(actual.into_iter().any(|actual| actual.contains(evil)));
}
