//! Namespaces of a sandbox, looked at from outside any lesson by the real program.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use http::Method;
use podo::cluster::client::Cluster;
use podo::cluster::kubeconfig::KubeconfigError;
use podo::cluster::proxy::Proxy;
use podo::cluster::target::{self, Target};
use podo::sandbox::{Files, Sandbox};
use serde_json::{Value, json};

use crate::bench::runtime;

/// How long the sandbox may take to come to rest.
const PATIENCE: Duration = Duration::from_mins(1);

/// One request to the sandbox.
const REQUEST: Duration = Duration::from_secs(10);

fn podo(home: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_podo"))
        .args(["--cluster", "sandbox"])
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("PODO_HOME", home)
        .env("PODO_LANG", "en")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What `podo explain -o json` says, with the exit code.
fn explained(home: &Path, args: &[&str]) -> (Option<i32>, Value) {
    let output = podo(home, &[&["explain", "-o", "json"], args].concat());
    let report = serde_json::from_slice(&output.stdout);
    let report = report.unwrap_or_else(|error| panic!("{error}: {output:?}"));
    (output.status.code(), report)
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|found| found["code"].as_str().unwrap())
        .collect()
}

/// Looks until it is so.
fn until(home: &Path, what: &str, so: impl Fn(Option<i32>, &Value) -> bool) -> Value {
    let started = Instant::now();
    loop {
        let (code, report) = explained(home, &["-n", "shop"]);
        if so(code, &report) {
            return report;
        }
        assert!(started.elapsed() < PATIENCE, "{what}: {code:?} {report:#}");
        std::thread::sleep(Duration::from_millis(500));
    }
}

struct Shop {
    cluster: Cluster,
    runtime: tokio::runtime::Runtime,
}

impl Shop {
    fn send(&self, method: Method, path: &str, body: &Value) {
        let kind = if method == Method::PATCH {
            "application/strategic-merge-patch+json"
        } else {
            "application/json"
        };
        let sent = self.cluster.send(method, path, kind, body, REQUEST);
        self.runtime.block_on(sent).unwrap();
    }
}

fn deployment(image: &str) -> Value {
    json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "nginx", "image": image}]},
        },
    }})
}

fn service(selector: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {
        "selector": {"app": selector},
        "ports": [{"port": 80}],
    }})
}

#[test]
fn a_namespace_is_explained_saved_and_explained_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let files = Files::new(podo::paths::Paths::under(home).sandbox_dir());
    let sandbox = Sandbox::open(&files, None).unwrap();
    let runtime = runtime();
    let no_kubeconfig = Err(KubeconfigError::Missing { files: Vec::new() });
    let open = || Ok(files.kubeconfig());
    let proxy = Proxy::default();
    let found = target::find(&Target::Sandbox, no_kubeconfig, open, &proxy);
    let cluster = runtime.block_on(found).unwrap().cluster;
    let shop = Shop { cluster, runtime };

    let output = podo(home, &["explain", "-n", "shop"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no namespace `shop`"));

    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}});
    shop.send(Method::POST, "/api/v1/namespaces", &namespace);
    let (code, report) = explained(home, &["-n", "shop"]);
    assert_eq!((code, report["state"].as_str()), (Some(0), Some("healthy")));

    let deployments = "/apis/apps/v1/namespaces/shop/deployments";
    let services = "/api/v1/namespaces/shop/services";
    shop.send(Method::POST, deployments, &deployment("nginx:1.999"));
    shop.send(Method::POST, services, &service("web"));
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key"},
        "stringData": {"password": "hunter2"}});
    shop.send(Method::POST, "/api/v1/namespaces/shop/secrets", &secret);
    let report = until(home, "the tag is missed", |code, report| {
        code == Some(1) && codes(report) == ["P02"]
    });
    let follows = &report["findings"][0]["consequences"];
    assert!(follows.to_string().contains("\"Service\""), "{follows}");

    let saved = text(&podo(home, &["snapshot", "-n", "shop"]));
    assert!(
        !saved.contains("hunter2") && !saved.contains("aHVudGVyMg"),
        "{saved}"
    );
    let state: Value = serde_json::from_str(&saved).unwrap();
    let labels = |state: &Value| state.to_string().contains("podo/");
    assert!(
        !labels(&state),
        "podo has written into a namespace that it was to read"
    );
    let file = home.join("state.json");
    std::fs::write(&file, &saved).unwrap();
    let (code, again) = explained(home, &["--from", file.to_str().unwrap()]);
    assert_eq!((code, codes(&again)), (Some(1), vec!["P02"]));

    let right = json!({"spec": {"template": {"spec": {"containers": [
        {"name": "nginx", "image": "nginx:1.27"},
    ]}}}});
    shop.send(Method::PATCH, &format!("{deployments}/web"), &right);
    until(home, "all is well", |code, report| {
        code == Some(0) && report["state"] == "healthy"
    });
    let typo = json!({"spec": {"selector": {"app": "webb"}}});
    shop.send(Method::PATCH, &format!("{services}/web"), &typo);
    until(home, "the selector is told", |code, report| {
        code == Some(1) && codes(report) == ["S01"]
    });
    sandbox.close().unwrap();
}
