//! What is served, in the three forms in which clients ask for it.

use serde_json::{Value, json};

use crate::kinds::{self, Kind};

/// Groups in the order in which clients should prefer them; the core group is apart.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for kind in kinds::ALL.iter().filter(|k| !k.group.is_empty()) {
        match groups.iter_mut().find(|(group, _)| *group == kind.group) {
            Some((_, versions)) if versions.contains(&kind.version) => {}
            Some((_, versions)) => versions.push(kind.version),
            None => groups.push((kind.group, vec![kind.version])),
        }
    }
    groups
}

fn of(group: &str, version: &str) -> Vec<&'static Kind> {
    kinds::ALL
        .iter()
        .copied()
        .filter(|k| k.group == group && k.version == version)
        .collect()
}

/// `/api`.
pub(super) fn core_versions(address: &str) -> Value {
    json!({
        "kind": "APIVersions",
        "versions": ["v1"],
        "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}],
    })
}

/// A group with its versions, the preferred one first.
fn group_value(group: &str, versions: &[&str]) -> Value {
    let versions: Vec<Value> = versions
        .iter()
        .map(|v| json!({"groupVersion": format!("{group}/{v}"), "version": v}))
        .collect();
    json!({"name": group, "versions": versions, "preferredVersion": versions.first()})
}

/// `/apis`.
pub(super) fn group_list() -> Value {
    let groups: Vec<Value> = groups()
        .into_iter()
        .map(|(group, versions)| group_value(group, &versions))
        .collect();
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
}

/// `/apis/GROUP`.
pub(super) fn group(name: &str) -> Option<Value> {
    let (group, versions) = groups().into_iter().find(|(g, _)| *g == name)?;
    let mut value = json!({"kind": "APIGroup", "apiVersion": "v1"});
    if let (Value::Object(value), Value::Object(more)) = (&mut value, group_value(group, &versions))
    {
        value.extend(more);
    }
    Some(value)
}

/// `/api/v1` and `/apis/GROUP/VERSION`.
pub(super) fn resources(group: &str, version: &str) -> Option<Value> {
    let kinds = of(group, version);
    let first = kinds.first()?;
    let mut list = Vec::new();
    for kind in &kinds {
        let mut entry = json!({
            "name": kind.plural,
            "singularName": kind.singular,
            "namespaced": kind.namespaced,
            "kind": kind.kind,
            "verbs": kind.verbs,
        });
        if !kind.short.is_empty() {
            entry["shortNames"] = kind.short.into();
        }
        if !kind.categories.is_empty() {
            entry["categories"] = kind.categories.into();
        }
        list.push(entry);
        for sub in kind.subresources {
            let (sub_group, sub_version, sub_kind) = sub.kind;
            let mut entry = json!({
                "name": format!("{}/{}", kind.plural, sub.name),
                "singularName": "",
                "namespaced": kind.namespaced,
                "kind": sub_kind,
                "verbs": sub.verbs,
            });
            if (sub_group, sub_version) != (kind.group, kind.version) {
                entry["group"] = sub_group.into();
                entry["version"] = sub_version.into();
            }
            list.push(entry);
        }
    }
    Some(
        json!({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": first.api_version(), "resources": list}),
    )
}

/// `/api` or `/apis` with everything below it at once.
pub(super) fn aggregated(core: bool, version: &str) -> Value {
    let groups = if core {
        vec![("", vec!["v1"])]
    } else {
        groups()
    };
    let items: Vec<Value> = groups
        .into_iter()
        .map(|(group, versions)| {
            let mut metadata = json!({"creationTimestamp": null});
            if !group.is_empty() {
                metadata["name"] = group.into();
            }
            let versions: Vec<Value> = versions
                .into_iter()
                .map(|version| {
                    let resources: Vec<Value> = of(group, version)
                        .into_iter()
                        .map(aggregated_kind)
                        .collect();
                    json!({"version": version, "resources": resources, "freshness": "Current"})
                })
                .collect();
            json!({"metadata": metadata, "versions": versions})
        })
        .collect();
    json!({
        "kind": "APIGroupDiscoveryList",
        "apiVersion": format!("apidiscovery.k8s.io/{version}"),
        "metadata": {},
        "items": items,
    })
}

fn aggregated_kind(kind: &Kind) -> Value {
    let mut entry = json!({
        "resource": kind.plural,
        "responseKind": {"group": kind.group, "version": kind.version, "kind": kind.kind},
        "scope": if kind.namespaced { "Namespaced" } else { "Cluster" },
        "singularResource": kind.singular,
        "verbs": kind.verbs,
    });
    if !kind.short.is_empty() {
        entry["shortNames"] = kind.short.into();
    }
    if !kind.categories.is_empty() {
        entry["categories"] = kind.categories.into();
    }
    if !kind.subresources.is_empty() {
        let list = kind.subresources.iter().map(|sub| {
            let (group, version, kind) = sub.kind;
            json!({"subresource": sub.name, "responseKind": {"group": group, "version": version, "kind": kind}, "verbs": sub.verbs})
        });
        entry["subresources"] = list.collect();
    }
    entry
}

/// `/`.
pub(super) fn paths() -> Value {
    let mut paths = vec!["/api".to_owned(), "/api/v1".into(), "/apis".into()];
    for (group, versions) in groups() {
        paths.push(format!("/apis/{group}"));
        paths.extend(
            versions
                .into_iter()
                .map(|version| format!("/apis/{group}/{version}")),
        );
    }
    paths.extend(
        [
            "/healthz",
            "/livez",
            "/openapi/v2",
            "/openapi/v3",
            "/readyz",
            "/version",
        ]
        .map(str::to_owned),
    );
    json!({"paths": paths})
}

/// `/version`.
pub(super) fn version() -> Value {
    json!({
        "major": "1",
        "minor": crate::MINOR.to_string(),
        "gitVersion": format!("v1.{}.0+podo", crate::MINOR),
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "",
        "compiler": "rustc",
        "platform": format!("{}/{}", std::env::consts::OS, platform()),
    })
}

/// The machine's architecture in Go's words.
fn platform() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
