//! On a live cluster: one check beside kubectl, and the way to the first prompt.

use std::ffi::OsString;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::Criterion;
use podo::check::evaluate;
use podo::check::needs::Needs;
use podo::cluster::kubeconfig::{Files, Kubeconfig};
use podo::cluster::namespace::LessonNamespace;
use podo::cluster::proxy::Proxy;
use podo::cluster::target::{Target, find};
use podo::explain::explain;
use podo::progress::Session;
use podo::sandbox::SandboxError;
use podo::snapshot::graph::Graph;
use podo::snapshot::kinds;
use podo::workbench::{Place, Surroundings, Workbench};
use tokio::runtime::Runtime;

/// How often the check and kubectl are measured beside each other.
const ROUNDS: usize = 15;

fn kubeconfig() -> Option<OsString> {
    std::env::var_os("PODO_TEST_CLUSTER")
}

/// One check on the cluster (observe, evaluate, explain), and the same facts by kubectl. The target
/// is to be at least five times as fast.
pub(super) fn check(criterion: &mut Criterion) {
    let Some(file) = kubeconfig() else { return };
    let runtime = Runtime::new().unwrap();
    let pack = super::pack();
    let lesson = pack.lesson("pods").unwrap();
    let exercise = lesson.exercise("first-pod").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (bench, made) = runtime.block_on(async {
        let config = Kubeconfig::load(Files::new(Some(&file), None, Path::new("/")));
        let found = find(
            &Target::Auto,
            config,
            || Err(SandboxError::Ended),
            &Proxy::default(),
        )
        .await
        .unwrap();
        let name = format!("podo-bench-{}", std::process::id());
        let place = Place {
            namespace: LessonNamespace::own(&name, "podo", "bench"),
            kubeconfig: folder.path().join("kubeconfig"),
            folder: folder.path().join("work"),
        };
        let surroundings = Surroundings {
            path: std::env::var_os("PATH").unwrap(),
            environment: std::env::vars_os().collect(),
        };
        Workbench::open(found, place, &lesson.all_needs(), &surroundings)
            .await
            .unwrap()
    });
    assert!(made);
    let session = Session::default();
    let once = || {
        let snapshot = runtime.block_on(bench.look(lesson, exercise, &session));
        let graph = Graph::new(&snapshot);
        let report = evaluate(lesson, exercise, &graph);
        let found = explain(lesson, exercise, &report, &graph);
        black_box((report, found));
    };
    criterion.bench_function("one check on the cluster", |bencher| bencher.iter(once));
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        once();
        ours.push(began.elapsed());
        theirs.push(by_kubectl(bench.kubeconfig(), &Needs::of(exercise)));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "one check: {ours:?}; the same facts by kubectl: {theirs:?}; {:.1} times as fast",
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
    runtime.block_on(bench.close()).unwrap();
}

/// The time that kubectl takes for what a check reads, one command for each kind, as a script
/// would.
fn by_kubectl(kubeconfig: &Path, needs: &Needs) -> Duration {
    let mut kinds: Vec<&str> = needs
        .kinds
        .iter()
        .map(|kind| kinds::find(kind).unwrap().plural)
        .collect();
    kinds.push("events");
    let began = Instant::now();
    for kind in kinds {
        let output = Command::new("kubectl")
            .args(["get", kind, "-o", "json"])
            .env("KUBECONFIG", kubeconfig)
            .output()
            .unwrap();
        assert!(output.status.success(), "{kind}: {output:?}");
    }
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// From starting the program to its first prompt and out again, cluster found included.
pub(super) fn prompt(criterion: &mut Criterion) {
    let Some(file) = kubeconfig() else { return };
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("cold start to the prompt", |bencher| {
        bencher.iter(|| {
            let mut child = Command::new(env!("CARGO_BIN_EXE_podo"))
                .env("KUBECONFIG", &file)
                .env("PODO_HOME", home.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            child.stdin.take().unwrap().write_all(b"quit\n").unwrap();
            assert!(child.wait().unwrap().success());
        });
    });
}
