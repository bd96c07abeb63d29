//! A namespace of a real cluster that no lesson knows: explained, saved, and left as it was.

use serde_json::Value;

use crate::bench::{self, Course, Home, Namespaces, kubectl, kubectl_with};

const NAMESPACE: &str = "podo-test-anywhere";

/// Three faults that have nothing to do with each other, and what is well beside them.
const SHOP: &str = r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: 'nginx:1.999'}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: worker, labels: {app: worker}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: worker, image: 'busybox:1.36', command: [sh, -c, 'echo no settings; exit 2']}
---
apiVersion: v1
kind: Service
metadata: {name: lost}
spec: {selector: {app: workr}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: asleep}
spec:
  replicas: 0
  selector: {matchLabels: {app: asleep}}
  template:
    metadata: {labels: {app: asleep}}
    spec: {containers: [{name: nginx, image: 'nginx:1.27'}]}
---
apiVersion: v1
kind: Service
metadata: {name: asleep}
spec: {selector: {app: asleep}, ports: [{port: 80}]}
";

fn codes(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|found| found["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
#[ignore = "needs a cluster"]
fn live_a_namespace_of_no_lesson_is_explained() {
    let course = Course::new();
    // Nobody has agreed to anything here: to look takes no agreement.
    let home = Home::with_kubeconfig(&course, &bench::cluster_file(), &bench::context());
    let _namespaces = Namespaces::none_of(&[NAMESPACE]);
    kubectl(&["create", "namespace", NAMESPACE]);
    kubectl_with(&["apply", "-n", NAMESPACE, "-f", "-"], SHOP);
    kubectl(&[
        "wait",
        "-n",
        NAMESPACE,
        "--for=condition=PodScheduled",
        "pod/worker",
    ]);
    let expected = ["P02", "P10", "S01"];
    let explain = ["explain", "-n", NAMESPACE, "-o", "json"];
    let begun = std::time::Instant::now();
    let found = loop {
        let ended = home.run(&explain, "");
        if ended.code == Some(1) && codes(&ended.stdout) == expected {
            break ended.stdout;
        }
        assert!(begun.elapsed() < bench::PATIENCE, "{ended:#?}");
        std::thread::sleep(std::time::Duration::from_secs(1));
    };
    assert!(found.contains("no settings"), "its last words: {found}");

    let saved = home.run(&["snapshot", "-n", NAMESPACE], "");
    let file = tempfile::NamedTempFile::new().unwrap();
    let name = file.path().to_str().unwrap();
    let from_file = ["explain", "-o", "json", "--from", name];
    std::fs::write(file.path(), &saved.stdout).unwrap();
    assert_eq!(codes(&home.run(&from_file, "").stdout), expected);

    let all = "pods,deployments,replicasets,services,events";
    let listed = kubectl(&["get", all, "-n", NAMESPACE, "-o", "json"]);
    std::fs::write(file.path(), listed).unwrap();
    assert_eq!(codes(&home.run(&from_file, "").stdout), expected);

    let dump = tempfile::tempdir().unwrap();
    let folder = dump.path().to_str().unwrap();
    let to = format!("--output-directory={folder}");
    kubectl(&["cluster-info", "dump", "--namespaces", NAMESPACE, &to]);
    let args = ["explain", "-n", NAMESPACE, "-o", "json", "--from", folder];
    let again = home.run(&args, "");
    assert_eq!(codes(&again.stdout), expected);
    assert!(again.stdout.contains("no settings"), "{}", again.stdout);

    let written = kubectl(&["get", "namespace", NAMESPACE, "-o", "json"]);
    assert!(!written.contains("podo/lesson"), "{written}");
}
