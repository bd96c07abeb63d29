//! What the tests with a real cluster work with: the cluster that `PODO_TEST_CLUSTER` names, the
//! packs, a podo of a test's own, and guards that clean up whatever happens.

mod course;
mod home;
pub(crate) mod judged;
mod talk;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use podo::cluster::kubeconfig::{Files, Kubeconfig};
use podo::cluster::proxy::Proxy;
use podo::cluster::target::{self, Found, Target};
use podo::lesson::model::{Exercise, Lesson, Need, Pack};
use podo::lesson_source::{Embedded, Folder};
use podo::sandbox::SandboxError;
use tokio::runtime::Runtime;

pub(crate) use course::Course;
pub(crate) use home::{Ended, Home};
pub(crate) use talk::Talk;

/// The kubeconfig of the test cluster.
pub(crate) fn cluster_file() -> PathBuf {
    let file = std::env::var_os("PODO_TEST_CLUSTER");
    PathBuf::from(file.expect("PODO_TEST_CLUSTER names a kubeconfig"))
}

/// What a kubeconfig file says.
pub(crate) fn kubeconfig(file: &Path) -> Kubeconfig {
    Kubeconfig::load(Files::new(Some(file.as_os_str()), None, Path::new("/"))).unwrap()
}

/// The current context of the test cluster's kubeconfig.
pub(crate) fn context() -> String {
    let selected = kubeconfig(&cluster_file()).select(None).unwrap();
    selected.context().to_owned()
}

/// A runtime for what the tests do through the library.
pub(crate) fn runtime() -> Runtime {
    Runtime::new().unwrap()
}

/// The test cluster, as podo finds it.
pub(crate) async fn found() -> Found {
    let target = Target::Context { name: context() };
    let kubeconfig = Ok(kubeconfig(&cluster_file()));
    let no_sandbox = || Err(SandboxError::Ended);
    let found = target::find(&target, kubeconfig, no_sandbox, &Proxy::default()).await;
    found.unwrap()
}

/// Whether what is proven on the sandbox each time is proven on the cluster too.
pub(crate) fn tests_all() -> bool {
    std::env::var_os("PODO_TEST_ALL").is_some()
}

/// podo's own pack.
pub(crate) fn own_pack() -> Pack {
    let (pack, problems) = Pack::read(&Embedded);
    assert_eq!(problems, [], "podo's own pack");
    pack.unwrap()
}

/// The pack of known faults.
pub(crate) fn fault_pack() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/faults");
    let (pack, mut problems) = Pack::read(&Folder::open(&folder).unwrap());
    // Which of two languages was translated from which is nothing to a test.
    problems.retain(|problem| problem.kind.stops_lesson());
    assert_eq!(problems, [], "{}", folder.display());
    pack.unwrap()
}

/// Whether what an exercise needs is on this machine: docker and minikube may be missing.
pub(crate) fn can_be_done(lesson: &Lesson, exercise: &Exercise) -> bool {
    lesson.needs_of(exercise).all(|need| match need {
        Need::Docker => docker(&["version"]).is_some(),
        Need::Minikube => {
            let output = Command::new("minikube").arg("status").output();
            output.is_ok_and(|output| output.status.success())
        }
        Need::Kubectl | Need::ClusterScope => true,
    })
}

/// What docker prints; `None` where it fails or is missing.
fn docker(args: &[&str]) -> Option<String> {
    let output = Command::new("docker").args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

/// The images that the course builds, gone before a test and after it.
pub(crate) struct Images;

impl Images {
    /// Makes sure that docker has none of them.
    pub(crate) fn none() -> Self {
        Self::remove();
        Self
    }

    fn remove() {
        let names = docker(&["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
        let names = names.unwrap_or_default();
        let is_ours = |name: &&str| {
            let repository = name.rsplit_once(':').map_or(*name, |(path, _)| path);
            repository.rsplit('/').next() == Some("podo-shop")
        };
        for name in names.lines().filter(is_ours) {
            docker(&["image", "rm", "--force", name]);
        }
    }
}

impl Drop for Images {
    fn drop(&mut self) {
        Self::remove();
    }
}

/// kubectl on the test cluster, as its administrator; its standard output.
pub(crate) fn kubectl(args: &[&str]) -> String {
    let output = admin(args).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "kubectl {args:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

/// kubectl with a manifest on its standard input.
pub(crate) fn kubectl_with(args: &[&str], manifest: &str) -> String {
    use std::io::Write as _;
    let mut command = admin(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(manifest.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "kubectl {args:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn admin(args: &[&str]) -> Command {
    let mut command = Command::new("kubectl");
    command
        .arg("--kubeconfig")
        .arg(cluster_file())
        .args(args)
        .stdin(Stdio::null());
    command
}

/// Deletes a namespace, and waits until it is gone.
pub(crate) fn delete_namespace(name: &str) {
    end_pods(name);
    kubectl(&["delete", "namespace", name]);
}

/// Ends the Pods of a namespace that is to be deleted. One with Pods in it takes half a minute and
/// more: its controller looks again only when half of their grace period is over.
fn end_pods(namespace: &str) {
    let makers = [
        "delete",
        "deployments,replicasets",
        "--all",
        "--cascade=orphan",
    ];
    let pods = ["delete", "pods", "--all", "--now"];
    for args in [&makers[..], &pods] {
        // Where the namespace is not there, there is nothing to end.
        let _ = admin(&[&["-n", namespace], args].concat()).output();
    }
}

/// Namespaces that are not there when a test begins and are deleted when it ends, however it ends.
pub(crate) struct Namespaces(Vec<String>);

impl Namespaces {
    /// Makes sure that none of them is there. The cluster is a test cluster: what an earlier run
    /// has left in them goes.
    pub(crate) fn none_of(names: &[&str]) -> Self {
        let guard = Self(names.iter().map(|name| (*name).to_owned()).collect());
        guard.delete(true);
        guard
    }

    /// Deletes them, and waits until they are gone where asked to.
    fn delete(&self, wait: bool) {
        for name in &self.0 {
            end_pods(name);
        }
        let wait = format!("--wait={wait}");
        let mut args = vec!["delete", "namespace", "--ignore-not-found", &wait];
        args.extend(self.0.iter().map(String::as_str));
        // Nothing can be done about one that stays; the next run tries again.
        let _ = admin(&args).output();
    }
}

impl Drop for Namespaces {
    fn drop(&mut self) {
        self.delete(false);
    }
}

/// How long anything that podo does in a test may take: longer than the longest check.
pub(crate) const PATIENCE: Duration = Duration::from_mins(4);
