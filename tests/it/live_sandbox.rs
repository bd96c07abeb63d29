//! The sandbox as the tutor has it, driven by the real kubectl of the PATH: the same lessons and the
//! same faults get the same verdicts and findings as on a live cluster, and podos share it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use podo::exit_code::ExitCode;
use tempfile::TempDir;

use crate::bench::PATIENCE;

/// A learner without a cluster.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn podo(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_podo"));
        command
            .env("PODO_HOME", self.folder.path())
            .env("HOME", self.folder.path())
            .env_remove("KUBECONFIG")
            .env("PODO_LANG", "en")
            .stdin(Stdio::null());
        command
    }

    fn kubeconfig(&self) -> PathBuf {
        self.folder.path().join("data/sandbox/kubeconfig")
    }

    /// What kubectl prints; `None` where it fails.
    fn kubectl(&self, line: &str) -> Option<String> {
        let output = Command::new("kubectl")
            .args(line.split_whitespace())
            .env("KUBECONFIG", self.kubeconfig())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        output.status.success().then_some(text)
    }

    /// A podo that serves the sandbox, or waits to.
    fn serve(&self) -> Served {
        let mut command = self.podo();
        let child = command.arg("sandbox").stdout(Stdio::null());
        Served(child.stderr(Stdio::null()).spawn().unwrap())
    }

    /// The process that serves it.
    fn served_by(&self) -> Option<u32> {
        let output = self.podo().args(["sandbox", "status"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let state = text.lines().next()?;
        state.rsplit(' ').next()?.parse().ok()
    }

    fn prove(&self, args: &[&str]) {
        let output = self
            .podo()
            .args(["lesson", "check", "--cluster", "sandbox", "--yes"])
            .args(args)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let code = output.status.code();
        assert_eq!(code, Some(i32::from(ExitCode::Success.code())), "{text}");
        // What is not proven for want of something is no flaw; here only these two are wanting.
        let mut wanting = text.lines().filter(|line| line.contains('∅'));
        let is_known = |line: &str| ["docker", "minikube"].iter().any(|it| line.contains(it));
        assert!(wanting.all(is_known), "{text}");
        assert!(text.contains("  ✓ "), "{text}");
    }
}

/// A podo that is ended with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
#[ignore = "needs kubectl"]
fn live_every_lesson_is_proven_on_the_sandbox() {
    Home::new().prove(&[]);
}

#[test]
#[ignore = "needs kubectl"]
fn live_every_known_fault_is_found_on_the_sandbox() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/faults");
    Home::new().prove(&["--lessons", pack.to_str().unwrap()]);
}

#[test]
#[ignore = "needs kubectl"]
fn live_a_sandbox_outlives_the_podo_that_serves_it() {
    let home = Home::new();
    let mut first = home.serve();
    until("the first one to serve", || {
        home.served_by() == Some(first.0.id()) && home.kubectl("get nodes").is_some()
    });
    home.kubectl("create deployment web --image=nginx:1.27 --replicas=2")
        .unwrap();
    until("the Deployment", || {
        home.kubectl("get deployment web -o jsonpath={.status.availableReplicas}")
            .is_some_and(|ready| ready == "2")
    });
    let uid = home.kubectl("get namespace kube-system -o jsonpath={.metadata.uid}");
    let second = home.serve();
    // As good as a power cut: what happened a moment ago is on the disk.
    std::thread::sleep(Duration::from_secs(3));
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    until("the second one to serve", || {
        home.served_by() == Some(second.0.id())
    });
    until("the Pods, started anew", || {
        home.kubectl("get pods -o jsonpath={.items[*].status.containerStatuses[*].restartCount}")
            .is_some_and(|counts| counts == "1 1")
    });
    until("the Deployment again", || {
        home.kubectl("get deployment web -o jsonpath={.status.availableReplicas}")
            .is_some_and(|ready| ready == "2")
    });
    let again = home.kubectl("get namespace kube-system -o jsonpath={.metadata.uid}");
    assert_eq!(again, uid, "the same cluster at the same place");

    // A state that is saved while it runs has everything in it.
    let run = |words: &[&str]| {
        let output = home.podo().args(words).output().unwrap();
        output.status.code()
    };
    home.kubectl("create configmap late").unwrap();
    assert_eq!(run(&["sandbox", "save", "one"]), Some(0));
    assert_eq!(run(&["sandbox", "reset", "--yes"]), Some(3), "it runs");
    drop(second);
    assert_eq!(run(&["sandbox", "reset", "--yes"]), Some(0));
    assert_eq!(run(&["sandbox", "load", "one", "--yes"]), Some(0));
    let third = home.serve();
    until("the saved state", || {
        home.kubectl("get configmap late -o name").is_some()
    });
    drop(third);
    assert!(fs::metadata(home.kubeconfig()).is_ok());
}
