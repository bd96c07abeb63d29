//! C14: a file became one key of a ConfigMap, where each of its lines was to be one.
//!
//! Wanted is a key, of the ConfigMap itself or by a Pod that names it; the ConfigMap does not have
//! it, and the value of another key has a line `KEY=…`, or `KEY: …` as in a manifest.

use crate::explain::pods::on_workload;
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::configuration::references;
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;

/// One key for the whole file.
pub(super) const C14: Rule = Rule {
    code: "C14",
    layer: Layer::Start,
    refines: &["C03", "C04", "M05", "M12"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let wanted = of_expectations(context).into_iter().chain(of_pods(context));
        wanted
            .filter_map(|wanted| finding(rule, context, &wanted))
            .collect()
    },
};

/// A key that is wanted in a ConfigMap.
struct Wanted<'s> {
    map: &'s Object,
    key: String,
    /// What suffers without it: the ConfigMap itself, or the workload that names the key.
    object: &'s Object,
    path: FieldPath,
}

/// The keys that failed expectations want in ConfigMaps.
fn of_expectations<'s>(context: &Context<'_, 's>) -> Vec<Wanted<'s>> {
    let mut wanted = Vec::new();
    for (_, mismatch) in context.mismatches() {
        let map = context.graph.by_key(&mismatch.object);
        let Some(map) = map.filter(|map| map.kind() == "ConfigMap") else {
            continue;
        };
        let keys: Vec<String> = match (mismatch.expected.as_object(), mismatch.path.last_key()) {
            (Some(all), _) => all.keys().cloned().collect(),
            (None, Some(key)) => vec![key.to_owned()],
            (None, None) => Vec::new(),
        };
        wanted.extend(keys.into_iter().map(|key| Wanted {
            map,
            key,
            object: map,
            path: FieldPath::parse("data"),
        }));
    }
    wanted
}

/// The keys that Pods name in ConfigMaps.
fn of_pods<'s>(context: &Context<'_, 's>) -> Vec<Wanted<'s>> {
    let of_pod = |pod: &'s Object| {
        let all = references(pod).into_iter();
        all.filter(|reference| reference.kind == "ConfigMap")
            .filter_map(move |reference| {
                let path = reference.key_path.to_string();
                let (object, path) = on_workload(pod, context.graph, &path);
                Some(Wanted {
                    map: context.graph.named("ConfigMap", reference.name)?,
                    key: reference.key?.to_owned(),
                    object,
                    path,
                })
            })
    };
    context.pods().into_iter().flat_map(of_pod).collect()
}

fn finding(rule: &Rule, context: &Context<'_, '_>, wanted: &Wanted<'_>) -> Option<Finding> {
    let (map, key) = (wanted.map, wanted.key.as_str());
    let data = map.map("data")?;
    if data.contains_key(key) {
        return None;
    }
    let is_of_key = |line: &&str| {
        let rest = line.strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with('=') || rest.starts_with(": "))
    };
    let (file, line) = data.iter().find_map(|(file, text)| {
        let mut lines = text.as_str()?.lines().map(str::trim_start);
        Some((file, lines.find(is_of_key)?))
    })?;
    let mut found = Finding::new(rule)
        .object(wanted.object.key())
        .field(
            wanted.path.clone(),
            Some(key.to_owned()),
            Some(file.clone()),
        )
        .arg("map", map.name())
        .arg("key", key)
        .arg("file", file.as_str())
        .evidence(Source::Spec, Some(map.key()), file, line)
        .look(&["kubectl", "describe", "configmap", map.name()]);
    let is_manifest = !line[key.len()..].starts_with('=');
    if is_manifest {
        found = found.variant("manifest");
    }
    if context.snapshot().files.contains_key(file) {
        let from = format!("--from-env-file={file}");
        found = found.fix(&["kubectl", "delete", "configmap", map.name()]);
        found = if is_manifest {
            found.fix(&["kubectl", "apply", "-f", file])
        } else {
            found.fix(&["kubectl", "create", "configmap", map.name(), &from])
        };
    }
    Some(found)
}
