//! N01: podo talks to another cluster than the one that the lesson was begun on.
//!
//! The predicate compares the clusters' UIDs. Where one of the two could only be known by its CA's
//! digest, the two say nothing of each other.

use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::ObjectKey;

/// Another cluster.
pub(super) const N01: Rule = Rule {
    code: "N01",
    layer: Layer::Place,
    refines: &["M02", "M03", "M04", "M07", "M10", "M11", "N02", "N03"],
    teachable: false,
    waiting: false,
    find: wrong_cluster,
};

fn wrong_cluster(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let cluster = &context.snapshot().cluster;
    let Some(begun_on) = cluster.begun_on.as_deref() else {
        return Vec::new();
    };
    let is_digest = |uid: &str| uid.starts_with("ca-");
    let comparable = !cluster.uid.is_empty() && is_digest(&cluster.uid) == is_digest(begun_on);
    if !comparable || cluster.uid == begun_on || context.failed().is_empty() {
        return Vec::new();
    }
    let system = ObjectKey::new("Namespace", "", "kube-system");
    let mut finding = Finding::new(rule)
        .arg("context", cluster.context.as_str())
        .arg("server", cluster.server.as_str())
        .evidence(Source::Status, Some(system), "metadata.uid", &cluster.uid)
        .look(&["kubectl", "cluster-info"]);
    finding.expected = Some(begun_on.to_owned());
    finding.actual = Some(cluster.uid.clone());
    vec![finding]
}
