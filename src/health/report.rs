//! What was found in a namespace, as JSON: the form of `schemas/explain.schema.json`.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::Health;
use crate::explain::Finding;
use crate::render::sanitize;
use crate::snapshot::Snapshot;
use crate::snapshot::gap::Gap;
use crate::verify::report::{Both, ClusterSummary, finding};

/// The version of the form.
const FORMAT_VERSION: u32 = 1;

/// The whole report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'h> {
    format_version: u32,
    podo_version: &'static str,
    at: Timestamp,
    /// `null` for a file, which need not say where it is from.
    cluster: Option<ClusterSummary>,
    namespace: &'h str,
    state: &'static str,
    judged: usize,
    findings: Vec<Value>,
    folded: Vec<Value>,
    waiting: Vec<Value>,
    unknown: &'h [Gap],
}

/// The report as JSON that is safe to print.
pub fn json(health: &Health, snapshot: &Snapshot) -> serde_json::Result<String> {
    let both = Both::new();
    let all = |findings: &[Finding]| findings.iter().map(|f| of_finding(f, &both)).collect();
    let facts = &snapshot.cluster;
    let report = Report {
        format_version: FORMAT_VERSION,
        podo_version: env!("CARGO_PKG_VERSION"),
        at: snapshot.at,
        cluster: (!facts.uid.is_empty()).then(|| facts.into()),
        namespace: &facts.namespace,
        state: health.state.word(),
        judged: health.judged,
        findings: all(&health.findings),
        folded: all(&health.folded),
        waiting: all(&health.waiting),
        unknown: &health.unknown,
    };
    let text = serde_json::to_string_pretty(&report)?;
    Ok(sanitize::json(&text) + "\n")
}

/// A finding without what only an exercise has.
fn of_finding(found: &Finding, both: &Both) -> Value {
    let mut value = finding(found, both);
    if let Some(fields) = value.as_object_mut() {
        fields.remove("expectation");
    }
    value
}
