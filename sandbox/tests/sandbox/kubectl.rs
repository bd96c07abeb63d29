//! Real kubectls against the sandbox.
//!
//! `KUBECTL_BIN` holds paths of kubectls, separated by colons:
//! `KUBECTL_BIN=/usr/bin/kubectl cargo test -p podo-sandbox -- --ignored kubectl`

mod pods;

use std::process::{Command, Stdio};

use podo_sandbox::Sandbox;
use tempfile::TempDir;

use crate::client::Cluster;

/// The kubectls that `KUBECTL_BIN` names.
pub(crate) fn programs() -> Vec<String> {
    let programs = std::env::var("KUBECTL_BIN").expect("KUBECTL_BIN");
    programs.split(':').map(str::to_owned).collect()
}

/// A kubectl with a home of its own, in which a sandbox's kubeconfig is.
struct Kubectl {
    program: String,
    home: TempDir,
}

impl Kubectl {
    fn new(program: String, sandbox: &Sandbox) -> Self {
        let home = tempfile::tempdir().unwrap();
        sandbox
            .write_kubeconfig(&home.path().join("kubeconfig"))
            .unwrap();
        Self { program, home }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("KUBECONFIG", self.home.path().join("kubeconfig"))
            .env("HOME", self.home.path());
        command
    }

    /// Runs a command line and gives exit code and both outputs.
    fn run(&self, line: &str, input: &str) -> (i32, String) {
        use std::io::Write as _;
        let mut child = self
            .command()
            .args(line.split(' '))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr]
            .map(|b| String::from_utf8_lossy(&b).into_owned())
            .concat();
        (output.status.code().unwrap_or(-1), text)
    }

    /// Runs a command line that must succeed and whose output must contain a text.
    fn shows(&self, line: &str, input: &str, expected: &str) {
        let (code, text) = self.run(line, input);
        assert!(
            code == 0 && text.contains(expected),
            "{} {line}: {code}\n{text}\nexpected: {expected}",
            self.program
        );
    }

    /// Runs a command line that must fail with a text.
    fn fails(&self, line: &str, input: &str, expected: &str) {
        let (code, text) = self.run(line, input);
        assert!(
            code != 0 && text.contains(expected),
            "{} {line}: {code}\n{text}\nexpected: {expected}",
            self.program
        );
    }
}

const WEB: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: nginx, image: "nginx:1.27", ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"#;
const LIST: &str = r#"{"apiVersion": "v1", "kind": "List", "items": [
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "l1"}, "data": {"a": "b"}}]}"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs KUBECTL_BIN"]
async fn kubectl_does_a_days_work() {
    for program in programs() {
        let cluster = Cluster::start().await;
        let kubectl = Kubectl::new(program, &cluster.sandbox);
        manifests(&kubectl);
        changes(&kubectl);
        generators(&kubectl);
        questions_and_ends(&kubectl);
    }
}

fn manifests(kubectl: &Kubectl) {
    let more = WEB.replace("replicas: 2", "replicas: 3");
    let typo = WEB.replace("replicas: 2", "replica: 2");
    kubectl.shows("version", "", "v1.36");
    kubectl.shows("apply -f -", WEB, "deployment.apps/web created");
    kubectl.shows("apply -f -", WEB, "deployment.apps/web unchanged");
    kubectl.shows("apply -f -", &more, "deployment.apps/web configured");
    kubectl.shows("apply -f - --dry-run=server", WEB, "server dry run");
    kubectl.fails("diff -f -", WEB, "+  replicas: 2");
    kubectl.fails("apply -f -", &typo, "unknown field");
    kubectl.fails(
        "create -f -",
        WEB,
        "deployments.apps \"web\" already exists",
    );
    kubectl.shows("apply -f -", LIST, "configmap/l1 created");
    kubectl.shows(
        "apply --server-side --force-conflicts -f -",
        WEB,
        "deployment.apps/web serverside-applied",
    );
    kubectl.shows("replace -f -", &more, "deployment.apps/web replaced");
    kubectl.shows("get deploy", "", "web    0/3     0            0");
    kubectl.shows("get all", "", "service/web");
    kubectl.shows(
        "get deploy web -o yaml",
        "",
        "terminationMessagePath: /dev/termination-log",
    );
    kubectl.shows(
        "describe deploy web",
        "",
        "RollingUpdateStrategy:  25% max unavailable, 25% max surge",
    );
    kubectl.shows("describe svc web", "", "TargetPort:");
}

fn changes(kubectl: &Kubectl) {
    kubectl.shows(
        "scale deploy web --replicas=5",
        "",
        "deployment.apps/web scaled",
    );
    kubectl.shows("set image deploy/web nginx=nginx:1.28", "", "image updated");
    kubectl.shows("rollout pause deploy web", "", "paused");
    kubectl.shows("label deploy web tier=front", "", "labeled");
    kubectl.shows("annotate deploy web a=b", "", "annotated");
    kubectl.shows(
        "patch deploy web -p {\"spec\":{\"replicas\":1}}",
        "",
        "patched",
    );
}

fn generators(kubectl: &Kubectl) {
    kubectl.shows(
        "create deployment api --image=x:1 --replicas=2",
        "",
        "deployment.apps/api created",
    );
    kubectl.shows(
        "get deploy api -o jsonpath={.spec.replicas}{.spec.template.spec.containers[0].image}",
        "",
        "2x:1",
    );
    kubectl.shows(
        "create configmap cm --from-literal=k=v",
        "",
        "configmap/cm created",
    );
    kubectl.shows(
        "create secret generic s --from-literal=k=v",
        "",
        "secret/s created",
    );
    kubectl.shows("get secret s -o jsonpath={.data.k}", "", "dg==");
    kubectl.shows("create namespace n", "", "namespace/n created");
    kubectl.shows(
        "create service nodeport np --tcp=80:8080",
        "",
        "service/np created",
    );
    kubectl.shows("create job j --image=busybox:1", "", "job.batch/j created");
    kubectl.shows(
        "create role r --verb=get --resource=pods",
        "",
        "role.rbac.authorization.k8s.io/r created",
    );
    kubectl.shows("run p --image=nginx --port=80", "", "pod/p created");
    kubectl.shows("get pod p", "", "p      0/1     Pending   0");
    kubectl.shows("describe pod p", "", "QoS Class:");
    kubectl.shows("expose pod p --name=ps", "", "service/ps exposed");
}

fn questions_and_ends(kubectl: &Kubectl) {
    kubectl.shows(
        "explain pod.spec.restartPolicy",
        "",
        "Restart policy for all containers within the pod",
    );
    kubectl.shows("auth can-i create pods", "", "yes");
    kubectl.shows("api-resources", "", "deployments");
    kubectl.shows("delete pod p", "", "pod \"p\" deleted");
    kubectl.shows("delete deploy,svc web", "", "service \"web\" deleted");
    kubectl.fails(
        "get pod nope",
        "",
        "Error from server (NotFound): pods \"nope\" not found",
    );
    kubectl.fails(
        "wait --for=condition=Available deploy/api --timeout=1s",
        "",
        "timed out waiting for the condition",
    );
    kubectl.shows("delete deploy api", "", "deleted");
}
