//! Objects of any kind from their creation to their end, and the tables that show them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::run;
use crate::{
    clock::Clock,
    kinds,
    object::{Meta, Object},
    registry::{Deletion, Part, Registry, Write},
    schema::{decode::decode, schemas},
    store::{Selection, Store},
    table::{self, Include},
};

#[test]
fn fuzz_objects() {
    run("objects", 500, |choices| {
        let registry = Registry::new(Arc::new(Store::new(10)), Clock::real());
        let made = json!({"metadata": {"name": "n"}});
        registry.create(kinds::NAMESPACE, "", &made).unwrap();
        let kinds: Vec<_> = kinds::stored().collect();
        let kind = choices.of(&kinds);
        let namespace = if kind.namespaced { "n" } else { "" };
        let names = schemas().structs.iter();
        let index = names.into_iter().position(|s| s.name == kind.schema);
        let mut next = |name: Option<&str>| {
            let mut object = choices.fields(index.unwrap(), 8);
            // What the API hands on has gone through its type.
            decode(&mut object, kind.schema);
            if let Some(name) = name {
                object["metadata"] = json!({"name": name});
            }
            object
        };
        let first = next(None);
        let _ = registry.create(kind, namespace, &first);
        let second = next(Some("web"));
        let _ = registry.create(kind, namespace, &second);
        let update = next(Some("web"));
        for part in [Part::Main, Part::Status] {
            let write = Write::default();
            let _ = registry.modify(kind, namespace, "web", part, &write, |object| {
                object.clone_from(&update);
                Ok(())
            });
        }
        let listing = registry.list(kind, &Selection::default());
        let items: Vec<&Value> = listing.items.iter().map(Object::value).collect();
        let (metadata, now) = (json!({}), registry.clock().now());
        let of = items.iter().copied();
        let table = table::table(kind, of, &metadata, Include::Object, (true, false), now);
        serde_json::to_string(&table).unwrap();
        for item in &listing.items {
            let _ = registry.delete(kind, item.namespace(), item.name(), &Deletion::default());
        }
    });
}

#[test]
fn fuzz_table() {
    run("table", 400, |choices| {
        let kind = choices.of(kinds::ALL);
        let names = schemas().structs.iter();
        let index = names.into_iter().position(|s| s.name == kind.schema);
        // Not even decoded: printers trust nobody.
        let object = choices.fields(index.unwrap(), 8);
        let (metadata, now) = (choices.json(2), Clock::real().now());
        let of = std::iter::once(&object);
        let table = table::table(kind, of, &metadata, Include::Metadata, (true, false), now);
        serde_json::to_string(&table).unwrap();
    });
}
