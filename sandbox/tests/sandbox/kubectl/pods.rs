//! Real kubectls into Pods: programs, files, logs, ports; and as a service account.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::Stdio,
    time::Duration,
};

use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};

use super::{Kubectl, programs};

const WEB: &str = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
    "spec": {"containers": [{"name": "web", "image": "nginx:1.27"}]}}"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs KUBECTL_BIN"]
async fn kubectl_reaches_into_pods() {
    for program in programs() {
        let sandbox = Sandbox::start_cluster(Options::default(), NodeOptions::cluster(1))
            .await
            .unwrap();
        let kubectl = Kubectl::new(program, &sandbox);
        kubectl.shows("apply -f - --validate=false", WEB, "pod/web created");
        kubectl.shows(
            "wait --for=condition=Ready pod/web --timeout=60s",
            "",
            "met",
        );
        kubectl.shows("exec web -- cat /etc/hostname", "", "web");
        kubectl.shows("exec -i web -- cat", "a line\n", "a line");
        kubectl.fails("exec web -- cat /nope", "", "exit code 1");
        kubectl.shows("logs web --tail=5", "", "");
        port(&kubectl);
        kubectl.shows("cluster-info", "", "services/kube-dns:dns/proxy");
        kubectl.fails("top pods", "", "Metrics API not available");
        rights(&kubectl);
        sandbox.stop().await;
    }
}

/// Forwards a port and asks it for a page.
fn port(kubectl: &Kubectl) {
    let mut child = kubectl
        .command()
        .args(["port-forward", "pod/web", ":80"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.strip_prefix("Forwarding from ").unwrap_or_default();
    let address = address.split(' ').next().unwrap();
    let mut page = String::new();
    let mut stream = TcpStream::connect(address).unwrap();
    let patience = Some(Duration::from_secs(20));
    stream.set_read_timeout(patience).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    stream.read_to_string(&mut page).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(page.contains("Welcome to nginx"), "{line} {page}");
}

/// Older kubectls have no `create token`, but all can speak for an account.
fn rights(kubectl: &Kubectl) {
    let bot = "--as=system:serviceaccount:default:default";
    kubectl.fails(
        &format!("get pods {bot}"),
        "",
        "pods is forbidden: User \"system:serviceaccount:default:default\" cannot list resource \"pods\"",
    );
    kubectl.shows(
        "create rolebinding b --clusterrole=view --serviceaccount=default:default",
        "",
        "created",
    );
    kubectl.shows(&format!("get pods {bot}"), "", "web ");
    kubectl.fails(&format!("auth can-i delete pods {bot}"), "", "no");
    kubectl.shows("auth can-i --list", "", "*.*");
}
