//! The command that gives a field the value wanted, for the fields that kubectl has one for.

use serde_json::{Value, json};

use super::images;
use super::pods::{argument, shown};
use crate::check::Mismatch;
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::{FieldPath, Segment};

/// The command that repairs a mismatch on an object; `None` where no short one does.
pub fn command(object: &Object, mismatch: &Mismatch) -> Option<Vec<String>> {
    let wanted = &mismatch.expected;
    let words: Vec<String> = if mismatch.path.ends_with(&["replicas"]) {
        let replicas = format!("--replicas={}", wanted.as_u64()?);
        ["kubectl", "scale", &argument(object), &replicas]
            .map(str::to_owned)
            .into()
    } else if mismatch.path.ends_with(&["image"]) {
        let container = container(object, &mismatch.path)?;
        let image = wanted.as_str().filter(|image| images::is_one(image))?;
        let change = format!("{}={image}", text(container, "name"));
        ["kubectl", "set", "image", &argument(object), &change]
            .map(str::to_owned)
            .into()
    } else if mismatch.path.ends_with(&["env"]) {
        let container = container(object, &mismatch.path)?;
        let name = text(container, "name");
        let mut words: Vec<String> = ["kubectl", "set", "env", &argument(object), "-c", name]
            .map(str::to_owned)
            .into();
        words.extend(variables(wanted)?);
        words
    } else if is_template_metadata(&mismatch.path) && !wanted.is_object() {
        patch(object, &nested(mismatch.path.segments(), wanted)?)
    } else {
        return None;
    };
    Some(words)
}

/// The command that patches an object.
pub fn patch(object: &Object, patch: &Value) -> Vec<String> {
    let (object, patch) = (argument(object), patch.to_string());
    let words = ["kubectl", "patch", &object, "-p", &patch];
    words.map(str::to_owned).into()
}

/// The commands that delete a Pod made by `kubectl run` and make it again with other words (in the
/// field `command` or `args`) or another restart policy: neither can be changed in place. None where
/// the Pod has anything that these would lose.
pub fn run_anew(pod: &Object, field: &str, words: &[String], restart: &str) -> Vec<Vec<String>> {
    let [container] = pod.list("spec.containers") else {
        return Vec::new();
    };
    let is_plain = ["env", "envFrom", "ports", "livenessProbe", "readinessProbe"]
        .iter()
        .all(|key| container.get(key).is_none());
    if pod.label("run") != Some(pod.name()) || !is_plain {
        return Vec::new();
    }
    let image = format!("--image={}", text(container, "image"));
    let mut run = vec!["kubectl", "run", pod.name(), &image];
    let restart_flag = format!("--restart={restart}");
    if restart != "Always" {
        run.push(&restart_flag);
    }
    if field == "command" && !words.is_empty() {
        run.push("--command");
    }
    if !words.is_empty() {
        run.push("--");
    }
    run.extend(words.iter().map(String::as_str));
    let delete = ["kubectl", "delete", "pod", pod.name()];
    vec![
        delete.map(str::to_owned).into(),
        run.into_iter().map(str::to_owned).collect(),
    ]
}

/// Whether a path leads to a label or annotation of a Pod template.
pub fn is_template_metadata(path: &FieldPath) -> bool {
    let path = path.to_string();
    ["labels", "annotations"]
        .iter()
        .any(|map| path.starts_with(&format!("spec.template.metadata.{map}")))
}

/// The container that a path leads into.
pub fn container<'o>(object: &'o Object, path: &FieldPath) -> Option<&'o Value> {
    let mut value = object.value();
    for pair in path.segments().windows(2) {
        let [Segment::Key(key), next] = pair else {
            continue;
        };
        value = value.get(key)?;
        if let Segment::Index(index) = next {
            return matches!(key.as_str(), "containers" | "initContainers")
                .then(|| value.get(index))
                .flatten();
        }
    }
    None
}

/// One or several environment variables as `kubectl set env` takes them; `None` where a value comes
/// from somewhere else.
fn variables(env: &Value) -> Option<Vec<String>> {
    let variable = |env: &Value| {
        let (name, value) = (text(env, "name"), env.get("value")?.as_str()?);
        (!name.is_empty()).then(|| format!("{name}={value}"))
    };
    match env {
        Value::Array(all) => all.iter().map(variable).collect(),
        one => Some(vec![variable(one)?]),
    }
}

/// A value at the end of a path of keys, as a patch has it.
fn nested(segments: &[Segment], value: &Value) -> Option<Value> {
    segments
        .iter()
        .rev()
        .try_fold(json!(shown(value)), |inner, segment| match segment {
            Segment::Key(key) => Some(json!({key: inner})),
            Segment::Index(_) => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_for_fields() {
        let containers = json!([{"name": "web"}, {"name": "helper"}]);
        let object = Object::redacted(
            json!({"metadata": {"name": "pair"}, "spec": {"template": {"spec": {"containers": containers}}}}),
            "Deployment",
            "apps/v1",
        );
        let line = |path: &str, expected: Value| {
            let mismatch = Mismatch {
                object: object.key(),
                path: FieldPath::parse(path),
                expected,
                actual: None,
            };
            command(&object, &mismatch).map(|words| words.join(" "))
        };
        let template = "spec.template.spec.containers[1]";
        for (path, expected, wanted) in [
            (
                "spec.replicas".to_owned(),
                json!(3),
                Some("kubectl scale deployment/pair --replicas=3"),
            ),
            (
                format!("{template}.image"),
                json!("nginx:1.28"),
                Some("kubectl set image deployment/pair helper=nginx:1.28"),
            ),
            (
                format!("{template}.env[0]"),
                json!({"name": "COLOR", "value": "purple"}),
                Some("kubectl set env deployment/pair -c helper COLOR=purple"),
            ),
            (
                format!("{template}.env"),
                json!([{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]),
                Some("kubectl set env deployment/pair -c helper A=1 B=2"),
            ),
            (
                format!("{template}.env[0]"),
                json!({"name": "A", "valueFrom": {}}),
                None,
            ),
            (
                "spec.template.metadata.labels.team".to_owned(),
                json!("shop"),
                Some(
                    "kubectl patch deployment/pair -p \
                     {\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}}}",
                ),
            ),
            ("spec.strategy.type".to_owned(), json!("Recreate"), None),
        ] {
            assert_eq!(line(&path, expected).as_deref(), wanted, "{path}");
        }
    }
}
