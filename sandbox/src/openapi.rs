//! `OpenAPI` documents, v3 here and v2 below, made when they are asked for from the schemas of
//! k8s-openapi's types and our tables.

pub mod v2;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    kinds::{self, Kind},
    schema::{
        definitions,
        merge::{self, List},
    },
};

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.";

/// Groups and versions that are served.
fn served() -> Vec<(&'static str, &'static str)> {
    let mut served = Vec::new();
    for kind in kinds::ALL {
        if !served.contains(&(kind.group, kind.version)) {
            served.push((kind.group, kind.version));
        }
    }
    served
}

fn path_of(group: &str, version: &str) -> String {
    if group.is_empty() {
        format!("api/{version}")
    } else {
        format!("apis/{group}/{version}")
    }
}

/// `/openapi/v3`: where the documents are.
pub fn index() -> Value {
    let mut paths = Map::new();
    for (group, version) in served() {
        let path = path_of(group, version);
        // The documents change with the program only.
        let url = format!("/openapi/v3/{path}?hash={}", env!("CARGO_PKG_VERSION"));
        paths.insert(path, json!({"serverRelativeURL": url}));
    }
    json!({"paths": paths})
}

/// The schemas that kinds lead to, as upstream writes them.
fn reachable(kinds: &[&Kind]) -> Map<String, Value> {
    let definitions = definitions::described();
    let mut schemas = Map::new();
    let mut wanted: Vec<String> = kinds.iter().map(|k| k.schema.to_owned()).collect();
    wanted.extend(["DeleteOptions", "Status", "ListMeta"].map(|n| format!("{META}{n}")));
    for sub in kinds.iter().flat_map(|k| k.subresources) {
        wanted.extend(schema_of(sub.kind));
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(schema) = definitions.get(&name) else {
            continue;
        };
        let mut schema = schema.clone();
        references(&schema, &mut wanted);
        finish(&name, &mut schema);
        schemas.insert(name, schema);
    }
    schemas
}

/// The schemas of everything that is served.
fn all_schemas() -> Map<String, Value> {
    let mut schemas = reachable(kinds::ALL);
    schemas.sort_keys();
    schemas
}

/// The document of a group and version.
pub fn document(group: &str, version: &str) -> Option<Vec<u8>> {
    let kinds: Vec<&Kind> = kinds::ALL
        .iter()
        .copied()
        .filter(|k| k.group == group && k.version == version)
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let mut schemas = reachable(&kinds);
    for kind in &kinds {
        if kind.verbs.contains(&"list") {
            schemas.insert(format!("{}List", kind.schema), list_schema(kind));
        }
    }
    let patch =
        "Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.";
    schemas.insert(
        format!("{META}Patch"),
        json!({"description": patch, "type": "object"}),
    );
    schemas.sort_keys();
    let mut paths = Map::new();
    for kind in &kinds {
        add_paths(kind, &mut paths);
    }
    let document = json!({
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": format!("v1.{}.0", crate::MINOR)},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    serde_json::to_vec(&document).ok()
}

fn schema_of((group, version, kind): (&str, &str, &str)) -> Option<String> {
    let api_version = if group.is_empty() {
        version.to_owned()
    } else {
        format!("{group}/{version}")
    };
    crate::protobuf::schema_of(&api_version, kind)
}

fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|r| r.rsplit('/').next())
            {
                into.push(name.to_owned());
            }
            map.values().for_each(|v| references(v, into));
        }
        Value::Array(items) => items.iter().for_each(|v| references(v, into)),
        _ => {}
    }
}

/// Adds what the generated schemas lack: kinds, merge keys, and the forms that upstream uses.
fn finish(name: &str, schema: &mut Value) {
    match name.rsplit('.').next().unwrap_or("") {
        "IntOrString" => {
            *schema = json!({"description": schema["description"], "oneOf": [{"type": "integer"}, {"type": "string"}], "format": "int-or-string"});
        }
        "Quantity" => {
            *schema = json!({"description": schema["description"], "oneOf": [{"type": "string"}, {"type": "number"}]});
        }
        _ => {}
    }
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("title");
        map.shift_remove("$schema");
        // The Rust types always have metadata; the API does not ask for it.
        if let Some(required) = map.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|field| field != "metadata");
            if required.is_empty() {
                map.shift_remove("required");
            }
        }
    }
    if merge::atomic_type(name) {
        schema["x-kubernetes-map-type"] = "atomic".into();
    }
    let gvks = kinds_of(name);
    if !gvks.is_empty() {
        schema["x-kubernetes-group-version-kind"] = gvks.into();
    }
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (field, property) in properties {
        all_of(property);
        for inner in ["items", "additionalProperties"] {
            if let Some(inner) = property.get_mut(inner) {
                all_of(inner);
            }
        }
        extensions(name, field, property);
    }
}

/// The kinds that a schema stands for.
fn kinds_of(schema: &str) -> Vec<Value> {
    let gvk = |group: &str, version: &str, kind: &str| json!({"group": group, "version": version, "kind": kind});
    let mut list: Vec<Value> = kinds::ALL
        .iter()
        .filter(|k| k.schema == schema)
        .map(|k| gvk(k.group, k.version, k.kind))
        .collect();
    if schema == format!("{META}DeleteOptions") {
        list.extend(
            served()
                .into_iter()
                .map(|(g, v)| gvk(g, v, "DeleteOptions")),
        );
    }
    if schema == format!("{META}Status") {
        list.push(gvk("", "v1", "Status"));
    }
    match schema {
        "io.k8s.api.autoscaling.v1.Scale" => list.push(gvk("autoscaling", "v1", "Scale")),
        "io.k8s.api.policy.v1.Eviction" => list.push(gvk("policy", "v1", "Eviction")),
        "io.k8s.api.core.v1.Binding" => list.push(gvk("", "v1", "Binding")),
        _ => {}
    }
    list
}

/// A reference with a description beside it is no valid schema; `allOf` holds both.
fn all_of(property: &mut Value) {
    let Some(map) = property.as_object_mut() else {
        return;
    };
    if map.len() > 1
        && let Some(reference) = map.shift_remove("$ref")
    {
        map.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}

fn extensions(schema: &str, field: &str, property: &mut Value) {
    if merge::atomic(schema, field) {
        property["x-kubernetes-map-type"] = "atomic".into();
    }
    let Some(rule) = merge::rule(schema, field) else {
        return;
    };
    let strategy = match (rule.patch, rule.retain_keys) {
        (true, true) => "merge,retainKeys",
        (true, false) => "merge",
        (false, true) => "retainKeys",
        (false, false) => "",
    };
    if !strategy.is_empty() {
        property["x-kubernetes-patch-strategy"] = strategy.into();
    }
    if !rule.patch_key.is_empty() {
        property["x-kubernetes-patch-merge-key"] = rule.patch_key.into();
    }
    if property.get("type").and_then(Value::as_str) == Some("array") {
        match rule.list {
            List::Atomic => property["x-kubernetes-list-type"] = "atomic".into(),
            List::Set => property["x-kubernetes-list-type"] = "set".into(),
            List::Map(keys) => {
                property["x-kubernetes-list-type"] = "map".into();
                property["x-kubernetes-list-map-keys"] = keys.into();
            }
        }
    }
}

fn list_schema(kind: &Kind) -> Value {
    json!({
        "description": format!("{}List is a list of {} objects.", kind.kind, kind.kind),
        "type": "object",
        "required": ["items"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "items": {"type": "array", "items": {"$ref": format!("#/components/schemas/{}", kind.schema)}},
            "metadata": {"$ref": format!("#/components/schemas/{META}ListMeta")},
        },
        "x-kubernetes-group-version-kind": [{"group": kind.group, "version": kind.version, "kind": format!("{}List", kind.kind)}],
    })
}

const PATCHES: &[&str] = &[
    "application/apply-patch+yaml",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
];

/// The paths of a kind: enough to say what can be done and with which parameters.
fn add_paths(kind: &Kind, paths: &mut Map<String, Value>) {
    let base = format!("/{}", path_of(kind.group, kind.version));
    let collection = if kind.namespaced {
        format!("{base}/namespaces/{{namespace}}/{}", kind.plural)
    } else {
        format!("{base}/{}", kind.plural)
    };
    let one = format!("{collection}/{{name}}");
    let gvk = json!({"group": kind.group, "version": kind.version, "kind": kind.kind});
    let schema = format!("#/components/schemas/{}", kind.schema);
    let has = |verb: &str| kind.verbs.contains(&verb);
    let operation = |action: &str, write: bool| operation(action, &gvk, &schema, write);
    let mut item = path_item(kind, false);
    for (verb, method, action, write) in [
        ("list", "get", "list", false),
        ("create", "post", "post", true),
        ("deletecollection", "delete", "deletecollection", false),
    ] {
        if has(verb) {
            item.insert(method.into(), operation(action, write));
        }
    }
    paths.insert(collection, item.into());
    if kind.stored() {
        let mut item = path_item(kind, true);
        for (verb, method, action, write) in [
            ("get", "get", "get", false),
            ("update", "put", "put", true),
            ("delete", "delete", "delete", false),
        ] {
            if has(verb) {
                item.insert(method.into(), operation(action, write));
            }
        }
        if has("patch") {
            item.insert("patch".into(), patch(&gvk, &schema));
        }
        paths.insert(one.clone(), item.into());
    }
    if kind.namespaced && has("list") {
        paths.insert(
            format!("{base}/{}", kind.plural),
            json!({"get": operation("list", false)}),
        );
    }
    for sub in kind.subresources {
        let (group, version, name) = sub.kind;
        let gvk = json!({"group": group, "version": version, "kind": name});
        let mut item = path_item(kind, true);
        let schema = schema_of(sub.kind)
            .map(|s| format!("#/components/schemas/{s}"))
            .unwrap_or_default();
        for verb in sub.verbs {
            let (method, action) = match *verb {
                "get" => ("get", "get"),
                "update" => ("put", "put"),
                "create" => ("post", "post"),
                "patch" if !schema.is_empty() => {
                    item.insert("patch".into(), patch(&gvk, &schema));
                    continue;
                }
                _ => continue,
            };
            item.insert(
                method.into(),
                self::operation(action, &gvk, &schema, method != "get"),
            );
        }
        paths.insert(format!("{one}/{}", sub.name), item.into());
    }
}

fn path_item(kind: &Kind, named: bool) -> Map<String, Value> {
    let parameter = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "uniqueItems": true}});
    let mut parameters = Vec::new();
    if named {
        parameters.push(parameter("name"));
    }
    if kind.namespaced {
        parameters.push(parameter("namespace"));
    }
    Map::from_iter([("parameters".to_owned(), parameters.into())])
}

fn write_parameters() -> Value {
    let parameter = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string", "uniqueItems": true}});
    json!([
        parameter("dryRun"),
        parameter("fieldManager"),
        parameter("fieldValidation")
    ])
}

fn operation(action: &str, gvk: &Value, schema: &str, write: bool) -> Value {
    let content = |schema: &str| {
        if schema.is_empty() {
            json!({})
        } else {
            json!({"application/json": {"schema": {"$ref": schema}}})
        }
    };
    let mut operation = json!({
        "responses": {"200": {"description": "OK", "content": content(schema)}},
        "x-kubernetes-action": action,
        "x-kubernetes-group-version-kind": gvk,
    });
    if write {
        operation["parameters"] = write_parameters();
        operation["requestBody"] = json!({"content": content(schema)});
    }
    operation
}

fn patch(gvk: &Value, schema: &str) -> Value {
    let mut operation = operation("patch", gvk, schema, true);
    let document = json!({"schema": {"$ref": format!("#/components/schemas/{META}Patch")}});
    let content: Map<String, Value> = PATCHES
        .iter()
        .map(|p| ((*p).to_owned(), document.clone()))
        .collect();
    operation["requestBody"] = json!({"content": content, "required": true});
    operation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_say_what_kubectl_looks_for() {
        let document: Value = serde_json::from_slice(&document("apps", "v1").unwrap()).unwrap();
        let patch =
            &document["paths"]["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]["patch"];
        assert_eq!(
            patch["x-kubernetes-group-version-kind"]["kind"],
            "Deployment"
        );
        assert!(
            patch["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p["name"] == "fieldValidation")
        );
        let schemas = &document["components"]["schemas"];
        let containers = &schemas["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"];
        assert_eq!(containers["x-kubernetes-patch-merge-key"], "name");
        assert!(
            schemas["io.k8s.api.apps.v1.Deployment"]["description"]
                .as_str()
                .is_some_and(|d| !d.is_empty())
        );
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for (group, version) in served() {
            let document: Value =
                serde_json::from_slice(&document(group, version).unwrap()).unwrap();
            let mut names = Vec::new();
            references(&document, &mut names);
            for name in names {
                assert!(
                    document["components"]["schemas"].get(&name).is_some(),
                    "{group}/{version}: {name}"
                );
            }
        }
    }
}
