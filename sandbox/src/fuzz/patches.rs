//! Patches of all four types, on objects of any kind.

use serde_json::{Value, json};

use super::{Choices, run};
use crate::{
    kinds::{self, Kind},
    patch::{self, apply},
    schema::{decode::decode, schemas},
};

/// An object of a kind, as it may be stored.
fn object(choices: &mut Choices<'_>, kind: &Kind) -> Value {
    let mut object = part(choices, kind);
    decode(&mut object, kind.schema);
    object["apiVersion"] = kind.api_version().into();
    object["kind"] = kind.kind.into();
    object["metadata"]["name"] = "a".into();
    object
}

/// Something of the form of a kind.
fn part(choices: &mut Choices<'_>, kind: &Kind) -> Value {
    let names = schemas().structs.iter();
    let index = names.into_iter().position(|s| s.name == kind.schema);
    let mut object = choices.fields(index.unwrap(), 7);
    if !object["metadata"].is_object() {
        object["metadata"] = json!({});
    }
    object
}

/// Puts directives and nulls into a patch.
fn direct(choices: &mut Choices<'_>, value: &mut Value) {
    match value {
        Value::Object(map) => {
            let fields: Vec<String> = map.keys().cloned().collect();
            for field in fields {
                match choices.byte() % 12 {
                    0 => map[&field] = Value::Null,
                    1 => {
                        let order = choices.json(2);
                        map.insert(format!("$setElementOrder/{field}"), order);
                    }
                    2 => {
                        let order = map[&field].clone();
                        map.insert(format!("$setElementOrder/{field}"), order);
                    }
                    3 => {
                        let gone = map[&field].clone();
                        map.insert(format!("$deleteFromPrimitiveList/{field}"), gone);
                    }
                    4 => {
                        let word = choices.of(&["delete", "replace", "merge", "x"]);
                        map.insert("$patch".into(), word.into());
                    }
                    5 => {
                        map.insert("$retainKeys".into(), json!([field]));
                    }
                    _ => direct(choices, &mut map[&field]),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| direct(choices, item)),
        _ => {}
    }
}

#[test]
fn fuzz_strategic_patch() {
    run("strategic patch", 500, |choices| {
        let kind = choices.of(kinds::ALL);
        let before = object(choices, kind);
        let mut same = before.clone();
        patch::strategic(&mut same, &json!({}), kind.schema).unwrap();
        assert_eq!(same, before);
        let mut change = part(choices, kind);
        direct(choices, &mut change);
        let mut once = before.clone();
        if patch::strategic(&mut once, &change, kind.schema).is_ok() {
            assert!(once.is_object());
        }
    });
}

#[test]
fn fuzz_merge_patch() {
    run("merge patch", 300, |choices| {
        let mut once = choices.json(5);
        let change = choices.json(5);
        if patch::merge(&mut once, &change).is_ok() {
            let mut twice = once.clone();
            patch::merge(&mut twice, &change).unwrap();
            assert_eq!(once, twice);
        }
    });
}

#[test]
fn fuzz_json_patch() {
    const PATHS: &[&str] = &[
        "/", "a", "metadata", "labels", "0", "-", "1", "~1", "~0", "~", "",
    ];
    run("json patch", 300, |choices| {
        let mut object = choices.json(5);
        let operations = (0..choices.below(6)).map(|_| {
            let op = choices.of(&["add", "remove", "replace", "move", "copy", "test", "x"]);
            let (path, from) = (choices.text(PATHS), choices.text(PATHS));
            json!({"op": op, "path": format!("/{path}"), "from": format!("/{from}"), "value": choices.json(2)})
        });
        let operations: Value = operations.collect();
        let _ = patch::json(&mut object, &operations);
        let anything = choices.json(4);
        let _ = patch::json(&mut object, &anything);
    });
}

#[test]
fn fuzz_apply() {
    run("apply", 500, |choices| {
        let kind = choices.of(kinds::ALL);
        let mut live = object(choices, kind);
        for manager in ["one", "two"] {
            let mut config = object(choices, kind);
            apply::strip(&mut config);
            let order = apply::Apply {
                config: &config,
                manager,
                force: choices.one_in(2),
                now: "2026-11-26T00:00:00Z",
            };
            let Ok(once) = apply::apply(kind, &live, order) else {
                continue;
            };
            // Who applies the same again changes nothing.
            let twice = apply::apply(kind, &once, order).unwrap();
            assert_eq!(twice, once);
            live = once;
        }
    });
}
