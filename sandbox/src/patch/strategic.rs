//! Strategic merge patches: lists are merged by their keys, and directives say what else to do.
//!
//! `$patch: delete | replace | merge` in a map or an item, `$deleteFromPrimitiveList/FIELD`,
//! `$setElementOrder/FIELD` and `$retainKeys`.

use serde_json::{Map, Value};

use crate::schema::{Struct, Type, merge::Merge, schemas};

const PATCH: &str = "$patch";
const RETAIN: &str = "$retainKeys";
const ORDER: &str = "$setElementOrder/";
const REMOVE: &str = "$deleteFromPrimitiveList/";

/// Applies a patch to an object of a type.
pub fn apply(object: &mut Value, patch: &Value, ty: &Struct) -> Result<(), String> {
    let Value::Object(patch) = patch else {
        return Err("error decoding patch: not a map".into());
    };
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    let Value::Object(map) = object else {
        return Ok(());
    };
    merge_map(map, patch, Shape::Struct(ty))
}

/// What is known of a map's values.
#[derive(Clone, Copy)]
enum Shape<'a> {
    Struct(&'a Struct),
    Map(&'a Type),
    Unknown,
}

impl<'a> Shape<'a> {
    fn of(ty: Option<&'a Type>) -> Self {
        match ty {
            Some(Type::Struct(index)) => schemas()
                .structs
                .get(*index)
                .map_or(Self::Unknown, Self::Struct),
            Some(Type::Map(of)) => Self::Map(of),
            _ => Self::Unknown,
        }
    }

    fn field(self, key: &str) -> (Option<&'a Type>, Option<Merge>) {
        match self {
            Self::Struct(ty) => ty
                .fields
                .get(key)
                .map_or((None, None), |f| (Some(&f.ty), f.merge)),
            Self::Map(of) => (Some(of), None),
            Self::Unknown => (None, None),
        }
    }
}

fn merge_map(
    object: &mut Map<String, Value>,
    patch: &Map<String, Value>,
    shape: Shape<'_>,
) -> Result<(), String> {
    match patch.get(PATCH).map(|d| d.as_str().unwrap_or("")) {
        None | Some("merge") => {}
        Some("replace") => {
            object.clear();
            object.extend(
                patch
                    .iter()
                    .filter(|(k, _)| *k != PATCH)
                    .map(|(k, v)| (k.clone(), v.clone())),
            );
            return Ok(());
        }
        Some("delete") => {
            object.clear();
            return Ok(());
        }
        Some(other) => return Err(format!("unknown patch type found: {other}")),
    }
    if let Some(retained) = patch.get(RETAIN) {
        let retained = retained
            .as_array()
            .ok_or("invalid $retainKeys: not a list")?;
        object.retain(|key, _| retained.iter().any(|r| r == key));
    }
    for (key, value) in patch {
        if let Some(field) = key.strip_prefix(REMOVE) {
            let gone = value
                .as_array()
                .ok_or_else(|| format!("invalid {key}: not a list"))?;
            if let Some(Value::Array(items)) = object.get_mut(field) {
                items.retain(|item| !gone.contains(item));
            }
        }
    }
    for (key, value) in patch {
        if key.starts_with('$')
            && (key == PATCH || key == RETAIN || key.starts_with(REMOVE) || key.starts_with(ORDER))
        {
            continue;
        }
        let (ty, merge) = shape.field(key);
        match (object.get_mut(key), value) {
            (_, Value::Null) => {
                object.shift_remove(key);
            }
            (Some(Value::Object(old)), Value::Object(new)) => merge_map(old, new, Shape::of(ty))?,
            (Some(Value::Array(old)), Value::Array(new)) => match merge.filter(|m| m.patch) {
                Some(merge) => merge_list(old, new, merge, ty)?,
                None => old.clone_from(new),
            },
            (_, Value::Object(new)) => {
                let mut fresh = Map::new();
                merge_map(&mut fresh, new, Shape::of(ty))?;
                object.insert(key.clone(), Value::Object(fresh));
            }
            (_, Value::Array(new)) => {
                let mut fresh = Vec::new();
                match merge.filter(|m| m.patch) {
                    Some(merge) => merge_list(&mut fresh, new, merge, ty)?,
                    None => fresh.clone_from(new),
                }
                object.insert(key.clone(), Value::Array(fresh));
            }
            (_, scalar) => {
                object.insert(key.clone(), scalar.clone());
            }
        }
    }
    for (key, order) in patch {
        if let Some(field) = key.strip_prefix(ORDER) {
            let order = order
                .as_array()
                .ok_or_else(|| format!("invalid {key}: not a list"))?;
            let merge = shape.field(field).1.filter(|m| m.patch);
            if let (Some(Value::Array(items)), Some(merge)) = (object.get_mut(field), merge) {
                sort(items, order, merge.patch_key);
            }
        }
    }
    Ok(())
}

fn merge_list(
    items: &mut Vec<Value>,
    patch: &[Value],
    merge: Merge,
    ty: Option<&Type>,
) -> Result<(), String> {
    let key = merge.patch_key;
    if key.is_empty() {
        items.extend(
            patch
                .iter()
                .filter(|p| !items.contains(p))
                .cloned()
                .collect::<Vec<_>>(),
        );
        return Ok(());
    }
    let item_type = match ty {
        Some(Type::List(item)) => Some(&**item),
        _ => None,
    };
    let directive = |item: &Value| item.get(PATCH).and_then(Value::as_str).map(str::to_owned);
    if patch
        .iter()
        .any(|item| directive(item).as_deref() == Some("replace"))
    {
        *items = patch
            .iter()
            .filter(|item| directive(item).as_deref() != Some("replace"))
            .cloned()
            .collect();
        return Ok(());
    }
    for item in patch {
        let Value::Object(map) = item else {
            return Err(format!(
                "expected a map in a list merged by {key}, found {item}"
            ));
        };
        let Some(wanted) = map.get(key) else {
            return Err(format!(
                "map: {item} does not contain declared merge key: {key}"
            ));
        };
        let position = items.iter().position(|old| old.get(key) == Some(wanted));
        if directive(item).as_deref() == Some("delete") {
            items.retain(|old| old.get(key) != Some(wanted));
            continue;
        }
        if let Some(old) = position.and_then(|i| items[i].as_object_mut()) {
            merge_map(old, map, Shape::of(item_type))?;
        } else {
            let mut fresh = Map::new();
            merge_map(&mut fresh, map, Shape::of(item_type))?;
            items.push(Value::Object(fresh));
        }
    }
    Ok(())
}

/// Puts the ordered items into the wanted order; those that only the server has keep their place
/// relative to their old neighbours.
fn sort(items: &mut Vec<Value>, order: &[Value], key: &str) {
    let identity = |v: &Value| {
        if key.is_empty() {
            v.clone()
        } else {
            v.get(key).cloned().unwrap_or(Value::Null)
        }
    };
    let wanted: Vec<Value> = order.iter().map(identity).collect();
    let before: Vec<Value> = std::mem::take(items);
    let place = |v: &Value| before.iter().position(|b| b == v).unwrap_or(usize::MAX);
    let mut ordered: Vec<&Value> = before
        .iter()
        .filter(|i| wanted.contains(&identity(i)))
        .collect();
    ordered.sort_by_key(|i| wanted.iter().position(|w| *w == identity(i)));
    let mut only = before
        .iter()
        .filter(|i| !wanted.contains(&identity(i)))
        .peekable();
    let mut sorted = Vec::with_capacity(before.len());
    for item in ordered {
        while let Some(other) = only.next_if(|o| place(o) < place(item)) {
            sorted.push(other.clone());
        }
        sorted.push(item.clone());
    }
    sorted.extend(only.cloned());
    *items = sorted;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patched(schema: &str, mut object: Value, patch: &Value) -> Value {
        apply(&mut object, patch, schemas().named(schema).unwrap()).unwrap();
        object
    }

    const DEPLOYMENT: &str = "io.k8s.api.apps.v1.Deployment";
    const POD: &str = "io.k8s.api.core.v1.Pod";

    #[test]
    fn containers_merge_by_name_and_null_removes() {
        let object = json!({"spec": {"containers": [{"name": "a", "image": "x", "tty": true}, {"name": "b", "image": "y"}]}});
        let patch = json!({"spec": {"containers": [{"name": "a", "image": "z", "tty": null}, {"name": "c", "image": "w"}]}});
        assert_eq!(
            patched(POD, object, &patch),
            json!({"spec": {"containers": [{"name": "a", "image": "z"}, {"name": "b", "image": "y"}, {"name": "c", "image": "w"}]}})
        );
    }

    #[test]
    fn directives_delete_replace_and_order() {
        let object = json!({"spec": {"containers": [{"name": "a", "image": "x"}, {"name": "b", "image": "y"}, {"name": "s", "image": "z"}]}});
        let patch = json!({"spec": {"$setElementOrder/containers": [{"name": "c"}, {"name": "a"}],
            "containers": [{"name": "b", "$patch": "delete"}, {"name": "c", "image": "w"}]}});
        let result = patched(POD, object.clone(), &patch);
        let names: Vec<_> = result["spec"]["containers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["name"].as_str().unwrap())
            .collect();
        // What only the server has comes first where the patch has something new.
        assert_eq!(names, ["s", "c", "a"]);
        let patch =
            json!({"spec": {"containers": [{"$patch": "replace"}, {"name": "n", "image": "m"}]}});
        assert_eq!(
            patched(POD, object, &patch)["spec"]["containers"],
            json!([{"name": "n", "image": "m"}])
        );
    }

    #[test]
    fn retained_keys_drop_the_rest() {
        let object = json!({"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}});
        let patch = json!({"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}});
        assert_eq!(
            patched(DEPLOYMENT, object, &patch),
            json!({"spec": {"strategy": {"type": "Recreate"}}})
        );
    }

    #[test]
    fn finalizers_are_a_merged_list_and_args_are_replaced() {
        let object = json!({"metadata": {"finalizers": ["a", "b"]}, "spec": {"containers": [{"name": "a", "args": ["1", "2"]}]}});
        let patch = json!({"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["c"]},
            "spec": {"containers": [{"name": "a", "args": ["3"]}]}});
        assert_eq!(
            patched(POD, object, &patch),
            json!({"metadata": {"finalizers": ["b", "c"]}, "spec": {"containers": [{"name": "a", "args": ["3"]}]}})
        );
    }

    #[test]
    fn a_missing_merge_key_is_an_error() {
        let mut object = json!({"spec": {"containers": [{"name": "a"}]}});
        let patch = json!({"spec": {"containers": [{"image": "x"}]}});
        assert!(
            apply(&mut object, &patch, schemas().named(POD).unwrap())
                .unwrap_err()
                .contains("merge key: name")
        );
    }

    #[test]
    fn a_map_is_merged_and_can_be_replaced() {
        let object = json!({"metadata": {"labels": {"a": "1", "b": "2"}}});
        assert_eq!(
            patched(
                POD,
                object.clone(),
                &json!({"metadata": {"labels": {"a": null, "c": "3"}}})
            ),
            json!({"metadata": {"labels": {"b": "2", "c": "3"}}})
        );
        assert_eq!(
            patched(
                POD,
                object,
                &json!({"metadata": {"labels": {"$patch": "replace", "c": "3"}}})
            ),
            json!({"metadata": {"labels": {"c": "3"}}})
        );
    }
}
