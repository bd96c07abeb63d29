//! C01 to C04 and C16: a Pod names a ConfigMap or Secret, or a key in one, that is not there.
//!
//! Compared is what the Pod names with what is in the namespace; the words of the kubelet are only
//! quoted. C01 and C03 are about environment variables, C02 and C04 about volumes; C01 and C02 miss
//! the object, C03 and C04 the key. C16 where the name belongs to the other of the two kinds.

use serde_json::{Value, json};

use crate::explain::pods::{Container, argument, containers, on_workload};
use crate::explain::{Context, Finding, Layer, Rule, Source, wanted};
use crate::snapshot::configuration::{Form, Reference, keys, references};
use crate::snapshot::object::Object;
use crate::snapshot::path::{FieldPath, Segment};

/// An environment variable's ConfigMap or Secret is not there.
pub(super) const C01: Rule = Rule {
    code: "C01",
    layer: Layer::Start,
    refines: &["M11"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        find(context, |missing| {
            let fits = missing.object.is_none() && missing.reference.form != Form::Files;
            fits.then(|| absent(rule, context, missing))
        })
    },
};

/// A volume's ConfigMap or Secret is not there.
pub(super) const C02: Rule = Rule {
    code: "C02",
    layer: Layer::NodeSetup,
    find: |rule, context| {
        find(context, |missing| {
            let fits = missing.object.is_none() && missing.reference.form == Form::Files;
            fits.then(|| absent(rule, context, missing))
        })
    },
    ..C01
};

/// An environment variable's key is not there.
pub(super) const C03: Rule = Rule {
    code: "C03",
    find: |rule, context| {
        find(context, |missing| {
            let object = missing.object?;
            let fits = missing.reference.form != Form::Files;
            fits.then(|| no_key(rule, context, missing, object))
        })
    },
    ..C01
};

/// A volume's key is not there.
pub(super) const C04: Rule = Rule {
    code: "C04",
    layer: Layer::NodeSetup,
    find: |rule, context| {
        find(context, |missing| {
            let object = missing.object?;
            let fits = missing.reference.form == Form::Files;
            fits.then(|| no_key(rule, context, missing, object))
        })
    },
    ..C01
};

/// It is there, as the other of the two kinds.
pub(super) const C16: Rule = Rule {
    code: "C16",
    refines: &["C01", "C02", "M11"],
    find: |rule, context| {
        find(context, |missing| {
            let other = sibling(missing.reference.kind);
            let object = context.graph.named(other, missing.reference.name)?;
            missing
                .object
                .is_none()
                .then(|| other_kind(rule, context, missing, object))
        })
    },
    ..C01
};

/// What a Pod that cannot start names in vain.
pub(super) struct Missing<'s> {
    /// The Pod.
    pub(super) pod: &'s Object,
    /// The place in it.
    pub(super) reference: Reference<'s>,
    /// The object, where only the key is missing.
    pub(super) object: Option<&'s Object>,
}

/// The findings about what Pods that cannot start name in vain.
pub(super) fn find<'s>(
    context: &Context<'_, 's>,
    of: impl Fn(&Missing<'s>) -> Option<Finding>,
) -> Vec<Finding> {
    let pods = context.pods().into_iter();
    let missing = pods.flat_map(|pod| missing_of(pod, context));
    missing
        .filter(|missing| context.has_read(missing.reference.kind))
        .filter_map(|missing| of(&missing))
        .collect()
}

fn missing_of<'s>(pod: &'s Object, context: &Context<'_, 's>) -> Vec<Missing<'s>> {
    let held_up: Vec<Container<'_>> = containers(pod).into_iter().filter(is_held_up).collect();
    let concerns = |reference: &Reference<'_>| match reference.container {
        Some(name) => held_up.iter().any(|container| container.name() == name),
        None => !held_up.is_empty(),
    };
    let all = references(pod).into_iter();
    let needed = all.filter(|reference| !reference.optional && concerns(reference));
    needed
        .filter_map(|reference| {
            let object = context.graph.named(reference.kind, reference.name);
            (!is_there(&reference, object)).then_some(Missing {
                pod,
                reference,
                object,
            })
        })
        .collect()
}

/// Whether the object that a reference names is there, with the key that it names.
pub(super) fn is_there(reference: &Reference<'_>, object: Option<&Object>) -> bool {
    object.is_some_and(|object| {
        let mut own = keys(object);
        reference.key.is_none_or(|key| own.any(|own| own == key))
    })
}

/// Whether a container waits to be made: a missing value keeps it from that, whether it ran before
/// or not.
fn is_held_up(container: &Container<'_>) -> bool {
    matches!(
        container.waiting_reason(),
        "CreateContainerConfigError" | "ContainerCreating" | "PodInitializing"
    ) || container.status.is_none()
}

fn sibling(kind: &str) -> &'static str {
    if kind == "Secret" {
        "ConfigMap"
    } else {
        "Secret"
    }
}

/// What all of them say.
pub(super) fn finding(rule: &Rule, context: &Context<'_, '_>, missing: &Missing<'_>) -> Finding {
    let Missing { pod, reference, .. } = missing;
    let (object, _) = on_workload(pod, context.graph, "spec");
    let mut found = Finding::new(rule)
        .object(object.key())
        .arg("source", reference.kind)
        .arg("map", reference.name)
        .arg("pod", pod.name())
        .look(&["kubectl", "describe", &argument(pod)]);
    if let Some(key) = reference.key {
        found = found.arg("key", key);
    }
    let all = wanted::absent(context);
    let asks = |absent: &&wanted::Absent<'_>| {
        absent.kind == reference.kind && absent.name == reference.name
    };
    if let Some(absent) = all.iter().find(asks) {
        found = found.expectation(&absent.failed.expectation.id);
    }
    let about = |words: &&str| words.contains(reference.name);
    let mut waiting = containers(pod);
    waiting.retain(|container| about(&container.waiting_message()));
    for container in &waiting {
        let words = container.waiting_message();
        found = found.evidence(Source::Status, Some(pod.key()), "waiting", words);
    }
    if waiting.is_empty() {
        let mut events = context.graph.events_of(pod).into_iter().rev();
        let of_mount = events.find(|event| event.text("reason") == "FailedMount");
        let words = of_mount.map(|event| event.text("message")).filter(about);
        let words = words.unwrap_or_default();
        found = found.evidence(Source::Event, Some(pod.key()), "FailedMount", words);
    }
    found
}

fn absent(rule: &Rule, context: &Context<'_, '_>, missing: &Missing<'_>) -> Finding {
    let reference = &missing.reference;
    let path = &reference.name_path;
    let of_kind = context.graph.of_kind(reference.kind);
    let names = of_kind.map(Object::name).filter(|name| !is_standing(name));
    let near = nearest(reference.name, names);
    let found = finding(rule, context, missing);
    if let Some(near) = near {
        return renamed(found.variant("near"), context, missing, path, near);
    }
    let (_, path) = on_workload(missing.pod, context.graph, &path.to_string());
    let mut found = found.field(path, None, Some(reference.name.to_owned()));
    found.fix.extend(create(context, reference));
    found
}

fn no_key(
    rule: &Rule,
    context: &Context<'_, '_>,
    missing: &Missing<'_>,
    object: &Object,
) -> Finding {
    let reference = &missing.reference;
    let key = reference.key.unwrap_or_default();
    let own: Vec<&str> = keys(object).collect();
    let found = finding(rule, context, missing).evidence(
        Source::Spec,
        Some(object.key()),
        "data",
        &own.join(", "),
    );
    let near = nearest(key, own.iter().copied());
    let (workload, _) = on_workload(missing.pod, context.graph, "spec");
    // The workload was given, and the learner made the object for it: there the key is to be.
    if context.is_from_before(workload) && !context.is_from_before(object) {
        let found = match near {
            Some(near) => found.variant("near").arg("nearest", near),
            None => found,
        };
        let (data, own) = (FieldPath::root().key("data"), own.join(", "));
        return found
            .object(object.key())
            .field(data, Some(key.to_owned()), Some(own))
            .look(&["kubectl", "describe", &argument(object)]);
    }
    let path = &reference.key_path;
    if let Some(near) = near {
        return renamed(found.variant("near"), context, missing, path, near);
    }
    let (_, path) = on_workload(missing.pod, context.graph, &path.to_string());
    found.field(path, None, Some(key.to_owned()))
}

fn other_kind(
    rule: &Rule,
    context: &Context<'_, '_>,
    missing: &Missing<'_>,
    object: &Object,
) -> Finding {
    let (path, _) = parent(&missing.reference.name_path);
    let (_, path) = on_workload(missing.pod, context.graph, &path.to_string());
    finding(rule, context, missing)
        .field(
            path,
            Some(object.kind().to_owned()),
            Some(missing.reference.kind.to_owned()),
        )
        .arg("other", object.kind())
}

/// With another name in the field, and the command that puts it there where a workload may be
/// changed.
fn renamed(
    found: Finding,
    context: &Context<'_, '_>,
    missing: &Missing<'_>,
    path: &FieldPath,
    near: &str,
) -> Finding {
    let (object, path) = on_workload(missing.pod, context.graph, &path.to_string());
    let now = object.field(&path).and_then(Value::as_str);
    let mut found = found.arg("nearest", near).field(
        path.clone(),
        Some(near.to_owned()),
        now.map(str::to_owned),
    );
    if object.kind() != "Pod" {
        let patch = json!([{"op": "replace", "path": pointer(&path), "value": near}]);
        found = found.fix(&[
            "kubectl",
            "patch",
            &argument(object),
            "--type=json",
            "-p",
            &patch.to_string(),
        ]);
    }
    found
}

/// The command that makes what is missing with what the exercise wants in it.
fn create(context: &Context<'_, '_>, reference: &Reference<'_>) -> Option<Vec<String>> {
    if reference.kind != "ConfigMap" {
        return None;
    }
    let mut patterns = context.patterns(reference.kind, reference.name);
    let data = patterns.find_map(|pattern| pattern.get("data")?.as_object())?;
    let mut words: Vec<String> = ["kubectl", "create", "configmap", reference.name]
        .map(str::to_owned)
        .into();
    for (key, value) in data {
        words.push(format!("--from-literal={key}={}", value.as_str()?));
    }
    Some(words)
}

/// Whether Kubernetes puts a ConfigMap of that name into each namespace.
fn is_standing(name: &str) -> bool {
    name == "kube-root-ca.crt"
}

/// The name that is nearly the wanted one: two edits away at most, the same but for case, or one
/// the beginning of the other.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let near = names.filter_map(|name| {
        let other = name.to_lowercase();
        let distance = strsim::damerau_levenshtein(&wanted, &other);
        let shorter = wanted.len().min(other.len());
        let is_part = shorter >= 3 && (wanted.starts_with(&other) || other.starts_with(&wanted));
        (distance <= 2.min(shorter / 2) || is_part).then_some((distance, name))
    });
    near.min().map(|(_, name)| name)
}

/// A path's parent, and the last key.
fn parent(path: &FieldPath) -> (FieldPath, &str) {
    let segments = path.segments();
    let above = segments.split_last().map_or(segments, |(_, above)| above);
    let path_above = above
        .iter()
        .fold(FieldPath::root(), |path, segment| match segment {
            Segment::Key(key) => path.key(key),
            Segment::Index(index) => path.index(*index),
        });
    (path_above, path.last_key().unwrap_or_default())
}

/// A path as JSON Patch writes it.
fn pointer(path: &FieldPath) -> String {
    path.segments()
        .iter()
        .map(|segment| match segment {
            Segment::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Index(index) => format!("/{index}"),
        })
        .collect()
}
