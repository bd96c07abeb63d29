//! Selectors of labels and fields, and the query that they come in.

use serde_json::json;

use super::run;
use crate::{
    api::Query,
    kinds,
    store::{FieldSelector, LabelSelector},
};

const WORDS: &[&str] = &[
    "a",
    "app",
    "b.c/d",
    "=",
    "==",
    "!=",
    "!",
    " ",
    ",",
    "(",
    ")",
    "in",
    "notin",
    ">",
    "<",
    "1",
    "\\",
    "\u{e9}",
    "-",
    "metadata.name",
    "status.phase",
    "%2C",
    "%",
    "+",
    "&",
    "?",
    "%00",
];

#[test]
fn fuzz_selectors() {
    let object = json!({"metadata": {"name": "a", "labels": {"a": "1", "app": "a"}}});
    run("selectors", 64, |choices| {
        let kind = choices.of(kinds::ALL);
        let text = choices.text(WORDS) + &choices.text(WORDS);
        if let Ok(selector) = LabelSelector::parse(&text) {
            selector.matches(&object);
            // What is shown of a selector is that selector.
            let shown = selector.to_string();
            assert_eq!(
                LabelSelector::parse(&shown).as_ref(),
                Ok(&selector),
                "{shown}"
            );
        }
        if let Ok(selector) = FieldSelector::parse(kind, &text) {
            selector.matches(&object);
            selector.asked_name();
        }
        let typed = choices.json(4);
        LabelSelector::from_spec(Some(&typed)).matches(&object);
        LabelSelector::from_map(Some(&typed)).matches(&object);
    });
}

#[test]
fn fuzz_query() {
    run("query", 64, |choices| {
        let text = choices.text(WORDS) + &choices.text(WORDS);
        let query = Query::parse(Some(&text));
        for key in ["a", "app", "limit", ""] {
            query.flag(key);
            assert_eq!(query.has(key), !query.all(key).is_empty());
            assert!(query.number(key).is_ok() || !query.get(key).is_empty());
        }
    });
}
