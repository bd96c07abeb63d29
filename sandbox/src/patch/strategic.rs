//! Strategic merge patches: lists are merged by their keys, and directives say what else to do.
//!
//! `$patch: delete | replace | merge` in a map or an item, `$deleteFromPrimitiveList/FIELD`,
//! `$setElementOrder/FIELD` and `$retainKeys`.

use std::collections::{HashMap, HashSet};

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
        let retained: HashSet<&str> = retained.iter().filter_map(Value::as_str).collect();
        object.retain(|key, _| retained.contains(key.as_str()));
    }
    for (key, value) in patch {
        if let Some(field) = key.strip_prefix(REMOVE) {
            let gone = value
                .as_array()
                .ok_or_else(|| format!("invalid {key}: not a list"))?;
            if let Some(Value::Array(items)) = object.get_mut(field) {
                let gone: HashSet<String> = gone.iter().map(Value::to_string).collect();
                items.retain(|item| !gone.contains(&item.to_string()));
            }
        }
    }
    let ordered = orders(object, patch, shape)?;
    let null = |key: &str| patch.get(key).is_some_and(Value::is_null);
    if patch.values().any(Value::is_null) {
        object.retain(|key, _| !null(key));
    }
    for (key, value) in patch {
        if key.starts_with('$')
            && (key == PATCH || key == RETAIN || key.starts_with(REMOVE) || key.starts_with(ORDER))
        {
            continue;
        }
        let (ty, merge) = shape.field(key);
        match (object.get_mut(key), value) {
            (_, Value::Null) => {}
            (Some(Value::Object(old)), Value::Object(new)) => merge_map(old, new, Shape::of(ty))?,
            (_, Value::Object(new)) => {
                let mut fresh = Map::new();
                merge_map(&mut fresh, new, Shape::of(ty))?;
                object.insert(key.clone(), Value::Object(fresh));
            }
            (_, Value::Array(new)) => {
                let old = object.entry(key.clone()).or_insert(Value::Null);
                let is_new = old.is_null();
                let mut items = old.as_array_mut().map(std::mem::take).unwrap_or_default();
                match merge.filter(|m| m.patch) {
                    Some(merge) if is_new => items = new_list(new, merge, ty)?,
                    Some(merge) => {
                        let before = places(&items, merge.patch_key);
                        merge_list(&mut items, new, merge, ty)?;
                        if !patch.contains_key(&format!("{ORDER}{key}")) {
                            sort(&mut items, &before, new, merge.patch_key);
                        }
                    }
                    None => items.clone_from(new),
                }
                *old = Value::Array(items);
            }
            (_, scalar) => {
                object.insert(key.clone(), scalar.clone());
            }
        }
    }
    for (field, order, before, key) in ordered {
        if let Some(Value::Array(items)) = object.get_mut(field) {
            sort(items, &before, order, key);
        }
    }
    Ok(())
}

/// A list that a directive orders: its field, the order, where its items were, and their key.
type Ordered<'a> = (&'a str, &'a [Value], HashMap<String, usize>, &'static str);

/// The lists that are to be ordered, as they are before anything is merged.
fn orders<'a>(
    object: &Map<String, Value>,
    patch: &'a Map<String, Value>,
    shape: Shape<'_>,
) -> Result<Vec<Ordered<'a>>, String> {
    let mut ordered = Vec::new();
    for (directive, order) in patch {
        if let Some(field) = directive.strip_prefix(ORDER) {
            let order = order
                .as_array()
                .ok_or_else(|| format!("invalid {directive}: not a list"))?;
            if let Some(merge) = shape.field(field).1.filter(|m| m.patch) {
                let key = merge.patch_key;
                let items = object.get(field).and_then(Value::as_array);
                let before = items.map(|items| places(items, key)).unwrap_or_default();
                ordered.push((field, order.as_slice(), before, key));
            }
        }
    }
    Ok(ordered)
}

/// What tells the items of a merged list apart.
fn identity(item: &Value, key: &str) -> String {
    if key.is_empty() {
        item.to_string()
    } else {
        item.get(key).unwrap_or(&Value::Null).to_string()
    }
}

/// Where in a list each item is.
fn places(items: &[Value], key: &str) -> HashMap<String, usize> {
    let places = items.iter().enumerate().rev();
    places.map(|(i, item)| (identity(item, key), i)).collect()
}

fn merge_list(
    items: &mut Vec<Value>,
    patch: &[Value],
    merge: Merge,
    ty: Option<&Type>,
) -> Result<(), String> {
    let key = merge.patch_key;
    if key.is_empty() {
        let mut known: HashSet<String> = items.iter().map(Value::to_string).collect();
        let fresh = patch.iter().filter(|item| known.insert(item.to_string()));
        items.extend(fresh.cloned());
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
    let (gone, patch): (Vec<&Value>, Vec<&Value>) = patch
        .iter()
        .partition(|item| directive(item).as_deref() == Some("delete"));
    for item in gone.iter().chain(&patch) {
        if !item.is_object() {
            return Err(format!(
                "expected a map in a list merged by {key}, found {item}"
            ));
        }
        if item.get(key).is_none() {
            return Err(format!(
                "map: {item} does not contain declared merge key: {key}"
            ));
        }
    }
    if !gone.is_empty() {
        let gone: HashSet<String> = gone.iter().map(|item| identity(item, key)).collect();
        items.retain(|item| !gone.contains(&identity(item, key)));
    }
    let mut places = places(items, key);
    for map in patch.iter().filter_map(|item| item.as_object()) {
        let wanted = map.get(key).unwrap_or(&Value::Null).to_string();
        let place = *places.entry(wanted).or_insert(items.len());
        if place == items.len() {
            items.push(Value::Object(Map::new()));
        }
        if let Some(Value::Object(old)) = items.get_mut(place) {
            merge_map(old, map, Shape::of(item_type))?;
        }
    }
    Ok(())
}

/// A list that was not there: the patch's items as they are, without directives. Items of one key
/// are not merged; whether there may be two is for the validation to say.
fn new_list(patch: &[Value], merge: Merge, ty: Option<&Type>) -> Result<Vec<Value>, String> {
    let mut items = Vec::with_capacity(patch.len());
    for item in patch {
        let mut one = Vec::new();
        merge_list(&mut one, std::slice::from_ref(item), merge, ty)?;
        items.append(&mut one);
    }
    Ok(items)
}

/// Puts the items that a patch names into its order. The others keep theirs, each before the named
/// ones that it was before; where that says nothing, the named one is first.
fn sort(items: &mut Vec<Value>, before: &HashMap<String, usize>, order: &[Value], key: &str) {
    let wanted = places(order, key);
    let place = |item: &Value| before.get(&identity(item, key)).copied();
    let (mut named, others): (Vec<Value>, Vec<Value>) = std::mem::take(items)
        .into_iter()
        .partition(|item| wanted.contains_key(&identity(item, key)));
    named.sort_by_cached_key(|item| wanted.get(&identity(item, key)).copied());
    let mut others = others.into_iter().peekable();
    for item in named {
        if let Some(here) = place(&item) {
            while let Some(other) = others.next_if(|o| place(o).is_some_and(|p| p < here)) {
                items.push(other);
            }
        }
        items.push(item);
    }
    items.extend(others);
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
            json!({"spec": {"containers": [{"name": "a", "image": "z"}, {"name": "c", "image": "w"}, {"name": "b", "image": "y"}]}})
        );
    }

    #[test]
    fn a_new_list_keeps_two_items_of_one_key() {
        let object = json!({"spec": {"containers": [{"name": "a"}]}});
        let mounts = json!([{"name": "x", "mountPath": "/v"}, {"name": "y", "mountPath": "/v"}]);
        let patch = json!({"spec": {"containers": [{"name": "a", "volumeMounts": mounts}]}});
        assert_eq!(
            patched(POD, object, &patch),
            json!({"spec": {"containers": [{"name": "a", "volumeMounts": mounts}]}})
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
        // Where the old order says nothing, what the patch names comes first.
        assert_eq!(names, ["c", "a", "s"]);
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
            json!({"metadata": {"finalizers": ["c", "b"]}, "spec": {"containers": [{"name": "a", "args": ["3"]}]}})
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
