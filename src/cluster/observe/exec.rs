//! Reading a file in a container: `cat PATH` over a web socket, never a shell.

use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;
use kube::api::{Api, AttachParams, AttachedProcess};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Duration, Instant, sleep};

use super::probe::{DEADLINE, LIMIT, failed};
use crate::cluster::client::{Cluster, Failure};
use crate::cluster::run::Runner;
use crate::lesson::model::Program;
use crate::snapshot::ProbeOutcome;

/// How much of the error output is read, in bytes.
const ERROR_LIMIT: usize = 16 * 1024;

/// Which container.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) namespace: &'p str,
    pub(super) pod: &'p str,
    pub(super) container: &'p str,
}

/// What the kubelet says of a container that it does not know yet: its list of containers is up to
/// two seconds older than the status that it reports.
const NOT_FOUND: &str = "container not found";
const LISTED: Duration = Duration::from_secs(3);
/// How long to wait then before asking again.
const PAUSE: Duration = Duration::from_millis(500);

/// Reads a file's beginning.
pub(super) async fn read_file(
    cluster: &Cluster,
    place: Place<'_>,
    path: &str,
    kubectl: Option<&Runner>,
) -> ProbeOutcome {
    let end = Instant::now() + LISTED;
    loop {
        match read_once(cluster, place, path, kubectl).await {
            ProbeOutcome::Failed { message }
                if message.contains(NOT_FOUND) && Instant::now() < end =>
            {
                sleep(PAUSE).await;
            }
            outcome => return outcome,
        }
    }
}

async fn read_once(
    cluster: &Cluster,
    place: Place<'_>,
    path: &str,
    kubectl: Option<&Runner>,
) -> ProbeOutcome {
    let api: Api<Pod> = Api::namespaced(cluster.client().clone(), place.namespace);
    let params = AttachParams {
        container: Some(place.container.to_owned()),
        stdin: false,
        max_stdout_buf_size: Some(LIMIT),
        max_stderr_buf_size: Some(ERROR_LIMIT),
        ..AttachParams::default()
    };
    match api.exec(place.pod, ["cat", path], &params).await {
        Ok(process) => over_socket(process).await,
        Err(error) => match kubectl {
            // A proxy between here and the server may not let web sockets through; kubectl has
            // another way.
            Some(kubectl) => by_kubectl(kubectl, place, path).await,
            None => failed(&Failure::from(error)),
        },
    }
}

async fn over_socket(mut process: AttachedProcess) -> ProbeOutcome {
    let (Some(stdout), Some(stderr)) = (process.stdout(), process.stderr()) else {
        return without_file("", "the server opened no streams");
    };
    let status = process.take_status();
    let output = beginning(stdout, LIMIT).await;
    if output.len() >= LIMIT {
        // More is coming that nobody reads: dropping the process ends it.
        return text(&output);
    }
    let status = match status {
        Some(status) => status.await,
        None => None,
    };
    if status.as_ref().is_some_and(is_success) {
        return text(&output);
    }
    let errors = beginning(stderr, ERROR_LIMIT).await;
    let errors = String::from_utf8_lossy(&errors).trim().to_owned();
    let said = status.and_then(|status| status.message);
    without_file(
        &errors,
        said.as_deref().unwrap_or("the connection ended early"),
    )
}

fn is_success(status: &Status) -> bool {
    status.status.as_deref() == Some("Success")
}

async fn by_kubectl(kubectl: &Runner, place: Place<'_>, path: &str) -> ProbeOutcome {
    let args = [
        "exec",
        place.pod,
        "--namespace",
        place.namespace,
        "--container",
        place.container,
        "--",
        "cat",
        path,
    ];
    let args: Vec<String> = args.map(str::to_owned).into();
    match kubectl.run(Program::Kubectl, &args, DEADLINE).await {
        Ok(output) if output.exit_code == Some(0) => ProbeOutcome::Text {
            text: output.stdout,
        },
        Ok(output) => without_file(output.stderr.trim(), "kubectl exec failed"),
        Err(error) => ProbeOutcome::Failed {
            message: error.to_string(),
        },
    }
}

/// What a `cat` that failed says.
fn without_file(errors: &str, otherwise: &str) -> ProbeOutcome {
    if errors.contains("No such file or directory") {
        return ProbeOutcome::NoFile;
    }
    let message = if errors.is_empty() { otherwise } else { errors };
    ProbeOutcome::Failed {
        message: message.to_owned(),
    }
}

fn text(bytes: &[u8]) -> ProbeOutcome {
    ProbeOutcome::Text {
        text: String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Reads to the end or to the limit; what came before an error counts.
async fn beginning(stream: impl AsyncRead + Unpin, limit: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let _ = stream.take(limit).read_to_end(&mut bytes).await;
    bytes
}
