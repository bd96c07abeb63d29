//! Misspelt keys of objects are found at any depth, and nothing else is.

use super::*;
use crate::lesson::yaml::parse;

fn unknown(kind: &str, source: &str) -> Vec<(u32, String, Option<String>)> {
    let mut report = Report::new("x");
    check_keys(kind, &parse(source).unwrap(), &mut report);
    let problems = report.into_problems().into_iter();
    problems
        .filter_map(|problem| match problem.kind {
            ProblemKind::UnknownKey { key, nearest, .. } => Some((problem.line, key, nearest)),
            _ => None,
        })
        .collect()
}

#[test]
fn misspelt_keys_are_found_with_the_nearest() {
    let source = "\
metadata:
  lables: {app: web}
spec:
  replica: 3
  template:
    spec:
      containers:
        - name: web
          imag: nginx
          env: [{name: A, valueFrom: {configMapKeyRf: {name: x}}}]
status: {conditions: [{typ: Available}]}
";
    let found = unknown("Deployment", source);
    let expected = [
        (2, "lables", "labels"),
        (4, "replica", "replicas"),
        (9, "imag", "image"),
        (10, "configMapKeyRf", "configMapKeyRef"),
        (11, "typ", "type"),
    ];
    let expected = expected.map(|(line, key, near)| (line, key.to_owned(), Some(near.to_owned())));
    assert_eq!(found, expected);
}

#[test]
fn right_keys_with_any_value_are_fine() {
    for (kind, source) in [
        (
            "Pod",
            "{apiVersion: v1, kind: Pod, metadata: {creationTimestamp: now, labels: {a-b/c: 1}}}",
        ),
        (
            "Pod",
            "{spec: {containers: [{resources: {limits: {memory: 64Mi}}, livenessProbe: {httpGet: {port: web}}}]}}",
        ),
        (
            "Pod",
            "{status: {containerStatuses: [{state: {waiting: null}, restartCount: '3'}], startTime: x}}",
        ),
        ("Pod", "{spec: null, status: 5}"),
        (
            "Service",
            "{spec: {ports: [{port: 80, targetPort: 8080}], selector: {app: web}}}",
        ),
        (
            "ConfigMap",
            "{data: {anything: goes}, binaryData: {x: '!'}}",
        ),
        ("Secret", "{data: {x: no-base64}, type: Opaque}"),
        (
            "PersistentVolumeClaim",
            "{spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
        ),
        ("Ingress", "{spec: {anything: {goes: here}}}"),
        ("Grape", "{spec: {anything: {goes: here}}}"),
    ] {
        assert_eq!(unknown(kind, source), [], "{kind} {source}");
    }
}
