//! `metadata.managedFields`: who wrote which field last.

use serde_json::{Value, json};

use super::fields::{Set, compare};
use crate::{
    kinds::Kind,
    object::{Meta, child, take},
    registry::Write,
    schema::schemas,
};

/// Metadata that nobody owns.
pub(super) const UNOWNED: &[&str] = &[
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "name",
    "namespace",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// One manager's fields.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub manager: String,
    pub operation: String,
    pub api_version: String,
    pub subresource: String,
    pub time: String,
    pub set: Set,
}

/// The entries of an object.
pub(super) fn read(object: &Value) -> Vec<Entry> {
    let text = |entry: &Value, key: &str| entry.text_at(key).to_owned();
    object
        .list_at("metadata.managedFields")
        .iter()
        .filter(|entry| !entry.text_at("operation").is_empty())
        .map(|entry| Entry {
            manager: text(entry, "manager"),
            operation: text(entry, "operation"),
            api_version: text(entry, "apiVersion"),
            subresource: text(entry, "subresource"),
            time: text(entry, "time"),
            set: Set::from_value(entry.get("fieldsV1").unwrap_or(&Value::Null)),
        })
        .collect()
}

/// Writes the entries into an object; those that own nothing go.
pub(super) fn write(object: &mut Value, mut entries: Vec<Entry>) {
    entries.retain(|e| !e.set.is_empty());
    entries.sort_by(|a, b| {
        (&a.operation, &a.time, &a.manager).cmp(&(&b.operation, &b.time, &b.manager))
    });
    let list: Vec<Value> = entries
        .iter()
        .map(|e| {
            let mut entry = json!({
                "manager": e.manager,
                "operation": e.operation,
                "apiVersion": e.api_version,
                "time": e.time,
                "fieldsType": "FieldsV1",
                "fieldsV1": e.set.to_value(),
            });
            if !e.subresource.is_empty() {
                entry["subresource"] = e.subresource.clone().into();
            }
            entry
        })
        .collect();
    let metadata = child(object, "metadata");
    if list.is_empty() {
        take(metadata, "managedFields");
    } else {
        *child(metadata, "managedFields") = list.into();
    }
}

/// Notes who made a write: the fields that changed are theirs now, and nobody else's.
///
/// Writes by no named manager leave the notes alone.
pub fn track(kind: &Kind, old: Option<&Value>, mut new: Value, by: &Write, now: &str) -> Value {
    let (manager, subresource) = (by.manager.as_str(), by.subresource);
    let sent = new.list_at("metadata.managedFields");
    let reset = sent.len() == 1 && sent[0].as_object().is_some_and(serde_json::Map::is_empty);
    let mut entries = if reset {
        Vec::new()
    } else {
        let own = read(&new);
        if own.is_empty() {
            old.map(read).unwrap_or_default()
        } else {
            own
        }
    };
    let Some(ty) = schemas()
        .named(kind.schema)
        .filter(|_| !manager.is_empty() && !reset)
    else {
        write(&mut new, entries);
        return new;
    };
    let (changed, gone) = compare(old.unwrap_or(&Value::Null), &new, ty);
    let clean = |set: Set| {
        set.without("apiVersion", &[])
            .without("kind", &[])
            .without("metadata", UNOWNED)
            // A write does not touch the part that is another subresource's.
            .without(
                if subresource == "status" {
                    "spec"
                } else {
                    "status"
                },
                &[],
            )
    };
    let (changed, gone) = (clean(changed), clean(gone));
    if changed.is_empty() && gone.is_empty() {
        write(&mut new, entries);
        return new;
    }
    let mine =
        |e: &Entry| e.manager == manager && e.operation == "Update" && e.subresource == subresource;
    for entry in &mut entries {
        entry.set = entry.set.minus(&gone);
        if !mine(entry) {
            entry.set = entry.set.minus(&changed);
        }
    }
    if !changed.is_empty() {
        match entries.iter_mut().find(|e| mine(e)) {
            Some(entry) => {
                entry.set = std::mem::take(&mut entry.set).union(&changed);
                now.clone_into(&mut entry.time);
            }
            None => entries.push(Entry {
                manager: manager.to_owned(),
                operation: "Update".into(),
                api_version: kind.api_version(),
                subresource: subresource.to_owned(),
                time: now.to_owned(),
                set: changed,
            }),
        }
    }
    write(&mut new, entries);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::CONFIG_MAP;

    fn by(manager: &str) -> Write {
        Write {
            manager: manager.to_owned(),
            ..Write::default()
        }
    }

    #[test]
    fn a_changed_field_changes_its_owner() {
        let first = track(
            CONFIG_MAP,
            None,
            json!({"metadata": {"name": "a"}, "data": {"x": "1", "y": "1"}}),
            &by("one"),
            "t1",
        );
        let mut next = first.clone();
        next["data"]["x"] = "2".into();
        let second = track(CONFIG_MAP, Some(&first), next, &by("two"), "t2");
        let entries = read(&second);
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].set.paths(), [".data", ".data.y"]);
        assert_eq!(entries[1].set.paths(), [".data.x"]);
    }

    #[test]
    fn notes_survive_a_client_who_leaves_them_out() {
        let first = track(
            CONFIG_MAP,
            None,
            json!({"metadata": {"name": "a"}, "data": {"x": "1"}}),
            &by("one"),
            "t1",
        );
        let mut next = first.clone();
        take(&mut next["metadata"], "managedFields");
        let second = track(CONFIG_MAP, Some(&first), next, &by("two"), "t2");
        assert_eq!(read(&second).len(), 1);
    }
}
