//! Sets of fields, as `managedFields` writes them, and how objects differ by fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::schema::{Field, Struct, Type, merge::List, schemas};

/// A set of fields: a tree of path elements in which nodes may belong to the set.
///
/// Elements are written as in `FieldsV1`: `f:NAME`, `k:{KEYS}`, `v:VALUE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set {
    member: bool,
    children: BTreeMap<String, Set>,
}

impl Set {
    fn leaf() -> Self {
        Self {
            member: true,
            children: BTreeMap::new(),
        }
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        !self.member && self.children.values().all(Self::is_empty)
    }

    /// Reads `FieldsV1`.
    pub fn from_value(value: &Value) -> Self {
        let mut set = Self::default();
        let Some(map) = value.as_object() else {
            return set;
        };
        for (key, below) in map {
            if key == "." {
                set.member = true;
                continue;
            }
            let mut child = Self::from_value(below);
            child.member |= below.as_object().is_none_or(Map::is_empty);
            set.children.insert(key.clone(), child);
        }
        set
    }

    /// Writes `FieldsV1`.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        for (key, child) in &self.children {
            if child.is_empty() {
                continue;
            }
            let mut below = child.to_value();
            if child.member
                && let Value::Object(fields) = &mut below
                && !fields.is_empty()
            {
                fields.shift_insert(0, ".".into(), Value::Object(Map::new()));
            }
            map.insert(key.clone(), below);
        }
        Value::Object(map)
    }

    /// What is in either.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.member |= other.member;
        for (key, child) in &other.children {
            let mine = self.children.remove(key).unwrap_or_default();
            self.children.insert(key.clone(), mine.union(child));
        }
        self
    }

    /// What is in this one only.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let children = self
            .children
            .iter()
            .map(|(key, child)| {
                (
                    key.clone(),
                    other
                        .children
                        .get(key)
                        .map_or_else(|| child.clone(), |o| child.minus(o)),
                )
            })
            .filter(|(_, child)| !child.is_empty())
            .collect();
        Self {
            member: self.member && !other.member,
            children,
        }
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let children = self
            .children
            .iter()
            .filter_map(|(key, child)| Some((key.clone(), child.and(other.children.get(key)?))))
            .filter(|(_, child)| !child.is_empty())
            .collect();
        Self {
            member: self.member && other.member,
            children,
        }
    }

    /// The same without what stands below one top-level field and these names in it.
    #[must_use]
    pub fn without(mut self, top: &str, names: &[&str]) -> Self {
        if let Some(child) = self.children.get_mut(&format!("f:{top}")) {
            for name in names {
                child.children.remove(&format!("f:{name}"));
            }
            if child.is_empty() || names.is_empty() {
                self.children.remove(&format!("f:{top}"));
            }
        }
        self
    }

    /// Only what stands below these top-level fields.
    #[must_use]
    pub fn only(mut self, tops: &[&str]) -> Self {
        self.children
            .retain(|key, _| tops.iter().any(|t| key.strip_prefix("f:") == Some(t)));
        self
    }

    /// The paths of the members, as messages show them: `.spec.containers[name="a"].image`.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.collect_paths("", &mut paths);
        paths
    }

    fn collect_paths(&self, path: &str, paths: &mut Vec<String>) {
        if self.member {
            paths.push(path.to_owned());
        }
        for (key, child) in &self.children {
            child.collect_paths(&format!("{path}{}", shown(key)), paths);
        }
    }

    /// Removes from an object what is in the set; lists lose items, maps lose keys.
    pub fn remove_from(&self, value: &mut Value, ty: &Type) {
        self.remove(value, ty, None);
    }

    fn remove(&self, value: &mut Value, ty: &Type, field: Option<&Field>) {
        match value {
            Value::Object(map) => {
                map.retain(|name, value| {
                    let Some(child) = self.children.get(&format!("f:{name}")) else {
                        return true;
                    };
                    let (below, field) = match ty {
                        Type::Struct(index) => {
                            let field = schemas().structs[*index].fields.get(name);
                            (field.map_or(&Type::Any, |f| &f.ty), field)
                        }
                        Type::Map(of) => (&**of, None),
                        _ => (&Type::Any, None),
                    };
                    child.remove(value, below, field);
                    let empty = value.as_object().is_some_and(Map::is_empty)
                        || value.as_array().is_some_and(Vec::is_empty);
                    !(child.member && (child.children.is_empty() || empty))
                });
            }
            Value::Array(items) => {
                let keys = field.and_then(|f| f.merge).map_or(List::Atomic, |m| m.list);
                let below = if let Type::List(item) = ty {
                    &**item
                } else {
                    &Type::Any
                };
                items.retain_mut(|item| {
                    let Some(child) = element(item, keys).and_then(|e| self.children.get(&e))
                    else {
                        return true;
                    };
                    if child.member {
                        return false;
                    }
                    child.remove(item, below, None);
                    true
                });
            }
            _ => {}
        }
    }
}

/// A path element as messages show it.
pub(super) fn shown(element: &str) -> String {
    if let Some(name) = element.strip_prefix("f:") {
        return format!(".{name}");
    }
    if let Some(keys) = element.strip_prefix("k:") {
        let keys: Map<String, Value> = serde_json::from_str(keys).unwrap_or_default();
        let list: Vec<String> = keys.iter().map(|(k, v)| format!("{k}={v}")).collect();
        return format!("[{}]", list.join(","));
    }
    format!("[={}]", element.strip_prefix("v:").unwrap_or(element))
}

/// The element under which an item of a list is known, if the list has any.
pub(super) fn element(item: &Value, list: List) -> Option<String> {
    match list {
        List::Atomic => None,
        List::Set => Some(format!("v:{item}")),
        List::Map(keys) => {
            let mut sorted: Vec<&str> = keys.to_vec();
            sorted.sort_unstable();
            let keys: Vec<String> = sorted
                .iter()
                .filter_map(|key| {
                    // The one key with a default.
                    let default = (*key == "protocol").then(|| Value::from("TCP"));
                    let value = item.get(*key).cloned().or(default)?;
                    Some(format!("{key:?}:{value}"))
                })
                .collect();
            (!keys.is_empty()).then(|| format!("k:{{{}}}", keys.join(",")))
        }
    }
}

/// All fields of an object, as an applied configuration owns them: what is in structs, maps and
/// lists, not these themselves.
pub fn of_object(value: &Value, ty: &Struct) -> Set {
    of_struct(value, ty, false)
}

fn of_struct(value: &Value, ty: &Struct, whole: bool) -> Set {
    let mut set = Set::default();
    let Some(map) = value.as_object() else {
        return Set::leaf();
    };
    for (key, value) in map {
        if let Some(field) = ty.fields.get(key) {
            let child = of_named(key, value, field, whole);
            set.children.insert(format!("f:{key}"), child);
        }
    }
    set.member = map.is_empty();
    set
}

/// A field of a struct; `whole` counts what contains other fields too, if it need not be there.
fn of_named(key: &str, value: &Value, field: &Field, whole: bool) -> Set {
    let mut set = of_field(value, &field.ty, Some(field), whole);
    // These are there in every object of the type, so nobody adds them.
    let inherent = field.required || matches!(key, "metadata" | "spec" | "status" | "strategy");
    if !set.children.is_empty() {
        set.member = whole && !inherent;
    }
    set
}

fn of_field(value: &Value, ty: &Type, field: Option<&Field>, whole: bool) -> Set {
    if field.is_some_and(|f| f.atomic) {
        return Set::leaf();
    }
    let mut set = Set::default();
    match (ty, value) {
        (Type::Struct(index), _) => return of_struct(value, &schemas().structs[*index], whole),
        (Type::Map(of), Value::Object(map)) => {
            for (key, value) in map {
                set.children
                    .insert(format!("f:{key}"), of_field(value, of, None, whole));
            }
        }
        (Type::List(item), Value::Array(items)) => {
            let list = field.and_then(|f| f.merge).map_or(List::Atomic, |m| m.list);
            for value in items {
                if let Some(element) = element(value, list) {
                    let mut child = of_field(value, item, None, whole);
                    child.member = true;
                    set.children.insert(element, child);
                }
            }
        }
        _ => {}
    }
    set.member = set.children.is_empty() || whole;
    set
}

/// How two objects differ: what is new or has another value, and what is gone.
pub fn compare(old: &Value, new: &Value, ty: &Struct) -> (Set, Set) {
    let mut difference = (Set::default(), Set::default());
    compare_struct(old, new, ty, &mut difference);
    difference
}

fn compare_struct(old: &Value, new: &Value, ty: &Struct, out: &mut (Set, Set)) {
    let empty = Map::new();
    let (before, after) = (
        old.as_object().unwrap_or(&empty),
        new.as_object().unwrap_or(&empty),
    );
    for (key, field) in &ty.fields {
        compare_entry(
            &format!("f:{key}"),
            before.get(key),
            after.get(key),
            &field.ty,
            Some(field),
            out,
        );
    }
}

fn compare_entry(
    element: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    ty: &Type,
    field: Option<&Field>,
    out: &mut (Set, Set),
) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            out.0
                .children
                .insert(element.to_owned(), of_added(element, new, ty, field));
        }
        (Some(old), None) => {
            out.1
                .children
                .insert(element.to_owned(), of_added(element, old, ty, field));
        }
        (Some(old), Some(new)) if old == new => {}
        (Some(old), Some(new)) => {
            let mut below = (Set::default(), Set::default());
            compare_values(old, new, ty, field, &mut below);
            for (set, part) in [(&mut out.0, below.0), (&mut out.1, below.1)] {
                if !part.is_empty() {
                    set.children.insert(element.to_owned(), part);
                }
            }
        }
    }
}

/// What comes or goes with a field or an item.
fn of_added(element: &str, value: &Value, ty: &Type, field: Option<&Field>) -> Set {
    match (element.strip_prefix("f:"), field) {
        (Some(key), Some(field)) => of_named(key, value, field, true),
        _ => of_field(value, ty, field, true),
    }
}

fn compare_values(
    old: &Value,
    new: &Value,
    ty: &Type,
    field: Option<&Field>,
    out: &mut (Set, Set),
) {
    let list = field.and_then(|f| f.merge).map_or(List::Atomic, |m| m.list);
    if field.is_some_and(|f| f.atomic) {
        out.0.member = true;
        return;
    }
    match (ty, old, new) {
        (Type::Struct(index), Value::Object(_), Value::Object(_)) => {
            compare_struct(old, new, &schemas().structs[*index], out);
        }
        (Type::Map(of), Value::Object(before), Value::Object(after)) => {
            for key in before
                .keys()
                .chain(after.keys().filter(|k| !before.contains_key(*k)))
            {
                compare_entry(
                    &format!("f:{key}"),
                    before.get(key),
                    after.get(key),
                    of,
                    None,
                    out,
                );
            }
        }
        (Type::List(item), Value::Array(before), Value::Array(after)) if list != List::Atomic => {
            let find = |items: &[Value], e: &str| {
                items
                    .iter()
                    .find(|i| element(i, list).as_deref() == Some(e))
                    .cloned()
            };
            let elements: std::collections::BTreeSet<String> = before
                .iter()
                .chain(after)
                .filter_map(|i| element(i, list))
                .collect();
            for e in elements {
                let (was, is) = (find(before, &e), find(after, &e));
                compare_entry(&e, was.as_ref(), is.as_ref(), item, None, out);
                for (set, only) in [(&mut out.0, was.is_none()), (&mut out.1, is.is_none())] {
                    if only && let Some(child) = set.children.get_mut(&e) {
                        child.member = true;
                    }
                }
            }
        }
        _ => out.0.member = true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DEPLOYMENT: &str = "io.k8s.api.apps.v1.Deployment";

    fn deployment() -> Value {
        json!({"metadata": {"labels": {"a": "b"}}, "spec": {"replicas": 1, "selector": {"matchLabels": {"a": "b"}},
            "template": {"spec": {"containers": [{"name": "c", "image": "x", "ports": [{"containerPort": 80}]}]}}}})
    }

    #[test]
    fn fields_are_written_as_upstream_writes_them() {
        let set = of_object(&deployment(), schemas().named(DEPLOYMENT).unwrap());
        let value = set.to_value();
        assert_eq!(value["f:metadata"]["f:labels"], json!({"f:a": {}}));
        assert_eq!(value["f:spec"]["f:selector"], json!({}));
        let container =
            &value["f:spec"]["f:template"]["f:spec"]["f:containers"]["k:{\"name\":\"c\"}"];
        assert_eq!(
            container["f:ports"]["k:{\"containerPort\":80,\"protocol\":\"TCP\"}"],
            json!({".": {}, "f:containerPort": {}})
        );
        assert_eq!(Set::from_value(&value), set);
    }

    #[test]
    fn who_adds_a_map_owns_the_map_too() {
        let added = compare(
            &Value::Null,
            &deployment(),
            schemas().named(DEPLOYMENT).unwrap(),
        )
        .0
        .to_value();
        assert_eq!(
            added["f:metadata"],
            json!({"f:labels": {".": {}, "f:a": {}}})
        );
        let container = &added["f:spec"]["f:template"]["f:spec"]["f:containers"];
        assert_eq!(container.get("."), None);
        assert_eq!(container["k:{\"name\":\"c\"}"]["f:ports"]["."], json!({}));
    }

    #[test]
    fn differences_are_found_field_by_field() {
        let ty = schemas().named(DEPLOYMENT).unwrap();
        let mut new = deployment();
        new["spec"]["replicas"] = 3.into();
        new["spec"]["template"]["spec"]["containers"][0]["image"] = "y".into();
        new["metadata"]["labels"] = json!({"c": "d"});
        let (changed, gone) = compare(&deployment(), &new, ty);
        assert_eq!(
            changed.paths(),
            [
                ".metadata.labels.c",
                ".spec.replicas",
                ".spec.template.spec.containers[name=\"c\"].image"
            ]
        );
        assert_eq!(gone.paths(), [".metadata.labels.a"]);
        gone.remove_from(&mut new, &Type::Any);
    }

    #[test]
    fn sets_can_be_added_and_taken_away() {
        let set = |v| Set::from_value(&v);
        let a = set(json!({"f:spec": {"f:a": {}, "f:b": {}}}));
        let b = set(json!({"f:spec": {"f:b": {}, "f:c": {}}}));
        assert_eq!(a.and(&b).paths(), [".spec.b"]);
        assert_eq!(a.minus(&b).paths(), [".spec.a"]);
        assert_eq!(a.union(&b).paths().len(), 3);
    }
}
