//! Probes: HTTP through the API server's service proxy, container logs, files in containers.

use http::Response;
use http_body_util::BodyExt;
use kube::client::Body;
use serde_json::Value;
use tokio::time::Duration;

use super::exec;
use crate::check::needs::Needs;
use crate::cluster::client::{Cluster, Failure};
use crate::cluster::run::Runner;
use crate::lesson::model::{HttpProbe, Ref};
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, get, text};
use crate::snapshot::{ProbeOutcome, ProbeResult};

/// How long one probe may take.
pub(super) const DEADLINE: Duration = Duration::from_secs(5);
/// How much of an answer, a log or a file is kept, in bytes.
pub(super) const LIMIT: usize = 64 * 1024;
/// How many lines of a log are read.
const LINES: usize = 500;
/// How much of a log is read to find its end, in bytes: lines can be long.
const LOG_READ: usize = 8 * 1024 * 1024;
/// How many Pods one probe looks into.
const PODS: usize = 10;

/// One probe to be made.
pub(super) struct Planned {
    expectation: String,
    pod: Option<String>,
    what: What,
}

enum What {
    Http(HttpProbe),
    Log {
        container: String,
    },
    File {
        container: String,
        path: String,
    },
    /// Nothing to look into.
    NoPod,
}

/// The probes that an exercise needs, with the Pods there are now.
pub(super) fn plan(needs: &Needs, graph: &Graph<'_>) -> Vec<Planned> {
    let mut planned = Vec::new();
    for (expectation, probe) in &needs.http {
        planned.push(Planned {
            expectation: expectation.clone(),
            pod: None,
            what: What::Http(probe.clone()),
        });
    }
    for (expectation, probe) in &needs.logs {
        let container = probe.container.as_deref();
        planned.extend(in_pods(
            expectation,
            &probe.target,
            container,
            graph,
            |_, container| What::Log { container },
        ));
    }
    for (expectation, probe) in &needs.files {
        let container = probe.container.as_deref();
        planned.extend(in_pods(
            expectation,
            &probe.target,
            container,
            graph,
            |pod, container| {
                if !is_running(pod, &container) {
                    return What::NoPod;
                }
                What::File {
                    container,
                    path: probe.path.clone(),
                }
            },
        ));
    }
    planned
}

/// One probe for each Pod that fits; one that says so when none does.
fn in_pods(
    expectation: &str,
    target: &Ref,
    container: Option<&str>,
    graph: &Graph<'_>,
    what: impl Fn(&Object, String) -> What,
) -> Vec<Planned> {
    let mut pods: Vec<&Object> = graph.resolve(target);
    if target.kind != "Pod" {
        pods = pods.iter().flat_map(|owner| graph.pods_of(owner)).collect();
    }
    // Those that stay are looked into before those that are going.
    pods.sort_by_key(|pod| pod.is_terminating());
    let mut planned: Vec<Planned> = pods
        .into_iter()
        .take(PODS)
        .map(|pod| {
            let first = pod.list("spec.containers").first();
            let container = container.or_else(|| first.map(|first| text(first, "name")));
            let container = container.unwrap_or_default().to_owned();
            Planned {
                expectation: expectation.to_owned(),
                pod: Some(pod.name().to_owned()),
                what: what(pod, container),
            }
        })
        .collect();
    if planned.is_empty() {
        planned.push(Planned {
            expectation: expectation.to_owned(),
            pod: None,
            what: What::NoPod,
        });
    }
    planned
}

fn is_running(pod: &Object, container: &str) -> bool {
    pod.list("status.containerStatuses")
        .iter()
        .any(|status| text(status, "name") == container && get(status, "state.running").is_some())
}

/// Makes one.
pub(super) async fn make(
    cluster: &Cluster,
    namespace: &str,
    kubectl: Option<&Runner>,
    planned: Planned,
) -> ProbeResult {
    let pod = planned.pod.as_deref().unwrap_or_default();
    let making = async {
        match &planned.what {
            What::Http(probe) => http(cluster, namespace, probe).await,
            What::Log { container } => match log(cluster, namespace, pod, container, false).await {
                Ok(text) => ProbeOutcome::Text { text },
                Err(failure) => not_started(&failure),
            },
            What::File { container, path } => {
                let place = exec::Place {
                    namespace,
                    pod,
                    container,
                };
                exec::read_file(cluster, place, path, kubectl).await
            }
            What::NoPod => ProbeOutcome::NoPod,
        }
    };
    let outcome = tokio::time::timeout(DEADLINE, making)
        .await
        .unwrap_or_else(|_| failed(&Failure::timeout(DEADLINE)));
    ProbeResult {
        expectation: planned.expectation,
        pod: planned.pod,
        outcome,
    }
}

pub(super) fn failed(failure: &Failure) -> ProbeOutcome {
    ProbeOutcome::Failed {
        message: failure.message.clone(),
    }
}

/// The API server answers 400 about a container that has never run.
fn not_started(failure: &Failure) -> ProbeOutcome {
    let waits = ["is waiting to start", "does not have a host assigned"];
    if failure.status == Some(400) && waits.iter().any(|words| failure.message.contains(words)) {
        ProbeOutcome::NoPod
    } else {
        failed(failure)
    }
}

async fn http(cluster: &Cluster, namespace: &str, probe: &HttpProbe) -> ProbeOutcome {
    let HttpProbe {
        service,
        port,
        path,
        ..
    } = probe;
    if !is_plain(service) || !is_plain(port) || !stays_within(path) {
        return ProbeOutcome::Failed {
            message: format!("`{service}:{port}{path}` is no address of a Service"),
        };
    }
    let path = format!("/api/v1/namespaces/{namespace}/services/{service}:{port}/proxy{path}");
    let reading = async {
        let response = cluster.raw(&path).await?;
        let status = response.status().as_u16();
        let is_json = is_json(&response);
        let body = read(response.into_body(), LIMIT, Keep::Head).await?;
        Ok::<_, Failure>((status, is_json, body))
    };
    match reading.await {
        Ok((status, is_json, body)) => match own_words(status, is_json, &body) {
            Some(message) => ProbeOutcome::Failed { message },
            None => ProbeOutcome::Http { status, body },
        },
        Err(failure) => failed(&failure),
    }
}

/// What the API server itself says instead of passing an answer on; `None` for the application's.
fn own_words(status: u16, is_json: bool, body: &str) -> Option<String> {
    // Servers before 1.20 say this as plain text, later ones as a Status.
    const UNREACHABLE: &str = "error trying to reach service";
    let head = body.get(..UNREACHABLE.len()).unwrap_or_default();
    if matches!(status, 502 | 503) && head.eq_ignore_ascii_case(UNREACHABLE) {
        return Some(body.trim().to_owned());
    }
    if status < 400 || !is_json {
        return None;
    }
    let value: Value = serde_json::from_str(body).ok()?;
    let is_status = text(&value, "kind") == "Status"
        && text(&value, "apiVersion") == "v1"
        && text(&value, "status") == "Failure";
    is_status.then(|| text(&value, "message").to_owned())
}

fn is_json(response: &Response<Body>) -> bool {
    response
        .headers()
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"))
}

/// The names that Kubernetes gives Services and ports have nothing else.
fn is_plain(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !name.is_empty() && name.bytes().all(allowed)
}

/// A path of a lesson stays below the Service's.
fn stays_within(path: &str) -> bool {
    path.starts_with('/')
        && path.bytes().all(|byte| byte.is_ascii_graphic())
        && !path.to_ascii_lowercase().replace("%2e", ".").contains("..")
}

/// The end of a container's log.
pub(super) async fn log(
    cluster: &Cluster,
    namespace: &str,
    pod: &str,
    container: &str,
    previous: bool,
) -> Result<String, Failure> {
    let path = format!(
        "/api/v1/namespaces/{namespace}/pods/{pod}/log\
         ?container={container}&tailLines={LINES}&limitBytes={LOG_READ}&previous={previous}"
    );
    let reading = async {
        let response = cluster.raw(&path).await?;
        let status = response.status();
        let body = read(response.into_body(), LIMIT, Keep::Tail).await?;
        // The kubelet says with status 200 that a log is gone already.
        let is_gone =
            body.lines().count() == 1 && body.starts_with("unable to retrieve container logs for ");
        if status.is_success() && !is_gone {
            Ok(body)
        } else {
            Err(Failure::answered(status.as_u16(), body.as_bytes()))
        }
    };
    tokio::time::timeout(DEADLINE, reading)
        .await
        .map_err(|_| Failure::timeout(DEADLINE))?
}

/// Which part of a long body is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Head,
    Tail,
}

/// Reads a body, keeping so many bytes of one end. What is not UTF-8 becomes U+FFFD.
async fn read(mut body: Body, limit: usize, keep: Keep) -> Result<String, Failure> {
    let mut kept: Vec<u8> = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        kept.extend_from_slice(&data);
        match keep {
            Keep::Head if kept.len() >= limit => break,
            // Twice the limit, so that what is thrown away is moved only now and then.
            Keep::Tail if kept.len() >= 2 * limit => {
                kept.drain(..kept.len() - limit);
            }
            _ => {}
        }
    }
    let end = kept.len().min(limit);
    let part = match keep {
        Keep::Head => &kept[..end],
        Keep::Tail => &kept[kept.len() - end..],
    };
    Ok(String::from_utf8_lossy(part).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_servers_own_words_are_not_the_applications() {
        let status = r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
            "message":"no endpoints available for service \"web\"","code":503}"#;
        assert_eq!(
            own_words(503, true, status).unwrap(),
            "no endpoints available for service \"web\""
        );
        assert_eq!(own_words(503, true, r#"{"status":"down"}"#), None);
        assert_eq!(own_words(503, false, status), None, "an application's text");
        assert_eq!(
            own_words(200, true, status),
            None,
            "an application's page about errors"
        );
        let old = "Error trying to reach service: 'dial tcp 10.0.0.1:80: connection refused'";
        assert_eq!(own_words(503, false, old).unwrap(), old);
        assert_eq!(own_words(500, false, "오류"), None);
    }

    #[test]
    fn an_address_stays_below_the_service() {
        for good in ["/", "/a/b?c=d", "/.well-known/x"] {
            assert!(stays_within(good), "{good}");
        }
        for bad in ["", "a", "/../x", "/a/%2E%2e/x", "/a b", "/\n", "/é"] {
            assert!(!stays_within(bad), "{bad:?}");
        }
        assert!(is_plain("web-1") && is_plain("8080"));
        for bad in ["", "a/b", "a:b", "a%2f"] {
            assert!(!is_plain(bad), "{bad:?}");
        }
    }
}
