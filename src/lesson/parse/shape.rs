//! The JSON Schema of `exercises.yaml`, made from the lists that the reader itself goes by.
//!
//! It has the shape: keys, types, the words allowed. What names what, and whether a command may be
//! used, `podo lesson check` knows alone.

use serde_json::{Map, Value, json};

use super::expectation::{BY, COMMON, COMPARE, KINDS, Place};
use super::step::{ANSWER, FILE, MAX_WAIT_SECONDS, WORDS};
use super::{LESSON, MAX_MINUTES, NEEDS, exercise, probe};
use crate::lesson::refs;

/// Where editors find the version of a schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema as a document.
pub(in crate::lesson) fn schema() -> Value {
    let properties = json!({
        "minutes": minutes("Time for the whole lesson, in minutes."),
        "needs": needs("What all exercises need."),
        "sections": {
            "description": "What the introduction and the reading sections teach, by their ids.",
            "type": "object",
            "additionalProperties": closed(json!({"teaches": teaches()}), &[]),
        },
        "exercises": {
            "description": "The exercises in their order.",
            "type": "array",
            "items": {"$ref": "#/$defs/exercise"},
        },
    });
    let mut schema = closed(only(properties, LESSON), &["minutes", "exercises"]);
    let head = json!({
        "$schema": DIALECT,
        "$id": "urn:podo:exercises:1",
        "title": "exercises.yaml",
        "description": "The exercises of a lesson. Generated from podo's reader; lessons/README.md says what each key is for.",
        "$defs": {
            "exercise": exercise_shape(),
            "expectation": expectation(Place::Expect { lab: true }),
            "given": expectation(Place::Given),
            "wait": expectation(Place::Wait),
            "step": step(),
            "mistake": mistake(),
            "reference": reference(),
            "with": {"type": "object", "additionalProperties": {"$ref": "#/$defs/reference"}},
            "both": closed(json!({"ko": text(), "en": text()}), &["ko", "en"]),
            "id": id(),
        },
    });
    if let (Some(schema), Value::Object(head)) = (schema.as_object_mut(), head) {
        schema.extend(head);
    }
    schema
}

fn exercise_shape() -> Value {
    let properties = json!({
        "id": {"$ref": "#/$defs/id", "description": "Stable for ever."},
        "minutes": minutes("Time for the exercise, in minutes."),
        "needs": needs("What is needed beyond the lesson's."),
        "teaches": teaches(),
        "holds": {
            "description": "How long its end state stays true.",
            "oneOf": [
                {"enum": exercise::HOLDS},
                closed(json!({"until": id()}), &["until"]),
            ],
        },
        "lab": {"description": "Checklist and hints do not give the repair away.", "type": "boolean"},
        "setup": list("step", "From an empty namespace to the start state."),
        "given": list("given", "What the start state meets and must go on meeting."),
        "expect": list("expectation", "What must hold at the end."),
        "solution": list("step", "From the start state to the end state."),
        "mistakes": {
            "description": "What beginners do instead.",
            "type": "array",
            "minItems": exercise::MISTAKES,
            "items": {"$ref": "#/$defs/mistake"},
        },
        "hints": {
            "description": "A question, a pointer, the command.",
            "type": "array",
            "minItems": exercise::HINTS,
            "maxItems": exercise::HINTS,
            "items": {"$ref": "#/$defs/both"},
        },
        "clusterWide": list("reference", "Cluster-wide objects that it makes or changes."),
    });
    let required = ["id", "minutes", "expect", "solution", "mistakes", "hints"];
    closed(only(properties, exercise::KEYS), &required)
}

fn mistake() -> Value {
    let properties = json!({
        "id": id(),
        "steps": list("step", "What is done, from the start state."),
        "finding": {"description": "The code of the finding that must come first.", "type": "string", "pattern": "^[A-Z][0-9]{2}$"},
        "cleanup": list("step", "Undoes what lies outside the namespace."),
    });
    closed(
        only(properties, exercise::MISTAKE),
        &["id", "steps", "finding"],
    )
}

/// One of the kinds of expectations, each with the keys that go with it in a place.
fn expectation(place: Place) -> Value {
    let refused = place.refuses();
    let goes_here = |key: &str| !refused.contains(&key);
    let kinds = KINDS
        .iter()
        .filter(|(kind, _)| goes_here(kind) && place.has(kind));
    let shapes: Vec<Value> = kinds
        .map(|(kind, own)| {
            let keys = std::iter::once(kind).chain(*own).chain(COMMON);
            let mut properties: Map<String, Value> = keys
                .filter(|key| goes_here(key))
                .map(|key| ((*key).to_owned(), key_of(kind, key)))
                .collect();
            if place == Place::Wait {
                let seconds = json!({"type": "integer", "minimum": 1, "maximum": MAX_WAIT_SECONDS});
                properties.insert("seconds".to_owned(), seconds);
            }
            let mut required = vec![*kind];
            required.extend((place != Place::Wait).then_some("id"));
            required.extend((*kind == "cel" && goes_here("say")).then_some("say"));
            required.extend((*kind == "answer").then_some("is"));
            closed(Value::Object(properties), &required)
        })
        .collect();
    json!({"oneOf": shapes})
}

/// What a key of an expectation of a kind takes.
fn key_of(kind: &str, key: &str) -> Value {
    match key {
        "id" => id(),
        "after" => json!({"type": "array", "items": text()}),
        "say" | "answer" | "otherwise" => json!({"$ref": "#/$defs/both"}),
        "hidden" | "atStart" => json!({"type": "boolean"}),
        "object" | "absent" | "count" | "log" | "file" => json!({"$ref": "#/$defs/reference"}),
        "http" => closed(
            only(
                json!({"service": text(), "port": text(), "path": text()}),
                probe::HTTP,
            ),
            &["service", "port"],
        ),
        "match" => json!({"type": "object"}),
        "by" => json!({"enum": words(BY)}),
        "compare" => json!({"enum": words(COMPARE)}),
        "with" => json!({"$ref": "#/$defs/with"}),
        "is" if kind == "count" => json!({"type": "integer", "minimum": 0}),
        "atLeast" | "atMost" => json!({"type": "integer", "minimum": 0}),
        "status" => json!({"type": "integer", "minimum": 100, "maximum": 599}),
        "wrong" => json!({
            "type": "array",
            "items": closed(json!({"cel": text(), "say": {"$ref": "#/$defs/both"}}), &["cel", "say"]),
        }),
        _ => text(),
    }
}

fn step() -> Value {
    let shape = |word: &str| {
        let value = match word {
            "wait" => json!({"$ref": "#/$defs/wait"}),
            "answer" => {
                let properties =
                    json!({"to": text(), "value": text(), "right": {"const": true}, "cel": text()});
                closed(only(properties, ANSWER), &["to"])
            }
            "file" => {
                let renamed = only(json!({"name": text(), "from": text()}), FILE);
                json!({"oneOf": [text(), closed(renamed, FILE)]})
            }
            _ => text(),
        };
        closed(json!({word: value}), &[word])
    };
    let shapes: Vec<Value> = WORDS.iter().map(|word| shape(word)).collect();
    json!({"oneOf": shapes})
}

fn reference() -> Value {
    let properties = json!({
        "apiVersion": text(),
        "kind": text(),
        "name": text(),
        "labels": {"type": "object", "additionalProperties": text()},
        "owner": {"description": "`Deployment/web`", "type": "string", "pattern": "^[A-Za-z]+/.+$"},
    });
    closed(only(properties, refs::KEYS), &["kind"])
}

/// A map with these keys and no others.
fn closed(properties: Value, required: &[&str]) -> Value {
    let mut shape = Map::new();
    shape.insert("type".to_owned(), json!("object"));
    shape.insert("additionalProperties".to_owned(), json!(false));
    shape.insert("required".to_owned(), json!(required));
    shape.insert("properties".to_owned(), properties);
    Value::Object(shape)
}

/// The properties that the reader knows; each of its keys has to be described, and no other.
fn only(properties: Value, known: &[&str]) -> Value {
    let described = properties
        .as_object()
        .map(|map| map.keys().collect::<Vec<_>>())
        .unwrap_or_default();
    debug_assert!(
        described.len() == known.len() && described.iter().all(|key| known.contains(&key.as_str())),
        "{described:?} are described, {known:?} are read"
    );
    properties
}

fn list(of: &str, description: &str) -> Value {
    json!({"description": description, "type": "array", "items": {"$ref": format!("#/$defs/{of}")}})
}

fn words<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

fn minutes(description: &str) -> Value {
    json!({"description": description, "type": "integer", "minimum": 1, "maximum": MAX_MINUTES})
}

fn needs(description: &str) -> Value {
    json!({"description": description, "type": "array", "items": {"enum": words(NEEDS)}})
}

fn teaches() -> Value {
    json!({"description": "Ids of the items in notes.yaml that it teaches.", "type": "array", "items": {"$ref": "#/$defs/id"}})
}

/// A text; YAML makes a number or a truth value of what is written without quotes, and the reader
/// takes it as it was written.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

fn id() -> Value {
    json!({"type": "string", "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$", "maxLength": 63})
}
