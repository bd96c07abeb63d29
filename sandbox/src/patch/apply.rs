//! Server-side apply: a manager says what it wants to own, and hears of those who own it already.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    fields::{self, Set, compare, element},
    managed::{self, Entry, UNOWNED},
    typed,
};
use crate::{
    kinds::Kind,
    object::{Meta, child, take},
    refusal::{Cause, Refusal},
    schema::{Field, Struct, Type, merge::List, schemas},
};

/// What is applied.
#[derive(Clone, Copy, Debug)]
pub struct Apply<'a> {
    /// The configuration.
    pub config: &'a Value,
    /// Whose it is.
    pub manager: &'a str,
    /// Whether to take fields from others.
    pub force: bool,
    /// The present moment.
    pub now: &'a str,
}

/// Merges a configuration into the live object, or into nothing, and notes who owns it.
pub fn apply(kind: &Kind, live: &Value, apply: Apply<'_>) -> Result<Value, Refusal> {
    let Some(ty) = schemas().named(kind.schema) else {
        return Err(Refusal::internal("no schema"));
    };
    if !apply.config.list_at("metadata.managedFields").is_empty() {
        return Err(Refusal::bad_request("metadata.managedFields must be nil"));
    }
    typed::check(apply.config, ty).map_err(|text| {
        let (namespace, name) = (apply.config.namespace(), apply.config.name());
        let what = format!("{}/{}, Kind={}", kind.group, kind.version, kind.kind);
        let text =
            format!("failed to create typed patch object ({namespace}/{name}; {what}): {text}");
        // Upstream has no reason for this one.
        Refusal::new(500, "", text)
    })?;
    let owned = fields::of_object(apply.config, ty)
        .without("apiVersion", &[])
        .without("kind", &[])
        .without("metadata", UNOWNED);
    let mut entries = managed::read(live);
    let mine = |e: &Entry| {
        e.manager == apply.manager && e.operation == "Apply" && e.subresource.is_empty()
    };

    let mut merged = live.clone();
    merge_struct(&mut merged, apply.config, ty);
    let (changed, _) = compare(live, &merged, ty);
    let contested = owned.and(&changed);
    let mut conflicts = Vec::new();
    for entry in entries.iter_mut().filter(|e| !mine(e)) {
        let both = entry.set.and(&contested);
        if both.is_empty() {
            continue;
        }
        if apply.force {
            entry.set = entry.set.minus(&both);
        } else {
            conflicts.push((who(entry), both.paths()));
        }
    }
    if !conflicts.is_empty() {
        return Err(conflict(&conflicts));
    }

    let before = entries
        .iter()
        .find(|e| mine(e))
        .map(|e| e.set.clone())
        .unwrap_or_default();
    let others = entries
        .iter()
        .filter(|e| !mine(e))
        .fold(Set::default(), |all, e| all.union(&e.set));
    let dropped = before.minus(&owned).minus(&others);
    if !dropped.is_empty()
        && let Some(index) = schemas().structs.iter().position(|s| s.name == ty.name)
    {
        dropped.remove_from(&mut merged, &Type::Struct(index));
    }

    let unchanged = before == owned;
    match entries.iter_mut().find(|e| mine(e)) {
        Some(entry) => {
            entry.set = owned;
            if !unchanged {
                apply.now.clone_into(&mut entry.time);
            }
        }
        None => entries.push(Entry {
            manager: apply.manager.to_owned(),
            operation: "Apply".into(),
            api_version: kind.api_version(),
            subresource: String::new(),
            time: apply.now.to_owned(),
            set: owned,
        }),
    }
    managed::write(&mut merged, entries);
    Ok(merged)
}

fn who(entry: &Entry) -> String {
    let mut text = format!("{:?}", entry.manager);
    if !entry.subresource.is_empty() {
        text.push_str(&format!(" with subresource {:?}", entry.subresource));
    }
    if entry.operation == "Update" {
        text.push_str(&format!(" using {}", entry.api_version));
    }
    text
}

fn conflict(conflicts: &[(String, Vec<String>)]) -> Refusal {
    let mut causes = Vec::new();
    let mut parts = Vec::new();
    for (who, paths) in conflicts {
        let noun = if paths.len() == 1 {
            "conflict"
        } else {
            "conflicts"
        };
        let list = match paths.as_slice() {
            [one] => format!(" {one}"),
            many => many.iter().map(|p| format!("\n- {p}")).collect(),
        };
        parts.push(format!("{noun} with {who}:{list}"));
        causes.extend(paths.iter().map(|path| Cause {
            reason: "FieldManagerConflict",
            message: format!("conflict with {who}"),
            field: path.clone(),
        }));
    }
    let total = causes.len();
    let noun = if total == 1 { "conflict" } else { "conflicts" };
    Refusal::new(
        409,
        "Conflict",
        format!("Apply failed with {total} {noun}: {}", parts.join("\n")),
    )
    .with_causes(&causes)
}

fn merge_struct(live: &mut Value, config: &Value, ty: &Struct) {
    let Some(map) = config.as_object() else {
        return;
    };
    for (key, value) in map {
        if let Some(field) = ty.fields.get(key) {
            merge_field(child(live, key), value, &field.ty, Some(field));
        }
    }
    if !live.is_object() {
        *live = config.clone();
    }
}

fn merge_field(live: &mut Value, config: &Value, ty: &Type, field: Option<&Field>) {
    let list = field.and_then(|f| f.merge).map_or(List::Atomic, |m| m.list);
    if field.is_some_and(|f| f.atomic) {
        *live = config.clone();
        return;
    }
    match (ty, config) {
        (Type::Struct(index), Value::Object(_)) => {
            merge_struct(live, config, &schemas().structs[*index]);
        }
        (Type::Map(of), Value::Object(map)) => {
            for (key, value) in map {
                merge_field(child(live, key), value, of, None);
            }
        }
        (Type::List(item), Value::Array(wanted)) if list != List::Atomic => {
            let mut old: Vec<Option<Value>> = match live.take() {
                Value::Array(items) => items.into_iter().map(Some).collect(),
                _ => Vec::new(),
            };
            let known = old.iter().enumerate().rev();
            let places: HashMap<String, usize> = known
                .filter_map(|(i, o)| Some((element(o.as_ref()?, list)?, i)))
                .collect();
            let mut merged = Vec::with_capacity(wanted.len());
            for value in wanted {
                let place = element(value, list).and_then(|e| places.get(&e));
                let same = place.and_then(|i| old[*i].take());
                let mut slot = same.unwrap_or(Value::Null);
                merge_field(&mut slot, value, item, None);
                merged.push(slot);
            }
            // What others have put there stays, behind what is applied.
            merged.extend(old.into_iter().flatten());
            *live = merged.into();
        }
        _ => *live = config.clone(),
    }
}

/// A configuration without what the server sets.
pub fn strip(config: &mut Value) {
    let metadata = child(config, "metadata");
    for key in [
        "creationTimestamp",
        "generation",
        "selfLink",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
    ] {
        take(metadata, key);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::{CONFIG_MAP, DEPLOYMENT};

    fn by<'a>(config: &'a Value, manager: &'a str, force: bool) -> Apply<'a> {
        Apply {
            config,
            manager,
            force,
            now: "t",
        }
    }

    #[test]
    fn what_is_no_longer_applied_goes_and_what_others_own_stays() {
        let one = json!({"metadata": {"name": "a"}, "data": {"x": "1", "y": "1"}});
        let live = apply(CONFIG_MAP, &Value::Null, by(&one, "one", false)).unwrap();
        let two = json!({"metadata": {"name": "a"}, "data": {"z": "1"}});
        let live = apply(CONFIG_MAP, &live, by(&two, "two", false)).unwrap();
        let less = json!({"metadata": {"name": "a"}, "data": {"x": "1"}});
        let live = apply(CONFIG_MAP, &live, by(&less, "one", false)).unwrap();
        assert_eq!(live["data"], json!({"x": "1", "z": "1"}));
    }

    #[test]
    fn a_field_of_another_is_a_conflict_until_it_is_forced() {
        let first = json!({"metadata": {"name": "a"}, "spec": {"replicas": 1}});
        let write = crate::registry::Write {
            manager: "kubectl-client-side-apply".into(),
            ..Default::default()
        };
        let live = managed::track(DEPLOYMENT, None, first, &write, "t");
        let config = json!({"metadata": {"name": "a"}, "spec": {"replicas": 3}});
        let refused = apply(DEPLOYMENT, &live, by(&config, "kubectl", false)).unwrap_err();
        assert_eq!(
            refused.message(),
            "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas"
        );
        let forced = apply(DEPLOYMENT, &live, by(&config, "kubectl", true)).unwrap();
        assert_eq!(forced["spec"]["replicas"], 3);
        assert_eq!(managed::read(&forced).len(), 1);
        let same = json!({"metadata": {"name": "a"}, "spec": {"replicas": 1}});
        assert!(apply(DEPLOYMENT, &live, by(&same, "kubectl", false)).is_ok());
    }

    #[test]
    fn list_items_are_merged_by_their_keys() {
        let live = json!({"spec": {"template": {"spec": {"containers": [{"name": "a", "image": "x", "tty": true}, {"name": "b", "image": "y"}]}}}});
        let config =
            json!({"spec": {"template": {"spec": {"containers": [{"name": "b", "image": "z"}]}}}});
        let merged = apply(DEPLOYMENT, &live, by(&config, "m", false)).unwrap();
        assert_eq!(
            merged["spec"]["template"]["spec"]["containers"],
            json!([{"name": "b", "image": "z"}, {"name": "a", "image": "x", "tty": true}])
        );
    }
}
