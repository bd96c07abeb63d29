//! P33: a Pod was deleted and stays, because a finalizer holds it.
//!
//! How long a deletion takes proves nothing: 75 s beyond the grace period were seen of healthy Pods.
//! So the rule asks for a finalizer, and for programs that have ended.

use serde_json::{Value, json};

use crate::explain::pods::argument;
use crate::explain::{Finding, Layer, Rule, Source, repair};
use crate::snapshot::object::Object;
use crate::snapshot::path::FieldPath;
use crate::snapshot::settling;

/// Held.
pub(super) const P33: Rule = Rule {
    code: "P33",
    layer: Layer::Controller,
    refines: &["M10", "M11", "P30"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let pods = context.suspects_of("Pod");
        let held = pods.filter(|pod| settling::is_held_by_finalizer(pod, context.snapshot().at));
        held.map(|pod| finding(rule, pod)).collect()
    },
};

fn finding(rule: &Rule, pod: &Object) -> Finding {
    let finalizers: Vec<&str> = pod
        .list("metadata.finalizers")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let finalizers = finalizers.join(", ");
    let deleted = pod.text("metadata.deletionTimestamp");
    let path = FieldPath::parse("metadata.finalizers");
    let place = path.to_string();
    let key = || Some(pod.key());
    let words = ["kubectl", "get", &argument(pod), "-o", "yaml"];
    let mut found = Finding::new(rule)
        .object(pod.key())
        .field(path, None, Some(finalizers.clone()))
        .arg("pod", pod.name())
        .arg("finalizers", finalizers.as_str())
        .evidence(Source::Spec, key(), &place, &finalizers)
        .evidence(Source::Status, key(), "metadata.deletionTimestamp", deleted)
        .look(&words);
    let change = json!({"metadata": {"finalizers": null}});
    found.fix.push(repair::patch(pod, &change));
    found
}
