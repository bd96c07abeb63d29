//! The schema of `exercises.yaml` is what the reader would say now, and fits what the reader takes.

use std::fs;

use podo::lesson::exercises_schema;
use serde_json::{Value, json};

use super::check_current;
use crate::recorded::{COURSE, root};

fn problems(document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&exercises_schema()).expect("a schema");
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn lesson(name: &str) -> Value {
    let path = root().join("lessons").join(name).join("exercises.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_schema_of_exercises_is_current() {
    let text = serde_json::to_string_pretty(&exercises_schema()).unwrap() + "\n";
    check_current([("schemas/exercises.schema.json".to_owned(), text)]);
}

#[test]
fn the_lessons_fit_the_schema() {
    for course in &COURSE.lessons {
        assert_eq!(problems(&lesson(&course.name)), [""; 0], "{}", course.name);
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let whole = lesson("pods");
    let changes: [(&str, Value); 8] = [
        ("/minutes", json!("soon")),
        ("/needs", json!(["kubectl", "helm"])),
        ("/exercises/0/id", json!("First Pod")),
        ("/exercises/0/hints", json!([])),
        ("/exercises/0/mistakes", json!([])),
        ("/exercises/0/holds", json!("for ever")),
        ("/exercises/0/expect/0/by", json!("chance")),
        ("/exercises/0/solution/0", json!({"bash": "ls"})),
    ];
    for (place, value) in changes {
        let mut changed = whole.clone();
        *changed.pointer_mut(place).expect(place) = value;
        assert!(!problems(&changed).is_empty(), "{place}");
    }
    let mut more = whole.clone();
    more["exercises"][0]["reward"] = json!(1);
    assert!(!problems(&more).is_empty());
}
