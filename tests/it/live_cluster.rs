//! `podo::cluster` against a real cluster: `PODO_TEST_CLUSTER` is the path of its kubeconfig.
//!
//! Each test works in a namespace of its own, which it deletes. Run with `--ignored`.

#![allow(clippy::print_stdout, reason = "timings, shown with --nocapture")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use podo::check::needs::Needs;
use podo::cluster::client::{Cluster, Failure};
use podo::cluster::kubeconfig::{Files, Kubeconfig, Selected};
use podo::cluster::namespace::{LessonNamespace, NamespaceError};
use podo::cluster::observe::{Change, Observer, inventory};
use podo::cluster::proxy::Proxy;
use podo::cluster::run::{Output, Runner};
use podo::cluster::target::{self, NotFound, Provider, Target};
use podo::cluster::undo;
use podo::lesson::model::{FileContent, FileProbe, HttpProbe, LogProbe, Program, Ref};
use podo::sandbox::SandboxError;
use podo::snapshot::ProbeOutcome;
use podo::snapshot::gap::GapReason;
use podo::snapshot::object::Object;
use serde_json::{Value, json};

mod observing;
mod reaching;

const DEADLINE: Duration = Duration::from_mins(1);

fn kubeconfig() -> Kubeconfig {
    let file = std::env::var_os("PODO_TEST_CLUSTER").expect("PODO_TEST_CLUSTER names a kubeconfig");
    Kubeconfig::load(Files::new(Some(&file), None, Path::new("/"))).unwrap()
}

async fn connect(selected: &Selected) -> Result<Cluster, Failure> {
    Cluster::connect(selected, &Proxy::default(), Duration::from_secs(3)).await
}

/// A namespace of a test's own, and kubectl in it.
struct Bench {
    cluster: Cluster,
    namespace: LessonNamespace,
    runner: Runner,
    folder: tempfile::TempDir,
}

impl Bench {
    async fn new(name: &str) -> Self {
        let selected = kubeconfig().select(None).unwrap();
        let cluster = connect(&selected).await.unwrap();
        let name = format!("podo-test-{name}-{}", std::process::id());
        let namespace = LessonNamespace::own(&name, "podo", "test");
        assert!(namespace.ensure(&cluster).await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let private = folder.path().join("kubeconfig");
        selected.write(&name, &private).unwrap();
        let path = std::env::var_os("PATH").unwrap();
        let runner = Runner::new(&path, std::env::vars_os(), &private, folder.path());
        Self {
            cluster,
            namespace,
            runner,
            folder,
        }
    }

    async fn kubectl(&self, line: &str) -> Output {
        let args: Vec<String> = shell_words::split(line).unwrap();
        let output = self.runner.run(Program::Kubectl, &args, DEADLINE).await;
        output.unwrap()
    }

    async fn done(&self, line: &str) {
        let output = self.kubectl(line).await;
        assert_eq!(output.exit_code, Some(0), "{line}: {}", output.stderr);
    }

    fn observer(&self, needs: Needs) -> Observer {
        Observer::new(self.cluster.clone(), self.namespace.name(), needs)
    }

    async fn end(self) {
        self.namespace
            .delete(&self.cluster, DEADLINE)
            .await
            .unwrap();
    }
}

fn needs(kinds: &[&str]) -> Needs {
    let always = ["Pod", "ReplicaSet", "Deployment", "Node", "Namespace"];
    let kinds = always.iter().chain(kinds).map(|kind| (*kind).to_owned());
    Needs {
        kinds: kinds.collect::<BTreeSet<String>>(),
        ..Needs::default()
    }
}

fn find<'o>(objects: &'o [Object], kind: &str, name: &str) -> Option<&'o Object> {
    let mut objects = objects.iter();
    objects.find(|object| object.kind() == kind && object.name() == name)
}

fn tokio(deadline: Duration) -> tokio::time::Instant {
    tokio::time::Instant::now() + deadline
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn a_namespace_is_made_emptied_and_deleted() {
    let bench = Bench::new("namespace").await;
    let name = bench.namespace.name().to_owned();
    assert!(!bench.namespace.ensure(&bench.cluster).await.unwrap());
    assert!(
        bench
            .namespace
            .plan(&bench.cluster)
            .await
            .unwrap()
            .is_empty()
    );

    // At once after the namespace: a Pod must not be refused for want of a ServiceAccount.
    bench.done("run one --image=busybox -- sleep 3600").await;
    bench
        .done("create deployment web --image=nginx:1.27 --replicas=2")
        .await;
    bench
        .done("create configmap settings --from-literal=a=b")
        .await;
    bench
        .done("create secret generic key --from-literal=a=b")
        .await;
    bench.done("expose deployment web --port=80").await;
    bench.done("rollout status deployment/web").await;
    let plan = bench.namespace.plan(&bench.cluster).await.unwrap();
    let keys: Vec<String> = plan.keys().map(ToString::to_string).collect();
    assert_eq!(
        keys,
        [
            "configmap/settings",
            "deployment/web",
            "pod/one",
            "secret/key",
            "service/web"
        ]
    );
    // Made after the plan was shown: stays.
    bench.done("create configmap later").await;
    let started = Instant::now();
    bench
        .namespace
        .empty(&bench.cluster, &plan, DEADLINE)
        .await
        .unwrap();
    println!("emptied in {:?}", started.elapsed());
    let plan = bench.namespace.plan(&bench.cluster).await.unwrap();
    let keys: Vec<String> = plan.keys().map(ToString::to_string).collect();
    assert_eq!(keys, ["configmap/later"]);
    assert_eq!(bench.kubectl("get pods -o name").await.stdout, "");

    let other = LessonNamespace::own(&name, "podo", "another-lesson");
    let foreign = NamespaceError::Foreign { name: name.clone() };
    assert_eq!(other.ensure(&bench.cluster).await, Err(foreign.clone()));
    assert_eq!(other.delete(&bench.cluster, DEADLINE).await, Err(foreign));
    let assigned = LessonNamespace::assigned(&name);
    assert_eq!(assigned.ensure(&bench.cluster).await, Ok(false));
    assert_eq!(
        assigned.delete(&bench.cluster, DEADLINE).await,
        Err(NamespaceError::Assigned { name: name.clone() })
    );
    let missing = LessonNamespace::assigned("podo-test-nowhere");
    assert!(matches!(
        missing.ensure(&bench.cluster).await,
        Err(NamespaceError::Missing { .. })
    ));

    bench
        .done(&format!("delete namespace {name} --wait=false"))
        .await;
    assert!(matches!(
        bench.namespace.ensure(&bench.cluster).await,
        Err(NamespaceError::Terminating { .. })
    ));
    let started = Instant::now();
    bench.end().await;
    println!("deleted in {:?}", started.elapsed());
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER; marks a node for a moment"]
async fn nodes_are_put_back_as_they_were() {
    let bench = Bench::new("undo").await;
    let nodes = bench.kubectl("get nodes -o name").await.stdout;
    let node = nodes
        .lines()
        .next()
        .unwrap()
        .trim_start_matches("node/")
        .to_owned();
    let declared = [
        Ref::named("Node", &node),
        Ref::named("StorageClass", "podo-test-class"),
    ];
    let before = undo::capture(&bench.cluster, &declared).await.unwrap();
    let saved = serde_json::to_string(&before).unwrap();
    let before: podo::snapshot::before::Before = serde_json::from_str(&saved).unwrap();
    assert_eq!(undo::plan(&bench.cluster, &before).await.unwrap(), []);
    bench.done(&format!("label node {node} podo-test=1")).await;
    let class = json!({
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
        "metadata": {"name": "podo-test-class"}, "provisioner": "podo.test/none",
    });
    let manifest = bench.folder.path().join("class.yaml");
    std::fs::write(&manifest, class.to_string()).unwrap();
    bench.done("apply -f class.yaml").await;
    bench
        .done(&format!("taint node {node} podo-test=1:PreferNoSchedule"))
        .await;
    bench.done(&format!("cordon {node}")).await;
    let done = undo::restore(&bench.cluster, &before).await.unwrap();
    assert_eq!(done.len(), 2, "{done:?}");
    assert_eq!(undo::plan(&bench.cluster, &before).await.unwrap(), []);
    let now = undo::capture(&bench.cluster, &declared).await.unwrap();
    assert_eq!(now, before);
    bench.end().await;
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn kubectl_reads_the_private_kubeconfig() {
    let bench = Bench::new("run").await;
    let namespace = bench
        .kubectl("config view --minify -o jsonpath={..namespace}")
        .await;
    assert_eq!(namespace.stdout, bench.namespace.name());
    bench.done("create configmap here").await;
    let failed = bench.kubectl("get pod nothing").await;
    assert_eq!(failed.exit_code, Some(1));
    assert!(failed.stderr.contains("NotFound"), "{}", failed.stderr);
    let args = ["get".to_owned(), "pods".to_owned(), "--watch".to_owned()];
    let started = Instant::now();
    let short = Duration::from_millis(500);
    let error = bench
        .runner
        .run(Program::Kubectl, &args, short)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("did not end"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(2));
    let nowhere = Runner::new(
        &OsString::from("/no/such/folder"),
        [],
        Path::new("/k"),
        bench.folder.path(),
    );
    assert!(nowhere.run(Program::Kubectl, &args, short).await.is_err());
    bench.end().await;
}
